"""Codings that overlap, get other edges, are taken away and brought back in the browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.web.browser import Site
from tests.web.desk import Desk
from tests.web.invented import (
    BUS,
    CALM,
    CONSTRUCT,
    DAILY,
    EVERYDAY,
    NEEDS,
    WEEK,
    WORKPLACE,
)

# --- Overlaps -------------------------------------------------------------------------------------------


@pytest.fixture
def overlapping(page: Page, site: Site) -> Desk:
    """Two codings on one sentence, the second longer, and one apart from them."""
    site.project.code("egeholm", EVERYDAY, quote=BUS, coder="AML")
    site.project.code("egeholm", NEEDS, quote=f"{BUS} {WEEK}", coder="AML")
    site.project.code("egeholm", WORKPLACE, quote=DAILY, coder="AML")
    return Desk(page, site)


def test_codings_that_overlap_have_stripes_beside_each_other(overlapping: Desk, site: Site) -> None:
    first, second, apart = (
        overlapping.stripe(one).bounding_box() for one in site.project.material().codings if one.guid not in site.before
    )
    assert first and second and apart
    assert first["x"] != second["x"]
    assert first["x"] in (apart["x"], second["x"]) or second["x"] == apart["x"]
    assert first["y"] < second["y"] + second["height"]


def test_o_chooses_one_after_the_other_of_those_that_overlap(overlapping: Desk) -> None:
    overlapping.go(BUS)
    for label in ("Mastery of everyday life", "The citizen's needs and life situation", "Mastery of everyday life"):
        overlapping.press("o")
        expect(overlapping.picked()).to_contain_text(label)


def test_dot_and_comma_go_from_coding_to_coding(overlapping: Desk) -> None:
    overlapping.press("k")
    for key, words in ((".", BUS), (".", f"{BUS} {WEEK}"), (".", CALM), (".", DAILY), (",", CALM)):
        overlapping.press(key)
        overlapping.is_on(words)


# --- Edges ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        (["e", "ArrowRight", "ArrowRight"], "øvede vi bussen sammen"),
        (["e", "ArrowLeft", "ArrowLeft"], "øvede vi"),
        (["e", "e", "ArrowLeft", "ArrowLeft"], "Så øvede vi bussen"),
        (["e", "e", "ArrowRight", "ArrowRight", "e", "e", "ArrowRight", "ArrowRight"], "vi bussen sammen"),
        (["e", "Shift+ArrowLeft"], "øvede vi busse"),
        (["e", "e", *["ArrowLeft"] * 10], "👍🏽 den første uge. Så øvede vi bussen"),
    ],
    ids=["end_out", "end_in", "start_out", "both", "by_character", "past_an_emoji"],
)
def test_o_e_arrows_and_enter_give_a_coding_other_edges(page: Page, site: Site, keys: list[str], words: str) -> None:
    made = site.project.code("egeholm", EVERYDAY, quote="øvede vi bussen", coder="AML")
    desk = Desk(page, site)
    desk.go("øvede vi bussen")
    desk.press("o", *keys, "Enter")
    desk.says("The segment has new edges.")
    assert site.made() == [(EVERYDAY, words)]
    assert (after := site.coding(made.guid)) and after.quote == words


def test_esc_leaves_the_edges_as_they_were(page: Page, site: Site) -> None:
    made = site.project.code("egeholm", EVERYDAY, quote=BUS, coder="AML")
    desk = Desk(page, site)
    desk.pick(made)
    desk.press("e", "ArrowLeft", "Escape")
    expect(desk.picked()).to_have_count(0)
    assert site.made() == [(EVERYDAY, BUS)]


# --- Taking back ----------------------------------------------------------------------------------------


def test_delete_takes_the_chosen_coding_away(page: Page, site: Site) -> None:
    made = site.project.code("egeholm", EVERYDAY, quote=BUS, coder="AML")
    desk = Desk(page, site)
    desk.pick(made)
    desk.press("Delete")
    desk.says("Taken away: Mastery of everyday life.")
    assert site.coding(made.guid) is None
    expect(desk.stripe(made)).to_have_count(0)


@pytest.mark.parametrize(
    ("undo", "redo"), [("u", "Shift+U"), ("Control+z", "Control+Shift+z"), ("Control+z", "Control+y")]
)
def test_a_coding_is_taken_back_and_made_again_also_after_the_page_was_closed(
    desk: Desk, site: Site, undo: str, redo: str
) -> None:
    desk.go(BUS)
    desk.code_by_search("mastery")
    desk.open()
    desk.press(undo)
    desk.says("Undone (1 coding")
    assert site.made() == []
    desk.press(redo)
    desk.says("Done again")
    assert site.made() == [(EVERYDAY, BUS)]


def test_everything_that_was_done_can_be_taken_back_step_by_step(desk: Desk, site: Site) -> None:
    desk.go(BUS)
    desk.code_by_search("mastery")
    desk.press("o", "e", "ArrowLeft", "Enter")
    desk.says("The segment has new edges.")
    desk.press("Delete")
    desk.says("Taken away")
    for left in ([(EVERYDAY, "Så øvede vi bussen sammen hver")], [(EVERYDAY, BUS)], []):
        with desk.page.expect_response("**/undo"):
            desk.press("u")
        assert site.made() == left


def test_a_coder_does_not_take_back_what_another_has_done(desk: Desk, site: Site) -> None:
    site.project.code("egeholm", CONSTRUCT, quote=BUS, coder="TBS")
    desk.press("u")
    desk.says("Undone")
    assert site.made() == [(CONSTRUCT, BUS)]
