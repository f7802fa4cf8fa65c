"""Whole paths from intervention to outcome as ribbons."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import cycle
from typing import Any

import plotly.graph_objects as go

from icmo.charts.layout import HEAD, ROW, blank
from icmo.colours import INK
from icmo.i18n import _, count

LONGEST = 34  # letters of a name beside a ribbon

Path = tuple[str, str, str, str, int]  # intervention, context, mechanism, outcome; how often


def paths_figure(rows: Sequence[Path], *, title: str) -> go.Figure:
    """Whole paths I → C → M → O as ribbons, as wide as they are often told; what is not told has its own box.

    The ribbons have the colour of their intervention, grey without one.
    """
    ranked = sorted(rows, key=lambda row: -row[4])
    untold = _("(not told)")
    names = [[part or untold for part in row[:4]] for row in ranked]
    firsts = list(dict.fromkeys(name[0] for name in names))
    tallest = max((len({name[step] for name in names}) for step in range(4)), default=1)
    figure = blank(title, alt=_paths_alt(names, ranked, title), height=HEAD + 2 * ROW * tallest)
    labels = (_("Intervention"), _("Context"), _("Mechanism"), _("Outcome"))
    figure.add_trace(
        go.Parcats(
            dimensions=[_dimension(label, [name[step] for name in names]) for step, label in enumerate(labels)],
            counts=[row[4] for row in ranked],
            line={
                "color": [firsts.index(name[0]) for name in names],
                "colorscale": _colours(firsts, untold),
                "shape": "hspline",
            },
            hoveron="color",
            hovertemplate=_("told %{count} times") + "<extra></extra>",
            arrangement="fixed",
        )
    )
    figure.update_layout(margin={"l": 240, "r": 240})
    return figure


def _dimension(label: str, values: list[str]) -> dict[str, Any]:
    distinct = list(dict.fromkeys(values))
    short = [name if len(name) <= LONGEST else f"{name[: LONGEST - 1].rstrip()}…" for name in distinct]
    return {"label": label, "values": values, "categoryarray": distinct, "ticktext": short}


def _colours(names: Sequence[str], untold: str) -> list[list[Any]]:
    """A scale of plain colours, one per name: the inks of the roles over and over, grey for what is not told."""
    inks = cycle(ink for role, ink in INK.items() if role)
    colours = [INK[""] if name == untold else next(inks) for name in names] or [INK[""]]
    return [[edge / len(colours), colour] for i, colour in enumerate(colours) for edge in (i, i + 1)]


def _paths_alt(names: Sequence[Sequence[str]], ranked: Sequence[Path], title: str) -> str:
    if not ranked:
        return _("{title}: no paths.").format(title=title)
    text = _("{title}: {paths}; the one most often told ({number}) is {path}.")
    paths = count(len(ranked), "path", "paths")
    return text.format(title=title, paths=paths, number=ranked[0][4], path=" → ".join(names[0]))
