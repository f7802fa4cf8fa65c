"""A report as Word is read back: every word of it is there, every link leads somewhere, and nobody is left out."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.shared import Cm
from lxml import etree

from icmo.colours import contrast
from icmo.documents.model import (
    NOTHING,
    Block,
    Box,
    Bullets,
    Cell,
    Figure,
    Heading,
    Line,
    Paragraph,
    Quotes,
    Report,
    Run,
    Table,
    bullets,
    cell,
    line,
    paragraph,
    row,
)
from icmo.errors import InvalidError, NotFoundError
from icmo.reports import pictures
from icmo.reports.word import render
from icmo.reports.word.styles import BOX_FILL, HEADER_FILL, INK, LINK, breadth
from tests.reports.specimen import BARS, a_figure, a_quote, a_report, a_table

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NS = {
    "w": W.strip("{}"),
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "asvg": "http://schemas.microsoft.com/office/drawing/2016/SVG/main",
}


def _a_png() -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 2, 1, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" + b"\x11" * 6)) + chunk(b"IEND", b"")


@pytest.fixture(autouse=True)
def quick_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Figures are tested where they are drawn; here they are a dot of 30 × 10 cm."""
    monkeypatch.setattr(pictures.Drawn, "png", lambda self, dpi=150: _a_png())
    monkeypatch.setattr(
        pictures,
        "drawn",
        lambda picture, *, title, lang: pictures.Drawn(f"<svg><title>{title}</title></svg>", (30.0, 10.0), title),
    )


def _part(data: bytes, name: str) -> Any:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return etree.fromstring(package.read(name))


def _body(data: bytes) -> Any:
    return _part(data, "word/document.xml")


def _find(root: Any, path: str) -> list[Any]:
    return etree.XPath(path, namespaces=NS)(root)  # type: ignore[no-any-return,return-value]


def _text(element: Any) -> str:
    return "".join(_find(element, ".//w:t/text()"))


def _paragraphs(root: Any) -> list[str]:
    return [_text(one) for one in _find(root, ".//w:p")]


def _report(*blocks: Block, **fields: Any) -> Report:
    return replace(a_report(), blocks=blocks, **{"contents": False, **fields})


def _style(data: bytes, element: Any) -> str:
    """The English name of a paragraph's style."""
    used = _find(element, "w:pPr/w:pStyle/@w:val")[0]
    return str(_find(_part(data, "word/styles.xml"), f"w:style[@w:styleId='{used}']/w:name/@w:val")[0])


@pytest.fixture
def made() -> bytes:
    return render(a_report())


# --- Everything is there ---------------------------------------------------------------------------------


def _lines(report: Report) -> Iterator[Line]:
    for block in report.blocks:
        for one in block.blocks if isinstance(block, Box) else (block,):
            if isinstance(one, Paragraph):
                yield one.words
            elif isinstance(one, Bullets):
                yield from one.items
    for table in report.tables:
        yield from (words for made in table.rows for inside in made for words in inside.lines)


def _strings(report: Report) -> Iterator[str]:
    """All that a reader should find, gathered from the model on another way than the renderer's."""
    yield from (report.title, report.subtitle)
    yield from (block.text for block in report.blocks if isinstance(block, Heading))
    yield from (block.title for block in report.blocks if isinstance(block, Box))
    yield from (block.caption for block in report.blocks if isinstance(block, Figure))
    for words in _lines(report):
        yield "".join(run.text for run in words)
        yield from ("".join(run.text for run in one.note) for one in words)
    for table in report.tables:
        yield from (table.caption, *table.columns)
    for quote in report.quotes:
        yield f"{quote.number}. ”{quote.text}” ({quote.signature})"
        yield f"{quote.transcript_name}, replik {quote.turn} · kodet af AML"


def test_every_string_of_the_report_is_in_the_document(made: bytes) -> None:
    words = "\n".join([*_paragraphs(_body(made)), *_paragraphs(_part(made, "word/footnotes.xml"))])
    assert [one for one in _strings(a_report()) if one not in words] == []


def test_tables_hold_the_words_of_their_cells_in_rows_and_columns(made: bytes) -> None:
    found = [[[c.text for c in r.cells] for r in t.rows] for t in docx.Document(io.BytesIO(made)).tables]
    belaeg = ["4 af 6 kommuner [1–3]\nhæmmende: 2", "1 af 6 kommuner1", "ingen belæg"]  # 1 is the sign of a note
    expected = [["Indsats", "Kommuner", "Citater", "Belæg"], ["Jobcafé", "4", "11", belaeg[0]]]
    assert [[[text.replace("\xa0", " ") for text in one] for one in table[:2]] for table in found] == [expected] * 5
    assert [one[3].replace("\xa0", " ") for one in found[0][2:]] == belaeg[1:]


