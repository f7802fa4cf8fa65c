"""Many logistic regressions over the same passages at once, regularised as scikit-learn's are.

For each column of targets the weights w minimise ½‖w‖² + Σ cᵢ log(1 + exp(−yᵢfᵢ)), the intercept's among them; there is
one such w, and it is a sum of the passages' features, w = Σ aᵢxᵢ (the representer theorem; Kimeldorf and Wahba 1971).
So the columns share the products of passages with each other, and a passage with cᵢ = 0 is left out of a column. The a
are found by Newton's method, each of its steps by conjugate gradients (Komarek and Moore 2005).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.special import expit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Columns = NDArray[np.float64]  # passages × columns
    Times = Callable[[Columns], Columns]  # every column by the products of passages with each other

TOLERANCE = 1e-4  # how far the weights may be from the best: no further than the gradient is long, for ½‖w‖² is steep
MAX_STEPS = 50
ROUGH = 0.1  # how far conjugate gradients go in one step of Newton's
MAX_TURNS = 100
MAX_HALVINGS = 20
BLOCK = 1000  # passages whose products are made at once
TINY = 1e-300  # instead of a division by nothing


@dataclass(frozen=True)
class Fitted:
    """`shares` are the a of every passage; `scores` the log-odds of all passages, also of those left out."""

    shares: Columns
    scores: Columns


def products(features: Any) -> NDArray[np.float64]:
    """The products of passages with each other, from a sparse matrix passages × features."""
    found = np.empty((features.shape[0], features.shape[0]))
    for first in range(0, len(found), BLOCK):
        found[first : first + BLOCK] = (features[first : first + BLOCK] @ features.T).toarray()
    return found


def fit(gram: NDArray[np.float64], own: Columns, targets: Columns, costs: Columns) -> Fitted:
    """Fit one regression per column.

    Parameters
    ----------
    gram : the `products` of the features that all columns share
    own : one more feature, of which each column has its own
    targets : 1 or 0; of a passage that costs nothing, anything finite
    costs : how much each passage counts, 0 for not at all

    Examples
    --------
    >>> one = np.ones((2, 1))
    >>> fit(np.eye(2), 0 * one, np.array([[1.0], [0.0]]), one).scores.round(3).tolist()  # a = 1 / (1 + exp(a))
    [[0.401], [-0.401]]
    """
    shares, scores = np.zeros(targets.shape), np.zeros(targets.shape)
    some = costs.any(axis=0)
    shares[:, some], scores[:, some] = _descended(gram, own[:, some], targets[:, some], costs[:, some])
    return Fitted(shares, scores)


def _descended(gram: NDArray[np.float64], own: Columns, targets: Columns, costs: Columns) -> tuple[Columns, Columns]:
    """The shares and scores at the lowest place, from nothing by Newton's steps."""

    def times(columns: Columns) -> Columns:
        """The Gram matrix of all features times these columns: the shared ones, a code's own, and the constant."""
        return np.asarray(gram @ columns + own * (own * columns).sum(axis=0) + columns.sum(axis=0))

    shares, scores = np.zeros(targets.shape), np.zeros(targets.shape)
    for _step in range(MAX_STEPS):
        chance = expit(scores)
        downhill = costs * (targets - chance) - shares
        steep = times(downhill)
        slope = (downhill * steep).sum(axis=0)
        if (slope <= TOLERANCE**2).all():
            break
        step, change = _newton(times, costs * chance * (1 - chance), downhill, steep)
        length = _length(shares, scores, step, change, targets, costs)
        shares, scores = shares + length * step, scores + length * change
    return shares, scores


def _newton(times: Times, curvature: Columns, downhill: Columns, steep: Columns) -> tuple[Columns, Columns]:
    """Newton's step d, (1 + curvature · K) d = downhill, by conjugate gradients in the scalar product of K; and K d."""
    step, change = np.zeros_like(downhill), np.zeros_like(downhill)
    rest, way, way_change = downhill, downhill, steep
    left = first = (downhill * steep).sum(axis=0)
    for _turn in range(MAX_TURNS):
        if (left <= ROUGH**2 * first).all():
            break
        turned = way + curvature * way_change
        far = left / np.maximum((turned * way_change).sum(axis=0), TINY)
        step, change = step + far * way, change + far * way_change
        rest = rest - far * turned
        rest_change = times(rest)
        before, left = left, (rest * rest_change).sum(axis=0)
        ratio = left / np.maximum(before, TINY)
        way, way_change = rest + ratio * way, rest_change + ratio * way_change
    return step, change


def _length(
    shares: Columns, scores: Columns, step: Columns, change: Columns, targets: Columns, costs: Columns
) -> NDArray[np.float64]:
    """How much of a step each column goes: all of it, or half and half again until it no longer leads uphill."""

    def height(length: NDArray[np.float64]) -> NDArray[np.float64]:
        """What is minimised, so far along the step."""
        a, f = shares + length * step, scores + length * change
        return np.asarray((a * f).sum(axis=0) / 2 + (costs * (np.logaddexp(0, f) - targets * f)).sum(axis=0))

    length = np.ones(shares.shape[1])
    here = height(0 * length)
    for _halving in range(MAX_HALVINGS):
        uphill = height(length) > here + 1e-9 * np.abs(here)
        if not uphill.any():
            break
        length = np.where(uphill, length / 2, length)
    return length
