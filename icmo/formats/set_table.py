"""A table of cases for QCA: CSV or Excel, a row per case, a column per set or raw value.

The names stand in the column ``case``, ``kommune`` or ``municipality``, else in the first. Headings keep their letters.
Numbers may be written with a decimal comma. ``1.000`` is a thousand, as Danes write it, unless cells are parted by
commas or another cell in the column, such as ``0.804``, can only have a decimal point.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

import pandas as pd

from icmo.errors import Problem, ProblemsError
from icmo.formats.rows import read_cells
from icmo.formats.workbook import read_sheet
from icmo.i18n import _

_NAME_COLUMNS = ("case", "kommune", "municipality")
_NUMBER = re.compile(r"-?(?:\d+(?:\.\d+)?|\.\d+)")
_DANISH = re.compile(r"-?(?:\d+|[1-9]\d{0,2}(?:\.\d{3})+)?(?:,\d+)?")
_POINT = re.compile(r"-?(?!0*[1-9]\d{0,2}\.\d{3}$)\d*\.\d+")  # 1.234 may be a thousand, 0.234 and 1.2 may not


def read_set_table(data: bytes, name: str) -> pd.DataFrame:
    """The cases and their values: numbers as numbers, empty cells as missing, anything else as text.

    Raises
    ------
    ProblemsError
        Nothing but a heading, columns that are called the same, a row without a name or with more cells than columns.
    ReadError
        The file is no Excel workbook, or no text.
    """
    delimiter = ""
    if name.lower().endswith((".xlsx", ".xlsm")):
        rows: Sequence[tuple[int, Sequence[Any]]] = read_sheet(data, name).rows
    else:
        rows, delimiter = read_cells(data, name)
    heading = ["" if one is None else str(one) for one in rows[0][1]] if rows else []
    place = next((i for i, one in enumerate(heading) if one.lower() in _NAME_COLUMNS), 0)
    _refuse(_problems(rows, heading, place), name)
    width = len(heading)
    cells = [[*row, *[None] * (width - len(row))][:width] for _line, row in rows[1:]]
    columns = {
        column: _values([row[i] for row in cells], point=delimiter == ",")
        for i, column in enumerate(heading)
        if i != place and column
    }
    return pd.DataFrame(columns, index=[str(row[place]) for row in cells], dtype=object)


def _problems(rows: Sequence[tuple[int, Sequence[Any]]], heading: Sequence[str], place: int) -> list[Problem]:
    if len(rows) < 2:
        return [Problem(0, _("there are no cases"))]
    twice = [column for column, number in Counter(heading).items() if column and number > 1]
    problems = [Problem(rows[0][0], _("two columns are called “{name}”").format(name=one)) for one in twice]
    for line, row in rows[1:]:
        if len(row) <= place or row[place] in (None, ""):
            problems.append(Problem(line, _("the case has no name")))
        if any(cell not in (None, "") for cell in row[len(heading) :]):
            problems.append(Problem(line, _("there are more cells than columns")))
    return problems


def _refuse(problems: Sequence[Problem], name: str) -> None:
    if problems:
        raise ProblemsError(name, problems, _("Give the table a heading, and a row for each case with its name first."))


def _values(cells: Sequence[Any], *, point: bool) -> list[Any]:
    point = point or any(isinstance(cell, str) and _POINT.fullmatch(cell) for cell in cells)
    return [_value(cell, point) for cell in cells]


def _value(cell: Any, point: bool) -> Any:
    """What a cell says, with a decimal point or as Danes write numbers.

    Examples
    --------
    >>> [_value(text, False) for text in ("1.000", "0,5", "", "ja")], _value("1.000", True)
    ([1000.0, 0.5, None, 'ja'], 1.0)
    """
    if not isinstance(cell, str):
        return cell
    number = cell if point and "," not in cell else cell.replace(".", "").replace(",", ".")
    if _NUMBER.fullmatch(number) and (number == cell or _DANISH.fullmatch(cell)):
        return float(number)
    return cell or None
