"""Paths: how one thing leads to another by several links, and who tells the whole of it.

A path in the graph may be nobody's account: one source says A → B, another B → C, and A → C was never said (the
transitivity trap). So each path comes with its *threads*, the transcripts that tell every one of its links, with
whatever polarity (`icmo.graph.robustness` keeps polarities apart, so that it may count fewer). A link whose ends lie in
two transcripts counts in its bundle, and in no thread.

Source of the ideas: the causal mapping of Powell, Copestake & Remnant (2024).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from itertools import pairwise

from icmo.graph.bundles import Bundle, Claim, Pair, bundle_of, grouped
from icmo.graph.links import LEADS_TO, RIPPLES, Link
from icmo.graph.routes import Names, ends, on_the_way
from icmo.graph.steps import MAX_STEPS
from icmo.i18n import _, count
from icmo.models import Codebook

MAX_PATHS = 1_000


@dataclass(frozen=True)
class Thread:
    """One transcript that tells a whole path, and the configurations (GUIDs) in which it does."""

    transcript: str
    configurations: tuple[str, ...] = ()


@dataclass(frozen=True)
class Path:
    """One way from an origin to a target: its nodes, the bundle of each step, and who tells all of it."""

    nodes: tuple[str, ...]
    bundles: tuple[Bundle, ...]
    threads: tuple[Thread, ...] = ()

    @property
    def weakest(self) -> Bundle:
        """The step with the fewest citations, the first of them."""
        return min(self.bundles, key=lambda bundle: bundle.citations)


@dataclass(frozen=True)
class Paths:
    """The paths found: shorter ones first, and among these the one whose weakest step has most citations.

    `complete` is False when there are more than are listed.
    """

    paths: tuple[Path, ...]
    max_steps: int
    complete: bool = True

    @property
    def sentence(self) -> str:
        """How many paths there are, in words."""
        n = count(len(self.paths), "path", "paths")
        most = count(self.max_steps, "step", "steps")
        if self.complete:
            return _("{n} of at most {most}.").format(n=n, most=most)
        return _("The first {n} of at most {most}; there are more.").format(n=n, most=most)


def paths(
    told: Sequence[Link | Claim],
    origin: Names,
    target: Names,
    *,
    max_steps: int = MAX_STEPS,
    ripples: bool = False,
    limit: int = MAX_PATHS,
    codebook: Codebook | None = None,
) -> Paths:
    """The simple paths from one node to another, each with its evidence and the transcripts that tell all of it.

    Parameters
    ----------
    told : links, as `icmo.graph.select` leaves them, or plain claims
    origin, target : a node (``I:mentorstoette``), a code in any role (``mentorstoette``), or several of these; a path
        begins at the last origin and ends at the first target that it meets
    max_steps : the most links in a path
    ripples : follow an outcome into the configuration that it becomes the context of
    limit : the most paths that are listed
    codebook : with it, a code that no link names gives no path instead of an error

    Raises
    ------
    NotFoundError
        A node that no link has.
    InvalidError
        A node that is both origin and target.

    Examples
    --------
    >>> claims = [Claim("A", "B", "S1"), Claim("B", "C", "S2"), Claim("A", "B", "S3"), Claim("B", "C", "S3")]
    >>> [path] = paths(claims, "A", "C").paths
    >>> path.nodes, [thread.transcript for thread in path.threads]
    (('A', 'B', 'C'), ['S3'])
    """
    origins, targets = ends(_pairs(told), origin, target, codebook=codebook)
    steps = grouped(followed(told, ripples=ripples))
    there = on_the_way(steps, origins, targets, max_steps=max_steps)
    bundled = {pair: bundle_of(steps[pair]) for pair in there}
    found: list[tuple[str, ...]] = []
    for nodes in _shortest_first(bundled, origins, targets, max_steps):
        if len(found) == limit:
            return Paths(tuple(_path(nodes, bundled) for nodes in found), max_steps, complete=False)
        found.append(nodes)
    return Paths(tuple(_path(nodes, bundled) for nodes in found), max_steps)


def threads(
    told: Sequence[Link | Claim],
    origin: Names,
    target: Names,
    *,
    max_steps: int | None = None,
    ripples: bool = False,
    codebook: Codebook | None = None,
) -> tuple[Thread, ...]:
    """The transcripts that tell a whole path from one node to another, by whatever way.

    Parameters and errors are those of `paths`; without `max_steps` a path may be of any length.

    Examples
    --------
    >>> claims = [Claim("A", "B", "S1"), Claim("B", "C", "S2"), Claim("A", "D", "S3"), Claim("D", "C", "S3")]
    >>> [thread.transcript for thread in threads(claims, "A", "C")]
    ['S3']
    """
    origins, targets = ends(_pairs(told), origin, target, codebook=codebook)
    found = []
    for transcript, steps in sorted(within_transcripts(followed(told, ripples=ripples)).items()):
        if there := on_the_way(steps, origins, targets, max_steps=max_steps):
            guids = {guid for pair in there for link in steps[pair] for guid in _configurations(link)}
            found.append(Thread(transcript, tuple(sorted(guids))))
    return tuple(found)


def followed(told: Iterable[Link | Claim], *, ripples: bool) -> list[Link | Claim]:
    """The links that a path may take: never a moderator's, and a ripple only where asked for."""
    relations = {LEADS_TO, RIPPLES} if ripples else {LEADS_TO}
    return [link for link in told if link.relation in relations]


