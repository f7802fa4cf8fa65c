"""Evidence: how often something is said, where, and by how many. Three counts are kept apart everywhere.

*Citations* are distinct passages: codings of several coders, or of one, that overlap are united first. What several
codings say together, a link, is counted by the passages at its ends that lie apart.
*Sources* are transcripts. *Municipalities* are what comparisons rest on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import TypeVar

from icmo.models import Coding, Material, Suggestion, danish_order

Unit = TypeVar("Unit")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a transcript that bears evidence, with the codings (or suggestions) that mark it."""

    transcript: str
    start: int
    end: int
    marks: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Counts:
    """Citations, sources and municipalities."""

    citations: int
    sources: int
    municipalities: tuple[str, ...]


def stretch_of(mark: Coding | Suggestion) -> Stretch:
    """The stretch that a coding or a suggestion marks."""
    return Stretch(mark.transcript, mark.start, mark.end, frozenset({mark.guid}))


def unite(stretches: Iterable[Stretch]) -> list[Stretch]:
    """The stretches with overlapping ones made one, by transcript and place.

    Examples
    --------
    >>> unite([Stretch("t", 5, 15), Stretch("t", 0, 10), Stretch("t", 20, 30)])  # doctest: +ELLIPSIS
    [Stretch(transcript='t', start=0, end=15, ...), Stretch(transcript='t', start=20, end=30, ...)]
    """
    united: list[Stretch] = []
    for one in sorted(stretches, key=lambda s: (s.transcript, s.start, s.end)):
        last = united[-1] if united else None
        if last and last.transcript == one.transcript and one.start < last.end:
            united[-1] = Stretch(last.transcript, last.start, max(last.end, one.end), last.marks | one.marks)
        else:
            united.append(one)
    return united


def apart(stretches: Iterable[Stretch | Coding]) -> int:
    """How many of the stretches can be picked at most so that no two overlap: as many passages say it.

    Touching stretches do not overlap. One more stretch never lowers the number, as uniting does where it bridges two.

    Source: interval scheduling by the earliest end (Kleinberg & Tardos 2006, section 4.1).

    Examples
    --------
    >>> apart([Stretch("t", 0, 10), Stretch("t", 20, 30), Stretch("t", 5, 25), Stretch("t", 30, 40)])
    3
    """
    picked, ends = 0, dict[str, int]()
    for one in sorted(stretches, key=lambda s: s.end):
        if one.start >= ends.get(one.transcript, 0):
            ends[one.transcript] = one.end
            picked += 1
    return picked


def count(stretches: Sequence[Stretch], material: Material) -> Counts:
    """The three counts of united stretches."""
    transcripts = {one.transcript for one in stretches}
    municipalities = {material.transcript_by_guid[guid].municipality for guid in transcripts}
    return Counts(
        len(stretches), len(transcripts), tuple(sorted((name for name in municipalities if name), key=danish_order))
    )


def shared(units: Mapping[str, Iterable[Unit]]) -> dict[tuple[str, str], list[Unit]]:
    """The units (turns, transcripts) that two codes share, for each pair that shares any, the pair in sorted order.

    Examples
    --------
    >>> shared({"tro": [1, 2, 3], "ro": [2, 3, 4], "tid": [5]})
    {('ro', 'tro'): [2, 3]}
    """
    codes_in: dict[Unit, list[str]] = defaultdict(list)
    for code in sorted(units):
        for unit in units[code]:
            codes_in[unit].append(code)
    found: dict[tuple[str, str], list[Unit]] = defaultdict(list)
    for unit, codes in codes_in.items():
        for pair in combinations(codes, 2):
            found[pair].append(unit)
    return dict(found)
