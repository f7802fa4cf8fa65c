"""The page of the rounds of blind coding: opened, read, closed; and copies for those who read elsewhere."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from fastapi import APIRouter, Form, Query, Request
from pydantic import Field
from starlette.responses import HTMLResponse, RedirectResponse, Response

from icmo.codebook_values import slug
from icmo.errors import IcmoError
from icmo.models import Round, Transcript
from icmo.project import Project
from icmo.rounds import FEWEST, ReaderProgress
from icmo.web.context import Body, Coder, Guid, Opened, Reader, Text
from icmo.web.errors import status
from icmo.web.rendering import render
from icmo.web.rounds import NewRound, Plan, by_transcript, names_in, opened, people, plan_of

router = APIRouter(include_in_schema=False)
Act = Callable[[], Round]
SHARE, EACH = 20, 2  # what the form says at first


class AskedRound(Body):
    """What the form says of a new round."""

    name: Text = ""
    reader: Annotated[list[Text], Field(default_factory=list)]
    others: Text = ""
    which: Literal["share", "chosen"] = "share"
    share: float = SHARE
    transcript: Annotated[list[Text], Field(default_factory=list)]
    each: int = EACH
    seed: int = 0
    suggestions: bool = False
    note: Text = ""
    do: Literal["preview", "open"] = "preview"

    @property
    def wanted(self) -> NewRound:
        """The round that is asked for."""
        drawn = self.which == "share"
        return NewRound(
            name=self.name,
            readers=list(dict.fromkeys([*self.reader, *names_in(self.others)])),
            of=None if drawn else self.transcript,
            share=self.share / 100 if drawn else None,
            each=self.each,
            seed=min(max(0, self.seed), 2**31),
            suggestions=self.suggestions,
            note=self.note,
        )


@dataclass(frozen=True)
class Shown:
    """A round on the page: how far its readers are, and who reads what, with when they were done."""

    round: Round
    progress: tuple[ReaderProgress, ...]
    rows: tuple[tuple[Transcript, dict[str, str]], ...]

    @property
    def is_done(self) -> bool:
        """Whether everybody is done with everything."""
        return all(one.done for one in self.round.assignments)


@router.get("/rounds")
def rounds_page(request: Request, project: Opened) -> HTMLResponse:
    """The rounds that are going on and those that are closed; a form to open one."""
    return _page(request, project)


def _page(
    request: Request,
    project: Project,
    asked: AskedRound | None = None,
    plan: Plan | None = None,
    fault: IcmoError | None = None,
) -> HTMLResponse:
    there = project.rounds()
    material = project.material()
    return render(
        request,
        "rounds.html",
        status_code=status(fault) if fault else 200,
        open_rounds=[_shown(project, one, material.transcripts) for one in there if not one.closed],
        closed_rounds=[one for one in reversed(there) if one.closed],
        busy={guid: one.name for one in there if not one.closed for guid in one.transcripts},
        transcripts=material.transcripts,
        sources=material.transcript_by_guid,
        people=people(project),
        asked=asked or AskedRound(reader=[], transcript=[], seed=len(there)),
        plan=plan,
        fault=fault,
        fewest=FEWEST,
    )


def _shown(project: Project, one: Round, transcripts: tuple[Transcript, ...]) -> Shown:
    done = {(a.transcript, a.reader): a.done for a in one.assignments}
    readers = by_transcript(one.assignments)
    rows = ((t, {name: done[t.guid, name] for name in readers[t.guid]}) for t in transcripts if t.guid in readers)
    return Shown(one, project.round_progress(one.guid), tuple(rows))


@router.post("/rounds")
def open_round(request: Request, project: Opened, coder: Coder, asked: Annotated[AskedRound, Form()]) -> Response:
    """Open a round, or look at the draw first."""
    try:
        if asked.do == "preview":
            return _page(request, project, asked, plan_of(project, asked.wanted))
        made = opened(project, asked.wanted, coder=coder)
    except IcmoError as error:
        return _page(request, project, asked, fault=error)
    return RedirectResponse(f"/rounds#{made.guid}", 303)


@router.post("/rounds/{guid}/close")
def close(
    request: Request, guid: Guid, project: Opened, coder: Coder, early: Annotated[bool, Form()] = False
) -> Response:
    """Close a round: everybody sees everything from now on."""
    return _done(request, project, lambda: project.close_round(guid, coder=coder, early=early))


@router.post("/rounds/{guid}/readers")
def change_readers(
    request: Request,
    guid: Guid,
    project: Opened,
    coder: Coder,
    transcript: Annotated[Text, Form()],
    reader: Annotated[Text, Form()],
    do: Annotated[Literal["assign", "release"], Form()],
) -> Response:
    """Give a transcript of a round to one more coder, or take it from one."""
    act = project.assign if do == "assign" else project.release
    return _done(request, project, lambda: act(guid, transcript, reader, coder=coder))


def _done(request: Request, project: Project, act: Act) -> Response:
    try:
        made = act()
    except IcmoError as error:
        return _page(request, project, fault=error)
    return RedirectResponse(f"/rounds#{made.guid}", 303)


@router.get("/rounds/copy")
def copy(project: Opened, viewer: Reader, reader: Annotated[Text, Query()]) -> Response:
    """A copy of the project for one reader; their own blind coding is in it only when they take it themselves."""
    with tempfile.TemporaryDirectory(prefix="icmo-") as folder:
        name = f"{slug(project.name)}-{slug(reader)}.icmo"
        data = project.hand_out(Path(folder) / name, reader=reader, own=viewer == reader).read_bytes()
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(data, media_type="application/vnd.sqlite3", headers=headers)


@router.post("/transcripts/{guid}/done")
def mark_done(guid: Guid, project: Opened, coder: Coder, done: Annotated[bool, Form()] = True) -> RedirectResponse:
    """Say that the coder is done with a transcript of a round, or not yet."""
    project.mark_done(guid, coder=coder, done=done)
    return RedirectResponse(f"/transcripts/{guid}", 303)
