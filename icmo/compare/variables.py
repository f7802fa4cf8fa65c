"""The variables of cases: figures and categories that tie what was said to what was counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from statistics import median
from typing import Any

from icmo.errors import NotFoundError
from icmo.i18n import _, current
from icmo.models import Material, danish_order

FEW = 4  # a number that takes no more values than this is compared value by value


class VariableKind(StrEnum):
    """Whether a variable is a number or a category."""

    NUMERIC = "numeric"
    CATEGORICAL = "categorical"


@dataclass(frozen=True)
class Variable:
    """A variable of cases: its values by municipality, and the municipalities that have none."""

    name: str
    kind: VariableKind
    values: Mapping[str, Any]
    missing: tuple[str, ...] = ()


def variable_kinds(material: Material) -> dict[str, Variable]:
    """Every variable of the cases, in the order in which they were brought in.

    A variable is numeric when all its values are numbers; one other value makes it categorical. A municipality
    that was interviewed, or that has other variables, is missing where it has no value.
    """
    everywhere = sorted({*material.municipalities, *(case.name for case in material.cases)}, key=danish_order)
    by_name = {case.name: case.variables for case in material.cases}
    names = dict.fromkeys(name for case in material.cases for name in case.variables)
    return {name: _variable(name, {place: by_name.get(place, {}).get(name) for place in everywhere}) for name in names}


def variable(material: Material, name: str) -> Variable:
    """The variable of that name.

    Raises
    ------
    NotFoundError
        No case has it.
    """
    known = variable_kinds(material)
    if name not in known:
        raise NotFoundError(
            _("No municipality has a variable “{name}”.").format(name=name),
            _("The variables are: {names}.").format(names=", ".join(known))
            if known
            else _("Bring them in from a table with a row per municipality."),
        )
    return known[name]


def is_number(value: Any) -> bool:
    """Whether a value is a number; yes and no are none, nor is what is no number at all (NaN)."""
    return isinstance(value, int | float) and not isinstance(value, bool) and value == value


def groups(of: Variable) -> dict[str, tuple[str, ...]]:
    """The municipalities of each group, the groups in words and in order.

    A number with more than four values is cut at its median; anything else makes a group of each value.
    """
    values = set(of.values.values())
    if of.kind is VariableKind.CATEGORICAL or len(values) <= FEW:
        ordered = sorted(values, key=_order)
        return {_shown(one): tuple(place for place in of.values if of.values[place] == one) for one in ordered}
    middle = median(of.values.values())
    halves = {
        _("at most {value}").format(value=_shown(middle)): [p for p, value in of.values.items() if value <= middle],
        _("above {value}").format(value=_shown(middle)): [p for p, value in of.values.items() if value > middle],
    }
    return {words: tuple(places) for words, places in halves.items() if places}


def _order(value: Any) -> tuple[bool, float, str]:
    return (False, value, "") if is_number(value) else (True, 0.0, danish_order(str(value)))


def _variable(name: str, values: Mapping[str, Any]) -> Variable:
    present = {place: value for place, value in values.items() if value is not None and value == value}
    kind = VariableKind.NUMERIC if all(map(is_number, present.values())) else VariableKind.CATEGORICAL
    return Variable(name, kind, present, tuple(place for place in values if place not in present))


def _shown(value: Any) -> str:
    from babel.numbers import format_decimal

    return format_decimal(value, locale=current()) if is_number(value) else str(value)
