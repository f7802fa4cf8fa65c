"""``icmo report`` and ``icmo overview``: each kind in each format, what narrows it, what is refused, what is new."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import docx
import openpyxl
import pytest
from docx.enum.style import WD_STYLE_TYPE

from icmo.cli.app import run
from icmo.documents.kinds import kinds
from icmo.documents.options import ORDERS
from tests.projects import BUS, RINGS, WEEK, a_project, mark

KINDS = [one.id for one in kinds()]
BEGINS = {".docx": b"PK", ".xlsx": b"PK", ".html": b"<!doctype html>", ".json": b"{"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with two interviews in two municipalities, coded by two, with a configuration."""
    folder = tmp_path_factory.mktemp("made")
    with a_project(folder) as project:
        project.describe("interview", municipality="Egeholm", informant_type="kommune", coder="AML")
        codings = [*mark(project, BUS, "oeve"), *mark(project, RINGS, "tro"), *mark(project, WEEK, "ro")]
        mark(project, RINGS, "hverdag", coder="TBS")
        project.configure(zip("IMO", (one.guid for one in codings), strict=True), coder="AML")
        other = folder / "aamose.txt"
        other.write_text("I: Hvad hjalp?\n\nMette: Jeg fik ro, da de ringede.\n", encoding="utf-8")
        project.import_files([other], coder="AML")
        project.describe("aamose", municipality="Åmose", informant_type="kvinde", coder="AML")
        start = project.transcript("aamose").text.index("Jeg fik ro")
        project.mark("aamose", ["ro"], start=start, end=start + len("Jeg fik ro"), coder="AML")
    return folder / "small.icmo"


@pytest.fixture
def place(made: Path, tmp_path: Path) -> str:
    """A copy of it to work on."""
    return shutil.copy(made, tmp_path)