def test_the_title_and_the_sort_of_file_stand_in_its_properties(made: bytes) -> None:
    about = docx.Document(io.BytesIO(made)).core_properties
    assert (about.title, about.author, about.language) == ("Prøve på en rapport: Flere på vej", "icmo", "da-DK")


@pytest.mark.parametrize(("language", "culture"), [("da", "da-DK"), ("en", "en-GB")])
def test_the_language_is_said_where_screen_readers_look(language: str, culture: str) -> None:
    made = render(_report(language=language))
    assert _find(_part(made, "word/styles.xml"), "w:docDefaults//w:lang/@w:val") == [culture]
    assert _find(_part(made, "word/settings.xml"), "w:themeFontLang/@w:val") == [culture]


@pytest.mark.parametrize(("language", "words"), [("en", "page 1 of 1"), ("da", None)])
def test_pages_are_numbered_by_fields(language: str, words: str | None) -> None:
    made = render(_report(language=language))
    footer = docx.Document(io.BytesIO(made)).sections[0].footer._element
    assert [code.strip() for code in _find(footer, ".//w:instrText/text()")] == ["PAGE", "NUMPAGES"]
    assert words is None or _text(footer) == words


@pytest.mark.parametrize("landscape", [True, False])
def test_a_wide_report_lies_and_others_stand(landscape: bool) -> None:
    section = docx.Document(io.BytesIO(render(_report(landscape=landscape)))).sections[0]
    assert (section.page_width > section.page_height) is landscape
    assert (section.orientation == WD_ORIENT.LANDSCAPE) is landscape


# --- Headings, lists, links ------------------------------------------------------------------------------


def test_headings_are_real_and_go_down_step_by_step(made: bytes) -> None:
    names = [p.style.name for p in docx.Document(io.BytesIO(made)).paragraphs if p.style.name.startswith("Heading")]
    assert names == ["Heading 1", "Heading 2", "Heading 3", "Heading 2", "Heading 2", "Heading 2"]


def test_lists_are_real_lists_and_each_numbered_one_begins_anew() -> None:
    made = render(_report(bullets(["a"]), bullets(["b", "c"], numbered=True), bullets(["d"], numbered=True)))
    numbering = _part(made, "word/numbering.xml")
    used = _find(_body(made), ".//w:p[w:pPr/w:numPr]/w:pPr/w:numPr/w:numId/@w:val")
    assert used[0] == used[1] != used[2]
    for number in used:
        assert _find(numbering, f"w:num[@w:numId='{number}']//w:startOverride/@w:val") == ["1"]
    bullet = docx.Document(io.BytesIO(made)).styles["List Bullet"].element
    style_list = _find(bullet, "w:pPr/w:numPr/w:numId/@w:val")[0]
    definition = _find(numbering, f"w:num[@w:numId='{style_list}']/w:abstractNumId/@w:val")[0]
    assert _find(numbering, f"w:abstractNum[@w:abstractNumId='{definition}']//w:numFmt/@w:val") == ["bullet"]


def test_every_link_leads_to_a_bookmark_and_every_quote_has_one(made: bytes) -> None:
    body = _body(made)
    names = _find(body, ".//w:bookmarkStart/@w:name")
    anchors = {*_find(body, ".//w:hyperlink/@w:anchor"), *_find(_part(made, "word/footnotes.xml"), ".//@w:anchor")}
    assert anchors <= set(names)
    assert {"citat_1", "citat_3", "afsnit_method"} <= anchors
    assert {f"citat_{quote.number}" for quote in a_report().quotes} <= set(names)
    assert len(names) == len(set(names))


def test_a_link_to_what_is_not_in_the_document_is_plain_words() -> None:
    made = render(_report(paragraph(Run("to", quote=2), " ", Run("metoden", anchor="method")), Quotes((1,))))
    assert "to metoden" in _paragraphs(_body(made))
    assert not _find(_body(made), ".//w:hyperlink")


