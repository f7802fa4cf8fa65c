"""Codings: one coder, one code, one segment."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from icmo.models import About, Coding, Origin, Valence
from icmo.store import coders, configurations, memos
from icmo.store.journal import Journal, rows_of
from icmo.store.tables import coding as table
from icmo.store.tables import configuration_part

_CHANGEABLE = ("start", "end", "code", "quote", "prefix", "suffix", "valence", "memo")
_PLAIN = ("guid", "transcript", "origin", *_CHANGEABLE)


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
    for empty in sorted(touched - set(journal.connection.execute(left).scalars())):
        configurations.remove(journal, empty)
    memos.remove_about(journal, About.CODING, guid)
    journal.delete(table, [guid])


def change(journal: Journal, coding: Coding) -> None:
    """Give a coding another span, code, valence or memo."""
    journal.update(table, coding.guid, {name: getattr(coding, name) for name in _CHANGEABLE})


def change_all(journal: Journal, changed: Sequence[Coding]) -> None:
    """Give several codings other spans and words."""
    journal.update_all(table, {one.guid: {name: getattr(one, name) for name in _CHANGEABLE} for one in changed})


def at(connection: Connection, place: Coding) -> tuple[Coding, ...]:
    """The codings of exactly the segment that another one has."""
    query = sa.select(table).where(*(table.c[name] == getattr(place, name) for name in ("transcript", "start", "end")))
    names = coders.names(connection)
    return tuple(_coding(row, names) for row in connection.execute(query))


def with_code(connection: Connection, code: str) -> tuple[Coding, ...]:
    """The codings with one code."""
    names = coders.names(connection)
    return tuple(_coding(row, names) for row in connection.execute(sa.select(table).where(table.c.code == code)))


def recode(journal: Journal, guids: Sequence[str], code: str) -> None:
    """Give codings, by their GUIDs, another code."""
    journal.update_all(table, {guid: {"code": code} for guid in guids})


def in_transcript(connection: Connection, transcript: str) -> tuple[Coding, ...]:
    """The codings of one transcript, in the order of its text."""
    query = sa.select(table).where(table.c.transcript == transcript).order_by(table.c.start, table.c.end, table.c.guid)
    names = coders.names(connection)
    return tuple(_coding(row, names) for row in connection.execute(query))


def counts(connection: Connection) -> dict[str, int]:
    """How many codings each code has."""
    query = sa.select(table.c.code, sa.func.count()).group_by(table.c.code)
    return {row[0]: row[1] for row in connection.execute(query)}


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


def some(connection: Connection, guids: Collection[str]) -> tuple[Coding, ...]:
    """Those codings of these GUIDs that are there."""
    names = coders.names(connection) if guids else {}
    return tuple(_coding(row, names) for row in rows_of(connection, table, sorted(guids)).values())
