"""Suggestions, renewed by the engine as a whole, and the decisions that coders made on them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from icmo.models import Decision, Polarity, Reason, Role, Suggestion, Verdict
from icmo.store import coders
from icmo.store.journal import Journal
from icmo.store.tables import decision as decision_table
from icmo.store.tables import suggestion as table
from icmo.store.tables import transcript


def replace(connection: Connection, transcripts: Iterable[str], suggestions: Sequence[Suggestion]) -> None:
    """Put new suggestions in place of the old ones of these transcripts. The engine's work is not logged.

    Suggestions for a transcript that has been taken away meanwhile are dropped.
    """
    connection.execute(table.delete().where(table.c.transcript.in_(list(transcripts))))
    there = set(connection.execute(sa.select(transcript.c.guid)).scalars())
    if rows := [_row(suggestion) for suggestion in suggestions if suggestion.transcript in there]:
        connection.execute(table.insert(), rows)


def _row(suggestion: Suggestion) -> dict[str, Any]:
    row = dict(suggestion.__dict__)
    row["reasons"] = [asdict(reason) for reason in suggestion.reasons]
    return row


def all_suggestions(connection: Connection) -> tuple[Suggestion, ...]:
    """Every suggestion, in the order of the texts, best first for each passage."""
    query = sa.select(table).order_by(table.c.transcript, table.c.start, table.c.rank)
    return tuple(_suggestion(row) for row in connection.execute(query))


def in_transcript(connection: Connection, transcript: str) -> tuple[Suggestion, ...]:
    """The suggestions for one transcript, in the order of its text, best first for each passage."""
    query = sa.select(table).where(table.c.transcript == transcript).order_by(table.c.start, table.c.rank)
    return tuple(_suggestion(row) for row in connection.execute(query))


def stamp(connection: Connection) -> tuple[int, str]:
    """How many suggestions there are and when the latest was made, which tells whether they have been renewed."""
    query = sa.select(sa.func.count(), sa.func.max(table.c.at))
    number, latest = connection.execute(query).one()
    return number, latest or ""


def renewed(connection: Connection, transcript: str) -> str:
    """When the latest suggestions for a transcript were made, and how many there are (empty: none)."""
    query = sa.select(sa.func.count(), sa.func.max(table.c.at)).where(table.c.transcript == transcript)
    number, latest = connection.execute(query).one()
    return f"{latest} {number}" if number else ""


def one(connection: Connection, guid: str) -> Suggestion | None:
    """The suggestion of that GUID, if it is there."""
    row = connection.execute(sa.select(table).where(table.c.guid == guid)).one_or_none()
    return _suggestion(row) if row else None


def _suggestion(row: sa.Row[tuple[Any, ...]]) -> Suggestion:
    values = dict(row._mapping)
    values["reasons"] = tuple(Reason(**reason) for reason in values["reasons"])
    values["role"] = Role(row.role) if row.role else None
    values["polarity"] = Polarity(row.polarity) if row.polarity else None
    return Suggestion(**values)


def decide(journal: Journal, decisions: Sequence[Decision]) -> None:
    """Keep what coders did with suggestions."""
    guids = {name: coders.ensure(journal.connection, name) for name in {one.coder for one in decisions}}
    rows = [{**one.__dict__, "coder": guids[one.coder], "at": one.at or journal.at} for one in decisions]
    journal.insert(decision_table, rows)


def move(journal: Journal, places: Mapping[str, tuple[int, int]]) -> None:
    """Let decisions, by their GUIDs, stand at other places: their transcript has been corrected."""
    rows = {guid: {"start": start, "end": end} for guid, (start, end) in places.items()}
    journal.update_all(decision_table, rows)


def forget(journal: Journal, guids: Sequence[str]) -> None:
    """Delete decisions."""
    journal.delete(decision_table, guids)


def is_decided(connection: Connection, suggestion: Suggestion, coder: str) -> bool:
    """Whether the coder (a GUID) has accepted or rejected that code for that passage."""
    same = (
        getattr(decision_table.c, name) == getattr(suggestion, name) for name in ("transcript", "start", "end", "code")
    )
    decided = decision_table.c.verdict.in_((Verdict.ACCEPT, Verdict.REJECT))
    query = sa.select(sa.func.count()).where(*same, decided, decision_table.c.coder == coder)
    return bool(connection.execute(query).scalar())


def all_decisions(connection: Connection, transcript: str | None = None) -> tuple[Decision, ...]:
    """Every decision, or those on one transcript's suggestions, oldest first."""
    names = coders.names(connection)
    query = sa.select(decision_table).order_by(decision_table.c.at, decision_table.c.guid)
    if transcript is not None:
        query = query.where(decision_table.c.transcript == transcript)
    return tuple(
        Decision(**{**row._mapping, "verdict": Verdict(row.verdict), "coder": names[row.coder]})
        for row in connection.execute(query)
    )
