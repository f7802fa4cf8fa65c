"""The rows while they are put together: as the entries leave them, and as they must be mended to fit each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from icmo.union.copies import Copy, Row, Rows
from icmo.union.ledger import Key, Ledger

Written = tuple[str, Row | None, Row | None]  # a noun, a row and the row that it becomes; None: none


class State:
    """All rows of the project by noun and by what makes them the same.

    Attributes
    ----------
    touched : the rows that may be others than ours are
    before : of the rows that had to be mended, what they were
    """

    def __init__(self, ours: Copy, ledger: Ledger) -> None:
        self.ledger = ledger
        self.rows = {noun: self._by_key(noun, rows) for noun, rows in ours.rows.items()}
        self._first = {noun: dict(rows) for noun, rows in self.rows.items()}
        self.touched: dict[Key, None] = {}
        self.before: dict[Key, Row | None] = {}
        for key in ledger.touched():
            folded = ledger.folded(key)
            self._set(key, folded.row if folded else None)

    def _by_key(self, noun: str, rows: Mapping[str, Row]) -> dict[str, Row]:
        """The rows by what makes them the same; one like another, which should not be, by its GUID."""
        made: dict[str, Row] = {}
        for guid, row in rows.items():
            name = self.ledger.key(noun, row)[1]
            made[guid if name in made else name] = row
        return made

    def row(self, key: Key) -> Row | None:
        """What a row is now."""
        return self.rows.get(key[0], {}).get(key[1])

    def was(self, key: Key) -> Row | None:
        """What a row was in our copy."""
        return self._first.get(key[0], {}).get(key[1])

    def is_news(self, key: Key) -> bool:
        """Whether what became of a row is not told already: our copy has another, or lacks what was done to it."""
        return key in self.ledger.lacked or self.row(key) != self.was(key)

    def of(self, noun: str) -> Iterable[Row]:
        """The rows of a noun."""
        return self.rows.get(noun, {}).values()

    def keyed(self, noun: str) -> list[tuple[Key, Row]]:
        """The rows of a noun with what makes them the same."""
        return [((noun, name), row) for name, row in self.rows.get(noun, {}).items()]

    def mend(self, key: Key, row: Row | None) -> None:
        """Let a row be something else than the entries leave it."""
        self.before.setdefault(key, self.row(key))
        self._set(key, row)

    def change(self, key: Key, **values: Any) -> None:
        """Mend columns of a row."""
        self.mend(key, {**(self.row(key) or {}), **values})

    def _set(self, key: Key, row: Row | None) -> None:
        self.touched[key] = None
        there = self.rows.setdefault(key[0], {})
        if row is None:
            there.pop(key[1], None)
        else:
            there[key[1]] = row

    def written(self, ours: Rows) -> Iterator[Written]:
        """What differs from the rows that the database holds: the noun, the row there and what it becomes."""
        for noun, rows in self.rows.items():
            made, there = {row["guid"]: row for row in rows.values()}, ours.get(noun, {})
            for guid in {**there, **made}:
                before, after = there.get(guid), made.get(guid)
                if before is not after and before != after:
                    yield noun, before, after

    def mended(self) -> Iterator[Written]:
        """What is not as the entries leave it: the noun, the row as they leave it and as it is."""
        for key, before in self.before.items():
            if before != self.row(key):
                yield key[0], before, self.row(key)
