"""What importing an exchange file does to a project: planned, done once, never doubled, taken back by one undo."""

from __future__ import annotations

import json
import time
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from icmo.errors import InvalidError
from icmo.i18n import language
from icmo.models import (
    About,
    Case,
    InformantType,
    Kind,
    Material,
    MemoKind,
    Origin,
    Polarity,
    Role,
)
from icmo.refi import private
from icmo.refi.merging import Merge, plan
from icmo.refi.parcel import (
    Parcel,
    ParcelCase,
    ParcelCode,
    ParcelCoding,
    ParcelLink,
    ParcelMemo,
    ParcelSet,
    ParcelSource,
)
from icmo.refi.writing import qdpx
from tests.factories import KINDS, a_codebook, a_coding, a_configuration, a_material, a_transcript
from tests.refi.merged import applied, counted
from tests.refi.written import materials

TEXT = "Vi øver bussen. Så ringer hun selv."


def a_parcel(**changes: object) -> Parcel:
    """A text with two codings by one coder: “øver bussen” with oeve, “ringer hun” with a code of another program."""
    made = Parcel(
        "file.qdpx",
        codes=(ParcelCode("g1", "Oeve"), ParcelCode("g2", "Egen drift", description="Hun gør det selv.")),
        sources=(ParcelSource("s1", "int1", TEXT),),
        codings=(
            ParcelCoding("c1", "s1", 3, 14, "g1", "Bo", "2024-03-01T10:00:00Z", "se her"),
            ParcelCoding("c2", "s1", 19, 29, "g2", "Bo"),
        ),
    )
    return replace(made, **changes)


def merged(parcel: Parcel, ours: Material | None = None) -> Material:
    ours = ours or a_material([])
    return applied(ours, plan(parcel, ours))


# --- Texts and codings ----------------------------------------------------------------------------------


def test_a_parcel_comes_into_an_empty_project():
    merge = plan(a_parcel(), a_material([]))
    assert counted(merge) == {"code": (1, 1, 0), "source": (1, 0, 0), "coding": (2, 0, 0)}
    first, second = merge.new.codings
    assert (first.quote, first.code, first.coder, first.at) == (
        "øver bussen",
        "oeve",
        "Bo",
        "2024-03-01T10:00:00.000000Z",
    )
    assert (first.origin, first.memo, first.prefix, first.suffix) == (
        Origin.IMPORT,
        "se her",
        "Vi ",
        ". Så ringer hun selv.\n",
    )
    assert (second.quote, second.code) == ("ringer hun", "egen-drift")
    assert merge.after["egen-drift"].definition.da == "Hun gør det selv."
    assert merge.after["egen-drift"].kind is Kind.THEME


def test_planning_changes_nothing_and_a_second_import_adds_nothing():
    ours = a_material([])
    after = merged(a_parcel(), ours)
    assert ours == replace(a_material([]), codebook=ours.codebook)
    again = plan(a_parcel(), after)
    assert not again.changes
    assert counted(again) == {"code": (0, 2, 0), "source": (0, 1, 0), "coding": (0, 2, 0)}


def test_a_text_is_known_again_with_other_white_space_at_its_ends_and_places_move_along():
    known = a_transcript(TEXT + "\n")
    ours = a_material([known], [a_coding(known, "oeve", "øver bussen", coder="Bo")])
    moved = tuple(replace(one, start=one.start + 2, end=one.end + 2) for one in a_parcel().codings)
    merge = plan(a_parcel(sources=(ParcelSource("s1", "int1", f"\n\n{TEXT}\n\n\n"),), codings=moved), ours)
    assert counted(merge)["source"] == (0, 1, 0)
    assert [(one.quote, one.transcript) for one in merge.new.codings] == [("ringer hun", known.guid)]


