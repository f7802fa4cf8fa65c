"""Values in rows × columns, darker the larger they are, each with its number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from icmo.colours import PAPER
from icmo.documents.model import Grid
from icmo.i18n import _, count
from icmo.reports.drawn.legend import axis_words, note, nothing
from icmo.reports.drawn.marks import BODY, HIGHEST, LINE, SMALL, WIDTH, Drawing, rect, text, texts
from icmo.reports.drawn.words import lines, places_of, row_of, said, width

LIGHT, DARK = "#EDF5FC", "#52A5DD"  # the least and the most of something, both under dark text
EDGE, LABELS, CELL, HEADING, LEVEL, STEP = "#B4BAC2", 220.0, 170.0, 150.0, 80.0, 13.0


@dataclass(frozen=True)
class Table:
    """Labels in lines, the numbers with their words, and how wide a cell is."""

    labels: list[tuple[str, ...]]
    values: list[list[float | None]]
    words: list[list[str]]
    left: float
    cell: float
    low: float
    high: float

    def height(self, row: int) -> float:
        """How high a row is."""
        return max(26.0, len(self.labels[row]) * LINE + 6)


def grid(picture: Grid) -> Drawing:
    """The cells as a drawing, in bands where the columns do not fit beside each other.

    Rows and columns that do not fit on a page are counted below.
    """
    if not picture.rows or not picture.columns:
        return nothing()
    table, bare = _table(picture)
    axis = _("{axis} (pct.)").format(axis=picture.axis) if bare else picture.axis
    parts, y = axis_words(axis, 0, 4)
    per_band = max(1, int((WIDTH - table.left) / table.cell + 1e-9))
    shown_rows = _fitting_rows(table, HIGHEST - 190)
    drawn = 0
    for first in range(0, len(picture.columns), per_band):
        marks, high = _band(
            picture.columns, table, range(first, min(first + per_band, len(picture.columns))), shown_rows, y
        )
        if first and y + high > HIGHEST - 30:
            break
        parts, y, drawn = [*parts, *marks], y + high + 10, min(first + per_band, len(picture.columns))
    more, y = note(_left_out(len(picture.rows) - shown_rows, len(picture.columns) - drawn), y - 8)
    return Drawing((*parts, *more), y + 6)


def _left_out(rows: int, columns: int) -> str:
    words = [count(rows, "further row in the table", "further rows in the table")] if rows else []
    words += [count(columns, "further column in the table", "further columns in the table")] if columns else []
    return " · ".join(words)


def _table(picture: Grid) -> tuple[Table, bool]:
    """The cells with their words, and whether percentages stand bare since cells are narrow."""
    labels = [lines(name, LABELS, size=BODY) for name in picture.rows]
    left = max(width(one, size=BODY) for label in labels for one in label) + 10
    values = [row_of(row, len(picture.columns)) for row in (*picture.values, *[()] * len(labels))][: len(labels)]
    found = [value for row in values for value in row if value is not None]
    places = places_of(found)
    words = [[said(value, places, shares=picture.shares) for value in row] for row in values]
    room = (WIDTH - left) / len(picture.columns)
    bare = picture.shares and room < _widest(words)
    if bare:
        words = [[said(None if value is None else 100 * value, 0) for value in row] for row in values]
    cell = min(CELL, max(room, _widest(words)))
    return Table(labels, values, words, left, cell, min([0.0, *found]), max([0.0, *found])), bare


def _widest(words: Sequence[Sequence[str]]) -> float:
    return max(24.0, *(width(word, size=SMALL) + 8 for row in words for word in row))


def _fitting_rows(table: Table, room: float) -> int:
    for row in range(len(table.labels)):
        room -= table.height(row)
        if room < 0 and row:
            return row
    return len(table.labels)


def _band(names: Sequence[str], table: Table, columns: range, rows: int, y: float) -> tuple[list[str], float]:
    """The headings of some columns and the cells below them, and how high it all is."""
    parts, high = _headings([names[i] for i in columns], table, y)
    top = y + high
    for row in range(rows):
        first = top + table.height(row) / 2 - len(table.labels[row]) * LINE / 2 + 11
        parts += texts(0, first, table.labels[row])
        for place, column in enumerate(columns):
            parts += _cell(table, row, column, table.left + place * table.cell, top)
        top += table.height(row)
    return parts, top - y


def _cell(table: Table, row: int, column: int, x: float, y: float) -> Iterator[str]:
    value, high = table.values[row][column], table.height(row)
    ground = PAPER if value is None else shade(value, table.low, table.high)
    yield rect(x, y, table.cell, high, fill=ground, stroke=EDGE, thick=0.75, name="cell")
    yield text(x + table.cell / 2, y + high / 2 + 4, table.words[row][column], size=SMALL, anchor="middle")


def shade(value: float, low: float, high: float) -> str:
    """The ground under a number: white for nothing, then from light to dark.

    Examples
    --------
    >>> shade(0, 0, 7), shade(7, 0, 7)
    ('#FFFFFF', '#52A5DD')
    """
    if high <= low or value <= low:
        return PAPER
    part = (value - low) / (high - low)
    ends = [[int(colour[i : i + 2], 16) for i in (1, 3, 5)] for colour in (LIGHT, DARK)]
    return "#" + "".join(f"{round(one + (other - one) * part):02X}" for one, other in zip(*ends, strict=True))


def _headings(names: Sequence[str], table: Table, y: float) -> tuple[list[str], float]:
    """The columns' names above them: level where their words fit or can be broken, else upright."""
    room = table.cell - 8
    if room >= LEVEL or all(width(word, size=SMALL) <= room for name in names for word in name.split()):
        return _level([lines(name, room, size=SMALL, most=5) for name in names], table, y)
    return _upright([lines(name, HEADING, size=SMALL, most=max(1, int(room / STEP))) for name in names], table, y)


def _level(names: Sequence[tuple[str, ...]], table: Table, y: float) -> tuple[list[str], float]:
    high, parts = max(map(len, names)) * STEP + 8, []
    for i, name in enumerate(names):
        x, first = table.left + (i + 0.5) * table.cell, y + high - 7 - (len(name) - 1) * STEP
        parts += texts(x, first, name, step=STEP, size=SMALL, anchor="middle")
    return parts, high


def _upright(names: Sequence[tuple[str, ...]], table: Table, y: float) -> tuple[list[str], float]:
    high, parts = max(width(line, size=SMALL) for name in names for line in name) + 10, []
    for i, name in enumerate(names):
        x = table.left + (i + 0.5) * table.cell + 4 - (len(name) - 1) * STEP / 2
        parts += [text(x + j * STEP, y + high - 6, line, size=SMALL, upright=True) for j, line in enumerate(name)]
    return parts, high
