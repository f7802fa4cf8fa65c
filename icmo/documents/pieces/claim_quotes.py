"""The quotes that configurations rest on, as they are counted and as they are printed.

They are counted as `icmo.compare.theories` counts them: overlapping codings are one quote, whatever their codes. What
is printed of it is its longest place in the list of quotes for approval, so that nothing is printed that is not there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from icmo.compare.quotes import codings_of
from icmo.documents.model import Line, line
from icmo.documents.options import Options
from icmo.documents.pieces.counts import of_all
from icmo.documents.pieces.passages import passages
from icmo.documents.pieces.quoting import Quoting
from icmo.evidence import Stretch
from icmo.models import Coding, Configuration, Material


class ClaimQuotes:
    """Counts and cites the quotes of configurations in one report."""

    def __init__(self, material: Material, options: Options) -> None:
        self.quoting = Quoting(material, options)
        self._material = material
        self._places = passages(material).place_of

    def of(self, configurations: Iterable[Configuration]) -> list[Stretch]:
        """The distinct passages that configurations rest on."""
        return self.united(codings_of(self._material, configurations))

    def united(self, codings: Iterable[Coding]) -> list[Stretch]:
        """The distinct passages of codings."""
        return self.quoting.united(codings)

    def municipality(self, stretch: Stretch) -> str:
        """The municipality that a passage comes from, or nothing."""
        return self._material.transcript_by_guid[stretch.transcript].municipality or ""

    def references(self, stretches: Iterable[Stretch], *, before: str = "") -> tuple[Line, ...]:
        """A line with the numbers of some of the passages, or no line when none may be printed."""
        shown = self.quoting.bracketed({self._printed(one): None for one in stretches})
        return (line(before, shown),) if shown else ()

    def in_municipalities(self, names: Collection[str]) -> str:
        """``3 of 6 municipalities``."""
        return of_all(len(names), len(self._material.municipalities))

    def _printed(self, stretch: Stretch) -> Stretch:
        found = {self._places[mark] for mark in stretch.marks}
        return max(found, key=lambda one: (self.quoting.may_print(one), one.end - one.start, -one.start))
