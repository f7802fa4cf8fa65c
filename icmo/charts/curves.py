"""How many new items each further source adds, as curves."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from icmo.charts.layout import AXIS, blank
from icmo.colours import FILL, INK, TEXT
from icmo.compare.saturation import Band, Saturation, Spread
from icmo.i18n import _


def saturation_curve(result: Saturation | Band, *, title: str) -> go.Figure:
    """Distinct items after each source above, new information per run below, with the threshold as a line."""
    figure = blank(title, alt=f"{title}. {result.in_words()[0]}", height=560)
    sources = len(result.sources) if isinstance(result, Saturation) else result.sources
    ends = list(range(result.base + result.run, sources + 1))
    counted = list(range(1, sources + 1))
    if isinstance(result, Saturation):
        figure.add_trace(_line(counted, result.cumulative, _("distinct items"), "M"))
        figure.add_trace(_line(ends, [100 * run.share for run in result.runs], _("new items"), "I", axis="y2"))
    else:
        figure.add_traces(_band(counted, result.cumulative, _("distinct items"), "M"))
        figure.add_traces(_band(ends, result.share, _("new items"), "I", axis="y2", factor=100))
    limit = 100 * result.threshold
    figure.add_shape(
        type="line", x0=0, x1=1, xref="x domain", y0=limit, y1=limit, yref="y2", line={"color": TEXT, "dash": "dash"}
    )
    figure.update_layout(
        xaxis={"title": _("Number of sources, the run's own included"), "anchor": "y2", "dtick": max(1, sources // 15)},
        yaxis={"title": _("Distinct items"), "domain": [0.52, 1], "rangemode": "tozero"},
        yaxis2={**AXIS, "title": _("New items (%)"), "domain": [0, 0.42], "rangemode": "tozero"},
        showlegend=False,
    )
    return figure


def _line(x: Sequence[int], y: Sequence[float], name: str, role: str, *, axis: str = "y") -> go.Scatter:
    return go.Scatter(
        x=list(x), y=list(y), name=name, yaxis=axis, mode="lines+markers", line={"color": INK[role]},
        hovertemplate="%{x}: %{y:.3~g} " + name + "<extra></extra>",
    )  # fmt: skip


def _band(
    x: Sequence[int], spread: Spread, name: str, role: str, *, axis: str = "y", factor: float = 1
) -> list[go.Scatter]:
    low, middle, high = ([factor * value for value in part] for part in (spread.low, spread.median, spread.high))
    edge = {"x": list(x), "yaxis": axis, "mode": "lines", "line": {"width": 0}, "hoverinfo": "skip"}
    fill = {"fill": "tonexty", "fillcolor": FILL[role]}
    return [go.Scatter(y=low, **edge), go.Scatter(y=high, **edge, **fill), _line(x, middle, name, role, axis=axis)]
