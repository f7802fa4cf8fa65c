"""The XML of an exchange file: elements of one namespace, texts that XML can hold, times, names told apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, TypeAlias

from lxml import etree  # type: ignore[import-untyped]

from icmo import __version__

Element: TypeAlias = Any  # lxml comes without types
PROJECT, CODEBOOK = "urn:QDA-XML:project:1.0", "urn:QDA-XML:codebook:1.0"
ORIGIN = f"icmo {__version__}"
COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")  # libxml2 takes more for a colour than the schema means
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def root(namespace: str, tag: str, **attributes: str) -> Element:
    """The element that all others stand in."""
    made = etree.Element(f"{{{namespace}}}{tag}", nsmap={None: namespace})
    _set(made, attributes)
    return made


def add(parent: Element, tag: str, text: str = "", **attributes: str) -> Element:
    """A new last child in its parent's namespace; attributes without a value are left out."""
    made = etree.SubElement(parent, f"{parent.tag[: parent.tag.index('}') + 1]}{tag}")
    _set(made, attributes)
    if text:
        made.text = clean(text)
    return made


def refer(parent: Element, tag: str, targets: Iterable[str]) -> None:
    """References to other elements by their GUIDs."""
    for target in targets:
        add(parent, tag, targetGUID=target)


def to_bytes(made: Element) -> bytes:
    """The document: UTF-8 without a byte-order mark, LF."""
    document: bytes = etree.tostring(made, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return document


def clean(text: str) -> str:
    """The text with a replacement character for each that XML cannot hold; its length stays.

    Examples
    --------
    >>> clean("a\\x00b")
    'a\ufffdb'
    """
    return _NOT_XML.sub("\ufffd", text)


def encoded(text: str) -> bytes:
    """The text, to the letter, as a file of its own: UTF-8 without a byte-order mark."""
    return text.encode("utf-8", "replace")


def one_line(text: str, most: int = 100) -> str:
    """The text on one line, cut after so many characters.

    Examples
    --------
    >>> one_line("Vi øvede\\n bussen.", 9)
    'Vi øvede…'
    """
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


@lru_cache(10_000)
def moment(at: str) -> str:
    """A time as ``xsd:dateTime`` in UTC with whole seconds; nothing for what is no time.

    Examples
    --------
    >>> moment("2026-05-19T16:41:33.2+02:00"), moment("2026-05-19"), moment("i går")
    ('2026-05-19T14:41:33Z', '2026-05-19T00:00:00Z', '')
    """
    try:
        read = datetime.fromisoformat(at)
        read = read.astimezone(UTC) if read.tzinfo else read
    except (ValueError, OverflowError):
        return ""
    return f"{read.replace(tzinfo=None).isoformat(timespec='seconds')}Z"


def distinct(names: Iterable[str]) -> Iterator[str]:
    """The names in their order, a number behind those that were there before.

    Examples
    --------
    >>> list(distinct(["Tid", "Ro", "Tid"]))
    ['Tid', 'Ro', 'Tid (2)']
    """
    taken: set[str] = set()
    numbers: Counter[str] = Counter()
    for name in names:
        free = name
        while free.casefold() in taken:
            numbers[name] += 1
            free = f"{name} ({numbers[name] + 1})"
        taken.add(free.casefold())
        yield free


def _set(made: Element, attributes: dict[str, str]) -> None:
    for name, value in attributes.items():
        if value:
            made.set(name, clean(value))
