"""The lines of a PDF page in the order in which one reads them: column by column, what goes across them first.

A column begins where many lines begin, and no text reaches over the white strip before it. Lines that do reach over
it part the page into bands, each read by itself.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median

from icmo.formats import dialogue
from icmo.formats.pdf_page import SPACE, Stretch

MIN_LINES = 3  # on either side of a gutter, unless other pages of the file have it too
MIN_SHARE = 0.2  # of the width of the text: a narrower column is a margin, or names who speaks
MIN_FILL = 0.45  # of its column's width does prose fill in most lines; a list of names does not
GUTTER = 0.5  # of the font's size: the white strip before a column
ALIGNED = 3.0  # points between the beginnings of a column's lines,
MIN_ALIGNED = 0.5  # in as many of its lines: words in a justified line fall below each other by chance
MAX_COLUMNS_DEPTH = 3  # gutters within gutters
_SAME_LINE = 0.45  # of the font's size: how far baselines in a line differ (raised note marks)


@dataclass(frozen=True)
class Line:
    """A line of text with its place, its page (from 0), the edges of its column, and how far that may reach."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    page: int
    column: int
    left: float
    right: float
    margin: float


def lines(
    stretches: Sequence[Stretch], page: int, gutters: Collection[float] = (), *, width: float = 0.0
) -> list[Line]:
    """The lines of a page in reading order.

    `gutters` are columns' beginnings on other pages of the file; with the page's `width` a column of short lines, whose
    edge nobody sees, is taken to reach as near to it as the text does on the left.
    """
    found: list[Line] = []
    columns = [rows_of(column) for column in _columns(_once(stretches), gutters, 0)]
    starts = sorted({min(row[0].x0 for row in rows) for rows in columns})
    for number, rows in enumerate(columns):
        left, right = min(row[0].x0 for row in rows), max(one.x1 for row in rows for one in row)
        beside = [start for start in starts if start > right]
        margin = right if beside else max(right, width - starts[0])
        found += [_line(row, page, number, (left, right, margin)) for row in rows]
    return found


def _line(row: list[Stretch], page: int, column: int, edges: tuple[float, float, float]) -> Line:
    widest = max(row, key=lambda one: one.x1 - one.x0)
    x1 = max(one.x1 for one in row)
    return Line(text_of(row), row[0].x0, x1, widest.y, widest.size, page, column, *edges)


