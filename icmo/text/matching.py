"""Which parts of one sequence stand in another, in the same order: patience matching.

What stands once on either side, taken in the longest order that both share, splits long sequences into short ones
(Bram Cohen's patience diff, as in ``git diff --patience``); where nothing stands once, a sequence is halved. Short ones
are compared by their longest equal runs (`difflib`). Time grows little faster than length, also where no two lines are
alike.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

Pair = tuple[int, int]
SHORT = 10_000  # comparisons, at least 1, that are cheaper than a search for what stands once
_LANDMARKS = ((1, True), (4, True), (1, False))  # words in a row, and whether they must stand once


def matches(one: Sequence[str], other: Sequence[str]) -> list[Pair]:
    """The places of equal elements, rising on both sides.

    Examples
    --------
    >>> matches("hun tog busen hjem".split(), "hun, tog bussen hjem".split())
    [(1, 1), (3, 3)]
    """
    found: list[Pair] = []
    todo = [((0, 0), (len(one), len(other)))]
    while todo:
        start, end = todo.pop()
        first, last = _changed(one, other, start, end)
        found += zip(range(start[0], first[0]), range(start[1], first[1]), strict=True)
        found += zip(range(last[0], end[0]), range(last[1], end[1]), strict=True)
        if (last[0] - first[0]) * (last[1] - first[1]) <= SHORT:
            found += _runs(one, other, first, last)
        else:
            marks = _landmarks(one[first[0] : last[0]], other[first[1] : last[1]])
            placed = [(first[0] + i, first[1] + j) for i, j in marks]
            found += placed
            todo += _between(placed, first, last) if placed else _halves(first, last)
    return sorted(found)


def _changed(one: Sequence[str], other: Sequence[str], start: Pair, end: Pair) -> tuple[Pair, Pair]:
    """The stretch without what is equal at its beginning and its end."""
    (i, j), (k, m) = start, end
    while i < k and j < m and one[i] == other[j]:
        i, j = i + 1, j + 1
    while i < k and j < m and one[k - 1] == other[m - 1]:
        k, m = k - 1, m - 1
    return (i, j), (k, m)


def _runs(one: Sequence[str], other: Sequence[str], start: Pair, end: Pair) -> Iterator[Pair]:
    """The longest equal run, then the longest on either side of it, and so on."""
    left, right = one[start[0] : end[0]], other[start[1] : end[1]]
    if set(left).isdisjoint(right):
        return
    for i, j, size in SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks():
        yield from ((start[0] + i + k, start[1] + j + k) for k in range(size))


def _landmarks(one: Sequence[str], other: Sequence[str]) -> list[Pair]:
    """Elements that surely belong together: those that stand once, else rows that do, else those equally frequent."""
    for row, once in _LANDMARKS:
        if found := _rising(_corresponding(_rows(one, row), _rows(other, row), once=once)):
            return found
    return []


def _rows(sequence: Sequence[str], row: int) -> Sequence[str]:
    """Every so many elements in a row, as one."""
    return sequence if row == 1 else ["\0".join(sequence[i : i + row]) for i in range(len(sequence) - row + 1)]


def _corresponding(one: Sequence[str], other: Sequence[str], *, once: bool) -> list[Pair]:
    """The first place of an element with its first on the other side, and so on, where both have it as often."""
    left, right = _places(one), _places(other)
    return sorted(
        pair
        for element, places in left.items()
        if len(places) == len(right.get(element, ())) and (len(places) == 1 or not once)
        for pair in zip(places, right[element], strict=True)
    )


def _places(sequence: Sequence[str]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = {}
    for place, element in enumerate(sequence):
        places.setdefault(element, []).append(place)
    return places


def _rising(pairs: Iterable[Pair]) -> list[Pair]:
    """The longest part of the pairs in which the second place rises as the first does (Fredman, 1975)."""
    tops: list[int] = []  # for each length the lowest second place that ends a chain of that length
    ends: list[Pair] = []
    earlier: dict[Pair, Pair] = {}
    for pair in pairs:
        length = bisect_left(tops, pair[1])
        if length:
            earlier[pair] = ends[length - 1]
        tops[length : length + 1] = [pair[1]]
        ends[length : length + 1] = [pair]
    chain = ends[-1:]
    while chain and chain[-1] in earlier:
        chain.append(earlier[chain[-1]])
    return chain[::-1]


def _halves(start: Pair, end: Pair) -> Iterator[tuple[Pair, Pair]]:
    """The stretch in two, cut in the middle of either side: what lies there is most likely near on the other."""
    middle = (start[0] + end[0]) // 2, (start[1] + end[1]) // 2
    yield start, middle
    yield middle, end


def _between(marks: Sequence[Pair], start: Pair, end: Pair) -> Iterator[tuple[Pair, Pair]]:
    """The stretches before, between and after the marks."""
    befores = [(start[0] - 1, start[1] - 1), *marks]
    for before, after in pairwise([*befores, end]):
        yield (before[0] + 1, before[1] + 1), after
