"""What holds of every page: nothing from outside, nothing amiss, readable for all, no wider than the screen."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_type_hints
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from fastapi.routing import APIRoute
from playwright.sync_api import ConsoleMessage, Error, Page, Route
from starlette.responses import HTMLResponse

from icmo.project import Project
from tests.web import invented
from tests.web.browser import SCREEN, Site, log_in, serving
from tests.web.states import STATES, State

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]
RULES = {"light": {"type": "tag", "values": TAGS}, "dark": {"type": "rule", "values": COLOURS}}  # only colours differ


@dataclass
class Visit:
    """A page in one of its states, and what was heard of it on the way."""

    state: State
    page: Page
    address: str
    foreign: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def let_through(self, route: Route) -> None:
        """Let requests to the server pass, and no others."""
        if route.request.url.startswith(f"{self.address}/"):
            route.continue_()
        else:
            self.foreign.append(route.request.url)
            route.abort()

    def hear(self, said: ConsoleMessage | Error) -> None:
        """Keep what scripts and the browser complain of."""
        if isinstance(said, Error):
            self.complaints.append(str(said))
        elif said.type in ("error", "warning"):
            self.complaints.append(f"{said.text} {urlsplit(said.location['url']).path}")


@pytest.fixture(scope="module")
def furnished(finished: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A project with something of everything. The tests of this file only look at it."""
    place = shutil.copy(finished, tmp_path_factory.mktemp("furnished") / "test.icmo")
    with Project.open(place) as project:
        invented.furnish(project)
        with serving(project) as site:
            yield site


@pytest.fixture(scope="module", params=STATES.values(), ids=STATES)
def visit(tab: Page, furnished: Site, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """Each page in each of its states, opened once for all that is looked at there."""
    visit = Visit(request.param, tab, furnished.address)
    log_in(tab.context, furnished, language="")
    tab.goto("about:blank")
    tab.route("**/*", visit.let_through)
    for event in ("console", "pageerror"):
        tab.on(event, visit.hear)
    tab.goto(furnished.address + visit.state.address.format(guid=_guid(furnished, visit.state)))
    visit.state.act(tab)
    yield visit
    for event in ("console", "pageerror"):
        tab.remove_listener(event, visit.hear)
    tab.emulate_media(color_scheme="null")
    tab.unroute_all()


def _guid(site: Site, state: State) -> str:
    """The GUID in a state's address: that of what the path is about."""
    [theory] = site.project.theories()
    return theory.guid if state.address.startswith("/theories/") else site.transcript.guid


# --- Everywhere -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(visit: Visit, scheme: Any) -> None:
    visit.page.emulate_media(color_scheme=scheme)
    visit.page.wait_for_load_state()  # a page that a form led to may still be without its styles
    options = {"runOnly": RULES[scheme], "resultTypes": ["violations"]}
    found = Axe().run(visit.page, options=options).response["violations"]
    assert [
        f"{rule['id']}: {node['html'][:200]} {node['failureSummary']}" for rule in found for node in rule["nodes"]
    ] == []


@pytest.mark.parametrize(
    ("width", "height"), [(1280, 720), (640, 360), (320, 512)], ids=["1280", "zoom_200", "zoom_400"]
)
def test_the_page_is_no_wider_than_the_screen(visit: Visit, width: int, height: int) -> None:
    visit.page.set_viewport_size({"width": width, "height": height})
    wide = visit.page.evaluate("document.documentElement.scrollWidth")
    visit.page.set_viewport_size(SCREEN)
    assert wide <= width


def test_nothing_was_asked_of_another_host(visit: Visit) -> None:
    assert visit.foreign == []


def test_no_script_failed_and_nothing_was_refused(visit: Visit) -> None:
    assert visit.complaints == list(visit.state.complaints)


def test_every_page_is_among_those_looked_at(furnished: Site) -> None:
    shown = [urlsplit(state.address).path for state in STATES.values()]
    pages = [route for route in _routes(furnished.app.routes) if _makes_a_page(route)]
    assert "/compare/matrix" in {page.path for page in pages}
    assert [page.path for page in pages if not any(map(page.path_regex.match, shown))] == []


def _routes(some: Iterable[Any]) -> Iterator[APIRoute]:
    """The routes of an app; newer versions of FastAPI keep the routers that were included whole."""
    for route in some:
        if isinstance(route, APIRoute):
            yield route
        elif included := getattr(route, "original_router", None):
            yield from _routes(included.routes)


def _makes_a_page(route: APIRoute) -> bool:
    return get_type_hints(route.endpoint).get("return") is HTMLResponse
