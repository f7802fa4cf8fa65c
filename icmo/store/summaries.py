"""What is written in the cells of the framework matrix."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from icmo.models import Summary
from icmo.store import coders
from icmo.store.journal import Journal
from icmo.store.tables import summary as table


def write(journal: Journal, summary: Summary) -> None:
    """Keep the text of a cell in place of the earlier one; the latest writer signs it. No text empties the cell."""
    here = (table.c.code == summary.code) & (table.c.case == summary.case)
    there = journal.connection.execute(sa.select(table.c.guid).where(here)).scalar()
    said = journal.signed({"code": summary.code, "case": summary.case, "text": summary.text})
    if there and summary.text:
        journal.update(table, there, said)
    elif there:
        journal.delete(table, [there])
    elif summary.text:
        journal.insert(table, [{"guid": summary.guid, **said}])


def hand_over(journal: Journal, code: str, into: str) -> None:
    """Let the cells of one code be those of another; two texts about the same case become one, none is lost."""
    kept = {one.case: one for one in all_summaries(journal.connection) if one.code == into}
    for one in all_summaries(journal.connection):
        if one.code == code and one.case in kept:
            journal.delete(table, [one.guid])
            journal.update(table, kept[one.case].guid, {"text": f"{kept[one.case].text}\n\n{one.text}"})
        elif one.code == code:
            journal.update(table, one.guid, {"code": into})


def all_summaries(connection: Connection) -> tuple[Summary, ...]:
    """Every cell that has a text, by code and case."""
    names = coders.names(connection)
    rows = connection.execute(sa.select(table).order_by(table.c.code, table.c.case))
    return tuple(Summary(**{**row._mapping, "coder": names[row.coder]}) for row in rows)
