"""The variables of cases: figures and categories that tie what was said to what was counted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from statistics import median
from typing import Any

from icmo.errors import InvalidError, NotFoundError
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


def interviewed(material: Material, name: str) -> Variable:
    """The variable of that name, over the municipalities that were interviewed: what groups are made of.

    A municipality from which there is no transcript must not move the median at which the others are cut.

    Raises
    ------
    NotFoundError
        No case has it.
    """
    one, places = variable(material, name), material.municipalities
    values = {place: one.values[place] for place in places if place in one.values}
    return replace(one, values=values, missing=tuple(place for place in places if place not in values))


def is_number(value: Any) -> bool:
    """Whether a value is a number; yes and no are none, nor is what is no number at all (NaN)."""
    return isinstance(value, int | float) and not isinstance(value, bool) and value == value


def groups(of: Variable, *, at: float | None = None) -> dict[str, tuple[str, ...]]:
    """The municipalities of each group, the groups in words and in order.

    A number with more than four values is cut at its median, any number `at` a value that is given; anything else
    makes a group of each value.

    Raises
    ------
    InvalidError
        Words are to be cut at a number.
    """
    if at is not None and of.kind is VariableKind.CATEGORICAL:
        raise InvalidError(_("“{name}” holds words, which cannot be cut at a number.").format(name=of.name))
    ordered = sorted(of.values.values(), key=_order)
    if at is None and (of.kind is VariableKind.CATEGORICAL or len(set(ordered)) <= FEW):
        return _by(of.values, _shown, ordered)
    border = median(ordered) if at is None else at
    at_most, above = (half.format(value=_shown(border)) for half in (_("at most {value}"), _("above {value}")))
    return _by(of.values, lambda value: at_most if value <= border else above, ordered)


def _by(values: Mapping[str, Any], group: Callable[[Any], str], in_order: Iterable[Any]) -> dict[str, tuple[str, ...]]:
    """The municipalities by the group of their value, the groups in the order in which their values come."""
    found: dict[str, list[str]] = {group(value): [] for value in in_order}
    for place, value in values.items():
        found[group(value)].append(place)
    return {words: tuple(places) for words, places in found.items()}


def _order(value: Any) -> tuple[bool, float, str]:
    return (False, value, "") if is_number(value) else (True, 0.0, danish_order(str(value)))


def _variable(name: str, values: Mapping[str, Any]) -> Variable:
    present = {place: value for place, value in values.items() if value is not None and value == value}
    kind = VariableKind.NUMERIC if all(map(is_number, present.values())) else VariableKind.CATEGORICAL
    return Variable(name, kind, present, tuple(place for place in values if place not in present))


def _shown(value: Any) -> str:
    """A value in words; all the decimals that it has, so that two numbers never make one group."""
    from babel.numbers import format_decimal

    if not is_number(value) or abs(value) >= 1e15:  # beyond that, digits say nothing
        return str(value)
    return format_decimal(f"{value:.15g}", locale=current(), decimal_quantization=False)
