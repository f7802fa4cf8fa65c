"""plotly.js draws every kind of figure under the server's Content-Security-Policy, and nothing is refused."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import plotly
import pytest
from playwright.sync_api import Browser, Page, Route

from icmo import charts, resources
from icmo.colours import PAPER_DARK
from icmo.web.security import HEADERS
from tests.test_charts import FIGURES, every_figure

SITE = "http://127.0.0.1:9"  # nothing listens there: `answer` does
PLOTLY = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
TYPES = {".js": "text/javascript", ".css": "text/css"}


def drawn(name: str) -> str:
    said = json.dumps(charts.plain(every_figure()[name])).replace("<", "\\u003c")
    script = f'<script type="application/json">{said}</script>'
    return f'<figure data-chart id="{name}"><div class="drawing"></div>{script}</figure>'


def answer(route: Route) -> None:
    """The page, our static files and plotly's own script, all with the server's headers."""
    path = Path(route.request.url.removeprefix(SITE))
    if path.name == "":
        script = '<script type="module" src="/static/js/charts.js"></script>'
        page = f"<!doctype html><title>Figurer</title>{''.join(map(drawn, FIGURES))}{script}"
        route.fulfill(body=page, content_type="text/html; charset=utf-8", headers=HEADERS)
        return
    file = PLOTLY if path.name == PLOTLY.name else resources.package_file("web" + str(path))
    route.fulfill(body=file.read_text("utf-8"), content_type=TYPES[path.suffix], headers=HEADERS)


@pytest.fixture(scope="module")
def opened(browser: Browser) -> Iterator[tuple[Page, list[str]]]:
    """The page with all figures drawn, hovered, made narrower and darker, and what the console said meanwhile."""
    with browser.new_context(color_scheme="light") as context:
        page = context.new_page()
        told: list[str] = []
        page.on("console", lambda message: told.append(message.text))
        page.on("pageerror", lambda error: told.append(str(error)))
        page.route(f"{SITE}/**", answer)
        page.route("**/favicon.ico", lambda route: route.fulfill(status=204))
        page.goto(f"{SITE}/")
        page.wait_for_selector("html[data-charts=light]", state="attached", timeout=60_000)
        for name in FIGURES:
            page.hover(f"#{name} .drawing", force=True)
        page.set_viewport_size({"width": 900, "height": 700})
        page.emulate_media(color_scheme="dark")
        page.wait_for_selector("html[data-charts=dark]", state="attached")
        yield page, told


def test_the_console_stays_empty(opened: tuple[Page, list[str]]) -> None:
    assert opened[1] == []


@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_is_drawn(opened: tuple[Page, list[str]], name: str) -> None:
    marks = "image, path.point, .point path, path.js-line, path.path"
    assert opened[0].locator(f"#{name} .main-svg").first.is_visible()
    assert opened[0].locator(f"#{name}").locator(marks).count() > 0


def test_figures_take_the_colours_of_a_dark_screen(opened: tuple[Page, list[str]]) -> None:
    grounds = opened[0].eval_on_selector_all(".js-plotly-plot", "all => all.map(one => one.layout.paper_bgcolor)")
    assert set(grounds) == {PAPER_DARK}
