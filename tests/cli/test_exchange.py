"""``icmo export``, ``icmo import`` of exchange files, and ``icmo check``."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from icmo.cli.app import run
from icmo.project import Project
from tests.projects import BUS, RINGS, a_project, mark, shared


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A project with two codings and a configuration of them."""
    with a_project(tmp_path) as project:
        project.describe("interview", municipality="Egeholm", informant_type="kommune", coder="AML")
        (i,), (m,) = mark(project, BUS, "oeve"), mark(project, RINGS, "tro", coder="TBS")
        project.configure([("I", i.guid), ("M", m.guid)], statement="Hvis vi øver, så ringer hun.", coder="AML")
    return tmp_path / "small.icmo"


def _empty(folder: Path) -> Path:
    assert run(["init", str(folder / "other"), "--codebook", str(folder / "small.yaml")]) == 0
    return folder / "other.icmo"


def _told(capsys: pytest.CaptureFixture[str]) -> object:
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("target", ["standard", "nvivo", "atlasti", "maxqda", "qualcoder"])
def test_a_project_goes_out_for_each_program_without_faults(place: Path, target: str) -> None:
    out = place.with_name(f"{target}.qdpx")
    assert run(["export", str(place), str(out), "--target", target]) == 0
    assert run(["check", str(out)]) == 0


def test_an_export_tells_how_much_of_each_kind_is_in_the_file(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = place.with_name("out.qdpx")
    assert run(["export", str(place), str(out)], report_language="en") == 0
    assert {"  transcripts: 1", "  codings: 2", "  configurations: 1"} <= set(capsys.readouterr().out.splitlines())
    assert run(["export", str(place), str(out), "--json"]) == 0
    assert _told(capsys)["counts"]["coding"] == 2  # type: ignore[index]


def test_what_a_file_of_codings_lacks_is_said_to_be_left_out(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["export", str(place), str(place.with_name("out.csv"))], report_language="en") == 0
    assert capsys.readouterr().err.splitlines() == ["! left out: 1 configuration"]


def test_a_project_comes_back_whole_and_a_second_import_adds_nothing(
    place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, other = place.with_name("out.qdpx"), _empty(tmp_path)
    assert run(["export", str(place), str(out)]) == 0
    assert run(["import", str(other), str(out)]) == 0
    with Project.open(place) as one, Project.open(other) as two:
        assert shared(two) == shared(one)
    capsys.readouterr()
    assert run(["import", str(other), str(out), "--json"]) == 0
    (told,) = _told(capsys)  # type: ignore[misc]
    assert {count["noun"]: count["new"] for count in told["counts"] if count["new"]} == {}
    assert {count["noun"]: count["there"] for count in told["counts"]}["coding"] == 2


def test_a_preview_tells_and_changes_nothing(place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, other = place.with_name("out.qdpx"), _empty(tmp_path)
    run(["export", str(place), str(out)])
    with Project.open(other) as project:
        before = len(project.log())
    capsys.readouterr()
    assert run(["import", str(other), str(out), "--preview"]) == 0
    assert "2 new" in capsys.readouterr().out
    with Project.open(other) as project:
        assert (len(project.log()), project.contents()) == (before, ())


def test_a_code_book_goes_out_and_is_known_again(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = place.with_name("book.qdc")
    assert run(["export", str(place), str(out)]) == 0
    capsys.readouterr()
    assert run(["import", str(place), str(out), "--preview", "--json"]) == 0
    (told,) = _told(capsys)  # type: ignore[misc]
    assert {count["noun"]: count["new"] for count in told["counts"] if count["noun"] == "code"} == {"code": 0}


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".jsonl", ".jsonld", ".spacy", ".conll"])
def test_codings_go_out_in_the_fields_formats(place: Path, suffix: str, capsys: pytest.CaptureFixture[str]) -> None:
    out = place.with_name(f"codings{suffix}")
    assert run(["export", str(place), str(out), "--json"]) == 0
    assert _told(capsys)["codings"] == 2  # type: ignore[index]
    assert out.stat().st_size > 0


def test_a_coded_transcript_a_data_package_and_brat_files_go_out(place: Path, tmp_path: Path) -> None:
    assert run(["export", str(place), str(tmp_path / "t.html"), "--transcript", "interview"]) == 0
    assert (
        BUS in (tmp_path / "t.html").read_text("utf-8").replace("\n", " ")
        or "øvede" in (tmp_path / "t.html").read_text()
    )
    assert run(["export", str(place), str(tmp_path / "package")]) == 0
    assert (tmp_path / "package" / "datapackage.json").exists()
    assert run(["export", str(place), str(tmp_path / "package.zip")]) == 0
    assert "datapackage.json" in zipfile.ZipFile(tmp_path / "package.zip").namelist()
    for what, files in (("brat", {".txt", ".ann"}), ("html", {".html"}), ("docx", {".docx"})):
        assert run(["export", str(place), str(tmp_path / what), "--as", what]) == 0
        assert files <= {path.suffix for path in (tmp_path / what).iterdir()}


@pytest.mark.parametrize("what", ["datapackage", "brat", "html", "docx"])
def test_a_folder_that_holds_something_is_filled_only_when_told_to(
    place: Path, tmp_path: Path, what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / ".DS_Store").write_text("")
    command = ["export", str(place), str(folder), "--as", what]
    assert run(command) == 0
    earlier = folder / "tidligere.txt"
    earlier.write_text("min egen")
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    capsys.readouterr()
    assert run(command) == 2
    assert "--overwrite" in capsys.readouterr().err
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before
    assert run([*command, "--overwrite"]) == 0
    assert {path for path, time in before.items() if path.is_file() and path.stat().st_mtime_ns == time} == {
        earlier,
        folder / ".DS_Store",
    }


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"PK\x03\x04 cut", id="a_cut_zip"),
        pytest.param(b"<Project", id="broken_xml"),
        pytest.param(b"", id="nothing"),
    ],
)
def test_a_broken_exchange_file_is_refused_and_the_project_untouched(place: Path, content: bytes) -> None:
    bad = place.with_name("bad.qdpx")
    bad.write_bytes(content)
    with Project.open(place) as project:
        before = len(project.log())
    assert run(["import", str(place), str(bad)]) == 2
    assert run(["check", str(bad)]) == 2
    with Project.open(place) as project:
        assert len(project.log()) == before