@pytest.mark.parametrize(
    ("coding", "new"),
    [
        pytest.param(ParcelCoding("x", "s1", 3, 14, "g1", "Bo"), 0, id="same_text_span_code_and_coder_is_there"),
        pytest.param(ParcelCoding("x", "s1", 3, 14, "g1", " Bo "), 0, id="coders_are_known_by_their_tidied_name"),
        pytest.param(ParcelCoding("x", "s1", 3, 14, "g1", ""), 0, id="without_a_coder_anybody’s_is_the_same"),
        pytest.param(ParcelCoding("x", "s1", 2, 15, "g1", "Bo"), 1, id="another_span_is_new"),
        pytest.param(ParcelCoding("x", "s1", 3, 14, "g1", "Eva"), 1, id="another_coder’s_is_new"),
        pytest.param(ParcelCoding("x", "s1", 3, 14, "g2", "Bo"), 1, id="another_code_is_new"),
        pytest.param(ParcelCoding("c1", "s1", 0, 2, "g1", "Bo"), 1, id="the_guid_alone_says_nothing"),
    ],
)
def test_codings_are_never_doubled(coding, new):
    after = merged(a_parcel())
    merge = plan(a_parcel(codings=(coding,)), after)
    assert len(merge.new.codings) == new
    assert len({one.guid for one in applied(after, merge).codings}) == 2 + new


def test_codings_that_stand_twice_in_the_file_come_in_once_and_keep_both_memos():
    twice = (
        ParcelCoding("c1", "s1", 3, 14, "g1", "Bo", memo="et"),
        ParcelCoding("c9", "s1", 3, 14, "g1", "Bo", memo="to"),
    )
    after = merged(a_parcel(codings=twice))
    assert [one.memo for one in after.codings] == ["et"]
    assert [(one.about, one.subject, one.text) for one in after.memos] == [(About.CODING, "c1", "to")]
    assert not plan(a_parcel(codings=twice), after).changes


def test_what_cannot_be_brought_in_is_told_and_its_memo_is_kept():
    broken = (
        ParcelCoding("c1", "s1", 5, 5, "g1", "Bo", memo="tom"),
        ParcelCoding("c2", "s1", 3, 14, "nobody", "Bo"),
        ParcelCoding("c3", "nowhere", 3, 14, "g1", "Bo", memo="væk"),
        ParcelCoding("c4", "s1", 900, 990, "g1", "Bo"),
    )
    merge = plan(a_parcel(codings=broken), a_material([]))
    assert counted(merge)["coding"] == (0, 0, 4)
    assert {(one.about, one.text) for one in merge.new.memos} == {(About.TRANSCRIPT, "tom"), (About.PROJECT, "væk")}
    assert any(one.noun == "coding" and one.number == 4 for one in merge.remarks)


def test_texts_of_the_same_name_get_names_of_their_own_and_empty_ones_are_left_out():
    sources = (ParcelSource("s1", "int1", "Et."), ParcelSource("s2", "int1", "To."), ParcelSource("s3", "int3", " \n"))
    merge = plan(a_parcel(sources=sources, codings=()), a_material([a_transcript(name="int1")]))
    assert [one.name for one in merge.new.transcripts] == ["int1 (2)", "int1 (3)"]
    assert counted(merge)["source"] == (2, 0, 1)


# --- Codes ----------------------------------------------------------------------------------------------


def codes_of(*codes: ParcelCode, **more: object) -> Merge:
    return plan(Parcel("x.qdc", codes=codes, **more), a_material([]))


def a_folder(name: str) -> ParcelCode:
    return ParcelCode("f", name, codable=False)


@pytest.mark.parametrize(
    ("codes", "known"),
    [
        pytest.param([ParcelCode("g", "Ro")], "ro", id="by_danish_name"),
        pytest.param([ParcelCode("g", "ro IN  english")], "ro", id="by_english_name_however_written"),
        pytest.param(
            [ParcelCode("f", "Outcomes (O)", codable=False), ParcelCode("g", "Ro", "f")], "ro", id="in_its_folder"
        ),
        pytest.param(
            [ParcelCode("f", "Udkomme", codable=False), ParcelCode("g", "Ro", "f")], "ro", id="by_slug_elsewhere"
        ),
        pytest.param([ParcelCode("g", "Ro (Outcomes)")], "ro", id="with_its_path_in_brackets"),
        pytest.param([ParcelCode("g", "Fred", description="Ja.\n\nicmo: ro · outcome")], "ro", id="by_what_icmo_wrote"),
    ],
)
def test_a_code_is_known_again(codes, known):
    source, coding = ParcelSource("s", "a", "Ja tak."), ParcelCoding("c", "s", 0, 2, "g", "Bo")
    merge = codes_of(*codes, sources=(source,), codings=(coding,))
    assert [one.code for one in merge.new.codings] == [known]


