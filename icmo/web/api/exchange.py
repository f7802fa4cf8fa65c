"""Exchange with other programs: files of theirs looked at and brought in; the formats that a project goes out as."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, File, UploadFile

from icmo.project import Project
from icmo.web.context import Coder, Opened
from icmo.web.exchange_formats import Format, formats, targets
from icmo.web.exchanging import as_data, told
from icmo.web.uploads import file_name
from icmo.web.waiting import require_size

router = APIRouter(prefix="/exchange", tags=["exchange"])

Exchange = Annotated[UploadFile, File(description="A REFI-QDA project (.qdpx) or code book (.qdc)")]


@router.get("/formats", summary="The formats that the project can be taken out as")
def all_formats() -> list[dict[str, Any]]:
    """Each with the address of its file, and what may be asked of it."""
    return [_shown(one) for one in formats()]


def _shown(one: Format) -> dict[str, Any]:
    return {
        "format": one.id,
        "name": one.name,
        "suffix": one.suffix or ".zip",
        "about": one.whom,
        "shareable": one.shareable,
        "options": list(one.options),
        "targets": [target for target, _name in targets()] if one.asks else [],
        "address": f"/exchange/{one.id}/file",
    }


@router.post("/preview", summary="What bringing a file of another program in would do")
def preview(file: Exchange, project: Opened) -> dict[str, Any]:
    """Counts by kind and all remarks; nothing is changed or kept."""
    return _merged(file, project, coder="", preview=True)


@router.post("", status_code=201, summary="Bring a file of another program into the project")
def bring_in(file: Exchange, project: Opened, coder: Coder) -> dict[str, Any]:
    """In one step; what is there already is never changed and never doubled."""
    return _merged(file, project, coder=coder, preview=False)


def _merged(file: UploadFile, project: Project, *, coder: str, preview: bool) -> dict[str, Any]:
    name = file_name(file.filename or "") or "project.qdpx"
    require_size(name, file.size or 0)
    merge = project.import_exchange(file.file.read(), coder=coder, preview=preview, name=name)
    return as_data(told(merge), name)
