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
from icmo.stamps import later, new_guid, now
from icmo.store.tables import change, metadata

Row = Mapping[str, Any]
_CHUNK = 500
_SETTING_UP = ("coder", "codebook", "lexicon")  # new ones are logged, but no step that a coder would take back
_SAID_ALOUD = ("round", "assignment")  # others have acted on it: taken back by saying otherwise, not by undo
_PAGE = 1000  # entries of the log read at a time


class Journal:
    """Writes rows and their log entries within one transaction, as one step by one coder."""

    def __init__(self, connection: Connection, coder: str, *, undoes: str | None = None) -> None:
        self.connection = connection
        self.coder = coder
        self.at = later(now(), _latest_time(connection))
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
        self.update_all(table, {guid: values})

    def update_all(self, table: sa.Table, values: Mapping[str, Row]) -> None:
        """Change the same columns of several rows, given by their GUIDs; rows that stay as they are are not logged."""
        before = _rows(self.connection, table, list(values))
        for guid in values:
            if guid not in before:
                raise gone(table, guid)
        after = {guid: {**before[guid], **new} for guid, new in values.items()}
        changed = [guid for guid in values if after[guid] != before[guid]]
        if changed:
            columns = {name: sa.bindparam(f"new_{name}", type_=table.c[name].type) for name in values[changed[0]]}
            statement = table.update().where(table.c.guid == sa.bindparam("of_guid")).values(columns)
            rows = [{f"new_{k}": v for k, v in values[guid].items()} | {"of_guid": guid} for guid in changed]
            self.connection.execute(statement, rows)
            self._log([self._entry("update", table, before[guid], after[guid]) for guid in changed])

    def delete(self, table: sa.Table, guids: Sequence[str]) -> None:
        """Delete rows by their GUIDs."""
        rows = _rows(self.connection, table, guids)
        for guid in guids:
            if guid not in rows:
                raise gone(table, guid)
        for some in _chunks(guids):
            self.connection.execute(table.delete().where(table.c.guid.in_(some)))
        self._log([self._entry("delete", table, rows[guid], None) for guid in guids])

    def take_back(self, entries: Sequence[Change]) -> None:
        """Make the inverse of logged changes of one kind to one table, if the rows still are as those left them.

        The changes are given newest first.
        """
        table = metadata.tables[entries[0].noun]
        present: dict[str, Row | None] = {**_rows(self.connection, table, [entry.guid for entry in entries])}
        for entry in entries:
            if not _is_as_left(present.get(entry.guid), entry.after):
                raise ConflictError(
                    _("Cannot undo: the {noun} {guid} has changed since.").format(noun=entry.noun, guid=entry.guid),
                    _("Undo the later change first."),
                )
            present[entry.guid] = entry.before
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
    connection: Connection,
    *,
    step: str | None = None,
    guid: str | None = None,
    noun: str | None = None,
    last: int | None = None,
    since: int = 0,
    before: int | None = None,
) -> list[Change]:
    """The log, oldest first: all of it, one step, all that happened to one row or noun, or the latest so many.

    With `since` only entries with higher numbers, with `before` with lower ones.
    """
    query = sa.select(change).where(change.c.number > since).order_by(change.c.number.desc()).limit(last)
    if step is not None:
        query = query.where(change.c.step == step)
    if guid is not None:
        query = query.where(change.c.guid == guid)
    if noun is not None:
        query = query.where(change.c.noun == noun)
    if before is not None:
        query = query.where(change.c.number < before)
    return [Change(**row._mapping) for row in connection.execute(query)][::-1]


def last_touch(connection: Connection, guid: str) -> Change:
    """The newest entry about a row, or about a part of it."""
    names_it = (column["configuration"].as_string() == guid for column in (change.c.before, change.c.after))
    of_a_part = sa.and_(change.c.noun == "configuration_part", sa.or_(*names_it))
    query = sa.select(change).where(sa.or_(change.c.guid == guid, of_a_part)).order_by(change.c.number.desc()).limit(1)
    return Change(**connection.execute(query).one()._mapping)


def undo(connection: Connection, coder: str) -> list[Change]:
    """Take back the coder's latest step that still stands; returns its entries (empty: nothing to undo)."""
    return _take_back(connection, coder, _to_undo(connection, coder))


