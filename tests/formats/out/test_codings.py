from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given

from icmo.errors import InvalidError
from icmo.formats.codings import read_codings
from icmo.formats.out.codings import SUFFIXES, Written, codings_file, export_codings
from icmo.frames import CODING_COLUMNS
from icmo.models import Material
from tests.formats.out.coded import FIRST, coded_material, materials


def _told(codings: Any) -> set[tuple[object, ...]]:
    return {(c.guid, c.transcript, c.start, c.end, c.code, c.coder, c.quote, c.valence, c.memo) for c in codings}


def _as_written(material: Material) -> Material:
    """With GUIDs, since other ids become GUIDs when they are read."""
    from dataclasses import replace

    from icmo.stamps import as_guid

    codings = tuple(replace(one, guid=as_guid(one.guid)) for one in material.codings)
    return replace(material, codings=codings, configurations=())


@pytest.mark.parametrize("suffix", [".csv", ".jsonl"])
def test_codings_are_read_back_as_they_were(suffix: str, tmp_path: Path) -> None:
    made = _as_written(coded_material())
    from dataclasses import replace

    export_codings(made, tmp_path / f"c{suffix}")
    read = read_codings(tmp_path / f"c{suffix}", replace(made, codings=()), coder="X").codings
    assert _told(read) == _told(made.codings)


def test_json_lines_bring_configurations_back_too(tmp_path: Path) -> None:
    from dataclasses import replace

    made = coded_material()
    assert export_codings(made, tmp_path / "c.jsonl") == Written(5)
    read = read_codings(tmp_path / "c.jsonl", replace(made, codings=(), configurations=()), coder="X")
    [configuration] = read.configurations
    by_guid = {one.guid: one for one in read.codings}
    assert [(part.role, by_guid[part.coding].quote) for part in configuration.parts] == [
        ("I", "Vi øvede bussen."),
        ("O", "ro & mod"),
    ]


@given(materials())
def test_every_coding_has_a_line_in_csv_whatever_the_text(material: Material) -> None:
    text = codings_file(material, ".csv")[0].decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert {(row["id"], int(row["start"]), int(row["end"]), row["quote"]) for row in rows} == {
        (one.guid, one.start, one.end, one.quote) for one in material.codings
    }


def test_the_sheet_has_a_frozen_header_a_filter_and_numbers_as_numbers(tmp_path: Path) -> None:
    export_codings(coded_material(), tmp_path / "c.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "c.xlsx")["codings"]
    heading, *rows = sheet.iter_rows(values_only=True)
    assert heading == CODING_COLUMNS
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B2", f"A1:{sheet.cell(1, len(heading)).column_letter}6")
    start, end = (CODING_COLUMNS.index(name) for name in ("start", "end"))
    assert [FIRST[row[start] : row[end]] for row in rows[:4]] == [
        "Vi øvede bussen.",
        "Vi øvede bussen.",
        "øvede bussen.\nSå fik hun ro",
        "ro & mod",
    ]


def test_a_quote_that_looks_like_a_formula_is_text(tmp_path: Path) -> None:
    from tests.factories import a_coding, a_material, a_transcript

    source = a_transcript("=1+1 sagde hun")
    export_codings(a_material([source], [a_coding(source, "tro", "=1+1")]), tmp_path / "c.xlsx")
    cell = openpyxl.load_workbook(tmp_path / "c.xlsx")["codings"].cell(2, CODING_COLUMNS.index("quote") + 1)
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=1+1", "s", True)


@pytest.mark.parametrize(
    ("suffix", "left_out"),
    [
        (".csv", ("1 configuration",)),
        (".xlsx", ("1 configuration",)),
        (".jsonl", ()),
        (".jsonld", ("1 configuration",)),
        (".spacy", ("1 configuration", "1 memo")),
        (".conll", ("1 configuration",)),
    ],
)
def test_what_a_format_has_no_room_for_is_told(suffix: str, left_out: tuple[str, ...], tmp_path: Path) -> None:
    assert export_codings(coded_material(), tmp_path / f"c{suffix}") == Written(5, left_out)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_same_material_gives_the_same_bytes(suffix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    once = codings_file(coded_material(), suffix)[0]
    later = time.time() + 100_000
    monkeypatch.setattr(time, "time", lambda: later)
    assert codings_file(coded_material(), suffix)[0] == once


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_project_without_codings_gives_a_file(suffix: str) -> None:
    from dataclasses import replace

    assert codings_file(replace(coded_material(), codings=(), configurations=()), suffix)[0] is not None


def test_another_suffix_is_refused_with_those_that_there_are(tmp_path: Path) -> None:
    with pytest.raises(InvalidError, match=r"“.pdf”") as error:
        export_codings(coded_material(), tmp_path / "c.pdf")
    assert ".jsonld" in error.value.hint
    assert list(tmp_path.iterdir()) == []


def test_every_line_of_json_lines_is_an_object() -> None:
    lines = codings_file(coded_material(), ".jsonl")[0].decode("utf-8").splitlines()
    assert ["parts" in json.loads(line) for line in lines] == [False] * 5 + [True]
