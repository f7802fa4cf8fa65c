"""The zip of a .qdpx: its one XML file and the texts that it names, whatever the case of their names.

Nothing is unpacked to disk, so that a member cannot be written anywhere; what is asked for is inflated in small pieces
and counted, whatever sizes the file states. Pictures, sound and films are never inflated.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import BinaryIO
from urllib.parse import unquote

from icmo.errors import ReadError
from icmo.i18n import _
from icmo.refi.tally import Tally
from icmo.refi.xml import MAX_XML

MAX_TEXT = 8_000_000  # bytes of one text: more than a million words
MAX_TEXTS = 60_000_000  # of all texts
MAX_PRIVATE = 60_000_000
MAX_DIRECTORY = 8_000_000  # bytes of the zip's list of members
RATIO, RATIO_FROM = 200, 1_000_000  # no text that people wrote can be packed better
PRIVATE = "icmo/project.json"
_CHUNK = 1 << 16
_LOOKED_AT = 4_000  # bytes, to see whether a text is UTF-16
_END, _LOCATOR, _DIRECTORY = b"PK\x05\x06", b"PK\x06\x07", b"PK\x06\x06"
_SCHEME = re.compile(r"(internal|relative|absolute)://(.*)", re.IGNORECASE | re.DOTALL)
_UNSAFE = re.compile(r"/|[A-Za-z]:|(?:.*/)?\.\.(?:/|$)")
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError)


class MemberError(Exception):
    """A member cannot be had; the message says why, and what becomes of the rest is for the caller to decide."""


class Package:
    """The members of an exchange file, by their names in small letters with ordinary slashes.

    Raises
    ------
    ReadError
        It is no zip, cut off, or lists more members than an exchange file can have.
    """

    def __init__(self, file: BinaryIO, name: str, tally: Tally) -> None:
        self.name = name
        self._tally = tally
        self._left = MAX_TEXTS
        self._decoded: dict[str, str] = {}
        self.encodings: dict[str, str] = {}  # of texts read that are not UTF-8, by their members' names
        if _directory_size(file) > MAX_DIRECTORY:
            raise ReadError(_("{name} holds more files than a project can.").format(name=name))
        try:
            self._zip = zipfile.ZipFile(file)
        except _DAMAGED:
            raise ReadError(
                _("{name} is no zip file, or is cut off.").format(name=name),
                _("Export or copy it again; it may not have been copied to its end."),
            ) from None
        self._members = dict(self._safe())
        self._by_base = {key.rpartition("/")[2]: info for key, info in reversed(self._members.items())}

    def _safe(self) -> Iterator[tuple[str, zipfile.ZipInfo]]:
        """The members that may be read; of several with the same name the last, as other programs do."""
        seen: dict[str, zipfile.ZipInfo] = {}
        for info in self._zip.infolist():
            path = info.filename.replace("\\", "/")
            key = path.lower()
            if _UNSAFE.match(path):
                self._tally.add("file", _("lead out of the package and were ignored"), path)
            elif info.external_attr >> 16 & 0o170000 == 0o120000:
                self._tally.add("file", _("are links to other files and were ignored"), path)
            elif not path.endswith("/"):
                if key in seen:
                    self._tally.add("file", _("stand twice in the package; the last one was read"), path)
                seen[key] = info
        yield from seen.items()

    def xml(self) -> tuple[str, bytes]:
        """The name and bytes of the one .qde file, nearest to the root.

        Raises
        ------
        ReadError
            There is none, several without one called project.qde, or it is locked, damaged or too large.
        """
        found = [key for key in self._members if key.endswith((".qde", ".qdc")) and not _hidden(key)]
        depth = min((key.count("/") for key in found), default=0)
        nearest = [key for key in found if key.count("/") == depth]
        named = [key for key in nearest if key.endswith("project.qde")] or nearest
        if len(named) != 1:
            told = _("{name} holds no .qde file.") if not named else _("{name} holds several .qde files.")
            raise ReadError(told.format(name=self.name), _("Export it as REFI-QDA project (.qdpx) again."))
        if len(nearest) > 1:
            self._tally.add("file", _("are .qde files beside project.qde and were not read"), number=len(nearest) - 1)
        info = self._members[named[0]]
        try:
            return f"{self.name}/{info.filename}", self._inflated(info, MAX_XML)
        except MemberError as error:
            raise ReadError(
                _("{name}/{member} {why}.").format(name=self.name, member=info.filename, why=error),
                _("Export it again, without a password."),
            ) from None

    def find(self, path: str) -> zipfile.ZipInfo:
        """The member that a path of the XML means, known by its name in whatever folder.

        Raises
        ------
        MemberError
            It lies outside the package, or is missing.
        """
        match = _SCHEME.fullmatch(path.strip())
        scheme, rest = (match[1].lower(), match[2]) if match else ("", path.strip())
        for told in dict.fromkeys((rest, unquote(rest))):
            key = told.replace("\\", "/").lower().lstrip("/")
            base = key.rpartition("/")[2]
            if info := self._members.get(f"sources/{key}") or self._members.get(key) or self._by_base.get(base):
                if scheme != "internal":
                    self._tally.add("file", _("are not named as members of the package, but were found in it"), base)
                return info
        if scheme in ("relative", "absolute"):
            raise MemberError(_("lies outside the package"))
        raise MemberError(_("is missing in the package"))

    def text(self, info: zipfile.ZipInfo) -> str:
        """The raw text of a member, byte-order mark and line ends as they are.

        Raises
        ------
        MemberError
            It is locked, damaged, too large or no text.
        """
        if info.filename not in self._decoded:
            data = self._inflated(info, min(MAX_TEXT, self._left))
            self._left -= len(data)
            self._decoded[info.filename] = self._decode(data, info.filename)
        return self._decoded[info.filename]

    def _decode(self, data: bytes, name: str) -> str:
        if utf16 := _utf16(data):
            self.encodings[name] = "UTF-16"
            return data.decode(utf16, "replace")
        if b"\x00" in data or data.startswith((b"PK\x03\x04", b"%PDF-")):
            raise MemberError(_("is no text"))
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            self.encodings[name] = "Windows-1252"
            self._tally.add("text", _("were not UTF-8 and were read as Windows-1252; check æ, ø and å"), name)
            return data.decode("cp1252", "replace")

    def formatted(self, info: zipfile.ZipInfo) -> bytes:
        """The bytes of a formatted text.

        Raises
        ------
        MemberError
            It is locked, damaged or too large.
        """
        data = self._inflated(info, min(MAX_TEXT, self._left))
        self._left -= len(data)
        return data

    def private(self) -> bytes | None:
        """What icmo itself has put into the package, if it has and it can be had."""
        info = self._members.get(PRIVATE)
        if info is None:
            return None
        try:
            return self._inflated(info, MAX_PRIVATE)
        except MemberError as error:
            self._tally.add("file", _("{member} {why}").format(member=PRIVATE, why=error))
            return None

    def _inflated(self, info: zipfile.ZipInfo, limit: int) -> bytes:
        """The bytes of a member, counted while they come."""
        if info.flag_bits & 1:
            raise MemberError(_("is locked with a password"))
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise MemberError(_("is packed in a way that icmo does not read"))
        if info.file_size > limit:
            raise MemberError(_("is too large"))
        try:
            return b"".join(self._chunks(info, limit))
        except _DAMAGED:
            raise MemberError(_("is damaged")) from None

    def _chunks(self, info: zipfile.ZipInfo, limit: int) -> Iterator[bytes]:
        size = 0
        with self._zip.open(info) as stream:
            while chunk := stream.read(_CHUNK):
                size += len(chunk)
                if size > limit or (size > RATIO_FROM and size > RATIO * max(info.compress_size, 1)):
                    raise MemberError(_("is too large"))
                yield chunk


def _utf16(data: bytes) -> str:
    """How a text in UTF-16 is to be decoded: by its mark, or by where the zeros stand in text that is mostly Latin."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16-be" if data.startswith(b"\xfe") else "utf-16-le"
    first, second = (data[start:_LOOKED_AT:2].count(0) for start in (0, 1))
    few, many = sorted((first, second))
    if len(data) % 2 or many * 5 < 2 * min(len(data), _LOOKED_AT) or few * 10 > many:
        return ""
    return "utf-16-be" if first > second else "utf-16-le"


def _hidden(key: str) -> bool:
    """Whether it is a file that a Mac puts beside another one."""
    return key.startswith("__macosx/") or PurePosixPath(key).name.startswith(".")


def _directory_size(file: BinaryIO) -> int:
    """How large the zip says its list of members is; 0 for what is no zip."""
    size = file.seek(0, 2)
    start = file.seek(max(0, size - 66_000))
    tail = file.read(66_000)
    end = tail.rfind(_END)
    if end < 0:
        return 0
    stated = int.from_bytes(tail[end + 12 : end + 16], "little")
    locator = tail.rfind(_LOCATOR, 0, end)
    if locator >= 0:
        file.seek(min(int.from_bytes(tail[locator + 8 : locator + 16], "little"), start + locator))
        record = file.read(56)
        if record.startswith(_DIRECTORY):
            stated = max(stated % 0xFFFFFFFF, int.from_bytes(record[40:48], "little"))
    file.seek(0)
    return stated
