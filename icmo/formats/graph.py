"""The graph as files: GraphML, GEXF, node-link JSON, node and edge CSV, SVG, chosen by the file's suffix.

GraphML and GEXF know single values only, so lists (municipalities, evidence ids) become texts joined by "; ".
Numbers keep their type, which Gephi needs for sizes and filters. CSV gives two files: ``X.csv`` with the edges
(columns Source, Target, Type … as Gephi reads them) and ``X-nodes.csv`` with the nodes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import networkx as nx

from icmo.errors import InvalidError
from icmo.files import write_text
from icmo.formats.rows import csv_text
from icmo.i18n import _, current, language

Graph = nx.Graph  # a DiGraph is one too
SEPARATOR = "; "


def write_graph(graph: Graph[str], path: Path, *, lang: str | None = None) -> list[Path]:
    """Write the graph in the format of the path's suffix; returns the files written.

    Parameters
    ----------
    graph : what `icmo.graph.build` gives
    path : a file whose suffix is one of .graphml .gexf .json .csv .svg
    lang : the language of a drawing, "da" or "en"; by default the one spoken now

    Raises
    ------
    InvalidError
        Another suffix.
    """
    check_suffix(path)
    with language(lang or current()):
        files = _rendered(graph, path)
    for file, text in files.items():
        write_text(file, text, mark=file.suffix.lower() == ".csv")
    return list(files)


def _rendered(graph: Graph[str], path: Path) -> dict[Path, str]:
    suffix = path.suffix.lower()
    if suffix == ".csv":
        return {path: edges_csv(graph), path.with_name(f"{path.stem}-nodes.csv"): nodes_csv(graph)}
    return {path: WRITERS[suffix](graph)}


def check_suffix(path: Path) -> None:
    """Complain about a file name that tells of no format in which a graph can be written."""
    known = [*WRITERS, ".csv"]
    if path.suffix.lower() not in known:
        raise InvalidError(
            _("{path}: a graph cannot be written as “{suffix}”.").format(path=path, suffix=path.suffix),
            _("Choose one of {known}.").format(known=", ".join(known)),
        )


def graphml(graph: Graph[str]) -> str:
    """The graph as GraphML with typed attributes; the basis stands on the graph, its nodes and its edges."""
    flat = flattened(graph)
    return "\n".join(nx.generate_graphml(flat, named_key_ids=False)) + "\n"


def gexf(graph: Graph[str]) -> str:
    """The graph as GEXF 1.2."""
    return "\n".join(nx.generate_gexf(flattened(graph))) + "\n"


def node_link(graph: Graph[str]) -> str:
    """The graph as node-link JSON, lists kept as lists."""
    return json.dumps(nx.node_link_data(graph, edges="edges"), ensure_ascii=False, indent=1) + "\n"


def svg(graph: Graph[str]) -> str:
    """The layered I – C/K – M – O drawing."""
    from icmo.svg import layered

    return layered(graph)


WRITERS: dict[str, Callable[[Graph[str]], str]] = {
    ".graphml": graphml,
    ".gexf": gexf,
    ".json": node_link,
    ".svg": svg,
}


def edges_csv(graph: Graph[str]) -> str:
    """The edges as CSV, with the columns that Gephi expects first."""
    kind = "Directed" if graph.is_directed() else "Undirected"
    rows = [
        {"Source": source, "Target": target, "Type": kind, "Weight": data["citations"], **_flat(data)}
        for source, target, data in graph.edges(data=True)
    ]
    return _csv(rows, ["Source", "Target", "Type", "Weight"])


def nodes_csv(graph: Graph[str]) -> str:
    """The nodes as CSV, with the columns that Gephi expects first."""
    rows = [{"Id": node, "Label": data["label"], **_flat(data)} for node, data in graph.nodes(data=True)]
    return _csv(rows, ["Id", "Label"])


def _csv(rows: list[dict[str, Any]], first: list[str]) -> str:
    columns = list(rows[0]) if rows else first
    return csv_text([[row[column] for column in columns] for row in rows], columns)


def flattened(graph: Graph[str]) -> Graph[str]:
    """A copy whose attributes are single values, with the citations as the weight that other programs look for."""
    flat = graph.__class__(**_flat(graph.graph))
    flat.add_nodes_from((node, _flat(data)) for node, data in graph.nodes(data=True))
    flat.add_edges_from(
        (source, target, _flat(data) | {"weight": float(data["citations"])})
        for source, target, data in graph.edges(data=True)
    )
    return flat


def _flat(data: Mapping[str, Any]) -> dict[str, Any]:
    return {key: SEPARATOR.join(value) if _is_list(value) else value for key, value in data.items()}


def _is_list(value: object) -> bool:
    return isinstance(value, Iterable) and not isinstance(value, str)
