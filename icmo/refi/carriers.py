"""Where the text of a source or a note stands: in a member of the package, or in the XML itself.

Formatted texts (docx, rtf) beside the plain one are not read, for places refer to the plain one. A note that has only
a formatted one is read from that, for no places refer to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from icmo.errors import ReadError
from icmo.i18n import _
from icmo.refi import xml
from icmo.refi.package import MemberError, Package


@dataclass(frozen=True, slots=True)
class Carried:
    """A raw text; `member` is empty for one that stood in the XML."""

    raw: str
    member: str = ""


def carried(element: Any, package: Package | None) -> Carried:
    """The raw text of an element that carries one.

    Raises
    ------
    MemberError
        It has none, or its file cannot be had.
    """
    path, content = (element.get("plainTextPath") or "").strip(), xml.child(element, "PlainTextContent")
    rich = bool((element.get("richTextPath") or "").strip())
    why = _("stands only as a formatted one, and places refer to a plain one") if rich else _("has no text")
    try:
        return _from_package(path, package, why)
    except MemberError:
        if content is None:
            raise
    return Carried(xml.tame("".join(content.itertext())))


def formatted(element: Any, package: Package | None) -> str:
    """The words of an element's formatted text (docx, rtf, odt, html).

    Raises
    ------
    MemberError
        It has none, or its file cannot be had or read.
    """
    from icmo.formats.reading import read

    path = (element.get("richTextPath") or "").strip()
    if not path or package is None:
        raise MemberError(_("has no text"))
    info = package.find(path)
    try:
        return read(package.formatted(info), info.filename).text
    except ReadError as error:
        raise MemberError(_("cannot be read ({why})").format(why=error.message)) from None


def _from_package(path: str, package: Package | None, why: str) -> Carried:
    if not path:
        raise MemberError(why)
    if package is None:
        raise MemberError(_("is missing, for the XML came without its package"))
    info = package.find(path)
    return Carried(xml.tame(package.text(info)), info.filename)
