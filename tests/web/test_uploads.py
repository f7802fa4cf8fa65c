"""Files from the browser: looked at before they are brought in; what is told of them; files that cannot be read."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pytest

from icmo.project import Project
from tests.conftest import INTERVIEW
from tests.formats.pdf_writer import content, pdf, written
from tests.projects import a_project
from tests.web.clients import a_client

DIALOGUE = "INTERVIEWER: Hvordan gik det?\n\nLEDER: Vi øvede sammen hver dag.\n\nLEDER: Så blev der ro.\n"
ANSWERS = """\
id;kommune;Hvad hjalp?;Og hvad ellers?
A1;Nordvig;Min mentor ringede.;Bussen.
A2;;At vi øvede.;
""".encode()
VTT = """\
WEBVTT

00:01.000 --> 00:03.000
<v Interviewer>Hvordan gik det?

00:04.000 --> 00:06.000
<v Aviva (אביבה)>Vi tog bussen 🚌 sammen.
"""


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with a_project(tmp_path) as made:
        yield made


def _docx(*paragraphs: str) -> bytes:
    document, file = docx.Document(), io.BytesIO()
    for one in paragraphs:
        document.add_paragraph(one)
    document.save(file)
    return file.getvalue()


def _preview(project: Project, *files: tuple[str, bytes]) -> Any:
    answer = a_client(project).post("/transcripts/preview", files=[("files", one) for one in files])
    assert answer.status_code == 200, answer.text
    return answer.json()


def _bring(project: Project, *files: tuple[str, bytes], status: int = 201, **described: Any) -> Any:
    """Bring files in; `described` by the files' names, with an underscore for the dot."""
    told = json.dumps({name.replace("_", "."): values for name, values in described.items()})
    answer = a_client(project).post("/transcripts", files=[("files", one) for one in files], data={"described": told})
    assert answer.status_code == status, answer.text
    return answer.json()


# --- Looking at files -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "data", "speakers"),
    [
        pytest.param("a.txt", DIALOGUE.encode(), [("LEDER", 2, False), ("INTERVIEWER", 1, True)], id="txt"),
        pytest.param("a.txt", DIALOGUE.encode("utf-16"), [("LEDER", 2, False), ("INTERVIEWER", 1, True)], id="utf_16"),
        pytest.param("a.docx", _docx("I: Hvad så?", "Amina: Jo."), [("I", 1, True), ("Amina", 1, False)], id="docx"),
        pytest.param(
            "a.vtt", VTT.encode(), [("Interviewer", 1, True), ("Aviva (אביבה)", 1, False)], id="vtt_right_to_left"
        ),
        pytest.param(
            "a.pdf", pdf(content(written("I: Hvad?", "LEDER: Øh."))), [("I", 1, True), ("LEDER", 1, False)], id="pdf"
        ),
        pytest.param("a.txt", b"Bare et par ord uden nogen.", [("", 1, False)], id="nobody_named"),
    ],
)
def test_a_preview_tells_who_speaks_how_often_and_who_asks(
    project: Project, name: str, data: bytes, speakers: list[tuple[str, int, bool]]
) -> None:
    told = _preview(project, (name, data))["files"][0]
    assert [(one["name"], one["turns"], one["interviewer"]) for one in told["speakers"]] == speakers
    [made] = told["transcripts"]
    assert (told["file"], made["name"], made["known_as"]) == (name, "a", None)
    assert made["turns"] == sum(turns for _name, turns, _asks in speakers)


def test_a_preview_tells_what_a_file_says_of_itself_and_what_a_manifest_says_of_it(project: Project) -> None:
    itself = f"---\nkommune: Egeholm\ntitel: Bussen\n---\n{DIALOGUE}".encode()
    manifest = "fil;kommune;informanttype\nB.TXT;Nordvig;kvinde\nc.txt;Havnsø;kvinde\n".encode()
    told = _preview(project, ("a.txt", itself), ("manifest.csv", manifest), ("b.txt", b"Hej med jer alle."))
    each = [(one["file"], *one["transcripts"]) for one in told["files"]]
    found = [(file, one["municipality"], one["informant_type"], one["title"]) for file, one in each]
    assert found == [("a.txt", "Egeholm", None, "Bussen"), ("b.txt", "Nordvig", "kvinde", None)]
    assert told["notes"] == [{"file": "c.txt", "note": "in the manifest, but not among the files"}]