def test_folders_named_after_kinds_say_the_kind_and_are_no_codes():
    merge = codes_of(
        ParcelCode("f", "Mekanismer", codable=False), ParcelCode("a", "Håb", "f"), ParcelCode("b", "Lyst", "a")
    )
    new = [(one.id, one.kind, one.parent) for one in merge.after.codes if one.id in ("haab", "lyst")]
    assert new == [("haab", Kind.MECHANISM, None), ("lyst", Kind.MECHANISM, "haab")]
    assert counted(merge)["code"] == (2, 0, 0)


def test_other_folders_become_themes_with_their_codes_beneath():
    merge = codes_of(ParcelCode("f", "Hverdagen", codable=False), ParcelCode("a", "Mad", "f"))
    assert [(one.id, one.kind, one.parent) for one in merge.after.codes][-2:] == [
        ("hverdagen", Kind.THEME, None),
        ("mad", Kind.THEME, "hverdagen"),
    ]


def test_a_new_code_beneath_a_known_one_is_of_its_kind():
    merge = codes_of(ParcelCode("a", "Tro"), ParcelCode("b", "På sig selv", "a"))
    assert (merge.after["paa-sig-selv"].kind, merge.after["paa-sig-selv"].parent) == (Kind.MECHANISM, "tro")


def test_codes_of_one_name_in_two_places_stay_two():
    codes = (
        ParcelCode("a", "Hjem"), ParcelCode("b", "Arbejde"), ParcelCode("c", "Støj", "a"), ParcelCode("d", "Støj", "b")
    )  # fmt: skip
    first = codes_of(*codes)
    assert [(one.id, one.parent) for one in first.after.codes[-2:]] == [("stoej", "hjem"), ("stoej-2", "arbejde")]
    again = plan(Parcel("x.qdc", codes=codes), applied(a_material([]), first))
    assert not again.changes


def test_a_deep_tree_is_kept_as_deep_as_a_book_can_be():
    codes = [ParcelCode("0", "kode 0")] + [ParcelCode(str(n), f"kode {n}", str(n - 1)) for n in range(1, 3000)]
    began = time.perf_counter()
    merge = codes_of(*codes)
    assert counted(merge)["code"] == (3000, 0, 0)
    assert max(len(merge.after.lineage(one.id)) for one in merge.after.codes) == 41
    assert any("deeper" in one.what for one in merge.remarks)
    assert time.perf_counter() - began < 30


def test_more_codes_than_a_book_can_have_are_refused():
    with pytest.raises(InvalidError, match="5001"):
        codes_of(*(ParcelCode(str(n), f"kode {n}") for n in range(5001)))


def test_a_known_code_that_is_described_otherwise_gets_a_memo():
    merge = codes_of(ParcelCode("g", "Ro", description="Noget helt andet."))
    assert [(one.about, one.subject, one.kind, one.text) for one in merge.new.memos] == [
        (About.CODE, "ro", MemoKind.DEFINITION, "Noget helt andet.")
    ]
    assert not codes_of(ParcelCode("g", "Ro", description="Om ro.")).changes


# --- Variables and cases --------------------------------------------------------------------------------


def with_values(values: dict[str, object] | None = None, **more: object) -> Merge:
    return plan(Parcel("x", sources=(ParcelSource("s1", "int1", TEXT, values or {}),), **more), a_material([]))


def test_values_in_danish_or_english_describe_the_transcript():
    values = {"Kommune": "Egeholm", "informant": "woman", "rolle": "mentor", "Dato": "12.03.2026", "målgruppe": "Lav"}
    (one,) = with_values(values).new.transcripts
    told = (one.municipality, one.informant_type, one.role, one.date, one.target_group)
    assert told == ("Egeholm", InformantType.WOMAN, "mentor", "2026-03-12", "lav")


