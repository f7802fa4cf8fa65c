"""The API of reports, and what their pages answer to programs: forms without a coder, unknown kinds, odd files."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pytest

from icmo.documents.kinds import kinds
from icmo.project import Project
from tests.projects import BUS, RINGS, mark
from tests.web.clients import ADDRESS, a_client
from tests.web.furnished import Furnished, furnished

RENAMED = {"action": "rename", "row": "M", "code": "tro", "text": "Tillid"}
KINDS = [one.id for one in kinds()]


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Furnished]:
    with furnished(tmp_path) as made:
        mark(made.project, RINGS, "tro")
        yield made


def _export(client: Any, kind: str = "theme", query: str = "", **form: str) -> Any:
    return client.post(f"{ADDRESS}/reports/{kind}/file{query}", data={"suffix": ".html", **form})


# --- Edits, choices, texts ------------------------------------------------------------------------------


def test_an_edit_is_made_listed_replaced_taken_back_and_undone(room: Furnished) -> None:
    first = room.send("POST", "/reports/overview/edits", RENAMED, status=201)
    assert (first["action"], first["text"], first["coder"], first["target_group"]) == ("rename", "Tillid", "AML", None)
    again = room.send("POST", "/reports/overview/edits", {**RENAMED, "text": "Tro"}, status=201)
    assert [one["text"] for one in room.send("GET", "/reports/overview/edits")] == ["Tro"]
    room.send("DELETE", f"/reports/overview/edits/{again['guid']}", status=204)
    assert room.send("GET", "/reports/overview/edits") == []
    room.send("POST", "/undo")
    assert [one["text"] for one in room.send("GET", "/reports/overview/edits")] == ["Tro"]


def test_a_quote_is_approved_and_withheld_and_left_undecided_again(room: Furnished) -> None:
    for verdict in ("godkendt", "tilbageholdt"):
        room.send("PUT", "/reports/quotes", {"codings": [room.coding.guid], "verdict": verdict}, status=204)
        assert [(one.verdict, one.text) for one in room.project.material().choices] == [(verdict, BUS)]
    room.send("PUT", "/reports/quotes", {"codings": [room.coding.guid]}, status=204)
    assert room.project.material().choices == ()


def test_a_text_is_written_and_emptied(room: Furnished) -> None:
    for text, kept in (("Om tro.", ["Om tro."]), (" ", [])):
        room.send("PUT", "/reports/texts", {"place": "theme:tro", "text": text}, status=204)
        assert [one.text for one in room.project.material().texts] == kept


def test_labels_are_answered_by_municipality(room: Furnished) -> None:
    room.project.describe("interview", municipality="Egeholm", coder="AML")
    on = room.send("PUT", "/reports/labels", {"on": True})
    assert list(on) == ["Egeholm"]
    assert room.project.material().aliases == on
    assert room.send("PUT", "/reports/labels", {"on": False}) == {}


def test_the_kinds_are_listed_with_what_they_show(room: Furnished) -> None:
    told = room.send("GET", "/reports")
    assert [one["kind"] for one in told] == KINDS
    assert all(one["title"] and one["about"] for one in told)


REFUSED: list[tuple[str, str, Any, int, str]] = [
    ("POST", "/reports/overview/edits", {**RENAMED, "text": " "}, 422, "The entry has no name."),
    ("POST", "/reports/overview/edits", {**RENAMED, "code": "nix"}, 404, "There is no code “nix”"),
    ("POST", "/reports/overview/edits", {**RENAMED, "row": "X"}, 422, "“X” is not one of"),
    ("POST", "/reports/overview/edits", {**RENAMED, "target_group": "nix"}, 404, "There is no code “nix”"),
    ("POST", "/reports/overview/edits", {**RENAMED, "action": "paint"}, 422, "body.action"),
    ("POST", "/reports/overview/edits", {**RENAMED, "action": "merge"}, 422, "Nothing to merge the entry with"),
    ("POST", "/reports/overview/edits", {**RENAMED, "action": "merge", "into": "tro"}, 422, "merged with itself"),
    ("POST", "/reports/overview/edits", {**RENAMED, "action": "add", "into": "nix"}, 404, "There is no code “nix”"),
    ("DELETE", "/reports/overview/edits/x", None, 404, "There is no edit “x”."),
    ("PUT", "/reports/quotes", {"codings": ["x"]}, 404, "There is no coding x."),
    ("PUT", "/reports/quotes", {"codings": []}, 422, "body.codings"),
    ("PUT", "/reports/quotes", {"codings": ["{coding}"], "verdict": "måske"}, 422, "body.verdict"),
    ("PUT", "/reports/quotes", {"codings": ["{coding}"], "rank": 0}, 422, "body.rank"),
    ("PUT", "/reports/texts", {"place": "bilag", "text": "Hm"}, 422, "No report has a place “bilag”."),
]


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "message"), REFUSED, ids=[f"{one[0]} {one[4]}" for one in REFUSED]
)
def test_what_cannot_be_done_is_refused_in_words(
    room: Furnished, method: str, path: str, body: Any, status: int, message: str
) -> None:
    before = room.project.state()
    assert message in room.send(method, path, body, status=status)["message"]
    assert room.project.state() == before


@pytest.mark.parametrize("data", [b"", b"PK no zip", b"x" * 10_000_001], ids=["empty", "no_zip", "too_large"])
def test_what_is_no_word_file_is_no_template(room: Furnished, data: bytes) -> None:
    answer = room.client.put("/reports/template", files={"file": ("siri.docx", data)})
    assert answer.status_code == 422
    assert answer.json()["message"]
    assert room.project.word_template() is None


# --- Pages ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["", "/preview", "/quotes"])
def test_there_is_no_page_of_an_unknown_kind(room: Furnished, path: str) -> None:
    answer = room.client.get(f"{ADDRESS}/reports/vejr{path}")
    assert answer.status_code == 404
    assert "There is no report “vejr”." in answer.text


@pytest.mark.parametrize("path", ["/reports/theme/file", "/reports/all.zip"])
def test_a_form_without_a_coder_is_answered_in_words(room: Furnished, path: str) -> None:
    answer = a_client(room.project, coder="").post(f"{ADDRESS}{path}", data={"suffix": ".docx"})
    assert answer.status_code == 422
    assert "Nobody has said who is coding." in answer.text
    assert "Choose a coder at the top of the page." in answer.text
    assert answer.headers["content-type"].startswith("text/html")
    assert room.project.exports() == ()


@pytest.mark.parametrize(("suffix", "status"), [(".docx", 200), (".DOCX", 200), (".json", 200), (".pdf", 422)])
def test_a_file_is_written_in_formats_that_are_known(room: Furnished, suffix: str, status: int) -> None:
    answer = _export(room.client, suffix=suffix)
    assert answer.status_code == status
    assert len(room.project.exports()) == (status == 200)
    if status == 200:
        assert answer.headers["content-disposition"].endswith(f'{suffix.lower()}"')
        assert "utf-8" in answer.headers["content-type"] or suffix != ".html"


def test_an_export_says_what_is_new_since_the_one_with_the_same_options(room: Furnished) -> None:
    first = _export(room.client, "overview", "?lang=en").text
    mark(room.project, BUS, "ro")
    other, again = (_export(room.client, "overview", query).text for query in ("?lang=en&min_quotes=3", "?lang=en"))
    assert ["New since last time" in text for text in (first, other, again)] == [False, False, True]


def test_the_preview_allows_no_scripts_and_only_our_own_pages_to_frame_it(room: Furnished) -> None:
    answer = room.client.get(f"{ADDRESS}/reports/overview/preview")
    policy = dict(rule.split(" ", 1) for rule in answer.headers["content-security-policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == "'self'"
    assert "script-src" not in policy
    assert "<script" not in answer.text
    page = room.client.get(f"{ADDRESS}/reports/overview")
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]


def test_a_preview_is_of_the_material_as_it_is_now(room: Furnished) -> None:
    address = f"{ADDRESS}/reports/overview/preview?lang=en"
    before = room.client.get(address).text
    assert room.client.get(address).text == before
    room.project.edit_overview("rename", "M", "tro", text="Tillid", coder="AML")
    assert "Tillid" in room.client.get(address).text
    room.project.undo("AML")
    assert room.client.get(address).text == before


def test_the_quotes_after_the_last_page_are_those_of_the_last_page(room: Furnished) -> None:
    pages = [room.client.get(f"{ADDRESS}/reports/overview/quotes?page={page}").text for page in (1, 99)]
    assert pages[0] == pages[1]
    assert BUS in pages[0]


# --- All of them ----------------------------------------------------------------------------------------


def test_all_reports_are_word_files_that_can_be_read(counted: Path, tmp_path: Path) -> None:
    with Project.open(shutil.copy(counted, tmp_path / "eight.icmo")) as project:
        answer = a_client(project).post(f"{ADDRESS}/reports/all.zip")
        assert [one.kind for one in reversed(project.exports())] == KINDS
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    assert archive.testzip() is None
    titles = {name: docx.Document(archive.open(name)).core_properties.title for name in archive.namelist()}
    assert len(titles) == len(KINDS) == 14
    assert all(titles.values())
