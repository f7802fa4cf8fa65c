"""What is to be told of an import, gathered while it goes on: the same remark once, with how often and of what."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from icmo.refi.parcel import Noun, Remark

MAX_NAMES = 5

Topic = Noun | Literal["file", "text", "offset"]


@dataclass
class _Heap:
    number: int = 0
    names: list[str] = field(default_factory=list)


@dataclass
class Tally:
    """Remarks by what they say.

    Examples
    --------
    >>> tally = Tally()
    >>> for name in ("A", "B", "A"):
    ...     tally.add("source", "not read", name)
    >>> tally.remarks()
    (Remark(noun='source', what='not read', number=3, names=('A', 'B')),)
    """

    _heaps: dict[tuple[Topic, str], _Heap] = field(default_factory=dict)

    def add(self, noun: Topic, what: str, name: str = "", number: int = 1) -> None:
        """Remark on so many things, one of which has this name."""
        if number < 1:
            return
        heap = self._heaps.setdefault((noun, what), _Heap())
        heap.number += number
        if name and len(heap.names) < MAX_NAMES and name not in heap.names:
            heap.names.append(name)

    def remarks(self) -> tuple[Remark, ...]:
        """The remarks in the order in which they were first made."""
        return tuple(Remark(noun, what, heap.number, tuple(heap.names)) for (noun, what), heap in self._heaps.items())
