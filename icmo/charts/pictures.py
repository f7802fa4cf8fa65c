"""The figures of reports for screens: the same specs as `icmo.reports.pictures`, drawn by plotly.

Colours and the order of hatches are those of the printed figures; schemes and layered drawings are SVG everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from icmo.charts.layout import HEAD, ROW, blank, highest, numbers_of
from icmo.charts.matrices import LETTERED, SCALE
from icmo.colours import PAPER, TEXT
from icmo.documents.model import NOTHING, Bars, Curves, Grid, Series
from icmo.reports.drawn.curves import ticks
from icmo.reports.drawn.palette import PALETTE, PALETTE_DARK, colours, hatch_of
from icmo.reports.drawn.words import known, lines, places_of, row_of, said

LABELS, SIZE = 230.0, 14.0  # px for the names of rows, in the size of a screen's letters
SYMBOLS = ("circle", "square", "triangle-up", "diamond", "x", "cross", "triangle-down")


def figure(picture: Bars | Curves | Grid, *, title: str) -> go.Figure:
    """The figure with its sentence for who does not see it (`icmo.charts.alt`), light or dark as the screen is."""
    if isinstance(picture, Bars):
        return _bars(picture, title)
    return _curves(picture, title) if isinstance(picture, Curves) else _grid(picture, title)


def _blank(frame: pd.DataFrame, title: str, axis: str, height: float, *, shares: bool = False) -> go.Figure:
    names = [str(name) for name in frame.index]
    shown, unit = ((100 * frame).round(), f"{axis}, pct.") if shares else (frame, axis)
    made = blank(title, alt=highest(shown.astype(float), names, title, unit), height=round(height))
    meta = made.layout.meta
    made.layout.title.text = _plain(title)
    made.layout.meta = {**meta, "dark": {**meta["dark"], **dict(zip(PALETTE, PALETTE_DARK, strict=True))}}
    return made


def _frame(index: Sequence[str], columns: Sequence[str], rows: Sequence[Sequence[float | None]]) -> pd.DataFrame:
    return pd.DataFrame(rows, index=list(index), columns=list(columns), dtype=float)


def _columns(series: Sequence[Series], length: int) -> list[list[float | None]]:
    return [row_of(one.values, length) for one in series]


def _turned(columns: Sequence[Sequence[float | None]]) -> list[list[float | None]]:
    return [list(row) for row in zip(*columns, strict=True)]


def _hovers(places: Sequence[str], one: Series, words: Sequence[str]) -> list[str]:
    return [f"{_plain(place)}, {_plain(one.name)}: {word}" for place, word in zip(places, words, strict=True)]


def _labelled(names: Sequence[str], room: float = LABELS) -> list[str]:
    return ["<br>".join(map(_plain, lines(name, room, size=SIZE))) for name in names]


def _plain(words: str) -> str:
    """Words that plotly does not take for its own marks."""
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _percentages(values: Iterable[float | None]) -> dict[str, Any]:
    """The marks of an axis of shares, in the language's percentages."""
    marks = ticks([value for value in map(known, values) if value is not None], whole=False)
    return {"tickvals": marks, "ticktext": [said(mark, 0, shares=True) for mark in marks]}


# --- Bars -------------------------------------------------------------------------------------------------


def _bars(picture: Bars, title: str) -> go.Figure:
    n = len(picture.categories)
    columns = _columns(picture.series, n)
    labels = _labelled(picture.categories)
    frame = _frame(picture.categories, [one.name for one in picture.series], _turned(columns))
    beside = 1 if picture.stacked else max(1, len(columns))
    height = HEAD + sum(max(ROW * beside, 19 * (label.count("<br>") + 1)) + 10 for label in labels)
    made = _blank(frame, title, picture.axis, height, shares=picture.shares)
    places = places_of(value for column in columns for value in column)
    for i, (one, ink, values) in enumerate(zip(picture.series, colours(picture.series), columns, strict=True)):
        made.add_trace(_bar(picture, one, ink, hatch_of(i), values, places))
    reached = [sum(value or 0.0 for value in row) for row in _turned(columns)] if picture.stacked else frame.max(axis=1)
    marks = _percentages(reached) if picture.shares else {}
    made.update_layout(
        uniformtext={"minsize": 11, "mode": "hide"},
        barmode="relative" if picture.stacked else "group",
        showlegend=len(columns) > 1,
        xaxis={"title": _plain(picture.axis), "rangemode": "tozero", **marks},
        yaxis={"autorange": "reversed", "tickvals": list(range(n)), "ticktext": labels},
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "traceorder": "normal"},
    )
    return made


