"""``icmo qca``: a table in, necessity, truth table and solutions out."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from icmo import i18n
from icmo.cli.app import run
from icmo.formats.set_table import read_set_table
from tests.compare import lipset


@pytest.fixture
def table(tmp_path: Path) -> str:
    path = tmp_path / "lipset.csv"
    lipset.fuzzy().to_csv(path, index_label="case")
    return str(path)


ASKED = ["--outcome", "SURV", "--conditions", "DEV,URB,LIT,IND,STB"]
POSITIVE = ["--directions", "DEV=1,URB=1,LIT=1,IND=1,STB=1"]


def _json(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def test_json_holds_everything(table: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["qca", table, *ASKED, *POSITIVE, "--json"]) == 0
    found = _json(capsys)
    assert [one["kind"] for one in found["solutions"]] == ["conservative", "parsimonious", "intermediate"]
    assert [one["models"][0]["expression"] for one in found["solutions"]] == [
        "DEV*URB*LIT*IND*STB + DEV*~URB*LIT*~IND*STB",
        "DEV*~IND + URB*STB",
        "DEV*URB*LIT*STB + DEV*LIT*~IND*STB",
    ]
    full = next(row for row in found["table"]["rows"] if row["config"] == "11111")
    assert (full["n"], full["out"], full["cases"]) == (4, "1", ["BE", "CZ", "NL", "UK"])
    assert len(found["table"]["rows"]) == 32
    [_first, last] = found["solutions"][1]["models"][0]["terms"]
    published = {"expression": "URB*STB", "inclS": 0.874, "PRI": 0.845, "covS": 0.52, "covU": 0.43}
    assert {name: last[name] if name == "expression" else round(last[name], 3) for name in published} == published
    assert {one["expression"]: round(one["RoN"], 3) for one in found["necessity"]}["DEV"] == 0.811


def test_figures_have_a_decimal_comma_in_danish(table: str, capsys: pytest.CaptureFixture[str]) -> None:
    with i18n.language("da"):
        assert run(["qca", table, *ASKED, "--kind", "conservative"]) == 0
    out = capsys.readouterr().out
    row = next(line for line in out.splitlines() if line.split()[:5] == ["1"] * 5)
    assert row.split()[5:9] == ["1", "4", "0,904", "0,886"]


def test_text_shows_each_solution_with_its_cases_and_the_note(table: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["qca", table, *ASKED]) == 0
    out = capsys.readouterr().out
    assert "Parsimonious solution: DEV*~IND + URB*STB → SURV" in out
    line = next(line for line in out.splitlines() if line.strip().startswith("DEV*~IND "))
    assert line.split() == ["DEV*~IND", "0.815", "0.721", "0.284", "0.194", "FI,", "IE"]
    assert "Intermediate solution: No directions are given" in out
    assert "not the generative process" in out


def test_columns_are_calibrated_on_the_way(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "kommuner.csv"
    path.write_text(
        "Kommune;Ledighed;Team;Mål\nEgeholm;3,5;Jobcenter;ja\nFjordby;8,25;eksternt;nej\nGranlund;4;eksternt;ja\n",
        encoding="cp1252",
    )
    calibrated = [word for one in ("Ledighed=8 5 3", "Team=jobcenter", "Mål=ja") for word in ("--calibrate", one)]
    arguments = ["qca", str(path), "--outcome", "Mål", "--conditions", "Ledighed,Team", *calibrated, "--json"]
    assert run([*arguments, "--kind", "parsimonious"]) == 0
    (model,) = _json(capsys)["solutions"][0]["models"]
    assert (model["expression"], model["cases"]) == ("Ledighed", ["Egeholm", "Granlund"])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param([*ASKED, "--kind", "best"], "“best” is no kind of solution.", id="kind"),
        pytest.param([*ASKED, "--directions", "DEV"], "“DEV” is not NAME=VALUE.", id="direction_without_value"),
        pytest.param([*ASKED, "--calibrate", "GNP=1,2,3"], "There is no column “GNP”.", id="unknown_calibrated_column"),
        pytest.param([*ASKED, "--calibrate", "DEV=3,1,2"], "DEV: The thresholds", id="thresholds"),
        pytest.param(["--outcome", "SURV", "--conditions", ","], "No conditions are given.", id="no_conditions"),
    ],
)
def test_a_mistake_is_told_with_exit_code_2(
    arguments: list[str], message: str, table: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["qca", table, *arguments]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert message in captured.err
    assert "Hint: " in captured.err


# --- The table --------------------------------------------------------------------------------------------


def _workbook(*rows: list[object]) -> bytes:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("text", "values"),
    [
        pytest.param("case,A\nx,0.804\ny,1.000\n", [0.804, 1.0], id="points_in_a_table_with_commas"),
        pytest.param("case;A\nx;0.804\ny;1.000\n", [0.804, 1.0], id="a_cell_that_can_only_have_a_decimal_point"),
        pytest.param("case;A\nx;12.500\ny;1.000,5\n", [12500, 1000.5], id="thousands_as_danes_write_them"),
        pytest.param("case\tA\nx\t0,25\ny\t1\n", [0.25, 1], id="decimal_commas_and_tabs"),
        pytest.param("case;A\nx;.25\ny;,5\n", [0.25, 0.5], id="without_the_zero"),
        pytest.param("A;kommune\n1;x\n0;y\n", [1, 0], id="names_in_another_column"),
    ],
)
def test_numbers_are_read_as_they_were_meant(text: str, values: list[float]) -> None:
    frame = read_set_table(text.encode(), "t.csv")
    assert list(frame.index) == ["x", "y"]
    assert frame["A"].tolist() == values


def test_a_workbook_is_read_like_a_csv_file() -> None:
    frame = read_set_table(_workbook(["Sted", "A", "B"], ["x", 0.5, True], [], ["y", None, "ja"]), "t.xlsx")
    assert frame.loc["x"].tolist() == [0.5, True]
    assert frame.loc["y"].tolist() == [None, "ja"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("case,A\n", "there are no cases", id="only_a_heading"),
        pytest.param("case,A,A\nx,1,2\n", "t.csv:1: two columns are called “A”", id="column_twice"),
        pytest.param("case,A\n,1\n", "t.csv:2: the case has no name", id="no_name"),
        pytest.param("case,A\nx,0,5\n", "t.csv:2: there are more cells than columns", id="decimal_comma_as_separator"),
    ],
)
def test_a_faulty_table_is_told_with_its_line(text: str, message: str, tmp_path: Path, capsys: Any) -> None:
    path = tmp_path / "t.csv"
    path.write_text(text, encoding="utf-8")
    assert run(["qca", str(path), "--outcome", "Y", "--conditions", "A"]) == 2
    assert message in capsys.readouterr().err


def test_what_only_calls_itself_a_workbook_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "t.xlsx"
    path.write_bytes(b"case,A\nx,1\n")
    assert run(["qca", str(path), "--outcome", "Y", "--conditions", "A"]) == 2
    assert "t.xlsx is no Excel workbook." in capsys.readouterr().err
