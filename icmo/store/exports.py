"""The reports that were exported and what they told. No step that anybody takes back: it has happened."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from icmo.models import Export
from icmo.store import coders
from icmo.store.tables import export as table


def add(connection: Connection, export: Export, coder: str) -> None:
    """Keep what was exported by a coder (a GUID)."""
    connection.execute(table.insert(), [{**export.__dict__, "coder": coder}])


def like(connection: Connection, kind: str, options: Mapping[str, Any]) -> Iterator[Export]:
    """The exports of a kind with these options, the latest first."""
    query = sa.select(table).where(table.c.kind == kind).order_by(table.c.at.desc(), table.c.guid)
    names = coders.names(connection)
    return (_export(row, names) for row in connection.execute(query) if row.options == dict(options))


def all_exports(connection: Connection, *, most: int | None = None) -> tuple[Export, ...]:
    """The exports, the newest first."""
    names = coders.names(connection)
    query = sa.select(table).order_by(table.c.at.desc(), table.c.guid).limit(most)
    return tuple(_export(row, names) for row in connection.execute(query))


def _export(row: sa.Row[Any], names: Mapping[str, str]) -> Export:
    facts = {key: (name, value) for key, (name, value) in row.facts.items()}
    return Export(**{**row._mapping, "facts": facts, "coder": names[row.coder]})
