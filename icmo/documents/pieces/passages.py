"""The passages that a project's codings mark, gathered once for all reports: in order, in words, by whom.

Reports of one moment ask the same of the same passages; what depends on options or language is not kept here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property

from icmo.evidence import Stretch, stretch_of
from icmo.kept import kept
from icmo.models import Coding, Material, Transcript, Turn

Place = tuple[str, int, int]


class Passages:
    """The codings of a project as passages, and what is said there by how many."""

    def __init__(self, material: Material) -> None:
        self._transcripts = material.transcript_by_guid
        self._codings = material.codings
        self._book = material.codebook
        self._united: dict[str, list[Stretch]] = {}
        self._single: dict[int, Stretch] = {}
        self._people: dict[Place, frozenset[tuple[str, str]]] = {}
        self._said: dict[Place, str] = {}
        self._lengths: dict[Place, int] = {}

    # --- Codings as passages ----------------------------------------------------------------------------

    @cached_property
    def order(self) -> dict[str, int]:
        """The transcripts (GUIDs) by their place in the material."""
        return {guid: number for number, guid in enumerate(self._transcripts)}

    @cached_property
    def _ranked(self) -> list[Coding]:
        return sorted(self._codings, key=lambda one: (self.order[one.transcript], one.start, one.end))

    @cached_property
    def _rank(self) -> dict[str, int]:
        return {coding.guid: number for number, coding in enumerate(self._ranked)}

    def unite(self, codings: Iterable[Coding]) -> list[Stretch]:
        """The passages that codings mark, overlapping ones as one (`icmo.evidence.unite`), in the material's order."""
        return [self._whole(run) for run in self._runs(sorted({self._rank[one.guid] for one in codings}))]

    def _runs(self, ranks: Iterable[int]) -> Iterator[list[int]]:
        """The ranks of codings that overlap, run by run."""
        run, transcript, reached = list[int](), "", 0
        for rank in ranks:
            coding = self._ranked[rank]
            if run and (coding.transcript != transcript or coding.start >= reached):
                yield run
                run, reached = [], 0
            run.append(rank)
            transcript, reached = coding.transcript, max(reached, coding.end)
        if run:
            yield run

    def _whole(self, run: list[int]) -> Stretch:
        first = self._ranked[run[0]]
        if len(run) == 1:
            if run[0] not in self._single:
                self._single[run[0]] = stretch_of(first)
            return self._single[run[0]]
        some = [self._ranked[rank] for rank in run]
        return Stretch(first.transcript, first.start, max(one.end for one in some), frozenset(one.guid for one in some))

    @cached_property
    def codings(self) -> dict[str, list[Coding]]:
        """The codings of each code and of those below it, by code, where there are any."""
        lineages = {code: self._book.lineage(code) for code in self._book.by_id}
        found: dict[str, list[Coding]] = defaultdict(list)
        for coding in self._codings:
            for code in lineages[coding.code]:
                found[code].append(coding)
        return dict(found)

    def of_code(self, code: str) -> list[Stretch]:
        """The passages of a code and of those below it."""
        if code not in self._united:
            self._united[code] = self.unite(self.codings.get(code, ()))
        return self._united[code]

    @cached_property
    def places(self) -> list[Stretch]:
        """The places that codings mark, each once with all its marks: the quotes that are approved."""
        return self.places_of(self._codings)

    def places_of(self, codings: Iterable[Coding]) -> list[Stretch]:
        """The places that these codings mark, in the order of the material.

        Overlapping codings with the same code are one place, whoever made them; other codes may overlap it.
        """
        by_code: dict[str, list[int]] = defaultdict(list)
        for coding in codings:
            by_code[coding.code].append(self._rank[coding.guid])
        marks: dict[tuple[int, int, int, str], list[str]] = defaultdict(list)
        for ranks in by_code.values():
            for run in self._runs(sorted(ranks)):
                some = [self._ranked[rank] for rank in run]
                transcript, start, end = some[0].transcript, some[0].start, max(one.end for one in some)
                marks[self.order[transcript], start, end, transcript] += [one.guid for one in some]
        return [Stretch(at[3], at[1], at[2], frozenset(marks[at])) for at in sorted(marks)]

    @cached_property
    def place_of(self) -> dict[str, Stretch]:
        """The place of each coding (GUID)."""
        return {mark: one for one in self.places for mark in one.marks}

    # --- What is said there, and by whom ----------------------------------------------------------------

    def said(self, stretch: Stretch) -> str:
        """What is said, on one line and without speakers' labels (`Transcript.said`)."""
        place = (stretch.transcript, stretch.start, stretch.end)
        if place not in self._said:
            self._said[place] = self._transcripts[stretch.transcript].said(stretch.start, stretch.end)
        return self._said[place]

    def length(self, stretch: Stretch) -> int:
        """How many words it has."""
        place = (stretch.transcript, stretch.start, stretch.end)
        if place not in self._lengths:
            self._lengths[place] = len(self._transcripts[stretch.transcript].text[stretch.start : stretch.end].split())
        return self._lengths[place]

    def people(self, stretch: Stretch) -> frozenset[tuple[str, str]]:
        """Who says it: transcripts and speakers there, interviewers left out."""
        place = (stretch.transcript, stretch.start, stretch.end)
        if place not in self._people:
            turns = self._transcripts[stretch.transcript].turns_in(stretch.start, stretch.end)
            self._people[place] = frozenset((stretch.transcript, name) for name in _speakers(turns))
        return self._people[place]


@kept
def passages(material: Material) -> Passages:
    """The passages of a project's material."""
    return Passages(material)


def _speakers(turns: Iterable[Turn]) -> set[str]:
    """The speakers of turns by their labels; a text without labels is one person's."""
    return {turn.speaker or "" for turn in turns if not turn.interviewer} or {""}


def informants(transcript: Transcript) -> int:
    """How many people are interviewed in a transcript, by speakers' labels; a text without them is one person's."""
    return len(_speakers(transcript.turns))


def n_informants(material: Material, stretches: Iterable[Stretch]) -> int:
    """How many people say it: distinct speakers, interviewers left out; a text without speakers is one person's."""
    people = passages(material).people
    return len(frozenset[tuple[str, str]]().union(*map(people, stretches)))
