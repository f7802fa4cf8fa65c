"""Municipalities that stand out: one that tells of something far more, or far less, than every other.

No test can say that one municipality differs from the rest, for a group of one has nothing to vary within. What can
be said is that it lies beyond all others by a robust margin (Iglewicz & Hoaglin 1993: a modified z score above 3.5).
Counts scatter by chance at least as the Poisson law has it, so the scatter is never taken to be smaller than that:
otherwise five municipalities that happen to agree would make anything stand out.

Where municipalities lean differently anyway, somebody stands out by chance, the oftener the more municipalities there
are: it is a reason to read, and nothing more.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from icmo.compare.matrix import Matrix, matrix
from icmo.compare.tellings import Row
from icmo.models import Material

Floats = NDArray[np.float64]

BEYOND = 3.5  # Iglewicz & Hoaglin (1993)
FEWEST = 4  # with three, the median absolute deviation says nothing of two of them
_NORMAL = 1.4826  # makes the median absolute deviation a standard deviation, for normal values


@dataclass(frozen=True)
class Outlier:
    """A municipality that stands out in a row: its citations, how many were to be expected, and the margin (z)."""

    row: Row
    municipality: str
    citations: int
    expected: float
    z: float


def outliers(evidence: Material | Matrix) -> tuple[Outlier, ...]:
    """The municipalities that stand out, row by row.

    What is to be expected of a municipality is the median share of the row times all citations of the municipality.
    With fewer than four columns nothing stands out. This describes; it is no test.
    """
    found = evidence if isinstance(evidence, Matrix) else matrix(evidence)
    columns = [column for column in found.columns if column.citations]
    if len(columns) < FEWEST or not found.rows:
        return ()
    ids = [column.id for column in columns]
    citations = found.values("citations")[ids].to_numpy(dtype=float)
    expected, z = _scores(citations, np.array([column.citations for column in columns], dtype=float))
    at = _beyond_all(z) & (np.abs(z) > BEYOND)
    return tuple(
        Outlier(found.rows[row], ids[case], int(citations[row, case]), float(expected[row, case]), float(z[row, case]))
        for row, case in zip(*np.nonzero(at), strict=True)
    )


def _scores(citations: Floats, totals: Floats) -> tuple[Floats, Floats]:
    """The citations to be expected, and how many standard deviations away those are that there are."""
    shares = citations / totals
    middle = np.median(shares, axis=1, keepdims=True)
    scatter = _NORMAL * np.median(np.abs(shares - middle), axis=1, keepdims=True)
    expected = middle * totals
    deviation = np.maximum(scatter * totals, np.sqrt(np.maximum(expected, 1)))
    return expected, (citations - expected) / deviation


def _beyond_all(z: Floats) -> NDArray[np.bool_]:
    """Which scores are alone at the top or at the bottom of their row."""
    ordered = np.sort(z, axis=1)
    top: NDArray[np.bool_] = (z > ordered[:, [-2]]) | (z < ordered[:, [1]])
    return top
