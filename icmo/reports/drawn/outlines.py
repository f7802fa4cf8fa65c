"""Shapes of our own SVG as matplotlib's paths: rectangles, circles, lines, curves and quarters of circles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from matplotlib.path import Path as Outline

Point: TypeAlias = tuple[float, float]
Look: TypeAlias = Mapping[str, str]

ROUND = 0.5523  # how far the points that pull a quarter of a circle lie towards its corner
_TOKEN = re.compile(r"[A-Za-z]|-?(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?")
_LENGTHS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "A": 7, "Z": 0}


def outline_of(name: str, own: Look, at: Point) -> Outline:
    """The outline of a rectangle, a circle or a path, moved to where its group stands.

    Raises
    ------
    ValueError
        A mark or a command of a path that our drawings do not use.
    """
    if name == "rect":
        x, y, wide, high = (float(own.get(key, 0)) for key in ("x", "y", "width", "height"))
        return _traced(_rounded(x, y, wide, high, min(float(own.get("rx", 0)), wide / 2, high / 2)), at)
    if name == "circle":
        x, y, r = (float(own[key]) for key in ("cx", "cy", "r"))
        return _traced(_rounded(x - r, y - r, 2 * r, 2 * r, r), at)
    if name == "path":
        return _traced(own["d"], at)
    raise ValueError(name)


def _rounded(x: float, y: float, wide: float, high: float, r: float) -> str:
    """A rectangle's path with round corners."""
    if not r:
        return f"M{x:f} {y:f} h{wide:f} v{high:f} h{-wide:f} Z"
    return (
        f"M{x + r:f} {y:f} h{wide - 2 * r:f} a{r} {r} 0 0 1 {r} {r} v{high - 2 * r:f} a{r} {r} 0 0 1 {-r} {r} "
        f"h{2 * r - wide:f} a{r} {r} 0 0 1 {-r} {-r} v{2 * r - high:f} a{r} {r} 0 0 1 {r} {-r} Z"
    )


def _traced(d: str, at: Point) -> Outline:
    """An SVG path as matplotlib's; of arcs it knows quarters of circles."""
    from matplotlib.path import Path as Made

    points: list[Point] = []
    codes: list[Any] = []
    here = start = at
    for command, values in _commands(d):
        if command in "Zz":
            points.append(start)
            codes.append(Made.CLOSEPOLY)
            here = start
            continue
        new = _points(command, values, here, at)
        here = new[-1]
        start = here if command in "Mm" else start
        points += new
        codes += [Made.MOVETO if command in "Mm" else Made.LINETO if len(new) == 1 else Made.CURVE4] * len(new)
    return Made(points, codes)


def _commands(d: str) -> Iterator[tuple[str, list[float]]]:
    """The commands with their numbers; one that is repeated without its letter is given it, lines after a move."""
    tokens = _TOKEN.findall(d)
    place, command = 0, ""
    while place < len(tokens):
        if tokens[place].isalpha():
            command, place = tokens[place], place + 1
        else:
            command = {"M": "L", "m": "l"}.get(command, command)
        if command.upper() not in _LENGTHS or command == "A":
            raise ValueError(command)
        length = _LENGTHS[command.upper()]
        yield command, [float(one) for one in tokens[place : place + length]]
        place += length


def _points(command: str, values: list[float], here: Point, at: Point) -> list[Point]:
    """The points that a command adds."""
    x, y = here if command.islower() else at
    if command in "Hh":
        return [(values[0] + x, here[1])]
    if command in "Vv":
        return [(here[0], values[0] + y)]
    if command == "a":
        return _quarter(here, (here[0] + values[5], here[1] + values[6]), clockwise=bool(values[4]))
    return [(values[i] + x, values[i + 1] + y) for i in range(0, len(values), 2)]


def _quarter(start: Point, end: Point, *, clockwise: bool) -> list[Point]:
    """A quarter of a circle as a Bézier piece."""
    same = (end[0] - start[0]) * (end[1] - start[1]) > 0
    corner = (end[0], start[1]) if same == clockwise else (start[0], end[1])
    pulls = [tuple(a + (b - a) * ROUND for a, b in zip(point, corner, strict=True)) for point in (start, end)]
    return [(pulls[0][0], pulls[0][1]), (pulls[1][0], pulls[1][1]), end]
