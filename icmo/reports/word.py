"""The overview as an accessible Word document: headings, a table with header row and row headers, real lists,
language and title set, no merged and no empty cells; every reference is a link to its quote."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from icmo.i18n import _
from icmo.overview import Entry, Overview, Quote

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph

_FONT = "Calibri"
_LINK_COLOUR = "0B4F8A"
_HEADER_FILL, _ROW_FILL = "E8EEF4", "F4F6F8"


def render(overview: Overview) -> bytes:
    """The document as bytes."""
    import docx

    document = docx.Document()
    _prepare(document, overview)
    document.add_heading(overview.title, level=1)
    subtitle = document.add_paragraph().add_run(overview.subtitle)
    subtitle.bold = overview.draft
    _table(document, overview)
    document.add_heading(_("How the overview was made"), level=2)
    for line in overview.method:
        document.add_paragraph(line, style="List Bullet")
    document.add_heading(_("Quotes"), level=2)
    if not overview.quotes:
        document.add_paragraph(_("No quotes: nothing is coded yet."))
    for quote in overview.quotes:
        _quote(document, quote)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _prepare(document: Document, overview: Overview) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt, RGBColor

    language = "da-DK" if overview.language == "da" else "en-GB"
    document.core_properties.title = overview.title
    document.core_properties.language = language
    document.core_properties.author = "icmo"
    document.core_properties.comments = ""
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21.0)
    section.left_margin = section.right_margin = Cm(1.8)
    section.top_margin = section.bottom_margin = Cm(1.8)
    for name in ("Normal", "Heading 1", "Heading 2", "List Bullet"):
        style: Any = document.styles[name]
        style.font.name = _FONT
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _FONT)
        if name.startswith("Heading"):
            style.font.color.rgb = RGBColor(0x1A, 0x1A, 0x1A)
    normal: Any = document.styles["Normal"]
    normal.font.size = Pt(10.5)
    _set_language(document, language)


def _set_language(document: Document, language: str) -> None:
    """The language of the whole text, which decides how a screen reader pronounces it."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    defaults: Any = document.styles.element.find(qn("w:docDefaults"))
    properties = defaults.find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    lang = OxmlElement("w:lang")
    for name in ("w:val", "w:eastAsia"):
        lang.set(qn(name), language)
    properties.append(lang)


def _table(document: Document, overview: Overview) -> None:
    from docx.shared import Cm

    table: Any = document.add_table(rows=len(overview.rows) + 1, cols=len(overview.groups) + 1)
    table.style = "Table Grid"
    table.autofit = False
    first = Cm(3.2)
    width = (Cm(26.1) - first) // len(overview.groups)
    for column, cell_width in enumerate([first, *[width] * len(overview.groups)]):
        table.columns[column].width = cell_width
        for cell in table.columns[column].cells:
            cell.width = cell_width
    _mark_headers(table, _("Overview by target group"), overview.subtitle)
    grid = [list(row.cells) for row in table.rows]
    for cell, text in zip(grid[0], [_("Part"), *overview.groups], strict=True):
        _heading_cell(cell, text, _HEADER_FILL)
    for r, row in enumerate(overview.rows):
        _heading_cell(grid[r + 1][0], row, _ROW_FILL)
        for g in range(len(overview.groups)):
            _cell(grid[r + 1][g + 1], overview.cell(r, g), overview.no_evidence)


def _mark_headers(table: Any, caption: str, description: str) -> None:
    """First row repeated as header, first column as row headers, and an alternative text."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    row_properties = table.rows[0]._tr.get_or_add_trPr()
    header = OxmlElement("w:tblHeader")
    row_properties.append(header)
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    if look is None:
        look = OxmlElement("w:tblLook")
        table._tbl.tblPr.append(look)
    values = {
        "val": "04A0",
        "firstRow": "1",
        "lastRow": "0",
        "firstColumn": "1",
        "lastColumn": "0",
        "noHBand": "0",
        "noVBand": "1",
    }
    for name, value in values.items():
        look.set(qn(f"w:{name}"), value)
    for tag, text in (("w:tblCaption", caption), ("w:tblDescription", description)):
        element = OxmlElement(tag)
        element.set(qn("w:val"), text)
        table._tbl.tblPr.append(element)


def _heading_cell(cell: _Cell, text: str, fill: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    paragraph = cell.paragraphs[0]
    paragraph.add_run(text).bold = True
    shade = OxmlElement("w:shd")
    for name, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", fill)):
        shade.set(qn(name), value)
    cell._tc.get_or_add_tcPr().append(shade)


def _cell(cell: _Cell, entries: Sequence[Entry], no_evidence: str) -> None:
    from docx.shared import Pt

    if not entries:
        cell.paragraphs[0].add_run(no_evidence).italic = True
        return
    for number, entry in enumerate(entries):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        paragraph.style = "List Bullet"
        paragraph.paragraph_format.space_after = Pt(3)
        paragraph.add_run(entry.label).bold = True
        thin = _(" (thin evidence)") if entry.thin else ""
        run = paragraph.add_run(f"\n{entry.counts}{thin} ")
        run.font.size = Pt(9)
        _references(paragraph, entry)


def _references(paragraph: Paragraph, entry: Entry) -> None:
    paragraph.add_run("[")
    for place, (run, quote) in enumerate(entry.references):
        if place:
            paragraph.add_run(", ")
        _link(paragraph, run, f"citat_{quote}")
    paragraph.add_run("]")


def _link(paragraph: Paragraph, text: str, bookmark: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    run: Any = paragraph.add_run(text)
    run.font.size = Pt(9)
    run.font.underline = True
    run.font.color.rgb = RGBColor.from_string(_LINK_COLOUR)
    link: Any = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), bookmark)
    run._r.addprevious(link)
    link.append(run._r)


def _quote(document: Document, quote: Quote) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt

    paragraph: Any = document.add_paragraph()
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for element in (start, end):
        element.set(qn("w:id"), str(quote.number))
    start.set(qn("w:name"), f"citat_{quote.number}")
    paragraph._p.append(start)
    paragraph.add_run(f"{quote.number}. ").bold = True
    paragraph._p.append(end)
    paragraph.add_run(quote.signed)
    coders = _(" · coded by {coders}").format(coders=", ".join(quote.coders)) if quote.coders else ""
    paragraph.add_run(f"\n{quote.place}{coders}").font.size = Pt(9)
