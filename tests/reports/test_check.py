"""The accessibility checker: a clean file passes, and breaking one rule is told as that rule and nothing else."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from openpyxl.drawing.image import Image
from openpyxl.worksheet.worksheet import Worksheet

from icmo import i18n
from icmo.errors import InvalidError, NotFoundError
from icmo.reports.check import Problem, check
from icmo.reports.check import opening as opening_module
from icmo.reports.check.excel import RULES as EXCEL_RULES
from icmo.reports.check.html import RULES as HTML_RULES
from icmo.reports.check.problems import MOST
from icmo.reports.check.word import RULES as WORD_RULES

# --- Files to break ------------------------------------------------------------------------------------


def a_png() -> io.BytesIO:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return io.BytesIO(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")
    )


def element(tag: str, **attributes: str) -> Any:
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def dressed(table: Any) -> Any:
    """A table with header row, row headers and alternative text."""
    table.rows[0]._tr.get_or_add_trPr().append(element("w:tblHeader"))
    properties = table._tbl.tblPr
    for look in properties.findall(qn("w:tblLook")):
        properties.remove(look)
    properties.append(element("w:tblLook", firstRow="1", firstColumn="1", noHBand="0"))
    properties.append(element("w:tblCaption", val="Kommuner og citater"))
    return table


def filled(table: Any, *rows: tuple[str, ...]) -> Any:
    for row, values in zip(table.rows, rows, strict=True):
        for cell, value in zip(row.cells, values, strict=True):
            cell.text = value
    return dressed(table)


def a_document() -> Any:
    document = docx.Document()
    document.core_properties.title = "Flere på vej"
    document.core_properties.language = "da-DK"
    lang = document.styles.element.find(".//" + qn("w:docDefaults")).find(".//" + qn("w:lang"))
    lang.set(qn("w:val"), "da-DK")
    for level in range(1, 5):  # python-docx's own blue is too pale: 4F81BD on white is 4.0 : 1
        document.styles[f"Heading {level}"].font.color.rgb = RGBColor.from_string("1A1A1A")
    document.styles["Title"].font.color.rgb = RGBColor.from_string("1A1A1A")
    document.add_heading("Flere på vej", 1)
    document.add_paragraph("Seks kommuner fortæller.")
    document.add_heading("Indsatser", 2)
    document.add_paragraph("Jobcafé", style="List Bullet")
    filled(document.add_table(2, 2, style="Table Grid"), ("Kommune", "Citater"), ("Egeholm", "11"))
    document.add_paragraph("Det var det.")
    return document


def the_table(document: Any) -> Any:
    return document.tables[0]


def a_picture(document: Any, **attributes: str) -> Any:
    document.add_picture(a_png())
    properties = document.inline_shapes[0]._inline.docPr
    for name, value in attributes.items():
        properties.set(name, value)
    return properties


def a_link(document: Any, text: str, **attributes: str) -> None:
    run = document.add_paragraph("Se mere i ").add_run(text)
    link = element("w:hyperlink", **attributes)
    run._r.addprevious(link)
    link.append(run._r)


def an_address(document: Any, text: str, address: str) -> None:
    a_link(document, text)
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
    link = document.element.body.find(".//" + qn("w:hyperlink"))
    link.set(qn("r:id"), document.part.relate_to(address, kind, is_external=True))


def a_run(document: Any, text: str, *, colour: str = "", size: float = 0, bold: bool = False) -> Any:
    run = document.add_paragraph("Om ").add_run(text)
    run.bold = bold or None
    if size:
        run.font.size = Pt(size)
    if colour:
        run.font.color.rgb = RGBColor.from_string(colour)
    return run


def shaded(properties: Any, fill: str) -> None:
    properties.append(element("w:shd", val="clear", color="auto", fill=fill))


def checked(document: Any, folder: Path) -> tuple[Problem, ...]:
    document.save(str(folder / "rapport.docx"))
    return check(folder / "rapport.docx")


def rules(problems: tuple[Problem, ...]) -> set[str]:
    return {problem.rule for problem in problems}


# --- Word ----------------------------------------------------------------------------------------------


def no_title(document: Any) -> None:
    document.core_properties.title = " "


def no_language(document: Any) -> None:
    lang = document.styles.element.find(".//" + qn("w:docDefaults")).find(".//" + qn("w:lang"))
    lang.getparent().remove(lang)


def other_language(document: Any) -> None:
    document.core_properties.language = "en-GB"


def unknown_language(document: Any) -> None:
    run = document.add_paragraph("Ja, ").add_run("tak")
    run._r.get_or_add_rPr().append(element("w:lang", val="x-none"))


def no_headings(document: Any) -> None:
    for paragraph in document.paragraphs:
        paragraph.style = "Normal" if paragraph.style.name.startswith("Heading") else paragraph.style


def two_tops(document: Any) -> None:
    document.add_heading("Endnu en", 1)
    document.add_paragraph("Med tekst.")


def skipped_level(document: Any) -> None:
    document.add_heading("For langt nede", 4)


def empty_heading(document: Any) -> None:
    document.add_heading("", 2)


def fake_heading(document: Any) -> None:
    document.add_paragraph().add_run("Kvindernes blik").bold = True
    document.add_paragraph("De siger det samme.")


def bold_by_style(document: Any) -> None:
    style = document.styles.add_style("Overskriftagtig", 1)
    style.font.bold = True
    document.add_paragraph("Kvindernes blik", style=style)
    document.add_paragraph("De siger det samme.")


def no_header_row(document: Any) -> None:
    row = the_table(document).rows[0]._tr.trPr
    row.remove(row.find(qn("w:tblHeader")))


def header_row_off(document: Any) -> None:
    the_table(document).rows[0]._tr.trPr.find(qn("w:tblHeader")).set(qn("w:val"), "0")


def no_row_headers(document: Any) -> None:
    the_table(document)._tbl.tblPr.find(qn("w:tblLook")).set(qn("w:firstColumn"), "0")


def no_row_headers_by_bits(document: Any) -> None:
    look = the_table(document)._tbl.tblPr.find(qn("w:tblLook"))
    look.attrib.clear()
    look.set(qn("w:val"), "0420")


def merged_across(document: Any) -> None:
    the_table(document).cell(1, 0).merge(the_table(document).cell(1, 1))


def merged_down(document: Any) -> None:
    the_table(document).cell(0, 1).merge(the_table(document).cell(1, 1))


def split_cells(document: Any) -> None:
    row = the_table(document).rows[1]._tr
    row.remove(row.tc_lst[1])


def nested_table(document: Any) -> None:
    inner = the_table(document).cell(1, 1).add_table(1, 1)
    filled(inner, ("Indeni",))


def empty_cell(document: Any) -> None:
    the_table(document).cell(1, 1).text = " "


def no_table_alternative(document: Any) -> None:
    properties = the_table(document)._tbl.tblPr
    properties.remove(properties.find(qn("w:tblCaption")))


def no_alternative(document: Any) -> None:
    a_picture(document)


def weak_alternative(document: Any) -> None:
    a_picture(document, descr="billede3.png")


def floating(document: Any) -> None:
    a_picture(document, descr="Søjler for seks kommuner")
    inline = document.inline_shapes[0]._inline
    inline.tag = qn("wp:anchor")


def typed_bullet(document: Any) -> None:
    document.add_paragraph("- Jobcafé")


def typed_numbers(document: Any) -> None:
    document.add_paragraph("1. Ring til hende")
    document.add_paragraph("2. Vent på svar")


def link_says_nothing(document: Any) -> None:
    an_address(document, "klik her", "https://siri.dk/kib")


def link_without_words(document: Any) -> None:
    an_address(document, " ", "https://siri.dk/kib")


def bare_address(document: Any) -> None:
    an_address(document, "https://siri.dk/kib", "https://siri.dk/kib")


def link_to_no_bookmark(document: Any) -> None:
    a_link(document, "metoden", anchor="metode")


def link_to_own_disk(document: Any) -> None:
    an_address(document, "metoden", "file:///C:/Users/aml/metode.docx")


def field_to_no_bookmark(document: Any) -> None:
    run = document.add_paragraph("side ").add_run()
    run._r.append(element("w:instrText"))
    run._r[-1].text = " PAGEREF _Toc42 \\h "


def note_without_text(document: Any) -> None:
    document.add_paragraph("Sådan").add_run()._r.append(element("w:footnoteReference", id="7"))


def pale_text(document: Any) -> None:
    a_run(document, "svagt", colour="777777")


def pale_by_style(document: Any) -> None:
    base = document.styles.add_style("Grundlag", 1)
    base.font.color.rgb = RGBColor.from_string("999999")
    style = document.styles.add_style("Svag", 1)
    style.base_style = base
    document.add_paragraph("Svagt hele vejen.", style=style)


def pale_in_cell(document: Any) -> None:
    cell = the_table(document).cell(1, 1)
    cell.paragraphs[0].runs[0].font.color.rgb = RGBColor.from_string("767676")
    shaded(cell._tc.get_or_add_tcPr(), "E8EEF4")


def pale_in_paragraph(document: Any) -> None:
    run = a_run(document, "grøn på rød", colour="008000")
    shaded(run._r.getparent().get_or_add_pPr(), "FF0000")


def pale_by_table_style(document: Any) -> None:
    the_table(document).style = "Medium Shading 1 Accent 1"  # first row: bold on 4F81BD
    the_table(document).cell(0, 1).paragraphs[0].runs[0].font.color.rgb = RGBColor.from_string("4A7AB5")


def small_text(document: Any) -> None:
    a_run(document, "med småt", size=8.5)


def empty_paragraphs(document: Any) -> None:
    document.add_paragraph()
    document.add_paragraph(" ")


def protected(document: Any) -> None:
    document.settings.element.append(element("w:documentProtection", edit="readOnly", enforcement="1"))


def tracked(document: Any) -> None:
    run = document.add_paragraph("Der stod ").add_run("noget")
    change = element("w:ins", id="1", author="AML", date="2026-01-01T00:00:00Z")
    run._r.addprevious(change)
    change.append(run._r)


def commented(document: Any) -> None:
    paragraph = document.add_paragraph("Passer det?")
    document.add_comment(paragraph.runs[0], text="Spørg Egeholm", author="AML")


WORD_FAULTS: dict[Callable[[Any], None], str] = {
    no_title: "title",
    no_language: "language",
    other_language: "language-agrees",
    unknown_language: "language-known",
    no_headings: "headings",
    two_tops: "heading-top",
    skipped_level: "heading-order",
    empty_heading: "heading-empty",
    fake_heading: "heading-fake",
    bold_by_style: "heading-fake",
    no_header_row: "table-header",
    header_row_off: "table-header",
    no_row_headers: "table-row-headers",
    no_row_headers_by_bits: "table-row-headers",
    merged_across: "table-merged",
    merged_down: "table-merged",
    split_cells: "table-merged",
    nested_table: "table-nested",
    empty_cell: "table-empty-cell",
    no_table_alternative: "table-alt",
    no_alternative: "picture-alt",
    weak_alternative: "picture-alt-weak",
    floating: "picture-floating",
    typed_bullet: "list-typed",
    typed_numbers: "list-typed",
    link_says_nothing: "link-text",
    link_without_words: "link-text",
    bare_address: "link-address",
    link_to_no_bookmark: "link-target",
    link_to_own_disk: "link-target",
    field_to_no_bookmark: "link-target",
    note_without_text: "note",
    pale_text: "contrast",
    pale_by_style: "contrast",
    pale_in_cell: "contrast",
    pale_in_paragraph: "contrast",
    pale_by_table_style: "contrast",
    small_text: "text-small",
    empty_paragraphs: "empty-paragraphs",
    protected: "protected",
    tracked: "changes-left",
    commented: "comments-left",
}


def test_a_clean_document_passes(tmp_path: Path) -> None:
    assert checked(a_document(), tmp_path) == ()


@pytest.mark.parametrize(("fault", "rule"), WORD_FAULTS.items(), ids=lambda one: getattr(one, "__name__", one))
def test_each_fault_in_word_is_told_and_nothing_else(fault: Callable[[Any], None], rule: str, tmp_path: Path) -> None:
    document = a_document()
    fault(document)
    problems = checked(document, tmp_path)
    assert rules(problems) == {rule}
    assert all(problem.message and problem.hint for problem in problems)
    assert {problem.severity for problem in problems} <= {"error", "warning"}


def test_every_rule_for_word_has_a_fault() -> None:
    assert {rule.id for rule in WORD_RULES} == set(WORD_FAULTS.values())


def decorative(document: Any) -> None:
    extension = a_picture(document)
    mark = OxmlElement("a:ext")
    mark.append(
        mark.makeelement("{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative", {"val": "1"})
    )
    extension.append(mark)


def title_above_chapters(document: Any) -> None:
    document.paragraphs[0].insert_paragraph_before("Titlen", style="Title")
    document.add_heading("Endnu et kapitel", 1)


def linked_within(document: Any) -> None:
    a_link(document, "indsatserne", anchor="Indsatser")
    document.paragraphs[2]._p.append(element("w:bookmarkStart", id="1", name="indsatser"))


def bold_sentence(document: Any) -> None:
    document.add_paragraph().add_run("Det her er vigtigt.").bold = True
    document.add_paragraph("Og det her er ikke.")


def speech(document: Any) -> None:
    document.add_paragraph("– Ja, sagde hun.")


def numbered_quotes(document: Any) -> None:
    document.add_paragraph("1. ”Jeg fik ro” (deltager, Åmose)")
    document.add_paragraph("2. ”Hun troede på det” (deltager, Åmose)")


def a_date(document: Any) -> None:
    document.add_paragraph("1. maj begyndte hun.")


def enough_contrast(document: Any) -> None:
    a_run(document, "lige nok", colour="767676")


def large_text(document: Any) -> None:
    a_run(document, "stort", colour="949494", size=18)
    a_run(document, "fedt og stort", colour="949494", size=14, bold=True)


def automatic_on_dark(document: Any) -> None:
    shaded(the_table(document).cell(1, 1)._tc.get_or_add_tcPr(), "1F3864")


def hidden_pale_text(document: Any) -> None:
    a_run(document, "skjult", colour="EEEEEE").font.hidden = True


def raised_sign(document: Any) -> None:
    a_run(document, "2", size=6).font.superscript = True


def one_empty_line(document: Any) -> None:
    document.add_paragraph()
    document.add_paragraph("Videre.")


def page_break(document: Any) -> None:
    document.add_page_break()
    document.add_page_break()


def one_column(document: Any) -> None:
    filled(document.add_table(1, 1), ("Alene",))
    document.tables[1]._tbl.tblPr.find(qn("w:tblLook")).set(qn("w:firstColumn"), "0")


@pytest.mark.parametrize(
    "harmless",
    [
        decorative,
        title_above_chapters,
        linked_within,
        bold_sentence,
        speech,
        numbered_quotes,
        a_date,
        enough_contrast,
        large_text,
        automatic_on_dark,
        hidden_pale_text,
        raised_sign,
        one_empty_line,
        page_break,
        one_column,
    ],
    ids=lambda one: one.__name__,
)
def test_what_only_looks_like_a_fault_passes(harmless: Callable[[Any], None], tmp_path: Path) -> None:
    document = a_document()
    harmless(document)
    assert checked(document, tmp_path) == ()


@pytest.mark.parametrize(
    ("size", "bold", "passes"),
    [(17.5, False, False), (18, False, True), (13.5, True, False), (14, True, True), (14, False, False)],
)
def test_text_is_large_from_18_points_or_14_in_bold(size: float, bold: bool, passes: bool, tmp_path: Path) -> None:
    document = a_document()
    a_run(document, "grå", colour="949494", size=size, bold=bold)  # 3.03 : 1
    assert (rules(checked(document, tmp_path)) == set()) is passes


def test_a_place_names_heading_table_and_words(tmp_path: Path) -> None:
    document = a_document()
    empty_cell(document)
    typed_bullet(document)
    problems = {problem.rule: problem for problem in checked(document, tmp_path)}
    assert problems["table-empty-cell"].where == "table 1 (“Kommuner og citater”)"
    assert "row 2, column 2" in problems["table-empty-cell"].message
    assert problems["list-typed"].where == "“- Jobcafé” (under “Indsatser”)"


def test_the_same_fault_in_many_places_is_cut_short_with_a_number(tmp_path: Path) -> None:
    document = a_document()
    for number in range(MOST + 5):
        document.add_paragraph(f"- nummer {number}")
    problems = checked(document, tmp_path)
    assert len(problems) == MOST + 1
    assert problems[-1].message == "The same in 5 more places."


def test_a_pair_of_colours_is_told_once_with_the_number_of_places(tmp_path: Path) -> None:
    document = a_document()
    for _number in range(3):
        pale_text(document)
    (problem,) = checked(document, tmp_path)
    assert problem.where.endswith("and 2 more places")
    assert "#777777 on #FFFFFF" in problem.message
    assert "4.4 : 1" in problem.message  # 4.478, rounded down


def test_messages_come_in_the_language_spoken(tmp_path: Path) -> None:
    document = a_document()
    small_text(document)
    with i18n.language("da"):
        (problem,) = checked(document, tmp_path)
    assert "8,5" in problem.message


# --- Excel ---------------------------------------------------------------------------------------------


def a_book() -> Any:
    book = openpyxl.Workbook()
    book.properties.title, book.properties.language = "Flere på vej", "da-DK"
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Indsatser"
    for row in (("Kommune", "Citater"), ("Egeholm", 11), ("Åmose", 0)):
        sheet.append(row)
    sheet.freeze_panes = "B2"
    return book


def untitled_book(book: Any) -> None:
    book.properties.title = None


def book_without_language(book: Any) -> None:
    book.properties.language = None


def unnamed_sheet(book: Any) -> None:
    book.active.title = "Ark1"


def hidden_sheet(book: Any) -> None:
    book.create_sheet("Kladde").sheet_state = "hidden"


def unnamed_column(book: Any) -> None:
    book.active["B1"] = None


def not_frozen(book: Any) -> None:
    book.active.freeze_panes = None


def only_columns_frozen(book: Any) -> None:
    book.active.freeze_panes = "B1"


def merged_cells(book: Any) -> None:
    book.active.merge_cells("D1:E1")


def an_empty_cell(book: Any) -> None:
    book.active["B2"] = None


def a_blank_cell(book: Any) -> None:
    book.active["B2"] = "  "


def sheet_picture(book: Any) -> None:
    book.active.add_image(Image(a_png()), "A6")  # openpyxl writes no alternative text, only a name


EXCEL_FAULTS: dict[Callable[[Any], None], str] = {
    untitled_book: "title",
    book_without_language: "language",
    unnamed_sheet: "sheet-name",
    hidden_sheet: "sheet-hidden",
    unnamed_column: "table-header",
    not_frozen: "table-frozen",
    only_columns_frozen: "table-frozen",
    merged_cells: "table-merged",
    an_empty_cell: "table-empty-cell",
    a_blank_cell: "table-empty-cell",
}


def book_checked(book: Any, folder: Path, *, alternative: str | None = None) -> tuple[Problem, ...]:
    path = folder / "rapport.xlsx"
    book.save(path)
    if alternative is not None:
        _rewrite(path, "xl/drawings/drawing1.xml", lambda xml: _described(xml, alternative))
    return check(path)


def _described(xml: bytes, alternative: str) -> bytes:
    return re.sub(rb'descr="[^"]*"', f'descr="{alternative}"'.encode(), xml)


def _rewrite(path: Path, part: str, change: Callable[[bytes], bytes]) -> None:
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    parts[part] = change(parts.get(part, b""))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in parts.items():
            new.writestr(name, data)


def test_a_clean_workbook_passes(tmp_path: Path) -> None:
    assert book_checked(a_book(), tmp_path) == ()


@pytest.mark.parametrize(("fault", "rule"), EXCEL_FAULTS.items(), ids=lambda one: getattr(one, "__name__", one))
def test_each_fault_in_excel_is_told_and_nothing_else(fault: Callable[[Any], None], rule: str, tmp_path: Path) -> None:
    book = a_book()
    fault(book)
    assert rules(book_checked(book, tmp_path)) == {rule}


@pytest.mark.parametrize(
    ("alternative", "rule"),
    [("", {"picture-alt"}), ("image1.png", {"picture-alt-weak"}), ("Søjler for to kommuner", set())],
    ids=["a_picture_needs_words", "a_file_name_says_nothing", "words_are_enough"],
)
def test_pictures_in_excel_need_an_alternative_text(alternative: str, rule: set[str], tmp_path: Path) -> None:
    book = a_book()
    sheet_picture(book)
    assert rules(book_checked(book, tmp_path, alternative=alternative)) == rule


def test_every_rule_for_excel_has_a_fault() -> None:
    assert {rule.id for rule in EXCEL_RULES} == {*EXCEL_FAULTS.values(), "picture-alt", "picture-alt-weak"}


def test_a_table_is_what_its_filter_stands_over_and_not_the_title_above_it(tmp_path: Path) -> None:
    book = a_book()
    book.active.insert_rows(1, 2)
    book.active["A1"] = "Kommunerne i tal"
    book.active.freeze_panes = "B4"
    assert "table-header" in rules(book_checked(book, tmp_path))
    book.active.auto_filter.ref = "A3:B5"
    assert book_checked(book, tmp_path) == ()


# --- HTML ----------------------------------------------------------------------------------------------

PAGE = """<!doctype html>
<html lang="da"><head><meta charset="utf-8"><title>Flere på vej</title><style>p { color: #111 }</style></head>
<body><main><h1>Flere på vej</h1><p>Se <a href="#i">indsatserne</a> og <a href="https://siri.dk">SIRI</a>.</p>
<h2 id="i">Indsatser</h2>
<table><caption>Citater</caption><tr><th scope="col">Kommune</th><th scope="col">Citater</th></tr>
<tr><th scope="row">Egeholm</th><td>11</td></tr></table>
<img alt="Søjler for to kommuner" src="data:image/png;base64,AA==">
<svg role="img" aria-labelledby="t"><title id="t">Modellen</title><path d="M0 0"/></svg>
<svg aria-hidden="true"><path d="M0 0"/></svg></main></body></html>
"""

HTML_FAULTS: dict[str, tuple[str, str, str]] = {
    "no_title": ("title", "<title>Flere på vej</title>", ""),
    "no_language": ("language", ' lang="da"', ""),
    "unknown_language": ("language", 'lang="da"', 'lang="dansk"'),
    "two_tops": ("heading-top", "</main>", "<h1>Igen</h1></main>"),
    "skipped_level": ("heading-order", "</main>", "<h4>For langt nede</h4></main>"),
    "empty_heading": ("heading-empty", "</main>", "<h2> </h2></main>"),
    "no_caption": ("table-caption", "<caption>Citater</caption>", ""),
    "no_scope": ("table-header", ' scope="row"', ""),
    "merged_cells": ("table-merged", "<td>11", '<td rowspan="2">11'),
    "empty_cell": ("table-empty-cell", "<td>11", "<td> "),
    "picture_without_words": ("picture-alt", 'alt="Søjler for to kommuner" ', ""),
    "drawing_without_words": ("picture-alt", '<svg aria-hidden="true">', "<svg>"),
    "picture_named_by_its_file": ("picture-alt-weak", "Søjler for to kommuner", "fig1.svg"),
    "link_says_nothing": ("link-text", ">SIRI<", ">læs mere<"),
    "link_without_words": ("link-text", ">SIRI<", "> <"),
    "bare_address": ("link-address", ">SIRI<", ">https://siri.dk<"),
    "link_to_nothing": ("link-target", 'href="#i"', 'href="#j"'),
    "link_to_no_file": ("link-target", 'href="https://siri.dk"', 'href="bilag.html"'),
    "link_up_the_folders": ("link-target", 'href="https://siri.dk"', 'href="../../etc/passwd"'),
    "link_that_runs_a_script": ("link-target", 'href="https://siri.dk"', 'href="javascript:alert(1)"'),
    "same_id_twice": ("id-twice", "<main>", '<main id="i">'),
    "fetched_picture": ("fetched", "data:image/png;base64,AA==", "https://ude.dk/a.png"),
    "fetched_script": ("fetched", "</main>", '</main><script src="plotly.js"></script>'),
    "fetched_style": ("fetched", "</head>", '<link rel="stylesheet" href="//ude.dk/a.css"></head>'),
    "fetched_font": ("fetched", "p { color: #111 }", "@font-face { src: url('https://ude.dk/a.woff') }"),
    "imported_style": ("fetched", "p { color: #111 }", '@import "a.css";'),
    "sent_elsewhere": ("fetched", "</head>", '<meta http-equiv="refresh" content="0;url=https://ude.dk"></head>'),
}


def page_checked(text: str, folder: Path) -> tuple[Problem, ...]:
    (folder / "rapport.html").write_text(text, encoding="utf-8")
    return check(folder / "rapport.html")


def test_a_clean_page_passes(tmp_path: Path) -> None:
    assert page_checked(PAGE, tmp_path) == ()


@pytest.mark.parametrize(("rule", "old", "new"), HTML_FAULTS.values(), ids=HTML_FAULTS)
def test_each_fault_in_html_is_told_and_nothing_else(rule: str, old: str, new: str, tmp_path: Path) -> None:
    assert old in PAGE
    problems = page_checked(PAGE.replace(old, new), tmp_path)
    assert rules(problems) == {rule}
    assert all(problem.message and problem.hint for problem in problems)


def test_every_rule_for_html_has_a_fault() -> None:
    assert {rule.id for rule in HTML_RULES} == {rule for rule, _old, _new in HTML_FAULTS.values()}


def test_a_link_to_a_file_beside_the_page_leads_there(tmp_path: Path) -> None:
    (tmp_path / "bilag.html").write_text(PAGE, encoding="utf-8")
    assert page_checked(PAGE.replace("https://siri.dk", "bilag.html#i"), tmp_path) == ()


# --- Files that are none -------------------------------------------------------------------------------

BOMB = b"<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'>" + b" " * 3_000_000
LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" w:x="&b;">&b;</w:document>"""
READS_A_FILE = LAUGHS.replace(b'"ha"', b'SYSTEM "file:///etc/passwd"').replace(b' w:x="&b;"', b"")


def an_archive(path: Path, **parts: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), data)
    return path


