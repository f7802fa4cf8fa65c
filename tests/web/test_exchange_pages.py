"""The exchange without a browser: files looked at and brought in, the project taken out, and what is refused."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pytest
from lxml import html  # type: ignore[import-untyped]

from icmo.project import Project
from icmo.web import waiting
from tests.conftest import INTERVIEW
from tests.projects import BUS, RINGS, a_project, mark, shared
from tests.refi.packages import codes, selection, with_text, zipped
from tests.refi.packages import project as qde
from tests.web.clients import ADDRESS, KEY, TestClient, a_client, an_app

PAGE = f"{ADDRESS}/exchange"
TEXT = "Vi gik til mødet. Det hjalp."
THEIRS = with_text(TEXT, selection(0, 2, "a"), selection(18, 28, "a", "b"), origin="Et program")
BOMB = zipped("<Project>" + " " * 3_000_000 + "</Project>")
ENTITY = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><Project>&e;</Project>'
MAIL = "amina@example.org"


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with a_project(tmp_path) as made:
        mark(made, BUS, "oeve")
        yield made


@pytest.fixture
def client(project: Project) -> TestClient:
    return a_client(project)


def _send(client: TestClient, data: bytes, name: str = "deres.qdpx") -> Any:
    return client.post(PAGE, files={"file": (name, data)})


def _sent(client: TestClient, data: bytes = THEIRS, name: str = "deres.qdpx") -> str:
    """The address where a file that was sent is looked at."""
    answer = _send(client, data, name)
    assert answer.status_code == 303, answer.text
    return ADDRESS + str(answer.headers["location"])


def _rows(page: str) -> dict[str, list[int]]:
    """The table of counts as its reader sees it."""
    rows = html.fromstring(page).xpath("//table[@id='counts']/tbody/tr")
    return {row[0].text_content(): [int(cell.text_content()) for cell in row[1:]] for row in rows}


def _remarks(page: str) -> dict[str, list[str]]:
    """The remarks of a page by their headings."""
    found: dict[str, list[str]] = {}
    for one in html.fromstring(page).xpath("//dl[@class='remarks']/*"):
        if one.tag == "dt":
            found[one.text_content()] = lines = []
        else:
            lines.append(one.text_content())
    return found


# --- Looking at a file ----------------------------------------------------------------------------------


def test_a_preview_counts_what_is_new_and_changes_nothing(client: TestClient, project: Project) -> None:
    before = shared(project)
    page = client.get(_sent(client))
    assert page.status_code == 200
    assert _rows(page.text) == {"Codes": [2, 0, 0], "Transcripts": [1, 0, 0], "Codings": [3, 0, 0]}
    assert "Et program" in page.text
    assert shared(project) == before
    assert len(project.transcripts()) == 1


def test_a_preview_tells_what_will_be_skipped_and_mended_by_what_it_is(client: TestClient) -> None:
    past_the_end, nowhere = selection(5, 900, "a"), selection("x", 4, "a")
    page = client.get(_sent(client, with_text(TEXT, selection(0, 2, "a"), past_the_end, nowhere))).text
    assert _remarks(page) == {
        "Places": ["reached beyond their text and were cut off at its end (int1)"],
        "Codings": ["have no place in their text and were left out (int1)"],
    }


def test_what_is_there_already_is_counted_as_such(client: TestClient) -> None:
    client.post(_sent(client))
    page = client.get(_sent(client)).text
    assert _rows(page) == {"Codes": [0, 2, 0], "Transcripts": [0, 1, 0], "Codings": [0, 3, 0]}
    assert "there is nothing to bring in" in page
    assert ">Bring in<" not in page


def test_a_waiting_file_is_shown_on_no_other_page(client: TestClient) -> None:
    key = _sent(client, name="hemmelig.qdpx").rpartition("/")[2]
    for page in (PAGE, f"{PAGE}/qdpx", ADDRESS, f"{ADDRESS}/history"):
        text = client.get(page).text
        assert "hemmelig" not in text
        assert key not in text


def test_a_key_that_nobody_was_given_leads_nowhere(client: TestClient) -> None:
    _sent(client)
    for answer in (client.get(f"{PAGE}/in/gaet"), client.post(f"{PAGE}/in/gaet")):
        assert answer.status_code == 404
        assert "The file is not kept any more." in answer.text


def test_a_name_with_marks_and_folders_is_shown_as_words(client: TestClient) -> None:
    page = client.get(_sent(client, name="../<b>&.qdpx")).text
    assert "&lt;b&gt;&amp;.qdpx" in page
    assert "<b>&" not in page
    assert "../" not in page


@pytest.mark.parametrize(
    ("data", "says"),
    [
        pytest.param(b"PK\x03\x04 cut off", "is no zip file, or is cut off", id="cut_off"),
        pytest.param(zipped("x", qde="word/document.xml"), "holds no .qde file", id="a_word_file"),
        pytest.param(b" \n", "is empty", id="empty"),
        pytest.param(b"Hej med jer.", "", id="no_xml"),
        pytest.param(b"<html/>", "", id="other_xml"),
        pytest.param(zipped("<Project"), "", id="broken_xml"),
        pytest.param(zipped(ENTITY), "", id="entities"),
        pytest.param(BOMB, "is too large", id="bomb"),
        pytest.param(zipped("<a>" * 10_000 + "</a>" * 10_000), "", id="deep"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_of_on_the_page_and_changes_nothing(
    client: TestClient, project: Project, data: bytes, says: str
) -> None:
    before = shared(project)
    address = _sent(client, data, "ond.qdpx")
    for answer in (client.get(address), client.post(address)):
        assert answer.status_code == 422
        assert 'role="alert"' in answer.text
        assert "ond.qdpx" in answer.text
        assert says in answer.text
        assert "Nothing has been changed in the project." in answer.text
        assert "root:" not in answer.text
    assert shared(project) == before


def test_a_file_that_is_too_large_is_refused(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "MAX_FILE", 100)
    answer = _send(client, THEIRS, "stor.qdpx")
    assert answer.status_code == 422
    assert "stor.qdpx is larger than" in answer.text


def test_no_file_at_all_is_refused(client: TestClient) -> None:
    assert client.post(PAGE, files={"file": ("", b"")}).status_code == 422
    assert client.post(PAGE).status_code == 422


# --- Bringing it in -------------------------------------------------------------------------------------


def test_a_file_comes_in_as_one_step_that_undo_takes_back(client: TestClient, project: Project) -> None:
    before = shared(project)
    address = _sent(client)
    answer = client.post(address)
    assert (answer.status_code, ADDRESS + answer.headers["location"]) == (303, address)
    made = [one for one in project.material().codings if one.transcript == project.transcript("int1").guid]
    assert sorted((one.quote, one.code) for one in made) == [("Det hjalp.", "a"), ("Det hjalp.", "b"), ("Vi", "a")]
    project.undo("AML")
    assert shared(project) == before
    assert len(project.transcripts()) == 1


def test_afterwards_the_same_address_tells_what_was_done(client: TestClient, project: Project) -> None:
    address = _sent(client)
    client.post(address)
    page = client.get(address)
    assert "deres.qdpx is brought in" in page.text
    assert _rows(page.text) == {"Codes": [2, 0, 0], "Transcripts": [1, 0, 0], "Codings": [3, 0, 0]}
    assert client.post(address).status_code == 303  # pressed twice
    assert "deres.qdpx is brought in" in client.get(address).text
    assert len(project.transcripts()) == 2


def test_a_code_book_comes_in_too(client: TestClient, project: Project) -> None:
    book = codes("Håb").replace("<CodeBook>", '<CodeBook xmlns="urn:QDA-XML:codebook:1.0">')
    client.post(_sent(client, book.encode(), "bog.qdc"))
    assert "Håb" in [code.label.da for code in project.codebook.codes]


def test_a_file_that_is_left_is_gone(client: TestClient, project: Project) -> None:
    address = _sent(client)
    assert client.post(f"{address}/leave").headers["location"] == "/exchange"
    assert client.post(address).status_code == 404
    assert len(project.transcripts()) == 1


def test_nobody_brings_a_file_in_without_a_name(project: Project) -> None:
    client = a_client(project, coder="")
    address = _sent(client)
    assert client.get(address).status_code == 200
    assert client.post(address).status_code == 422
    assert len(project.transcripts()) == 1


def test_when_the_server_stops_no_file_is_left(project: Project) -> None:
    app = an_app(project)
    with TestClient(app, base_url=ADDRESS, headers=KEY, follow_redirects=False) as client:
        key = _sent(client).rpartition("/")[2]
        path = app.state.waiting.find(key).path
        assert path.exists()
    assert not path.exists()


# --- Taking the project out -----------------------------------------------------------------------------


def _file(client: TestClient, form: str, **asked: str) -> bytes:
    answer = client.get(f"{PAGE}/{form}/file", params=asked)
    assert answer.status_code == 200, answer.text
    return bytes(answer.content)


def _members(data: bytes) -> set[str]:
    return set(zipfile.ZipFile(io.BytesIO(data)).namelist())


@pytest.mark.parametrize(
    ("form", "name"),
    [
        *(("qdpx", "small.qdpx"), ("qdc", "small.qdc"), ("csv", "small.csv"), ("xlsx", "small.xlsx")),
        *(("jsonl", "small.jsonl"), ("jsonld", "small.jsonld"), ("spacy", "small.spacy"), ("conll", "small.conll")),
        *(("brat", "small-brat.zip"), ("docx", "small-docx.zip"), ("html", "small-html.zip")),
        ("datapackage", "small-datapackage.zip"),
    ],
)
def test_every_format_has_a_page_and_a_file(client: TestClient, form: str, name: str) -> None:
    assert f'href="/exchange/{form}"' in client.get(PAGE).text
    assert client.get(f"{PAGE}/{form}").status_code == 200
    answer = client.get(f"{PAGE}/{form}/file")
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
    assert answer.content


def test_files_hold_what_their_names_say(client: TestClient) -> None:
    assert "project.qde" in _members(_file(client, "qdpx"))
    assert b'codebook:1.0"' in _file(client, "qdc")
    assert BUS in _file(client, "csv").decode("utf-8-sig")
    assert json.loads(_file(client, "jsonl").splitlines()[0])["quote"] == BUS
    assert _members(_file(client, "brat")) == {"annotation.conf", "visual.conf", "interview.txt", "interview.ann"}
    assert _members(_file(client, "html")) == {"interview.html"}
    assert "datapackage.json" in _members(_file(client, "datapackage"))


def test_what_was_taken_out_comes_in_elsewhere(client: TestClient, tmp_path: Path) -> None:
    data = _file(client, "qdpx", target="qualcoder")
    with Project.create(tmp_path / "elsewhere.icmo", coder="BO") as elsewhere:
        other = a_client(elsewhere, coder="BO")
        other.post(_sent(other, data))
        assert [one.quote for one in elsewhere.material().codings] == [BUS]


@pytest.mark.parametrize(
    ("target", "says"),
    [
        pytest.param("nvivo", "NVivo does not read links", id="nvivo"),
        pytest.param("maxqda", "MAXQDA may not read graphs", id="maxqda"),
        pytest.param("qualcoder", "QualCoder does not keep links", id="qualcoder"),
    ],
)
def test_what_a_program_drops_is_told_before_the_download(
    client: TestClient, project: Project, target: str, says: str
) -> None:
    [bus] = [one for one in project.material().codings if one.quote == BUS]
    [ring] = mark(project, RINGS, "tro")
    project.configure([("I", bus.guid), ("M", ring.guid)], coder="AML")
    page = client.get(f"{PAGE}/qdpx", params={"target": target}).text
    assert says in page
    assert says not in client.get(f"{PAGE}/qdpx").text
    assert f'name="target" value="{target}"' in page


def test_what_a_table_of_codings_lacks_is_counted(client: TestClient, project: Project) -> None:
    assert "Nothing is known to be lost." in client.get(f"{PAGE}/csv").text
    [bus] = [one for one in project.material().codings if one.quote == BUS]
    [ring] = mark(project, RINGS, "tro")
    project.configure([("I", bus.guid), ("M", ring.guid)], coder="AML")
    page = client.get(f"{PAGE}/csv").text
    assert "<dd>1 configuration</dd>" in page and "<li>codings: 2</li>" in page
    assert "<li>configurations: 1</li>" in client.get(f"{PAGE}/qdpx").text


@pytest.mark.parametrize("form", ["qdpx", "csv", "spacy", "brat"])
def test_a_page_warns_of_a_file_that_hides_nothing(client: TestClient, form: str) -> None:
    assert "Hides nothing." in client.get(f"{PAGE}/{form}").text


@pytest.mark.parametrize("form", ["docx", "html", "datapackage"])
def test_a_page_of_what_is_given_away_does_not(client: TestClient, form: str) -> None:
    assert "Hides nothing." not in client.get(f"{PAGE}/{form}").text


def test_one_transcript_is_a_file_of_its_own(client: TestClient, project: Project) -> None:
    guid = project.transcript("interview").guid
    assert f'value="{guid}"' in client.get(f"{PAGE}/docx").text
    answer = client.get(f"{PAGE}/docx/file", params={"transcript": guid})
    assert answer.headers["content-disposition"] == 'attachment; filename="interview.docx"'
    text = " ".join(one.text for one in docx.Document(io.BytesIO(answer.content)).paragraphs)
    assert BUS in text


@pytest.mark.parametrize(("texts", "there"), [("", False), ("1", True)], ids=["without_texts", "with_texts"])
def test_a_data_package_holds_texts_only_when_asked(client: TestClient, texts: str, there: bool) -> None:
    asked = {"texts": texts} if texts else {}
    with zipfile.ZipFile(io.BytesIO(_file(client, "datapackage", **asked))) as package:
        header = package.read("data/transcripts.csv").decode().splitlines()[0]
    assert ("text" in header.split(",")) == there


@pytest.mark.parametrize("form", ["docx", "html", "datapackage"])
def test_personal_data_stop_a_file_unless_they_are_masked(tmp_path: Path, form: str) -> None:
    with a_project(tmp_path, text=f"{INTERVIEW}\nMEDARBEJDER: Skriv til {MAIL}.\n") as project:
        client = a_client(project)
        asked = {"transcript": project.transcript("interview").guid} if form != "datapackage" else {"texts": "1"}
        refused = client.get(f"{PAGE}/{form}/file", params=asked)
        assert refused.status_code == 422
        assert "(interview, " in refused.text  # where it stands
        assert "tick “Mask personal data”" in refused.text
        assert MAIL not in refused.text
        masked = _file(client, form, mask="1", **asked)
    unpacked = (
        [masked] if form == "html" else [zipfile.ZipFile(io.BytesIO(masked)).read(one) for one in _members(masked)]
    )
    assert b"Skriv til" in b"".join(unpacked)
    assert MAIL.encode() not in b"".join(unpacked)


def test_what_was_asked_is_still_there_when_personal_data_have_stopped_a_file(tmp_path: Path) -> None:
    with a_project(tmp_path, text=f"{INTERVIEW}\nMEDARBEJDER: Skriv til {MAIL}.\n") as project:
        page = a_client(project).get(f"{PAGE}/datapackage/file", params={"texts": "1"}).text
    assert 'name="texts" value="1" checked' in page
    assert 'name="mask" value="1" checked' not in page


@pytest.mark.parametrize("form", ["docx", "html"])
def test_a_neutral_municipality_is_not_named_by_its_files_name(project: Project, form: str) -> None:
    guid = project.transcript("interview").guid
    project.describe(guid, coder="AML", municipality="Egeholm", name="Egeholm kvinde")
    project.print_neutral_labels(True)
    client = a_client(project)
    one = client.get(f"{PAGE}/{form}/file", params={"transcript": guid})
    assert one.headers["content-disposition"] == f'attachment; filename="Kommune_A_interview_1.{form}"'
    assert not any("Egeholm" in member for member in _members(_file(client, form)))


@pytest.mark.parametrize(
    ("address", "status"),
    [
        pytest.param("/nothing", 404, id="no_format"),
        pytest.param("/nothing/file", 404, id="no_file"),
        pytest.param("/qdpx?target=word", 404, id="no_target"),
        pytest.param("/qdpx/file?target=word", 404, id="no_target_of_a_file"),
        pytest.param("/docx/file?transcript=ukendt", 404, id="no_transcript"),
        pytest.param("/docx/file?mask=maybe", 422, id="no_yes_or_no"),
        pytest.param("/docx/file?transcript=%00%ff", 404, id="no_text"),
    ],
)
def test_what_does_not_exist_is_said_in_words(client: TestClient, address: str, status: int) -> None:
    answer = client.get(PAGE + address)
    assert answer.status_code == status
    assert "<h1>" in answer.text


# --- The API --------------------------------------------------------------------------------------------


def test_the_api_previews_and_brings_in(client: TestClient, project: Project) -> None:
    files = {"file": ("deres.qdpx", THEIRS)}
    looked = client.post("exchange/preview", files=files)
    assert (looked.status_code, len(project.transcripts())) == (200, 1)
    brought = client.post("exchange", files=files)
    assert (brought.status_code, len(project.transcripts())) == (201, 2)
    assert looked.json() == brought.json()
    again = client.post("exchange", files=files).json()
    assert (looked.json()["changes"], again["changes"]) == (True, False)
    assert {one["noun"]: (one["new"], one["there"]) for one in again["counts"]} == {
        "code": (0, 2),
        "source": (0, 1),
        "coding": (0, 3),
    }


def test_the_api_tells_what_is_wrong_with_a_file(client: TestClient) -> None:
    answer = client.post("exchange/preview", files={"file": ("ond.qdpx", b"PK\x03\x04")})
    assert (answer.status_code, answer.json()) == (
        422,
        {
            "message": "ond.qdpx is no zip file, or is cut off.",
            "hint": "Export or copy it again; it may not have been copied to its end.",
        },
    )


def test_the_api_refuses_what_is_too_large(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "MAX_FILE", 100)
    answer = client.post("exchange", files={"file": ("stor.qdpx", THEIRS)})
    assert (answer.status_code, answer.json()["message"]) == (422, "stor.qdpx is larger than 0 MB.")


def test_the_api_lists_the_formats_and_where_their_files_are(client: TestClient) -> None:
    listed = client.get("exchange/formats").json()
    assert [one["format"] for one in listed if one["shareable"]] == ["docx", "html", "datapackage"]
    assert listed[0]["targets"] == ["standard", "nvivo", "atlasti", "maxqda", "qualcoder"]
    assert {client.get(ADDRESS + one["address"]).status_code for one in listed} == {200}


def test_a_project_of_another_program_keeps_its_name_out_of_ours(client: TestClient, project: Project) -> None:
    client.post(_sent(client, zipped(qde(codes("a"), name="Deres"))))
    assert project.name == "small"
