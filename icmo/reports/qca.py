"""A QCA as tables for people and as plain data: necessity, truth table, solutions with their terms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from math import isnan
from typing import Any

from icmo.compare.qca import Analysis, Model, Necessity, Solution, TruthTable
from icmo.compare.qca.counterfactuals import CONSERVATIVE, INTERMEDIATE, PARSIMONIOUS
from icmo.i18n import _, count, decimal

_NAMES = {
    "incl_s": "inclS",
    "cov_s": "covS",
    "cov_u": "covU",
    "pri": "PRI",
    "incl_n": "inclN",
    "ron": "RoN",
    "cov_n": "covN",
}
Table = tuple[list[str], list[list[str]]]


def data(analysis: Analysis) -> dict[str, Any]:
    """The analysis as plain data, measures by the names of the literature; null where a ratio has no denominator."""
    plain: dict[str, Any] = _without_nan(asdict(analysis))
    for solution, made in zip(analysis.solutions, plain["solutions"], strict=True):
        del made["table"]  # it stands once, above
        for model, written in zip(solution.models, made["models"], strict=True):
            written["expression"] = model.expression
    return plain


def tables(analysis: Analysis) -> Iterator[tuple[str, Table]]:
    """The tables with their titles: necessity, truth table, then one for each model."""
    yield _("Necessity for {outcome}").format(outcome=analysis.table.outcome), _necessity(analysis.necessity)
    yield _("Truth table for {outcome}").format(outcome=analysis.table.outcome), _truth_table(analysis.table)
    for solution in analysis.solutions:
        for number, model in enumerate(solution.models, start=1):
            yield _title(solution, number), _model(model)


def remarks(analysis: Analysis) -> list[str]:
    """What to beware of, each once, with the kinds of solution where not all have it; the note last."""
    where: dict[str, list[str]] = {}
    for solution in analysis.solutions:
        for warning in solution.warnings:
            where.setdefault(warning, []).append(name_of(solution.kind))
    shared = len(analysis.solutions)
    lines = [warning if len(kinds) == shared else f"{', '.join(kinds)}: {warning}" for warning, kinds in where.items()]
    return [*lines, analysis.solutions[0].note]


def name_of(kind: str) -> str:
    """What a kind of solution is called."""
    return {
        CONSERVATIVE: _("Conservative solution"),
        PARSIMONIOUS: _("Parsimonious solution"),
        INTERMEDIATE: _("Intermediate solution"),
    }[kind]


def _title(solution: Solution, number: int) -> str:
    heading = name_of(solution.kind)
    if len(solution.models) > 1:
        heading = _("{solution}, model {number} of {all}").format(
            solution=heading, number=number, all=len(solution.models)
        )
    return f"{heading}: {solution.models[number - 1].expression} → {solution.outcome}"


def _necessity(rows: tuple[Necessity, ...]) -> Table:
    return [_("Condition"), "inclN", "RoN", "covN"], [
        [one.expression, *map(_figure, (one.incl_n, one.ron, one.cov_n))] for one in rows
    ]


def _truth_table(table: TruthTable) -> Table:
    rows = [
        [*row.config, row.out, str(row.n), _figure(row.incl), _figure(row.pri), ", ".join(row.cases)]
        for row in sorted(table.observed, key=lambda row: (row.out != "1", row.out, -row.n, row.config))
    ]
    empty = len(table.rows) - len(table.observed)
    rest = [*["–"] * len(table.conditions), "?", "0", "–", "–", count(empty, "row without cases", "rows without cases")]
    return [*table.conditions, "OUT", "n", "incl", "PRI", _("Cases")], rows + ([rest] if empty else [])


def _model(model: Model) -> Table:
    rows = [
        [one.expression, *map(_figure, (one.incl_s, one.pri, one.cov_s, one.cov_u)), _cases(one.cases, one.deviant)]
        for one in model.terms
    ]
    deviant = tuple(dict.fromkeys(case for one in model.terms for case in one.deviant))
    whole = [_("The whole model"), *map(_figure, (model.incl_s, model.pri, model.cov_s)), "–"]
    return [_("Term"), "inclS", "PRI", "covS", "covU", _("Cases")], [*rows, [*whole, _cases(model.cases, deviant)]]


def _cases(cases: tuple[str, ...], deviant: tuple[str, ...]) -> str:
    told = (_("{case} (without the outcome)").format(case=case) if case in deviant else case for case in cases)
    return ", ".join(told) or "–"


def _figure(value: float) -> str:
    return "–" if isnan(value) else decimal(value, 3)


def _without_nan(value: Any) -> Any:
    if isinstance(value, dict):
        return {_NAMES.get(name, name): _without_nan(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_without_nan(one) for one in value]
    return None if isinstance(value, float) and isnan(value) else value