def test_a_preview_knows_what_is_in_the_project_and_keeps_nothing(project: Project) -> None:
    told = _preview(project, ("again.txt", INTERVIEW.encode()), ("new.txt", DIALOGUE.encode()))
    assert [one["transcripts"][0]["known_as"] for one in told["files"]] == ["interview", None]
    assert len(project.transcripts()) == 1


def test_a_preview_of_a_file_with_several_transcripts_shows_each_of_them(project: Project) -> None:
    [told] = _preview(project, ("svar.csv", ANSWERS))["files"]
    found = [(one["name"], one["municipality"], one["turns"], one["words"]) for one in told["transcripts"]]
    assert found == [("A1", "Nordvig", 4, 13), ("A2", None, 2, 7)]
    assert told["speakers"] == [
        {"name": "Spørgsmål", "turns": 3, "interviewer": True},
        {"name": "Svar", "turns": 3, "interviewer": False},
    ]


@pytest.mark.parametrize(
    ("columns", "asked"),
    [
        pytest.param("", ["municipality", "informant_type", "date", "target_group"], id="nothing"),
        pytest.param(";kommune", ["informant_type", "date", "target_group"], id="municipality"),
        pytest.param(";informanttype;dato", ["municipality", "target_group"], id="informant_and_date"),
        pytest.param(";målgruppe", ["municipality", "informant_type", "date"], id="a_target_group_that_is_not_known"),
    ],
)
def test_of_several_transcripts_it_is_asked_what_their_table_does_not_tell_of_all(
    project: Project, columns: str, asked: list[str]
) -> None:
    values = {"kommune": "Nordvig", "informanttype": "kvinde", "dato": "2026-03-12", "målgruppe": "alle"}
    told = "".join(f";{values[one]}" for one in columns.split(";")[1:])
    rows = f"id;Hvad hjalp?{columns}\nA1;Bussen.{told}\nA2;Min mentor.{told}\n"
    assert _preview(project, ("svar.csv", rows.encode()))["files"][0]["asked"] == asked
    blank = f"{rows}A3;Min nabo.{';' * columns.count(';')}\n"
    everything = ["municipality", "informant_type", "date", "target_group"]
    assert _preview(project, ("svar.csv", blank.encode()))["files"][0]["asked"] == everything


def test_a_preview_counts_the_comments_that_become_memos(project: Project) -> None:
    document, file = docx.Document(), io.BytesIO()
    document.add_comment(document.add_paragraph().add_run("Vi øvede."), text="Mekanisme?", author="Anne")
    document.save(file)
    told = _preview(project, ("a.docx", file.getvalue()), ("b.txt", DIALOGUE.encode()))["files"]
    assert [one["transcripts"][0]["comments"] for one in told] == [1, 0]
    assert project.memos() == ()


def test_a_preview_begins_with_the_first_words(project: Project) -> None:
    [told] = _preview(project, ("long.txt", ("ord " * 1000).encode()))["files"][0]["transcripts"]
    assert (told["beginning"], told["words"]) == ("ord " * 100, 1000)


def test_a_file_that_cannot_be_read_is_told_of_beside_the_others(project: Project) -> None:
    files = [("a.docx", b"PK\x03\x04word/ broken"), ("b.txt", DIALOGUE.encode()), ("c.pdf", b"%PDF-"), ("d.txt", b" ")]
    for told in (_preview(project, *files), _bring(project, *files)):
        assert [(one["file"], one["why"]) for one in told["failed"]] == [
            ("a.docx", "a.docx is not a Word document."),
            ("c.pdf", "c.pdf is damaged, or no PDF."),
            ("d.txt", "d.txt is empty."),
        ]
        assert all(one["hint"] for one in told["failed"])
    assert sorted(project.transcripts()["name"]) == ["b", "interview"]


