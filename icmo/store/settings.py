"""The project's settings: name, language, code book and what made it; and how each coder wants to work. All JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from icmo.store.tables import setting

PREFERENCES = "preferences:"  # and a coder's GUID


def read(connection: Connection) -> dict[str, Any]:
    """The settings by name."""
    rows = connection.execute(sa.select(setting))
    return {row.name: row.value for row in rows if not row.name.startswith(PREFERENCES)}


def write(connection: Connection, values: Mapping[str, Any]) -> None:
    """Set or change settings."""
    connection.execute(setting.delete().where(setting.c.name.in_(list(values))))
    connection.execute(setting.insert(), [{"name": k, "value": v} for k, v in values.items()])


def preferences(connection: Connection, coder: str) -> dict[str, Any]:
    """How a coder (a GUID) wants to work; empty until something is chosen."""
    query = sa.select(setting.c.value).where(setting.c.name == f"{PREFERENCES}{coder}")
    return dict(connection.execute(query).scalar() or {})


def prefer(connection: Connection, coder: str, values: Mapping[str, Any]) -> None:
    """Keep how a coder wants to work."""
    write(connection, {f"{PREFERENCES}{coder}": dict(values)})
