"""Which way the lines of a drawing go, once boxes and slots stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import networkx as nx

from icmo.drawing.boxes import BOX_WIDTH, Bend, Box, Chains, Item
from icmo.drawing.lines import Curve, Point, arc, around, through
from icmo.graph import MODERATES, RIPPLES, link_id

PORT_STEP = 9.0  # px between two lines that meet a box
LANE, SIDE, LANES = 9, 5, 16  # ripples: px between them below the boxes and beside them, and how many stand beside


@dataclass
class Router:
    """Finds each line's way. Moderators end on links of `drawn`, the part of the graph that is to be seen."""

    graph: nx.Graph[str]
    drawn: nx.Graph[str]
    boxes: Mapping[str, Box]
    slots: Mapping[Bend, float]
    chains: Chains
    xs: list[float]

    def curves(self) -> dict[str, Curve]:
        """The curve of every link; moderators' last, since they end on other links."""
        self.ports = self._ports()
        edges = sorted(self.graph.edges(data=True), key=lambda e: (e[2]["relation"] == MODERATES, *e[:2]))
        made: dict[str, Curve] = {}
        lanes, ends = iter(range(len(edges))), defaultdict[str, int](int)
        for source, target, data in edges:
            link, relation = link_id(source, target), data["relation"]
            if relation == RIPPLES:
                made[link] = self._ripple(link, next(lanes))
            elif (on := conditioned(self.drawn, source, target)) is not None:
                ends[on] += 1
                made[link] = self._to_link(source, link, made[on], ends[on])
            else:
                made[link] = self._between(source, target, link)
        return made

    def _ports(self) -> dict[tuple[str, str], float]:
        """The height at which each link leaves or meets a box: spread along its side, so that lines cross little."""
        sides: dict[tuple[str, bool], list[tuple[float, str]]] = defaultdict(list)
        for source, target, data in self.graph.edges(data=True):
            link = link_id(source, target)
            chain = self.chains.get(link)
            for node in (source, target):
                if node == target and data["relation"] == MODERATES and conditioned(self.graph, source, target):
                    continue
                if chain:
                    near = chain[1] if chain[0] == node else chain[-2]
                    sides[node, chain[0] == node].append((self._middle(near), link))
                else:
                    other = self.boxes[target if node == source else source].middle
                    below = float("inf") if data["relation"] == RIPPLES else other
                    sides[node, self._leaves_right(source, target, node)].append((below, link))
        return {
            (node, link): port
            for (node, _right), found in sides.items()
            for (_height, link), port in zip(sorted(found), _spread(self.boxes[node], len(found)), strict=True)
        }

    def _leaves_right(self, source: str, target: str, node: str) -> bool:
        """The side for what stays in a column or runs back: ripples come in from the left, links' ends lie there."""
        if self.graph.edges[source, target]["relation"] == RIPPLES:
            return node == source
        return conditioned(self.graph, source, target) is None

    def _middle(self, item: Item) -> float:
        return self.slots[item] if isinstance(item, Bend) else self.boxes[item].middle

    def _between(self, source: str, target: str, link: str) -> Curve:
        one, other = self.boxes[source], self.boxes[target]
        start, end = self.ports[source, link], self.ports.get((target, link), other.middle)
        if one.x == other.x:
            return arc((one.right, start), (other.right, end), 44)
        if one.x < other.x:
            return through([(one.right, start), *self._passes(link), (other.x, end)])
        return through([(other.right, end), *self._passes(link), (one.x, start)]).reversed()

    def _passes(self, link: str) -> list[Point]:
        bends = [item for item in self.chains[link] if isinstance(item, Bend)]
        return [(x, self.slots[b]) for b in bends for x in (self.xs[b.column], self.xs[b.column] + BOX_WIDTH)]

    def _to_link(self, moderator: str, link: str, on: Curve, number: int) -> Curve:
        """To a point near the end of the link; the next moderator of the same link ends a little before it."""
        box, start = self.boxes[moderator], self.ports[moderator, link]
        x, y = on.pieces[-1].at(max(0.5, 0.86 - 0.07 * (number - 1)))
        if x > box.right:
            passes = [point for point in self._passes(link) if point[0] < x] if link in self.chains else []
            return through([(box.right, start), *passes, (x, y)])
        return arc((box.x, start), (x, y), -60)

    def _ripple(self, link: str, lane: int) -> Curve:
        """Out to the right, below all boxes, and back from the left."""
        source, target = link.split("->", 1)
        one, other = self.boxes[source], self.boxes[target]
        floor = max(box.bottom for box in self.boxes.values()) + 22 + lane * LANE
        out = 16 + lane % LANES * SIDE
        right, left = one.right + out, other.x - out - 6
        start, end = self.ports[source, link], self.ports[target, link]
        return around([(one.right, start), (right, start), (right, floor), (left, floor), (left, end), (other.x, end)])


def conditioned(graph: nx.Graph[str], source: str, target: str) -> str | None:
    """The link on which a moderator's line ends: the thickest of those that it acts on in this graph."""
    drawn: dict[str, tuple[int, int, str]] = {}
    names = graph.edges[source, target].get("acts_on", ()) if graph.has_edge(source, target) else ()
    for name in names:
        start, _arrow, end = name.partition("->")
        if end == target and graph.has_edge(start, end):
            data = graph.edges[start, end]
            drawn[name] = data["municipalities"], data["citations"], name
    return max(drawn, key=lambda name: drawn[name], default=None)


def _spread(box: Box, n: int) -> list[float]:
    step = min(PORT_STEP, (box.height - 14) / max(1, n - 1))
    return [box.middle + (i - (n - 1) / 2) * step for i in range(n)]
