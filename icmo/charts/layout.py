"""What every figure shares: its ground, its colours, its sentence for those who do not see it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from icmo.colours import (
    FILL,
    FILL_DARK,
    INK,
    INK_DARK,
    MUTED,
    MUTED_DARK,
    PAPER,
    PAPER_DARK,
    TEXT,
    TEXT_DARK,
)
from icmo.i18n import _, current, decimal

HEAT, HEAT_DARK = "#6CB8EA", "#00609A"  # the most of something, under text on either screen
ROW, HEAD = 26, 170  # pixels per row of a figure, and for its title and axes
AXIS = {"gridcolor": FILL[""], "zeroline": False, "automargin": True, "ticks": "", "fixedrange": True}


def dark() -> dict[str, str]:
    """The colour of the dark screen for every colour that a figure is drawn in."""
    pairs = {PAPER: PAPER_DARK, TEXT: TEXT_DARK, MUTED: MUTED_DARK, HEAT: HEAT_DARK}
    return pairs | {INK[role]: INK_DARK[role] for role in INK} | {FILL[role]: FILL_DARK[role] for role in FILL}


def blank(title: str, *, alt: str, height: int, subtitle: str = "") -> go.Figure:
    """An empty figure with our fonts, colours and number signs; `alt` is the sentence for who does not see it."""
    place = {"x": 0.01, "xanchor": "left", "y": 1 - 24 / height, "yanchor": "middle"}
    heading = {**place, "text": title, "subtitle": {"text": subtitle}}
    return go.Figure(
        layout={
            "template": "none",
            "title": heading,
            "font": {"family": "system-ui, Segoe UI, Helvetica, Arial, sans-serif", "size": 14, "color": TEXT},
            "paper_bgcolor": PAPER,
            "plot_bgcolor": PAPER,
            "hoverlabel": {"bgcolor": PAPER, "font": {"color": TEXT}, "bordercolor": TEXT},
            "separators": ",." if current() == "da" else ".,",
            "height": height,
            "margin": {"l": 20, "r": 30, "t": 80, "b": 50},
            "dragmode": False,
            "xaxis": AXIS,
            "yaxis": AXIS,
            "meta": {"alt": alt, "dark": dark()},
        }
    )


def alt(figure: go.Figure) -> str:
    """A sentence that says what the figure shows, for those who do not see it."""
    return str(figure.layout.meta["alt"])


def plain(figure: go.Figure) -> dict[str, Any]:
    """The figure as plain JSON values, ``{"data": …, "layout": …}``, as plotly.js draws it."""
    made: dict[str, Any] = json.loads(figure.to_json())
    return made


def numbers_of(values: pd.Series[Any]) -> list[float | None]:
    """Numbers as JSON knows them: what is missing is null."""
    return [None if pd.isna(value) else float(value) for value in values]


def said(number: float, places: int) -> str:
    """A number with so many decimals in the current language; nothing for one that is missing."""
    return "" if np.isnan(number) else decimal(number, places) if places else f"{number:.0f}"


def whole(frame: pd.DataFrame) -> bool:
    """Whether all numbers are whole ones, to be written without decimals."""
    numbers = frame.to_numpy(dtype=float)
    return bool((numbers[~np.isnan(numbers)] % 1 == 0).all())


def highest(frame: pd.DataFrame, labels: Sequence[str], title: str, value: str) -> str:
    """A sentence with the size of a table and its highest number."""
    numbers = frame.to_numpy(dtype=float)
    if not numbers.size or np.isnan(numbers).all():
        return _("{title}: no numbers.").format(title=title)
    row, column = np.unravel_index(int(np.nanargmax(numbers)), numbers.shape)
    text = _("{title}: {rows} by {columns} numbers ({value}); the highest, {highest}, is that of {row}, {column}.")
    return text.format(
        title=title, rows=len(labels), columns=len(frame.columns), value=value, row=labels[int(row)],
        highest=said(numbers[row, column], 0 if whole(frame) else 2),
        column=frame.columns[int(column)],
    )  # fmt: skip
