"""Parameters of fit: how far set membership is sufficient, or necessary, for an outcome.

Everywhere `x` are memberships in a condition or an expression, shape (…, n), and `y` those in the outcome, shape (n,).
A ratio without a denominator is NaN.
Sources: Ragin (2006, 2008) for inclusion and coverage, Schneider & Wagemann (2012) for PRI and RoN.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from icmo.compare.qca.calibrated import Calibrated, calibrated
from icmo.compare.qca.expressions import membership, names_in, negated

Floats = NDArray[np.float64]
_NOTHING = 1e-12  # a sum of memberships below this is rounding


@dataclass(frozen=True)
class Necessity:
    """How necessary an expression is for the outcome: inclusion, relevance (RoN) and coverage."""

    expression: str
    incl_n: float
    ron: float
    cov_n: float


@dataclass(frozen=True)
class Sufficiency:
    """How sufficient an expression is for the outcome, and the cases that are more in it than out."""

    expression: str
    incl_s: float
    pri: float
    cov_s: float
    cases: tuple[str, ...]


def necessity(
    frame: pd.DataFrame, *, outcome: str, conditions: Sequence[str] = (), expressions: Sequence[str] = ()
) -> tuple[Necessity, ...]:
    """How necessary each condition, its absence, and each expression are for the outcome.

    Parameters
    ----------
    frame : DataFrame, cases × sets
        Memberships from 0 to 1, indexed by the names of the cases.
    outcome, conditions : names of columns, ``~`` in front for their absence
    expressions : such as ``LIT*STB`` (both), ``URB+IND`` (either), ``~DEV*LIT+STB``

    Raises
    ------
    InvalidError
        Values that are no memberships, unknown names, an outcome that is the same everywhere.

    Notes
    -----
    RoN (Schneider & Wagemann 2012) is low where nearly every case has the condition: then it is necessary for
    anything. A union can be made necessary by adding to it: have a reason for each.
    """
    asked = [form for name in conditions for form in (name.strip(), negated(name))] + list(expressions)
    return tuple(
        Necessity(text, float(incl_n(x, data.y)), float(ron(x, data.y)), float(cov_n(x, data.y)))
        for text, x, data in _memberships(frame, outcome, asked)
    )


def sufficiency(frame: pd.DataFrame, *, outcome: str, expressions: Sequence[str]) -> tuple[Sufficiency, ...]:
    """How sufficient each expression is for the outcome.

    Parameters and errors are those of `necessity`.
    """
    return tuple(
        Sufficiency(text, float(incl_s(x, data.y)), float(pri(x, data.y)), float(cov_s(x, data.y)), data.names(x > 0.5))
        for text, x, data in _memberships(frame, outcome, expressions)
    )


def incl_s(x: Floats, y: Floats) -> Floats:
    """Inclusion (consistency) of sufficiency: Σmin(X,Y) / ΣX."""
    return _ratio(np.minimum(x, y).sum(-1), x.sum(-1))


def pri(x: Floats, y: Floats) -> Floats:
    """Proportional reduction in inconsistency: inclusion without what is as much in Y as in not-Y."""
    both = np.minimum(np.minimum(x, y), 1 - y).sum(-1)
    return _ratio(np.maximum(np.minimum(x, y).sum(-1) - both, 0), x.sum(-1) - both)


def cov_s(x: Floats, y: Floats) -> Floats:
    """Coverage of sufficiency: Σmin(X,Y) / ΣY."""
    return _ratio(np.minimum(x, y).sum(-1), y.sum(-1))


def incl_n(x: Floats, y: Floats) -> Floats:
    """Inclusion (consistency) of necessity: Σmin(X,Y) / ΣY."""
    return _ratio(np.minimum(x, y).sum(-1), y.sum(-1))


def cov_n(x: Floats, y: Floats) -> Floats:
    """Coverage of necessity: Σmin(X,Y) / ΣX."""
    return _ratio(np.minimum(x, y).sum(-1), x.sum(-1))


def ron(x: Floats, y: Floats) -> Floats:
    """Relevance of necessity: Σ(1−X) / Σ(1−min(X,Y))."""
    return _ratio((1 - x).sum(-1), (1 - np.minimum(x, y)).sum(-1))


def _ratio(part: Floats, whole: Floats) -> Floats:
    known = np.broadcast_to(np.asarray(whole) > _NOTHING, np.broadcast_shapes(np.shape(part), np.shape(whole)))
    ratio: Floats = np.divide(part, whole, out=np.full(known.shape, np.nan), where=known)
    return ratio


def _memberships(frame: pd.DataFrame, outcome: str, expressions: Sequence[str]) -> list[tuple[str, Floats, Calibrated]]:
    names = list(dict.fromkeys(name for text in expressions for name in names_in(text)))
    data = calibrated(frame, outcome=outcome, conditions=names)
    columns = dict(zip(data.conditions, data.x.T, strict=True))
    return [(text, membership(text, columns), data) for text in expressions]
