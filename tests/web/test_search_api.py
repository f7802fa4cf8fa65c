"""Search over the API and as files: every hit with its place, and what Excel opens is text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from icmo.project import Project
from icmo.search_rows import HIT_COLUMNS
from tests.projects import a_project, mark
from tests.web.clients import ADDRESS, a_client

FORMULA, SMILE, BUS = "=HYPERLINK(1;2) stod der", "😀 سليم smilede", "bussen"
INTERVIEW = f"""\
INTERVIEWER: Hvordan gik det med {BUS}?

LEDER: {FORMULA} på {BUS}.

BORGER: {SMILE}, og busser kører jo.
"""


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with a_project(tmp_path, text=INTERVIEW) as made:
        mark(made, FORMULA, "oeve")
        mark(made, SMILE, "ro", coder="TBS")
        yield made


def _found(project: Project, status: int = 200, **query: Any) -> Any:
    answer = a_client(project).get("/search", params=query)
    assert answer.status_code == status, answer.text
    return answer.json()


def _file(project: Project, suffix: str, **query: Any) -> bytes:
    answer = a_client(project).get(f"{ADDRESS}/search.{suffix}", params=query)
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == f'attachment; filename="icmo.{suffix}"'
    return answer.content


def _csv(project: Project, **query: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(_file(project, "csv", **query).decode("utf-8-sig"))))


@pytest.mark.parametrize(
    ("query", "quotes"),
    [
        pytest.param({"text": "BUSSEN"}, [BUS, BUS], id="letters"),
        pytest.param({"text": "bus", "match": "lemma"}, [BUS, BUS, "busser"], id="inflections"),
        pytest.param({"text": "bussen", "exclude_interviewer": "true"}, [BUS], id="without_the_interviewer"),
        pytest.param({"text": "bus", "speaker": "borger"}, ["bus"], id="one_speaker"),
        pytest.param({"all": "ro"}, [SMILE], id="a_code"),
        pytest.param({"any": ["ro", "oeve"]}, [FORMULA, SMILE], id="either_code"),
        pytest.param({"all": ["", "ro"], "coder": ""}, [SMILE], id="empty_fields_of_the_form"),
        pytest.param({"coder": "TBS"}, [SMILE], id="one_coder"),
        pytest.param({"kinds": "intervention"}, [FORMULA], id="a_kind"),
        pytest.param({"text": "bussen", "municipalities": "Nordvig"}, [], id="nowhere"),
    ],
)
def test_hits_are_told_with_their_words_and_those_around(
    project: Project, query: dict[str, Any], quotes: list[str]
) -> None:
    told = _found(project, **query)
    assert [one["quote"] for one in told["hits"]] == quotes
    assert (told["total"], told["page"], told["pages"]) == (len(quotes), 1, 1)
    text = project.transcript("interview").text
    for one in told["hits"]:
        assert text[one["start"] : one["end"]] == one["quote"]
        assert one["before"] + one["quote"] + one["after"] in text


def test_hits_come_a_page_at_a_time(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("icmo.web.searching.PER_PAGE", 2)
    pages = [_found(project, text="bus", page=page) for page in (1, 2, 3)]
    assert [len(one["hits"]) for one in pages] == [2, 1, 0]
    assert {(one["total"], one["pages"]) for one in pages} == {(3, 2)}


def test_a_hit_names_the_codings_that_make_it_one(project: Project) -> None:
    guid = next(one.guid for one in project.material().codings if one.code == "ro")
    assert _found(project, all="ro")["hits"][0]["codings"] == [guid]
    assert _found(project, text="bussen")["hits"][0]["codings"] == []


def test_a_search_is_told_in_words(project: Project) -> None:
    told = _found(project, text="bus", match="lemma", all="ro", coder="TBS")
    assert told["words"] == "text “bus” (all inflections) · codes: Ro in English · coded by TBS"


@pytest.mark.parametrize(
    ("query", "status", "message"),
    [
        pytest.param({}, 422, "needs something to look for", id="nothing"),
        pytest.param({"text": " ", "match": "lemma"}, 422, "needs something to look for", id="white_space"),
        pytest.param({"text": "!", "match": "lemma"}, 422, "has no word in it", id="no_word"),
        pytest.param({"text": "bus", "match": "regex"}, 422, "“regex” is not one of literal, lemma", id="a_way"),
        pytest.param({"all": "nix"}, 404, "There is no code “nix”", id="a_code"),
        pytest.param({"kinds": "vejr"}, 422, "“vejr” is not one of", id="a_kind"),
        pytest.param({"text": "bus", "page": 0}, 422, "query.page", id="a_page"),
        pytest.param({"text": "bus", "below": "måske"}, 422, "query.below", id="yes_or_no"),
        pytest.param({"any": ["ro"] * 201}, 422, "query.any", id="too_many"),
    ],
)
def test_a_search_that_says_nothing_is_refused(
    project: Project, query: dict[str, Any], status: int, message: str
) -> None:
    assert message in _found(project, status, **query)["message"]


# --- Files ----------------------------------------------------------------------------------------------


def test_the_csv_file_has_a_row_per_hit_that_excel_reads_as_utf_8(project: Project) -> None:
    assert _file(project, "csv", text="bussen").startswith(b"\xef\xbb\xbf")
    first, second = _csv(project, text="bussen")
    assert list(first) == list(HIT_COLUMNS)
    assert (first["transcript"], first["turn"], first["speaker"], first["quote"]) == (
        "interview",
        "1",
        "INTERVIEWER",
        BUS,
    )
    assert INTERVIEW[int(second["start"]) : int(second["end"])] == BUS


def test_the_files_name_the_codes_and_coders_on_a_hit(project: Project) -> None:
    row = _csv(project, text="smilede")[0]
    assert (row["codes"], row["coders"]) == ("Ro", "TBS")


def test_the_workbook_holds_the_same_rows(project: Project) -> None:
    book = openpyxl.load_workbook(io.BytesIO(_file(project, "xlsx", any=["oeve", "ro"])))
    heading, *rows = book.active.iter_rows(values_only=True)  # type: ignore[union-attr]
    assert heading == HIT_COLUMNS
    told = [
        [str(row[column]) if row[column] != "" else None for column in HIT_COLUMNS]
        for row in _csv(project, any=["oeve", "ro"])
    ]
    assert [[None if cell is None else str(cell) for cell in row] for row in rows] == told


def test_a_quote_that_looks_like_a_formula_is_text_in_the_workbook(project: Project) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(_file(project, "xlsx", all="oeve"))).active
    assert sheet is not None
    cell = sheet.cell(2, HIT_COLUMNS.index("quote") + 1)
    assert (cell.value, cell.data_type) == (FORMULA, "s")


@pytest.mark.parametrize(
    ("path", "status"),
    [("search.pdf?text=bus", 404), ("search.csv", 422), ("search.csv?all=nix", 404), ("search.xlsx?text=", 422)],
)
def test_a_file_that_cannot_be_made_is_refused_on_a_page(project: Project, path: str, status: int) -> None:
    answer = a_client(project).get(f"{ADDRESS}/{path}")
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"


def test_a_saved_search_is_done_again_at_its_address(project: Project) -> None:
    client = a_client(project)
    query = {"text": "bus & tog", "all": ["ro", "oeve"], "below": False}
    guid = client.post("/views", json={"name": "V", "query": query}).json()["guid"]
    address = client.get(f"{ADDRESS}/views/{guid}").headers["location"]
    assert address == "/search?text=bus+%26+tog&all=ro&all=oeve&below=False"
    assert client.get(f"{ADDRESS}{address}").status_code == 200
    assert client.get(f"{ADDRESS}/views/x").headers["location"] == "/search"
