"""Programme theories; their earlier wordings stand in the log."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from icmo.models import Role, Theory, TheoryPart
from icmo.store import coders
from icmo.store.journal import Journal
from icmo.store.tables import configuration
from icmo.store.tables import theory as table


def add(journal: Journal, theory: Theory) -> None:
    """Keep a new theory."""
    journal.insert(table, [journal.signed({"guid": theory.guid, **_said(theory)})])


def change(journal: Journal, theory: Theory) -> None:
    """Give a theory another name or wording, or other codes."""
    journal.update(table, theory.guid, _said(theory))


def remove(journal: Journal, guid: str) -> None:
    """Take a theory away; configurations that spoke of it stay, without it."""
    query = sa.select(configuration.c.guid).where(configuration.c.theory == guid)
    for one in journal.connection.execute(query).scalars().all():
        journal.update(configuration, one, {"theory": None, "stance": None})
    journal.delete(table, [guid])


def hand_over(journal: Journal, code: str, into: str) -> None:
    """Let theories speak of another code; one that spoke of both in a role speaks of it once."""
    for theory in all_theories(journal.connection):
        renamed = (TheoryPart(part.role, into if part.code == code else part.code) for part in theory.parts)
        journal.update(table, theory.guid, _said(replace(theory, parts=tuple(dict.fromkeys(renamed)))))


def all_theories(connection: Connection) -> tuple[Theory, ...]:
    """Every theory, by name."""
    names = coders.names(connection)
    return tuple(_theory(row, names) for row in connection.execute(sa.select(table).order_by(table.c.name)))


def _theory(row: sa.Row[tuple[Any, ...]], names: dict[str, str]) -> Theory:
    return Theory(**{**row._mapping, "coder": names[row.coder], "parts": parts_of(row.parts)})


def parts_of(rows: Iterable[Mapping[str, str]] | None) -> tuple[TheoryPart, ...]:
    """The codes of a theory from its row, or from a row in the log: an old one has none."""
    return tuple(TheoryPart(Role(row["role"]), row["code"]) for row in rows or ())


def _said(theory: Theory) -> dict[str, Any]:
    parts = [{"role": part.role.value, "code": part.code} for part in theory.parts]
    return {"name": theory.name, "statement": theory.statement, "parts": parts}
