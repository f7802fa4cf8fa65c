"""Every change to a project goes through here and leaves one entry in the append-only log.

A *step* is all that one action changed: coding a segment, importing a folder. Undo takes back the
latest step of a coder by the inverse changes, which are logged in their turn; redo undoes the undo.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from icmo.errors import ConflictError
from icmo.i18n import _
from icmo.models import Change
from icmo.stamps import new_guid, now
from icmo.store.tables import change, metadata

Row = Mapping[str, Any]
_CHUNK = 500
_SETTING_UP = ("coder", "codebook", "lexicon")  # logged, but no step that a coder would take back


class Journal:
    """Writes rows and their log entries within one transaction, as one step by one coder."""

    def __init__(self, connection: Connection, coder: str, *, undoes: str | None = None) -> None:
        self.connection = connection
        self.coder = coder
        self.at = now()
        self.step = new_guid()
        self._undoes = undoes

    def signed(self, row: Row) -> dict[str, Any]:
        """The row with the coder and the time of this step, unless it brings its own."""
        return {"coder": self.coder, "at": self.at, **row}

    def insert(self, table: sa.Table, rows: Sequence[Row]) -> None:
        """Insert rows, each with all its columns."""
        if rows:
            self.connection.execute(table.insert(), list(rows))
            self._log([self._entry("insert", table, None, row) for row in rows])

    def update(self, table: sa.Table, guid: str, values: Row) -> None:
        """Change columns of one row."""
        before = _rows(self.connection, table, [guid]).get(guid)
        if before is None:
            raise _gone(table, guid)
        self._replace(table, guid, before, {**before, **values})

    def delete(self, table: sa.Table, guids: Sequence[str]) -> None:
        """Delete rows by their GUIDs."""
        rows = _rows(self.connection, table, guids)
        for guid in guids:
            if guid not in rows:
                raise _gone(table, guid)
        for some in _chunks(guids):
            self.connection.execute(table.delete().where(table.c.guid.in_(some)))
        self._log([self._entry("delete", table, rows[guid], None) for guid in guids])

    def take_back(self, entries: Sequence[Change]) -> None:
        """Make the inverse of logged changes of one kind to one table, if the rows still are as those left them."""
        table = metadata.tables[entries[0].noun]
        present = _rows(self.connection, table, [entry.guid for entry in entries])
        for entry in entries:
            if present.get(entry.guid) != entry.after:
                raise ConflictError(
                    _("Cannot undo: the {noun} {guid} has changed since.").format(noun=entry.noun, guid=entry.guid),
                    _("Undo the later change first."),
                )
        if entries[0].action == "insert":
            self.delete(table, [entry.guid for entry in entries])
        elif entries[0].action == "delete":
            self.insert(table, [entry.before for entry in entries if entry.before is not None])
        else:
            for entry in entries:
                self._replace(table, entry.guid, entry.after or {}, entry.before or {})

    def _replace(self, table: sa.Table, guid: str, before: Row, after: Row) -> None:
        self.connection.execute(table.update().where(table.c.guid == guid).values(**after))
        self._log([self._entry("update", table, before, after)])

    def _entry(self, action: str, table: sa.Table, before: Row | None, after: Row | None) -> dict[str, Any]:
        present = after if after is not None else before
        assert present is not None
        return {
            "step": self.step,
            "undoes": self._undoes,
            "at": self.at,
            "coder": self.coder,
            "action": action,
            "noun": table.name,
            "guid": present["guid"],
            "before": before if before is not None else sa.null(),
            "after": after if after is not None else sa.null(),
        }

    def _log(self, entries: Sequence[Row]) -> None:
        # One statement per shape: a NULL is SQL, not JSON, so rows with and without it cannot share one.
        if entries:
            nulls = {name for name in ("before", "after") if isinstance(entries[0][name], sa.sql.elements.Null)}
            statement = change.insert().values(dict.fromkeys(nulls, sa.null()))
            self.connection.execute(
                statement, [{k: v for k, v in entry.items() if k not in nulls} for entry in entries]
            )


def entries(
    connection: Connection, *, step: str | None = None, guid: str | None = None, last: int | None = None
) -> list[Change]:
    """The log, oldest first: all of it, one step, all that happened to one row, or the latest so many."""
    query = sa.select(change).order_by(change.c.number.desc()).limit(last)
    if step is not None:
        query = query.where(change.c.step == step)
    if guid is not None:
        query = query.where(change.c.guid == guid)
    return [Change(**row._mapping) for row in connection.execute(query)][::-1]


def undo(connection: Connection, coder: str) -> list[Change]:
    """Take back the coder's latest step that still stands; returns its entries (empty: nothing to undo)."""
    return _take_back(connection, coder, _standing(connection, coder)[0])


def redo(connection: Connection, coder: str) -> list[Change]:
    """Take back the coder's latest undo, unless something was done since."""
    return _take_back(connection, coder, _standing(connection, coder)[1])


def _take_back(connection: Connection, coder: str, steps: list[str]) -> list[Change]:
    if not steps:
        return []
    undone = entries(connection, step=steps[-1])
    journal = Journal(connection, coder, undoes=steps[-1])
    for _kind, same in groupby(reversed(undone), key=lambda entry: (entry.noun, entry.action)):
        journal.take_back(list(same))
    return undone


def _standing(connection: Connection, coder: str) -> tuple[list[str], list[str]]:
    """The coder's steps that can be undone and those that can be redone, oldest first."""
    query = (
        sa.select(change.c.step, change.c.undoes)
        .where(change.c.coder == coder, change.c.noun.not_in(_SETTING_UP))
        .group_by(change.c.step, change.c.undoes)
        .order_by(sa.func.min(change.c.number))
    )
    done: list[str] = []
    undone: list[str] = []
    for step, undoes in connection.execute(query):
        if undoes is None:
            done.append(step)
            undone.clear()
        elif done and done[-1] == undoes:
            done.pop()
            undone.append(step)
        else:
            undone.pop()
            done.append(step)
    return done, undone


def _rows(connection: Connection, table: sa.Table, guids: Sequence[str]) -> dict[str, dict[str, Any]]:
    """The rows that are there, by GUID."""
    return {
        row.guid: dict(row._mapping)
        for some in _chunks(guids)
        for row in connection.execute(sa.select(table).where(table.c.guid.in_(some)))
    }


def _chunks(guids: Sequence[str]) -> Iterator[Sequence[str]]:
    """Databases take only so many values in one statement."""
    return (guids[i : i + _CHUNK] for i in range(0, len(guids), _CHUNK))


def _gone(table: sa.Table, guid: str) -> ConflictError:
    return ConflictError(
        _("The {noun} {guid} is no longer there.").format(noun=table.name, guid=guid),
        _("Somebody deleted it; read the project again."),
    )
