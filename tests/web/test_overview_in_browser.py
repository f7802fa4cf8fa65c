"""The overview in the browser: from a count to its quotes, the pencil by keys alone, what is flagged and what is new.

The project is that of `tests.web.compared`, in which everything can be counted by hand.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from icmo.models import Editing
from icmo.project import Project
from tests.web.browser import Site
from tests.web.compared import ENERGY, RESULT
from tests.web.invented import EVERYDAY, GUIDANCE, OVERVIEW

MASTERY, ENERGETIC, IN_VIEW = "Mastery of everyday life", "More personal energy: general wellbeing", "Overview of"
GUIDED, MENTOR = "Guidance in coping with everyday life", "Mentor support in the workplace"
OUTCOMES = "Outcome (O)"


@pytest.fixture
def site(server: Site, counted: Path, tmp_path: Path) -> Iterator[Site]:
    """The server with the eight municipalities."""
    with Project.open(shutil.copy(counted, tmp_path / "eight.icmo")) as project:
        yield server.showing(project)


@pytest.fixture
def table(page: Page, site: Site) -> Page:
    """The overview, open."""
    page.goto(f"{site.address}/overview?lang=en")
    return page


def _row(page: Page, title: str) -> Locator:
    return page.locator("table.overview tbody tr").filter(has=page.locator("th", has_text=title))


def _entry(page: Page, label: str) -> Locator:
    return page.locator(".entries > li").filter(has=page.locator("b", has_text=label))


def _outcomes(page: Page) -> list[str]:
    return _row(page, OUTCOMES).locator(".entries b").all_inner_texts()


def _tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until it has the focus."""
    for _press in range(30):
        if wanted.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    expect(wanted).to_be_focused()


def _edit(page: Page, label: str) -> Locator:
    """Open the pencil's dialog by keys."""
    page.get_by_role("button", name=f"Edit {label}").focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("Name in print")).to_be_focused()
    return dialog


def _press_in(page: Page, button: Locator) -> None:
    """Press a button of a dialog by keys; the page is read again."""
    _tab_to(page, button)
    with page.expect_event("load"):
        page.keyboard.press("Enter")


# --- From counts to quotes ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "label", "municipalities", "quotes"),
    [
        ("Target group (who)", "Target group not stated", 8, 32),
        ("Interventions (what)", GUIDED, 8, 8),
        ("Interventions (what)", MENTOR, 3, 3),  # in Dyrelund it is told as an outcome
        (OUTCOMES, ENERGETIC, 4, 4),
        (OUTCOMES, MENTOR, 1, 1),
    ],
)
def test_counts_lead_to_as_many_quotes_as_they_say(
    table: Page, row: str, label: str, municipalities: int, quotes: int
) -> None:
    link = _row(table, row).locator(".entries > li", has_text=label).locator("a.counts")
    expect(link).to_contain_text(f"{municipalities} of 8 municipalities · {quotes} quote")
    link.click()
    told = table.locator("#told")
    expect(told).to_be_focused()
    expect(told.locator("h2")).to_have_text(label)
    expect(told.locator("a.quote")).to_have_count(quotes)
    expect(table.locator(".counts[aria-current]")).to_be_in_viewport()


def test_a_quote_leads_to_its_place_and_close_to_the_table(table: Page) -> None:
    _row(table, OUTCOMES).locator(".entries > li", has_text=MENTOR).locator("a.counts").click()
    expect(table.locator("#told")).to_be_focused()
    table.locator("#told a.quote").press("Enter")
    table.wait_for_selector("html[data-painted]")
    expect(table.locator("#line-here q")).to_have_text("En mentor hjalp hende.")
    table.go_back()
    table.get_by_role("link", name="Close").click()
    expect(table.locator("#told")).to_have_count(0)


# --- The pencil -----------------------------------------------------------------------------------------


