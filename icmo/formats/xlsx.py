"""Excel workbooks: sheets that can be read, sorted and printed as they are."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest
from math import ceil
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_FILL = "FFE8EEF4"
_LINE, _MAX_HEIGHT = 15, 409  # points; Excel allows no higher row
_WIDE, _NARROW = 70, 18


def xlsx_bytes(rows: Sequence[Mapping[str, Any]], columns: Sequence[str], *, title: str) -> bytes:
    """A workbook with one sheet: a row per mapping, the columns in this order; quotes get a wide one."""
    from openpyxl import Workbook

    book = Workbook()
    del book[book.sheetnames[0]]
    cells = (["" if row[column] is None else row[column] for column in columns] for row in rows)
    add_sheet(book, title, columns, cells, [_WIDE if column == "quote" else _NARROW for column in columns])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def add_sheet(
    book: Any, title: str, heading: Sequence[str], rows: Iterable[Sequence[str | int]], widths: Sequence[int]
) -> None:
    """Add a sheet with a header row, frozen panes, wrapped cells and columns of these widths (in characters)."""
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    sheet: Worksheet = book.create_sheet(title)
    wrapped, bold, fill = (
        Alignment(wrap_text=True, vertical="top"),
        Font(name="Calibri", bold=True),
        PatternFill("solid", fgColor=_FILL),
    )
    for number, values in enumerate([heading, *rows], start=1):
        for column, value in enumerate(values, start=1):
            cell: Any = sheet.cell(number, column, value)
            if isinstance(value, str):
                cell.data_type = "s"  # a quote that begins with "=" is no formula
            cell.alignment = wrapped
            if number == 1:
                cell.font, cell.fill = bold, fill
        lines = max(_lines(str(value), width) for value, width in zip_longest(values, widths, fillvalue=12))
        sheet.row_dimensions[number].height = min(_MAX_HEIGHT, _LINE * lines)
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "B2" if len(heading) > 1 else "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"


def _lines(text: str, width: object) -> int:
    """How many lines a text takes in a column of that width, in characters."""
    return sum(ceil((len(line) + 1) / max(1, int(0.85 * float(str(width))))) for line in text.split("\n"))
