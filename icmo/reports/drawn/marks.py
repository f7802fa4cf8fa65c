"""What drawings are made of: texts, rectangles and paths as SVG that browsers, Word and LibreOffice show alike.

Only attributes, no styles, patterns, clips or ids: Word draws patterns badly, a page's Content-Security-Policy may
refuse styles, and without ids any number of drawings can stand on a page. `raster` knows exactly these marks.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from icmo.colours import PAPER, TEXT
from icmo.drawing.text import xml
from icmo.i18n import current

WIDTH = 620.0  # px at 96 to the inch: 16.4 cm, the text of a portrait page
HIGHEST = 820.0  # px: 21.7 cm, so that a caption fits on the page too
FONTS = "Arial, Helvetica, Liberation Sans, sans-serif"  # Word takes the first, and knows no system-ui
BODY, SMALL, LINE = 12.0, 11.0, 15.0


@dataclass(frozen=True)
class Drawing:
    """Marks on a white ground, in pixels of 1/96 inch."""

    parts: tuple[str, ...]
    height: float
    width: float = WIDTH

    def document(self, title: str) -> str:
        """The drawing as an SVG document of its own, named for who does not see it."""
        size = f"{number(self.width)} {number(self.height)}"
        wide, high = size.split()
        return "\n".join(
            (
                f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}" viewBox="0 0 {size}" '
                f'role="img" aria-label="{xml(title)}" lang="{current()}" font-family="{FONTS}" fill="{TEXT}">',
                f"<title>{xml(title)}</title>",
                rect(0, 0, self.width, self.height, fill=PAPER),
                *self.parts,
                "</svg>\n",
            )
        )


def number(value: float) -> str:
    """A measure with at most two decimals.

    Examples
    --------
    >>> number(12), number(1234.567), number(-0.001)
    ('12', '1234.57', '0')
    """
    return f"{round(value, 2) + 0.0:.2f}".rstrip("0").rstrip(".")


def text(
    x: float,
    y: float,
    words: str,
    *,
    size: float = BODY,
    anchor: str = "start",
    bold: bool = False,
    fill: str = TEXT,
    upright: bool = False,
) -> str:
    """One line of text on its baseline; `upright` lets it run from below to above."""
    about = f'x="{number(x)}" y="{number(y)}" font-size="{number(size)}"'
    about += f' text-anchor="{anchor}"' if anchor != "start" else ""
    about += ' font-weight="700"' if bold else ""
    about += f' fill="{fill}"' if fill != TEXT else ""
    about += f' transform="rotate(-90 {number(x)} {number(y)})"' if upright else ""
    return f"<text {about}>{xml(words)}</text>"


def texts(x: float, y: float, lines: Iterable[str], *, step: float = LINE, **look: object) -> list[str]:
    """Lines of text below each other; `look` is that of `text`."""
    return [text(x, y + i * step, line, **look) for i, line in enumerate(lines)]  # type: ignore[arg-type]


def rect(
    x: float,
    y: float,
    width: float,
    height: float,
    *,
    fill: str = "none",
    stroke: str = "none",
    thick: float = 1.0,
    round_: float = 0.0,
    name: str = "",
) -> str:
    """A rectangle; `name` is its class, by which it is found again."""
    about = f'class="{name}" ' if name else ""
    about += f'x="{number(x)}" y="{number(y)}" width="{number(max(0.0, width))}" height="{number(height)}"'
    about += f' rx="{number(round_)}"' if round_ else ""
    about += f' fill="{fill}"' + (f' stroke="{stroke}" stroke-width="{number(thick)}"' if stroke != "none" else "")
    return f"<rect {about}/>"


def path(d: str, *, stroke: str = "none", fill: str = "none", thick: float = 1.0, name: str = "") -> str:
    """A line or a shape by its SVG path."""
    about = f'class="{name}" ' if name else ""
    about += f'd="{d}" fill="{fill}"' + (
        f' stroke="{stroke}" stroke-width="{number(thick)}"' if stroke != "none" else ""
    )
    return f"<path {about}/>"


def line(x: float, y: float, to_x: float, to_y: float, *, stroke: str, thick: float = 1.0) -> str:
    """A straight line."""
    return path(f"M{number(x)} {number(y)} L{number(to_x)} {number(to_y)}", stroke=stroke, thick=thick)
