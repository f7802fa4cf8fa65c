"""Configurations as a mechanism graph, in networkx.

A node is a code in a role (``M:hverdagsmestring``), since the role sits on the part of a configuration and not on
the code. A configuration's parts give links: I → M, C → M and M → O; without a mechanism I → O and C → O; an
intervention and a context alone I → C. All links with the same ends make a *bundle*, one edge, with its citations,
sources, municipalities, polarities and the ids of its evidence.

A moderator acts *on* a link and is no step of its own: its edge has ``relation="moderates"``, ends at the node where
that link ends, and names the link in ``acts_on``.

A project without configurations gives an undirected co-occurrence graph of its codings, or of its suggestions when
nothing is coded; ``graph.graph["basis"]`` and every node and edge say so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations, product
from typing import TYPE_CHECKING, Any

import networkx as nx

from icmo.evidence import Stretch, by_turn, count, stretch_of, unite
from icmo.models import STRONG, Code, Coding, Configuration, Material, Polarity, Role

if TYPE_CHECKING:
    from icmo.project import Project

CONFIGURATIONS, CO_OCCURRENCE, SUGGESTIONS = "configurations", "co-occurrence", "co-occurrence of suggestions"
LEADS_TO, MODERATES, CO_OCCURS = "leads_to", "moderates", "co-occurs"


@dataclass(frozen=True)
class Link:
    """What one configuration says: one part leads to another, or moderates such a link."""

    source: str
    target: str
    relation: str
    configuration: Configuration
    ends: tuple[Coding, Coding]
    acts_on: frozenset[str] = field(default_factory=frozenset)


def build(project: Project | Material) -> nx.Graph[str]:
    """The graph of a project: a DiGraph of its configurations, or a co-occurrence Graph without any.

    Parameters
    ----------
    project : a project, or its `Material`

    Returns
    -------
    networkx.DiGraph or networkx.Graph
        Node attributes: code, role, kind, label, label_en, citations, sources, municipalities (number),
        municipality_names, codings (GUIDs). Edge attributes: relation, citations, sources, municipalities,
        municipality_names, fremmer, hæmmer, trods (citations by polarity), acts_on, configurations and codings
        (GUIDs); a co-occurrence edge has the coefficient c = n12 / (n1 + n2 − n12) instead of the polarities.
    """
    material = project if isinstance(project, Material) else project.material()
    if material.configurations:
        return _configuration_graph(material)
    if material.codings:
        marks = [(stretch_of(coding), coding.code) for coding in material.codings]
        return _co_occurrence_graph(material, marks, CO_OCCURRENCE)
    marks = [(stretch_of(made), made.code) for made in material.suggestions if made.band == STRONG]
    return _co_occurrence_graph(material, marks, SUGGESTIONS)


def links(material: Material) -> list[Link]:
    """Every link of every configuration."""
    return [link for one in material.configurations for link in _links(one, material)]


def node_id(role: Role, code: str) -> str:
    """The id of a node: ``M:hverdagsmestring``."""
    return f"{role}:{code}"


def link_id(source: str, target: str) -> str:
    """The id of a link, as moderators name it in ``acts_on``."""
    return f"{source}->{target}"


# --- Configurations -------------------------------------------------------------------------------------


def _links(configuration: Configuration, material: Material) -> Iterator[Link]:
    by_role: dict[Role, list[Coding]] = defaultdict(list)
    for part in configuration.parts:
        by_role[part.role].append(material.coding_by_guid[part.coding])
    steps = [step for step in _steps(by_role) if by_role[step[0]] and by_role[step[1]]]
    for source, target in steps:
        for ends in product(by_role[source], by_role[target]):
            yield Link(node_id(source, ends[0].code), node_id(target, ends[1].code), LEADS_TO, configuration, ends)
    yield from _moderations(configuration, by_role, steps)


def _steps(by_role: dict[Role, list[Coding]]) -> list[tuple[Role, Role]]:
    if by_role[Role.M]:
        return [(Role.I, Role.M), (Role.C, Role.M), (Role.M, Role.O)]
    if by_role[Role.O]:
        return [(Role.I, Role.O), (Role.C, Role.O)]
    return [(Role.I, Role.C)]


def _moderations(
    configuration: Configuration, by_role: dict[Role, list[Coding]], steps: list[tuple[Role, Role]]
) -> Iterator[Link]:
    """A moderator conditions the way into the mechanism; failing that, the first link there is."""
    if steps:
        source, target = steps[0]
        acts_on = frozenset(
            link_id(node_id(source, a.code), node_id(target, b.code))
            for a, b in product(by_role[source], by_role[target])
        )
        ends = by_role[target]
    else:
        target = next((role for role in (Role.M, Role.O, Role.I, Role.C) if by_role[role]), Role.K)
        acts_on = frozenset()
        ends = by_role[target] if target is not Role.K else []
    for moderator, end in product(by_role[Role.K], ends):
        names = node_id(Role.K, moderator.code), node_id(target, end.code)
        acting = frozenset(name for name in acts_on if name.endswith(f"->{names[1]}"))
        yield Link(*names, MODERATES, configuration, (moderator, end), acting)


def _configuration_graph(material: Material) -> nx.DiGraph[str]:
    graph: nx.DiGraph[str] = nx.DiGraph(**_about(material, CONFIGURATIONS))
    for (role, code), stretches in sorted(_parts(material).items()):
        graph.add_node(node_id(role, code), **_node(material, role, code, stretches, CONFIGURATIONS))
    for (source, target), bundle in sorted(_bundles(material).items()):
        graph.add_edge(source, target, **_bundle(material, bundle))
    return graph


def _parts(material: Material) -> dict[tuple[Role, str], list[Stretch]]:
    found: dict[tuple[Role, str], list[Stretch]] = defaultdict(list)
    for configuration in material.configurations:
        for part in configuration.parts:
            coding = material.coding_by_guid[part.coding]
            found[part.role, coding.code].append(stretch_of(coding))
    return found


def _bundles(material: Material) -> dict[tuple[str, str], list[Link]]:
    found: dict[tuple[str, str], list[Link]] = defaultdict(list)
    for link in links(material):
        found[link.source, link.target].append(link)
    return found


def _bundle(material: Material, bundle: list[Link]) -> dict[str, Any]:
    pairs = _pairs(bundle)
    told = [stretch for pair in pairs for stretch in pair]
    return {
        "relation": bundle[0].relation,
        **_evidence(material, told),
        "citations": len(pairs),
        **{polarity.value: sum(polarity in found for found in pairs.values()) for polarity in Polarity},
        "acts_on": sorted({name for link in bundle for name in link.acts_on}),
        "configurations": sorted({link.configuration.guid for link in bundle}),
        "basis": CONFIGURATIONS,
    }


def _pairs(bundle: list[Link]) -> dict[tuple[Stretch, Stretch], set[Polarity]]:
    """The citations of a bundle: its distinct pairs of united quotes, each with the polarities that it was read with.

    Two coders who link the same passages are one citation.
    """
    ends = [_united(link.ends[side] for link in bundle) for side in (0, 1)]
    found: dict[tuple[Stretch, Stretch], set[Polarity]] = defaultdict(set)
    for link in bundle:
        one, other = (ends[side][link.ends[side].guid] for side in (0, 1))
        found[one, other].add(link.configuration.polarity)
    return found


def _united(codings: Iterable[Coding]) -> dict[str, Stretch]:
    """For each coding the united stretch that it is part of."""
    return {mark: stretch for stretch in unite(map(stretch_of, codings)) for mark in stretch.marks}


# --- Co-occurrence --------------------------------------------------------------------------------------


def _co_occurrence_graph(material: Material, marks: Iterable[tuple[Stretch, str]], basis: str) -> nx.Graph[str]:
    """Codes that stand in the same turn; an edge's citations are the turns that they share."""
    graph: nx.Graph[str] = nx.Graph(**_about(material, basis))
    by_code: dict[str, list[Stretch]] = defaultdict(list)
    for stretch, code in marks:
        by_code[code].append(stretch)
    turns = {code: by_turn(material, stretches) for code, stretches in by_code.items()}
    for code, stretches in sorted(by_code.items()):
        graph.add_node(code, **_node(material, material.codebook[code].kind.role, code, stretches, basis))
    for pair, shared in sorted(_shared_turns(turns).items()):
        one, other = pair
        stretches = [s for turn in shared for code in pair for s in turns[code][turn]]
        coefficient = len(shared) / (len(turns[one]) + len(turns[other]) - len(shared))
        evidence = _evidence(material, stretches) | {"citations": len(shared)}
        graph.add_edge(one, other, relation=CO_OCCURS, **evidence, c=round(coefficient, 6), basis=basis)
    return graph


