"""Configurations in the browser: one gesture, a card, and everything that can be said in it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from icmo.models import Configuration, Polarity, Stance
from tests.web.browser import Site, log_in
from tests.web.desk import Desk
from tests.web.invented import BUS, CALM, CHILDREN, GUIDANCE, NEEDS, OVERVIEW, WEEK


@pytest.fixture
def coded(page: Page, site: Site) -> Desk:
    """An intervention and an outcome in one turn, and a moderator in the next."""
    for code, quote in ((GUIDANCE, BUS), (OVERVIEW, WEEK), (NEEDS, CHILDREN)):
        site.project.code("egeholm", code, quote=quote, coder="AML")
    return Desk(page, site)


def _slot(desk: Desk, role: str) -> Locator:
    return desk.card.locator(f'.slot[data-role="{role}"]')


def _roles(one: Configuration, site: Site) -> list[tuple[str, str]]:
    codings = site.project.codings_of(one)
    return [(part.role, codings[part.coding].code) for part in one.parts]


def _only(site: Site) -> Configuration:
    [one] = site.project.material().configurations
    return one


# --- One gesture ----------------------------------------------------------------------------------------


def test_g_opens_a_card_with_the_codings_of_the_selection_in_their_slots(coded: Desk) -> None:
    coded.drag_over(f"{BUS} {WEEK}")
    coded.press("g")
    expect(_slot(coded, "I")).to_contain_text("Guidance in coping with everyday life")
    expect(_slot(coded, "O")).to_contain_text("Overview of everyday life")
    expect(_slot(coded, "O").locator("q")).to_have_text(WEEK)


def test_slots_without_a_part_are_visible_and_ask(coded: Desk) -> None:
    coded.go(BUS)
    coded.press("g")
    asked = {role: _slot(coded, role).locator(".empty").all_inner_texts() for role in "ICKMO"}
    assert asked == {
        "I": [],
        "C": ["in which context?"],
        "K": ["what matters for it?"],
        "M": ["which mechanism?"],
        "O": [],
    }


def test_without_a_selection_g_takes_the_turn_under_the_cursor(coded: Desk) -> None:
    coded.go(CALM)
    coded.press("g")
    expect(coded.card.locator(".part")).to_have_count(2)
    expect(_slot(coded, "K")).to_contain_text("The citizen's needs")
    expect(_slot(coded, "M")).to_contain_text("Co-constructor")


@pytest.mark.parametrize(
    ("language", "beginning"),
    [("", "Hvis der er vejledning i hverdagsmestring"), ("en", "If there is guidance in coping with everyday life")],
    ids=["danish", "english"],
)
def test_the_sentence_is_drafted_from_the_parts(page: Page, site: Site, language: str, beginning: str) -> None:
    site.project.code("egeholm", GUIDANCE, quote=BUS, coder="AML")
    log_in(page.context, site, language=language)
    desk = Desk(page, site)
    desk.go(BUS)
    desk.press("g")
    expect(desk.field("statement")).to_have_value(re.compile(f"^{beginning}"))


# --- The card -------------------------------------------------------------------------------------------


def test_letters_put_the_chosen_coding_into_a_slot_and_ctrl_enter_saves(coded: Desk, site: Site) -> None:
    coded.drag_over(f"{BUS} {WEEK}")
    coded.press("g")
    coded.go(CHILDREN)
    coded.press("o", "k")
    expect(_slot(coded, "K")).to_contain_text("The citizen's needs")
    coded.press("Control+Enter")
    coded.says("The configuration is saved.")
    assert _roles(_only(site), site) == [("I", GUIDANCE), ("O", OVERVIEW), ("K", NEEDS)]
    expect(coded.card).to_be_hidden()


def test_a_stripe_dragged_into_a_slot_stands_there(coded: Desk, site: Site) -> None:
    coded.drag_over(f"{BUS} {WEEK}")
    coded.press("g")
    coded.page.locator(".stripe.ink-K:not(.suggested)").drag_to(_slot(coded, "C"))
    expect(_slot(coded, "C")).to_contain_text("The citizen's needs")


def test_everything_that_the_card_says_is_kept(coded: Desk, site: Site) -> None:
    theory = site.project.add_theory("T1", "Hvis vi øver, så ringer hun.", coder="AML")
    coded.open()
    coded.go(CALM)
    coded.press("g")
    _slot(coded, "M").get_by_label("resource").fill("øvelse sammen")
    _slot(coded, "M").get_by_label("reasoning").fill("jeg kan selv")
    coded.field("actor").fill("kvinden")
    coded.field("polarity").select_option("trods")
    coded.field("stance").select_option("nuancerer")
    coded.field("target_group").select_option("lavest-parathed")
    coded.field("theory").select_option(theory.guid)
    coded.field("memo").fill("Hør båndet igen 🎧")
    coded.field("statement").fill("Hvis hun må selv, så tør hun.")
    coded.press("Control+Enter")
    coded.says("The configuration is saved.")
    one = _only(site)
    assert [(part.resource, part.reasoning) for part in one.parts if part.role == "M"] == [
        ("øvelse sammen", "jeg kan selv")
    ]
    assert (one.actor, one.polarity, one.stance) == ("kvinden", Polarity.DESPITE, Stance.REFINES)
    assert (one.target_group, one.theory) == ("lavest-parathed", theory.guid)
    assert (one.statement, one.memo) == ("Hvis hun må selv, så tør hun.", "Hør båndet igen 🎧")


def test_a_sentence_that_was_written_is_not_drafted_over(coded: Desk) -> None:
    coded.go(BUS)
    coded.press("g")
    coded.field("statement").fill("Mine ord.")
    with coded.page.expect_response("**/configurations/draft") as _answer:
        coded.card.get_by_role("button", name="Draft anew").click()
    expect(coded.field("statement")).not_to_have_value("Mine ord.")
    coded.field("statement").fill("Mine ord.")
    coded.field("polarity").select_option("hæmmer")
    coded.card.locator(".part select").first.select_option("C")
    expect(_slot(coded, "C").locator(".part")).to_have_count(1)
    expect(coded.field("statement")).to_have_value("Mine ord.")


def test_a_saved_configuration_is_opened_changed_and_taken_apart(coded: Desk, site: Site) -> None:
    guids = [one.guid for one in site.project.material().codings if one.code in (GUIDANCE, OVERVIEW)]
    site.project.configure([("I", guids[0]), ("O", guids[1])], coder="AML", statement="Som den var.")
    coded.open()
    panel = coded.tab("configurations")
    panel.locator(".configuration .go").click()
    coded.field("statement").fill("Som den blev.")
    coded.press("Control+Enter")
    coded.says("The configuration is saved.")
    assert _only(site).statement == "Som den blev."
    panel.locator(".configuration .go").click()
    panel.get_by_role("button", name="Take apart").click()
    coded.says("The configuration is taken apart; its codings stay.")
    assert site.project.material().configurations == ()
    assert len(site.made()) == 3


def test_a_card_without_parts_is_not_saved(coded: Desk, site: Site) -> None:
    coded.press("k", "g", "Control+Enter")
    coded.says("A configuration needs at least one part.")
    assert site.project.material().configurations == ()


# --- The list of all ------------------------------------------------------------------------------------


@pytest.fixture
def two(site: Site, page: Page) -> Page:
    """The page of the configurations, with two of them."""
    guids = [
        site.project.code("egeholm", code, quote=q, coder="AML").guid
        for code, q in ((OVERVIEW, WEEK), (NEEDS, CHILDREN))
    ]
    site.project.configure([("O", guids[0])], coder="AML", statement="Den første.")
    site.project.configure([("K", guids[1])], coder="AML", statement="Den anden.")
    page.goto(f"{site.address}/configurations")
    for box in page.get_by_role("checkbox").all():
        box.check()
    return page


def test_two_that_are_ticked_become_one(two: Page, site: Site) -> None:
    two.get_by_role("button", name="Make one of them").click()
    expect(two.get_by_role("checkbox")).to_have_count(1)
    assert _roles(_only(site), site) == [("O", OVERVIEW), ("K", NEEDS)]


def test_two_that_are_ticked_are_linked(two: Page, site: Site) -> None:
    two.get_by_role("button", name="Link").click()
    expect(two.get_by_text("Its outcome is the context of")).to_be_visible()
    [link] = site.project.material().links
    statements = {one.guid: one.statement for one in site.project.material().configurations}
    assert (statements[link.earlier], statements[link.later]) == ("Den første.", "Den anden.")


def test_a_quote_of_a_configuration_opens_in_the_text(two: Page, site: Site) -> None:
    two.locator(".quote").first.click(position={"x": 60, "y": 8})
    expect(two.locator("#line-here q")).to_have_text(WEEK)
    expect(two.locator(".chip.picked")).to_contain_text("Overview of everyday life")
