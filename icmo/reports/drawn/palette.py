"""What tells series apart: a colour, a hatch and a marker each, so that nothing rests on colour alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from icmo.colours import INK, PAPER
from icmo.documents.model import Series
from icmo.reports.drawn.marks import number, path

# Okabe & Ito (2008), darkened until white numbers are read on each (4.5 : 1), and lightened for dark screens.
PALETTE = ("#00558A", "#A66300", "#00684C", "#B0447F", "#2277AD", "#9E3000", "#756C00", "#4A4A4A")
PALETTE_DARK = ("#6CB0E6", "#F0A850", "#55C7A0", "#EFA0CC", "#8CCBF2", "#F58A5C", "#D8CC55", "#B8B8B8")
HATCHES = ("", "/", "|", "x", "-", "\\", "+")
MARKERS = ("circle", "square", "triangle", "diamond", "cross", "plus", "turned")
STEP = 6.0  # px from one line of a hatch to the next


def colours(series: Sequence[Series]) -> list[str]:
    """The colour of each series: its kind's where it has one, else one of the palette."""
    free = iter(range(len(series)))
    return [
        INK[one.letter] if INK.get(one.letter) and one.letter else PALETTE[next(free) % len(PALETTE)] for one in series
    ]


def hatch_of(place: int) -> str:
    """The hatch of the series in that place; the first is plain."""
    return HATCHES[place % len(HATCHES)]


def marker_of(place: int) -> str:
    """The marker of the series in that place."""
    return MARKERS[place % len(MARKERS)]


def hatch(kind: str, x: float, y: float, width: float, height: float) -> str:
    """White lines over a rectangle, cut off at its sides; nothing for the plain one."""
    lines = [line for one in kind.replace("x", "/\\").replace("+", "-|") for line in _lines(one, x, y, width, height)]
    if not lines:
        return ""
    d = " ".join(f"M{number(a)} {number(b)} L{number(c)} {number(e)}" for a, b, c, e in lines)
    return path(d, stroke=PAPER, thick=1.2, name=f"hatch hatch-{HATCHES.index(kind)}")


def _lines(kind: str, x: float, y: float, width: float, height: float) -> Iterator[tuple[float, float, float, float]]:
    """The lines of one direction, as they lie on the sheet, so that neighbours' lines meet."""
    right, bottom = x + width, y + height
    if kind == "|":
        yield from ((at, y, at, bottom) for at in _steps(x, right))
    elif kind == "-":
        yield from ((x, at, right, at) for at in _steps(y, bottom, STEP * 0.7))
    elif kind == "/":  # x + y is the same all along
        for total in _steps(x + y, right + bottom, STEP * 1.4):
            start, end = max(x, total - bottom), min(right, total - y)
            if end > start:
                yield start, total - start, end, total - end
    else:  # x - y is the same all along
        for apart in _steps(x - bottom, right - y, STEP * 1.4):
            start, end = max(x, apart + y), min(right, apart + bottom)
            if end > start:
                yield start, start - apart, end, end - apart


def _steps(start: float, end: float, step: float = STEP) -> Iterator[float]:
    at = (start // step + 1) * step
    while at < end:
        yield at
        at += step


def marker(kind: str, x: float, y: float, colour: str, *, radius: float = 4.0) -> str:
    """A mark on a line's point."""
    r, thin = radius, radius * 0.35
    if kind == "circle":
        d = (
            f"M{number(x - r)} {number(y)} a{r:g} {r:g} 0 0 1 {r:g} {-r:g} a{r:g} {r:g} 0 0 1 {r:g} {r:g} "
            f"a{r:g} {r:g} 0 0 1 {-r:g} {r:g} a{r:g} {r:g} 0 0 1 {-r:g} {-r:g} Z"
        )
        return path(d, fill=colour, stroke=PAPER, name=f"marker {kind}")
    shapes = {
        "square": ((-0.85, -0.85), (0.85, -0.85), (0.85, 0.85), (-0.85, 0.85)),
        "triangle": ((0, -1.15), (1.1, 0.85), (-1.1, 0.85)),
        "turned": ((0, 1.15), (1.1, -0.85), (-1.1, -0.85)),
        "diamond": ((0, -1.25), (1.25, 0), (0, 1.25), (-1.25, 0)),
    }
    if kind in shapes:
        points = [f"{number(x + a * r)} {number(y + b * r)}" for a, b in shapes[kind]]
        return path("M" + " L".join(points) + " Z", fill=colour, stroke=PAPER, name=f"marker {kind}")
    arms = ((-r, -r, r, r), (-r, r, r, -r)) if kind == "cross" else ((-r, 0, r, 0), (0, -r, 0, r))
    d = " ".join(f"M{number(x + a)} {number(y + b)} L{number(x + c)} {number(y + e)}" for a, b, c, e in arms)
    return path(d, stroke=colour, thick=1 + thin, name=f"marker {kind}")