def test_an_exchange_file_among_transcripts_is_refused(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["import", str(place), "a.qdpx", "interview.txt"]) == 2
    assert "a.qdpx" in capsys.readouterr().err


def test_a_format_that_nobody_knows_is_refused(place: Path) -> None:
    assert run(["export", str(place), str(place.with_name("x.pdf"))]) == 2


def test_faults_of_an_exchange_file_are_told_with_exit_code_1(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = place.with_name("out.qdpx")
    run(["export", str(place), str(out)])
    kept = zipfile.ZipFile(out)
    with zipfile.ZipFile(place.with_name("bad.qdpx"), "w") as bad:
        for name in kept.namelist():
            if not name.startswith("sources/"):
                bad.writestr(name, kept.read(name))
    capsys.readouterr()
    assert run(["check", str(place.with_name("bad.qdpx"))]) == 1
    told = capsys.readouterr()
    assert "bad.qdpx: error: line " in told.err
    assert "plainTextPath" in told.err
    assert told.out == f"{place.with_name('bad.qdpx')}: 2 errors, 0 warnings.\n"


def test_hints_are_told_behind_faults_and_leave_the_exit_code_0(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = '<Code guid="{}-0000-4000-8000-000000000000" name="{}" isCodable="true"{}/>'
    book = '\ufeff<CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes>{}</Codes></CodeBook>'
    (tmp_path / "hint.qdc").write_text(book.format(code.format("abcdefab", "a", "")), encoding="utf-8")
    (tmp_path / "fault.qdc").write_text(book.format(code.format("abcdefab", "a", ' color="x"')), encoding="utf-8")
    assert run(["check", str(tmp_path / "hint.qdc")]) == 0
    told = capsys.readouterr()
    assert (told.err.count(": warning: "), told.out) == (2, f"{tmp_path / 'hint.qdc'}: 0 errors, 2 warnings.\n")
    assert run(["check", str(tmp_path / "hint.qdc"), str(tmp_path / "fault.qdc")]) == 1
    lines = [line for line in capsys.readouterr().err.splitlines() if "fault.qdc" in line]
    assert [line.split(": ")[1] for line in lines] == ["error", "warning", "warning"]
    assert run(["check", str(tmp_path / "fault.qdc"), "--json"]) == 1
    (told_as_json,) = _told(capsys)  # type: ignore[misc]
    assert {"rule", "line", "message", "severity"} == set(told_as_json["problems"][0])
