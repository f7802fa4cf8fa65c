"""The consensus meeting as coders hold it: by keys alone, by mouse, without scripts, while somebody else decides."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from icmo.models import CONSENSUS, Material, Resolution, Rule
from icmo.project import Project
from tests.web import disputed
from tests.web.browser import Site, log_in

KEYS = (("1", "2", "n", "o"), ("1", "2", "b", "n", "o"), ("1", "2", "b", "n", "o"))  # by the way coders differ
OTHER = "Oeve in English"
RULE = "når hun siger det selv"


class Meeting:
    """A consensus meeting in a tab."""

    def __init__(self, page: Page, site: Site) -> None:
        self.page = page
        self.site = site
        self.said = page.locator("#said")
        self.place = page.locator("#place")
        self.progress = page.locator("#meeting .progress")

    def open(self, address: str = "/agreement/meeting") -> None:
        self.page.goto(self.site.address + address)
        expect(self.place).to_be_focused()

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def write(self, text: str) -> None:
        self.page.keyboard.type(text)

    def tab_to(self, selector: str) -> None:
        """Press Tab until that has the focus."""
        for _tab in range(60):
            self.press("Tab")
            if self.page.evaluate("selector => document.activeElement.matches(selector)", selector):
                return
        raise AssertionError(f"Tab does not lead to {selector}")

    def choose(self, key: str) -> None:
        """Choose by a key, and the code where it is another one; the reason has the focus then."""
        self.press(key)
        if key == "o":
            expect(self.page.get_by_role("combobox", name="Which code stands here instead?")).to_be_focused()
            self.write("oev")
            self.press("Enter")
        expect(self.page.locator("#reason")).to_be_focused()

    def has_resolved(self, n: int, of: int = disputed.PASSAGES) -> None:
        expect(self.progress).to_contain_text(f"{n} of {of}")

    def decisions(self) -> list[Resolution]:
        return sorted(self.site.project.material().resolutions, key=lambda one: one.start)


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with disputed.make(tmp_path) as made:
        yield made


@pytest.fixture
def meeting(tab: Page, server: Site, project: Project) -> Iterator[Meeting]:
    site = server.showing(project)
    log_in(tab.context, site)
    made = Meeting(tab, site)
    made.open()
    yield made
    tab.goto("about:blank")


def _layer(material: Material) -> list[disputed.Place]:
    found = [(one.code, one.start, one.end) for one in material.codings if one.coder == CONSENSUS]
    return sorted(found, key=lambda one: (one[1], one[2], one[0]))


# --- Sixty disagreements --------------------------------------------------------------------------------


def test_sixty_disagreements_are_resolved_by_keyboard_alone(meeting: Meeting, project: Project) -> None:
    began = time.monotonic()
    keys = [KEYS[n % 3][n // 3 % len(KEYS[n % 3])] for n in range(disputed.PASSAGES)]
    meeting.has_resolved(0)
    meeting.tab_to("[name=present][value=TBS]")
    meeting.press("Space")
    for n, key in enumerate(keys):
        if n == 7:
            meeting.press("Escape", "r")
            meeting.write(RULE)
            meeting.press("Escape")
        meeting.choose(key)
        if n % 4 == 0:
            meeting.write(f"Grund {n}")
        meeting.press("Control+Enter" if n % 5 == 0 else "Enter")
        meeting.has_resolved(n + 1)
        if n == 10:
            meeting.press("u")
            meeting.has_resolved(10)
            expect(meeting.said).to_have_text("Taken back. It can be decided anew.")
            meeting.choose(key)
            meeting.press("Enter")
            meeting.has_resolved(11)
    expect(meeting.place).to_have_text("All 60 are resolved")
    assert time.monotonic() - began < 60

    material, made = project.material(), meeting.decisions()
    expected = [place for n, key in enumerate(keys) for place in disputed.decided(project, n, key)]
    assert _layer(material) == sorted(expected, key=lambda one: (one[1], one[2], one[0]))
    assert [one.reason for one in made] == [f"Grund {n}" if n % 4 == 0 else "" for n in range(disputed.PASSAGES)]
    assert {one.present for one in made} == {("AML", "TBS")}
    assert [one.rule for one in made if one.rule] == [made[7].rule] == [Rule("hverdag", True, RULE)]
    assert project.codebook["hverdag"].include.da[-1] == RULE
    changed = project.agreement_before_after()
    assert changed is not None
    after = {one.code: one.alpha for one in changed.after.codes if one.units}
    assert after == dict.fromkeys(("oeve", "tro", "hverdag", "ro"), 1.0)


# --- Keys -----------------------------------------------------------------------------------------------


def _undecided(meeting: Meeting) -> None:
    assert meeting.decisions() == []


def test_j_and_k_and_arrows_look_further_without_deciding(meeting: Meeting) -> None:
    for key, number in (("j", 2), ("ArrowRight", 3), ("k", 2), ("ArrowLeft", 1), ("k", 1)):
        meeting.press(key)
        expect(meeting.page.locator("#meeting .where")).to_contain_text(f"Disagreement {number} of 60")
        expect(meeting.place).to_be_focused()
    meeting.press("j")
    expect(meeting.page.locator("#meeting .where")).to_contain_text("Disagreement 2 of 60")
    meeting.page.go_back()
    expect(meeting.page.locator("#meeting .where")).to_contain_text("Disagreement 1 of 60")
    _undecided(meeting)


@pytest.mark.parametrize("field", ["#reason", "[name=rule_text]", "[name=guests]", "#find"])
def test_single_keys_do_nothing_where_somebody_writes(meeting: Meeting, field: str) -> None:
    meeting.press("r")
    meeting.page.focus(field)
    meeting.write("1bnorjku?")
    expect(meeting.page.locator(field)).to_have_value("1bnorjku?")
    assert meeting.page.locator("[name=choice]:checked").count() == 0
    expect(meeting.page.locator("#meeting .where")).to_contain_text("Disagreement 1 of 60")


def test_single_keys_can_be_switched_off_and_stay_off(meeting: Meeting, project: Project) -> None:
    with meeting.page.expect_response("**/preferences"):
        meeting.page.uncheck("#shortcuts")
    for _again in range(2):
        meeting.press("1", "j", "r", "u", "?")
        expect(meeting.place).to_contain_text("Only AML")
        assert meeting.page.locator("[name=choice]:checked, #rule[open]").count() == 0
        meeting.open()
    assert project.preferences("AML")["shortcuts"] is False
    meeting.press("ArrowRight")
    expect(meeting.page.locator("#meeting .where")).to_contain_text("Disagreement 2 of 60")


def test_what_keys_do_the_mouse_does_too(meeting: Meeting) -> None:
    meeting.page.get_by_text("none of them").click()
    meeting.page.get_by_role("button", name="Save and go on").click()
    meeting.has_resolved(1)
    expect(meeting.said).to_contain_text("Saved: neither: no code of these.")
    meeting.page.get_by_role("button", name="take the last decision back").click()
    meeting.has_resolved(0)
    _undecided(meeting)


def test_shift_enter_begins_a_line_in_the_reason(meeting: Meeting) -> None:
    meeting.choose("1")
    meeting.write("En")
    meeting.press("Shift+Enter")
    meeting.write("to")
    meeting.press("Enter")
    meeting.has_resolved(1)
    assert meeting.decisions()[0].reason == "En\nto"


def test_a_key_takes_nothing_back_but_decisions(meeting: Meeting, project: Project) -> None:
    codings = len(project.material().codings)
    meeting.press("Control+z")
    expect(meeting.said).to_contain_text("Your latest step was no decision: 1 coding.")
    assert len(project.material().codings) == codings


def test_a_question_mark_leads_to_the_keys(meeting: Meeting) -> None:
    meeting.press("?")
    expect(meeting.page).to_have_url(f"{meeting.site.address}/help#meeting")


# --- Others ---------------------------------------------------------------------------------------------


def test_what_somebody_else_has_decided_meanwhile_is_told_and_kept(meeting: Meeting, project: Project) -> None:
    project.resolve(project.disagreements()[0].key, "2", coder="TBS", reason="Nej.")
    meeting.choose("1")
    meeting.press("Enter")
    expect(meeting.said).to_contain_text("TBS has resolved this disagreement")
    expect(meeting.page.locator(".deciding")).to_contain_text("Nej.")
    assert [one.choice for one in meeting.decisions()] == ["2"]


def test_a_disagreement_that_is_gone_is_told_of_and_another_is_shown(meeting: Meeting, project: Project) -> None:
    gone = project.disagreements()[0]
    project.uncode(gone.codings[0], coder="AML")
    meeting.choose("1")
    meeting.press("Enter")
    expect(meeting.said).to_contain_text("There is no such disagreement any more.")
    expect(meeting.place).to_contain_text("Different codes")
    _undecided(meeting)


# --- Without scripts ------------------------------------------------------------------------------------


@pytest.fixture
def plain(browser: Browser, server: Site, project: Project) -> Iterator[Page]:
    """A browser that runs no scripts, at the meeting."""
    site = server.showing(project)
    with browser.new_context(java_script_enabled=False) as context:
        log_in(context, site)
        page = context.new_page()
        page.goto(f"{site.address}/agreement/meeting")
        yield page


def test_all_of_it_works_without_scripts(plain: Page, project: Project) -> None:
    plain.get_by_role("radio", name="another code").check()
    plain.get_by_label("Which code?").select_option("oeve")
    plain.get_by_label("Reason").fill("Hun øver.")
    plain.get_by_role("button", name="Save and go on").click()
    expect(plain.locator("#said")).to_have_text("Saved: another code: Oeve in English.")
    expect(plain.locator("#meeting .progress")).to_contain_text("1 of 60")
    plain.get_by_role("link", name="next").click()
    expect(plain.locator("#meeting .where")).to_contain_text("Disagreement 3 of 60")
    plain.get_by_role("link", name="Decisions").click()
    expect(plain.locator(".decisions")).to_contain_text("Reason: Hun øver.")
    plain.get_by_role("button", name="Take back").click()
    expect(plain.get_by_role("main")).to_contain_text("Nothing is decided yet.")
    assert project.material().resolutions == ()
