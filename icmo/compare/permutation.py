"""Tests that deal the municipalities out to the groups anew, in every way there is or in many drawn with a seed.

What is permuted is whole municipalities, so that all quotes of one stay together. With few municipalities there are
few ways to deal them out, and no p value can be smaller than `smallest`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from icmo.compare.labelings import Labelings, labelings
from icmo.errors import InvalidError
from icmo.i18n import _

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]

_AT_ONCE = 500  # rows, so that memory stays bounded
_SAME = 1e-9  # relative to the whole: sums that differ by less are the same sum in another order


@dataclass(frozen=True)
class Permanova:
    """How much of the differences between municipalities lies between the groups, and how often chance gives that."""

    f: float
    r2: float
    p: float
    smallest: float
    exact: bool
    labelings: int


@dataclass(frozen=True)
class Anosim:
    """Whether municipalities of one group resemble each other more than those of different groups (R from −1 to 1)."""

    r: float
    p: float
    smallest: float
    exact: bool
    labelings: int


@dataclass(frozen=True)
class Difference:
    """The p values of measures between groups, one per row of measures, and the smallest that each could reach."""

    p: Floats
    smallest: Floats
    exact: bool
    labelings: int


@dataclass(frozen=True)
class Interval:
    """An estimate with the bounds that resampling whole municipalities gives."""

    estimate: float
    low: float
    high: float


def jaccard_distances(presence: pd.DataFrame) -> pd.DataFrame:
    """How unlike municipalities are in what they tell of: 1 − shared / told of by either; nothing in either is 0.

    Parameters
    ----------
    presence : rows × municipalities, true where a municipality tells of it

    Returns
    -------
    municipalities × municipalities : distances from 0 to 1

    Examples
    --------
    >>> import pandas as pd
    >>> float(jaccard_distances(pd.DataFrame({"A": [1, 1, 0], "B": [1, 0, 1]})).loc["A", "B"].round(3))
    0.667
    """
    import pandas as pd

    told = (presence.to_numpy() > 0).astype(float)
    shared = told.T @ told
    alone = np.diag(shared)
    either = alone[:, None] + alone[None, :] - shared
    distances = np.where(either > 0, 1 - shared / np.maximum(either, 1), 0)
    return pd.DataFrame(distances, index=presence.columns, columns=presence.columns)


def permanova(distances: ArrayLike, groups: Sequence[str], *, permutations: int = 9_999, seed: int = 0) -> Permanova:
    """Whether whole profiles differ between groups: an analysis of variance on distances.

    Parameters
    ----------
    distances : municipalities × municipalities, symmetric, 0 on the diagonal
    groups : each municipality's group

    Raises
    ------
    InvalidError
        Distances that are none, fewer than two groups, or no group of two.

    Notes
    -----
    Source: Anderson (2001). F = (SS between / (a − 1)) / (SS within / (N − a)), R² = SS between / SS in all. It also
    answers to groups that differ in spread, not only in place.
    """
    squares = _checked(distances, groups) ** 2
    ways = labelings(groups, permutations=permutations, seed=seed)
    total = float(squares.sum() / 2 / len(groups))
    own = float(_within(squares, _codes(groups)[None, :], ways.sizes)[0])
    reached = _within(squares, ways.labels, ways.sizes) <= own + _SAME * total
    between, a, n = total - own, len(ways.sizes), len(groups)
    f = _ratio(between / (a - 1), own / (n - a))
    p = float(ways.p(reached.sum()))
    return Permanova(f, _ratio(between, total), p, ways.smallest, ways.exact, len(ways.labels))


def anosim(distances: ArrayLike, groups: Sequence[str], *, permutations: int = 9_999, seed: int = 0) -> Anosim:
    """Whether distances within groups rank below those between groups: R near 1 when they do, near 0 when not.

    Parameters, errors: as for `permanova`.

    Notes
    -----
    Source: Clarke (1993). R = (mean rank between − mean rank within) / (n (n − 1) / 4).
    """
    matrix = _checked(distances, groups)
    upper = np.triu_indices(len(groups), 1)
    ranks = np.zeros_like(matrix)
    ranks[upper] = _mean_ranks(matrix[upper])
    ranks += ranks.T
    ways = labelings(groups, permutations=permutations, seed=seed)
    ones = (1,) * len(ways.sizes)
    own = float(_within(ranks, _codes(groups)[None, :], ones)[0])
    reached = _within(ranks, ways.labels, ones) <= own + _SAME * ranks.sum()
    pairs, inner = len(upper[0]), sum(size * (size - 1) // 2 for size in ways.sizes)
    outside = (ranks.sum() / 2 - own) / (pairs - inner)
    r = (outside - own / inner) / (pairs / 2)
    return Anosim(float(r), float(ways.p(reached.sum())), ways.smallest, ways.exact, len(ways.labels))


def difference(values: ArrayLike, groups: Sequence[str], *, permutations: int = 9_999, seed: int = 0) -> Difference:
    """Whether a measure of municipalities differs between groups, for one measure or for many at once.

    Parameters
    ----------
    values : municipalities, or rows × municipalities
    groups : each municipality's group

    Returns
    -------
    Difference
        One p value per row: how often dealing the municipalities out anew gives groups whose means lie at least as
        far apart (sum of squares between groups).

    Raises
    ------
    InvalidError
        Fewer than two groups, values of another length, or one that is no number.

    Examples
    --------
    >>> difference([5, 6, 7, 1, 2, 3], ["ja"] * 3 + ["nej"] * 3).p.round(3).tolist()
    [0.1]
    """
    rows = np.atleast_2d(np.asarray(values, dtype=float))
    if not rows.size or rows.shape[1] != len(groups) or not np.isfinite(rows).all():
        raise InvalidError(_("A comparison needs one number for every municipality."))
    ways = labelings(groups, permutations=permutations, seed=seed)
    own = _codes(groups)[None, :]
    found = [_reached(rows[start : start + _AT_ONCE], own, ways) for start in range(0, len(rows), _AT_ONCE)]
    p, smallest = (ways.p(np.concatenate(counts)) for counts in zip(*found, strict=True))
    return Difference(p, smallest, ways.exact, len(ways.labels))


def bootstrap(
    part: ArrayLike, whole: ArrayLike, *, resamples: int = 9_999, level: float = 0.95, seed: int = 0
) -> Interval:
    """A share over all municipalities with its percentile interval, from municipalities drawn anew with replacement.

    Parameters
    ----------
    part : per municipality, such as the citations of one code, or 1 where it is told of and else 0
    whole : per municipality, such as all its citations, or 1

    Raises
    ------
    InvalidError
        Fewer than two municipalities, or one without a positive whole.

    Notes
    -----
    Source: Efron & Tibshirani (1993). With fewer than ten municipalities the interval is too narrow.
    """
    parts, wholes = np.asarray(part, dtype=float), np.asarray(whole, dtype=float)
    if parts.shape != wholes.shape or parts.ndim != 1 or len(parts) < 2 or not (wholes > 0).all():
        raise InvalidError(_("An interval needs two municipalities or more, each with some evidence."))
    drawn = np.random.default_rng(seed).integers(len(parts), size=(resamples, len(parts)))
    shares = parts[drawn].sum(axis=1) / wholes[drawn].sum(axis=1)
    low, high = np.quantile(shares, [(1 - level) / 2, (1 + level) / 2])
    return Interval(float(parts.sum() / wholes.sum()), float(low), float(high))


def _codes(groups: Sequence[str]) -> NDArray[np.int64]:
    names = sorted(set(groups))
    return np.array([names.index(name) for name in groups])


def _within(pairs: Floats, labels: NDArray[np.int64], shares: tuple[int, ...]) -> Floats:
    """For each labeling the sum over pairs within groups, each group's divided by its share."""
    total = np.zeros(len(labels))
    for group, share in enumerate(shares):
        inside = (labels == group).astype(float)
        total += ((inside @ pairs) * inside).sum(axis=1) / 2 / share
    return total


