"""Whether two figures of municipalities go together: rank correlations with permutation p values, and a warning.

With few municipalities the p value is exact: all orders of the one figure are gone through.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import permutations as orders
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from icmo.compare.variables import is_number
from icmo.errors import InvalidError, NotFoundError
from icmo.i18n import _, count

if TYPE_CHECKING:
    import pandas as pd

Integers = NDArray[np.int64]

ENUMERATE = 8  # municipalities; 8! = 40,320 orders
FEWEST, FEWEST_FOR_P = 3, 5
_CHUNK = 500


@dataclass(frozen=True)
class Correlation:
    """Spearman's rho and Kendall's tau-b of n municipalities, with two-sided p values (None below five).

    `exact` is false when orders were drawn instead of enumerated; `excluded` lack one of the two figures.
    """

    x: str
    y: str
    n: int
    rho: float
    tau: float
    p_rho: float | None
    p_tau: float | None
    exact: bool
    orders: int
    excluded: tuple[str, ...]

    @property
    def warning(self) -> str:
        """What must stand beside the numbers, always."""
        said = _(
            "{n} only: what is true of municipalities need not be true of the people in them, and that two figures go "
            "together does not say that one brings about the other."
        ).format(n=count(self.n, "municipality", "municipalities"))
        return said if self.p_rho is not None else " ".join([said, _("Too few for a p value.")])


def correlation(frame: pd.DataFrame, x: str, y: str, *, permutations: int = 9_999, seed: int = 0) -> Correlation:
    """Whether two figures of municipalities rise and fall together.

    Parameters
    ----------
    frame : municipalities × figures, such as `icmo.compare.joint.Joint.frame` gives
    x, y : two of its columns
    permutations, seed : of the orders that are drawn when there are more than eight municipalities

    Returns
    -------
    Correlation
        p = b / n! over all orders of the figure y, or (b + 1) / (permutations + 1).

    Raises
    ------
    NotFoundError, InvalidError
        A column that is not there or holds something else than numbers; fewer than three municipalities with both
        figures; a figure that is the same everywhere.

    Notes
    -----
    Sources: Spearman (1904); Kendall (1945) for tau-b, which corrects for ties.
    """
    first, second, excluded = _both(frame, x, y)
    ranks = [_doubled_ranks(values) for values in (first, second)]
    signs = [_signs(values) for values in (first, second)]
    rho, tau = (
        float((one * other).sum() / np.sqrt(float((one**2).sum()) * float((other**2).sum())))
        for one, other in (ranks, signs)
    )
    p_rho, p_tau, made = (None, None, 0) if len(first) < FEWEST_FOR_P else _p(ranks, signs, permutations, seed)
    return Correlation(x, y, len(first), rho, tau, p_rho, p_tau, len(first) <= ENUMERATE, made, excluded)


def _both(frame: pd.DataFrame, x: str, y: str) -> tuple[NDArray[Any], NDArray[Any], tuple[str, ...]]:
    columns = [_column(frame, name) for name in (x, y)]
    kept = np.array([all(value is not None for value in pair) for pair in zip(*columns, strict=True)], dtype=bool)
    if kept.sum() < FEWEST:
        raise InvalidError(
            _("“{x}” and “{y}” are both known of {n} only.").format(
                x=x, y=y, n=count(int(kept.sum()), "municipality", "municipalities")
            ),
            _("A correlation needs at least {n}.").format(n=FEWEST),
        )
    first, second = (np.array(column, dtype=object)[kept].astype(float) for column in columns)
    for name, values in ((x, first), (y, second)):
        if (values == values[0]).all():
            raise InvalidError(
                _("“{name}” is the same in all municipalities.").format(name=name),
                _("Choose a figure that varies."),
            )
    return first, second, tuple(str(name) for name, keep in zip(frame.index, kept, strict=True) if not keep)


def _column(frame: pd.DataFrame, name: str) -> list[float | None]:
    if name not in frame.columns:
        raise NotFoundError(
            _("There is no figure “{name}”.").format(name=name),
            _("The figures are: {names}.").format(names=", ".join(map(str, frame.columns))),
        )
    values = [None if value is None or value != value else value for value in frame[name].tolist()]
    if odd := [value for value in values if value is not None and not is_number(value)]:
        raise InvalidError(
            _("“{name}” is not a number everywhere: {values}.").format(
                name=name, values=", ".join(str(value) for value in dict.fromkeys(odd))
            ),
            _("Mend the values, or compare groups instead."),
        )
    return values


def _doubled_ranks(values: NDArray[Any]) -> Integers:
    """Twice each rank's distance from the mean rank: whole numbers even with ties, so that sums compare exactly."""
    from scipy.stats import rankdata

    doubled: Integers = np.rint(2 * rankdata(values) - (len(values) + 1)).astype(np.int64)
    return doubled


def _signs(values: NDArray[Any]) -> Integers:
    """For each pair of municipalities whether the value rises (1), falls (−1) or stays (0)."""
    signs: Integers = np.sign(values[None, :] - values[:, None]).astype(np.int64)
    return signs


def _p(ranks: list[Integers], signs: list[Integers], permutations: int, seed: int) -> tuple[float, float, int]:
    own_rho, own_tau = (abs(int((one * other).sum())) for one, other in (ranks, signs))
    exact = len(ranks[0]) <= ENUMERATE
    reached_rho = reached_tau = made = int(not exact)  # the observed order is one of those that could be drawn
    for some in _orders(len(ranks[0]), permutations, seed):
        made += len(some)
        reached_rho += int((abs(ranks[1][some] @ ranks[0]) >= own_rho).sum())
        dealt = signs[1][some[:, :, None], some[:, None, :]]
        reached_tau += int((abs((dealt * signs[0]).sum(axis=(1, 2))) >= own_tau).sum())
    return reached_rho / made, reached_tau / made, made


def _orders(n: int, permutations: int, seed: int) -> Iterator[Integers]:
    if n <= ENUMERATE:
        everything = np.array(list(orders(range(n))))
        yield from np.array_split(everything, -(-len(everything) // _CHUNK))
        return
    random = np.random.default_rng(seed)
    for first in range(0, permutations, _CHUNK):
        rows = min(_CHUNK, permutations - first)
        yield random.permuted(np.tile(np.arange(n), (rows, 1)), axis=1)
