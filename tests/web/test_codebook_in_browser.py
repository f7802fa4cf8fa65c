"""The code book changed in the browser: what a change does is shown before it is done."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.web.browser import Site
from tests.web.desk import Desk
from tests.web.invented import BUS, CHILDREN, EVERYDAY, SOLVING


@pytest.fixture
def book(page: Page, site: Site) -> Page:
    """The page of the code book; one of its codes has two codings."""
    for quote in (BUS, CHILDREN):
        site.project.code("egeholm", EVERYDAY, quote=quote, coder="AML")
    page.goto(f"{site.address}/codebook")
    return page


def _begin(book: Page, code: str, button: str) -> Locator:
    row = book.locator(f'[data-code="{code}"]')
    row.locator("summary").first.click()
    row.get_by_role("button", name=button, exact=True).click()
    return book.get_by_role("dialog")


def _do(dialog: Locator) -> None:
    with dialog.page.expect_event("load"):
        dialog.get_by_role("button", name="Do it").click()


def test_a_new_code_is_added_and_can_be_applied(book: Page, site: Site) -> None:
    book.get_by_text("New code").click()
    form = book.locator("#new-code")
    form.get_by_label("Label", exact=True).fill("Blå bog 📘")
    form.get_by_label("Kind").select_option("outcome")
    with book.expect_event("load"):
        form.get_by_role("button", name="Add").click()
    expect(book.get_by_role("heading", name="Blå bog 📘")).to_be_visible()
    desk = Desk(book, site)
    desk.go(CHILDREN)
    desk.code_by_search("blå bog")
    assert ("blaa-bog", CHILDREN) in site.made()


def test_what_a_merge_does_is_shown_before_it_is_done(book: Page, site: Site) -> None:
    dialog = _begin(book, EVERYDAY, "Merge")
    dialog.get_by_label("Goes over to").select_option(SOLVING)
    dialog.get_by_role("button", name="Show what it does").click()
    expect(dialog.locator("#effect")).to_contain_text("Mastery of everyday life: 2 codings")
    assert site.made() == [(EVERYDAY, BUS), (EVERYDAY, CHILDREN)]
    _do(dialog)
    expect(book.locator(f'[data-code="{SOLVING}"] h3 .n')).to_have_text("2")
    assert site.made() == [(SOLVING, BUS), (SOLVING, CHILDREN)]
    assert EVERYDAY not in site.project.codebook


def test_a_split_gives_the_codings_that_are_named_to_the_narrower_codes(book: Page, site: Site) -> None:
    dialog = _begin(book, EVERYDAY, "Split")
    dialog.get_by_label("Narrower codes").fill("Transport\nMorgener")
    dialog.get_by_role("listitem").filter(has_text=BUS).get_by_role("combobox").select_option("Transport")
    _do(dialog)
    assert site.made() == [("transport", BUS), (EVERYDAY, CHILDREN)]
    assert site.project.codebook["morgener"].parent == EVERYDAY


def test_a_code_gets_another_definition_and_undo_gives_it_back(book: Page, site: Site) -> None:
    before = site.project.codebook[EVERYDAY].definition.da
    dialog = _begin(book, EVERYDAY, "Change")
    dialog.get_by_label("Definition", exact=True).fill("At få hverdagen til at hænge sammen.")
    _do(dialog)
    assert site.project.codebook[EVERYDAY].definition.da == "At få hverdagen til at hænge sammen."
    with book.expect_event("load"):
        book.keyboard.press("Control+z")
    assert site.project.codebook[EVERYDAY].definition.da == before


def test_a_retired_code_keeps_its_codings_and_is_offered_no_more(book: Page, site: Site) -> None:
    _do(_begin(book, EVERYDAY, "Retire"))
    assert site.made() == [(EVERYDAY, BUS), (EVERYDAY, CHILDREN)]
    desk = Desk(book, site)
    expect(desk.row(EVERYDAY)).to_have_count(0)
    desk.press("c")
    desk.write("mastery")
    expect(book.locator("#choices")).to_contain_text("No code is called that.")


def test_a_change_that_cannot_be_is_told_in_the_dialog(book: Page, site: Site) -> None:
    dialog = _begin(book, EVERYDAY, "Merge")
    dialog.get_by_label("Goes over to").select_option(EVERYDAY)
    dialog.get_by_role("button", name="Do it").click()
    expect(dialog.get_by_role("alert")).not_to_be_empty()
    expect(dialog).to_be_visible()
    assert EVERYDAY in site.project.codebook


def test_the_filter_leaves_the_codes_that_are_asked_for(book: Page) -> None:
    book.get_by_label("Filter").fill("mastery of")
    expect(book.locator("[data-code]:visible")).to_have_count(1)
