"""The report pages in the browser: preview, export, evaluators' texts, quotes by keys, personal data, template, labels.

The project is that of `tests.web.compared`, in which everything can be counted by hand.
"""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import docx
import lxml.html  # type: ignore[import-untyped]
import openpyxl
import pytest
from playwright.sync_api import FilePayload, FrameLocator, Locator, Page, expect

from icmo.documents.kinds import kinds
from icmo.project import Project
from tests.web.browser import Site
from tests.web.compared import MUNICIPALITIES, SELF
from tests.web.invented import EVERYDAY, GUIDANCE, MENTORING, OVERVIEW

MASTERY, GUIDED = "Mastery of everyday life", "Guidance in coping with everyday life"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PHONE = "Ring til 20 12 34 56."


@pytest.fixture
def site(server: Site, counted: Path, tmp_path: Path) -> Iterator[Site]:
    """The server with the eight municipalities."""
    with Project.open(shutil.copy(counted, tmp_path / "eight.icmo")) as project:
        yield server.showing(project)


def _open(page: Page, site: Site, address: str) -> None:
    page.goto(f"{site.address}/reports{address}")


def _preview(page: Page) -> FrameLocator:
    return page.frame_locator("#preview")


def _chapters(page: Page) -> Locator:
    """The headings of a theme report's chapters."""
    return _preview(page).locator("h2[id*=theme-]")


# --- The kinds, and leading from one to another ---------------------------------------------------------


def test_every_kind_is_led_to_from_the_list_and_from_every_other(page: Page, site: Site) -> None:
    _open(page, site, "")
    addresses = [f"/reports/{one.id}" for one in kinds()]
    assert page.locator(".cards a").evaluate_all("all => all.map(a => a.getAttribute('href'))") == addresses
    page.locator(".cards a", has_text="Theme chapters").click()
    page.get_by_text("Another report").click()
    page.get_by_role("link", name="Method appendix").click()
    expect(page).to_have_url(f"{site.address}/reports/method")
    expect(page.get_by_role("heading", level=1)).to_have_text("Method appendix")


# --- The preview ----------------------------------------------------------------------------------------


def test_the_preview_is_the_report_without_scripts_and_follows_the_form(page: Page, site: Site) -> None:
    said: list[str] = []
    page.on("console", lambda one: said.append(one.text))
    _open(page, site, "/theme?lang=en")
    expect(_preview(page).locator("h1")).to_have_text("Theme chapters: Otte")
    expect(_chapters(page)).to_have_count(5)  # the principles of the code book
    expect(_preview(page).locator("script")).to_have_count(0)
    page.locator("summary", has_text="Codes").click()
    page.get_by_role("checkbox", name=GUIDED).check()
    expect(_chapters(page)).to_have_text([GUIDED])
    page.get_by_role("checkbox", name=MASTERY).check()
    expect(_chapters(page)).to_have_count(2)
    expect(page.locator("#preview")).not_to_have_class("renewed")
    assert said == []
    page.reload()
    expect(page.get_by_role("checkbox", name=GUIDED)).to_be_checked()
    expect(_chapters(page)).to_have_count(2)


def test_the_report_is_in_the_language_that_is_asked_for_whatever_the_page_speaks(page: Page, site: Site) -> None:
    _open(page, site, f"/theme?code={EVERYDAY}")
    html = _preview(page).locator("html")
    expect(html).to_have_attribute("lang", "da")
    page.locator("[name=lang]").select_option("en")
    expect(html).to_have_attribute("lang", "en")
    expect(_chapters(page)).to_have_text([MASTERY])
    page.locator("[name=lang]").select_option("da")
    expect(_chapters(page)).to_have_text(["Hverdagsmestring"])


def test_an_evaluators_text_is_saved_and_stands_in_the_preview_at_once(page: Page, site: Site) -> None:
    _open(page, site, "/theme?lang=en")
    page.locator("summary", has_text="Codes").click()
    page.get_by_role("checkbox", name=MASTERY).check()
    page.locator("summary", has_text=MASTERY).click()
    field = page.locator(f"[data-place='theme:{EVERYDAY}']")
    field.fill("De øvede sig.\nDet bar.")
    page.get_by_role("button", name=f"Save {MASTERY}").click()
    expect(page.get_by_text("Saved.", exact=True)).to_be_visible()
    for line in ("De øvede sig.", "Det bar."):
        expect(_preview(page).get_by_text(line, exact=True)).to_be_visible()
    [kept] = site.project.material().texts
    assert (kept.place, kept.coder) == (f"theme:{EVERYDAY}", "AML")
    page.reload()
    expect(page.locator(f"[data-place='theme:{EVERYDAY}']")).to_be_visible()


