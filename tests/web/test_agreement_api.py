"""The API on agreement: the numbers, the passages that coders read differently, and what they decide on them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from icmo.models import CONSENSUS
from icmo.project import Project
from tests.web import disputed
from tests.web.clients import TestClient, a_client

RULE = {"code": "tro", "include": False, "text": "Ikke når hun selv handler."}


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """AML alone on the first passage; two codes on the second; one code on other words in the third."""
    with disputed.make(tmp_path, passages=3) as made:
        yield made


@pytest.fixture
def client(project: Project) -> TestClient:
    return a_client(project)


def _open(client: TestClient, **asked: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get("disagreements", params=asked).json()
    return found


def _decide(client: TestClient, n: int, choice: str, *, status: int = 201, **said: Any) -> dict[str, Any]:
    answer = client.post("resolutions", json={"key": _open(client, state="all")[n]["key"], "choice": choice, **said})
    assert answer.status_code == status, answer.text
    made: dict[str, Any] = answer.json()
    return made


# --- Agreement ------------------------------------------------------------------------------------------


def test_agreement_is_told_with_what_is_left_to_talk_about(client: TestClient) -> None:
    told = client.get("agreement").json()
    assert told["overall"]["coders"] == ["AML", "TBS"]
    assert {one["code"]: (one["units"], one["agreed"]) for one in told["codes"]} == {
        "tro": (2, 0),
        "hverdag": (1, 0),
        "ro": (1, 1),  # the same turn, though not the same words
    }
    assert (told["disagreements"], told["resolved"], told["left_out"]) == (3, 0, [])


def test_between_one_coder_alone_there_is_no_agreement(client: TestClient) -> None:
    assert client.get("agreement", params={"coder": "AML"}).json()["overall"] is None


def test_a_coder_who_has_coded_nothing_is_not_found(client: TestClient) -> None:
    assert client.get("agreement", params={"coder": "Nobody"}).status_code == 404


def test_transcripts_of_an_open_round_are_left_out_and_named(client: TestClient, project: Project) -> None:
    project.open_round("Prøve", ["AML", "TBS"], of=["interview"], coder="LED")
    told = client.get("agreement").json()
    assert (told["overall"], told["left_out"], told["disagreements"]) == (None, ["interview"], 0)
    assert _open(client) == []


# --- Disagreements --------------------------------------------------------------------------------------


def test_a_disagreement_has_its_readings_by_number_and_what_can_be_chosen(client: TestClient, project: Project) -> None:
    first, second, third = _open(client)
    start, end = disputed.whole(project, 1)
    assert [(one["number"], one["coders"], one["code"], one["spans"]) for one in second["readings"]] == [
        (1, ["TBS"], "hverdag", [[start, end]]),
        (2, ["AML"], "tro", [[start, end]]),
    ]
    assert (first["difference"], second["difference"], third["difference"]) == ("missing", "code", "span")
    assert (first["choices"], third["choices"]) == (
        ["1", "2", "neither", "other"],
        ["1", "2", "both", "neither", "other"],
    )
    assert first["quote"].startswith("Her siger hun den 00. ting")


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        ({"code": "tro"}, [0, 1]),
        ({"difference": "span"}, [2]),
        ({"transcript": "interview"}, [0, 1, 2]),
        ({"state": "resolved"}, []),
        ({"code": "ro", "difference": "code"}, []),
    ],
    ids=["code", "difference", "transcript", "state", "both must hold"],
)
def test_disagreements_are_narrowed(client: TestClient, asked: dict[str, str], numbers: list[int]) -> None:
    keys = [one["key"] for one in _open(client)]
    assert [keys.index(one["key"]) for one in _open(client, **asked)] == numbers


def test_disagreements_are_those_of_a_round(client: TestClient, project: Project) -> None:
    project.open_round("Prøve", ["AML", "TBS"], of=["interview"], coder="LED")
    for coder in ("AML", "TBS"):
        project.mark_done("interview", coder=coder)
    project.close_round("Prøve", coder="LED")
    assert len(_open(client, round="Prøve")) == 3
    assert client.get("disagreements", params={"round": "Anden"}).status_code == 404


# --- Resolutions ----------------------------------------------------------------------------------------


def test_a_decision_makes_its_codings_and_says_what_it_sets_aside(client: TestClient, project: Project) -> None:
    made = _decide(client, 1, "1", reason="Hun gør det selv.", present=["AML", "TBS"], rule=RULE)
    material = project.material()
    new = material.coding_by_guid[made["codings"][0]]
    assert (new.coder, new.code, new.memo) == (CONSENSUS, "hverdag", "Hun gør det selv.")
    assert [one.code for one in material.overruled] == ["tro"]
    assert (made["present"], made["rule"]) == (["AML", "TBS"], RULE)
    assert material.codebook["tro"].exclude.da == ("Ikke når hun selv handler.",)
    assert [one["guid"] for one in client.get("resolutions").json() if one["stands"]] == [made["guid"]]
    assert [one["resolution"] for one in _open(client, state="all")] == [None, made["guid"], None]


def test_another_code_may_have_another_span(client: TestClient, project: Project) -> None:
    start, _end = disputed.whole(project, 0)
    made = _decide(client, 0, "other", code="oeve", start=start, end=start + 3)
    new = project.material().coding_by_guid[made["codings"][0]]
    assert (new.code, new.quote) == ("oeve", "Her")


def test_what_is_decided_is_not_decided_again(client: TestClient) -> None:
    _decide(client, 0, "1")
    assert _decide(client, 0, "2", status=409)["message"].startswith("AML has resolved this disagreement")


def test_a_decision_is_taken_back_and_what_it_set_aside_counts_again(client: TestClient, project: Project) -> None:
    made = _decide(client, 1, "neither")
    assert len(project.material().overruled) == 2
    assert client.delete(f"resolutions/{made['guid']}").status_code == 204
    material = project.material()
    assert (material.overruled, material.resolutions) == ((), ())
    assert client.delete(f"resolutions/{made['guid']}").status_code == 404


@pytest.mark.parametrize(
    ("said", "status"),
    [({"choice": "3"}, 422), ({"choice": "other", "code": "nix"}, 404), ({"choice": "1", "key": "gone"}, 404)],
    ids=["no such reading", "no such code", "no such disagreement"],
)
def test_what_cannot_be_decided_is_refused(
    client: TestClient, project: Project, said: dict[str, str], status: int
) -> None:
    assert client.post("resolutions", json={"key": _open(client)[1]["key"], **said}).status_code == status
    assert project.material().resolutions == ()


def test_the_layer_is_filled_with_what_all_agree_on(client: TestClient, project: Project) -> None:
    start, end = disputed.whole(project, 5)
    for coder in ("AML", "TBS"):
        project.mark("interview", ["job"], coder=coder, start=start, end=end)
    assert [(one["code"], one["coder"]) for one in client.post("resolutions/fill").json()] == [("job", CONSENSUS)]
    assert client.post("resolutions/fill").json() == []


# --- The transcript -------------------------------------------------------------------------------------


def test_the_marks_of_a_transcript_say_what_was_set_aside_and_why(client: TestClient) -> None:
    _decide(client, 1, "1", reason="Hun gør det selv.", present=["AML", "TBS"])
    marks = client.get("transcripts/interview/marks").json()["codings"]
    told = {(one["coder"], one["code"]): one["overruled"] for one in marks if one["overruled"]}
    assert told == {("AML", "tro"): {"reason": "Hun gør det selv.", "present": ["AML", "TBS"]}}
