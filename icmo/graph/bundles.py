"""Bundles: all links with the same two ends, and how much evidence there is for them.

A bundle's *citations* are, transcript by transcript, as many as there are quotes at either end that do not overlap: the
larger of the two ends. So two coders who link the same passages are one citation, two interventions and two mechanisms
in one configuration are two and not four, transcripts add up, and more evidence never lowers the number. Of a ripple,
each pair of configurations is one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from icmo.evidence import apart
from icmo.graph.links import LEADS_TO, RIPPLES, Link
from icmo.models import Polarity, danish_order

Pair = tuple[str, str]


@dataclass(frozen=True)
class Claim:
    """One source says, `n` times, that one thing leads to another: the plainest form of evidence."""

    source: str
    target: str
    transcript: str
    n: int = 1
    municipality: str = ""
    polarity: Polarity | None = Polarity.FURTHERS
    relation: str = LEADS_TO


L = TypeVar("L", bound=Link | Claim)


@dataclass(frozen=True, slots=True)
class Told:
    """What one transcript says of a bundle: in how many citations, and in which configurations (GUIDs)."""

    transcript: str
    citations: int
    configurations: tuple[str, ...] = ()


@dataclass(frozen=True)
class Bundle:
    """All links with the same two ends, with their three counts and the ids of their evidence.

    `told` has the transcripts in which both ends lie; a link across transcripts counts in the bundle, but in none of
    them.
    """

    source: str
    target: str
    relation: str
    citations: int
    sources: tuple[str, ...]
    municipalities: tuple[str, ...]
    configurations: tuple[str, ...] = ()
    codings: tuple[str, ...] = ()
    told: tuple[Told, ...] = ()

    @property
    def weight(self) -> tuple[int, int, int]:
        """What bundles are ordered by: municipalities first, for comparisons rest on them."""
        return len(self.municipalities), len(self.sources), self.citations


def grouped(told: Iterable[L]) -> dict[Pair, list[L]]:
    """The links by their two ends."""
    found: dict[Pair, list[L]] = defaultdict(list)
    for link in told:
        found[link.source, link.target].append(link)
    return found


def bundles(told: Sequence[Link | Claim]) -> list[Bundle]:
    """The links made bundles, in the order of their ends.

    Examples
    --------
    >>> [one] = bundles([Claim("A", "B", "S1"), Claim("A", "B", "S3", 2)])
    >>> one.citations, one.sources
    (3, ('S1', 'S3'))
    """
    return [bundle_of(some) for _pair, some in sorted(grouped(told).items())]


def bundle_of(some: Sequence[Link | Claim], *, by_transcript: bool = True) -> Bundle:
    """The bundle of links that have the same two ends; `by_transcript` says whether `Bundle.told` is wanted too."""
    made = [one for one in some if isinstance(one, Link)]
    return (
        _of_links(made, by_transcript=by_transcript)
        if made
        else _of_claims([one for one in some if isinstance(one, Claim)])
    )


def citations(some: Sequence[Link]) -> int:
    """How many citations links with the same two ends are (see the module's first lines)."""
    if some and some[0].relation == RIPPLES:
        return len({link.configurations for link in some})
    by_place: dict[tuple[str, str], list[Link]] = defaultdict(list)
    for link in some:
        by_place[link.ends[0].transcript, link.ends[1].transcript].append(link)
    return sum(max(apart(link.ends[side] for link in links) for side in (0, 1)) for links in by_place.values())


def _of_links(some: Sequence[Link], *, by_transcript: bool) -> Bundle:
    return Bundle(
        some[0].source,
        some[0].target,
        some[0].relation,
        citations(some),
        tuple(sorted({end.transcript for link in some for end in link.ends})),
        in_danish_order(name for link in some for name in link.municipalities),
        _configurations(some),
        tuple(sorted({end.guid for link in some for end in link.ends})),
        tuple(_by_transcript(some)) if by_transcript else (),
    )


def _by_transcript(some: Iterable[Link]) -> Iterator[Told]:
    within: dict[str, list[Link]] = defaultdict(list)
    for link in some:
        if link.transcript:
            within[link.transcript].append(link)
    for transcript, links in sorted(within.items()):
        yield Told(transcript, citations(links), _configurations(links))


def _configurations(some: Iterable[Link]) -> tuple[str, ...]:
    return tuple(sorted({guid for link in some for guid in link.configurations}))


def _of_claims(some: Sequence[Claim]) -> Bundle:
    told: dict[str, int] = defaultdict(int)
    for claim in some:
        told[claim.transcript] += claim.n
    return Bundle(
        some[0].source,
        some[0].target,
        some[0].relation,
        sum(told.values()),
        tuple(sorted(told)),
        in_danish_order(claim.municipality for claim in some),
        told=tuple(Told(transcript, n) for transcript, n in sorted(told.items())),
    )


def in_danish_order(names: Iterable[str]) -> tuple[str, ...]:
    """Each name once, in Danish order, without the empty one."""
    return tuple(sorted({name for name in names if name}, key=danish_order))
