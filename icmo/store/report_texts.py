"""What evaluators have written for places in reports."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from icmo.models import ReportText
from icmo.stamps import new_guid
from icmo.store import coders
from icmo.store.journal import Journal
from icmo.store.tables import report_text as table


def write(journal: Journal, place: str, text: str) -> None:
    """Keep the text of a place in place of the earlier one; no text empties it."""
    there = journal.connection.execute(sa.select(table.c.guid).where(table.c.place == place)).scalar()
    if there and text:
        journal.update(table, there, journal.signed({"text": text}))
    elif there:
        journal.delete(table, [there])
    elif text:
        journal.insert(table, [journal.signed({"guid": new_guid(), "place": place, "text": text})])


def hand_over(journal: Journal, code: str, into: str) -> None:
    """Let the chapter of one code be that of another; two texts become one, none is lost."""
    texts = {one.place: one.text for one in all_texts(journal.connection)}
    for sort in ("theme", "mechanism", "framework"):
        if text := texts.get(f"{sort}:{code}"):
            write(journal, f"{sort}:{code}", "")
            write(journal, f"{sort}:{into}", "\n\n".join(filter(None, (texts.get(f"{sort}:{into}"), text))))


def all_texts(connection: Connection) -> tuple[ReportText, ...]:
    """Every text, by its place."""
    names = coders.names(connection)
    rows = connection.execute(sa.select(table).order_by(table.c.place))
    return tuple(ReportText(**{**row._mapping, "coder": names[row.coder]}) for row in rows)
