"""The layered drawing of a mechanism graph: I | C and K | M | O from left to right, as SVG without a browser.

A line's thickness is the number of municipalities behind it; dashed means that most of it hinders, a cross on the
line that some of it tells of success in spite of something. A moderator's line ends on the link that it conditions.
Nothing rests on colour alone: each box carries its letter, each line its numbers in a tooltip.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from textwrap import wrap
from typing import Any

import networkx as nx

from icmo.colours import INK
from icmo.graph import CO_OCCURRENCE, CONFIGURATIONS, LEADS_TO, MODERATES, link_id
from icmo.i18n import _, count, current

LAYERS = ({"I"}, {"C", "K"}, {"M"}, {"O"}, {""})
BOX_WIDTH, LINE_HEIGHT, PADDING, GAP = 224, 17, 8, 16
LAYER_STEP, TOP, LEFT = 344, 96, 24
MAX_THICKNESS, WRAP_AT, SWEEPS = 9.0, 26, 4


@dataclass(frozen=True)
class Box:
    """A node's place on the drawing."""

    node: str
    letter: str
    lines: tuple[str, ...]
    x: float
    y: float
    height: float

    @property
    def middle(self) -> float:
        """Half-way down the box."""
        return self.y + self.height / 2


def layered(graph: nx.Graph[str]) -> str:
    """The drawing as an SVG document in the current language."""
    boxes = _place(graph)
    width = LEFT * 4 + BOX_WIDTH + LAYER_STEP * max((_layer(graph, n) for n in graph), default=3)
    height = max((box.y + box.height for box in boxes.values()), default=TOP) + 60
    title = _("Mechanism graph: {name}").format(name=graph.graph.get("name", ""))
    body = [
        *_headings(graph),
        *(_edge(source, target, data, boxes) for source, target, data in graph.edges(data=True)),
        *(_box(box, graph.nodes[box.node]) for box in boxes.values()),
        _legend(graph, height),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" '
        f'viewBox="0 0 {width:g} {height:g}" role="img" aria-labelledby="title desc" lang="{current()}" '
        'font-family="system-ui, Segoe UI, Helvetica, Arial, sans-serif">\n'
        f'<title id="title">{escape(title)}</title>\n<desc id="desc">{escape(basis_sentence(graph))}</desc>\n'
        f"<style>{_STYLE}</style>\n"
        f'<rect width="{width:g}" height="{height:g}" fill="#ffffff"/>\n'
        f'<text x="{LEFT}" y="30" font-size="19" font-weight="600">{escape(title)}</text>\n'
        f'<text x="{LEFT}" y="52" font-size="13">{escape(basis_sentence(graph))}</text>\n'
        + "\n".join(part for part in body if part)
        + "\n</svg>\n"
    )


_STYLE = "text{fill:#1a1a1a} path{fill:none} .link:hover,.link:focus{stroke-opacity:1}"


def basis_sentence(graph: nx.Graph[str]) -> str:
    """What the graph is made of, in words that stand on every drawing."""
    about = graph.graph
    if about.get("basis") == CONFIGURATIONS:
        made = count(about["configurations"], "configuration", "configurations")
        return _("{made} from {transcripts}, {municipalities}.").format(
            made=made,
            transcripts=count(about["transcripts"], "transcript", "transcripts"),
            municipalities=count(about["municipalities"], "municipality", "municipalities"),
        )
    if about.get("basis") == CO_OCCURRENCE:
        return _("No configurations yet: lines join codes that stand in the same turn. They are not causal claims.")
    return _("Nothing is coded yet: lines join strong suggestions in the same turn. No person has approved them.")


# --- Placing --------------------------------------------------------------------------------------------


def _layer(graph: nx.Graph[str], node: str) -> int:
    role = graph.nodes[node]["role"]
    return next(i for i, roles in enumerate(LAYERS) if role in roles)


