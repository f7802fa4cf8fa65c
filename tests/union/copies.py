"""A small project and copies of it that are worked on apart, and all that is in one of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from icmo.models import Coding
from icmo.project import Project
from icmo.union.copies import Copy, is_mending
from icmo.union.reading import copy_file, read
from tests.projects import BUS, RINGS, WEEK, a_project, mark


def base(folder: Path) -> Path:
    """A project by AML: codings of three quotes, a configuration of two of them, a memo on a segment."""
    with a_project(folder) as project:
        bus, rings, _week = (mark(project, *one)[0] for one in ((BUS, "oeve"), (RINGS, "tro"), (WEEK, "ro")))
        project.configure([("I", bus.guid), ("M", rings.guid)], coder="AML", statement="Hvis vi øver.")
        start = project.transcript("interview").text.index("overblik")
        place: dict[str, Any] = {"subject": "interview", "start": start, "end": start + len("overblik")}
        project.add_memo("proces", "hvad mener hun?", coder="AML", about="segment", **place)
        return folder / "small.icmo"


@contextmanager
def copied(path: Path, *names: str) -> Iterator[tuple[Project, ...]]:
    """Copies of a project under these names, beside it."""
    places = [path.with_name(f"{name}.icmo") for name in names]
    for place in places:
        copy_file(path, place)
    projects = tuple(map(Project.open, places))
    try:
        yield projects
    finally:
        for project in projects:
            project.close()


def copy_of(project: Project) -> Copy:
    """All that is in a project."""
    with project._database.read() as connection:
        return read(connection)


def contents(project: Project) -> dict[str, dict[str, Any]]:
    """Every row but those of the log."""
    return {noun: dict(rows) for noun, rows in copy_of(project).rows.items()}


def entries(project: Project, *, mending: bool = True) -> list[tuple[Any, ...]]:
    """The log without its numbers, sorted."""
    found = [one for one in copy_of(project).log if mending or not is_mending(one.step)]
    return sorted(
        (one.at, one.step, one.noun, one.guid, one.action, one.coder, _json(one.before), _json(one.after))
        for one in found
    )


def _json(row: Any) -> str:
    return json.dumps(row, sort_keys=True)


def rebuilt_rows(project: Project) -> dict[str, dict[str, Any]]:
    """The rows that follow from the log alone."""
    from icmo.union.planning import plan

    whole = copy_of(project)
    nothing = Copy(whole.settings, {noun: {} for noun in whole.rows}, [])
    rows: dict[str, dict[str, Any]] = {noun: {} for noun in whole.rows}
    for noun, _before, after in plan(nothing, whole).rows:
        assert after is not None
        rows[noun][after["guid"]] = after
    return rows


def one(project: Project, quote: str) -> Coding:
    """The coding that marks a quote."""
    return next(coding for coding in project.material().codings if coding.quote == quote)


Pair = tuple[Project, Project]


def same(pair: Pair) -> Project:
    """Both copies merged into each other, which gives the same; the first of them."""
    a, b = pair
    with copied(Path(str(b._database._engine.url.database)), "b-before") as (before,):
        b.merge_copy(a)
        a.merge_copy(before)
    assert contents(a) == contents(b)
    assert entries(a) == entries(b)
    return a
