"""The XML of exchange files: parsed without entities, DTD, network or more than a memory holds; read by local names.

Programs disagree on the namespace (``urn:QDA-XML:project:1.0``, ``urn:QDA-XML:codebook:0:4``, ``…:1:0``, none), on how
GUIDs, colours and times are written, and on a byte-order mark before ``<?xml``; all of these are read. So is UTF-16
with or without a mark, and UTF-8 that calls itself UTF-16, as programs in .NET write it. What can be mended without a
guess of XML that is not well formed is mended for an import: ``<`` and ``&`` in a memo, control characters.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from icmo.errors import ReadError
from icmo.i18n import _
from icmo.refi.tally import Tally
from icmo.text.anchors import normalise

MAX_XML = 60_000_000  # bytes
MAX_MENDED = MAX_XML // 4  # what is mended may grow
MAX_TAGS = 3_000_000  # both ends of elements; a coding takes five
MAX_ATTRIBUTES = 6_000_000
_NAMESPACE = re.compile(r"(?:urn:QDA-XML:(?:project|codebook):[0-9.:]+)?", re.IGNORECASE)
_DOCTYPE = re.compile(rb"(?:\s|<\?.*?\?>|<!--.*?-->)*<!(?:DOCTYPE|ENTITY)", re.DOTALL | re.IGNORECASE)
_ENCODING = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.-]+)", re.IGNORECASE)
_KNOWN = frozenset({"utf-8", "utf8", "us-ascii", "ascii", "iso-8859-1", "iso-8859-15", "windows-1252", "cp1252"})
_COLOUR = re.compile(r"#(?:[0-9a-f]{6}|[0-9a-f]{3})", re.IGNORECASE)
_WHOLE = re.compile(r"[+-]?\d{1,15}(?:\.0*)?")
_UTF16 = {
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
    b"<\x00": "utf-16-le",
    b"\x00<": "utf-16-be",
}
_UNESCAPED = re.compile(
    rb"<!\[CDATA\[(?:.*?\]\]>|.*)|&(?:amp|lt|gt|quot|apos);|&#(?P<code>\d{1,7}|x[0-9a-f]{1,6});|(?P<and>&)"
    rb"|(?P<less><)(?![a-z_/!?:\x80-\xff])|(?P<control>[\x00-\x08\x0b\x0c\x0e-\x1f])",
    re.DOTALL | re.IGNORECASE,
)
_REPLACED = b"&#xFFFD;"  # one character for one, or places would move
_ROOTS = ("Project", "CodeBook")


def parse(data: bytes, name: str, tally: Tally | None = None) -> Any:
    """The root element of a project or a code book.

    Parameters
    ----------
    tally : told of what was mended; without it, nothing is

    Raises
    ------
    ReadError
        It is no XML of REFI-QDA, brings a DTD or entities, or is larger or more deeply nested than a project can be.
    """
    xml, encoding = _utf8(data, name)
    if _DOCTYPE.match(xml):
        raise _with_dtd(name)
    number_of = xml.count  # by another name: count(…) is what texts for people are marked with
    if len(xml) > MAX_XML or number_of(b"<") > MAX_TAGS or number_of(b"=") > MAX_ATTRIBUTES:
        raise ReadError(
            _("{name} is larger than a project can be.").format(name=name), _("Export a part of the project at a time.")
        )
    root = _parsed(xml, name, encoding, tally)
    space, _brace, local = root.tag.rpartition("}")
    if local not in _ROOTS or not _NAMESPACE.fullmatch(space.lstrip("{")):
        raise ReadError(
            _("{name} is no REFI-QDA project or code book: its root is {root}.").format(name=name, root=root.tag[:100]),
            _("Export it as REFI-QDA (.qdpx or .qdc) from the other program."),
        )
    return root


def _utf8(data: bytes, name: str) -> tuple[bytes, str | None]:
    """The XML without a byte-order mark, in an encoding whose angle brackets can be counted; which one, if it lies."""
    if found := _UTF16.get(data[:2]):
        return data.decode(found, "replace").encode(), "utf-8"
    xml = data.removeprefix(codecs.BOM_UTF8).lstrip()
    declared = _declared(xml)
    if declared.startswith("utf-16"):
        return xml, "utf-8"
    if (declared and declared not in _KNOWN) or b"\x00" in xml[:4]:
        raise ReadError(
            _("{name} is written in {encoding}.").format(name=name, encoding=declared or "?"), _("Save it as UTF-8.")
        )
    return xml, None


def _declared(xml: bytes) -> str:
    found = _ENCODING.match(xml)
    return found[1].decode().lower() if found else ""


def _parsed(xml: bytes, name: str, encoding: str | None, tally: Tally | None) -> Any:
    from lxml import etree  # type: ignore[import-untyped]

    try:
        return _root(xml, name, encoding)
    except etree.XMLSyntaxError as error:
        if tally is not None and len(xml) <= MAX_MENDED:
            with suppress(etree.XMLSyntaxError):
                root = _root(_UNESCAPED.sub(_escaped, xml), name, encoding)
                tally.add("file", _("had signs that XML does not allow, and were mended; look at the memos"), name)
                return root
        raise ReadError(
            _("{name}:{line}: the XML is not well formed: {why}").format(
                name=name, line=error.lineno or 1, why=str(error.msg)[:200]
            ),
            _("Export it again; in older versions of QualCoder, take < and & out of the memos first."),
        ) from None


def _root(xml: bytes, name: str, encoding: str | None) -> Any:
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        huge_tree=False,
        encoding=encoding,
    )
    root = etree.fromstring(xml, parser)
    if root.getroottree().docinfo.internalDTD is not None:
        raise _with_dtd(name)
    return root


def _escaped(found: re.Match[bytes]) -> bytes:
    """What should have been written: signs as entities, characters that XML does not allow as U+FFFD."""
    if found["and"]:
        return b"&amp;"
    if found["less"]:
        return b"&lt;"
    return _REPLACED if found["control"] or (found["code"] and not _allowed(found["code"])) else found[0]


def _allowed(code: bytes) -> bool:
    """Whether XML allows the character with this number."""
    number = int(code[1:], 16) if code[:1] in b"xX" else int(code)
    return number in (9, 10, 13) or 0x20 <= number <= 0xD7FF or 0xE000 <= number <= 0xFFFD or 0xFFFF < number < 0x110000


def _with_dtd(name: str) -> ReadError:
    return ReadError(
        _("{name} brings a DTD or entities of its own.").format(name=name),
        _("No program writes such exchange files; do not trust it."),
    )


# --- elements -------------------------------------------------------------------------------------------


def local(element: Any) -> str:
    """An element's name without its namespace."""
    tag: str = element.tag
    return tag.rpartition("}")[2]


