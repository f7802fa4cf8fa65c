"""Paragraphs put together again from the lines of a PDF."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from icmo.formats import dialogue, line_ends
from icmo.formats.pdf_lines import Line

WIDER = 1.25  # times the usual distance between lines parts paragraphs
DOUBLE = 2.6  # sizes from line to line where they are double-spaced
LARGER = 1.12  # times the size of letters does too
INDENT = 0.8  # of the size
LETTER = 0.5  # of the size: about the width of a letter
WIDTHS = 0.7  # of the wider of two columns on a page: what is narrower is no continuation
HEADING_ROOM = 4.0  # sizes of room to the right of a line that may be a heading
_SENTENCE_END = re.compile(r"[.!?:;…][\"”’»)\]]*\d{0,3}$")
_SYMBOL = re.compile(r"[•▪◦‣●○■□\uf0b7]\s")
_BULLET = re.compile(r"(?:[•▪◦‣●○■□\uf0b7–-]|\(?\d{1,2}[.)]|[a-zæøå]\))\s")


@dataclass(frozen=True)
class Paragraph:
    """A paragraph's text and the page (from 0) on which it begins."""

    text: str
    page: int


def paragraphs(lines: Sequence[Line]) -> list[Paragraph]:
    """The paragraphs that lines in reading order make up."""
    labels, alone = _labels(lines)
    pitch = _pitch(lines)
    seen = line_ends.hyphenated("\n".join(line.text for line in lines))
    found: list[Paragraph] = []
    parts: list[str] = []
    page = 0
    for number, line in enumerate(lines):
        page = page if parts else line.page
        following = lines[number + 1] if number + 1 < len(lines) else None
        if following is None or number + 1 in labels:
            joint = None
        elif number in alone:
            joint = f"{line.text}\n"
        elif _begins(line, following, pitch, hanging=number in labels):
            joint = None
        else:
            joint = line_ends.ending(line.text, following.text, seen)
        parts.append(line.text if joint is None else joint)
        if joint is None:
            found.append(Paragraph("".join(parts), page))
            parts = []
    return found


def _labels(lines: Sequence[Line]) -> tuple[set[int], set[int]]:
    """The numbers of the lines with which somebody begins to speak, and of those that hold nothing but the name."""
    text = "\n".join(line.text for line in lines)
    begins, alone = set(), set()
    number = at = 0
    for turn in dialogue.turns(text):
        while at + len(lines[number].text) < turn.start:
            at += len(lines[number].text) + 1
            number += 1
        if turn.speaker is not None:
            begins.add(number if turn.start > at else number - 1)
            alone |= {number - 1} if turn.start == at else set()
    return begins, alone


def _pitch(lines: Iterable[Line]) -> float:
    """The usual distance between lines, in sizes of their letters."""
    steps = sorted((a.y - b.y) / a.size for a, b in pairwise(lines) if _beside(a, b) and a.size and a.y > b.y)
    return min(steps[len(steps) // 4], DOUBLE) if steps else 1.2


def _beside(one: Line, other: Line) -> bool:
    return (one.page, one.column) == (other.page, other.column)


def _begins(last: Line, line: Line, pitch: float, *, hanging: bool) -> bool:
    """Whether a line begins a paragraph, seen from the one before it."""
    if _SYMBOL.match(line.text):
        return True
    if not 1 / LARGER < line.size / max(last.size, 0.1) < LARGER:
        return True
    if _beside(last, line) and not 0 < (last.y - line.y) / max(last.size, 0.1) < WIDER * pitch:
        return True
    begins_small = line.text[:1].islower() and not _BULLET.match(line.text)
    if last.text.endswith(("-", line_ends.SOFT_HYPHEN)) or begins_small:
        return False
    ended = bool(_SENTENCE_END.search(last.text))
    if ended and _BULLET.match(line.text):
        return True
    room, word = last.right - last.x1, _first_word(line)
    if not _beside(last, line):
        across = last.page == line.page and not WIDTHS < _width(last) / max(_width(line), 1.0) < 1 / WIDTHS
        return across or (ended and last.margin - last.x1 > word) or room > word + HEADING_ROOM * line.size
    indented = line.x0 - line.left > INDENT * line.size and abs(last.x0 - last.left) < INDENT * line.size
    if ended and (room > word or (indented and not hanging and not _BULLET.match(last.text))):
        return True
    return room > word + HEADING_ROOM * line.size


def _width(line: Line) -> float:
    return line.right - line.left


def _first_word(line: Line) -> float:
    """The room that the first word of a line would have needed at the end of the one before."""
    return (len(line.text.split(maxsplit=1)[0]) * 1.15 + 1) * LETTER * line.size
