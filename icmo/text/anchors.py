"""Offsets that hold: normalised text, quotes with their surroundings, and finding a quote again.

All offsets are code points of text in Unicode NFC with LF line ends, half-open.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

from icmo.errors import InvalidError
from icmo.i18n import _
from icmo.models import CONTEXT_CHARS

_LINE_ENDS = re.compile("\r\n?|\x0b|\x0c|\x85|\u2028|\u2029")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff]")


def normalise(text: str) -> str:
    """The text as icmo keeps it: no byte-order marks, NFC, LF line ends, no control characters.

    Examples
    --------
    >>> normalise("A\\u030alborg\\r\\n")
    'Ålborg\\n'
    """
    text = text.replace("\ufeff", "")
    return unicodedata.normalize("NFC", _CONTROLS.sub(" ", _LINE_ENDS.sub("\n", text)))


def sha256(text: str) -> str:
    """The fingerprint by which the same text is recognised."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def cut(text: str, start: int, end: int) -> tuple[str, str, str]:
    """The quote ``text[start:end]`` with up to 32 characters before and after it.

    Raises
    ------
    InvalidError
        The span is empty, reversed or reaches outside the text.
    """
    if not 0 <= start < end <= len(text):
        raise InvalidError(
            _("{start}–{end} is no span of a text of {n} characters.").format(start=start, end=end, n=len(text)),
            _("Offsets are code points, half-open, and the span holds at least one character."),
        )
    return text[max(0, start - CONTEXT_CHARS) : start], text[start:end], text[end : end + CONTEXT_CHARS]


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without white space at its ends.

    Examples
    --------
    >>> trim("a  bc  d", 1, 7)
    (3, 5)
    """
    quote = text[start:end]
    return start + len(quote) - len(quote.lstrip()), end - len(quote) + len(quote.rstrip())


def find(text: str, quote: str, *, prefix: str = "", suffix: str = "", near: int | None = None) -> tuple[int, int]:
    """Where a quote stands: the place whose surroundings agree best, else the one nearest to `near`.

    White space in the quote matches any white space in the text; a quote given alone begins and ends
    where words do.

    Raises
    ------
    InvalidError
        The quote does not occur, or occurs more than once with nothing to tell the places apart.
    """
    quote = normalise(quote).strip()
    pattern = r"\s+".join(re.escape(word) for word in quote.split())
    before, after = r"(?<!\w)" * quote[:1].isalnum(), r"(?!\w)" * quote[-1:].isalnum()
    if prefix or suffix:  # made from a span, which may have begun or ended within a word
        before = after = ""
    anywhere = re.compile(f"(?=({before}{pattern}{after}))")  # also where two places overlap
    spans = [match.span(1) for match in anywhere.finditer(text)] if pattern else []
    shown = quote if len(quote) <= 60 else f"{quote[:57]}…"
    if not spans:
        raise InvalidError(
            _("The quote “{quote}” does not occur in the transcript.").format(quote=shown),
            _("Copy it letter by letter from the transcript."),
        )
    scored = sorted((_agreement(text, span, prefix, suffix, near), span) for span in spans)
    if len(scored) > 1 and scored[0][0] == scored[1][0]:
        raise InvalidError(
            _("The quote “{quote}” occurs {n} times in the transcript.").format(quote=shown, n=len(spans)),
            _("Give start and end, or a longer quote."),
        )
    return scored[0][1]


def _agreement(text: str, span: tuple[int, int], prefix: str, suffix: str, near: int | None) -> tuple[int, int]:
    """Smaller is better: less agreement around the quote, then distance to `near`."""
    before, after = text[: span[0]], text[span[1] :]
    matched = _common(before[::-1], prefix[::-1]) + _common(after, suffix)
    return -matched, 0 if near is None else abs(span[0] - near)


def _common(one: str, other: str) -> int:
    return next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
