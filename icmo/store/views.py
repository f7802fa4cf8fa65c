"""Searches and filters of graphs that coders saved under a name."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from icmo.models import SavedView
from icmo.store import coders
from icmo.store.journal import Journal
from icmo.store.tables import saved_view as table


def add(journal: Journal, view: SavedView) -> None:
    """Keep a view under its name, in place of an earlier one of that name."""
    said = {"query": dict(view.query), "page": view.page}
    there = journal.connection.execute(sa.select(table.c.guid).where(table.c.name == view.name)).scalar()
    if there:
        journal.update(table, there, said)
    else:
        journal.insert(table, [journal.signed({"guid": view.guid, "name": view.name, **said})])


def remove(journal: Journal, guid: str) -> None:
    """Forget a saved view."""
    journal.delete(table, [guid])


def all_views(connection: Connection) -> tuple[SavedView, ...]:
    """Every saved view, by name."""
    names = coders.names(connection)
    rows = connection.execute(sa.select(table).order_by(table.c.name))
    return tuple(SavedView(**{**row._mapping, "coder": names[row.coder]}) for row in rows)
