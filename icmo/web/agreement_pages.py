"""The page of agreement, and what coders decided together: a list, and a layer that is filled."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from icmo.agreement.asking import being_coded_blind
from icmo.agreement.bootstrap import FEWEST
from icmo.agreement.disagreements import disagreements
from icmo.agreement.project_units import UNITS
from icmo.agreement.readers import layers
from icmo.consensus import fill, progress, resolved, resting
from icmo.documents import kinds
from icmo.documents.pieces.agreement import rounded, with_interval
from icmo.documents.pieces.consensus import effect
from icmo.i18n import _
from icmo.models import Material, Resolution
from icmo.reports import agreement as report
from icmo.web import disputes
from icmo.web.agreeing import AskedAgreement, changed, code_rows, measured, verdict
from icmo.web.context import MAX_OFFSET, Coder, Guid, Opened
from icmo.web.disputes import AskedDisputes, agenda
from icmo.web.rendering import render
from icmo.web.reporting import AskedReport
from icmo.web.tables import table_file

router = APIRouter(prefix="/agreement", include_in_schema=False)
Asked = Annotated[AskedAgreement, Query()]
Disputes = Annotated[AskedDisputes, Query()]

LISTED = 100  # decisions on a page of their list
SUFFIXES = (".docx", ".xlsx", ".html")


@router.get("")
def agreement_page(request: Request, project: Opened, asked: Asked) -> HTMLResponse:
    """How far coders agree, over all and code by code; what a consensus has changed; or what to do first."""
    material = project.material()
    found = measured(material, asked)
    differing, decided = disagreements(material), resolved(material)
    return render(
        request,
        "agreement.html",
        material=material,
        asked=asked,
        found=found,
        rows=code_rows(material, found, differing, decided, asked.sort) if found else (),
        units=UNITS,
        coders=sorted({one.coder for one in layers(material)}),
        left_out=being_coded_blind(material),
        progress=progress(material),
        effect=(told := effect(material)),
        changed=changed(told) if told else (),
        fillable=len(fill(material)),
        fewest=FEWEST,
        meaning=report.meaning(),
        of_configurations=report.configurations(found.configurations) if found and found.configurations else (),
        kind=kinds.kind("agreement"),
        asked_report=AskedReport(),
        suffixes=SUFFIXES,
        called=lambda code: disputes.called(material, code),
        verdict=verdict,
        rounded=rounded,
        with_interval=with_interval,
    )


@router.get("/codes.{suffix}")
def codes_file(suffix: str, project: Opened, asked: Asked) -> Response:
    """The table of codes as CSV or Excel, the figure over all codes first."""
    material = project.material()
    rows = report.rows(material.codebook, measured(material, asked))
    return table_file(rows, report.COLUMNS, suffix, title=_("Agreement"))


@router.get("/disagreements.{suffix}")
def disagreements_file(suffix: str, project: Opened, asked: Disputes) -> Response:
    """The disagreements that are asked for as CSV or Excel, one row each."""
    material = project.material()
    rows = report.disagreement_rows(material, agenda(project, material, asked).listed)
    return table_file(rows, report.DISAGREEMENT_COLUMNS, suffix, title=_("Disagreements"))


# --- What was decided -----------------------------------------------------------------------------------


@router.get("/decisions")
def decisions_page(
    request: Request,
    project: Opened,
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
    filled: Annotated[int | None, Query(ge=0, le=MAX_OFFSET)] = None,
) -> HTMLResponse:
    """Everything that was decided, with the reason and who; what no longer stands; what is to be mended after it."""
    material = project.material()
    of = disputes.answered(material)
    ordered = _in_order(material, material.resolutions)
    return render(
        request,
        "decisions.html",
        material=material,
        decisions=[(made, of.get(made.guid)) for made in ordered[(page - 1) * LISTED : page * LISTED]],
        total=len(ordered),
        stale=len(ordered) - len(of),
        page=page,
        pages=max(1, -(-len(ordered) // LISTED)),
        resting=resting(material),
        progress=progress(material),
        fillable=len(fill(material)),
        filled=filled,
        chosen=lambda made, one: disputes.chosen(material, made, one),
        called=lambda code: disputes.called(material, code),
    )


def _in_order(material: Material, some: Sequence[Resolution]) -> list[Resolution]:
    order = {one.guid: number for number, one in enumerate(material.transcripts)}
    return sorted(some, key=lambda one: (order.get(one.transcript, len(order)), one.start, one.end))


@router.post("/decisions/{guid}/take-back")
def take_back(guid: Guid, project: Opened, coder: Coder) -> RedirectResponse:
    """Take a decision back: the codings that it set aside count again."""
    project.unresolve(guid, coder=coder)
    return RedirectResponse("/agreement/decisions", 303)


@router.post("/fill")
def fill_layer(project: Opened, coder: Coder) -> RedirectResponse:
    """Put what all have coded alike into the layer of consensus."""
    new = project.fill_consensus(coder=coder)
    return RedirectResponse(f"/agreement/decisions?filled={len(new)}", 303)
