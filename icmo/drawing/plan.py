"""The plan of a layered drawing: which box stands where, and which way each line goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import networkx as nx

from icmo.drawing.boxes import BOX_WIDTH, LEFT, TOP, Box, chains_of, layer, ordered, stacked
from icmo.drawing.lines import Curve
from icmo.drawing.routes import LANES, SIDE, Router
from icmo.graph import RIPPLES


@dataclass(frozen=True)
class Plan:
    """Boxes by node, lines by link, the columns' x with their layer, and the size of it all."""

    boxes: Mapping[str, Box]
    curves: Mapping[str, Curve]
    headings: tuple[tuple[float, int], ...]
    width: float
    height: float


def place(graph: nx.Graph[str], *, drawn: nx.Graph[str] | None = None) -> Plan:
    """Where everything stands, for the nodes and edges of this graph.

    `drawn` is the part of it that is drawn, if not all: there moderators end on links that are to be seen.
    """
    layers = sorted({layer(graph, node) for node in graph})
    column = {node: layers.index(layer(graph, node)) for node in graph}
    chains = dict(chains_of(graph, column))
    columns = ordered(graph, column, chains)
    step = BOX_WIDTH + min(260, 110 + graph.number_of_edges() / 2)
    margin = SIDE * min(LANES, sum(data["relation"] == RIPPLES for *_ends, data in graph.edges(data=True)))
    xs = [LEFT + margin + i * step for i in range(len(layers))]
    boxes, slots = stacked(graph, columns, xs, chains)
    curves = Router(graph, drawn or graph, boxes, slots, chains, xs).curves()
    bottom = max((y for curve in curves.values() for _x, y in curve.points()), default=TOP)
    bottom = max([bottom, *(box.bottom for box in boxes.values())])
    right = max((box.right for box in boxes.values()), default=LEFT + 3 * step)
    return Plan(boxes, curves, tuple(zip(xs, layers, strict=True)), right + LEFT + 24 + margin, bottom)
