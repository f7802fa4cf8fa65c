"""Quotes behind a number: what was said, where it stands, and the three counts, in numbers and in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from icmo.evidence import Counts, Stretch, count, stretch_of, unite
from icmo.i18n import count as counted
from icmo.models import Coding, Configuration, Material, danish_order
from icmo.privacy.find import masked


@dataclass(frozen=True)
class Quote:
    """What was said (`words`, without speakers’ labels), where, and the codings that mark it."""

    words: str
    transcript: str
    transcript_name: str
    start: int
    end: int
    turn: int
    municipality: str
    informant: str
    codings: tuple[str, ...]

    @cached_property
    def text(self) -> str:
        """The words on one line as they may be printed: personal data that icmo can find are masked."""
        return masked(self.words)[0]

    @property
    def signature(self) -> str:
        """``medarbejdergruppe, Egeholm``: never a speaker's name."""
        return ", ".join(part for part in (self.informant, self.municipality) if part)


@dataclass(frozen=True)
class Evidence:
    """United quotes in the order of the texts, and their citations, sources and municipalities."""

    quotes: tuple[Quote, ...]
    counts: Counts

    def __bool__(self) -> bool:
        return bool(self.quotes)


def in_words(counts: Counts) -> str:
    """The three counts: ``3 quotes, 2 transcripts, 1 municipality``."""
    return ", ".join(
        [
            counted(counts.citations, "quote", "quotes"),
            counted(counts.sources, "transcript", "transcripts"),
            counted(len(counts.municipalities), "municipality", "municipalities"),
        ]
    )


def evidence_of(material: Material, codings: Iterable[Coding]) -> Evidence:
    """The quotes that these codings make, overlapping ones as one, with the three counts."""
    united = unite(map(stretch_of, codings))
    quotes = (_quote(material, one) for one in united)
    return Evidence(tuple(sorted(quotes, key=_place)), count(united, material))


def codings_of(material: Material, configurations: Iterable[Configuration]) -> list[Coding]:
    """The codings that configurations are put together of."""
    return [material.coding_by_guid[part.coding] for one in configurations for part in one.parts]


def _quote(material: Material, stretch: Stretch) -> Quote:
    source = material.transcript_by_guid[stretch.transcript]
    return Quote(
        words=source.said(stretch.start, stretch.end),
        transcript=source.guid,
        transcript_name=source.name,
        start=stretch.start,
        end=stretch.end,
        turn=source.turn_number(stretch.start),
        municipality=source.municipality or "",
        informant=source.role or source.informant_type or "",
        codings=tuple(sorted(stretch.marks)),
    )


def _place(quote: Quote) -> tuple[bool, str, str, int]:
    return not quote.municipality, danish_order(quote.municipality), quote.transcript_name, quote.start
