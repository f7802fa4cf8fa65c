"""OpenDocument text, packed (.odt) or as one XML file (.fodt): a paragraph per turn, or a table with a speaker column.

Read is what one sees on the page with all tracked changes accepted, text boxes and lists included. Comments, footnotes
and endnotes become annotations; what else there is, `odt_left_out` tells. XML is read without entities and without the
network.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from icmo.errors import ReadError
from icmo.formats import dialogue, odt_left_out, speaker_table
from icmo.formats.docx_comments import (
    BEGIN,
    END,
    ENDNOTE,
    FOOTNOTE,
    POINT,
    Comment,
    bare,
    mark_of,
    marks,
    noted,
    placed,
)
from icmo.formats.reading import Reading
from icmo.formats.zips import check_zip
from icmo.i18n import _
from icmo.text.anchors import normalise

MAX_COMMENTS = 20_000
MAX_REPEATED = 1_000  # spaces or cells said to be repeated
_NAMESPACE = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
_OFFICE, _TEXT, _TABLE = (_NAMESPACE % name for name in ("office", "text", "table"))
_CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
_LIST, _STYLES = "META-INF/manifest.xml", "styles.xml"
_PARAGRAPHS = (f"{_TEXT}p", f"{_TEXT}h")
_UNSEEN = frozenset(
    {
        f"{_OFFICE}annotation",
        f"{_OFFICE}forms",
        f"{_OFFICE}binary-data",
        f"{_TEXT}tracked-changes",
        f"{_TEXT}note",
        f"{_TEXT}ruby-text",
    }
    | {f"{_TEXT}hidden-text", f"{_TEXT}hidden-paragraph", f"{_TEXT}alphabetical-index", f"{_TEXT}sequence-decls"}
)
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_CHARACTERS = {f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "\n"}
_ROWS = (f"{_TABLE}table-header-rows", f"{_TABLE}table-rows", f"{_TABLE}table-row-group")
_SPACES = re.compile(r"[ \t\r\n]+")


def read_odt(data: bytes, name: str) -> Reading:
    """Read an OpenDocument transcript.

    Raises
    ------
    ReadError
        It is no OpenDocument text, locked, or unpacks to more than a transcript can hold.
    """
    content, styles = _members(data, name) if data.startswith(b"PK") else (data, b"")
    root = _root(content, name)
    body = root.find(f"{_OFFICE}body/{_OFFICE}text")
    if body is None:
        raise _no_odt(name)
    comments = _Comments(body)
    hidden = odt_left_out.hidden_styles(root)
    blocks = (block.strip("\n") for block in _Blocks(hidden, comments.marks).below(body))
    marked = "\n\n".join(block for block in blocks if bare(block).strip())
    text = normalise(bare(marked) + "\n")
    reading = Reading(text, dialogue.turns(text))
    notes = odt_left_out.notes(body, _root(styles, name) if styles else root, hidden)
    return replace(reading, annotations=placed(marked, reading, comments.said), notes=notes)


def _members(data: bytes, name: str) -> tuple[bytes, bytes]:
    """The document's XML out of its zip, and that of its styles, which hold headers and footers."""
    check_zip(data, name)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            listed = packed.namelist()
            locked = _LIST in listed and b"encryption-data" in packed.read(_LIST)
            content = b"" if locked else packed.read("content.xml")
            styles = packed.read(_STYLES) if _STYLES in listed and not locked else b""
    except Exception:  # zipfile lets zip, key, zlib and value errors through; all mean the same here
        raise _no_odt(name) from None
    if locked:
        raise ReadError(
            _("{name} is locked with a password.").format(name=name),
            _("Open it with the password and save it without one."),
        )
    return content, styles


def _root(xml: bytes, name: str) -> Any:
    from lxml import etree  # type: ignore[import-untyped]

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise _no_odt(name) from None


def _no_odt(name: str) -> ReadError:
    return ReadError(
        _("{name} is not an OpenDocument text.").format(name=name),
        _("Open it in LibreOffice and save it as .odt or .docx again."),
    )


