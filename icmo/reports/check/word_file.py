"""A Word document as its checker sees it: its paragraphs and tables in their order, each with its place in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from icmo.i18n import _, integer
from icmo.reports.check.opening import Package, broken
from icmo.reports.check.problems import excerpt
from icmo.reports.check.word_styles import Look, Says, Styles, W, looks, shading, style_of

FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"  # drawings written a second time
_WRAPPERS = frozenset(f"{W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"))
_TEXTS = (f"{W}t", f"{W}tab", f"{W}br", f"{W}cr", f"{W}noBreakHyphen", f"{W}p", f"{W}sym")
_SHOWN = tuple(f"{W}{name}" for name in ("drawing", "pict", "object", "sym", "footnoteReference", "endnoteReference"))
_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath"


@dataclass(eq=False)
class Table:
    """A table with its number in the document and the words that it can be found by."""

    element: Any
    number: int
    nested: bool
    looks: frozenset[str]
    rows: list[list[Any]]  # the cells' elements

    @property
    def where(self) -> str:
        """Its place in words."""
        words = self._name
        number = integer(self.number)
        return _("table {n} (“{words}”)").format(n=number, words=words) if words else _("table {n}").format(n=number)

    @property
    def _name(self) -> str:
        for tag in ("tblCaption", "tblDescription"):
            if text := said(self.element.find(f"{W}tblPr/{W}{tag}")):
                return excerpt(text)
        return excerpt(" | ".join(text_of(one) for one in self.rows[0])) if self.rows else ""

    def cell(self, row: int, column: int) -> str:
        """A cell's place in words, counted from 0."""
        return _("row {r}, column {c}").format(r=integer(row + 1), c=integer(column + 1))


@dataclass(eq=False, slots=True)
class Paragraph:
    """A paragraph: its element, text, style, level as a heading (0: none) and the heading that it stands under."""

    element: Any
    text: str
    style: str | None
    level: int
    under: str
    cell: tuple[Table, int, int] | None = None
    boxed: bool = False  # in a text box, whose ground is not known

    @property
    def where(self) -> str:
        """Its place in words."""
        words = _("“{words}”").format(words=excerpt(self.text)) if self.text.strip() else ""
        if self.cell:
            table, row, column = self.cell
            place = f"{table.where}, {table.cell(row, column)}"
        else:
            place = _("under “{heading}”").format(heading=excerpt(self.under)) if self.under else _("at the beginning")
        return f"{words} ({place})" if words else place


