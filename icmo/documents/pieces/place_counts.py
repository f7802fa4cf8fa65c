"""How much each municipality tells of each code: quotes, shares of its quotes, and what stands out.

The numbers are those of `icmo.compare.matrix` with codes by municipality; they are counted here from quotes that a
report has united already, since a report asks for the quotes themselves too.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from statistics import median

from icmo.compare.matrix import Cell, Column, Matrix
from icmo.compare.outliers import Outlier, outliers
from icmo.compare.tellings import Book
from icmo.documents.pieces.telling import Telling
from icmo.evidence import Stretch
from icmo.models import Code, Kind


class PlaceCounts:
    """The quotes of each code in each municipality, and how many quotes a municipality has of all codes."""

    def __init__(self, telling: Telling) -> None:
        self._telling = telling
        self.places = telling.material.municipalities
        self._quotes: dict[str, dict[str, list[Stretch]]] = {}
        self._medians: dict[str, float] = {}

    def of(self, code: str) -> dict[str, list[Stretch]]:
        """The quotes of a code, and of those below it, by municipality; those of no municipality under ""."""
        if code not in self._quotes:
            found: dict[str, list[Stretch]] = defaultdict(list)
            for one in self._telling.united(code):
                found[self._telling.place(one)].append(one)
            self._quotes[code] = found
        return self._quotes[code]

    @cached_property
    def totals(self) -> dict[str, int]:
        """All quotes of each municipality, each code by itself: what shares are shares of."""
        spans: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
        for coding in self._telling.material.codings:
            spans[coding.transcript, coding.code].append((coding.start, coding.end))
        totals: dict[str, int] = defaultdict(int)
        for (transcript, _code), some in spans.items():
            totals[self._telling.municipality_of[transcript]] += _united(some)
        return totals

    def at(self, code: str, place: str) -> list[Stretch]:
        """The quotes of a code in a municipality."""
        return self.of(code).get(place, [])

    def share(self, code: str, place: str) -> float | None:
        """A code’s quotes as a part of all quotes of the municipality; None where it has none."""
        total = self.totals.get(place, 0)
        return len(self.at(code, place)) / total if total else None

    def median(self, code: str) -> float:
        """The median of the code’s shares over the municipalities that have quotes."""
        if code not in self._medians:
            shares = [share for place in self.places if (share := self.share(code, place)) is not None]
            self._medians[code] = median(shares) if shares else 0.0
        return self._medians[code]

    def telling_it(self, code: str) -> set[str]:
        """The municipalities that tell of a code."""
        return self.of(code).keys() - {""}

    def most_told(self, place: str, kinds: tuple[Kind, ...], most: int) -> list[Code]:
        """The codes of these kinds that a municipality tells most of, those with most quotes first."""
        codes = [code for code in self._telling.material.codebook.of_kind(*kinds) if self.at(code.id, place)]
        return sorted(codes, key=lambda code: -len(self.at(code.id, place)))[:most]

    @cached_property
    def standing_out(self) -> dict[str, list[Outlier]]:
        """Where each municipality lies beyond all the others, the farthest first."""
        found: dict[str, list[Outlier]] = defaultdict(list)
        for one in sorted(outliers(self._matrix), key=lambda one: -abs(one.z)):
            found[one.municipality].append(one)
        return found

    @property
    def _matrix(self) -> Matrix:
        """The counts as a matrix, with the citations alone."""
        book, codes = Book(self._telling.material), self._telling.codings
        rows = tuple(sorted(map(book.code, codes), key=book.place))
        cells = {(code, place): Cell(len(some)) for code in codes for place, some in self.of(code).items()}
        columns = tuple(Column(place, place, (), (place,), self.totals.get(place, 0)) for place in self.places)
        return Matrix(rows, columns, cells, {}, "codes", "municipality")


def _united(spans: list[tuple[int, int]]) -> int:
    """How many passages of one text there are when overlapping ones are one (as `icmo.evidence.unite` has it)."""
    number, reached = 0, -1
    for start, end in sorted(spans):
        number += start >= reached
        reached = max(reached, end)
    return number
