"""Graphs as they are drawn: the strongest links of one, and two made one so that both have the same places."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import networkx as nx

from icmo.errors import InvalidError
from icmo.graph import link_id
from icmo.i18n import _


def ids(graph: nx.Graph[str]) -> frozenset[str]:
    """The ids of the links; of undirected ones both ways, since either end may be named first."""
    return frozenset(name for edge in graph.edges for name in _names(graph, *edge))


def _names(graph: nx.Graph[str], source: str, target: str) -> set[str]:
    return {link_id(source, target)} | (set() if graph.is_directed() else {link_id(target, source)})


def strongest(graph: nx.Graph[str], *, links: Collection[str] | None = None, most: int | None = None) -> nx.Graph[str]:
    """The graph with these links only, and of them the strongest; all nodes stay."""
    edges = list(graph.edges(data=True))
    if links is not None:
        wanted = set(links)
        edges = [edge for edge in edges if wanted & _names(graph, *edge[:2])]
    edges.sort(key=strongest_first)
    kept = graph.__class__(**graph.graph)
    kept.add_nodes_from(graph.nodes(data=True))
    kept.add_edges_from(edges[:most])
    return kept


def strongest_first(edge: tuple[str, str, dict[str, Any]]) -> tuple[int, int, int, tuple[str, str]]:
    """A key that puts the links told in most municipalities first, then by sources and citations."""
    data = edge[2]
    return -data["municipalities"], -data["sources"], -data["citations"], edge[:2]


def thickest(graph: nx.Graph[str]) -> int:
    """The municipalities behind the thickest line."""
    return max((data["municipalities"] for *_ends, data in graph.edges(data=True)), default=1)


def united(one: nx.Graph[str], other: nx.Graph[str]) -> nx.Graph[str]:
    """The graph with the nodes and links of both.

    Raises
    ------
    InvalidError
        The graphs do not rest on the same basis, as configurations and co-occurrence.
    """
    if one.is_directed() != other.is_directed():
        raise InvalidError(
            _("A graph of configurations cannot be compared with one of co-occurrence."),
            _("Put codings together as configurations in both parts of the material."),
        )
    made = one.__class__(**one.graph)
    for graph in (one, other):
        for node, data in graph.nodes(data=True):
            made.add_node(node, **_larger(made.nodes.get(node, {}), data))
        for source, target, data in graph.edges(data=True):
            known = made.edges[source, target] if made.has_edge(source, target) else {}
            made.add_edge(source, target, **_larger(known, data))
    return made


def _larger(known: Mapping[str, Any], data: Mapping[str, Any]) -> dict[str, Any]:
    """The attributes, with the larger of two counts and everything that either lists."""
    made = {**known, **data}
    for key in known.keys() & data.keys():
        if isinstance(known[key], int) and isinstance(data[key], int):
            made[key] = max(known[key], data[key])
        elif isinstance(known[key], list):
            made[key] = sorted({*known[key], *data[key]})
    return made
