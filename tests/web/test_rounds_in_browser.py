"""A round of blind coding in the browser: opened, read, closed; accessible and narrow in each of its states."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from icmo.project import Project
from tests.web.browser import SCREEN, Site

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def looked_at(page: Page) -> list[str]:
    """What axe finds on a page, and whether it is wider than a narrow screen."""
    page.wait_for_load_state()  # a page that a form led to may still be without its styles
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}}).response["violations"]
    page.set_viewport_size({"width": 320, "height": 512})
    wide = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size(SCREEN)
    return [f"{rule['id']}: {rule['nodes'][0]['html'][:200]}" for rule in found] + (["too wide"] if wide > 320 else [])


def open_round(page: Page, site: Site) -> None:
    """AML opens a round of the first transcript for AML and TBS, with the form."""
    page.goto(f"{site.address}/rounds")
    page.fill(".round [name=name]", "Prøve")
    page.check("[name=reader][value=TBS]")
    page.check("[name=reader][value=AML]")
    page.check("[name=which][value=chosen]")
    page.check(f"[name=transcript][value='{site.transcript.guid}']")
    page.click(".round [value=open]")
    expect(page.get_by_role("heading", name="Prøve")).to_be_visible()


def test_a_round_is_opened_read_and_closed(page: Page, site: Site) -> None:
    open_round(page, site)
    assert [one.readers for one in site.project.open_rounds()] == [("AML", "TBS")]
    page.click("text=Who reads what")
    page.click("text=Close the round")
    assert looked_at(page) == []
    page.goto(f"{site.address}/transcripts/{site.transcript.guid}")
    expect(page.locator(".heading .message")).to_contain_text("You code blind in the round “Prøve”")
    assert looked_at(page) == []
    page.click(".heading button:has-text('Done')")
    expect(page.locator(".heading .message")).to_contain_text("You were done")
    assert looked_at(page) == []
    page.goto(f"{site.address}/rounds")
    page.click("text=Close the round")
    page.check("[name=early]")
    page.click("button.danger")
    expect(page.get_by_role("heading", name="Closed rounds")).to_be_visible()
    assert not site.project.open_rounds()


def test_what_another_has_coded_vanishes_and_comes_back(page: Page, site: Site) -> None:
    theirs = [one for one in site.project.material().codings if one.coder == "TBS"]
    assert theirs
    open_round(page, site)
    page.goto(f"{site.address}/transcripts/{site.transcript.guid}")
    expect(page.locator("#text")).to_be_visible()
    assert theirs[0].guid not in page.content()
    site.project.close_round("Prøve", coder="AML", early=True)
    page.reload()
    assert theirs[0].guid in page.content()


def test_the_top_of_the_page_says_whose_the_server_is(page: Page, site: Site) -> None:
    open_round(page, site)
    page.click("#who")
    page.fill("#who-dialog [name=coder]", "TBS")
    page.click("#who-dialog button")
    expect(page.locator(".taken")).to_contain_text("This icmo is AML’s until the blind round is closed")
    assert looked_at(page) == []
    page.goto(f"{site.address}/transcripts/{site.transcript.guid}")
    expect(page.locator(".taken")).to_be_visible()
    assert looked_at(page) == []


def test_a_copy_is_downloaded_that_opens(page: Page, site: Site) -> None:
    open_round(page, site)
    with page.expect_download() as download:
        page.click("text=Download a copy for TBS")
    with Project.open(download.value.path().rename(download.value.path().with_suffix(".icmo"))) as copy:
        assert not [one for one in copy.seen_by("TBS").material().codings if one.transcript == site.transcript.guid]
