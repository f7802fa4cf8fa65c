"""Rounds of blind coding in the browser and in the API: opened, read, closed, handed out."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from icmo.project import Project
from tests.web.clients import ADDRESS, TestClient, a_client

ROUND = {"name": "Prøve", "reader": ["AML", "BKH"], "which": "chosen", "each": 2}


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """Four interviews in two municipalities; AML and BKH have worked in it."""
    folder = tmp_path / "tekster"
    folder.mkdir()
    for name, place in (("a", "Egeholm"), ("b", "Egeholm"), ("c", "Nordvig"), ("d", "Nordvig")):
        head = f"---\nkommune: {place}\ninformanttype: kvinde\n---\n"
        (folder / f"{name}.txt").write_text(f"{head}KVINDE: Vi øvede bussen, siger {name}.\n", encoding="utf-8")
    with Project.create(tmp_path / "runder.icmo", codebook="kib-icmo", coder="LED") as made:
        made.import_files([folder], coder="LED")
        for coder in ("AML", "BKH"):
            made.prefer(coder, shortcuts=True)
        yield made


@pytest.fixture
def led(project: Project) -> TestClient:
    """LED’s browser, who reads nothing."""
    made = a_client(project, coder="LED")
    made.base_url = ADDRESS
    return made


def of(project: Project, *names: str) -> list[str]:
    return [project.transcript(name).guid for name in names]


def under(client: TestClient, coder: str) -> TestClient:
    """The same browser when another name has been chosen."""
    client.headers["Icmo-Coder"] = coder
    return client


def opened(client: TestClient, project: Project, *names: str, **values: object) -> None:
    """Open a round of these transcripts with the form."""
    form = {**ROUND, "transcript": of(project, *names), "do": "open", **values}
    assert client.post("/rounds", data=form).status_code == 303


def test_a_draw_is_looked_at_first_and_opened_the_same(led: TestClient, project: Project) -> None:
    form = {**ROUND, "which": "share", "share": "50", "seed": "4", "others": "TBS, CHR", "each": "4"}
    shown = led.post("/rounds", data={**form, "do": "preview"})
    assert shown.status_code == 200
    assert "Nothing has been opened yet." in shown.text
    assert shown.text.count("AML, BKH, CHR, TBS") == 2  # of two transcripts, one of each municipality
    assert project.rounds() == ()
    led.post("/rounds", data={**form, "do": "open"})
    (made,) = project.rounds()
    assert made.readers == ("AML", "BKH", "CHR", "TBS")
    assert {project.transcript(guid).municipality for guid in made.transcripts} == {"Egeholm", "Nordvig"}


def test_what_cannot_be_opened_is_said_and_what_was_written_stays(led: TestClient, project: Project) -> None:
    answer = led.post("/rounds", data={**ROUND, "reader": ["AML"], "transcript": of(project, "a"), "do": "open"})
    assert answer.status_code == 422
    assert "two coders or more" in answer.text
    assert 'value="Prøve"' in answer.text
    assert project.rounds() == ()


def test_a_reader_sees_what_is_left_to_read_and_says_when_it_is_done(led: TestClient, project: Project) -> None:
    opened(led, project, "a", "b")
    (guid,) = of(project, "a")
    bkh = under(led, "BKH")
    assert "Left to read: 2 transcripts." in bkh.get("/").text
    page = bkh.get(f"/transcripts/{guid}").text
    assert "You code blind in the round “Prøve”" in page
    assert "blind, to read" in page
    assert bkh.post(f"/transcripts/{guid}/done", data={"done": "true"}).headers["location"] == f"/transcripts/{guid}"
    assert "Left to read: 1 transcript." in bkh.get("/").text
    assert "You were done" in bkh.get(f"/transcripts/{guid}").text
    bkh.post(f"/transcripts/{guid}/done", data={"done": "false"})
    assert "Left to read: 2 transcripts." in bkh.get("/").text


def test_who_takes_no_part_is_told_what_is_not_shown(led: TestClient, project: Project) -> None:
    opened(led, project, "a", "b")
    assert "is not shown or counted: 2 transcripts." in led.get("/").text
    assert "being coded blind in the round “Prøve”" in led.get(f"/transcripts/{of(project, 'a')[0]}").text
    assert "blind" not in led.get(f"/transcripts/{of(project, 'c')[0]}").text.split("<main")[1].split("</h1>")[1][:400]


def test_the_name_of_another_reader_is_said_to_be_taken(led: TestClient, project: Project) -> None:
    opened(led, project, "a")
    under(led, "BKH").get("/")
    page = under(led, "AML").get("/").text
    assert "This icmo is BKH’s until the blind round is closed" in page
    assert "Left to read" not in page
    refused = led.post(f"/transcripts/{of(project, 'a')[0]}/done", data={"done": "true"})
    assert (refused.status_code, "icmo serve PROJECT --coder AML" in refused.text) == (409, True)


def test_pins_of_another_reader_are_not_shown(led: TestClient, project: Project) -> None:
    project.prefer("AML", pins=["hverdagsmestring"])
    opened(led, project, "a")
    under(led, "BKH").get("/")
    assert '"pins"' not in under(led, "AML").get(f"/transcripts/{of(project, 'a')[0]}").text


def test_a_round_is_closed_early_only_when_that_is_said(led: TestClient, project: Project) -> None:
    opened(led, project, "a")
    guid = project.round("Prøve").guid
    assert led.post(f"/rounds/{guid}/close", data={}).status_code == 409
    assert not project.round("Prøve").closed
    assert led.post(f"/rounds/{guid}/close", data={"early": "1"}).status_code == 303
    assert "closed by LED" in led.get("/rounds").text


def test_a_transcript_is_given_to_one_more_and_taken_from_one(led: TestClient, project: Project) -> None:
    opened(led, project, "a")
    guid, (transcript,) = project.round("Prøve").guid, of(project, "a")
    form = {"transcript": transcript, "reader": "TBS"}
    led.post(f"/rounds/{guid}/readers", data={**form, "do": "assign"})
    assert project.round("Prøve").readers == ("AML", "BKH", "TBS")
    assert "Take it from TBS" in led.get("/rounds").text
    led.post(f"/rounds/{guid}/readers", data={**form, "do": "release"})
    assert project.round("Prøve").readers == ("AML", "BKH")
    assert "Take it from" not in led.get("/rounds").text  # two at least
    assert led.post(f"/rounds/{guid}/readers", data={**form, "reader": "BKH", "do": "release"}).status_code == 422


def test_progress_is_told_in_words_and_bars(led: TestClient, project: Project) -> None:
    opened(led, project, "a", "b")
    project.mark_done("a", coder="AML")
    page = led.get("/rounds").text
    assert "1 of 2 transcripts" in page
    assert "6 of 12 words" in page
    assert 'max="2" value="1"' in page


@pytest.mark.parametrize(("asked_by", "holds"), [("BKH", True), ("LED", False), ("AML", False)])
def test_a_copy_holds_what_its_reader_coded_only_when_they_take_it(
    led: TestClient, project: Project, tmp_path: Path, asked_by: str, holds: bool
) -> None:
    """Else anybody could read at home what BKH has coded, under the name of one who takes no part."""
    opened(led, project, "a")
    coding = project.code("a", "hverdagsmestring", quote="øvede bussen", coder="BKH", memo="Hemmeligt")
    under(led, asked_by).get("/")
    answer = led.get("/rounds/copy?reader=BKH")
    (tmp_path / "copy.icmo").write_bytes(answer.content)
    assert answer.headers["content-disposition"] == 'attachment; filename="runder-bkh.icmo"'
    assert (coding.guid.encode() in answer.content, b"Hemmeligt" in answer.content) == (holds, holds)
    with sqlite3.connect(tmp_path / "copy.icmo") as copy:
        assert copy.execute("select count(*) from transcript").fetchone() == (4,)
    copy.close()


def test_the_api_does_the_same(project: Project) -> None:
    client = a_client(project, coder="LED")
    wanted = {"name": "Prøve", "readers": ["AML", "BKH"], "of": ["a", "b"]}
    plan = client.post("rounds/preview", json={"readers": ["AML", "BKH"], "of": ["a", "b"]}).json()
    assert plan["strata"] == [
        {"municipality": "Egeholm", "informant_type": "kvinde", "transcripts": 2, "drawn": 2},
        {"municipality": "Nordvig", "informant_type": "kvinde", "transcripts": 2, "drawn": 0},
    ]
    assert plan["words"] == {"AML": 12, "BKH": 12}
    assert client.post("rounds", json=wanted).status_code == 201
    assert client.post("rounds", json=wanted).status_code == 422
    shown = client.get("rounds/Prøve").json()
    assert [(one["name"], one["reader"]) for one in shown["assignments"]].count(("a", "BKH")) == 1
    given = {"transcript": "a", "reader": "TBS"}
    assert client.post("rounds/Prøve/assignments", json=given).status_code == 201
    assert client.delete("rounds/Prøve/assignments", params=given).status_code == 200
    assert client.post("rounds/Prøve/close", json={}).status_code == 409
    assert client.post("rounds/Prøve/close", json={"early": True}).json()["closed_by"] == "LED"
    assert client.get("rounds/Findes ikke").status_code == 404


def test_a_reader_says_in_the_api_that_a_transcript_is_done(project: Project) -> None:
    project.open_round("Prøve", ["AML", "BKH"], of=["a"], coder="LED")
    client = a_client(project, coder="BKH")
    assert client.put("rounds/done", json={"transcript": "a"}).json()["done"]
    assert not client.put("rounds/done", json={"transcript": "a", "done": False}).json()["done"]
    assert client.put("rounds/done", json={"transcript": "b"}).status_code == 404
