"""The pages of the exchange: a file of another program looked at and brought in; the project taken out as a file."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, File, Query, Request, UploadFile
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, RedirectResponse, Response

from icmo.errors import IcmoError, PersonalDataError
from icmo.project import Project
from icmo.web.context import Coder, Opened, Text
from icmo.web.errors import status
from icmo.web.exchange_formats import AskedFile, Format, Taken, format_of, formats, take, targets
from icmo.web.exchanging import Told, told
from icmo.web.rendering import render
from icmo.web.uploads import file_name
from icmo.web.waiting import SECONDS, WaitingRoom

router = APIRouter(prefix="/exchange", include_in_schema=False)
TYPES = {
    ".csv": "text/csv; charset=utf-8",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".html": "text/html; charset=utf-8",
    ".jsonl": "application/x-ndjson",
    ".jsonld": "application/ld+json",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".zip": "application/zip",
}


def room_of(request: Request) -> WaitingRoom:
    """Where files wait between their preview and their import."""
    room: WaitingRoom = request.app.state.waiting
    return room


Room = Annotated[WaitingRoom, Depends(room_of)]
Asked = Annotated[AskedFile, Query()]


@router.get("")
def exchange_page(request: Request) -> HTMLResponse:
    """Where a file is chosen to be brought in, and the formats that the project can be taken out as."""
    return _exchange(request)


def _exchange(request: Request, fault: IcmoError | None = None) -> HTMLResponse:
    code = status(fault) if fault else 200
    return render(request, "exchange.html", status_code=code, fault=fault, formats=formats())


# --- Bringing in ----------------------------------------------------------------------------------------


@router.post("")
async def receive(request: Request, file: Annotated[UploadFile, File()], room: Room) -> Response:
    """Keep a file, to be looked at and perhaps brought in."""
    name = file_name(file.filename or "") or "project.qdpx"
    try:
        key = await run_in_threadpool(room.keep, file.file, name, file.size or 0)
    except IcmoError as error:
        return _exchange(request, error)
    asyncio.get_running_loop().call_later(SECONDS, room.drop, key)
    return RedirectResponse(f"/exchange/in/{key}", 303)


@router.get("/in/{key}")
def look(request: Request, key: Text, project: Opened, room: Room) -> HTMLResponse:
    """What bringing the file in would do, or what it has done; an error says what is wrong with the file."""
    try:
        file = room.find(key)
        found = file.told or _merged(project, file.path, preview=True)
    except IcmoError as error:
        return _exchange(request, error)
    return render(request, "exchange_in.html", file=file, told=found, done=file.told is not None)


@router.post("/in/{key}")
def bring_in(request: Request, key: Text, project: Opened, coder: Coder, room: Room) -> Response:
    """Bring the file in, as one step."""
    try:
        room.find(key).bring_in(lambda path: _merged(project, path, coder=coder))
    except IcmoError as error:
        return _exchange(request, error)
    return RedirectResponse(f"/exchange/in/{key}", 303)


@router.post("/in/{key}/leave")
def leave(key: Text, room: Room) -> RedirectResponse:
    """Delete the file without bringing it in."""
    room.drop(key)
    return RedirectResponse("/exchange", 303)


def _merged(project: Project, path: Path, *, coder: str = "", preview: bool = False) -> Told:
    return told(project.import_exchange(path, coder=coder, preview=preview))


# --- Taking out -----------------------------------------------------------------------------------------


@router.get("/{name}")
def format_page(request: Request, name: Text, project: Opened, asked: Asked) -> HTMLResponse:
    """A format: for whom it is, what may be asked of it, what the file lacks, and the file."""
    form = format_of(name)
    made = None if form.shareable else take(project, form, asked)
    return _format(request, project, form, asked, made=made)


def _format(
    request: Request,
    project: Project,
    form: Format,
    asked: AskedFile,
    *,
    made: Taken | None = None,
    fault: IcmoError | None = None,
) -> HTMLResponse:
    return render(
        request,
        "exchange_out.html",
        status_code=status(fault) if fault else 200,
        form=form,
        asked=asked,
        made=made,
        fault=fault,
        targets=targets(),
        transcripts=project.material().transcripts,
    )


@router.get("/{name}/file")
def file_of(request: Request, name: Text, project: Opened, asked: Asked) -> Response:
    """The file; where personal data stop it, the page of its format says where they are."""
    form = format_of(name)
    try:
        taken = take(project, form, asked)
    except PersonalDataError as error:
        return _format(request, project, form, asked, fault=error)
    kind = TYPES.get(Path(taken.name).suffix, "application/octet-stream")
    saved_as = {"Content-Disposition": f'attachment; filename="{taken.name}"'}
    return Response(taken.data, media_type=kind, headers=saved_as)
