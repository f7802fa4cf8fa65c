"""Codings: one coder, one code, one segment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from icmo.models import Coding, Origin, Valence
from icmo.store import coders
from icmo.store.journal import Journal
from icmo.store.tables import coding as table
from icmo.store.tables import configuration, configuration_part

_PLAIN = (
    "guid",
    "transcript",
    "start",
    "end",
    "code",
    "quote",
    "prefix",
    "suffix",
    "origin",
    "valence",
    "memo",
)


def add(journal: Journal, codings: Sequence[Coding]) -> None:
    """Keep codings; each is signed by its own coder and time where it names them."""
    guids = {name: coders.ensure(journal.connection, name) for name in {c.coder for c in codings if c.coder}}
    journal.insert(table, [journal.signed(_row(coding, guids)) for coding in codings])


def _row(coding: Coding, guids: dict[str, str]) -> dict[str, Any]:
    return {name: getattr(coding, name) for name in _PLAIN} | coders.signature(coding, guids)


def remove(journal: Journal, guid: str) -> None:
    """Take a coding away, with the parts that it was, and a configuration whose last part that is."""
    parts = configuration_part
    query = sa.select(parts.c.guid, parts.c.configuration).where(parts.c.coding == guid)
    found = journal.connection.execute(query).all()
    journal.delete(parts, [row.guid for row in found])
    touched = {row.configuration for row in found}
    left = sa.select(parts.c.configuration).where(parts.c.configuration.in_(touched))
    journal.delete(configuration, sorted(touched - set(journal.connection.execute(left).scalars())))
    journal.delete(table, [guid])


def all_codings(connection: Connection) -> tuple[Coding, ...]:
    """Every coding, in the order of the texts."""
    query = sa.select(table).order_by(table.c.transcript, table.c.start, table.c.end, table.c.guid)
    names = coders.names(connection)
    return tuple(_coding(row, names) for row in connection.execute(query))


def one(connection: Connection, guid: str) -> Coding | None:
    """The coding of that GUID, if it is there."""
    row = connection.execute(sa.select(table).where(table.c.guid == guid)).one_or_none()
    return _coding(row, coders.names(connection)) if row else None


def _coding(row: sa.Row[tuple[Any, ...]], names: dict[str, str]) -> Coding:
    return Coding(
        guid=row.guid,
        transcript=row.transcript,
        start=row.start,
        end=row.end,
        code=row.code,
        coder=names[row.coder],
        at=row.at,
        quote=row.quote,
        prefix=row.prefix,
        suffix=row.suffix,
        origin=Origin(row.origin),
        valence=Valence(row.valence) if row.valence else None,
        memo=row.memo,
    )


def guids(connection: Connection) -> set[str]:
    """The GUIDs of all codings."""
    return set(connection.execute(sa.select(table.c.guid)).scalars())
