"""The must-rules of the Web Annotation Data Model (W3C 2017), by its sections, and what the annotations say."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given

from icmo.formats.out.web_annotation import file
from icmo.models import Material
from tests.formats.out.coded import FIRST, coded_material, materials

IRI = re.compile(r"[a-z][a-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
UTC = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
MOTIVATIONS = {"assessing", "classifying", "commenting", "tagging"}


def _collection(material: Material) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(file(material)[0])
    return made


def test_a_collection_has_context_iri_class_label_and_total() -> None:  # 5.1, 5.2
    made = _collection(coded_material())
    assert made["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert (made["type"], made["label"], made["total"]) == ("AnnotationCollection", "Prøve", 5)
    assert IRI.fullmatch(made["id"])
    page = made["first"]
    assert (page["type"], page["partOf"], len(page["items"])) == ("AnnotationPage", made["id"], 5)
    assert IRI.fullmatch(page["id"]) and "@context" not in page


def _check(one: dict[str, Any]) -> None:
    assert IRI.fullmatch(one["id"])  # 3.1: exactly one IRI
    assert one["type"] == "Annotation"
    assert one["motivation"] in MOTIVATIONS  # 3.3.5
    assert one["creator"]["type"] == "Person" and one["creator"]["name"]  # 3.3.1
    assert UTC.fullmatch(one.get("created", "2026-01-01T00:00:00Z"))  # 3.3.1: xsd:dateTime in UTC, as Z
    for body in one["body"]:
        assert body["purpose"] in MOTIVATIONS
        if body["type"] == "TextualBody":  # 3.2.4: exactly one value
            assert isinstance(body["value"], str) and body["language"] and body["format"] == "text/plain"
        else:  # 4: exactly one source
            assert body["type"] == "SpecificResource" and IRI.fullmatch(body["source"])
    target = one["target"]
    assert target["type"] == "SpecificResource" and IRI.fullmatch(target["source"])
    place, quote = target["selector"]
    assert place["type"] == "TextPositionSelector" and 0 <= place["start"] < place["end"]  # 4.2.5
    assert quote["type"] == "TextQuoteSelector" and quote["exact"]  # 4.2.4


def test_every_annotation_keeps_the_must_rules() -> None:
    for one in _collection(coded_material())["first"]["items"]:
        _check(one)


@given(materials())
def test_both_selectors_find_the_same_words_in_any_text(material: Material) -> None:
    [source] = material.transcripts
    items = _collection(material)["first"]["items"]
    assert len({one["id"] for one in items}) == len(material.codings)
    for one in items:
        _check(one)
        place, quote = one["target"]["selector"]
        start, end = place["start"], place["end"]
        assert source.text[start:end] == quote["exact"]
        assert source.text[max(0, start - 32) : start] == quote["prefix"]
        assert source.text[end : end + 32] == quote["suffix"]


def test_offsets_are_code_points_so_an_emoji_counts_once() -> None:
    first = _collection(coded_material())["first"]["items"][0]["target"]["selector"][0]
    assert FIRST[first["start"] : first["end"]] == "Vi øvede bussen."
    assert first["start"] == FIRST.index("Vi") > FIRST.index("😀")


def test_the_code_is_there_as_an_iri_and_as_a_label_with_valence_and_memo() -> None:
    by_id = {one["id"]: one for one in _collection(coded_material())["first"]["items"]}
    told = [(body["purpose"], body.get("source") or body["value"]) for body in by_id["urn:icmo:coding:c-3"]["body"]]
    assert told == [
        ("classifying", "urn:icmo:code:tro"),
        ("tagging", "Tro"),
        ("assessing", "positiv"),
        ("commenting", "Se også | Bo"),
    ]


@pytest.mark.parametrize(
    ("coding", "created"),
    [("c-1", "2026-03-12T09:30:00Z"), ("c-2", "2026-03-13T00:00:00Z"), ("c-3", None)],
    ids=["a zone is turned into UTC", "a day is its beginning", "no time is no time"],
)
def test_times_are_in_utc(coding: str, created: str | None) -> None:
    by_id = {one["id"]: one for one in _collection(coded_material())["first"]["items"]}
    assert by_id[f"urn:icmo:coding:{coding}"].get("created") == created
