"""What a request brings along: the project, who is coding, texts that can be kept."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import unquote

from fastapi import Depends, Path, Query, Request
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from icmo.errors import InvalidError
from icmo.i18n import _
from icmo.project import Project
from icmo.text.anchors import normalise
from icmo.web.learning import Learner

CODER_COOKIE = "icmo-coder"
CODER_HEADER = "Icmo-Coder"
MAX_OFFSET = 2**31 - 1


def project_of(request: Request) -> Project:
    """The project that the server has open."""
    project: Project = request.app.state.project
    return project


def learner_of(request: Request) -> Learner:
    """What renews the suggestions, off the request's path."""
    learner: Learner = request.app.state.learner
    return learner


def coder_of(request: Request) -> str:
    """Who is coding: the name in the header or the cookie, else the one that the server was started with."""
    given = request.headers.get(CODER_HEADER) or request.cookies.get(CODER_COOKIE) or ""
    return " ".join(_kept(unquote(given)).split()) or str(request.app.state.coder)


def known_coder(request: Request) -> str:
    """Who is coding; complains when nobody has said."""
    if not (name := coder_of(request)):
        raise InvalidError(_("Nobody has said who is coding."), _("Choose a coder at the top of the page."))
    return name


def _kept(text: str) -> str:
    """The text as a project can keep it: normalised, and without halves of characters."""
    return normalise(text.encode("utf-8", "replace").decode("utf-8"))


Opened = Annotated[Project, Depends(project_of)]
Learning = Annotated[Learner, Depends(learner_of)]
Coder = Annotated[str, Depends(known_coder)]
Reader = Annotated[str, Depends(coder_of)]
Text = Annotated[str, AfterValidator(_kept)]
Words = Annotated[Text, Query()]
Guid = Annotated[Text, Path()]
Offset = Annotated[int, Field(ge=0, le=MAX_OFFSET)]


class Body(BaseModel):
    """What a request says; a field that is not known is a mistake."""

    model_config = ConfigDict(extra="forbid")


def said(body: BaseModel) -> dict[str, object]:
    """The fields that a request names, whatever it says of them."""
    return {name: getattr(body, name) for name in body.model_fields_set}
