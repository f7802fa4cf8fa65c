"""Comments in Word documents and the words that they are about.

While a document is read, marks stand in its text where comments begin and end: control characters, which no XML file
can hold, around the comment's number. What is made of the text carries them along, and in the end they become places.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from unicodedata import combining

from icmo.formats.reading import Annotation, Reading
from icmo.models import Turn
from icmo.text.anchors import normalise, trim

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SIGNS = {f"{_W}commentRangeStart": "\x01", f"{_W}commentRangeEnd": "\x02", f"{_W}commentReference": "\x03"}
_MARK = re.compile("([\x01-\x03])(-?[0-9]{1,18})\\1")
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
    """The mark for an element that begins, ends or anchors a comment; nothing for any other.

    Examples
    --------
    >>> from lxml import etree
    >>> mark(etree.Element(f"{_W}commentRangeStart", {f"{_W}id": "7"}))
    '\\x017\\x01'
    """
    sign = _SIGNS.get(element.tag, "") if isinstance(element.tag, str) else ""
    made = f"{sign}{element.get(f'{_W}id', '').strip()}{sign}" if sign else ""
    return made if _MARK.fullmatch(made) else ""


def bare(text: str) -> str:
    """A text without its marks."""
    return _MARK.sub("", text)


def marks(text: str) -> str:
    """The marks of a text without it."""
    return "".join(match[0] for match in _MARK.finditer(text))


def comments(document: Any, said: Callable[[Any], str]) -> dict[str, Comment]:
    """The comments of a document by their numbers; `said` gives the text of a paragraph."""
    from lxml import etree  # type: ignore[import-untyped]

    found: dict[str, Comment] = {}
    parts = [rel.target_part for rel in document.part.rels.values() if not rel.is_external]
    for part in parts:
        if part.partname.lower().endswith("/comments.xml"):
            parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
            root = etree.fromstring(part.blob, parser)
            for element in [] if root is None else list(root.iter(f"{_W}comment"))[:MAX_COMMENTS]:
                text = normalise("\n".join(bare(said(one)) for one in element.iter(f"{_W}p"))).strip()
                author = " ".join(normalise(element.get(f"{_W}author", "")).split())
                if text:
                    found[element.get(f"{_W}id", "").strip()] = Comment(author, text)
    return found


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
        setattr(place, {"\x01": "start", "\x02": "end", "\x03": "point"}[sign], min(offset, len(text)))
    return places


def _whole(pieces: list[str]) -> list[str]:
    """The pieces with accents that begin one at the end of the piece before, whose letter they belong to."""
    for number in range(len(pieces) - 1, 0, -1):
        own = next((n for n, one in enumerate(pieces[number]) if not combining(one)), len(pieces[number]))
        pieces[number - 1] += pieces[number][:own]
        pieces[number] = pieces[number][own:]
    return pieces
