"""Write a report in the format of the file's suffix."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from icmo.documents.model import Report
from icmo.errors import InvalidError
from icmo.files import write_bytes
from icmo.i18n import _, language

SUFFIXES = (".docx", ".xlsx", ".html", ".json")
_TEMPLATES = (".docx", ".dotx")


def write_report(report: Report, path: Path, *, template: Path | bytes | None = None) -> None:
    """Write a report as .docx (in an organisation's own Word template, if one is given), .xlsx, .html or .json.

    Raises
    ------
    InvalidError
        Another suffix, or a template for a file that is no Word document.
    NotFoundError
        The file cannot be written there.
    """
    write_bytes(path, report_bytes(report, path.suffix, template=template))


def report_bytes(report: Report, suffix: str, *, template: Path | bytes | None = None) -> bytes:
    """The report as the file that `suffix` (``.docx``, ``.xlsx``, ``.html``, ``.json``) stands for.

    Raises
    ------
    InvalidError
        Another suffix, or a template for a file that is no Word document.
    """
    suffix = suffix.lower()
    require_suffix(suffix)
    if template is not None:
        _check(template, suffix)
    with language(report.language):
        return _renderer(suffix, template)(report)


def require_suffix(suffix: str) -> None:
    """Complain about a format that no report is written in.

    Raises
    ------
    InvalidError
        It is none of `SUFFIXES`.
    """
    if suffix.lower() not in SUFFIXES:
        raise InvalidError(
            _("A report cannot be written as “{suffix}”.").format(suffix=suffix),
            _("Choose one of {known}.").format(known=", ".join(SUFFIXES)),
        )


def _check(template: Path | bytes, suffix: str) -> None:
    """A template is Word's, and for Word."""
    if suffix != ".docx":
        raise InvalidError(
            _("Only Word files have templates; “{suffix}” has none.").format(suffix=suffix),
            _("Leave the template out, or write a .docx."),
        )
    if isinstance(template, Path) and template.suffix.lower() not in _TEMPLATES:
        raise InvalidError(
            _("{path} is no Word template.").format(path=template), _("Give a .docx or .dotx as the template.")
        )


def _renderer(suffix: str, template: Path | bytes | None) -> Callable[[Report], bytes]:
    """What makes the file, imported when it is used."""
    if suffix == ".docx":
        from icmo.reports import word

        return lambda report: word.render(report, template=template)
    name = {".xlsx": "excel", ".html": "html", ".json": "plain"}[suffix]
    return import_module(f"icmo.reports.{name}").render  # type: ignore[no-any-return]
