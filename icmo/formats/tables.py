"""Plain tables as files: CSV (with a byte-order mark, so that Excel reads æ, ø and å), Excel and JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from icmo.errors import InvalidError
from icmo.files import write_bytes
from icmo.formats.rows import csv_text
from icmo.formats.xlsx import xlsx_bytes
from icmo.i18n import _

SUFFIXES = (".csv", ".xlsx", ".json")
Rows = Sequence[Mapping[str, Any]]


def write_table(path: Path, rows: Rows, columns: Sequence[str], *, title: str) -> None:
    """Write rows in the format of the path's suffix.

    Raises
    ------
    InvalidError
        Another suffix.
    """
    write_bytes(path, table_bytes(rows, columns, path.suffix, title=title))


def table_bytes(rows: Rows, columns: Sequence[str], suffix: str, *, title: str) -> bytes:
    """The rows as a file's content, in the order of the columns; `title` names the sheet of a workbook.

    Raises
    ------
    InvalidError
        A suffix that is none of `SUFFIXES`.
    """
    match suffix.lower():
        case ".csv":
            return csv_text([[row[column] for column in columns] for row in rows], columns).encode("utf-8-sig")
        case ".xlsx":
            return xlsx_bytes(rows, columns, title=title)
        case ".json":
            listed = [{column: row[column] for column in columns} for row in rows]
            return (json.dumps(listed, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()
    raise InvalidError(
        _("A table cannot be written as “{suffix}”.").format(suffix=suffix),
        _("Choose one of {known}.").format(known=", ".join(SUFFIXES)),
    )