def test_enter_renames_an_entry_and_the_pencil_has_the_focus_again(table: Page, site: Site) -> None:
    _edit(table, MASTERY)
    table.keyboard.press("Control+a")
    table.keyboard.type("Hun kan selv")
    with table.expect_event("load"):
        table.keyboard.press("Enter")
    expect(_entry(table, "Hun kan selv")).to_contain_text(f"renamed by hand, in the code book “{MASTERY}”")
    expect(table.get_by_role("button", name="Edit Hun kan selv")).to_be_focused()
    [edit] = site.project.material().edits
    assert (edit.action, edit.row, edit.code, edit.target_group, edit.coder) == (
        *(Editing.RENAME, "M", EVERYDAY),
        *("", "AML"),
    )


def test_an_entry_is_hidden_by_keys_and_shown_again(table: Page) -> None:
    _press_in(table, _edit(table, MASTERY).get_by_role("button", name="Hide"))
    expect(_entry(table, MASTERY)).to_have_count(0)
    with table.expect_event("load"):
        table.get_by_role("button", name=f"Show it again {MASTERY}").press("Enter")
    expect(_entry(table, MASTERY)).to_contain_text("8 of 8 municipalities · 8 quotes")


def test_two_outcomes_are_merged_by_keys_and_their_counts_are_those_of_both(table: Page) -> None:
    """By hand: four municipalities tell of an overview, the other four of energy."""
    dialog = _edit(table, "Overview of everyday life")
    _tab_to(table, dialog.get_by_label("Merge with"))
    table.keyboard.type("More personal")
    _press_in(table, dialog.get_by_role("button", name="Merge"))
    entry = _entry(table, ENERGETIC)
    expect(entry).to_contain_text("8 of 8 municipalities · 8 quotes")
    expect(entry).to_contain_text("with “Overview of everyday life”, merged by hand")
    assert _outcomes(table) == [ENERGETIC, MENTOR]


def test_only_codes_of_the_same_kind_are_offered_to_be_merged_with(table: Page) -> None:
    dialog = _edit(table, "Overview of everyday life")
    offered = dialog.locator("[name=into] option:not([disabled])").evaluate_all("all => all.map(one => one.value)")
    assert ENERGY in offered
    assert {EVERYDAY, GUIDANCE, OVERVIEW}.isdisjoint(offered)


def test_in_all_columns_an_edit_is_of_every_target_group(table: Page, site: Site) -> None:
    dialog = _edit(table, MASTERY)
    _tab_to(table, dialog.get_by_label("In all columns"))
    table.keyboard.press("Space")
    _press_in(table, dialog.get_by_role("button", name="Hide"))
    assert [edit.target_group for edit in site.project.material().edits] == [None]
    expect(table.get_by_text("all columns ·")).to_be_visible()


@pytest.mark.parametrize(
    "row",
    [OUTCOMES, "Company-directed interventions", "Interventions for problem-solving"],
    ids=["an_outcome", "an_intervention_of_one_type", "an_intervention_of_another_type"],
)
def test_an_entry_is_added_by_keys_to_the_row_whose_button_was_pressed(table: Page, row: str) -> None:
    _row(table, row).get_by_role("button", name="Add").focus()
    table.keyboard.press("Enter")
    table.keyboard.type("Cykelkursus")
    with table.expect_event("load"):
        table.keyboard.press("Enter")
    expect(table.locator(".entries b", has_text="Cykelkursus")).to_have_count(4)  # a column for each target group
    expect(_row(table, row).locator(".entries b", has_text="Cykelkursus")).to_have_count(4)
    expect(_entry(table, "Cykelkursus").first).to_contain_text("added by hand, no quotes")


