"""Evidence: how often something is said, where, and by how many. Three counts are kept apart everywhere.

*Citations* are distinct passages: codings of several coders, or of one, that overlap are united first.
*Sources* are transcripts. *Municipalities* are what comparisons rest on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from icmo.models import Coding, Material, Suggestion, danish_order


@dataclass(frozen=True)
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


def count(stretches: Sequence[Stretch], material: Material) -> Counts:
    """The three counts of united stretches."""
    transcripts = {one.transcript for one in stretches}
    municipalities = {material.transcript_by_guid[guid].municipality for guid in transcripts}
    return Counts(
        len(stretches), len(transcripts), tuple(sorted((name for name in municipalities if name), key=danish_order))
    )


def by_turn(material: Material, stretches: Iterable[Stretch]) -> dict[tuple[str, int], list[Stretch]]:
    """The stretches by the turn in which they begin."""
    found: dict[tuple[str, int], list[Stretch]] = defaultdict(list)
    for one in stretches:
        found[one.transcript, material.transcript_by_guid[one.transcript].turn_number(one.start)].append(one)
    return found
