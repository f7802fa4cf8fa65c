"""What a graph's page is asked for by its address, and what it shows of a node, a link or a path."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

import networkx as nx
from pydantic import BaseModel, ConfigDict, Field

from icmo.compare.quotes import Evidence, evidence_of
from icmo.drawing.words import label_of, link_in_words, node_in_words
from icmo.errors import NotFoundError
from icmo.formats.graph import WRITERS
from icmo.formats.graph_csv import edges_csv, nodes_csv
from icmo.formats.graph_jsonld import json_ld
from icmo.graph import Selection, Step, link_id, pipeline
from icmo.graph.moderation import Moderation, moderators_of
from icmo.graph.paths import Paths, paths
from icmo.graph.robustness import Robustness, robustness
from icmo.i18n import _
from icmo.models import Configuration, Material
from icmo.web.context import Text

MOST = 60  # links drawn unless more are asked for

Some = Annotated[list[Text], Field(max_length=100, default_factory=list)]


class Drawn(BaseModel):
    """A graph as its address says it: the filters in their order, and what is looked at."""

    model_config = ConfigDict(extra="ignore")

    step: Some
    add: Text = ""  # the kind of a filter to add, with its values
    value: Some
    part: Text = ""  # a node, a link or a path: M:x, I:x->M:y, I:x->M:y->O:z
    origin: Text = ""
    target: Text = ""
    max_steps: Annotated[int, Field(ge=1, le=8)] = 4
    capacity: Literal["citations", "sources", "municipalities"] = "citations"
    ripples: bool = False
    most: Annotated[int, Field(ge=1, le=5000)] = MOST

    @property
    def steps(self) -> tuple[Step, ...]:
        """The filters."""
        return pipeline(self.step)

    @property
    def texts(self) -> list[str]:
        """The filters as texts, the one to add last."""
        values = [value for value in self.value if value]
        return [*self.step, *([str(Step(self.add, tuple(values)))] if self.add else [])]

    def address(self, page: str = "/graph", **changes: Any) -> str:
        """The address of this graph with something changed; what is as usual is left out."""
        values = self.model_dump(exclude_defaults=True, exclude={"add", "value"}) | {"step": self.texts} | changes
        query = urlencode({name: value for name, value in values.items() if value not in ("", [], None)}, doseq=True)
        return f"{page}?{query}" if query else page


@dataclass(frozen=True)
class Part:
    """A node, link or path that is looked at: what it is called, its quotes, and the configurations that tell it."""

    name: str
    evidence: Evidence
    configurations: tuple[Configuration, ...] = ()
    partly: tuple[Configuration, ...] = ()  # of a path: they tell some of its links, and not all


@dataclass(frozen=True)
class Way:
    """What leads from one node to another: the paths, who moderates each of them, and how robustly it is told."""

    paths: Paths
    moderators: tuple[tuple[Moderation, ...], ...]
    robustness: Robustness

    @property
    def parts(self) -> set[str]:
        """The nodes and links that are on any of the paths."""
        return {one for path in self.paths.paths for one in along(path.nodes)}


def along(nodes: Sequence[str]) -> list[str]:
    """A path's nodes, and the links between them, by their ids."""
    return [*nodes, *(link_id(*pair) for pair in pairwise(nodes))]


def way(selection: Selection, asked: Drawn) -> Way:
    """What leads from the origin to the target that an address names."""
    told, book = selection.links, selection.material.codebook
    ends = asked.origin, asked.target
    found = paths(told, *ends, max_steps=asked.max_steps, ripples=asked.ripples, limit=200, codebook=book)
    robust = robustness(
        told, *ends, capacity=asked.capacity, max_steps=asked.max_steps, ripples=asked.ripples, codebook=book
    )
    moderators = tuple(tuple(moderators_of(told, path.nodes)) for path in found.paths)
    return Way(found, moderators, robust)


def part(graph: nx.Graph[str], material: Material, name: str) -> Part:
    """What a graph tells of a node, a link or a path.

    Raises
    ------
    NotFoundError
        The graph has no such thing.
    """
    nodes = name.split("->")
    pairs = list(pairwise(nodes))
    if not all(node in graph for node in nodes) or not all(graph.has_edge(*pair) for pair in pairs):
        raise NotFoundError(
            _("The graph has no “{part}”.").format(part=name), _("It may have gone with a filter; take one away.")
        )
    if not pairs:
        data = graph.nodes[name]
        return Part(
            node_in_words(data), _evidence(material, data["codings"]), _holding(material, data["codings"], name)
        )
    if len(pairs) == 1:
        data = graph.edges[nodes[0], nodes[1]]
        told = _of(material, data.get("configurations", ()))
        return Part(link_in_words(graph, *nodes), _evidence(material, data["codings"]), told)
    return _path(graph, material, nodes)


def _path(graph: nx.Graph[str], material: Material, nodes: Sequence[str]) -> Part:
    """A path: the configurations that tell the whole of it, and those that tell some of its links."""
    edges = [graph.edges[pair] for pair in pairwise(nodes)]
    telling = [set(data.get("configurations", ())) for data in edges]
    whole = set.intersection(*telling)
    evidence = _evidence(material, {guid for data in edges for guid in data["codings"]})
    name = " → ".join(label_of(graph.nodes[node]) for node in nodes)
    return Part(name, evidence, _of(material, whole), _of(material, set.union(*telling) - whole))


def _evidence(material: Material, codings: Iterable[str]) -> Evidence:
    known = material.coding_by_guid
    return evidence_of(material, (known[guid] for guid in codings if guid in known))


def _of(material: Material, guids: Iterable[str]) -> tuple[Configuration, ...]:
    wanted = set(guids)
    return tuple(one for one in material.configurations if one.guid in wanted)


def _holding(material: Material, codings: Iterable[str], node: str) -> tuple[Configuration, ...]:
    """The configurations in which these codings play the node's role."""
    wanted, role = set(codings), node.partition(":")[0]
    return tuple(
        one for one in material.configurations if any(part.coding in wanted and part.role == role for part in one.parts)
    )


# --- Files ----------------------------------------------------------------------------------------------

TYPES = {
    "svg": "image/svg+xml",
    "graphml": "application/xml",
    "gexf": "application/xml",
    "json": "application/json",
    "cyjs": "application/json",
    "jsonld": "application/ld+json",
    "dot": "text/vnd.graphviz",
    "mmd": "text/plain; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "nodes.csv": "text/csv; charset=utf-8",
}


def file(graph: nx.Graph[str], material: Material, suffix: str) -> str:
    """The graph in a file's format.

    Raises
    ------
    NotFoundError
        There is no such format.
    """
    tables: dict[str, Callable[[], str]] = {
        "csv": lambda: edges_csv(graph),
        "nodes.csv": lambda: nodes_csv(graph),
        "jsonld": lambda: json_ld(graph, material),
    }
    if suffix not in TYPES:
        raise NotFoundError(_("There is no file of the kind {suffix}.").format(suffix=suffix))
    return tables[suffix]() if suffix in tables else WRITERS[f".{suffix}"](graph)
