"""The words of a drawing: what a node, a link and the whole graph are called, whoever draws them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import networkx as nx

from icmo.graph import CO_OCCURRENCE, CONFIGURATIONS
from icmo.i18n import _, count, current


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


def role_names() -> dict[str, str]:
    """What the codes of each role are called together, by the role's letter."""
    return {
        "I": _("Interventions"),
        "C": _("Contexts"),
        "K": _("Moderators"),
        "M": _("Mechanisms"),
        "O": _("Outcomes"),
        "": _("Other codes"),
    }


def label_of(data: Mapping[str, Any]) -> str:
    """A node's label in the current language."""
    return str(data["label_en"] if current() == "en" else data["label"])


def counts_in_words(data: Mapping[str, Any]) -> str:
    """The three counts: ``3 municipalities · 5 sources · 8 quotes``."""
    return " · ".join(
        (
            count(data["municipalities"], "municipality", "municipalities"),
            count(data["sources"], "source", "sources"),
            count(data["citations"], "quote", "quotes"),
        )
    )


def hinders(data: Mapping[str, Any]) -> bool:
    """Whether more than half of a link's citations tell of hindering."""
    return bool(data.get("hæmmer", 0) > data["citations"] / 2)


def node_in_words(data: Mapping[str, Any]) -> str:
    """A node's label and counts."""
    return f"{label_of(data)}: {counts_in_words(data)}"


def link_in_words(graph: nx.Graph[str], source: str, target: str) -> str:
    """A link's ends and counts, and how much of it hinders or happens in spite of something."""
    data = graph.edges[source, target]
    arrow = "→" if graph.is_directed() else "–"
    words = f"{label_of(graph.nodes[source])} {arrow} {label_of(graph.nodes[target])}: {counts_in_words(data)}"
    hindering, despite = data.get("hæmmer", 0), data.get("trods", 0)
    if hindering or despite:
        words += _(" (hindering: {hinders}, in spite of: {despite})").format(hinders=hindering, despite=despite)
    conditioned = acted_on(graph, data)
    return words + (_(" – acts on {links}").format(links="; ".join(conditioned)) if conditioned else "")


def acted_on(graph: nx.Graph[str], data: Mapping[str, Any]) -> list[str]:
    """The links that a moderator conditions, by the labels of their ends."""
    ends = (name.split("->", 1) for name in data.get("acts_on", ()))
    return [
        f"{label_of(graph.nodes[one])} → {label_of(graph.nodes[other])}"
        for one, other in ends
        if one in graph and other in graph
    ]
