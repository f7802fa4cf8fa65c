"""The pages that lay cases side by side: framework matrix, contrasts, joint displays, variables of cases."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, Response

from icmo.compare import asked as asking
from icmo.compare.contrast import contrast
from icmo.compare.correlation import correlation
from icmo.compare.framework import framework
from icmo.compare.grouping import MUNICIPALITY
from icmo.compare.joint import Joint, joint, rule
from icmo.compare.variables import VariableKind, variable_kinds
from icmo.compare.wording import small
from icmo.i18n import _, current
from icmo.models import InformantType, Kind, Material, Role
from icmo.web.comparing import Comparing, Joined, code_options, divisions, figure, tried, value
from icmo.web.context import Opened, Words
from icmo.web.errors import status
from icmo.web.pages import code_tree
from icmo.web.rendering import render
from icmo.web.tables import table_file

router = APIRouter(prefix="/compare", include_in_schema=False)
Asked = Annotated[Comparing, Query()]


# --- The framework matrix and contrasts -----------------------------------------------------------------


@router.get("/framework")
def framework_page(request: Request, project: Opened, asked: Asked) -> HTMLResponse:
    """Codes by cases: what is written in each cell, to be changed there, with the quotes it sums up."""
    material = project.material()
    codes = [code for code in asked.code if code] or None
    kinds = [] if codes else asked.kinds or [Kind.MECHANISM]
    shown, fault = tried(lambda: {"made": framework(material, codes=codes, kinds=kinds, by=asked.by or MUNICIPALITY)})
    return render(
        request,
        "compare_framework.html",
        status_code=status(fault) if fault else 200,
        material=material,
        by=asked.by or MUNICIPALITY,
        chosen=kinds,
        kinds=tuple(Kind),
        known=divisions(material),
        fault=fault,
        words=asking.words,
        **({"made": None} | shown),
    )


@router.get("/framework.{suffix}")
def framework_file(suffix: str, project: Opened, asked: Asked) -> Response:
    """The framework matrix as CSV or Excel: a column per case, the summaries with their counts."""
    made = framework(project.material(), kinds=asked.kinds or [Kind.MECHANISM], by=asked.by or MUNICIPALITY)
    heading, *rows = made.rows()
    return table_file(
        [dict(zip(heading, row, strict=True)) for row in rows], heading, suffix, title=_("Framework matrix")
    )


@router.get("/contrast")
def contrast_page(request: Request, project: Opened, mechanism: Words = "", by: Words = MUNICIPALITY) -> HTMLResponse:
    """The same mechanism with other contexts and other outcomes, side by side with its quotes."""
    material = project.material()
    used = _mechanisms(material)
    mechanism = mechanism or next(iter(used), "")
    shown, fault = tried(lambda: {"made": contrast(material, mechanism, by=by)}) if mechanism else ({}, None)
    return render(
        request,
        "compare_contrast.html",
        status_code=status(fault) if fault else 200,
        material=material,
        mechanism=mechanism,
        used=used,
        by=by,
        known=divisions(material),
        fault=fault,
        words=asking.words,
        roles=(Role.I, Role.C, Role.K, Role.O),
        **({"made": None} | shown),
    )


def _mechanisms(material: Material) -> dict[str, str]:
    """The codes that are the mechanism of a configuration, in the order of the code book, with their labels."""
    there = {
        material.coding_by_guid[part.coding].code
        for one in material.configurations
        for part in one.parts
        if part.role is Role.M
    }
    return {code.id: code.label.text(current()) for code in material.codebook.codes if code.id in there}


# --- Figures beside what was said -----------------------------------------------------------------------


@router.get("/joint")
def joint_page(request: Request, project: Opened, asked: Annotated[Joined, Query()]) -> HTMLResponse:
    """Figures of municipalities beside the mechanisms told of there, each with a quote."""
    material = project.material()
    known = variable_kinds(material)
    chosen = [name for name in asked.variable if name] or list(known)[:4]
    codes = [code for code in asked.code if code]
    shown, fault = tried(lambda: _joined(material, chosen, codes, asked.x, asked.y)) if known else ({}, None)
    return render(
        request,
        "compare_joint.html",
        status_code=status(fault) if fault else 200,
        material=material,
        known=known,
        chosen=chosen,
        codes=codes,
        options=code_options(material, (Kind.MECHANISM, Kind.MODERATOR, Kind.OUTCOME)),
        x=asked.x,
        y=asked.y,
        fault=fault,
        rule=rule(),
        small=small,
        value=value,
        words=asking.words,
        **({"made": None, "correlated": None, "chart": None} | shown),
    )


def _joined(material: Material, variables: list[str], codes: list[str], x: str, y: str) -> dict[str, Any]:
    from icmo.charts import scatter

    made = joint(material, variables=variables, codes=codes or None)
    shown: dict[str, Any] = {"made": made, "columns": _columns(material, made)}
    if x and y:
        every = joint(material, variables=variable_kinds(material), codes=[code.id for code in made.codes])
        frame = every.frame()
        shown["correlated"] = correlation(frame, x, y)
        names = dict(shown["columns"])
        one, other = names.get(x, x), names.get(y, y)
        title = _("{x} and {y}").format(x=one, y=other)
        shown["chart"] = figure(scatter(frame.rename(columns=names), one, other, title=title))
    return shown


def _columns(material: Material, made: Joint) -> list[tuple[str, str]]:
    """What can be set against each other: figures, and how many interviews tell of a code."""
    numbers = [name for name, one in variable_kinds(material).items() if one.kind is VariableKind.NUMERIC]
    told = [
        (f"{code.id}:sources", _("{code}: transcripts").format(code=code.label.text(current()))) for code in made.codes
    ]
    return [*((name, name) for name in numbers), *told]


@router.get("/cases")
def cases_page(request: Request, project: Opened) -> HTMLResponse:
    """The variables of municipalities, brought in from a table; and what the interview guide asks about."""
    material = project.material()
    return render(
        request,
        "cases.html",
        material=material,
        variables=variable_kinds(material),
        informants=tuple(InformantType),
        tree=code_tree(material.codebook.codes),
        value=value,
    )
