"""The graph as two tables, ``X.csv`` with the edges and ``X-nodes.csv`` with the nodes, in the columns of Gephi."""

from __future__ import annotations

from typing import Any

from icmo.formats.graph_flat import Graph, flat
from icmo.formats.rows import csv_text


def edges_csv(graph: Graph[str]) -> str:
    """The edges as CSV, with the columns that Gephi expects first."""
    kind = "Directed" if graph.is_directed() else "Undirected"
    rows = [
        {"Source": source, "Target": target, "Type": kind, "Weight": data["citations"], **flat(data)}
        for source, target, data in graph.edges(data=True)
    ]
    return _csv(rows, ["Source", "Target", "Type", "Weight"])


def nodes_csv(graph: Graph[str]) -> str:
    """The nodes as CSV, with the columns that Gephi expects first."""
    rows = [{"Id": node, "Label": data["label"], **flat(data)} for node, data in graph.nodes(data=True)]
    return _csv(rows, ["Id", "Label"])


def _csv(rows: list[dict[str, Any]], first: list[str]) -> str:
    columns = list(dict.fromkeys(column for row in rows for column in row)) or first
    return csv_text([[row.get(column, "") for column in columns] for row in rows], columns)
