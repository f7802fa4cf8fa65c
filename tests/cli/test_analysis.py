"""The commands that analyse: graph with filters, paths, comparisons, variables, theories."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import openpyxl
import pytest

from icmo.cli import app
from icmo.project import Project

CONSULTANT = "virksomhedskonsulent_i_team"


@pytest.fixture(scope="module")
def place(sample_place: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The invented sample; these commands only read it."""
    return str(shutil.copy(sample_place, tmp_path_factory.mktemp("sample") / "s.icmo"))


def run(arguments: list[str]) -> int:
    """Run a command that speaks English, whatever the project speaks."""
    return app.run(arguments, report_language="en")


def _json(capsys: pytest.CaptureFixture[str]) -> object:
    return json.loads(capsys.readouterr().out)


def _rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text("utf-8-sig").splitlines()))


# --- The graph ------------------------------------------------------------------------------------------


def test_a_graph_is_filtered_step_by_step(place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "g.json"
    filters = ["--filter", "municipality=Egeholm,Nordvig", "--filter", "min-municipalities=2"]
    assert run(["graph", place, "-o", str(file), *filters, "--json"]) == 0
    told = _json(capsys)
    assert isinstance(told, dict)
    assert told["filters"] == "municipalities: Egeholm, Nordvig · informants: all · at least 2 municipalities"
    edges = json.loads(file.read_text())["edges"]
    assert edges
    assert {tuple(one["municipality_names"]) for one in edges} == {("Egeholm", "Nordvig")}


def test_json_ld_holds_the_quotes(place: str, tmp_path: Path) -> None:
    file = tmp_path / "g.jsonld"
    assert run(["graph", place, "-o", str(file), "--filter", "municipality=Egeholm"]) == 0
    with Project.open(place) as project:
        used = {part.coding for one in project.material().configurations for part in one.parts}
        quotes = {c.quote for c in project.material().codings if c.guid in used}
    found = {text for text in quotes if json.dumps(text, ensure_ascii=False) in file.read_text()}
    assert found
    assert found < quotes


def test_paths_are_listed_with_who_tells_them_and_their_robustness(
    place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = [place, "loennede-timer", "tilknytning-til-arbejdsmarkedet", "--max-steps", "2"]
    assert run(["paths", *arguments, "--json"]) == 0
    told = _json(capsys)
    assert isinstance(told, dict)
    assert all(len(path["nodes"]) <= 3 for path in told["paths"])
    for one in told["robustness"]:  # the cut holds as much as flows through it
        assert one["value"] == sum(citations for *_ends, citations in one["cut"])
    assert run(["paths", *arguments]) == 0
    assert f"Robustness (fremmer): {told['robustness'][0]['value']}." in capsys.readouterr().out


# --- Comparisons ----------------------------------------------------------------------------------------


def test_the_planted_differences_are_told_of_and_the_others_are_not(
    place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["compare", "groups", place, "--by", CONSULTANT, "--json"]) == 0
    told = _json(capsys)
    assert isinstance(told, dict)
    found = {row["row"] for row in told["rows"] if row["finding"] != "undecided"}
    assert {"arbejdsidentitet", "fysiske-rammer", "eftervaern", "loennede-timer"} <= found
    assert found.isdisjoint({"relationsdannelse", "meningsfuldhed", "medkonstruktoer", "behov-og-livssituation"})
    assert [(one["row"], one["municipality"]) for one in told["outliers"]] == [("organisering", "Åmose")]


def test_a_comparison_is_written_as_a_page_and_as_a_table(place: str, tmp_path: Path) -> None:
    page, table = tmp_path / "s.html", tmp_path / "s.csv"
    for file in (page, table):
        assert run(["compare", "groups", place, "--by", CONSULTANT, "-o", str(file)]) == 0
    assert "<h3>Patterns that too few municipalities can decide: 6</h3>" in page.read_text()
    rows = _rows(table)
    assert {row["group"] for row in rows} == {"ja", "nej"}
    assert {row["group_municipalities"] for row in rows} == {"3"}


def test_a_matrix_has_a_row_for_every_code_and_municipality(place: str, tmp_path: Path) -> None:
    file = tmp_path / "m.xlsx"
    assert run(["compare", "matrix", place, "-o", str(file), "--kind", "mechanism"]) == 0
    heading, *rows = openpyxl.load_workbook(file).active.iter_rows(values_only=True)  # type: ignore[union-attr]
    assert len(rows) == 6 * 6
    assert heading[:4] == ("row", "label", "role", "case")


@pytest.mark.parametrize(
    ("arguments", "written"),
    [
        (["framework"], 6),  # mechanisms
        (["joint", "--variable", "deltagere"], 6),  # municipalities
        (["sets", "-c", "A = code:arbejdsidentitet citations 2 5 9", "-c", "T = case:deltagere 30 50 70"], 6),
    ],
    ids=["framework", "joint", "sets"],
)
def test_tables_are_written(place: str, tmp_path: Path, arguments: list[str], written: int) -> None:
    file = tmp_path / "t.csv"
    command, *options = arguments
    assert run(["compare", command, place, "-o", str(file), *options]) == 0
    assert len(_rows(file)) == written


def test_what_a_qca_needs_comes_from_the_project(
    place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "sets.csv"
    conditions = ["-c", "MAAL = case:maal1_pct 12 30 45", "-c", f"KONS = case:{CONSULTANT}=ja"]
    assert run(["compare", "sets", place, "-o", str(file), *conditions]) == 0
    capsys.readouterr()
    assert run(["qca", str(file), "--outcome", "MAAL", "--conditions", "KONS", "--kind", "conservative", "--json"]) == 0
    told = _json(capsys)
    assert isinstance(told, dict)
    [model] = told["solutions"][0]["models"]
    assert model["expression"] == "KONS"
    assert model["cases"] == ["Havbjerg", "Klintemark", "Nordvig"]


def test_what_is_said_goes_to_the_screen(place: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["compare", "contrast", place, "arbejdsidentitet"]) == 0
    assert "both tell of" in capsys.readouterr().out
    assert run(["compare", "saturation", place, "--what", "codes", "--json"]) == 0
    told = _json(capsys)
    assert isinstance(told, dict)
    assert len(told["runs"]) == 12 - 4 - 2 + 1  # interviews without base and run, and one


# --- Variables and theories -----------------------------------------------------------------------------


def test_variables_come_from_a_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place, table = str(tmp_path / "p.icmo"), tmp_path / "tal.csv"
    table.write_text("kommune;mål\nEgeholm;24\nNordvig;51\n", encoding="utf-8")
    assert run(["init", place]) == 0
    assert run(["cases", place, str(table), "--coder", "AML"]) == 0
    assert "2 municipalities have variables now." in capsys.readouterr().out
    with Project.open(place) as project:
        assert {one.name: dict(one.variables) for one in project.material().cases} == {
            "Egeholm": {"mål": 24},
            "Nordvig": {"mål": 51},
        }


def test_theories_are_told_of_with_their_evidence(place: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["theories", place, "--json"]) == 0
    told = _json(capsys)
    assert isinstance(told, list)
    with Project.open(place) as project:
        material = project.material()
    by_name = {one.name: one.guid for one in material.theories}
    for theory in told:
        stances = [one.stance for one in material.configurations if one.theory == by_name[theory["name"]]]
        assert theory["configurations"] == {stance: stances.count(stance) for stance in theory["configurations"]}
        assert theory["versions"] > 1


# --- Mistakes -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["graph", "{place}", "-o", "x.svg", "--filter", "kommune=Egeholm"], "“kommune” is no filter"),
        (["graph", "{place}", "-o", "x.svg", "--filter", "municipality=Nirgendwo"], "knows no “Nirgendwo”"),
        (["paths", "{place}", "findes-ikke", "loennede-timer"], "No link begins or ends at “findes-ikke”"),
        (["compare", "groups", "{place}", "--by", "vejret"], "No municipality has a variable “vejret”"),
        (["compare", "groups", "{place}", "--by", "maal1_pct", "--at", "1e30"], "puts all municipalities in one group"),
        (["compare", "groups", "{place}", "--by", "teamforankring", "--at", "3"], "holds words"),
        (["compare", "matrix", "{place}", "-o", "x.csv", "--filter", "min-sources=2"], "choose links of the graph"),
        (["compare", "contrast", "{place}", "findes-ikke"], "Not in the code book: findes-ikke"),
        (["compare", "matrix", "{place}", "-o", "x.docx"], "A table cannot be written as “.docx”"),
        (["compare", "saturation", "{place}", "--base", "12"], "12"),
        (["theories", "{place}", "T99"], "There is no theory T99"),
    ],
    ids=[
        "filter",
        "municipality",
        "path",
        "variable",
        "cut",
        "words",
        "filter_of_links",
        "code",
        "suffix",
        "too_few_sources",
        "theory",
    ],
)
def test_a_mistake_is_told_in_words(
    place: str, arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([one.format(place=place) for one in arguments]) == 2
    captured = capsys.readouterr()
    assert message in captured.err
    assert captured.out == ""
