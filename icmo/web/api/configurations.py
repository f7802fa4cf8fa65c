"""Configurations: put together, changed, merged, linked."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Response
from pydantic import Field

from icmo.models import Configuration, Part, Polarity, Role, Stance
from icmo.project import Project
from icmo.web import shown
from icmo.web.context import Body, Coder, Guid, Opened, Text, Words, said

router = APIRouter(prefix="/configurations", tags=["configurations"])


class PartBody(Body):
    """A coding in its role; a mechanism may name its resource and its reasoning."""

    role: Role
    coding: Text
    resource: Text = ""
    reasoning: Text = ""


Parts = Annotated[list[PartBody], Field(min_length=1, max_length=100)]


class NewConfiguration(Body):
    """The parts and what is said of them together."""

    parts: Parts
    actor: Text = ""
    polarity: Polarity = Polarity.FURTHERS
    stance: Stance | None = None
    target_group: Text | None = None
    theory: Text | None = None
    statement: Text = ""
    memo: Text = ""


class ChangedConfiguration(Body):
    """What is to be different; `version` is that of the configuration as it was read."""

    version: Text
    parts: Parts | None = None
    actor: Text | None = None
    polarity: Polarity | None = None
    stance: Stance | None = None
    target_group: Text | None = None
    theory: Text | None = None
    statement: Text | None = None
    memo: Text | None = None


class Draft(Body):
    """The parts that a sentence is to be drafted from."""

    parts: Annotated[list[PartBody], Field(max_length=100)]
    polarity: Polarity = Polarity.FURTHERS


class Other(Body):
    """The other configuration."""

    guid: Text


_MAY_BE_EMPTIED = ("stance", "target_group", "theory")


@router.get("", summary="Every configuration, oldest first")
def all_of_them(project: Opened) -> list[dict[str, Any]]:
    """With its parts, their words and places."""
    material = project.material()
    return [shown.configuration(one, material.coding_by_guid) for one in material.configurations]


@router.post("", status_code=201, summary="Put codings together as a configuration")
def add(body: NewConfiguration, project: Opened, coder: Coder) -> dict[str, Any]:
    """Partial ones are normal: one part is enough."""
    values = body.model_dump(exclude={"parts"})
    return _show(project, project.configure(_parts(body.parts), coder=coder, **values))


@router.post("/draft", summary="Draft the sentence “Hvis … i …, så …, fordi …”")
def draft(body: Draft, project: Opened) -> dict[str, str]:
    """From the labels of the parts' codes, for a coder to write out."""
    return {"statement": project.draft_statement(_parts(body.parts), body.polarity)}


@router.patch("/{guid}", summary="Change a configuration")
def change(guid: Guid, body: ChangedConfiguration, project: Opened, coder: Coder) -> dict[str, Any]:
    """Answers 409 when somebody has changed it since that version."""
    changes = {name: value for name, value in said(body).items() if name in _MAY_BE_EMPTIED or value is not None}
    if body.parts is not None:
        changes["parts"] = _parts(body.parts)
    return _show(project, project.reconfigure(guid, coder=coder, seen=str(changes.pop("version")), **changes))


@router.delete("/{guid}", status_code=204, response_class=Response, summary="Take a configuration apart")
def remove(guid: Guid, project: Opened, coder: Coder, version: Words | None = None) -> None:
    """Its codings stay."""
    project.unconfigure(guid, coder=coder, seen=version)


@router.post("/{guid}/merge", summary="Make one configuration of two")
def merge(guid: Guid, body: Other, project: Opened, coder: Coder) -> dict[str, Any]:
    """The other one's parts and links go over to this one."""
    return _show(project, project.merge_configurations(guid, body.guid, coder=coder))


@router.get("/links", summary="Which outcomes are the context of what follows")
def links(project: Opened) -> list[dict[str, Any]]:
    """Each link with the earlier and the later configuration."""
    return [shown.plain(one) for one in project.material().links]


@router.post("/{guid}/links", status_code=201, summary="Link: this one's outcome is the other one's context")
def link(guid: Guid, body: Other, project: Opened, coder: Coder) -> dict[str, Any]:
    """This configuration is the earlier one."""
    return shown.plain(project.link_configurations(guid, body.guid, coder=coder))


@router.delete("/links/{guid}", status_code=204, response_class=Response, summary="Take a link away")
def unlink(guid: Guid, project: Opened, coder: Coder) -> None:
    """The configurations stay."""
    project.unlink_configurations(guid, coder=coder)


def _parts(parts: list[PartBody]) -> list[Part]:
    return [Part(one.role, one.coding, one.resource, one.reasoning) for one in parts]


def _show(project: Project, made: Configuration) -> dict[str, Any]:
    return shown.configuration(made, project.codings_of(made))
