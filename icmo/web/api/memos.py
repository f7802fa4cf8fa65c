"""Memos: notes of five kinds about anything in the project."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Response

from icmo.models import About, MemoKind
from icmo.web import shown
from icmo.web.context import Body, Coder, Guid, Offset, Opened, Text, Words

router = APIRouter(prefix="/memos", tags=["memos"])


class NewMemo(Body):
    """What it is about, and what it says. Only one about a segment has start and end."""

    kind: MemoKind
    text: Text
    about: About
    subject: Text = ""
    start: Offset | None = None
    end: Offset | None = None


class ChangedMemo(Body):
    """What is to be different; `version` is that of the memo as it was read."""

    version: Text
    text: Text | None = None
    kind: MemoKind | None = None


@router.get("", summary="Every memo, the newest first")
def all_of_them(
    project: Opened, kind: MemoKind | None = None, about: About | None = None, subject: Words | None = None
) -> list[dict[str, Any]]:
    """Or those of one kind, about one sort of thing, or about one thing."""
    return [
        shown.plain(one)
        for one in project.memos()
        if kind in (None, one.kind) and about in (None, one.about) and subject in (None, one.subject)
    ]


@router.post("", status_code=201, summary="Write a memo")
def add(body: NewMemo, project: Opened, coder: Coder) -> dict[str, Any]:
    """About the project, a transcript, segment, coding, code, configuration or theory."""
    values = body.model_dump(exclude={"kind", "text"})
    return shown.plain(project.add_memo(body.kind, body.text, coder=coder, **values))


@router.patch("/{guid}", summary="Give a memo another text or kind")
def change(guid: Guid, body: ChangedMemo, project: Opened, coder: Coder) -> dict[str, Any]:
    """Answers 409 when somebody has changed it since that version."""
    return shown.plain(project.change_memo(guid, coder=coder, seen=body.version, text=body.text, kind=body.kind))


@router.delete("/{guid}", status_code=204, response_class=Response, summary="Take a memo away")
def remove(guid: Guid, project: Opened, coder: Coder) -> None:
    """An undo brings it back."""
    project.remove_memo(guid, coder=coder)
