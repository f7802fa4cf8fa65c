"""A drawing made to stand in an HTML page: no style attributes or elements, ids of its own, a name."""

from __future__ import annotations

import re
from typing import Any

from icmo.reports.words import clean

_LEFT_OUT = ("style", "script", "metadata")
_NAMED_BY_OTHERS = ("aria-labelledby", "aria-describedby", "style")
_NAMESPACES = re.compile(r' xmlns(?::\w+)?="[^"]*"')  # HTML knows them, and no address stands in the page
_REFERENCE = re.compile(r"url\(#")


def embedded(svg: str, *, alt: str, prefix: str) -> str:
    """The drawing as a part of a page; a strict Content-Security-Policy refuses neither it nor anything in it.

    Parameters
    ----------
    svg : a whole SVG document
    alt : what it shows, for who does not see it
    prefix : what its ids begin with, so that several may stand on a page

    Examples
    --------
    >>> embedded('<svg width="9"><g id="a" style="fill: red; stroke-width: 2"/></svg>', alt="Ro", prefix="f1-")
    '<svg width="9" role="img" aria-label="Ro"><g id="f1-a" fill="red" stroke-width="2"/></svg>'
    """
    from lxml import etree  # type: ignore[import-untyped]

    root = etree.fromstring(clean(svg).strip().encode("utf-8"))
    for element in list(root.iter(etree.Element)):
        if etree.QName(element).localname in _LEFT_OUT:
            element.getparent().remove(element)
        else:
            _renew(element, prefix)
    root.set("role", "img")
    root.set("aria-label", clean(alt))
    start, end, rest = str(etree.tostring(root, encoding="unicode")).partition(">")
    return _NAMESPACES.sub("", start) + end + rest


def _renew(element: Any, prefix: str) -> None:
    """Styles as attributes of the same names, which SVG has; ids, and what refers to them, with the prefix."""
    for name, value in _styles(element.get("style", "")):
        element.set(name, value)
    for name, value in element.attrib.items():
        if name in _NAMED_BY_OTHERS:
            del element.attrib[name]
        elif name == "id":
            element.set(name, prefix + value)
        elif name.endswith("href") and value.startswith("#"):
            element.set(name, f"#{prefix}{value[1:]}")
        elif "url(#" in value:
            element.set(name, _REFERENCE.sub(f"url(#{prefix}", value))


def _styles(style: str) -> list[tuple[str, str]]:
    pairs = (declaration.partition(":") for declaration in style.split(";") if ":" in declaration)
    return [(name.strip(), value.strip()) for name, _colon, value in pairs]
