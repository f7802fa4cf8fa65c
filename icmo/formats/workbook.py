"""Excel workbooks as tables: the first sheet that says something is read, and what else there is is told.

What somebody has hidden in that sheet is read too, for it is part of the table. Other sheets, comments on cells,
pictures and formulas that were never calculated are not.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from icmo.errors import ReadError
from icmo.formats.left_out import Left, beginning
from icmo.i18n import _

SHOWN = 8  # hidden rows and columns named in a remark
Rows = list[tuple[int, list[Any]]]


@dataclass(frozen=True)
class Sheet:
    """The rows of a sheet that say something, each with its number; what is left out of it, and remarks."""

    rows: Rows
    left: tuple[Left, ...] = ()
    notes: tuple[str, ...] = ()


def read_sheet(data: bytes, name: str) -> Sheet:
    """The first sheet of a workbook that says something, with its remarks; formulas by their last value.

    Raises
    ------
    ReadError
        The file is no Excel workbook.
    """
    from zipfile import BadZipFile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        sheets: list[Any] = load_workbook(io.BytesIO(data), data_only=True).worksheets
        first = sheets[0]
    except (BadZipFile, InvalidFileException, KeyError, ValueError, IndexError):
        raise ReadError(
            _("{name} is no Excel workbook.").format(name=name), _("Save it as .xlsx or as CSV UTF-8 in Excel.")
        ) from None
    tables = [(sheet, rows) for sheet in sheets if (rows := _rows(sheet))]
    sheet, rows = tables[0] if tables else (first, [])
    others = [other for other, _rows in tables[1:]]
    return Sheet(rows, tuple(_left(sheet)), tuple(_notes(data, sheet, others)))


def _rows(sheet: Any) -> Rows:
    rows = enumerate(sheet.iter_rows(values_only=True), start=1)
    cells = ((line, [one.strip() if isinstance(one, str) else one for one in row]) for line, row in rows)
    return [(line, row) for line, row in cells if any(one not in (None, "") for one in row)]


def _notes(data: bytes, sheet: Any, others: Sequence[Any]) -> Iterator[str]:
    if others:
        names = ", ".join(_("“{quote}”").format(quote=beginning(other.title)) for other in others)
        yield _("only the sheet “{sheet}” was read; not {others}").format(sheet=sheet.title, others=names)
    if sheet.sheet_state != "visible":
        yield _("the sheet “{sheet}” is hidden, and was read").format(sheet=sheet.title)
    if hidden := _hidden(sheet):
        shown = ", ".join(hidden[:SHOWN]) + (" …" if len(hidden) > SHOWN else "")
        yield _("hidden columns and rows were read too: {names}").format(names=shown)
    if empty := _uncalculated(data, sheet):
        yield _("formulas without a value were read as empty: {n}; save the file in Excel").format(n=empty)


def _left(sheet: Any) -> Iterator[Left]:
    for row in sheet.iter_rows():
        yield from (Left(_("comments on cells"), cell.comment.text) for cell in row if cell.comment)
    yield from (Left(_("pictures")) for _image in sheet._images)


def _hidden(sheet: Any) -> list[str]:
    """The names of the rows and columns that are hidden: ``B``, ``D–F``, ``7``."""
    from openpyxl.utils import get_column_letter

    columns = [one for one in sheet.column_dimensions.values() if one.hidden]
    spans = [(get_column_letter(one.min), get_column_letter(one.max)) for one in sorted(columns, key=lambda c: c.min)]
    rows = sorted(number for number, one in sheet.row_dimensions.items() if one.hidden)
    return [first if first == last else f"{first}–{last}" for first, last in spans] + [str(row) for row in rows]


def _uncalculated(data: bytes, sheet: Any) -> int:
    """How many formulas of the sheet have no value, because no program has calculated them."""
    from openpyxl import load_workbook

    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        if not any(b"<f" in packed.read(one) for one in packed.namelist() if one.startswith("xl/worksheets/")):
            return 0
    written = load_workbook(io.BytesIO(data))[sheet.title]
    return sum(
        cell.data_type == "f" and sheet[cell.coordinate].value is None for row in written.iter_rows() for cell in row
    )
