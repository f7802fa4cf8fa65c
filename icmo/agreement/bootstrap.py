"""How sure a coefficient is: whole transcripts drawn anew with replacement, since what is said in one hangs together.

Every coefficient here is made of sums over transcripts, so that a draw only weighs them anew. Alpha's expected
disagreement is a sum over pairs of transcripts, and is weighed likewise.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from icmo.agreement.distance import between_sets
from icmo.agreement.project_units import Booleans, Units

Floats = NDArray[np.float64]

FEWEST = 4  # transcripts; with fewer the draws are too few to say anything
DRAWS = 1_000
_AT_ONCE = 1_000  # sets compared with all others, so that memory stays bounded


@dataclass(frozen=True)
class Interval:
    """The bounds between which 95 % of the draws lie."""

    low: float
    high: float


def weights(transcripts: int, *, draws: int = DRAWS, seed: int = 0) -> Floats:
    """How often each draw holds each transcript, draws × transcripts; the first row is the material as it is."""
    drawn = np.random.default_rng(seed).multinomial(transcripts, [1 / transcripts] * transcripts, size=draws)
    return np.vstack([np.ones(transcripts), drawn]).astype(float)


def interval(values: Floats) -> Interval | None:
    """The 95 % interval of what was drawn; None when most draws gave nothing to measure."""
    told = values[np.isfinite(values)]
    if 2 * len(told) <= len(values):
        return None
    low, high = np.quantile(told, [0.025, 0.975])
    return Interval(float(low), float(high))


def set_alpha(units: Units, weights: Floats, difference: str = "masi") -> Floats:
    """Alpha of the codes given to each unit, taken as sets: one per row of weights.

    Notes
    -----
    α = 1 − (n − 1) Σ_u Σ_ij δ / (m_u − 1) / Σ_ck n_c n_k δ, which is `krippendorff_alpha` of `Units.sets`.
    """
    observed = by_source(units, _observed(units, difference))
    readings = by_source(units, units.repeats * units.present.sum(axis=0))
    expected = _expected(units, difference)
    n = weights @ readings
    chance = ((weights @ expected) * weights).sum(axis=1)
    return _alpha(weights @ observed, chance, n)


def _observed(units: Units, difference: str) -> Floats:
    """For each unit the distances between its readings, both ways, divided by one less than it has readings."""
    found = np.zeros(len(units.source))
    sizes = units.given.sum(axis=2).astype(float)
    for i in range(len(units.coders)):
        for j in range(i + 1, len(units.coders)):
            shared = (units.given[i] & units.given[j]).sum(axis=1).astype(float)
            apart = between_sets(shared, sizes[i], sizes[j], difference)
            found += np.where(units.present[i] & units.present[j], 2 * apart, 0)
    return np.asarray(found * units.repeats / (units.present.sum(axis=0) - 1), dtype=float)


def _expected(units: Units, difference: str) -> Floats:
    """The distances between all readings of one transcript and all of another: transcripts × transcripts.

    Most sets share nothing and are at distance 1, so that only what the others are closer need be taken off.
    """
    sets, counts = _distinct(units)
    sizes = np.asarray(sets.sum(axis=1), dtype=float).ravel()
    readings = np.asarray(counts.sum(axis=0), dtype=float).ravel()
    found = np.outer(readings, readings)
    for at in range(0, sets.shape[0], _AT_ONCE):
        shared = (sets[at : at + _AT_ONCE] @ sets.T).tocsr()
        first = np.repeat(sizes[at : at + _AT_ONCE], np.diff(shared.indptr))
        shared.data = 1 - between_sets(shared.data, first, sizes[shared.indices], difference)
        found -= (counts[at : at + _AT_ONCE].T @ (shared @ counts)).toarray()
    empty = counts[np.flatnonzero(sizes == 0)].toarray()
    return np.asarray(found - empty.T @ empty, dtype=float)


def _distinct(units: Units) -> tuple[Any, Any]:
    """The different sets that were given (sets × codes), and how often in each transcript (sets × transcripts)."""
    from scipy import sparse

    present = units.present
    given = units.given[present]
    _keys, first, which = np.unique(_packed(given), return_index=True, return_inverse=True)
    source = np.broadcast_to(units.source, present.shape)[present]
    repeats = np.broadcast_to(units.repeats, present.shape)[present]
    shape = (len(first), len(units.transcripts))
    return sparse.csr_array(given[first].astype(float)), sparse.csr_array((repeats, (which.ravel(), source)), shape)


def _packed(rows: Booleans) -> NDArray[np.void]:
    """Each row as one value, so that rows can be sorted."""
    packed = np.packbits(np.pad(rows, ((0, 0), (0, 1))), axis=1)  # one column more, where there is no code at all
    return np.ascontiguousarray(packed).view(np.dtype((np.void, packed.shape[1]))).ravel()


@dataclass(frozen=True, eq=False)
class Binary:
    """Sums of each code's readings (borne or not), transcripts × codes, and of units and readings, transcripts."""

    differing: Floats  # both ways, divided by m_u − 1
    bearing: Floats
    agreeing: Floats  # the share of each unit's pairs of readings
    shares: Floats  # the share of each unit's readings that bear the code
    units: Floats
    readings: Floats

    @classmethod
    def of(cls, units: Units) -> Binary:
        """The sums of all codes at once."""
        m = units.present.sum(axis=0)[:, None].astype(float)
        r = (units.borne & units.present[:, :, None]).sum(axis=0).astype(float)
        times = units.repeats[:, None]
        sums = (times * found for found in (_differing(r, m), r, 1 - _differing(r, m) / m, r / m))
        differing, bearing, agreeing, shares = (by_source(units, found) for found in sums)
        totals = (by_source(units, found) for found in (units.repeats, units.repeats * m[:, 0]))
        return cls(differing, bearing, agreeing, shares, *totals)

    def alpha(self, weights: Floats) -> Floats:
        """Alpha of each code (nominal, two values): weights × codes."""
        ones, n = weights @ self.bearing, (weights @ self.readings)[:, None]
        return _alpha(weights @ self.differing, 2 * ones * (n - ones), n)

    def ac1(self, weights: Floats) -> Floats:
        """Gwet's AC1 of each code, with the two values “borne” and “not”: weights × codes."""
        n = (weights @ self.units)[:, None]
        p_a, pi = (weights @ self.agreeing) / n, (weights @ self.shares) / n
        p_e = 2 * pi * (1 - pi)
        return np.asarray((p_a - p_e) / (1 - p_e), dtype=float)  # p_e is one half at most


def _differing(r: Floats, m: Floats) -> Floats:
    return 2 * r * (m - r) / (m - 1)


def by_source(units: Units, values: Floats) -> Floats:
    """Sums over the units of each transcript (which all have some, in order)."""
    firsts = np.flatnonzero(np.diff(units.source, prepend=-1))
    return np.asarray(np.add.reduceat(values, firsts, axis=0), dtype=float)


def _alpha(observed: Floats, expected: Floats, n: Floats) -> Floats:
    some = expected > 0
    return np.where(some, 1 - (n - 1) * observed / np.where(some, expected, 1), np.nan)