# --- The file -------------------------------------------------------------------------------------------


def _read(suffix: str, data: bytes) -> str:
    """The text of a file, read by a program that knows the format."""
    if suffix == ".docx":
        return "\n".join(one.text for one in docx.Document(io.BytesIO(data)).paragraphs)
    if suffix == ".xlsx":
        sheets = openpyxl.load_workbook(io.BytesIO(data)).worksheets
        return "\n".join(str(cell) for sheet in sheets for row in sheet.iter_rows(values_only=True) for cell in row)
    return str(lxml.html.document_fromstring(data).text_content())


@pytest.mark.parametrize(("button", "suffix"), [("Word", ".docx"), ("Excel", ".xlsx"), ("HTML", ".html")])
def test_a_button_downloads_a_file_of_what_the_form_asks(page: Page, site: Site, button: str, suffix: str) -> None:
    _open(page, site, "/theme?lang=en")
    page.locator("summary", has_text="Codes").click()
    page.get_by_role("checkbox", name=GUIDED).check()
    expect(_chapters(page)).to_have_text([GUIDED])
    with page.expect_download() as download:
        page.get_by_role("button", name=button, exact=True).click()
    assert download.value.suggested_filename == f"theme-chapters{suffix}"
    text = _read(suffix, Path(download.value.path()).read_bytes())
    assert GUIDED in text
    assert MASTERY not in text.split("What it occurs with")[0]
    [kept] = site.project.exports()
    assert (kept.kind, kept.coder, kept.options["codes"]) == ("theme", "AML", [GUIDANCE])
    _open(page, site, "")
    expect(page.locator("table")).to_contain_text(f"theme-chapters{suffix}")


# --- Quotes by keys -------------------------------------------------------------------------------------

QUOTES, CHAPTER = (f"/{kind}/quotes?code={EVERYDAY}&lang=en" for kind in ("quotes", "theme"))


def _first_municipality(project: Project) -> str:
    """Whose quote the chapter prints first."""
    return project.report("theme", codes=(EVERYDAY,)).quotes[0].municipality


def _printed(project: Project, *, approved_only: bool = False) -> list[str]:
    """In which municipalities the chapter prints what they say of mastering everyday life."""
    quotes = project.report("theme", codes=(EVERYDAY,), approved_only=approved_only).quotes
    return sorted({quote.municipality for quote in quotes if quote.text == SELF})


def _quote(page: Page, municipality: str) -> Locator:
    return page.locator("#quotes > li", has_text=municipality)


def _press(page: Page, key: str) -> None:
    """Press a key that decides; the server knows when this returns."""
    with page.expect_response("**/api/v1/reports/quotes"):
        page.keyboard.press(key)


def test_j_and_k_go_from_quote_to_quote_and_stop_at_the_ends(page: Page, site: Site) -> None:
    _open(page, site, QUOTES)
    quotes = page.locator("#quotes > li")
    expect(quotes).to_have_count(8)
    for key, at in (("j", 0), ("j", 1), ("k", 0), ("k", 0), *(("j", n) for n in range(1, 8)), ("j", 7)):
        page.keyboard.press(key)
        expect(quotes.nth(at)).to_be_focused()


def test_a_approves_a_quote_counts_it_and_takes_it_back_when_it_is_pressed_again(page: Page, site: Site) -> None:
    _open(page, site, QUOTES)
    item = _quote(page, "Askelund")
    item.focus()
    _press(page, "a")
    expect(item.get_by_role("button", name="Approve")).to_have_attribute("aria-pressed", "true")
    expect(item.locator(".state")).to_have_text("approved")
    expect(page.locator("#approved")).to_have_text("1")
    assert _printed(site.project, approved_only=True) == ["Askelund"]
    expect(item).to_be_focused()
    page.reload()
    expect(item.locator(".state")).to_have_text("approved")
    item.focus()
    _press(page, "a")
    expect(page.locator("#approved")).to_have_text("0")
    expect(item.locator(".state")).to_have_text("not decided")
    assert _printed(site.project, approved_only=True) == []


