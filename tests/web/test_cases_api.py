"""The API of what comparisons keep: variables of municipalities, summaries in cells, the guide, codes of theories."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from icmo.models import MemoKind, Role, TheoryPart
from tests.web.furnished import Furnished, furnished


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Furnished]:
    with furnished(tmp_path) as made:
        made.project.describe("interview", municipality="Egeholm", coder="AML")
        yield made


def _upload(room: Furnished, text: str, name: str = "tal.csv") -> tuple[int, object]:
    answer = room.client.post("/cases", files={"file": (name, text.encode())})
    return answer.status_code, answer.json()


# --- Variables ------------------------------------------------------------------------------------------


def test_variables_of_municipalities_are_brought_in_and_undone(room: Furnished) -> None:
    assert _upload(room, "kommune;deltagere;hold\nEgeholm;46;ja\nNordvig;62;nej\n") == (201, {"cases": 2})
    cases = {one["name"]: one["variables"] for one in room.send("GET", "/cases")}
    assert cases == {"Egeholm": {"deltagere": 46, "hold": "ja"}, "Nordvig": {"deltagere": 62, "hold": "nej"}}
    room.send("POST", "/undo")
    assert [(one["name"], one["variables"]) for one in room.send("GET", "/cases")] == [("Egeholm", {})]


def test_a_file_without_municipalities_changes_nothing_and_says_what_is_wrong(room: Furnished) -> None:
    status, answer = _upload(room, "navn;deltagere\nEgeholm;46\n")
    assert status == 422
    assert "kommune" in str(answer)
    assert [one["variables"] for one in room.send("GET", "/cases")] == [{}]


# --- Summaries and guide --------------------------------------------------------------------------------


def test_a_cell_is_written_by_whoever_knows_what_stands_there(room: Furnished) -> None:
    cell = {"code": "oeve", "case": "Egeholm", "text": "De øver bussen.", "seen": ""}
    made = room.send("PUT", "/summaries", cell)
    assert (made["text"], made["coder"]) == ("De øver bussen.", "AML")
    refused = room.send("PUT", "/summaries", cell | {"text": "Ingen bus."}, status=409)
    assert "written in this cell" in refused["message"]
    assert room.send("PUT", "/summaries", cell | {"text": "", "seen": "De øver bussen."}) is None
    assert room.project.material().summaries == ()


def test_the_guide_is_set_for_one_type_of_informant_at_a_time(room: Furnished) -> None:
    room.send("PUT", "/guide", {"informant_type": "kvinde", "codes": ["tro", "ro"]}, status=204)
    room.send("PUT", "/guide", {"informant_type": "kommune", "codes": ["tid"]}, status=204)
    assert room.send("GET", "/guide") == {"kvinde": ["ro", "tro"], "kommune": ["tid"]}
    room.send("PUT", "/guide", {"informant_type": "kvinde", "codes": ["ukendt"]}, status=404)
    assert room.send("GET", "/guide")["kvinde"] == ["ro", "tro"]


# --- Theories -------------------------------------------------------------------------------------------


def test_a_theory_is_given_its_codes_and_the_reason_becomes_a_memo(room: Furnished) -> None:
    made = room.send("GET", "/theories")[0]
    change = {"version": made["version"], "parts": [{"role": "M", "code": "tro"}], "because": "Troen bar det."}
    after = room.send("PATCH", "/theories/{theory}", change)
    assert (after["parts"], after["statement"]) == ([{"role": "M", "code": "tro"}], made["statement"])
    assert room.project.theories()[0].parts == (TheoryPart(Role.M, "tro"),)
    assert [(one.kind, one.text) for one in room.project.memos() if one.subject == room.theory.guid] == [
        (MemoKind.RETRODUCTION, "Troen bar det.")
    ]
    room.send("PATCH", "/theories/{theory}", change, status=409)
