"""The JSON API: what each noun's endpoints do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from icmo.models import Coding
from icmo.project import Project
from icmo.stamps import version
from tests.projects import BUS, RINGS, WEEK, mark, span
from tests.web.clients import a_client
from tests.web.furnished import SENTENCE, Furnished, furnished


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Furnished]:
    with furnished(tmp_path) as made:
        yield made


def _part(role: str, coding: Coding, **words: str) -> dict[str, str]:
    return {"role": role, "coding": coding.guid, **words}


# --- Codings --------------------------------------------------------------------------------------------


def test_codes_are_applied_to_a_segment_and_the_learner_hears_of_it(room: Furnished) -> None:
    body = {"transcript": "interview", "codes": ["tro", "ro"], **span(room.project, RINGS)}
    first, second = room.send("POST", "/codings", body, status=201)
    assert (first["code"], second["code"], first["coder"]) == ("tro", "ro", "AML")
    stored = room.project.coding(first["guid"])
    assert stored is not None
    assert (stored.quote, stored.at, version(stored)) == (RINGS, first["at"], first["version"])
    assert room.learner.told == [(room.transcript, "AML")]


def test_a_coding_is_changed_by_its_version_and_emptied_of_its_valence(room: Furnished) -> None:
    body = {"version": version(room.coding), "code": "job", "valence": "positiv", "memo": "Hm."}
    after = room.send("PATCH", "/codings/{coding}", body)
    assert (after["code"], after["valence"], after["memo"], after["start"]) == (
        "job",
        "positiv",
        "Hm.",
        room.coding.start,
    )
    emptied = room.send("PATCH", "/codings/{coding}", {"version": after["version"], "valence": None, "memo": None})
    assert (emptied["valence"], emptied["memo"]) == (None, "Hm.")


def test_a_second_tab_is_told_who_was_quicker(room: Furnished) -> None:
    room.project.recode(room.coding.guid, coder="TBS", code="job")
    stale = version(room.coding)
    told = room.send("PATCH", "/codings/{coding}", {"version": stale, "code": "tro"}, status=409)
    assert told["message"].startswith("TBS has changed this since you read it")
    assert room.send("DELETE", f"/codings/{{coding}}?version={stale}", status=409) == told
    assert room.project.coding(room.coding.guid).code == "job"  # type: ignore[union-attr]


def test_a_coding_is_taken_away_by_its_version(room: Furnished) -> None:
    room.send("DELETE", f"/codings/{{coding}}?version={version(room.coding)}", status=204)
    assert room.project.coding(room.coding.guid) is None
    room.send("DELETE", "/codings/{outcome}", status=204)
    assert room.project.material().codings == ()


# --- Configurations -------------------------------------------------------------------------------------


def test_a_configuration_is_put_together_and_shown_with_the_words_of_its_parts(room: Furnished) -> None:
    parts = [_part("I", room.coding), _part("M", room.outcome, resource="øvelse", reasoning="jeg kan")]
    body = {"parts": parts, "actor": "borgeren", "theory": room.theory.guid, "stance": "nuancerer"}
    made = room.send("POST", "/configurations", body, status=201)
    assert [(one["role"], one["quote"], one["reasoning"]) for one in made["parts"]] == [
        ("I", BUS, ""),
        ("M", WEEK, "jeg kan"),
    ]
    assert (made["actor"], made["polarity"], made["theory"]) == ("borgeren", "fremmer", room.theory.guid)
    listed = room.send("GET", "/configurations")
    assert [one["guid"] for one in listed] == [room.one.guid, room.other.guid, made["guid"]]


def test_a_configuration_is_changed_by_its_version_and_what_may_be_empty_is_emptied(room: Furnished) -> None:
    body = {"version": version(room.one), "parts": [_part("O", room.outcome)], "stance": "afkræfter", "actor": "hun"}
    after = room.send("PATCH", "/configurations/{one}", body)
    assert ([one["role"] for one in after["parts"]], after["stance"]) == (["O"], "afkræfter")
    emptied = room.send("PATCH", "/configurations/{one}", {"version": after["version"], "stance": None, "actor": None})
    assert (emptied["stance"], emptied["actor"], len(emptied["parts"])) == (None, "hun", 1)
    stale = room.send("PATCH", "/configurations/{one}", body, status=409)
    assert "has changed this" in stale["message"]


def test_configurations_are_linked_and_merged_and_parted_by_undo(room: Furnished) -> None:
    made = room.send("POST", "/configurations/{one}/links", {"guid": room.other.guid}, status=201)
    assert room.send("GET", "/configurations/links") == [made]
    merged = room.send("POST", "/configurations/{one}/merge", {"guid": room.other.guid})
    assert [one["role"] for one in merged["parts"]] == ["I", "O", "C"]
    assert room.send("GET", "/configurations/links") == []
    assert room.send("POST", "/undo")["changes"]
    room.send("DELETE", f"/configurations/links/{made['guid']}", status=204)
    room.send("DELETE", f"/configurations/{{other}}?version={version(room.other)}", status=204)
    assert [one["guid"] for one in room.send("GET", "/configurations")] == [room.one.guid]


def test_a_sentence_is_drafted_in_the_language_of_the_request(room: Furnished) -> None:
    body = {"parts": [_part("I", room.coding), _part("O", room.outcome)], "polarity": "hæmmer"}
    english = room.send("POST", "/configurations/draft", body)["statement"]
    assert english.startswith("If there is oeve in English, then ro in English fails to come")
    danish = a_client(room.project, language="da").post("/configurations/draft", json=body).json()["statement"]
    assert danish.startswith("Hvis der er oeve, så udebliver ro")


# --- Theories, memos, saved searches --------------------------------------------------------------------


def test_a_theory_is_written_worded_anew_and_taken_away(room: Furnished) -> None:
    made = room.send("POST", "/theories", {"name": "T2", "statement": SENTENCE}, status=201)
    path = f"/theories/{made['guid']}"
    after = room.send("PATCH", path, {"version": made["version"], "statement": "Hvis vi venter …"})
    assert (after["name"], after["statement"]) == ("T2", "Hvis vi venter …")
    assert [one["name"] for one in room.send("GET", "/theories")] == ["T1", "T2"]
    room.send("DELETE", path, status=204)
    assert [one["name"] for one in room.send("GET", "/theories")] == ["T1"]


def test_a_memo_is_written_found_changed_and_taken_away(room: Furnished) -> None:
    body = {"kind": "teori", "text": "Se LØFT.", "about": "segment", "subject": "interview", "start": 0, "end": 5}
    made = room.send("POST", "/memos", body, status=201)
    assert made["subject"] == room.transcript
    assert room.send("GET", "/memos?kind=teori&about=segment") == [made]
    assert room.send("GET", "/memos?subject={coding}")[0]["guid"] == room.memo.guid
    assert len(room.send("GET", "/memos")) == 2
    path = f"/memos/{made['guid']}"
    after = room.send("PATCH", path, {"version": made["version"], "text": "Se IPS."})
    assert (after["text"], after["kind"], after["start"]) == ("Se IPS.", "teori", 0)
    room.send("PATCH", path, {"version": made["version"], "kind": "sprog"}, status=409)
    room.send("DELETE", path, status=204)
    assert room.send("GET", "/memos?about=segment") == []


def test_a_search_is_saved_as_what_it_asks_for_and_forgotten(room: Furnished) -> None:
    query = {"text": "bussen", "match": "lemma", "all": ["", "oeve"], "page": 3}
    made = room.send("POST", "/views", {"name": "Bussen", "query": query}, status=201)
    assert made["query"] == {"text": "bussen", "match": "lemma", "all": ["oeve"]}
    assert room.send("GET", "/views") == [made]
    room.send("DELETE", f"/views/{made['guid']}", status=204)
    assert room.send("GET", "/views") == []


# --- Suggestions ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("verdict", "left"), [("accept", 0), ("reject", 0), ("skip", 1)])
def test_a_decision_takes_a_suggestion_from_the_queue_unless_it_is_skipped(
    room: Furnished, verdict: str, left: int
) -> None:
    queue = room.send("GET", "/suggestions")
    assert (queue["total"], queue["suggestions"][0]["guid"]) == (1, room.suggestion.guid)
    told = room.send("POST", "/suggestions/{suggestion}/decision", {"verdict": verdict}, status=201)
    assert (told["verdict"], told["coding"] is not None) == (verdict, verdict == "accept")
    assert room.send("GET", "/suggestions?order=text&transcript={transcript}")["total"] == left
    assert room.learner.told == [(room.transcript, "AML")]


def test_an_accepted_suggestion_becomes_a_coding_of_the_span_that_the_coder_gives_it(room: Furnished) -> None:
    body = {"verdict": "accept", **span(room.project, RINGS)}
    made = room.send("POST", "/suggestions/{suggestion}/decision", body, status=201)["coding"]
    assert (made["code"], made["origin"], made["coder"]) == ("tro", "suggestion", "AML")
    assert {"start": made["start"], "end": made["end"]} == span(room.project, RINGS)


def test_the_queue_is_each_coders_own_and_as_long_as_was_asked(room: Furnished) -> None:
    mark(room.project, BUS, "tro", coder="TBS")
    assert a_client(room.project, coder="TBS").get("/suggestions").json()["total"] == 0
    assert a_client(room.project, coder="").get("/suggestions").json()["total"] == 1
    room.send("GET", "/suggestions?limit=0", status=422)
    assert room.send("GET", "/suggestions?transcript=x") == {"total": 0, "suggestions": []}


@pytest.mark.parametrize("body", [{}, {"transcript": "interview"}])
def test_new_suggestions_are_asked_for_of_one_transcript_or_of_all(room: Furnished, body: dict[str, str]) -> None:
    room.send("POST", "/suggestions/renewal", body, status=202)
    assert room.learner.told == [(body.get("transcript"), "AML")]


# --- Transcripts ----------------------------------------------------------------------------------------


def test_transcripts_are_listed_with_how_far_they_are(room: Furnished) -> None:
    listed = room.send("GET", "/transcripts")
    assert [(one["name"], one["turns"], one["coded"], one["codings"]) for one in listed] == [("interview", 2, 2, 2)]
    assert (listed[0]["suggested"], listed[0]["undecided"]) == (1, 1)


def test_offsets_of_turns_hold_in_the_text_that_is_sent(room: Furnished) -> None:
    told = room.send("GET", "/transcripts/interview")
    said = [told["text"][one["start"] : one["end"]].split()[0] for one in told["turns"]]
    assert said == ["Hvordan", "Altså,", "Ja,"]
    assert [one["interviewer"] for one in told["turns"]] == [True, False, False]


def test_what_is_known_of_a_transcript_changes_only_where_it_is_named(room: Furnished) -> None:
    described = {"title": "Om bussen", "municipality": "Egeholm", "date": "12.03.2026", "informant_type": "kommune"}
    after = room.send("PATCH", "/transcripts/{transcript}", described)
    assert (after["date"], after["municipality"]) == ("2026-03-12", "Egeholm")
    after = room.send("PATCH", "/transcripts/{transcript}", {"title": None})
    assert (after["title"], after["municipality"], after["informant_type"]) == (None, "Egeholm", "kommune")
    room.send("PATCH", "/transcripts/{transcript}", {"target_group": "ro"}, status=422)


def test_all_that_marks_a_transcript_is_told_in_one_answer(room: Furnished) -> None:
    told = room.send("GET", "/transcripts/{transcript}/marks")
    assert [one["guid"] for one in told["codings"]] == [room.coding.guid, room.outcome.guid]
    assert [one["guid"] for one in told["configurations"]] == [room.one.guid, room.other.guid]
    assert [one["guid"] for one in told["memos"]] == [room.memo.guid]
    assert [one["guid"] for one in told["suggestions"]] == [room.suggestion.guid]
    state = room.send("GET", "/transcripts/{transcript}/state")
    assert (state["number"], state["renewed"]) == (told["number"], told["renewed"])
    assert (state["busy"], state["fault"]) == (False, "")
    room.send("DELETE", "/memos/{memo}", status=204)
    assert room.send("GET", "/transcripts/{transcript}/state")["number"] > state["number"]


def test_a_correction_is_looked_at_first_and_then_moves_codings_with_their_words(room: Furnished) -> None:
    source = room.project.transcript("interview")
    text = source.text.replace("bussen med hende", "bussen sammen med hende").replace(f"og {WEEK}", "det gik")
    body = {"text": text, "sha256": source.sha256}
    previewed = room.send("POST", "/transcripts/{transcript}/correction/preview", body)
    assert [one["guid"] for one in previewed["lost"]] == [room.outcome.guid]
    assert [(one["before"], one["after"]) for one in previewed["review"]] == [(BUS, "vi øvede bussen sammen med hende")]
    assert room.project.transcript("interview") == source

    refused = room.send("POST", "/transcripts/{transcript}/correction", body, status=422)
    assert WEEK in refused["message"]
    dropped = {**body, "drop": [room.outcome.guid]}
    assert room.send("POST", "/transcripts/{transcript}/correction", dropped) == previewed
    assert [one.quote for one in room.project.material().codings] == ["vi øvede bussen sammen med hende"]
    room.send("POST", "/transcripts/{transcript}/correction", dropped, status=409)
    room.send("POST", "/undo")
    assert room.project.transcript("interview") == source


# --- The code book --------------------------------------------------------------------------------------


def test_the_code_book_is_told_in_the_language_of_the_request_with_how_often_codes_are_used(room: Furnished) -> None:
    told = room.send("GET", "/codebook")
    codes = {one["id"]: one for one in told["codes"]}
    assert (told["id"], codes["oeve"]["label"], codes["oeve"]["letter"]) == ("small", "Oeve in English", "I")
    assert [codes[code]["codings"] for code in ("oeve", "ro", "tro")] == [1, 1, 0]
    danish = a_client(room.project, language="da").get("/codebook").json()["codes"][0]
    assert (danish["label"], danish["definition"]) == ("Oeve", "Om oeve.")


EDITS = [
    pytest.param("codes", {"label_da": "Tillid", "kind": "mechanism"}, ("tillid", "added"), id="add"),
    pytest.param("codes/tro/change", {"label_da": "Stor tro"}, ("tro", "changed"), id="change"),
    pytest.param("codes/hverdag/move", {"parent": "tro"}, ("hverdag", "changed"), id="move"),
    pytest.param("codes/tro/merge", {"into": "hverdag"}, ("tro", "removed"), id="merge"),
    pytest.param("codes/tro/retirement", {}, ("tro", "changed"), id="retire"),
    pytest.param(
        "codes/ro/split", {"codes": [{"label_da": "Ro hjemme", "kind": "outcome"}]}, ("ro-hjemme", "added"), id="split"
    ),
]


@pytest.mark.parametrize(("path", "body", "difference"), EDITS)
def test_a_change_of_the_code_book_is_shown_before_it_is_made(
    room: Furnished, path: str, body: dict[str, Any], difference: tuple[str, str]
) -> None:
    method = "PATCH" if path.endswith("/change") else "POST"
    address = f"/codebook/{path.removesuffix('/change')}"
    before = room.project.codebook
    effect = room.client.request(method, f"{address}?preview=true", json=body).json()
    assert [(one["code"], one["change"]) for one in effect["differences"]] == [difference]
    assert room.project.codebook == before
    answer = room.client.request(method, address, json=body)
    assert answer.status_code == (201 if path == "codes" else 200)
    assert (difference[0] in room.project.codebook) == (difference[1] != "removed")
    assert room.project.codebook != before
    room.send("POST", "/undo")
    assert room.project.material().codebook == before


def test_the_effect_of_a_change_counts_what_bears_the_code(room: Furnished) -> None:
    effect = room.send("POST", "/codebook/codes/ro/merge?preview=true", {"into": "loen"})
    touched = {one.pop("code"): one for one in effect["touched"]}
    assert touched["ro"] == {"codings": 1, "transcripts": 1, "configurations": 2, "suggestions": 0}


def test_a_code_that_is_split_gives_some_of_its_codings_away(room: Furnished) -> None:
    body = {"codes": [{"label_da": "Ro hjemme", "kind": "outcome"}], "assigned": {room.outcome.guid: 0}}
    assert [one["id"] for one in room.send("POST", "/codebook/codes/ro/split", body)["codes"]] == ["ro-hjemme"]
    assert room.project.coding(room.outcome.guid).code == "ro-hjemme"  # type: ignore[union-attr]


def test_the_code_book_that_another_program_changed_is_shown_at_once(room: Furnished, tmp_path: Path) -> None:
    with Project.open(tmp_path / "small.icmo") as elsewhere:
        elsewhere.retire_code("tro", coder="TBS")
    codes = {one["id"]: one for one in room.send("GET", "/codebook")["codes"]}
    assert codes["tro"]["retired"] is True


# --- History, people, preferences -----------------------------------------------------------------------


def test_undo_and_redo_tell_in_words_what_they_did(room: Furnished) -> None:
    client = a_client(room.project, coder="TBS")
    made = mark(room.project, RINGS, "tro", "ro", coder="TBS")
    assert client.post("/undo").json()["words"].startswith("2 codings")
    assert room.project.coding(made[0].guid) is None
    assert len(client.post("/redo").json()["changes"]) == 2
    assert client.post("/redo").json() == {"words": "", "changes": []}
    log = room.send("GET", "/history?last=4")
    assert [one["action"] for one in log] == ["delete", "delete", "insert", "insert"]
    assert {one["coder"] for one in log} == {"TBS"}
    assert log == sorted(log, key=lambda one: one["number"])


def test_preferences_are_kept_for_each_coder_without_codes_that_the_book_lacks(room: Furnished) -> None:
    assert room.send("GET", "/preferences") == {}
    assert room.send("PUT", "/preferences", {"pins": ["ro", "nix", "tro", "ro"]}) == {"pins": ["ro", "tro"]}
    assert room.send("PUT", "/preferences", {"shortcuts": False}) == {"pins": ["ro", "tro"], "shortcuts": False}
    assert a_client(room.project, coder="TBS").get("/preferences").json() == {}
    room.send("PUT", "/preferences", {"pins": ["ro"] * 10}, status=422)


def test_a_coders_name_may_hold_any_letters(room: Furnished) -> None:
    client = a_client(room.project, coder="")
    body = {"kind": "proces", "text": "Hm.", "about": "project"}
    header = client.post("/memos", json=body, headers={"Icmo-Coder": "%20S%C3%B8ren%20%20%D8%B3"})
    cookie = client.post("/memos", json=body, headers={"Cookie": "icmo-coder=%C3%85se"})
    assert (header.json()["coder"], cookie.json()["coder"]) == ("Søren س", "Åse")
    assert set(room.send("GET", "/coders")) == {"AML", "TBS", "Søren س", "Åse"}
