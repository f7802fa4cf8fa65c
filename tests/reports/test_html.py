"""The page is read back, by a parser and in a browser: all that the report says is there, and nothing else comes in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from playwright.sync_api import Browser, Page, sync_playwright

from icmo.documents.model import (
    Block,
    Cell,
    Heading,
    Quotes,
    Report,
    Run,
    Table,
    bullets,
    cell,
    line,
    paragraph,
    references,
    row,
)
from icmo.reports.html import render
from icmo.reports.words import clean
from tests.reports.specimen import BARS, a_figure, a_quote, a_report

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
HOSTILE = "</script><script>alert(1)</script> & \"'\x00\x1b\ud800 <img src=x onerror=alert(2)> 😀"
TABLE = [
    ["Indsats", "Kommuner", "Citater", "Belæg"],
    ["Jobcafé", "4", "11", "4\xa0af 6 kommuner [1–3]|hæmmende: 2"],
    ["Motion & <ro>", "1", "1,200", "1\xa0af 6 kommuner"],
    ["Ingen", "0", "–", "ingen belæg"],
]


def parsed(report: Report, *, static: bool = True, limit: int | None = None) -> Any:
    return html.document_fromstring(render(report, static=static, limit=limit))


def saying(*blocks: Block, quotes: int = 3, **fields: Any) -> Report:
    made = tuple(a_quote(number, f"Ord {number}") for number in range(1, quotes + 1))
    return Report("k", "Titel", "", "en", blocks, made, **fields)


def cells_of(table: Any) -> list[list[str]]:
    """What stands in each cell; entries of a list apart from each other by ``|``."""
    rows = table.xpath(".//tr")
    return [["|".join(words(part) for part in one.xpath(".//li") or [one]) for one in row] for row in rows]


def words(element: Any) -> str:
    return str(element.text_content())


@pytest.fixture(scope="module")
def specimen() -> Any:
    return parsed(a_report())


# --- What it says ----------------------------------------------------------------------------------------


def test_every_table_says_what_the_report_says(specimen: Any) -> None:
    tables = specimen.xpath("//table")
    captions = [words(table.xpath("caption/span")[0]).split(" ", 1)[1] for table in tables]
    assert captions == [
        "1. Indsatser med belæg",
        "2. Andele efter kommune i tal",
        "3. Nyt med hvert interview i tal",
        "4. Citater efter målgruppe i tal",
        "5. Den teoretiske model i tal",
    ]
    noted = [[[*row[:3], re.sub("kommuner[2-6]$", "kommuner", row[3])] for row in cells_of(table)] for table in tables]
    assert noted == [TABLE] * 5


def test_numbers_and_their_headers_stand_to_the_right_and_lists_do_not() -> None:
    listed = Cell((line("4"), line("få")), listed=True, value=4)
    page = parsed(saying(Table("t", "T", "om", ("A", "B", "C"), (row("r", 7, listed),))))
    assert [one.get("class") for one in page.xpath("//th[@scope='col'] | //td")] == [
        None,
        "number",
        None,
        "number",
        None,
    ]


def test_the_text_stands_in_its_order(specimen: Any) -> None:
    said = words(specimen.xpath("//main")[0]).replace("\xa0", " ")
    order = [
        "Prøve på en rapport: Flere på vej",
        "Opdigtet fra ende til anden",
        "Hvor ordet fremmer står, er 33 pct. af 6 kommuner nok. Se metoden.",
        "UDKAST: ingen har godkendt det.",
        "En indledning.",
        "2. ”Hun troede på det” (medarbejdergruppe, Egeholm)",
        "Kvindeperspektiv",
        "To kvinder siger det samme.",
        "3. ”Jeg fik ro” (deltager, Åmose)",
        "12 transskriptioner.",
        "Først",
        "Med småt.",
        "”=Vi øvede <b>bussen</b> & toget 😀” (medarbejdergruppe, Egeholm) egeholm-gruppe",
    ]
    places = [said.find(one) for one in order]
    assert -1 not in places
    assert places == sorted(places)


def test_headings_are_in_order_and_stand_in_the_contents(specimen: Any) -> None:
    body = specimen.xpath("//div[@id='content']")[0]
    headings = [(one.tag, words(one)) for one in body.xpath(".//h2 | .//h3") if one.get("id") != "notes"]
    assert [tag for tag, _text in headings] == ["h2", "h3", "h2", "h2", "h2"]
    assert [words(one) for one in specimen.xpath("//nav//a")] == [text for _tag, text in headings]
    assert len(specimen.xpath("//h1")) == 1


def test_every_link_leads_somewhere_and_every_id_is_there_once(specimen: Any) -> None:
    ids = specimen.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {one.removeprefix("#") for one in specimen.xpath("//a/@href")} <= set(ids)


def test_a_reference_leads_to_its_quote_and_the_quote_back_by_name(specimen: Any) -> None:
    [reference] = specimen.xpath("//tr[th='Jobcafé'][ancestor::table[1]//span[@id='table-1']]//a")
    assert (words(reference), reference.get("href")) == ("1–3", "#citat-1")
    for number, names in ((1, ["↩ Jobcafé", "↩ Kvindernes blik"]), (2, ["↩ Jobcafé", "↩ Kvindernes blik"])):
        back = specimen.xpath(f"//li[@id='citat-{number}']//a")
        assert [words(one) for one in back] == names
        assert back[0].get("href") == f"#{reference.get('id')}"
    third = [words(one) for one in specimen.xpath("//li[@id='citat-3']//a")]
    assert "↩ Kvindeperspektiv" in third


def test_a_footnote_is_a_link_to_its_words_and_they_lead_back(specimen: Any) -> None:
    signs, notes = specimen.xpath("//sup/a[@role='doc-noteref']"), specimen.xpath("//section[@role='doc-endnotes']//li")
    assert len(signs) == len(notes) == 6
    assert signs[0].get("href") == f"#{notes[0].get('id')}"
    assert words(notes[0]).startswith("Åmose: citat 3 ")
    assert all(words(note).startswith("Egeholm: citat 3 ") for note in notes[1:])
    assert notes[0].xpath("a[@role='doc-backlink']/@href") == [f"#{signs[0].get('id')}"]
    assert notes[0].xpath("a/@href")[0] == "#citat-3"


def test_a_quote_that_only_stands_in_the_text_is_what_references_lead_to() -> None:
    page = parsed(saying(Heading(2, "Øvelse"), Quotes((2,)), paragraph("Se ", references([2]), ".")))
    assert page.xpath("//blockquote/@id") == ["citat-2"]
    assert page.xpath("//p[starts-with(., 'Se')]/a/@href") == ["#citat-2"]
    assert [words(one) for one in page.xpath("//blockquote//a")] == ["↩ Øvelse"]


def test_a_quote_that_is_printed_twice_in_lists_has_one_place() -> None:
    page = parsed(saying(Quotes((1, 2), places=True), Quotes((2, 3), places=True)))
    assert page.xpath("//li/@id") == ["citat-1", "citat-2", "citat-3"]
    assert page.xpath("//li/@value") == ["1", "2", "2", "3"]


@pytest.mark.parametrize(
    ("words_", "shown"),
    [(line(Run("her", anchor="ukendt")), "her"), (references([9]), "9")],
    ids=["to_a_heading_that_is_not_there", "to_a_quote_that_is_not_printed"],
)
def test_a_link_to_nothing_is_just_its_words(words_: Any, shown: str) -> None:
    page = parsed(saying(paragraph(words_)))
    assert [words(one) for one in page.xpath("//div[@id='content']//p")] == [shown]
    assert not page.xpath("//div[@id='content']//a")


def test_headings_of_one_name_keep_apart_and_links_lead_to_the_first() -> None:
    page = parsed(saying(Heading(2, "A", "x y"), Heading(2, "B", "x y"), paragraph(Run("se", anchor="x y"))))
    one, other = page.xpath("//h2/@id")
    assert one != other
    assert page.xpath("//p/a/@href") == [f"#{one}"]


def test_a_limit_prints_the_first_quotes_and_says_how_many_are_left_out() -> None:
    report = saying(paragraph(references([1, 3])), Quotes(tuple(range(1, 1301)), places=True), quotes=1300)
    page = parsed(report, limit=2)
    assert [words(one) for one in page.xpath("//div[@id='content']/p")] == ["1, 3", "… and 1,298 more"]
    assert page.xpath("//ol/li/@id") == ["citat-1", "citat-2"]
    assert page.xpath("//div[@id='content']/p/a/@href") == ["#citat-1"]


def test_a_report_of_nothing_is_a_page_with_its_title() -> None:
    page = parsed(saying(quotes=0, contents=True))
    assert words(page.xpath("//h1")[0]) == "Titel"
    assert not page.xpath("//nav")


# --- What it is made of ----------------------------------------------------------------------------------


def test_tables_have_header_cells_and_no_merged_or_empty_ones(specimen: Any) -> None:
    assert set(specimen.xpath("//thead//th/@scope")) == {"col"}
    assert set(specimen.xpath("//tbody//th/@scope")) == {"row"}
    assert len(specimen.xpath("//tbody//th")) == len(specimen.xpath("//tbody/tr"))
    assert not specimen.xpath("//*[@colspan or @rowspan]")
    assert all(words(one).strip() for one in specimen.xpath("//td | //th"))


def test_the_page_has_its_language_and_title_and_a_way_past_the_contents(specimen: Any) -> None:
    assert specimen.get("lang") == "da"
    assert specimen.xpath("string(//title)") == "Prøve på en rapport: Flere på vej"
    assert specimen.xpath("//body/a[1]/@href") == ["#content"]


def test_a_static_page_has_drawings_with_names_and_neither_scripts_nor_style_attributes(specimen: Any) -> None:
    assert not specimen.xpath("//script | //@style | //style[ancestor::body] | //@onclick")
    assert [one.get("aria-label") for one in specimen.xpath("//figure//*[local-name() = 'svg']")] == [
        f"{caption}: søjler for to kommuner."
        for caption in (
            *("Andele efter kommune", "Nyt med hvert interview"),
            *("Citater efter målgruppe", "Den teoretiske model"),
        )
    ]


@pytest.mark.parametrize("static", [True, False], ids=["static", "drawn_by_scripts"])
def test_the_page_names_no_address_and_its_policy_lets_nothing_be_fetched(static: bool) -> None:
    page = parsed(a_report(), static=static)
    [policy] = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'; ")
    for element in page.xpath("//script"):
        element.text = ""
    assert "http" not in html.tostring(page, encoding="unicode").replace("http-equiv", "")
    assert not page.xpath("//@src | //link | //iframe | //object")


def test_plotly_is_in_the_page_only_when_a_figure_needs_it() -> None:
    assert b"plotly" not in render(replace(a_report(), blocks=(a_report().blocks[4],))).lower()
    assert b"plotly.js v" in render(replace(a_report(), blocks=(a_figure(BARS, "A", "B"),)))


def test_hostile_words_stay_words() -> None:
    table = Table(HOSTILE, HOSTILE, HOSTILE, (HOSTILE, "B"), (row(HOSTILE, cell(HOSTILE)),))
    report = Report(
        kind="k",
        title=HOSTILE,
        subtitle=HOSTILE,
        language="en",
        blocks=(
            Heading(2, HOSTILE, HOSTILE),
            paragraph(HOSTILE, Run(HOSTILE, anchor=HOSTILE), Run("", note=line(HOSTILE))),
            bullets([HOSTILE]),
            table,
            replace(a_figure(BARS, "x", HOSTILE), alt=HOSTILE),
            Quotes((1,), places=True),
        ),
        quotes=(a_quote(1, HOSTILE, signature=HOSTILE, transcript_name=HOSTILE, coders=(HOSTILE,)),),
        contents=True,
    )
    for static in (True, False):
        page = parsed(report, static=static)
        assert not page.xpath("//img | //@onerror")
        assert len(page.xpath("//script")) == (0 if static else 3)
        assert words(page.xpath("//h1")[0]) == clean(HOSTILE)
        assert words(page.xpath("//td")[0]) == clean(HOSTILE)
        assert not re.search("[\x00-\x08\x1b\ud800]", words(page.xpath("//main")[0]))


# --- In a browser ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    from tests.web.browser import browser_path  # brings the whole web with it

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path())
        yield browser
        browser.close()


@pytest.fixture(scope="module", params=[True, False], ids=["static", "drawn_by_scripts"])
def opened(request: pytest.FixtureRequest, browser: Browser, tmp_path_factory: Any) -> Iterator[tuple[Page, list[str]]]:
    """The specimen in a browser, and what the browser complained of or asked for."""
    file = tmp_path_factory.mktemp("page") / "report.html"
    file.write_bytes(render(a_report(), static=request.param))
    page = browser.new_page(viewport={"width": 1280, "height": 720}, color_scheme="light")
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.on("request", lambda asked: told.append(asked.url) if asked.url.startswith("http") else None)
    page.goto(file.as_uri())
    if not request.param:
        page.wait_for_selector("html[data-charts]", state="attached", timeout=60_000)
    yield page, told
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(opened: tuple[Page, list[str]], scheme: Any) -> None:
    page, _told = opened
    page.emulate_media(color_scheme=scheme)
    options = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
    found = Axe().run(page, options=options).response["violations"]
    assert [
        f"{rule['id']}: {node['html'][:200]} {node['failureSummary']}" for rule in found for node in rule["nodes"]
    ] == []


@pytest.mark.parametrize("width", [1280, 640, 320])
def test_the_page_is_no_wider_than_the_screen(opened: tuple[Page, list[str]], width: int) -> None:
    page, _told = opened
    page.set_viewport_size({"width": width, "height": 600})
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_browser_complains_of_nothing_and_asks_for_nothing(opened: tuple[Page, list[str]]) -> None:
    assert opened[1] == []


def test_the_first_key_leads_past_the_contents(opened: tuple[Page, list[str]]) -> None:
    page, _told = opened
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


# --- Whatever it is given --------------------------------------------------------------------------------

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp")), min_size=1)
VALUES = st.one_of(WORDS, st.integers(-(10**12), 10**12))


@given(st.lists(st.tuples(WORDS, VALUES, VALUES), min_size=1, max_size=5))
def test_any_table_reads_back_as_it_was(rows: list[tuple[Any, ...]]) -> None:
    table = Table("t", "T", "om", ("A", "B", "C"), tuple(row(*one) for one in rows))
    shown = cells_of(parsed(saying(table)).xpath("//table")[0])[1:]
    said = [[clean(one) if isinstance(one, str) else f"{one:,}" for one in values] for values in rows]
    assert [[one.replace("\xa0", " ") for one in values] for values in shown] == [
        [one.replace("\xa0", " ") for one in values] for values in said
    ]


def test_a_page_can_be_written_and_opened_from_a_folder(tmp_path: Path) -> None:
    (tmp_path / "å.html").write_bytes(render(a_report(), static=True))
    assert html.parse(str(tmp_path / "å.html"), html.HTMLParser(encoding="utf-8")).getroot().get("lang") == "da"
