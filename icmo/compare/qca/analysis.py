"""All of a QCA: necessity, truth table and every minimal model of the kinds asked for, with cautions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from icmo.compare.qca import cautions
from icmo.compare.qca.calibrated import Calibrated, calibrated
from icmo.compare.qca.counterfactuals import CONSERVATIVE, KINDS, covers, read_directions
from icmo.compare.qca.fit import Necessity, necessity
from icmo.compare.qca.solution import Solution, fitted
from icmo.compare.qca.truth_table import TruthTable, truth_table
from icmo.errors import InvalidError
from icmo.i18n import _

MOST_MODELS = 1000  # more than a person can weigh

Directions = Mapping[str, int | str | None]


@dataclass(frozen=True)
class Analysis:
    """All that is reported of a QCA: necessity first, then the truth table, then the solutions asked for."""

    necessity: tuple[Necessity, ...]
    table: TruthTable
    solutions: tuple[Solution, ...]


def solve(
    frame: pd.DataFrame,
    *,
    outcome: str,
    conditions: Sequence[str],
    incl_cut: float = 0.8,
    n_cut: int = 1,
    pri_cut: float = 0,
    kind: str = CONSERVATIVE,
    directions: Directions | None = None,
    max_models: int = MOST_MODELS,
) -> Solution:
    """Every minimal model of the combinations of conditions that go with an outcome.

    Parameters
    ----------
    frame : DataFrame, cases × sets
        Memberships from 0 to 1, crisp or fuzzy, indexed by the names of the cases.
    outcome, conditions : names of columns, ``~`` in front for their absence
    incl_cut, n_cut, pri_cut
        As in `truth_table`.
    kind : ``"conservative"``, ``"parsimonious"`` or ``"intermediate"``
        Whether rows without cases are left out, used wherever they shorten the model, or used where they are easy
        counterfactuals.
    directions : mapping of conditions to 1, 0 or ``"-"``
        Whether presence (1) or absence (0) is expected to further *the outcome as named*: those for ``~SURV`` are as
        a rule the opposite of those for ``SURV``. Only the intermediate solution uses them.
    max_models : int
        No more models are made; a warning says so, also where there are too many ways to an intermediate one
        (`icmo.compare.qca.counterfactuals.MOST_WAYS`).

    Returns
    -------
    Solution
        Without models, and with a warning that says why, where no row is positive.

    Raises
    ------
    InvalidError
        A kind, a direction or a cut that does not exist; and as `icmo.compare.qca.calibrated.calibrated`.

    Notes
    -----
    Prime implicants are those of Quine and McCluskey. A model is *minimal* when it covers every positive row and no
    other model has fewer terms, whatever the number of their literals: all models of that number of terms are given,
    as by R's QCA with ``all.sol = FALSE`` and ``row.dom = FALSE``. The intermediate models are found for each pair of
    a conservative and a parsimonious model: a conservative term loses the literals that the parsimonious terms above it
    lack and that go against the directions; the remainders so reached may then be used in minimising.

    Examples
    --------
    >>> cases = pd.DataFrame({"A": [1, 1, 0], "B": [1, 0, 0], "Y": [1, 0, 0]}, index=["x", "y", "z"])
    >>> solve(cases, outcome="Y", conditions=["A", "B"]).models[0].expression
    'A*B'
    >>> solve(cases, outcome="Y", conditions=["A", "B"], kind="parsimonious").models[0].expression
    'B'
    """
    made = analyse(
        frame,
        outcome=outcome,
        conditions=conditions,
        incl_cut=incl_cut,
        n_cut=n_cut,
        pri_cut=pri_cut,
        kinds=(kind,),
        directions=directions,
        max_models=max_models,
    )
    return made.solutions[0]


def analyse(
    frame: pd.DataFrame,
    *,
    outcome: str,
    conditions: Sequence[str],
    incl_cut: float = 0.8,
    n_cut: int = 1,
    pri_cut: float = 0,
    kinds: Sequence[str] = KINDS,
    directions: Directions | None = None,
    max_models: int = MOST_MODELS,
) -> Analysis:
    """Necessity, truth table and solutions of the kinds asked for, in the order in which one reports them.

    Parameters and errors are those of `solve`.
    """
    _check(kinds, max_models)
    data = calibrated(frame, outcome=outcome, conditions=conditions)
    expected = read_directions(directions or {}, data.conditions)
    table = truth_table(frame, outcome=outcome, conditions=conditions, incl_cut=incl_cut, n_cut=n_cut, pri_cut=pri_cut)
    solutions = tuple(_solution(kind, data, table, expected, max_models) for kind in kinds)
    return Analysis(necessity(frame, outcome=outcome, conditions=conditions), table, solutions)


def _solution(kind: str, data: Calibrated, table: TruthTable, expected: Sequence[int], at_most: int) -> Solution:
    found, complete = covers(table, kind=kind, expected=expected, at_most=at_most)
    models = fitted(found, data)
    warnings = (
        *cautions.of_table(data, table),
        *cautions.of_models(models, kind=kind, expected=expected, complete=complete),
    )
    return Solution(kind, data.outcome, data.conditions, models, table, warnings, cautions.note())


def _check(kinds: Sequence[str], max_models: int) -> None:
    if unknown := [kind for kind in kinds if kind not in KINDS]:
        raise InvalidError(
            _("“{kind}” is no kind of solution.").format(kind=unknown[0]),
            _("Choose one of {known}.").format(known=", ".join(KINDS)),
        )
    if max_models < 1:
        raise InvalidError(_("max_models is {value}, below 1.").format(value=max_models), _("Ask for at least one."))