class _Comments:
    """The comments and notes of a document, with the marks that stand in its text where they begin, end or belong."""

    def __init__(self, body: Any) -> None:
        self.marks: dict[Any, str] = {}
        self.said: dict[str, Comment] = {}
        ends = {one.get(f"{_OFFICE}name"): one for one in body.iter(f"{_OFFICE}annotation-end")}
        for number, one in enumerate(list(body.iter(f"{_OFFICE}annotation"))[:MAX_COMMENTS]):
            end = ends.get(one.get(f"{_OFFICE}name"))
            self.marks[one] = mark_of(POINT if end is None else BEGIN, str(number))
            if end is not None:
                self.marks[end] = mark_of(END, str(number))
            if text := _paragraphs(one):
                self.said[str(number)] = Comment(_author(one), text)
        for number, one in enumerate(list(body.iter(f"{_TEXT}note"))[:MAX_COMMENTS]):
            sort = ENDNOTE if one.get(f"{_TEXT}note-class") == "endnote" else FOOTNOTE
            self.marks[one] = mark_of(POINT, f"{sort}{number}")
            if text := _paragraphs(one):
                self.said[f"{sort}{number}"] = noted(text, sort)


def _paragraphs(element: Any) -> str:
    return normalise("\n".join("".join(one.itertext()) for one in element.iter(*_PARAGRAPHS))).strip()


def _author(comment: Any) -> str:
    return " ".join(normalise(comment.findtext(_CREATOR) or "").split())


class _Blocks:
    """Reads blocks of text, leaving out hidden styles and putting marks where comments are."""

    def __init__(self, hidden: frozenset[str], marked: dict[Any, str]) -> None:
        self._hidden, self._marked = hidden, marked

    def below(self, container: Any) -> Iterator[str]:
        """The paragraphs and table rows below an element: sections, lists and text boxes are opened."""
        for child in container:
            if child.tag in _PARAGRAPHS:
                yield self._text(child)
            elif child.tag == f"{_TABLE}table":
                yield from speaker_table.lines([self._cells(row) for row in _rows(child)], bare=bare, marks=marks)
            elif isinstance(child.tag, str) and child.tag not in _UNSEEN:
                yield from self.below(child)

    def _cells(self, row: Any) -> list[str]:
        """What the cells of a row say; those covered by a neighbour are empty."""
        cells: list[str] = []
        for cell in row:
            if cell.tag in _CELLS:
                said = "\n".join(block for block in self.below(cell) if bare(block).strip()).strip()
                cells += [said] * _count(cell, f"{_TABLE}number-columns-repeated")
        return cells

    def _text(self, paragraph: Any) -> str:
        """What a reader of the page sees of a paragraph; white space in the XML counts as one space."""
        if paragraph.get(f"{_TEXT}style-name") in self._hidden:
            return ""
        return "".join(self._said(paragraph)).strip(" ").replace("\u00ad", "").replace("\u2011", "-")

    def _said(self, element: Any) -> Iterator[str]:
        yield _SPACES.sub(" ", element.text or "")
        for child in element:
            yield from self._child(child)
            yield _SPACES.sub(" ", child.tail or "")

    def _child(self, child: Any) -> Iterator[str]:
        if child in self._marked:
            yield self._marked[child]
        elif child.tag == f"{_TEXT}s":
            yield " " * _count(child, f"{_TEXT}c")
        elif child.tag in _CHARACTERS:
            yield _CHARACTERS[child.tag]
        elif child.tag in _PARAGRAPHS:  # in a text box
            yield f"\n{self._text(child)}\n"
        elif self._is_seen(child):
            yield from self._said(child)

    def _is_seen(self, child: Any) -> bool:
        known = isinstance(child.tag, str) and child.tag not in _UNSEEN  # an entity's tag is no string
        return known and child.get(f"{_TEXT}style-name") not in self._hidden


def _rows(table: Any) -> Iterator[Any]:
    for child in table:
        if child.tag == f"{_TABLE}table-row":
            yield child
        elif child.tag in _ROWS:
            yield from _rows(child)


def _count(element: Any, attribute: str) -> int:
    number = element.get(attribute, "1")
    return min(int(number), MAX_REPEATED) if number.isdecimal() else 1