def _place(graph: nx.Graph[str]) -> dict[str, Box]:
    """Columns by role; within them, contexts above moderators and neighbours near each other."""
    columns: list[list[str]] = [[] for _layer_roles in LAYERS]
    for node in sorted(graph, key=lambda n: (graph.nodes[n]["role"], -graph.nodes[n]["citations"], n)):
        columns[_layer(graph, node)].append(node)
    for sweep in range(SWEEPS):
        for column in columns if sweep % 2 == 0 else reversed(columns):
            _sort_by_neighbours(graph, column, columns)
    return {box.node: box for i, column in enumerate(columns) for box in _stack(graph, column, i)}


def _sort_by_neighbours(graph: nx.Graph[str], column: list[str], columns: list[list[str]]) -> None:
    """Order a column by the mean height of each node's neighbours (the barycentre heuristic, Sugiyama 1981)."""
    height = {node: (i + 0.5) / len(nodes) for nodes in columns for i, node in enumerate(nodes)}

    def barycentre(node: str) -> float:
        """The mean height of a node's neighbours in other columns."""
        near = [height[other] for other in nx.all_neighbors(graph, node) if other not in column]
        return sum(near) / len(near) if near else height[node]

    column.sort(key=lambda node: (graph.nodes[node]["role"], barycentre(node)))


def _stack(graph: nx.Graph[str], column: list[str], layer: int) -> Iterator[Box]:
    y = float(TOP)
    for node in column:
        data = graph.nodes[node]
        label = data["label_en"] if current() == "en" else data["label"]
        lines = tuple(wrap(label, WRAP_AT))
        height = (len(lines) + 1) * LINE_HEIGHT + 2 * PADDING
        yield Box(node, data["role"], lines, LEFT + layer * LAYER_STEP, y, height)
        y += height + GAP


# --- Drawing --------------------------------------------------------------------------------------------


def _headings(graph: nx.Graph[str]) -> Iterator[str]:
    names = (
        _("Interventions"),
        _("Contexts and moderators"),
        _("Mechanisms"),
        _("Outcomes"),
        _("Other codes"),
    )
    present = {_layer(graph, node) for node in graph}
    for layer in sorted(present):
        x = LEFT + layer * LAYER_STEP
        yield f'<text x="{x}" y="{TOP - 14}" font-size="14" font-weight="600">{escape(names[layer])}</text>'


def _box(box: Box, data: Mapping[str, Any]) -> str:
    colour = INK[box.letter]
    counts = _counts(data)
    lines = "".join(
        f'<text x="{box.x + 34:g}" y="{box.y + PADDING + 13 + i * LINE_HEIGHT:g}" font-size="13">{escape(line)}</text>'
        for i, line in enumerate(box.lines)
    )
    below = box.y + PADDING + 13 + len(box.lines) * LINE_HEIGHT
    letter = box.letter or "·"
    return (
        f"<g><title>{escape(' '.join(box.lines))}: {escape(counts)}</title>"
        f'<rect x="{box.x:g}" y="{box.y:g}" width="{BOX_WIDTH}" height="{box.height:g}" rx="6" fill="#ffffff" '
        f'stroke="{colour}" stroke-width="1.5"/>'
        f'<rect x="{box.x:g}" y="{box.y:g}" width="26" height="{box.height:g}" rx="6" fill="{colour}"/>'
        f'<text x="{box.x + 13:g}" y="{box.middle + 5:g}" font-size="14" font-weight="700" text-anchor="middle" '
        f'style="fill:#ffffff">{letter}</text>{lines}'
        f'<text x="{box.x + 34:g}" y="{below:g}" font-size="11">{escape(counts)}</text></g>'
    )


def _counts(data: Mapping[str, Any]) -> str:
    municipalities = count(data["municipalities"], "municipality", "municipalities")
    quotes = count(data["citations"], "quote", "quotes")
    return f"{municipalities} · {quotes}"


