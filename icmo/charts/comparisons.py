"""What tells groups apart, and a matrix with its clusters, as figures."""

from __future__ import annotations

from typing import Literal

import pandas as pd
import plotly.graph_objects as go

from icmo.charts.cases import bars_by_group
from icmo.charts.matrices import heatmap
from icmo.compare.clusters import cluster_values
from icmo.compare.findings import Comparison, Finding
from icmo.compare.matrix import Matrix, Measure
from icmo.i18n import _, current

MOST_CELLS = 6_000  # in a heat map that can be read


def medians(made: Comparison) -> go.Figure | None:
    """Each group's median of the rows that tell the groups apart; None where there are none."""
    rows = [one for one in made.rows if one.finding is not Finding.UNDECIDED]
    if not rows:
        return None
    factor, unit = (100, _("median, pct.")) if made.kind == "share" else (1, _("median"))
    frame = pd.DataFrame(
        [[factor * told.median for told in one.told] for one in rows],
        index=[one.row.id for one in rows],
        columns=[group.name for group in made.groups],
    )
    labels = {one.row.id: one.row.label.text(current()) for one in rows}
    return bars_by_group(frame, title=_("What tells the groups apart"), value=unit, row_labels=labels)


def clustered(found: Matrix, measure: Measure) -> go.Figure | None:
    """A matrix as a heat map in which cases, and rows, that are alike stand beside each other.

    None where there is nothing to show, or more than can be read.
    """
    values = found.values(measure)
    if values.empty or values.size > MOST_CELLS:
        return None
    by: Literal["presence", "counts"] = "presence" if measure == "presence" else "counts"
    filled = values.fillna(0)
    ordered = values.loc[list(cluster_values(filled, of="rows", by=by).order)]
    return heatmap(
        ordered * (100 if measure == "share" else 1),
        title=_("Those that tell of the same stand beside each other"),
        value=named(measure),
        row_labels={row.id: row.label.text(current()) for row in found.rows},
        case_labels={column.id: column.label for column in found.columns},
        tree=cluster_values(filled, by=by),
        places=1 if measure == "share" else 0,
    )


def named(measure: Measure) -> str:
    """What a measure counts, in words."""
    return {
        "presence": _("presence"),
        "sources": _("sources"),
        "citations": _("quotes"),
        "share": _("pct. of the quotes"),
    }[measure]
