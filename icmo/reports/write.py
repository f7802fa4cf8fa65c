"""Write an overview in the format of the file's suffix."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from icmo.errors import InvalidError
from icmo.files import write_bytes
from icmo.i18n import _, language
from icmo.overview import Overview


def write_overview(overview: Overview, path: Path) -> None:
    """Write the overview as .docx, .xlsx, .html or .csv.

    Raises
    ------
    InvalidError
        Another suffix.
    """
    renderers = _renderers()
    suffix = path.suffix.lower()
    if suffix not in renderers:
        raise InvalidError(
            _("{path}: an overview cannot be written as “{suffix}”.").format(path=path, suffix=suffix),
            _("Choose one of {known}.").format(known=", ".join(renderers)),
        )
    with language(overview.language):
        data = renderers[suffix](overview)
    write_bytes(path, data)


def _renderers() -> dict[str, Callable[[Overview], bytes]]:
    from icmo.reports import excel, html, table, word

    return {".docx": word.render, ".xlsx": excel.render, ".html": html.render, ".csv": table.render}
