"""A transcript corrected in the browser: what it does to the codings is shown first, and none goes unseen."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from icmo.models import Coding
from tests.web.browser import Site
from tests.web.desk import Desk
from tests.web.invented import BUS, CALM, CHILDREN, CONSTRUCT, EVERYDAY, NEEDS, WEEK

TRAIN = "Så øvede vi toget sammen hver tirsdag."


@pytest.fixture
def coding(site: Site) -> Coding:
    return site.project.code("egeholm", EVERYDAY, quote=BUS, coder="AML")


@pytest.fixture
def correction(page: Page, site: Site, coding: Coding) -> Page:
    page.goto(f"{site.address}/transcripts/{site.transcript.guid}/correction")
    return page


def _replace(page: Page, before: str, after: str) -> None:
    field = page.get_by_label("The text, speakers included")
    field.fill(field.input_value().replace(before, after))
    page.get_by_role("button", name="Show what it does").click()


def _save(page: Page) -> None:
    page.get_by_role("button", name="Save the corrected text").click()


def test_the_field_holds_the_whole_text_to_the_letter(correction: Page, site: Site) -> None:
    assert correction.get_by_label("The text, speakers included").input_value() == site.transcript.text


def test_nothing_can_be_saved_before_what_it_does_was_shown(correction: Page) -> None:
    save = correction.get_by_role("button", name="Save the corrected text")
    expect(save).to_be_disabled()
    _replace(correction, "bussen sammen", "toget sammen")
    expect(save).to_be_enabled()
    correction.get_by_label("The text, speakers included").press("End")
    correction.keyboard.type("!")
    expect(save).to_be_disabled()


def test_a_coding_that_gets_other_words_is_listed_before_and_after(
    correction: Page, site: Site, coding: Coding
) -> None:
    _replace(correction, "bussen sammen", "toget sammen")
    found = correction.locator("#found")
    expect(found).to_contain_text("1 codings keep their words.")
    expect(found).to_contain_text(f"{BUS}” → ”{TRAIN}")
    assert site.made() == [(EVERYDAY, BUS)]
    _save(correction)
    expect(correction.get_by_role("heading", name="Version 2")).to_be_visible()
    expect(correction.get_by_role("row", name="Mastery of everyday life")).to_contain_text(TRAIN)
    assert site.made() == [(EVERYDAY, TRAIN)]


def test_codings_after_the_correction_move_with_their_words(correction: Page, site: Site) -> None:
    _replace(correction, "den første uge", "den allerførste lange uge 👋")
    _save(correction)
    correction.wait_for_url(f"**/transcripts/{site.transcript.guid}")
    codings = {one.code: one for one in site.project.material().codings if one.transcript == site.transcript.guid}
    assert {code: site.transcript.text[one.start : one.end] for code, one in codings.items()} == {
        EVERYDAY: BUS,
        CONSTRUCT: CALM,
    }


def test_a_coding_whose_words_are_gone_goes_only_when_it_is_ticked(correction: Page, site: Site) -> None:
    _replace(correction, f" {BUS}", "")
    expect(correction.locator("#found")).to_contain_text("1 codings lose their words.")
    _save(correction)
    expect(correction.locator("#message")).to_contain_text("The words of 1 codings are gone")
    assert site.made() == [(EVERYDAY, BUS)]
    correction.get_by_label(BUS).check()
    _save(correction)
    correction.wait_for_url(f"**/transcripts/{site.transcript.guid}*")
    assert site.made() == []
    assert BUS not in site.transcript.text


def test_one_undo_brings_text_and_codings_back(correction: Page, site: Site) -> None:
    _replace(correction, f" {BUS}", "")
    correction.get_by_label(BUS).check()
    _save(correction)
    correction.wait_for_url(f"**/transcripts/{site.transcript.guid}*")
    desk = Desk(correction, site)
    with desk.page.expect_navigation():
        desk.press("u")
    assert site.made() == [(EVERYDAY, BUS)]
    desk.go(BUS)


def test_a_correction_of_a_text_that_others_have_corrected_is_refused_and_stays_in_the_field(
    correction: Page, site: Site
) -> None:
    _replace(correction, "bussen sammen", "toget sammen")
    site.project.correct("egeholm", site.transcript.text.replace(CHILDREN, "Det var ham."), coder="TBS")
    _save(correction)
    expect(correction.locator("#message")).to_contain_text("Somebody has corrected")
    assert "toget sammen" in correction.get_by_label("The text, speakers included").input_value()
    assert site.made() == [(EVERYDAY, BUS)]


def test_a_tab_where_the_text_is_being_coded_shows_the_corrected_text(desk: Desk, site: Site) -> None:
    site.project.correct("egeholm", site.transcript.text.replace("en måned", "to måneder"), coder="TBS")
    with desk.page.expect_navigation():
        desk.come_back()
    expect(desk.page.locator("#text")).to_contain_text("Efter to måneder")
    desk.go("hun selv overblik")
    desk.code_by_search("the citizen")
    assert site.made() == [(NEEDS, "hun selv overblik")]
    assert WEEK not in site.transcript.text
