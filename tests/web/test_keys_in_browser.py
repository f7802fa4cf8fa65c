"""Single keys only in the text, never where somebody writes; and everything without a mouse."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.web.browser import Site
from tests.web.desk import Desk
from tests.web.invented import (
    BUS,
    EVERYDAY,
)

# --- Single keys ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("elsewhere", ["#filter", "#find", "#tab-codes", ".documents a", ".kind .code"])
def test_single_keys_act_only_while_the_text_has_the_focus(page: Page, site: Site, elsewhere: str) -> None:
    site.project.prefer("AML", pins=[EVERYDAY])
    desk = Desk(page, site)
    desk.page.locator(elsewhere).first.focus()
    desk.press("1", "c", "u")
    expect(desk.page.locator(".ask")).to_have_count(0)
    desk.page.locator("#text").focus()
    desk.press("c")
    expect(desk.page.locator(".ask")).to_have_count(1)
    assert site.made() == []


def test_single_keys_can_be_switched_off_and_stay_off(desk: Desk, site: Site) -> None:
    site.project.prefer("AML", pins=[EVERYDAY])
    with desk.page.expect_response("**/preferences"):
        desk.page.uncheck("#shortcuts")
    for _again in range(2):
        desk.page.locator("#text").focus()
        desk.press("1", "c", "ArrowDown")
        expect(desk.page.locator(".ask")).to_have_count(0)
        assert site.made() == []
        desk.open()
    expect(desk.page.locator("#shortcuts")).not_to_be_checked()


def test_what_single_keys_do_the_buttons_in_the_line_do_too(desk: Desk, page: Page, site: Site) -> None:
    page.uncheck("#shortcuts")
    desk.go(BUS)
    page.locator("#line-actions").get_by_role("button", name="c code").click()
    desk.write("mastery")
    desk.press("Enter")
    desk.says("Coded")
    page.locator("#line-actions").get_by_role("button", name="u undo").click()
    desk.says("Undone")
    assert site.made() == []


# --- Without a mouse ------------------------------------------------------------------------------------


def test_enter_on_a_code_in_the_tree_applies_it(desk: Desk, site: Site) -> None:
    desk.go(BUS)
    desk.row(EVERYDAY).locator(".code").focus()
    desk.press("Enter")
    desk.says("Coded: Mastery of everyday life.")
    assert site.made() == [(EVERYDAY, BUS)]


def test_arrows_go_from_tab_to_tab(desk: Desk) -> None:
    desk.page.focus("#tab-codes")
    for key, name in (("ArrowRight", "suggestions"), ("ArrowRight", "configurations"), ("ArrowLeft", "suggestions")):
        desk.press(key)
        expect(desk.page.locator(f"#panel-{name}")).to_be_visible()
        expect(desk.page.locator(f"#tab-{name}")).to_be_focused()
    expect(desk.page.get_by_role("tabpanel")).to_have_count(1)


def test_the_code_whose_row_has_the_focus_is_defined_beside_the_text(desk: Desk, site: Site) -> None:
    desk.row(EVERYDAY).locator(".code").focus()
    expect(desk.page.locator("#definition")).to_contain_text(site.project.codebook[EVERYDAY].definition.en)


def test_the_question_mark_opens_the_list_of_keys(desk: Desk) -> None:
    desk.press("?")
    expect(desk.page.get_by_role("heading", name="Keys in the text")).to_be_visible()


# --- Who codes ------------------------------------------------------------------------------------------


def test_codings_are_made_by_whoever_says_to_be_coding(desk: Desk, page: Page, site: Site) -> None:
    page.get_by_role("button", name="Coder: AML").click()
    page.get_by_role("dialog").get_by_label("Initials or name").fill("Åse Ø 🐟")
    with page.expect_navigation():
        desk.press("Enter")
    expect(page.get_by_role("button", name="Coder: Åse Ø 🐟")).to_be_visible()
    desk.go(BUS)
    desk.code_by_search("mastery")
    assert [one.coder for one in site.project.material().codings if one.guid not in site.before] == ["Åse Ø 🐟"]


def test_a_page_asks_who_codes_when_nobody_has_said(page: Page, site: Site) -> None:
    site.app.state.coder = ""
    page.goto(site.address)
    expect(page.get_by_role("dialog", name="Who is coding?")).to_be_visible()
