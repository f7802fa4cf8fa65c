"""What to beware of in a QCA, in words; and what it never shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from icmo.compare.qca.calibrated import Calibrated
from icmo.compare.qca.counterfactuals import INTERMEDIATE
from icmo.compare.qca.expressions import DASH, TAUTOLOGY
from icmo.compare.qca.solution import Model
from icmo.compare.qca.truth_table import NEGATIVE, POSITIVE, Row, TruthTable
from icmo.i18n import _, count, decimal

FEW_CASES, MANY_CONDITIONS = 15, 4
LOW_INCLUSION = 0.75  # Ragin 2008, p. 46
LOW_PRI = 0.5  # Greckhamer et al. 2018


def note() -> str:
    """What a solution is, and what it is not."""
    return _("QCA shows what occurs together, not the generative process: the mechanism must be shown in the codings.")


def of_table(data: Calibrated, table: TruthTable) -> Iterator[str]:
    """What to beware of in the cases and the truth table."""
    if len(data.conditions) > MANY_CONDITIONS and len(data.cases) <= FEW_CASES:
        yield _(
            "{conditions} with {cases}: even random data can give a solution. Use at most {most} conditions."
        ).format(
            conditions=count(len(data.conditions), "condition", "conditions"),
            cases=count(len(data.cases), "case", "cases"),
            most=MANY_CONDITIONS,
        )
    if table.at_half:
        yield _("In no row, since a membership is exactly {half}: {cases}.").format(
            half=decimal(0.5, 1), cases=", ".join(table.at_half)
        )
    yield from (_contradiction(row, data) for row in table.rows if data.crisp and row.out == NEGATIVE and row.incl > 0)
    for row in table.rows:
        if row.out == POSITIVE and row.pri < LOW_PRI:
            yield _("Row {row} goes nearly as well with the absence of the outcome (PRI {pri}).").format(
                row=row.config, pri=decimal(row.pri, 3)
            )


def _contradiction(row: Row, data: Calibrated) -> str:
    has_it = dict(zip(data.cases, data.y, strict=True))
    return _("Row {row} is contradictory: with the outcome {with_it}; without it {without}.").format(
        row=row.config,
        with_it=", ".join(case for case in row.cases if has_it[case]),
        without=", ".join(case for case in row.cases if not has_it[case]),
    )


def of_models(models: Sequence[Model], *, kind: str, expected: Sequence[int], complete: bool) -> Iterator[str]:
    """What to beware of in the models; `complete` says whether they are all that there are."""
    if not models:
        yield _("There is no model: no row with enough cases reaches the cuts.")
    elif any(term.expression == TAUTOLOGY for term in models[0].terms):
        yield _("No condition is left: no row speaks against the outcome, so nothing sets cases apart.")
    if not complete:
        yield _("Only the first {number} models are shown; there may be more.").format(number=len(models))
    elif len(models) > 1:
        yield _("{models} fit the rows equally well. Report them all, and say why one is preferred.").format(
            models=count(len(models), "model", "models")
        )
    if kind == INTERMEDIATE and all(value == DASH for value in expected):
        yield _("No directions are given, so the intermediate solution equals the conservative one.")
    if low := [model.incl_s for model in models if model.incl_s < LOW_INCLUSION]:
        yield _("Low consistency: the inclusion of a model is {value}, below {cut}.").format(
            value=decimal(min(low), 3), cut=decimal(LOW_INCLUSION, 2)
        )
