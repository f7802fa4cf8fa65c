"""A continuum and the sections that observers have found in it, checked."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from icmo.agreement.ratings import is_number
from icmo.errors import InvalidError
from icmo.i18n import _

Section = tuple[Hashable, int, int]  # value, begin, length
Observers = Iterable[Iterable[Section]] | Mapping[Any, Iterable[Section]]


def checked(observers: Observers, begin: int, length: int, *, exclusive: bool = False) -> list[list[Section]]:
    """The observers' units in order of place.

    Parameters
    ----------
    observers : the units of each: (value, begin, length) in sequences, arrays or data frames; or these by name
    exclusive : whether no two units of an observer may overlap; else only those of one value may not

    Raises
    ------
    InvalidError
        Fewer than two observers, a continuum without length, a unit that is none, without length or outside the
        continuum, or an overlap.
    """
    found = [_sections(units) for units in (observers.values() if isinstance(observers, Mapping) else observers)]
    if len(found) < 2:
        raise InvalidError(
            _("Agreement needs two coders or more."), _("Give a list of units for each coder; it may be empty.")
        )
    if not length > 0:
        raise InvalidError(_("A continuum must have a length."))
    for units in found:
        _check_within(units, begin, length)
        for group in [units] if exclusive else _by_value(units):
            _check_apart(group)
    return found


def _sections(units: Any) -> list[Section]:
    rows = units.to_numpy() if hasattr(units, "to_numpy") else units
    listed = [tuple(row) for row in (rows.tolist() if hasattr(rows, "tolist") else rows)]
    for row in listed:
        if len(row) != 3 or not isinstance(row[0], Hashable) or not (is_number(row[1]) and is_number(row[2])):
            raise InvalidError(
                _("“{unit}” is no unit of a continuum.").format(unit=row),
                _("Give each unit as (value, begin, length), with numbers for its place."),
            )
    return sorted(listed, key=lambda unit: unit[1])


def _check_within(units: Sequence[Section], begin: int, length: int) -> None:
    for value, b, size in units:
        if not (size > 0 and begin <= b and b + size <= begin + length):
            raise InvalidError(
                _("The unit of “{value}” at {begin}, {length} long, is not in the continuum.").format(
                    value=value, begin=b, length=size
                ),
                _("Places count from the continuum’s beginning; a unit needs a length."),
            )


def _by_value(units: list[Section]) -> list[list[Section]]:
    return [[unit for unit in units if unit[0] == value] for value in {unit[0] for unit in units}]


def _check_apart(units: list[Section]) -> None:
    for (value, b, size), (other, later, _size) in pairwise(units):
        if later < b + size:
            raise InvalidError(
                _("Units of one coder overlap: “{one}” at {begin} and “{other}” at {later}.").format(
                    one=value, begin=b, other=other, later=later
                ),
                _("Unite overlapping units of a value, and compare overlapping codes one at a time."),
            )
