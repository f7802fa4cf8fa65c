"""Undo, redo and the log."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query

from icmo.models import Change
from icmo.web import shown
from icmo.web.activity import things
from icmo.web.context import Coder, Opened

router = APIRouter(tags=["history"])


@router.post("/undo", summary="Take back the coder's latest step")
def undo(project: Opened, coder: Coder) -> dict[str, Any]:
    """Whatever it was; no changes: there is nothing to undo."""
    return _told(project.undo(coder))


@router.post("/redo", summary="Do again what was undone last")
def redo(project: Opened, coder: Coder) -> dict[str, Any]:
    """No changes: there is nothing to do again."""
    return _told(project.redo(coder))


@router.get("/history", summary="The latest entries of the log, oldest first")
def history(project: Opened, last: Annotated[int, Query(ge=1, le=1000)] = 100) -> list[dict[str, Any]]:
    """Who changed what, and when."""
    return [shown.change(one) for one in project.log(last=last)]


def _told(changes: list[Change]) -> dict[str, Any]:
    return {"words": things(changes), "changes": [shown.change(one) for one in changes[:200]]}
