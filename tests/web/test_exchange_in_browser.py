"""The exchange as people use it: a file dropped or chosen, looked at, brought in, taken back; without scripts too."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from tests.refi.packages import selection, with_text
from tests.web.browser import Site, log_in

THEIRS = with_text("Vi gik til mødet.", selection(0, 2, "a"))
FILE: FilePayload = {"name": "deres.qdpx", "mimeType": "application/octet-stream", "buffer": THEIRS}


@pytest.fixture
def exchange(page: Page, site: Site) -> Page:
    """The page of the exchange."""
    page.goto(f"{site.address}/exchange")
    return page


@pytest.fixture
def plain(browser: Browser, site: Site) -> Iterator[Page]:
    """A browser that runs no scripts, on the page of the exchange."""
    with browser.new_context(java_script_enabled=False) as context:
        log_in(context, site)
        page = context.new_page()
        page.goto(f"{site.address}/exchange")
        yield page


def _drop(page: Page, selector: str, *names: str) -> None:
    """Drop files of these names, all with the same content, on a place of the page."""
    dropped = page.evaluate_handle(
        """([names, bytes]) => {
          const data = new DataTransfer();
          for (const name of names) data.items.add(new File([new Uint8Array(bytes)], name));
          return data;
        }""",
        [list(names), list(THEIRS)],
    )
    page.dispatch_event(selector, "drop", {"dataTransfer": dropped})


def _transcripts(site: Site) -> int:
    return len(site.project.material().transcripts)


def test_a_dropped_file_is_looked_at_first(exchange: Page, site: Site) -> None:
    _drop(exchange, "#in", "deres.qdpx")
    expect(exchange.get_by_role("heading", level=1)).to_have_text("What deres.qdpx would bring in")
    expect(exchange.get_by_role("row", name="Transcripts")).to_contain_text("1")
    assert _transcripts(site) == 2


def test_several_files_at_once_are_not_taken(exchange: Page) -> None:
    _drop(exchange, "#in", "deres.qdpx", "andres.qdpx")
    expect(exchange.locator("#in-message")).to_have_text("One file at a time.")


@pytest.mark.parametrize("name", ["deres.qdpx", "DERES.QDPX"])
def test_a_file_dropped_on_the_page_of_the_project_leads_to_the_exchange(page: Page, site: Site, name: str) -> None:
    page.goto(site.address)
    _drop(page, "#drop", name)
    expect(page.get_by_role("heading", level=1)).to_have_text(f"What {name} would bring in")
    assert _transcripts(site) == 2


def test_beside_transcripts_such_a_file_is_not_taken(page: Page, site: Site) -> None:
    page.goto(site.address)
    _drop(page, "#drop", "deres.qdpx", "a.txt")
    expect(page.locator("#import-message")).to_contain_text("is brought in by itself")


def test_a_file_is_brought_in_by_keyboard_and_taken_back_by_key(exchange: Page, site: Site) -> None:
    exchange.get_by_label("File (.qdpx, .qdc)").set_input_files(FILE)
    exchange.get_by_label("File (.qdpx, .qdc)").focus()
    exchange.keyboard.press("Tab")
    exchange.keyboard.press("Enter")
    expect(exchange.get_by_role("button", name="Bring in")).to_be_visible()
    exchange.get_by_role("button", name="Bring in").focus()
    exchange.keyboard.press("Enter")
    expect(exchange.get_by_role("heading", level=1)).to_have_text("deres.qdpx is brought in")
    assert _transcripts(site) == 3
    exchange.wait_for_load_state()
    exchange.keyboard.press("Control+z")
    expect(exchange).to_have_url(f"{site.address}/history")
    assert _transcripts(site) == 2


def test_the_losses_follow_the_program_and_the_file_is_for_it(exchange: Page) -> None:
    exchange.get_by_role("link", name="Choose program – REFI-QDA project").click()
    exchange.get_by_label("For the program").select_option("NVivo")
    exchange.get_by_role("button", name="Show what is lost").click()
    expect(exchange.get_by_role("main")).to_contain_text("NVivo reads sets only in part")
    with exchange.expect_download() as download:
        exchange.get_by_role("button", name="Download for NVivo").click()
    assert download.value.suggested_filename.endswith(".qdpx")


def test_all_of_it_works_without_scripts(plain: Page, site: Site) -> None:
    plain.get_by_label("File (.qdpx, .qdc)").set_input_files(FILE)
    plain.get_by_role("button", name="Look at it first").click()
    plain.get_by_role("button", name="Bring in").click()
    expect(plain.get_by_role("heading", level=1)).to_have_text("deres.qdpx is brought in")
    assert _transcripts(site) == 3
    plain.get_by_role("link", name="Another file").click()
    with plain.expect_download() as download:
        plain.get_by_role("link", name="Download – Codings, CSV").click()
    assert download.value.suggested_filename.endswith(".csv")
