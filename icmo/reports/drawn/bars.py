"""Horizontal bars, beside each other or stacked, with their numbers written at them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from icmo.colours import MUTED, PAPER
from icmo.documents.model import Bars
from icmo.i18n import count
from icmo.reports.drawn import palette
from icmo.reports.drawn.legend import axis_words, legend, note, nothing, swatch
from icmo.reports.drawn.marks import BODY, HIGHEST, LINE, SMALL, WIDTH, Drawing, line, rect, text, texts
from icmo.reports.drawn.words import flowing, lines, places_of, row_of, said, width

BAR, THICK, GAP, BETWEEN = 15.0, 22.0, 2.0, 12.0  # a bar, a stacked one, between two of them, between categories
LABELS = 230.0  # room for the categories' names at most
TAILS = 0.45  # part of the room that numbers behind stacked bars may take


@dataclass(frozen=True)
class Bar:
    """One category: its label in lines, its values and the words for them."""

    label: tuple[str, ...]
    values: list[float | None]
    words: list[str]


@dataclass(frozen=True)
class Sheet:
    """Where bars begin, how long one of 1 is, and how the series look."""

    left: float
    zero: float
    scale: float
    inks: list[str]

    def piece(self, place: int, x: float, y: float, wide: float, high: float) -> list[str]:
        """A bar of a series."""
        made = rect(x, y, wide, high, fill=self.inks[place], name=f"bar series-{place}")
        return [made, palette.hatch(palette.hatch_of(place), x, y, wide, high)]


def bars(picture: Bars) -> Drawing:
    """The bars as a drawing; categories that do not fit on a page are counted below."""
    if not picture.categories or not picture.series:
        return nothing()
    stacked = picture.stacked and not any(value < 0 for one in picture.series for value in one.values if value)
    names = [lines(name, LABELS, size=BODY) for name in picture.categories]
    left = max(width(name, size=BODY) for label in names for name in label) + 10
    made = _rows(picture, names)
    sheet = (_stacked_sheet if stacked else _grouped_sheet)(made, left, palette.colours(picture.series))
    parts, y = legend(picture.series, 4) if len(picture.series) > 1 else ([], 4.0)
    words, top = axis_words(picture.axis, left, y)
    parts, y, drawn = [*parts, *words], top, 0
    for row in made:
        marks, high = (_stack if stacked else _group)(row, sheet, y + BETWEEN / 2)
        if drawn and y + high + BETWEEN > HIGHEST - 30:
            break
        parts, y, drawn = [*parts, *marks], y + high + BETWEEN, drawn + 1
    parts.append(line(sheet.zero, top, sheet.zero, y, stroke=MUTED))
    rest = len(made) - drawn
    more, y = note(count(rest, "further row in the table", "further rows in the table") if rest else "", y)
    return Drawing((*(part for part in parts if part), *more), y + 4)


def _rows(picture: Bars, names: Sequence[tuple[str, ...]]) -> list[Bar]:
    columns = [row_of(one.values, len(names)) for one in picture.series]
    places = places_of(value for column in columns for value in column)
    return [
        Bar(name, values, [said(value, places, shares=picture.shares) for value in values])
        for name, *values in zip(names, *columns, strict=True)
    ]


def _label(row: Bar, sheet: Sheet, y: float, high: float) -> list[str]:
    first = y + high / 2 - len(row.label) * LINE / 2 + 11
    return texts(sheet.left - 8, first, row.label, anchor="end")


# --- Beside each other ------------------------------------------------------------------------------------


def _grouped_sheet(rows: Sequence[Bar], left: float, inks: list[str]) -> Sheet:
    values = [value for row in rows for value in row.values if value is not None]
    low, high = min([0.0, *values]), max([0.0, *values])
    words = max(width(word, size=SMALL) for row in rows for word in row.words) + 8
    room = WIDTH - left - words * (2 if low < 0 else 1)
    scale = room / (high - low) if high > low else 0.0
    return Sheet(left, left + (words - low * scale if low < 0 else 0.0), scale, inks)


def _group(row: Bar, sheet: Sheet, y: float) -> tuple[list[str], float]:
    """The bars of a category below each other, and how high they are with its label."""
    bars_high = len(row.values) * (BAR + GAP) - GAP
    high = max(bars_high, len(row.label) * LINE)
    parts, top = _label(row, sheet, y, high), y + (high - bars_high) / 2
    for place, (value, words) in enumerate(zip(row.values, row.words, strict=True)):
        end = sheet.zero + (value or 0.0) * sheet.scale
        at = top + place * (BAR + GAP)
        if value:
            parts += sheet.piece(place, min(end, sheet.zero), at, abs(end - sheet.zero), BAR)
        before = value is not None and value < 0
        parts.append(
            text(end + (-5 if before else 5), at + 11.5, words, size=SMALL, anchor="end" if before else "start")
        )
    return parts, high


# --- Stacked ----------------------------------------------------------------------------------------------


def _stacked_sheet(rows: Sequence[Bar], left: float, inks: list[str]) -> Sheet:
    """The longest bars for which the numbers that do not fit in them still fit behind them."""
    room = WIDTH - left - 2
    scale = _fitting(rows, [0.0] * len(rows), room)
    for _turn in range(6):  # shorter bars hold fewer numbers, so that more stand behind them
        tails = [min(sum(wide for _i, wide in _tail(row, scale)), room * TAILS) for row in rows]
        scale = _fitting(rows, tails, room)
    return Sheet(left, left, scale, inks)


def _fitting(rows: Sequence[Bar], tails: Sequence[float], room: float) -> float:
    totals = [sum(value or 0.0 for value in row.values) for row in rows]
    return min(((room - tail) / total for total, tail in zip(totals, tails, strict=True) if total), default=0.0)


def _inside(value: float | None, words: str, scale: float) -> bool:
    return bool(value) and (value or 0.0) * scale >= width(words, size=SMALL) + 6


def _tail(row: Bar, scale: float) -> Iterator[tuple[int, float]]:
    """The series whose number does not fit into its part of the bar, and the room for it with its field."""
    for place, (value, words) in enumerate(zip(row.values, row.words, strict=True)):
        if not _inside(value, words, scale):
            yield place, 9 + 4 + width(words, size=SMALL) + 7


def _stack(row: Bar, sheet: Sheet, y: float) -> tuple[list[str], float]:
    """A category's bar of parts, with the numbers of the small ones behind it or below."""
    tail = list(_tail(row, sheet.scale))
    end = sheet.zero + sum(value or 0.0 for value in row.values) * sheet.scale
    flow = list(flowing((wide for _place, wide in tail), end + 6, sheet.left, WIDTH + 7))
    bar_high = THICK + max((line for _x, line in flow), default=0) * LINE
    high = max(bar_high, len(row.label) * LINE)
    top = y + (high - bar_high) / 2
    parts = [*_label(row, sheet, y, high), *_parts(row, sheet, top)]
    for (place, _wide), (x, line_) in zip(tail, flow, strict=True):
        at = top + line_ * LINE + (3 if line_ else 0)
        parts.append(swatch(x, at + 7, sheet.inks[place], palette.hatch_of(place), wide=9, high=9))
        parts.append(text(x + 13, at + 15, row.words[place], size=SMALL))
    return parts, high


def _parts(row: Bar, sheet: Sheet, y: float) -> Iterator[str]:
    x = sheet.zero
    for place, (value, words) in enumerate(zip(row.values, row.words, strict=True)):
        wide = (value or 0.0) * sheet.scale
        if wide:
            yield from sheet.piece(place, x, y, wide, THICK)
            yield line(x + wide, y, x + wide, y + THICK, stroke=PAPER, thick=1.5)
        if _inside(value, words, sheet.scale):
            yield from _plate(words, x + wide / 2, y, sheet.inks[place])
        x += wide


def _plate(words: str, middle: float, y: float, ink: str) -> Iterator[str]:
    """A number on its bar, on a ground without hatches."""
    half = width(words, size=SMALL) / 2 + 2
    yield rect(middle - half, y + 4, 2 * half, THICK - 8, fill=ink)
    yield text(middle, y + 15, words, size=SMALL, anchor="middle", fill=PAPER)
