"""The legend above a drawing, and what stands below it when something is left out."""

from __future__ import annotations

from collections.abc import Sequence

from icmo.colours import MUTED
from icmo.documents.model import Series
from icmo.i18n import _
from icmo.reports.drawn import palette
from icmo.reports.drawn.marks import BODY, LINE, SMALL, WIDTH, Drawing, rect, text, texts
from icmo.reports.drawn.words import flowing, lines, width

SWATCH, ROW = 16.0, 20.0


def swatch(x: float, y: float, colour: str, hatch: str, *, wide: float = SWATCH, high: float = 11.0) -> str:
    """A little field in the looks of a series."""
    return rect(x, y, wide, high, fill=colour) + palette.hatch(hatch, x, y, wide, high)


def legend(series: Sequence[Series], y: float) -> tuple[list[str], float]:
    """The names of the series beside their fields, in as many rows as they need; and where they end."""
    parts: list[str] = []
    names = [lines(one.name, WIDTH - SWATCH - 10, size=BODY, most=1)[0] for one in series]
    widths = [SWATCH + 6 + width(name, size=BODY) + 18 for name in names]
    inks, row = palette.colours(series), 0
    for i, (x, row) in enumerate(flowing(widths, 0.0, 0.0, WIDTH + 18)):
        top = y + row * ROW
        parts.append(swatch(x, top + 2, inks[i], palette.hatch_of(i)))
        parts.append(text(x + SWATCH + 6, top + 12, names[i]))
    return parts, y + (row + 1) * ROW + 4


def axis_words(words: str, x: float, y: float) -> tuple[list[str], float]:
    """What is measured, above the marks; and where it ends."""
    if not words.strip():
        return [], y
    said = lines(words, WIDTH - x, size=SMALL)
    return texts(x, y + 11, said, size=SMALL, fill=MUTED), y + len(said) * LINE + 3


def note(words: str, y: float) -> tuple[list[str], float]:
    """Small print below a drawing; and where it ends."""
    said = lines(words, WIDTH, size=SMALL) if words else ()
    return texts(0, y + 14, said, size=SMALL, fill=MUTED), y + len(said) * LINE + (6 if said else 0)


def nothing() -> Drawing:
    """What stands there when there is nothing to draw."""
    return Drawing((text(0, 24, _("There is nothing to show."), fill=MUTED),), 40)