def test_a_case_is_the_municipality_of_its_sources_and_its_values_are_that_of_the_case():
    merge = with_values(cases=(ParcelCase("k1", "Egeholm", {"indbyggere": 40_000, "andel": 0.5}, ("s1",)),))
    assert [(one.guid, one.name, one.variables) for one in merge.new.cases] == [
        ("k1", "Egeholm", {"indbyggere": 40_000, "andel": 0.5})
    ]
    assert merge.new.transcripts[0].municipality == "Egeholm"


def test_a_case_that_tells_its_municipality_is_a_person_there():
    merge = with_values(cases=(ParcelCase("k1", "Deltager 1", {"kommune": "Egeholm", "alder": 34}, ("s1",)),))
    (one,) = merge.new.transcripts
    assert (one.municipality, one.metadata) == ("Egeholm", {"alder": 34, "case_name": "Deltager 1"})
    assert [(case.name, case.variables) for case in merge.new.cases] == [("Egeholm", {})]


def test_other_values_of_sources_are_those_of_their_case_where_all_agree():
    sources = tuple(
        ParcelSource(f"s{n}", f"int{n}", f"{TEXT} {n}", {"kommune": "Egeholm", "region": "Nord", "nr": n})
        for n in (1, 2)
    )
    merge = plan(Parcel("x", sources=sources), a_material([]))
    assert [one.variables for one in merge.new.cases] == [{"region": "Nord"}]
    assert merge.new.transcripts[1].metadata == {"region": "Nord", "nr": 2}


def test_a_value_that_cannot_be_understood_is_kept_and_told():
    merge = with_values({"dato": "i går", "informanttype": "hest"})
    assert merge.new.transcripts[0].metadata == {"dato": "i går", "informanttype": "hest"}
    assert [(one.noun, one.number) for one in merge.remarks] == [("variable", 2)]


def test_sets_that_are_values_describe_their_sources_and_others_become_memos():
    sets = (ParcelSet("a", "kommune: Egeholm", sources=("s1",)), ParcelSet("b", "Vigtige", sources=("s1",)))
    merge = with_values(sets=sets)
    assert merge.new.transcripts[0].municipality == "Egeholm"
    with language("da"):
        assert merge.new.memos == with_values(sets=sets).new.memos
    (memo,) = merge.new.memos
    assert memo.text.endswith("”Vigtige”\n\n– int1")


def test_gaps_of_known_texts_and_cases_are_filled_and_what_differs_is_told():
    known = a_transcript(f"{TEXT}\n", role="leder", municipality=None)
    ours = replace(a_material([known]), cases=(Case("k", "Egeholm", {"andel": 1}),))
    parcel = Parcel(
        "x",
        sources=(ParcelSource("s1", "int1", TEXT, {"rolle": "mentor", "dato": "2026-03-12"}),),
        cases=(ParcelCase("q", "Egeholm", {"andel": 2, "antal": 3}, ("s1",)),),
    )
    merge = plan(parcel, ours)
    after = applied(ours, merge)
    assert [(one.role, one.date, one.municipality) for one in after.transcripts] == [("leder", "2026-03-12", "Egeholm")]
    assert after.cases[0].variables == {"andel": 1, "antal": 3}
    assert {one.noun for one in merge.remarks} == {"source", "variable"}
    assert not plan(parcel, after).changes


# --- Memos ----------------------------------------------------------------------------------------------


def test_memos_are_about_what_they_were_about():
    memos = (
        ParcelMemo("m1", "om projektet"),
        ParcelMemo("m2", "om teksten", "Titel", "source", "s1"),
        ParcelMemo("m3", "om stedet", "om stedet …", "source", "s1", 3, 14),
        ParcelMemo("m4", "om koden", "Teori: om koden", "code", "g1", coder="Eva", at="2024-01-01T00:00:00+01:00"),
        ParcelMemo("m5", "om kodningen", "", "coding", "c2"),
        ParcelMemo("m6", "om casen", "", "case", "k1"),
    )
    after = merged(a_parcel(memos=memos, cases=(ParcelCase("k1", "Egeholm"),)))
    assert [(one.about, one.subject, one.start, one.text) for one in after.memos] == [
        (About.PROJECT, "", None, "om projektet"),
        (About.TRANSCRIPT, "s1", None, "Titel\n\nom teksten"),
        (About.SEGMENT, "s1", 3, "om stedet"),
        (About.CODE, "oeve", None, "om koden"),
        (About.CODING, "c2", None, "om kodningen"),
        (About.PROJECT, "", None, "Egeholm: om casen"),
    ]
    theory = after.memos[3]
    assert (theory.kind, theory.coder, theory.at) == (MemoKind.THEORY, "Eva", "2023-12-31T23:00:00.000000Z")
    assert not plan(a_parcel(memos=memos, cases=(ParcelCase("k1", "Egeholm"),)), after).changes