def _shared_turns(
    turns: dict[str, dict[tuple[str, int], list[Stretch]]],
) -> dict[tuple[str, str], list[tuple[str, int]]]:
    codes_in: dict[tuple[str, int], list[str]] = defaultdict(list)
    for code in sorted(turns):
        for turn in turns[code]:
            codes_in[turn].append(code)
    shared: dict[tuple[str, str], list[tuple[str, int]]] = defaultdict(list)
    for turn, codes in sorted(codes_in.items()):
        for pair in combinations(codes, 2):
            shared[pair].append(turn)
    return shared


# --- Attributes -----------------------------------------------------------------------------------------


def _about(material: Material, basis: str) -> dict[str, Any]:
    return {
        "name": material.name,
        "basis": basis,
        "codebook": f"{material.codebook.id} {material.codebook.version}",
        "municipalities": len(material.municipalities),
        "transcripts": len(material.transcripts),
        "configurations": len(material.configurations),
    }


def _node(material: Material, role: Role | None, code_id: str, stretches: list[Stretch], basis: str) -> dict[str, Any]:
    code: Code = material.codebook[code_id]
    return {
        "code": code.id,
        "role": role.value if role else "",
        "kind": code.kind.value,
        "label": code.label.da,
        "label_en": code.label.en,
        **_evidence(material, unite(stretches)),
        "basis": basis,
    }


def _evidence(material: Material, stretches: list[Stretch]) -> dict[str, Any]:
    counts = count(stretches, material)
    return {
        "citations": counts.citations,
        "sources": counts.sources,
        "municipalities": len(counts.municipalities),
        "municipality_names": list(counts.municipalities),
        "codings": sorted({mark for one in stretches for mark in one.marks}),
    }
