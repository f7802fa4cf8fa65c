"""Places of an exchange file as places of the normalised text, whatever the file counts.

The raw text is kept until the places are known. Where raw and normalised text differ, or where programs count
differently, stands a *piece*: a byte-order mark, a line end, a character beyond the Basic Multilingual Plane, letters
with accents that NFC puts together. Between the pieces both run alike, so that a search among them finds any place.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from icmo.text.anchors import normalise

MARK = "\ufeff"
_MARKS = f"{MARK}{{0,8}}"  # few, or a text of marks would be searched from each of them to its end
_ASTRAL = "\U00010000-\U0010ffff"
_BEYOND = re.compile(f"[{_ASTRAL}]")
_MAX_DIVIDED = 16
_TEXT, _CRLF, _LF, _FIRST_MARK = range(4)


@dataclass(frozen=True, slots=True)
class Convention:
    """How a program counts: UTF-16 units or code points, what a CRLF counts, what a line end in a text that stood in
    the XML counts (where parsers make LF of CRLF), and whether a byte-order mark at the beginning counts."""

    utf16: bool = False
    crlf: int = 2
    inline: int = 1
    mark: bool = False


class Layout:
    """The pieces of a raw text: where they begin, how long they are raw and normalised, and of what sort.

    Examples
    --------
    >>> text = Layout("\\ufeffHej 🙂\\r\\nA\\u030alborg")
    >>> text.text, text.places(Convention(utf16=True)).span(8, 10)
    ('Hej 🙂\\nÅlborg', (6, 7))
    """

    def __init__(self, raw: str, *, inline: bool = False) -> None:
        self.text = normalise(raw)
        self.size = len(raw)
        self.starts, self.raws, self.norms = array("q"), array("q"), array("q")
        self.astrals, self.sorts = array("q"), array("b")
        for start, length, norm, astral, sort in _pieces(raw, inline=inline):
            self.starts.append(start)
            self.raws.append(length)
            self.norms.append(norm)
            self.astrals.append(astral)
            self.sorts.append(sort)
        self.features = frozenset(
            name
            for name, there in (
                ("utf16", any(self.astrals)),
                ("crlf", _CRLF in self.sorts),
                ("inline", _LF in self.sorts),
                ("mark", _FIRST_MARK in self.sorts),
            )
            if there
        )

    def places(self, convention: Convention) -> Places:
        """The way from a program's places to those of the normalised text."""
        return Places(self, convention)

    def widths(self, convention: Convention) -> Iterator[int]:
        """What each piece counts."""
        for length, astral, sort in zip(self.raws, self.astrals, self.sorts, strict=True):
            if sort == _CRLF:
                yield length - 2 + convention.crlf
            elif sort == _LF:
                yield convention.inline
            elif sort == _FIRST_MARK:
                yield int(convention.mark)
            else:
                yield length + astral * convention.utf16


class Places:
    """Places as one program counts them, turned into places of the normalised text."""

    def __init__(self, layout: Layout, convention: Convention) -> None:
        self._widths = array("q", layout.widths(convention))
        self._norms, self._sorts = layout.norms, layout.sorts
        counted = accumulate((w - r for w, r in zip(self._widths, layout.raws, strict=True)), initial=0)
        written = accumulate((n - r for n, r in zip(layout.norms, layout.raws, strict=True)), initial=0)
        self._starts = array("q", (s + d for s, d in zip(layout.starts, counted, strict=False)))
        self._made = array("q", (s + d for s, d in zip(layout.starts, written, strict=False)))
        self.length = layout.size + sum(self._widths) - sum(layout.raws)  # of the text as the program counts
        self.size = len(layout.text)

    def at(self, place: int, *, end: bool = False) -> int:
        """A place in the normalised text; within a piece the piece's beginning, or its end for the end of a span."""
        number = bisect_right(self._starts, place) - 1
        if number < 0:
            return max(0, min(place, self.size))
        within, width = place - self._starts[number], self._widths[number]
        if within >= width:
            return min(self._made[number] + self._norms[number] + within - width, self.size)
        whole = end and within and self._sorts[number] == _TEXT
        return min(self._made[number] + (self._norms[number] if whole else 0), self.size)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """A half-open span in the normalised text; an empty one stays empty."""
        first = self.at(start)
        return first, self.at(end, end=True) if end > start else first


def _pieces(raw: str, *, inline: bool) -> Iterator[tuple[int, int, int, int, int]]:
    """Start, raw and normalised length, characters beyond the BMP, and sort of each piece."""
    marked = raw.startswith(MARK)
    if marked:
        yield 0, 1, 0, 0, _FIRST_MARK
    pattern = _pattern(raw, inline=inline)
    for match in pattern.finditer(raw, int(marked)) if pattern else ():
        piece, start = match[0], match.start()
        if piece[-1] == "\n" and (piece[0] == "\r" or inline):
            yield start, len(piece), 1, 0, _CRLF if piece[0] == "\r" else _LF
        else:
            yield from _parts(start, piece)


def _parts(start: int, text: str) -> Iterator[tuple[int, int, int, int, int]]:
    """The pieces of letters with accents: as small as they can be, none where nothing changes."""
    while text:
        part = text[: _divide(text)]
        norm = normalise(part)
        if norm != part:
            yield start, len(part), len(norm), len(_BEYOND.findall(part)), _TEXT
        else:
            yield from ((start + one.start(), 1, 1, 1, _TEXT) for one in _BEYOND.finditer(part))
        start, text = start + len(part), text[len(part) :]


def _divide(text: str) -> int:
    """The first place where letters with accents can be divided without changing what NFC makes of them."""
    if len(text) == 1 or len(text) > _MAX_DIVIDED:
        return len(text)
    whole = normalise(text)
    cuts = (n for n in range(1, len(text)) if normalise(text[:n]) + normalise(text[n:]) == whole)
    return next(cuts, len(text))


def _pattern(raw: str, *, inline: bool) -> re.Pattern[str] | None:
    """What makes a piece in this text: only characters that stand in it are asked for."""
    others = [character for character in set(raw) if character > "\x7f"]
    joining = "".join(map(re.escape, filter(_joins, others)))
    changed = "".join(re.escape(one) for one in others if not unicodedata.is_normalized("NFC", one) or one == MARK)
    options = [f"\r{_MARKS}\n"] * ("\r" in raw) + ["\n"] * inline
    if joining:
        options.append(f"[^{joining}{MARK}]?(?:{_MARKS}[{joining}])+")
    if changed:
        options.append(f"[{changed}]")
    if any(one > "\uffff" for one in others):
        options.append(f"[{_ASTRAL}]")
    return re.compile("|".join(options)) if options else None


def _joins(character: str) -> bool:
    """Whether NFC can join it to what stands before: marks, vowels and finals of Hangul, Kirat Rai vowel signs."""
    return (
        unicodedata.category(character)[0] == "M"
        or "\u1160" <= character <= "\u11ff"
        or "\ud7b0" <= character <= "\ud7ff"
        or "\U00016d63" <= character <= "\U00016d6a"
    )
