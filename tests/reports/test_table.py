"""The overview as one long table: a row per entry and quote, and a row for each cell without evidence."""

from __future__ import annotations

import csv
import io

import pytest

from icmo import overview
from icmo.overview import Overview
from icmo.reports import table
from tests.factories import a_coding, a_configuration, a_material, a_transcript

TEXT = "I: Hvad?\n\nLEDER: =Vi øvede <b>bussen</b> & toget. Hun troede på det.\n\nI: Og?\n\nLEDER: Hun fik ro. Ja."


@pytest.fixture
def made() -> Overview:
    one, two = a_transcript(TEXT, municipality="Nordvig"), a_transcript(TEXT + " Nej.", municipality="Åmose")
    i, m = a_coding(one, "oeve", "=Vi øvede <b>bussen</b> & toget"), a_coding(one, "tro", "Hun troede på det")
    codings = [i, m, a_coding(two, "tro", "Hun troede på det"), a_coding(two, "ro", "Hun fik ro")]
    configuration = a_configuration(("I", i), ("M", m), target_group="lav")
    return overview.build(a_material([one, two], codings, [configuration]), lang="en")


def _rows(made: Overview) -> list[dict[str, str]]:
    text = table.render(made).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_it_has_a_row_per_entry_and_quote(made: Overview) -> None:
    found = [
        (row["row"], row["target_group"], row["code"], row["quote_number"], row["n_municipalities"], row["n_quotes"])
        for row in _rows(made)
        if row["code"] in ("oeve", "tro", "ro")
    ]
    low, other = "Lav in English", "Target group not stated"
    assert sorted(found) == [
        ("Effect (how) (M)", low, "tro", "2", "1", "1"),
        ("Effect (how) (M)", other, "tro", "3", "1", "1"),
        ("Interventions (what)", low, "oeve", "1", "1", "1"),
        ("Outcome (O)", other, "ro", "4", "1", "1"),
    ]


def test_a_cell_without_evidence_is_a_row_with_zeros(made: Overview) -> None:
    empty = [row for row in _rows(made) if not row["quote_number"]]
    assert {(row["label"], row["n_municipalities"], row["n_quotes"]) for row in empty} == {("no evidence", "0", "0")}


def test_what_could_be_a_formula_stands_in_quotation_marks(made: Overview) -> None:
    assert {row["quote"][:2] for row in _rows(made) if "bussen" in row["quote"]} == {"”="}


def test_excel_reads_it_as_utf_8(made: Overview) -> None:
    assert table.render(made).startswith(b"\xef\xbb\xbf")


def test_an_overview_of_nothing_has_a_row_for_every_cell() -> None:
    rows = _rows(overview.build(a_material([a_transcript()]), lang="en"))
    assert {row["label"] for row in rows} == {"no evidence"}
    assert len(rows) == len({(row["row"], row["target_group"]) for row in rows})
