"""Which nodes stand in the middle: betweenness and k-core, for exploring only.

On the twenty to forty nodes of a code book these mostly show how the book was made: a mechanism stands between by
design. Read them as a question to the material, never as a finding; the result says so too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import networkx as nx

from icmo.graph.bundles import grouped
from icmo.graph.links import LEADS_TO, Link
from icmo.i18n import _


@dataclass(frozen=True)
class Place:
    """A node's place in the graph: its betweenness (0 to 1) and the largest k whose k-core it belongs to."""

    node: str
    betweenness: float
    core: int


@dataclass(frozen=True)
class Centrality:
    """The nodes, the most central first; `exploratory` is always True."""

    places: tuple[Place, ...]
    exploratory: bool = True

    @property
    def note(self) -> str:
        """What to say beside the numbers."""
        return _("Exploratory: with so few nodes, this mostly shows how the code book was made.")


def central(told: Sequence[Link]) -> Centrality:
    """Betweenness and k-core of the nodes, over bundles without weights; exploratory.

    Moderators and ripples are no steps, and left out. The k-core counts the bundles in and out of a node.

    Source: Freeman (1977), betweenness; Seidman (1983), k-core.
    """
    pairs = grouped(link for link in told if link.relation == LEADS_TO)
    network: nx.DiGraph[str] = nx.DiGraph(sorted(pairs))
    between, core = nx.betweenness_centrality(network), nx.core_number(network)
    places = (Place(node, between[node], core[node]) for node in network)
    return Centrality(tuple(sorted(places, key=lambda one: (-one.betweenness, -one.core, one.node))))
