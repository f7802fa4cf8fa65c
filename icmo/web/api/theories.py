"""Programme theories: the sentences that configurations support, refute or refine."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Response
from pydantic import Field

from icmo.models import Role, TheoryPart
from icmo.web import shown
from icmo.web.context import Body, Coder, Guid, Opened, Text

router = APIRouter(prefix="/theories", tags=["theories"])


class Part(Body):
    """A code that a theory speaks of, in its role."""

    role: Role
    code: Text


MAX_PARTS = 100


class NewTheory(Body):
    """A name, a sentence, and the codes that it speaks of."""

    name: Text
    statement: Text
    parts: Annotated[list[Part], Field(max_length=MAX_PARTS, default_factory=list)]


class ChangedTheory(Body):
    """What is to be different, and why; `version` is that of the theory as it was read."""

    version: Text
    name: Text | None = None
    statement: Text | None = None
    parts: Annotated[list[Part] | None, Field(max_length=MAX_PARTS)] = None
    because: Text = ""


@router.get("", summary="Every theory, by name")
def all_of_them(project: Opened) -> list[dict[str, Any]]:
    """With the version to send back with a change."""
    return [shown.theory(one) for one in project.theories()]


@router.post("", status_code=201, summary="Write a theory")
def add(body: NewTheory, project: Opened, coder: Coder) -> dict[str, Any]:
    """Its name is its own."""
    return shown.theory(project.add_theory(body.name, body.statement, parts=_parts(body.parts), coder=coder))


@router.patch("/{guid}", summary="Give a theory another name, wording or codes")
def change(guid: Guid, body: ChangedTheory, project: Opened, coder: Coder) -> dict[str, Any]:
    """What it was stays in the log; the reason becomes a memo."""
    made = project.change_theory(
        guid,
        coder=coder,
        seen=body.version,
        name=body.name,
        statement=body.statement,
        parts=None if body.parts is None else _parts(body.parts),
        because=body.because,
    )
    return shown.theory(made)


@router.delete("/{guid}", status_code=204, response_class=Response, summary="Take a theory away")
def remove(guid: Guid, project: Opened, coder: Coder) -> None:
    """Configurations that spoke of it stay, without it."""
    project.remove_theory(guid, coder=coder)


def _parts(parts: list[Part]) -> list[TheoryPart]:
    return [TheoryPart(one.role, one.code) for one in parts]
