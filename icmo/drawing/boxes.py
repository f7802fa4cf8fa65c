"""Where the boxes of a drawing stand: columns by role, in them neighbours near each other and room for lines to pass.

Order by barycentres, with a slot of its own for each line that passes a column (Sugiyama, Tagawa & Toda 1981); then
everything is moved as near to its neighbours' height as it fits.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean
from typing import Any

import networkx as nx

from icmo.drawing.text import wrapped
from icmo.drawing.words import counts_in_words, label_of
from icmo.graph import RIPPLES, link_id

COLUMNS = ({"I"}, {"C", "K"}, {"M"}, {"O"}, {""})
BOX_WIDTH, LINE_HEIGHT, COUNT_HEIGHT, PADDING, GAP = 252, 17, 14, 8, 16
LEFT, TOP = 28, 112
TEXT_SIZE, COUNT_SIZE, TEXT_WIDTH = 13, 11, BOX_WIDTH - 26 - 16
SWEEPS, SETTLINGS, PORT_STEP, SLOT = 12, 24, 9.0, 11.0
SLOTS_PER_COLUMN = 900.0  # px that lines which pass a column may take of its height before they are pressed together


@dataclass(frozen=True)
class Box:
    """A node's place on the drawing and its text, in lines."""

    node: str
    letter: str
    lines: tuple[str, ...]
    x: float
    y: float
    height: float

    @property
    def right(self) -> float:
        """The x of its right side."""
        return self.x + BOX_WIDTH

    @property
    def bottom(self) -> float:
        """The y of its lower side."""
        return self.y + self.height

    @property
    def middle(self) -> float:
        """Half-way down the box."""
        return self.y + self.height / 2


@dataclass(frozen=True)
class Bend:
    """The slot in which a line passes a column."""

    link: str
    column: int


Item = str | Bend  # a node, or a line that passes
Chains = Mapping[str, tuple[Item, ...]]  # the way of each link between two columns, from left to right


def layer(graph: nx.Graph[str], node: str) -> int:
    """The column that a node's role belongs to."""
    role = graph.nodes[node]["role"]
    return next(i for i, roles in enumerate(COLUMNS) if role in roles)


# --- Order ----------------------------------------------------------------------------------------------


def chains_of(graph: nx.Graph[str], column: Mapping[str, int]) -> Iterator[tuple[str, tuple[Item, ...]]]:
    """The way of each link between two columns, from left to right: a node, slots, a node."""
    for source, target, data in graph.edges(data=True):
        left, right = sorted((source, target), key=lambda node: column[node])
        if data["relation"] != RIPPLES and column[left] != column[right]:
            link = link_id(source, target)
            yield link, (left, *(Bend(link, i) for i in range(column[left] + 1, column[right])), right)


def ordered(graph: nx.Graph[str], column: Mapping[str, int], chains: Chains) -> list[list[Item]]:
    """The columns from left to right, each from top to bottom."""
    columns: list[list[Item]] = [[] for _column in range(max(column.values(), default=-1) + 1)]
    for node in sorted(graph, key=lambda n: (graph.nodes[n]["role"], -graph.nodes[n]["citations"], n)):
        columns[column[node]].append(node)
    for bend in (item for chain in chains.values() for item in chain if isinstance(item, Bend)):
        columns[bend.column].append(bend)
    near = _neighbours(chains)
    for sweep in range(SWEEPS):
        for items in columns if sweep % 2 == 0 else reversed(columns):
            _sort_by_neighbours(items, columns, near)
            _contexts_first(graph, items)
    return columns


def _neighbours(chains: Chains) -> dict[Item, list[Item]]:
    near: dict[Item, list[Item]] = defaultdict(list)
    for chain in chains.values():
        for one, other in pairwise(chain):
            near[one].append(other)
            near[other].append(one)
    return near


def _sort_by_neighbours(items: list[Item], columns: list[list[Item]], near: Mapping[Item, list[Item]]) -> None:
    """Order a column by the mean height of each one's neighbours (the barycentre heuristic)."""
    height = {item: (i + 0.5) / len(column) for column in columns for i, item in enumerate(column)}
    items.sort(key=lambda item: fmean(height[other] for other in near.get(item) or [item]))


