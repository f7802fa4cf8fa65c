"""A text with stretches of it replaced, which knows where each place of the old text is in the new."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate


@dataclass(frozen=True)
class Edit:
    """A stretch of a text and what stands in its place."""

    start: int
    end: int
    text: str


class Edited:
    """A text with stretches replaced, which knows where each place of the old text is in the new.

    Examples
    --------
    >>> edited = Edited("Ring 12 nu", [Edit(5, 7, "[x]")])
    >>> edited.text, edited.span(6, 10)
    ('Ring [x] nu', (5, 11))
    """

    def __init__(self, text: str, edits: Iterable[Edit]) -> None:
        self._edits = _apart(edits)
        self._starts = [one.start for one in self._edits]
        self._shifts = [0, *accumulate(len(one.text) - (one.end - one.start) for one in self._edits)]
        pieces, place = [], 0
        for one in self._edits:
            pieces += [text[place : one.start], one.text]
            place = one.end
        self.text = "".join([*pieces, text[place:]])

    def __bool__(self) -> bool:
        return bool(self._edits)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of the old text is; what is replaced is taken whole."""
        return self._place(start, at_end=False), self._place(end, at_end=True)

    def _place(self, offset: int, *, at_end: bool) -> int:
        number = bisect_right(self._starts, offset) - 1
        if number < 0:
            return offset
        last = self._edits[number]
        if last.start < offset < last.end or (offset == last.start and not at_end):
            new_start = last.start + self._shifts[number]
            return new_start + len(last.text) if at_end else new_start
        return offset + self._shifts[number if offset == last.start else number + 1]


def _apart(edits: Iterable[Edit]) -> list[Edit]:
    """The edits in order, overlapping ones made one that says what the longest of them says."""
    kept: list[tuple[Edit, int]] = []  # with the length of the one whose words are said
    for one in sorted(edits, key=lambda edit: (edit.start, -edit.end)):
        length = one.end - one.start
        if kept and one.start < kept[-1][0].end:
            last, longest = kept[-1]
            said = one.text if length > longest else last.text
            kept[-1] = Edit(last.start, max(last.end, one.end), said), max(length, longest)
        else:
            kept.append((one, length))
    return [one for one, _length in kept]
