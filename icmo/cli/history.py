"""``icmo history``, ``icmo undo`` and ``icmo redo``."""

from __future__ import annotations

from typing import Annotated

import typer

from icmo.cli.state import AsJson, ProjectPath, print_json, reading, say
from icmo.i18n import _, count

Who = Annotated[str, typer.Option(help=_("Whose step."))]


def history(
    project: ProjectPath,
    last: Annotated[int, typer.Option(min=1, help=_("Only the latest so many changes."))] = 50,
    as_json: AsJson = False,
) -> None:

    with reading(project) as opened:
        rows = opened.history(last=last).to_dict("records")
    if as_json:
        print_json(rows)
        return
    for row in rows:
        say(f"{row['number']} {row['at']} {row['coder']} {row['action']} {row['noun']} {row['guid']}")


def undo(project: ProjectPath, coder: Who, as_json: AsJson = False) -> None:
    from icmo.project import Project

    with Project.open(project) as opened:
        _tell(len(opened.undo(coder)), _("{changes} undone."), as_json)


def redo(project: ProjectPath, coder: Who, as_json: AsJson = False) -> None:
    from icmo.project import Project

    with Project.open(project) as opened:
        _tell(len(opened.redo(coder)), _("{changes} done again."), as_json)


def _tell(changes: int, words: str, as_json: bool) -> None:
    if as_json:
        print_json({"changes": changes})
    else:
        say(words.format(changes=count(changes, "change", "changes")))
