"""The page of qualitative comparative analysis: conditions made of what was coded and of the figures of cases."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import HTMLResponse

from icmo.compare.variables import variable_kinds
from icmo.errors import InvalidError
from icmo.i18n import _
from icmo.models import Kind, Material
from icmo.web.comparing import code_options, tried
from icmo.web.context import Opened, Text
from icmo.web.errors import status
from icmo.web.rendering import render

if TYPE_CHECKING:
    from icmo.compare.qca import Analysis

router = APIRouter(prefix="/compare", include_in_schema=False)

MOST_CONDITIONS = 8  # more than this no one can read, and the cases are too few for
MOST_TABLES = 24  # models can be many; the rest are counted


class Asked(BaseModel):
    """The outcome and the conditions, a line each as `icmo.compare.qca.cases.Condition.parse` reads them."""

    model_config = ConfigDict(extra="ignore")

    outcome: Text = ""
    conditions: Text = ""
    absence: bool = False  # of the outcome
    incl_cut: Annotated[float, Field(ge=0, le=1)] = 0.8
    n_cut: Annotated[int, Field(ge=1, le=1000)] = 1
    directions: Text = ""


@router.get("/qca")
def qca_page(request: Request, project: Opened, asked: Annotated[Asked, Query()]) -> HTMLResponse:
    """Municipalities as cases: which combinations go with the outcome, with every minimal model."""
    material = project.material()
    wanted = bool(asked.outcome.strip() and asked.conditions.strip())
    shown, fault = tried(lambda: _analysed(material, asked)) if wanted else ({}, None)
    return render(
        request,
        "compare_qca.html",
        status_code=status(fault) if fault else 200,
        material=material,
        asked=asked,
        fault=fault,
        codes=code_options(material, (Kind.INTERVENTION, Kind.CONTEXT, Kind.MODERATOR, Kind.MECHANISM, Kind.OUTCOME)),
        variables=variable_kinds(material),
        **({"tables": (), "remarks": (), "models": (), "memberships": None} | shown),
    )


def _analysed(material: Material, asked: Asked) -> dict[str, Any]:
    from icmo.compare.qca import analyse
    from icmo.compare.qca.cases import Condition, case_table
    from icmo.reports import qca as report

    outcome = Condition.parse(asked.outcome)
    conditions = [Condition.parse(line) for line in asked.conditions.splitlines() if line.strip()]
    if len(conditions) > MOST_CONDITIONS:
        raise InvalidError(
            _("{n} conditions are more than {most}.").format(n=len(conditions), most=MOST_CONDITIONS),
            _("Choose those that theory speaks of."),
        )
    frame = case_table(material, [outcome, *conditions])
    made = analyse(
        frame,
        outcome=f"~{outcome.name}" if asked.absence else outcome.name,
        conditions=[one.name for one in conditions],
        incl_cut=asked.incl_cut,
        n_cut=asked.n_cut,
        directions=_directions(asked.directions),
    )
    return {
        "memberships": frame,
        "tables": list(islice(report.tables(made), MOST_TABLES)),
        "models": _models(made) if _number_of_tables(made) > MOST_TABLES else (),
        "remarks": report.remarks(made),
    }


def _directions(text: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in text.split(",") if part.strip())
    return {name.strip(): value.strip() for name, _sign, value in pairs}


def _models(made: Analysis) -> list[tuple[str, list[str]]]:
    """Every model of every solution, where there are too many for a table each."""
    from icmo.reports.qca import name_of

    return [(name_of(solution.kind), [model.expression for model in solution.models]) for solution in made.solutions]


def _number_of_tables(made: Analysis) -> int:
    return 2 + sum(len(solution.models) for solution in made.solutions)
