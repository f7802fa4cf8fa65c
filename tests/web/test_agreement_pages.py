"""The pages on agreement without a browser: the numbers and where they lead, the list of decisions, the passage."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html

from icmo.agreement.disagreements import disagreements
from icmo.project import Project
from icmo.web.passage import passage
from tests.factories import a_coding, a_material, a_transcript
from tests.web import disputed
from tests.web.clients import ADDRESS, TestClient, a_client


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with disputed.make(tmp_path, passages=6) as made:
        yield made


@pytest.fixture
def client(project: Project) -> TestClient:
    return a_client(project)


def _page(client: TestClient, address: str, status: int = 200) -> html.HtmlElement:
    answer = client.get(f"{ADDRESS}{address}")
    assert answer.status_code == status, answer.text
    return html.fromstring(answer.text)


def _table(page: html.HtmlElement) -> list[list[str]]:
    rows = page.xpath("//table[contains(@class, 'agreement')]/tbody/tr")
    return [[" ".join(cell.text_content().split()) for cell in row.xpath("th|td")] for row in rows]


def _said(page: html.HtmlElement) -> str:
    return " ".join(page.text_content().split())


# --- The numbers ----------------------------------------------------------------------------------------


def test_a_code_has_its_numbers_and_words_for_them(client: TestClient) -> None:
    rows = {row[0]: row[1:] for row in _table(_page(client, "/agreement"))}
    # AML alone has “tro”, in four turns of sixty: α = 1 − 119 · 8 / (2 · 4 · 116)
    assert rows["M Tro in English"] == ["-0.03", "low few units", "0.93", "0.00", "3%", "4", "0", "4"]
    assert rows["O Ro in English"] == ["1.00", "rely on it few units", "1.00", "1.00", "3%", "2", "2", "2"]


def test_the_row_of_a_code_leads_to_its_disagreements(client: TestClient) -> None:
    [link] = _page(client, "/agreement").xpath("//a[contains(@aria-label, 'Hverdag in English')]/@href")
    page = _page(client, link)
    assert "0 of 2 resolved" in _said(page)
    assert "Different codes: Hverdag in English / Tro in English" in _said(page)


@pytest.mark.parametrize(
    ("sort", "first"),
    [("code", "M Tro"), ("alpha", "M Tro"), ("agreed", "O Ro"), ("units", "M Tro"), ("kappa", "M Tro")],
)
def test_the_table_is_sorted_by_what_is_asked(client: TestClient, sort: str, first: str) -> None:
    page = _page(client, f"/agreement?sort={sort}")
    assert _table(page)[0][0].startswith(first)
    assert len(page.xpath("//th[@aria-sort]")) == 1


def test_few_transcripts_are_said_to_be_few(client: TestClient) -> None:
    assert "There are fewer than 4 transcripts: no interval is given" in _said(_page(client, "/agreement"))


def test_where_two_have_read_nothing_it_is_said_what_to_do(client: TestClient) -> None:
    page = _page(client, "/agreement?coder=AML")
    assert "There is nothing to compare yet" in _said(page)
    assert page.xpath("//section//a[@href='/rounds']")


def test_what_is_coded_blind_is_said_to_be_left_out(client: TestClient, project: Project) -> None:
    project.open_round("Prøve", ["AML", "TBS"], of=["interview"], coder="LED")
    assert "Left out while a blind round is open: 1 transcript." in _said(_page(client, "/agreement"))


def test_agreement_before_and_after_is_shown_when_something_is_decided(client: TestClient, project: Project) -> None:
    assert "Before and after consensus" not in _said(_page(client, "/agreement"))
    for one in project.disagreements():
        project.resolve(one.key, "1", coder="AML")
    page = _page(client, "/agreement")
    assert re.search(r"Over all codes α is 0\.\d\d as it was coded, and 1\.00 with what was decided", _said(page))
    assert "6 of 6 resolved" in _said(page)


@pytest.mark.parametrize(
    ("file", "first", "rows"),
    [("codes", "code,code_path,alpha", 4), ("disagreements", "transcript,start,end,difference", 6)],
)
def test_the_tables_are_files_too(client: TestClient, file: str, first: str, rows: int) -> None:
    text = client.get(f"{ADDRESS}/agreement/{file}.csv").text.removeprefix("\ufeff").replace(";", ",")
    assert text.startswith(first)
    assert len(text.splitlines()) == rows + 1
    assert client.get(f"{ADDRESS}/agreement/{file}.xlsx").content.startswith(b"PK")
    assert client.get(f"{ADDRESS}/agreement/{file}.pdf").status_code == 404


def test_the_report_can_be_exported_from_the_page(client: TestClient) -> None:
    [form] = _page(client, "/agreement").xpath("//form[@action='/reports/agreement/file']")
    assert form.xpath(".//button/@value") == [".docx", ".xlsx", ".html"]


# --- Decisions ------------------------------------------------------------------------------------------


def test_a_decision_is_listed_with_reason_people_and_rule(client: TestClient, project: Project) -> None:
    one = project.disagreements()[1]
    form = {
        "choice": "both",
        "reason": "Begge dele.",
        "present": ["AML", "TBS"],
        "guests": "Ida, Bo",
        "rule_code": "tro",
        "rule_side": "exclude",
        "rule_text": "Ikke når hun handler.",
    }
    answer = client.post(f"{ADDRESS}/agreement/meeting/{one.key}", data=form)
    assert answer.status_code == 303
    told = _said(_page(client, "/agreement/decisions"))
    assert "both: Hverdag in English, Tro in English" in told
    assert "Reason: Begge dele." in told
    assert "Rule: Tro in English, use another when: Ikke når hun handler." in told
    assert "AML, TBS, Ida, Bo" in told
    assert project.preferences("AML")["present"] == ["AML", "TBS", "Ida", "Bo"]
    page = _page(client, answer.headers["location"])
    assert page.xpath("//input[@name='present'][@checked]/@value") == ["AML", "TBS"]
    assert page.xpath("//input[@name='guests']/@value") == ["Ida, Bo"]
    assert page.xpath("//h2[@id='place']")[0].text == "Different stretches: Ro in English"


def test_a_decision_that_others_have_coded_away_is_marked_and_open_again(client: TestClient, project: Project) -> None:
    project.resolve(project.disagreements()[0].key, "1", coder="AML")
    start, _end = disputed.whole(project, 0)
    project.mark("interview", ["tro"], coder="TBS", start=start, end=start + 10)
    page = _page(client, "/agreement/decisions")
    assert "1 decision no longer stands" in _said(page)
    assert len(page.xpath("//li[contains(@class, 'stale')]")) == 1
    assert "0 of 6 resolved" in _said(page)


def test_configurations_that_rest_on_what_was_set_aside_are_named(client: TestClient, project: Project) -> None:
    one = project.disagreements()[0]
    made = project.configure([("M", one.codings[0])], coder="AML", statement="Hvis hun siger det.")
    assert "1 configuration rests on it" in _said(_page(client, "/agreement/meeting"))
    project.resolve(one.key, "2", coder="AML")
    [link] = _page(client, "/agreement/decisions").xpath("//section[@aria-labelledby='resting-title']//a")
    assert (link.text, link.get("href")) == ("Hvis hun siger det.", f"/configurations/{made.guid}")


def test_filling_the_layer_says_how_much_was_put_in(client: TestClient, project: Project) -> None:
    start, end = disputed.whole(project, 7)
    for coder in ("AML", "TBS"):
        project.mark("interview", ["job"], coder=coder, start=start, end=end)
    address = client.post(f"{ADDRESS}/agreement/fill").headers["location"]
    assert "1 coding added to the layer “konsensus”." in _said(_page(client, address))


def test_without_a_choice_nothing_is_saved_and_what_was_written_stays(client: TestClient, project: Project) -> None:
    key = project.disagreements()[0].key
    answer = client.post(f"{ADDRESS}/agreement/meeting/{key}", data={"reason": "Fordi.", "choice": "other"})
    assert answer.status_code == 422
    page = html.fromstring(answer.text)
    assert "It is not said which code stands there." in _said(page)
    assert page.xpath("//textarea[@name='reason']")[0].text == "Fordi."
    assert project.material().resolutions == ()


# --- The passage ----------------------------------------------------------------------------------------

SOURCE = a_transcript("I: Hvad så?\n\nA: En to tre fire fem.\n\nB: Ja.\n\nC: Nej.\n")


def _shown(*marks: tuple[str, str, str]) -> list[tuple[bool, list[tuple[str, tuple[int, ...]]]]]:
    codings = [a_coding(SOURCE, code, quote, coder=coder) for coder, code, quote in marks]
    elsewhere = [a_coding(SOURCE, "ro", "Nej", coder=coder) for coder in ("AML", "TBS")]
    [one] = disagreements(a_material([SOURCE], [*codings, *elsewhere]))
    return [(part.aside, [(piece.text, piece.readings) for piece in part.pieces]) for part in passage(SOURCE, one)]


def test_a_passage_is_cut_where_readings_begin_and_end_between_the_turns_around_it() -> None:
    assert _shown(("AML", "tro", "to tre"), ("TBS", "hverdag", "tre fire")) == [
        (True, [("Hvad så?", ())]),
        (False, [("En ", ()), ("to ", (1,)), ("tre", (1, 2)), (" fire", (2,)), (" fem.", ())]),
        (True, [("Ja.", ())]),
    ]


def test_each_reading_is_numbered_where_it_begins_and_where_it_ends() -> None:
    codings = [a_coding(SOURCE, "tro", "fem.\n\nB: Ja"), a_coding(SOURCE, "ro", "Nej", coder="TBS")]
    codings.append(replace(codings[1], guid="c-same", coder="AML"))
    [one] = disagreements(a_material([SOURCE], codings))
    edges = [(piece.text, piece.begins, piece.ends) for part in passage(SOURCE, one) for piece in part.pieces]
    assert edges == [
        ("Hvad så?", (), ()),
        ("En to tre fire ", (), ()),
        ("fem.", (1,), ()),
        ("Ja", (), (1,)),
        (".", (), ()),
        ("Nej.", (), ()),
    ]


def test_a_long_turn_is_cut_at_words_around_the_passage() -> None:
    source = a_transcript("A: " + "ord " * 400 + "her " + "ord " * 400 + "\n\nB: Nej.\n")
    codings = [a_coding(source, "tro", "her"), *(a_coding(source, "ro", "Nej", coder=one) for one in ("AML", "TBS"))]
    [one] = disagreements(a_material([source], codings))
    shown, _after = passage(source, one)
    assert (shown.cut_before, shown.cut_after) == (True, True)
    assert 700 < sum(len(piece.text) for piece in shown.pieces) <= 803
    assert (shown.pieces[0].text[:4], shown.pieces[-1].text[-4:]) == ("ord ", " ord")
