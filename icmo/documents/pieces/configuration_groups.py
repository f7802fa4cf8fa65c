"""Configurations under the mechanisms that they tell of, numbered in the order in which they are listed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from icmo.i18n import _
from icmo.models import Code, Configuration, Material, Role, Transcript, danish_order
from icmo.naming import label


@dataclass(frozen=True)
class Told:
    """A configuration with its number, the mechanisms that it tells of, and where it is told."""

    number: int
    configuration: Configuration
    mechanisms: tuple[str, ...]
    municipalities: tuple[str, ...]


@dataclass(frozen=True)
class Group:
    """The configurations of a mechanism (none: without one), and those listed under another that tell of it too."""

    mechanism: Code | None
    listed: tuple[Told, ...]
    elsewhere: tuple[Told, ...] = ()

    @property
    def anchor(self) -> str:
        """The anchor of its heading."""
        return f"mechanism-{self.mechanism.id}" if self.mechanism else "no-mechanism"

    @property
    def title(self) -> str:
        """The mechanism's name."""
        return label(self.mechanism) if self.mechanism else _("Without a mechanism")

    @property
    def all(self) -> tuple[Told, ...]:
        """All that tell of the mechanism, wherever they are listed."""
        return (*self.listed, *self.elsewhere)


def groups(material: Material, configurations: Iterable[Configuration]) -> list[Group]:
    """The groups in the order of the code book, that without a mechanism last, numbered in the order of the list."""
    first: dict[str, list[Configuration]] = defaultdict(list)
    mechanisms = _Mechanisms(material)
    for one in _in_order(material, configurations):
        first[next(iter(mechanisms.of(one)), "")].append(one)
    told: dict[str, list[Told]] = {}
    for code in (*(code for code in material.codebook.by_id if code in first), *([""] if "" in first else [])):
        start = 1 + sum(map(len, told.values()))
        told[code] = [_told(material, n, one, mechanisms.of(one)) for n, one in enumerate(first[code], start)]
    also: dict[str, list[Told]] = defaultdict(list)
    for several in (one for some in told.values() for one in some if len(one.mechanisms) > 1):
        for code in several.mechanisms[1:]:
            also[code].append(several)
    order = [code for code in (*material.codebook.by_id, "") if code in told or code in also]
    return [
        Group(material.codebook[code] if code else None, tuple(told.get(code, ())), tuple(also[code])) for code in order
    ]


class _Mechanisms:
    """Which mechanisms configurations tell of: the topmost codes above their parts in the role M."""

    def __init__(self, material: Material) -> None:
        self._codings = material.coding_by_guid
        self._order = {code: number for number, code in enumerate(material.codebook.by_id)}
        self._root = {code: material.codebook.lineage(code)[-1] for code in self._order}

    def of(self, one: Configuration) -> tuple[str, ...]:
        """The ids of its mechanisms in the order of the book."""
        found = {self._root[self._codings[part.coding].code] for part in one.parts if part.role is Role.M}
        return tuple(sorted(found, key=self._order.__getitem__))


def _in_order(material: Material, configurations: Iterable[Configuration]) -> list[Configuration]:
    """By municipality, transcript and place of the first part; those without parts last."""
    by_place = sorted(
        material.transcripts, key=lambda one: (not one.municipality, danish_order(one.municipality or ""))
    )
    order = {transcript.guid: number for number, transcript in enumerate(by_place)}

    def place(one: Configuration) -> tuple[int, int, str]:
        """Where it is told first."""
        codings = (material.coding_by_guid[part.coding] for part in one.parts)
        return min(((order[c.transcript], c.start, one.guid) for c in codings), default=(len(order), 0, one.guid))

    return sorted(configurations, key=place)


def _told(material: Material, number: int, one: Configuration, mechanisms: tuple[str, ...]) -> Told:
    guids = {material.coding_by_guid[part.coding].transcript for part in one.parts}
    sources: Iterable[Transcript] = (material.transcript_by_guid[guid] for guid in guids)
    named_places = {source.municipality for source in sources if source.municipality}
    return Told(number, one, mechanisms, tuple(sorted(named_places, key=danish_order)))