def test_a_quote_printed_twice_is_found_at_the_first_place() -> None:
    body = _body(render(_report(Quotes((1,)), Quotes((1, 2), places=True))))
    marked = [_find(one, "w:bookmarkStart/@w:name") for one in _find(body, ".//w:p")]
    assert [one for one in marked[2:] if one] == [["citat_1"], ["citat_2"]]
    assert _find(body, "count(.//w:bookmarkStart[@w:name='citat_1'])") == 1


def test_sections_with_hostile_or_alike_anchors_are_told_apart() -> None:
    anchors = ("theme:ro & mod", "theme:ro_&_mod", "x" * 90, "x" * 91)
    links = [paragraph(Run("her", anchor=anchor)) for anchor in anchors]
    body = _body(render(_report(*links, *(Heading(2, "Afsnit", anchor) for anchor in anchors))))
    names = _find(body, ".//w:bookmarkStart/@w:name")
    assert len(set(names)) == 4
    assert names == _find(body, ".//w:hyperlink/@w:anchor")
    assert all(len(name) <= 40 and name.replace("_", "").isalnum() for name in names)


def test_the_table_of_contents_is_a_field_filled_with_links(made: bytes) -> None:
    contents = _find(_body(made), ".//w:sdt")[0]
    assert _find(contents, ".//w:instrText/text()")[0].split()[:2] == ["TOC", "\\o"]
    links = {_text(one): one.get(f"{W}anchor") for one in _find(contents, ".//w:hyperlink")}
    assert list(links) == ["Indsatser", "Kvindernes blik", "Figurer", "Sådan er det lavet", "Citater"]
    for text, name in links.items():
        assert _text(_find(_body(made), f".//w:p[w:bookmarkStart/@w:name='{name}']")[0]) == text
    assert not _find(_part(made, "word/settings.xml"), "w:updateFields")


@pytest.mark.parametrize(("sections", "levels"), [(("For", "Imod"), '"2-2"'), (("For {n}", "Imod {n}"), '"2-3"')])
def test_sections_that_come_back_in_every_chapter_are_left_out_of_the_contents(
    sections: tuple[str, str], levels: str
) -> None:
    blocks = [
        Heading(level, text.format(n=n))
        for n in range(3)
        for level, text in ((2, "Kapitel {n}"), *((3, section) for section in sections))
    ]
    contents = _find(_body(render(_report(*blocks, contents=True))), ".//w:sdt")[0]
    assert levels in _find(contents, ".//w:instrText/text()")[0]


def test_a_table_of_contents_over_a_page_has_the_chapters_only() -> None:
    chapters = [Heading(level, f"{level}.{n}") for n in range(21) for level in (2, 3)]
    contents = _find(_body(render(_report(*chapters, contents=True))), ".//w:sdt")[0]
    assert [_text(one) for one in _find(contents, ".//w:hyperlink")] == [f"2.{n}" for n in range(21)]
    assert '"2-2"' in _find(contents, ".//w:instrText/text()")[0]


