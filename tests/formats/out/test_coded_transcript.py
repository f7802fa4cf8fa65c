from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from lxml import html

from icmo.errors import InvalidError, NotFoundError, PersonalDataError
from icmo.formats.out import coded_docx, coded_html
from icmo.formats.out.coded_transcript import (
    coded,
    export_coded_transcript,
    export_coded_transcripts,
)
from icmo.models import Material
from icmo.reports.check import check
from tests.factories import a_coding, a_material, a_transcript
from tests.formats.out.coded import coded_material, materials

TURNS = ["Hvordan gik det? 😀", "Vi øvede bussen.\nSå fik hun ro & mod.", "Ja, <helt> sikkert."]
WHERE = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def _english(material: Material) -> Material:
    return replace(material, language="en")


def _page(material: Material, folder: Path) -> html.HtmlElement:
    export_coded_transcript(_english(material), "Åmose, gruppe", folder / "k.html")
    return html.fromstring((folder / "k.html").read_bytes().decode("utf-8"))


def _said(cell: html.HtmlElement) -> str:
    for sign in cell.xpath(".//sup"):
        sign.drop_tree()
    for line in cell.xpath(".//br"):
        line.tail = "\n" + (line.tail or "")
    return str(cell.text_content())


# --- HTML -----------------------------------------------------------------------------------------------


def test_a_row_per_turn_with_every_word_of_it(tmp_path: Path) -> None:
    page = _page(coded_material(), tmp_path)
    assert [_said(cell) for cell in page.xpath("//td[@class='said']")] == TURNS
    assert [str(cell.text_content()) for cell in page.xpath("//th[@scope='row']")] == [
        "Interviewerturn 1",
        "Speaker 1turn 2",
        "Speaker 2turn 3",
    ]


def test_the_margin_says_code_kind_valence_and_coders(tmp_path: Path) -> None:
    page = _page(coded_material(), tmp_path)
    notes = [" ".join(str(note.text_content()).split()) for note in page.xpath("//li[starts-with(@id, 'note-')]")]
    assert notes == [
        "1 Oeve in English (intervention · AML, BKH)”Vi øvede bussen.”",
        "2 Tro in English (mechanism · helps · AML)”øvede bussen. Så fik hun ro”Se også | Bo",
        "3 Ro in English (outcome · hinders · BKH)”ro & mod”",
    ]


def test_passages_are_marked_where_they_stand_and_end_with_their_number(tmp_path: Path) -> None:
    page = _page(coded_material(), tmp_path)
    assert [(mark.get("class"), mark.text_content()) for mark in page.xpath("//mark")] == [
        ("kI", "Vi "),
        ("kI", "øvede bussen."),
        ("kM", "Så fik hun "),
        ("kO", "ro"),
        ("kO", " & mod"),
    ]
    signs = {sign.text_content(): sign.getparent().getprevious() for sign in page.xpath("//sup/a")}
    assert set(signs) == {"1", "2", "3"}
    assert all(before.tag in ("mark", "sup") for before in signs.values())


def test_every_number_leads_to_its_note_and_back(tmp_path: Path) -> None:
    page = _page(coded_material(), tmp_path)
    there = set(page.xpath("//@id"))
    assert all(link[1:] in there for link in page.xpath("//main//a/@href"))
    assert [link.get("aria-label") for link in page.xpath("//sup/a")] == [
        *("Code 1: Oeve in English", "Code 2: Tro in English", "Code 3: Ro in English")
    ]


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_page_can_be_read_by_everybody_and_fetches_nothing(language: str, tmp_path: Path) -> None:
    made = replace(coded_material(), language=language)
    export_coded_transcript(made, "t-1", tmp_path / "k.html")
    text = (tmp_path / "k.html").read_text("utf-8")
    assert check(tmp_path / "k.html") == ()
    assert f'<html lang="{language}">' in text and "<script" not in text
    assert "default-src &#39;none&#39;" in text or "default-src 'none'" in text
    assert not re.search(r"(?:src|href)=\"(?!#)", text)


def test_a_passage_over_two_turns_is_listed_again_where_it_goes_on(tmp_path: Path) -> None:
    source = a_transcript("INTERVIEWER: Nå?\n\nAnna: Vi øvede.\n\nBo: Igen og igen.", name="x")
    made = a_material([source], [a_coding(source, "tro", "øvede.\n\nBo: Igen")])
    export_coded_transcript(_english(made), "x", tmp_path / "x.html")
    page = html.fromstring((tmp_path / "x.html").read_bytes().decode("utf-8"))
    cells = [" ".join(str(cell.text_content()).split()) for cell in page.xpath("//td[@class='codes']")]
    assert cells[2] == "1 Tro in English (continued)"
    assert [mark.text_content() for mark in page.xpath("//mark")] == ["øvede.", "Igen"]


@settings(deadline=None, max_examples=40)
@given(materials())
def test_every_word_and_every_coding_stands_on_the_page(material: Material) -> None:
    made = coded(material, material.transcripts[0])
    page = html.fromstring(f"<div>{coded_html.body(made)}</div>")
    assert len(page.xpath("//sup/a[starts-with(@id, 'end-')]")) == len(made.notes)
    said = "".join(_said(cell) for cell in page.xpath("//td[@class='said']"))
    assert "".join(said.split()) == "".join(material.transcripts[0].text.split())
    assert len(page.xpath("//li[starts-with(@id, 'note-')]")) == len(made.notes)
    assert sum(len(one.codings) for one in made.notes) == len(material.codings)


