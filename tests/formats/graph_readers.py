"""What the graph's formats say when they are read again, each brought to one shape, to be compared with the graph.

The readers know the formats from their own documentation and nothing of our writers, but for `parted` (lists in
formats without lists) which has tests of its own.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import networkx as nx

from icmo.formats.graph_flat import parted

Shape = tuple[dict[str, Any], dict[tuple[str, str], Any]]
NUMBERS = ("citations", "sources", "municipalities")
LISTS = ("municipality_names", "codings")


def shape(graph: nx.Graph[str]) -> Shape:
    """What must survive: kinds, roles, counts, municipalities, relations, acts_on and evidence."""
    nodes = {node: _kept(data, (*NUMBERS, *LISTS, "role", "kind")) for node, data in graph.nodes(data=True)}
    edges = {(s, t): _kept(data, (*NUMBERS, *LISTS, "relation", "acts_on")) for s, t, data in graph.edges(data=True)}
    return nodes, edges


def _kept(data: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: data.get(name, []) for name in names}


def _plain(data: Mapping[str, Any]) -> dict[str, Any]:
    """Attributes of a format without lists."""
    lists = {name: parted(str(data.get(name) or "")) for name in (*LISTS, "acts_on")}
    return dict(data) | lists | {name: int(data[name]) for name in NUMBERS}


def _of(graph: nx.Graph[str], read: Callable[[Mapping[str, Any]], dict[str, Any]] = dict) -> Shape:
    made = graph.__class__()
    made.add_nodes_from((node, read(data)) for node, data in graph.nodes(data=True))
    made.add_edges_from((s, t, read(data)) for s, t, data in graph.edges(data=True))
    return shape(made)


def graphml(files: list[Path]) -> Shape:
    return _of(nx.read_graphml(files[0]), _plain)


def gexf(files: list[Path]) -> Shape:
    return _of(nx.read_gexf(files[0], version="1.3"), _plain)


def node_link(files: list[Path]) -> Shape:
    return _of(nx.node_link_graph(json.loads(files[0].read_text(encoding="utf-8")), edges="edges"))


def cytoscape(files: list[Path]) -> Shape:
    return _of(nx.cytoscape_graph(json.loads(files[0].read_text(encoding="utf-8"))))


def tables(files: list[Path]) -> Shape:
    edges, nodes = (list(csv.DictReader(io.StringIO(f.read_bytes().decode("utf-8-sig"), newline=""))) for f in files)
    graph: nx.Graph[str] = nx.DiGraph() if {row["Type"] for row in edges} <= {"Directed"} else nx.Graph()
    graph.add_nodes_from((row["Id"], row) for row in nodes)
    graph.add_edges_from((row["Source"], row["Target"], row) for row in edges)
    return _of(graph, _plain)


_STRING = r'"((?:[^"\\]|\\.)*)"'
_STATEMENT = re.compile(rf"\s*{_STRING}(?: (->|--) {_STRING})? \[(.*)\];")


def dot(files: list[Path]) -> Shape:
    """One statement a line; attributes are pairs of quoted strings."""
    first, *lines = files[0].read_text(encoding="utf-8").split("\n")
    graph: nx.Graph[str] = nx.DiGraph() if first.startswith("digraph ") else nx.Graph()
    assert first.endswith(" {")
    for found in filter(None, map(_STATEMENT.fullmatch, lines)):
        one, arrow, other, attributes = found.groups()
        rest = re.sub(rf"{_STRING}={_STRING}(, )?", "", attributes)
        assert not rest, rest
        data = {_said(k): _said(v) for k, v, _comma in re.findall(rf"{_STRING}={_STRING}(, )?", attributes)}
        if arrow:
            graph.add_edge(_said(one), _said(other), **data)
        else:
            graph.add_node(_said(one), **data)
    return _of(graph, _plain)


def _said(text: str) -> str:
    return re.sub(r"\\(.)", lambda sign: "\n" if sign[1] == "n" else sign[1], text)


_CHART = (
    r"flowchart LR",
    r"%% \{.*\}",  # a space, for %%{ would begin a directive
    r'  subgraph \w+\["[^"\[\]{}<>|`\\]*"\]',
    r'    (n\d+)\["(?:[^"\[\]{}<>|`\\]|<br/>)*"\]:::\w+',
    r"  end",
    r'  (n\d+) (?:-->|-\.->|-\.-o|---)\|"(?:[^"\[\]{}<>|`\\]|<br/>)*"\| (n\d+)',
    r"  linkStyle \d+ stroke:#\w{6},stroke-width:\d+px",
    r"  classDef \w+ fill:#\w{6},stroke:#\w{6},color:#\w{6}",
)


def mermaid(files: list[Path]) -> Shape:
    """Every line is one that the flowchart grammar knows; the comments hold the attributes."""
    lines = files[0].read_text(encoding="utf-8").rstrip("\n").split("\n")
    assert not [line for line in lines if not any(re.fullmatch(known, line) for known in _CHART)]
    said = [json.loads(line.removeprefix("%% ")) for line in lines if line.startswith("%% ")]
    graph: nx.Graph[str] = nx.DiGraph() if said[0]["directed"] else nx.Graph()
    names = {one["mermaid"]: one["node"] for one in said if "node" in one}
    graph.add_nodes_from((one["node"], one) for one in said if "node" in one)
    graph.add_edges_from((one["source"], one["target"], one) for one in said if "source" in one)
    drawn = {(names[m[1]], names[m[2]]) for m in (re.fullmatch(_CHART[5], line) for line in lines) if m}
    assert drawn == {(one["source"], one["target"]) for one in said if "source" in one}
    return _of(graph)


def json_ld(files: list[Path]) -> Shape:
    made = json.loads(files[0].read_text(encoding="utf-8"))
    graph: nx.Graph[str] = nx.DiGraph()
    for node in made["nodes"]:
        graph.add_node(_name(node["@id"]), **_named(node))
    for link in made["links"]:
        graph.add_edge(_name(link["from"]), _name(link["to"]), **_named(link))
    return _of(graph)


def _name(urn: str) -> str:
    return unquote(urn.split(":", 3)[3])


def _named(data: Mapping[str, Any]) -> dict[str, Any]:
    return dict(data) | {key: list(map(_name, data[key])) for key in ("codings", "acts_on") if key in data}


READERS: dict[str, Callable[[list[Path]], Shape]] = {
    ".graphml": graphml,
    ".gexf": gexf,
    ".json": node_link,
    ".cyjs": cytoscape,
    ".csv": tables,
    ".dot": dot,
    ".gv": dot,
    ".mmd": mermaid,
    ".jsonld": json_ld,
}
