"""Memos in the browser: written where one is, listed in one place, each with its way back."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from icmo.models import About, MemoKind
from tests.web.browser import Site
from tests.web.desk import Desk
from tests.web.invented import BUS, EVERYDAY

WORDS = "Er det øvelsen eller turen? 🤔"


def _write(desk: Desk, kind: str) -> None:
    form = desk.page.locator("#memo-form")
    expect(form.get_by_label("Text")).to_be_focused()
    desk.write(WORDS)
    form.get_by_label("Kind").select_option(kind)
    desk.press("Control+Enter")
    desk.says("The memo is saved.")


def test_m_writes_a_memo_on_the_chosen_coding_and_the_list_leads_back_to_it(page: Page, site: Site) -> None:
    coding = site.project.code("egeholm", EVERYDAY, quote=BUS, coder="AML")
    desk = Desk(page, site)
    desk.pick(coding)
    desk.press("m")
    _write(desk, "retroduktion")
    [memo] = site.project.memos()
    assert (memo.kind, memo.about, memo.subject, memo.text) == (
        MemoKind.RETRODUCTION,
        About.CODING,
        coding.guid,
        WORDS,
    )
    page.goto(f"{site.address}/memos")
    expect(page.get_by_role("main")).to_contain_text(WORDS)
    page.get_by_role("link", name=BUS).click()
    desk.is_on(BUS)
    expect(desk.picked()).to_contain_text("Mastery of everyday life")


def test_m_without_a_coding_writes_a_memo_on_the_segment(desk: Desk, page: Page, site: Site) -> None:
    desk.go(BUS)
    desk.press("m")
    _write(desk, "proces")
    [memo] = site.project.memos()
    assert (memo.about, (memo.start, memo.end)) == (About.SEGMENT, site.span(BUS))
    page.goto(f"{site.address}/memos")
    page.get_by_role("link", name=BUS).click()
    desk.is_on(BUS)


def test_a_memo_on_the_transcript_is_written_by_its_button(desk: Desk, site: Site) -> None:
    desk.tab("memos").get_by_role("button", name="Memo on the transcript").click()
    _write(desk, "teori")
    [memo] = site.project.memos()
    assert (memo.kind, memo.about, memo.subject) == (MemoKind.THEORY, About.TRANSCRIPT, desk.transcript.guid)


def test_a_memo_on_a_code_is_written_in_the_code_book(page: Page, site: Site) -> None:
    page.goto(f"{site.address}/codebook#{EVERYDAY}")
    code = page.locator(f'[data-code="{EVERYDAY}"]')
    code.locator("summary").first.click()
    code.get_by_role("button", name="Memo").click()
    page.get_by_role("dialog").get_by_role("textbox", name="Text").fill(WORDS)
    page.get_by_role("dialog").get_by_role("button", name="Do it").click()
    page.get_by_role("dialog").wait_for(state="hidden")
    page.goto(f"{site.address}/memos")
    page.get_by_role("main").get_by_role("link", name="Mastery of everyday life").click()
    expect(page).to_have_url(f"{site.address}/codebook#{EVERYDAY}")


@pytest.fixture
def one_memo(page: Page, site: Site) -> Page:
    """The list of memos, with one."""
    site.project.add_memo("sprog", "Som den var.", about="project", coder="AML")
    page.goto(f"{site.address}/memos")
    return page


def test_a_memo_is_changed_and_deleted_in_the_list_and_ctrl_z_brings_it_back(one_memo: Page, site: Site) -> None:
    one_memo.get_by_text("Edit").click()
    one_memo.locator("form.edit").get_by_label("Text").fill(WORDS)
    with one_memo.expect_event("load"):
        one_memo.locator("form.edit").get_by_role("button", name="Save").click()
    expect(one_memo.locator(".said-memo")).to_have_text(WORDS)
    one_memo.get_by_text("Edit").click()
    with one_memo.expect_event("load"):
        one_memo.get_by_role("button", name="Delete").click()
    expect(one_memo.locator(".said-memo")).to_have_count(0)
    assert site.project.memos() == ()
    one_memo.keyboard.press("Control+z")
    expect(one_memo.locator(".said-memo")).to_have_text(WORDS)


def test_memos_are_listed_by_kind(one_memo: Page) -> None:
    for kind, shown in (("teori", 0), ("sprog", 1)):
        one_memo.locator("form").get_by_label("Kind").first.select_option(kind)
        with one_memo.expect_event("load"):
            one_memo.get_by_role("button", name="Show").click()
        expect(one_memo.locator(".said-memo")).to_have_count(shown)
