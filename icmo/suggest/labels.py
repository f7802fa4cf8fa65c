"""What coders' work says of passages: 1 the code is there, 0 it is not, NaN nobody knows.

A coding that overlaps a passage, and an accepted suggestion, say 1. A rejected suggestion says 0 for that code in that
passage and nothing else. Skipped suggestions, codes that nobody spoke of, and passages that nobody worked in say
nothing.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from icmo.models import Coding, Decision, Material, Verdict
from icmo.text.passages import Passage, passages

if TYPE_CHECKING:
    from numpy.typing import NDArray

Read = Mapping[str, Sequence[Passage]]  # the passages of each transcript, by its GUID


@dataclass(frozen=True)
class Labels:
    """The passages that coders have worked in, and what is known of each: an array passages × codes."""

    passages: tuple[Passage, ...]
    targets: NDArray[np.float64]

    @property
    def texts(self) -> list[str]:
        """The texts of the passages."""
        return [passage.text for passage in self.passages]


def read_passages(material: Material) -> Read:
    """The passages of every transcript."""
    return {transcript.guid: passages(transcript) for transcript in material.transcripts}


def labels(material: Material, read: Read, codes: Sequence[str], *, coder: str | None = None) -> Labels:
    """What is known of the passages: from everybody's work, or from one coder's."""
    column = {code: i for i, code in enumerate(codes)}
    cells: dict[Passage, NDArray[np.float64]] = defaultdict(lambda: np.full(len(codes), np.nan))
    for passage, decision in decided(material, read, coder=coder):
        if decision.code in column and decision.verdict is Verdict.REJECT:  # an accepted one is a coding
            cells[passage][column[decision.code]] = 0.0
    for passage, found in coded(material, read, coder=coder).items():
        for code in found & column.keys():
            cells[passage][column[code]] = 1.0
    known = {passage: values for passage, values in cells.items() if not np.isnan(values).all()}
    return Labels(tuple(known), np.array(list(known.values())).reshape(len(known), len(codes)))


def coded(material: Material, read: Read, *, coder: str | None = None) -> dict[Passage, set[str]]:
    """The codes of each passage that somebody, or that coder, has coded in."""
    found: dict[Passage, set[str]] = defaultdict(set)
    for coding in material.codings:
        if coder in (None, coding.coder):
            for passage in _overlapping(read.get(coding.transcript, ()), coding):
                found[passage].add(coding.code)
    return dict(found)


def decided(material: Material, read: Read, *, coder: str | None = None) -> Iterator[tuple[Passage, Decision]]:
    """The passages that accepted and rejected suggestions stood in, oldest first."""
    for decision in material.decisions:
        if coder in (None, decision.coder) and decision.verdict is not Verdict.SKIP:
            for passage in _overlapping(read.get(decision.transcript, ()), decision):
                yield passage, decision


def settled(material: Material, read: Read, *, coder: str | None = None) -> dict[Passage, set[str]]:
    """The codes that each passage has, or that have been accepted or rejected for it."""
    found = defaultdict(set, coded(material, read, coder=coder))
    for passage, decision in decided(material, read, coder=coder):
        found[passage].add(decision.code)
    return found


def _overlapping(read: Sequence[Passage], span: Coding | Decision) -> Iterable[Passage]:
    first = bisect_left(read, span.start + 1, key=lambda passage: passage.end)
    for passage in read[first:]:
        if passage.start >= span.end:
            return
        yield passage
