"""What searching stands on: words found in a text, and spans that know which of them another span touches."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from icmo.models import Coding
from icmo.text.danish import lemma

Span = tuple[int, int]
_WORD = re.compile(r"\w+(?:[-'’]\w+)*")


class Places:
    """Disjoint spans in order, which tell which of them another span shares a character with."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self.spans = list(spans)
        self._starts = [start for start, _end in self.spans]
        self._ends = [end for _start, end in self.spans]

    def touched(self, start: int, end: int) -> range:
        """The numbers of the spans that share a character with this one.

        Examples
        --------
        >>> Places([(0, 5), (5, 9), (12, 20)]).touched(5, 13)
        range(1, 3)
        """
        return range(bisect_right(self._ends, start), bisect_left(self._starts, end))

    def all_touched(self, spans: Iterable[Span]) -> set[int]:
        """The numbers of the spans that share a character with one of these."""
        return {i for span in spans for i in self.touched(*span)}

    def hold(self, start: int, end: int) -> bool:
        """Whether the span lies in one of these."""
        return any(self._starts[i] <= start and end <= self._ends[i] for i in self.touched(start, end))

    def bear(self, marks: Iterable[Coding]) -> list[tuple[str, ...]]:
        """The GUIDs of the codings on each span."""
        guids: list[list[str]] = [[] for _span in self.spans]
        for mark in marks:
            for i in self.touched(mark.start, mark.end):
                guids[i].append(mark.guid)
        return [tuple(some) for some in guids]


def shared(one: Sequence[Span], other: Sequence[Span]) -> list[Span]:
    """What two lists of disjoint spans have in common.

    Examples
    --------
    >>> shared([(0, 10), (20, 30)], [(5, 25), (25, 27)])
    [(5, 10), (20, 25), (25, 27)]
    """
    places = Places(one)
    pairs = ((one[i], span) for span in other for i in places.touched(*span))
    return [(max(a[0], b[0]), min(a[1], b[1])) for a, b in pairs]


def by_transcript(codings: Iterable[Coding]) -> dict[str, list[Coding]]:
    """The codings of each transcript in the order of their places; an empty list for any other transcript."""
    found: dict[str, list[Coding]] = defaultdict(list)
    for coding in sorted(codings, key=lambda one: (one.start, one.end, one.guid)):
        found[coding.transcript].append(coding)
    return found


def find_letters(text: str, wanted: str) -> list[Span]:
    """Where some letters stand, large or small, within words too; a blank is any white space.

    Examples
    --------
    >>> find_letters("Bus og\\nBUSKORT, ogbus", "og bus")
    [(4, 10)]
    """
    pattern = r"\s+".join(re.escape(word) for word in wanted.split())
    return [match.span() for match in re.finditer(pattern, text, re.IGNORECASE)]


def find_lemmas(text: str, wanted: str) -> list[Span]:
    """Where words follow one another in any inflection, from left to right, no place overlapping the one before it.

    Examples
    --------
    >>> find_lemmas("Vi øvede bussen.", "øve bus")
    [(3, 15)]
    """
    words, phrase = _words(text), _lemmas(wanted)
    spans, free = [], 0
    for i in [i for i, one in enumerate(words.lemmas) if one == phrase[0]]:
        last = i + len(phrase)
        if i >= free and words.lemmas[i:last] == phrase:
            spans.append((words.starts[i], words.ends[last - 1]))
            free = last
    return spans


def has_words(text: str) -> bool:
    """Whether there is a word to find inflections of."""
    return bool(_WORD.search(text))


@dataclass(frozen=True)
class _Words:
    """The words of a text in dictionary form, and where each begins and ends."""

    lemmas: tuple[str, ...]
    starts: array[int]
    ends: array[int]


@lru_cache(maxsize=4096)
def _words(text: str) -> _Words:
    """The words of a text, kept because texts never change and the next search shall be quick."""
    spans = [match.span() for match in _WORD.finditer(text)]
    starts, ends = (array("I", offsets) for offsets in zip(*spans, strict=True)) if spans else (array("I"), array("I"))
    return _Words(_lemmas(text), starts, ends)


def _lemmas(text: str) -> tuple[str, ...]:
    return tuple(lemma(word.lower()) for word in _WORD.findall(text))
