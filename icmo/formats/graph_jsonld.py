"""The graph as JSON-LD (``.jsonld``): linked data in which every number leads back to its quotes.

Nodes and links are resources under ``urn:icmo:``. Their evidence are codings; with a `Material` each is a W3C Web
Annotation (2017) with the quote, its surroundings and its place in code points, and says by whom it was made (PROV).
Without one only the codings' ids are there, so that the file can be shared when the quotes cannot.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

from icmo.formats.graph_flat import Graph
from icmo.graph import link_id
from icmo.models import Coding, Material, Suggestion
from icmo.text.anchors import cut

URN = "urn:icmo:"
CONTEXT: dict[str, Any] = {
    "@version": 1.1,
    "@vocab": URN,
    "oa": "http://www.w3.org/ns/oa#",
    "prov": "http://www.w3.org/ns/prov#",
    "schema": "https://schema.org/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "name": "schema:name",
    "label": {"@id": "rdfs:label", "@container": "@language"},
    "municipality_names": {"@id": "schema:spatialCoverage", "@container": "@set"},
    "from": {"@type": "@id"},
    "to": {"@type": "@id"},
    "acts_on": {"@type": "@id", "@container": "@set"},
    "configurations": {"@type": "@id", "@container": "@set"},
    "codings": {"@id": "prov:wasDerivedFrom", "@type": "@id", "@container": "@set"},
    "body": {"@id": "oa:hasBody", "@type": "@id"},
    "motivation": {"@id": "oa:motivatedBy", "@type": "@id"},
    "target": "oa:hasTarget",
    "source": {"@id": "oa:hasSource", "@type": "@id"},
    "selector": "oa:hasSelector",
    "exact": "oa:exact",
    "prefix": "oa:prefix",
    "suffix": "oa:suffix",
    "start": "oa:start",
    "end": "oa:end",
    "creator": "schema:creator",
    "created": {"@id": "prov:generatedAtTime", "@type": "xsd:dateTime"},
}


def json_ld(graph: Graph[str], material: Material | None = None) -> str:
    """The graph as JSON-LD, with its quotes when the material that it was built of is given."""
    about = dict(graph.graph)
    made = {
        "@context": CONTEXT,
        "@id": urn("graph", str(about.get("name", ""))),
        "@type": ["MechanismGraph", "prov:Entity"],
        **{f"number_of_{key}" if isinstance(value, int) else key: value for key, value in about.items()},
        "nodes": [_node(node, data) for node, data in graph.nodes(data=True)],
        "links": [_link(*edge) for edge in graph.edges(data=True)],
        "evidence": list(_annotations(graph, material)) if material else [],
    }
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def urn(noun: str, name: str) -> str:
    """The name of a thing of ours as a URN.

    Examples
    --------
    >>> urn("link", "I:øve->M:tro")
    'urn:icmo:link:I:%C3%B8ve-%3EM:tro'
    """
    return f"{URN}{noun}:{quote(name, safe=':')}"


def _node(node: str, data: Mapping[str, Any]) -> dict[str, Any]:
    label = {"da": data["label"], "en": data["label_en"]}
    named = {"@id": urn("node", node), "@type": ["Node", "prov:Entity"], "label": label}
    rest = {key: value for key, value in data.items() if key not in ("label", "label_en")}
    return named | rest | {"codings": _urns("coding", data["codings"])}


def _link(source: str, target: str, data: Mapping[str, Any]) -> dict[str, Any]:
    named = {"@id": urn("link", link_id(source, target)), "@type": ["Link", "prov:Entity"]}
    ends = {"from": urn("node", source), "to": urn("node", target)}
    nouns = {"codings": "coding", "configurations": "configuration", "acts_on": "link"}
    return named | ends | dict(data) | {key: _urns(noun, data[key]) for key, noun in nouns.items() if key in data}


def _urns(noun: str, names: Iterable[str]) -> list[str]:
    return [urn(noun, name) for name in names]


def _annotations(graph: Graph[str], material: Material) -> Iterator[dict[str, Any]]:
    used = {guid for _node, data in graph.nodes(data=True) for guid in data["codings"]}
    used |= {guid for *_ends, data in graph.edges(data=True) for guid in data["codings"]}
    marks: tuple[Coding | Suggestion, ...] = (*material.codings, *material.suggestions)
    return (_annotation(mark, material) for mark in marks if mark.guid in used)


def _annotation(mark: Coding | Suggestion, material: Material) -> dict[str, Any]:
    """One coding as an oa:Annotation: the code is its body, the passage its target."""
    text = material.transcript_by_guid[mark.transcript].text
    prefix, exact, suffix = cut(text, mark.start, mark.end)
    made: dict[str, Any] = {
        "@id": urn("coding", mark.guid),
        "@type": ["oa:Annotation", "prov:Entity"],
        "motivation": "oa:classifying",
        "body": urn("code", mark.code),
        "target": {
            "source": urn("transcript", mark.transcript),
            "selector": [
                {"@type": "oa:TextQuoteSelector", "exact": exact, "prefix": prefix, "suffix": suffix},
                {"@type": "oa:TextPositionSelector", "start": mark.start, "end": mark.end},
            ],
        },
        "creator": _maker(mark),
    }
    return made | ({"created": mark.at} if mark.at else {})


def _maker(mark: Coding | Suggestion) -> dict[str, str]:
    if isinstance(mark, Coding):
        return {"@type": "schema:Person", "name": mark.coder}
    return {"@type": "schema:SoftwareApplication", "name": mark.engine}