@pytest.mark.parametrize(
    ("button", "message"),
    [("Rename", "The entry has no name."), ("Merge", "Nothing to merge the entry with was chosen.")],
)
def test_what_cannot_be_done_is_said_in_the_dialog_which_stays_open(
    table: Page, site: Site, button: str, message: str
) -> None:
    dialog = _edit(table, MASTERY)
    dialog.get_by_label("Name in print").fill(" ")
    dialog.get_by_role("button", name=button).press("Enter")
    expect(dialog.get_by_role("status")).to_contain_text(message)
    assert site.project.material().edits == ()
    dialog.get_by_role("button", name="Cancel").press("Enter")
    expect(dialog).to_have_count(0)
    expect(_edit(table, MASTERY).locator(".message")).to_be_empty()


def _rename(page: Page, site: Site) -> None:
    site.project.edit_overview("rename", "M", EVERYDAY, text="Hun kan selv", coder="AML")
    page.reload()
    expect(_entry(page, "Hun kan selv")).to_have_count(1)


def test_an_edit_is_taken_back_by_its_button(table: Page, site: Site) -> None:
    _rename(table, site)
    with table.expect_event("load"):
        table.get_by_role("button", name="Take back").press("Enter")
    expect(_entry(table, MASTERY)).to_have_count(1)
    expect(_entry(table, "Hun kan selv")).to_have_count(0)


def test_ctrl_z_undoes_an_edit_and_ctrl_y_does_it_again(table: Page, site: Site) -> None:
    _rename(table, site)
    for keys, label in (("Control+z", MASTERY), ("Control+y", "Hun kan selv")):
        with table.expect_event("load"):
            table.keyboard.press(keys)
        expect(_row(table, "Effect (how)").locator(".entries b")).to_have_text([label])


def test_without_edits_by_hand_the_table_is_as_coded(table: Page, site: Site) -> None:
    _rename(table, site)
    table.get_by_label("Without edits by hand").check()
    with table.expect_event("load"):
        table.get_by_role("button", name="Show", exact=True).click()
    expect(_entry(table, MASTERY)).to_have_count(1)


# --- Thresholds, export, news ---------------------------------------------------------------------------


def test_thresholds_change_what_is_flagged(table: Page) -> None:
    flags = {
        label: _row(table, OUTCOMES).locator(".entries > li", has_text=label).locator(".flag")
        for label in (ENERGETIC, MENTOR)
    }
    expect(flags[ENERGETIC]).to_have_count(0)
    expect(flags[MENTOR]).to_have_text("thin evidence · few informants")
    for name, value in (("min_municipalities", "1"), ("min_quotes", "5"), ("min_informants", "1")):
        table.locator(f"[name={name}]").fill(value)
    with table.expect_event("load"):
        table.get_by_role("button", name="Show", exact=True).click()
    for flag in flags.values():
        expect(flag).to_have_text("thin evidence")


def test_the_exported_file_says_what_was_edited_by_hand(table: Page, site: Site) -> None:
    _rename(table, site)
    with table.expect_download() as download:
        table.get_by_role("button", name="HTML").click()
    text = Path(download.value.path()).read_text(encoding="utf-8")
    assert f"renamed by hand, in the code book “{MASTERY}”" in text
    assert "Edited by hand" in text


def test_the_next_visit_says_what_is_new_since_the_last_export(table: Page, site: Site) -> None:
    """By hand: another quote of the mechanism makes nine of eight, in its entry and in the model's table."""
    expect(table.get_by_role("heading", name="New since last time")).to_have_count(0)
    with table.expect_download():
        table.get_by_role("button", name="Excel").click()
    table.reload()
    expect(table.get_by_role("main")).to_contain_text("Nothing has changed since the report was exported")
    site.project.code("askelund", EVERYDAY, quote=RESULT["Askelund"], coder="AML")
    table.reload()
    expect(table.get_by_role("main")).to_contain_text("by AML: 2 changes.")
    new = table.locator("li", has=table.locator("ins"))
    expect(new).to_have_count(2)
    expect(new.filter(has_text=MASTERY)).to_contain_text(
        "8 of 8 municipalities · 8 quotes, 1 of them hindering → 8 of 8 municipalities · 9 quotes, 1 of them hindering"
    )
