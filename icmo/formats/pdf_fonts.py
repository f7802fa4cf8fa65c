"""The fonts of a PDF: which letters its bytes stand for, and how wide they are, as pypdf knows them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Fonts:
    """The fonts met so far, by where they stand in the file."""

    known: dict[Any, Font] = field(default_factory=dict)

    def named(self, resources: Any, name: str) -> Font:
        """The font that a page's resources call by this name."""
        fonts = dictionary(resources, "/Font")
        reference = fonts.raw_get(name) if name in fonts else None
        key = (getattr(reference, "idnum", None), getattr(reference, "generation", None))
        if key == (None, None):
            return _font(fonts.get(name))
        if key not in self.known:
            self.known[key] = _font(fonts.get(name))
        return self.known[key]


class Font:
    """How a font's bytes are read: each as letters and their width in thousandths of the size."""

    def __init__(self, font: Any) -> None:
        self._font = font
        self._glyphs: dict[Any, tuple[str, float]] = {}

    def glyphs(self, data: bytes) -> Iterator[tuple[str, float]]:
        """The letters that the bytes stand for, each with its width."""
        encoding = self._font.encoding
        codes: Any = data if isinstance(encoding, dict) else _decoded(data, encoding)
        for code in codes:
            if code not in self._glyphs:
                self._glyphs[code] = self._glyph(code)
            yield self._glyphs[code]

    def _glyph(self, code: Any) -> tuple[str, float]:
        font = self._font
        raw = chr(code) if isinstance(code, int) else code
        letter = font.encoding.get(code, raw) if isinstance(code, int) else raw
        text = font.character_map.get(letter, letter) if font.interpretable else ""
        width = font.space_width if raw == font.space_char else font.character_widths.get(raw)
        return str(text), float(font.character_widths["default"] if width is None else width)


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding, "surrogatepass")
    except (UnicodeDecodeError, LookupError):
        return data.decode("latin-1")


def _font(resource: Any) -> Font:
    from pypdf.generic import DictionaryObject
    from pypdf.generic._font import Font as PdfFont  # pypdf's only way to a font's letters and widths; hence pypdf<8

    try:
        return Font(PdfFont.from_font_resource(resource))
    except Exception:  # a font that pypdf cannot read: its bytes are taken as they are
        return Font(PdfFont.from_font_resource(DictionaryObject()))


def dictionary(parent: Any, key: str) -> Any:
    """The dictionary of that name in another; an empty one where there is none."""
    from pypdf.generic import DictionaryObject

    found = parent.get(key) if isinstance(parent, DictionaryObject) else None
    found = found.get_object() if found is not None else None
    return found if isinstance(found, DictionaryObject) else DictionaryObject()
