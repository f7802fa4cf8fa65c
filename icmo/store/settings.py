"""The project's settings: name, language, code book and what made it. Values are JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from icmo.store.tables import setting


def read(connection: Connection) -> dict[str, Any]:
    """The settings by name."""
    return {row.name: row.value for row in connection.execute(sa.select(setting))}


def write(connection: Connection, values: Mapping[str, Any]) -> None:
    """Set or change settings."""
    connection.execute(setting.delete().where(setting.c.name.in_(list(values))))
    connection.execute(setting.insert(), [{"name": k, "value": v} for k, v in values.items()])
