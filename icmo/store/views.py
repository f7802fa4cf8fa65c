"""Searches that coders saved under a name."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from icmo.models import SavedView
from icmo.store import coders
from icmo.store.journal import Journal
from icmo.store.tables import saved_view as table


def add(journal: Journal, view: SavedView) -> None:
    """Keep a search under its name, in place of an earlier one of that name."""
    there = journal.connection.execute(sa.select(table.c.guid).where(table.c.name == view.name)).scalar()
    if there:
        journal.update(table, there, {"query": dict(view.query)})
    else:
        journal.insert(table, [journal.signed({"guid": view.guid, "name": view.name, "query": dict(view.query)})])


def remove(journal: Journal, guid: str) -> None:
    """Forget a saved search."""
    journal.delete(table, [guid])


def all_views(connection: Connection) -> tuple[SavedView, ...]:
    """Every saved search, by name."""
    names = coders.names(connection)
    rows = connection.execute(sa.select(table).order_by(table.c.name))
    return tuple(SavedView(**{**row._mapping, "coder": names[row.coder]}) for row in rows)
