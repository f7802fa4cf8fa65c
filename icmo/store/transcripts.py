"""Transcripts: their text never changes, and the same text is never kept twice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import astuple
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from icmo.models import InformantType, Transcript, Turn, danish_order
from icmo.store import cases, coders, suggestions
from icmo.store.journal import Journal
from icmo.store.tables import case
from icmo.store.tables import transcript as table

_WITH_CASE = sa.select(table, case.c.name.label("municipality")).select_from(table.outerjoin(case))
_DESCRIPTION = ("title", "case", "informant_type", "role", "date", "target_group")
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


def describe(journal: Journal, transcript: Transcript) -> None:
    """Change what is known of a transcript."""
    row = _row(journal, transcript)
    journal.update(table, transcript.guid, {name: row[name] for name in _DESCRIPTION})


def correct(journal: Journal, transcript: Transcript) -> None:
    """Give a transcript another text. What was suggested for the old one is dropped."""
    row = _row(journal, transcript)
    journal.update(table, transcript.guid, {name: row[name] for name in ("text", "sha256", "turns", "metadata")})
    suggestions.replace(journal.connection, [transcript.guid], [])


def _row(journal: Journal, transcript: Transcript) -> dict[str, object]:
    return {name: getattr(transcript, name) for name in _PLAIN} | {
        "turns": [list(astuple(turn)) for turn in transcript.turns],
        "informant_type": transcript.informant_type,
        "case": cases.ensure(journal, transcript.municipality) if transcript.municipality else None,
    }


def all_transcripts(connection: Connection) -> tuple[Transcript, ...]:
    """Every transcript, by municipality in Danish order and name; those without a municipality last."""
    names = coders.names(connection)
    return _sorted(_transcript(row, names) for row in connection.execute(_WITH_CASE))


def _sorted(found: Iterable[Transcript]) -> tuple[Transcript, ...]:
    return tuple(sorted(found, key=lambda t: (t.municipality is None, danish_order(t.municipality or ""), t.name)))


def without_texts(connection: Connection) -> tuple[Transcript, ...]:
    """Every transcript as `all_transcripts` has them, but without text and turns: quick to read for a list."""
    names = coders.names(connection)
    columns = [c for c in _WITH_CASE.selected_columns if c.name not in ("text", "turns")]
    nothing = sa.literal("").label("text"), sa.null().label("turns")
    rows = connection.execute(_WITH_CASE.with_only_columns(*columns, *nothing))
    return _sorted(_transcript(row, names) for row in rows)


def one(connection: Connection, name: str) -> Transcript | None:
    """The transcript of that name or GUID."""
    query = _WITH_CASE.where(sa.or_(table.c.guid == name, table.c.name == name))
    row = connection.execute(query).first()
    return _transcript(row, coders.names(connection)) if row else None


def _transcript(row: Any, names: dict[str, str]) -> Transcript:
    return Transcript(
        **{name: getattr(row, name) for name in _PLAIN},
        turns=tuple(Turn(*turn) for turn in row.turns or ()),
        municipality=row.municipality,
        informant_type=InformantType(row.informant_type) if row.informant_type else None,
        coder=names[row.coder],
        at=row.at,
    )


def known(connection: Connection) -> tuple[dict[str, str], set[str]]:
    """The names of the transcripts by the hash of their text, and all names in use."""
    rows = connection.execute(sa.select(table.c.sha256, table.c.name)).all()
    return {row.sha256: row.name for row in rows}, {row.name for row in rows}
