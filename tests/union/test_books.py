"""The code book changed in both copies: code by code."""

from __future__ import annotations

from icmo.codebook_changes import CodeDraft
from tests.factories import KINDS
from tests.projects import RINGS, WEEK, mark
from tests.union.copies import Pair, one, same


def test_two_people_who_change_different_codes_both_have_their_way(pair: Pair) -> None:
    a, b = pair
    a.change_code("tro", {"label_da": "Troen"}, coder="AML")
    b.change_code("ro", {"label_da": "Roen"}, coder="BKH")
    b.add_code(CodeDraft("Håb", "mechanism", parent="tro"), coder="BKH")
    a.add_code(CodeDraft("Mod", "mechanism", parent="hverdag"), coder="AML")
    merged = same(pair)
    assert (merged.codebook["tro"].label.da, merged.codebook["ro"].label.da) == ("Troen", "Roen")
    assert (merged.codebook["haab"].parent, merged.codebook["mod"].parent) == ("tro", "hverdag")
    assert [code.id for code in merged.codebook.codes] == [*KINDS, "haab", "mod"]


def test_the_merged_code_book_has_a_version_of_its_own_and_stands_in_its_history(pair: Pair) -> None:
    a, b = pair
    a.change_code("tro", {"label_da": "Troen"}, coder="AML")
    b.change_code("ro", {"label_da": "Roen"}, coder="BKH")
    merged = same(pair)
    assert merged.codebook.version == "1.2"
    assert merged.codebook_versions()[-1].book == merged.codebook


def test_of_two_changes_of_one_code_the_later_holds_and_the_earlier_is_told(pair: Pair) -> None:
    a, b = pair
    a.change_code("tro", {"label_da": "Troen"}, coder="AML")
    b.change_code("tro", {"label_da": "Tillid"}, coder="BKH")
    told = a.merge_copy(b)
    assert a.codebook["tro"].label.da == "Tillid"
    assert [(x.noun, x.column, x.lost_by) for x in told.conflicts] == [("codebook", "codes tro label da", "AML")]


def test_two_people_who_change_different_things_of_one_code_both_have_their_way(pair: Pair) -> None:
    a, b = pair
    a.change_code("tro", {"label_da": "Troen", "include_da": ["Regel A"]}, coder="AML")
    b.change_code("tro", {"definition_da": "At tro på sig selv.", "include_da": ["Regel B"]}, coder="BKH")
    told = a.merge_copy(b, preview=True)
    code = same(pair).codebook["tro"]
    assert (code.label.da, code.definition.da) == ("Troen", "At tro på sig selv.")
    assert set(code.include.da) == {"Regel A", "Regel B"}
    assert told.conflicts == ()


def test_a_code_that_one_took_away_and_the_other_used_is_kept_as_a_retired_one(pair: Pair) -> None:
    a, b = pair
    a.merge_codes("tro", "hverdag", coder="AML")
    coding = mark(b, WEEK, "tro", coder="BKH")[0]
    assert [x.what for x in b.merge_copy(a, preview=True).revived if x.noun == "code"] == ["tro"]
    merged = same(pair)
    assert merged.codebook["tro"].retired
    assert {x.guid: x.code for x in merged.material().codings}[coding.guid] == "tro"
    assert one(merged, RINGS).code == "hverdag"


def test_a_parent_that_one_took_away_is_kept_for_the_new_code_beneath_it(pair: Pair) -> None:
    a, b = pair
    b.add_code(CodeDraft("Håb", "mechanism", parent="tro"), coder="BKH")
    a.merge_codes("tro", "hverdag", coder="AML")
    merged = same(pair)
    assert merged.codebook["haab"].parent == "tro"
    assert merged.codebook["tro"].retired
