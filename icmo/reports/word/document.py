"""A report put together as a Word file: the template opened, each block written, the package closed."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from icmo.documents.model import Block, Box, Bullets, Figure, Heading, Paragraph, Quotes, Report, Table
from icmo.reports.word import blocks
from icmo.reports.word.figures import figured
from icmo.reports.word.lists import Lists
from icmo.reports.word.markup import DECLARATION, SPACES, numbered, paragraph, serialised
from icmo.reports.word.notes import Notes
from icmo.reports.word.page import set_up
from icmo.reports.word.styles import add_missing, breadth, is_list, styles
from icmo.reports.word.tables import tabled
from icmo.reports.word.template import opened, replaced
from icmo.reports.word.writing import Writing

if TYPE_CHECKING:
    from docx.document import Document

_ROOM_BEFORE = '<w:spacing w:before="280"/>'
_ITS_PLACE = re.compile(r"(?=<w:ind |<w:outlineLvl |</w:pPr>)")  # in the first paragraph, before what comes after it


def written(report: Report, template: Path | bytes | None) -> bytes:
    """The report as the bytes of a Word file.

    The text goes into the package as it is, not by way of python-docx's objects, which would take a minute for some
    ten thousand quotes.
    """
    document = opened(template)
    lists = Lists(document)
    ids = add_missing(document, styles(lists.bullets, lists.numbers, lists.compact, lists.boxed))
    room = set_up(document, report, footer_style=ids["footer"])
    writing = Writing(report, ids, lists, Notes(document), room)
    if not is_list(document, ids["bullet"]):
        writing.bullet_list = numbered(lists.bullets)
    writing.broad = breadth(document, ids["cell"])
    text = "".join(_text(writing, document))
    notes = writing.notes.parts()
    file = io.BytesIO()
    document.save(file)
    name = document.part.partname.lstrip("/")
    return replaced(file.getvalue(), {name: _whole(document, text).encode(), **notes})


def _text(writing: Writing, document: Document) -> Iterator[str]:
    """The blocks one by one, with room between a table, of contents too, and what follows it."""
    yield blocks.opening(writing)
    places = count()
    crowded, ends_in_table = writing.report.contents, False
    for block in writing.report.blocks:
        made = _heading(block, places, writing) if isinstance(block, Heading) else _block(block, writing, document)
        if crowded and not isinstance(block, Heading):
            made = _ITS_PLACE.sub(_ROOM_BEFORE, made, count=1)
        if made:
            crowded, ends_in_table = isinstance(block, Table | Figure), made.endswith("</w:tbl>")
            yield made
    if ends_in_table:  # Word wants a paragraph at the end
        yield paragraph(writing.styles["small"], "")


def _heading(block: Heading, places: Iterator[int], writing: Writing) -> str:
    """A heading, of which the table of contents wants to know the place; one without words is none."""
    return blocks.heading(block, next(places), writing) if block.text.strip() else ""


def _block(block: Block, writing: Writing, document: Document) -> str:
    match block:
        case Paragraph():
            return blocks.text(block, writing)
        case Bullets():
            return blocks.bulleted(block, writing)
        case Quotes():
            return blocks.quoted(block, writing)
        case Box():
            return blocks.boxed(block, writing)
        case Table():
            return tabled(block, writing)
        case Figure():
            return figured(block, writing, document)
    raise TypeError(block)


def _whole(document: Document, text: str) -> str:
    """The main part: the text, then the page that it stands on."""
    section = serialised(document.element.body.sectPr)
    return f"{DECLARATION}<w:document {SPACES}><w:body>{text}{section}</w:body></w:document>"