def within_transcripts(told: Iterable[Link | Claim]) -> dict[str, dict[Pair, list[Link | Claim]]]:
    """The links by the transcript in which both ends lie, and by their ends."""
    found: dict[str, dict[Pair, list[Link | Claim]]] = defaultdict(lambda: defaultdict(list))
    for link in told:
        if transcript := link.transcript:
            found[transcript][link.source, link.target].append(link)
    return found


def _configurations(link: Link | Claim) -> tuple[str, ...]:
    return link.configurations if isinstance(link, Link) else ()


def _pairs(told: Iterable[Link | Claim]) -> list[Pair]:
    return [(link.source, link.target) for link in told]


def _path(nodes: tuple[str, ...], bundled: Mapping[Pair, Bundle]) -> Path:
    steps = tuple(bundled[pair] for pair in pairwise(nodes))
    by_step = [{one.transcript: one for one in bundle.told} for bundle in steps]
    whole = sorted(set.intersection(*(set(step) for step in by_step)))
    found = (Thread(name, _all(step[name].configurations for step in by_step)) for name in whole)
    return Path(nodes, steps, tuple(found))


def _all(groups: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(sorted({one for group in groups for one in group}))


def _shortest_first(
    bundled: Mapping[Pair, Bundle], origins: frozenset[str], targets: frozenset[str], max_steps: int
) -> Iterator[tuple[str, ...]]:
    after: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for (source, target), bundle in sorted(bundled.items()):
        if source not in targets and target not in origins:
            after[source].append((target, bundle.citations))
    reaching = [targets]
    for _step in range(max_steps):
        last = reaching[-1]
        reaching.append(frozenset(node for node, steps in after.items() if any(to in last for to, _n in steps)))
    for length in range(1, max_steps + 1):
        yield from _strongest_first(after, origins & reaching[length], reaching[:length])


def _strongest_first(
    after: Mapping[str, list[tuple[str, int]]], origins: Iterable[str], reaching: Sequence[frozenset[str]]
) -> Iterator[tuple[str, ...]]:
    """The paths of one length, best first: a path is taken further while none has a stronger weakest step.

    `reaching` has, for each number of steps that are left, the nodes from which these lead to a target.
    """
    heap: list[tuple[float, tuple[str, ...]]] = [(float("-inf"), (origin,)) for origin in origins]
    heapify(heap)
    while heap:
        weakest, nodes = heappop(heap)
        left = len(reaching) - len(nodes)
        if left < 0:
            yield nodes
            continue
        for node, citations in after.get(nodes[-1], ()):
            if node in reaching[left] and node not in nodes:
                heappush(heap, (max(weakest, -citations), (*nodes, node)))
