"""Write what a merge has planned: rows, the entries of the log that were lacking, and nothing else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from icmo.models import Change
from icmo.store import settings, suggestions
from icmo.store.tables import change, metadata
from icmo.union.copies import Row
from icmo.union.planning import Plan

_CHUNK = 500
_POINTED_TO = {key.column.table.name for table in metadata.tables.values() for key in table.foreign_keys}


def write(connection: Connection, plan: Plan) -> None:
    """Write a plan into our copy, within the transaction of the connection."""
    _write_rows(connection, plan)
    _append(connection, plan.log)
    _resign(connection, plan.resigned)
    for noun, rows in (plan.aside or {}).items():
        if rows:
            connection.execute(metadata.tables[noun].insert(), list(rows))
    if plan.settings:
        settings.write(connection, plan.settings)
    if plan.renewed:
        suggestions.replace(connection, plan.renewed, [])


def _write_rows(connection: Connection, plan: Plan) -> None:
    """What nobody points to goes first, what others point to last; between them all that stays."""
    gone: dict[str, list[str]] = defaultdict(list)
    new: dict[str, list[Row]] = defaultdict(list)
    changed: dict[str, list[Row]] = defaultdict(list)
    for noun, before, after in plan.rows:
        if after is None and before is not None:
            gone[noun].append(before["guid"])
        elif after is not None:
            (new if before is None else changed)[noun].append(after)
    tables = metadata.sorted_tables
    _delete(connection, (table for table in tables if table.name not in _POINTED_TO), gone)
    for table in tables:
        _park(connection, table, [*gone[table.name], *(row["guid"] for row in changed[table.name])])
        if new[table.name]:
            connection.execute(table.insert(), new[table.name])
        _update(connection, table, changed[table.name])
    _delete(connection, (table for table in reversed(tables) if table.name in _POINTED_TO), gone)


def _delete(connection: Connection, tables: Iterable[sa.Table], gone: Mapping[str, Sequence[str]]) -> None:
    for table in tables:
        for some in _chunks(gone[table.name]):
            connection.execute(table.delete().where(table.c.guid.in_(some)))


def _park(connection: Connection, table: sa.Table, guids: Sequence[str]) -> None:
    """Let rows that go or change give up the names that may stand once, so that others can take them."""
    names = [column for column in table.columns if column.unique]
    for some in _chunks(guids) if names else ():
        values = {column.name: table.c.guid for column in names}
        connection.execute(table.update().where(table.c.guid.in_(some)).values(values))


def _update(connection: Connection, table: sa.Table, rows: Sequence[Row]) -> None:
    if rows:
        columns = {column.name: sa.bindparam(f"new_{column.name}", type_=column.type) for column in table.columns}
        statement = table.update().where(table.c.guid == sa.bindparam("of_guid")).values(columns)
        values = [{f"new_{name}": value for name, value in row.items()} | {"of_guid": row["guid"]} for row in rows]
        connection.execute(statement, values)


# --- The log ------------------------------------------------------------------------------------------------


def _append(connection: Connection, entries: Iterable[Change]) -> None:
    """Entries in their order; one statement for all of a shape that follow each other, for a NULL is no JSON."""
    for nulls, some in groupby(entries, key=_nulls):
        statement = change.insert().values(dict.fromkeys(nulls, sa.null()))
        connection.execute(statement, [_values(one, nulls) for one in some])


def _resign(connection: Connection, entries: Iterable[Change]) -> None:
    by_shape = groupby(sorted(entries, key=_nulls), key=_nulls)
    for nulls, some in by_shape:
        names = [name for name in ("coder", "guid", "before", "after") if name not in nulls]
        values = {name: sa.bindparam(f"new_{name}", type_=change.c[name].type) for name in names}
        statement = change.update().where(change.c.number == sa.bindparam("of_number")).values(values)
        rows = [{f"new_{name}": getattr(one, name) for name in names} | {"of_number": one.number} for one in some]
        connection.execute(statement, rows)


def _nulls(one: Change) -> tuple[str, ...]:
    return tuple(name for name in ("before", "after") if getattr(one, name) is None)


def _values(one: Change, nulls: Sequence[str]) -> dict[str, Any]:
    return {name: value for name, value in vars(one).items() if name not in ("number", *nulls)}


def _chunks(guids: Sequence[str]) -> Iterator[Sequence[str]]:
    return (guids[i : i + _CHUNK] for i in range(0, len(guids), _CHUNK))
