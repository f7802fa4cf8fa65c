"""What one copy deleted and the other used; configurations that both changed."""

from __future__ import annotations

from pathlib import Path

from icmo.project import Project
from icmo.store import tables
from tests.projects import BUS, WEEK, mark
from tests.union.copies import Pair, base, contents, copied, one, same


def test_a_coding_that_one_deleted_and_the_other_put_into_a_configuration_lives_again(pair: Pair) -> None:
    a, b = pair
    week = one(a, WEEK).guid
    a.uncode(week, coder="AML")
    made = b.configure([("O", week)], coder="BKH")
    told = a.merge_copy(b)
    assert one(a, WEEK).guid == week
    assert made.guid in {x.guid for x in a.material().configurations}
    assert [(x.noun, x.guid) for x in told.revived] == [("coding", week)]


def test_a_theory_that_one_deleted_and_the_other_spoke_of_lives_again(tmp_path: Path) -> None:
    path = base(tmp_path)
    with Project.open(path) as project:
        theory = project.add_theory("T1", "Hvis.", coder="AML")
    with copied(path, "a", "b") as (a, b):
        a.remove_theory(theory.guid, coder="AML")
        claim = b.material().configurations[0]
        b.reconfigure(claim.guid, coder="BKH", theory=theory.guid, stance="understøtter")
        merged = same((a, b))
        assert [t.name for t in merged.theories()] == ["T1"]
        assert merged.material().configurations[0].theory == theory.guid


def test_a_memo_on_a_coding_that_the_other_deleted_keeps_it(pair: Pair) -> None:
    a, b = pair
    week = one(a, WEEK).guid
    a.uncode(week, coder="AML")
    b.add_memo("teori", "Hvorfor?", about="coding", subject=week, coder="BKH")
    merged = same(pair)
    assert one(merged, WEEK).guid == week
    assert "Hvorfor?" in {memo.text for memo in merged.memos()}


def test_an_accepted_suggestion_whose_coding_was_taken_away_does_not_bring_it_back(pair: Pair) -> None:
    b = pair[1]
    coding = mark(b, WEEK, "hverdag", coder="BKH")[0]
    row = {"guid": "d1", "transcript": coding.transcript, "start": coding.start, "end": coding.end, "code": "hverdag"}
    with b._writing("BKH") as step:
        said = {"verdict": "accept", "score": 0.5, "engine": "test", "coding": coding.guid}
        step.insert(tables.decision, [step.signed({**row, **said})])
    b.uncode(coding.guid, coder="BKH")
    assert coding.guid not in {x.guid for x in same(pair).material().codings}


def _claim(project: Project) -> list[tuple[str, str]]:
    made = project.material()
    return [(part.role.value, made.coding_by_guid[part.coding].code) for part in made.configurations[0].parts]


def test_a_configuration_that_both_gave_a_part_has_both(pair: Pair) -> None:
    for project, role, coder in zip(pair, ("O", "C"), ("AML", "BKH"), strict=True):
        claim = project.material().configurations[0]
        parts = [(part.role, part.coding) for part in claim.parts]
        project.reconfigure(claim.guid, coder=coder, parts=[*parts, (role, one(project, WEEK).guid)])
    merged = same(pair)
    assert sorted(_claim(merged)) == [("C", "ro"), ("I", "oeve"), ("M", "tro"), ("O", "ro")]
    assert sorted(row["position"] for row in contents(merged)["configuration_part"].values()) == [0, 1, 2, 3]


def test_a_part_that_one_took_away_is_not_brought_back_by_one_who_added_another(pair: Pair) -> None:
    a, b = pair
    claim = a.material().configurations[0]
    parts = [(part.role, part.coding) for part in claim.parts]
    a.reconfigure(claim.guid, coder="AML", parts=parts[1:])
    b.reconfigure(claim.guid, coder="BKH", parts=[*parts, ("O", one(b, WEEK).guid)])
    assert _claim(same(pair)) == [("M", "tro"), ("O", "ro")]


def test_a_configuration_taken_apart_that_the_other_gave_a_part_is_kept(pair: Pair) -> None:
    a, b = pair
    claim = a.material().configurations[0]
    a.unconfigure(claim.guid, coder="AML")
    b.reconfigure(claim.guid, coder="BKH", parts=[*claim.parts, ("O", one(b, WEEK).guid)])
    assert ("O", "ro") in _claim(same(pair))


def test_a_configuration_taken_apart_whose_words_the_other_changed_has_its_parts_again(pair: Pair) -> None:
    a, b = pair
    claim = a.material().configurations[0]
    a.unconfigure(claim.guid, coder="AML")
    b.reconfigure(claim.guid, coder="BKH", actor="borgeren")
    assert _claim(same(pair)) == [("I", "oeve"), ("M", "tro")]


def test_the_codings_of_parts_that_are_needed_again_live_again_too(pair: Pair) -> None:
    a, b = pair
    claim, bus = a.material().configurations[0], one(a, BUS).guid
    a.unconfigure(claim.guid, coder="AML")
    a.uncode(bus, coder="AML")
    b.reconfigure(claim.guid, coder="BKH", actor="borgeren")
    merged = same(pair)
    assert one(merged, BUS).guid == bus
    assert _claim(merged) == [("I", "oeve"), ("M", "tro")]


def test_a_coding_kept_for_a_configuration_goes_when_that_is_taken_apart(pair: Pair) -> None:
    a, b = pair
    week = one(a, WEEK).guid
    a.uncode(week, coder="AML")
    made = b.configure([("O", week)], coder="BKH")
    a.merge_copy(b)
    a.unconfigure(made.guid, coder="BKH")
    told = a.merge_copy(b)
    assert week not in {x.guid for x in a.material().codings}
    assert [(x.noun, x.guid) for x in told.gone] == [("coding", week)]
    assert a.merge_copy(b).in_words() == ("Nothing new.",)
