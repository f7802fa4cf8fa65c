"""The pages speak Danish in a Danish project, and English on a switch."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.web.browser import Site, log_in
from tests.web.desk import Desk
from tests.web.invented import EVERYDAY


def test_the_pages_speak_the_projects_language_until_another_is_chosen(page: Page, site: Site) -> None:
    log_in(page.context, site, language="")
    desk = Desk(page, site)
    expect(page.locator("html")).to_have_attribute("lang", "da")
    expect(page.get_by_role("navigation").first).to_contain_text("Forslag")
    expect(desk.row(EVERYDAY)).to_contain_text("Hverdagsmestring")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(desk.row(EVERYDAY)).to_contain_text("Mastery of everyday life")
    desk.open()
    expect(page.get_by_role("navigation").first).to_contain_text("Suggestions")
    page.get_by_role("button", name="Dansk").click()
    expect(page.locator("html")).to_have_attribute("lang", "da")