# --- Links ----------------------------------------------------------------------------------------------

CHAIN = (
    ParcelCode("i", "Oeve"), ParcelCode("m", "Tro"), ParcelCode("o", "Ro"), ParcelCode("t", "Andet"),
)  # fmt: skip
CHAINED = tuple(ParcelCoding(f"c{one.guid}", "s1", 3 * n, 3 * n + 2, one.guid, "Bo") for n, one in enumerate(CHAIN))


def linked(*links: tuple[str, str, str]) -> Merge:
    made = tuple(ParcelLink(f"l{n}", name, origin, target) for n, (name, origin, target) in enumerate(links))
    return plan(a_parcel(codes=CHAIN, codings=CHAINED, links=made), a_material([]))


def test_links_that_say_that_one_leads_to_another_become_a_configuration():
    merge = linked(("leads to", "ci", "cm"), ("hæmmer", "cm", "co"))
    (one,) = merge.new.configurations
    assert [(part.role, part.coding) for part in one.parts] == [(Role.I, "ci"), (Role.M, "cm"), (Role.O, "co")]
    assert (one.polarity, one.coder) == (Polarity.HINDERS, "Bo")
    assert not merge.new.memos


@pytest.mark.parametrize(
    "links",
    [
        pytest.param([("resembles", "ci", "cm")], id="another_name"),
        pytest.param([("leads to", "ci", "ct")], id="a_code_without_a_role"),
        pytest.param([("hæmmer", "ci", "cm"), ("trods", "cm", "co")], id="two_polarities"),
        pytest.param([("leads to", "i", "o")], id="between_codes"),
        pytest.param([("leads to", "ci", "?")], id="to_nothing"),
    ],
)
def test_other_links_are_kept_as_memos(links):
    merge = linked(*links)
    assert not merge.new.configurations
    assert [one.text.split(" → ")[1] for one in merge.new.memos] == [name for name, _origin, _target in links]
    assert not plan(merge_again(links), applied(a_material([]), merge)).changes


def merge_again(links) -> Parcel:
    made = tuple(ParcelLink(f"l{n}", name, origin, target) for n, (name, origin, target) in enumerate(links))
    return a_parcel(codes=CHAIN, codings=CHAINED, links=made)


def test_links_between_stretches_are_links_between_what_is_coded_there():
    link = ParcelLink("l", "fremmer", "p1", "p2")
    places = {"p1": ("s1", 0, 2), "p2": ("s1", 3, 5)}
    merge = plan(a_parcel(codes=CHAIN, codings=CHAINED, links=(link,), places=places), a_material([]))
    assert [[part.coding for part in one.parts] for one in merge.new.configurations] == [["ci", "cm"]]


# --- Projects of icmo -----------------------------------------------------------------------------------


def of_icmo(material: Material) -> Parcel:
    """The parcel that a file of icmo is read as, with nothing but the private member."""
    return Parcel("ours.qdpx", private=json.loads(private.dump(material)))


def placed(material: Material) -> bool:
    return all(0 <= one.start < one.end for one in material.codings)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(materials(whole=False))
def test_a_project_comes_back_whole_and_twice_is_once(material):
    empty = replace(a_material([]), codebook=material.codebook)
    after = applied(empty, plan(of_icmo(material), empty))
    assert {(one.guid, one.quote, one.code, one.coder, one.memo) for one in after.codings} == {
        (one.guid, one.quote, one.code, one.coder, one.memo) for one in material.codings
    }
    assert {one.name for one in after.cases} >= {one.name for one in material.cases}
    assert len(after.configurations) == len(material.configurations)
    assert not plan(of_icmo(material), after).changes


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(materials())
def test_any_project_can_be_merged_and_twice_is_once(material):
    ours = a_material([])
    after = applied(ours, plan(of_icmo(material), ours))
    assert not any(one.new for one in plan(of_icmo(material), after).counts)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(materials(whole=False))
