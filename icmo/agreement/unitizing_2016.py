"""The uα family of 2016: agreement on a continuum that coders have cut into valued units and gaps.

uα is over all; |uα only asks what is relevant (units) and what not (gaps); cuα only how the matter that coders hold for
relevant is coded; (k)uα is cuα for one value k. Whole units are what chance deals out, so that a long unit is one
decision and not as many as it has characters; a gap (∅) is no decision.

Source: Krippendorff, Mathet, Bouvry & Widlöcher (2016), Quality & Quantity 50, 2347–2364; Krippendorff (2019),
section 12.6.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from icmo.agreement.continuum import Observers, Section, checked

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
GAP = 0  # the gap's place among the values


@dataclass(frozen=True)
class AlphaU2016:
    """The coefficients, NaN where they have no meaning.

    `u` : uα, all; `bar_u` : |uα, units against gaps; `cu` : cuα, the coding of what is valued by both; `k_u` : (k)uα
    per value. `coverage` is the share of the continuum that `cu` rests on, `k_coverage` that of each value's length.
    """

    u: float
    bar_u: float
    cu: float
    k_u: Mapping[Hashable, float]
    coverage: float
    k_coverage: Mapping[Hashable, float]


@dataclass(frozen=True, eq=False)
class _Stretches:
    """The continuum cut wherever any observer cuts it: what each has there, and in which unit of theirs."""

    lengths: Floats  # stretches
    values: Integers  # observers × stretches
    units: Integers  # observers × stretches: the number of the unit, over all observers
    value_of: Integers  # units


def alpha_u_2016(observers: Observers, begin: int, length: int) -> AlphaU2016:
    """uα, |uα, cuα and (k)uα, all nominal.

    Parameters
    ----------
    observers : for each observer, or by their names, the units found: (value, begin, length); no two units of one
        observer overlap
    begin, length : of the continuum

    Raises
    ------
    InvalidError
        Fewer than two observers, a unit that is none or outside the continuum, or overlapping units of one observer.

    Examples
    --------
    >>> both = [("c", 0, 10), ("k", 20, 5)]
    >>> found = alpha_u_2016([both, both], 0, 100)
    >>> found.u, found.bar_u, found.cu, found.coverage
    (1.0, 1.0, 1.0, 0.15)
    """
    found = checked(observers, begin, length, exclusive=True)
    names = sorted({value for units in found for value, *_ in units}, key=repr)
    stretches = _stretches(found, names, begin, length)
    l_ck = _coincidences(stretches, len(names) + 1)
    e_ck = _expected(l_ck, _squares(stretches, l_ck))
    valued, e_valued = _of_values(stretches, l_ck)
    return AlphaU2016(
        u=_one_less(_off_diagonal(l_ck), _off_diagonal(e_ck)),
        bar_u=_one_less(l_ck[GAP, 1:].sum(), e_ck[GAP, 1:].sum()),
        cu=_one_less(_off_diagonal(valued), _off_diagonal(e_valued)),
        k_u={name: _of_value(valued, e_valued, k) for k, name in enumerate(names)},
        coverage=float(valued.sum() / l_ck.sum()),
        k_coverage={name: float(valued[k].sum() / l_ck[k + 1].sum()) for k, name in enumerate(names)},
    )


def _stretches(observers: list[list[Section]], names: list[Hashable], begin: int, length: int) -> _Stretches:
    ends = {at for units in observers for _value, b, size in units for at in (b, b + size)}
    cuts = np.array(sorted(ends | {begin, begin + length}))
    value_of = [GAP]
    values = np.full((len(observers), len(cuts) - 1), GAP)
    units = np.zeros_like(values)
    for i, own in enumerate(observers):
        for value, b, size in own:
            place = slice(int(np.searchsorted(cuts, b)), int(np.searchsorted(cuts, b + size)))
            values[i, place] = names.index(value) + 1
            units[i, place] = len(value_of)
            value_of.append(names.index(value) + 1)
    return _Stretches(np.diff(cuts).astype(float), values, units, np.array(value_of))


def _coincidences(stretches: _Stretches, n_values: int) -> Floats:
    """ℓ_ck: the length that one observer values c and another k, summed over pairs, divided by m − 1."""
    l_ck = np.zeros((n_values, n_values))
    m = len(stretches.values)
    for i, first in enumerate(stretches.values):
        for second in stretches.values[i + 1 :]:
            np.add.at(l_ck, (first, second), stretches.lengths / (m - 1))
    return np.asarray(l_ck + l_ck.T, dtype=float)


def _squares(stretches: _Stretches, l_ck: Floats) -> Floats:
    """Per value the pairs of places within one unit, which chance cannot pair; each place in a gap is by itself."""
    lengths = np.zeros(len(stretches.value_of))
    for own in stretches.units:
        np.add.at(lengths, own, stretches.lengths)
    squares = np.zeros(len(l_ck))
    np.add.at(squares, stretches.value_of[1:], lengths[1:] ** 2)
    squares[GAP] = lengths[GAP]
    return squares


def _expected(l_ck: Floats, squares: Floats) -> Floats:
    """ε_ck = ℓ.. (ℓ_c. ℓ_.k − [c = k] Σ L²) / (ℓ..² − Σ Σ L²)"""
    l_c, total = l_ck.sum(axis=1), l_ck.sum()
    possible = total**2 - squares.sum()
    pairs = np.outer(l_c, l_c) - np.diag(squares)
    return np.asarray(total * pairs / possible if possible > 0 else np.zeros_like(l_ck), dtype=float)


def _of_values(stretches: _Stretches, l_ck: Floats) -> tuple[Floats, Floats]:
    """ℓ_ck and ε_ck among values only, where the parts of units that meet units of another observer are dealt out."""
    m, valued = len(stretches.values), l_ck[1:, 1:]
    squares = np.zeros(len(l_ck))
    for i, own in enumerate(stretches.units):
        for j, other in enumerate(stretches.values):
            if i != j:
                met = np.zeros(len(stretches.value_of))
                np.add.at(met, own, stretches.lengths * (other != GAP))
                np.add.at(squares, stretches.value_of[1:], met[1:] ** 2 / (m - 1))
    return valued, _expected(valued, squares[1:])


def _of_value(l_ck: Floats, e_ck: Floats, k: int) -> float:
    """(k)uα = 1 − (ε_.k / ℓ_.k) (ℓ_.k − ℓ_kk) / (ε_.k − ε_kk)"""
    l_k, e_k = l_ck[:, k].sum(), e_ck[:, k].sum()
    return _one_less(e_k * (l_k - l_ck[k, k]), l_k * (e_k - e_ck[k, k]))


def _off_diagonal(table: Floats) -> float:
    return float(table.sum() - np.trace(table))


def _one_less(observed: float, expected: float) -> float:
    return float(1 - observed / expected) if expected > 1e-12 else float("nan")
