"""What of a text is the same in a corrected version of it: equal lines first, then equal words of the other lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from icmo.text.matching import Pair, matches

Span = tuple[int, int]

WORD = re.compile(r"\w(?:\w|[\u0300-\u036f])*")
_LINE = re.compile(r"\S[^\n]*")
_TOKEN = re.compile(rf"{WORD.pattern}|\S")
_SENTENCE_END = re.compile(r"[.!?…)\]”»\"]\s?$")
# Unrelated turns of the sample share a tenth of the words of the shorter one, the closest of 3000 pairs 0.39.
ALIKE = 0.4  # a line was corrected when the new one has this share of the words of the shorter of the two,
LONG_RUN = 8  # or so many words in a row
FAR = 500  # characters over which a better place for an insertion is looked for


class Block(NamedTuple):
    """A stretch that is the same in both texts."""

    before: int
    after: int
    size: int

    @property
    def end(self) -> int:
        """Where it ends in the old text."""
        return self.before + self.size

    @property
    def new_end(self) -> int:
        """Where it ends in the new text."""
        return self.after + self.size

    def clipped(self, start: int, end: int) -> Block:
        """What of it lies in a span of the old text."""
        first, last = max(self.before, start), min(self.end, end)
        return Block(first, self.after + first - self.before, last - first)


class _Token(NamedTuple):
    """A word or a sign, with the number of its line."""

    start: int
    text: str
    line: int


def same_stretches(before: str, after: str) -> tuple[Block, ...]:
    """The stretches that two versions of a text share, in order.

    Words that a new line shares by chance with an old one are no match: two lines are one line corrected when they
    share two fifths of the words of the shorter, or eight words in a row. Words that go on from an unchanged line are
    always matched.

    Examples
    --------
    >>> same_stretches("Hun tog busen.", "Hun tog bussen.")
    (Block(before=0, after=0, size=8), Block(before=13, after=14, size=1))
    """
    old, new = spans_of(_LINE, before), spans_of(_LINE, after)
    same = matches([before[slice(*line)] for line in old], [after[slice(*line)] for line in new])
    blocks = [Block(old[i][0], new[j][0], old[i][1] - old[i][0]) for i, j in same]
    for (i, j), (k, m) in pairwise([(-1, -1), *same, (len(old), len(new))]):
        blocks += _same_words(_tokens(before, old[i + 1 : k]), _tokens(after, new[j + 1 : m]))
    joined = list(_joined(before, after, sorted(blocks)))
    return tuple(_slid(before, after, joined))


def spans_of(pattern: re.Pattern[str], text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Where a pattern matches within a stretch of a text."""
    return [match.span() for match in pattern.finditer(text, start, len(text) if end is None else end)]


def _tokens(text: str, lines: Iterable[Span]) -> list[_Token]:
    """The words and signs of some lines."""
    return [_Token(m.start(), m[0], number) for number, line in enumerate(lines) for m in _TOKEN.finditer(text, *line)]


def _is_word(token: _Token) -> bool:
    return any(map(str.isalnum, token.text))


def _same_words(old: Sequence[_Token], new: Sequence[_Token]) -> Iterator[Block]:
    """The words of changed lines that are the same."""
    same = matches([token.text for token in old], [token.text for token in new])
    alike = _alike(same, old, new)
    ends = (0, 0), (len(old) - 1, len(new) - 1)  # what goes on from the unchanged lines is surely the same
    for run in _runs(same):
        sure = run[0] == ends[0] or run[-1] == ends[1] or sum(_is_word(old[i]) for i, _ in run) >= LONG_RUN
        if sure or any((old[i].line, new[j].line) in alike for i, j in run):
            yield from (Block(old[i].start, new[j].start, len(old[i].text)) for i, j in run)


def _alike(same: Iterable[Pair], old: Sequence[_Token], new: Sequence[_Token]) -> set[Pair]:
    """The numbers of old lines with those of the new lines that they became."""
    shared = Counter((old[i].line, new[j].line) for i, j in same if _is_word(old[i]))
    olds, news = (Counter(token.line for token in tokens if _is_word(token)) for tokens in (old, new))
    return {(i, j) for (i, j), number in shared.items() if number >= ALIKE * min(olds[i], news[j])}


def _runs(pairs: Iterable[Pair]) -> Iterator[list[Pair]]:
    """Pairs that follow each other on both sides, together."""
    run: list[Pair] = []
    for i, j in pairs:
        if run and run[-1] != (i - 1, j - 1):
            yield run
            run = []
        run.append((i, j))
    if run:
        yield run


def _joined(before: str, after: str, blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks with the white space beside them that is the same, united where nothing else lies between them."""
    last = Block(0, 0, 0)
    for block in [*blocks, Block(len(before), len(after), 0)]:
        old, new = before[last.end : block.before], after[last.new_end : block.after]
        head = _common_space(old, new)
        if head == len(old) == len(new):
            last = last._replace(size=last.size + head + block.size)
            continue
        if last.size + head:
            yield last._replace(size=last.size + head)
        tail = _common_space(old[head:][::-1], new[head:][::-1])
        last = Block(block.before - tail, block.after - tail, block.size + tail)
    if last.size:
        yield last


def _common_space(one: str, other: str) -> int:
    """How many characters of white space two texts begin with alike."""
    pairs = zip(one, other, strict=False)
    return next((i for i, (a, b) in enumerate(pairs) if a != b or not a.isspace()), min(len(one), len(other)))


def _slid(before: str, after: str, blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks, with what was only inserted or only deleted beginning and ending where sentences do, if it may.

    “Vi gik. ” put before “Vi kom.” can be read as “gik. Vi ” put into it, too.
    """
    last = Block(0, 0, 0)
    for block in [*blocks, Block(len(before), len(after), 0)]:
        shift = 0
        if last.end == block.before:
            shift = _best_shift(after, last.new_end, block.after, last.size, block.size)
        elif last.new_end == block.after:
            shift = _best_shift(before, last.end, block.before, last.size, block.size)
        if last.size + shift:
            yield last._replace(size=last.size + shift)
        last = Block(block.before + shift, block.after + shift, block.size - shift)
    if last.size:
        yield last


def _best_shift(text: str, start: int, end: int, most_back: int, most_on: int) -> int:
    """How far a stretch can be moved, the text staying as it is, to begin and end best."""
    if start == end:
        return 0
    most_back, most_on = min(most_back, FAR), min(most_on, FAR)
    back = next((k for k in range(most_back) if text[start - 1 - k] != text[end - 1 - k]), most_back)
    on = next((k for k in range(most_on) if text[start + k] != text[end + k]), most_on)
    return max(range(-back, on + 1), key=lambda k: (_pause(text, start + k) + _pause(text, end + k), -abs(k)))


def _pause(text: str, place: int) -> int:
    """How much of a pause there is: between lines 3, between sentences 2, between words 1."""
    before, after = text[place - 1 : place] or "\n", text[place : place + 1] or "\n"
    if "\n" in (before, after):
        return 3
    if not (before.isspace() or after.isspace()):
        return 0
    return 1 + bool(_SENTENCE_END.search(text, max(0, place - 2), place))
