"""Groups of municipalities for a test. The municipality is the unit: its interviews stay together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from icmo.compare.variables import Variable, VariableKind, variable
from icmo.compare.variables import groups as by_value
from icmo.errors import InvalidError
from icmo.i18n import _, decimal, integer
from icmo.models import Material

_OF_INTERVIEWS = ("informant_type", "transcript", "role", "target_group")


def groups(material: Material, name: str, *, at: float | None = None) -> dict[str, str]:
    """Which group each municipality belongs to, by a case variable.

    Parameters
    ----------
    material : only municipalities with transcripts are grouped
    name : the variable's name; a number with more than four values is cut at its median
    at : where to cut a number instead, which it had better be decided before looking

    Returns
    -------
    {municipality: group}, group by group in their order

    Raises
    ------
    NotFoundError
        No case has that variable.
    InvalidError
        It belongs to interviews rather than municipalities, municipalities lack it (all are named), it gives only one
        group, or words are to be cut at a number.
    """
    if name in _OF_INTERVIEWS and not any(name in case.variables for case in material.cases):
        raise InvalidError(
            _("“{name}” divides interviews, not municipalities: such groups are not independent.").format(name=name),
            _("Test by a variable of municipalities; in a matrix the interviews may stand side by side."),
        )
    known = _of_the_interviewed(material, variable(material, name))
    divided = by_value(known) if at is None else _cut(known, at)
    if len([places for places in divided.values() if places]) < 2:
        raise InvalidError(
            _("“{name}” puts all municipalities in one group.").format(name=name),
            _("A comparison needs two groups or more. A number can be cut elsewhere than at its median."),
        )
    return {place: group for group, places in divided.items() for place in places}


def _of_the_interviewed(material: Material, one: Variable) -> Variable:
    if lacking := [place for place in material.municipalities if place not in one.values]:
        raise InvalidError(
            _("“{name}” is not known for {municipalities}.").format(name=one.name, municipalities=", ".join(lacking)),
            _("Bring it in from a table with a row per municipality."),
        )
    return replace(one, values={place: one.values[place] for place in material.municipalities}, missing=())


def _cut(one: Variable, at: float) -> dict[str, Iterable[str]]:
    if one.kind is not VariableKind.NUMERIC:
        raise InvalidError(_("“{name}” holds words, which cannot be cut at a number.").format(name=one.name))
    value = integer(int(at)) if at == int(at) else decimal(at, len(repr(at).partition(".")[2]))
    return {
        _("at most {value}").format(value=value): [place for place, number in one.values.items() if number <= at],
        _("above {value}").format(value=value): [place for place, number in one.values.items() if number > at],
    }