def _once(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Each stretch once: bold is sometimes made by printing twice."""
    return list({(round(one.x0), round(one.y), one.text): one for one in stretches}.values())


def rows_of(stretches: Iterable[Stretch]) -> list[list[Stretch]]:
    """The stretches line by line, from the top, each from left to right."""
    rows: list[list[Stretch]] = []
    for one in sorted(stretches, key=lambda one: (-one.y, one.x0)):
        if rows and rows[-1][0].y - one.y <= _SAME_LINE * max(rows[-1][0].size, one.size):
            rows[-1].append(one)
        else:
            rows.append([one])
    return [sorted(row, key=lambda one: one.x0) for row in rows]


def text_of(row: Sequence[Stretch]) -> str:
    """What a line says, with a space where there is a gap."""
    parts = [row[0].text]
    for last, one in pairwise(row):
        parts.append(" " if one.x0 - last.x1 > SPACE * min(last.size, one.size) else "")
        parts.append(one.text)
    return " ".join("".join(parts).split())


def gutters_of(stretches: Sequence[Stretch]) -> list[float]:
    """Where the columns of a page begin, the first one apart."""
    gutter = _gutter(stretches, (), 0)
    return [] if gutter is None else [gutter]


def _columns(stretches: list[Stretch], gutters: Collection[float], depth: int) -> Iterator[list[Stretch]]:
    gutter = _gutter(stretches, gutters, depth) if depth < MAX_COLUMNS_DEPTH else None
    if gutter is None:
        if stretches:
            yield stretches
        return
    for band, parted in _merged(_bands(stretches, gutter), gutter, _least(gutter, gutters, depth)):
        for side in _sides(band, gutter) if parted else ():
            yield from _columns(side, gutters, depth + 1)
        if not parted:
            yield band


def _gutter(stretches: Sequence[Stretch], known: Collection[float], depth: int) -> float | None:
    """The beginning of the column that most lines speak for."""
    edges = Counter(round(one.x0) for one in stretches)
    near = {x: edges[x - 1] + edges[x] + edges[x + 1] for x in edges}
    often = sorted(near, key=lambda x: (-near[x], x))[:12]
    candidates = [float(x) for x in often if near[x] >= _least(x, known, depth)]
    scored = [(_score(stretches, x, _least(x, known, depth)), -x) for x in candidates]
    score, best = max(scored, default=(0, 0.0))
    return -best if score else None


def _score(stretches: Sequence[Stretch], gutter: float, least: int) -> int:
    """How many lines stand beside others when the page is parted here."""
    sides = [_sides(band, gutter) for band in _bands(stretches, gutter)]
    return sum(min(len(left), len(right)) for left, right in sides if _parts(left, right, gutter, least))


def _least(x: float, gutters: Collection[float], depth: int) -> int:
    """How many lines must stand on either side: one where other pages have the gutter too."""
    known = any(abs(x - gutter) <= ALIGNED for gutter in gutters)
    return 1 if known else MIN_LINES * (depth + 1)


def _sides(band: Iterable[Stretch], gutter: float) -> tuple[list[Stretch], list[Stretch]]:
    left: list[Stretch] = []
    right: list[Stretch] = []
    for one in band:
        (left if one.x0 < gutter - 1.5 else right).append(one)
    return left, right


def _bands(stretches: Sequence[Stretch], gutter: float) -> list[list[Stretch]]:
    """The page from the top: what lies beside the gutter, and between it what reaches across."""
    across = sorted(one.y for one in stretches if one.x0 < gutter - 1.5 and one.x1 > gutter - GUTTER * one.size)
    bands: list[list[Stretch]] = []
    last: int | None = None
    for one in sorted(stretches, key=lambda one: -one.y):
        at = bisect_left(across, one.y - _SAME_LINE * one.size)
        within = at < len(across) and across[at] <= one.y + _SAME_LINE * one.size
        key = 2 * at + 1 if within else 2 * at
        if key != last:
            bands.append([])
            last = key
        bands[-1].append(one)
    return bands


def _merged(bands: list[list[Stretch]], gutter: float, least: int) -> Iterator[tuple[list[Stretch], bool]]:
    """The bands and whether they are columns; those that are not are put together with their neighbours."""
    for parted, group in groupby(bands, key=lambda band: _parts(*_sides(band, gutter), gutter, least)):
        if parted:
            yield from ((band, True) for band in group)
        else:
            yield [one for band in group for one in band], False


def _parts(left: Sequence[Stretch], right: Sequence[Stretch], gutter: float, least: int) -> bool:
    """Whether the two sides of a gutter are columns of prose."""
    if not left or not right:
        return False
    rows, others = rows_of(left), rows_of(right)
    if min(len(rows), len(others)) < least:
        return False
    aligned = sum(abs(row[0].x0 - gutter) <= ALIGNED for row in others)
    if aligned < MIN_ALIGNED * len(others):
        return False
    width = max(one.x1 for one in right) - min(one.x0 for one in left)
    if min(_width(left), _width(right)) < MIN_SHARE * width:
        return least == 1
    filled = median(_width(row) for row in rows) / max(_width(left), 1.0)
    labels = sum(dialogue.is_speaker(text_of(row).rstrip(": ")) for row in rows)
    return (least == 1 or filled >= MIN_FILL) and 2 * labels < len(rows)


def _width(stretches: Sequence[Stretch]) -> float:
    return max(one.x1 for one in stretches) - min(one.x0 for one in stretches)
