"""Figures as one HTML file that needs nothing from outside: plotly.js once, and beside every figure its table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from icmo import i18n, resources
from icmo.charts import alt, plain
from icmo.colours import PAPER, PAPER_DARK, TEXT, TEXT_DARK
from icmo.i18n import _
from icmo.reports.html import page


def offline_html(figures: Sequence[tuple[go.Figure, pd.DataFrame]], *, title: str, lang: str = "da") -> bytes:
    """A page with the figures, each with what it says as a sentence and as a table.

    Parameters
    ----------
    figures : each figure with the table of its numbers; its index is the first column unless it only counts
    lang : "da" or "en", the language of the page and of the numbers in its tables

    Returns
    -------
    The page in UTF-8; about 5 MB, nearly all of it plotly.js.
    """
    with i18n.language(lang):
        charts = [_chart(figure, frame) for figure, frame in figures]
        return figures_page("charts.html", title=title, lang=lang, charts=charts)


def figures_page(template: str, **values: Any) -> bytes:
    """A page from a template that builds on ``figures.html``: plotly.js and what draws the figures stand in it."""
    from plotly.offline import get_plotlyjs

    return page(
        template,
        light={"--paper": PAPER, "--text": TEXT},
        dark={"--paper": PAPER_DARK, "--text": TEXT_DARK},
        plotly=get_plotlyjs(),
        script=resources.package_file("web/static/js/charts.js").read_text("utf-8"),
        rules=resources.package_file("web/static/charts.css").read_text("utf-8"),
        **values,
    )


def _chart(figure: go.Figure, frame: pd.DataFrame) -> dict[str, Any]:
    named = frame if frame.index.name else frame.rename_axis(_("Name"))
    table = frame if isinstance(frame.index, pd.RangeIndex) else named.reset_index()
    rows = [[_cell(value) for value in row] for row in table.itertuples(index=False)]
    heading = figure.layout.title.text or ""
    return {
        "title": heading,
        "alt": alt(figure),
        "figure": plain(figure),
        "columns": [str(name) for name in table.columns],
        "rows": rows,
    }


def _cell(value: Any) -> str:
    """A value as a table says it; what is missing is a dash, never an empty cell."""
    if isinstance(value, (tuple, list, frozenset, set)):
        return ", ".join(str(one) for one in value) or "–"
    if pd.isna(value) or value == "":
        return "–"
    if isinstance(value, (bool, np.bool_)):
        return _("yes") if value else _("no")
    if isinstance(value, float):
        return i18n.integer(int(value)) if value.is_integer() else i18n.decimal(value, 2)
    return str(value)
