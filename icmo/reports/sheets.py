"""Excel workbooks written fast: rows as strings of XML, everything else (styles, links, pictures) by openpyxl.

openpyxl makes an object of every cell, and takes some eight seconds for half a million; as strings they take one.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from icmo.documents.model import NOTHING
from icmo.reports.cells import Number, Value, xml
from icmo.reports.words import clean

_RISKY = tuple("=+-@\t\r")  # may begin a formula where text is pasted or saved as CSV
_FILL, _BLUE, _GREY = "FFE8EEF4", "FF0B4F8A", "FFC8CDD3"
_POINTS_PER_CM = 96 / 2.54  # openpyxl takes a picture's size in pixels of a screen
_A4 = 9
_LINE, _HIGHEST = 15, 409  # points; Excel allows no higher row
_DATA = re.compile(rb"<sheetData ?/>|<sheetData>.*?</sheetData>", re.DOTALL)
_EXTENT = re.compile(rb'<dimension ref="[^"]*" ?/>')
_DESCRIPTION = re.compile(rb'descr="[^"]*"')


@dataclass(frozen=True)
class Image:
    """A picture under a sheet's table: a PNG, its width and height in centimetres, what it shows in words."""

    png: bytes
    size: tuple[float, float]
    alt: str


@dataclass(frozen=True)
class Sheet:
    """A sheet: a header row, the rows below it, the columns' widths in characters.

    `links` lead from a row's first cell to another sheet, by the row's number in Excel.
    """

    name: str
    columns: Sequence[str]
    rows: Iterable[Sequence[Value]]
    widths: Sequence[float]
    image: Image | None = None
    links: Mapping[int, str] = field(default_factory=dict)


class Workbook:
    """A workbook in the making."""

    def __init__(self, *, title: str, language: str) -> None:
        self._book = _empty_book()
        self._book.properties.title = clean(title)
        self._book.properties.language = "da-DK" if language == "da" else "en-GB"
        self._book.properties.creator = "icmo"
        self._styles: dict[tuple[str, str], int] = {}
        self._written: list[tuple[str, bytes]] = []  # the extent and the rows of each sheet
        self._alts: list[str] = []

    def add(self, sheet: Sheet) -> None:
        """Add a sheet: header row and row headers frozen, a filter, wrapped cells, printed one page wide."""
        from openpyxl.utils import get_column_letter

        made = self._book.create_sheet(sheet.name)
        letters = [get_column_letter(number) for number in range(1, len(sheet.columns) + 1)]
        rows = list(self._rows(sheet, letters))
        extent = f"A1:{letters[-1]}{len(rows)}"
        for letter, width in zip(letters, sheet.widths, strict=True):
            made.column_dimensions[letter].width = width
        _lay_out(made, extent, frozen="B2" if len(letters) > 1 else "A2")
        for number, target in sheet.links.items():
            _link(made, f"A{number}", target)
        if sheet.image:
            self._place(made, sheet.image, below=len(rows))
        self._written.append((extent, "".join(rows).encode("utf-8")))

    def file(self) -> bytes:
        """The workbook as a file."""
        file, filled = io.BytesIO(), io.BytesIO()
        self._book.save(file)
        with ZipFile(file) as before, ZipFile(filled, "w", ZIP_DEFLATED, compresslevel=2) as after:
            for name in before.namelist():
                after.writestr(name, self._filled(name, before.read(name)))
        return filled.getvalue()

    def _filled(self, name: str, data: bytes) -> bytes:
        """A part of the file with what openpyxl has left out: a sheet's rows, a picture's description."""
        if found := re.fullmatch(r"xl/worksheets/sheet(\d+)\.xml", name):
            extent, rows = self._written[int(found[1]) - 1]
            data = _replaced(_EXTENT, f'<dimension ref="{extent}"/>'.encode(), data)
            return _replaced(_DATA, b"<sheetData>" + rows + b"</sheetData>", data)
        if found := re.fullmatch(r"xl/drawings/drawing(\d+)\.xml", name):
            alt = xml(" ".join(self._alts[int(found[1]) - 1].split())).replace('"', "&quot;")
            return _replaced(_DESCRIPTION, f'descr="{alt}"'.encode(), data)
        return data

    def _rows(self, sheet: Sheet, letters: Sequence[str]) -> Iterator[str]:
        """The rows as XML; those that come from tables are as long as the header row."""
        widths = [max(1, int(1.1 * width - 4)) for width in sheet.widths]  # lines end with a word
        yield self._row(1, letters, sheet.columns, ("head", "head"), widths)
        for number, values in enumerate(sheet.rows, start=2):
            looks = ("link" if number in sheet.links else "first", "body")
            yield self._row(number, letters, values, looks, widths)

    def _row(
        self, number: int, letters: Sequence[str], values: Sequence[Value], looks: tuple[str, str], widths: list[int]
    ) -> str:
        first, rest = looks
        cells = [self._cell(f"{letters[0]}{number}", values[0], first)]
        cells += [
            self._cell(f"{letter}{number}", value, rest) for letter, value in zip(letters[1:], values[1:], strict=True)
        ]
        return f'<row r="{number}"{_height(values, widths)}>{"".join(cells)}</row>'

    def _cell(self, place: str, value: Value, look: str) -> str:
        if isinstance(value, str):
            words = xml(value) or NOTHING
            style = self._style(look, "quoted" if words.startswith(_RISKY) else "")
            return f'<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{words}</t></is></c>'
        number = value if isinstance(value, Number) else Number(value)
        return f'<c r="{place}" s="{self._style(look, number.format)}"><v>{number.value!r}</v></c>'

    def _style(self, look: str, shown: str) -> int:
        """The number of a style in the file: a look, with a number's format or as text that is no formula."""
        if (look, shown) not in self._styles:
            unused = self._book.worksheets[-1].cell(1, len(self._styles) + 1)
            self._styles[look, shown] = _new_style(unused, look, shown)
        return self._styles[look, shown]

    def _place(self, sheet: Any, image: Image, *, below: int) -> None:
        from openpyxl.drawing.image import Image as Picture

        picture = Picture(io.BytesIO(image.png))
        picture.width, picture.height = (round(side * _POINTS_PER_CM) for side in image.size)
        sheet.add_image(picture, f"A{below + 2}")
        self._alts.append(image.alt)


