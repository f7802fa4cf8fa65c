"""Tables as files for the browser: CSV and Excel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from starlette.responses import Response

from icmo.errors import NotFoundError
from icmo.formats.tables import table_bytes
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
    content = table_bytes(rows, columns, f".{suffix}", title=title)
    return Response(content, media_type=TYPES[suffix], headers=headers)
