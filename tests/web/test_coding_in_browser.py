"""Codes applied in the browser, by keys and by mouse."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.web.browser import Site
from tests.web.desk import Desk
from tests.web.invented import (
    BUS,
    CALM,
    CHILDREN,
    EVERYDAY,
    HUSBAND,
    MENTOR,
    NEEDS,
    THUMB,
    WEEK,
    WORKPLACE,
)

# --- By keyboard ----------------------------------------------------------------------------------------


def test_c_a_name_and_enter_code_the_sentence_under_the_cursor(desk: Desk, site: Site) -> None:
    desk.press("j", "ArrowDown")
    desk.is_on(BUS)
    desk.code_by_search("mastery")
    desk.says("Coded: Mastery of everyday life.")
    assert site.made() == [(EVERYDAY, BUS)]


@pytest.mark.parametrize("sentence", [THUMB, HUSBAND, CALM, MENTOR], ids=["emoji", "arabic", "accents", "hebrew"])
def test_whatever_stands_in_a_sentence_exactly_that_sentence_is_coded(desk: Desk, site: Site, sentence: str) -> None:
    desk.press("k")
    while desk.line.locator("q").inner_text() != sentence:
        desk.press("ArrowDown")
    desk.code_by_search("mastery")
    assert site.made() == [(EVERYDAY, sentence)]


def test_shift_and_an_arrow_take_more_sentences_along(desk: Desk, site: Site) -> None:
    desk.press("j", "Shift+ArrowDown", "Shift+ArrowDown")
    desk.code_by_search("mastery")
    assert site.made() == [(EVERYDAY, f"{THUMB} {BUS} {WEEK}")]


def test_a_digit_applies_the_code_whose_dot_was_clicked(desk: Desk, site: Site) -> None:
    desk.row(NEEDS).locator(".pin").click()
    desk.row(EVERYDAY).locator(".pin").click()
    desk.go(BUS)
    desk.press("2")
    desk.says("Coded")
    assert site.made() == [(EVERYDAY, BUS)]


def test_pins_are_kept_for_the_coder(desk: Desk, site: Site) -> None:
    with desk.page.expect_response("**/preferences"):
        desk.row(EVERYDAY).locator(".pin").click()
    desk.open()
    expect(desk.row(EVERYDAY).locator(".pin")).to_have_text("1")
    assert site.project.preferences("AML")["pins"] == [EVERYDAY]
    assert site.project.preferences("TBS").get("pins", []) == []


def test_a_digit_without_a_code_says_so_and_codes_nothing(desk: Desk, site: Site) -> None:
    desk.press("9")
    desk.says("No code is pinned on 9.")
    assert site.made() == []


def test_ctrl_enter_applies_several_codes_to_one_segment(desk: Desk, site: Site) -> None:
    desk.go(BUS)
    desk.press("c")
    for asked, label in (("mastery", "Mastery of everyday life"), ("the citizen", "The citizen's needs")):
        desk.write(asked)
        desk.press("Control+Enter")
        desk.says(f"Coded: {label}")
    desk.press("Escape", "ArrowDown")
    desk.is_on(WEEK)
    assert sorted(site.made()) == [(NEEDS, BUS), (EVERYDAY, BUS)]


def test_q_applies_the_code_used_last(desk: Desk, site: Site) -> None:
    desk.go(BUS)
    desk.code_by_search("mastery")
    desk.go(CHILDREN)
    desk.press("q")
    expect(desk.row(EVERYDAY).locator(".n")).to_have_text("2")
    assert site.made() == [(EVERYDAY, BUS), (EVERYDAY, CHILDREN)]


def test_the_same_code_twice_on_one_segment_is_one_coding(desk: Desk, site: Site) -> None:
    desk.go(BUS)
    desk.code_by_search("mastery")
    desk.says("Coded: ")
    desk.press("q")
    desk.says("That is coded already")
    assert site.made() == [(EVERYDAY, BUS)]


# --- By mouse -------------------------------------------------------------------------------------------


def test_marked_text_gets_the_code_that_is_double_clicked(desk: Desk, site: Site) -> None:
    desk.drag_over("den første uge. Så øvede vi")
    desk.row(EVERYDAY).locator(".code").dblclick()
    desk.says("Coded")
    assert site.made() == [(EVERYDAY, "den første uge. Så øvede vi")]


def test_a_mark_that_ends_in_the_next_turn_is_coded_whole(desk: Desk, site: Site) -> None:
    text = site.transcript.text
    desk.drag_over("sammen hver")
    desk.page.keyboard.down("Shift")
    desk.page.mouse.click(*desk.end_of(HUSBAND))
    desk.page.keyboard.up("Shift")
    desk.row(EVERYDAY).locator(".code").dblclick()
    desk.says("Coded")
    assert site.made() == [(EVERYDAY, text[text.index("sammen hver") : text.index(HUSBAND) + len(HUSBAND)])]


def test_three_clicks_mark_a_turn_and_nothing_of_the_next(desk: Desk, site: Site) -> None:
    desk.page.mouse.click(*desk.end_of("sammen"), click_count=3)
    desk.row(EVERYDAY).locator(".code").dblclick()
    desk.says("Coded")
    assert site.made() == [(EVERYDAY, f"{THUMB} {BUS} {WEEK}")]


def test_a_click_on_a_stripe_chooses_its_coding(desk: Desk) -> None:
    stripe = desk.page.locator(".stripe.other")
    stripe.click()
    expect(desk.picked()).to_contain_text("Co-constructor")
    desk.is_on(CALM)


def test_a_stripe_tells_code_coder_and_day(desk: Desk) -> None:
    title = desk.page.locator(".stripe.other").get_attribute("title") or ""
    assert title.startswith("M Co-constructor · TBS · ")


def test_a_code_dragged_onto_the_text_codes_the_sentence_there(desk: Desk, site: Site) -> None:
    x, y = desk.end_of("skulle hente")
    desk.row(WORKPLACE).hover()
    desk.page.mouse.down()
    desk.page.mouse.move(x, y, steps=4)
    desk.page.mouse.up()
    desk.says("Coded")
    assert site.made() == [(WORKPLACE, CHILDREN)]


def test_marked_text_dragged_onto_a_code_gets_it(desk: Desk, site: Site) -> None:
    desk.drag_over("øvede vi bussen")
    x, y = desk.end_of("øvede")
    desk.page.mouse.move(x - 4, y)
    desk.page.mouse.down()
    desk.row(EVERYDAY).hover()
    desk.row(EVERYDAY).hover()
    desk.page.mouse.up()
    desk.says("Coded")
    assert site.made() == [(EVERYDAY, "øvede vi bussen")]


# --- In vivo --------------------------------------------------------------------------------------------


def test_v_makes_a_code_in_the_informants_own_words(desk: Desk, site: Site) -> None:
    desk.drag_over("ro i maven 😊")
    desk.press("v")
    dialog = desk.page.get_by_role("dialog")
    expect(dialog.get_by_label("Label")).to_have_value("ro i maven 😊")
    desk.write("Ro i maven")
    dialog.get_by_label("Kind").select_option("outcome")
    desk.press("Enter")
    desk.says("New code: Ro i maven.")
    assert site.made() == [("ro-i-maven", "ro i maven 😊")]
    assert site.project.codebook["ro-i-maven"].kind == "outcome"
