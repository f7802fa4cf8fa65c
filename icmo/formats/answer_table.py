"""A table of answers as it stands in a file, CSV or Excel: its headings, its rows, and what has no place in them."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePath
from typing import Any

from icmo.errors import IcmoError, ReadError
from icmo.formats.answer_columns import TEXTS, Row, plainly
from icmo.formats.left_out import Left
from icmo.formats.reading import decode
from icmo.formats.rows import read_cells
from icmo.formats.speaker_table import SPEAKER_COLUMNS
from icmo.formats.workbook import read_sheet
from icmo.formats.zips import check_zip
from icmo.i18n import _
from icmo.text.anchors import normalise

_TITLES = 10  # rows in which the headings are looked for
_ZIP = b"PK\x03\x04"
Cells = list[tuple[int, list[str]]]


@dataclass(frozen=True)
class Table:
    """The rows by heading, what stands above or beside the headings, and remarks on how the file was read."""

    headings: list[str]
    rows: list[Row]
    left: tuple[Left, ...] = ()
    notes: tuple[str, ...] = ()


def read_table(data: bytes, name: str) -> Table:
    """The table in a file; a heading that stands twice gets a number.

    Raises
    ------
    ReadError
        It is no Excel workbook, though its name or its first bytes say so.
    ProblemsError
        It is no valid CSV.
    """
    cells, beside, notes = _cells(data, name)
    top = _top([row for _line, row in cells[:_TITLES]])
    headings = _headings(cells[top][1] if cells else [])
    below = cells[top + 1 :]
    rows = [(line, dict.fromkeys(headings, "") | dict(zip(headings, row, strict=False))) for line, row in below]
    for _line, row in rows:
        row.pop("", None)
    left = (*beside, *_above(cells[:top]), *_beside(headings, below))
    return Table([heading for heading in headings if heading], rows, left, notes)


def _cells(data: bytes, name: str) -> tuple[Cells, tuple[Left, ...], tuple[str, ...]]:
    """The rows that say something, each with its line; what is left out, and remarks."""
    if data.startswith(_ZIP) or PurePath(name).suffix.lower() in (".xlsx", ".xlsm"):
        check_zip(data, name)
        sheet = _sheet(data, name)
        return [(line, [_plain(cell) for cell in row]) for line, row in sheet.rows], sheet.left, sheet.notes
    rows = [(line, [normalise(cell) for cell in row]) for line, row in read_cells(data, name)[0]]
    return rows, (), decode(data, name)[1]


def _sheet(data: bytes, name: str) -> Any:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl tells of drawings and checks that it leaves out
            return read_sheet(data, name)
    except IcmoError:
        raise
    except Exception:  # openpyxl lets XML, type and value errors through; all mean the same here
        raise ReadError(
            _("{name} is no Excel workbook.").format(name=name), _("Save it as .xlsx or as CSV UTF-8 in Excel.")
        ) from None


def _top(rows: Sequence[Sequence[str]]) -> int:
    """Which row holds the headings: the first, unless that is a title and a later one has headings that are known."""
    if not rows or sum(map(bool, rows[0])) > 1:
        return 0
    known = (n for n, row in enumerate(rows) if any(plainly(cell) in TEXTS | SPEAKER_COLUMNS for cell in row))
    return next(known, 0)


def _headings(cells: Sequence[str]) -> list[str]:
    found: list[str] = []
    seen: dict[str, int] = {}
    for cell in cells:
        heading = " ".join(cell.split())
        seen[heading] = seen.get(heading, 0) + 1
        found.append(f"{heading} ({seen[heading]})" if heading and seen[heading] > 1 else heading)
    return found


def _plain(cell: Any) -> str:
    """What a cell of a workbook shows, as text."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "ja" if cell else "nej"
    if isinstance(cell, datetime):
        return cell.isoformat(" ").removesuffix(" 00:00:00")
    if isinstance(cell, float) and cell == int(cell):
        return str(int(cell))
    return cell.isoformat() if isinstance(cell, date) else normalise(str(cell)).strip()


def _above(rows: Cells) -> Iterator[Left]:
    for _line, row in rows:
        yield Left(_("lines above the headings"), " · ".join(filter(None, row)))


def _beside(headings: Sequence[str], rows: Cells) -> Iterator[Left]:
    """The cells that stand below no heading."""
    for _line, row in rows:
        for number, cell in enumerate(row):
            if cell and not (number < len(headings) and headings[number]):
                yield Left(_("cells without a heading"), cell)
