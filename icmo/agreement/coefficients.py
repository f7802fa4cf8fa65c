"""Coefficients of agreement: alpha, kappa, pi, AC1. Each is 1 − disagreement / disagreement by chance, or the like.

Data are coders × units: nested sequences, an array, a data frame with a row per coder, or readings by the coder's name;
None and NaN say that a coder has not read a unit (`icmo.agreement.ratings.read` tells all of it).

A coefficient is NaN where it has no meaning: no unit read by two, or nothing but one value, so that chance alone
would agree on all. Some programs say 1 there, though nobody has shown that they can tell anything apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from icmo.agreement.distance import OF_SETS, Difference, differences
from icmo.agreement.ratings import MISSING, Ratings, read, read_counts
from icmo.errors import InvalidError
from icmo.i18n import _

Floats = NDArray[np.float64]


def krippendorff_alpha(
    data: Any,
    difference: Difference = "nominal",
    *,
    categories: Iterable[Any] | None = None,
    repeats: Sequence[float] | None = None,
) -> float:
    """Krippendorff's alpha: any number of coders, missing readings, any difference between values.

    Parameters
    ----------
    data : coders × units; with "jaccard" or "masi" each reading is a set of codes, which may be empty
    difference : "nominal", "ordinal", "interval", "ratio", "jaccard", "masi", or a function of two values that gives
        0 for the same and grows with how different they are (for interval data the square)
    categories : the values in rising order, which makes words ordinal
    repeats : how many units each column stands for (all 1)

    Returns
    -------
    float
        1 when all agree, 0 as by chance, below 0 when they disagree more than by chance. NaN when no unit has two
        readings or all readings in such units are the same.

    Raises
    ------
    InvalidError
        Fewer than two coders, no units, rows of different lengths, an unknown difference, or values that do not fit.

    Notes
    -----
    α = 1 − Σ o_ck δ²_ck / Σ e_ck δ²_ck. Source: Krippendorff (2019), section 12.3. Sets: Passonneau (2006).

    Examples
    --------
    >>> round(krippendorff_alpha([[1, 2, 3, 3], [1, 2, 3, None], [None, 2, 2, 3]], "interval"), 3)
    0.839
    """
    ratings = read(data, repeats=repeats, sets=difference in OF_SETS, categories=categories)
    o = _coincidences(ratings)
    n_c = o.sum(axis=0)
    n = n_c.sum()
    if not n:
        return float("nan")
    delta = differences(ratings.values, difference, n_c, ranked=categories is not None)
    e = (np.outer(n_c, n_c) - np.diag(n_c)) / (n - 1)
    return _one_less((o * delta).sum(), (e * delta).sum())


def cohen_kappa(
    a: Any,
    b: Any = None,
    weights: str | None = None,
    *,
    categories: Iterable[Any] | None = None,
    repeats: Sequence[float] | None = None,
) -> float:
    """Cohen's kappa of two coders, each with chance agreement from their own habits.

    Parameters
    ----------
    a, b : what each has read in each unit (or one table of both); units that one of them has not read are left out
    weights : None, or "linear" or "quadratic", so that near misses count less
    categories : the values in rising order; with weights each is one step from the next (else numbers are as far
        apart as they are)
    repeats : how many units each pair stands for (all 1)

    Returns
    -------
    float
        NaN when no unit was read by both, or when both gave one and the same value everywhere.

    Raises
    ------
    InvalidError
        Other than two coders, different numbers of units, none, unknown weights, or weights for words without
        categories.

    Notes
    -----
    Sources: Cohen (1960, 1968).

    Examples
    --------
    >>> round(cohen_kappa("ja ja nej nej".split(), "ja nej nej nej".split()), 3)
    0.5
    """
    p, values = _proportions(a, b, repeats, categories)
    differs = _weights(values if categories is None else range(len(values)), weights)
    chance = np.outer(p.sum(axis=1), p.sum(axis=0))
    return _one_less((p * differs).sum(), (chance * differs).sum())


def scott_pi(a: Any, b: Any = None, *, repeats: Sequence[float] | None = None) -> float:
    """Scott's pi of two coders, with chance agreement from what both have given taken together.

    Parameters, errors and NaN: as for `cohen_kappa`.

    Notes
    -----
    Source: Scott (1955).

    Examples
    --------
    >>> round(scott_pi("ja ja nej nej".split(), "ja nej nej nej".split()), 3)
    0.467
    """
    p, values = _proportions(a, b, repeats)
    differs = _weights(values, None)
    both = (p.sum(axis=1) + p.sum(axis=0)) / 2
    return _one_less((p * differs).sum(), (np.outer(both, both) * differs).sum())


def fleiss_kappa(data: Any, *, counts: bool = False, repeats: Sequence[float] | None = None) -> float:
    """Fleiss' kappa of two coders or more, who need not be the same for each unit.

    Parameters
    ----------
    data : coders × units; or with `counts` the table of Fleiss' paper, units × values: how many coders gave each value
    repeats : how many units each stands for (all 1)

    Returns
    -------
    float
        NaN when no unit was read by two, or when there is but one value.

    Raises
    ------
    InvalidError
        As for `krippendorff_alpha`; counts that are no whole numbers.

    Notes
    -----
    Source: Fleiss (1971); with missing readings as in Gwet (2014), section 2.6: chance rests on all units that anybody
    has read, agreement on those that two have.

    Examples
    --------
    >>> round(fleiss_kappa([[3, 0], [2, 1], [0, 3]], counts=True), 3)
    0.55
    """
    r, times = read_counts(data, repeats) if counts else _counted(read(data, repeats=repeats))
    p_a, pi = _agreed(r, times)
    return _beyond(p_a, float((pi**2).sum()))


def gwet_ac1(
    data: Any, *, categories: int | Iterable[Any] | None = None, repeats: Sequence[float] | None = None
) -> float:
    """Gwet's AC1, which stays near the share agreed on when one value is rare or very common.

    Parameters
    ----------
    data : coders × units
    categories : the values there are to choose from, or how many, when not all of them have been used
    repeats : how many units each column stands for (all 1)

    Returns
    -------
    float
        NaN when no unit was read by two, or when there is but one value to choose.

    Raises
    ------
    InvalidError
        As for `krippendorff_alpha`; fewer categories than were used.

    Notes
    -----
    p_e = Σ π_k (1 − π_k) / (q − 1). Source: Gwet (2008).

    Examples
    --------
    >>> round(gwet_ac1([[1, 1, 1, 0], [1, 1, 1, 1]]), 3)
    0.68
    """
    number = None if isinstance(categories, Iterable) else categories
    r, times = _counted(
        read(data, repeats=repeats, categories=categories if isinstance(categories, Iterable) else None)
    )
    q = r.shape[1] if number is None else number
    if q < r.shape[1]:
        raise InvalidError(_("More values were used than there are categories: {n}.").format(n=r.shape[1]))
    p_a, pi = _agreed(r, times)
    return _beyond(p_a, float((pi * (1 - pi)).sum() / (q - 1))) if q > 1 else float("nan")


def _coincidences(ratings: Ratings) -> Floats:
    """o_ck: how often two coders gave one unit the values c and k, each unit weighing as much as it has readings."""
    n_values = len(ratings.values)
    o = np.zeros((n_values, n_values))
    m_u = (ratings.codes != MISSING).sum(axis=0)
    for i, first in enumerate(ratings.codes):
        for second in ratings.codes[i + 1 :]:
            both = (first != MISSING) & (second != MISSING)
            np.add.at(o, (first[both], second[both]), ratings.repeats[both] / (m_u[both] - 1))
    return np.asarray(o + o.T, dtype=float)


def _proportions(
    a: Any, b: Any, repeats: Sequence[float] | None, categories: Iterable[Any] | None = None
) -> tuple[Floats, tuple[Any, ...]]:
    """The share of units that the first coder gave the row's value and the second the column's."""
    ratings = read(a if b is None else [a, b], repeats=repeats, categories=categories)
    if len(ratings.codes) != 2:
        raise InvalidError(
            _("This coefficient compares two coders; there are {n}.").format(n=len(ratings.codes)),
            _("Take two of them, or use Krippendorff’s alpha or Fleiss’ kappa."),
        )
    first, second = ratings.codes
    both = (first != MISSING) & (second != MISSING)
    table = np.zeros((len(ratings.values),) * 2)
    np.add.at(table, (first[both], second[both]), ratings.repeats[both])
    return table / max(table.sum(), 1), ratings.values


def _weights(values: Sequence[Any], weights: str | None) -> Floats:
    if weights not in (None, "linear", "quadratic"):
        raise InvalidError(
            _("“{name}” is no way to weigh disagreement.").format(name=weights),
            _("Choose one of: {names}.").format(names="linear, quadratic"),
        )
    squared = differences(values, "interval" if weights else "nominal", np.ones(len(values)))
    return np.asarray(np.sqrt(squared), dtype=float) if weights == "linear" else squared


def _counted(ratings: Ratings) -> tuple[Floats, Floats]:
    return ratings.counts, ratings.repeats


def _agreed(r: Floats, repeats: Floats) -> tuple[float, Floats]:
    """The share of pairs that agree (units with two readings), and each value's share (units with any)."""
    r_i = r.sum(axis=1)
    read_by_any, read_by_two = r_i > 0, r_i > 1
    if not read_by_two.any():
        return float("nan"), np.full(r.shape[1], np.nan)
    pairs = (r * (r - 1)).sum(axis=1)[read_by_two] / (r_i * (r_i - 1))[read_by_two]
    pi = np.average(r[read_by_any] / r_i[read_by_any, None], axis=0, weights=repeats[read_by_any])
    return float(np.average(pairs, weights=repeats[read_by_two])), np.asarray(pi, dtype=float)


def _beyond(p_a: float, p_e: float) -> float:
    """Agreement beyond chance, as a share of what is possible beyond it."""
    return (p_a - p_e) / (1 - p_e) if p_e < 1 - 1e-12 else float("nan")


def _one_less(observed: float, expected: float) -> float:
    return float(1 - observed / expected) if expected > 0 else float("nan")