# --- Word -----------------------------------------------------------------------------------------------


def test_word_has_the_text_and_a_comment_per_coding_by_its_coder(tmp_path: Path) -> None:
    export_coded_transcript(_english(coded_material()), "t-1", tmp_path / "k.docx")
    document = docx.Document(str(tmp_path / "k.docx"))
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert texts[0] == "Åmose, gruppe" and texts[3::2] == TURNS
    assert texts[2::2] == ["Interviewer · turn 1", "Speaker 1 · turn 2", "Speaker 2 · turn 3"]
    comments = [(one.author, one.initials, one.text) for one in document.comments]
    assert comments == [
        ("AML", "AML", "Oeve in English (intervention)"),
        ("BKH", "BKH", "Oeve in English (intervention)"),
        ("AML", "AML", "Tro in English (mechanism)\nSe også | Bo"),
        ("BKH", "BKH", "Ro in English (outcome)"),
    ]
    assert [str(one.timestamp) for one in document.comments][:2] == [
        "2026-03-12 09:30:00+00:00",
        "2026-03-13 00:00:00+00:00",
    ]


def _commented(data: bytes) -> dict[str, str]:
    """The words between the two ends of each comment."""
    body = docx.Document(io.BytesIO(data)).element.body
    open_, words = set(), dict[str, str]()
    for element in body.iter():
        number = element.get(f"{WHERE}id")
        if element.tag == f"{WHERE}commentRangeStart":
            open_.add(number)
            words[number] = ""
        elif element.tag == f"{WHERE}commentRangeEnd":
            open_.remove(number)
        elif element.tag in (f"{WHERE}t", f"{WHERE}br", f"{WHERE}tab"):
            text = {f"{WHERE}br": "\n", f"{WHERE}tab": "\t"}.get(element.tag, element.text or "")
            words |= {one: words[one] + text for one in open_}
    assert open_ == set()
    return words


def test_comments_begin_and_end_where_passages_do() -> None:
    made = _english(coded_material())
    words = _commented(coded_docx.document(coded(made, made.transcripts[0])))
    assert list(words.values()) == ["Vi øvede bussen."] * 2 + ["øvede bussen.\nSå fik hun ro", "ro & mod"]


@settings(deadline=None, max_examples=25)
@given(materials())
def test_every_coding_is_a_comment_on_its_words(material: Material) -> None:
    words = _commented(coded_docx.document(coded(material, material.transcripts[0])))
    assert sorted("".join(one.split()) for one in words.values()) == sorted(
        "".join(one.quote.split()) for one in material.codings
    )


def test_word_files_pass_the_check_but_for_the_comments_themselves(tmp_path: Path) -> None:
    export_coded_transcript(coded_material(), "t-1", tmp_path / "k.docx")
    assert [problem for problem in check(tmp_path / "k.docx") if "comments" not in str(problem)] == []


# --- Both -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", [".html", ".docx"])
def test_personal_data_stop_it_before_a_file_is_opened(suffix: str, tmp_path: Path) -> None:
    made = _english(a_material([a_transcript("Anna: Ring 20 12 34 56.", name="x")]))
    with pytest.raises(PersonalDataError):
        export_coded_transcript(made, "x", tmp_path / f"k{suffix}")
    with pytest.raises(PersonalDataError):
        export_coded_transcripts(made, tmp_path / "all", suffix=suffix)
    assert list(tmp_path.iterdir()) == []
    export_coded_transcript(made, "x", tmp_path / f"k{suffix}", mask=True)
    assert b"20 12" not in (tmp_path / f"k{suffix}").read_bytes()


@pytest.mark.parametrize("suffix", [".html", ".docx"])
def test_the_same_project_gives_the_same_bytes(suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    once = [path.read_bytes() for path in export_coded_transcripts(coded_material(), tmp_path / "1", suffix=suffix)]
    later = time.time() + 100_000
    monkeypatch.setattr(time, "time", lambda: later)
    paths = export_coded_transcripts(coded_material(), tmp_path / "2", suffix=suffix)
    assert [path.read_bytes() for path in paths] == once
    assert [path.stem for path in paths] == ["Aamose_gruppe", "Aamose_gruppe_2"]


def test_an_unknown_transcript_or_suffix_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="“nobody”"):
        export_coded_transcript(coded_material(), "nobody", tmp_path / "k.html")
    with pytest.raises(InvalidError, match=r"“\.odt”"):
        export_coded_transcript(coded_material(), "t-1", tmp_path / "k.odt")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("suffix", [".html", ".docx"])
def test_a_transcript_without_codings_is_its_text(suffix: str, tmp_path: Path) -> None:
    assert export_coded_transcript(a_material([a_transcript(name="x")]), "x", tmp_path / f"k{suffix}") == 0
    assert (tmp_path / f"k{suffix}").stat().st_size > 1000
