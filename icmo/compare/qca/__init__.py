"""Qualitative comparative analysis: which combinations of conditions go with an outcome, over a few cases.

From `cases` (a table of municipalities) over `calibration`, `truth_table`, `counterfactuals` and `minimise` to a
`solution` with its `fit` and the `cautions` that belong to it; `analysis` does all of it. QCA shows what occurs
together. It says nothing of the mechanism that brings it about: that is for the codings to show.
Sources: Ragin (1987, 2008), Rihoux & Ragin (2009), Schneider & Wagemann (2012), Duşa (2019).
"""

from __future__ import annotations

from icmo.compare.qca.analysis import Analysis, analyse, solve
from icmo.compare.qca.calibration import calibrate
from icmo.compare.qca.fit import Necessity, Sufficiency, necessity, sufficiency
from icmo.compare.qca.solution import Model, Solution, Term
from icmo.compare.qca.truth_table import Row, TruthTable, truth_table

__all__ = [
    "Analysis",
    "Model",
    "Necessity",
    "Row",
    "Solution",
    "Sufficiency",
    "Term",
    "TruthTable",
    "analyse",
    "calibrate",
    "necessity",
    "solve",
    "sufficiency",
    "truth_table",
]
