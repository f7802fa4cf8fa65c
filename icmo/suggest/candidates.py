"""Candidate configurations: passages where an intervention, a mechanism and an outcome stand together.

Codings and suggestions count alike as parts, codings first. Nothing is kept: a coder makes a configuration of a
candidate, or not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from icmo.models import Codebook, Coding, Material, Polarity, Role, Suggestion
from icmo.statements import draft_statement
from icmo.suggest.causes import Link, links
from icmo.suggest.labels import read_passages
from icmo.suggest.polarity import polarity_suggester
from icmo.text.passages import Passage

NEEDED = (Role.I, Role.M, Role.O)
PER_ROLE = 2  # suggested parts of one role; of codings all are taken


@dataclass(frozen=True)
class CandidatePart:
    """A coding, or a suggestion that is not decided on, in the role that it would play."""

    role: Role
    code: str
    start: int
    end: int
    coding: str | None = None
    suggestion: str | None = None
    score: float = 1.0


@dataclass(frozen=True)
class Candidate:
    """A passage that may hold a configuration: its parts in the order I C K M O, and what speaks for it."""

    transcript: str
    start: int
    end: int
    parts: tuple[CandidatePart, ...]
    polarity: Polarity
    connectives: tuple[str, ...]
    statement: str
    score: float


def candidates(material: Material) -> list[Candidate]:
    """The candidates of a project, the best first: those of codings, then by score and connectives."""
    parts = _parts_by_passage(material)
    texts = [passage.text for passage in parts]
    polarities = polarity_suggester().predict(texts)
    made = [
        _candidate(material.codebook, passage, found, polarity)
        for (passage, found), polarity in zip(parts.items(), polarities, strict=True)
    ]
    return sorted(made, key=lambda one: (-one.score, -len(one.connectives), one.transcript, one.start))


def _parts_by_passage(material: Material) -> dict[Passage, list[CandidatePart]]:
    codings, suggestions = _by_transcript(material.codings), _by_transcript(material.suggestions)
    together = {}
    for guid, read in read_passages(material).items():
        for passage in read:
            parts = _parts(
                material.codebook,
                [one for one in codings[guid] if _mostly_within(one, passage)],
                [one for one in suggestions[guid] if _mostly_within(one, passage)],
            )
            if {part.role for part in parts} >= set(NEEDED):
                together[passage] = parts
    return together


def _by_transcript(spans: Iterable[Coding] | Iterable[Suggestion]) -> dict[str, list[Coding | Suggestion]]:
    found: dict[str, list[Coding | Suggestion]] = defaultdict(list)
    for span in spans:
        found[span.transcript].append(span)
    return found


def _mostly_within(span: Coding | Suggestion, passage: Passage) -> bool:
    shared = min(span.end, passage.end) - max(span.start, passage.start)
    return 2 * shared > span.end - span.start


def _parts(
    book: Codebook, codings: Sequence[Coding | Suggestion], suggested: Sequence[Coding | Suggestion]
) -> list[CandidatePart]:
    parts: dict[str, CandidatePart] = {}
    for one in codings:
        if role := book[one.code].kind.role:
            parts.setdefault(one.code, CandidatePart(role, one.code, one.start, one.end, coding=one.guid))
    room = {role: PER_ROLE - sum(part.role is role for part in parts.values()) for role in Role}
    for one in sorted(suggested, key=lambda one: -getattr(one, "score", 0.0)):
        role = getattr(one, "role", None) or book[one.code].kind.role
        if role and one.code not in parts and room[role] > 0:
            room[role] -= 1
            score = float(getattr(one, "score", 0.0))
            parts[one.code] = CandidatePart(role, one.code, one.start, one.end, suggestion=one.guid, score=score)
    order = list(Role)
    return sorted(parts.values(), key=lambda part: (order.index(part.role), part.start))


def _candidate(book: Codebook, passage: Passage, parts: Sequence[CandidatePart], polarity: Polarity) -> Candidate:
    weakest = [max(part.score for part in parts if part.role is role) for role in NEEDED]
    told: Sequence[Link] = links(passage.text)
    return Candidate(
        transcript=passage.transcript,
        start=passage.start,
        end=passage.end,
        parts=tuple(parts),
        polarity=polarity,
        connectives=tuple(link.connective for link in told),
        statement=draft_statement(book, parts, polarity),
        score=min(weakest),
    )