def _between(centred: Floats, labels: NDArray[np.int64], sizes: tuple[int, ...]) -> Floats:
    """For each labeling and row the sum of squares between groups: labelings × rows."""
    total = np.zeros((len(labels), len(centred)))
    for group, size in enumerate(sizes):
        total += ((labels == group).astype(float) @ centred.T) ** 2 / size
    return total


def _reached(rows: Floats, own: NDArray[np.int64], ways: Labelings) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """For each row how many labelings set the groups as far apart as they are, and how many as far as can be."""
    centred = rows - rows.mean(axis=1, keepdims=True)
    slack = _SAME * (centred**2).sum(axis=1)
    dealt = _between(centred, ways.labels, ways.sizes)
    observed = _between(centred, own, ways.sizes)[0]
    return (dealt >= observed - slack).sum(axis=0), (dealt >= dealt.max(axis=0) - slack).sum(axis=0)


def _checked(distances: ArrayLike, groups: Sequence[str]) -> Floats:
    matrix = np.asarray(distances, dtype=float)
    if matrix.shape != (len(groups),) * 2 or not np.allclose(matrix, matrix.T) or np.diag(matrix).any():
        raise InvalidError(_("Distances are a square table, the same both ways and 0 from each to itself."))
    if len(set(groups)) == len(groups):
        raise InvalidError(
            _("No group has two municipalities, so nothing can be said of likeness within groups."),
            _("Choose a variable that puts municipalities together."),
        )
    return matrix


def _mean_ranks(values: Floats) -> Floats:
    """The ranks from 1, equal values sharing the mean of theirs."""
    _values, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    ranks: Floats = (np.cumsum(counts) - (counts - 1) / 2)[place]
    return ranks


def _ratio(above: float, below: float) -> float:
    """Above / below; 0 when nothing varies, without bound when only the groups do."""
    if below > 0:
        return above / below
    return float("inf") if above > 0 else 0.0
