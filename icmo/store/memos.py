"""Memos: notes about codings, segments, transcripts, codes, configurations, theories and the project."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from icmo.models import About, Memo, MemoKind
from icmo.store import coders
from icmo.store.journal import Journal
from icmo.store.tables import memo as table


def add(journal: Journal, memo: Memo) -> None:
    """Keep a new memo."""
    journal.insert(table, [journal.signed({k: v for k, v in memo.__dict__.items() if k not in ("coder", "at")})])


def change(journal: Journal, memo: Memo) -> None:
    """Give a memo another text, kind or span."""
    journal.update(table, memo.guid, {"text": memo.text, "kind": memo.kind, "start": memo.start, "end": memo.end})


def move(journal: Journal, guid: str, place: tuple[int, int] | None) -> None:
    """Give a segment's memo another place; without one it becomes a memo about the transcript."""
    start, end = place or (None, None)
    about = About.SEGMENT if place else About.TRANSCRIPT
    journal.update(table, guid, {"about": about, "start": start, "end": end})


def give(journal: Journal, guids: Sequence[str], subject: str) -> None:
    """Let memos be about another thing of the same sort."""
    journal.update_all(table, {guid: {"subject": subject} for guid in guids})


def remove(journal: Journal, guids: Sequence[str]) -> None:
    """Take memos away."""
    journal.delete(table, guids)


def remove_about(journal: Journal, about: About, subject: str) -> None:
    """Take the memos about one thing away, when that goes."""
    query = sa.select(table.c.guid).where(table.c.about == about, table.c.subject == subject)
    journal.delete(table, list(journal.connection.execute(query).scalars()))


def all_memos(connection: Connection, *, about: About | None = None, subject: str | None = None) -> tuple[Memo, ...]:
    """Every memo, or those about one sort of thing or one thing, the newest first."""
    query = sa.select(table).order_by(table.c.at.desc(), table.c.guid)
    if about is not None:
        query = query.where(table.c.about == about)
    if subject is not None:
        query = query.where(table.c.subject == subject)
    names = coders.names(connection)
    return tuple(_memo(row, names) for row in connection.execute(query))


def one(connection: Connection, guid: str) -> Memo | None:
    """The memo of that GUID, if it is there."""
    row = connection.execute(sa.select(table).where(table.c.guid == guid)).one_or_none()
    return _memo(row, coders.names(connection)) if row else None


def _memo(row: sa.Row[tuple[Any, ...]], names: dict[str, str]) -> Memo:
    values = dict(row._mapping)
    return Memo(**{**values, "kind": MemoKind(row.kind), "about": About(row.about), "coder": names[row.coder]})
