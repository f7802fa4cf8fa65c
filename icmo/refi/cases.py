"""Variables with their types, what they are of sources and cases, and which sources belong to a case.

NVivo gives a case the GUID of a code, and what is coded with it belongs to the case; MAXQDA puts values on sources;
Quirkos writes cases without names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from math import isfinite
from typing import Any

from icmo.i18n import _
from icmo.refi import xml
from icmo.refi.parcel import ParcelCase, ParcelCoding, ParcelMemo, ParcelSource, ParcelVariable
from icmo.refi.selections import Place
from icmo.refi.tally import Tally
from icmo.stamps import as_guid

MAX_MEMBERSHIPS = 1_000_000  # of sources in cases by their codes
_TRUE, _FALSE = ("true", "1"), ("false", "0")


def read_variables(root: Any, tally: Tally) -> dict[str, ParcelVariable]:
    """The variables of a project by their GUIDs."""
    found: dict[str, ParcelVariable] = {}
    for element in xml.children(xml.child(root, "Variables"), "Variable"):
        guid, name = xml.guid_of(element), xml.named(element)
        if guid and not name:
            name = _("Variable {guid}").format(guid=guid[:8])
            tally.add("variable", _("had no name and were given one"), name)
        if guid:
            kind = element.get("typeOfVariable", "Text")
            found.setdefault(guid, ParcelVariable(guid, name, kind, xml.said(element)))
    return found


def values(elements: Iterable[Any], variables: Mapping[str, ParcelVariable], tally: Tally) -> dict[str, Any]:
    """The values of a case or a source by their variables' names; empty ones are none."""
    found: dict[str, Any] = {}
    for element in elements:
        for told in xml.children(element, "VariableValue"):
            guid = next(xml.targets(told, "VariableRef"), "")
            value = _value(told, variables.get(guid), tally)
            if guid not in variables:
                tally.add("variable", _("have values, but are not in the file"), guid[:8])
            elif value not in (None, ""):
                found[_free(variables[guid].name, value, found)] = value
    return found


def _free(name: str, value: Any, found: Mapping[str, Any]) -> str:
    """The name, with a number if another variable of that name says otherwise."""
    free, number = name, 1
    while free in found and found[free] != value:
        number += 1
        free = f"{name} ({number})"
    return free


def _value(told: Any, variable: ParcelVariable | None, tally: Tally) -> Any:
    element = next((one for one in told if isinstance(one.tag, str) and xml.local(one) in _READERS), None)
    if element is None:
        return None
    text = xml.clean("".join(element.itertext())).strip()
    value = _READERS[xml.local(element)](text) if text else None
    if text and value is None:
        what = _("have values that are not of their type and were kept as text")
        tally.add("variable", what, variable.name if variable else text[:20])
        return text
    return value


def _text(text: str) -> str:
    return text


def _boolean(text: str) -> bool | None:
    return text.lower() in _TRUE if text.lower() in _TRUE + _FALSE else None


def _integer(text: str) -> int | None:
    return int(text) if len(text) < 20 and text.lstrip("+-").isdecimal() and text.count("-") < 2 else None


def _float(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if isfinite(value) else None


def _date(text: str) -> str | None:
    """An ISO date without the zone that XML allows."""
    try:
        return date.fromisoformat(text[:10]).isoformat()
    except ValueError:
        return None


def _moment(text: str) -> str | None:
    return xml.moment(text) or None


_READERS: Mapping[str, Callable[[str], Any]] = {
    "TextValue": _text,
    "BooleanValue": _boolean,
    "IntegerValue": _integer,
    "FloatValue": _float,
    "DateValue": _date,
    "DateTimeValue": _moment,
}


# --- cases ----------------------------------------------------------------------------------------------


class Cases:
    """Reads cases, after the sources and codings that belong to them."""

    def __init__(
        self,
        variables: Mapping[str, ParcelVariable],
        sources: Iterable[ParcelSource],
        codings: Iterable[ParcelCoding],
        places: Mapping[str, Place],
        aliases: Mapping[str, str],
        tally: Tally,
    ) -> None:
        self._variables, self._places, self._aliases, self._tally = variables, places, aliases, tally
        self._names = {source.guid: source.name for source in sources}
        self._coded: dict[str, dict[str, None]] = {}
        for coding in codings:
            self._coded.setdefault(coding.code, {})[coding.source] = None
        self._left = MAX_MEMBERSHIPS
        self.memos: list[ParcelMemo] = []

    def read(self, root: Any) -> Iterator[ParcelCase]:
        """The cases; what describes one becomes a memo."""
        seen: set[str] = set()
        for number, element in enumerate(xml.children(xml.child(root, "Cases"), "Case"), start=1):
            guid = xml.guid_of(element)
            if not guid or guid in seen:
                guid = as_guid(f"case/{number}/{guid}")
            seen.add(guid)
            told = values([element], self._variables, self._tally)
            sources = tuple(self._sources(element, guid))
            name = xml.named(element) or self._name(number, sources)
            if text := xml.said(element):
                self.memos.append(ParcelMemo(as_guid(f"{guid}/description"), text, "", "case", guid))
            yield ParcelCase(guid, name, told, sources)

    def _name(self, number: int, sources: tuple[str, ...]) -> str:
        """The name of the one source of a case without one, else a number."""
        name = self._names[sources[0]] if len(sources) == 1 else _("Case {number}").format(number=number)
        self._tally.add("case", _("had no name and were given one"), name)
        return name

    def _sources(self, element: Any, guid: str) -> dict[str, None]:
        found: dict[str, None] = {}
        for target in xml.targets(element, "SourceRef"):
            self._add(found, self._aliases.get(target), target)
        for target in xml.targets(element, "SelectionRef"):
            self._add(found, self._places[target][0] if target in self._places else None, target)
        for code in (*xml.targets(element, "CodeRef"), guid):
            coded = self._coded.get(code, {})
            self._left -= len(coded)
            if self._left < 0:
                self._tally.add("case", _("belong to more sources than can be read"), xml.named(element))
                break
            found |= coded
        return found

    def _add(self, found: dict[str, None], source: str | None, target: str) -> None:
        if source is None:
            self._tally.add("case", _("refer to sources or passages that were not read"), target[:8])
        else:
            found[source] = None
