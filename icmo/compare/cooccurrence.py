"""Co-occurrence: which codes meet in a turn, in overlapping passages, or in an interview, and how closely.

Meeting is no link: that one thing leads to another is said by a configuration (`icmo.graph`). Overlapping codings of
the same code are one passage, whoever made them. Other than in a matrix, a code stands here for itself alone and not
for those below it: it would meet each of them wherever they are told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import pandas as pd

from icmo.errors import InvalidError
from icmo.evidence import Stretch, shared, stretch_of, unite
from icmo.graph.meetings import by_turn, coefficient
from icmo.i18n import _
from icmo.models import Kind, Label, Material

WITHIN = ("turn", "overlap", "transcript")
UNBALANCED = 5  # the ratio of frequencies above which ATLAS.ti warns of its coefficient

Passages = Mapping[str, list[Stretch]]  # the united passages of each code


class Meeting(NamedTuple):
    """Where two codes meet: in how many units, in which transcripts, by which codings."""

    codes: tuple[str, str]
    n12: int
    transcripts: set[str]
    codings: list[str]


@dataclass(frozen=True)
class Pair:
    """Two codes that meet: `n12` units with both, of `n1` and `n2` units with each, and the codings behind them."""

    one: str
    other: str
    n1: int
    n2: int
    n12: int
    sources: int
    municipalities: tuple[str, ...]
    codings: tuple[str, ...]

    @property
    def c(self) -> float:
        """How much of what either code covers both do, 0–1 (the c-coefficient of ATLAS.ti, Jaccard's index)."""
        return coefficient(self.n1, self.n2, self.n12)

    @property
    def overlap(self) -> float:
        """How much of the rarer code lies within the other, 0–1; it stays telling when one is much the rarer."""
        return self.n12 / min(self.n1, self.n2)

    @property
    def unbalanced(self) -> bool:
        """Whether one code is more than five times as frequent as the other, so that c must be small."""
        return max(self.n1, self.n2) > UNBALANCED * min(self.n1, self.n2)


@dataclass(frozen=True)
class CoOccurrence:
    """The codes' units (`n`, in the order of the code book) and every pair that meets, the best told first."""

    within: str
    n: Mapping[str, int]
    pairs: tuple[Pair, ...]
    labels: Mapping[str, Label]

    @cached_property
    def by_codes(self) -> Mapping[frozenset[str], Pair]:
        """The pairs by their two codes."""
        return {frozenset((pair.one, pair.other)): pair for pair in self.pairs}

    def frame(self, measure: str = "c") -> pd.DataFrame:
        """A symmetric frame of "n12", "c", "overlap", "sources" or "municipalities" (their number), codes × codes.

        The diagonal is what a code has in common with itself: its units for n12, 1 for c and overlap; where it would
        count sources or municipalities it is empty (NaN).
        """
        if measure not in _MEASURES:
            known = ", ".join(_MEASURES)
            raise InvalidError(_("“{value}” is none of {known}.").format(value=measure, known=known))
        place = {code: i for i, code in enumerate(self.n)}
        values = np.zeros((len(place), len(place)))
        for pair in self.pairs:
            i, j = place[pair.one], place[pair.other]
            values[i, j] = values[j, i] = _MEASURES[measure](pair)
        own = list(self.n.values()) if measure == "n12" else 1.0 if measure in ("c", "overlap") else np.nan
        np.fill_diagonal(values, own)
        return pd.DataFrame(values, index=list(place), columns=list(place))

    def in_words(self) -> tuple[str, ...]:
        """What was counted, and what the numbers do not say."""
        return _UNITS[self.within](), _(
            "Codes that meet are said near each other: that is no link from one to the other."
        )


def cooccurrence(material: Material, *, within: str = "turn", kinds: Collection[Kind] = ()) -> CoOccurrence:
    """Which codes meet, how often, and where.

    Parameters
    ----------
    within : "turn", every turn that a passage reaches into; "overlap", passages with a character in common;
        "transcript"
    kinds : only the codes of these kinds; all by default

    Returns
    -------
    CoOccurrence
        n1, n2 and n12 count turns, passages or transcripts. For passages n12 is the smaller of two numbers, those of
        either code that meet the other: one long passage over three short ones is one meeting, so c stays within 0–1.

    Raises
    ------
    InvalidError
        `within` is none of the three.
    """
    if within not in WITHIN:
        raise InvalidError(
            _("“{value}” is none of {known}.").format(value=within, known=", ".join(WITHIN)),
            _("Choose where codes are to meet."),
        )
    passages = _passages(material, kinds)
    numbers, meetings = _overlapping(passages) if within == "overlap" else _within(material, passages, within)
    pairs = [_pair(material, numbers, met) for met in meetings]
    order = sorted(pairs, key=lambda p: (-len(p.municipalities), -p.sources, -p.n12, p.one, p.other))
    return CoOccurrence(within, numbers, tuple(order), {code: material.codebook[code].label for code in numbers})


def _passages(material: Material, kinds: Collection[Kind]) -> Passages:
    marked: dict[str, list[Stretch]] = {code.id: [] for code in material.codebook.codes}
    for coding in material.codings:
        if not kinds or material.codebook[coding.code].kind in kinds:
            marked[coding.code].append(stretch_of(coding))
    return {code: unite(stretches) for code, stretches in marked.items() if stretches}


def _within(material: Material, passages: Passages, within: str) -> tuple[dict[str, int], list[Meeting]]:
    """Codes that meet in the same turn or transcript."""
    held = {code: _by_unit(material, stretches, within) for code, stretches in passages.items()}
    meetings = [
        Meeting(
            pair, len(units), {unit[0] for unit in units}, [g for u in units for code in pair for g in held[code][u]]
        )
        for pair, units in shared(held).items()
    ]
    return {code: len(units) for code, units in held.items()}, meetings


def _by_unit(material: Material, stretches: Iterable[Stretch], within: str) -> dict[tuple[str, int], list[str]]:
    """The GUIDs of the codings in each unit."""
    if within == "turn":
        units: Mapping[tuple[str, int], list[Stretch]] = by_turn(material, stretches)
    else:
        units = defaultdict(list)
        for one in stretches:
            units[one.transcript, 0].append(one)
    return {unit: [guid for one in there for guid in sorted(one.marks)] for unit, there in units.items()}


def _overlapping(passages: Passages) -> tuple[dict[str, int], list[Meeting]]:
    """Codes whose passages overlap, found in one sweep through the texts."""
    sides: dict[tuple[str, str], tuple[dict[Stretch, None], dict[Stretch, None]]] = defaultdict(lambda: ({}, {}))
    open_now: list[tuple[str, Stretch]] = []
    in_order = [(code, stretch) for code, stretches in sorted(passages.items()) for stretch in stretches]
    for code, one in sorted(in_order, key=lambda told: (told[1].transcript, told[1].start)):
        open_now = [told for told in open_now if told[1].transcript == one.transcript and told[1].end > one.start]
        for other_code, other in open_now:
            (first, a), (second, b) = sorted(((code, one), (other_code, other)), key=lambda told: told[0])
            sides[first, second][0][a] = None
            sides[first, second][1][b] = None
        open_now.append((code, one))
    meetings = [_overlap(pair, list(a), list(b)) for pair, (a, b) in sides.items()]
    return {code: len(stretches) for code, stretches in passages.items()}, meetings


def _overlap(pair: tuple[str, str], a: list[Stretch], b: list[Stretch]) -> Meeting:
    codings = [guid for stretch in (*a, *b) for guid in sorted(stretch.marks)]
    return Meeting(pair, min(len(a), len(b)), {stretch.transcript for stretch in a}, codings)


def _pair(material: Material, numbers: Mapping[str, int], met: Meeting) -> Pair:
    places = {material.transcript_by_guid[guid].municipality for guid in met.transcripts}
    named = tuple(name for name in material.municipalities if name in places)
    one, other = met.codes
    codings = tuple(dict.fromkeys(met.codings))
    return Pair(one, other, numbers[one], numbers[other], met.n12, len(met.transcripts), named, codings)


_MEASURES: Mapping[str, Callable[[Pair], float]] = {
    "n12": lambda pair: pair.n12,
    "c": lambda pair: pair.c,
    "overlap": lambda pair: pair.overlap,
    "sources": lambda pair: pair.sources,
    "municipalities": lambda pair: len(pair.municipalities),
}
_UNITS: Mapping[str, Callable[[], str]] = {
    "turn": lambda: _("Counted in turns: every turn that a passage with the code reaches into."),
    "overlap": lambda: _("Counted in passages that overlap with a passage of the other code."),
    "transcript": lambda: _("Counted in transcripts: both codes stand somewhere in the interview."),
}
