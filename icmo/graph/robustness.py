"""How much evidence would have to fall away before one thing no longer leads to another.

The links from X to Y are pipes as wide as their evidence, and the robustness of "X leads to Y" is the greatest flow,
which is the least evidence that cuts every path (max-flow = min-cut: Ford & Fulkerson 1956). The links of that cut are
the weakest claims. A thread is one source that tells a whole path; the *extended* robustness adds up what each source
could lose before it tells none. The idea is that of causal mapping (Powell, Copestake & Remnant 2024).

Robust evidence is not a strong effect: it says how often something is told, not how much it matters.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import networkx as nx
from networkx.algorithms.flow import shortest_augmenting_path

from icmo.errors import InvalidError
from icmo.graph.bundles import Bundle, Claim, Pair, bundle_of, grouped
from icmo.graph.links import Link
from icmo.graph.paths import followed
from icmo.graph.routes import Names, ends, on_the_way
from icmo.graph.steps import nearest
from icmo.i18n import _, count
from icmo.models import Codebook, Polarity

CAPACITIES: dict[str, Callable[[Bundle], int]] = {
    "citations": lambda bundle: bundle.citations,
    "sources": lambda bundle: len(bundle.sources),
    "municipalities": lambda bundle: len(bundle.municipalities),
}
_SOURCE, _SINK = 0, 1  # no node is a number


@dataclass(frozen=True)
class Robustness:
    """How robustly it is told that an origin leads to a target, with one polarity.

    `value` is the greatest flow, `cut` the bundles whose evidence adds up to it (the weakest claims), `threads` the
    transcripts (GUIDs) that tell a whole path, `extended` the sum over these of the citations that would have to fall
    away within each. `others` has the same for the other polarities.
    """

    origins: tuple[str, ...]
    targets: tuple[str, ...]
    capacity: str
    polarity: Polarity
    value: int
    cut: tuple[Bundle, ...]
    threads: tuple[str, ...]
    extended: int
    others: tuple[Robustness, ...] = ()

    @property
    def sentence(self) -> str:
        """What the number means, and what it does not."""
        if not self.value:
            return _("Nothing that was told leads the whole way.")
        told = count(len(self.threads), "transcript tells", "transcripts tell")
        return _(
            "{n} would have to fall away before no path is left; {told} a whole path. "
            "Robust evidence is not a strong effect."
        ).format(n=self._amount, told=told)

    @property
    def _amount(self) -> str:
        match self.capacity:
            case "citations":
                return count(self.value, "citation", "citations")
            case "sources":
                return count(self.value, "source of a link", "sources of links")
        return count(self.value, "municipality of a link", "municipalities of links")


def robustness(
    told: Sequence[Link | Claim],
    origin: Names,
    target: Names,
    *,
    capacity: str = "citations",
    max_steps: int | None = None,
    polarity: Polarity = Polarity.FURTHERS,
    ripples: bool = False,
    codebook: Codebook | None = None,
) -> Robustness:
    """How robustly it is told that one thing leads to another.

    Parameters
    ----------
    told : links, as `icmo.graph.select` leaves them, or plain claims
    origin, target : a node, a code in any role, or several of these
    capacity : what makes a link strong: "citations", "sources" (transcripts) or "municipalities"; the extended
        robustness is always of citations
    max_steps : leave out links that are on no path of at most so many steps
    polarity : which links the number is about; the other polarities are counted apart, in `others`
    ripples : follow an outcome into the configuration that it becomes the context of
    codebook : with it, a code that no link names gives 0 instead of an error

    Raises
    ------
    NotFoundError
        A node that no link has.
    InvalidError
        Another capacity, or a node that is both origin and target.

    Examples
    --------
    Four sources; S3 tells A → B twice, and only S3 and S4 tell a whole path.

    >>> claims = [Claim("A", "B", "S1"), Claim("B", "C", "S2"), Claim("A", "B", "S3", 2), Claim("B", "C", "S3")]
    >>> found = robustness([*claims, Claim("A", "D", "S4"), Claim("D", "C", "S4")], "A", "C")
    >>> found.value, found.threads, found.extended
    (3, ('S3', 'S4'), 2)
    """
    if capacity not in CAPACITIES:
        raise InvalidError(_("“{capacity}” is no capacity.").format(capacity=capacity), nearest(capacity, CAPACITIES))
    origins, targets = ends(((one.source, one.target) for one in told), origin, target, codebook=codebook)
    steps = followed(told, ripples=ripples)
    first, *others = (
        _of_polarity(_told_as(one, steps), origins, targets, capacity, max_steps, one)
        for one in sorted(Polarity, key=lambda one: one is not polarity)
    )
    return replace(first, others=tuple(others))


def _told_as(polarity: Polarity, told: Sequence[Link | Claim]) -> list[Link | Claim]:
    return [link for link in told if link.polarity in (polarity, None)]


def _of_polarity(
    told: Sequence[Link | Claim],
    origins: frozenset[str],
    targets: frozenset[str],
    capacity: str,
    max_steps: int | None,
    polarity: Polarity,
) -> Robustness:
    steps = grouped(told)
    there = on_the_way(steps, origins, targets, max_steps=max_steps)
    bundled = {pair: bundle_of(steps[pair]) for pair in sorted(there)}
    value, cut = least_cut({pair: CAPACITIES[capacity](one) for pair, one in bundled.items()}, origins, targets)
    threads = _within(bundled, origins, targets, max_steps)
    return Robustness(
        tuple(sorted(origins)),
        tuple(sorted(targets)),
        capacity,
        polarity,
        value,
        tuple(bundled[pair] for pair in cut),
        tuple(threads),
        sum(threads.values()),
    )


def _within(
    bundled: Mapping[Pair, Bundle], origins: frozenset[str], targets: frozenset[str], max_steps: int | None
) -> dict[str, int]:
    """Of each transcript that tells a whole path, the least cut of what it tells."""
    by_transcript: dict[str, dict[Pair, int]] = defaultdict(dict)
    for pair, bundle in bundled.items():
        for one in bundle.told:
            by_transcript[one.transcript][pair] = one.citations
    found = {}
    for transcript, told in sorted(by_transcript.items()):
        there = on_the_way(told, origins, targets, max_steps=max_steps)
        if there:
            found[transcript] = least_cut({pair: told[pair] for pair in there}, origins, targets)[0]
    return found


def least_cut(
    capacities: Mapping[Pair, int], origins: Collection[str], targets: Collection[str]
) -> tuple[int, list[Pair]]:
    """The least that cuts every way from the origins to the targets, and the pairs that make it up.

    Examples
    --------
    >>> least_cut({("A", "B"): 3, ("B", "C"): 2, ("A", "C"): 1}, ["A"], ["C"])
    (3, [('A', 'C'), ('B', 'C')])
    """
    plenty = sum(capacities.values()) + 1
    network: nx.DiGraph[str | int] = nx.DiGraph()
    network.add_edges_from((_SOURCE, node, {"capacity": plenty}) for node in sorted(origins))
    network.add_edges_from((node, _SINK, {"capacity": plenty}) for node in sorted(targets))
    network.add_edges_from((*pair, {"capacity": n}) for pair, n in sorted(capacities.items()))
    if not (capacities and origins and targets):
        return 0, []
    value, (before, after) = nx.minimum_cut(network, _SOURCE, _SINK, flow_func=shortest_augmenting_path)
    return int(value), sorted(pair for pair in capacities if pair[0] in before and pair[1] in after)
