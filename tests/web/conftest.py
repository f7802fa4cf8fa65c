"""A browser for the tests of this folder, and a server with a project for each of them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from icmo.project import Project
from tests.web import compared, invented
from tests.web.browser import PATIENCE, SCREEN, Site, browser_path, log_in, serving
from tests.web.desk import Desk

expect.set_options(timeout=PATIENCE)


# Not for the whole session: while Playwright runs, no other test could call asyncio.run in this thread.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path())
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def tab(browser: Browser) -> Iterator[Page]:
    """One tab for all tests that need no more: a new one takes longer to start than most of them take."""
    with browser.new_context(viewport=SCREEN) as context:
        context.set_default_timeout(PATIENCE)
        yield context.new_page()


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented project, made once; every test gets a copy."""
    place = tmp_path_factory.mktemp("web") / "made.icmo"
    invented.make(place)
    return place


@pytest.fixture(scope="session")
def counted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project of which every number can be counted by hand, made once; every test gets a copy."""
    place = tmp_path_factory.mktemp("web") / "counted.icmo"
    compared.make(place)
    return place


@pytest.fixture
def place(finished: Path, tmp_path: Path) -> Path:
    """Where the project of this test lies."""
    return Path(shutil.copy(finished, tmp_path / "test.icmo"))


@pytest.fixture(scope="package")
def server(finished: Path) -> Iterator[Site]:
    with Project.open(finished) as project, serving(project) as served:
        yield served


@pytest.fixture
def site(server: Site, place: Path) -> Iterator[Site]:
    """The server with the project of this test."""
    with Project.open(place) as project:
        yield server.showing(project)


@pytest.fixture
def page(tab: Page, site: Site) -> Iterator[Page]:
    """A tab of AML's browser, which has the key and speaks English."""
    log_in(tab.context, site)
    yield tab
    tab.unroute_all()
    tab.goto("about:blank")


@pytest.fixture
def desk(page: Page, site: Site) -> Desk:
    """The first transcript, open to be coded."""
    return Desk(page, site)
