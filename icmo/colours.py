"""The colours of the kinds, for screens, drawings and reports; a test holds them to WCAG's contrast.

`INK` is read on white and `INK_DARK` on the dark ground (at least 4.5 : 1); `FILL` lies under text.
"""

from __future__ import annotations

from collections.abc import Mapping

PAPER, TEXT, MUTED = "#FFFFFF", "#1A1A1A", "#4B5563"
PAPER_DARK, TEXT_DARK, MUTED_DARK = "#14171A", "#E8EAED", "#AEB6C0"

INK: Mapping[str, str] = {
    "I": "#0072B2",
    "C": "#00785A",
    "K": "#7A5C00",
    "M": "#B3400E",
    "O": "#6A3FA0",
    "": "#4A4A4A",
}
FILL: Mapping[str, str] = {
    "I": "#D9ECF8",
    "C": "#D6F0E6",
    "K": "#F6EBC4",
    "M": "#FBE0D2",
    "O": "#E8DDF5",
    "": "#E6E6E6",
}
INK_DARK: Mapping[str, str] = {
    "I": "#6CB8EA",
    "C": "#4FC9A4",
    "K": "#DDB84A",
    "M": "#F09A6C",
    "O": "#BE9CF0",
    "": "#B8B8B8",
}
FILL_DARK: Mapping[str, str] = {
    "I": "#12374F",
    "C": "#0B3D31",
    "K": "#43370B",
    "M": "#4D2512",
    "O": "#352252",
    "": "#33373B",
}


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours (``#RRGGBB``), from 1 to 21, by WCAG 2.2.

    Examples
    --------
    >>> round(contrast("#000000", "#FFFFFF"), 1)
    21.0
    """
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
