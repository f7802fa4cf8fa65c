from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from icmo import i18n
from icmo.cli.app import run
from icmo.formats.reading import SUFFIXES
from tests.formats.pdf_writer import content, pdf, written


@pytest.fixture
def place(tmp_path: Path, interview: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """A project with one imported interview."""
    project = str(tmp_path / "p.icmo")
    assert run(["init", project, "--coder", "AML"]) == 0
    assert run(["import", project, str(interview), "--coder", "AML"]) == 0
    capsys.readouterr()
    return project


def _json(capsys: pytest.CaptureFixture[str]) -> object:
    return json.loads(capsys.readouterr().out)


# --- Mistakes -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "message", "hint"),
    [
        (["findes-ikke"], "Error: There is no command findes-ikke.", "Hint: icmo --help"),
        (["info", "nej.icmo"], "Error: There is no project at nej.icmo.", "Hint: Make one with: icmo init NAME.icmo"),
        (["graph", "x.icmo"], "Error: -o / --output is missing.", "Hint: icmo graph --help"),
        (["codebook", "show", "nej"], "Error: There is no code book “nej”.", "Hint: Shipped code books: borgercases"),
        (["codebook", "show", "cabi", "nej"], "Error: There is no code “nej”", "Hint: See the codes with"),
        (
            ["suggest-texts", "nej.jsonl", "-o", "ud.jsonl"],
            "Error: nej.jsonl cannot be read: No such file or directory.",
            "Hint: Check the name",
        ),
    ],
    ids=["command", "project", "option", "codebook", "code", "file"],
)
def test_a_users_mistake_is_one_line_and_a_hint_with_exit_code_2(
    arguments: list[str], message: str, hint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    first, second = captured.err.splitlines()
    assert first.startswith(message)
    assert second.startswith(hint)


def test_mistakes_are_told_in_danish_when_asked(capsys: pytest.CaptureFixture[str]) -> None:
    with i18n.language("da"):
        run(["info", "nej.icmo"])
    assert capsys.readouterr().err.splitlines()[0] == "Fejl: Der findes ikke et projekt i nej.icmo."


def test_a_project_is_not_made_twice(place: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["init", place]) == 2
    assert "already exists" in capsys.readouterr().err


def test_a_bad_file_gives_exit_code_2_though_the_others_went_in(
    place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "god.txt").write_text("En helt anden samtale.")
    (tmp_path / "tom.txt").write_text("")
    assert run(["import", place, str(tmp_path / "god.txt"), str(tmp_path / "tom.txt")]) == 2
    captured = capsys.readouterr()
    assert "1 transcript imported, 0 files passed over, 1 failed." in captured.out
    assert "tom.txt is empty" in captured.err


@pytest.mark.parametrize("target", ["ingen-mappe/g.svg", "."])
@pytest.mark.parametrize("command", ["graph", "overview"])
def test_a_place_where_nothing_can_be_written_is_said(
    place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str, target: str
) -> None:
    output = tmp_path / target if target != "." else tmp_path / "mappe.csv"
    if target == ".":
        output.mkdir()
    elif command == "overview":
        output = output.with_suffix(".docx")
    assert run([command, place, "-o", str(output)]) == 2
    assert "cannot be written" in capsys.readouterr().err


def test_a_project_that_somebody_else_is_writing_to_is_a_conflict(
    place: str, interview: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("icmo.store.database._BUSY_SECONDS", 0)
    with closing(sqlite3.connect(place, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert run(["undo", place, "--coder", "AML"]) == 1
    assert "Somebody else has been writing" in capsys.readouterr().err


@pytest.mark.parametrize("url", ["https://x/y", "foo://bar"])
def test_a_url_of_no_database_is_refused(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["info", url]) == 2
    assert "no database that icmo can use" in capsys.readouterr().err


def test_the_demo_takes_away_only_what_it_made(tmp_path: Path) -> None:
    (tmp_path / "demo.icmo.bak").write_text("min kopi")
    assert run(["demo", str(tmp_path), "--force"]) == 0
    assert run(["demo", str(tmp_path)]) == 2
    assert (tmp_path / "demo.icmo.bak").read_text() == "min kopi"


# --- The commands ---------------------------------------------------------------------------------------


def test_import_tells_what_came_in_and_what_to_look_at(
    place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "b.txt"
    path.write_bytes("---\nkommune: Åmose\n---\nRing på 20 12 34 56 til hende.".encode("cp1252"))
    assert run(["import", place, str(path), "--json"]) == 0
    report = _json(capsys)
    assert isinstance(report, dict)
    assert [one["municipality"] for one in report["added"]] == ["Åmose"]
    assert [one["kind"] for one in report["personal"]] == ["phone"]
    assert "Windows-1252" in report["notes"][0]["note"]


def test_import_takes_a_pdf_and_a_table_of_answers(
    place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = content([*written("I: Hvad gjorde I?", "LEDER: Vi øvede."), (280.0, 30.0, "Side 1 af 1")])
    (tmp_path / "samtale.pdf").write_bytes(pdf(page))
    (tmp_path / "svar.csv").write_text(
        "id;kommune;Hvad hjalp?\nA1;Nordvig;Min mentor.\nA2;;Bussen.\n", encoding="utf-8"
    )
    assert run(["import", place, str(tmp_path / "samtale.pdf"), str(tmp_path / "svar.csv")]) == 0
    captured = capsys.readouterr()
    assert captured.out.splitlines() == [
        "+ samtale (no municipality): 7 words, 2 turns",
        "+ A1 (Nordvig): 6 words, 2 turns",
        "+ A2 (no municipality): 5 words, 2 turns",
        "3 transcripts imported, 0 files passed over, 0 failed.",
    ]
    assert "samtale.pdf: running headers, footers and page numbers were left out: Side 1 af 1" in captured.err


def test_the_help_of_import_names_every_suffix_that_is_read(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["import", "--help"]) == 0
    assert set(SUFFIXES) <= set(capsys.readouterr().out.replace("(", " ").replace(")", " ").split())


def test_suggest_graph_and_overview_run_on_a_project_that_nobody_has_coded(
    place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["suggest", place, "--json"]) == 0
    made = _json(capsys)
    assert isinstance(made, dict)
    assert made["suggestions"] > 0
    assert made["pipeline"] == "blank"
    assert run(["graph", place, "-o", str(tmp_path / "g.graphml"), "--json"]) == 0
    captured = capsys.readouterr()
    assert "No person has approved them" in captured.err
    assert json.loads(captured.out)["basis"] == "co-occurrence of suggestions"
    assert run(["overview", place, "-o", str(tmp_path / "o.docx")]) == 0
    assert "--draft" in capsys.readouterr().err
    assert run(["overview", place, "-o", str(tmp_path / "o.html"), "--draft", "--json"]) == 0
    draft = _json(capsys)
    assert isinstance(draft, dict)
    assert draft["entries"] > 0


def test_codings_go_in_and_out(place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "ind.csv"
    source.write_text("transcript,code,quote\ninterview,medkonstruktoer,begyndte hun selv at ringe\n")
    assert run(["code", "import", place, str(source), "--coder", "TBS", "--json"]) == 0
    assert _json(capsys) == {"codings": 1, "configurations": 0}
    assert run(["code", "export", place, "-o", str(tmp_path / "ud.jsonl")]) == 0
    row = json.loads((tmp_path / "ud.jsonl").read_text(encoding="utf-8"))
    assert (row["quote"], row["coder"], row["code_path"]) == ("begyndte hun selv at ringe", "TBS", "Medkonstruktør")


def test_what_was_done_can_be_read_undone_and_redone(
    place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["undo", place, "--coder", "AML"]) == 0
    assert capsys.readouterr().out == "1 change undone.\n"
    assert run(["redo", place, "--coder", "AML"]) == 0
    capsys.readouterr()
    assert run(["history", place, "--json"]) == 0
    rows = _json(capsys)
    assert isinstance(rows, list)
    assert [(row["action"], row["noun"]) for row in rows[-3:]] == [
        ("insert", "transcript"),
        ("delete", "transcript"),
        ("insert", "transcript"),
    ]


def test_info_tells_about_the_installation_and_the_project(place: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["info", "--json"]) == 0
    about = _json(capsys)
    assert isinstance(about, dict)
    assert about["pipeline"] == "blank"
    assert len(about["codebooks"]) == 6
    assert run(["info", place, "--json"]) == 0
    project = _json(capsys)
    assert isinstance(project, dict)
    assert (project["name"], project["codings"]) == ("p", 0)


def test_the_code_books_can_be_listed_shown_checked_and_compared(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["codebook", "list", "--json"]) == 0
    books = _json(capsys)
    assert isinstance(books, list)
    assert len(books) == 6
    assert run(["codebook", "show", "kib-icmo", "eftervaern"]) == 0
    shown = capsys.readouterr().out.splitlines()
    assert shown[0].endswith("(eftervaern, intervention)")
    assert " > " in shown[0]
    assert run(["codebook", "check", "kib-icmo"]) == 0
    assert "no problems" in capsys.readouterr().out
    assert run(["codebook", "diff", "salado-rasmussen", "kib-icmo", "--json"]) == 0
    differences = _json(capsys)
    assert isinstance(differences, list)
    assert {one["change"] for one in differences} == {"added"}
    assert run(["codebook", "schema"]) == 0
    assert isinstance(_json(capsys), dict)


def test_a_broken_code_book_is_reported_with_every_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = tmp_path / "egen.yaml"
    book.write_text("id: egen\nversion: '1'\nlabel: {da: A, en: A}\ndescription: {da: A}\ncodes:\n  - id: A\n")
    assert run(["codebook", "check", str(book)]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert lines[0].endswith(":4: description.en: is missing")
    assert len([line for line in lines if ".yaml:" in line]) >= 4


def test_the_split_of_a_report_makes_a_case_per_municipality(
    place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "kit.txt"
    path.write_text("Nord Kommune\nVi øvede.\n\nSyd Kommune\nVi ventede.\n")
    assert run(["import", place, str(path), "--split", r"^(?P<case>\w+) Kommune$", "--json"]) == 0
    report = _json(capsys)
    assert isinstance(report, dict)
    assert [one["municipality"] for one in report["added"]] == ["Nord", "Syd"]


# --- As a program ---------------------------------------------------------------------------------------


def _program(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "icmo", *arguments], capture_output=True, text=True, check=False)


def test_the_language_option_may_stand_anywhere() -> None:
    for arguments in (["--lang", "da", "codebook", "check", "cabi"], ["codebook", "check", "cabi", "--lang=da"]):
        assert "ingen fejl" in _program(*arguments).stdout


def test_help_imports_nothing_heavy() -> None:
    code = "import sys\nfrom icmo.cli.app import run\nrun(['--help'])\n"
    code += "print([name for name in ('spacy', 'sklearn', 'pandas', 'networkx', 'sqlalchemy') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_the_library_never_prints() -> None:
    package = Path(__file__).parents[2] / "icmo"
    for path in package.rglob("*.py"):
        if "cli" not in path.parts:
            assert "print(" not in path.read_text(encoding="utf-8").replace("_print(", ""), path


def test_a_published_report_goes_the_whole_way_without_a_hitch(
    shared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kit, seed = str(tmp_path / "kit.icmo"), str(shared / "seeds" / "integrationskit.txt")
    assert run(["init", kit, "--codebook", "integrationskit"]) == 0
    assert run(["import", kit, seed, "--split", r"^ ?(?P<case>[A-ZÆØÅ]\w+) Kommune *$"]) == 0
    assert run(["suggest", kit]) == 0
    assert run(["graph", kit, "-o", str(tmp_path / "kit.graphml")]) == 0
    assert run(["overview", kit, "-o", str(tmp_path / "kit.docx")]) == 0
    capsys.readouterr()
    assert run(["overview", kit, "-o", str(tmp_path / "udkast.csv"), "--draft", "--json"]) == 0
    draft = _json(capsys)
    assert isinstance(draft, dict)
    assert draft["entries"] > 20


# --- Suggestions and their cues -------------------------------------------------------------------------


def test_suggest_takes_a_project_or_a_subcommand(place: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["suggest", place, "--top", "1", "--json"]) == 0
    short = _json(capsys)
    assert run(["suggest", "run", place, "--top", "1", "--json"]) == 0
    assert _json(capsys) == short
    assert run(["suggest", "--help"]) == 0
    assert "replay" in capsys.readouterr().out


def test_settings_are_shown_changed_and_refused(place: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["suggest", "settings", place, "--blind", "--learn-from", "coder", "--json"]) == 0
    assert _json(capsys)["blind"] is True  # type: ignore[index]
    url = "http://127.0.0.1:11434/v1"
    assert run(["suggest", "settings", place, "--llm", url, "--llm-model", "lille", "--json"]) == 0
    assert _json(capsys)["llm_url"] == url  # type: ignore[index]
    assert run(["suggest", "settings", place, "--llm", "none", "--json"]) == 0
    assert _json(capsys)["llm_model"] is None  # type: ignore[index]
    assert run(["suggest", "settings", place, "--llm", "http://10.1.1.1/v1", "--llm-model", "m"]) == 2
    assert "passages would leave it" in capsys.readouterr().err


def test_a_replay_of_nothing_is_an_error_with_advice(place: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["suggest", "replay", place]) == 2
    assert "Code some transcripts" in capsys.readouterr().err


def test_too_few_passages_say_little_of_cues(place: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["codebook", "check", "cabi", "--project", place]) == 2
    assert "passages say too little" in capsys.readouterr().err


def test_the_projects_own_cues_are_taken_in_and_shown_as_yaml(
    place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["lexicon", "accept", place, "hverdagsmestring", "cykle * selv", "--weight", "2", "--coder", "AML"]) == 0
    assert run(["lexicon", "reject", place, "hverdagsmestring", "tirsdag", "--coder", "AML"]) == 0
    assert run(["lexicon", "propose", place, "hverdagsmestring", "--json"]) == 0
    capsys.readouterr()
    assert run(["lexicon", "show", place, "-o", str(tmp_path / "egne.yaml")]) == 0
    text = (tmp_path / "egne.yaml").read_text(encoding="utf-8")
    assert "cue: cykle * selv" in text
    assert "tirsdag" in text


def test_info_tells_which_models_could_be_used(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["info", "--json"]) == 0
    assert {"word vectors", "extra: embeddings", "extra: llm"} <= set(_json(capsys))  # type: ignore[arg-type]
