"""The graph as files, in the format of the file's suffix.

==========================  =========================================================================
``.graphml`` ``.gexf``      Gephi, Cytoscape, yEd, igraph (`icmo.formats.graph_xml`)
``.csv``                    two tables, edges and nodes (`icmo.formats.graph_csv`)
``.json``                   networkx's node-link JSON, lists kept as lists
``.cyjs``                   Cytoscape (`icmo.formats.graph_cytoscape`)
``.dot`` ``.gv``            GraphViz (`icmo.formats.graph_dot`)
``.mmd``                    Mermaid (`icmo.formats.graph_mermaid`)
``.jsonld``                 linked data with the quotes (`icmo.formats.graph_jsonld`)
``.svg``                    the layered drawing (`icmo.drawing`)
==========================  =========================================================================
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import networkx as nx

from icmo.errors import InvalidError
from icmo.files import write_text
from icmo.formats.graph_csv import edges_csv, nodes_csv
from icmo.formats.graph_cytoscape import cytoscape
from icmo.formats.graph_dot import dot
from icmo.formats.graph_flat import SEPARATOR, Graph, flattened
from icmo.formats.graph_jsonld import json_ld
from icmo.formats.graph_mermaid import mermaid
from icmo.formats.graph_xml import gexf, graphml
from icmo.i18n import _, current, language
from icmo.models import Material

__all__ = ["SEPARATOR", "WRITERS", "check_suffix", "flattened", "node_link", "write_graph"]


def write_graph(
    graph: Graph[str], path: Path, *, lang: str | None = None, material: Material | None = None
) -> list[Path]:
    """Write the graph in the format of the path's suffix; returns the files written.

    Parameters
    ----------
    graph : what `icmo.graph.build` gives
    path : a file whose suffix is one of .graphml .gexf .json .cyjs .csv .dot .gv .mmd .jsonld .svg
    lang : the language of what is drawn, "da" or "en"; by default the one spoken now
    material : what the graph was built of; JSON-LD then holds the quotes behind every number

    Raises
    ------
    InvalidError
        Another suffix.
    """
    check_suffix(path)
    with language(lang or current()):
        files = _rendered(graph, path, material)
    for file, text in files.items():
        write_text(file, text, mark=file.suffix.lower() == ".csv")
    return list(files)


def _rendered(graph: Graph[str], path: Path, material: Material | None) -> dict[Path, str]:
    suffix = path.suffix.lower()
    if suffix == ".csv":
        return {path: edges_csv(graph), path.with_name(f"{path.stem}-nodes.csv"): nodes_csv(graph)}
    if suffix == ".jsonld":
        return {path: json_ld(graph, material)}
    return {path: WRITERS[suffix](graph)}


def check_suffix(path: Path) -> None:
    """Complain about a file name that tells of no format in which a graph can be written."""
    known = [*WRITERS, ".csv"]
    if path.suffix.lower() not in known:
        raise InvalidError(
            _("{path}: a graph cannot be written as “{suffix}”.").format(path=path, suffix=path.suffix),
            _("Choose one of {known}.").format(known=", ".join(known)),
        )


def node_link(graph: Graph[str]) -> str:
    """The graph as node-link JSON, lists kept as lists."""
    return json.dumps(nx.node_link_data(graph, edges="edges"), ensure_ascii=False, indent=1) + "\n"


def svg(graph: Graph[str]) -> str:
    """The layered I – C/K – M – O drawing."""
    from icmo.drawing import layered

    return layered(graph)


WRITERS: dict[str, Callable[[Graph[str]], str]] = {
    ".graphml": graphml,
    ".gexf": gexf,
    ".json": node_link,
    ".cyjs": cytoscape,
    ".dot": dot,
    ".gv": dot,
    ".mmd": mermaid,
    ".jsonld": json_ld,
    ".svg": svg,
}
