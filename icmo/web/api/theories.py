"""Programme theories: the sentences that configurations support, refute or refine."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Response

from icmo.web import shown
from icmo.web.context import Body, Coder, Guid, Opened, Text

router = APIRouter(prefix="/theories", tags=["theories"])


class NewTheory(Body):
    """A name and a sentence."""

    name: Text
    statement: Text


class ChangedTheory(Body):
    """What is to be different; `version` is that of the theory as it was read."""

    version: Text
    name: Text | None = None
    statement: Text | None = None


@router.get("", summary="Every theory, by name")
def all_of_them(project: Opened) -> list[dict[str, Any]]:
    """With the version to send back with a change."""
    return [shown.plain(one) for one in project.theories()]


@router.post("", status_code=201, summary="Write a theory")
def add(body: NewTheory, project: Opened, coder: Coder) -> dict[str, Any]:
    """Its name is its own."""
    return shown.plain(project.add_theory(body.name, body.statement, coder=coder))


@router.patch("/{guid}", summary="Give a theory another name or wording")
def change(guid: Guid, body: ChangedTheory, project: Opened, coder: Coder) -> dict[str, Any]:
    """The earlier wording stays in the log."""
    made = project.change_theory(guid, coder=coder, seen=body.version, name=body.name, statement=body.statement)
    return shown.plain(made)


@router.delete("/{guid}", status_code=204, response_class=Response, summary="Take a theory away")
def remove(guid: Guid, project: Opened, coder: Coder) -> None:
    """Configurations that spoke of it stay, without it."""
    project.remove_theory(guid, coder=coder)
