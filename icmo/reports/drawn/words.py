"""Words and numbers on a drawing: labels in lines that fit, numbers as the language writes them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence

from icmo.documents.model import NOTHING
from icmo.drawing.text import width as regular_width
from icmo.i18n import decimal, integer, percent

VOWELS = frozenset("aeiouyæøåéAEIOUYÆØÅ")
# Two consonants that begin a syllable together, and what ends the first part of a compound: und|er|støt|tel|se, but
# mar|keds|pa|rat|hed and fo|re|stil|lings|ev|ne.
_ONSETS = re.compile("s[tkp]r?|sv|[tkpbdfg]r|[bfgkp]l|kn|tv", re.IGNORECASE)
_JOINT = re.compile("(heds|ings|skabs|ions|tets|elses|doms|dags|tids|livs|markeds|arbejds|[-/])$")
_SPACES = re.compile(r"[ \t\r\n]+")  # one that must not break a line is none
LONGEST = 2000  # letters of a label that are looked at, far more than its lines hold
BOLD = 1.1  # how much wider bold letters are


def width(words: str, *, size: float, bold: bool = False) -> float:
    """About how wide a text is, rather too wide than too narrow."""
    return regular_width(words, size=size) * (BOLD if bold else 1.0)


def lines(words: str, room: float, *, size: float, most: int = 8, bold: bool = False) -> tuple[str, ...]:
    """The text in lines that fit the room, long compounds broken between syllables; at least one line.

    What does not fit in `most` lines ends with an ellipsis.

    Examples
    --------
    >>> lines("Størst arbejdsmarkedsparathed", 100, size=12)
    ('Størst arbejds-', 'markeds-', 'parathed')
    """
    made = [""]
    for word in filter(None, _SPACES.split(words[:LONGEST])):
        made = _added(made, word, room, size * (BOLD if bold else 1.0))
    if len(made) > most:
        made = [*made[: most - 1], _ended(made[most - 1], room, size)]
    return tuple(made)


def _added(made: list[str], word: str, room: float, size: float) -> list[str]:
    """The lines with one more word, which begins on the last of them if it fits there."""
    *before, last = made
    longer = f"{last} {word}" if last else word
    if regular_width(longer, size=size) <= room:
        return [*before, longer]
    if regular_width(word, size=size) <= room:
        return [*made, word] if last else [word]
    if "\u00a0" in word:
        for part in word.split("\u00a0"):
            made = _added(made, part, room, size)
        return made
    used = regular_width(f"{last} ", size=size) if last else 0.0
    cut = _syllable(word, room - used, size) or (0 if last else _whatever_fits(word, room, size))
    if not cut:
        return _added([*made, ""], word, room, size)
    head = _head(word, cut)
    return _added([*before, f"{last} {head}" if last else head, ""], word[cut:], room, size)


def _syllable(word: str, room: float, size: float) -> int:
    """Where to break a word: between the parts of a compound if they are known, else before a syllable; 0: nowhere."""
    cuts = [cut for cut in range(len(word) - 3, 2, -1) if regular_width(_head(word, cut), size=size) <= room]
    joints = (cut for cut in cuts if _JOINT.search(word, 0, cut) and cut >= len(word) / 4)
    return next(joints, 0) or next((cut for cut in cuts if _begins_syllable(word, cut)), 0)


def _begins_syllable(word: str, cut: int) -> bool:
    """Whether a consonant stands there, or some that belong together, before a vowel, and a vowel somewhere before."""
    if _ONSETS.match(word, cut - 1, cut + 1) or not any(sign in VOWELS for sign in word[:cut]):
        return False
    onset = _ONSETS.match(word, cut)
    after = onset.end() if onset else cut + 1
    return word[cut] not in VOWELS and word[cut].isalpha() and bool(VOWELS.intersection(word[after : after + 1]))


def _head(word: str, cut: int) -> str:
    """The part of a broken word before the break, with a hyphen."""
    return word[:cut] if word[cut - 1] in "-/" else f"{word[:cut]}-"


def _whatever_fits(word: str, room: float, size: float) -> int:
    fits = (n for n in range(len(word) - 1, 1, -1) if regular_width(_head(word, n), size=size) <= room)
    return next(fits, 1)


def _ended(words: str, room: float, size: float) -> str:
    while words and regular_width(f"{words}…", size=size) > room:
        words = words[:-1]
    return f"{words.rstrip()}…"


def known(value: float | None) -> float | None:
    """A value that can be drawn; None for one that is missing or no number."""
    return value if value is not None and math.isfinite(value) else None


def row_of(values: Sequence[float | None], length: int) -> list[float | None]:
    """Values as many as there are places for them."""
    return [known(value) for value in (*values, *[None] * length)[:length]]


def places_of(values: Iterable[float | None]) -> int:
    """With how many decimals numbers are written so that all are told apart: 0, 1 or 2."""
    found = [value for value in values if value is not None]
    return next((n for n in (0, 1) if all(abs(value - round(value, n)) < 1e-9 for value in found)), 2)


def said(value: float | None, places: int, *, shares: bool = False) -> str:
    """A number as the language writes it, a share as a percentage; a dash for what is missing."""
    if value is None:
        return NOTHING
    if shares:
        return percent(value).replace(" ", "\u00a0")
    return decimal(value, places) if places else integer(round(value))


def flowing(widths: Iterable[float], start: float, left: float, right: float) -> Iterator[tuple[float, int]]:
    """Places for things beside each other: x and row; what does not fit before `right` begins a new row at `left`."""
    x, row = start, 0
    for wide in widths:
        if x + wide > right and x > left:
            x, row = left, row + 1
        yield x, row
        x += wide