def test_fields_are_whole(made: bytes) -> None:
    marks = _find(_body(made), ".//w:fldChar/@w:fldCharType")
    assert marks == ["begin", "separate", "end"] * (len(marks) // 3)


def test_footnotes_are_real_and_their_links_lead_on(made: bytes) -> None:
    notes = _part(made, "word/footnotes.xml")
    assert _find(notes, "w:footnote/@w:type") == ["separator", "continuationSeparator"]
    used = _find(_body(made), ".//w:footnoteReference/@w:id")
    assert used == _find(notes, "w:footnote[not(@w:type)]/@w:id")
    assert _paragraphs(notes)[2:] == [" Åmose: citat 3"]
    assert set(_find(notes, ".//w:hyperlink/@w:anchor")) == {"citat_3"}
    related = [one.reltype for one in docx.Document(io.BytesIO(made)).part.rels.values()]
    assert related.count(RELATIONSHIP_TYPE.FOOTNOTES) == 1


def test_the_notes_of_a_table_are_a_list_below_it_with_ways_there_and_back(made: bytes) -> None:
    body = _body(made)
    tables = _find(body, ".//w:tbl")
    for number, table in enumerate(tables, start=1):
        title, note = table.getnext(), table.getnext().getnext()
        assert (_text(title), _text(note)) == (f"Noter til tabel {number}", "Egeholm: citat 3 ↑")
        assert _find(note, "count(w:pPr/w:numPr)") == 1
        sign = _find(table, ".//w:hyperlink[w:r/w:rPr/w:rStyle]")[-1]
        assert _text(sign) == "1"
        assert sign.get(f"{W}anchor") in _find(note, "w:bookmarkStart/@w:name")
        assert _find(note, "w:hyperlink/@w:anchor")[-1] in _find(table, ".//w:bookmarkStart/@w:name")


def test_the_notes_of_each_table_begin_with_1() -> None:
    table = Table("x", "x", "x", ("a",), tuple((cell(Run("b", note=line("c"))),) for _row in "12"))
    made = render(_report(table, table))
    used = _find(_body(made), ".//w:p[w:pPr/w:numPr]/w:pPr/w:numPr/w:numId/@w:val")
    assert used == [used[0]] * 2 + [used[2]] * 2
    assert used[0] != used[2]
    signs = _find(_body(made), ".//w:tc//w:hyperlink/w:r/w:t/text()")
    assert signs == ["1", "2", "1", "2"]


def test_a_footnote_in_a_footnote_stands_in_brackets() -> None:
    made = render(_report(paragraph(Run("a", note=line("b", Run("c", note=line("d")))))))
    assert _paragraphs(_part(made, "word/footnotes.xml"))[2:] == [" bc (d)"]


def test_a_report_without_notes_has_no_footnotes() -> None:
    with zipfile.ZipFile(io.BytesIO(render(_report(paragraph("Ro"))))) as package:
        assert "word/footnotes.xml" not in package.namelist()


# --- Tables and figures ----------------------------------------------------------------------------------


def test_tables_have_captions_header_rows_row_headers_and_descriptions(made: bytes) -> None:
    for number, table in enumerate(_find(_body(made), ".//w:tbl"), start=1):
        before = table.getprevious()
        assert _style(made, before) == "caption"
        assert _text(before).endswith(a_report_tables()[number - 1].caption)
        assert str(number) in _text(before)
        assert _find(before, ".//w:pPr/w:keepNext")
        assert [bool(_find(one, "w:trPr/w:tblHeader")) for one in _find(table, "w:tr")] == [True, False, False, False]
        assert _find(table, "w:tblPr/w:tblLook/@w:firstColumn | w:tblPr/w:tblLook/@w:firstRow") == ["1", "1"]
        assert _find(table, "w:tblPr/w:tblCaption/@w:val") == [a_report_tables()[number - 1].caption]
        assert _find(table, "w:tblPr/w:tblDescription/@w:val") == [a_report_tables()[number - 1].about]


def a_report_tables() -> list[Table]:
    return list(a_report().tables)


HOLLOW = Table("x", "Hul", "Hul", ("Navn", ""), ((Cell(()), cell(line(""))), (cell(line(" ")), Cell((), listed=True))))


@pytest.mark.parametrize(
    "table",
    [HOLLOW, replace(HOLLOW, rows=()), replace(HOLLOW, rows=((cell("a"),),)), a_table()],
    ids=["cells_without_words", "a_table_without_rows", "a_row_that_is_too_short", "a_usual_table"],
)
def test_no_cell_is_empty_and_none_is_merged(table: Table) -> None:
    body = _body(render(_report(table)))
    assert not _find(body, ".//w:gridSpan | .//w:vMerge")
    assert all(_text(one).strip() for one in _find(body, ".//w:tc"))
    assert all(_find(one, "w:p") for one in _find(body, ".//w:tc"))
    assert {len(_find(one, "w:tc")) for one in _find(body, ".//w:tr")} == {len(table.columns)}


def test_a_table_without_columns_says_nothing_and_breaks_nothing() -> None:
    body = _body(render(_report(Table("x", "Tom", "Tom", (), ()))))
    assert not _find(body, ".//w:tbl")
    assert _paragraphs(body)[-1] == NOTHING


def test_numbers_stand_to_the_right_and_row_headers_do_not() -> None:
    table = Table("x", "Tal", "Tal", ("År", "Antal"), (row(cell(2023, text="2023"), 4), row("i", None), row("j", "få")))
    made = render(_report(table))
    names = [[_style(made, p) for p in _find(one, "w:tc/w:p")] for one in _find(_body(made), ".//w:tr")]
    text, number = "icmo Tabeltekst", "icmo Tabeltal"
    assert names == [[text, number], [text, number], [text, number], [text, text]]


def test_a_list_that_stands_for_a_number_is_no_number() -> None:
    table = Table("x", "Tal", "Tal", ("A", "B"), (row("i", Cell((line("4"), line("få")), listed=True, value=4)),))
    made = render(_report(table))
    names = [[_style(made, p) for p in _find(one, "w:tc/w:p")] for one in _find(_body(made), ".//w:tr")]
    assert names == [["icmo Tabeltekst"] * 2, ["icmo Tabeltekst", "icmo Tabelpunkt", "icmo Tabelpunkt"]]


def test_lists_in_cells_are_bullets(made: bytes) -> None:
    listed = _find(_body(made), ".//w:tbl")[0].xpath("w:tr[2]/w:tc[4]/w:p", namespaces=NS)
    assert [_style(made, one) for one in listed] == ["icmo Tabelpunkt"] * 2
    style = docx.Document(io.BytesIO(made)).styles["icmo Tabelpunkt"].element
    assert _find(style, "w:pPr/w:numPr/w:numId")


def test_a_short_row_stays_on_its_page_and_a_long_one_may_go_on() -> None:
    table = Table("x", "Rækker", "Rækker", ("A",), (row("kort"), row("ord " * 400)))
    assert [bool(_find(one, ".//w:cantSplit")) for one in _find(_body(render(_report(table))), ".//w:tr")[1:]] == [
        True,
        False,
    ]


def test_columns_fill_the_page_and_no_heading_is_broken_within_a_word() -> None:
    table = Table("x", "Bred", "Bred", ("Beskæftigelsesorientering", "A", "B"), (row("a", 1, 2),), widths=(1, 9, 9))
    widths = [int(one) for one in _find(_body(render(_report(table))), ".//w:gridCol/@w:w")]
    assert sum(widths) == 11906 - 2 * 1304
    assert widths[0] >= 25 * 100
    assert widths[1] - widths[2] in (-1, 0, 1)


def test_figures_are_svg_with_a_png_and_words_for_who_does_not_see_them(made: bytes) -> None:
    document = docx.Document(io.BytesIO(made))
    drawings = _find(_body(made), ".//wp:inline")
    figures = [block for block in a_report().blocks if isinstance(block, Figure)]
    assert [_find(one, "wp:docPr/@descr")[0] for one in drawings] == [figure.alt for figure in figures]
    for drawing in drawings:
        png = document.part.related_parts[_find(drawing, ".//a:blip/@r:embed")[0]]
        svg = document.part.related_parts[_find(drawing, ".//asvg:svgBlip/@r:embed")[0]]
        assert (png.content_type, svg.content_type) == ("image/png", "image/svg+xml")
        assert svg.blob.startswith(b"<svg>")
    assert len({svg for one in drawings for svg in _find(one, ".//asvg:svgBlip/@r:embed")}) == 4


def test_a_figure_has_its_caption_before_it_and_its_table_after_it() -> None:
    body = _body(render(_report(a_figure(BARS, "Søjler", "Andele"), language="en")))
    tags = ["picture" if _find(one, ".//w:drawing") else _text(one) or one.tag for one in body[0][2:-2]]
    assert tags[:3] == ["Figure 1. Andele", "picture", "Table 1. Andele i tal"]


def test_a_picture_is_no_wider_than_the_page() -> None:
    extent = _find(_body(render(_report(a_figure(BARS, "Søjler", "Andele")))), ".//wp:extent")[0]
    width, height = int(extent.get("cx")) / 360_000, int(extent.get("cy")) / 360_000
    assert 16 < width <= 16.5
    assert abs(width / height - 3) < 0.001


def test_captions_of_tables_and_figures_are_counted_apart(made: bytes) -> None:
    codes = [one.split()[1:2] for one in _find(_body(made), ".//w:instrText/text()") if "SEQ" in one]
    table, figure = codes[0], codes[1]
    assert codes == [table, figure, table, figure, table, figure, table, figure, table]
    assert table != figure


# --- Boxes, paragraphs, looks ----------------------------------------------------------------------------


def test_a_box_is_bordered_paragraphs_all_indented_alike() -> None:
    inside = (paragraph("Ro."), bullets(["a"]), Quotes((1,), places=True), paragraph("s", style="small"))
    made = render(_report(Box("Kvindeperspektiv", inside)))
    assert not _find(_body(made), ".//w:tbl")
    names = [_style(made, one) for one in _find(_body(made), ".//w:p")][2:]
    assert names == ["icmo Bokstitel", "icmo Boks", "icmo Bokspunkt", "icmo Bokscitat", "icmo Boks småt"]
    borders = {etree.tostring(one) for one in _find(_body(made), ".//w:pBdr")}
    assert len(borders) == 1


def test_the_title_of_a_box_is_a_heading_below_its_own() -> None:
    body = _body(render(_report(Box("A", ()), Heading(2, "B"), Heading(3, "C"), Box("D", ()))))
    assert _find(body, ".//w:outlineLvl/@w:val") == ["1", "3"]  # counted from 0: levels 2 and 4


def test_what_follows_a_table_keeps_its_distance() -> None:
    body = _body(render(_report(a_table(), paragraph("Ro"), paragraph("Mod"))))
    assert [_find(one, "w:pPr/w:spacing/@w:before") for one in _find(body, "w:body/w:p")[-2:]] == [["280"], []]


def test_boxes_in_a_row_stay_apart() -> None:
    body = _body(render(_report(Box("En", (paragraph("a"),)), Box("To", (paragraph("b"),)))))
    assert len({etree.tostring(one) for one in _find(body, ".//w:pBdr")}) == 2


@pytest.mark.parametrize(
    ("style", "name"),
    [("body", "Normal"), ("lead", "icmo Manchet"), ("warning", "icmo Advarsel"), ("small", "icmo Småt")],
)
def test_each_sort_of_paragraph_has_a_style(style: Any, name: str) -> None:
    made = render(_report(paragraph("Ro", style=style)))
    assert _style(made, _find(_body(made), ".//w:p")[-1]) == name


@pytest.mark.parametrize(
    ("ink", "ground"), [(INK, HEADER_FILL), (INK, BOX_FILL), (LINK, "FFFFFF"), (LINK, BOX_FILL), ("4B5563", "FFFFFF")]
)
def test_words_stand_out_from_what_they_stand_on(ink: str, ground: str) -> None:
    assert contrast(f"#{ink}", f"#{ground}") >= 4.5


# --- A file that Word opens ------------------------------------------------------------------------------

ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens spacing ind contextualSpacing mirrorIndents jc textAlignment outlineLvl rPr",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike color spacing w kern position sz szCs highlight u effect "
    "vertAlign lang",
    "tblPr": "tblStyle tblW jc tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption "
    "tblDescription",
    "tcPr": "cnfStyle tcW gridSpan vMerge tcBorders shd noWrap tcMar vAlign",
    "style": "name aliases basedOn next link uiPriority semiHidden qFormat pPr rPr tblPr trPr tcPr tblStylePr",
    "tblStylePr": "pPr rPr tblPr trPr tcPr",
    "lvl": "start numFmt lvlRestart pStyle isLgl suff lvlText lvlJc pPr rPr",
    "numbering": "numPicBullet abstractNum num",
    "sectPr": "headerReference footerReference footnotePr type pgSz pgMar titlePg",
    "settings": "zoom footnotePr endnotePr compat themeFontLang clrSchemeMapping",
    "pBdr": "top left bottom right",
}