def _json(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def _report(place: str, kind: str, output: Path, *more: str, lang: str | None = None) -> dict[str, Any]:
    """The report as JSON, after the command has written it."""
    assert run(["report", kind, place, "-o", str(output), *more], report_language=lang) == 0
    read: dict[str, Any] = json.loads(output.read_text(encoding="utf-8"))
    return read


# --- What there is ----------------------------------------------------------------------------------------


def test_the_list_names_every_kind_with_what_it_shows(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["report", "list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == KINDS
    assert all(one.title in line and one.about in line for one, line in zip(kinds(), lines, strict=True))


def test_the_list_as_json_says_formats_and_options(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["report", "list", "--json"]) == 0
    found = _json(capsys)
    assert [one["kind"] for one in found] == KINDS
    assert all(set(BEGINS) == set(one["formats"]) for one in found)
    assert {one["kind"]: one["options"] for one in found}["theme"] == ["codes", "each", "order"]


@pytest.mark.parametrize("suffix", BEGINS)
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_written_in_every_format(
    kind: str, suffix: str, place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / f"ud{suffix}"
    assert run(["report", kind, place, "-o", str(output), "--json"]) == 0
    told = _json(capsys)
    assert (told["kind"], told["file"]) == (kind, str(output))
    assert output.read_bytes().startswith(BEGINS[suffix])


def test_a_person_is_told_what_was_written_where(
    place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "ud.docx"
    assert run(["report", "overview", place, "-o", str(output)]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert line.endswith(f"→ {output}")
    assert "2 tables, 4 quotes" in line


# --- All of them ------------------------------------------------------------------------------------------


def test_the_whole_set_is_written_in_a_new_folder_in_each_format(
    place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "rapporter" / "marts"
    assert run(["report", "all", place, "-o", str(folder), "--formats", "docx, .XLSX,html", "--json"]) == 0
    paths = [Path(one) for one in _json(capsys)]
    assert sorted(paths) == sorted(folder.iterdir())
    assert [path.suffix for path in paths] == [".docx", ".xlsx", ".html"] * len(KINDS)
    assert all(path.read_bytes().startswith(BEGINS[path.suffix]) for path in paths)
    assert run(["report", "check", *map(str, paths), "--json"]) == 0
    assert [problem for one in _json(capsys) for problem in one["problems"] if problem["severity"] == "error"] == []


def test_a_set_with_a_format_that_is_none_is_refused_before_anything_is_written(
    place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "ud"
    assert run(["report", "all", place, "-o", str(folder), "--formats", "docx,pdf"]) == 2
    assert "“.pdf”" in capsys.readouterr().err
    assert list(folder.iterdir()) == []


def test_a_set_with_something_personal_is_refused_before_anything_is_written(
    place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _plant(place, tmp_path)
    folder = tmp_path / "ud"
    assert run(["report", "all", place, "-o", str(folder)]) == 2
    assert "phone number" in capsys.readouterr().err
    assert list(folder.iterdir()) == []


# --- The check --------------------------------------------------------------------------------------------


def test_the_check_says_that_our_file_passes(place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = str(tmp_path / "ud.docx")
    assert run(["report", "theme", place, "-o", output]) == 0
    capsys.readouterr()
    assert run(["report", "check", output]) == 0
    captured = capsys.readouterr()
    assert captured.out.startswith(output)
    assert captured.err == ""


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A Word file with a table that nobody can have read aloud."""
    document = docx.Document()
    document.add_table(2, 2)
    document.save(str(tmp_path / "grim.docx"))
    return tmp_path / "grim.docx"


def test_the_check_of_a_broken_file_gives_exit_code_1_with_places_and_hints(
    broken: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["report", "check", str(broken)]) == 1
    lines = capsys.readouterr().err.splitlines()
    assert lines
    assert all(line.startswith(f"{broken}: ") for line in lines)
    assert any(": error: " in line for line in lines)


def test_the_check_as_json_tells_of_each_file(broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["report", "check", str(broken), "--json"]) == 1
    (told,) = _json(capsys)
    assert told["file"] == str(broken)
    assert {"rule", "where", "message", "hint", "severity"} == set(told["problems"][0])
    assert "error" in {one["severity"] for one in told["problems"]}


def test_the_check_refuses_what_is_no_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text("Hej")
    assert run(["report", "check", str(tmp_path / "a.txt")]) == 2
    assert run(["report", "check", str(tmp_path / "findes-ikke.docx")]) == 2
    assert ".docx, .xlsx, .html" in capsys.readouterr().err


# --- Narrowed down ----------------------------------------------------------------------------------------


def test_codes_narrow_a_report(place: str, tmp_path: Path) -> None:
    two = _report(place, "mechanism", tmp_path / "a.json", "--code", "tro", "--code", "hverdag")
    one = _report(place, "mechanism", tmp_path / "b.json", "--code", "tro")
    assert _headings(two) - _headings(one) == {"Hverdag"}


def _headings(report: dict[str, Any]) -> set[str]:
    return {one["text"] for one in report["text"] if one["sort"].endswith(" 2")}


def test_municipalities_narrow_a_report(place: str, tmp_path: Path) -> None:
    report = _report(place, "municipality", tmp_path / "a.json", "--municipality", "Åmose")
    assert {one["municipality"] for one in report["quotes"]} == {"Åmose"}
    assert report["options"]["municipalities"] == ["Åmose"]


def test_so_many_quotes_of_each_municipality_are_printed_and_in_the_order_asked_for(place: str, tmp_path: Path) -> None:
    more = ("theme", tmp_path / "a.json", "--code", "oeve", "--code", "tro", "--code", "ro")
    none = _report(place, *more, "--each", "0")  # type: ignore[arg-type]
    one = _report(place, *more, "--each", "1")  # type: ignore[arg-type]
    assert none["quotes"] == []
    assert 0 < len(one["quotes"]) <= 6
    assert {_report(place, *more, "--order", order)["options"]["order"] for order in ORDERS} == set(ORDERS)  # type: ignore[arg-type]


def test_the_variable_that_makes_groups_is_kept_with_the_report(place: str, tmp_path: Path) -> None:
    (tmp_path / "cases.csv").write_text("kommune,team\nEgeholm,eksternt\nÅmose,jobcenter\n", encoding="utf-8")
    assert run(["cases", place, str(tmp_path / "cases.csv"), "--coder", "AML"]) == 0
    report = _report(place, "joint", tmp_path / "a.json", "--by", "team")
    assert report["options"]["by"] == "team"
    assert "eksternt" in json.dumps(report["tables"], ensure_ascii=False)


def test_only_approved_quotes_are_printed_when_that_is_asked(place: str, tmp_path: Path) -> None:
    assert _report(place, "overview", tmp_path / "a.json", "--approved-only")["quotes"] == []
    assert len(_report(place, "overview", tmp_path / "a.json")["quotes"]) == 4


# --- Refused ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["theme", "-o", "ud.pdf"], "cannot be written as “.pdf”"),
        (["theme", "-o", "ud"], "cannot be written as"),
        (["digt", "-o", "ud.docx"], "There is no command digt"),
        (["theme", "-o", "ud.docx", "--code", "nej"], "There is no code “nej”"),
        (["theme", "-o", "ud.docx", "--municipality", "Atlantis"], "There is no municipality “Atlantis”"),
        (["theme", "-o", "ud.docx", "--order", "farve"], "“farve” is not one of chosen, material, short, long"),
        (["theme", "-o", "ud.docx", "--each", "-1"], "--each"),
        (["theme", "-o", "ud.docx", "--template", "findes-ikke.docx"], "findes-ikke.docx"),
        (["theme", "-o", "ud.xlsx", "--template", "vores.docx"], "Only Word files have templates"),
        (["theme"], "-o / --output is missing"),
    ],
    ids=[
        *("a_suffix", "no_suffix", "a_kind", "a_code", "a_municipality", "an_order", "fewer_than_none"),
        *("a_template_that_is_not_there", "a_template_for_excel", "no_file"),
    ],
)
def test_what_cannot_be_done_is_said_with_exit_code_2_and_nothing_is_written(
    arguments: list[str], words: str, place: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(Path(place).parent)
    before = set(Path().iterdir())
    kind, *rest = arguments
    assert run(["report", kind, place, *rest]) == 2
    captured = capsys.readouterr()
    assert words in captured.err
    assert captured.out == ""
    assert {path.name for path in set(Path().iterdir()) - before} <= {"small.icmo-wal", "small.icmo-shm"}


def _plant(place: str, folder: Path) -> None:
    """A phone number in what somebody has said."""
    (folder / "egeholm-to.txt").write_text("LEDER: Ring til hende på 20 12 34 56.", encoding="utf-8")
    assert run(["import", place, str(folder / "egeholm-to.txt"), "--coder", "AML"]) == 0
    _code(place, folder, "egeholm-to,tro,Ring til hende på 20 12 34 56")


def test_something_personal_is_refused_with_its_place_and_masked_when_that_is_asked(
    place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _plant(place, tmp_path)
    capsys.readouterr()
    output = tmp_path / "ud.json"
    assert run(["report", "overview", place, "-o", str(output)]) == 2
    told = capsys.readouterr().err
    assert "phone number" in told
    assert "egeholm-to" in told
    assert "20 12 34 56" not in told
    assert not output.exists()
    report = _report(place, "overview", output, "--mask")
    assert "20 12 34 56" not in json.dumps(report, ensure_ascii=False)
    assert any("[" in one["text"] for one in report["quotes"])


# --- Look and language ------------------------------------------------------------------------------------


def test_an_organisations_word_file_gives_its_styles_and_header(place: str, tmp_path: Path) -> None:
    own = docx.Document()
    own.sections[0].header.paragraphs[0].text = "Styrelsen for Prøver"
    own.styles.add_style("Vores boks", WD_STYLE_TYPE.PARAGRAPH)
    own.add_paragraph("Eksempeltekst")
    own.save(str(tmp_path / "vores.docx"))
    output = tmp_path / "ud.docx"
    assert run(["report", "theme", place, "-o", str(output), "--template", str(tmp_path / "vores.docx")]) == 0
    made = docx.Document(str(output))
    assert made.sections[0].header.paragraphs[0].text == "Styrelsen for Prøver"
    assert "Vores boks" in [style.name for style in made.styles]
    assert "Eksempeltekst" not in [one.text for one in made.paragraphs]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("asked", "found"), [("en", "en"), ("da", "da"), (None, "da")])
def test_a_report_speaks_the_language_asked_for_else_the_projects(
    kind: str, asked: str | None, found: str, place: str, tmp_path: Path
) -> None:
    assert _report(place, kind, tmp_path / "ud.json", lang=asked)["language"] == found


def test_the_language_is_asked_for_by_an_option_that_may_stand_anywhere(place: str, tmp_path: Path) -> None:
    arguments = ["report", "codebook", place, "-o", str(tmp_path / "ud.json"), "--lang", "en"]
    subprocess.run([sys.executable, "-m", "icmo", *arguments], capture_output=True, check=True)
    assert json.loads((tmp_path / "ud.json").read_text(encoding="utf-8"))["language"] == "en"


# --- New since last time ----------------------------------------------------------------------------------


def _changes(report: dict[str, Any]) -> list[str]:
    said = (one["text"].replace("\u00a0", " ") for one in report["text"])
    return [one for one in said if one.startswith(("• New: ", "• Changed: ", "• Gone: "))]


def _code(place: str, folder: Path, *rows: str) -> None:
    (folder / "koder.csv").write_text("\n".join(["transcript,code,quote", *rows, ""]), encoding="utf-8")
    assert run(["code", "import", place, str(folder / "koder.csv"), "--coder", "TBS"]) == 0


def test_the_next_report_says_what_is_new_since_the_last_one(place: str, tmp_path: Path) -> None:
    output = tmp_path / "ud.json"
    first = _report(place, "overview", output, lang="en")
    again = _report(place, "overview", output, lang="en")
    assert "New since last time" not in [one["text"] for one in first["text"]]
    assert "New since last time" in [one["text"] for one in again["text"]]
    assert _changes(again) == []
    _code(place, tmp_path, "aamose,tro,da de ringede")
    told = _changes(_report(place, "overview", output, lang="en"))
    assert any("Tro in English" in one and one.endswith("2 of 2 municipalities · 2 quotes") for one in told)


def test_a_report_may_be_made_without_what_is_new(place: str, tmp_path: Path) -> None:
    output = tmp_path / "ud.json"
    _report(place, "overview", output, lang="en")
    _code(place, tmp_path, "aamose,tro,da de ringede")
    assert _changes(_report(place, "overview", output, "--no-changes", lang="en")) == []


def test_a_report_with_other_options_is_not_compared(place: str, tmp_path: Path) -> None:
    for each in ("1", "2"):
        made = _report(place, "theme", tmp_path / "ud.json", "--each", each, lang="en")
        assert "New since last time" not in [one["text"] for one in made["text"]]


# --- icmo overview ----------------------------------------------------------------------------------------


def test_the_overview_as_csv_has_a_row_per_entry_and_quote(
    place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["overview", place, "-o", str(tmp_path / "o.csv"), "--json"]) == 0
    told = _json(capsys)
    text = (tmp_path / "o.csv").read_bytes().decode("utf-8-sig")
    rows = [row for row in csv.DictReader(io.StringIO(text, newline="")) if row["quote_number"]]
    assert {row["quote_number"] for row in rows} == {str(n) for n in range(1, told["quotes"] + 1)}
    assert {row["quote"].strip("”") for row in rows} == {BUS, RINGS, WEEK, "Jeg fik ro"}
    assert len({(row["row"], row["target_group"], row["code"]) for row in rows}) == told["entries"]


@pytest.mark.parametrize("suffix", [".docx", ".xlsx", ".html", ".json"])
def test_the_overview_is_the_report_of_that_name(suffix: str, place: str, tmp_path: Path) -> None:
    for command, name in ((["overview"], "a"), (["report", "overview"], "b")):
        assert run([*command, place, "-o", str(tmp_path / f"{name}{suffix}"), "--no-changes"]) == 0
    assert _told(tmp_path / f"a{suffix}") == _told(tmp_path / f"b{suffix}")


def _told(path: Path) -> object:
    if path.suffix == ".docx":
        with ZipFile(path) as package:
            return package.read("word/document.xml")
    if path.suffix == ".xlsx":
        return [list(sheet.iter_rows(values_only=True)) for sheet in openpyxl.load_workbook(path)]
    return path.read_bytes()


def test_an_overview_of_nothing_says_how_to_see_a_draft(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with a_project(tmp_path):
        pass
    assert run(["overview", str(tmp_path / "small.icmo"), "-o", str(tmp_path / "o.html")]) == 0
    assert "--draft" in capsys.readouterr().err
