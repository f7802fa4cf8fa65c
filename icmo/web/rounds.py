"""What the pages and the API of rounds share: what is asked of a new round, and rounds as they are shown."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any

from pydantic import Field

from icmo.models import Assignment, Round, Transcript
from icmo.project import Project
from icmo.rounds import Asked, ReaderProgress, Stratum, strata
from icmo.web.context import Body, Text

Name = Annotated[Text, Field(max_length=200)]
Names = Annotated[list[Name], Field(max_length=200)]


class NewRound(Body):
    """Who reads what; `of` are transcripts (GUIDs or names), or `share` of all is drawn at random."""

    name: Name = ""
    readers: Names
    of: Annotated[list[Text], Field(max_length=10_000)] | None = None
    share: float | None = None
    each: Annotated[int, Field(le=1000)] | None = None
    seed: Annotated[int, Field(ge=0, le=2**31)] = 0
    suggestions: bool = False
    note: Annotated[Text, Field(max_length=5000)] = ""

    @property
    def asked(self) -> Asked:
        """Without its name and what is said of it: what a draw needs."""
        of = None if self.of is None else tuple(self.of)
        return Asked(tuple(self.readers), of, self.share, self.each, self.seed)


@dataclass(frozen=True)
class Plan:
    """A round that is looked at before it is opened.

    Attributes
    ----------
    strata : how many transcripts of each municipality and kind of informant it is of
    readers : by transcript (GUID), who reads it
    words : by coder, how many words they read
    """

    strata: tuple[Stratum, ...]
    readers: Mapping[str, tuple[str, ...]]
    words: Mapping[str, int] = field(default_factory=dict)


def plan_of(project: Project, body: NewRound) -> Plan:
    """What opening the round would do; nothing is changed."""
    made = project.plan_round(body.asked)
    sources = {one.guid: one for one in project.material().transcripts}
    words = {name: sum(sources[a.transcript].words for a in made if a.reader == name) for name in body.readers}
    return Plan(strata(sources.values(), {one.transcript for one in made}), by_transcript(made), words)


def by_transcript(assignments: Sequence[Assignment]) -> dict[str, tuple[str, ...]]:
    """Who reads each transcript (GUID), by name."""
    found: dict[str, tuple[str, ...]] = {}
    for one in assignments:
        found[one.transcript] = (*found.get(one.transcript, ()), one.reader)
    return found


def opened(project: Project, body: NewRound, *, coder: str) -> Round:
    """Open the round."""
    return project.open_round(
        body.name,
        body.readers,
        coder=coder,
        of=body.of,
        share=body.share,
        each=body.each,
        seed=body.seed,
        suggestions=body.suggestions,
        note=body.note,
    )


def names_in(text: str) -> list[str]:
    """The names in a line, divided by commas, semicolons or line ends."""
    return [name for part in re.split(r"[,;\n]", text) if (name := " ".join(part.split()))]


def people(project: Project) -> list[str]:
    """Who can be chosen to read in a round."""
    return [name for name in project.coders() if name != "icmo"]


# --- As data --------------------------------------------------------------------------------------------


def as_data(one: Round, progress: Sequence[ReaderProgress], sources: Mapping[str, Transcript]) -> dict[str, Any]:
    """A round with who reads what and how far each is."""
    plain = ("guid", "name", "coder", "at", "suggestions", "note", "closed", "closed_by")
    assignments = [
        {"transcript": a.transcript, "name": sources[a.transcript].name, "reader": a.reader, "done": a.done}
        for a in one.assignments
    ]
    told = {name: getattr(one, name) for name in plain}
    return told | {"assignments": assignments, "progress": [vars(row) for row in progress]}


def plan_as_data(plan: Plan) -> dict[str, Any]:
    """A round that is looked at."""
    return {"strata": [vars(one) for one in plan.strata], "readers": dict(plan.readers), "words": dict(plan.words)}