@pytest.mark.parametrize("name", ["document", "styles", "numbering", "settings", "footnotes"])
def test_elements_stand_in_the_order_of_the_schema(name: str) -> None:
    after_tables = (a_table(), Box("", (bullets(["a"]),)), a_table(), Box("b", (bullets(["b"], numbered=True),)))
    made = render(replace(a_report(), blocks=(*a_report().blocks, *after_tables, a_table(), bullets(["c"]))))
    for element in _part(made, f"word/{name}.xml").iter():
        order = ORDER.get(etree.QName(element).localname, "").split()
        if order:
            places = [order.index(etree.QName(child).localname) for child in element]
            assert places == sorted(places), etree.tostring(element)


def test_ids_are_given_once(made: bytes) -> None:
    body = _body(made)
    for path in (".//wp:docPr/@id", ".//w:bookmarkStart/@w:id"):
        assert len(_find(body, path)) == len(set(_find(body, path)))
    assert sorted(_find(body, ".//w:bookmarkStart/@w:id")) == sorted(_find(body, ".//w:bookmarkEnd/@w:id"))


def test_every_style_and_list_that_is_used_is_there(made: bytes) -> None:
    known = set(_find(_part(made, "word/styles.xml"), "w:style/@w:styleId"))
    lists = set(_find(_part(made, "word/numbering.xml"), "w:num/@w:numId"))
    for name in ("document", "styles", "footnotes"):
        root = _part(made, f"word/{name}.xml")
        tags = ("pStyle", "rStyle", "tblStyle", "basedOn", "next")
        assert {one for tag in tags for one in _find(root, f".//w:{tag}/@w:val")} <= known
        assert set(_find(root, ".//w:numId/@w:val")) <= lists


