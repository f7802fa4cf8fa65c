"""Tables as files for the browser: CSV and Excel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from starlette.responses import Response

from icmo.errors import NotFoundError
from icmo.formats.rows import csv_text
from icmo.formats.xlsx import xlsx_bytes
from icmo.i18n import _

TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


def table_file(rows: Sequence[Mapping[str, Any]], columns: Sequence[str], suffix: str, *, title: str) -> Response:
    """Rows as a file to save, in the order of the columns.

    Raises
    ------
    NotFoundError
        Another suffix than csv and xlsx.
    """
    if suffix not in TYPES:
        raise NotFoundError(
            _("There is no file of the kind {suffix}.").format(suffix=suffix), _("Choose CSV or Excel.")
        )
    headers = {"Content-Disposition": f'attachment; filename="icmo.{suffix}"'}
    return Response(_content(rows, columns, suffix, title), media_type=TYPES[suffix], headers=headers)


def _content(rows: Sequence[Mapping[str, Any]], columns: Sequence[str], suffix: str, title: str) -> bytes:
    if suffix == "xlsx":
        return xlsx_bytes(rows, columns, title=title)
    return csv_text([[row[column] for column in columns] for row in rows], columns).encode("utf-8-sig")
