"""The graph as a Mermaid flowchart (``.mmd``), for READMEs, wikis and notebooks.

Mermaid knows no attributes, so beside what is drawn every node and edge has a comment line, ``%% {…}``, with all its
attributes as JSON; ``mermaid`` there is the name by which the chart calls a node. In labels every sign but letters,
digits and plain punctuation is written as its number (``#60;``), since Mermaid would read many of them as syntax.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from icmo.colours import FILL, INK
from icmo.drawing.words import counts_in_words, hinders, label_of, role_names
from icmo.formats.graph_flat import Graph
from icmo.graph import LEADS_TO, MODERATES

_SYNTAX = re.compile(r"[^\w .,:()/·–-]|_")


def mermaid(graph: Graph[str]) -> str:
    """The graph as a flowchart from left to right, with a subgraph per role."""
    names = {node: f"n{i}" for i, node in enumerate(graph)}
    lines = [
        "flowchart LR",
        _comment({"graph": dict(graph.graph), "directed": graph.is_directed()}),
        *(line for role, title in role_names().items() for line in _subgraph(graph, names, role, title)),
        *(line for number, edge in enumerate(graph.edges) for line in _edge(graph, names, number, *edge)),
        *(f"  classDef {_class(role)} fill:{FILL[role]},stroke:{INK[role]},color:#1A1A1A" for role in INK),
    ]
    return "\n".join(lines) + "\n"


def escaped(text: str) -> str:
    """A label in which no sign can be read as Mermaid's own.

    Examples
    --------
    >>> escaped('a --> "b" & [c]')
    'a --#62; #34;b#34; #38; #91;c#93;'
    """
    return "<br/>".join(_SYNTAX.sub(lambda sign: f"#{ord(sign[0])};", line) for line in text.splitlines())


def _comment(content: dict[str, Any]) -> str:
    return f"%% {json.dumps(content, ensure_ascii=True)}"


def _class(role: str) -> str:
    return f"role{role}" if role else "other"


def _subgraph(graph: Graph[str], names: dict[str, str], role: str, title: str) -> Iterator[str]:
    nodes = [node for node in graph if graph.nodes[node]["role"] == role]
    if not nodes:
        return
    yield f'  subgraph s{_class(role)}["{escaped(title)}"]'
    for node in nodes:
        data = graph.nodes[node]
        yield _comment({"node": node, "mermaid": names[node], **data})
        yield f'    {names[node]}["{escaped(label_of(data))}<br/>{escaped(counts_in_words(data))}"]:::{_class(role)}'
    yield "  end"


def _edge(graph: Graph[str], names: dict[str, str], number: int, source: str, target: str) -> Iterator[str]:
    data = graph.edges[source, target]
    yield _comment({"source": source, "target": target, **data})
    yield f'  {names[source]} {_line(graph, data)}|"{escaped(counts_in_words(data))}"| {names[target]}'
    ink, width = INK[graph.nodes[source]["role"]], min(9, 1 + data["municipalities"])
    yield f"  linkStyle {number} stroke:{ink},stroke-width:{width}px"


def _line(graph: Graph[str], data: dict[str, Any]) -> str:
    if not graph.is_directed():
        return "---"
    if data["relation"] == MODERATES:
        return "-.-o"
    return "-->" if data["relation"] == LEADS_TO and not hinders(data) else "-.->"
