"""The entries of two logs as one: row by row, in the order in which they were made."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import groupby

from icmo.models import Change
from icmo.store.tables import metadata
from icmo.union.books import NOUNS
from icmo.union.copies import Copy, Row, identified, is_derived, is_mending
from icmo.union.facets import known_by, whole
from icmo.union.folding import Folded, fold

Key = tuple[str, str]  # a noun, and what makes its row the same in both copies
_WIDTH = {name: len(table.columns) for name, table in metadata.tables.items()}


class Ledger:
    """All entries of two copies by the rows that they are about, and what the rows are after them.

    Attributes
    ----------
    missing : the entries that our log lacks, in the order of theirs
    """

    def __init__(self, ours: Copy, theirs: Copy) -> None:
        there = identified(ours.log)
        self.missing = [one for identity, one in identified(theirs.log).items() if identity not in there]
        self._sides = [{(one.step, one.noun, one.guid) for one in copy.log} for copy in (ours, theirs)]
        log = [*ours.log, *self.missing]
        self._number = _numbers(log)
        self._of_books = frozenset(_steps_of_books(log))
        self._of_texts = frozenset(_steps_of_texts(log))
        self._by_key: dict[Key, list[Change]] = defaultdict(list)
        self._mended: dict[Key, list[Row]] = defaultdict(list)
        for one in log:
            self._enter(one)
        self._folded: dict[Key, Folded | None] = {}

    def _enter(self, one: Change) -> None:
        one = _whole(one)
        if is_derived(one):
            self._mended[self._keys(one)[0]] += [one.after] if one.after else []
            return
        keys = self._keys(one)
        if len(keys) == 1:
            self._by_key[keys[0]].append(one)
        else:  # it is about another thing now
            self._by_key[keys[0]].append(replace(one, action="delete", after=None))
            self._by_key[keys[1]].append(replace(one, action="insert", before=None))

    def _keys(self, one: Change) -> list[Key]:
        return list(dict.fromkeys(self.key(one.noun, row) for row in (one.before, one.after) if row))

    def key(self, noun: str, row: Row) -> Key:
        """What makes a row the same in both copies."""
        number = self._number.get(row["guid"], 0) if noun == "configuration_part" else 0
        return noun, f"{known_by(noun, row)}|{number}" if number else known_by(noun, row)

    # --- Which rows -------------------------------------------------------------------------------------

    def touched(self) -> list[Key]:
        """The rows that entries are about which we lack, and those that earlier merges had to mend."""
        return list(dict.fromkeys([*self.lacked, *self._mended]))

    @cached_property
    def lacked(self) -> dict[Key, None]:
        """The rows that entries of people are about which we lack, in the order of these."""
        return dict.fromkeys(key for one in self.missing if not is_derived(one) for key in self._keys(one))

    def about(self, noun: str) -> list[Key]:
        """The rows of a noun that any entry is about."""
        return [key for key in self._by_key if key[0] == noun]

    @property
    def mends(self) -> bool:
        """Whether earlier merges had to mend rows, which may not need it any longer."""
        return bool(self._mended)

    @property
    def steps(self) -> list[str]:
        """The steps of people, in an order that does not depend on the copies."""
        return sorted({one.step for one in self._by_people()})

    def newest(self) -> Change:
        """The entry that was made last."""
        return max(self._by_people(), key=lambda one: (one.at, one.step))

    def _by_people(self) -> Iterator[Change]:
        return (one for some in self._by_key.values() for one in some if not is_mending(one.step))

    # --- What became of a row ---------------------------------------------------------------------------

    def entries(self, key: Key) -> Sequence[Change]:
        """The entries about a row, in the order in which they were made."""
        inserted = sorted(self._by_key.get(key, ()), key=lambda one: (one.at, one.step))
        return [made for _step, some in groupby(inserted, key=lambda one: one.step) for made in _joined(list(some))]

    def folded(self, key: Key) -> Folded | None:
        """What a row is after all entries about it; None when people made none."""
        if key not in self._folded:
            entries, mended = self.entries(key), self._mended.get(key, ())
            follows = self._following(key[0])
            self._folded[key] = fold(key[0], entries, consequences=follows, mended=mended) if entries else None
        return self._folded[key]

    def _following(self, noun: str) -> frozenset[str]:
        """The steps in which what happened to rows of a noun followed from a change of something else."""
        if noun in NOUNS:
            return frozenset()
        return self._of_books if noun == "transcript" else self._of_books | self._of_texts

    def first(self, key: Key) -> tuple[str, str]:
        """When a row was made, and what it is known by: what was made first comes first."""
        entries = self._by_key.get(key, ())
        return min((one.at for one in entries), default=""), key[1]

    # --- Who knew what ----------------------------------------------------------------------------------

    def is_new(self, one: Change) -> bool:
        """Whether one of the copies lacks an entry."""
        return not all(self._side(one))

    def has(self, one: Change) -> bool:
        """Whether our copy has an entry."""
        return self._side(one)[0]

    def has_step(self, step: str) -> bool:
        """Whether one of the logs has entries of a step."""
        return any(step == one for side in self._sides for one, _noun, _guid in side)

    def knew(self, one: Change, other: Change) -> bool:
        """Whether every copy that has an entry has another one too."""
        return all(there or not here for here, there in zip(self._side(one), self._side(other), strict=True))

    def _side(self, one: Change) -> list[bool]:
        return [(one.step, one.noun, one.guid) in side for side in self._sides]


def _whole(one: Change) -> Change:
    """The entry with images that have every column."""
    width = _WIDTH[one.noun]
    if all(row is None or len(row) >= width for row in (one.before, one.after)):
        return one
    before, after = (whole(one.noun, row) if row else None for row in (one.before, one.after))
    return replace(one, before=before, after=after)


def _joined(step: list[Change]) -> Iterator[Change]:
    """The entries of one step about one row; what it takes away and writes again is one change."""
    waiting: Change | None = None
    for one in step:
        if waiting and one.action == "insert":
            one, waiting = replace(one, action="update", before=waiting.before), None
        elif waiting:
            yield waiting
            waiting = None
        if one.action == "delete":
            waiting = one
        else:
            yield one
    if waiting:
        yield waiting


def _numbers(log: Iterable[Change]) -> dict[str, int]:
    """For parts of which a configuration has several alike: which of them, by GUID."""
    seen: Counter[tuple[str, str]] = Counter()
    number = {}
    for one in log:
        if one.noun == "configuration_part" and one.action == "insert" and one.after:
            what = one.step, known_by(one.noun, one.after)
            number[one.guid] = seen[what]
            seen[what] += 1
    return {guid: place for guid, place in number.items() if place}


def _steps_of_books(log: Iterable[Change]) -> Iterator[str]:
    """Steps that changed the code book: what else changed in them followed from that."""
    return (one.step for one in log if one.noun == "codebook" and one.action == "update")


def _steps_of_texts(log: Iterable[Change]) -> Iterator[str]:
    """Steps that corrected a text, and those of merges that did: what else changed in them moved with it."""
    for one in log:
        if is_mending(one.step):
            yield one.step
        elif one.noun == "transcript" and one.action == "update" and one.before and one.after:
            yield from [one.step] if one.before["text"] != one.after["text"] else ()
