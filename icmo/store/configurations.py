"""Configurations and their parts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from icmo.models import Configuration, Part, Polarity, Role, Stance
from icmo.stamps import new_guid
from icmo.store import coders
from icmo.store.journal import Journal
from icmo.store.tables import configuration as table
from icmo.store.tables import configuration_part as part_table

_PLAIN = ("guid", "actor", "polarity", "stance", "target_group", "statement", "memo")


def add(journal: Journal, configurations: Sequence[Configuration]) -> None:
    """Keep configurations with their parts; each is signed by its own coder and time where it names them."""
    names = {c.coder for c in configurations if c.coder}
    guids = {name: coders.ensure(journal.connection, name) for name in names}
    journal.insert(table, [journal.signed(_row(one, guids)) for one in configurations])
    journal.insert(part_table, [row for one in configurations for row in _part_rows(one)])


def _row(configuration: Configuration, guids: dict[str, str]) -> dict[str, Any]:
    return {name: getattr(configuration, name) for name in _PLAIN} | coders.signature(configuration, guids)


def _part_rows(configuration: Configuration) -> list[dict[str, Any]]:
    return [
        {
            "guid": new_guid(),
            "configuration": configuration.guid,
            "position": position,
            "role": part.role,
            "coding": part.coding,
            "resource": part.resource,
            "reasoning": part.reasoning,
        }
        for position, part in enumerate(configuration.parts)
    ]


def remove(journal: Journal, guid: str) -> None:
    """Take a configuration apart; its codings stay."""
    query = sa.select(part_table.c.guid).where(part_table.c.configuration == guid)
    journal.delete(part_table, list(journal.connection.execute(query).scalars()))
    journal.delete(table, [guid])


def all_configurations(connection: Connection) -> tuple[Configuration, ...]:
    """Every configuration with its parts, oldest first."""
    names = coders.names(connection)
    parts: dict[str, list[Part]] = defaultdict(list)
    for row in connection.execute(sa.select(part_table).order_by(part_table.c.position)):
        parts[row.configuration].append(Part(Role(row.role), row.coding, row.resource, row.reasoning))
    return tuple(
        Configuration(
            guid=row.guid,
            parts=tuple(parts[row.guid]),
            coder=names[row.coder],
            at=row.at,
            actor=row.actor,
            polarity=Polarity(row.polarity),
            stance=Stance(row.stance) if row.stance else None,
            target_group=row.target_group,
            statement=row.statement,
            memo=row.memo,
        )
        for row in connection.execute(sa.select(table).order_by(table.c.at, table.c.guid))
    )
