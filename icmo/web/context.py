"""What a request brings along: the project, who is coding, texts that can be kept."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import unquote

from fastapi import Depends, Path, Query, Request
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from icmo.errors import ConflictError, InvalidError
from icmo.i18n import _
from icmo.project import Project
from icmo.text.anchors import normalise
from icmo.web.learning import Learner

CODER_COOKIE = "icmo-coder"
CODER_HEADER = "Icmo-Coder"
MAX_OFFSET = 2**31 - 1


def project_of(request: Request) -> Project:
    """The project that the server has open, as the one who asks may see it."""
    project: Project = request.app.state.project
    return project.seen_by(viewer_of(request))


def learner_of(request: Request) -> Learner:
    """What renews the suggestions, off the request's path."""
    learner: Learner = request.app.state.learner
    return learner


def coder_of(request: Request) -> str:
    """Who is coding: the name in the header or the cookie, else the one that the server was started with."""
    given = request.headers.get(CODER_HEADER) or request.cookies.get(CODER_COOKIE) or ""
    return " ".join(_kept(unquote(given)).split()) or str(request.app.state.coder)


def viewer_of(request: Request) -> str:
    """Whose work is shown: that of the one who is coding, or nobody’s where that is another reader’s name."""
    name = coder_of(request)
    return "" if is_anothers(request, name) else name


def known_coder(request: Request) -> str:
    """Who is coding; complains when nobody has said."""
    if not (name := coder_of(request)):
        raise InvalidError(_("Nobody has said who is coding."), _("Choose a coder at the top of the page."))
    if is_anothers(request, name):
        raise ConflictError(
            _("This icmo is {coder}’s until the blind round is closed.").format(coder=request.app.state.reader),
            _("Stop it, and start another one with: icmo serve PROJECT --coder {name}").format(name=name),
        )
    return name


def is_anothers(request: Request, name: str) -> bool:
    """Whether the one who asks takes part in an open round, and the server is another reader's already.

    A server belongs to the first reader who uses it while a round is open, so that choosing another name at the top of
    the page shows nobody what that other has coded.
    """
    state = request.app.state
    readers = {reader for one in state.project.open_rounds() for reader in one.readers}
    if state.reader not in readers:
        state.reader = state.coder if state.coder in readers else ""
    if name in readers and not state.reader:
        state.reader = name
    return name in readers and name != state.reader


def _kept(text: str) -> str:
    """The text as a project can keep it: normalised, and without halves of characters."""
    return normalise(text.encode("utf-8", "replace").decode("utf-8"))


Opened = Annotated[Project, Depends(project_of)]
Learning = Annotated[Learner, Depends(learner_of)]
Coder = Annotated[str, Depends(known_coder)]
Reader = Annotated[str, Depends(viewer_of)]
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