def test_a_manifest_that_cannot_be_read_is_refused(project: Project) -> None:
    files = [("files", ("a.txt", DIALOGUE.encode())), ("files", ("Manifest.csv", b"navn,kommune\na.txt,Egeholm\n"))]
    answer = a_client(project).post("/transcripts", files=files)
    assert answer.status_code == 422
    assert answer.json()["message"].startswith("Manifest.csv:1: no column “fil”")
    assert len(project.transcripts()) == 1


# --- Bringing them in -----------------------------------------------------------------------------------


def test_files_come_in_as_one_step_with_what_the_form_says_of_each(project: Project) -> None:
    told = _bring(
        project,
        ("a.txt", DIALOGUE.encode()),
        ("b.vtt", VTT.encode()),
        a_txt={"name": "Første", "municipality": "Nordvig", "informant_type": "virksomhed", "target_group": "lav"},
        b_vtt={"date": "12.03.2026", "målgruppe": "Hoej"},
        c_txt={"name": "not sent"},
    )
    assert [one["name"] for one in told["added"]] == ["Første", "b"]
    first, second = (project.transcript(one["guid"]) for one in told["added"])
    assert (first.municipality, first.informant_type, first.target_group) == ("Nordvig", "virksomhed", "lav")
    assert (second.date, second.target_group, second.source_name) == ("2026-03-12", "hoej", "b.vtt")
    assert [one.seconds for one in second.turns] == [1.0, 4.0]
    project.undo("AML")
    assert len(project.transcripts()) == 1


@pytest.mark.parametrize(
    ("said", "asking"),
    [
        pytest.param({}, {"INTERVIEWER"}, id="nothing_said"),
        pytest.param({"interviewers": ["LEDER"]}, {"LEDER"}, id="another_speaker"),
        pytest.param({"interviewers": []}, set(), id="nobody"),
        pytest.param({"interviewers": ["LEDER", "INTERVIEWER", "X"]}, {"LEDER", "INTERVIEWER"}, id="all_and_one_more"),
    ],
)
def test_those_ask_who_are_said_to_ask(project: Project, said: dict[str, list[str]], asking: set[str]) -> None:
    _bring(project, ("a.txt", DIALOGUE.encode()), a_txt=said)
    assert {one.speaker for one in project.transcript("a").turns if one.interviewer} == asking


def test_what_is_said_of_a_table_fills_the_blanks_of_its_transcripts_and_what_it_says_stays(project: Project) -> None:
    said = {"municipality": "Havnsø", "informant_type": "kvinde", "date": "12.03.2026", "interviewers": ["Svar"]}
    added = _bring(project, ("svar.csv", ANSWERS), svar_csv=said)["added"]
    found = [(one["name"], one["municipality"], one["informant_type"], one["date"]) for one in added]
    assert found == [("A1", "Nordvig", "kvinde", "2026-03-12"), ("A2", "Havnsø", "kvinde", "2026-03-12")]
    asking = {turn.speaker for one in added for turn in project.transcript(one["guid"]).turns if turn.interviewer}
    assert asking == {"Svar"}


def test_the_form_goes_before_the_manifest_and_the_manifest_before_the_file(project: Project) -> None:
    itself = f"---\ntitel: Bussen\nrolle: leder\n---\n{DIALOGUE}".encode()
    manifest = b"fil,kommune,titel\na.txt,Nordvig,Toget\n"
    _bring(project, ("a.txt", itself), ("manifest.csv", manifest), a_txt={"municipality": "Havnsø"})
    made = project.transcript("a")
    assert (made.municipality, made.title, made.role) == ("Havnsø", "Toget", "leder")


def test_a_text_that_is_there_is_passed_over_and_a_name_that_is_taken_gets_a_number(project: Project) -> None:
    told = _bring(project, ("interview.txt", DIALOGUE.encode()), ("x.txt", INTERVIEW.encode()))
    assert [one["name"] for one in told["added"]] == ["interview (2)"]
    assert told["skipped"] == [{"file": "x.txt", "why": "already in the project as “interview”"}]


