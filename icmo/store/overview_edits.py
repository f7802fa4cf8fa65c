"""What was changed by hand in the overview's entries."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from icmo.models import Editing, OverviewEdit
from icmo.store import coders
from icmo.store.journal import Journal
from icmo.store.tables import overview_edit as table


def add(journal: Journal, edit: OverviewEdit) -> None:
    """Keep an edit."""
    journal.insert(table, [journal.signed({k: v for k, v in edit.__dict__.items() if k not in ("coder", "at")})])


def remove(journal: Journal, guids: Sequence[str]) -> None:
    """Take edits away: the entries are as the coding makes them again."""
    journal.delete(table, guids)


def hand_over(journal: Journal, code: str, into: str) -> None:
    """Let what was changed of one code's entries be changed of another's, unless that has an edit of its own there."""
    edits = all_edits(journal.connection)
    taken = {(one.row, one.target_group) for one in edits if one.code == into}
    for one in edits:
        if one.code == code and (one.row, one.target_group) in taken:
            journal.delete(table, [one.guid])
        elif code in (one.code, one.into):
            changed = {name: into if getattr(one, name) == code else getattr(one, name) for name in ("code", "into")}
            journal.update(table, one.guid, changed)


def all_edits(connection: Connection) -> tuple[OverviewEdit, ...]:
    """Every edit, oldest first."""
    names = coders.names(connection)
    rows = connection.execute(sa.select(table).order_by(table.c.at, table.c.guid))
    return tuple(
        OverviewEdit(**{**row._mapping, "action": Editing(row.action), "coder": names[row.coder]}) for row in rows
    )
