"""The types of interventions that a code book has, and where the material tells of each.

What counts is what stands as intervention in the overview (Bilag 5): a coding in a configuration by its role there, any
other by its code's kind. A type is an intervention code with no intervention above it; it stands for those below.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from icmo.evidence import Stretch, unite
from icmo.models import Code, Codebook, Kind, Material, Role
from icmo.overview_rows import Mark, Row, coded

_ROW = Row(key="I", title="", roles=(Role.I,), kinds=(Kind.INTERVENTION,))


@dataclass(frozen=True)
class Interventions:
    """All that is told of interventions; `others` are quotes in which something else plays their part."""

    types: tuple[Code, ...]
    marks: tuple[Mark, ...]
    others: int
    type_of: dict[str, str]  # the type of each intervention code, by their ids

    @classmethod
    def of(cls, material: Material) -> Interventions:
        """What the codings and configurations of a project tell of interventions."""
        book, marks = material.codebook, list(coded(material, [_ROW]))
        type_of = {code.id: _type(book, code.id) for code in book.of_kind(Kind.INTERVENTION)}
        own = tuple(mark for mark in marks if mark.code in type_of)
        others = unite(mark.stretch for mark in marks if mark.code not in type_of)
        types = tuple(book[code] for code in dict.fromkeys(type_of.values()))
        return cls(types, own, len(others), type_of)

    @cached_property
    def told(self) -> tuple[Code, ...]:
        """The types that somebody tells of."""
        used = {self.type_of[mark.code] for mark in self.marks}
        return tuple(code for code in self.types if code.id in used)

    @cached_property
    def groups(self) -> frozenset[str]:
        """The target groups that they are told of for, by ids; empty where none is stated."""
        return frozenset(mark.group for mark in self.marks)

    def quotes(self, codes: Collection[str], groups: Collection[str]) -> list[Stretch]:
        """The distinct passages with any of these codes, told of any of these target groups."""
        places = ((code, group) for code in codes for group in groups)
        return unite(stretch for place in places for stretch in self._by_place.get(place, ()))

    @cached_property
    def _by_place(self) -> dict[tuple[str, str], list[Stretch]]:
        found: dict[tuple[str, str], list[Stretch]] = defaultdict(list)
        for mark in self.marks:
            found[mark.code, mark.group].append(mark.stretch)
        return found


def _type(book: Codebook, code: str) -> str:
    return [one for one in book.lineage(code) if book[one].kind is Kind.INTERVENTION][-1]
