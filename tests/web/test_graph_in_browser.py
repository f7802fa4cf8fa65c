"""The mechanism graph in the browser: filtered, clicked, traced, drawn twice, saved. Counted by hand in compared.py."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable
from io import BytesIO, StringIO
from pathlib import Path
from urllib.parse import urlencode

import networkx as nx
import pytest
from lxml import etree
from playwright.sync_api import Locator, Page, expect

from tests.web.browser import Site
from tests.web.clients import ADDRESS, a_client
from tests.web.compared import AFTERCARE, ENERGY, PRACTISED, RESULT, SELF
from tests.web.invented import EVERYDAY, GUIDANCE, MENTORING, OVERVIEW

PRACTICE, MASTERY, SEEN = f"I:{GUIDANCE}", f"M:{EVERYDAY}", f"O:{OVERVIEW}"
GUIDED, SUMMED_UP = f"{PRACTICE}->{MASTERY}", f"{MASTERY}->{SEEN}"
LINKS = {
    (PRACTICE, MASTERY),
    (MASTERY, SEEN),
    (MASTERY, f"O:{MENTORING}"),
    (MASTERY, f"O:{ENERGY}"),
    (f"K:{AFTERCARE}", MASTERY),
}

# The middle of a line on the screen.
_MIDDLE = """line => {
  line.scrollIntoView({block: 'center', inline: 'center'});
  const {x, y} = line.getPointAtLength(line.getTotalLength() / 2).matrixTransform(line.getScreenCTM());
  return [x, y];
}"""

_IN_PLACE = """() => {
  const target = document.querySelector(':target'), page = document.documentElement;
  return !target || target.getBoundingClientRect().top <= 1 || scrollY + innerHeight >= page.scrollHeight - 1;
}"""


@pytest.fixture
def place(counted: Path, tmp_path: Path) -> Path:
    """The graph of eight municipalities, in place of the usual project."""
    return Path(shutil.copy(counted, tmp_path / "counted.icmo"))


@pytest.fixture
def see(page: Page, site: Site) -> Callable[..., Page]:
    """Open the graph, asked for something."""

    def opened(address: str = "/graph", **asked: object) -> Page:
        page.goto(f"{site.address}{address}?{urlencode(asked, doseq=True)}")
        return page

    return opened


def _follow(page: Page, what: Locator) -> None:
    """Click what leads to another page, and wait until that has been scrolled to its place."""
    with page.expect_event("load"):
        what.click()
    page.wait_for_function(_IN_PLACE)


def _links(page: Page, n: int) -> None:
    """The drawing has so many links."""
    words = "1 link" if n == 1 else f"{n} links"
    expect(page.locator("summary", has_text="The drawing as a table")).to_contain_text(f"({words})")


def _filters(page: Page) -> Locator:
    return page.locator("section", has=page.get_by_role("heading", name="Filters")).get_by_role("listitem")


# --- Filters --------------------------------------------------------------------------------------------


def test_a_filter_is_added_and_taken_away(see: Callable[..., Page]) -> None:
    page = see()
    _links(page, 5)
    page.get_by_text("Add a filter").click()
    page.get_by_label("Askelund", exact=True).check()
    _follow(page, page.get_by_role("button", name="Add: Municipalities", exact=True))
    expect(_filters(page)).to_contain_text(["municipalities: Askelund"])
    _links(page, 2)
    _follow(page, page.get_by_role("link", name="Take away: municipalities: Askelund"))
    expect(_filters(page)).to_have_count(0)
    _links(page, 5)


def test_a_filter_that_has_a_number_is_added_after_the_others(see: Callable[..., Page]) -> None:
    page = see(step="polarity=fremmer")
    page.get_by_text("Add a filter").click()
    _follow(page, page.get_by_role("button", name="Add: Links told in at least so many municipalities"))
    expect(_filters(page)).to_contain_text(["polarity: furthers", "at least 2 municipalities"])
    _links(page, 2)


def test_only_what_lies_on_the_way_from_one_node_to_another_is_kept(see: Callable[..., Page]) -> None:
    page = see()
    page.get_by_text("Add a filter").click()
    form = page.locator("form.add", has_text="Only links on the way")
    form.locator("select").first.select_option(PRACTICE)
    form.locator("select").last.select_option(SEEN)
    _follow(page, form.get_by_role("button"))
    expect(_filters(page)).to_contain_text(["paths from I:Guidance in coping with everyday life to O:Overview"])
    _links(page, 3)  # the two links of the path, and the moderator of the first


def test_the_order_of_the_filters_counts_and_can_be_changed(see: Callable[..., Page]) -> None:
    page = see(step=["min-municipalities=2", "municipality=Askelund"])
    _links(page, 2)
    _follow(page, page.get_by_role("link", name="Move up: municipalities: Askelund"))
    expect(_filters(page)).to_contain_text(["municipalities: Askelund", "at least 2 municipalities"])
    _links(page, 0)


# --- A node, a link -------------------------------------------------------------------------------------


def test_a_node_that_is_clicked_shows_its_quotes_and_these_lead_into_the_text(see: Callable[..., Page]) -> None:
    page = see()
    _follow(page, page.locator(f'a.node[data-node="O:{ENERGY}"]'))
    told = page.get_by_role("region", name="More personal energy: general wellbeing: 1 municipality")
    expect(told.get_by_role("link", name="Sådan gik det i Egelund.")).to_be_visible()
    with page.expect_event("load"):
        told.get_by_role("link", name=RESULT["Egelund"]).click(position={"x": 60, "y": 8})  # beside its quotation mark
    expect(page.locator("#line-here q")).to_have_text(RESULT["Egelund"])
    expect(page.locator(".chip.picked")).to_contain_text("More personal energy")


def test_a_link_that_is_clicked_shows_the_configurations_that_tell_it(see: Callable[..., Page]) -> None:
    page = see()
    line = page.locator(f'a.link[data-edge="{SUMMED_UP}"] .line')
    with page.expect_event("load"):
        page.mouse.click(*line.evaluate(_MIDDLE))
    told = page.get_by_role("region", name="Mastery of everyday life → Overview of everyday life: 2 municipalities")
    expect(told.locator("li > p > a")).to_have_text(["Sådan gik det i Askelund.", "Sådan gik det i Birkelund."])
    expect(told.locator("li q")).to_have_text([PRACTISED, SELF, RESULT["Askelund"]] * 2)


def test_the_quotes_can_be_closed_and_the_filters_stay(see: Callable[..., Page]) -> None:
    page = see(step="municipality=Askelund", part=MASTERY)
    _follow(page, page.get_by_role("link", name="Close"))
    expect(page.locator("#told")).to_be_hidden()
    expect(_filters(page)).to_contain_text(["municipalities: Askelund"])


def test_a_number_in_the_table_leads_to_the_quotes_of_its_link(see: Callable[..., Page]) -> None:
    page = see()
    name = "Quotes: 4 (I Guidance in coping with everyday life, M Mastery of everyday life)"
    _follow(page, page.get_by_role("link", name=name))
    expect(page.locator("#told li > p > a")).to_have_count(4)


def test_tab_reaches_a_link_of_the_drawing_and_enter_opens_it(see: Callable[..., Page]) -> None:
    page = see()
    page.get_by_role("region", name="The drawing", exact=True).focus()
    page.keyboard.press("Tab")
    focused = page.locator(".mechanism-graph a:focus")
    expect(focused).to_have_count(1)
    name = str(focused.get_attribute("aria-label"))
    with page.expect_event("load"):
        page.keyboard.press("Enter")
    expect(page.locator("#told-title")).to_have_text(name)


# --- What leads from one to another ---------------------------------------------------------------------


def _trace(page: Page, target: str) -> Locator:
    page.get_by_text("What leads from one to another?").click()
    form = page.locator('form[action="/graph#way"]')
    form.locator("[name=origin]").select_option(PRACTICE)
    form.locator("[name=target]").select_option(target)
    _follow(page, form.get_by_role("button", name="Trace"))
    return page.locator("#way")


def test_a_path_that_is_traced_says_who_tells_it_and_how_robustly(see: Callable[..., Page]) -> None:
    way = _trace(see(), SEEN)
    expect(way).to_contain_text("1 path of at most 4 steps.")
    expect(way).to_contain_text("Robustness (fremmer): 2. 2 citations would have to fall away before no path is left")
    expect(way).to_contain_text("2 transcripts tell a whole path")
    expect(way).to_contain_text("Within single transcripts: 2. hæmmer: 0, trods: 0.")
    row = way.get_by_role("row").nth(1)
    expect(row).to_contain_text("I Guidance in coping with everyday life → M Mastery of everyday life → O Overview")
    expect(row).to_contain_text("Mastery of everyday life → Overview of everyday life: 2 quotes")
    expect(row).to_contain_text("2 transcripts: ")
    expect(row.get_by_role("link", name="askelund")).to_be_visible()
    expect(row.get_by_role("link", name="birkelund")).to_be_visible()
    expect(row.get_by_role("cell").last).to_have_text("After-care and follow-up with the employer (1)")


def test_the_weakest_claim_of_a_path_leads_to_its_quotes(see: Callable[..., Page]) -> None:
    page = see()
    way = _trace(page, SEEN)
    _follow(page, way.get_by_role("link", name="Mastery of everyday life → Overview of everyday life (2)"))
    expect(page.locator("#told li > p > a")).to_have_count(2)


def test_a_path_that_no_transcript_tells_as_a_whole_says_so(see: Callable[..., Page]) -> None:
    way = _trace(see(), f"O:{MENTORING}")
    expect(way).to_contain_text("Robustness (fremmer): 1. 1 citation would have to fall away")
    expect(way).to_contain_text("none: no transcript has all its links")


def test_a_path_that_was_only_told_as_hindering_has_no_robustness_as_furthering(see: Callable[..., Page]) -> None:
    way = _trace(see(), f"O:{ENERGY}")
    expect(way).to_contain_text("Robustness (fremmer): 0. Nothing that was told leads the whole way.")
    expect(way).to_contain_text("hæmmer: 1, trods: 0.")
    expect(way.get_by_role("row").nth(1).get_by_role("link", name="egelund")).to_be_visible()


# --- Two drawings ---------------------------------------------------------------------------------------


def test_two_drawings_say_what_only_one_of_them_has(see: Callable[..., Page]) -> None:
    page = see()
    _follow(page, page.get_by_role("link", name="Compare two drawings side by side"))
    page.get_by_label("Municipalities 1").select_option("Askelund")
    page.get_by_label("Municipalities 2").select_option("Egelund")
    _follow(page, page.get_by_role("button", name="Compare"))
    expect(page.locator(".mechanism-graph")).to_have_count(2)
    here = page.get_by_role("region", name="Only in Askelund: 1 link")
    expect(here.get_by_role("listitem")).to_contain_text(["Mastery of everyday life → O Overview of everyday life"])
    there = page.get_by_role("region", name="Only in Egelund: 2 links")
    expect(there.get_by_role("listitem")).to_have_count(2)
    expect(page.get_by_role("heading", name="In both: 1 link")).to_be_visible()
    _follow(page, here.get_by_role("link", name="1 quote"))
    expect(_filters(page)).to_contain_text(["municipalities: Askelund"])
    expect(page.locator("#told li > p > a")).to_have_text(["Sådan gik det i Askelund."])


# --- Saved ----------------------------------------------------------------------------------------------


def test_filters_that_were_saved_are_listed_applied_and_forgotten(see: Callable[..., Page], site: Site) -> None:
    page = see(step=["polarity=hæmmer", "municipality=Egelund,Askelund"])
    page.get_by_label("Save the filters as").fill("Det, der hæmmer")
    _follow(page, page.get_by_role("button", name="Save", exact=True))
    see()
    _follow(page, page.get_by_role("link", name="Det, der hæmmer"))
    expect(_filters(page)).to_contain_text(["polarity: hinders", "municipalities: Egelund, Askelund"])
    _links(page, 3)
    _follow(page, page.get_by_role("button", name="Delete: Det, der hæmmer"))
    expect(page.get_by_role("link", name="Det, der hæmmer")).to_have_count(0)
    assert site.project.views() == ()


def test_the_drawing_is_saved_as_a_file_with_its_filters(see: Callable[..., Page]) -> None:
    page = see(step="municipality=Askelund")
    with page.expect_download() as download:
        page.get_by_role("link", name="graphml", exact=True).click()
    assert download.value.suggested_filename == "icmo-graph.graphml"
    assert set(nx.read_graphml(download.value.path()).edges) == {(PRACTICE, MASTERY), (MASTERY, SEEN)}


def _rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text)))


def _nodes(text: str) -> set[str]:
    """Both ends of every link, to compare tables of nodes with."""
    return {row["Id"] for row in _rows(text)}


READERS: dict[str, Callable[[str], object]] = {
    "graphml": lambda text: set(nx.read_graphml(BytesIO(text.encode())).edges),
    "gexf": lambda text: set(nx.read_gexf(BytesIO(text.encode())).edges),
    "json": lambda text: set(nx.node_link_graph(json.loads(text), edges="edges").edges),
    "cyjs": lambda text: {(e["data"]["source"], e["data"]["target"]) for e in json.loads(text)["elements"]["edges"]},
    "csv": lambda text: {(row["Source"], row["Target"]) for row in _rows(text)},
    "svg": lambda text: {
        tuple(a.get("data-edge").split("->")) for a in etree.fromstring(text).iter("{*}g") if a.get("data-edge")
    },
}


@pytest.mark.parametrize("suffix", READERS)
def test_a_file_of_the_graph_holds_every_link(suffix: str, site: Site) -> None:
    answer = a_client(site.project).get(f"{ADDRESS}/graph.{suffix}")
    assert answer.status_code == 200
    assert READERS[suffix](answer.content.decode("utf-8-sig")) == LINKS


@pytest.mark.parametrize("suffix", ["jsonld", "dot", "mmd", "nodes.csv"])
def test_a_file_of_the_graph_names_every_node(suffix: str, site: Site) -> None:
    text = a_client(site.project).get(f"{ADDRESS}/graph.{suffix}").content.decode("utf-8-sig")
    for node in {end for link in LINKS for end in link}:
        assert node in text


# --- What cannot be shown -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "status", "words"),
    [
        ({"step": "municipality=Skovby"}, 404, "The filter “municipality” knows no “Skovby”."),
        ({"step": ["zoom=0", f"path={PRACTICE},{SEEN}"]}, 422, "A path cannot be traced after a zoom"),
        ({"step": "weather=rain"}, 422, "“weather” is no filter."),
        ({"step": "municipality=Askelund", "part": f"O:{ENERGY}"}, 404, f"The graph has no “O:{ENERGY}”."),
        ({"origin": PRACTICE, "target": "O:nothing"}, 404, "No link begins or ends at “O:nothing”."),
        ({"origin": PRACTICE, "target": PRACTICE}, 422, "A path cannot begin and end at the same node"),
    ],
    ids=["unknown_municipality", "path_after_zoom", "unknown_filter", "part_filtered_away", "unknown_end", "same_ends"],
)
def test_what_cannot_be_shown_is_said_with_its_status(
    asked: dict[str, object], status: int, words: str, site: Site
) -> None:
    answer = a_client(site.project).get(f"{ADDRESS}/graph", params=asked)
    assert answer.status_code == status
    assert words in answer.text


def test_a_filter_that_finds_nothing_can_be_taken_away(see: Callable[..., Page]) -> None:
    page = see(step=["municipality=Skovby", "polarity=fremmer"])
    expect(page.get_by_role("status")).to_contain_text("knows no “Skovby”")
    _follow(page, page.get_by_role("link", name="Take away: municipalities: Skovby"))
    _links(page, 3)
