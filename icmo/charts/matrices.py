"""Rows × cases and codes × codes as heat maps, with the number in every cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from icmo.charts.layout import HEAD, HEAT, ROW, blank, highest, numbers_of, said
from icmo.colours import PAPER, TEXT
from icmo.compare.clusters import Tree
from icmo.compare.cooccurrence import CoOccurrence
from icmo.i18n import _, count, current, decimal

SCALE = [[0.0, PAPER], [1.0, HEAT]]
LETTERED = 600  # cells up to which a heat map prints its numbers


def heatmap(
    frame: pd.DataFrame,
    *,
    title: str,
    value: str,
    row_labels: Mapping[str, str] | None = None,
    case_labels: Mapping[str, str] | None = None,
    tree: Tree | None = None,
    places: int = 0,
) -> go.Figure:
    """Rows × cases as a heat map with the number in each cell; an empty cell says that there is none.

    Parameters
    ----------
    frame : counts or shares, rows × cases, in the order in which they shall stand
    value : what a cell counts, in words ("citations")
    row_labels, case_labels : what to write for the index and the columns; they themselves by default
    tree : clusters of the cases (`icmo.compare.clusters`): they are put in its order, with its branches above them
    places : decimals of the numbers
    """
    ordered = frame if tree is None else frame[list(tree.order)]
    labels = [(row_labels or {}).get(row, str(row)) for row in ordered.index]
    cases = [(case_labels or {}).get(case, str(case)) for case in ordered.columns]
    figure = blank(
        title, alt=highest(ordered.set_axis(cases, axis=1), labels, title, value), height=HEAD + ROW * len(labels)
    )
    figure.add_trace(_cells(ordered, labels, cases, value, places))
    figure.update_xaxes(side="bottom", showgrid=False, tickvals=list(range(len(cases))), ticktext=cases)
    figure.update_yaxes(autorange="reversed", showgrid=False, tickvals=list(range(len(labels))), ticktext=labels)
    if tree is not None:
        _add_branches(figure, tree)
    return figure


def cooccurrence_heatmap(found: CoOccurrence, *, title: str, measure: str = "c") -> go.Figure:
    """Codes × codes as a heat map; a code's meeting with itself is left empty."""
    frame = found.frame(measure)
    values = frame.to_numpy().copy()
    np.fill_diagonal(values, np.nan)
    labels = {code: found.labels[code].text(current()) for code in frame.index}
    named = pd.DataFrame(values, index=frame.index, columns=[labels[code] for code in frame.columns])
    places = 2 if measure in ("c", "overlap") else 0
    figure = heatmap(named, title=title, value=measure, row_labels=labels, places=places)
    counts = [[_pair_counts(found, one, other) for other in frame.columns] for one in frame.index]
    figure.data[0].update(customdata=counts, hovertemplate="%{customdata}<extra></extra>")
    return figure


def _cells(frame: pd.DataFrame, labels: Sequence[str], cases: Sequence[str], value: str, places: int) -> go.Heatmap:
    words = [[said(number, places) for number in row] for row in frame.to_numpy(dtype=float)]
    hover = [
        [f"{label}<br>{case}<br>{text} {value}" for case, text in zip(cases, row, strict=True)]
        for label, row in zip(labels, words, strict=True)
    ]
    return go.Heatmap(
        z=[numbers_of(row) for _index, row in frame.iterrows()],
        zmin=0,
        text=words,
        texttemplate="%{text}" if frame.size <= LETTERED else None,
        customdata=hover,
        hovertemplate="%{customdata}<extra></extra>",
        hoverongaps=False,
        textfont={"color": TEXT},
        colorscale=SCALE,
        colorbar={"title": {"text": value}},
        xgap=1,
        ygap=1,
    )


def _add_branches(figure: go.Figure, tree: Tree) -> None:
    """The dendrogram above the cells, in a panel of its own."""
    for xs, ys in tree.branches():
        line = {"color": TEXT, "width": 1.5}
        x, y = list(xs), list(ys)
        figure.add_trace(go.Scatter(x=x, y=y, yaxis="y2", mode="lines", line=line, hoverinfo="skip", showlegend=False))
    figure.update_layout(
        yaxis={"domain": [0, 0.82]},
        yaxis2={"domain": [0.84, 1], "visible": False, "rangemode": "tozero", "fixedrange": True},
    )


def _pair_counts(found: CoOccurrence, one: str, other: str) -> str:
    names = [found.labels[code].text(current()) for code in (one, other)]
    pair = found.by_codes.get(frozenset((one, other)))
    if pair is None:
        return _("{one} and {other} do not meet").format(one=names[0], other=names[1])
    text = _("{one} and {other}: together {n12}, {n1} and {n2} in all; {sources}, {municipalities}; c = {c}")
    return text.format(
        one=names[0], other=names[1], n12=pair.n12, n1=found.n[one], n2=found.n[other], c=decimal(pair.c, 2),
        sources=count(pair.sources, "source", "sources"),
        municipalities=count(len(pair.municipalities), "municipality", "municipalities"),
    )  # fmt: skip
