"""Suggestions in the browser: a layer of their own, decided on by key or button, counted only when accepted."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from icmo.models import Origin, Verdict
from icmo.web.learning import Standing
from tests.web import invented
from tests.web.browser import Site, log_in
from tests.web.desk import Desk
from tests.web.invented import BUS, CHILDREN, NEEDS, OUT, OVERVIEW, WEEK, WORKPLACE


def _verdicts(site: Site) -> list[tuple[str, Verdict]]:
    return [(one.code, one.verdict) for one in site.project.decisions()]


def _open_here(desk: Desk) -> str:
    return desk.page.locator("#tab-suggestions .n").inner_text()


# --- In the text ----------------------------------------------------------------------------------------


def test_a_suggestion_has_a_dashed_stripe_and_its_reasons_in_words(desk: Desk) -> None:
    expect(desk.page.locator(".stripe.suggested")).to_have_count(3)
    first = desk.tab("suggestions").locator(".suggestion").first
    expect(first).to_contain_text("Overview of everyday life")
    expect(first.locator(".reasons")).to_contain_text("selv overblik")


def test_no_suggestion_is_counted_before_it_is_accepted(desk: Desk, page: Page, site: Site) -> None:
    expect(desk.row(OVERVIEW).locator(".n")).to_have_text("")
    page.goto(f"{site.address}/search?any={OVERVIEW}")
    expect(page.locator("#hits")).to_contain_text("0 hits")
    page.goto(site.address)
    expect(page.get_by_role("main")).to_contain_text("2 codings")


def test_a_accepts_the_next_suggestion_as_a_coding_and_goes_on(desk: Desk, site: Site) -> None:
    desk.press("n")
    desk.is_on(WEEK)
    desk.press("a")
    desk.says("Accepted: Overview of everyday life.")
    desk.is_on(CHILDREN)
    assert site.made() == [(OVERVIEW, WEEK)]
    assert [one.origin for one in site.project.material().codings if one.code == OVERVIEW] == [Origin.SUGGESTION]
    expect(desk.row(OVERVIEW).locator(".n")).to_have_text("1")


def test_x_rejects_and_the_suggestion_does_not_come_back(desk: Desk, site: Site) -> None:
    desk.press("n", "x")
    desk.says("Rejected: Overview of everyday life.")
    desk.open()
    assert (_open_here(desk), site.made(), _verdicts(site)) == ("2", [], [(OVERVIEW, Verdict.REJECT)])


def test_space_skips_and_the_suggestion_stays_open(desk: Desk, site: Site) -> None:
    desk.press("n", "Space")
    desk.says("Skipped: Overview of everyday life.")
    desk.is_on(CHILDREN)
    assert (_open_here(desk), site.made(), _verdicts(site)) == ("3", [], [(OVERVIEW, Verdict.SKIP)])


def test_e_arrows_and_enter_accept_another_span(desk: Desk, site: Site) -> None:
    desk.press("n", "e", *["ArrowLeft"] * 4, "e", *["ArrowRight"] * 6, "Enter")
    desk.says("Accepted")
    assert site.made() == [(OVERVIEW, "ﬁk hun selv overblik")]
    assert _verdicts(site) == [(OVERVIEW, Verdict.ACCEPT)]


def test_u_takes_an_accepted_suggestion_back_to_the_open_ones(desk: Desk, site: Site) -> None:
    desk.press("n", "a")
    desk.says("Accepted")
    desk.press("u")
    desk.says("Undone")
    assert (_open_here(desk), site.made(), _verdicts(site)) == ("3", [], [])


def test_a_passage_that_the_coder_has_coded_so_is_suggested_no_more(page: Page, site: Site) -> None:
    site.project.code("egeholm", OVERVIEW, quote="selv overblik", coder="AML")
    desk = Desk(page, site)
    assert _open_here(desk) == "2"


def test_what_one_coder_rejects_is_open_for_the_next(desk: Desk, site: Site) -> None:
    desk.press("n", "x")
    desk.says("Rejected")
    log_in(desk.page.context, site, coder="TBS")
    desk.open()
    assert _open_here(desk) == "3"


def test_the_list_beside_the_text_accepts_by_button_the_least_certain_first(desk: Desk, site: Site) -> None:
    panel = desk.tab("suggestions")
    panel.get_by_label("Order").select_option("uncertain")
    panel.get_by_role("button", name="a accept").first.click()
    desk.says("Accepted: The citizen's needs and life situation.")
    assert site.made() == [(NEEDS, CHILDREN)]


def test_the_learner_hears_of_codings_and_decisions_and_the_page_tells_that_it_works(desk: Desk, site: Site) -> None:
    desk.go(BUS)
    desk.code_by_search("mastery")
    desk.press("n", "x")
    desk.says("Rejected")
    assert site.learner.told == [(desk.transcript.guid, "AML")] * 2
    desk.tab("suggestions")
    expect(desk.page.locator("#learner")).to_be_hidden()
    site.learner.standing = Standing(busy=True)
    desk.come_back()
    expect(desk.page.locator("#learner")).to_be_visible()


def test_suggestions_that_were_renewed_meanwhile_are_shown(desk: Desk, site: Site) -> None:
    invented.suggest(site.project, "egeholm", [(BUS, WORKPLACE, 0.9)])
    desk.come_back()
    expect(desk.page.locator("#tab-suggestions .n")).to_have_text("1")
    desk.press("n")
    desk.is_on(BUS)


# --- The queue ------------------------------------------------------------------------------------------


@pytest.fixture
def queue(page: Page, site: Site) -> Page:
    page.goto(f"{site.address}/suggestions")
    return page


def _quotes(queue: Page) -> list[str]:
    return queue.locator("#queue .quote").all_inner_texts()


def test_the_queue_begins_with_what_is_least_certain_across_transcripts(queue: Page, site: Site) -> None:
    assert _quotes(queue) == ["Vi tog os god tid", CHILDREN, OUT, WEEK]
    with queue.expect_event("load"):
        queue.get_by_role("link", name="as in the texts").click()
    assert [one for one in _quotes(queue) if one in site.transcript.text] == [WEEK, CHILDREN, OUT]


@pytest.mark.parametrize(
    ("key", "verdict", "made"),
    [("a", Verdict.ACCEPT, [(NEEDS, CHILDREN)]), ("x", Verdict.REJECT, []), ("Space", Verdict.SKIP, [])],
    ids=["accept", "reject", "skip"],
)
def test_the_queue_is_decided_by_keys(
    queue: Page, site: Site, key: str, verdict: Verdict, made: list[tuple[str, str]]
) -> None:
    queue.keyboard.press("ArrowDown")
    queue.keyboard.press(key)
    expect(queue.locator("#queue > li")).to_have_count(3)
    assert _verdicts(site) == [(NEEDS, verdict)]
    assert site.made() == made
    expect(queue.locator("#queue > li:focus")).to_contain_text(OUT)


def test_the_queue_is_emptied_by_buttons(queue: Page, site: Site) -> None:
    for left in (3, 2, 1, 0):
        queue.locator("[data-verdict=reject]").first.click()
        expect(queue.locator("#queue > li")).to_have_count(left)
    expect(queue.get_by_role("main")).to_contain_text("0 suggestions wait for your decision")
    assert len(_verdicts(site)) == 4
