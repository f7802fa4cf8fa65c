"""How text in Word looks once its styles are worked out: run, character style, paragraph style, table style, defaults.

Theme colours count as Word has written them out beside the theme's name; a colour left to Word (“auto”) is black, or
white on a dark ground, whichever reads better.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from icmo.colours import contrast

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WHITE, BLACK = "#FFFFFF", "#000000"
_OFF = ("0", "false", "off", "none")
_HEX = re.compile(r"[0-9A-Fa-f]{6}")
_DEFAULT_SIZE = 10.0  # points, where nothing is said
_HIGHLIGHTS = {
    "black": "#000000",
    "blue": "#0000FF",
    "cyan": "#00FFFF",
    "darkBlue": "#000080",
    "darkCyan": "#008080",
    "darkGray": "#808080",
    "darkGreen": "#008000",
    "darkMagenta": "#800080",
    "darkRed": "#800000",
    "darkYellow": "#808000",
    "green": "#00FF00",
    "lightGray": "#C0C0C0",
    "magenta": "#FF00FF",
    "red": "#FF0000",
    "white": "#FFFFFF",
    "yellow": "#FFFF00",
}
_LOOKS = {
    "firstRow": 0x20,
    "lastRow": 0x40,
    "firstColumn": 0x80,
    "lastColumn": 0x100,
    "noHBand": 0x200,
    "noVBand": 0x400,
}
Says = Mapping[str, Any]  # what one place says of the look; later places overrule earlier ones


@dataclass(frozen=True, slots=True)
class Look:
    """How a run looks: its colour on its ground, its size in points, whether it is bold, hidden, raised or lowered."""

    colour: str
    ground: str
    size: float
    bold: bool
    hidden: bool
    raised: bool

    @property
    def large(self) -> bool:
        """Large by WCAG 1.4.3: from 18 points, or 14 in bold."""
        return self.size >= 18 or (self.bold and self.size >= 14)

    @property
    def contrast(self) -> float:
        """The contrast of text and ground."""
        return contrast(self.colour, self.ground)


def is_on(element: Any) -> bool:
    """Whether a switch such as ``<w:b/>`` is on; one that is not there is off."""
    return element is not None and element.get(f"{W}val") not in _OFF


def looks(table: Any) -> frozenset[str]:
    """Which parts of a table are marked as special: ``firstRow``, ``firstColumn`` …, from its tblLook."""
    look = table.find(f"{W}tblPr/{W}tblLook")
    if look is None:
        return frozenset()
    value = look.get(f"{W}val", "0")
    bits = int(value, 16) if re.fullmatch(r"[0-9A-Fa-f]{1,8}", value) else 0
    return frozenset(
        name for name, bit in _LOOKS.items() if (look.get(f"{W}{name}", str(int(bool(bits & bit)))) not in _OFF)
    )


def shading(properties: Any) -> str | None:
    """The ground that a w:shd below `properties` gives; ``""`` when it gives none, None when it is not there."""
    element = None if properties is None else properties.find(f"{W}shd")
    if element is None:
        return None
    pattern, fill = element.get(f"{W}val", "clear"), _hex(element.get(f"{W}fill"))
    if pattern in ("clear", "nil"):
        return fill or ""
    over = _hex(element.get(f"{W}color")) or BLACK
    share = int(pattern[3:]) / 100 if re.fullmatch(r"pct\d{1,2}", pattern) else 1.0 if pattern == "solid" else 0.5
    return _mixed(over, fill or WHITE, share)


def _hex(value: str | None) -> str | None:
    return f"#{value.upper()}" if value and _HEX.fullmatch(value) else None


def _mixed(over: str, under: str, share: float) -> str:
    pairs = ((int(over[i : i + 2], 16), int(under[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(share * one + (1 - share) * other):02X}" for one, other in pairs)


class Styles:
    """The styles of a document, with what each says once it is put together with those that it is based on."""

    def __init__(self, root: Any) -> None:
        styles = () if root is None else root.iter(f"{W}style")
        self._by_id = {style.get(f"{W}styleId"): style for style in styles}
        self._default = next(
            (key for key, style in self._by_id.items() if _is_default(style) and style.get(f"{W}type") == "paragraph"),
            "",
        )
        defaults = None if root is None else root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        self.defaults = defaults  # the run properties of all text that says nothing else
        self._said: dict[Any, Says] = {}
        self._names: dict[str | None, tuple[str, ...]] = {}
        self._looks: dict[Any, Look] = {}

    def chain(self, style: str | None) -> Iterator[Any]:
        """A style's element, that of the one it is based on, and so on; the default paragraph style when it is None."""
        seen: set[str] = set()
        key = self._default if style is None else style
        while key in self._by_id and key not in seen:
            seen.add(key)
            yield self._by_id[key]
            based = self._by_id[key].find(f"{W}basedOn")
            key = "" if based is None else based.get(f"{W}val", "")

    def names(self, style: str | None) -> tuple[str, ...]:
        """A style's name as Word keeps it in every language, in small letters, and of those it is based on.

        ``heading 1``, ``list bullet``; none where there is no such style.
        """
        if style not in self._names:
            self._names[style] = tuple((_value(one, "name") or "").casefold() for one in self.chain(style))
        return self._names[style]

    def first(self, style: str | None, path: str) -> Any:
        """The element at `path` in the nearest style of the chain that has one."""
        return next((found for one in self.chain(style) if (found := one.find(path)) is not None), None)

    def look(
        self, run: Any, style: str | None, ground: str | None, cell: str | None = None, table: Says | None = None
    ) -> Look:
        """How a run looks in a paragraph of that style and ground of its own.

        `cell` is its cell's ground, `table` what the table's style says.
        """
        here = run.find(f"{W}rPr")
        direct = tuple(_says(here).items())
        key = (
            direct,
            None if here is None else _value(here, "rStyle"),
            style,
            ground,
            cell,
            tuple((table or {}).items()),
        )
        if key not in self._looks:
            self._looks[key] = self._look(*key)
        return self._looks[key]

    def _look(
        self, direct: Any, run_style: str | None, style: str | None, ground: str | None, cell: str | None, table: Any
    ) -> Look:
        character = self._merged(run_style) if run_style else {}
        says = {**_says(self.defaults), **dict(table), **self._merged(style), **character, **dict(direct)}
        paragraph = ground if ground is not None else shading(self.first(style, f"{W}pPr[{W}shd]"))
        on = says.get("ground") or paragraph or cell or WHITE
        colour = says.get("colour") or max((BLACK, WHITE), key=lambda one: contrast(one, on))
        return Look(
            colour,
            on,
            says.get("size", _DEFAULT_SIZE),
            says.get("bold", False),
            says.get("hidden", False),
            says.get("raised", False),
        )

    def _merged(self, style: str | None) -> Says:
        if style not in self._said:
            merged: dict[str, Any] = {}
            for one in reversed([*self.chain(style)]):
                merged |= _says(one.find(f"{W}rPr"))
            self._said[style] = merged
        return self._said[style]

    def in_table(self, style: str | None, parts: tuple[str, ...]) -> tuple[Says, str | None]:
        """What a table's style says of the text in these parts of it (``firstRow`` …), and the ground that it gives."""
        key = ("table", style, parts)
        if key not in self._said:
            merged: dict[str, Any] = {}
            for one in reversed([*self.chain(style or "")]):
                for part in [one, *_conditional(one, parts)]:
                    merged |= _says(part.find(f"{W}rPr"))
                    ground = shading(part.find(f"{W}tcPr"))
                    merged |= {} if ground is None else {"cell": ground}
            self._said[key] = merged
        says = self._said[key]
        return {name: value for name, value in says.items() if name != "cell"}, says.get("cell")


