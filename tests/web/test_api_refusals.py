"""What the JSON API refuses, in which words and languages, and that nothing makes it fail."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.web.clients import a_client, an_app
from tests.web.furnished import Furnished, furnished

STALE = {"version": "x"}
PLACE = {"transcript": "interview", "start": 0, "end": 5}
NEW_MEMO = {"kind": "proces", "text": "Hm.", "about": "project"}
REFUSED = [
    ("GET", "/nothing", None, 404, "There is nothing at this address."),
    ("PUT", "/undo", None, 405, "That cannot be done here."),
    ("GET", "/transcripts/x", None, 404, "There is no transcript “x”."),
    ("GET", "/transcripts/x/marks", None, 404, "There is no transcript “x”."),
    ("PATCH", "/transcripts/x", {"title": "Hm"}, 404, "There is no transcript “x”."),
    ("PATCH", "/transcripts/interview", {"date": "i går"}, 422, "“i går” is not a date"),
    ("POST", "/transcripts/interview/correction", {"text": " ", "sha256": "x"}, 409, "has corrected"),
    ("POST", "/transcripts/interview/correction/preview", {"text": " ", "sha256": ""}, 422, "holds no text"),
    ("POST", "/codings", {**PLACE, "codes": []}, 422, "body.codes"),
    ("POST", "/codings", {**PLACE, "codes": ["nix"]}, 404, "There is no code “nix”"),
    ("POST", "/codings", {**PLACE, "codes": ["ro"], "transcript": "x"}, 404, "There is no transcript “x”."),
    ("POST", "/codings", {**PLACE, "codes": ["ro"], "end": 9999}, 422, "0–9999 is no span"),
    ("POST", "/codings", {**PLACE, "codes": ["ro"], "end": -1}, 422, "body.end"),
    ("PATCH", "/codings/x", {**STALE, "code": "ro"}, 404, "There is no coding x."),
    ("PATCH", "/codings/{coding}", {"code": "ro"}, 422, "body.version: Field required"),
    ("DELETE", "/codings/x", None, 409, "is no longer there"),
    ("GET", "/suggestions?order=random", None, 422, "query.order"),
    ("POST", "/suggestions/x/decision", {"verdict": "accept"}, 404, "There is no suggestion x."),
    ("POST", "/suggestions/{suggestion}/decision", {"verdict": "maybe"}, 422, "body.verdict"),
    ("POST", "/suggestions/renewal", {"transcript": "x"}, 404, "There is no transcript “x”."),
    ("POST", "/configurations", {"parts": []}, 422, "body.parts"),
    ("POST", "/configurations", {"parts": [{"role": "I", "coding": "x"}]}, 404, "There is no coding x."),
    ("POST", "/configurations", {"parts": [{"role": "Q", "coding": "x"}]}, 422, "body.parts.0.role"),
    ("POST", "/configurations/draft", {"parts": [{"role": "I", "coding": "x"}]}, 404, "There is no coding x."),
    ("PATCH", "/configurations/{one}", {**STALE, "actor": "hun"}, 409, "AML has changed this"),
    ("PATCH", "/configurations/x", STALE, 404, "There is no configuration x."),
    ("DELETE", "/configurations/{one}?version=x", None, 409, "AML has changed this"),
    ("POST", "/configurations/{one}/merge", {"guid": "x"}, 404, "There is no configuration x."),
    ("POST", "/configurations/{other}/links", {"guid": "x"}, 404, "There is no configuration x."),
    ("DELETE", "/configurations/links/x", None, 409, "is no longer there"),
    ("POST", "/theories", {"name": "T1", "statement": "Hm."}, 409, "a theory called “T1” already"),
    ("POST", "/theories", {"name": " ", "statement": "Hm."}, 422, "needs a name and a sentence"),
    ("PATCH", "/theories/{theory}", STALE, 409, "AML has changed this"),
    ("PATCH", "/theories/x", STALE, 404, "There is no theory x."),
    ("DELETE", "/theories/x", None, 409, "is no longer there"),
    ("POST", "/memos", {**NEW_MEMO, "about": "coding", "subject": "x"}, 404, "not there: x"),
    ("POST", "/memos", {**NEW_MEMO, "text": " "}, 422, "needs some text"),
    ("GET", "/memos?kind=digt", None, 422, "query.kind"),
    ("PATCH", "/memos/{memo}", {**STALE, "text": "Hm"}, 409, "AML has changed this"),
    ("PATCH", "/memos/x", STALE, 404, "There is no memo x."),
    ("DELETE", "/memos/x", None, 409, "is no longer there"),
    ("POST", "/views", {"name": " ", "query": {"text": "bus"}}, 422, "needs a name"),
    ("POST", "/views", {"name": "V", "query": {"relation": "near"}}, 422, "“near” is not one of"),
    ("DELETE", "/views/x", None, 409, "is no longer there"),
    ("POST", "/codebook/codes", {"label_da": " ", "kind": "outcome"}, 422, "needs a label"),
    ("POST", "/codebook/codes", {"label_da": "Ny", "kind": "vejr"}, 422, "body.kind"),
    ("PATCH", "/codebook/codes/nix", {"label_da": "Ny"}, 404, "There is no code “nix”"),
    ("POST", "/codebook/codes/ro/merge", {"into": "ro"}, 422, "merged with itself"),
    ("POST", "/codebook/codes/ro/move", {"parent": "oeve"}, 422, "not of the same kind"),
    ("POST", "/codebook/codes/ro/split", {"codes": []}, 422, "body.codes"),
    ("GET", "/history?last=0", None, 422, "query.last"),
]


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Furnished]:
    """One for all tests: what is refused changes nothing."""
    with furnished(tmp_path_factory.mktemp("refused")) as made:
        yield made


@pytest.fixture
def own_room(tmp_path: Path) -> Iterator[Furnished]:
    """One for a test that may change it."""
    with furnished(tmp_path) as made:
        yield made


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "message"),
    REFUSED,
    ids=[f"{method} {path} {message}" for method, path, _body, _status, message in REFUSED],
)
def test_what_cannot_be_done_is_refused_in_words(
    room: Furnished, method: str, path: str, body: Any, status: int, message: str
) -> None:
    before = room.project.state()
    told = room.send(method, path, body, status=status)
    assert told.keys() == {"message", "hint"}
    assert message in told["message"]
    assert room.project.state() == before


def test_a_request_that_changes_something_needs_a_coder(room: Furnished) -> None:
    client = a_client(room.project, coder="")
    for method, path in (("POST", "/undo"), ("POST", "/memos"), ("GET", "/preferences")):
        answer = client.request(method, path, json=NEW_MEMO if path == "/memos" else None)
        assert (answer.status_code, answer.json()["hint"]) == (422, "Choose a coder at the top of the page.")


@pytest.mark.parametrize(
    ("cookie", "message"),
    [("en", "There is no transcript “x”."), ("da", "Transskriptionen ”x” findes ikke."), ("fr", "Transskriptionen")],
    ids=["english", "danish", "the_projects_own_where_the_cookie_says_nothing_known"],
)
def test_messages_speak_the_language_of_the_cookie(room: Furnished, cookie: str, message: str) -> None:
    answer = a_client(room.project, language=cookie).get("/transcripts/x")
    assert message in answer.json()["message"]
    assert answer.json()["hint"]


@pytest.mark.parametrize(("path", "status"), [("/coders", 200), ("/transcripts/x", 404), ("/search", 422)])
def test_every_answer_tells_how_long_the_server_worked(room: Furnished, path: str, status: int) -> None:
    answer = room.client.get(path)
    assert answer.status_code == status
    took = re.fullmatch(r"app;dur=(\d+\.\d)", answer.headers["Server-Timing"])
    assert took is not None
    assert 0 < float(took[1]) < 60_000


def test_no_body_may_hold_a_field_that_is_not_known(room: Furnished) -> None:
    document = an_app(room.project).openapi()
    bodies = [
        operation["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
        for operations in document["paths"].values()
        for operation in operations.values()
        if "application/json" in operation.get("requestBody", {}).get("content", {})
    ]
    assert len(bodies) > 20
    open_ones = [name for name in bodies if document["components"]["schemas"][name].get("additionalProperties", True)]
    assert open_ones == []
    told = room.send("POST", "/memos", {**NEW_MEMO, "colour": "red"}, status=422)
    assert told["message"].startswith("body.colour: ")


# --- What no honest program sends -----------------------------------------------------------------------

WRITES = {
    "POST /codings": {**PLACE, "codes": ["ro"]},
    "PATCH /codings/{coding}": {"version": "x", "start": 0, "end": 5, "code": "ro", "valence": "positiv", "memo": "Hm"},
    "POST /configurations": {
        "parts": [{"role": "I", "coding": "x", "resource": "Hm", "reasoning": "Hm"}],
        **dict.fromkeys(("actor", "statement", "memo", "target_group", "theory"), "Hm"),
    },
    "PATCH /configurations/{one}": {"version": "x", "parts": [], "actor": "Hm", "target_group": "lav"},
    "POST /configurations/draft": {"parts": [{"role": "I", "coding": "x"}]},
    "POST /configurations/{one}/merge": {"guid": "x"},
    "POST /configurations/{one}/links": {"guid": "x"},
    "POST /theories": {"name": "T2", "statement": "Hm"},
    "PATCH /theories/{theory}": {"version": "x", "name": "T2", "statement": "Hm"},
    "POST /memos": {"kind": "proces", "text": "Hm", "about": "segment", "subject": "interview", "start": 0, "end": 5},
    "PATCH /memos/{memo}": {"version": "x", "text": "Hm", "kind": "sprog"},
    "POST /views": {"name": "V", "query": {"text": "bus", "all": ["ro"], "page": 1, "below": True}},
    "POST /suggestions/renewal": {"transcript": "interview"},
    "POST /suggestions/{suggestion}/decision": {"verdict": "accept", "start": 0, "end": 5},
    "PATCH /transcripts/{transcript}": {"title": "Hm", "municipality": "Hm", "date": "2026-03-12", "role": "Hm"},
    "POST /transcripts/{transcript}/correction": {"text": "Hm", "sha256": "x", "drop": ["x"]},
    "POST /transcripts/{transcript}/correction/preview": {"text": "Hm", "sha256": "x"},
    "POST /codebook/codes": {"label_da": "Ny", "kind": "outcome", "parent": "ro", "cues": ["Hm"], "examples": ["Hm"]},
    "PATCH /codebook/codes/ro": {"label_da": "Ny", "kind": "outcome", "cues": ["Hm"], "include_en": ["Hm"]},
    "POST /codebook/codes/hverdag/move": {"parent": "tro"},
    "POST /codebook/codes/tro/merge": {"into": "hverdag"},
    "POST /codebook/codes/ro/split": {"codes": [{"label_da": "Ny", "kind": "outcome"}], "assigned": {"x": 0}},
    "POST /codebook/codes/ro/retirement": {"retired": True},
    "PUT /preferences": {"pins": ["ro"], "shortcuts": True},
}
HOSTILE = [
    *(r'"\ud800"', r'"\ud83d\u0000\udfff"', r'"\u0000"', r'"\u001b[31m\u202e\ufeff"', f'"{"æ" * 70_000}"', "null"),
    *("9" * 40, "9" * 5000, "-1", "1e400", "NaN", "[" * 5000, r'{"\ud800": 1}'),
]


@pytest.mark.parametrize("operation", WRITES)
def test_no_value_makes_the_server_fail(own_room: Furnished, operation: str) -> None:
    method, path = operation.split()
    headers = {"Content-Type": "application/json"}
    with own_room.client as client:
        for body in _hostile_bodies(WRITES[operation]):
            answer = client.request(method, own_room.path(path), content=body, headers=headers)
            assert answer.status_code < 500, body[:200]


def _hostile_bodies(value: Any) -> Iterator[bytes]:
    """The JSON of a value with each thing in it, and the whole, replaced by every hostile one."""
    for hole in _holes(value):
        yield from (hole.replace('"__hole__"', one).encode() for one in HOSTILE)


def _holes(value: Any) -> Iterator[str]:
    yield '"__hole__"'
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        for hole in _holes(inner):
            copy = value.copy()
            copy[key] = json.loads(hole)
            yield json.dumps(copy)


@pytest.mark.parametrize(
    "text", ["%00", "%ED%A0%80", "%FF", "a" * 5000, "..%2f..", "%F0%9F%98%80", "%0A", "'--", "%25"]
)
def test_no_address_makes_the_server_fail(own_room: Furnished, text: str) -> None:
    paths = ("/transcripts/{}", "/transcripts/{}/state", "/memos?subject={}", "/search?text={}", "/search?all={}")
    for path in (*paths, "/search?coder={}", "/suggestions?transcript={}", "/search?page={}", "/codebook/{}"):
        assert own_room.client.get(path.format(text)).status_code < 500
    for path in ("/codings/{}", "/codings/{}?version={}", "/memos/{}", "/views/{}", "/configurations/links/{}"):
        assert own_room.client.delete(path.format(text, text)).status_code in (400, 404, 405, 409)
    headers = {"Icmo-Coder": text, "Cookie": f"icmo-language={text}; icmo-coder={text}"}
    assert own_room.client.put("/preferences", json={"shortcuts": True}, headers=headers).status_code in (200, 422)
