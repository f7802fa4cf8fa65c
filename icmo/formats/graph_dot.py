"""The graph as GraphViz DOT (``.dot``, ``.gv``): columns by role from left to right, all counts as attributes.

Every value is quoted; a backslash is doubled, a quotation mark gets one before it and a line break is written ``\\n``,
so a reader undoes three signs. In ``label`` and ``tooltip`` GraphViz would read ``&lt;`` as a sign, so ``&`` is
written ``&amp;`` there. Lists are texts (`icmo.formats.graph_flat`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from icmo.colours import FILL, INK
from icmo.drawing.words import counts_in_words, hinders, label_of, link_in_words, role_names
from icmo.formats.graph_flat import Graph, flat
from icmo.graph import LEADS_TO, MODERATES


def dot(graph: Graph[str]) -> str:
    """The graph as DOT; hindering links are dashed, a moderator's dotted line ends in a ring."""
    sort, arrow = ("digraph", "->") if graph.is_directed() else ("graph", "--")
    lines = [
        f"{sort} {quoted(graph.graph.get('name', ''))} {{",
        f"  graph {_list(flat(graph.graph) | {'rankdir': 'LR', 'ranksep': '2', 'charset': 'UTF-8'})};",
        '  node ["shape"="box", "style"="rounded,filled", "fontname"="Helvetica"];',
        *(line for role, name in role_names().items() for line in _cluster(graph, role, name)),
        *(
            f"  {quoted(source)} {arrow} {quoted(target)} {_list(_edge(graph, source, target))};"
            for source, target in graph.edges
        ),
        "}",
    ]
    return "\n".join(lines) + "\n"


def quoted(value: object) -> str:
    """A value as a DOT string.

    Examples
    --------
    >>> quoted("hej"), quoted(3), list(quoted('"'))
    ('"hej"', '"3"', ['"', '\\\\', '"', '"'])
    """
    text = str(value).replace("\\", "\\\\").replace('"', '\\"').replace("\r", "").replace("\n", "\\n")
    return f'"{text}"'


def _list(data: Mapping[str, Any]) -> str:
    return "[" + ", ".join(f"{quoted(key)}={quoted(value)}" for key, value in data.items()) + "]"


def _shown(text: str) -> str:
    return text.replace("&", "&amp;")


def _cluster(graph: Graph[str], role: str, name: str) -> Iterator[str]:
    nodes = [node for node in graph if graph.nodes[node]["role"] == role]
    if nodes:
        yield f"  subgraph {quoted(f'cluster_{role}')} {{"
        yield f"    graph {_list({'label': _shown(name), 'color': INK[role], 'fontcolor': INK[role]})};"
        yield from (f"    {quoted(node)} {_list(_node(graph.nodes[node]))};" for node in nodes)
        yield "  }"


def _node(data: Mapping[str, Any]) -> dict[str, Any]:
    label, counts = label_of(data), counts_in_words(data)
    shown = {"label": _shown(f"{label}\n{counts}"), "tooltip": _shown(f"{label}: {counts}")}
    look = {"color": INK[data["role"]], "fillcolor": FILL[data["role"]]}
    return flat(data) | {"label_da": flat(data)["label"]} | shown | look


def _edge(graph: Graph[str], source: str, target: str) -> dict[str, Any]:
    data = graph.edges[source, target]
    relation = data["relation"]
    dashed = "dashed" if relation == LEADS_TO and hinders(data) else "solid"
    look = {
        "style": {LEADS_TO: dashed, MODERATES: "dotted"}.get(
            relation, "solid" if not graph.is_directed() else "dotted"
        ),
        "arrowhead": "odot" if relation == MODERATES else "normal",
        "color": INK[graph.nodes[source]["role"]],
        "penwidth": min(9, 1 + data["municipalities"]),
        "constraint": "true" if relation in (LEADS_TO, "co-occurs") else "false",
    }
    words = _shown(link_in_words(graph, source, target))
    return flat(data) | {"label": data["municipalities"], "tooltip": words, "edgetooltip": words} | look
