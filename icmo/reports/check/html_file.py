"""A page of HTML as its checker sees it: parsed as it stands, nothing run and nothing fetched."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from lxml import etree, html  # type: ignore[import-untyped]

from icmo.i18n import _, integer
from icmo.reports.check.opening import broken
from icmo.reports.check.problems import excerpt


class HtmlFile:
    """A page's root element, and how its elements are named and found."""

    def __init__(self, data: bytes, path: Path) -> None:
        self.path = path
        parser = html.HTMLParser(no_network=True, huge_tree=False, encoding=_encoding(data))
        try:
            self.root = html.document_fromstring(data, parser=parser)
        except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
            raise broken(path.name) from None
        if b"<html" not in data[:20_000].lower():
            raise broken(path.name)

    def all(self, *tags: str) -> Iterator[Any]:
        """The elements with these tags in the order of the page; what stands in a template is not on it."""
        for element in self.root.iter(*tags):
            if next(element.iterancestors("template"), None) is None:
                yield element

    @cached_property
    def by_id(self) -> dict[str, list[Any]]:
        """The elements by their ids; more than one is a mistake."""
        found: dict[str, list[Any]] = {}
        for element in self.root.iter(etree.Element):
            if key := element.get("id"):
                found.setdefault(key, []).append(element)
        return found

    def name_of(self, element: Any) -> str:
        """What a screen reader calls an element: by its label, its alternative text or its words."""
        labels = [one for key in element.get("aria-labelledby", "").split() for one in self.by_id.get(key, [])]
        if labels:
            return " ".join(words(one) for one in labels)
        inside = (one.get("alt") or one.get("aria-label") or "" for one in element.iter("img", "svg"))
        own = element.get("aria-label") or element.get("alt") or words(element) or " ".join(inside)
        return (own or element.get("title") or "").strip()

    def where(self, element: Any) -> str:
        """An element's place in words: its line and what it says."""
        line, said = integer(element.sourceline or 0), excerpt(words(element))
        place = _("line {n}, <{tag}>").format(n=line, tag=element.tag)
        return f"{place} “{said}”" if said else place


def words(element: Any) -> str:
    """The words in an element, without those of scripts and styles."""
    return "".join(_said(element)).strip()


def _said(element: Any) -> Iterator[str]:
    if element.tag in ("script", "style") or not isinstance(element.tag, str):
        return
    yield element.text or ""
    for child in element:
        yield from _said(child)
        yield child.tail or ""


def hidden(element: Any) -> bool:
    """Whether an element, or one that it stands in, is kept from screen readers."""
    return any(
        one.get("aria-hidden") == "true" or one.get("hidden") is not None for one in (element, *element.iterancestors())
    )


def _encoding(data: bytes) -> str | None:
    """UTF-8 where the bytes are; else what the page says of itself."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return "utf-8"
