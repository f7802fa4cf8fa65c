"""A copy of a project for one coder of an open round: rows and log without what is hidden from them.

The copy is a new file that never held anything else, so that nothing hidden is left in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from icmo.blind import Horizon
from icmo.models import Change, Export, Material
from icmo.store import coders, exports, tables
from icmo.store.database import Database, located
from icmo.store.settings import PREFERENCES
from icmo.store.tables import metadata
from icmo.store.unseen import hider

Keep = Callable[[Any], bool]


def write(connection: Connection, visible: Material, horizon: Horizon, place: str | Path) -> Path:
    """Write the copy, a new file, and give its path.

    Raises
    ------
    ProjectError
        There is a file of that name already.
    """
    path = Path(located(place))
    copy = Database.create(path)
    try:
        with copy.write() as target:
            seen_exports = [one for one in exports.all_exports(connection) if not horizon.hides_fruit(one)]
            keep = _keepers(visible, seen_exports) | {
                "change": _seen_change(connection, horizon),
                "setting": _own(connection, horizon),
            }
            for table in metadata.sorted_tables:
                rows = connection.execute(sa.select(table))
                _insert(target, table, (row for row in rows if keep.get(table.name, _anything)(row)))
    except BaseException:
        copy.close()
        path.unlink(missing_ok=True)
        raise
    copy.close()
    return path


def _keepers(visible: Material, seen_exports: Sequence[Export]) -> dict[str, Keep]:
    """For each table that may hold what is hidden, which of its rows are seen."""
    nouns: dict[sa.Table, Sequence[Any]] = {
        tables.coding: (*visible.codings, *visible.overruled),
        tables.configuration: visible.configurations,
        tables.configuration_link: visible.links,
        tables.decision: visible.decisions,
        tables.memo: visible.memos,
        tables.cue: visible.cues,
        tables.suggestion: visible.suggestions,
        tables.summary: visible.summaries,
        tables.resolution: visible.resolutions,
        tables.export: seen_exports,
    }
    by_guid: dict[str, Keep] = {table.name: _among({one.guid for one in rows}) for table, rows in nouns.items()}
    parts, chosen = {one.guid for one in visible.configurations}, {one.coding for one in visible.choices}
    by_guid["configuration_part"] = lambda row: row.configuration in parts
    by_guid["quote_choice"] = lambda row: row.coding in chosen
    return by_guid


def _among(guids: set[str]) -> Keep:
    return lambda row: row.guid in guids


def _anything(_row: Any) -> bool:
    return True


def _seen_change(connection: Connection, horizon: Horizon) -> Keep:
    names, hides = coders.names(connection), hider(connection, horizon)

    def seen(row: Any) -> bool:
        """Whether an entry of the log may be seen."""
        change = Change(**row._mapping)
        return not hides(replace(change, coder=names.get(change.coder, change.coder)))

    return seen


def _own(connection: Connection, horizon: Horizon) -> Keep:
    """All settings but other coders' preferences."""
    own = coders.find(connection, horizon.viewer)
    return lambda row: not row.name.startswith(PREFERENCES) or row.name == f"{PREFERENCES}{own}"


def _insert(target: Connection, table: sa.Table, rows: Iterable[Any]) -> None:
    """Insert rows as they are, those with the same columns together: what is missing is SQL's null, not JSON's."""
    by_shape: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        there = {name: value for name, value in row._mapping.items() if value is not None}
        by_shape[tuple(there)].append(there)
    for shape, some in by_shape.items():
        missing = {column.name: sa.null() for column in table.columns if column.name not in shape}
        target.execute(table.insert().values(missing), some)
