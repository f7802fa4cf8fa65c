"""Transcripts: listed, read, brought in, described, corrected; and all that marks one of them."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, File, Form, Query, UploadFile
from pydantic import Field

from icmo.correcting import Correction
from icmo.errors import InvalidError
from icmo.i18n import _
from icmo.models import InformantType
from icmo.progress import progress
from icmo.web import shown, uploads
from icmo.web.context import Body, Coder, Guid, Learning, Opened, Reader, Text, said

router = APIRouter(prefix="/transcripts", tags=["transcripts"])

Files = Annotated[list[UploadFile], File(description="Transcripts: .txt, .md, .docx, .vtt; and a manifest.csv")]
MAX_FILES = 500


class Description(Body):
    """What is known of a transcript."""

    title: Text | None = None
    municipality: Text | None = None
    informant_type: InformantType | None = None
    role: Text | None = None
    date: Text | None = None
    target_group: Text | None = None


class CorrectedText(Body):
    """The whole corrected text; `sha256` is that of the text that was corrected."""

    text: Text
    sha256: Text
    drop: Annotated[list[Text], Field(max_length=10_000, default_factory=list)]


@router.get("", summary="Every transcript, and how far its coding is")
def all_of_them(project: Opened, coder: Reader) -> list[dict[str, Any]]:
    """By municipality in Danish order."""
    return [shown.progress(one) for one in progress(project.material(), coder)]


@router.post("/preview", summary="What files would bring: speakers, words, what they say of themselves")
async def preview(files: Files, project: Opened) -> dict[str, Any]:
    """Nothing is kept."""
    return await uploads.preview(_some(files), project)


@router.post("", status_code=201, summary="Bring transcript files into the project")
async def add(
    files: Files,
    project: Opened,
    coder: Coder,
    described: Annotated[str, Form(description="JSON: what each file is, by its name")] = "{}",
) -> dict[str, Any]:
    """In one step; a file that cannot be read is told of, and the others go in."""
    return await uploads.bring_in(_some(files), described, project, coder)


@router.get("/{guid}", summary="A transcript with its text and turns")
def one(guid: Guid, project: Opened) -> dict[str, Any]:
    """Offsets are Unicode code points, half-open."""
    return shown.whole_transcript(project.transcript(guid))


@router.patch("/{guid}", summary="Change what is known of a transcript")
def describe(guid: Guid, body: Description, project: Opened, coder: Coder) -> dict[str, Any]:
    """Only what is named changes."""
    return shown.transcript(project.describe(guid, coder=coder, **said(body)))


@router.get("/{guid}/marks", summary="All that marks a transcript")
def marks(guid: Guid, project: Opened, coder: Reader) -> dict[str, Any]:
    """Codings, the coder's open suggestions, configurations and memos."""
    return shown.marked(project.marked(guid), coder)


@router.get("/{guid}/state", summary="Whether anything has changed since")
def state(
    guid: Guid, project: Opened, learner: Learning, since: Annotated[int, Query(ge=0, le=2**53)] = 0
) -> dict[str, Any]:
    """The newest entry in the log, what changed after `since`, when suggestions were made, what the learner does."""
    number, renewed, changed = project.state(guid, since)
    return {"number": number, "changed": changed, "renewed": renewed, **vars(learner.standing)}


@router.post("/{guid}/correction/preview", summary="What a corrected text would do to the codings")
def preview_correction(guid: Guid, body: CorrectedText, project: Opened) -> dict[str, Any]:
    """Nothing is changed."""
    return _correction(project.preview_correction(guid, body.text))


@router.post("/{guid}/correction", summary="Give a transcript a corrected text")
def correct(guid: Guid, body: CorrectedText, project: Opened, coder: Coder, learner: Learning) -> dict[str, Any]:
    """Codings move with their words. Those whose words are gone go only when `drop` names them."""
    made = project.correct(guid, body.text, coder=coder, seen=body.sha256, drop=body.drop)
    learner.nudge(made.after.guid, coder)
    return _correction(made)


def _correction(made: Correction) -> dict[str, Any]:
    return {
        "kept": len(made.moved),
        "review": [
            shown.coding(one.coding) | {"before": one.coding.quote, "after": one.quote, "at": [one.start, one.end]}
            for one in made.review
        ],
        "lost": [shown.coding(one) | {"before": one.quote} for one in made.lost],
    }


def _some(files: list[UploadFile]) -> list[UploadFile]:
    if len(files) > MAX_FILES:
        raise InvalidError(_("At most {n} files at a time.").format(n=MAX_FILES))
    return files
