"""Coders, known by name."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from icmo.stamps import new_guid
from icmo.store.journal import Journal
from icmo.store.tables import coder


def ensure(connection: Connection, name: str) -> str:
    """The coder's GUID; a new name becomes a new coder."""
    if found := find(connection, name):
        return found
    journal = Journal(connection, new_guid())
    journal.insert(coder, [{"guid": journal.coder, "name": name, "at": journal.at}])
    return journal.coder


def find(connection: Connection, name: str) -> str | None:
    """The GUID of a coder who is known by that name."""
    return connection.execute(sa.select(coder.c.guid).where(coder.c.name == name)).scalar()


def names(connection: Connection) -> dict[str, str]:
    """Every coder's name by GUID."""
    return {row.guid: row.name for row in connection.execute(sa.select(coder))}
