"""Codings: applied to a segment, changed, taken away."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Response
from pydantic import Field

from icmo.models import Valence
from icmo.web import shown
from icmo.web.context import Body, Coder, Guid, Learning, Offset, Opened, Text, Words, said

router = APIRouter(prefix="/codings", tags=["codings"])


class NewCodings(Body):
    """A segment and the codes that it gets."""

    transcript: Text
    start: Offset
    end: Offset
    codes: Annotated[list[Text], Field(min_length=1, max_length=50)]


class ChangedCoding(Body):
    """What is to be different; `version` is that of the coding as it was read."""

    version: Text
    start: Offset | None = None
    end: Offset | None = None
    code: Text | None = None
    valence: Valence | None = None
    memo: Text | None = None


@router.post("", status_code=201, summary="Apply one or several codes to a segment")
def add(body: NewCodings, project: Opened, coder: Coder, learner: Learning) -> list[dict[str, Any]]:
    """A code that the coder has put there already is left as it is."""
    made = project.mark(body.transcript, body.codes, coder=coder, start=body.start, end=body.end)
    learner.nudge(made[0].transcript, coder)
    return [shown.coding(one) for one in made]


@router.patch("/{guid}", summary="Change a coding's span, code, valence or memo")
def change(guid: Guid, body: ChangedCoding, project: Opened, coder: Coder) -> dict[str, Any]:
    """Answers 409 when somebody has changed it since that version."""
    changes = {name: value for name, value in said(body).items() if name == "valence" or value is not None}
    return shown.coding(project.recode(guid, coder=coder, seen=str(changes.pop("version")), **changes))


@router.delete("/{guid}", status_code=204, response_class=Response, summary="Take a coding away")
def remove(guid: Guid, project: Opened, coder: Coder, version: Words | None = None) -> None:
    """The parts that it was go too, and a configuration whose last part that is; an undo brings them back."""
    project.uncode(guid, coder=coder, seen=version)
