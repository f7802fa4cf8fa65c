"""Curves of a drawing, as cubic Bézier pieces with the points on them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

Point = tuple[float, float]


@dataclass(frozen=True)
class Piece:
    """One cubic piece: where it starts, the two points that pull it, and where it ends."""

    start: Point
    first: Point
    second: Point
    end: Point

    def at(self, t: float) -> Point:
        """The point at `t` from 0 to 1.

        Examples
        --------
        >>> Piece((0, 0), (1, 0), (2, 0), (3, 0)).at(0.5)
        (1.5, 0.0)
        """
        weights = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3
        corners = (self.start, self.first, self.second, self.end)
        x, y = (sum(w * corner[i] for w, corner in zip(weights, corners, strict=True)) for i in (0, 1))
        return x, y


@dataclass(frozen=True)
class Curve:
    """Pieces that follow each other."""

    pieces: tuple[Piece, ...]

    @property
    def start(self) -> Point:
        """Where the line begins."""
        return self.pieces[0].start

    @property
    def end(self) -> Point:
        """Where the line ends."""
        return self.pieces[-1].end

    @property
    def path(self) -> str:
        """The curve as SVG path data."""
        pieces = " ".join(f"C{_at(p.first)} {_at(p.second)} {_at(p.end)}" for p in self.pieces)
        return f"M{_at(self.start)} {pieces}"

    def points(self) -> Iterator[Point]:
        """The ends of the pieces, in order."""
        yield self.start
        yield from (piece.end for piece in self.pieces)

    def reversed(self) -> Curve:
        """The same line, drawn from its end."""
        return Curve(tuple(Piece(p.end, p.second, p.first, p.start) for p in reversed(self.pieces)))

    def shortened(self, length: float) -> Curve:
        """The line without its last bit, where an arrow's head stands; it comes in level, from either side."""
        last = self.pieces[-1]
        x, y = last.end
        x += length if last.second[0] > x else -length
        return Curve((*self.pieces[:-1], Piece(last.start, last.first, last.second, (x, y))))


def through(points: Sequence[Point]) -> Curve:
    """A smooth line from left to right through the points, level at each."""
    return Curve(tuple(_level(one, other) for one, other in pairwise(points)))


def arc(start: Point, end: Point, reach: float) -> Curve:
    """A line that swings out to one side and comes back: `reach` to the right, negative to the left."""
    side = (max if reach > 0 else min)(start[0], end[0]) + reach
    return Curve((Piece(start, (side, start[1]), (side, end[1]), end),))


def around(points: Sequence[Point], radius: float = 10) -> Curve:
    """Straight lines from point to point with rounded corners."""
    pieces, at = [], points[0]
    for corner, after in pairwise(points[1:]):
        before, past = _toward(corner, at, radius), _toward(corner, after, radius)
        pieces += [Piece(at, at, before, before), Piece(before, corner, corner, past)]
        at = past
    return Curve((*pieces, Piece(at, at, _toward(points[-1], at, 1), points[-1])))


def _level(one: Point, other: Point) -> Piece:
    bend = (other[0] - one[0]) / 2
    return Piece(one, (one[0] + bend, one[1]), (other[0] - bend, other[1]), other)


def _toward(point: Point, other: Point, length: float) -> Point:
    dx, dy = other[0] - point[0], other[1] - point[1]
    distance = (dx**2 + dy**2) ** 0.5
    share = min(length, distance / 2) / distance if distance else 0.0
    return point[0] + dx * share, point[1] + dy * share


def _at(point: Point) -> str:
    return f"{round(point[0], 1):g} {round(point[1], 1):g}"
