"""Our own SVG as PNG, drawn by matplotlib's Agg: no browser, and the picture shows what the SVG shows.

Not an SVG reader for the world: it knows the marks of `icmo.reports.drawn.marks` and `icmo.drawing.draw`, and refuses
any other, so that a new mark cannot silently be missing from the PNG. matplotlib's state that all threads share
(`pyplot`, `rcParams`) is neither changed nor asked for more than matplotlib itself does.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from icmo.reports.drawn.outlines import Look, Point, outline_of

if TYPE_CHECKING:
    from matplotlib.path import Path as Outline

# Letters of DejaVu, which matplotlib brings along, are as much larger than Arial's, for which the SVG leaves room.
SHRUNK = 0.93
SILENT = {"title", "desc", "style"}
_LOCK = Lock()


def raster(svg: str, pixels: int, *, dpi: float, title: str = "") -> bytes:
    """The drawing as PNG, so many pixels wide; the same bytes for the same drawing.

    Raises
    ------
    ValueError
        A mark that is not known here.
    """
    root = ElementTree.fromstring(svg)
    _left, _top, wide, high = map(float, root.get("viewBox", "").split())
    sheet = Sheet(wide, high, pixels / wide)
    for element in root:
        sheet.add(element, dict(root.attrib), (0.0, 0.0))
    return sheet.png(dpi, title)


@contextmanager
def _quiet() -> Iterator[None]:
    """Nothing of matplotlib's on fonts and folders: where a home cannot be written to, it takes a temporary one."""
    log = logging.getLogger("matplotlib")
    with _LOCK:
        before = log.level
        log.setLevel(logging.ERROR)
        try:
            yield
        finally:
            log.setLevel(before)


class Sheet:
    """What is drawn on: a point of matplotlib's is a pixel of the drawing."""

    def __init__(self, width: float, height: float, scale: float) -> None:
        with _quiet():
            from matplotlib.backends.backend_agg import FigureCanvasAgg
            from matplotlib.figure import Figure
            from matplotlib.transforms import Affine2D

            figure = Figure(figsize=(width / 72, height / 72), dpi=72 * scale)
            canvas: Any = FigureCanvasAgg(figure)
            self._canvas, self._renderer = canvas, canvas.get_renderer()
        self._scale = scale
        self._down = round(height * scale)
        self._upright = Affine2D().scale(scale, -scale).translate(0, self._down)

    def png(self, dpi: float, title: str) -> bytes:
        """What has been drawn, on white."""
        from PIL import Image
        from PIL.PngImagePlugin import PngInfo

        size = self._canvas.get_width_height()
        drawn = Image.frombuffer("RGBA", size, self._canvas.buffer_rgba(), "raw", "RGBA", 0, 1)
        made = Image.new("RGB", drawn.size, "white")
        made.paste(drawn, mask=drawn.getchannel("A"))
        about, file = PngInfo(), BytesIO()
        about.add_itxt("Title", title)
        made.save(file, "PNG", dpi=(dpi, dpi), pnginfo=about, compress_level=3)
        return file.getvalue()

    def add(self, element: ElementTree.Element, above: Look, at: Point) -> None:
        """Draw an element and those in it; `above` are the attributes that it takes over, `at` how far it is moved."""
        name, own = element.tag.rpartition("}")[2], dict(element.attrib)
        if name in ("g", "a"):
            look = {**above, **own, "opacity": str(float(above.get("opacity", 1)) * float(own.get("opacity", 1)))}
            inner = _moved(own.pop("transform", ""), at)
            for child in element:
                self.add(child, look, inner)
        elif name == "text":
            self._text(element.text or "", {**above, "transform": "", **own}, at)
        elif name not in SILENT:
            inherited = {key: above[key] for key in ("fill", "opacity") if key in above}
            self._shape(outline_of(name, own, at), {**inherited, **own})

    def _shape(self, outline: Outline, look: Look) -> None:
        fill, stroke = look.get("fill", "#000000"), look.get("stroke", "none")
        shown = float(look.get("opacity", 1))
        alpha = shown * float(look.get("stroke-opacity", 1))
        if fill != "none":
            self._draw(outline, fill, shown, None)
        if stroke != "none" and alpha:
            self._draw(outline, stroke, alpha, look)

    def _draw(self, outline: Outline, colour: str, alpha: float, line: Look | None) -> None:
        from matplotlib.colors import to_rgba

        gc = self._renderer.new_gc()
        gc.set_alpha(alpha)
        gc.set_foreground(colour)
        gc.set_linewidth(0 if line is None else float(line.get("stroke-width", 1)))
        gc.set_joinstyle("miter")
        gc.set_capstyle("round" if line and line.get("stroke-linecap") == "round" else "butt")
        if line and (dashes := line.get("stroke-dasharray")):
            gc.set_dashes(0, [float(one) for one in dashes.split()])
        self._renderer.draw_path(gc, outline, self._upright, to_rgba(colour, alpha) if line is None else None)
        gc.restore()

    def _text(self, words: str, look: Look, at: Point) -> None:
        font = _font(look.get("font-weight", "400") >= "600", float(look["font-size"]) * SHRUNK)
        words = "".join(sign if ord(sign) in _signs(font.get_file()) else "\ufffd" for sign in words)
        if not words.strip():
            return
        part = {"middle": 0.5, "end": 1.0}.get(look.get("text-anchor", "start"), 0.0)
        back = part * self._width(words, font) if part else 0.0
        x, y = ((float(look[key]) + moved) * self._scale for key, moved in zip("xy", at, strict=True))
        upright = look["transform"].startswith("rotate(-90")
        if look["transform"] and not upright:
            raise ValueError(look["transform"])
        x, y = (x, y + back) if upright else (x - back, y)
        gc = self._renderer.new_gc()
        gc.set_foreground(look["fill"])
        gc.set_alpha(float(look.get("opacity", 1)))
        self._renderer.draw_text(gc, x, y, words, font, 90 if upright else 0, ismath=False)
        gc.restore()

    def _width(self, words: str, font: Any) -> float:
        wide, _high, _descent = self._renderer.get_text_width_height_descent(words, font, False)
        return float(wide)


@lru_cache
def _font_file(bold: bool) -> str:
    from matplotlib import get_data_path

    return str(Path(get_data_path(), "fonts", "ttf", "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"))


def _font(bold: bool, size: float) -> Any:
    from matplotlib.font_manager import FontProperties

    return FontProperties(family=["DejaVu Sans"], fname=_font_file(bold), size=size)


@lru_cache
def _signs(file: str) -> frozenset[int]:
    """The signs that the font has."""
    from matplotlib.font_manager import get_font

    return frozenset(get_font(file).get_charmap())


def text_width(words: str, *, size: float, bold: bool = False) -> float:
    """How wide a text becomes in the PNG, in pixels of the drawing."""
    sheet = Sheet(10, 10, 8)
    return sheet._width(words, _font(bold, size * SHRUNK)) / 8


def _moved(transform: str, at: Point) -> Point:
    """The place after a translation, the only way in which a group is moved."""
    if not transform:
        return at
    found = re.fullmatch(r"translate\((-?[\d.]+) (-?[\d.]+)\)", transform)
    if found is None:
        raise ValueError(transform)
    return at[0] + float(found[1]), at[1] + float(found[2])
