"""Groups of municipalities compared, as one HTML page that needs nothing from outside."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from icmo import i18n
from icmo.charts import alt, plain
from icmo.charts.comparisons import medians
from icmo.compare import wording
from icmo.compare.findings import Comparison, Finding, Told
from icmo.compare.outliers import Outlier
from icmo.i18n import count
from icmo.reports.charts import figures_page


def render(
    comparisons: Mapping[str, Comparison], outliers: Iterable[Outlier], *, title: str, lang: str = "da"
) -> bytes:
    """A page with what tells groups apart, for each variable that makes groups, in sentences, figures and tables.

    Parameters
    ----------
    comparisons : by the name of the variable
    outliers : the municipalities that stand out
    """
    with i18n.language(lang):
        return figures_page(
            "comparison.html",
            title=title,
            lang=lang,
            parts=[_part(name, made) for name, made in comparisons.items()],
            outliers=tuple(outliers),
            findings=Finding,
            wording=wording,
            counts=_counts,
        )


def _part(name: str, made: Comparison) -> dict[str, Any]:
    figure = medians(made)
    return {
        "name": name,
        "made": made,
        "chart": {"figure": plain(figure), "alt": alt(figure)} if figure else None,
    }


def _counts(told: Told) -> str:
    """The three counts of a group."""
    return " · ".join(
        (
            count(told.municipalities, "municipality", "municipalities"),
            count(told.sources, "source", "sources"),
            count(told.citations, "quote", "quotes"),
        )
    )
