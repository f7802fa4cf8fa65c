"""A report becomes the file that its name asks for, and says what is wrong with a name or a template."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from icmo import i18n
from icmo.documents.model import Fact, Layered, Report, Run, Table, cell, paragraph, references, row
from icmo.errors import InvalidError, NotFoundError
from icmo.reports.plain import data
from icmo.reports.write import SUFFIXES, report_bytes, write_report
from tests.reports.specimen import a_figure, a_quote, a_report

BEGINS = {".docx": b"PK", ".xlsx": b"PK", ".html": b"<!doctype html>", ".json": b"{"}


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_suffix_says_which_file_it_becomes(suffix: str, tmp_path: Path) -> None:
    write_report(a_report(), tmp_path / f"r{suffix.upper()}")
    assert (tmp_path / f"r{suffix.upper()}").read_bytes().startswith(BEGINS[suffix])


@pytest.mark.parametrize("suffix", [".xlsx", ".html", ".json"])
def test_the_report_speaks_its_own_language_and_not_the_callers(suffix: str) -> None:
    in_english = report_bytes(a_report(), suffix)
    with i18n.language("da"):
        in_danish = report_bytes(a_report(), suffix)
        assert i18n.current() == "da"
    assert len(in_english) == pytest.approx(len(in_danish), abs=16)  # a workbook has its time in it


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_report_of_nothing_is_a_sensible_file(suffix: str) -> None:
    assert report_bytes(Report("k", "Titel", "", "en", ()), suffix).startswith(BEGINS[suffix])


@pytest.mark.parametrize("suffix", [".pdf", ".csv", ""])
def test_another_suffix_is_refused_with_those_that_are_known(suffix: str, tmp_path: Path) -> None:
    with pytest.raises(InvalidError, match="cannot be written as") as caught:
        write_report(a_report(), tmp_path / f"r{suffix}")
    assert ".docx, .xlsx, .html, .json" in caught.value.hint
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("suffix", "template", "message"),
    [(".xlsx", "own.docx", "Only Word files have templates"), (".docx", "own.xlsx", "is no Word template")],
    ids=["a_template_for_excel", "a_template_of_excel"],
)
def test_a_template_is_words_and_for_word(suffix: str, template: str, message: str) -> None:
    with pytest.raises(InvalidError, match=message) as caught:
        report_bytes(a_report(), suffix, template=Path(template))
    assert caught.value.hint


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="cannot be written"):
        write_report(a_report(), tmp_path / "nowhere" / "r.json")


# --- As data ---------------------------------------------------------------------------------------------


def test_json_has_what_the_report_has() -> None:
    made = data(a_report())
    assert (made["kind"], made["title"], made["language"], made["draft"]) == ("specimen", a_report().title, "da", False)
    assert [one["name"] for one in made["tables"]] == ["Indsatser", "Søjler", "Kurver", "Felter", "Model"]
    assert made["tables"][0]["columns"] == ["Indsats", "Kommuner", "Citater", "Belæg"]
    assert made["tables"][0]["rows"][0] == [
        {"text": "Jobcafé", "number": None},
        {"text": "4", "number": 4},
        {"text": "11", "number": 11},
        {
            "text": "4\xa0af 6 kommuner [1–3]\nhæmmende: 2",
            "number": None,
            "items": ["4\xa0af 6 kommuner [1–3]", "hæmmende: 2"],
            "quotes": [1, 2, 3],
        },
    ]
    assert made["tables"][0]["rows"][1][3]["quotes"] == [3]  # in the footnote
    assert [one["sort"] for one in made["figures"]] == ["bars", "curves", "grid", "scheme"]
    assert made["figures"][0]["picture"]["series"][1] == {"name": "Nordvig", "values": [0.25, None], "letter": ""}
    third = made["quotes"][2]
    assert (third["number"], third["text"], third["transcript"], third["start"], third["end"], third["codings"]) == (
        *(3, "Jeg fik ro", "t1"),
        *(30, 35, ["c3"]),
    )


def test_json_reads_back_as_the_data() -> None:
    assert json.loads(report_bytes(a_report(), ".json")) == data(a_report())


def test_json_knows_no_sets_and_no_missing_numbers() -> None:
    import networkx as nx

    table = Table("t", "T", "om", ("A", "B"), (row("r", cell(float("nan"), text="–")),))
    report = Report(
        kind="k",
        title="T\ud800",
        subtitle="",
        language="en",
        blocks=(table, a_figure(Layered(nx.DiGraph()), "g", "G"), paragraph("a ", references([1, 2, 3]), Run("b"))),
        quotes=(a_quote(1, "q"),),
        facts=(Fact("n", "Antal", "4"),),
        options={"codes": {"b", "a"}, "path": Path("x"), "deep": ({"y": 1.5},)},
    )
    made: Any = json.loads(report_bytes(report, ".json"))
    assert made["options"] == {"codes": ["a", "b"], "path": "x", "deep": [{"y": 1.5}]}
    assert made["tables"][0]["rows"][0][1] == {"text": "–", "number": None}
    assert made["figures"][0]["sort"] == "layered"
    assert made["facts"] == [{"key": "n", "name": "Antal", "value": "4"}]
    assert made["text"][-1]["text"] == "a 1–3b"


def test_json_has_the_extra_tables_which_the_text_has_not() -> None:
    extra = Table("Evidence", "Entry by entry", "A row for each.", ("Code", "Quotes"), (row("oeve", 7),))
    made = data(replace(a_report(), sheets=(extra,)))
    assert [(one["name"], one["rows"][0][1]["number"]) for one in made["sheets"]] == [("Evidence", 7)]
    assert made["tables"] == data(a_report())["tables"]
