"""Cases by their figures, and groups of cases side by side."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from icmo.charts.layout import HEAD, ROW, blank, highest, numbers_of, said, whole
from icmo.colours import INK, PAPER
from icmo.i18n import _

PATTERNS = ("", "/", ".", "x", "-", "+")


def scatter(frame: pd.DataFrame, x: str, y: str, *, names: str | None = None, title: str) -> go.Figure:
    """Cases by two figures about them, each point with its name; no line is drawn through so few.

    `names` is the column with the cases' names; the index by default. Cases without one of the figures are left out.
    """
    known = frame.dropna(subset=[x, y])
    labels = [str(name) for name in (known.index if names is None else known[names])]
    caution = _("n = {number}. The figure describes these cases; it shows no cause.").format(number=len(known))
    figure = blank(title, subtitle=caution, alt=f"{title}. {caution}", height=520)
    figure.add_trace(
        go.Scatter(
            x=known[x].tolist(), y=known[y].tolist(), text=labels, mode="markers+text", textposition="top center",
            marker={"color": INK["I"], "size": 10}, cliponaxis=False,
            hovertemplate="%{text}<br>" + f"{x}: %{{x}}<br>{y}: %{{y}}<extra></extra>",
        )
    )  # fmt: skip
    figure.update_layout(xaxis={"title": x}, yaxis={"title": y})
    return figure


def bars_by_group(
    frame: pd.DataFrame, *, title: str, value: str, row_labels: Mapping[str, str] | None = None
) -> go.Figure:
    """Rows × groups as bars, one colour and one pattern per group, each with its number."""
    labels = [(row_labels or {}).get(row, str(row)) for row in frame.index]
    height = HEAD + ROW * len(labels) * max(1, len(frame.columns))
    figure = blank(title, alt=highest(frame, labels, title, value), height=height)
    inks = [ink for role, ink in INK.items() if role]
    places, decimals = list(range(len(labels))), 0 if whole(frame) else 2
    for i, group in enumerate(frame.columns):
        figure.add_trace(
            go.Bar(
                x=numbers_of(frame[group]),
                y=places,
                name=str(group),
                orientation="h",
                text=[said(float(number), decimals) for number in frame[group]],
                textposition="outside",
                cliponaxis=False,
                customdata=labels,
                hovertemplate=f"%{{customdata}}, {group}: %{{x}} {value}<extra></extra>",
                marker={
                    "color": inks[i % len(inks)],
                    "pattern": {"shape": PATTERNS[i % len(PATTERNS)], "fgcolor": PAPER, "fillmode": "overlay"},
                },
            )
        )
    figure.update_layout(
        barmode="group",
        xaxis={"title": value, "rangemode": "tozero"},
        yaxis={"autorange": "reversed", "tickvals": places, "ticktext": labels},
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "traceorder": "normal"},
    )
    return figure
