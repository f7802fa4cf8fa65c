"""The code book: read, and changed with the effect shown first (``?preview=true``)."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import Field

from icmo import codebook_changes as changes
from icmo.codebook_changes import CodeDraft, Effect
from icmo.models import Codebook, Kind
from icmo.web import shown
from icmo.web.context import Body, Coder, Guid, Opened, Text, said

router = APIRouter(prefix="/codebook", tags=["code book"])

Preview = Annotated[bool, Query(description="Only tell what it would do")]
Rules = Annotated[list[Text], Field(max_length=50)]


class NewCode(Body):
    """A new code. What is not said in English is taken from the Danish."""

    label_da: Text
    kind: Kind
    label_en: Text = ""
    definition_da: Text = ""
    definition_en: Text = ""
    parent: Text | None = None
    include_da: Rules = Field(default_factory=list)
    include_en: Rules = Field(default_factory=list)
    exclude_da: Rules = Field(default_factory=list)
    exclude_en: Rules = Field(default_factory=list)
    examples: Rules = Field(default_factory=list)
    cues: Rules = Field(default_factory=list)


class ChangedCode(Body):
    """What is to be different of a code."""

    label_da: Text | None = None
    label_en: Text | None = None
    definition_da: Text | None = None
    definition_en: Text | None = None
    kind: Kind | None = None
    include_da: Rules | None = None
    include_en: Rules | None = None
    exclude_da: Rules | None = None
    exclude_en: Rules | None = None
    examples: Rules | None = None
    cues: Rules | None = None


class Move(Body):
    """The code that it is to stand under; none: at the top."""

    parent: Text | None = None


class Merge(Body):
    """The code that takes over."""

    into: Text


class Split(Body):
    """The narrower codes, and which codings (by GUID) get which of them (by number, from 0)."""

    codes: Annotated[list[NewCode], Field(min_length=1, max_length=20)]
    assigned: dict[Text, int] = Field(default_factory=dict)


class Retirement(Body):
    """Whether the code is to be retired, or offered again."""

    retired: bool = True


@router.get("", summary="The code book with its codes")
def book(project: Opened) -> dict[str, Any]:
    """In the language of the request, with how many codings each code has."""
    counts = project.coding_counts()  # reads the code book again where somebody has changed it
    found = project.codebook
    codes = [shown.code(code, found) | {"codings": counts.get(code.id, 0)} for code in found.codes]
    return {"id": found.id, "version": found.version, "codes": codes}


@router.post("/codes", status_code=201, summary="Add a code")
def add(body: NewCode, project: Opened, coder: Coder, preview: Preview = False) -> dict[str, Any]:
    """Its id is made of the Danish label."""
    if preview:
        return _effect(project.preview_codebook(lambda book: changes.add(book, _draft(body))), project.codebook)
    return shown.code(project.add_code(_draft(body), coder=coder), project.codebook)


@router.patch("/codes/{code}", summary="Change a code's label, definition, kind or rules")
def change(code: Guid, body: ChangedCode, project: Opened, coder: Coder, preview: Preview = False) -> dict[str, Any]:
    """Its id stays."""
    values = {name: value for name, value in said(body).items() if value is not None}
    if preview:
        return _effect(project.preview_codebook(lambda book: changes.change(book, code, values)), project.codebook)
    return shown.code(project.change_code(code, values, coder=coder), project.codebook)


@router.post("/codes/{code}/move", summary="Put a code under another one")
def move(code: Guid, body: Move, project: Opened, coder: Coder, preview: Preview = False) -> dict[str, Any]:
    """Or at the top of its kind."""
    if preview:
        return _effect(project.preview_codebook(lambda book: changes.move(book, code, body.parent)), project.codebook)
    return shown.code(project.move_code(code, body.parent, coder=coder), project.codebook)


@router.post("/codes/{code}/merge", summary="Make one code of two")
def merge(code: Guid, body: Merge, project: Opened, coder: Coder, preview: Preview = False) -> dict[str, Any]:
    """The codings, memos and narrower codes of this one go over to the other."""
    if preview:
        return _effect(project.preview_codebook(lambda book: changes.merge(book, code, body.into)), project.codebook)
    return shown.code(project.merge_codes(code, body.into, coder=coder), project.codebook)


@router.post("/codes/{code}/split", summary="Make narrower codes beneath a code")
def split(code: Guid, body: Split, project: Opened, coder: Coder, preview: Preview = False) -> dict[str, Any]:
    """And give some of its codings to them."""
    drafts = [_draft(one) for one in body.codes]
    if preview:
        return _effect(project.preview_codebook(lambda book: changes.split(book, code, drafts)), project.codebook)
    made = project.split_code(code, drafts, body.assigned, coder=coder)
    return {"codes": [shown.code(one, project.codebook) for one in made]}


@router.post("/codes/{code}/retirement", summary="Offer a code no more, or again")
def retire(code: Guid, body: Retirement, project: Opened, coder: Coder, preview: Preview = False) -> dict[str, Any]:
    """Its codings stay."""
    do = changes.retire if body.retired else changes.restore
    if preview:
        return _effect(project.preview_codebook(lambda book: do(book, code)), project.codebook)
    return shown.code(project.retire_code(code, coder=coder, retired=body.retired), project.codebook)


def _draft(body: NewCode) -> CodeDraft:
    return CodeDraft(**body.model_dump())


def _effect(effect: Effect, book: Codebook) -> dict[str, Any]:
    return {
        "differences": [vars(one) for one in effect.differences],
        "touched": [vars(one) for one in effect.touched],
        "warnings": list(effect.warnings),
    }
