"""What two people have made apart and is the same, or only has the same name."""

from __future__ import annotations

from pathlib import Path

from icmo.project import Project
from icmo.store import suggestions
from tests.factories import a_suggestion
from tests.projects import BUS, WEEK, mark
from tests.union.copies import Pair, contents, same


def test_a_coder_who_began_in_both_copies_is_one_and_can_undo_in_the_merged_one(pair: Pair) -> None:
    a, b = pair
    mark(a, BUS, "job", coder="BKH")
    mark(b, WEEK, "hverdag", coder="BKH")
    merged = same(pair)
    assert merged.coders() == ["AML", "BKH"]
    assert merged.undo("BKH")
    assert merged.undo("BKH")
    assert len(merged.material().codings) == 3


def test_an_interview_that_both_imported_is_one_with_the_codings_of_both(pair: Pair, tmp_path: Path) -> None:
    a, b = pair
    (tmp_path / "ny.txt").write_text("LEDER: Vi mødtes i kvindehuset hver uge.\n", encoding="utf-8")
    for project, quote, coder in ((a, "kvindehuset", "AML"), (b, "hver uge", "BKH")):
        project.import_files([tmp_path / "ny.txt"], coder=coder)
        project.code("ny", "kontor", quote=quote, coder=coder)
    told = a.merge_copy(b)
    assert [t.name for t in a.material().transcripts] == ["interview", "ny"]
    assert {x.quote for x in a.marked("ny").codings} == {"kvindehuset", "hver uge"}
    assert [(x.noun, x.what) for x in told.unified] == [("transcript", "ny")]
    assert a.merge_copy(b).entries == ()


def test_an_interview_that_one_corrected_after_both_imported_it_is_one(pair: Pair, tmp_path: Path) -> None:
    a, b = pair
    (tmp_path / "ny.txt").write_text("LEDER: Vi mødtes i kvindehuset hver uge.\n", encoding="utf-8")
    a.import_files([tmp_path / "ny.txt"], coder="AML")
    b.import_files([tmp_path / "ny.txt"], coder="BKH")
    a.correct("ny", "LEDER: Altså, vi mødtes i kvindehuset hver uge.", coder="AML")
    b.code("ny", "kontor", quote="hver uge", coder="BKH")
    merged = same(pair)
    (coding,) = merged.marked("ny").codings
    assert merged.transcript("ny").text[coding.start : coding.end] == "hver uge" == coding.quote


def test_an_interview_found_to_be_one_and_then_taken_away_does_not_come_back(pair: Pair, tmp_path: Path) -> None:
    a, b = pair
    (tmp_path / "ny.txt").write_text("LEDER: Vi mødtes i kvindehuset hver uge.\n", encoding="utf-8")
    a.import_files([tmp_path / "ny.txt"], coder="AML")
    b.import_files([tmp_path / "ny.txt"], coder="BKH")
    a.merge_copy(b)
    a.undo("AML")
    a.merge_copy(b)
    assert [t.name for t in a.material().transcripts] == ["interview"]


def test_an_interview_taken_away_and_brought_in_again_in_one_copy_is_one_in_both(pair: Pair, tmp_path: Path) -> None:
    a, b = pair
    (tmp_path / "ny.txt").write_text("LEDER: Vi mødtes i kvindehuset hver uge.\n", encoding="utf-8")
    a.import_files([tmp_path / "ny.txt"], coder="AML")
    b.merge_copy(a)
    b.undo("AML")
    b.import_files([tmp_path / "ny.txt"], coder="AML")
    _suggest(b, "ny")
    a.merge_copy(b)
    b.merge_copy(a)
    assert contents(a) == contents(b)
    assert a.merge_copy(b).in_words() == b.merge_copy(a).in_words() == ("Nothing new.",)


def _suggest(project: Project, name: str) -> None:
    suggested = a_suggestion(project.transcript(name), "tro")
    with project._database.write() as connection:
        suggestions.replace(connection, [suggested.transcript], [suggested])


def test_two_interviews_of_one_name_are_two_and_the_later_gets_a_number(pair: Pair, tmp_path: Path) -> None:
    for project, text in zip(pair, ("Den første.", "Den anden."), strict=True):
        (tmp_path / "ny.txt").write_text(f"LEDER: {text}\n", encoding="utf-8")
        project.import_files([tmp_path / "ny.txt"], coder="AML")
    merged = same(pair)
    assert merged.transcript("ny").text == "LEDER: Den første.\n"
    assert merged.transcript("ny (2)").text == "LEDER: Den anden.\n"


def test_two_theories_of_one_name_are_two(pair: Pair) -> None:
    a, b = pair
    a.add_theory("T1", "Hvis vi øver.", coder="AML")
    b.add_theory("T1", "Hvis vi taler.", coder="BKH")
    assert {t.name: t.statement for t in same(pair).theories()} == {"T1": "Hvis vi øver.", "T1 (2)": "Hvis vi taler."}


def test_two_texts_in_one_cell_are_one_and_the_earlier_is_told(pair: Pair) -> None:
    a, b = pair
    a.write_summary("tro", a.transcript("interview").guid, "Først.", coder="AML")
    b.write_summary("tro", b.transcript("interview").guid, "Sidst.", coder="BKH")
    told = a.merge_copy(b)
    assert [(x.text, x.coder) for x in a.material().summaries] == [("Sidst.", "BKH")]
    assert [(x.noun, x.kept, x.lost) for x in told.conflicts] == [("summary", "Sidst.", "Først.")]


def test_the_interview_guide_asks_what_either_asks(pair: Pair) -> None:
    a, b = pair
    a.set_guide("kvinde", ["tro", "ro"], coder="AML")
    b.set_guide("kvinde", ["ro", "tid"], coder="BKH")
    assert set(same(pair).guide()["kvinde"]) == {"tro", "ro", "tid"}
