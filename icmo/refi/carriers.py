"""Where the text of a source or a note stands: in a member of the package, or in the XML itself.

Formatted texts (docx, rtf) beside the plain one are not read, for places refer to the plain one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

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
    try:
        return _from_package(path, package)
    except MemberError:
        if content is None:
            raise
    return Carried(xml.tame("".join(content.itertext())))


def _from_package(path: str, package: Package | None) -> Carried:
    if not path:
        raise MemberError(_("has no text"))
    if package is None:
        raise MemberError(_("is missing, for the XML came without its package"))
    info = package.find(path)
    return Carried(xml.tame(package.text(info)), info.filename)
