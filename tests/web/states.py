"""Every page in every state that looks different, for the tests that look at all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

from tests.web.invented import EVERYDAY, SOLVING

Act = Callable[[Page], object]
TRANSCRIPT = "/transcripts/{guid}"


@dataclass(frozen=True)
class State:
    """An address (``{guid}`` is the transcript's), what is done there, and of what the browser rightly complains."""

    address: str
    act: Act = lambda _page: None
    complaints: tuple[str, ...] = ()


def _click(*selectors: str) -> Act:
    return lambda page: [page.click(selector) for selector in selectors]


def _press(*keys: str) -> Act:
    return lambda page: [page.keyboard.press(key) for key in keys]


def _choose_file(page: Page) -> None:
    file = {"name": "Søndervang.txt", "mimeType": "text/plain", "buffer": "I: Hvad så?\n\nIP: Jo.\n".encode()}
    page.set_input_files("#import input[type=file]", file)  # type: ignore[arg-type]
    page.wait_for_selector("#preview[open] fieldset")


def _preview_correction(page: Page) -> None:
    text = page.input_value("#corrected")
    page.fill("#corrected", text.replace("bussen sammen", "toget sammen").replace(" Efter en måned ﬁk hun", ""))
    page.click("#look")
    page.wait_for_selector("#found .box")


def _change_code(what: str, *selectors: str) -> Act:
    code = f'[data-code="{EVERYDAY}"]'
    return _click(f"{code} summary", f'{code} [data-do="{what}"]', *selectors)


def _preview_merge(page: Page) -> None:
    _change_code("merge")(page)
    page.select_option("#change [name=other]", SOLVING)
    page.click("#show-effect")
    page.wait_for_selector("#effect li")


STATES = {
    "project": State("/"),
    "project, who codes": State("/", _click("#who")),
    "project, files looked at": State("/", _choose_file),
    "transcript, codes": State(TRANSCRIPT),
    "transcript, suggestions": State(TRANSCRIPT, _click("#tab-suggestions")),
    "transcript, suggestion chosen": State(f"{TRANSCRIPT}#suggestion=next", _press("n")),
    "transcript, configurations": State(TRANSCRIPT, _click("#tab-configurations")),
    "transcript, card": State(TRANSCRIPT, _click("#tab-configurations", ".configuration .go")),
    "transcript, memos": State(TRANSCRIPT, _click("#tab-memos", "#memo-transcript")),
    "transcript, code search": State(TRANSCRIPT, _press("c")),
    "transcript, coding chosen": State(TRANSCRIPT, _press(".", ".")),
    "transcript, edge": State(TRANSCRIPT, _press(".", "e")),
    "transcript, in vivo": State(TRANSCRIPT, _press("v")),
    "transcript, refusal": State(TRANSCRIPT, _press("Escape", "Delete")),
    "suggestions": State("/suggestions"),
    "configurations": State("/configurations", _click("details summary")),
    "code book": State("/codebook"),
    "code book, change": State("/codebook", _change_code("change")),
    "code book, split": State("/codebook", _change_code("split")),
    "code book, effect": State("/codebook", _preview_merge),
    "code book, versions": State("/codebook/versions"),
    "memos": State("/memos", _click("details summary")),
    "search": State("/search"),
    "search, hits": State("/search?text=hun&match=lemma"),
    "search, hits of codes": State(f"/search?any={EVERYDAY}&any=overblik-i-hverdagen&municipalities=Egeholm"),
    "history": State("/history"),
    "help": State("/help"),
    "api": State("/api"),
    "correction": State(f"{TRANSCRIPT}/correction"),
    "correction, looked at": State(f"{TRANSCRIPT}/correction", _preview_correction),
    "versions": State(f"{TRANSCRIPT}/versions"),
    "error": State(
        "/nothing/here",
        complaints=("Failed to load resource: the server responded with a status of 404 (Not Found) /nothing/here",),
    ),
}