def _contexts_first(graph: nx.Graph[str], items: list[Item]) -> None:
    """Contexts stand above moderators, in the order that they have; slots stay where they are."""
    nodes = iter(sorted((i for i in items if isinstance(i, str)), key=lambda node: str(graph.nodes[node]["role"])))
    items[:] = [next(nodes) if isinstance(item, str) else item for item in items]


# --- Heights --------------------------------------------------------------------------------------------


def stacked(
    graph: nx.Graph[str], columns: list[list[Item]], xs: list[float], chains: Chains
) -> tuple[dict[str, Box], dict[Bend, float]]:
    """The boxes, and the heights at which lines pass columns."""
    lines = {node: wrapped(label_of(graph.nodes[node]), TEXT_WIDTH, size=TEXT_SIZE) for node in graph}
    sizes: dict[Item, float] = {node: _height(lines[node], graph.nodes[node]) + GAP for node in graph}
    for items in columns:
        bends = [item for item in items if isinstance(item, Bend)]
        sizes |= dict.fromkeys(bends, min(SLOT, SLOTS_PER_COLUMN / max(1, len(bends))))
    middles = _middles(columns, sizes, _neighbours(chains))
    boxes = {}
    for x, items in zip(xs, columns, strict=True):
        for node in (item for item in items if isinstance(item, str)):
            height = sizes[node] - GAP
            boxes[node] = Box(node, graph.nodes[node]["role"], lines[node], x, middles[node] - height / 2, height)
    return boxes, {item: y for item, y in middles.items() if isinstance(item, Bend)}


def counts_of(data: Mapping[str, Any]) -> tuple[str, ...]:
    """The counts of a node, in lines that fit its box."""
    return wrapped(counts_in_words(data), TEXT_WIDTH, size=COUNT_SIZE)


def _height(lines: tuple[str, ...], data: Mapping[str, Any]) -> float:
    return len(lines) * LINE_HEIGHT + len(counts_of(data)) * COUNT_HEIGHT + 2 * PADDING


def _middles(
    columns: list[list[Item]], sizes: Mapping[Item, float], near: Mapping[Item, list[Item]]
) -> dict[Item, float]:
    """Heights at which everything stands near its neighbours without overlap; what has none stands below."""
    linked = [[item for item in items if item in near] for items in columns]
    middles: dict[Item, float] = {item: 0.0 for items in linked for item in items}
    for turn in range(SETTLINGS):
        for items in linked if turn % 2 == 0 else reversed(linked):
            wanted = [fmean(middles[other] for other in near[item]) for item in items]
            middles |= zip(items, settled(wanted, [sizes[item] for item in items]), strict=True)
    top = min((y - sizes[item] / 2 for item, y in middles.items()), default=0.0)
    middles = {item: y - top + TOP for item, y in middles.items()}
    for items in columns:
        bottom = max((middles[item] + sizes[item] / 2 for item in items if item in near), default=float(TOP))
        for item in (item for item in items if item not in near):
            middles[item], bottom = bottom + sizes[item] / 2, bottom + sizes[item]
    return middles


def settled(wanted: Iterable[float], sizes: Iterable[float]) -> list[float]:
    """Middles as near as can be to those wanted, in the given order and without overlap.

    Isotonic regression by pooling adjacent violators, on the heights less the room that those above take.

    Examples
    --------
    >>> settled([0, 0, 100], [10, 10, 10])
    [-5.0, 5.0, 100.0]
    """
    sizes = list(sizes)
    room = [sum(sizes[:1]) / 2]
    for one, other in pairwise(sizes):
        room.append(room[-1] + (one + other) / 2)
    pools: list[tuple[float, int]] = []
    for want, offset in zip(wanted, room, strict=False):
        mean, n = want - offset, 1
        while pools and pools[-1][0] > mean:
            above, m = pools.pop()
            mean, n = (above * m + mean * n) / (m + n), m + n
        pools.append((mean, n))
    levels = [mean for mean, n in pools for _time in range(n)]
    return [level + offset for level, offset in zip(levels, room, strict=False)]
