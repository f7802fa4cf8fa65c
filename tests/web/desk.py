"""The page where a transcript is coded, worked as a coder works it: by keys, by mouse, by what the line says."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

from icmo.models import Transcript
from tests.web.browser import Site

# Where a quote stands on the screen: the middle of its first and of its last letter.
_PLACE = """quote => {
  const node = [...document.querySelectorAll('.said')].map(p => p.firstChild).find(text => text.data.includes(quote));
  const letter = (at, side) => {
    const range = new Range();
    range.setStart(node, at);
    range.setEnd(node, at + 1);
    const box = range.getBoundingClientRect();
    return [box[side], box.top + box.height / 2];
  };
  node.parentElement.scrollIntoView({block: 'center'});
  const start = node.data.indexOf(quote);
  return [letter(start, 'left'), letter(start + quote.length - 1, 'right')];
}"""


class Desk:
    """A transcript open in a tab."""

    def __init__(self, page: Page, site: Site, transcript: str = "egeholm") -> None:
        self.page = page
        self.site = site
        self.name = transcript
        self.line = page.locator("#line-here")
        self.message = page.locator("#line-message")
        self.card = page.locator("#card")
        self.stripes = page.locator(".stripe")
        self.open()

    @property
    def transcript(self) -> Transcript:
        """The transcript as it is now."""
        return self.site.project.transcript(self.name)

    def open(self, place: str = "") -> None:
        """Open the transcript, or open it again as it is now."""
        self.page.goto("about:blank")
        self.page.goto(f"{self.site.address}/transcripts/{self.transcript.guid}{place}")
        self.page.wait_for_selector("html[data-painted]")

    # --- Hands ------------------------------------------------------------------------------------------

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def write(self, text: str) -> None:
        self.page.keyboard.type(text)

    def go(self, quote: str) -> None:
        """Put the cursor on a quote by the address, as a link does."""
        start = self.transcript.text.index(quote)
        self.page.evaluate("place => { location.hash = place }", f"at={start}-{start + len(quote)}")
        self.is_on(quote)

    def pick(self, coding: Any) -> None:
        """Choose a coding by the address."""
        self.page.evaluate("place => { location.hash = place }", f"coding={coding.guid}")
        expect(self.stripe(coding)).to_have_class(re.compile("picked"))

    def drag_over(self, quote: str) -> None:
        """Select a quote with the mouse."""
        (left, top), (right, bottom) = self.page.evaluate(_PLACE, quote)
        self.page.mouse.move(left, top)
        self.page.mouse.down()
        self.page.mouse.move((left + right) / 2, bottom)
        self.page.mouse.move(right, bottom)
        self.page.mouse.up()

    def end_of(self, quote: str) -> tuple[float, float]:
        """Where on the screen the last letter of a quote is."""
        x, y = self.page.evaluate(_PLACE, quote)[1]
        return x - 1, y

    def ask(self, code: str) -> None:
        """Search for a code and take the first that is found."""
        self.press("c")
        self.write(code)
        self.press("Enter")

    def code_by_search(self, code: str) -> None:
        """Code what is under the cursor; the server has the coding, and the page shows it, when this returns."""
        with self.page.expect_response("**/api/v1/codings"):
            self.ask(code)
        self.says("Coded: ")

    def come_back(self) -> None:
        """Come back to the tab after having been elsewhere."""
        self.page.evaluate("dispatchEvent(new Event('focus'))")

    def tab(self, name: str) -> Locator:
        """Open a tab beside the text."""
        self.page.click(f"#tab-{name}")
        return self.page.locator(f"#panel-{name}")

    # --- Eyes -------------------------------------------------------------------------------------------

    def is_on(self, quote: str) -> None:
        """The line shows that quote as what is under the cursor."""
        shown = quote if len(quote) <= 90 else quote[:40]
        expect(self.line.locator("q")).to_contain_text(shown)

    def says(self, text: str) -> None:
        expect(self.message).to_contain_text(text)

    def field(self, name: str) -> Locator:
        """A field of the configuration card."""
        return self.card.locator(f'[name="{name}"]')

    def row(self, code: str) -> Locator:
        """A code in the tree."""
        return self.page.locator(f'#panel-codes [data-code="{code}"]')

    def stripe(self, mark: Any) -> Locator:
        return self.page.locator(f'.stripe[data-mark="{mark.guid}"]').first

    def picked(self) -> Locator:
        """The label, in the line, of what is chosen."""
        return self.line.locator(".chip.picked")
