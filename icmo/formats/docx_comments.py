"""Comments, footnotes and endnotes in Word documents and the words that they are about.

While a document is read, marks stand in its text where comments begin and end and where notes are anchored: control
characters, which no XML file can hold, around the comment's number. What is made of the text carries them along, and
in the end they become places.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from unicodedata import combining

from icmo.formats.reading import Annotation, Reading
from icmo.i18n import _
from icmo.models import Turn
from icmo.text.anchors import normalise, trim

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BEGIN, END, POINT = "\x01", "\x02", "\x03"
FOOTNOTE, ENDNOTE = "f", "e"  # in front of a note's number, which may be that of a comment too
_SIGNS = {
    f"{_W}commentRangeStart": (BEGIN, ""),
    f"{_W}commentRangeEnd": (END, ""),
    f"{_W}commentReference": (POINT, ""),
    f"{_W}footnoteReference": (POINT, FOOTNOTE),
    f"{_W}endnoteReference": (POINT, ENDNOTE),
}
_PARTS = {
    "/comments.xml": ("comment", ""),
    "/footnotes.xml": ("footnote", FOOTNOTE),
    "/endnotes.xml": ("endnote", ENDNOTE),
}
_MARK = re.compile("([\x01-\x03])([fe]?-?[0-9]{1,18})\\1")
MAX_COMMENTS = 20_000


@dataclass(frozen=True)
class Comment:
    """What somebody has written in the margin."""

    author: str
    text: str


@dataclass
class _Place:
    """Where a comment's marks stand in a text without marks."""

    start: int | None = None
    end: int | None = None
    point: int | None = None


def mark(element: Any) -> str:
    """The mark for an element that begins, ends or anchors a comment or a note; nothing for any other.

    Examples
    --------
    >>> from lxml import etree
    >>> mark(etree.Element(f"{_W}commentRangeStart", {f"{_W}id": "7"}))
    '\\x017\\x01'
    """
    sign, sort = _SIGNS.get(element.tag, ("", "")) if isinstance(element.tag, str) else ("", "")
    return mark_of(sign, sort + element.get(f"{_W}id", "").strip()) if sign else ""


def mark_of(sign: str, number: str) -> str:
    """The mark for a comment or a note by its number; nothing where that is no number.

    Examples
    --------
    >>> mark_of(POINT, "f2"), mark_of(POINT, "to")
    ('\\x03f2\\x03', '')
    """
    made = f"{sign}{number}{sign}"
    return made if _MARK.fullmatch(made) else ""


def noted(text: str, sort: str) -> Comment:
    """What a footnote or an endnote says, as a comment."""
    told = _("Endnote: {text}") if sort == ENDNOTE else _("Footnote: {text}")
    return Comment("", told.format(text=text))


def bare(text: str) -> str:
    """A text without its marks."""
    return _MARK.sub("", text)


def marks(text: str) -> str:
    """The marks of a text without it."""
    return "".join(match[0] for match in _MARK.finditer(text))


def comments(document: Any, said: Callable[[Any], str]) -> dict[str, Comment]:
    """The comments and notes of a document by their numbers; `said` gives the text of a paragraph."""
    found: dict[str, Comment] = {}
    parts = [rel.target_part for rel in document.part.rels.values() if not rel.is_external]
    for part in parts:
        ending = next((one for one in _PARTS if part.partname.lower().endswith(one)), "")
        for element in _elements(part.blob, _PARTS[ending][0]) if ending else ():
            text = normalise("\n".join(bare(said(one)) for one in element.iter(f"{_W}p"))).strip()
            if text:
                number = _PARTS[ending][1] + element.get(f"{_W}id", "").strip()
                found[number] = _comment(element, text, _PARTS[ending][1])
    return found


def _elements(xml: bytes, name: str) -> list[Any]:
    """The comments or notes in a part of the document, without the lines that part notes from the text."""
    from lxml import etree  # type: ignore[import-untyped]

    root = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True, recover=True))
    return [] if root is None else list(root.iter(f"{_W}{name}"))[:MAX_COMMENTS]


def _comment(element: Any, text: str, sort: str) -> Comment:
    author = " ".join(normalise(element.get(f"{_W}author", "")).split())
    return noted(text, sort) if sort else Comment(author, text)


def placed(marked: str, reading: Reading, found: Mapping[str, Comment]) -> tuple[Annotation, ...]:
    """The comments as annotations of a reading whose text, with marks, is `marked`.

    One that marks no words is about the turn that it stands in; one that stands outside the text about the whole.
    """
    places = _places(marked, reading.text) if found else {}
    made = (_annotation(one, places.get(number, _Place()), reading) for number, one in found.items())
    return tuple(sorted(made, key=lambda one: (one.start, one.end)))


def _annotation(comment: Comment, place: _Place, reading: Reading) -> Annotation:
    start, end = trim(reading.text, place.start or 0, place.end or 0)
    if place.start is None or start >= end:
        told = (place.point, place.end, place.start)
        start, end = _turn(reading.turns, next((one for one in told if one is not None), None))
    return Annotation(start, end, comment.text, comment.author)


def _turn(turns: tuple[Turn, ...], point: int | None) -> tuple[int, int]:
    """The span of the turn that holds a point, or of the last that begins before it."""
    if point is None or not turns:
        return 0, 0
    before = [turn for turn in turns if turn.start <= point] or [turns[0]]
    return before[-1].start, before[-1].end


def _places(marked: str, text: str) -> dict[str, _Place]:
    """Where the marks stand in the text, which is `marked` without them and normalised."""
    places: dict[str, _Place] = {}
    pieces = _MARK.split(marked)
    offset = 0
    for said, sign, number in zip(_whole(pieces[::3]), pieces[1::3], pieces[2::3], strict=False):
        offset += len(normalise(said))
        place = places.setdefault(number, _Place())
        setattr(place, {BEGIN: "start", END: "end", POINT: "point"}[sign], min(offset, len(text)))
    return places


def _whole(pieces: list[str]) -> list[str]:
    """The pieces with accents that begin one at the end of the piece before, whose letter they belong to."""
    for number in range(len(pieces) - 1, 0, -1):
        own = next((n for n, one in enumerate(pieces[number]) if not combining(one)), len(pieces[number]))
        pieces[number - 1] += pieces[number][:own]
        pieces[number] = pieces[number][own:]
    return pieces
