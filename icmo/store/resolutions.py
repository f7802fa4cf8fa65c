"""What coders decided together on disagreements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from icmo.models import Difference, Resolution, Rule
from icmo.store import coders
from icmo.store.journal import Journal
from icmo.store.tables import resolution as table


def add(journal: Journal, made: Resolution) -> None:
    """Keep what was decided."""
    journal.insert(table, [journal.signed(as_row(made))])


def as_row(made: Resolution) -> dict[str, Any]:
    """The row of a decision, but coder and time."""
    plain = ("guid", "transcript", "start", "end", "difference", "choice", "reason")
    row: dict[str, Any] = {name: getattr(made, name) for name in plain}
    row |= {name: list(getattr(made, name)) for name in ("codes", "codings", "overruled", "present")}
    row["readings"] = {coder: list(guids) for coder, guids in made.readings.items()}
    row["rule"] = asdict(made.rule) if made.rule else None
    return row


def move(journal: Journal, places: Mapping[str, tuple[int, int]]) -> None:
    """Let decisions, by their GUIDs, stand at other places of a corrected text."""
    journal.update_all(table, {guid: {"start": start, "end": end} for guid, (start, end) in places.items()})


def remove(journal: Journal, guid: str) -> None:
    """Take a decision away; its codings are taken away elsewhere."""
    journal.delete(table, [guid])


def hand_over(journal: Journal, code: str, into: str) -> None:
    """Let what was decided on one code, and the rule that came of it, be about another."""
    for one in all_resolutions(journal.connection):
        codes = sorted({into if known == code else known for known in one.codes})
        rule = replace(one.rule, code=into) if one.rule and one.rule.code == code else one.rule
        journal.update(table, one.guid, {"codes": codes, "rule": asdict(rule) if rule else None})


def divide(journal: Journal, code: str, given: Mapping[str, str]) -> None:
    """Let what was decided on a code be about what its codings, by their GUIDs, bear since it was split."""
    for one in all_resolutions(journal.connection):
        disputed = [guid for own in one.readings.values() for guid in own if guid in given]
        if disputed:
            codes = sorted({*one.codes} - {code} | {given[guid] for guid in disputed})
            journal.update(table, one.guid, {"codes": codes})


def all_resolutions(connection: Connection) -> tuple[Resolution, ...]:
    """Every decision, in the order of the texts."""
    return _read(connection, sa.select(table))


def in_transcript(connection: Connection, transcript: str) -> tuple[Resolution, ...]:
    """The decisions on one transcript."""
    return _read(connection, sa.select(table).where(table.c.transcript == transcript))


def _read(connection: Connection, query: sa.Select[Any]) -> tuple[Resolution, ...]:
    names = coders.names(connection)
    rows = connection.execute(query.order_by(table.c.transcript, table.c.start, table.c.end, table.c.guid))
    return tuple(_resolution(row, names) for row in rows)


def _resolution(row: sa.Row[Any], names: dict[str, str]) -> Resolution:
    values = dict(row._mapping)
    values |= {name: tuple(values[name]) for name in ("codes", "codings", "overruled", "present")}
    values["readings"] = {coder: tuple(guids) for coder, guids in row.readings.items()}
    values["difference"] = Difference(row.difference)
    values["rule"] = Rule(**row.rule) if row.rule else None
    return Resolution(**{**values, "coder": names[row.coder]})
