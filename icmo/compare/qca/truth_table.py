"""The truth table: every combination of conditions, the cases in it, and whether it goes with the outcome."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from icmo.compare.qca.calibrated import Calibrated, calibrated
from icmo.compare.qca.fit import incl_s, pri
from icmo.compare.qca.minimise import configurations
from icmo.errors import InvalidError
from icmo.i18n import _

POSITIVE, NEGATIVE, REMAINDER = "1", "0", "?"
_ROUNDING = 1e-9  # .8 computed as .7999999999 reaches a cut of .8


@dataclass(frozen=True)
class Row:
    """A combination of conditions (``10111``), the cases in it, and what it says of the outcome.

    `out` is ``1``, ``0``, or ``?`` for a remainder, a row with too few cases. `incl` and `pri` use all cases.
    """

    config: str
    n: int
    out: str
    incl: float
    pri: float
    cases: tuple[str, ...]


@dataclass(frozen=True)
class TruthTable:
    """All 2**k rows in the order of binary numbers, and the cases at .5, which belong to none of them."""

    outcome: str
    conditions: tuple[str, ...]
    rows: tuple[Row, ...]
    at_half: tuple[str, ...]

    @property
    def observed(self) -> tuple[Row, ...]:
        """The rows that have cases."""
        return tuple(row for row in self.rows if row.n)

    def is_out(self, *values: str) -> NDArray[np.bool_]:
        """Which rows have one of these values of OUT, shape (2**k,)."""
        return np.array([row.out in values for row in self.rows])


def truth_table(
    frame: pd.DataFrame,
    *,
    outcome: str,
    conditions: Sequence[str],
    incl_cut: float = 0.8,
    n_cut: int = 1,
    pri_cut: float = 0,
) -> TruthTable:
    """Sort the cases by their combination of conditions and tell which combinations go with the outcome.

    Parameters
    ----------
    frame : DataFrame, cases × sets
        Memberships from 0 to 1, crisp or fuzzy, indexed by the names of the cases.
    outcome, conditions : names of columns, ``~`` in front for their absence
    incl_cut, pri_cut : numbers from 0 to 1
        A row is positive when its inclusion and its PRI reach these.
    n_cut : int
        Rows with fewer cases are remainders.

    Raises
    ------
    InvalidError
        A cut outside its range; and as `icmo.compare.qca.calibrated.calibrated`.

    Notes
    -----
    A case belongs to the one row in which its membership exceeds .5 (Ragin 2008); where one of its memberships is
    exactly .5 there is none. Every case counts for the inclusion of every row.

    Examples
    --------
    >>> cases = pd.DataFrame({"A": [1, 1, 0], "Y": [1, 1, 0]}, index=["x", "y", "z"])
    >>> [(row.config, row.n, row.out) for row in truth_table(cases, outcome="Y", conditions=["A"]).rows]
    [('0', 1, '0'), ('1', 2, '1')]
    """
    _check_cuts(incl_cut, n_cut, pri_cut)
    data = calibrated(frame, outcome=outcome, conditions=conditions)
    corners = configurations(len(data.conditions))
    x = _memberships(data, corners)
    inside = x > 0.5
    n, incl, reduction = inside.sum(axis=1), incl_s(x, data.y), pri(x, data.y)
    positive = _reaches(incl, incl_cut) & _reaches(reduction, pri_cut)
    out = np.where(n < n_cut, REMAINDER, np.where(positive, POSITIVE, NEGATIVE))
    rows = tuple(
        Row(
            "".join(map(str, corner)),
            int(n[i]),
            str(out[i]),
            float(incl[i]),
            float(reduction[i]),
            data.names(inside[i]),
        )
        for i, corner in enumerate(corners)
    )
    return TruthTable(data.outcome, data.conditions, rows, data.names((data.x == 0.5).any(axis=1)))


def _memberships(data: Calibrated, corners: NDArray[np.int64]) -> NDArray[np.float64]:
    """The cases' memberships in the rows, shape (2**k, n)."""
    x = np.ones((len(corners), len(data.cases)))
    for wanted, column in zip(corners.T, data.x.T, strict=True):
        x = np.minimum(x, np.where(wanted[:, None] == 1, column, 1 - column))
    return x


def _reaches(values: NDArray[np.float64], cut: float) -> NDArray[np.bool_]:
    """A ratio without a denominator counts as 0, as in R's QCA."""
    reached: NDArray[np.bool_] = np.nan_to_num(values) >= cut - _ROUNDING
    return reached


def _check_cuts(incl_cut: float, n_cut: int, pri_cut: float) -> None:
    problems = [
        _("{name} is {value}, outside 0–1.").format(name=name, value=value)
        for name, value in (("incl_cut", incl_cut), ("pri_cut", pri_cut))
        if not 0 <= value <= 1
    ]
    if n_cut < 1:
        problems.append(_("n_cut is {value}, below 1.").format(value=n_cut))
    if problems:
        raise InvalidError("\n".join(problems), _("Usual are an inclusion cut of 0.8 and at least one case in a row."))