@pytest.mark.parametrize(
    ("document", "said"),
    [
        (BOMB, "unpacks to more than"),
        (LAUGHS, "entities"),
        (READS_A_FILE, "entities"),
        (b"<w:document", "damaged"),
        (b"<a><b/></a>", "damaged"),
        (b"", "damaged"),
        (b"<a>" * 100_000, "damaged"),
    ],
    ids=["a_zip_bomb", "entities", "an_entity_that_reads_a_file", "half_a_part", "another_root", "nothing", "too_deep"],
)
def test_a_hostile_word_file_is_refused(
    document: bytes, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening_module, "MAX_BYTES", 1_000_000)
    path = an_archive(tmp_path / "ond.docx", word__document_xml=document)
    with pytest.raises(InvalidError, match=said) as caught:
        check(path)
    assert caught.value.hint


@pytest.mark.parametrize("suffix", [".docx", ".xlsx"])
@pytest.mark.parametrize(
    ("data", "said"),
    [(b"", "damaged"), (b"PK\x03\x04 nej", "damaged"), (bytes.fromhex("D0CF11E0") + b"x" * 100, "password")],
    ids=["empty", "half_an_archive", "locked_with_a_password"],
)
def test_what_is_no_office_file_is_refused(data: bytes, said: str, suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"ingen{suffix}"
    path.write_bytes(data)
    with pytest.raises(InvalidError, match=said):
        check(path)


def test_a_workbook_under_a_word_name_is_refused(tmp_path: Path) -> None:
    a_book().save(tmp_path / "rapport.docx")
    with pytest.raises(InvalidError, match="damaged"):
        check(tmp_path / "rapport.docx")


@pytest.mark.parametrize("data", [b"", b"just words", b"\x00\x01\x02"], ids=["empty", "words", "bytes"])
def test_what_is_no_page_is_refused(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "ingen.html").write_bytes(data)
    with pytest.raises(InvalidError):
        check(tmp_path / "ingen.html")


def test_other_kinds_of_files_are_refused_with_those_that_are_known(tmp_path: Path) -> None:
    with pytest.raises(InvalidError, match=r"\.pdf") as caught:
        check(tmp_path / "rapport.pdf")
    assert ".docx, .xlsx, .html" in caught.value.hint


def test_a_file_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        check(tmp_path / "rapport.docx")


def test_a_table_that_claims_a_million_rows_is_counted_not_walked(tmp_path: Path) -> None:
    book = a_book()
    book.active.auto_filter.ref = "A1:XFD1048576"
    problems = {problem.rule: problem for problem in book_checked(book, tmp_path)}
    assert "17,179,852,796 cells are empty" in problems["table-empty-cell"].message  # 1,048,575 × 16,384 − 4
