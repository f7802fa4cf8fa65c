"""Searches in the browser: every hit and every number opens in the text, and a search can be kept."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.web.browser import Site
from tests.web.desk import Desk
from tests.web.invented import CONSTRUCT


def _find(page: Page, site: Site, text: str) -> None:
    page.goto(site.address)
    page.get_by_label("Search the project").fill(text)
    with page.expect_event("load"):
        page.keyboard.press("Enter")


def test_a_hit_opens_in_the_text_at_its_words(desk: Desk, page: Page, site: Site) -> None:
    _find(page, site, "maven 😊")
    expect(page.locator("#hits")).to_contain_text("1 hit")
    page.locator(".quote mark").click()
    desk.is_on("maven 😊")


def test_a_coding_under_a_hit_is_chosen_in_the_text(desk: Desk, page: Page, site: Site) -> None:
    page.goto(f"{site.address}/search?any={CONSTRUCT}")
    page.get_by_role("link", name="Co-constructor · TBS").click()
    expect(desk.picked()).to_contain_text("Co-constructor")


def test_the_number_beside_a_code_leads_to_its_quotes(desk: Desk, page: Page) -> None:
    desk.row(CONSTRUCT).get_by_role("link").click()
    expect(page.locator("#hits")).to_contain_text("1 hit")
    expect(page.locator(".quote")).to_contain_text("Det gav mig ro i maven")


def test_a_search_that_was_saved_is_done_again_and_forgotten(page: Page, site: Site) -> None:
    _find(page, site, "bussen")
    page.get_by_label("Save the search as").fill("Bus & tog")
    with page.expect_event("load"):
        page.get_by_role("main").get_by_role("button", name="Save").click()
    page.goto(f"{site.address}/search")
    with page.expect_event("load"):
        page.get_by_role("link", name="Bus & tog").click()
    expect(page.locator("#hits")).to_contain_text("2 hits")
    page.get_by_role("button", name="Delete: Bus & tog").click()
    expect(page.get_by_role("link", name="Bus & tog")).to_have_count(0)
    assert site.project.views() == ()
