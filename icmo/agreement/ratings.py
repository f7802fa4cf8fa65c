"""Readings of units by coders, as people give them, made into tables of numbers and checked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from icmo.errors import InvalidError
from icmo.i18n import _

Floats = NDArray[np.float64]
MISSING = -1


@dataclass(frozen=True, eq=False)
class Ratings:
    """What each coder has read in each unit: the place of the value in `values`, −1 where nothing was read.

    `repeats` says how many units a column stands for, so that a stretch of a text may stand for its characters.
    """

    codes: NDArray[np.int64]  # coders × units
    values: tuple[Any, ...]
    repeats: Floats  # units

    @property
    def counts(self) -> Floats:
        """How many coders gave each value: units × values."""
        found = np.zeros((self.codes.shape[1], len(self.values)))
        for row in self.codes:
            unit = np.flatnonzero(row != MISSING)
            found[unit, row[unit]] += 1
        return found


def read(data: Any, *, repeats: Sequence[float] | None = None, sets: bool = False) -> Ratings:
    """Readings from nested sequences, an array or a data frame, coders × units; None and NaN are missing.

    Raises
    ------
    InvalidError
        No units, fewer than two coders, coders with different numbers of units, or repeats that do not fit.
    """
    rows = [list(row) for row in (data.to_numpy() if hasattr(data, "to_numpy") else data)]
    _check(rows)
    cells = [[_value(cell, sets) for cell in row] for row in rows]
    values = _in_order({cell for row in cells for cell in row if cell is not None})
    place: dict[Any, int] = {value: number for number, value in enumerate(values)}
    codes = np.array([[MISSING if cell is None else place[cell] for cell in row] for row in cells], dtype=np.int64)
    return Ratings(codes, values, _repeats(repeats, codes.shape[1]))


def _check(rows: list[list[Any]]) -> None:
    if len(rows) < 2:
        raise InvalidError(
            _("Agreement needs two coders or more."), _("Give one row for each coder, with one value for each unit.")
        )
    if len({len(row) for row in rows}) > 1:
        raise InvalidError(
            _("The coders have read different numbers of units: {numbers}.").format(
                numbers=", ".join(str(len(row)) for row in rows)
            ),
            _("Write None where a coder has not read a unit."),
        )
    if not rows[0]:
        raise InvalidError(_("There is no unit to agree on."))


def _value(cell: Any, sets: bool) -> Any:
    if cell is None or (not isinstance(cell, (str, set, frozenset, list, tuple)) and cell != cell):
        return None
    if not sets:
        return cell
    if isinstance(cell, str) or not isinstance(cell, Iterable):
        raise InvalidError(
            _("“{value}” is no set of codes.").format(value=cell), _("Give a set for each reading, also of one code.")
        )
    return frozenset(cell)


def _in_order(values: set[Any]) -> tuple[Any, ...]:
    """Numbers rising, as ordinal differences need them; anything else in an order that is always the same."""
    if all(isinstance(value, (int, float, np.number)) for value in values):
        return tuple(sorted(values))
    return tuple(sorted(values, key=lambda value: repr(sorted(map(repr, value)) if _is_set(value) else value)))


def _is_set(value: Any) -> bool:
    return isinstance(value, frozenset)


def _repeats(repeats: Sequence[float] | None, units: int) -> Floats:
    found = np.ones(units) if repeats is None else np.asarray(repeats, dtype=float)
    if found.shape != (units,) or not (found > 0).all():
        raise InvalidError(_("Repeats are one positive number for each unit."))
    return found
