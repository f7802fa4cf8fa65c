"""A continuum and the sections that observers have found in it, checked."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from itertools import pairwise

from icmo.errors import InvalidError
from icmo.i18n import _

Section = tuple[Hashable, int, int]  # value, begin, length


def checked(
    observers: Sequence[Iterable[Section]], begin: int, length: int, *, exclusive: bool = False
) -> list[list[Section]]:
    """The observers' units in order of place.

    Parameters
    ----------
    exclusive : whether no two units of an observer may overlap; else only those of one value may not

    Raises
    ------
    InvalidError
        Fewer than two observers, a continuum without length, a unit without length or outside it, or an overlap.
    """
    if len(observers) < 2:
        raise InvalidError(_("Agreement needs two coders or more."))
    if length <= 0:
        raise InvalidError(_("A continuum must have a length."))
    found = [sorted(units, key=lambda unit: unit[1]) for units in observers]
    for units in found:
        for value, b, size in units:
            if size <= 0 or b < begin or b + size > begin + length:
                raise InvalidError(
                    _("The unit of “{value}” at {begin}, {length} long, is not in the continuum.").format(
                        value=value, begin=b, length=size
                    )
                )
        for group in [units] if exclusive else _by_value(units):
            _check_apart(group)
    return found


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
