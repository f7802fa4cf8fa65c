"""Rounds of blind coding and who reads what in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from icmo.models import Assignment, Round
from icmo.store import coders
from icmo.store.journal import Journal
from icmo.store.tables import assignment as assignment_table
from icmo.store.tables import round_ as table


def add(journal: Journal, made: Round) -> None:
    """Open a round."""
    row = {name: getattr(made, name) for name in ("guid", "name", "suggestions", "note", "closed")}
    journal.insert(table, [journal.signed(row | {"closed_by": None})])
    assign(journal, made.guid, made.assignments)


def assign(journal: Journal, guid: str, assignments: Sequence[Assignment]) -> None:
    """Give coders transcripts to read in a round."""
    readers = {name: coders.person(journal.connection, name) for name in {one.reader for one in assignments}}
    rows = [
        {"guid": one.guid, "round": guid, "transcript": one.transcript, "reader": readers[one.reader], "done": one.done}
        for one in assignments
    ]
    journal.insert(assignment_table, [journal.signed(row) for row in rows])


def release(journal: Journal, assignments: Sequence[str]) -> None:
    """Take assignments, by their GUIDs, away."""
    journal.delete(assignment_table, assignments)


def mark_done(journal: Journal, assignment: str, done: str) -> None:
    """Say when a coder was done with a transcript (empty: not any more)."""
    journal.update(assignment_table, assignment, {"done": done})


def close(journal: Journal, guid: str) -> None:
    """Close a round, now."""
    journal.update(table, guid, {"closed": journal.at, "closed_by": journal.coder})


def all_rounds(connection: Connection) -> tuple[Round, ...]:
    """Every round, the earliest first."""
    names = coders.names(connection)
    of_round = _assignments(connection, names)
    rows = connection.execute(sa.select(table).order_by(table.c.at, table.c.guid))
    return tuple(
        replace(
            Round(**{**row._mapping, "coder": names[row.coder], "closed_by": names.get(row.closed_by or "", "")}),
            assignments=tuple(of_round.get(row.guid, ())),
        )
        for row in rows
    )


def open_rounds(connection: Connection) -> tuple[Round, ...]:
    """The rounds that have not been closed; a quick look where there are none."""
    there = sa.select(sa.exists().where(table.c.closed == ""))
    if not connection.execute(there).scalar():
        return ()
    return tuple(one for one in all_rounds(connection) if not one.closed)


def _assignments(connection: Connection, names: Mapping[str, str]) -> dict[str, list[Assignment]]:
    found: dict[str, list[Assignment]] = defaultdict(list)
    for row in connection.execute(sa.select(assignment_table)):
        made = Assignment(row.guid, row.transcript, names[row.reader], names[row.coder], row.at, row.done)
        found[row.round].append(made)
    return {one: sorted(some, key=lambda made: (made.transcript, made.reader)) for one, some in found.items()}
