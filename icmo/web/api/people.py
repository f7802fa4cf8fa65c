"""Who codes, and how each wants to work."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import Field

from icmo.web.context import Body, Coder, Opened, Text

router = APIRouter(tags=["coders"])


class Preferences(Body):
    """What a coder may choose; what is not named stays as it was."""

    pins: Annotated[list[Text], Field(max_length=9)] | None = None
    shortcuts: bool | None = None


@router.get("/coders", summary="Those who have worked in the project")
def coders(project: Opened) -> list[str]:
    """Their names."""
    return project.coders()


@router.get("/preferences", summary="How the coder wants to work")
def preferences(project: Opened, coder: Coder) -> dict[str, Any]:
    """Pinned codes in the order of their digits; whether single keys are shortcuts."""
    return project.preferences(coder)


@router.put("/preferences", summary="Change how the coder wants to work")
def prefer(body: Preferences, project: Opened, coder: Coder) -> dict[str, Any]:
    """Codes that the book does not have are left out."""
    values = body.model_dump(exclude_none=True)
    if body.pins is not None:
        values["pins"] = [code for code in dict.fromkeys(body.pins) if code in project.codebook]
    return project.prefer(coder, **values)