def test_x_withholds_a_quote_so_that_the_report_does_not_print_it_until_it_is_let_in_again(
    page: Page, site: Site
) -> None:
    _open(page, site, QUOTES)
    _quote(page, "Birkelund").focus()
    _press(page, "x")
    expect(_quote(page, "Birkelund").locator(".state")).to_have_text("withheld: printed in no report")
    rest = [name for name in MUNICIPALITIES if name != "Birkelund"]
    assert _printed(site.project) == rest
    page.reload()
    expect(_quote(page, "Birkelund").get_by_role("button", name="Withhold")).to_have_attribute("aria-pressed", "true")
    _open(page, site, CHAPTER)
    expect(page.locator("#quotes > li", has_text=SELF).filter(has_text="Birkelund")).to_have_count(0)
    with page.expect_event("load"):
        page.get_by_role("button", name="Print it again").click()
    expect(page.locator("#quotes > li", has_text=SELF).filter(has_text="Birkelund")).not_to_have_count(0)
    assert _printed(site.project) == sorted(MUNICIPALITIES)


def test_f_lets_a_quote_come_first_and_c_leaves_it_undecided_again(page: Page, site: Site) -> None:
    usual = _first_municipality(site.project)
    assert usual != "Hassellund"
    _open(page, site, QUOTES)
    item = _quote(page, "Hassellund")
    item.focus()
    _press(page, "f")
    expect(item.locator(".state")).to_have_text("not decided · comes first")
    _press(page, "a")
    expect(item.locator(".state")).to_have_text("approved · comes first")
    assert _first_municipality(site.project) == "Hassellund"
    _open(page, site, CHAPTER)
    expect(page.locator("#quotes > li").first).to_contain_text("Hassellund")
    page.locator("#quotes > li").first.focus()
    _press(page, "c")
    expect(page.locator("#quotes > li").first.locator(".state")).to_have_text("not decided")
    assert (_first_municipality(site.project), site.project.material().choices) == (usual, ())


def test_a_decision_is_undone_by_ctrl_z(page: Page, site: Site) -> None:
    _open(page, site, QUOTES)
    _quote(page, "Askelund").get_by_role("button", name="Withhold").click()
    expect(_quote(page, "Askelund").locator(".state")).to_contain_text("withheld")
    with page.expect_event("load"):
        page.keyboard.press("Control+z")
    expect(_quote(page, "Askelund").locator(".state")).to_have_text("not decided")
    assert site.project.material().choices == ()


def test_a_quote_whose_coding_is_gone_is_not_decided_on_and_that_is_said(page: Page, site: Site) -> None:
    _open(page, site, QUOTES)
    mine = [one for one in site.project.material().codings if one.code == EVERYDAY]
    for one in mine:
        site.project.uncode(one.guid, coder="AML")
    _quote(page, "Askelund").get_by_role("button", name="Approve").click()
    expect(page.locator("#message")).to_contain_text("There is no coding")
    expect(_quote(page, "Askelund").locator(".state")).to_have_text("not decided")


# --- Personal data --------------------------------------------------------------------------------------


@pytest.fixture
def leaking(page: Page, site: Site) -> Page:
    """The theme report, in which somebody says a phone number."""
    project = site.project
    project.correct("askelund", f"{project.transcript('askelund').text} {PHONE}", coder="AML")
    project.code("askelund", MENTORING, quote=PHONE, coder="AML")
    _open(page, site, f"/theme?code={MENTORING}&lang=en&each=9")
    return page


def test_a_phone_number_stops_the_export_and_a_link_leads_to_it(leaking: Page, site: Site) -> None:
    expect(_preview(leaking).get_by_text("[phone number]").first).to_be_visible()
    with leaking.expect_event("load"):
        leaking.get_by_role("button", name="Word", exact=True).click()
    told = leaking.locator("#leaks")
    expect(told).to_contain_text("The report is not written: it would print personal data.")
    expect(told.locator("li")).to_contain_text("phone number: quote")
    assert "20 12" not in leaking.content()
    assert site.project.exports() == ()
    told.get_by_role("link").click()
    leaking.wait_for_selector("html[data-painted]")
    expect(leaking.locator("#line-here q")).to_contain_text(PHONE)


