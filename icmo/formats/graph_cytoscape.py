"""The graph as Cytoscape JSON (``.cyjs``), which Cytoscape desktop opens and cytoscape.js draws.

Lists stay lists, which Cytoscape shows as list columns. An edge's id is the link's, so that a moderator's ``acts_on``
can be looked up. ``name`` and ``interaction`` are the columns that Cytoscape labels nodes and edges by.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from icmo.formats.graph_flat import Graph
from icmo.graph import link_id


def cytoscape(graph: Graph[str]) -> str:
    """The graph as Cytoscape JSON."""
    made = {
        "format_version": "1.0",
        "generated_by": "icmo",
        "target_cytoscapejs_version": "~3",
        "directed": graph.is_directed(),
        "multigraph": False,
        "data": dict(graph.graph),
        "elements": {
            "nodes": [{"data": _node(node, data)} for node, data in graph.nodes(data=True)],
            "edges": [{"data": _edge(*edge)} for edge in graph.edges(data=True)],
        },
    }
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def _node(node: str, data: Mapping[str, Any]) -> dict[str, Any]:
    return {**data, "id": node, "value": node, "name": data["label"]}


def _edge(source: str, target: str, data: Mapping[str, Any]) -> dict[str, Any]:
    return {**data, "id": link_id(source, target), "source": source, "target": target, "interaction": data["relation"]}
