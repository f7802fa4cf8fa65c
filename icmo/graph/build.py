"""Configurations as a mechanism graph, in networkx.

A node is a code in a role, an edge a *bundle* of all links with the same ends (`icmo.graph.links` says which these
are), with its citations, sources, municipalities, polarities and the ids of its evidence.

A moderator acts *on* a link and is no step of its own: its edge has ``relation="moderates"``, ends at the node where
that link ends, and names the link in ``acts_on``. A ripple, from the outcome of one configuration to the context of
the next, has ``relation="ripples"`` and no polarity of its own.

A project without configurations gives an undirected co-occurrence graph of its codings, or of its suggestions when
nothing is coded; ``graph.graph["basis"]`` and every node and edge say so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import networkx as nx

from icmo.evidence import Stretch, stretch_of
from icmo.graph import attributes
from icmo.graph.attributes import CONFIGURATIONS
from icmo.graph.bundles import bundle_of, citations, grouped
from icmo.graph.filters import Selection, co_occurrences, select
from icmo.graph.links import RIPPLES, Link
from icmo.graph.steps import Step
from icmo.models import Material, Polarity, Role

if TYPE_CHECKING:
    from icmo.project import Project


def build(project: Project | Material, steps: Iterable[Step] = ()) -> nx.Graph[str]:
    """The graph of a project: a DiGraph of its configurations, or a co-occurrence Graph without any.

    Parameters
    ----------
    project : a project, or its `Material`
    steps : filters, applied in their order (`icmo.graph.filters`)

    Returns
    -------
    networkx.DiGraph or networkx.Graph
        Graph attributes: name, basis, codebook, municipalities, transcripts, configurations, filters (in words),
        within (links that a zoom has made loops, which are not drawn). Node attributes: code, role, kind, label,
        label_en, citations, sources, municipalities (number), municipality_names, codings (GUIDs). Edge attributes:
        relation, citations, sources, municipalities, municipality_names, fremmer, hæmmer, trods (citations by
        polarity), acts_on, configurations and codings (GUIDs); a co-occurrence edge has the coefficient
        c = n12 / (n1 + n2 − n12) instead of the polarities.

    Raises
    ------
    InvalidError
        Steps that cannot follow each other, or need configurations where there are none.
    NotFoundError
        A municipality, code, coder or theory that is not in the material.
    """
    material = project if isinstance(project, Material) else project.material()
    if material.configurations:
        return _configuration_graph(select(material, tuple(steps)))
    return co_occurrences(material, tuple(steps))


def _configuration_graph(selection: Selection) -> nx.DiGraph[str]:
    material = selection.material
    about = attributes.about(material, CONFIGURATIONS, filters=selection.words, within=selection.within)
    graph: nx.DiGraph[str] = nx.DiGraph(**about)
    for node, stretches in sorted(_stretches(selection).items()):
        role, _, code = node.partition(":")
        graph.add_node(node, **attributes.node(material, Role(role), code, stretches, CONFIGURATIONS))
    for (source, target), links in sorted(grouped(selection.links).items()):
        graph.add_edge(source, target, **_edge(links))
    return graph


def _stretches(selection: Selection) -> dict[str, list[Stretch]]:
    found: dict[str, list[Stretch]] = defaultdict(list)
    for node, coding, _configuration in selection.parts:
        found[node].append(stretch_of(coding))
    return found


def _edge(links: Sequence[Link]) -> dict[str, Any]:
    bundle = bundle_of(links, by_transcript=False)
    return {
        "relation": bundle.relation,
        "citations": bundle.citations,
        "sources": len(bundle.sources),
        "municipalities": len(bundle.municipalities),
        "municipality_names": list(bundle.municipalities),
        "codings": list(bundle.codings),
        **{polarity.value: _told_as(polarity, links) for polarity in Polarity},
        "acts_on": sorted({name for link in links for name in link.acts_on}),
        "configurations": list(bundle.configurations),
        "basis": CONFIGURATIONS,
    }


def _told_as(polarity: Polarity, links: Sequence[Link]) -> int:
    if links[0].relation == RIPPLES:
        return 0
    return citations([link for link in links if link.polarity is polarity])
