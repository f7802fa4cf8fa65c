"""Boxes, lines and marks as SVG, on a plan that says where they go."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import networkx as nx

from icmo.colours import INK, MUTED, PAPER, TEXT
from icmo.drawing.boxes import COUNT_HEIGHT, COUNT_SIZE, LEFT, LINE_HEIGHT, PADDING, TEXT_SIZE, TOP, Box, counts_of
from icmo.drawing.legend import legend
from icmo.drawing.lines import Curve, Point
from icmo.drawing.plan import Plan
from icmo.drawing.text import width as text_width
from icmo.drawing.text import xml
from icmo.drawing.words import basis_sentence, hinders, link_in_words, node_in_words
from icmo.graph import LEADS_TO, MODERATES, RIPPLES, link_id
from icmo.i18n import _, current

Address = Callable[[str], str | None]  # a node's or link's id -> where more about it is to be read
MAX_THICKNESS, HIT_WIDTH, BAND = 9.0, 12.0, 26
FOCUS = (
    ".link:hover .line,.link:focus .line{stroke-opacity:1} "
    "a:focus{outline:none} a:focus .edge,a:focus .line{stroke:#1a1a1a;stroke-opacity:1} a:focus .edge{stroke-width:3}"
)


@dataclass(frozen=True)
class Look:
    """How a drawing is made: for a page or to stand alone, with what in front, compared with what."""

    address: Address | None = None
    prefix: str = "graph"
    embedded: bool = False
    emphasis: frozenset[str] | None = None
    shared: frozenset[str] | None = None  # what the other drawing has too; None: there is no other
    largest: int = 1  # the municipalities behind the thickest line

    def thickness(self, data: Mapping[str, Any]) -> float:
        """A line's width: one more than its municipalities, or in proportion where they are many.

        Moderators and ripples are thinner, since they stand beside the links and not for them.
        """
        width: float = data["municipalities"] * min(1.0, (MAX_THICKNESS - 1) / max(1, self.largest))
        return 1.0 + width * (0.3 if data["relation"] in (MODERATES, RIPPLES) else 1.0)


def draw(graph: nx.Graph[str], plan: Plan, look: Look, *, left_out: int = 0) -> str:
    """The graph on its plan, as SVG."""
    title, about = _("Mechanism graph: {name}").format(name=graph.graph.get("name", "")), basis_sentence(graph)
    wide = max(plan.width, text_width(about, size=13) + 2 * LEFT, 640.0)
    key, height = legend(graph, LEFT, plan.height + 34, wide - LEFT, left_out=left_out, pair=look.shared is not None)
    p, role = look.prefix, "group" if look.address else "img"
    edges = sorted(graph.edges, key=lambda edge: graph.edges[edge]["municipalities"])
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="mechanism-graph" width="{wide:g}" height="{height:g}" '
        f'viewBox="0 0 {wide:g} {height:g}" role="{role}" aria-labelledby="{xml(p)}-title {xml(p)}-desc" '
        f'lang="{current()}" font-family="system-ui, Segoe UI, Helvetica, Arial, sans-serif" fill="{TEXT}">',
        f'<title id="{xml(p)}-title">{xml(title)}</title>',
        f'<desc id="{xml(p)}-desc">{xml(about)}</desc>',
        "" if look.embedded else f"<style>{FOCUS}</style>",
        f'<rect width="{wide:g}" height="{height:g}" fill="{PAPER}"/>',
        f'<text x="{LEFT}" y="32" font-size="19" font-weight="600">{xml(title)}</text>',
        f'<text x="{LEFT}" y="54" font-size="13" fill="{MUTED}">{xml(about)}</text>',
        *_headings(plan),
        *(_edge(graph, source, target, plan, look) for source, target in edges),
        *(_box(plan.boxes[node], data, look) for node, data in graph.nodes(data=True)),
        key,
    ]
    return "\n".join(part for part in parts if part) + "\n</svg>\n"


def _headings(plan: Plan) -> Iterator[str]:
    names = (_("Interventions"), _("Contexts and moderators"), _("Mechanisms"), _("Outcomes"), _("Other codes"))
    for x, layer in plan.headings:
        yield f'<text x="{x:g}" y="{TOP - 16}" font-size="14" font-weight="600">{xml(names[layer])}</text>'


def _group(name: str, id_: str, words: str, look: Look, content: str) -> str:
    """What belongs to a node or link, as a group or as a link in the web's sense, with its name."""
    noun = name.split()[0]
    pale = ' opacity="0.22"' if look.emphasis is not None and id_ not in look.emphasis else ""
    about = f'class="{name}" data-{"node" if noun == "node" else "edge"}="{xml(id_)}"{pale}'
    url = look.address(id_) if look.address else None
    if url is None:
        return f"<g {about}><title>{xml(words)}</title>{content}</g>"
    return f'<a {about} href="{xml(url)}" aria-label="{xml(words)}"><title>{xml(words)}</title>{content}</a>'


