"""The legend of a drawing: a sample of each mark that stands on it, with its meaning."""

from __future__ import annotations

from collections.abc import Iterator

import networkx as nx

from icmo.colours import MUTED, PAPER, TEXT
from icmo.drawing.text import width, wrapped, xml
from icmo.drawing.words import hinders
from icmo.graph import LEADS_TO, MODERATES, RIPPLES
from icmo.i18n import _, count

SIZE, SAMPLE, ROW = 12, 44, 24


def legend(
    graph: nx.Graph[str], x: float, y: float, right: float, *, left_out: int = 0, pair: bool = False
) -> tuple[str, float]:
    """The legend from (x, y) on, in as many rows as it needs before `right`; and where the drawing ends."""
    left, parts = x, []
    notes = [("", line) for note in _notes(graph, left_out) for line in wrapped(note, right - x, size=SIZE)]
    for sample, words in [*_entries(graph, pair), *notes]:
        room = (SAMPLE if sample else 0) + width(words, size=SIZE) + 26
        if left > x and left + room > right:
            left, y = x, y + ROW
        text = left + (SAMPLE if sample else 0)
        drawn = f'<g transform="translate({left:g} {y - 4:g})">{sample}</g>' if sample else ""
        parts.append(f'{drawn}<text x="{text:g}" y="{y:g}" font-size="{SIZE}">{xml(words)}</text>')
        left += room
    return "\n".join(parts), y + ROW


def _entries(graph: nx.Graph[str], pair: bool) -> Iterator[tuple[str, str]]:
    """The samples, each 36 px wide around a height of 0, with their words."""
    edges = [data for *_ends, data in graph.edges(data=True)]
    relations = {data["relation"] for data in edges}
    if edges:
        yield _line(1.5, shift=-4) + _line(5, shift=3), _("thickness: number of municipalities")
    if any(data["relation"] == LEADS_TO and hinders(data) for data in edges):
        yield _line(2.5, dash="9 5"), _("mostly hindering")
    if any(data.get("trods", 0) and data["relation"] == LEADS_TO for data in edges):
        cross = f'<path d="M13 -5 l10 10 m0 -10 l-10 10" stroke="{TEXT}" stroke-width="2.5"/>'
        yield _line(2.5) + cross, _("also told in spite of it")
    if MODERATES in relations:
        ring = f'<circle cx="32" cy="0" r="3.5" fill="{PAPER}" stroke="{TEXT}" stroke-width="1.8"/>'
        yield _line(2, dash="4 3", to=28) + ring, _("moderator: conditions the link on which it ends")
    if RIPPLES in relations:
        head = f'<path d="M28 -5 L36 0 L28 5 Z" fill="{TEXT}"/>'
        yield _line(2.5, dash="1.5 4", to=28) + head, _("outcome that becomes the next context")
    if pair:
        yield f'<circle cx="18" cy="0" r="3.5" fill="{TEXT}"/>', _("only here")
        yield _line(2, colour=MUTED), _("grey and thin: in both")


def _notes(graph: nx.Graph[str], left_out: int) -> Iterator[str]:
    """What the reader must know that no line shows."""
    if left_out:
        yield count(left_out, "weaker link not drawn", "weaker links not drawn")
    if within := graph.graph.get("within", 0):
        yield count(within, "link within one box", "links within one box")
    if filters := graph.graph.get("filters", ""):
        yield _("filters: {filters}").format(filters=filters)


def _line(thickness: float, *, dash: str = "", to: int = 36, shift: int = 0, colour: str = TEXT) -> str:
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<path d="M0 {shift} H{to}" stroke="{colour}" stroke-width="{thickness:g}"{dashes}/>'
