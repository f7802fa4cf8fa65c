"""Which checker takes which file."""

from __future__ import annotations

from pathlib import Path

from icmo.errors import InvalidError
from icmo.files import read_bytes
from icmo.i18n import _
from icmo.reports.check.opening import MAX_BYTES, Package
from icmo.reports.check.problems import Problem, apply

SUFFIXES = (".docx", ".xlsx", ".html")


def check(path: Path) -> tuple[Problem, ...]:
    """What stands in the way of a reader who sees badly, hears the report read or uses no mouse; nothing: it passes.

    Raises
    ------
    NotFoundError
        The file is not there.
    InvalidError
        It is of another kind, locked, damaged, or made to harm.
    """
    suffix = path.suffix.lower()
    if suffix not in (*SUFFIXES, ".htm"):
        raise InvalidError(
            _("{name}: icmo does not check {suffix} files.").format(name=path.name, suffix=suffix or "?"),
            _("It checks {suffixes}.").format(suffixes=", ".join(SUFFIXES)),
        )
    return tuple(_checked(path, suffix))


def _checked(path: Path, suffix: str) -> list[Problem]:
    """The checkers are imported when they are used."""
    if suffix in (".html", ".htm"):
        from icmo.reports.check.html import RULES as HTML
        from icmo.reports.check.html_file import HtmlFile

        return [*apply(HTML, HtmlFile(_data(path), path))]
    package = Package(_data(path), path.name)
    if suffix == ".docx":
        from icmo.reports.check.word import RULES as WORD
        from icmo.reports.check.word_file import WordFile

        return [*apply(WORD, WordFile(package))]
    from icmo.reports.check.excel import RULES as EXCEL
    from icmo.reports.check.excel_file import ExcelFile

    return [*apply(EXCEL, ExcelFile(package))]


def _data(path: Path) -> bytes:
    data = read_bytes(path)
    if len(data) > MAX_BYTES:
        raise InvalidError(
            _("{name} is larger than any report.").format(name=path.name), _("Check that it is the right file.")
        )
    return data
