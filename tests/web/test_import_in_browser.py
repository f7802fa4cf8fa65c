"""Transcripts brought in through the browser: looked at first, described, then brought in."""

from __future__ import annotations

import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect

from icmo.models import InformantType
from tests.formats.pdf_writer import content, pdf, written
from tests.web.browser import Site

SAID = """\
BENTE: Hvad lavede I sammen?

سارة: Vi gik ture 🚶‍♀️ ved søen.

BENTE: Og så?

سارة: Så blev det nemmere at tale om børnene.
"""


ANSWERS = """\
id;kommune;Hvad hjalp?
Sofie;Nordvig;Min mentor ringede til mig.
Aïcha;;At vi øvede bussen sammen.
"""


def _file(name: str, content: str | bytes) -> FilePayload:
    buffer = content.encode() if isinstance(content, str) else content
    return {"name": name, "mimeType": "application/octet-stream", "buffer": buffer}


@pytest.fixture
def project_page(page: Page, site: Site) -> Page:
    page.goto(site.address)
    return page


@pytest.fixture
def preview(project_page: Page) -> Locator:
    """The dialog after a file was chosen."""
    project_page.get_by_label("Or choose files:").set_input_files(_file("Søndervang.txt", SAID))
    return project_page.get_by_role("dialog")


def test_a_chosen_file_is_looked_at_first(preview: Locator, site: Site) -> None:
    expect(preview).to_contain_text("Søndervang.txt")
    expect(preview).to_contain_text("BENTE (2 turns)")
    expect(preview).to_contain_text("سارة (2 turns)")
    expect(preview).to_contain_text("24 words")
    assert len(site.project.material().transcripts) == 2


def test_what_is_said_of_a_file_is_kept_with_it(preview: Locator, site: Site) -> None:
    preview.get_by_label("Municipality").fill("Søndervang")
    preview.get_by_label("Informants").select_option("kvinde")
    preview.get_by_label("Date").fill("2026-04-01")
    preview.get_by_label("BENTE").check()
    preview.get_by_role("button", name="Bring in").click()
    expect(preview.page.get_by_role("heading", name="Søndervang")).to_be_visible()
    [made] = [one for one in site.project.material().transcripts if one.municipality == "Søndervang"]
    assert (made.name, made.informant_type, made.date) == ("Søndervang", InformantType.WOMAN, "2026-04-01")
    assert [(turn.speaker, turn.interviewer) for turn in made.turns[:2]] == [("BENTE", True), ("سارة", False)]


def test_cancel_brings_nothing_in(preview: Locator, site: Site) -> None:
    preview.get_by_role("button", name="Cancel").click()
    expect(preview).to_be_hidden()
    assert len(site.project.material().transcripts) == 2


def test_a_file_dropped_on_the_page_is_looked_at(project_page: Page) -> None:
    dropped = project_page.evaluate_handle(
        """text => {
          const data = new DataTransfer();
          data.items.add(new File([text], 'Nordby.txt'));
          return data;
        }""",
        SAID,
    )
    project_page.dispatch_event("#drop", "drop", {"dataTransfer": dropped})
    expect(project_page.get_by_role("dialog")).to_contain_text("Nordby.txt")


def test_a_text_that_is_there_already_is_told_and_not_brought_in_again(project_page: Page, site: Site) -> None:
    project_page.get_by_label("Or choose files:").set_input_files(_file("igen.txt", site.transcript.text))
    dialog = project_page.get_by_role("dialog")
    expect(dialog).to_contain_text("Already in the project as “egeholm”")
    dialog.get_by_role("button", name="Bring in").click()
    expect(dialog).to_be_hidden()
    assert len(site.project.material().transcripts) == 2


def test_a_file_that_cannot_be_read_is_told_and_the_others_are_shown(project_page: Page) -> None:
    files = [_file("tom.txt", "\n"), _file("Søndervang.txt", SAID)]
    project_page.get_by_label("Or choose files:").set_input_files(files)
    dialog = project_page.get_by_role("dialog")
    expect(dialog.locator(".fault")).to_contain_text("tom.txt")
    expect(dialog.locator("fieldset")).to_have_count(1)


def test_a_pdf_comes_in_as_the_paragraphs_that_it_shows(project_page: Page, site: Site) -> None:
    said = ("INTERVIEWER: Hvad gjorde I?", "LEDER: Vi øvede bussen sammen hver dag, og til sidst kørte hun selv.")
    lines = [*written(*said, width=40), (280.0, 30.0, "Side 1 af 1")]
    project_page.get_by_label("Or choose files:").set_input_files(_file("Nordby.pdf", pdf(content(lines))))
    dialog = project_page.get_by_role("dialog")
    expect(dialog).to_contain_text("running headers, footers and page numbers were left out: Side 1 af 1")
    dialog.get_by_role("button", name="Bring in").click()
    expect(project_page.get_by_role("link", name="Nordby")).to_be_visible()
    project_page.get_by_role("link", name="Nordby").click()
    expect(project_page.get_by_role("main")).to_contain_text(said[1].removeprefix("LEDER: "))
    assert site.project.transcript("Nordby").text == "\n\n".join(said) + "\n"


def test_a_table_of_answers_is_shown_answer_by_answer_and_described_as_a_whole(project_page: Page, site: Site) -> None:
    project_page.get_by_label("Or choose files:").set_input_files(_file("svar.csv", ANSWERS))
    dialog = project_page.get_by_role("dialog")
    expect(dialog.locator("fieldset")).to_have_count(1)
    expect(dialog.get_by_role("listitem")).to_have_text(
        ["Sofie Nordvig – 2 turns, 9 words ", "Aïcha  – 2 turns, 9 words "]
    )
    dialog.get_by_label("Municipality").fill("Havbjerg")  # for the blank cell; what a row says stays
    expect(dialog.get_by_label("Name")).to_have_count(0)
    dialog.get_by_label("Informants").select_option("kvinde")
    dialog.get_by_role("button", name="Bring in").click()
    expect(project_page.get_by_role("link", name="Aïcha")).to_be_visible()
    made = [site.project.transcript(name) for name in ("Sofie", "Aïcha")]
    assert [(one.municipality, one.informant_type) for one in made] == [
        ("Nordvig", InformantType.WOMAN),
        ("Havbjerg", InformantType.WOMAN),
    ]
    assert [turn.interviewer for one in made for turn in one.turns] == [True, False, True, False]