def _box(box: Box, data: Mapping[str, Any], look: Look) -> str:
    shared = look.shared is not None and box.node in look.shared
    colour = MUTED if shared else INK[box.letter]
    x, first = box.x + BAND + 8, box.y + PADDING + 12
    lines = "".join(
        f'<text x="{x:g}" y="{first + i * LINE_HEIGHT:g}" font-size="{TEXT_SIZE}">{xml(line)}</text>'
        for i, line in enumerate(box.lines)
    )
    below = first + len(box.lines) * LINE_HEIGHT - 1
    counts = "".join(
        f'<text x="{x:g}" y="{below + i * COUNT_HEIGHT:g}" font-size="{COUNT_SIZE}" fill="{MUTED}">{xml(line)}</text>'
        for i, line in enumerate(counts_of(data))
    )
    own = look.shared is not None and not shared
    dot = _ring((box.right - 2, box.y + 2), PAPER, colour, radius=5.5) if own else ""
    size = f'x="{box.x:g}" y="{box.y:g}" height="{box.height:g}"'
    content = (
        f'<rect class="edge" {size} width="{box.right - box.x:g}" rx="6" fill="{PAPER}" stroke="{colour}" '
        f'stroke-width="1.5"/><path d="{_band(box)}" fill="{colour}"/>'
        f'<text x="{box.x + BAND / 2:g}" y="{box.middle + 5:g}" font-size="14" font-weight="700" '
        f'text-anchor="middle" fill="{PAPER}">{box.letter or "·"}</text>{lines}{counts}{dot}'
    )
    return _group("node", box.node, node_in_words(data) + _whose(box.node, look), look, content)


def _whose(id_: str, look: Look) -> str:
    if look.shared is None:
        return ""
    return _(" (in both)") if id_ in look.shared else _(" (only here)")


def _band(box: Box) -> str:
    """The coloured band at the left, round at its outer corners."""
    x, y, right, down = box.x, box.y, box.x + BAND, box.bottom
    return f"M{right:g} {y:g} H{x + 6:g} a6 6 0 0 0 -6 6 V{down - 6:g} a6 6 0 0 0 6 6 H{right:g} Z"


def _edge(graph: nx.Graph[str], source: str, target: str, plan: Plan, look: Look) -> str:
    data, id_ = graph.edges[source, target], link_id(source, target)
    curve = plan.curves.get(id_) or plan.curves[link_id(target, source)]  # an undirected link may be told either way
    shared = look.shared is not None and id_ in look.shared
    first = min(source, target, key=lambda node: plan.boxes[node].x if not graph.is_directed() else node != source)
    colour = MUTED if shared else INK[plan.boxes[first].letter]
    thickness = max(1.0, look.thickness(data) * (0.5 if shared else 1))
    marks, tail = _marks(data, curve, colour, thickness)
    marks += "" if look.shared is None or shared else _ring(curve.pieces[0].at(0.3), colour, colour)
    line = curve.shortened(tail).path if tail else curve.path
    content = (
        f'<path class="line" d="{line}" fill="none" stroke="{colour}" stroke-width="{thickness:.3g}" '
        f'stroke-opacity="0.6"{_dash(data)}/>'
        f'<path d="{curve.path}" fill="none" stroke="#000000" stroke-opacity="0" pointer-events="stroke" '
        f'stroke-width="{max(HIT_WIDTH, thickness):g}"/>{marks}'
    )
    words = link_in_words(graph, source, target) + _whose(id_, look)
    return _group(f"link {data['relation']}", id_, words, look, content)


def _dash(data: Mapping[str, Any]) -> str:
    dashes = {RIPPLES: "1.5 5", MODERATES: "4 3"}.get(data["relation"], "9 5" if hinders(data) else "")
    cap = ' stroke-linecap="round"' if data["relation"] == RIPPLES else ""
    return f' stroke-dasharray="{dashes}"{cap}' if dashes else ""


def _marks(data: Mapping[str, Any], curve: Curve, colour: str, thickness: float) -> tuple[str, float]:
    """An arrow's head, a moderator's ring, the cross of trods; and how much of the line the head takes."""
    if data["relation"] == MODERATES:
        return _ring(curve.end, colour, PAPER), 0.0
    if data["relation"] not in (LEADS_TO, RIPPLES):
        return "", 0.0
    size = 6 + thickness * 0.8
    cross = _cross(curve.pieces[0].at(0.5), colour) if data.get("trods", 0) else ""
    return _arrow(curve, colour, size) + cross, size - 1


def _arrow(curve: Curve, colour: str, size: float) -> str:
    x, y = curve.end
    back = x + (size if curve.pieces[-1].second[0] > x else -size)
    return f'<path d="M{back:g} {y - size / 1.7:g} L{x:g} {y:g} L{back:g} {y + size / 1.7:g} Z" fill="{colour}"/>'


def _ring(at: Point, colour: str, fill: str, *, radius: float = 3.5) -> str:
    return (
        f'<circle cx="{at[0]:.1f}" cy="{at[1]:.1f}" r="{radius:g}" fill="{fill}" stroke="{colour}" stroke-width="1.8"/>'
    )


def _cross(at: Point, colour: str) -> str:
    x, y = at
    path = f"M{x - 5:.1f} {y - 5:.1f} l10 10 m0 -10 l-10 10"
    return (
        f'<path d="{path}" stroke="{PAPER}" stroke-width="5"/><path d="{path}" stroke="{colour}" stroke-width="2.5"/>'
    )