@pytest.mark.parametrize(
    "text", ["a\x00b\x0bc", "a\ud800b", "a\ufffeb", "<w:t>&amp;]]>", "a\r\nb\tc", "\"'", "ro 😀"], ids=repr
)
def test_hostile_text_stands_as_words_wherever_it_may_stand(text: str) -> None:
    table = Table(text, text, text, (text,), ((cell(text),),))
    quotes = (a_quote(1, text, signature=text, transcript_name=text),)
    blocks = (Heading(2, text, text), paragraph(Run(text, note=line(text))), table, Figure(text, text, BARS, table))
    made = render(_report(*blocks, Quotes((1,), places=True), title=text, subtitle=text, quotes=quotes, contents=True))
    plain = "".join(one for one in text if one not in "\x00\x0b\ud800\ufffe\r\n\t")
    document = docx.Document(io.BytesIO(made))
    assert _text(document.paragraphs[0]._p) == plain
    assert [_text(cell._tc) for cell in document.tables[0].rows[1].cells] == [plain]


def test_a_document_does_not_end_in_a_table() -> None:
    assert [etree.QName(one).localname for one in _body(render(_report(a_table())))[0]][-2:] == ["p", "sectPr"]


def test_an_empty_report_is_a_title() -> None:
    assert _paragraphs(_body(render(_report(contents=True, quotes=(), subtitle=""))))[0].startswith("Prøve på")


