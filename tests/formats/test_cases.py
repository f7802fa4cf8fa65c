from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import pytest
from openpyxl import Workbook

from icmo.errors import ProblemsError, ReadError
from icmo.formats.cases import read_cases


def _xlsx(*rows: Sequence[Any], formats: dict[str, str] | None = None, sheets: Sequence[str] = ()) -> bytes:
    """A workbook with these rows on its last sheet; `sheets` stand before it, each with a word in it."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for name in sheets:
        sheet.title = name
        sheet["A1"] = "noter"
        sheet = book.create_sheet()
    for row in rows:
        sheet.append(list(row))
    for cell, number_format in (formats or {}).items():
        sheet[cell].number_format = number_format
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _problems(data: bytes, name: str) -> list[str]:
    with pytest.raises(ProblemsError) as caught:
        read_cases(data, name)
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        pytest.param("38 %", 38, id="a_percent_sign"),
        pytest.param("38%", 38, id="without_a_space"),
        pytest.param("38,5 pct.", 38.5, id="pct_and_a_decimal_comma"),
        pytest.param("38 Procent", 38, id="the_word"),
        pytest.param("-3,5 %", -3.5, id="below_zero"),
        pytest.param("−3", -3, id="a_typographic_minus"),
        pytest.param("12.500", 12500, id="a_thousands_point"),
        pytest.param("0", 0, id="zero_is_a_value"),
        pytest.param("0851", "0851", id="a_code_with_a_leading_zero"),
        pytest.param("ca. 38 %", "ca. 38 %", id="about_is_no_number"),
        pytest.param("pct.", "pct.", id="a_unit_alone"),
        pytest.param("1.3.2023", "2023-03-01", id="a_danish_date"),
        pytest.param("28-02-2023", "2023-02-28", id="a_date_with_hyphens"),
        pytest.param("2023-02-28", "2023-02-28", id="an_iso_date"),
        pytest.param("31.2.2023", "31.2.2023", id="a_day_that_does_not_exist"),
    ],
)
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_text_is_read_as_danes_write_it(written: str, value: object, kind: str) -> None:
    data = (
        f"kommune;x\nNordvig;{written}\n".encode() if kind == "csv" else _xlsx(["kommune", "x"], ["Nordvig", written])
    )
    found = read_cases(data, f"cases.{kind}")["Nordvig"]["x"]
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    ("cell", "number_format", "value"),
    [
        pytest.param(0.38, "0%", 38, id="a_share_shown_as_a_percentage"),
        pytest.param(0.385, "0.0%", 38.5, id="with_a_decimal"),
        pytest.param(0.38, "General", 0.38, id="a_share_shown_as_such"),
        pytest.param(12500, "#,##0", 12500, id="a_whole_number"),
        pytest.param(66.0, "0.0", 66, id="a_whole_number_with_decimals_shown"),
        pytest.param(0, "General", 0, id="zero_is_a_value"),
        pytest.param(True, "General", "ja", id="true_is_ja"),
        pytest.param(date(2023, 2, 28), "dd-mm-yyyy", "2023-02-28", id="a_date"),
        pytest.param(datetime(2023, 2, 28, 9, 30), "dd-mm-yyyy hh:mm", "2023-02-28", id="a_time_is_its_day"),
    ],
)
def test_cells_of_a_workbook_are_read_as_they_are_shown(cell: object, number_format: str, value: object) -> None:
    data = _xlsx(["kommune", "x"], ["Nordvig", cell], formats={"B2": number_format})
    found = read_cases(data, "cases.xlsx")["Nordvig"]["x"]
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize("heading", ["kommune", "Kommune", " KOMMUNE ", "Municipality", "case"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_column_of_names_is_known_whatever_its_letters(heading: str, kind: str) -> None:
    data = f"{heading};X\nNordvig;1\n".encode() if kind == "csv" else _xlsx([heading, "X"], ["Nordvig", 1])
    assert read_cases(data, f"cases.{kind}") == {"Nordvig": {"x": 1}}


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_empty_cells_are_missing_and_empty_rows_are_passed_over(kind: str) -> None:
    rows = [["kommune", "a", "b"], ["Nordvig", "", "1"], ["", "", ""], ["Åmose", "2", ""]]
    data = "\n".join(map(";".join, rows)).encode() if kind == "csv" else _xlsx(*rows)
    assert read_cases(data, f"cases.{kind}") == {"Nordvig": {"b": 1}, "Åmose": {"a": 2}}


def test_names_are_the_same_however_their_letters_and_spaces_are_written() -> None:
    assert list(read_cases(_xlsx(["kommune"], ["A\u030amose  By "]), "cases.xlsx")) == ["Åmose By"]


def test_the_first_sheet_with_a_column_of_names_counts_and_a_title_above_it_is_passed_over() -> None:
    data = _xlsx(["Figures 2023"], [], ["kommune", "x"], ["Nordvig", 1], sheets=["Om"])
    assert read_cases(data, "cases.xlsx") == {"Nordvig": {"x": 1}}


def test_a_workbook_is_known_by_its_content() -> None:
    assert read_cases(_xlsx(["kommune", "x"], ["Nordvig", 1]), "upload") == {"Nordvig": {"x": 1}}


def test_a_sheet_that_says_it_ends_early_is_read_to_its_end() -> None:
    """Some programs write a dimension of A1 whatever the sheet holds."""
    import zipfile

    whole = zipfile.ZipFile(io.BytesIO(_xlsx(["kommune", "x"], ["Nordvig", 1])))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as changed:
        for name in whole.namelist():
            content = whole.read(name)
            if name.endswith("sheet1.xml"):
                assert b'ref="A1:B2"' in content
                content = content.replace(b'ref="A1:B2"', b'ref="A1"')
            changed.writestr(name, content)
    assert read_cases(file.getvalue(), "cases.xlsx") == {"Nordvig": {"x": 1}}


def test_all_problems_of_a_workbook_are_told_at_once_with_row_and_column() -> None:
    data = _xlsx(
        ["kommune", "andel", "sum", "andel"],
        ["Nordvig", "#N/A", 1],
        [None, 2, 3],
        ["Nordvig", 2, "=B2+B3"],
    )
    assert _problems(data, "cases.xlsx") == [
        "1: the column “andel” stands twice",
        "2: column “andel” holds the error #N/A",
        "3: the column “kommune” is missing or empty",
        "4: column “sum” holds a formula without its value; open the file in Excel and save it",
        "4: Nordvig stands twice",
    ]


def test_all_problems_of_a_csv_file_are_told_at_once() -> None:
    assert _problems(b"kommune;x\n;1\nNordvig;1\nNordvig;2\n", "cases.csv") == [
        "2: the column “kommune” is missing or empty",
        "4: Nordvig stands twice",
    ]


@pytest.mark.parametrize(
    ("data", "name"),
    [(b"navn;x\nNordvig;1\n", "cases.csv"), (_xlsx(["navn", "x"], ["Nordvig", 1]), "cases.xlsx")],
    ids=["csv", "xlsx"],
)
def test_a_table_without_a_column_of_names_is_refused(data: bytes, name: str) -> None:
    assert _problems(data, name) == ["1: no column “kommune”"]


@pytest.mark.parametrize(
    "data",
    [b"kommune;x\nNordvig;1\n", b"PK\x03\x04 cut off", bytes.fromhex("D0CF11E0A1B11AE1") + b"locked"],
    ids=["a_csv_file_with_another_name", "a_file_that_is_cut_off", "a_workbook_with_a_password"],
)
def test_what_is_no_workbook_is_said_with_a_way_out(data: bytes) -> None:
    with pytest.raises(ReadError) as caught:
        read_cases(data, "cases.xlsx")
    assert ".xlsx" in caught.value.hint
