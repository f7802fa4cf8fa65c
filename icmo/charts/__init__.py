"""Figures for screens and reports, drawn by plotly from numbers that an analysis has made.

A figure never shows what its table does not say: whoever draws one puts the analysis's rows beside it. Nothing rests
on colour alone: cells print their numbers, bars have patterns, points have names. `alt` tells in a sentence what the
figure shows, and ``layout.meta["dark"]`` which colours it takes on a dark screen.
"""

from __future__ import annotations

from icmo.charts.cases import bars_by_group, scatter
from icmo.charts.curves import saturation_curve
from icmo.charts.layout import alt, plain
from icmo.charts.matrices import cooccurrence_heatmap, heatmap
from icmo.charts.paths import paths_figure

__all__ = [
    "alt",
    "bars_by_group",
    "cooccurrence_heatmap",
    "heatmap",
    "paths_figure",
    "plain",
    "saturation_curve",
    "scatter",
]