def test_the_same_report_is_the_same_text(made: bytes) -> None:
    again = render(a_report())
    with zipfile.ZipFile(io.BytesIO(made)) as one, zipfile.ZipFile(io.BytesIO(again)) as other:
        same = {name for name in one.namelist() if one.read(name) == other.read(name)}
        assert set(one.namelist()) - same <= {"docProps/core.xml"}


# --- An organisation's template --------------------------------------------------------------------------


@pytest.fixture
def template(tmp_path: Path) -> Path:
    """A template as a Danish Word makes it: ids in Danish, a logo, margins, text of its own, a comment, a footnote."""
    document = docx.Document()
    section = document.sections[0]
    section.left_margin = Cm(4)
    section.header.paragraphs[0].add_run("Styrelsen ").add_picture(io.BytesIO(_a_png()), width=Cm(2))
    document.styles["Heading 2"].element.set(qn("w:styleId"), "Overskrift2")
    document.styles["Heading 2"].font.name = "Georgia"
    for name in ("Quote", "Caption", "List Number"):
        element = document.styles[name].element
        element.getparent().remove(element)
    paragraph_of_its_own = document.add_paragraph("Skriv her")
    document.add_comment(paragraph_of_its_own.runs, "Husk logo", author="Karen Hansen")
    document.add_picture(io.BytesIO(_a_png()))
    path = tmp_path / "skabelon.docx"
    document.save(str(path))
    return path


def test_a_template_keeps_its_look_and_loses_its_text(template: Path) -> None:
    made = render(a_report(), template=template)
    document = docx.Document(io.BytesIO(made))
    assert document.sections[0].left_margin.cm == pytest.approx(4, abs=0.01)
    assert document.sections[0].header.paragraphs[0].text.strip() == "Styrelsen"
    assert _find(document.sections[0].header._element, ".//pic:pic")
    heading = _find(_body(made), ".//w:p[w:pPr/w:pStyle/@w:val='Overskrift2']")
    assert _text(heading[0]) == "Indsatser"
    assert document.styles["Heading 2"].font.name == "Georgia"
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        everything = b"".join(map(package.read, package.namelist()))
    assert b"Skriv her" not in everything
    assert b"Karen Hansen" not in everything


def test_a_template_is_given_the_styles_that_it_lacks_and_keeps_the_language_of_the_report(template: Path) -> None:
    made = render(a_report(), template=template.read_bytes())
    names = _find(_part(made, "word/styles.xml"), "w:style/w:name/@w:val")
    assert {"Quote", "caption", "List Number", "footnote text", "Hyperlink", "toc 2"} <= set(names)
    assert len(names) == len(set(names))
    ids = _find(_part(made, "word/styles.xml"), "w:style/@w:styleId")
    assert len(ids) == len(set(ids))
    assert set(_find(_part(made, "word/styles.xml"), ".//w:lang/@w:val")) == {"da-DK"}


