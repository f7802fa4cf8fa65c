"""Transcripts: their text never changes, and the same text is never kept twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from icmo.models import InformantType, Transcript, Turn, danish_order
from icmo.store import cases, coders
from icmo.store.journal import Journal
from icmo.store.tables import case
from icmo.store.tables import transcript as table

_WITH_CASE = sa.select(table, case.c.name.label("municipality")).select_from(table.outerjoin(case))
_PLAIN = (
    "guid",
    "name",
    "text",
    "sha256",
    "role",
    "date",
    "target_group",
    "title",
    "source_name",
    "metadata",
)


def add(journal: Journal, transcripts: Sequence[Transcript]) -> None:
    """Keep new transcripts; a municipality that is new becomes a case."""
    journal.insert(table, [journal.signed(_row(journal, transcript)) for transcript in transcripts])


def _row(journal: Journal, transcript: Transcript) -> dict[str, object]:
    return {name: getattr(transcript, name) for name in _PLAIN} | {
        "turns": [list(astuple(turn)) for turn in transcript.turns],
        "informant_type": transcript.informant_type,
        "case": cases.ensure(journal, transcript.municipality) if transcript.municipality else None,
    }


def all_transcripts(connection: Connection) -> tuple[Transcript, ...]:
    """Every transcript, by municipality in Danish order and name; those without a municipality last."""
    names = coders.names(connection)
    found = (_transcript(row, names) for row in connection.execute(_WITH_CASE))
    return tuple(sorted(found, key=lambda t: (t.municipality is None, danish_order(t.municipality or ""), t.name)))


def one(connection: Connection, name: str) -> Transcript | None:
    """The transcript of that name or GUID."""
    query = _WITH_CASE.where(sa.or_(table.c.guid == name, table.c.name == name))
    row = connection.execute(query).first()
    return _transcript(row, coders.names(connection)) if row else None


def _transcript(row: sa.Row[tuple[object, ...]], names: dict[str, str]) -> Transcript:
    return Transcript(
        **{name: getattr(row, name) for name in _PLAIN},
        turns=tuple(Turn(*turn) for turn in row.turns),
        municipality=row.municipality,
        informant_type=InformantType(row.informant_type) if row.informant_type else None,
        coder=names[row.coder],
        at=row.at,
    )


def known(connection: Connection) -> tuple[dict[str, str], set[str]]:
    """The names of the transcripts by the hash of their text, and all names in use."""
    rows = connection.execute(sa.select(table.c.sha256, table.c.name)).all()
    return {row.sha256: row.name for row in rows}, {row.name for row in rows}
