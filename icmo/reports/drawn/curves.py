"""Lines over steps, each named at its end."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from icmo.colours import FILL, MUTED
from icmo.documents.model import Curves
from icmo.drawing.boxes import settled
from icmo.reports.drawn import palette
from icmo.reports.drawn.legend import axis_words, nothing
from icmo.reports.drawn.marks import BODY, LINE, SMALL, WIDTH, Drawing, line, number, path, text, texts
from icmo.reports.drawn.words import lines, places_of, row_of, said, width

HEIGHT, NAMES, MARKED = 250.0, 170.0, 15  # of the plot; room for the names at most; markers on a line at most


@dataclass(frozen=True)
class Plot:
    """The field that lines are drawn on."""

    left: float
    right: float
    top: float
    bottom: float
    low: float
    high: float
    steps: int

    def x(self, place: int) -> float:
        """Where a step stands; a single one in the middle."""
        if self.steps == 1:
            return (self.left + self.right) / 2
        return self.left + 8 + (self.right - self.left - 16) * place / (self.steps - 1)

    def y(self, value: float) -> float:
        """Where a value stands."""
        return self.bottom - (self.bottom - self.top) * (value - self.low) / (self.high - self.low)


def curves(picture: Curves) -> Drawing:
    """The lines as a drawing."""
    if not picture.steps or not picture.series:
        return nothing()
    rows = [row_of(one.values, len(picture.steps)) for one in picture.series]
    places = places_of(value for row in rows for value in row)
    names = [
        lines(f"{one.name}: {_last(row, places)}", NAMES, size=BODY)
        for one, row in zip(picture.series, rows, strict=True)
    ]
    marks = ticks([value for row in rows for value in row if value is not None], whole=places == 0)
    written = [said(mark, places_of(marks)) for mark in marks]
    parts, top = axis_words(picture.axis, 0, 4)
    wide = max(width(name, size=BODY) for label in names for name in label)
    high = max(HEIGHT, sum(len(name) * LINE + 4 for name in names))
    plot = Plot(
        max(width(word, size=SMALL) for word in written) + 8, WIDTH - wide - 26, top + 8, top + 8 + high,
        marks[0], marks[-1], len(picture.steps),
    )  # fmt: skip
    for mark, word in zip(marks, written, strict=True):
        parts.append(line(plot.left, plot.y(mark), plot.right, plot.y(mark), stroke=FILL[""] if mark else MUTED))
        parts.append(text(plot.left - 6, plot.y(mark) + 4, word, size=SMALL, anchor="end", fill=MUTED))
    below, end = _steps(picture.steps, plot)
    inks = palette.colours(picture.series)
    for place, row in enumerate(rows):
        parts += _curve(row, plot, inks[place], palette.marker_of(place))
    return Drawing((*parts, *below, *_names(names, rows, plot, inks)), end)


def _last(row: Sequence[float | None], places: int) -> str:
    return said(next((value for value in reversed(row) if value is not None), None), places)


def ticks(values: Sequence[float], *, whole: bool) -> list[float]:
    """Round numbers from zero or below to the highest or above, about five of them.

    Examples
    --------
    >>> ticks([3, 17], whole=True), ticks([1], whole=True)
    ([0, 5, 10, 15, 20], [0, 1])
    """
    low, high = min([0.0, *values]), max([0.0, *values])
    rough = (high - low or 1.0) / 5
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough * 0.999)
    step = max(1, round(step)) if whole else step
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(i * step, 10) for i in range(first, max(last, first + 1) + 1)]


def _curve(row: Sequence[float | None], plot: Plot, ink: str, kind: str) -> Iterator[str]:
    """A line, broken where values are missing, with markers."""
    places = [i for i, value in enumerate(row) if value is not None]
    for _run, found in groupby(places, key=lambda i: i - places.index(i)):
        points = [(plot.x(i), plot.y(row[i] or 0.0)) for i in found]
        d = "M" + " L".join(f"{number(x)} {number(y)}" for x, y in points)
        if len(points) > 1:
            yield path(d, stroke=ink, thick=2, name="curve")
    every = math.ceil(len(places) / MARKED) or 1
    for i in places[::-1][::every]:
        yield palette.marker(kind, plot.x(i), plot.y(row[i] or 0.0), ink)


def _names(
    names: Sequence[tuple[str, ...]], rows: Sequence[Sequence[float | None]], plot: Plot, inks: Sequence[str]
) -> Iterator[str]:
    """The lines' names at their ends, moved apart, each led to from its end."""
    ends = [next((i for i in reversed(range(len(row))) if row[i] is not None), None) for row in rows]
    heights = [plot.bottom if end is None else plot.y(row[end] or 0.0) for end, row in zip(ends, rows, strict=True)]
    order = sorted(range(len(rows)), key=lambda i: (heights[i], i))
    sizes = [len(names[i]) * LINE + 4 for i in order]
    for i, middle in zip(order, _within(settled([heights[i] for i in order], sizes), sizes, plot), strict=True):
        end = ends[i]
        if end is not None:
            yield line(plot.x(end) + 6, heights[i], plot.right + 12, middle, stroke=inks[i])
        kind = palette.marker_of(i)
        yield palette.marker(kind, plot.right + 17, middle, inks[i], radius=3.5)
        yield from texts(plot.right + 25, middle - len(names[i]) * LINE / 2 + 11, names[i])


def _within(middles: Sequence[float], sizes: Sequence[float], plot: Plot) -> list[float]:
    """Heights moved into the plot, in their order and still apart."""
    made, edge = list(middles), plot.top - 8
    for i, size in enumerate(sizes):
        made[i] = max(made[i], edge + size / 2)
        edge = made[i] + size / 2
    edge = max(plot.bottom + 8, plot.top - 8 + sum(sizes))
    for i in reversed(range(len(sizes))):
        made[i] = min(made[i], edge - sizes[i] / 2)
        edge = made[i] - sizes[i] / 2
    return made


def _steps(steps: Sequence[str], plot: Plot) -> tuple[list[str], float]:
    """The names of the steps below the plot, of every second, third … where there is no room for all."""
    apart = (plot.right - plot.left - 16) / max(1, len(steps) - 1)
    longest = max(width(word, size=SMALL) for step in steps for word in step.split() or [""]) + 8
    every = max(1, math.ceil(longest / apart)) if len(steps) > 1 else 1
    room = min(every * apart, 160.0) - 6 if len(steps) > 1 else 160.0
    parts, most = [], 1
    for place in range(0, len(steps), every):
        said_ = lines(steps[place], room, size=SMALL, most=3)
        x, most = plot.x(place), max(most, len(said_))
        half = max(width(one, size=SMALL) for one in said_) / 2
        parts.append(line(x, plot.bottom, x, plot.bottom + 4, stroke=MUTED))
        parts += texts(
            min(max(half, x), WIDTH - half), plot.bottom + 17, said_, step=13, size=SMALL, anchor="middle", fill=MUTED
        )
    return parts, plot.bottom + 17 + most * 13
