"""Programme theories; their earlier wordings stand in the log."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from icmo.models import Theory
from icmo.store import coders
from icmo.store.journal import Journal
from icmo.store.tables import configuration
from icmo.store.tables import theory as table


def add(journal: Journal, theory: Theory) -> None:
    """Keep a new theory."""
    journal.insert(table, [journal.signed({"guid": theory.guid, "name": theory.name, "statement": theory.statement})])


def change(journal: Journal, theory: Theory) -> None:
    """Give a theory another name or wording."""
    journal.update(table, theory.guid, {"name": theory.name, "statement": theory.statement})


def remove(journal: Journal, guid: str) -> None:
    """Take a theory away; configurations that spoke of it stay, without it."""
    query = sa.select(configuration.c.guid).where(configuration.c.theory == guid)
    for one in journal.connection.execute(query).scalars().all():
        journal.update(configuration, one, {"theory": None, "stance": None})
    journal.delete(table, [guid])


def all_theories(connection: Connection) -> tuple[Theory, ...]:
    """Every theory, by name."""
    names = coders.names(connection)
    return tuple(_theory(row, names) for row in connection.execute(sa.select(table).order_by(table.c.name)))


def _theory(row: sa.Row[tuple[Any, ...]], names: dict[str, str]) -> Theory:
    return Theory(**{**row._mapping, "coder": names[row.coder]})