def test_what_looks_like_personal_data_is_pointed_at(project: Project) -> None:
    told = _bring(project, ("a.txt", f"{DIALOGUE}\nLEDER: Skriv til amina@example.org.\n".encode()))
    assert [(one["file"], one["line"]) for one in told["personal"]] == [("a", 7)]


@pytest.mark.parametrize(
    ("given", "name"),
    [
        pytest.param("../../etc/passwd.txt", "passwd.txt", id="folders"),
        pytest.param("C:\\Users\\AML\\a.txt", "a.txt", id="windows_folders"),
        pytest.param("..", "0.txt", id="the_folder_above"),
        pytest.param(".", "0.txt", id="the_folder_itself"),
        pytest.param("😀" * 100 + ".txt", "😀" * 49 + ".txt", id="long_and_wide"),
        pytest.param("a" * 300 + ".txt", "a" * 196 + ".txt", id="long"),
        pytest.param("søren ﬁ سليم.txt", "søren ﬁ سليم.txt", id="any_letters"),
    ],
)
def test_a_files_name_is_kept_without_folders_and_as_long_as_a_disk_takes_it(
    project: Project, given: str, name: str
) -> None:
    assert [one["source_name"] for one in _bring(project, (given, DIALOGUE.encode()))["added"]] == [name]


@pytest.mark.parametrize(
    "described",
    [
        *("x", "[]", "1", '{"a.txt": 1}', "[" * 100_000, '{"a.txt": {"title": 5}}', '{"a.txt": {"title": null}}'),
        *('{"a.txt": {"title": ["x"]}}', '{"a.txt": {"interviewers": 5}}', '{"a.txt": {"interviewers": [["x"]]}}'),
        *(r'{"a.txt": {"name": "\ud800"}}', r'{"a.txt": {"\ud800": "x"}}', r'{"\ud800": {}}'),
    ],
)
def test_what_is_no_description_of_files_is_refused_and_nothing_comes_in(project: Project, described: str) -> None:
    files = [("files", ("a.txt", DIALOGUE.encode()))]
    answer = a_client(project).post("/transcripts", files=files, data={"described": described})
    assert (answer.status_code, answer.json()["message"]) == (
        422,
        "What is said of the files is no JSON object of objects.",
    )
    assert len(project.transcripts()) == 1


def test_a_description_that_does_not_fit_is_told_of_and_the_other_files_come_in(project: Project) -> None:
    told = _bring(project, ("a.txt", DIALOGUE.encode()), ("b.vtt", VTT.encode()), a_txt={"date": "i går"})
    assert [one["why"] for one in told["failed"]] == ["a.txt: “i går” is not a date."]
    assert [one["name"] for one in told["added"]] == ["b"]


def test_control_characters_in_names_and_texts_become_spaces(project: Project) -> None:
    told = _bring(project, ("a.txt", b"\xef\xbb\xbfHej med\x07 jer alle."), a_txt={"title": "a\x00b"})
    made = project.transcript(told["added"][0]["guid"])
    assert (made.text, made.title) == ("Hej med  jer alle.\n", "a b")


def test_more_files_than_one_can_look_at_are_refused(project: Project) -> None:
    files = [("files", (f"{number}.txt", b"x")) for number in range(501)]
    answer = a_client(project).post("/transcripts/preview", files=files)
    assert (answer.status_code, answer.json()["message"]) == (422, "At most 500 files at a time.")


@pytest.mark.parametrize("content_type", ["multipart/form-data; boundary=x", "multipart/form-data", "text/plain"])
def test_what_is_no_upload_is_refused(project: Project, content_type: str) -> None:
    answer = a_client(project).post("/transcripts", content=b"\xff\xfe--x", headers={"Content-Type": content_type})
    assert answer.status_code in (400, 422)
    assert answer.json()["message"]
