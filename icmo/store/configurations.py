"""Configurations and their parts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from icmo.models import About, Configuration, ConfigurationLink, Part, Polarity, Role, Stance
from icmo.stamps import new_guid
from icmo.store import coders, memos
from icmo.store.journal import Journal
from icmo.store.tables import coding
from icmo.store.tables import configuration as table
from icmo.store.tables import configuration_link as link_table
from icmo.store.tables import configuration_part as part_table

_CHANGEABLE = ("actor", "polarity", "stance", "target_group", "statement", "memo", "theory")
_PLAIN = ("guid", *_CHANGEABLE)


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
    """Take a configuration apart; its codings stay, its memos and links go."""
    _remove_parts(journal, guid)
    linked = sa.or_(link_table.c.earlier == guid, link_table.c.later == guid)
    journal.delete(link_table, list(journal.connection.execute(sa.select(link_table.c.guid).where(linked)).scalars()))
    memos.remove_about(journal, About.CONFIGURATION, guid)
    journal.delete(table, [guid])


def _remove_parts(journal: Journal, guid: str) -> None:
    query = sa.select(part_table.c.guid).where(part_table.c.configuration == guid)
    journal.delete(part_table, list(journal.connection.execute(query).scalars()))


def change(journal: Journal, configuration: Configuration) -> None:
    """Give a configuration other parts or other words."""
    journal.update(table, configuration.guid, {name: getattr(configuration, name) for name in _CHANGEABLE})
    before = one(journal.connection, configuration.guid)
    if before is None or before.parts != configuration.parts:
        _remove_parts(journal, configuration.guid)
        journal.insert(part_table, _part_rows(configuration))


def link(journal: Journal, made: ConfigurationLink) -> None:
    """Keep that the outcome of one configuration is the context of the next."""
    row = {"guid": made.guid, "earlier": made.earlier, "later": made.later}
    journal.insert(link_table, [journal.signed(row)])


def unlink(journal: Journal, guid: str) -> None:
    """Take a link between configurations away."""
    journal.delete(link_table, [guid])


def relink(journal: Journal, guid: str, to: str) -> None:
    """Let the links of one configuration be another's, but those that would lead to itself or that it has already."""
    links = journal.connection.execute(sa.select(link_table)).all()
    there = {(row.earlier, row.later) for row in links}
    for row in links:
        earlier, later = (to if end == guid else end for end in (row.earlier, row.later))
        if earlier != later and (earlier, later) not in there:
            there.add((earlier, later))
            journal.update(link_table, row.guid, {"earlier": earlier, "later": later})


def all_links(connection: Connection) -> tuple[ConfigurationLink, ...]:
    """Every link between configurations, oldest first."""
    names = coders.names(connection)
    rows = connection.execute(sa.select(link_table).order_by(link_table.c.at, link_table.c.guid))
    return tuple(ConfigurationLink(**{**row._mapping, "coder": names[row.coder]}) for row in rows)


def one(connection: Connection, guid: str) -> Configuration | None:
    """The configuration of that GUID, if it is there."""
    found = _configurations(connection, table.c.guid == guid)
    return found[0] if found else None


def in_transcript(connection: Connection, transcript: str) -> tuple[Configuration, ...]:
    """The configurations with a part in that transcript, oldest first."""
    with_part = sa.select(part_table.c.configuration).join(coding).where(coding.c.transcript == transcript)
    return _configurations(connection, table.c.guid.in_(with_part))


def all_configurations(connection: Connection) -> tuple[Configuration, ...]:
    """Every configuration with its parts, oldest first."""
    return _configurations(connection, sa.true())


def _configurations(connection: Connection, which: sa.ColumnElement[bool]) -> tuple[Configuration, ...]:
    names = coders.names(connection)
    parts: dict[str, list[Part]] = defaultdict(list)
    of_these = sa.select(part_table).join(table).where(which).order_by(part_table.c.position)
    for row in connection.execute(of_these):
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
            theory=row.theory,
        )
        for row in connection.execute(sa.select(table).where(which).order_by(table.c.at, table.c.guid))
    )
