"""``icmo agreement``: what it prints, writes and refuses."""

import csv
import json
import shutil
from pathlib import Path

import openpyxl
import pytest

from icmo.cli import app
from icmo.project import Project

INTERVIEWS = {
    "nordvig": "ANNA: Vi øvede bussen med hende.\n\nANNA: Så turde hun selv.\n\nANNA: Det tog tid.",
    "egeholm": "BENT: Hun fik en mentor.\n\nBENT: Mentoren ringede hver dag.\n\nBENT: Så gik det.",
}
CODINGS = [  # transcript, code, quote, coders
    ("nordvig", "hverdagsmestring", "Vi øvede bussen med hende.", "AML TBS"),
    ("nordvig", "hverdagsmestring", "Så turde hun selv.", "AML"),
    ("nordvig", "relationsdannelse", "Så turde hun selv.", "TBS"),
    ("egeholm", "relationsdannelse", "Hun fik en mentor.", "AML TBS"),
    ("egeholm", "hverdagsmestring", "Så gik det.", "TBS"),
]
# hverdagsmestring: of six turns AML and TBS have two each, one of them the same: p_a = 4/6, p_e = 1/3² + 2/3²
KAPPA = (4 / 6 - 5 / 9) / (1 - 5 / 9)
AC1 = (4 / 6 - 4 / 9) / (1 - 4 / 9)  # p_e = 2 · 1/3 · 2/3


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A project of two interviews that two coders have read."""
    folder = tmp_path_factory.mktemp("agreement")
    rows = [
        {"transcript": name, "code": code, "quote": quote, "coder": coder}
        for name, code, quote, coders in CODINGS
        for coder in coders.split()
    ]
    with Project.create(folder / "p.icmo", coder="AML") as project:
        for name, text in INTERVIEWS.items():
            (folder / f"{name}.txt").write_text(text, encoding="utf-8")
            project.import_files([folder / f"{name}.txt"], coder="AML")
        for coder in ("AML", "TBS"):
            with (folder / f"{coder}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, list(rows[0]))
                writer.writeheader()
                writer.writerows(row for row in rows if row["coder"] == coder)
            project.import_codings(folder / f"{coder}.csv", coder=coder)
    return str(folder / "p.icmo")


def run(*arguments: str) -> int:
    """Run the command in English."""
    return app.run(["agreement", *arguments], report_language="en")


def told(capsys, *arguments):
    """What the command prints as JSON."""
    assert run(*arguments, "--json") == 0
    return json.loads(capsys.readouterr().out)


def test_it_tells_who_was_compared_what_the_number_means_and_that_there_is_no_interval(place, capsys):
    assert run(place) == 0
    out = capsys.readouterr().out
    assert out.startswith("AML, TBS in 2 transcripts, 6 turns.")
    assert "That is not to be relied on." in out
    assert "fewer than 4 transcripts: no interval" in out
    assert "few units" in out


def test_a_code_has_its_numbers_as_counted_by_hand(place, capsys):
    (code,) = [one for one in told(capsys, place)["codes"] if one["code"] == "hverdagsmestring"]
    assert (code["units"], code["agreed"], code["prevalence"]) == (3, 1, pytest.approx(4 / 12))
    assert code["kappa"] == pytest.approx(KAPPA)
    assert code["ac1"] == pytest.approx(AC1)
    assert (code["low"], code["alpha_u"]) == (None, None)


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".json"])
def test_the_table_goes_to_a_file(place, tmp_path, suffix):
    file = tmp_path / f"enighed{suffix}"
    assert run(place, "-o", str(file)) == 0
    assert [row["code"] or "" for row in rows_of(file)] == ["", "relationsdannelse", "hverdagsmestring"]


def rows_of(file: Path):
    """The rows of a table in a file, by their columns."""
    if file.suffix == ".json":
        return json.loads(file.read_text(encoding="utf-8"))
    if file.suffix == ".csv":
        return list(csv.DictReader(file.read_text("utf-8-sig").splitlines()))
    heading, *rows = openpyxl.load_workbook(file).active.iter_rows(values_only=True)
    return [dict(zip(heading, row, strict=True)) for row in rows]


def test_codes_and_coders_can_be_chosen(place, capsys):
    assert [one["code"] for one in told(capsys, place, "--code", "relationsdannelse")["codes"]] == ["relationsdannelse"]
    assert told(capsys, place, "--coder", "AML")["overall"] is None
    assert run(place, "--coder", "NOBODY") == 2
    assert "AML, TBS" in capsys.readouterr().err


def test_beginnings_and_ends_are_compared_when_asked_for(place, capsys):
    for version in ("2004", "2016"):
        codes = told(capsys, place, "--unitizing", version)["codes"]
        assert all(-1 < one["alpha_u"] < 1 for one in codes)
    assert run(place, "--unitizing", "2016") == 0
    assert "αU" in capsys.readouterr().out


def test_disagreements_are_listed_with_who_reads_what(place, tmp_path, capsys):
    file = tmp_path / "uenigheder.csv"
    assert run(place, "--disagreements", "-o", str(file)) == 0
    out = capsys.readouterr().out
    assert "[different codes] “Så turde hun selv.”\n  AML: hverdagsmestring" in out
    assert "“Så gik det.”" in out
    rows = rows_of(file)
    assert [(row["transcript"], row["difference"]) for row in rows] == [("egeholm", "missing"), ("nordvig", "code")]
    assert told(capsys, place, "--disagreements")["disagreements"][0]["quote"] == "Så gik det."


def test_suggestions_are_made_as_if_nothing_were_coded(place, capsys):
    found = told(capsys, place, "--against", "suggestions")
    assert len(found["overall"]["coders"]) == 2
    assert run(place, "--against", "suggestions", "--unitizing", "2004") == 2


def test_transcripts_of_an_open_round_are_left_out_and_named(place, tmp_path, capsys):
    path = shutil.copy(place, tmp_path / "runde.icmo")
    with Project.open(path) as project:
        project.open_round("1", ["AML", "TBS"], coder="AML", of=["nordvig"])
    found = told(capsys, str(path), "--disagreements")
    assert (found["left_out"], found["overall"]["transcripts"]) == (["nordvig"], ["egeholm"])
    assert {one["transcript"] for one in found["disagreements"]} == {"egeholm"}
    assert run(str(path)) == 0
    assert capsys.readouterr().out.startswith("Left out while a round is open: 1 transcript.\n")


def test_where_nobody_has_coded_it_is_said(tmp_path, capsys):
    path = tmp_path / "tom.icmo"
    Project.create(path, coder="AML").close()
    assert run(str(path)) == 0
    assert capsys.readouterr().out == "Nothing is coded yet.\n"
    assert told(capsys, str(path)) == {
        "overall": None, "codes": [], "configurations": None, "left_out": [], "disagreements": [],
    }  # fmt: skip
