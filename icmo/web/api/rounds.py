"""Rounds of blind coding: looked at, opened, read, closed."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query

from icmo.models import Round
from icmo.project import Project
from icmo.web.context import Body, Coder, Guid, Opened, Text
from icmo.web.rounds import Name, NewRound, as_data, opened, plan_as_data, plan_of

router = APIRouter(prefix="/rounds", tags=["rounds"])


class Closing(Body):
    """Whether the round is closed though somebody is not done."""

    early: bool = False


class Given(Body):
    """A transcript (GUID or name) of the round, and who is to read it too."""

    transcript: Text
    reader: Name


class Done(Body):
    """Whether the coder is done with a transcript (GUID or name)."""

    transcript: Text
    done: bool = True


@router.get("", summary="Every round, the earliest first")
def all_of_them(project: Opened) -> list[dict[str, Any]]:
    """With who reads what, and how far each is; never with what was coded."""
    return [_shown(project, one) for one in project.rounds()]


@router.post("", status_code=201, summary="Open a round")
def open_round(body: NewRound, project: Opened, coder: Coder) -> dict[str, Any]:
    """Until it is closed nobody sees what another has coded in its transcripts."""
    return _shown(project, opened(project, body, coder=coder))


@router.post("/preview", summary="Who would read what in a round")
def preview(body: NewRound, project: Opened) -> dict[str, Any]:
    """Nothing is changed; the same seed draws the same."""
    return plan_as_data(plan_of(project, body))


@router.put("/done", summary="Say that the coder is done with a transcript, or not yet")
def mark_done(body: Done, project: Opened, coder: Coder) -> dict[str, Any]:
    """It is one that the coder reads in an open round."""
    made = project.mark_done(body.transcript, coder=coder, done=body.done)
    return {"transcript": made.transcript, "reader": made.reader, "done": made.done}


@router.get("/{name}", summary="A round, by its name or GUID")
def one(name: Guid, project: Opened) -> dict[str, Any]:
    """A copy for one of its readers is at /rounds/copy."""
    return _shown(project, project.round(name))


@router.post("/{name}/close", summary="Close a round")
def close(name: Guid, body: Closing, project: Opened, coder: Coder) -> dict[str, Any]:
    """From now on everybody sees what all have coded in it."""
    return _shown(project, project.close_round(name, coder=coder, early=body.early))


@router.post("/{name}/assignments", status_code=201, summary="Give one more coder a transcript of a round")
def assign(name: Guid, body: Given, project: Opened, coder: Coder) -> dict[str, Any]:
    """The transcript is one of the round's."""
    return _shown(project, project.assign(name, body.transcript, body.reader, coder=coder))


@router.delete("/{name}/assignments", summary="Take a transcript of a round from a coder")
def release(
    name: Guid, project: Opened, coder: Coder, transcript: Annotated[Text, Query()], reader: Annotated[Text, Query()]
) -> dict[str, Any]:
    """Two at least read each transcript; what the coder has coded stays."""
    return _shown(project, project.release(name, transcript, reader, coder=coder))


def _shown(project: Project, one: Round) -> dict[str, Any]:
    sources = {source.guid: source for source in project.contents()}
    return as_data(one, project.round_progress(one.guid), sources)
