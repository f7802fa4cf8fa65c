"""The figures of reports, drawn without a browser: as SVG, and as PNG for programs that show none.

The PNG is drawn from the SVG's own marks, so that they cannot differ. In both, text is text or letters, numbers stand
at what they measure, and series differ by hatch or marker as well as by colour. A figure that would not fit on a
page says what it leaves to its table.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import assert_never

from icmo import i18n
from icmo.documents.model import Bars, Curves, Grid, Layered, Picture, Scheme
from icmo.reports.drawn.bars import bars
from icmo.reports.drawn.curves import curves
from icmo.reports.drawn.grid import grid
from icmo.reports.drawn.layered import layered
from icmo.reports.drawn.marks import Drawing
from icmo.reports.drawn.raster import raster
from icmo.reports.drawn.scheme import scheme

PORTRAIT, LANDSCAPE = (16.5, 22.0), (24.5, 22.0)  # cm: the room that a page has
PX = 2.54 / 96  # cm
DPI = 150  # of a PNG: enough for print
_KEPT = 128  # pictures: those of a report in Word are asked for again in Excel


@dataclass(frozen=True)
class Drawn:
    """A drawn figure: an SVG of its own, its width and height in cm."""

    svg: str
    size: tuple[float, float]
    title: str

    def within(self, room: tuple[float, float]) -> tuple[float, float]:
        """Width and height where there is only so much room, in cm.

        Examples
        --------
        >>> Drawn("", (16.0, 8.0), "").within((8.0, 20.0))
        (8.0, 4.0)
        """
        scale = min(1.0, *(most / side for most, side in zip(room, self.size, strict=True)))
        return self.size[0] * scale, self.size[1] * scale

    def png(self, dpi: int = DPI) -> bytes:
        """The same as PNG, so many dots to the inch where it has the room of a page that lies."""
        return _png(self.svg, round(self.within(LANDSCAPE)[0] / 2.54 * dpi), dpi, self.title)


def drawn(picture: Picture, *, title: str, lang: str = "da") -> Drawn:
    """The figure drawn; `title` names it for who does not see it."""
    with i18n.language(lang):
        svg = layered(picture) if isinstance(picture, Layered) else _drawing(picture).document(title)
    return Drawn(svg, _size_of(svg), title)


def svg(picture: Picture, *, title: str, lang: str = "da") -> str:
    """The figure as an SVG element that stands alone or in a page."""
    return drawn(picture, title=title, lang=lang).svg


def png(picture: Picture, *, title: str, lang: str = "da", dpi: int = DPI) -> bytes:
    """The figure as PNG."""
    return drawn(picture, title=title, lang=lang).png(dpi)


def size(picture: Picture, *, lang: str | None = None, room: tuple[float, float] = PORTRAIT) -> tuple[float, float]:
    """Width and height in cm in that room; `lang` is the language spoken unless given.

    Examples
    --------
    >>> from icmo.documents.model import Series
    >>> size(Bars(("Jobcafé", "Motion"), (Series("Citater", (3, 4)),), "Citater"))[0] <= 16.5
    True
    """
    return drawn(picture, title="", lang=lang or i18n.current()).within(room)


@lru_cache(_KEPT)
def _png(svg: str, pixels: int, dpi: int, title: str) -> bytes:
    return raster(svg, pixels, dpi=dpi, title=title)


def _drawing(picture: Bars | Curves | Grid | Scheme) -> Drawing:
    match picture:
        case Bars():
            return bars(picture)
        case Curves():
            return curves(picture)
        case Grid():
            return grid(picture)
        case Scheme():
            return scheme(picture)
        case _:
            assert_never(picture)


def _size_of(svg: str) -> tuple[float, float]:
    found = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
    assert found is not None
    return float(found[1]) * PX, float(found[2]) * PX
