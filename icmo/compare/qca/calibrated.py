"""A table of calibrated cases, looked through for everything that QCA cannot use before anything is computed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from icmo.compare.qca.expressions import SIGNS, literal
from icmo.errors import InvalidError
from icmo.i18n import _

MAX_CONDITIONS = 12  # 4,096 rows


@dataclass(frozen=True, eq=False)
class Calibrated:
    """Memberships of cases in conditions, `x` of shape (n, k), and in the outcome, `y` of shape (n,)."""

    cases: tuple[str, ...]
    outcome: str
    conditions: tuple[str, ...]
    x: NDArray[np.float64]
    y: NDArray[np.float64]

    @property
    def crisp(self) -> bool:
        """Whether every membership is 0 or 1."""
        return bool(np.isin(self.x, (0, 1)).all() and np.isin(self.y, (0, 1)).all())

    def names(self, chosen: NDArray[np.bool_]) -> tuple[str, ...]:
        """The names of the cases chosen."""
        return tuple(self.cases[i] for i in np.flatnonzero(chosen))


def calibrated(frame: pd.DataFrame, *, outcome: str, conditions: Sequence[str]) -> Calibrated:
    """The memberships that an analysis works on; ``~`` in front of a name takes its absence.

    Raises
    ------
    InvalidError
        Names that are unknown, stand twice or cannot be written in an expression, values that are missing or are no
        memberships (each with its case and column), an outcome that does not vary.
    """
    asked = [literal(one) for one in (outcome, *conditions)]
    names = [name for name, _present in asked]
    _refuse(_faults_of_names(frame, names), _("Columns: {known}.").format(known=", ".join(map(str, frame.columns))))
    _refuse(_faults_of_cases(frame), _("Give each case a row with a name of its own."))
    _refuse(
        _faults_of_values(frame, names),
        _("Memberships are numbers from 0 to 1 (or true and false): calibrate other values first."),
    )
    values = np.column_stack([_column(frame[name], present) for name, present in asked])
    _refuse(
        [_("The outcome {name} is the same in all cases.").format(name=outcome)] if np.ptp(values[:, 0]) == 0 else [],
        _("QCA compares cases with and without the outcome: add cases, or calibrate it otherwise."),
    )
    shown = [name if present else f"~{name}" for name, present in asked]
    return Calibrated(tuple(map(str, frame.index)), shown[0], tuple(shown[1:]), values[:, 1:], values[:, 0])


def _column(column: pd.Series[float], present: bool) -> NDArray[np.float64]:
    values: NDArray[np.float64] = np.asarray(column, dtype=np.float64)
    return values if present else 1 - values


def _refuse(problems: Sequence[str], hint: str) -> None:
    if problems:
        raise InvalidError("\n".join(problems), hint)


def _faults_of_names(frame: pd.DataFrame, names: Sequence[str]) -> list[str]:
    """What is wrong with the outcome (first of `names`) and the conditions."""
    outcome, *conditions = names
    problems = [] if conditions else [_("No conditions are given.")]
    if len(conditions) > MAX_CONDITIONS:
        problems.append(
            _("{number} conditions are more than {most}.").format(number=len(conditions), most=MAX_CONDITIONS)
        )
    if outcome in conditions:
        problems.append(_("The outcome {name} is among the conditions.").format(name=outcome))
    twice = [name for name, number in Counter(conditions).items() if number > 1]
    problems += [_("The condition {name} is given twice.").format(name=name) for name in twice]
    for name in dict.fromkeys(names):
        if (found := list(frame.columns).count(name)) != 1:
            text = _("There is no column “{name}”.") if not found else _("Two columns are called “{name}”.")
            problems.append(text.format(name=name))
        elif not name or any(sign in name for sign in SIGNS):
            problems.append(_("“{name}” cannot be a name: it contains one of ~ * +.").format(name=name))
    return problems


def _faults_of_cases(frame: pd.DataFrame) -> list[str]:
    if frame.empty:
        return [_("The table has no cases.")]
    twice = [name for name, number in Counter(map(str, frame.index)).items() if number > 1]
    return [_("Two cases are called {name}.").format(name=name) for name in twice]


def _faults_of_values(frame: pd.DataFrame, names: Sequence[str]) -> list[str]:
    return [fault for name in names for fault in _faults_of_column(frame[name])]


def _faults_of_column(column: pd.Series[float]) -> Iterator[str]:
    for case, value in zip(column.index, column, strict=True):
        where = {"case": case, "name": column.name}
        if pd.isna(value):
            yield _("{case} has no value in {name}.").format(**where)
        elif isinstance(value, str):
            yield _("{case} has “{value}” in {name}, which is text.").format(value=value, **where)
        elif not 0 <= value <= 1:
            yield _("{case} has {value} in {name}, outside 0–1.").format(value=f"{value:g}", **where)
