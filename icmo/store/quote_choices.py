"""What was decided on printing quotes: approved, withheld, chosen first."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from icmo.models import Approval, QuoteChoice
from icmo.stamps import new_guid
from icmo.store import coders
from icmo.store.journal import Journal
from icmo.store.tables import quote_choice as table


def write(journal: Journal, choices: Sequence[QuoteChoice]) -> None:
    """Keep choices in place of earlier ones about the same codings; one that says nothing takes the earlier away."""
    present = _guids(journal.connection, [one.coding for one in choices])
    empty = [one.coding for one in choices if one.verdict is None and one.rank is None and not one.note]
    journal.delete(table, [present[coding] for coding in empty if coding in present])
    kept = [one for one in choices if one.coding not in empty]
    journal.update_all(table, {present[one.coding]: journal.signed(_row(one)) for one in kept if one.coding in present})
    new = [{"guid": new_guid(), **_row(one)} for one in kept if one.coding not in present]
    journal.insert(table, [journal.signed(row) for row in new])


def _row(choice: QuoteChoice) -> dict[str, object]:
    return {name: getattr(choice, name) for name in ("coding", "verdict", "rank", "text", "note")}


def _guids(connection: Connection, codings: Sequence[str]) -> dict[str, str]:
    wanted = set(codings)
    rows = connection.execute(sa.select(table.c.coding, table.c.guid))
    return {row.coding: row.guid for row in rows if row.coding in wanted}


def all_choices(connection: Connection) -> tuple[QuoteChoice, ...]:
    """Every choice, by the coding that it is about."""
    names = coders.names(connection)
    rows = connection.execute(sa.select(table).order_by(table.c.coding))
    return tuple(
        QuoteChoice(
            **{
                **row._mapping,
                "verdict": Approval(row.verdict) if row.verdict else None,
                "coder": names[row.coder],
            }
        )
        for row in rows
    )