def _edge(source: str, target: str, data: Mapping[str, Any], boxes: Mapping[str, Box]) -> str:
    one, other = boxes[source], boxes[target]
    moderates, leads = data["relation"] == MODERATES, data["relation"] == LEADS_TO
    path = _to_link(one, other, data, boxes) if moderates else _curve(*_sides(one, other))
    colour = INK[one.letter]
    thickness = min(MAX_THICKNESS, 1.0 + data["municipalities"])
    hinders, despite = data.get("hæmmer", 0), data.get("trods", 0)
    dash = ' stroke-dasharray="7 5"' if hinders > data["citations"] / 2 else ""
    marks = _arrow(other, colour, thickness) if leads else ""
    marks += _cross(one, other, colour) if leads and despite else ""
    words = f"{' '.join(one.lines)} → {' '.join(other.lines)}: {_counts(data)}"
    if hinders or despite:
        words += _(" (hindering: {hinders}, in spite of: {despite})").format(hinders=hinders, despite=despite)
    return (
        f'<g><title>{escape(words)}</title><path class="link" d="{path}" stroke="{colour}" '
        f'stroke-width="{thickness:g}" stroke-opacity="0.55"{dash}/>{marks}</g>'
    )


def _sides(one: Box, other: Box) -> tuple[float, float, float, float]:
    """From the right side of the left box to the left side of the right one; within a column, side by side."""
    if one.x == other.x:
        return one.x + BOX_WIDTH, one.middle, other.x + BOX_WIDTH, other.middle
    left, right = sorted((one, other), key=lambda box: box.x)
    return left.x + BOX_WIDTH, left.middle, right.x - 6, right.middle


def _curve(x1: float, y1: float, x2: float, y2: float) -> str:
    bend = 60 if x1 == x2 else (x2 - x1) / 2
    return f"M{x1:g} {y1:g} C{x1 + bend:g} {y1:g} {x2 + (bend if x1 == x2 else -bend):g} {y2:g} {x2:g} {y2:g}"


def _to_link(moderator: Box, end: Box, data: Mapping[str, Any], boxes: Mapping[str, Box]) -> str:
    """A moderator's line: to the link that it conditions, near that link's end, else to the box."""
    acts_on = data["acts_on"]
    start = next((box for box in boxes.values() if acts_on and link_id(box.node, end.node) == acts_on[0]), None)
    if start is None or start.x >= end.x:
        return _curve(*_sides(moderator, end))
    return _curve(moderator.x + BOX_WIDTH, moderator.middle, *_near_end(start, end))


def _near_end(start: Box, end: Box, t: float = 0.88) -> tuple[float, float]:
    """The point at `t` of the cubic curve from one box to the other."""
    x1, y1, x2, y2 = _sides(start, end)
    middle = (x1 + x2) / 2
    a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3
    return a * x1 + b * middle + c * middle + d * x2, (a + b) * y1 + (c + d) * y2


def _arrow(end: Box, colour: str, thickness: float) -> str:
    size = 5 + thickness / 2
    x, y = end.x, end.middle
    back, up, down = x - size, y - size / 1.6, y + size / 1.6
    return f'<path d="M{back:g} {up:g} L{x:g} {y:g} L{back:g} {down:g} Z" style="fill:{colour}"/>'


def _cross(one: Box, other: Box, colour: str) -> str:
    x, y = _near_end(one, other, 0.5)
    return f'<path d="M{x - 6:g} {y - 6:g} l12 12 m0 -12 l-12 12" stroke="{colour}" stroke-width="2.5"/>'


def _legend(graph: nx.Graph[str], height: float) -> str:
    words = _(
        "Thickness: municipalities. Dashed: mostly hindering. Cross: in spite of. K ends on the link it conditions."
    )
    if graph.graph.get("basis") != CONFIGURATIONS:
        words = _("Thickness: municipalities.")
    return f'<text x="{LEFT}" y="{height - 20:g}" font-size="12">{escape(words)}</text>'