def children(element: Any, *names: str) -> Iterator[Any]:
    """The children with these names, in any namespace; an element that is not there has none."""
    return iter(()) if element is None else element.iterchildren(*(f"{{*}}{name}" for name in names))


def child(element: Any, *names: str) -> Any:
    """The first child with one of these names, or None."""
    return next(children(element, *names), None)


def tame(text: str) -> str:
    """The text with at most 64 accents on a letter: to sort the accents of a letter takes the square of their number.

    Examples
    --------
    >>> len(tame("a" + "\u0301\u0323" * 1_000_000))
    65
    """
    accents = "" if text.isascii() else "".join(one for one in set(text) if unicodedata.combining(one))
    return re.sub(f"([{accents}]{{64}})[{accents}]+", r"\1", text) if len(accents) > 1 else text


def clean(text: str) -> str:
    """The text as icmo keeps texts."""
    return normalise(tame(text))


def said(element: Any, name: str = "Description") -> str:
    """The text of a child as icmo keeps texts, without white space around it."""
    found = child(element, name)
    return "" if found is None else clean("".join(found.itertext())).strip()


def named(element: Any) -> str:
    """An element's name on one line."""
    return " ".join(clean(element.get("name", "")).split())


# --- values ---------------------------------------------------------------------------------------------


def guid(value: str | None) -> str:
    """A GUID in small letters without braces; whatever else stands for one as it is.

    Examples
    --------
    >>> guid(" {6F2B0C52-6F0E-4F0A-9C5E-1C6D0A1F6C11} ")
    '6f2b0c52-6f0e-4f0a-9c5e-1c6d0a1f6c11'
    """
    return (value or "").strip().strip("{}").lower()


def guid_of(element: Any) -> str:
    """An element's own GUID, empty if it has none."""
    return guid(element.get("guid"))


def targets(element: Any, *names: str) -> Iterator[str]:
    """What the references with these names lead to; some programs write ``guid`` for ``targetGUID``."""
    for reference in children(element, *names):
        if found := guid(reference.get("targetGUID") or reference.get("guid")):
            yield found


def whole(value: str | None) -> int | None:
    """A whole number, also one written with a point and zeros; None if it is none.

    Examples
    --------
    >>> [whole(text) for text in ("12", " 12.0", "-1", "1e3", "", None)]
    [12, 12, -1, None, None, None]
    """
    text = (value or "").strip()
    return int(text.partition(".")[0]) if _WHOLE.fullmatch(text) else None


def colour(value: str | None) -> str:
    """A colour as ``#RRGGBB``; empty if it is written otherwise, as with an alpha channel.

    Examples
    --------
    >>> [colour(text) for text in ("#f00082", "#0aF", "#ff336699", "rgb(1, 2, 3)", None)]
    ['#F00082', '#00AAFF', '', '', '']
    """
    text = (value or "").strip().upper()
    if not _COLOUR.fullmatch(text):
        return ""
    return text if len(text) == 7 else "#" + "".join(2 * letter for letter in text[1:])


def moment(value: str | None) -> str:
    """A time in UTC as icmo writes it; one without a zone counts as UTC, what is no time is empty.

    Year 1 is what programs in .NET write for want of a time.

    Examples
    --------
    >>> moment("2018-03-27T19:29:27+02:00"), moment("2018-03-27 19:29:27.1234567"), moment("i går")
    ('2018-03-27T17:29:27.000000Z', '2018-03-27T19:29:27.123456Z', '')
    >>> moment("0001-01-01T00:00:00")
    ''
    """
    try:
        found = datetime.fromisoformat((value or "").strip())
        found = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        return ""
    return "" if found.year == 1 else f"{found.replace(tzinfo=None).isoformat(timespec='microseconds')}Z"
