"""A solution of QCA: its models, their terms, and how well they fit the cases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np

from icmo.compare.qca.calibrated import Calibrated
from icmo.compare.qca.expressions import DASH, write
from icmo.compare.qca.fit import Floats, cov_s, incl_s, pri
from icmo.compare.qca.minimise import Cover, Implicant
from icmo.compare.qca.truth_table import TruthTable


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

    def __iter__(self) -> Iterator[Term]:
        return iter(self.terms)

    def __len__(self) -> int:
        return len(self.terms)

    @property
    def expression(self) -> str:
        """The terms joined by ``+``."""
        return " + ".join(term.expression for term in self.terms)


@dataclass(frozen=True)
class Solution:
    """Every minimal model of one kind, the truth table that they rest on, and what to beware of, in words.

    It can be gone through model by model, and a model term by term.
    """

    kind: str
    outcome: str
    conditions: tuple[str, ...]
    models: tuple[Model, ...]
    table: TruthTable
    warnings: tuple[str, ...]
    note: str

    def __iter__(self) -> Iterator[Model]:
        return iter(self.models)

    def __len__(self) -> int:
        return len(self.models)


def fitted(covers: Sequence[Cover], data: Calibrated) -> tuple[Model, ...]:
    """The models that covers are, with their fit to the cases."""
    x = {one: _membership(one, data.x) for one in dict.fromkeys(chain.from_iterable(covers))}
    terms = {one: _term(one, x[one], data) for one in x}  # many models share a few terms
    return tuple(_model([terms[one] for one in cover], np.array([x[one] for one in cover]), data) for cover in covers)


def _model(terms: Sequence[Term], x: Floats, data: Calibrated) -> Model:
    """A model of terms in which the cases have the memberships `x`, shape (terms, n)."""
    whole = x.max(axis=0)
    unique = cov_s(whole, data.y) - cov_s(_without_each(x), data.y)
    return Model(
        terms=tuple(replace(term, cov_u=float(alone)) for term, alone in zip(terms, unique, strict=True)),
        incl_s=float(incl_s(whole, data.y)),
        pri=float(pri(whole, data.y)),
        cov_s=float(cov_s(whole, data.y)),
        cases=data.names(whole > 0.5),
        uncovered=data.names((data.y > 0.5) & ~(whole > 0.5)),
    )


def _without_each(x: Floats) -> Floats:
    """The memberships in the model without its first term, without its second …: shape (terms, n)."""
    ordered = np.sort(np.vstack([np.zeros(x.shape[1]), x]), axis=0)
    largest, next_largest = ordered[-1], ordered[-2]
    others: Floats = np.where(x == largest, next_largest, largest)  # two terms may be largest: then these are equal
    return others


def _term(implicant: Implicant, x: Floats, data: Calibrated) -> Term:
    return Term(
        expression=write(implicant, data.conditions),
        incl_s=float(incl_s(x, data.y)),
        pri=float(pri(x, data.y)),
        cov_s=float(cov_s(x, data.y)),
        cov_u=float("nan"),  # known only within a model
        cases=data.names(x > 0.5),
        deviant=data.names((x > 0.5) & ~(data.y > 0.5)),
    )


def _membership(implicant: Implicant, x: Floats) -> Floats:
    literals = [column if value else 1 - column for value, column in zip(implicant, x.T, strict=True) if value != DASH]
    return np.asarray(np.min(literals, axis=0)) if literals else np.ones(len(x))
