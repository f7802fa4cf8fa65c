"""The border between JavaScript's UTF-16 units and icmo's code points, against Python's own counting."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page

from tests.web.browser import Site

LETTERS = st.one_of(st.characters(codec="utf-8"), st.sampled_from("aæøå \n😊👍🏽𝄞ﬁ\u0304\u200dאب"))
TEXTS = st.text(LETTERS, max_size=40)

_COUNT = """async text => {
  const { differs, toCodePoint, toUtf16 } = await import('/static/js/offsets.js');
  const points = [...Array([...text].length + 2).keys()];
  const units = [...Array(text.length + 2).keys()];
  return [differs(text), points.map(point => toUtf16(text, point)), units.map(unit => toCodePoint(text, unit))];
}"""


@pytest.fixture
def counter(page: Page, site: Site) -> Page:
    """A page that may load the script."""
    page.goto(f"{site.address}/help")
    return page


def _unit(text: str, point: int) -> int:
    """How many UTF-16 units stand before a code point."""
    return len(text[:point].encode("utf-16-le")) // 2


def _point(text: str, unit: int) -> int:
    """The code point that a UTF-16 unit belongs to."""
    return next((n for n in range(len(text)) if _unit(text, n + 1) > unit), len(text))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXTS)
def test_offsets_in_the_browser_are_pythons(counter: Page, text: str) -> None:
    differs, units, points = counter.evaluate(_COUNT, text)
    assert differs == any(ord(letter) > 0xFFFF for letter in text)
    assert units == [_unit(text, point) for point in range(len(text) + 2)]
    assert points == [_point(text, unit) for unit in range(_unit(text, len(text)) + 2)]
    assert [points[unit] for unit in units] == [min(point, len(text)) for point in range(len(text) + 2)]
