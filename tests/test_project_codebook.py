"""The project's code book as suggestions see it."""

from __future__ import annotations

from pathlib import Path

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
