"""The graph as GraphML and GEXF, as Gephi, Cytoscape, yEd and igraph read them.

Numbers keep their type, which Gephi needs for sizes and filters; lists are texts (`icmo.formats.graph_flat`). GEXF
carries the kinds' colours, and sizes by the number of municipalities.
"""

from __future__ import annotations

from typing import Any

import networkx as nx

from icmo.colours import INK
from icmo.formats.graph_flat import Graph, flattened


def graphml(graph: Graph[str]) -> str:
    """The graph as GraphML with typed attributes; the basis stands on the graph, its nodes and its edges."""
    return "\n".join(nx.generate_graphml(flattened(graph), named_key_ids=False)) + "\n"


def gexf(graph: Graph[str]) -> str:
    """The graph as GEXF 1.3 with colours and sizes."""
    plain = flattened(graph)
    for _node, data in plain.nodes(data=True):
        data["viz"] = {"color": _colour(data["role"]), "size": 10.0 + 2.0 * data["municipalities"]}
    for source, _target, data in plain.edges(data=True):
        data["viz"] = {"color": _colour(plain.nodes[source]["role"]), "thickness": float(data["municipalities"])}
    return "\n".join(nx.generate_gexf(plain, version="1.3")) + "\n"


def _colour(role: str) -> dict[str, Any]:
    red, green, blue = (int(INK[role][i : i + 2], 16) for i in (1, 3, 5))
    return {"r": red, "g": green, "b": blue, "a": 1.0}