@dataclass
class _Walk:
    """What is met on the way through a story."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    heading: str = ""


class WordFile:
    """A document's parts, its main text and notes in their order, and its styles."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.part = next(iter(package.related("", "officeDocument")), "word/document.xml")
        self.root = package.xml(self.part)
        if self.root is None or self.root.tag != f"{W}document":
            raise broken(package.name)
        self.styles = Styles(self._part("styles"))
        self._tables = 0
        self.main = self._walked(self.root.find(f"{W}body"))

    def _part(self, kind: str) -> Any:
        return next((self.package.xml(part) for part in self.package.related(self.part, kind)), None)

    def _parts(self, *kinds: str) -> list[str]:
        return [part for kind in kinds for part in self.package.related(self.part, kind)]

    @cached_property
    def settings(self) -> Any:
        """The root of the settings; None when there are none."""
        return self._part("settings")

    @cached_property
    def notes(self) -> _Walk:
        """Footnotes and endnotes."""
        walk = _Walk(heading=_("Notes"))
        for part in self._parts("footnotes", "endnotes"):
            for note in self.package.xml(part):
                self._walk(note, walk)
        return walk

    @cached_property
    def margins(self) -> _Walk:
        """Headers and footers."""
        walk = _Walk(heading=_("Headers and footers"))
        for part in self._parts("header", "footer"):
            self._walk(self.package.xml(part), walk)
        return walk

    @property
    def stories(self) -> list[tuple[str, Any]]:
        """The parts that hold what is read, each with its root: the text, notes, headers and footers."""
        parts = [self.part, *self._parts("footnotes", "endnotes", "header", "footer")]
        return [(part, self.package.xml(part)) for part in parts]

    def note_ids(self, kind: str) -> set[str]:
        """The ids of the ``footnote``s or ``endnote``s that are written."""
        root = self._part(f"{kind}s")
        return set() if root is None else {one.get(f"{W}id", "") for one in root.iter(f"{W}{kind}")}

    def found(self, *tags: str) -> Iterator[tuple[Any, Paragraph, str]]:
        """The elements with these tags in the text and the notes, each with its paragraph and its part."""
        for part in (self.part, *self._parts("footnotes", "endnotes")):
            for element in self.package.xml(part).iter(*tags):
                holder = self._holders.get(next(element.iterancestors(f"{W}p"), None))
                if holder is not None and next(element.iterancestors(FALLBACK), None) is None:
                    yield element, holder, part

    @cached_property
    def _holders(self) -> dict[Any, Paragraph]:
        return {one.element: one for one in (*self.main.paragraphs, *self.notes.paragraphs)}

    @cached_property
    def seen(self) -> list[tuple[Paragraph, str, Look]]:
        """All words that are seen, run by run, those in headers and footers too; text boxes' grounds are not known."""
        stories = (*self.main.paragraphs, *self.notes.paragraphs, *self.margins.paragraphs)
        return [(one, text, look) for one in stories if not one.boxed for text, look in self.runs(one)]

    # --- The way through ---------------------------------------------------------------------------------

    def _walked(self, container: Any) -> _Walk:
        walk = _Walk()
        if container is not None:
            self._walk(container, walk)
        return walk

    def _walk(
        self, container: Any, walk: _Walk, cell: tuple[Table, int, int] | None = None, boxed: bool = False
    ) -> None:
        for child in container:
            if child.tag == f"{W}p":
                self._paragraph(child, walk, cell, boxed)
            elif child.tag == f"{W}tbl":
                self._table(child, walk, cell, boxed)
            elif child.tag in _WRAPPERS:
                self._walk(child, walk, cell, boxed)

    def _paragraph(self, element: Any, walk: _Walk, cell: tuple[Table, int, int] | None, boxed: bool) -> None:
        style = style_of(element)
        made = Paragraph(element, text_of(element), style, self._level(element, style), walk.heading, cell, boxed)
        walk.paragraphs.append(made)
        if made.level and made.text.strip():
            walk.heading = made.text
        for box in element.iter(f"{W}txbxContent"):
            if next(box.iterancestors(FALLBACK), None) is None and next(box.iterancestors(f"{W}p")) is element:
                self._walk(box, walk, cell, True)

    def _table(self, element: Any, walk: _Walk, cell: tuple[Table, int, int] | None, boxed: bool) -> None:
        self._tables += 1
        rows = [[*_opened(row, "tc")] for row in _opened(element, "tr")]
        table = Table(element, self._tables, cell is not None, looks(element), rows)
        walk.tables.append(table)
        for r, row in enumerate(rows):
            for c, one in enumerate(row):
                self._walk(one, walk, (table, r, c), boxed)

    def _level(self, element: Any, style: str | None) -> int:
        outline = element.find(f"{W}pPr/{W}outlineLvl")
        if outline is not None:
            return _outline(outline)
        if style not in self._levels:
            self._levels[style] = self._style_level(style)
        return self._levels[style]

    @cached_property
    def _levels(self) -> dict[str | None, int]:
        return {}

    def _style_level(self, style: str | None) -> int:
        outline = self.styles.first(style, f"{W}pPr/{W}outlineLvl")
        if outline is not None:
            return _outline(outline)
        named = re.fullmatch(r"heading ([1-9])", next(iter(self.styles.names(style)), ""))
        return int(named[1]) if named else 0

    # --- Looks -------------------------------------------------------------------------------------------

    def runs(self, paragraph: Paragraph) -> Iterator[tuple[str, Look]]:
        """The words of a paragraph that are seen, run by run, each with its look."""
        table, cell = self._around(paragraph)
        ground = shading(paragraph.element.find(f"{W}pPr"))
        for run in _own(paragraph.element, f"{W}r"):
            text = "".join(one.text or "" for one in run.iterfind(f"{W}t"))
            if text.strip():
                look = self.styles.look(run, paragraph.style, ground, cell, table)
                if not look.hidden:
                    yield text, look

    def _around(self, paragraph: Paragraph) -> tuple[Says, str | None]:
        """What the table's style says of a cell's text, and the cell's ground, its own before the style's."""
        if not paragraph.cell:
            return {}, None
        table, row, column = paragraph.cell
        properties = table.element.find(f"{W}tblPr/{W}tblStyle")
        style = "" if properties is None else properties.get(f"{W}val")
        says, ground = self.styles.in_table(style, _table_parts(table, row, column))
        own = shading(table.rows[row][column].find(f"{W}tcPr"))
        return says, ground if own is None else own


def _table_parts(table: Table, row: int, column: int) -> tuple[str, ...]:
    """The parts of a table that a cell belongs to, those that overrule the others last (ISO 29500-1, 17.7.6)."""
    parts = []
    if "noHBand" not in table.looks:
        parts.append("band1Horz" if (row - ("firstRow" in table.looks)) % 2 == 0 else "band2Horz")
    if "firstColumn" in table.looks and column == 0:
        parts.append("firstCol")
    if "lastColumn" in table.looks and column == len(table.rows[row]) - 1:
        parts.append("lastCol")
    if "firstRow" in table.looks and row == 0:
        parts.append("firstRow")
    if "lastRow" in table.looks and row == len(table.rows) - 1:
        parts.append("lastRow")
    return tuple(parts)


def _outline(element: Any) -> int:
    value = element.get(f"{W}val", "9")
    return int(value) + 1 if value.isdigit() and int(value) < 9 else 0


def _opened(element: Any, name: str) -> Iterator[Any]:
    """The rows of a table or the cells of a row, content controls opened."""
    for child in element:
        if child.tag == f"{W}{name}":
            yield child
        elif child.tag in _WRAPPERS:
            yield from _opened(child, name)


def _own(element: Any, *tags: str) -> Iterator[Any]:
    """The descendants with these tags that are not in a text box of the paragraph."""
    boxed = element.find(f".//{W}txbxContent") is not None
    for one in element.iter(*tags):
        if not boxed or next(one.iterancestors(f"{W}p"), element) is element:
            yield one


def text_of(element: Any) -> str:
    """The words of a paragraph or a cell."""
    found = element.iter(*_TEXTS) if element.tag != f"{W}p" else _own(element, *_TEXTS)
    return "".join((one.text or "") if one.tag == f"{W}t" else " " for one in found if one is not element)


def shows(element: Any) -> bool:
    """Whether there is something to see in it besides words: a picture, a formula, a note’s mark."""
    return next(element.iter(*_SHOWN, _MATHS), None) is not None


def said(element: Any) -> str:
    """The value of an element such as ``<w:tblCaption w:val="…"/>``; nothing when it is not there."""
    return "" if element is None else (element.get(f"{W}val") or "").strip()
