"""Reports read back from their files: tables, text and notes of Word, Excel and HTML as plain words.

Nothing of the renderers is used: Word is read by python-docx, Excel by openpyxl, HTML by lxml.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import docx
import openpyxl
from docx.oxml.ns import qn
from docx.table import Table as WordTable
from docx.table import _Cell
from docx.text.hyperlink import Hyperlink
from docx.text.paragraph import Paragraph as Paragraph_
from lxml import etree, html

from icmo.documents.model import (
    NOTHING,
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
)

Rows = list[list[str]]


@dataclass(frozen=True)
class Read:
    """What a file says: its tables with their header rows, by caption and in order; its running text; its notes."""

    tables: list[tuple[str, Rows]]
    text: list[str]
    notes: list[str]
    quotes: list[str]


def flat(text: str) -> str:
    """Words on one line with plain spaces between them."""
    return " ".join(text.split())


# --- What the model says ----------------------------------------------------------------------------------


def modelled(report: Report, *, sheets: bool = False) -> Read:
    """What the report says before it is a file; `sheets` are the tables that only Excel has."""
    tables = [*report.tables, *(report.sheets if sheets else ())]
    lines = [*_said(report.blocks), *(words for one in report.tables for words in _in(one))]
    printed = {number for block in _inner(report.blocks) if isinstance(block, Quotes) for number in block.numbers}
    return Read(
        tables=[
            (flat(one.caption), [[*map(flat, one.columns)], *(list(map(told, row)) for row in one.rows)])
            for one in tables
        ],
        text=[_words(words) for words in _said(report.blocks)],
        notes=[_words(run.note) for words in lines for run in words if run.note],
        quotes=[flat(f"{one.number}. {one.signed}") for one in report.quotes if one.number in printed],
    )


def told(cell: Cell) -> str:
    """A cell's words, without its footnotes."""
    return flat(" ".join(map(_words, cell.lines)))


def noted(cell: Cell) -> list[str]:
    """A cell's footnotes."""
    return [_words(run.note) for words in cell.lines for run in words if run.note]


def _words(words: Line) -> str:
    return flat("".join(run.text for run in words))


def _in(table: Table) -> Iterator[Line]:
    return (words for row in table.rows for cell in row for words in cell.lines)


def _inner(blocks: Iterable[Any]) -> Iterator[Any]:
    for block in blocks:
        yield from block.blocks if isinstance(block, Box) else (block,)


def _said(blocks: Iterable[Any]) -> Iterator[Line]:
    """Headings, paragraphs, lists, boxes and captions, line by line."""
    for block in blocks:
        match block:
            case Heading():
                yield (Run(block.text),)
            case Paragraph():
                yield block.words
            case Bullets():
                yield from block.items
            case Box():
                yield (Run(block.title),)
                yield from _said(block.blocks)
            case Table() | Figure():
                yield (Run(block.caption),)


# --- Word -------------------------------------------------------------------------------------------------


def from_word(path: Path) -> Read:
    """A Word file as python-docx reads it; footnotes, which it does not know, from their part."""
    document = docx.Document(str(path))
    text = [flat(one.text) for one in document.paragraphs]
    return Read(
        tables=[(word_caption(one), word_rows(one)) for one in document.tables],
        text=[re.sub(r"^\w+ \d+\. ", "", one) if _is_caption(one) else one for one in text],
        notes=[note_text(one) for one in word_notes(path).values()],
        quotes=[one for one in text if re.match(r"\d+\. ”", one)],
    )


def _is_caption(text: str) -> bool:
    return re.match(r"(Table|Figure|Tabel|Figur) \d+\. ", text) is not None


def word_caption(table: WordTable) -> str:
    """What the table is called for who does not see it."""
    (found,) = table._tbl.xpath("./w:tblPr/w:tblCaption/@w:val")
    return flat(found)


def word_rows(table: WordTable) -> Rows:
    """A Word table's words, row by row."""
    return [[flat(" ".join(word_lines(cell, table))) for cell in row.tc_lst] for row in table._tbl.tr_lst]


def word_lines(cell: Any, table: WordTable) -> list[str]:
    """A cell's words, paragraph by paragraph, without the signs of notes."""
    return ["".join(_parts(one)) for one in _Cell(cell, table).paragraphs]


def _parts(paragraph: Paragraph_) -> Iterator[str]:
    return (
        one.text
        for one in paragraph.iter_inner_content()
        if not (isinstance(one, Hyperlink) and one.fragment.startswith("note_"))
    )


def word_notes(path: Path) -> dict[str, Any]:
    """The notes of a Word file as XML: footnotes by their ids, those listed below tables by their bookmarks."""
    found = {}
    with ZipFile(path) as package:
        if "word/footnotes.xml" in package.namelist():
            root = etree.fromstring(package.read("word/footnotes.xml"))
            found = {one.get(qn("w:id")): one for one in root if one.get(qn("w:type")) is None}
        body = etree.fromstring(package.read("word/document.xml"))
    for one in body.iter(qn("w:p")):
        names = [mark.get(qn("w:name")) for mark in one.iter(qn("w:bookmarkStart"))]
        found |= {name: one for name in names if re.fullmatch(r"note_\d+_\d+", name)}
    return found


