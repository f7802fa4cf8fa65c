"""How large a part of what municipalities tell of their interventions is of each type: low, middle or high.

The rule (`rule` says it in words): a municipality's share of a type is its quotes of that type out of its quotes of all
types; a group's share is the median of its municipalities'; it is high from four thirds of an even split among the
types, low below two thirds of it. Shares are fractions, so that a share on the border falls on its right side.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction
from statistics import median

from icmo.documents.pieces.counts import one_decimal
from icmo.documents.pieces.interventions import Interventions
from icmo.evidence import Stretch, unite
from icmo.i18n import _, integer
from icmo.models import Codebook, Material
from icmo.naming import label

HIGH, LOW = Fraction(4, 3), Fraction(2, 3)  # parts of an even split
FEW = 10  # quotes; with fewer, each is more than a tenth of all

# The rows of SIRI's Bilag 4 (V, U/R, K) and the types of `codebooks/kib-icmo.yaml` that make each.
# Source: SIRI (2023), evaluation of Kvinder i beskæftigelse, Bilag 4, where guidance, upskilling and resources are one.
BILAG_4_BOOK = "kib-icmo"
BILAG_4 = {
    "V": ("virksomhedsrettede-indsatser",),
    "U/R": ("personlig-handlekraft", "livshistorie-og-ressourcer"),
    "K": ("problemloesning-hele-livet",),
}


class Level(IntEnum):
    """A degree in three steps."""

    LOW = 1
    MIDDLE = 2
    HIGH = 3

    @property
    def words(self) -> str:
        """The level in words: ``High``."""
        return {Level.LOW: _("Low"), Level.MIDDLE: _("Middle"), Level.HIGH: _("High")}[self]


@dataclass(frozen=True)
class Effort:
    """A row: its name and the types of interventions that it holds."""

    id: str
    label: str
    types: tuple[str, ...]


@dataclass(frozen=True)
class Degree:
    """What a group's level rests on: the median share, the lowest and the highest, and its municipalities' levels."""

    level: Level
    share: Fraction
    lowest: Fraction
    highest: Fraction
    levels: tuple[Level, ...]

    @property
    def mixed(self) -> bool:
        """Whether its municipalities, each by itself, are not all on one level."""
        return len(set(self.levels)) > 1


@dataclass(frozen=True)
class Degrees:
    """The rows, and the passages of each municipality that tell something, by municipality and row."""

    rows: tuple[Effort, ...]
    quotes: Mapping[str, Mapping[str, Sequence[Stretch]]]

    @classmethod
    def of(cls, material: Material, found: Interventions) -> Degrees:
        """Count what each municipality tells of each row."""
        rows = efforts(found, material.codebook)
        row_of = {code: row.id for row in rows for code in row.types}
        heaps: dict[str, dict[str, list[Stretch]]] = defaultdict(lambda: defaultdict(list))
        for mark in found.marks:
            place = material.transcript_by_guid[mark.stretch.transcript].municipality
            if place and (row := row_of.get(found.type_of[mark.code])):
                heaps[place][row].append(mark.stretch)
        return cls(rows, {place: {row: unite(some) for row, some in heap.items()} for place, heap in heaps.items()})

    def of_row(self, place: str, row: Effort) -> Sequence[Stretch]:
        """A municipality's passages of a row."""
        return self.quotes.get(place, {}).get(row.id, ())

    def total(self, place: str) -> int:
        """A municipality's quotes of all rows; a quote of two rows counts in both, so that shares sum to one."""
        return sum(len(self.of_row(place, row)) for row in self.rows)

    def share(self, place: str, row: Effort) -> Fraction:
        """The part of a municipality's quotes that is of a row."""
        return Fraction(len(self.of_row(place, row)), self.total(place))

    def level(self, share: Fraction) -> Level:
        """The level of a share, by the rule."""
        parts = share * len(self.rows)  # of an even split
        return Level.HIGH if parts >= HIGH else Level.LOW if parts < LOW else Level.MIDDLE

    def degree(self, places: Iterable[str], row: Effort) -> Degree | None:
        """The degree of a group of municipalities; none where none of them tells of interventions."""
        shares = [self.share(place, row) for place in places if self.total(place)]
        if not shares:
            return None
        middle = median(shares)
        return Degree(self.level(middle), middle, min(shares), max(shares), tuple(map(self.level, shares)))

    def rule(self) -> str:
        """The rule in full, with its borders in numbers, to stand below the table."""
        even = Fraction(1, len(self.rows))
        return _(
            "Rule: for each municipality, the quotes of a type are counted as a part of its quotes of all {n} types "
            "(distinct passages; one that tells of two types counts in both; what hinders counts too). A group’s share "
            "is the median of its municipalities’ shares. High: at least four thirds of an even split among the types "
            "(here {high}). Low: less than two thirds of it (here {low}). Middle: what lies between. In brackets: the "
            "median share, the lowest and the highest share, and the number of municipalities. Shares sum to one: who "
            "tells more of one type has a smaller share of the others."
        ).format(n=integer(len(self.rows)), high=one_decimal(HIGH * even), low=one_decimal(LOW * even))


def efforts(found: Interventions, book: Codebook) -> tuple[Effort, ...]:
    """The rows: those of Bilag 4 where the types are the published ones, and each other type that somebody tells of."""
    published = {name: some for name, some in BILAG_4.items() if all(_is_published(book, code) for code in some)}
    if len(published) < len(BILAG_4) or not found.told:
        published = {}
    known = {code for some in published.values() for code in some}
    own = (Effort(code.id, label(code), (code.id,)) for code in found.told if code.id not in known)
    return (*(Effort(name, _named()[name], some) for name, some in published.items()), *own)


def _is_published(book: Codebook, code: str) -> bool:
    return code in book and book[code].codebook == BILAG_4_BOOK


def _named() -> dict[str, str]:
    return {
        "V": _("Company-directed interventions (V)"),
        "U/R": _("Guidance, upskilling and resources (U/R)"),
        "K": _("Interventions for problem solving (K)"),
    }
