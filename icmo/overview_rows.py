"""Which row and which target group of the overview each piece of evidence stands in.

A coding that is part of a configuration stands in the row of its role there, under the configuration's target group;
any other coding in the row of its code's kind. Where a configuration names no target group, the groups are those coded
in the same turn, else the transcript's own, else "not stated".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from icmo.evidence import Stretch, stretch_of, unite
from icmo.i18n import _
from icmo.models import STRONG, Coding, Kind, Material, Polarity, Role, Valence

NOT_STATED = ""


@dataclass(frozen=True)
class Row:
    """A row of the overview: its title and which roles and kinds stand in it."""

    title: str
    roles: tuple[Role, ...] = ()
    kinds: tuple[Kind, ...] = ()
    always: bool = True


@dataclass(frozen=True)
class Mark:
    """A code at a place in a row, under a target group, before marks are united to quotes."""

    row: int
    group: str
    code: str
    stretch: Stretch
    hinders: bool


def rows_of_bilag_5() -> list[Row]:
    """The rows of the overview in the order of Bilag 5; principles and themes come last, where there are any."""
    return [
        Row(_("Target group (who)"), (), (Kind.TARGET_GROUP,)),
        Row(_("Interventions (what)"), (Role.I,), (Kind.INTERVENTION,)),
        Row(_("Context (where) (C)"), (Role.C,), (Kind.CONTEXT,)),
        Row(_("Moderators (K)"), (Role.K,), (Kind.MODERATOR,)),
        Row(_("Effect (how) (M)"), (Role.M,), (Kind.MECHANISM,)),
        Row(_("Outcome (O)"), (Role.O,), (Kind.OUTCOME,)),
        Row(_("Method"), (), (Kind.METHOD,)),
        Row(_("Core principles"), (), (Kind.PRINCIPLE,), always=False),
        Row(_("Themes"), (), (Kind.THEME,), always=False),
    ]


def coded(material: Material, rows: list[Row]) -> Iterator[Mark]:
    """What the codings and configurations put into the table."""
    in_configurations: set[str] = set()
    groups_of = GroupsOf(material)
    for configuration in material.configurations:
        for part in configuration.parts:
            coding = material.coding_by_guid[part.coding]
            in_configurations.add(coding.guid)
            row = next(i for i, row in enumerate(rows) if part.role in row.roles)
            hinders = configuration.polarity is Polarity.HINDERS or coding.valence is Valence.NEGATIVE
            groups = (configuration.target_group,) if configuration.target_group else groups_of(coding)
            yield from (Mark(row, group, coding.code, stretch_of(coding), hinders) for group in groups)
    for coding in material.codings:
        kind = material.codebook[coding.code].kind
        found = next((i for i, row in enumerate(rows) if kind in row.kinds), None)
        if coding.guid not in in_configurations and found is not None:
            negative = coding.valence is Valence.NEGATIVE
            groups = (coding.code,) if kind is Kind.TARGET_GROUP else groups_of(coding)
            yield from (Mark(found, group, coding.code, stretch_of(coding), negative) for group in groups)


def suggested(material: Material, rows: list[Row]) -> Iterator[Mark]:
    """What the strong suggestions would put into the table, for a draft."""
    for one in material.suggestions:
        kind = material.codebook[one.code].kind
        row = next((i for i, row in enumerate(rows) if kind in row.kinds), None)
        if one.band == STRONG and row is not None:
            group = material.transcript_by_guid[one.transcript].target_group or NOT_STATED
            yield Mark(row, group, one.code, stretch_of(one), False)


class GroupsOf:
    """The target groups of a coding outside configurations that name one; a turn may tell of several."""

    def __init__(self, material: Material) -> None:
        self._material = material
        in_turn: dict[tuple[str, int], set[str]] = defaultdict(set)
        for coding in material.codings:
            if material.codebook[coding.code].kind is Kind.TARGET_GROUP:
                in_turn[self._turn(coding)].add(coding.code)
        self._in_turn = {turn: tuple(sorted(codes)) for turn, codes in in_turn.items()}

    def _turn(self, coding: Coding) -> tuple[str, int]:
        transcript = self._material.transcript_by_guid[coding.transcript]
        return coding.transcript, transcript.turn_number(coding.start)

    def __call__(self, coding: Coding) -> tuple[str, ...]:
        own = self._material.transcript_by_guid[coding.transcript].target_group
        return self._in_turn.get(self._turn(coding)) or (own or NOT_STATED,)


def stretches(marks: Iterable[Mark]) -> list[Stretch]:
    """The distinct stretches of text that the marks stand on."""
    return unite(mark.stretch for mark in marks)
