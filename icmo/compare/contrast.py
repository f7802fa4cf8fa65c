"""The same mechanism in different contexts with different outcomes: where it is told of, and what stands beside it.

The configurations of one mechanism stand side by side, a row per municipality (or per group of interviews). A code
stands for those below it: an outcome and a narrower one below it are no different outcomes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from icmo.compare.asked import Answer, answers
from icmo.compare.codes import named
from icmo.compare.grouping import MUNICIPALITY, NOT_STATED, Grouping, grouping
from icmo.compare.quotes import Evidence, codings_of, evidence_of
from icmo.i18n import _, current
from icmo.models import Code, Codebook, Configuration, Material, Polarity, Role

_DIRECTIONS = frozenset({Polarity.FURTHERS, Polarity.HINDERS})
_BESIDE = (Role.I, Role.C, Role.K, Role.O)


@dataclass(frozen=True)
class Reading:
    """One configuration of the mechanism: the codes in each role, and the quotes that it is put together of."""

    configuration: Configuration
    codes: Mapping[Role, tuple[str, ...]]
    evidence: Evidence


@dataclass(frozen=True)
class Row:
    """What one municipality (or group) tells of the mechanism; without readings, `answer` says what silence means."""

    group: str
    label: str
    answer: Answer
    readings: tuple[Reading, ...]
    evidence: Evidence
    codes: Mapping[Role, tuple[str, ...]]

    @property
    def polarities(self) -> Counter[Polarity]:
        """How many configurations further, hinder, or tell of it in spite of something."""
        return Counter(one.configuration.polarity for one in self.readings)

    @property
    def actors(self) -> tuple[str, ...]:
        """Those who act in the configurations."""
        return tuple(sorted({one.configuration.actor for one in self.readings} - {""}))


@dataclass(frozen=True)
class Sides:
    """The codes in one role that only one of two groups has, and that only the other has."""

    one: tuple[str, ...]
    other: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.one or self.other)


@dataclass(frozen=True)
class Difference:
    """Two groups with the same mechanism and another outcome or the opposite polarity, and what only one side has.

    `opposed` says that all of the one further and all of the other hinder; `opposed_on` names outcomes of which that
    is true.
    """

    one: Row
    other: Row
    beside: Mapping[Role, Sides]
    opposed: bool
    opposed_on: tuple[str, ...]

    @property
    def explained(self) -> bool:
        """Whether a context or a moderator stands on one side only: where to look, not yet an explanation."""
        return bool(self.beside[Role.C] or self.beside[Role.K])


@dataclass(frozen=True)
class Contrast:
    """A mechanism across groups: a row for each, and every pair that differs, the most opposed first."""

    mechanism: Code
    by: str
    rows: tuple[Row, ...]
    differences: tuple[Difference, ...]
    book: Codebook

    @property
    def note(self) -> str:
        """What must stand beside the table."""
        if not any(row.readings for row in self.rows):
            return _("No configuration has “{code}” as its mechanism.").format(code=_label(self.mechanism))
        return _(
            "A difference is one in what is told, not in what works. That a condition stands on one side only may also "
            "mean that nobody asked or told about it on the other."
        )

    def in_words(self, difference: Difference) -> tuple[str, ...]:
        """A difference in sentences."""
        names = {"one": difference.one.label, "other": difference.other.label}
        said = [
            _("{one} and {other} both tell of {mechanism}.").format(mechanism=_label(self.mechanism), **names),
            *self._opposed(difference),
        ]
        for role, sides in difference.beside.items():
            for row, codes in ((difference.one, sides.one), (difference.other, sides.other)):
                if codes:
                    said.append(_only(role).format(group=row.label, codes=self._labels(codes)))
        if not difference.explained:
            said.append(_("No context or moderator in the configurations stands on one side only."))
        return tuple(said)

    def _opposed(self, difference: Difference) -> list[str]:
        furthers, hinders = difference.one.label, difference.other.label
        if difference.opposed and Polarity.HINDERS in difference.one.polarities:
            furthers, hinders = hinders, furthers
        told = []
        if difference.opposed:
            told.append(_("{one} tells of it as furthering, {other} as hindering.").format(one=furthers, other=hinders))
        elif difference.opposed_on:
            outcomes = self._labels(difference.opposed_on)
            told.append(_("One side tells of furthering, the other of hindering: {codes}.").format(codes=outcomes))
        return told

    def _labels(self, codes: Iterable[str]) -> str:
        return ", ".join(_label(self.book[code]) for code in codes)


def contrast(material: Material, mechanism: str, *, by: str = MUNICIPALITY) -> Contrast:
    """One mechanism across municipalities, or across other groups of interviews.

    Parameters
    ----------
    mechanism : the id of its code; codes below it count as it
    by : "municipality", "informant_type", "transcript" or "variable:NAME" (see `icmo.compare.grouping`)

    Returns
    -------
    Contrast
        A row for every group; those without a configuration of the mechanism say whether they were asked. A
        configuration stands in the groups of the transcripts in which its mechanism is told.

    Raises
    ------
    NotFoundError, InvalidError
        A code or variable that is not there; nothing can be compared by that.
    """
    (code,) = named(material.codebook, [mechanism])
    groups = grouping(material, by)
    told = _configurations(material, material.codebook.below(mechanism), groups)
    said = answers(material, [mechanism], by=groups)
    rows = tuple(_row(material, groups, group, said[mechanism, group], told[group]) for group in groups.groups)
    differences = tuple(_differences(material.codebook, rows))
    return Contrast(code, by, rows, differences, material.codebook)


def contrasts(material: Material, *, by: str = MUNICIPALITY) -> tuple[Contrast, ...]:
    """Every code that is the mechanism of a configuration, in the order of the code book; see `contrast`."""
    used = {
        material.coding_by_guid[part.coding].code
        for one in material.configurations
        for part in one.parts
        if part.role is Role.M
    }
    return tuple(contrast(material, code.id, by=by) for code in material.codebook.codes if code.id in used)


def _configurations(material: Material, mechanisms: frozenset[str], groups: Grouping) -> dict[str, list[Configuration]]:
    found: dict[str, list[Configuration]] = defaultdict(list)
    for one in material.configurations:
        parts = [material.coding_by_guid[part.coding] for part in one.parts if part.role is Role.M]
        for group in {groups.of[coding.transcript] for coding in parts if coding.code in mechanisms}:
            found[group].append(one)
    return found


def _row(material: Material, groups: Grouping, group: str, answer: Answer, configurations: list[Configuration]) -> Row:
    readings = tuple(
        Reading(one, _codes(material, [one]), evidence_of(material, codings_of(material, [one])))
        for one in configurations
    )
    evidence = evidence_of(material, codings_of(material, configurations))
    return Row(group, groups.labels[group], answer, readings, evidence, _codes(material, configurations))


def _codes(material: Material, configurations: Iterable[Configuration]) -> dict[Role, tuple[str, ...]]:
    found: dict[Role, set[str]] = defaultdict(set)
    for one in configurations:
        for part in one.parts:
            found[part.role].add(material.coding_by_guid[part.coding].code)
    return {role: tuple(sorted(found[role])) for role in Role}


# --- What differs ---------------------------------------------------------------------------------------


def _differences(book: Codebook, rows: Iterable[Row]) -> list[Difference]:
    telling = [row for row in rows if row.readings and row.group != NOT_STATED]
    kin = _kin(book)
    directions = {row.group: _directions(row) for row in telling}
    found = []
    for one, other in combinations(telling, 2):
        named = bool(one.codes[Role.O] and other.codes[Role.O])
        opposed_on = _opposed_on(directions[one.group], directions[other.group])
        if (named and _sides(kin, one, other, Role.O)) or opposed_on:
            beside = {role: _sides(kin, one, other, role) for role in _BESIDE}
            on = tuple(code for code in opposed_on if code)
            found.append(Difference(one, other, beside, "" in opposed_on, on))
    return sorted(found, key=lambda one: (not one.opposed, not one.opposed_on, not one.explained))


def _kin(book: Codebook) -> dict[str, frozenset[str]]:
    """Each code with those above and below it: a wider or narrower word for the same is no difference."""
    found: dict[str, set[str]] = defaultdict(set)
    for code in book.codes:
        for above in book.lineage(code.id):
            found[code.id].add(above)
            found[above].add(code.id)
    return {code: frozenset(codes) for code, codes in found.items()}


def _sides(kin: Mapping[str, frozenset[str]], one: Row, other: Row, role: Role) -> Sides:
    here, there = one.codes[role], other.codes[role]
    return Sides(
        tuple(code for code in here if kin[code].isdisjoint(there)),
        tuple(code for code in there if kin[code].isdisjoint(here)),
    )


def _directions(row: Row) -> dict[str, set[Polarity]]:
    """Furthering and hindering by outcome, and of all configurations under the empty id; “trods” takes no side."""
    found: dict[str, set[Polarity]] = defaultdict(set)
    for reading in row.readings:
        for outcome in ("", *reading.codes[Role.O]):
            found[outcome] |= {reading.configuration.polarity} & _DIRECTIONS
    return {outcome: told for outcome, told in found.items() if told}


def _opposed_on(one: Mapping[str, set[Polarity]], other: Mapping[str, set[Polarity]]) -> tuple[str, ...]:
    return tuple(sorted(outcome for outcome in one.keys() & other.keys() if one[outcome].isdisjoint(other[outcome])))


def _only(role: Role) -> str:
    return {
        Role.I: _("Intervention in {group} only: {codes}."),
        Role.C: _("Context in {group} only: {codes}."),
        Role.K: _("Moderator in {group} only: {codes}."),
        Role.O: _("Outcome in {group} only: {codes}."),
    }[role]


def _label(code: Code) -> str:
    return code.label.text(current())
