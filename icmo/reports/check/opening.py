"""Open files that strangers may have made: bounded in size, without entities, nothing fetched.

Office files are zip archives of XML. A small archive can hold terabytes, and XML can name files and addresses to be
read; neither happens in a file that an Office program has written.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from icmo.errors import InvalidError
from icmo.i18n import _

MAX_PARTS, MAX_BYTES = 20_000, 250_000_000  # a report with 33,000 quotes unpacks to some 60 MB
_OLD_OR_LOCKED = bytes.fromhex("D0CF11E0")
_RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


class Package:
    """The parts of an Office file, unpacked as they are asked for, all together never more than `MAX_BYTES`."""

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        self._left = MAX_BYTES
        self._read: dict[str, Any] = {}
        if data.startswith(_OLD_OR_LOCKED):
            raise InvalidError(
                _("{name} is locked with a password, or an old Office file.").format(name=name),
                _("Open it in Office and save it as .docx or .xlsx without a password."),
            )
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, EOFError):
            raise broken(name) from None
        if len(self._zip.infolist()) > MAX_PARTS:
            raise _too_large(name)

    def __contains__(self, part: object) -> bool:
        return part in self._names

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(self._zip.namelist())

    def xml(self, part: str) -> Any:
        """The root element of a part; None when there is no such part.

        Raises
        ------
        InvalidError
            It cannot be unpacked or read, or is larger than any report.
        """
        if part not in self._names:
            return None
        if part not in self._read:
            self._read[part] = _parsed(self._unpacked(part), self.name)
        return self._read[part]

    def _unpacked(self, part: str) -> bytes:
        """The bytes of a part; what the archive says of their number is not believed."""
        try:
            with self._zip.open(part) as file:
                data = file.read(self._left + 1)
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
            raise broken(self.name) from None
        self._left -= len(data)
        if self._left < 0:
            raise _too_large(self.name)
        return data

    def relations(self, part: str) -> Mapping[str, tuple[str, str, bool]]:
        """By their ids what a part refers to: the last word of its type, its target, whether that lies outside."""
        folder, file = posixpath.split(part)
        root = self.xml(posixpath.join(folder, "_rels", f"{file}.rels"))
        if root is None:
            return {}
        return {one.get("Id", ""): _relation(one, folder) for one in root.iter(_RELATIONSHIPS)}

    def related(self, part: str, kind: str) -> list[str]:
        """The parts of a kind (``styles``, ``header``) that a part refers to."""
        found = (one for one in self.relations(part).values() if not one[2])
        return [target for word, target, _outside in found if word == kind and target in self._names]


def _relation(one: Any, folder: str) -> tuple[str, str, bool]:
    target, outside = one.get("Target", ""), one.get("TargetMode") == "External"
    if not outside:
        target = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
    return one.get("Type", "").rpartition("/")[2], target, outside


def _parsed(data: bytes, name: str) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise broken(name) from None
    if root.getroottree().docinfo.doctype:
        raise InvalidError(
            _("{name} declares XML entities, as no Office program does.").format(name=name),
            _("Do not open it before you know where it comes from."),
        )
    return root


def broken(name: str) -> InvalidError:
    """The error for a file that is not what its name says."""
    return InvalidError(
        _("{name} is damaged, or not what its name says.").format(name=name),
        _("Open it in the program that made it and save it again."),
    )


def _too_large(name: str) -> InvalidError:
    return InvalidError(
        _("{name} unpacks to more than {size} MB and was not read.").format(name=name, size=MAX_BYTES // 1_000_000),
        _("Do not open it before you know where it comes from."),
    )
