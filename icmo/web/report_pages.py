"""The pages of the overview and of all reports: what is asked, a preview of the file, its quotes, and the file."""

from __future__ import annotations

import io
import tempfile
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from starlette.responses import HTMLResponse, Response

from icmo.codebook_values import slug
from icmo.documents import kinds
from icmo.documents.kinds import ReportKind
from icmo.documents.leaks import leaks
from icmo.documents.model import Report
from icmo.documents.options import ORDERS
from icmo.documents.places import places
from icmo.i18n import current, language
from icmo.models import Material
from icmo.overview import Entry, Overview
from icmo.privacy.find import masked, name_of
from icmo.project import Project
from icmo.reports.html import render as html_of
from icmo.reports.write import report_bytes, require_suffix
from icmo.web.context import Coder, Opened, Text, Words
from icmo.web.made import news_of, overview_of, report_of
from icmo.web.rendering import render
from icmo.web.reporting import AskedReport, codes_for, variables

router = APIRouter(include_in_schema=False)
Asked = Annotated[AskedReport, Query()]
TYPES = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".html": "text/html; charset=utf-8",
    ".json": "application/json",
}
PREVIEWED = 200  # quotes of a list in the preview
LISTED = 100  # quotes on a page of their list
NEW_SHOWN = 30  # changes since the last export
WITHHELD_SHOWN = 200


# --- The overview ---------------------------------------------------------------------------------------


@router.get("/overview")
def overview_page(request: Request, project: Opened, asked: Asked, entry: Words = "") -> HTMLResponse:
    """The overview as it will be printed; an entry with its quotes; what was edited by hand; what is new."""
    material = project.material()
    made = overview_of(material, replace(asked.options(mask=True), lang=asked.lang or current()))
    at, chosen = _entry(made, entry)
    return render(
        request,
        "overview.html",
        material=material,
        made=made,
        asked=asked,
        chosen=chosen,
        chosen_at=at,
        kind=kinds.kind("overview"),
        address=lambda r, g, one: f"/overview{asked.query(entry=_name(made, r, g, one))}",
        called=lambda code: _label(material, code),
        codes=[(code.id, code.label.text(current()), code.kind.value) for code in material.codebook.codes],
        news=news_of(project, asked.options(mask=True)),
        suffixes=tuple(TYPES)[:3],
        new_shown=NEW_SHOWN,
    )


def _name(made: Overview, row: int, group: int, entry: Entry) -> str:
    return "|".join((made.keys[row], made.group_ids[group], entry.code))


def _entry(made: Overview, name: str) -> tuple[str, Entry | None]:
    """The entry of that name and where it stands, if there is one."""
    for (row, group), found in made.cells.items():
        for one in found:
            if name and _name(made, row, group, one) == name:
                return f"{made.rows[row]} · {made.groups[group]}", one
    return "", None


def _label(material: Material, code: str) -> str:
    return material.codebook[code].label.text(current()) if code in material.codebook else code


# --- All kinds ------------------------------------------------------------------------------------------


@router.get("/reports")
def reports_page(request: Request, project: Opened) -> HTMLResponse:
    """Every kind of report; the project's Word template and labels; what has been exported."""
    return render(
        request,
        "reports.html",
        kinds=kinds.kinds(),
        titles={one.id: one.title for one in kinds.kinds()},
        own=project.word_template(),
        material=project.material(),
        exports=project.exports(most=20),
    )


@router.get("/reports/{kind}")
def report_page(request: Request, kind: Text, project: Opened, asked: Asked) -> HTMLResponse:
    """A report: what is asked, the preview, where evaluators write, and the buttons that export it."""
    return _report_page(request, kinds.kind(kind), project, asked)


def _report_page(
    request: Request, kind: ReportKind, project: Project, asked: AskedReport, leaking: Report | None = None
) -> HTMLResponse:
    material = project.material()
    return render(
        request,
        "report.html",
        status_code=422 if leaking else 200,
        kind=kind,
        kinds=kinds.kinds(),
        asked=asked,
        leaks=_places(leaking) if leaking else (),
        material=material,
        codes=codes_for(kind, material, current()),
        variables=variables(material),
        orders=ORDERS,
        places=tuple(places(kind.id, material, asked.code)),
        written={one.place: one for one in material.texts},
        suffixes=tuple(TYPES)[:3],
        own=project.word_template(),
    )


