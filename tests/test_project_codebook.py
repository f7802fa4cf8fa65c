"""The project's code book as suggestions see it."""

from __future__ import annotations

from pathlib import Path

from icmo import i18n
from icmo.models import Part, Polarity, Role
from icmo.project import Project


def test_a_retired_code_is_suggested_no_more_and_an_undo_brings_it_back(project: Project, interview: Path) -> None:
    project.import_files([interview], coder="AML")
    project.suggest()
    before = {one.code for one in project.material().suggestions}
    code = sorted(before)[0]
    project.retire_code(code, coder="AML")
    project.suggest()
    assert code not in {one.code for one in project.material().suggestions}
    project.undo("AML")
    project.suggest()
    assert {one.code for one in project.material().suggestions} == before


def test_a_sentence_drafted_from_some_parts_leaves_room_for_the_others(project: Project, interview: Path) -> None:
    project.import_files([interview], coder="AML")
    coding = project.code("interview", "hverdagsmestring", quote="vi øvede bussen", coder="AML")
    with i18n.language("da"):
        drafted = project.draft_statement([Part(Role.M, coding.guid)], Polarity.FURTHERS)
    assert drafted == "Hvis der er …, så følger …, fordi hverdagsmestring kommer i spil."