def _bar(picture: Bars, one: Series, ink: str, hatch: str, values: list[float | None], places: int) -> go.Bar:
    words = [said(value, places, shares=picture.shares) for value in values]
    faint = 0.3 if picture.stacked else 0.8  # under numbers
    return go.Bar(
        x=[value or 0 for value in values],  # what is missing is as long as nothing, and says so
        y=list(range(len(values))),
        name=_plain(one.name),
        orientation="h",
        text=words,
        textposition="inside" if picture.stacked else "outside",
        textangle=0,
        insidetextanchor="middle",
        insidetextfont={"color": PAPER},
        cliponaxis=False,
        customdata=_hovers(picture.categories, one, words),
        hovertemplate="%{customdata}<extra></extra>",
        marker={"color": ink, "pattern": {"shape": hatch, "fgcolor": PAPER, "fillmode": "overlay", "fgopacity": faint}},
    )


# --- Curves -----------------------------------------------------------------------------------------------


def _curves(picture: Curves, title: str) -> go.Figure:
    columns = _columns(picture.series, len(picture.steps))
    made = _blank(_frame([one.name for one in picture.series], picture.steps, columns), title, picture.axis, 480)
    places = places_of(value for column in columns for value in column)
    for i, (one, ink, values) in enumerate(zip(picture.series, colours(picture.series), columns, strict=True)):
        made.add_trace(
            go.Scatter(
                x=list(range(len(values))),
                y=values,
                name=_plain(one.name),
                mode="lines+markers",
                line={"color": ink},
                marker={"symbol": SYMBOLS[i % len(SYMBOLS)], "size": 8, "color": ink},
                customdata=_hovers(picture.steps, one, [said(value, places) for value in values]),
                hovertemplate="%{customdata}<extra></extra>",
            )
        )
    every = max(1, len(picture.steps) // 15)
    made.update_layout(
        showlegend=len(columns) > 1,
        xaxis={
            "tickvals": list(range(0, len(picture.steps), every)),
            "ticktext": [_plain(step) for step in picture.steps[::every]],
        },
        yaxis={"title": _plain(picture.axis), "rangemode": "tozero"},
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "traceorder": "normal"},
    )
    return made


# --- Grid -------------------------------------------------------------------------------------------------


def _grid(picture: Grid, title: str) -> go.Figure:
    n, rows = len(picture.columns), len(picture.rows)
    values = [row_of(row, n) for row in (*picture.values, *[()] * rows)][:rows]
    frame, labels = _frame(picture.rows, picture.columns, values), _labelled(picture.rows)
    lined = max((label.count("<br>") + 1 for label in labels), default=1)
    height = HEAD + rows * max(ROW, 18 * lined + 4)
    made = _blank(frame, title, picture.axis, height, shares=picture.shares)
    found = [value for row in values for value in row if value is not None]
    places = places_of(found)
    words = [[said(value, places, shares=picture.shares) for value in row] for row in values]
    hover = [
        [f"{_plain(name)}<br>{_plain(column)}<br>{word}" for column, word in zip(picture.columns, row, strict=True)]
        for name, row in zip(picture.rows, words, strict=True)
    ]
    made.add_trace(
        go.Heatmap(
            z=[numbers_of(row) for _index, row in frame.iterrows()],
            zmin=min([0.0, *found]),
            zmax=max([0.0, *found]) or 1.0,
            text=words,
            texttemplate="%{text}" if frame.size <= LETTERED else None,
            customdata=hover,
            hovertemplate="%{customdata}<extra></extra>",
            hoverongaps=False,
            textfont={"color": TEXT},
            colorscale=SCALE,
            showscale=False,
            xgap=1,
            ygap=1,
        )
    )
    headings = _labelled(picture.columns, max(90.0, 700 / max(1, n)))
    if frame.size <= LETTERED:
        missing = [(i, j) for i, row in enumerate(values) for j, value in enumerate(row) if value is None]
        made.update_layout(annotations=[{"x": j, "y": i, "text": NOTHING, "showarrow": False} for i, j in missing])
    made.update_xaxes(showgrid=False, tickvals=list(range(n)), ticktext=headings, title=_plain(picture.axis))
    made.update_yaxes(autorange="reversed", showgrid=False, tickvals=list(range(rows)), ticktext=labels)
    return made
