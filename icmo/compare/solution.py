"""A solution of QCA: its models, their terms, and how well they fit the cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from icmo.compare.calibrated import Calibrated
from icmo.compare.expressions import DASH, write
from icmo.compare.fit import Floats, cov_s, incl_s, pri
from icmo.compare.minimise import Cover, Implicant
from icmo.compare.truth_table import TruthTable


@dataclass(frozen=True)
class Term:
    """One path to the outcome, such as ``DEV*~URB*STB``; ``1`` when no condition is left.

    `cov_u` is the coverage that only this term of the model has. `cases` are more in the term than out of it;
    `deviant` are those of them that are not in the outcome (Schneider & Wagemann 2012).
    """

    expression: str
    incl_s: float
    pri: float
    cov_s: float
    cov_u: float
    cases: tuple[str, ...]
    deviant: tuple[str, ...]


@dataclass(frozen=True)
class Model:
    """Alternative paths that together lead to the outcome. `uncovered` have the outcome on no path."""

    terms: tuple[Term, ...]
    incl_s: float
    pri: float
    cov_s: float
    cases: tuple[str, ...]
    uncovered: tuple[str, ...]

    @property
    def expression(self) -> str:
        """The terms joined by ``+``."""
        return " + ".join(term.expression for term in self.terms)


@dataclass(frozen=True)
class Solution:
    """Every minimal model of one kind, the truth table that they rest on, and what to beware of, in words."""

    kind: str
    outcome: str
    conditions: tuple[str, ...]
    models: tuple[Model, ...]
    table: TruthTable
    warnings: tuple[str, ...]
    note: str


def fitted(cover: Cover, data: Calibrated) -> Model:
    """The model that a cover is, with its fit to the cases."""
    x = np.array([_membership(implicant, data.x) for implicant in cover])
    whole = x.max(axis=0)
    return Model(
        terms=tuple(_term(i, cover, x, data) for i in range(len(cover))),
        incl_s=float(incl_s(whole, data.y)),
        pri=float(pri(whole, data.y)),
        cov_s=float(cov_s(whole, data.y)),
        cases=data.names(whole > 0.5),
        uncovered=data.names((data.y > 0.5) & ~(whole > 0.5)),
    )


def _term(i: int, cover: Cover, x: Floats, data: Calibrated) -> Term:
    one, others = x[i], np.delete(x, i, axis=0).max(axis=0, initial=0)
    return Term(
        expression=write(cover[i], data.conditions),
        incl_s=float(incl_s(one, data.y)),
        pri=float(pri(one, data.y)),
        cov_s=float(cov_s(one, data.y)),
        cov_u=float(cov_s(x.max(axis=0), data.y) - cov_s(others, data.y)),
        cases=data.names(one > 0.5),
        deviant=data.names((one > 0.5) & ~(data.y > 0.5)),
    )


def _membership(implicant: Implicant | Sequence[int], x: Floats) -> Floats:
    literals = [column if value else 1 - column for value, column in zip(implicant, x.T, strict=True) if value != DASH]
    return np.asarray(np.min(literals, axis=0)) if literals else np.ones(len(x))