def to_undo(connection: Connection, coder: str) -> list[Change]:
    """The entries of the step that `undo` would take back (empty: nothing to undo)."""
    step = _to_undo(connection, coder)
    return [] if step is None else entries(connection, step=step)


def redo(connection: Connection, coder: str) -> list[Change]:
    """Take back the coder's latest undo, unless something was done since."""
    return _take_back(connection, coder, _to_redo(connection, coder))


def _latest_time(connection: Connection) -> str:
    """The latest time in the log, which may have come from a machine whose clock runs fast."""
    return connection.execute(sa.select(sa.func.max(change.c.at))).scalar() or ""


def latest(connection: Connection) -> int:
    """The number of the newest entry in the log (0: none), which tells whether anything has changed."""
    return connection.execute(sa.select(sa.func.max(change.c.number))).scalar() or 0


def _take_back(connection: Connection, coder: str, step: str | None) -> list[Change]:
    if step is None:
        return []
    undone = entries(connection, step=step)
    journal = Journal(connection, coder, undoes=step)
    for _kind, same in groupby(reversed(undone), key=lambda entry: (entry.noun, entry.action)):
        journal.take_back(list(same))
    return undone


def _to_undo(connection: Connection, coder: str) -> str | None:
    """The coder's latest step that stands: one done afresh, or done again."""
    taken_back: set[str | None] = set()
    for step, undoes in _newest_steps(connection, coder):
        if step in taken_back:
            continue
        if not _is_undo(connection, undoes):
            return step
        taken_back.add(undoes)
    return None


def _to_redo(connection: Connection, coder: str) -> str | None:
    """The coder's latest undo that stands, if nothing has been done afresh since."""
    taken_back: set[str | None] = set()
    for step, undoes in _newest_steps(connection, coder):
        if step in taken_back:
            continue
        if undoes is None:
            return None
        if _is_undo(connection, undoes):
            return step
        taken_back.add(undoes)
    return None


def _is_undo(connection: Connection, undoes: str | None) -> bool:
    """Whether a step that takes back `undoes` undoes something, rather than doing it again."""
    undone = False
    while undoes is not None:
        undone = not undone
        undoes = connection.execute(sa.select(change.c.undoes).where(change.c.step == undoes).limit(1)).scalar()
    return undone


def _newest_steps(connection: Connection, coder: str) -> Iterator[tuple[str, str | None]]:
    """The coder's steps with those that they take back, newest first; read only as far as they are asked for."""
    setting_up = sa.and_(change.c.noun.in_(_SETTING_UP), change.c.action == "insert")
    query = sa.select(change.c.number, change.c.step, change.c.undoes).where(change.c.coder == coder, ~setting_up)
    query = query.where(change.c.noun.not_in(_SAID_ALOUD)).order_by(change.c.number.desc()).limit(_PAGE)
    page, last = connection.execute(query).all(), None
    while page:
        for row in page:
            if row.step != last:
                yield row.step, row.undoes
            last = row.step
        page = connection.execute(query.where(change.c.number < page[-1].number)).all()


def _is_as_left(present: Row | None, after: Row | None) -> bool:
    """Whether a row still says what a change left there; columns that came with a later version do not count."""
    if present is None or after is None:
        return present is after
    return {name: present.get(name) for name in after} == after


def _rows(connection: Connection, table: sa.Table, guids: Sequence[str]) -> dict[str, dict[str, Any]]:
    """The rows that are there, by GUID, as the log keeps them."""
    return {guid: dict(row._mapping) for guid, row in rows_of(connection, table, guids).items()}


def rows_of(connection: Connection, table: sa.Table, guids: Sequence[str]) -> dict[str, sa.Row[Any]]:
    """The rows that are there, by GUID, however many are asked for."""
    return {
        row.guid: row
        for some in _chunks(guids)
        for row in connection.execute(sa.select(table).where(table.c.guid.in_(some)))
    }


def _chunks(guids: Sequence[str]) -> Iterator[Sequence[str]]:
    """Databases take only so many values in one statement."""
    return (guids[i : i + _CHUNK] for i in range(0, len(guids), _CHUNK))


def gone(table: sa.Table, guid: str) -> ConflictError:
    """What is said of a row that somebody has deleted."""
    return ConflictError(
        _("The {noun} {guid} is no longer there.").format(noun=table.name, guid=guid),
        _("Somebody deleted it; read the project again."),
    )
