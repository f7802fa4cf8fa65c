"""The layered drawing of a mechanism graph in a report; of a very large graph only its strongest part."""

from __future__ import annotations

import re
from hashlib import sha1

import networkx as nx

from icmo.colours import MUTED
from icmo.documents.model import Layered
from icmo.drawing.boxes import LEFT
from icmo.drawing.draw import Look, draw
from icmo.drawing.graphs import strongest_first, thickest
from icmo.drawing.plan import place
from icmo.drawing.text import xml
from icmo.graph import link_id
from icmo.i18n import _, count, current
from icmo.reports.drawn.marks import FONTS

NODES, LINKS = 60, 100  # more than this cannot be read on a page
KEPT_NODES, KEPT_LINKS = 40, 60


def layered(picture: Layered) -> str:
    """The drawing as SVG in the current language, without styles, its ids made of what it shows."""
    shown = readable(picture.graph)
    left_out = picture.graph.number_of_edges() - shown.number_of_edges()
    look = Look(prefix=_prefix(shown), embedded=True, largest=thickest(shown))
    drawing = draw(shown, place(shown), look, left_out=left_out)
    drawing = re.sub('font-family="[^"]*"', f'font-family="{FONTS}"', drawing, count=1)
    boxes = picture.graph.number_of_nodes() - shown.number_of_nodes()
    return _with_note(drawing, boxes) if boxes else drawing


def readable(graph: nx.Graph[str]) -> nx.Graph[str]:
    """The graph, or of one that is too large for a page the strongest links with the boxes that they join."""
    if graph.number_of_nodes() <= NODES and graph.number_of_edges() <= LINKS:
        return graph
    kept: nx.Graph[str] = graph.__class__(**graph.graph)
    for source, target, data in sorted(graph.edges(data=True), key=strongest_first):
        ends = {source, target}
        if len(ends | set(kept)) <= KEPT_NODES and kept.number_of_edges() < KEPT_LINKS:
            kept.add_edge(source, target, **data)
    if not kept:
        kept.add_nodes_from(sorted(graph, key=lambda node: (-graph.nodes[node]["citations"], node))[:KEPT_NODES])
    kept.add_nodes_from((node, graph.nodes[node]) for node in list(kept))
    return kept


def _with_note(drawing: str, boxes: int) -> str:
    """The drawing with what is left out, above its columns, where no line runs."""
    words = _("Only the strongest links are drawn: {boxes} left out.").format(boxes=count(boxes, "box is", "boxes are"))
    note = f'<text x="{LEFT}" y="74" font-size="13" fill="{MUTED}">{xml(words)}</text>'
    return drawing.replace("</text>\n", f"</text>\n{note}\n", 1)


def _prefix(graph: nx.Graph[str]) -> str:
    """What ids begin with: the same for the same graph in the same language, and hardly for another."""
    links = sorted((link_id(*edge[:2]), edge[2]["citations"]) for edge in graph.edges(data=True))
    nodes = sorted((node, data["label"], data["citations"]) for node, data in graph.nodes(data=True))
    told = repr((current(), sorted(map(str, graph.graph.items())), nodes, links))
    return f"graph-{sha1(told.encode('utf-8', 'replace'), usedforsecurity=False).hexdigest()[:10]}"