def _conditional(style: Any, parts: tuple[str, ...]) -> Iterator[Any]:
    found = {one.get(f"{W}type"): one for one in style.iterfind(f"{W}tblStylePr")}
    return (found[part] for part in parts if part in found)


def style_of(paragraph: Any) -> str | None:
    """The id of a paragraph's style; None for the default one."""
    properties = paragraph.find(f"{W}pPr")
    return None if properties is None else _value(properties, "pStyle")


def _value(properties: Any, name: str) -> str | None:
    element = properties.find(f"{W}{name}")
    return None if element is None else element.get(f"{W}val")


def _is_default(style: Any) -> bool:
    return style.get(f"{W}default") in ("1", "true", "on")


def _says(properties: Any) -> Says:
    """What run properties say of the look, and only that."""
    if properties is None:
        return {}
    said: dict[str, Any] = {}
    for element in properties:
        name, value = element.tag, element.get(f"{W}val")
        if name == f"{W}color":
            said["colour"] = _hex(value) or ""
        elif name == f"{W}sz" and value and value.isdigit():
            said["size"] = int(value) / 2
        elif name == f"{W}b":
            said["bold"] = is_on(element)
        elif name in (f"{W}vanish", f"{W}webHidden"):
            said["hidden"] = is_on(element)
        elif name == f"{W}vertAlign":
            said["raised"] = value in ("superscript", "subscript")
        elif name == f"{W}highlight":
            said["ground"] = _HIGHLIGHTS.get(value or "", "")
    if not said.get("ground") and (ground := shading(properties)) is not None:
        said["ground"] = ground
    return said
