"""The pages that compare by numbers: groups of municipalities, matrices, co-occurrence, saturation."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from pydantic import BeforeValidator, Field
from starlette.responses import FileResponse, HTMLResponse, Response

from icmo.compare import wording
from icmo.compare.cooccurrence import CoOccurrence, cooccurrence
from icmo.compare.findings import Finding, compare_groups
from icmo.compare.groups import groups
from icmo.compare.matrix import Measure, matrix
from icmo.compare.observed import observed
from icmo.compare.outliers import outliers
from icmo.compare.saturation import band, saturation
from icmo.compare.tables import MATRIX_COLUMNS, PAIR_COLUMNS, matrix_rows, pair_rows
from icmo.compare.whole_paths import whole_paths
from icmo.i18n import _
from icmo.models import Kind, Material
from icmo.web.comparing import (
    MEASURES,
    Addresses,
    Comparing,
    Figure,
    divisions,
    figure,
    tried,
    usual_division,
)
from icmo.web.context import Opened
from icmo.web.errors import status
from icmo.web.rendering import render
from icmo.web.tables import table_file

router = APIRouter(prefix="/compare", include_in_schema=False)
scripts = APIRouter(include_in_schema=False)
Asked = Annotated[Comparing, Query()]
Number = Annotated[float, Field(ge=-1e15, le=1e15)]
Cut = Annotated[Number | None, BeforeValidator(lambda said: said or None)]  # a form sends an empty one for none
MOST_CODES = 60  # in a heat map of codes by codes


@scripts.get("/static/plotly.min.js")
def plotly_script() -> FileResponse:
    """plotly.js, out of the Python package that draws the figures: nothing is fetched from elsewhere."""
    import plotly

    return FileResponse(
        Path(plotly.__file__).parent / "package_data" / "plotly.min.js",
        media_type="text/javascript",
        headers={"Cache-Control": "max-age=86400"},
    )


@router.get("")
def groups_page(
    request: Request, project: Opened, asked: Asked, measure: Measure = "share", at: Cut = None
) -> HTMLResponse:
    """What tells groups of municipalities apart, in sentences, with the counts and what chance would give."""
    material = project.material()
    by = asked.by or usual_division(material)
    shown, fault = tried(lambda: _compared(material, asked, by, measure, at)) if by else ({}, None)
    return render(
        request,
        "compare_groups.html",
        status_code=status(fault) if fault else 200,
        material=material,
        asked=asked,
        by=by,
        at=at,
        measure=measure,
        fault=fault,
        kinds=tuple(Kind),
        known=divisions(material),
        findings=Finding,
        wording=wording,
        **({"made": None} | shown),
    )


def _compared(material: Material, asked: Comparing, by: str, measure: Measure, at: float | None) -> dict[str, Any]:
    found = matrix(material, rows=asked.rows, kinds=asked.kinds)
    made = compare_groups(found, groups(material, by, at=at), measure=measure)
    ordered = [one for finding in Finding for one in made.of(finding)]
    from icmo.charts.comparisons import medians

    return {
        "made": made,
        "ordered": ordered,
        "outliers": outliers(found),
        "addresses": Addresses(material, found),
        "chart": figure(medians(made)),
    }


# --- The matrix -----------------------------------------------------------------------------------------


@router.get("/matrix")
def matrix_page(request: Request, project: Opened, asked: Asked, measure: Measure = "citations") -> HTMLResponse:
    """Codes, links or paths by municipality, transcript, informant type or group; every number leads to its quotes."""
    material = project.material()
    shown, fault = tried(lambda: _matrix(material, asked, measure))
    return render(
        request,
        "compare_matrix.html",
        status_code=status(fault) if fault else 200,
        material=material,
        asked=asked,
        by=asked.by or "municipality",
        measure=measure,
        measures=MEASURES,
        fault=fault,
        kinds=tuple(Kind),
        known=divisions(material),
        amount=wording.amount,
        **({"matrix": None} | shown),
    )


def _matrix(material: Material, asked: Comparing, measure: Measure) -> dict[str, Any]:
    found = matrix(material, rows=asked.rows, by=asked.by or "municipality", kinds=asked.kinds)
    from icmo.charts.comparisons import clustered

    return {
        "ways": _ways(material) if asked.rows == "paths" else None,
        "matrix": found,
        "addresses": Addresses(material, found),
        "values": found.values(measure).to_dict("index"),
        "chart": figure(clustered(found, measure)),
    }


def _ways(material: Material) -> Figure | None:
    """The whole ways that most transcripts tell, as ribbons."""
    from icmo.charts import paths_figure

    rows = whole_paths(material)
    title = _("Whole paths: the broader, the more transcripts tell it")
    return figure(paths_figure(rows, title=title)) if rows else None


@router.get("/matrix.{suffix}")
def matrix_file(suffix: str, project: Opened, asked: Asked) -> Response:
    """The matrix as CSV or Excel: a row per row and case, with the three counts."""
    found = matrix(project.material(), rows=asked.rows, by=asked.by or "municipality", kinds=asked.kinds)
    return table_file(matrix_rows(found), MATRIX_COLUMNS, suffix, title=_("Matrix"))


# --- Co-occurrence and saturation -----------------------------------------------------------------------


@router.get("/cooccurrence")
def cooccurrence_page(
    request: Request, project: Opened, asked: Asked, within: Literal["turn", "overlap", "transcript"] = "turn"
) -> HTMLResponse:
    """Codes that meet, with the coefficient, as a heat map and as a table."""
    material = project.material()
    made = cooccurrence(material, within=within, kinds=asked.kinds)
    return render(
        request,
        "compare_cooccurrence.html",
        material=material,
        made=made,
        within=within,
        chosen=asked.kinds,
        kinds=tuple(Kind),
        chart=_meetings(made),
    )


def _meetings(made: CoOccurrence) -> Figure | None:
    from icmo.charts import cooccurrence_heatmap

    if not 1 < len(made.n) <= MOST_CODES:
        return None
    return figure(cooccurrence_heatmap(made, title=_("Codes that meet, by the coefficient c")))


@router.get("/cooccurrence.{suffix}")
def cooccurrence_file(
    suffix: str, project: Opened, asked: Asked, within: Literal["turn", "overlap", "transcript"] = "turn"
) -> Response:
    """The pairs as CSV or Excel."""
    made = cooccurrence(project.material(), within=within, kinds=asked.kinds)
    return table_file(pair_rows(made), PAIR_COLUMNS, suffix, title=_("Co-occurrence"))


@router.get("/saturation")
def saturation_page(
    request: Request,
    project: Opened,
    what: Literal["codes", "links", "paths"] = "links",
    by: Literal["transcript", "municipality"] = "transcript",
    base: Annotated[int, Query(ge=1, le=1000)] = 4,
    run: Annotated[int, Query(ge=1, le=1000)] = 2,
    threshold: Annotated[float, Query(ge=0, le=1)] = 0.05,
) -> HTMLResponse:
    """How much each run of interviews added, in the order they were made and in random orders."""
    material = project.material()
    shown, fault = tried(lambda: _saturated(material, what, by, base, run, threshold))
    return render(
        request,
        "compare_saturation.html",
        status_code=status(fault) if fault else 200,
        material=material,
        what=what,
        by=by,
        base=base,
        run=run,
        threshold=threshold,
        fault=fault,
        **({"made": None} | shown),
    )


def _saturated(material: Material, what: str, by: str, base: int, run: int, threshold: float) -> dict[str, Any]:
    from icmo.charts import saturation_curve

    found = observed(material, what=what, by=by)
    made = saturation(found.found, base=base, run=run, threshold=threshold)
    spread = band(found.found, base=base, run=run, threshold=threshold)
    return {
        "made": made,
        "band": spread,
        "notes": found.notes,
        "charts": [
            figure(saturation_curve(made, title=_("In the order of the interviews"))),
            figure(saturation_curve(spread, title=_("In random orders: the middle 90 pct. and the median"))),
        ],
    }
