"""What comparisons keep: summaries in the framework matrix, and the interview guide."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from icmo.errors import ConflictError, InvalidError, NotFoundError
from icmo.models import Summary
from icmo.project import Project
from tests.projects import a_project, shared


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with a_project(tmp_path) as made:
        made.describe("interview", municipality="Egeholm", coder="icmo")
        yield made


def _written(project: Project) -> list[tuple[str, str, str, str]]:
    return [(one.code, one.case, one.text, one.coder) for one in project.material().summaries]


# --- Summaries ------------------------------------------------------------------------------------------


def test_a_cell_is_written_and_written_again_by_whoever_knows_what_stands_there(project: Project) -> None:
    first = project.write_summary("oeve", "Egeholm", " De øver bussen. ", seen="", coder="AML")
    assert isinstance(first, Summary)
    again = project.write_summary("oeve", "Egeholm", "De øver bus og tog.", seen=first.text, coder="TBS")
    assert again is not None
    assert (again.guid, _written(project)) == (first.guid, [("oeve", "Egeholm", "De øver bus og tog.", "TBS")])


def test_no_text_empties_a_cell_and_an_undo_fills_it_again(project: Project) -> None:
    project.write_summary("oeve", "Egeholm", "De øver.", coder="AML")
    before = shared(project)
    assert project.write_summary("oeve", "Egeholm", "  ", coder="AML") is None
    assert _written(project) == []
    project.undo("AML")
    assert shared(project) == before


def test_a_cell_that_somebody_wrote_in_meanwhile_is_not_overwritten(project: Project) -> None:
    project.write_summary("oeve", "Egeholm", "De øver.", coder="TBS")
    with pytest.raises(ConflictError, match="written in this cell since"):
        project.write_summary("oeve", "Egeholm", "De øver ikke.", seen="", coder="AML")
    assert _written(project) == [("oeve", "Egeholm", "De øver.", "TBS")]


@pytest.mark.parametrize(("code", "case"), [("ukendt", "Egeholm"), ("oeve", "Nirgendwo")], ids=["code", "case"])
def test_there_is_no_cell_for_an_unknown_code_or_case(project: Project, code: str, case: str) -> None:
    with pytest.raises(NotFoundError):
        project.write_summary(code, case, "Noget.", coder="AML")
    assert _written(project) == []


def test_cells_are_for_transcripts_and_informant_types_too(project: Project) -> None:
    guid = project.transcript("interview").guid
    for case in (guid, "kvinde"):
        project.write_summary("ro", case, "Ro.", coder="AML")
    assert {case for _code, case, *_rest in _written(project)} == {guid, "kvinde"}


def test_merging_codes_puts_the_words_of_both_cells_together(project: Project) -> None:
    project.write_summary("tro", "Egeholm", "Hun tror på det.", coder="AML")
    project.write_summary("hverdag", "Egeholm", "Ugen er på plads.", coder="AML")
    project.write_summary("tro", "kvinde", "Tro.", coder="AML")
    before = shared(project)
    project.merge_codes("tro", "hverdag", coder="TBS")
    assert {(code, case, text) for code, case, text, _coder in _written(project)} == {
        ("hverdag", "Egeholm", "Ugen er på plads.\n\nHun tror på det."),
        ("hverdag", "kvinde", "Tro."),
    }
    project.undo("TBS")
    assert shared(project) == before


# --- The interview guide --------------------------------------------------------------------------------


def test_the_guide_says_what_each_type_of_informant_is_asked_about(project: Project) -> None:
    project.set_guide("kvinde", ["ro", "oeve", "ro"], coder="AML")
    project.set_guide("kommune", ["tid"], coder="AML")
    assert project.guide() == project.material().guide == {"kvinde": ("oeve", "ro"), "kommune": ("tid",)}


def test_a_guide_is_replaced_as_a_whole_and_an_undo_brings_the_earlier_one_back(project: Project) -> None:
    project.set_guide("kvinde", ["ro", "oeve"], coder="AML")
    project.set_guide("kvinde", ["tid", "ro"], coder="AML")
    assert project.guide() == {"kvinde": ("ro", "tid")}
    project.undo("AML")
    assert project.guide() == {"kvinde": ("oeve", "ro")}
    project.set_guide("kvinde", [], coder="AML")
    assert project.guide() == {}


@pytest.mark.parametrize(("of_type", "code"), [("nabo", "ro"), ("kvinde", "ukendt")], ids=["informant_type", "code"])
def test_a_guide_for_nobody_or_about_nothing_is_refused(project: Project, of_type: str, code: str) -> None:
    with pytest.raises((InvalidError, NotFoundError)):
        project.set_guide(of_type, [code], coder="AML")
    assert project.guide() == {}


def test_a_guide_asks_about_the_code_that_another_is_merged_into(project: Project) -> None:
    project.set_guide("kvinde", ["tro", "hverdag"], coder="AML")
    project.set_guide("kommune", ["tro"], coder="AML")
    project.merge_codes("tro", "hverdag", coder="AML")
    assert project.guide() == {"kvinde": ("hverdag",), "kommune": ("hverdag",)}