def _places(made: Report) -> list[tuple[str, str, str]]:
    """What is personal in a report: what it is, where, and the address of the place in the transcript."""
    found = []
    for leak in leaks(made)[:LISTED]:
        quote = made.quote(leak.quote) if leak.quote else None
        address = f"/transcripts/{quote.transcript}#at={quote.start}-{quote.end}" if quote else ""
        found.append((name_of(leak.kind), leak.where, address))
    return found


@router.get("/reports/{kind}/preview")
def preview(kind: Text, project: Opened, asked: Asked) -> HTMLResponse:
    """The report as its HTML file, with personal data masked, for the frame on its page."""
    made = report_of(project, kinds.kind(kind).id, asked.options(mask=True))
    with language(made.language):
        return HTMLResponse(html_of(made, static=True, limit=PREVIEWED))


@router.post("/reports/{kind}/file")
def report_file(
    request: Request,
    kind: Text,
    project: Opened,
    coder: Coder,
    asked: Asked,
    suffix: Annotated[Text, Form()] = ".docx",
    mask: Annotated[bool, Form()] = False,
) -> Response:
    """The report as a file; what it told is kept, so that the next one can say what is new."""
    found = kinds.kind(kind)
    suffix = suffix.lower()
    require_suffix(suffix)
    made = report_of(project, found.id, asked.options(mask=mask))
    if leaks(made):
        return _report_page(request, found, project, asked, made)
    own = project.word_template() if suffix == ".docx" else None
    content = report_bytes(made, suffix, template=own[1] if own else None)
    with language(made.language):
        name = f"{slug(kinds.kind(kind).title)}{suffix}"
    project.keep_export(made, name, coder=coder)
    return Response(content, media_type=TYPES[suffix], headers=_saved_as(name))


@router.post("/reports/all.zip")
def all_reports(project: Opened, coder: Coder, mask: Annotated[bool, Form()] = False) -> Response:
    """Every kind of report as Word files in one archive."""
    asked = AskedReport()
    with tempfile.TemporaryDirectory(prefix="icmo-") as folder:
        written = project.export_reports(folder, (".docx",), coder=coder, options=asked.options(mask=mask))
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
            for path in written:
                archive.write(path, Path(path).name)
    return Response(file.getvalue(), media_type="application/zip", headers=_saved_as("icmo.zip"))


def _saved_as(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}


# --- Quotes ---------------------------------------------------------------------------------------------


@router.get("/reports/{kind}/quotes")
def quotes_page(
    request: Request, kind: Text, project: Opened, asked: Asked, page: Annotated[int, Query(ge=1, le=100_000)] = 1
) -> HTMLResponse:
    """The quotes that a report prints, and those that are withheld from it, to be approved and put in order."""
    material = project.material()
    made = report_of(project, kinds.kind(kind).id, asked.options(), changes=False)
    pages = max(1, -(-len(made.quotes) // LISTED))
    page = min(page, pages)
    first = (page - 1) * LISTED
    choice_of = {choice.coding: choice for choice in material.choices}
    withheld = [
        one for one in material.choices if one.verdict == "tilbageholdt" and one.coding in material.coding_by_guid
    ]
    return render(
        request,
        "report_quotes.html",
        kind=kinds.kind(kind),
        asked=asked,
        material=material,
        quotes=[replace(one, text=masked(one.text)[0]) for one in made.quotes[first : first + LISTED]],
        total=len(made.quotes),
        page=page,
        listed=LISTED,
        pages=pages,
        choice=lambda quote: next((choice_of[one] for one in quote.codings if one in choice_of), None),
        withheld=withheld[:WITHHELD_SHOWN],
        more_withheld=max(0, len(withheld) - WITHHELD_SHOWN),
        approved=sum(quote.approved for quote in made.quotes),
    )
