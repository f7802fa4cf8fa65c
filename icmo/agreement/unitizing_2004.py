"""αU of 2004: agreement on units that coders cut out of a continuum themselves, one category at a time.

Source: Krippendorff (2004), Content Analysis, 2nd ed., section 11.6. The coefficients of 2016 differ: see
`icmo.agreement.unitizing_2016`, and always say which.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from icmo.agreement.continuum import Observers, Section, checked

Floats = NDArray[np.float64]
Table = tuple[NDArray[np.int64], Floats, Floats, NDArray[np.bool_]]  # observer, b, l, whether a unit (v)


@dataclass(frozen=True)
class CategoryAlpha:
    """One category: observed and expected disagreement, and alpha (NaN when nothing could have disagreed)."""

    observed: float
    expected: float
    alpha: float


@dataclass(frozen=True)
class AlphaU2004:
    """αU over all categories, and each of them."""

    alpha: float
    categories: Mapping[Hashable, CategoryAlpha]


def alpha_u_2004(observers: Observers, begin: int, length: int) -> AlphaU2004:
    """αU as Krippendorff defined it in 2004: whether observers cut out the same units, per category and over all.

    Parameters
    ----------
    observers : for each observer, or by their names, the units found: (category, begin, length) in whole units of
        length, such as characters; units of one category and observer must not overlap
    begin, length : of the continuum

    Raises
    ------
    InvalidError
        Fewer than two observers, a unit that is none or outside the continuum, or overlapping units of one observer
        and category.

    Examples
    --------
    >>> both = [("c", 0, 10)]
    >>> alpha_u_2004([both, both], 0, 100).alpha
    1.0
    """
    found = checked(observers, begin, length)
    categories = sorted({c for units in found for c, *_ in units}, key=repr)
    of = {c: _category([[u for u in units if u[0] == c] for units in found], begin, length) for c in categories}
    observed, expected = sum(one.observed for one in of.values()), sum(one.expected for one in of.values())
    return AlphaU2004(1 - observed / expected if expected else float("nan"), of)


def _category(observers: Sequence[Sequence[Section]], begin: int, length: int) -> CategoryAlpha:
    sections = _sections(observers, begin, length)
    m = len(observers)
    observed, expected = _observed(sections, m, length), _expected(sections, m, length)
    return CategoryAlpha(observed, expected, 1 - observed / expected if expected else float("nan"))


def _sections(observers: Sequence[Sequence[Section]], begin: int, length: int) -> Table:
    """Every observer's continuum in sections: units and the gaps between them."""
    rows: list[tuple[int, int, int, bool]] = []
    for i, units in enumerate(observers):
        at = begin
        for _category, b, size in sorted(units, key=lambda unit: unit[1]):
            rows += [(i, at, b - at, False)] * (b > at) + [(i, b, size, True)]
            at = b + size
        rows += [(i, at, begin + length - at, False)] * (at < begin + length)
    table = np.array(rows)
    return table[:, 0], table[:, 1].astype(float), table[:, 2].astype(float), table[:, 3].astype(bool)


def _observed(sections: Table, m: int, length: int) -> float:
    """Do_c = Σ δ² / (m (m − 1) L²) over all sections g of i and h of another observer j."""
    i, b, size, v = sections
    total = 0.0
    for g in np.flatnonzero(v):  # pairs of gaps do not differ, and a unit in a gap counts from both sides
        others = i != i[g]
        apart = b[g] - b
        meets = others & v & (-size[g] < apart) & (apart < size)
        inside = others & ~v & (apart >= 0) & (size - size[g] >= apart)
        total += (apart[meets] ** 2 + (apart + size[g] - size)[meets] ** 2).sum() + 2 * inside.sum() * size[g] ** 2
    return float(total / (m * (m - 1) * length**2))


def _expected(sections: Table, m: int, length: int) -> float:
    """De_c: the same over all places at which the sections could have stood."""
    _i, _b, size, v = sections
    units, gaps = size[v], size[~v]
    into_units = (len(units) - 1) / 3 * (2 * units**3 - 3 * units**2 + units)
    into_gaps = units**2 * np.maximum(gaps[None, :] - units[:, None] + 1, 0).sum(axis=1)
    total = m * length * (m * length - 1) - (units * (units - 1)).sum()
    return float(2 / length * (into_units + into_gaps).sum() / total)
