"""Cases, variables and sets: where each text comes from, for programs that compare.

A municipality is a `Case` with its figures and its sources, and stands as ``kommune`` on each of them too, the only
form that every program keeps; ATLAS.ti knows such values as groups of documents, which the sets are.
"""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from icmo.models import Case, Material, Transcript
from icmo.refi.elements import Element, add, one_line, refer
from icmo.refi.guids import Guids

Values = Mapping[str, Any]


def source_values(source: Transcript) -> dict[str, str]:
    """What a transcript's variables are, under their Danish names; those without a value are left out."""
    known = {
        "kommune": source.municipality,
        "informanttype": source.informant_type,
        "rolle": source.role,
        "dato": source.date,
        "målgruppe": source.target_group,
    }
    return {name: str(value) for name, value in known.items() if value}


def cases(material: Material) -> tuple[Case, ...]:
    """The cases, and one for each municipality that has none; none of their variables is called as one of sources."""
    named = {case.name for case in material.cases}
    more = (Case(name, name) for name in material.municipalities if name not in named)
    return tuple(Case(one.guid, one.name, _renamed(one.variables)) for one in (*material.cases, *more))


def _renamed(values: Values) -> dict[str, Any]:
    """QualCoder takes a variable for one of cases or of files, not of both."""
    taken = ("kommune", "informanttype", "rolle", "dato", "målgruppe")
    told = {
        one_line(name): value for name, value in values.items() if value is not None and value != "" and name.strip()
    }
    return {f"{name} (case)" if name in taken else name: value for name, value in told.items()}


def types(all_values: Iterable[Values]) -> dict[str, str]:
    """The type of each variable, the narrowest that fits all its values.

    Examples
    --------
    >>> types([{"a": 1, "b": True, "d": "2026-03-12"}, {"a": 2.5, "b": "ja", "d": "2026-04-01"}])
    {'a': 'Float', 'b': 'Text', 'd': 'Date'}
    """
    found: dict[str, list[Any]] = defaultdict(list)
    for values in all_values:
        for name, value in values.items():
            found[name].append(value)
    return {name: _type(values) for name, values in found.items()}


def _type(values: list[Any]) -> str:
    if all(isinstance(value, bool) for value in values):
        return "Boolean"
    if any(isinstance(value, bool) for value in values):
        return "Text"
    if all(isinstance(value, int) for value in values):
        return "Integer"
    if all(isinstance(value, int) or (isinstance(value, float) and math.isfinite(value)) for value in values):
        return "Float"
    return "Date" if all(isinstance(value, str) and _is_date(value) for value in values) else "Text"


def _is_date(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def add_variables(parent: Element, known: Mapping[str, str], guids: Guids) -> None:
    """Add the variables with their types."""
    for name, kind in known.items():
        add(parent, "Variable", guid=guids("variable", name), name=name, typeOfVariable=kind)


def add_values(parent: Element, values: Values, known: Mapping[str, str], guids: Guids) -> None:
    """Add the values of variables to a case or a source."""
    for name, value in values.items():
        made = add(parent, "VariableValue")
        add(made, "VariableRef", targetGUID=guids("variable", name))
        add(made, f"{known[name]}Value", _written(value, known[name]))


def _written(value: Any, kind: str) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if kind == "Float":
        return format(Decimal(repr(value)), "f")
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def add_case(parent: Element, case: Case, known: Mapping[str, str], sources: Iterable[str], guids: Guids) -> None:
    """Add a case with its values and its sources, given by their GUIDs."""
    made = add(parent, "Case", guid=guids("case", case.guid), name=one_line(case.name, 1000))
    add_values(made, case.variables, known, guids)
    refer(made, "SourceRef", sources)


def sets(material: Material) -> Iterator[tuple[str, list[str]]]:
    """A set for each municipality, informant type and target group: its name, and its transcripts' GUIDs."""
    found: dict[str, list[str]] = defaultdict(list)
    for source in material.transcripts:
        values = source_values(source)
        for name in ("kommune", "informanttype", "målgruppe"):
            if name in values:
                found[f"{name}: {values[name]}"].append(source.guid)
    yield from sorted(found.items())


def add_set(parent: Element, name: str, sources: Iterable[str], guids: Guids) -> None:
    """Add a set of sources, given as transcripts' GUIDs."""
    made = add(parent, "Set", guid=guids("set", name), name=one_line(name, 1000))
    refer(made, "MemberSource", (guids("source", one) for one in sources))
