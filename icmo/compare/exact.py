"""Exact tests on counts of municipalities, and how to correct for having made many.

The counts are municipalities, never quotes: two quotes from one interview are not two independent observations.
Probabilities are ratios of whole numbers, so "at most as probable as the observed table" needs no tolerance.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from math import comb
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from icmo.errors import InvalidError
from icmo.i18n import _

Table = Sequence[Sequence[int]]
Floats = NDArray[np.float64]

BOUND = (
    50_000  # steps of the enumeration; below a second or so, and far above what 98 municipalities in four groups need
)
_SAME = 1e-7  # relative: two drawn tables are equally probable (as in R's fisher.test)


@dataclass(frozen=True)
class Exact:
    """A p value, the smallest that a table with these margins can reach, and how it was found.

    `exact` is false when there were too many tables to enumerate: then p = (b + 1) / (`tables` + 1), from `tables`
    tables drawn with a seed.
    """

    p: float
    smallest: float
    tables: int
    exact: bool


@dataclass(frozen=True)
class ChiSquare:
    """Pearson's chi-square with its degrees of freedom: a description of a table, not a test."""

    statistic: float
    df: int


def presence_test(present: Sequence[int], of: Sequence[int], *, permutations: int = 9_999, seed: int = 0) -> Exact:
    """Whether something is present more often in some groups of municipalities than in others.

    Parameters
    ----------
    present : how many municipalities of each group have it
    of : how many municipalities each group holds
    permutations, seed : of the draws, should there be too many tables to enumerate

    Raises
    ------
    InvalidError
        The two are not of one length, or a group has more than it holds.

    Notes
    -----
    The exact test of Freeman and Halton (1951), two-sided: the probabilities of all tables that are at most as
    probable as this one.

    Examples
    --------
    >>> round(presence_test((4, 3, 0), (4, 5, 6)).p, 6)
    0.003885
    """
    if len(present) != len(of) or any(not 0 <= some <= all_of for some, all_of in zip(present, of, strict=True)):
        raise InvalidError(
            _("{present} of {of} municipalities cannot be: each group needs a number from 0 to its size.").format(
                present=list(present), of=list(of)
            )
        )
    absent = [all_of - some for some, all_of in zip(present, of, strict=True)]
    return freeman_halton((present, absent), permutations=permutations, seed=seed)


def freeman_halton(table: Table, *, permutations: int = 9_999, seed: int = 0, bound: int = BOUND) -> Exact:
    """Whether rows and columns of a table of counts go together: the exact test for tables of any shape.

    Parameters
    ----------
    table : counts, rows × columns
    permutations, seed : of the draws, should the enumeration need more than `bound` steps

    Notes
    -----
    Source: Freeman & Halton (1951). For 2 × 2 it is Fisher's exact test, two-sided.
    """
    rows, columns, counts = _margins(table)
    weights = _weights(rows, columns, bound)
    if weights is None:
        return _drawn(counts, permutations, seed)
    whole = sum(weight * times for weight, times in weights)
    own = _weight(counts.T.tolist())
    at_most = sum(weight * times for weight, times in weights if weight <= own)
    least, times = weights[0]
    return Exact(at_most / whole, least * times / whole, sum(times for _weight, times in weights), True)


def fisher(table: Table, *, side: Literal["two-sided", "greater", "less"] = "two-sided") -> float:
    """The p value of Fisher's exact test of a 2 × 2 table; ``greater``: the first cell is larger than by chance.

    Examples
    --------
    >>> tea = [[3, 1], [1, 3]]
    >>> round(fisher(tea, side="greater"), 6), round(fisher(tea), 6)
    (0.242857, 0.485714)
    """
    rows, columns, counts = _margins(table)
    if counts.shape != (2, 2):
        raise InvalidError(_("Fisher's test takes a table of 2 rows and 2 columns."))
    if side == "two-sided":
        return freeman_halton(table).p
    low, high = max(0, columns[0] - rows[1]), min(rows[0], columns[0])
    first = int(counts[0, 0])
    wanted = range(first, high + 1) if side == "greater" else range(low, first + 1)
    ways = sum(comb(rows[0], k) * comb(rows[1], columns[0] - k) for k in wanted)
    return ways / comb(sum(rows), columns[0])


def chi_square(table: ArrayLike) -> ChiSquare:
    """How far a table is from independence, as a description. Its p value would treat quotes as independent.

    Examples
    --------
    >>> chi_square([[762, 327, 468], [484, 239, 477]]).df
    2
    """
    counts, expected = _expected(table)
    rows, columns = counts.shape
    return ChiSquare(float(((counts - expected) ** 2 / expected).sum()), (rows - 1) * (columns - 1))


