"""Variables of cases: a table with a row per municipality, its name in the column ``kommune``; CSV or Excel (.xlsx).

Numbers may be written as Danes do: ``12.500`` is twelve thousand five hundred, ``12,5`` twelve and a half, ``38 %``
and ``38 pct.`` are 38. A value that begins with a zero (``0851``) is a code and stays text. Dates become ISO dates,
empty cells are missing. Headings are read in small letters. In a workbook the first sheet with such a column counts,
and rows above the headings are passed over.
"""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import PurePath
from typing import Any

from icmo.errors import Problem, ReadError
from icmo.formats.rows import Numbered, keyed, read_csv
from icmo.i18n import _

_NAME_COLUMNS = ("kommune", "municipality", "case")
_WHOLE = re.compile(r"-?(?:0|[1-9]\d*|[1-9]\d{0,2}(?:\.\d{3})+)")
_DECIMAL = re.compile(r"-?(?:(?:0|[1-9]\d*|[1-9]\d{0,2}(?:\.\d{3})+),\d+|(?:0|[1-9]\d*)\.\d+)")
_PERCENT = re.compile(r"\s*(?:%|pct\.?|procent)", re.I)
_DATE = re.compile(r"(\d\d?)[.\-/](\d\d?)[.\-/](\d{4})")
_ZIP = b"PK\x03\x04"

Cells = tuple[Any, ...]


def read_cases(data: bytes, name: str) -> dict[str, dict[str, Any]]:
    """The variables by municipality, numbers as numbers; a workbook is known by its content or its name.

    Raises
    ------
    ProblemsError
        No column with the names, a row without one, a municipality or a heading that stands twice, a cell of a
        workbook that holds an error or a formula without its value.
    ReadError
        Not a workbook, though its name says so, or no text.
    """
    if data.startswith(_ZIP) or PurePath(name).suffix.lower() in (".xlsx", ".xlsm"):
        rows, problems = _read_sheet(data, name)
    else:
        rows, problems = read_csv(data, name), []
    return keyed(rows, name, _NAME_COLUMNS, convert=_value, fold=_name, found_before=problems)


def _name(value: Any) -> str:
    return " ".join(unicodedata.normalize("NFC", str(value)).split())


def _value(cell: Any) -> Any:
    """A number or an ISO date where the text is one; anything else as it is.

    Examples
    --------
    >>> [_value(text) for text in ("12.500", "12,5", "1.5", "0851", "ja", "38 %", "38,5 pct.", "1.3.2023")]
    [12500, 12.5, 1.5, '0851', 'ja', 38, 38.5, '2023-03-01']
    """
    if not isinstance(cell, str):
        return cell
    number = cell[: match.start()] if (match := _ending(cell)) else cell
    number = number.replace("\xa0", "").replace("−", "-")
    if _WHOLE.fullmatch(number):
        return int(number.replace(".", ""))
    if _DECIMAL.fullmatch(number):
        return float(number.replace(".", "").replace(",", ".") if "," in number else number)
    return _date(cell)


def _ending(cell: str) -> re.Match[str] | None:
    """The percent sign or word that a cell ends with."""
    return next((match for match in _PERCENT.finditer(cell) if match.end() == len(cell)), None)


def _date(text: str) -> str:
    match = _DATE.fullmatch(text)
    if not match:
        return text
    day, month, year = map(int, match.groups())
    try:
        return date(year, month, day).isoformat()
    except ValueError:  # 31.2.2023 is text, as written
        return text


# --- Excel ----------------------------------------------------------------------------------------------


def _read_sheet(data: bytes, name: str) -> tuple[Numbered, list[Problem]]:
    """The rows of the first sheet with a column of names, numbered as in Excel, and what is wrong with their cells."""
    sheets = zip(_sheets(data, name, values=True), _sheets(data, name, values=False), strict=True)
    for values, formulas in sheets:
        top = next((number for number, row in enumerate(values) if set(_NAME_COLUMNS) & set(_headings(row))), None)
        if top is not None:
            columns = _headings(values[top])
            twice = sorted({column for column in columns if column and columns.count(column) > 1})
            problems = [Problem(top + 1, _("the column “{column}” stands twice").format(column=one)) for one in twice]
            below = list(enumerate(zip(values, formulas, strict=True), start=1))[top + 1 :]
            problems += [one for line, pair in below for one in _faults(line, columns, *pair)]
            return [
                (line, dict.fromkeys(columns, "") | dict(zip(columns, map(_plain, row), strict=False)))
                for line, (row, _formulas) in below
                if any(_plain(cell) != "" for cell in row)
            ], problems
    return [], []


def _sheets(data: bytes, name: str, *, values: bool) -> list[list[Cells]]:
    """The rows of cells of every sheet, with the values of formulas or with the formulas themselves."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=values)
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # some programs write that a sheet ends at A1
        return [list(sheet.iter_rows()) for sheet in book.worksheets]
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError):
        raise ReadError(
            _("{name} is no Excel workbook that icmo can read.").format(name=name),
            _("Open it in Excel and save it as .xlsx without a password, or as CSV UTF-8."),
        ) from None


def _headings(row: Cells) -> list[str]:
    return [_name("" if cell.value is None else cell.value).lower() for cell in row]


def _faults(line: int, columns: Sequence[str], values: Cells, formulas: Cells) -> Iterator[Problem]:
    for column, value, formula in zip(columns, values, formulas, strict=False):
        if value.data_type == "e":
            told = _("column “{column}” holds the error {value}").format(column=column, value=value.value)
            yield Problem(line, told)
        elif formula.data_type == "f" and value.value is None:
            told = _("column “{column}” holds a formula without its value; open the file in Excel and save it")
            yield Problem(line, told.format(column=column))


def _plain(cell: Any) -> Any:
    """What a cell shows, in plain terms: a share formatted as a percentage is a percentage."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    if isinstance(value, int | float):
        return _number(value, percent="%" in (cell.number_format or ""))
    return value.strip() if isinstance(value, str) else str(value)


def _number(value: int | float, *, percent: bool) -> int | float:
    shown = round(100 * value, 10) if percent else value  # 100 × 0.385 is 38.5 only after rounding
    return int(shown) if shown == int(shown) else shown
