"""Where coders have given a code: each coder's stretches united, and those of all coders grouped by overlap."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from icmo.evidence import Stretch, stretch_of, unite
from icmo.models import Coding

Span = tuple[int, int]
Spans = tuple[Span, ...]  # apart from each other, in the order of the text


@dataclass(frozen=True)
class Held:
    """The stretches in a group that one coder has given the code, with the GUIDs of the codings that make them."""

    coder: str
    spans: Spans
    codings: tuple[str, ...]


@dataclass(frozen=True)
class Group:
    """A place where one code was given, by one coder or more: stretches that overlap, one leading to the next."""

    transcript: str
    code: str
    held: tuple[Held, ...]

    @property
    def start(self) -> int:
        """Where the first stretch begins."""
        return min(one.spans[0][0] for one in self.held)

    @property
    def end(self) -> int:
        """Where the last stretch ends."""
        return max(one.spans[-1][1] for one in self.held)

    @property
    def holders(self) -> frozenset[str]:
        """The coders who have given the code here."""
        return frozenset(one.coder for one in self.held)

    @property
    def codings(self) -> tuple[str, ...]:
        """The GUIDs of all codings here, coder by coder."""
        return tuple(guid for one in self.held for guid in one.codings)


def groups(codings: Iterable[Coding]) -> list[Group]:
    """The places of every code, by transcript, place and code."""
    given: dict[tuple[str, str], dict[str, list[Coding]]] = defaultdict(lambda: defaultdict(list))
    for one in codings:
        given[one.transcript, one.code][one.coder].append(one)
    found = (group for (transcript, code), own in given.items() for group in _of_code(transcript, code, own))
    return sorted(found, key=lambda one: (one.transcript, one.start, one.end, one.code))


def _of_code(transcript: str, code: str, given: dict[str, list[Coding]]) -> Iterator[Group]:
    stretches = [(coder, one) for coder, own in given.items() for one in unite(map(stretch_of, own))]
    stretches.sort(key=lambda pair: (pair[1].start, pair[1].end, pair[0]))
    together: list[tuple[str, Stretch]] = []
    end = 0
    for coder, one in stretches:
        if together and one.start >= end:
            yield Group(transcript, code, _held(together))
            together = []
        together.append((coder, one))
        end = max(end, one.end)
    yield Group(transcript, code, _held(together))


def _held(together: Sequence[tuple[str, Stretch]]) -> tuple[Held, ...]:
    by_coder: dict[str, list[Stretch]] = defaultdict(list)
    for coder, one in together:
        by_coder[coder].append(one)
    return tuple(
        Held(
            coder,
            tuple((one.start, one.end) for one in own),
            tuple(sorted(mark for one in own for mark in one.marks)),
        )
        for coder, own in sorted(by_coder.items())
    )


def shared(one: Spans, other: Spans) -> int:
    """How many characters two sets of spans have in common.

    Examples
    --------
    >>> shared(((0, 10), (20, 30)), ((5, 25),))
    10
    """
    return sum(max(0, min(a[1], b[1]) - max(a[0], b[0])) for a in one for b in other)


def likeness(one: Spans, other: Spans) -> float:
    """What both cover as a share of what either covers.

    Examples
    --------
    >>> likeness(((0, 10),), ((0, 20),))
    0.5
    """
    both = shared(one, other)
    return both / (size(one) + size(other) - both)


def size(spans: Spans) -> int:
    """How many characters spans cover."""
    return sum(end - start for start, end in spans)


def union(several: Iterable[Spans]) -> Spans:
    """What any of several sets of spans covers.

    Examples
    --------
    >>> union([((0, 10), (20, 30)), ((5, 12),)])
    ((0, 12), (20, 30))
    """
    united = unite(Stretch("", start, end) for spans in several for start, end in spans)
    return tuple((one.start, one.end) for one in united)
