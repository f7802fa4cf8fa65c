"""An Excel workbook as its checker sees it: sheets with the tables in them, their cells, panes and pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from icmo.i18n import _
from icmo.reports.check.opening import Package, broken

_M = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_XDR = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")


@dataclass(frozen=True)
class Area:
    """A rectangle of cells, its edges included, counted from 1."""

    top: int
    left: int
    bottom: int
    right: int


class Sheet:
    """A worksheet: its name, whether it is hidden, which cells say something."""

    def __init__(self, package: Package, name: str, state: str, part: str, texts: list[str]) -> None:
        self.name = name
        self.hidden = state in ("hidden", "veryHidden")
        self._package, self._part, self._texts = package, part, texts
        self._root = package.xml(part)

    @property
    def where(self) -> str:
        """Its place in words."""
        return _("sheet “{name}”").format(name=self.name)

    @cached_property
    def filled(self) -> set[tuple[int, int]]:
        """The cells (row, column) that say something."""
        found: set[tuple[int, int]] = set()
        for number, row in enumerate(self._root.iter(f"{_M}row"), start=1):
            r = int(row.get("r", number))
            for column, cell in enumerate(row.iterfind(f"{_M}c"), start=1):
                match = _PLACE.fullmatch(cell.get("r", ""))
                if self._says(cell):
                    found.add((r, _column(match[1]) if match else column))
        return found

    def _says(self, cell: Any) -> bool:
        kind, value = cell.get("t"), cell.findtext(f"{_M}v") or ""
        if kind == "s":
            return value.isdigit() and int(value) < len(self._texts) and bool(self._texts[int(value)].strip())
        if kind == "inlineStr":
            return bool("".join(one.text or "" for one in cell.iter(f"{_M}t")).strip())
        return bool(value.strip()) or cell.find(f"{_M}f") is not None

    @cached_property
    def tables(self) -> list[Area]:
        """The tables: Excel's own, else what the filter stands over, else all that is filled."""
        own = [self._package.xml(part).get("ref", "") for part in self._package.related(self._part, "table")]
        filters = [one.get("ref", "") for one in self._root.iterfind(f"{_M}autoFilter")]
        marked = [area for ref in own or filters if (area := _area(ref))]
        return marked or ([_around(self.filled)] if self.filled else [])

    @property
    def frozen(self) -> bool:
        """Whether the rows at the top stay when one scrolls."""
        panes = self._root.iterfind(f"{_M}sheetViews/{_M}sheetView/{_M}pane")
        return any(pane.get("state", "").startswith("frozen") and float(pane.get("ySplit", "0")) >= 1 for pane in panes)

    @property
    def merged(self) -> list[str]:
        """The places of merged cells."""
        return [one.get("ref", "") for one in self._root.iter(f"{_M}mergeCell")]

    def pictures(self) -> Iterator[Any]:
        """The properties (name, description) of its pictures and charts."""
        for part in self._package.related(self._part, "drawing"):
            for anchor in self._package.xml(part):
                yield from anchor.iterfind(f"{_XDR}pic/{_XDR}nvPicPr/{_XDR}cNvPr")
                yield from anchor.iterfind(f"{_XDR}graphicFrame/{_XDR}nvGraphicFramePr/{_XDR}cNvPr")


class ExcelFile:
    """A workbook's parts and its worksheets."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self._part = next(iter(package.related("", "officeDocument")), "xl/workbook.xml")
        self._root = package.xml(self._part)
        if self._root is None or self._root.tag != f"{_M}workbook":
            raise broken(package.name)

    @cached_property
    def sheets(self) -> list[Sheet]:
        """The worksheets in their order; sheets that are only a chart are left out."""
        relations = self.package.relations(self._part)
        made = []
        for one in self._root.iter(f"{_M}sheet"):
            kind, part, _outside = relations.get(one.get(_ID, ""), ("", "", False))
            if kind == "worksheet" and part in self.package:
                made.append(Sheet(self.package, one.get("name", ""), one.get("state", ""), part, self._texts))
        return made

    @cached_property
    def _texts(self) -> list[str]:
        parts = self.package.related(self._part, "sharedStrings")
        return [
            "".join(one.text or "" for one in item.iter(f"{_M}t"))
            for part in parts
            for item in self.package.xml(part).iter(f"{_M}si")
        ]


def place(row: int, column: int) -> str:
    """A cell's address: ``B7``.

    Examples
    --------
    >>> place(7, 2), place(1, 28)
    ('B7', 'AB1')
    """
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - 64
    return number


def _area(ref: str) -> Area | None:
    ends = [_PLACE.fullmatch(end.replace("$", "")) for end in ref.split(":")]
    if not ends[0] or not ends[-1]:
        return None
    return Area(int(ends[0][2]), _column(ends[0][1]), int(ends[-1][2]), _column(ends[-1][1]))


def _around(cells: set[tuple[int, int]]) -> Area:
    rows, columns = [row for row, _column in cells], [column for _row, column in cells]
    return Area(min(rows), min(columns), max(rows), max(columns))
