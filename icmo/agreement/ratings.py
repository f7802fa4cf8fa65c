"""Readings of units by coders, as people give them, made into tables of numbers and checked."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from numbers import Real
from typing import Any, TypeGuard

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


def read(
    data: Any,
    *,
    repeats: Sequence[float] | None = None,
    sets: bool = False,
    categories: Iterable[Any] | None = None,
) -> Ratings:
    """Readings, coders × units; None, NaN, pandas' NA and what an array masks are missing.

    Parameters
    ----------
    data : nested sequences, an array, a data frame (a row per coder), or readings by the coder's name. A coder's
        readings may also be values by the unit's name; what a coder does not name is missing
    sets : whether each reading is a set of codes
    categories : the values in rising order, those that nobody used too (the values used: numbers rising)

    Raises
    ------
    InvalidError
        No units, fewer than two coders, coders with different numbers of units, readings that cannot be compared or
        are no categories, or repeats that do not fit.
    """
    rows = _rows(data)
    _check(rows)
    cells = [[_value(cell, sets) for cell in row] for row in rows]
    used = {cell for row in cells for cell in row if cell is not None}
    values = _in_order(used) if categories is None else _chosen(used, categories)
    place: dict[Any, int] = {value: number for number, value in enumerate(values)}
    codes = np.array([[MISSING if cell is None else place[cell] for cell in row] for row in cells], dtype=np.int64)
    return Ratings(codes, values, _repeats(repeats, codes.shape[1]))


def read_counts(data: Any, repeats: Sequence[float] | None = None) -> tuple[Floats, Floats]:
    """How many coders gave each unit each value (units × values), and how many units each row stands for.

    Raises
    ------
    InvalidError
        Rows of different lengths, or counts that are no whole numbers from nought up.
    """
    rows = _rows(data)
    counts = [count for row in rows for count in row]
    if not counts or len({len(row) for row in rows}) > 1 or not all(map(_is_count, counts)):
        raise InvalidError(
            _("Counts are a table of units by values, of whole numbers from nought up."),
            _("Give a row for each unit, with how many coders gave it each value."),
        )
    return np.array(rows, dtype=float), _repeats(repeats, len(rows))


def is_number(value: Any) -> TypeGuard[float]:
    """Whether a reading is a number; True and False are 1 and 0."""
    return isinstance(value, (Real, Decimal, np.bool_))


def _is_count(value: Any) -> bool:
    return is_number(value) and value >= 0 and value == value // 1


def _rows(data: Any) -> list[list[Any]]:
    """The rows of a table, by names or not; a word is no table, though a row may be one, read letter by letter."""
    if isinstance(data, str):
        raise _no_row(data)
    rows = _listed(_without_nan(data) if isinstance(data, np.ndarray) else data)
    if rows and all(isinstance(row, Mapping) for row in rows):
        units = list(dict.fromkeys(unit for row in rows for unit in row))
        return [[row.get(unit) for unit in units] for row in rows]
    return [_listed(row) for row in rows]


def _listed(rows: Any) -> list[Any]:
    if hasattr(rows, "to_numpy"):
        return list(rows.to_numpy())
    if isinstance(rows, Mapping):
        return list(rows.values())
    if not isinstance(rows, Iterable):
        raise _no_row(rows)
    return list(rows)


def _no_row(value: Any) -> InvalidError:
    return InvalidError(
        _("“{value}” is no row of readings.").format(value=value),
        _("Give one row for each coder, with one value for each unit."),
    )


def _without_nan(data: NDArray[Any]) -> NDArray[Any]:
    """NaN among words is the word “nan” in an array of words; here it is nothing again."""
    if data.dtype.kind != "U":
        return data
    words = data.astype(object)
    words[data == "nan"] = None
    return words


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
    """A reading as something that can be compared; None where nothing was read."""
    if _is_missing(cell):
        return None
    if sets:
        return _as_set(cell)
    if isinstance(cell, (set, frozenset)):
        return frozenset(cell)
    if isinstance(cell, (list, np.ndarray)):
        return tuple(cell)
    if not isinstance(cell, Hashable):
        raise InvalidError(_("“{value}” is no reading that can be compared.").format(value=cell))
    return cell


def _is_missing(cell: Any) -> bool:
    if cell is None or cell is np.ma.masked or type(cell).__name__ == "NAType":  # pandas.NA, which equals nothing
        return True
    return isinstance(cell, Hashable) and bool(cell != cell)


def _as_set(cell: Any) -> frozenset[Any]:
    if isinstance(cell, str) or not isinstance(cell, Iterable) or not all(isinstance(code, Hashable) for code in cell):
        raise InvalidError(
            _("“{value}” is no set of codes.").format(value=cell), _("Give a set for each reading, also of one code.")
        )
    return frozenset(cell)


def _in_order(values: set[Any]) -> tuple[Any, ...]:
    """Numbers rising, as ordinal differences need them; anything else in an order that is always the same."""
    if all(map(is_number, values)):
        return tuple(sorted(values))
    return tuple(sorted(values, key=lambda value: repr(sorted(map(repr, value)) if _is_set(value) else value)))


def _chosen(used: set[Any], categories: Iterable[Any]) -> tuple[Any, ...]:
    chosen = tuple(dict.fromkeys(categories))
    if strange := used - set(chosen):
        raise InvalidError(
            _("Values were used that are no categories: {values}.").format(
                values=", ".join(map(str, _in_order(strange)))
            ),
            _("Name every value that may be given, in rising order."),
        )
    return chosen


def _is_set(value: Any) -> bool:
    return isinstance(value, frozenset)


def _repeats(repeats: Sequence[float] | None, units: int) -> Floats:
    given = [1.0] * units if repeats is None else list(repeats)
    if len(given) != units or not all(is_number(one) and 0 < one < float("inf") for one in given):
        raise InvalidError(_("Repeats are one positive number for each unit."))
    return np.array(given, dtype=float)