def _empty_book() -> Any:
    """A workbook of openpyxl's without its first sheet."""
    import openpyxl

    book: Any = openpyxl.Workbook()
    for sheet in book.worksheets:
        book.remove(sheet)
    return book


def _height(values: Sequence[Value], widths: Sequence[int]) -> str:
    """The height that a row's words need, since not every program finds it out by itself."""
    said = [(value, width) for value, width in zip(values, widths, strict=True) if isinstance(value, str)]
    lines = max([_lines(value, width) for value, width in said if len(value) > width or "\n" in value], default=1)
    return f' ht="{min(_HIGHEST, _LINE * lines)}"' if lines > 1 else ""


def _lines(text: str, width: int) -> int:
    """How many lines a text takes in a column of that width, in characters."""
    return sum(len(line) // width + 1 for line in text.split("\n"))


def _replaced(pattern: re.Pattern[bytes], new: bytes, data: bytes) -> bytes:
    """The first match replaced, whatever backslashes stand in the new."""
    found: Callable[[re.Match[bytes]], bytes] = lambda _match: new  # noqa: E731
    return pattern.sub(found, data, count=1)


def _new_style(cell: Any, look: str, shown: str) -> int:
    """Make a style known to the workbook, by way of a cell that is written over; each cell can give one only."""
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    bold, colour = look in ("head", "first"), _BLUE if look == "link" else None
    cell.font = Font(name="Calibri", size=11, bold=bold, color=colour, underline="single" if colour else None)
    cell.fill = PatternFill("solid", fgColor=_FILL) if look == "head" else PatternFill()
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    cell.border = Border(bottom=Side("thin", color=_GREY))
    cell.quotePrefix = shown == "quoted"
    cell.number_format = "General" if shown in ("", "quoted") else shown
    return int(cell.style_id)


def _lay_out(sheet: Any, extent: str, *, frozen: str) -> None:
    """What makes a sheet easy to read, to filter and to print."""
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.freeze_panes = frozen
    sheet.auto_filter.ref = extent
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight = "landscape", _A4, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _link(sheet: Any, place: str, target: str) -> None:
    """Lead from a cell to the top of another sheet; apostrophes in its name are doubled."""
    from openpyxl.worksheet.hyperlink import Hyperlink

    name = target.replace("'", "''")
    sheet[place].hyperlink = Hyperlink(ref=place, location=f"'{name}'!A1", display=clean(target))