@pytest.mark.parametrize("refused_before", [False, True], ids=["at_once", "after_a_refusal"])
def test_masked_personal_data_let_the_export_through(leaking: Page, site: Site, refused_before: bool) -> None:
    if refused_before:
        with leaking.expect_event("load"):
            leaking.get_by_role("button", name="HTML", exact=True).click()
    leaking.get_by_label("Mask personal data").check()
    with leaking.expect_download() as download:
        leaking.get_by_role("button", name="HTML", exact=True).click()
    text = Path(download.value.path()).read_text(encoding="utf-8")
    assert "[phone number]" in text
    assert "20 12 34 56" not in text
    assert [one.kind for one in site.project.exports()] == ["theme"]


def test_the_page_of_a_refused_export_can_be_read_again(leaking: Page, site: Site) -> None:
    with leaking.expect_event("load"):
        leaking.get_by_role("button", name="Word", exact=True).click()
    leaking.reload()
    expect(leaking.get_by_role("heading", level=1)).to_have_text("Theme chapters")
    expect(leaking.locator("#leaks")).to_have_count(0)
    assert f"code={MENTORING}" in leaking.url


# --- Template and labels --------------------------------------------------------------------------------


def _own_template() -> bytes:
    document, file = docx.Document(), io.BytesIO()
    document.sections[0].header.paragraphs[0].text = "Styrelsen for Prøver"
    document.save(file)
    return file.getvalue()


def _upload(page: Page, name: str, data: bytes) -> None:
    page.set_input_files("#template [name=file]", FilePayload(name=name, mimeType=WORD, buffer=data))
    page.get_by_role("button", name="Use it").click()


def test_a_word_template_is_used_for_the_next_word_file_and_taken_away(page: Page, site: Site) -> None:
    _open(page, site, "")
    with page.expect_event("load"):
        _upload(page, "siri.docx", _own_template())
    expect(page.get_by_text("Reports are written in siri.docx.")).to_be_visible()
    _open(page, site, "/codebook")
    expect(page.get_by_text("Word files are written in siri.docx.")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Word", exact=True).click()
    written = docx.Document(str(download.value.path()))
    assert written.sections[0].header.paragraphs[0].text == "Styrelsen for Prøver"
    _open(page, site, "")
    with page.expect_event("load"):
        page.get_by_role("button", name="Take it away").click()
    expect(page.get_by_text("None: reports have icmo’s own look.")).to_be_visible()
    assert site.project.word_template() is None


def test_what_is_no_word_file_is_refused_in_words(page: Page, site: Site) -> None:
    _open(page, site, "")
    _upload(page, "siri.docx", b"PK no zip")
    expect(page.locator("#message")).not_to_be_empty()
    assert site.project.word_template() is None


def test_neutral_labels_are_shown_printed_and_taken_back(page: Page, site: Site) -> None:
    _open(page, site, "")
    with page.expect_event("load"):
        page.get_by_role("button", name="Print neutral labels").click()
    labels = site.project.material().aliases
    assert sorted(labels) == sorted(MUNICIPALITIES)
    expect(page.get_by_text(f"Askelund → {labels['Askelund']}")).to_be_visible()
    _open(page, site, f"/theme/quotes?code={OVERVIEW}")
    expect(page.locator("#quotes")).to_contain_text(labels["Askelund"])
    expect(page.locator("#quotes")).not_to_contain_text("Askelund")
    _open(page, site, f"/theme?code={OVERVIEW}")
    expect(_preview(page).locator("body")).to_contain_text(labels["Askelund"])
    expect(_preview(page).locator("body")).not_to_contain_text("Askelund")
    _open(page, site, "")
    with page.expect_event("load"):
        page.get_by_role("button", name="Print the names").click()
    assert site.project.material().aliases == {}
    _open(page, site, f"/theme?code={OVERVIEW}")
    expect(_preview(page).locator("body")).to_contain_text("Askelund")
