"""How different two readings of a unit are: 0 when they are the same.

For sets of codes Jaccard's distance and MASI (measuring agreement on set-valued items; Passonneau 2006); for values
Krippendorff's nominal, ordinal, interval and ratio differences (squared, as in Krippendorff 2019, section 12.3.4).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from icmo.agreement.ratings import is_number
from icmo.errors import InvalidError
from icmo.i18n import _

Floats = NDArray[np.float64]
Difference = str | Callable[[Any, Any], float]

OF_SETS = ("jaccard", "masi")
OF_NUMBERS = ("ordinal", "interval", "ratio")
DIFFERENCES = ("nominal", *OF_NUMBERS, *OF_SETS)


def jaccard(a: Collection[Hashable], b: Collection[Hashable]) -> float:
    """Jaccard's distance: 1 − shared / in either; two empty sets do not differ.

    Examples
    --------
    >>> jaccard({"tro", "ro"}, {"ro"}), jaccard(set(), set())
    (0.5, 0.0)
    """
    return _of_two(a, b, "jaccard")


def masi(a: Collection[Hashable], b: Collection[Hashable]) -> float:
    """MASI: 1 − J · M, where M is 1 for equal sets, 2/3 for a subset, 1/3 for an overlap and else 0.

    Examples
    --------
    >>> round(masi({1, 2}, {1, 2, 3, 4}), 4), round(masi({"A", "B"}, {"B", "C"}), 4)
    (0.6667, 0.8889)
    """
    return _of_two(a, b, "masi")


def _of_two(a: Collection[Hashable], b: Collection[Hashable], difference: str) -> float:
    first, second = frozenset(a), frozenset(b)
    shared, one, other = (np.array(float(len(codes))) for codes in (first & second, first, second))
    return float(between_sets(shared, one, other, difference))


def between_sets(shared: Floats, first: Floats, second: Floats, difference: str) -> Floats:
    """Distances between sets from the sizes of their intersections and of the two sets, element by element."""
    either = first + second - shared
    likeness = np.where(either > 0, shared / np.maximum(either, 1), 1.0)
    if difference == "masi":
        likeness = likeness * _monotonicity(shared, first, second)
    return np.asarray(1 - likeness, dtype=float)


def _monotonicity(shared: Floats, first: Floats, second: Floats) -> Floats:
    equal = (shared == first) & (shared == second)
    subset = (shared == np.minimum(first, second)) & (shared > 0)
    return np.select([equal, subset, shared > 0], [1.0, 2 / 3, 1 / 3], 0.0)


def differences(values: Sequence[Any], difference: Difference, n: Floats, *, ranked: bool = False) -> Floats:
    """The difference between every two values: δ²_ck in Krippendorff's notation.

    Parameters
    ----------
    values : the values that occur, V of them; numbers in rising order for the ordinal difference
    difference : a name (see `DIFFERENCES`) or a function of two values
    n : how often each value occurs, which the ordinal difference rests on
    ranked : whether the values stand in rising order, so that an ordinal difference need not have numbers

    Returns
    -------
    V × V

    Raises
    ------
    InvalidError
        A difference of an unknown name, or one of numbers where values are no numbers.
    """
    if callable(difference):
        return np.array([[difference(c, k) for k in values] for c in values], dtype=float)
    if difference not in DIFFERENCES:
        raise InvalidError(
            _("“{name}” is no difference between readings.").format(name=difference),
            _("Choose one of: {names}.").format(names=", ".join(DIFFERENCES)),
        )
    if difference in OF_SETS:
        return _of_sets(values, difference)
    if difference == "ordinal" and ranked:
        return _of_ranks(n)
    if difference in OF_NUMBERS:
        return _of_numbers(values, difference, n)
    return np.asarray(1 - np.eye(len(values)), dtype=float)


def _of_numbers(values: Sequence[Any], difference: str, n: Floats) -> Floats:
    _check_numbers(values, difference)
    if difference == "ordinal":
        return _of_ranks(n)
    number = np.array(values, dtype=float)
    c, k = number[:, None], number[None, :]
    if difference == "interval":
        return np.asarray((c - k) ** 2, dtype=float)
    both = np.where(c + k == 0, 1.0, c + k)  # 0 and 0 do not differ
    return np.asarray(((c - k) / both) ** 2, dtype=float)


def _of_ranks(n: Floats) -> Floats:
    up_to = np.cumsum(n) - n / 2  # Σ n_g from c to k, less half of either end, is the distance of these midpoints
    return np.asarray((up_to[:, None] - up_to[None, :]) ** 2, dtype=float)


def _check_numbers(values: Sequence[Any], difference: str) -> None:
    if not all(is_number(value) and abs(value) < float("inf") for value in values):
        raise InvalidError(
            _("The “{name}” difference needs numbers.").format(name=difference),
            _("Give numbers, name the categories of an ordinal scale in rising order, or choose “nominal”."),
        )
    if difference == "ratio" and any(value < 0 for value in values):
        raise InvalidError(
            _("The “{name}” difference needs numbers from nought up.").format(name=difference),
            _("Choose the “interval” difference where numbers go below nought."),
        )


def _of_sets(values: Sequence[Any], difference: str) -> Floats:
    elements = sorted({element for value in values for element in value}, key=repr)
    place = {element: number for number, element in enumerate(elements)}
    holds = np.zeros((len(values), len(elements)))
    for row, value in enumerate(values):
        holds[row, [place[element] for element in value]] = 1
    sizes = holds.sum(axis=1)
    return between_sets(holds @ holds.T, sizes[:, None], sizes[None, :], difference)
