"""Two tabs, two coders, another program: nobody loses anything."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from icmo.models import Coding
from icmo.project import Project
from tests.web.browser import Site
from tests.web.desk import Desk
from tests.web.invented import BUS, CHILDREN, EVERYDAY, GUIDANCE, NEEDS, OVERVIEW, WEEK

MINE = "øvede vi bussen"


@pytest.fixture
def coding(site: Site) -> Coding:
    return site.project.code("egeholm", EVERYDAY, quote=MINE, coder="AML")


@pytest.fixture
def first(page: Page, site: Site, coding: Coding) -> Desk:
    return Desk(page, site)


@pytest.fixture
def other_tab(page: Page) -> Iterator[Page]:
    with page.context.new_page() as other:
        yield other


@pytest.fixture
def second(other_tab: Page, site: Site, coding: Coding) -> Desk:
    """A tab that does not hear what is done elsewhere."""
    other_tab.route("**/state*", lambda route: route.abort())
    return Desk(other_tab, site)


def _widen(desk: Desk, coding: Coding) -> None:
    desk.pick(coding)
    desk.press("e", "ArrowRight", "ArrowRight", "Enter")
    desk.says("The segment has new edges.")


# --- Conflicts ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("keys", [("Delete",), ("e", "ArrowLeft", "ArrowLeft", "Enter")], ids=["delete", "resize"])
def test_a_change_that_another_tab_has_overtaken_is_refused_in_words_and_shows_what_stands(
    first: Desk, second: Desk, site: Site, coding: Coding, keys: tuple[str, ...]
) -> None:
    second.pick(coding)
    _widen(first, coding)
    second.press(*keys)
    second.says("AML has changed this since you read it")
    second.says("make your change again if it is still needed")
    assert site.made() == [(EVERYDAY, f"{MINE} sammen")]
    second.is_on(f"{MINE} sammen")


def test_after_a_refusal_the_change_can_be_made_again(first: Desk, second: Desk, site: Site, coding: Coding) -> None:
    second.pick(coding)
    _widen(first, coding)
    second.press("Delete")
    second.says("has changed this")
    second.press("Delete")
    second.says("Taken away")
    assert site.made() == []


def test_a_coding_that_another_tab_took_away_cannot_be_changed_and_goes(
    first: Desk, second: Desk, site: Site, coding: Coding
) -> None:
    second.pick(coding)
    first.pick(coding)
    first.press("Delete")
    first.says("Taken away")
    second.press("e", "ArrowRight", "Enter")
    expect(second.message).to_have_class(re.compile("fault"))
    expect(second.stripe(coding)).to_have_count(0)
    assert site.made() == []


def test_a_card_that_another_tab_has_overtaken_keeps_what_was_written_in_it(
    first: Desk, second: Desk, site: Site, coding: Coding
) -> None:
    site.project.configure([("M", coding.guid)], coder="AML", statement="Som den var.")
    for desk in (first, second):
        desk.open()
        desk.tab("configurations").locator(".configuration .go").click()
    for desk, statement in ((first, "Den førstes."), (second, "Den andens.")):
        desk.field("statement").fill(statement)
        desk.press("Control+Enter")
    second.says("AML has changed this since you read it")
    expect(second.card).to_be_visible()
    expect(second.field("statement")).to_have_value("Den andens.")
    assert [one.statement for one in site.project.material().configurations] == ["Den førstes."]


# --- Keeping in step ------------------------------------------------------------------------------------


def test_tabs_that_do_not_hear_of_each_other_lose_no_coding(first: Desk, second: Desk, site: Site) -> None:
    for desk, quote, asked in (
        (first, BUS, "guidance in"),
        (second, WEEK, "overview of"),
        (first, CHILDREN, "the citizen"),
    ):
        desk.go(quote)
        desk.code_by_search(asked)
    assert site.made() == [(GUIDANCE, BUS), (EVERYDAY, MINE), (OVERVIEW, WEEK), (NEEDS, CHILDREN)]


def test_a_tab_shows_at_once_what_is_done_in_the_other(first: Desk, other_tab: Page, site: Site) -> None:
    other_tab.add_init_script("setInterval = () => 0")
    other = Desk(other_tab, site)
    first.go(WEEK)
    first.code_by_search("overview of")
    expect(other.page.locator(".stripe.ink-O:not(.suggested)")).to_have_count(1)


def test_what_another_program_does_appears_by_itself(desk: Desk, place: Path) -> None:
    with Project.open(place) as elsewhere:
        theirs = elsewhere.code("egeholm", GUIDANCE, quote=BUS, coder="TBS")
        expect(desk.stripe(theirs)).to_be_visible()
        elsewhere.uncode(theirs.guid, coder="TBS")
        expect(desk.stripe(theirs)).to_have_count(0)


def test_what_was_chosen_stays_chosen_when_others_work(first: Desk, site: Site, coding: Coding) -> None:
    first.pick(coding)
    theirs = site.project.code("egeholm", GUIDANCE, quote=BUS, coder="TBS")
    first.come_back()
    expect(first.stripe(theirs)).to_be_visible()
    expect(first.picked()).to_contain_text("Mastery of everyday life")


def test_without_a_server_the_page_says_so_and_goes_on_when_it_is_back(desk: Desk, page: Page, site: Site) -> None:
    page.route("**/api/**", lambda route: route.abort())
    desk.go(BUS)
    desk.ask("mastery")
    desk.says("The server does not answer.")
    page.unroute("**/api/**")
    desk.code_by_search("mastery")
    assert site.made() == [(EVERYDAY, BUS)]


def test_a_transcript_that_was_taken_back_elsewhere_is_told_of_and_not_asked_for_again(desk: Desk, site: Site) -> None:
    asked: list[str] = []
    desk.page.on("request", lambda request: asked.append(request.url))
    for coder in ("TBS", "AML", "AML"):
        site.project.undo(coder)
    desk.come_back()
    desk.says("There is no transcript")
    assert sum(url.endswith("/marks") for url in asked) == 1
