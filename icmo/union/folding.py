"""What a row is after all entries about it, whoever wrote them: every facet as it was last changed.

What an entry knew is in its image of the row before. A change whose image differs from what the row was then was made
without sight of another's: the later holds, the earlier is told. What is deleted without sight of a change is kept.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

from icmo.models import Change
from icmo.union import books
from icmo.union.copies import Row
from icmo.union.facets import PLACE, Facet, Facets, as_row, facets, is_quiet, say_the_same

ABSENT = "∅"  # the value of a facet that has been taken away
_NOTHING: tuple[Any, ...] = (None, "", [], {})


class Head(NamedTuple):
    """A value of a facet that nobody has changed with sight of it, and the entry that gave it."""

    value: Any
    by: Change


@dataclass(frozen=True)
class Clash:
    """A facet that people changed without sight of each other; of a whole row, that one deleted it."""

    facet: Facet
    kept: Head
    lost: Head


@dataclass(frozen=True)
class Folded:
    """A row as its entries leave it (None: deleted), what it was when it was last deleted, and what clashed."""

    noun: str
    row: Row | None
    ghost: Row | None
    entries: Sequence[Change]
    clashes: tuple[Clash, ...] = ()
    revived: tuple[Clash, ...] = ()
    mixed: bool = False  # it is what no entry says that it is
    placed: Change | None = None

    @property
    def last(self) -> Change:
        """The newest entry."""
        return self.entries[-1]

    def placed_by(self) -> Change:
        """The entry that gave the row the place at which it stands."""
        if self.placed is not None:
            return self.placed
        moved = (one for one in reversed(self.entries) if _place(self.noun, one.before) != _place(self.noun, one.after))
        return next(moved, self.entries[0])


def _place(noun: str, row: Row | None) -> Any:
    return facets(noun, row).get(PLACE)


def fold(
    noun: str,
    entries: Sequence[Change],
    *,
    consequences: Collection[str] = (),
    mended: Iterable[Row] = (),
) -> Folded:
    """What a row is after these entries, in the order in which they were made.

    Parameters
    ----------
    consequences : steps whose entries follow from a change of something else, as codings move with a corrected text;
        what somebody said of the row itself goes before them
    mended : what earlier merges made of the row, which those who changed it later had before them
    """
    if _is_one_line(entries):
        last = entries[-1]
        return Folded(noun, last.after, last.before if last.after is None else None, entries)
    row = _Row(noun, consequences, [facets(noun, one) for one in mended])
    for one in entries:
        row.take(one)
    return row.folded(entries)


def _is_one_line(entries: Sequence[Change]) -> bool:
    """Whether everybody had the entry before theirs before them."""
    return entries[0].before is None and all(one.after == other.before for one, other in pairwise(entries))


@dataclass
class _Row:
    """A row while its entries are taken one after the other."""

    noun: str
    consequences: Collection[str]
    mended: Sequence[Facets]
    heads: dict[Facet, list[Head]] = field(default_factory=dict)
    alive: bool = False
    root: Facets | None = None
    ghost: Facets | None = None
    deleted_by: Change | None = None
    revived: list[Clash] = field(default_factory=list)
    woven: list[Clash] = field(default_factory=list)

    def take(self, one: Change) -> None:
        """Let the next entry change the row."""
        before, after = facets(self.noun, one.before), facets(self.noun, one.after)
        if self.root is None:
            self._begin(one, before or after)
        if one.action == "insert":
            self._insert(one, after)
        elif one.action == "update":
            self._update(one, before, after)
        else:
            self._delete(one, before)

    def _begin(self, one: Change, first: Facets) -> None:
        self.root, self.alive = first, one.action != "insert"
        self.heads = {facet: [Head(value, one)] for facet, value in first.items()}

    def _insert(self, one: Change, after: Facets) -> None:
        known = self.ghost or self.root or {}
        if not self.alive and self.heads:
            self.alive, self.deleted_by = True, None
            self.heads = {facet: [Head(value, one)] for facet, value in after.items()}
            return
        new = {facet for facet, value in after.items() if value not in _NOTHING and known.get(facet) != value}
        if any(not is_quiet(facet) for facet in new):
            for facet in new:
                self._set(facet, Head(after[facet], one))

    def _update(self, one: Change, before: Facets, after: Facets) -> None:
        changed = [facet for facet in {**before, **after} if before.get(facet, ABSENT) != after.get(facet, ABSENT)]
        if not self.alive:
            if one.step in self.consequences or all(map(is_quiet, changed)):
                return
            assert self.deleted_by is not None
            self._live_on(one, self.deleted_by)
        for facet in changed:
            self._change(one, facet, before.get(facet, ABSENT), after.get(facet, ABSENT))

    def _live_on(self, by: Change, deletion: Change) -> None:
        self.alive, self.deleted_by = True, None
        self.revived.append(Clash((), Head(None, by), Head(None, deletion)))

    def _change(self, one: Change, facet: Facet, before: Any, after: Any) -> None:
        there = self.heads.setdefault(facet, [Head(ABSENT, one)])
        if self.noun in books.NOUNS and books.can_weave(there[-1].value, before, after):
            self._weave(one, facet, before, after)
            return
        seen = self._sees(facet, before)
        if not seen and (one.step in self.consequences or after == ABSENT):
            there.insert(0, Head(after, one))
            return
        if seen and all(head.value != before for head in there):
            before = there[-1].value
        self.heads[facet] = [head for head in there if head.value != before]
        self._set(facet, Head(after, one))

    def _weave(self, one: Change, facet: Facet, before: Any, after: Any) -> None:
        """Let a change of a code, made without sight of another's, hold where it differs from what was there."""
        *others, last = self.heads[facet]
        made, lost = books.woven(last.value, before, after)
        self.woven += [Clash((*facet, *path), Head(new, one), Head(old, last.by)) for path, new, old in lost]
        self.heads[facet] = [head for head in others if head.value != before] + [Head(made, one)]

    def _sees(self, facet: Facet, before: Any) -> bool:
        """Whether somebody who had this value before them saw the facet as it is."""
        there = self.heads.get(facet) or [Head(ABSENT, self._any())]
        return there[-1].value == before or any(one.get(facet, ABSENT) == before for one in self.mended)

    def _any(self) -> Change:
        return next(iter(self.heads.values()))[0].by

    def _set(self, facet: Facet, head: Head) -> None:
        there = self.heads.get(facet, [])
        self.heads[facet] = [one for one in there if one.value != head.value] + [head]

    def _delete(self, one: Change, before: Facets) -> None:
        if not self.alive:
            return
        if unseen := self._unseen(before):
            self.revived.append(Clash((), unseen, Head(None, one)))
            return
        self.alive, self.deleted_by = False, one
        self.ghost = self._now()

    def _unseen(self, before: Facets) -> Head | None:
        """A change that somebody who saw the row like this did not see."""
        for facet, there in self.heads.items():
            head = there[-1]
            if is_quiet(facet) or head.by.step in self.consequences:
                continue
            if not self._sees(facet, before.get(facet, ABSENT)):
                return head
        return None

    def _now(self) -> Facets:
        return {facet: there[-1].value for facet, there in self.heads.items() if there[-1].value != ABSENT}

    # --- The result -------------------------------------------------------------------------------------

    def folded(self, entries: Sequence[Change]) -> Folded:
        """What the row is after all of them."""
        said = next((one.after for one in reversed(entries) if one.after), None)
        row = self._row(self._now(), said) if self.alive else None
        return Folded(
            noun=self.noun,
            row=row,
            ghost=self._row(self.ghost, said) if self.ghost is not None and not self.alive else None,
            entries=entries,
            clashes=tuple(self._clashes()) if self.alive else (),
            revived=tuple(self.revived) if self.alive else (),
            mixed=row is not None and row != said,
            placed=self.heads[PLACE][-1].by if PLACE in self.heads else None,
        )

    def _row(self, now: Facets, said: Row | None) -> Row:
        row = as_row(self.noun, now)
        if self.noun in books.NOUNS:
            orders = {facet[1]: self._orders(there) for facet, there in self.heads.items() if facet[0] == books.ORDER}
            text = books.text_of(now, orders)
            row[books.YAML] = said[books.YAML] if said and books.says_the_same(text, said[books.YAML]) else text
        return row

    def _orders(self, there: Sequence[Head]) -> list[Any]:
        return [head.value for head in there if head.value != ABSENT]

    def _clashes(self) -> Iterable[Clash]:
        yield from self.woven
        for facet, there in self.heads.items():
            *others, kept = there
            for lost in others:
                follows = {one.by.step for one in (kept, lost)} & set(self.consequences)
                told = not is_quiet(facet) and not (facet == PLACE and follows)
                if told and not say_the_same(facet, kept.value, lost.value):
                    yield Clash(facet, kept, lost)
