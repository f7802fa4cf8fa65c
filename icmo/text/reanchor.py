"""Where the places of an old text lie in a corrected one, so that codings move with their words."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from operator import attrgetter, itemgetter
from typing import Any, NamedTuple

from icmo.text.anchors import trim
from icmo.text.same import WORD, Block, Span, same_stretches, spans_of

FEW, SOME = 3, 6  # so few words that became so few were corrected; where more were replaced, they are gone


class Change(NamedTuple):
    """A stretch of the old text and what stands in its place in the new one, each perhaps empty, with their words."""

    start: int
    end: int
    new_start: int
    new_end: int
    words: list[Span]
    new_words: list[Span]

    @property
    def is_correction(self) -> bool:
        """Whether a few words became a few."""
        return 0 < len(self.words) <= FEW and 0 < len(self.new_words) <= SOME

    def part(self, start: int, end: int) -> Span | None:
        """What of the new stretch belongs to a span of the old text."""
        if max(self.start, start) >= min(self.end, end):
            return None
        mine = _overlap(self.words, start, end, *_OF_SPAN)
        if self.words[mine] and len(self.words) == len(self.new_words):
            first, last = self.new_words[mine][0][0], self.new_words[mine][-1][1]
            return self.new_start if start <= self.start else first, self.new_end if end >= self.end else last
        return (self.new_start, self.new_end) if 2 * len(self.words[mine]) >= len(self.words) else None


@dataclass(frozen=True)
class Alignment:
    """An old and a new text with what is the same in both, in order.

    Attributes
    ----------
    before, after : the texts; offsets are code points
    blocks : the stretches that are the same
    """

    before: str
    after: str
    blocks: tuple[Block, ...]

    def span(self, start: int, end: int) -> Span | None:
        """The span of the new text that holds what is left of a span of the old one; None when its words are gone.

        What was inserted within the span belongs to it; what was inserted just before or after it does not.
        What replaced words of the span belongs to it. Where other words were replaced along with them, those of
        the span are found by counting if there are as many new words as old ones; else all of what is new belongs
        to the span if at least half of what it replaced did. Up to three words that became up to six were
        corrected, as a name by its pseudonym; where more were replaced and nothing else is left, the words are gone.

        Parameters
        ----------
        start, end : offsets into the old text, half-open

        Returns
        -------
        tuple of int, or None
            Offsets into the new text, half-open, without white space at the ends.

        Examples
        --------
        >>> found = align("Hun tog busen hjem.", "Ja, hun tog bussen hjem. Altid.")
        >>> found.after[slice(*found.span(8, 18))]
        'bussen hjem'
        >>> align("Hun tog bussen hjem.", "Hun tog bussen.").span(15, 19) is None
        True
        """
        start, end = trim(self.before, start, end)
        within = _overlap(self.blocks, start, end, *_OLD)
        kept = [block.clipped(start, end) for block in self.blocks[within]]
        changes = [(one, one.part(start, end)) for one in self.changes[within.start : within.stop + 1]]
        if not (self._has_words(kept, start, end) or any(part and one.is_correction for one, part in changes)):
            return None
        parts = [(one.after, one.new_end) for one in kept] + [part for _, part in changes if part]
        return trim(self.after, min(parts)[0], max(parts)[1])

    def place(self, offset: int) -> int:
        """Where an offset of the old text lies in the new one; within a changed stretch, where that begins.

        Examples
        --------
        >>> align("Hun tog bussen hjem.", "Hun gik altså hjem.").place(15)
        14
        """
        return self._from(bisect_right(self.blocks, offset, key=_OLD[0]), offset)

    def around(self, start: int, end: int) -> Span:
        """The stretch between what is left of the text before a span and what is left of the text after it.

        Unlike `span` it holds what was added at the ends, and it is empty where all is gone.

        Examples
        --------
        >>> align("I: Ja.\\nK: Nej.", "I: Ja. Jo.\\nK: Nej.").around(3, 6)
        (3, 10)
        """
        before = self._from(bisect_left(self.blocks, start, key=_OLD[0]), start)
        following = bisect_right(self.blocks, end, key=_OLD[1])
        if following == len(self.blocks):
            return before, len(self.after)
        block = self.blocks[following]
        return before, block.after + max(0, end - block.before)

    def is_new(self, start: int, end: int) -> bool:
        """Whether a stretch of the new text holds no word of the old one."""
        kept = self.blocks[_overlap(self.blocks, start, end, *_NEW)]
        return not any(_has(str.isalnum, self.after[max(b.after, start) : min(b.new_end, end)]) for b in kept)

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """What lies before the first block, between the blocks and after the last."""
        edges = [Block(0, 0, 0), *self.blocks, Block(len(self.before), len(self.after), 0)]
        return tuple(self._change(one.end, other.before, one.new_end, other.after) for one, other in pairwise(edges))

    def _change(self, start: int, end: int, new_start: int, new_end: int) -> Change:
        words, new_words = spans_of(WORD, self.before, start, end), spans_of(WORD, self.after, new_start, new_end)
        return Change(start, end, new_start, new_end, words, new_words)

    def _from(self, number: int, offset: int) -> int:
        """The place of an offset in the last of so many blocks, or in the change after it."""
        block = self.blocks[number - 1] if number else Block(0, 0, 0)
        return block.after + min(offset - block.before, block.size)

    def _has_words(self, kept: Iterable[Block], start: int, end: int) -> bool:
        """Whether a letter or a digit is kept, or, of a span without any, another sign."""
        counts = str.isalnum if _has(str.isalnum, self.before[start:end]) else _is_sign
        return any(_has(counts, self.before[block.before : block.end]) for block in kept)


def align(before: str, after: str) -> Alignment:
    """Find where the places of a text lie in a corrected version of it.

    Time grows little faster than length, also when every line has changed: a second or two for 100,000 words.

    Parameters
    ----------
    before, after : the two versions, both normalised (`icmo.text.anchors.normalise`)

    Examples
    --------
    >>> align("Hun tog busen hjem.", "Så tog hun bussen hjem.").place(14)
    18
    """
    return Alignment(before, after, same_stretches(before, after))


def _overlap(
    pieces: Sequence[Any], start: int, end: int, first: Callable[[Any], int], last: Callable[[Any], int]
) -> slice:
    """Which of some pieces in order overlap a span; `first` and `last` tell where a piece begins and ends."""
    return slice(bisect_right(pieces, start, key=last), bisect_left(pieces, end, key=first))


_OF_SPAN = itemgetter(0), itemgetter(1)
_OLD = attrgetter("before"), attrgetter("end")
_NEW = attrgetter("after"), attrgetter("new_end")


def _is_sign(character: str) -> bool:
    return not character.isspace()


def _has(test: Callable[[str], bool], text: str) -> bool:
    return any(map(test, text))
