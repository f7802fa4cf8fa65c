"""What a file's variables, cases and sets say of its texts: municipality, informant type, role, date, target group.

Programs keep them differently: as values of the source; as values of a case that the source belongs to; as the name of
that case; or as a set called ``kommune: Egeholm`` (ATLAS.ti). What icmo has no field for is kept: of a source with the
transcript, of a case with the case, and of a source with its case too where all sources of the case agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from math import isfinite
from typing import Any

from icmo.errors import ReadError
from icmo.formats.front_matter import is_known, standardise
from icmo.i18n import _
from icmo.models import Case
from icmo.refi.codes_found import NAMES, folded
from icmo.refi.parcel import Parcel, ParcelCase, ParcelSet, Remark
from icmo.stamps import as_guid
from icmo.text.anchors import normalise

FIELDS = ("title", "municipality", "informant_type", "role", "date", "target_group")
_DAY = re.compile(r"^(\d{4}-\d{2}-\d{2})[T ].*$")  # a day with a time of day
_VALUE = re.compile(r"[^\W\d][\w ]{0,30}:\s*\S")
CASE = "case_name"  # the key that keeps the name of a case which is no municipality: a person, an organisation


@dataclass(frozen=True)
class Described:
    """What is known of a file's sources, by their GUIDs: fields of transcripts, and all else; and its cases."""

    fields: Mapping[str, Mapping[str, Any]]
    others: Mapping[str, Mapping[str, Any]]
    cases: tuple[Case, ...]
    remarks: tuple[Remark, ...]


def described(parcel: Parcel, municipalities: Iterable[str] = ()) -> Described:
    """What a file says of its sources and cases; `municipalities` are those that the project knows."""
    return _Describing(parcel, {folded(name): name for name in municipalities}).described()


def is_variable(one: ParcelSet) -> bool:
    """Whether a set of sources is a variable's value by its name: ``kommune: Egeholm``, ``age: 25``."""
    return bool(_VALUE.match(one.name) and one.sources and not one.codes and not one.memos)


@dataclass
class _Describing:
    parcel: Parcel
    known: Mapping[str, str]
    refused: list[str] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._cases: dict[str, list[ParcelCase]] = {}
        for case in self.parcel.cases:
            for source in case.sources:
                self._cases.setdefault(source, []).append(case)
        self._sets: dict[str, dict[str, str]] = {}
        for one in filter(is_variable, self.parcel.sets):
            key, _colon, value = one.name.partition(":")
            for source in one.sources:
                self._sets.setdefault(source, {})[key] = value
        self._municipal = {case.guid: self._is_municipality(case) for case in self.parcel.cases}

    def described(self) -> Described:
        """Every source with what is told of it, wherever that stands."""
        fields: dict[str, dict[str, Any]] = {}
        others: dict[str, dict[str, Any]] = {}
        for one in self.parcel.sources:
            fields[one.guid], others[one.guid] = self._of_source(one.guid, one.values)
        own = {one.guid: self._told(one.values, one.name)[1] for one in self.parcel.sources}
        cases = tuple(self._all_cases(fields, own))
        return Described(fields, others, cases, tuple(self._remarks()))

    def _of_source(self, guid: str, values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
        cases = self._cases.get(guid, [])
        fields, others = self._told(self._sets.get(guid, {}), guid)
        for case in cases:
            of_case, rest = self._told(case.values, case.name)
            fields |= of_case
            others |= {} if self._municipal[case.guid] else {**rest, **({CASE: case.name} if case.name else {})}
        of_source, rest = self._told(values, guid)
        fields, others = fields | of_source, others | rest
        if "municipality" not in fields and (name := self._municipality(cases)):
            fields["municipality"] = name
        if "name" in fields:
            others["name"] = fields.pop("name")
        return fields, others

    def _municipality(self, cases: list[ParcelCase]) -> str | None:
        """The case that a source belongs to; of several, the one that the project knows."""
        named = [case.name for case in cases if case.name.strip() and self._municipal[case.guid]]
        for name in (*(name for name in named if folded(name) in self.known), *named):
            self.beside += [other for other in named if other != name]
            return self._spelt(name)
        return None

    def _is_municipality(self, case: ParcelCase) -> bool:
        """Whether a case is what is compared; one that tells its municipality is a person or an organisation in it."""
        told = self._told(case.values, case.name)[0].get("municipality", case.name)
        return bool(case.name.strip()) and folded(str(told)) == folded(case.name)

    def _told(self, values: Mapping[str, Any], where: str) -> tuple[dict[str, Any], dict[str, Any]]:
        """The values that transcripts have fields for, and the others."""
        fields: dict[str, Any] = {}
        others: dict[str, Any] = {}
        for key, value in values.items():
            if value is None or not str(value).strip():
                continue
            if not is_known(key):
                others[key.strip()] = _kept(value)
                continue
            try:
                fields |= standardise({key: _DAY.sub(r"\1", str(_kept(value)))}, where)
            except ReadError:
                others[key.strip()] = _kept(value)
                self.refused.append(f"{key}: {value}")
        if "municipality" in fields:
            fields["municipality"] = self._spelt(fields["municipality"])
        return fields, others

    def _spelt(self, name: str) -> str:
        """A municipality's name as the project writes it."""
        plain = " ".join(normalise(name).split())
        return self.known.get(folded(plain), plain)

    def _all_cases(self, fields: Mapping[str, Any], others: Mapping[str, Mapping[str, Any]]) -> Iterator[Case]:
        found: dict[str, dict[str, Any]] = {}
        guids: dict[str, str] = {}
        for case in self.parcel.cases:
            if self._municipal[case.guid]:
                name = self._spelt(case.name)
                guids.setdefault(name, case.guid)
                told, rest = self._told(case.values, case.name)
                found[name] = found.get(name, {}) | rest | _plain(told)
        for name, values in _agreed(fields, others).items():
            found[name] = values | found.get(name, {})
        yield from (Case(guids.get(name) or as_guid(name), name, values) for name, values in found.items())

    def _remarks(self) -> Iterator[Remark]:
        if refused := tuple(dict.fromkeys(self.refused)):
            what = _("values that cannot be understood are kept as they stand")
            yield Remark("variable", what, len(refused), refused[:NAMES])
        if beside := tuple(dict.fromkeys(self.beside)):
            what = _("texts belong to several cases, and were given to the first of them")
            yield Remark("case", what, len(beside), beside[:NAMES])


def _kept(value: Any) -> Any:
    """A value as JSON can hold it."""
    if isinstance(value, bool | int) or (isinstance(value, float) and isfinite(value)):
        return value
    return normalise(value.isoformat() if isinstance(value, date) else str(value)).strip()


def _plain(told: Mapping[str, Any]) -> dict[str, Any]:
    """What a municipality says of itself that transcripts have fields for, but not its own name."""
    return {key: str(value) for key, value in told.items() if key not in ("municipality", "name")}


def _agreed(fields: Mapping[str, Mapping[str, Any]], others: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """By municipality the other variables in which all of its sources agree."""
    rows: dict[str, list[Mapping[str, Any]]] = {}
    for guid, told in fields.items():
        if name := told.get("municipality"):
            rows.setdefault(name, []).append(others[guid])
    return {
        name: {key: value for key, value in some[0].items() if all(one.get(key) == value for one in some)}
        for name, some in rows.items()
    }
