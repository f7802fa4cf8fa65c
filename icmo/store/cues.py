"""The project's own cues: those that coders accepted, and those that they turned down when they were proposed."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from icmo.models import CueDecision, Verdict
from icmo.store import coders
from icmo.store.journal import Journal
from icmo.store.tables import cue as table


def decide(journal: Journal, decisions: Sequence[CueDecision], *, of_own: bool = False) -> None:
    """Keep what coders decided; a later decision on the same cue of a code takes the place of the earlier.

    With `of_own` only of one's own: another's stays, as for those who do not see this one (`latest` decides).
    """
    guids = {name: coders.ensure(journal.connection, name) for name in {one.coder for one in decisions}}
    for one in decisions:
        same = sa.select(table.c.guid).where(table.c.code == one.code, table.c.text == one.text)
        if of_own:
            same = same.where(table.c.coder == guids[one.coder])
        journal.delete(table, list(journal.connection.execute(same).scalars()))
    rows = [{**one.__dict__, "coder": guids[one.coder], "at": one.at or journal.at} for one in decisions]
    journal.insert(table, rows)


def latest(decisions: Sequence[CueDecision]) -> tuple[CueDecision, ...]:
    """The decisions that stand: of several on one cue of a code the last."""
    standing = {(one.code, one.text): one for one in decisions}
    return tuple(one for one in decisions if standing[one.code, one.text] is one)


def all_cues(connection: Connection) -> tuple[CueDecision, ...]:
    """Every decision on a cue, by code, oldest first."""
    names = coders.names(connection)
    query = sa.select(table).order_by(table.c.code, table.c.at, table.c.guid)
    return tuple(
        CueDecision(**{**row._mapping, "verdict": Verdict(row.verdict), "coder": names[row.coder]})
        for row in connection.execute(query)
    )
