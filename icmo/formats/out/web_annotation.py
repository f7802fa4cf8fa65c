"""Codings as W3C Web Annotations (2017), JSON-LD: one AnnotationCollection with all of them on one page.

Each coding is an Annotation. Its bodies are the code, as a SpecificResource with the code's IRI (classifying) and as a
tag with its label in the project's language (tagging); a valence (assessing) and a memo (commenting), where there are
any. Its target is the transcript with a TextPositionSelector, in code points of the text as icmo keeps it, and a
TextQuoteSelector with the words and up to 32 characters on either side. IRIs are ``urn:icmo:coding:…``, ``…:code:…``,
``…:transcript:…``, as in the graph's JSON-LD. `created` is in UTC and ends in Z; a coding without a time has none.

Source: Sanderson, Ciccarese & Young (2017), Web Annotation Data Model, W3C Recommendation.
"""

from __future__ import annotations

import json
from typing import Any

from icmo.formats.graph_jsonld import urn
from icmo.formats.out.plain import utc
from icmo.frames import in_order
from icmo.models import Coding, Material
from icmo.text.anchors import cut

CONTEXT = "http://www.w3.org/ns/anno.jsonld"


def file(material: Material) -> tuple[bytes, tuple[str, ...]]:
    """All codings as an AnnotationCollection, an annotation per line; nothing of them is left out."""
    name = material.name or "icmo"
    head = {
        "@context": CONTEXT,
        "id": urn("collection", name),
        "type": "AnnotationCollection",
        "label": name,
        "generator": {"id": "urn:icmo:icmo", "type": "Software", "name": "icmo"},
        "total": len(material.codings),
    }
    page = {"id": urn("page", f"{name}:1"), "type": "AnnotationPage", "partOf": urn("collection", name)}
    lines = ",\n".join(_dumped(annotation(coding, material)) for coding in in_order(material))
    return f'{_opened(head)},\n"first": {_opened(page)},\n"items": [\n{lines}\n]}}}}\n'.encode(), ()


def annotation(coding: Coding, material: Material) -> dict[str, Any]:
    """One coding as an Annotation, without the context."""
    text = material.transcript_by_guid[coding.transcript].text
    prefix, exact, suffix = cut(text, coding.start, coding.end)
    made: dict[str, Any] = {
        "id": urn("coding", coding.guid),
        "type": "Annotation",
        "motivation": "classifying",
        "creator": {"id": urn("coder", coding.coder), "type": "Person", "name": coding.coder},
        "body": _bodies(coding, material),
        "target": {
            "type": "SpecificResource",
            "source": urn("transcript", coding.transcript),
            "selector": [
                {"type": "TextPositionSelector", "start": coding.start, "end": coding.end},
                {"type": "TextQuoteSelector", "exact": exact, "prefix": prefix, "suffix": suffix},
            ],
        },
    }
    return made | ({"created": utc(coding.at)} if coding.at else {})


def _bodies(coding: Coding, material: Material) -> list[dict[str, str]]:
    label = material.codebook[coding.code].label.text(material.language)
    bodies = [
        {"type": "SpecificResource", "source": urn("code", coding.code), "purpose": "classifying"},
        _text("tagging", label, material.language),
    ]
    bodies += [_text("assessing", coding.valence.value, "da")] if coding.valence else []
    return bodies + ([_text("commenting", coding.memo, material.language)] if coding.memo else [])


def _text(purpose: str, value: str, language: str) -> dict[str, str]:
    return {"type": "TextualBody", "purpose": purpose, "value": value, "format": "text/plain", "language": language}


def _opened(about: dict[str, Any]) -> str:
    """An object without its closing bracket."""
    return _dumped(about)[:-1]


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
