"""What language models were asked and what they answered. Kept in the project, like everything about the material."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from icmo.models import Exchange
from icmo.store.tables import exchange as table


def add(connection: Connection, exchanges: Sequence[Exchange]) -> None:
    """Keep exchanges. They are the engine's work and not in the log."""
    if exchanges:
        connection.execute(table.insert(), [one.__dict__ for one in exchanges])


def all_exchanges(connection: Connection) -> tuple[Exchange, ...]:
    """Every exchange, oldest first."""
    query = sa.select(table).order_by(table.c.at, table.c.guid)
    return tuple(Exchange(**row._mapping) for row in connection.execute(query))
