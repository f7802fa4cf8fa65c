"""Suggestions, the queue of them, and what coders decide."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query

from icmo.models import Verdict
from icmo.progress import most_uncertain, open_suggestions
from icmo.web import shown
from icmo.web.context import Body, Coder, Guid, Learning, Offset, Opened, Reader, Text, Words

router = APIRouter(prefix="/suggestions", tags=["suggestions"])


class Decided(Body):
    """What the coder decides; an accepted suggestion may get another span."""

    verdict: Verdict
    start: Offset | None = None
    end: Offset | None = None


class Renewal(Body):
    """Which transcripts get new suggestions; none named: all of them."""

    transcript: Text | None = None


@router.get("", summary="The suggestions that the coder has not decided on")
def queue(
    project: Opened,
    coder: Reader,
    transcript: Words | None = None,
    order: Literal["uncertain", "text"] = "uncertain",
    limit: Annotated[int, Query(ge=1, le=1000)] = 50,
) -> dict[str, Any]:
    """Those first that the engine is least sure of, across all transcripts, or in the order of the texts."""
    material = project.material()
    found = open_suggestions(material.suggestions, material.decisions, material.codings, coder)
    if transcript is not None:
        found = [one for one in found if one.transcript == transcript]
    ordered = most_uncertain(found) if order == "uncertain" else found
    return {"total": len(found), "suggestions": [shown.suggestion(one) for one in ordered[:limit]]}


@router.post("/renewal", status_code=202, summary="Make new suggestions, in the background")
def renew(body: Renewal, project: Opened, coder: Coder, learner: Learning) -> dict[str, str]:
    """The transcripts' state tells when they are there."""
    if body.transcript is not None:
        project.transcript(body.transcript)
    learner.nudge(body.transcript, coder)
    return {"state": "asked"}


@router.post("/{guid}/decision", status_code=201, summary="Accept, reject or skip a suggestion")
def decide(guid: Guid, body: Decided, project: Opened, coder: Coder, learner: Learning) -> dict[str, Any]:
    """An accepted suggestion becomes a coding in the same step."""
    made = project.decide(guid, body.verdict, coder=coder, start=body.start, end=body.end)
    learner.nudge(made.transcript, coder)
    coding = project.coding(made.coding) if made.coding else None
    return {"guid": made.guid, "verdict": made.verdict, "coding": shown.coding(coding) if coding else None}