def note_of(paragraph: Any) -> str:
    """The key in `word_notes` of the note that a paragraph has a sign of; empty where it has none."""
    signs = [one.get(qn("w:id")) for one in paragraph.iter(qn("w:footnoteReference"))]
    links = [one.get(qn("w:anchor")) for one in paragraph.iter(qn("w:hyperlink"))]
    return next((one for one in [*signs, *links] if one in signs or one.startswith("note_")), "")


def note_text(note: Any) -> str:
    """A note's words, without the way back."""
    return flat("".join(note.itertext(qn("w:t"))).removesuffix("↑"))


def anchors(element: Any) -> dict[str, str]:
    """Where the links in some XML lead, each with its words."""
    return {one.get(qn("w:anchor")): "".join(one.itertext(qn("w:t"))) for one in element.iter(qn("w:hyperlink"))}


# --- Excel ------------------------------------------------------------------------------------------------


def from_excel(path: Path, model: Report) -> Read:
    """An Excel file as openpyxl reads it; numbers as they are shown in the report's language.

    Where Excel has a footnote in brackets behind the words, it is taken out of them.
    """
    book = openpyxl.load_workbook(path, read_only=True)
    sheets = {sheet.title: [list(row) for row in sheet.iter_rows()] for sheet in book.worksheets}
    book.close()
    contents, running = list(sheets.values())[:2]
    wanted = [*model.tables, *model.sheets]
    tables = [
        (flat(str(caption.value)), [_row(cells, model.language) for cells in sheets[str(name.value)]])
        for name, caption, _about in contents[3 : 3 + len(wanted)]
    ]
    quotes = [_excel_quote(*row[:3]) for row in sheets[book.sheetnames[-1]][1:] if model.quotes]
    return Read(tables, [flat(str(row[1].value)) for row in running[1:]], [], quotes)


def _excel_quote(number: Any, words: Any, signature: Any) -> str:
    signed = f" ({signature.value})" if signature.value != NOTHING else ""
    return flat(f"{number.value}. {words.value}{signed}")


def _row(cells: list[Any], language: str) -> list[str]:
    return [flat(_shown(one.value, one.number_format, language)) for one in cells]


def _shown(value: Any, shape: str, language: str) -> str:
    """What Excel shows: ``0.00`` of 0.5 is ``0,50`` in Danish; ``50%`` reads as ``50 pct.``, as other files have it."""
    if not isinstance(value, int | float):
        return str(value or "")
    decimals = len(shape.partition(".")[2].rstrip('%" pct.')) if "0." in shape else 0
    number = f"{100 * value if shape.endswith('%') else value:{',' if ',' in shape else ''}.{decimals}f}"
    if language == "da":
        number = number.translate(str.maketrans(",.", ".,"))
    unit = re.search('"(.*)"', shape)
    percent = " pct." if language == "da" else "%"
    return number + (percent if shape.endswith("%") else unit[1] if unit else "")


def without_notes(text: str, notes: Iterable[str]) -> str:
    """Words of an Excel cell without the footnotes that stand in brackets in them."""
    for note in notes:
        text, found = re.subn(rf" ?\(\w+: {re.escape(note)}\)", "", text, count=1)
        assert found == 1, note
    return flat(text)


# --- HTML -------------------------------------------------------------------------------------------------


def from_html(path: Path) -> Read:
    """A page as lxml reads it, without the signs of footnotes and the ways back from quotes."""
    page = html.parse(str(path), parser=html.HTMLParser(encoding="utf-8", huge_tree=True)).getroot()
    for one in [*page.xpath("//sup | //*[@role='doc-backlink'] | //span[@class='back'] | //script | //svg")]:
        one.drop_tree()
    for one in page.iter("br", "li"):
        one.tail = " " + (one.tail or "")
    said = " or ".join(f"self::{tag}" for tag in ("h2", "h3", "h4", "h5", "p", "li", "figcaption"))
    outside = page.xpath(f"//*[{said}] | //caption/span[1]")
    return Read(
        tables=[_html_table(one) for one in page.xpath("//table")],
        text=[re.sub(r"^\w+ \d+\. ", "", one) if _is_caption(one) else one for one in map(_content, outside)],
        notes=[_content(one) for one in page.xpath("//*[@role='doc-endnotes']//li")],
        quotes=[
            *(f"{one.get('value')}. {_content(one)}" for one in page.xpath("//ol[@class='quotes']/li")),
            *map(_content, page.xpath("//blockquote")),
        ],
    )


def _html_table(table: Any) -> tuple[str, Rows]:
    (caption,) = table.xpath("caption/span[1]")
    rows = [[_content(cell) for cell in row.xpath("th | td")] for row in table.xpath("thead/tr | tbody/tr")]
    return re.sub(r"^\w+ \d+\. ", "", _content(caption)), rows


def _content(element: Any) -> str:
    return flat(element.text_content())
