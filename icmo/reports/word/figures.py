"""Figures: an SVG with a PNG for programs that know none, what it shows in words, and its numbers as a table below."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from icmo.documents.model import Figure
from icmo.i18n import _
from icmo.reports.word.markup import escaped, paragraph
from icmo.reports.word.page import Room
from icmo.reports.word.tables import captioned, tabled
from icmo.reports.word.writing import Writing
from icmo.reports.words import clean

if TYPE_CHECKING:
    from docx.document import Document

_EMU_PER_CM, _TWIPS_PER_CM = 360_000, 567
_CAPTION = 1_400  # twips: what a caption takes of the page
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_SVG = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
_SVG_EXTENSION = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"


def figured(block: Figure, writing: Writing, document: Document) -> str:
    """A figure below its caption, with its table below it."""
    from icmo.reports import pictures

    title, lang = clean(block.caption), writing.report.language
    drawn = pictures.drawn(block.picture, title=title, lang=lang)
    png, svg = _png(document, drawn.png()), _svg(document, drawn.svg)
    width, height = drawn.within(_free(writing.room))
    drawing = _drawing(png, svg, (round(width * _EMU_PER_CM), round(height * _EMU_PER_CM)), block, writing)
    picture = paragraph(writing.styles["picture"], f"<w:r>{drawing}</w:r>")
    return captioned(_("Figure"), block.caption, writing) + picture + tabled(block.table, writing)


def _free(room: Room) -> tuple[float, float]:
    """The room that a picture has on a page beside its caption, in cm."""
    return room.width / _TWIPS_PER_CM, (room.height - _CAPTION) / _TWIPS_PER_CM


def _png(document: Document, data: bytes) -> str:
    relation, _image = document.part.get_or_add_image(io.BytesIO(data))
    return relation


def _svg(document: Document, text: str) -> str:
    package = document.part.package
    name = package.next_partname("/word/media/figur%d.svg")
    part = Part(PackURI(name), "image/svg+xml", text.encode("utf-8", "ignore"), package)
    return document.part.relate_to(part, RELATIONSHIP_TYPE.IMAGE)


def _drawing(png: str, svg: str, size: tuple[int, int], block: Figure, writing: Writing) -> str:
    number, (width, height) = writing.next_drawing(), size
    about = f'name="figur{number}" descr="{escaped(block.alt)}" title="{escaped(block.caption)}"'
    vector = f'<a:ext uri="{_SVG_EXTENSION}"><asvg:svgBlip xmlns:asvg="{_SVG}" r:embed="{svg}"/></a:ext>'
    blip = f'<a:blip r:embed="{png}"><a:extLst>{vector}</a:extLst></a:blip>'
    fill = f"<pic:blipFill>{blip}<a:stretch><a:fillRect/></a:stretch></pic:blipFill>"
    shape = (
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
    )
    return (
        f'<w:drawing><wp:inline xmlns:wp="{_DRAWING}/wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{width}" cy="{height}"/><wp:docPr id="{number}" {about}/><wp:cNvGraphicFramePr>'
        f'<a:graphicFrameLocks xmlns:a="{_DRAWING}/main" noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        f'<a:graphic xmlns:a="{_DRAWING}/main"><a:graphicData uri="{_DRAWING}/picture">'
        f'<pic:pic xmlns:pic="{_DRAWING}/picture"><pic:nvPicPr><pic:cNvPr id="{number}" {about}/><pic:cNvPicPr/>'
        f"</pic:nvPicPr>{fill}{shape}</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>"
    )