def test_all_of_the_report_stands_in_the_template_too(template: Path) -> None:
    made = render(a_report(), template=template)
    words = "\n".join([*_paragraphs(_body(made)), *_paragraphs(_part(made, "word/footnotes.xml"))])
    assert [one for one in _strings(a_report()) if one not in words] == []


def test_a_list_is_a_list_where_the_templates_style_is_none(tmp_path: Path) -> None:
    document = docx.Document()
    element = document.styles["List Bullet"].element
    element.pPr.remove(element.pPr.numPr)
    document.save(str(tmp_path / "t.docx"))
    body = _body(render(_report(bullets(["a", "b"])), template=tmp_path / "t.docx"))
    assert len(_find(body, ".//w:p/w:pPr/w:numPr")) == 2


def test_where_a_template_came_from_is_forgotten(template: Path) -> None:
    document = docx.Document(str(template))
    settings = document.part.part_related_by(RELATIONSHIP_TYPE.SETTINGS)
    key = settings.relate_to("file:///server/skabelon.dotx", f"{NS['r']}/attachedTemplate", is_external=True)
    attached = etree.SubElement(document.settings.element, f"{W}attachedTemplate")
    attached.set(qn("r:id"), key)
    document.save(str(template))
    with zipfile.ZipFile(io.BytesIO(render(a_report(), template=template))) as package:
        assert b"server" not in b"".join(map(package.read, package.namelist()))


def _retyped(path: Path, content_type: str) -> bytes:
    ours = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    file = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(ours, content_type.encode()))
    return file.getvalue()


@pytest.mark.parametrize(
    "content_type",
    [
        "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
        "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
        "application/vnd.ms-word.document.macroEnabled.main+xml",
    ],
    ids=["dotx", "dotm", "docm"],
)
def test_templates_of_every_sort_become_documents(template: Path, content_type: str) -> None:
    made = render(a_report(), template=_retyped(template, content_type))
    assert docx.Document(io.BytesIO(made)).sections[0].left_margin.cm == pytest.approx(4, abs=0.01)


def test_a_footer_of_the_templates_own_stays(tmp_path: Path) -> None:
    document = docx.Document()
    document.sections[0].footer.paragraphs[0].text = "Styrelsen, 2026"
    document.save(str(tmp_path / "t.docx"))
    made = docx.Document(io.BytesIO(render(a_report(), template=tmp_path / "t.docx")))
    assert [one.text for one in made.sections[0].footer.paragraphs] == ["Styrelsen, 2026"]


def test_a_header_of_the_first_section_is_there_when_only_the_last_page_is_left(tmp_path: Path) -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Styrelsen"
    document.add_section()
    document.save(str(tmp_path / "t.docx"))
    made = docx.Document(io.BytesIO(render(a_report(), template=tmp_path / "t.docx")))
    assert [section.header.paragraphs[0].text for section in made.sections] == ["Styrelsen"]


def test_footnotes_go_on_after_the_rules_of_the_templates_own(tmp_path: Path) -> None:
    first = render(_report(paragraph(Run("a", note=line("gammel")))))
    made = render(_report(paragraph(Run("b", note=line("ny")))), template=first)
    notes = _part(made, "word/footnotes.xml")
    assert _paragraphs(notes) == ["", "", " ny"]
    assert _find(notes, "w:footnote[not(@w:type)]/@w:id") == _find(_body(made), ".//w:footnoteReference/@w:id")


@pytest.mark.parametrize("data", [b"", "Kære alle".encode(), _a_png()], ids=["empty", "text", "picture"])
def test_a_template_that_is_no_word_file_is_refused(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "t.docx").write_bytes(data)
    with pytest.raises(InvalidError, match=r"t\.docx"):
        render(a_report(), template=tmp_path / "t.docx")


def test_a_workbook_is_no_template() -> None:
    from openpyxl import Workbook

    file = io.BytesIO()
    Workbook().save(file)
    with pytest.raises(InvalidError):
        render(a_report(), template=file.getvalue())


def test_a_template_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="ingen"):
        render(a_report(), template=tmp_path / "ingen.docx")


@pytest.mark.parametrize(("font", "broad"), [("Verdana", 1.25), ("Calibri", 1.0), ("Skriften ingen kender", 1.0)])
def test_how_broad_a_templates_font_is(font: str, broad: float) -> None:
    document = docx.Document()
    document.styles["Normal"].font.name = font
    assert breadth(document, "ListBullet") == broad
