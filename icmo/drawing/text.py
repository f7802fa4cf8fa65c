"""Text on a drawing: its width without a browser, lines that fit a box, and signs that XML can hold."""

from __future__ import annotations

import re
from html import escape

_NARROW, _WIDE = set("iljtfrI.,:;'|!()[]· "), set("mwMWæÆœŒ@%—")
_UNSAYABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def width(text: str, *, size: float) -> float:
    """About how wide a text is in a sans-serif letter of this size, rather too wide than too narrow.

    Examples
    --------
    >>> width("iii", size=10) < width("ooo", size=10) < width("mmm", size=10)
    True
    """
    return size * sum(map(_share, text))


def _share(sign: str) -> float:
    if sign in _NARROW:
        return 0.36
    if sign in _WIDE:
        return 0.92
    if ord(sign) > 0x2E7F:  # emoji and East Asian signs
        return 1.1
    return 0.7 if sign.isupper() else 0.59


def wrapped(text: str, room: float, *, size: float) -> tuple[str, ...]:
    """The text in lines that fit the room; a word that does not fit a line is broken with a hyphen."""
    lines = [""]
    for word in (piece for whole in text.split() for piece in _fitting(whole, room, size)):
        longer = f"{lines[-1]} {word}".strip()
        if width(longer, size=size) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(line for line in lines if line)


def _fitting(word: str, room: float, size: float) -> list[str]:
    if width(word, size=size) <= room:
        return [word]
    fits = next(n for n in range(len(word), 0, -1) if n == 1 or width(word[:n] + "-", size=size) <= room)
    return [word[:fits] + "-", *_fitting(word[fits:], room, size)]


def xml(text: object) -> str:
    """The text for an XML element or attribute; signs that XML cannot hold become a replacement mark."""
    return escape(_UNSAYABLE.sub("\ufffd", str(text)))
