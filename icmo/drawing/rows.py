"""The drawing as a table with the same content, for pages, screen readers and reports."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import networkx as nx

from icmo.drawing.graphs import strongest_first
from icmo.drawing.words import acted_on, label_of
from icmo.graph import CO_OCCURS, LEADS_TO, MODERATES, RIPPLES, link_id
from icmo.i18n import _, integer
from icmo.models import Polarity
from icmo.naming import polarity_name


@dataclass(frozen=True)
class LinkRow:
    """One link in words: its ends, what joins them, the three counts, its polarities, and what conditions it."""

    link: str
    source: str
    relation: str
    target: str
    municipalities: int
    sources: int
    citations: int
    polarity: str
    moderators: tuple[str, ...]
    acts_on: tuple[str, ...]

    @property
    def cells(self) -> tuple[str, ...]:
        """The row as texts, in the order of `headings`; what there is none of is a dash, so that no cell is empty."""
        counts = map(integer, (self.municipalities, self.sources, self.citations))
        rest = (self.polarity, "; ".join(self.moderators), "; ".join(self.acts_on))
        return (self.source, self.relation, self.target, *counts, *(text or "–" for text in rest))


def headings() -> tuple[str, ...]:
    """The headings of `LinkRow.cells`."""
    return (
        *(_("From"), _("Relation"), _("To")),
        *(_("Municipalities"), _("Sources"), _("Quotes")),
        *(_("Polarity"), _("Moderators of the link"), _("Conditions the links")),
    )


def rows(graph: nx.Graph[str]) -> tuple[LinkRow, ...]:
    """A row per link, the strongest first: what the drawing shows, in words of the current language."""
    moderators = _moderators(graph)
    return tuple(
        LinkRow(
            link=link_id(source, target),
            source=_end(graph, source),
            relation=relation_in_words(data["relation"]),
            target=_end(graph, target),
            municipalities=data["municipalities"],
            sources=data["sources"],
            citations=data["citations"],
            polarity=", ".join(f"{polarity_name(p)} {integer(data[p])}" for p in Polarity if data.get(p)),
            moderators=tuple(moderators[link_id(source, target)]),
            acts_on=tuple(acted_on(graph, data)),
        )
        for source, target, data in sorted(graph.edges(data=True), key=strongest_first)
    )


def relation_in_words(relation: str) -> str:
    """What a link's source does to its target; what we do not know stays as it is written."""
    words = {
        LEADS_TO: _("leads to"),
        MODERATES: _("conditions the way to"),
        RIPPLES: _("becomes the context"),
        CO_OCCURS: _("stands in the same turn as"),
    }
    return words.get(relation, relation)


def _end(graph: nx.Graph[str], node: str) -> str:
    data = graph.nodes[node]
    return f"{data['role']} {label_of(data)}".strip()


def _moderators(graph: nx.Graph[str]) -> dict[str, list[str]]:
    """The labels of the moderators that act on each link."""
    found: dict[str, list[str]] = defaultdict(list)
    for source, _target, data in graph.edges(data=True):
        for link in data.get("acts_on", ()):
            found[link].append(label_of(graph.nodes[source]))
    return found
