"""A passage that coders read differently, in its surroundings, cut where any of the readings begins or ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from icmo.agreement.disagreements import Disagreement, Reading
from icmo.models import Transcript
from icmo.text.blocks import Block, blocks

AROUND = 400  # characters of the same turn that are shown on either side
ASIDE = 200  # and of the turns before and after


@dataclass(frozen=True)
class Piece:
    """Words that the same readings mark (their numbers), with those that begin and end here."""

    start: int
    end: int
    text: str
    readings: tuple[int, ...] = ()
    begins: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()


@dataclass(frozen=True)
class Shown:
    """A turn, or a line between turns, in pieces; `aside` is one that only surrounds the passage."""

    block: Block
    pieces: tuple[Piece, ...]
    aside: bool
    cut_before: bool = False
    cut_after: bool = False


def passage(source: Transcript, one: Disagreement) -> tuple[Shown, ...]:
    """The turns that the passage lies in, and those before and after, long ones cut."""
    every = blocks(source)
    touched = [n for n, block in enumerate(every) if block.start < one.end and one.start < block.end]
    if not touched:
        return ()
    around = every[max(0, touched[0] - 1) : touched[-1] + 2]
    return tuple(_with_edges([_shown(block, one) for block in around], one.readings))


def _shown(block: Block, one: Disagreement) -> Shown:
    aside = block.end <= one.start or one.end <= block.start
    if aside:
        first = block.start if block.start >= one.end else max(block.start, block.end - ASIDE)
        last = block.end if block.end <= one.start else min(block.end, block.start + ASIDE)
    else:
        first, last = max(block.start, one.start - AROUND), min(block.end, one.end + AROUND)
    first, last = _at_words(block, first, last)
    pieces = tuple(_pieces(block, first, last, one.readings))
    return Shown(block, pieces, aside, first > block.start, last < block.end)


def _at_words(block: Block, first: int, last: int) -> tuple[int, int]:
    """The cut moved to where a word begins or ends, where one does nearby."""
    text = block.text
    if first > block.start:
        space = text.find(" ", first - block.start, first - block.start + 40)
        first = first if space < 0 else block.start + space + 1
    if last < block.end:
        space = text.rfind(" ", last - block.start - 40, last - block.start)
        last = last if space < 0 else block.start + space
    return first, last


def _pieces(block: Block, first: int, last: int, readings: tuple[Reading, ...]) -> Iterator[Piece]:
    spans = [(number, *span) for number, reading in enumerate(readings, 1) for span in reading.spans]
    edges = {first, last, *(edge for _n, *span in spans for edge in span if first < edge < last)}
    for start, end in pairwise(sorted(edges)):
        having = tuple(dict.fromkeys(number for number, from_, to in spans if from_ < end and start < to))
        yield Piece(start, end, block.text[start - block.start : end - block.start], having)


def _with_edges(shown: list[Shown], readings: tuple[Reading, ...]) -> Iterator[Shown]:
    """The same, where the first and the last piece of every span say so."""
    every = [piece for one in shown for piece in one.pieces]
    begins: dict[int, list[int]] = {}
    ends: dict[int, list[int]] = {}
    for number, reading in enumerate(readings, 1):
        for start, end in reading.spans:
            inside = [piece for piece in every if piece.start < end and start < piece.end]
            if inside:
                begins.setdefault(inside[0].start, []).append(number)
                ends.setdefault(inside[-1].start, []).append(number)
    for one in shown:
        pieces = (
            replace(piece, begins=tuple(begins.get(piece.start, ())), ends=tuple(ends.get(piece.start, ())))
            for piece in one.pieces
        )
        yield replace(one, pieces=tuple(pieces))
