"""What every transcript reader gives, how bytes become text, and which reader takes which file."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from icmo.errors import ReadError
from icmo.i18n import _
from icmo.models import Turn

TABLES = (".csv", ".xlsx")  # with several transcripts, perhaps
SUFFIXES = (".txt", ".md", ".docx", ".odt", ".fodt", ".rtf", ".pdf", ".vtt", ".srt", ".json", ".html", ".htm", *TABLES)
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_OLD_WORD = bytes.fromhex("D0CF11E0")


@dataclass(frozen=True)
class Annotation:
    """What somebody has remarked on ``text[start:end]``, or on the whole where `start` is `end`."""

    start: int
    end: int
    text: str
    author: str = ""


@dataclass(frozen=True)
class Reading:
    """A transcript as its file gave it: normalised text, turns, what the file says of itself, remarks.

    `notes` are remarks of ours on how it was read, `annotations` those of people on what is said;
    where the file has pages, `page_starts` tells the offset at which each begins.
    """

    text: str
    turns: tuple[Turn, ...]
    metadata: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    page_starts: tuple[int, ...] = ()


Reader = Callable[[bytes, str], Reading]


def read(data: bytes, name: str) -> Reading:
    """Read a file with one transcript by its name and content.

    Raises
    ------
    ReadError
        The file is empty, of an unknown kind, not what its name says, or holds several transcripts.
    """
    first, *others = read_all(data, name)
    if others:
        raise ReadError(
            _("{name} holds {n} transcripts.").format(name=name, n=len(others) + 1), _("Import it with icmo import.")
        )
    return first


def read_all(data: bytes, name: str) -> tuple[Reading, ...]:
    """Read a file by its name and content: one transcript, or as many as a table holds, each with ``navn``.

    Raises
    ------
    ReadError
        The file is empty, of an unknown kind, or not what its name says.
    """
    if not data.strip():
        raise ReadError(_("{name} is empty.").format(name=name), _("Check that the file was saved."))
    readings = _read(data, name)
    if not any(character.isalnum() for reading in readings for character in reading.text):
        raise ReadError(_("{name} holds no text.").format(name=name), _("Check that the file was saved."))
    return readings


def _read(data: bytes, name: str) -> tuple[Reading, ...]:
    if PurePath(name).suffix.lower() in TABLES or _looks_like_xlsx(data):
        from icmo.formats.answers import read_answers

        return read_answers(data, name)
    return (_reader(data, name)(data, name),)


def _reader(data: bytes, name: str) -> Reader:
    from icmo.formats.docx import read_docx
    from icmo.formats.html_text import read_html
    from icmo.formats.md import read_md
    from icmo.formats.odt import read_odt
    from icmo.formats.pdf import read_pdf
    from icmo.formats.rtf import read_rtf
    from icmo.formats.srt import read_srt
    from icmo.formats.transcript_json import read_transcript_json
    from icmo.formats.txt import read_txt
    from icmo.formats.vtt import read_vtt

    suffix = PurePath(name).suffix.lower()
    if suffix == ".docx" or _looks_like_docx(data):
        return read_docx
    if suffix in (".odt", ".fodt") or _looks_like_odt(data):
        return read_odt
    if suffix == ".pdf" or data.startswith(b"%PDF-"):
        return read_pdf
    if suffix == ".rtf" or data.startswith(b"{\\rtf"):
        return read_rtf
    if data.startswith(_OLD_WORD):
        raise ReadError(
            _("{name} is an old Word file (.doc).").format(name=name),
            _("Open it in Word and save it as .docx."),
        )
    if suffix not in SUFFIXES:
        raise ReadError(
            _("{name}: icmo does not read {suffix} files.").format(name=name, suffix=suffix or "?"),
            _("It reads {suffixes}.").format(suffixes=", ".join(SUFFIXES)),
        )
    if suffix == ".vtt" or data.lstrip(codecs.BOM_UTF8).startswith(b"WEBVTT"):
        return read_vtt
    if suffix == ".srt":
        return read_srt
    if suffix == ".json":
        return read_transcript_json
    if suffix in (".html", ".htm"):
        return read_html
    return read_md if suffix == ".md" else read_txt


def _looks_like_docx(data: bytes) -> bool:
    return data.startswith(b"PK\x03\x04") and b"word/" in data


def _looks_like_odt(data: bytes) -> bool:
    return data.startswith(b"PK\x03\x04") and b"application/vnd.oasis.opendocument.text" in data[:200]


def _looks_like_xlsx(data: bytes) -> bool:
    return data.startswith(b"PK\x03\x04") and b"xl/workbook.xml" in data


def decode(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """The text of a file and remarks on how it was decoded: UTF-8, UTF-16 by its mark, else Windows-1252.

    Raises
    ------
    ReadError
        The bytes are not text.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding, name), ()
    if b"\x00" in data or data.startswith((b"%PDF-", b"{\\rtf", b"PK\x03\x04")):
        raise _not_text(name)
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        note = _("was not UTF-8 and was read as Windows-1252; check æ, ø and å")
        return _strictly(data, "cp1252", name), (note,)


def _strictly(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise _not_text(name) from None


def _not_text(name: str) -> ReadError:
    return ReadError(_("{name} is not text.").format(name=name), _("Save it as UTF-8 text, or as .docx."))
