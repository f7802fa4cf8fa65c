"""An exchange file as the rules of its check see it: elements with lines, GUIDs, texts, members; what they find."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from icmo.errors import Problem
from icmo.i18n import _
from icmo.refi import xml
from icmo.refi.package import MemberError, Package

Severity = Literal["error", "warning"]  # as in `icmo.reports.check`


@dataclass
class Checked:
    """A file that has been opened and parsed; without a package it is the XML alone."""

    data: bytes
    root: Any
    package: Package | None = None
    qde: str = ""  # the name of the XML in the package
    zipped: bytes = b""

    @cached_property
    def elements(self) -> list[Any]:
        """All elements, in the order of the file."""
        return list(self.root.iter("{*}*"))

    @cached_property
    def by_name(self) -> dict[str, list[Any]]:
        """The elements by their local names."""
        found: dict[str, list[Any]] = {}
        for one in self.elements:
            found.setdefault(xml.local(one), []).append(one)
        return found

    @cached_property
    def by_attribute(self) -> dict[str, list[Any]]:
        """The elements by the attributes that they have."""
        found: dict[str, list[Any]] = {}
        for one in self.elements:
            for name in one.attrib:
                found.setdefault(name, []).append(one)
        return found

    def having(self, *attributes: str) -> Iterator[tuple[Any, str, str]]:
        """The elements that have one of these attributes, with its name and value."""
        for name in attributes:
            for one in self.by_attribute.get(name, ()):
                yield one, name, one.get(name)

    def named(self, *names: str) -> Iterator[Any]:
        """The elements with these local names."""
        for name in names:
            yield from self.by_name.get(name, ())

    @cached_property
    def things(self) -> list[Any]:
        """The elements with a GUID of their own; members of sets in code books have that of another."""
        found = (one for one, _name, _value in self.having("guid"))
        return [one for one in found if not xml.local(one).startswith("Member")]

    @cached_property
    def nouns(self) -> dict[str, str]:
        """What the GUIDs of things are GUIDs of, by the things' local names; references have none of their own."""
        return {xml.guid_of(one): xml.local(one) for one in self.things}

    @cached_property
    def members(self) -> list[zipfile.ZipInfo]:
        """The members of the package, folders and doubles among them."""
        return zipfile.ZipFile(io.BytesIO(self.zipped)).infolist() if self.zipped else []

    def text(self, element: Any) -> str | None:
        """The raw text that an element carries; None where it cannot be had."""
        content = xml.child(element, "PlainTextContent")
        if member := self._member(element):
            try:
                return self.package.text(member) if self.package else None
            except MemberError:
                return None
        return "".join(content.itertext()) if content is not None else None

    def encoding(self, element: Any) -> str:
        """How the text that an element carries is written."""
        member = self._member(element) if self.text(element) is not None else None
        return self.package.encodings.get(member.filename, "UTF-8") if self.package and member else "UTF-8"

    def _member(self, element: Any) -> zipfile.ZipInfo | None:
        path = (element.get("plainTextPath") or "").strip()
        try:
            return self.package.find(path) if path and self.package else None
        except MemberError:
            return None


Rule = Callable[[Checked], Iterator[Problem]]


@dataclass(frozen=True)
class Finding:
    """What a rule found: a fault (``error``), or a hint (``warning``) at what is allowed but makes programs stumble.

    `rule` is the rule's name, the same in every language; `line` is that of the XML, 0 for the package.
    """

    rule: str
    line: int
    message: str
    severity: Severity

    @property
    def where(self) -> str:
        """The line in words, empty for the package."""
        return _("line {n}").format(n=self.line) if self.line else ""

    def __str__(self) -> str:
        return f"{self.where}: {self.message}" if self.where else self.message


def fault(element: Any, message: str) -> Problem:
    """A fault of an element, on its line."""
    return Problem(element.sourceline or 0, message)


def called(element: Any) -> str:
    """What a person knows an element by: its sort, and its name or the beginning of its GUID."""
    told = xml.named(element)[:60] or xml.guid_of(element)[:8]
    return f"{xml.local(element)} “{told}”" if told else xml.local(element)