def test_a_written_file_read_by_what_other_programs_know_gives_the_same_words(material):
    from icmo.refi.reading import read_qdpx

    parcel = replace(read_qdpx(qdpx(material)[0], "x.qdpx"), private=None)
    ours = replace(a_material([]), codebook=material.codebook)
    merge = plan(parcel, ours)
    assert {(one.quote.strip(), one.code, one.coder) for one in merge.new.codings} == {
        (one.quote.strip(), one.code, one.coder) for one in material.codings if one.quote.strip()
    }
    after = applied(ours, merge)
    assert not any(one.new for one in plan(parcel, after).counts if one.noun != "memo")


def test_rows_with_the_same_guid_are_the_same_and_what_differs_is_told():
    source = a_transcript(municipality=None)
    one = a_coding(source, "oeve")
    ours = a_material([source], [replace(one, memo="nyt")])
    merge = plan(of_icmo(a_material([source], [replace(one, memo="gammelt")])), ours)
    assert not merge.changes
    assert any("otherwise" in remark.what for remark in merge.remarks)


def test_codings_move_with_their_words_into_a_text_that_was_corrected_since():
    old = a_transcript("Vi øver busen hver tirsdag med hende. Så ringer hun selv til os.\n")
    new = a_transcript("Nå. Vi øver bussen hver tirsdag med hende. Så ringer hun selv til os.\n", guid=old.guid)
    theirs = a_material([old], [a_coding(old, "oeve", "ringer hun selv")])
    merge = plan(of_icmo(theirs), a_material([new]))
    assert [(one.quote, new.text[one.start : one.end]) for one in merge.new.codings] == [("ringer hun selv",) * 2]


def test_codes_of_another_book_come_along_whole():
    source = a_transcript()
    theirs = a_material([source], [a_coding(source, "sang")], book=a_codebook(sang="intervention", tro="outcome"))
    merge = plan(of_icmo(theirs), replace(a_material([a_transcript("Andet.")]), codebook=a_codebook()))
    assert merge.after["sang"].definition == theirs.codebook["sang"].definition
    assert merge.after["tro"].kind is Kind.MECHANISM
    assert merge.after["tro-2"].kind is Kind.OUTCOME


def test_an_empty_project_takes_the_version_of_its_book_in_the_file():
    changed = a_codebook(**KINDS, sang="intervention")
    merge = plan(of_icmo(replace(a_material([]), codebook=changed)), a_material([]))
    assert (merge.taken, list(merge.books)) == (True, ["small"])
    assert "sang" in merge.after


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"start": -5}, id="before_the_text"),
        pytest.param({"end": 10**9}, id="past_its_end"),
        pytest.param({"start": 9, "end": 3}, id="backwards"),
        pytest.param({"transcript": "nowhere"}, id="of_no_text"),
    ],
)
def test_a_forged_coding_is_left_out_and_told(changes):
    source = a_transcript()
    theirs = a_material([source], [replace(a_coding(source, "oeve"), **changes)])
    merge = plan(of_icmo(theirs), a_material([]))
    assert not merge.new.codings
    assert any("outside" in one.what for one in merge.remarks)


def test_a_broken_private_member_is_told_and_the_rest_is_read():
    merge = plan(replace(a_parcel(), private={"format": "icmo project", "version": 99}), a_material([]))
    assert len(merge.new.codings) == 2
    assert "version 99" in merge.remarks[0].what


def test_a_configuration_of_links_refers_to_codings_under_their_new_guids():
    known = a_transcript(f"{TEXT}\n")
    mine = a_coding(known, "oeve", "Vi", coder="Bo")
    ours = a_material([known], [mine], [a_configuration(("I", mine))])
    links = (ParcelLink("l", "leads to", "ci", "cm"),)
    merge = plan(a_parcel(codes=CHAIN, codings=CHAINED, links=links), ours)
    (one,) = merge.new.configurations
    assert one.parts[0].coding == mine.guid