def adjusted_residuals(table: ArrayLike) -> Floats:
    """Which cells of a table hold more or less than independence would give, in standard errors.

    Returns
    -------
    rows × columns : (O − E) / √(E (1 − row/n) (1 − column/n))

    Raises
    ------
    InvalidError
        A row or a column is empty, or there is only one.

    Notes
    -----
    Source: Haberman (1973). On counts of sources it describes; it is no test.
    """
    counts, expected = _expected(table)
    n = counts.sum()
    rows, columns = counts.sum(axis=1, keepdims=True), counts.sum(axis=0, keepdims=True)
    residuals: Floats = (counts - expected) / np.sqrt(expected * (1 - rows / n) * (1 - columns / n))
    return residuals


def benjamini_hochberg(p: Iterable[float]) -> Floats:
    """The p values corrected for their number, so that of what is called a difference few are false.

    Notes
    -----
    Source: Benjamini & Hochberg (1995), as adjusted p values: the smallest rate of false discoveries at which each
    would be called a difference.

    Examples
    --------
    >>> benjamini_hochberg([0.01, 0.04, 0.03]).round(3).tolist()
    [0.03, 0.04, 0.04]
    """
    values = np.asarray(list(p), dtype=float)
    order = np.argsort(values)[::-1]
    ranks = np.arange(len(values), 0, -1)
    corrected = np.empty_like(values)
    corrected[order] = np.minimum(1, np.minimum.accumulate(values[order] * len(values) / ranks))
    return corrected


def _margins(table: Table) -> tuple[tuple[int, ...], tuple[int, ...], NDArray[np.int64]]:
    counts = np.asarray(table)
    if counts.ndim != 2 or not counts.size or (counts < 0).any() or (counts != counts.astype(int)).any():
        raise InvalidError(_("An exact test takes a table of whole numbers, none below 0."))
    whole = counts.astype(np.int64)
    return tuple(whole.sum(axis=1).tolist()), tuple(whole.sum(axis=0).tolist()), whole


def _expected(table: ArrayLike) -> tuple[Floats, Floats]:
    counts = np.asarray(table, dtype=float)
    rows, columns = counts.sum(axis=1), counts.sum(axis=0)
    if min(counts.shape) < 2 or not rows.all() or not columns.all():
        raise InvalidError(
            _("The table has an empty row or column, or only one."), _("Leave out what has no evidence at all.")
        )
    return counts, np.outer(rows, columns) / counts.sum()


def _weight(columns: Iterable[Sequence[int]]) -> int:
    """In how many ways municipalities can be dealt out so that this table comes of it: its probability, unscaled."""
    product = 1
    for column in columns:
        for left, some in zip(accumulate(column), column, strict=True):
            product *= comb(left, some)
    return product


@lru_cache(maxsize=4096)
def _weights(rows: tuple[int, ...], columns: tuple[int, ...], bound: int) -> list[tuple[int, int]] | None:
    """The weights of all tables with these margins, ascending, and how many tables have each; None: too many.

    Columns are filled one by one; tables that have come equally far with equal weight go on as one.
    """
    open_ways: dict[tuple[tuple[int, ...], int], int] = {(rows, 1): 1}
    steps = 0
    for column in columns:
        further: dict[tuple[tuple[int, ...], int], int] = defaultdict(int)
        for (left, weight), times in open_ways.items():
            for filled in _fillings(left, column):
                rest = tuple(a - b for a, b in zip(left, filled, strict=True))
                further[rest, weight * _weight([filled])] += times
                if (steps := steps + 1) > bound:
                    return None
        open_ways = further
    return sorted((weight, times) for (_rest, weight), times in open_ways.items())


def _fillings(left: tuple[int, ...], total: int) -> Iterator[tuple[int, ...]]:
    """Every way to fill a column with `total`, no cell above what is left of its row."""
    if len(left) == 1:
        if total <= left[0]:
            yield (total,)
        return
    for first in range(max(0, total - sum(left[1:])), min(left[0], total) + 1):
        for others in _fillings(left[1:], total - first):
            yield (first, *others)


def _drawn(counts: NDArray[np.int64], permutations: int, seed: int) -> Exact:
    from scipy.stats import random_table

    tables: Any = random_table(counts.sum(axis=1), counts.sum(axis=0))
    own = tables.logpmf(counts)
    drawn = tables.logpmf(tables.rvs(size=permutations, random_state=np.random.default_rng(seed)))
    at_most = int((drawn <= own + _SAME).sum())
    return Exact((at_most + 1) / (permutations + 1), 1 / (permutations + 1), permutations, False)
