"""Reports: edits of the overview, choices of quotes, evaluators' texts, the Word template, neutral labels."""

from __future__ import annotations

from pathlib import PurePath
from typing import Annotated, Any

from fastapi import APIRouter, File, UploadFile
from pydantic import Field
from starlette.concurrency import run_in_threadpool

from icmo.documents import kinds
from icmo.models import Approval, Editing
from icmo.web.context import Body, Coder, Guid, Opened, Text

router = APIRouter(prefix="/reports", tags=["reports"])


class Edit(Body):
    """What is changed by hand in an entry of the overview; no target group: in all columns."""

    action: Editing
    row: Text
    code: Text = ""
    target_group: Text | None = None
    text: Annotated[Text, Field(max_length=500)] = ""
    into: Text = ""


class Choice(Body):
    """What is decided on printing the quote that these codings make; nothing takes an earlier decision back."""

    codings: Annotated[list[Text], Field(min_length=1, max_length=1000)]
    verdict: Approval | None = None
    rank: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    note: Annotated[Text, Field(max_length=5000)] = ""


class Written(Body):
    """What a report says at a place; no text empties it."""

    place: Text
    text: Annotated[Text, Field(max_length=100_000)]


class Labels(Body):
    """Whether reports print neutral labels for the municipalities' names."""

    on: bool


@router.get("", summary="The kinds of reports")
def report_kinds() -> list[dict[str, Any]]:
    """With what each shows."""
    return [{"kind": one.id, "title": one.title, "about": one.about} for one in kinds.kinds()]


@router.get("/overview/edits", summary="What was edited by hand in the overview")
def edits(project: Opened) -> list[dict[str, Any]]:
    """Oldest first."""
    return [vars(one) for one in project.material().edits]


@router.post("/overview/edits", status_code=201, summary="Hide, rename, merge or add an entry of the overview")
def edit(body: Edit, project: Opened, coder: Coder) -> dict[str, Any]:
    """An earlier edit of that sort to the entry is replaced."""
    made = project.edit_overview(
        body.action,
        body.row,
        body.code,
        target_group=body.target_group,
        text=body.text,
        into=body.into,
        coder=coder,
    )
    return dict(vars(made))


@router.delete("/overview/edits/{guid}", status_code=204, summary="Take an edit of the overview back")
def unedit(guid: Guid, project: Opened, coder: Coder) -> None:
    """The entry is as the coding makes it again."""
    project.unedit_overview([guid], coder=coder)


@router.put("/quotes", status_code=204, summary="Approve or withhold a quote, or let it come first")
def choose(body: Choice, project: Opened, coder: Coder) -> None:
    """The words that are approved are kept: other words need a new approval."""
    project.choose_quote(body.codings, verdict=body.verdict, rank=body.rank, note=body.note, coder=coder)


@router.put("/texts", status_code=204, summary="Write what a report says at a place")
def write(body: Written, project: Opened, coder: Coder) -> None:
    """Places are overview, theme:CODE, mechanism:CODE and rameses:NUMBER."""
    project.write_report_text(body.place, body.text, coder=coder)


@router.put("/labels", summary="Print neutral labels for the municipalities, or their names")
def labels(body: Labels, project: Opened, coder: Coder) -> dict[str, str]:
    """The labels by municipality."""
    return dict(project.print_neutral_labels(body.on))


@router.put("/template", status_code=204, summary="Write reports in the organisation’s own Word file")
async def set_template(
    file: Annotated[UploadFile, File(description="A .docx or .dotx")], project: Opened, coder: Coder
) -> None:
    """Its styles, header and footer are used."""
    data = await file.read()
    name = PurePath((file.filename or "").replace("\\", "/")).name[:200]
    await run_in_threadpool(project.set_word_template, name, data)


@router.delete("/template", status_code=204, summary="Write reports in icmo’s own look")
def no_template(project: Opened, coder: Coder) -> None:
    """Takes the template away."""
    project.set_word_template("", None)
