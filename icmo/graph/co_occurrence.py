"""Codes that stand in the same turn, for a project without configurations: an undirected graph.

A passage stands in every turn that it reaches into, as in `icmo.compare.cooccurrence`, so both give the same numbers.
It is made of the codings, or of the strong suggestions when nothing is coded; the graph and every node and edge say
so in ``basis``. Seen at a level of the code book, two codes below the same one meet *within* it: no line, but counted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

import networkx as nx

from icmo.evidence import Stretch, shared, stretch_of, unite
from icmo.graph import attributes
from icmo.graph.attributes import CO_OCCURRENCE, SUGGESTIONS
from icmo.graph.meetings import Turn, by_turn, coefficient
from icmo.models import STRONG, Material

CO_OCCURS = "co-occurs"
Turns = dict[str, dict[Turn, list[Stretch]]]


def co_occurrence(material: Material, *, draft: bool, zoom: Callable[[str], str] = str) -> nx.Graph[str]:
    """The co-occurrence graph; an edge's citations are the turns that its two codes share.

    Parameters
    ----------
    material : what is left after the filters
    draft : of strong suggestions instead of codings
    zoom : the code that stands for a code, by default the code itself
    """
    if draft:
        marks = [(stretch_of(made), made.code) for made in material.suggestions if made.band == STRONG]
    else:
        marks = [(stretch_of(coding), coding.code) for coding in material.codings]
    zoomed = [(stretch, zoom(code)) for stretch, code in marks]
    graph = _graph(material, zoomed, SUGGESTIONS if draft else CO_OCCURRENCE)
    graph.graph["within"] = _within(_turns(material, marks), zoom)
    return graph


def _graph(material: Material, marks: Iterable[tuple[Stretch, str]], basis: str) -> nx.Graph[str]:
    graph: nx.Graph[str] = nx.Graph(**attributes.about(material, basis))
    turns = _turns(material, marks)
    for code, by_place in sorted(turns.items()):
        stretches = [stretch for there in by_place.values() for stretch in there]
        role = material.codebook[code].kind.role
        graph.add_node(code, **attributes.node(material, role, code, stretches, basis))
    for pair, common in sorted(shared(turns).items()):
        graph.add_edge(*pair, **_edge(material, pair, common, turns), basis=basis)
    return graph


def _edge(material: Material, pair: tuple[str, str], common: list[Turn], turns: Turns) -> dict[str, Any]:
    one, other = pair
    stretches = [s for turn in common for code in pair for s in turns[code][turn]]
    evidence = attributes.evidence(material, stretches) | {"citations": len(common)}
    c = coefficient(len(turns[one]), len(turns[other]), len(common))
    return {"relation": CO_OCCURS, **evidence, "c": round(c, 6)}


def _turns(material: Material, marks: Iterable[tuple[Stretch, str]]) -> Turns:
    by_code: dict[str, list[Stretch]] = defaultdict(list)
    for stretch, code in marks:
        by_code[code].append(stretch)
    return {code: by_turn(material, unite(stretches)) for code, stretches in by_code.items()}


def _within(turns: Turns, zoom: Callable[[str], str]) -> int:
    """The turns, for each code that stands for several, in which two of these meet."""
    alike = {pair: common for pair, common in shared(turns).items() if zoom(pair[0]) == zoom(pair[1])}
    return len({(zoom(one), turn) for (one, _other), common in alike.items() for turn in common})
