"""Cases: the municipalities with their variables, the framework matrix's summaries, the interview guide."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, File, UploadFile
from pydantic import Field
from starlette.concurrency import run_in_threadpool

from icmo.files import write_bytes
from icmo.models import InformantType
from icmo.web import shown
from icmo.web.context import Body, Coder, Opened, Text

router = APIRouter(tags=["cases"])


class Cell(Body):
    """A cell of the framework matrix; `seen` is the text that stood there when it was read."""

    code: Text
    case: Text
    text: Text
    seen: Text | None = None


class Guide(Body):
    """The codes that the interview guide asks informants of a type about."""

    informant_type: InformantType
    codes: Annotated[list[Text], Field(max_length=2000)]


@router.get("/cases", summary="Every municipality with its variables")
def cases(project: Opened) -> list[dict[str, Any]]:
    """Numbers are numbers."""
    return [vars(one) for one in project.material().cases]


@router.post("/cases", status_code=201, summary="Give municipalities variables from a CSV or Excel file")
async def import_cases(
    file: Annotated[UploadFile, File(description="A row per municipality, its name in the column kommune")],
    project: Opened,
    coder: Coder,
) -> dict[str, int]:
    """In one step; what is not named stays."""
    data = await file.read()
    name = Path((file.filename or "").replace("\\", "/")).suffix[:10]
    return {"cases": await run_in_threadpool(_import, project, data, name, coder)}


def _import(project: Opened, data: bytes, suffix: str, coder: str) -> int:
    with tempfile.TemporaryDirectory(prefix="icmo-") as folder:
        path = Path(folder) / f"cases{suffix if suffix.lower() in ('.csv', '.xlsx') else '.csv'}"
        write_bytes(path, data)
        return project.import_cases(path, coder=coder)


@router.put("/summaries", summary="Write in a cell of the framework matrix")
def write_summary(body: Cell, project: Opened, coder: Coder) -> dict[str, Any] | None:
    """No text empties the cell."""
    made = project.write_summary(body.code, body.case, body.text, seen=body.seen, coder=coder)
    return shown.plain(made) if made else None


@router.get("/guide", summary="What the interview guide asks about")
def guide(project: Opened) -> dict[str, tuple[str, ...]]:
    """Codes by informant type."""
    return dict(project.guide())


@router.put("/guide", status_code=204, summary="Say what informants of a type are asked about")
def set_guide(body: Guide, project: Opened, coder: Coder) -> None:
    """No codes: nothing is known of it."""
    project.set_guide(body.informant_type, body.codes, coder=coder)
