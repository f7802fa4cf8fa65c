"""The mechanism graph as a notebook shows it: a networkx graph like any other, which draws itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx

from icmo.i18n import language

if TYPE_CHECKING:
    from typing import TypeAlias

    _Graph: TypeAlias = nx.Graph[str]
    _DiGraph: TypeAlias = nx.DiGraph[str]
else:
    _Graph, _DiGraph = nx.Graph, nx.DiGraph

MOST = 60  # links; more than that nobody can tell apart in a cell


class _Drawn:
    """A graph that a notebook draws as the layered drawing does, its strongest links first."""

    def _repr_html_(self) -> str:
        from icmo.drawing import layered

        graph: nx.Graph[str] = self  # type: ignore[assignment]
        with language(str(graph.graph.get("language", "da"))):
            return layered(graph, most=MOST, prefix=f"graph-{graph.graph.get('basis', '')}", embedded=True)


class ShownGraph(_Drawn, _Graph):
    """An undirected graph (of co-occurrence) that draws itself."""


class ShownDiGraph(_Drawn, _DiGraph):
    """A directed graph (of configurations) that draws itself."""


def shown(graph: nx.Graph[str]) -> nx.Graph[str]:
    """The same graph, with its attributes, as one that draws itself in a notebook.

    Examples
    --------
    >>> shown(nx.DiGraph([("M:tro", "O:ro")])).edges
    OutEdgeView([('M:tro', 'O:ro')])
    """
    made = ShownDiGraph(**graph.graph) if graph.is_directed() else ShownGraph(**graph.graph)
    made.add_nodes_from(graph.nodes(data=True))
    made.add_edges_from(graph.edges(data=True))
    return made
