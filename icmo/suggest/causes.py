"""Danish connectives: which part of what is said is told as cause, and which as effect.

``fordi``, ``derfor``, ``hvis … så``, ``det gør, at``, ``selvom`` and their like, found by pattern within a sentence
(``derfor`` reaches back to the sentence before). An adverb such as ``så`` counts only where a clause follows that
begins with its subject: ”vi øvede det, så hun turde” tells of an effect, ”så ringede hun” of what came next.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from icmo.models import Kind, Reason, Role
from icmo.text.passages import sentences

Span = tuple[int, int]


class Relation(StrEnum):
    """How the two parts hang together."""

    CAUSE = "årsag"
    CONDITION = "betingelse"
    DESPITE = "trods"


@dataclass(frozen=True)
class Link:
    """A connective with the spans that it makes cause and effect."""

    connective: str
    relation: Relation
    cause: Span
    effect: Span


_RELATION = {
    "hvis": Relation.CONDITION,
    "når": Relation.CONDITION,
    "selvom": Relation.DESPITE,
    "selv om": Relation.DESPITE,
    "på trods af": Relation.DESPITE,
    "til trods for": Relation.DESPITE,
}
_BEFORE_CAUSE = r"fordi|eftersom|på grund af|takket være|ved at|hvis|når|selvom|selv om|på trods af|til trods for"
_BEFORE_EFFECT = (
    r"(?:og )?derfor|(?:og )?det (?:gør|gjorde|betyder|betød|har gjort|har betydet),? at|hvilket (?:gør|gjorde),? at|"
    r"(?:og )?dermed|så(?= (?:jeg|du|hun|han|vi|I|de|man|det|den|der|kvinden|kvinderne|borgeren)\b)"
)
_LEAD = r"(?:(?:og|men|altså|jo|for|ja|nej)[ ,]+)*"
_FRONTED = re.compile(rf"{_LEAD}(?P<word>{_BEFORE_CAUSE})\b(?P<cause>[^,]+),\s*(?:så\s+)?(?P<effect>.+)", re.I | re.S)
_CAUSE_LAST = re.compile(rf"(?P<effect>.+?),?\s+(?P<word>{_BEFORE_CAUSE})\b(?P<cause>.+)", re.I | re.S)
_EFFECT_LAST = re.compile(rf"(?P<cause>\S+\s+\S.*?)[,:;–]?\s+(?P<word>{_BEFORE_EFFECT})\b(?P<effect>.+)", re.S)
_BACK = re.compile(rf"{_LEAD}(?P<word>{_BEFORE_EFFECT})\b(?P<effect>.+)", re.I | re.S)


def links(text: str) -> list[Link]:
    """The causal links that a passage tells of, in its order; at most one for each sentence.

    Examples
    --------
    >>> [(link.connective, link.cause, link.effect) for link in links("Hun tør, fordi vi øver det.")]
    [('fordi', (15, 26), (0, 7))]
    """
    spans = list(sentences(text))
    return [link for number in range(len(spans)) for link in _within(text, spans, number)]


def _within(text: str, spans: list[Span], number: int) -> Iterator[Link]:
    start, end = spans[number]
    said = text[start:end]
    if match := _FRONTED.match(said) or _EFFECT_LAST.match(said) or _CAUSE_LAST.match(said):
        yield _link(match, start, _part(match, "cause", start))
    elif number and (match := _BACK.match(said)):
        yield _link(match, start, spans[number - 1])


def _link(match: re.Match[str], start: int, cause: Span) -> Link:
    word = " ".join(match["word"].lower().split())
    return Link(word, _RELATION.get(word, Relation.CAUSE), cause, _part(match, "effect", start))


def _part(match: re.Match[str], name: str, start: int) -> Span:
    first, last = match.span(name)
    said = match[name]
    return start + first + len(said) - len(said.lstrip()), start + last - (len(said) - len(said.rstrip(" .!?")))


def role(kind: Kind, reasons: Sequence[Reason], told: Sequence[Link]) -> Role | None:
    """The role that a code would play: that of its kind, but an outcome told only as a cause is a context.

    "Because she speaks better Danish now, she dares …": the outcome of one configuration is the context of the next.
    """
    places = [(one.start, one.end) for one in reasons if one.start is not None and one.end is not None]
    causes = [link.cause for link in told if link.relation is Relation.CAUSE]
    as_cause = places and all(any(a <= start and end <= b for a, b in causes) for start, end in places)
    return Role.C if kind is Kind.OUTCOME and as_cause else kind.role
