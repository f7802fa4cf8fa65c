"""What errors become: a message with its hint, as JSON for the API and as a page for people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, PlainTextResponse, Response

from icmo.errors import ConflictError, IcmoError, NotFoundError, ProjectError
from icmo.i18n import _
from icmo.web.rendering import render

STATUS: dict[type[IcmoError], int] = {NotFoundError: 404, ConflictError: 409, ProjectError: 503, IcmoError: 422}


class Fault(BaseModel):
    """What went wrong, and what to do about it."""

    message: str
    hint: str = ""


RESPONSES: dict[int | str, dict[str, Any]] = {code: {"model": Fault} for code in (400, 404, 409, 422)}


def handle_errors(app: FastAPI) -> None:
    """Let an app answer errors in words."""
    app.add_exception_handler(IcmoError, _of_ours)
    app.add_exception_handler(RequestValidationError, _of_shape)
    app.add_exception_handler(HTTPException, _of_http)


def status(error: IcmoError) -> int:
    """The HTTP status that goes with an error."""
    return next(code for kind, code in STATUS.items() if isinstance(error, kind))


async def _of_ours(request: Request, error: Exception) -> Response:
    assert isinstance(error, IcmoError)
    return _answer(request, status(error), Fault(message=error.message, hint=error.hint))


async def _of_shape(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    return _answer(request, 422, Fault(message=_in_words(error.errors()), hint=_("See the API's description.")))


async def _of_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    words = {404: _("There is nothing at this address."), 405: _("That cannot be done here.")}
    fault = Fault(message=words.get(error.status_code, str(error.detail)))
    answer = _answer(request, error.status_code, fault)
    answer.headers.update(error.headers or {})
    return answer


def _in_words(errors: Sequence[Any]) -> str:
    return "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in errors)


def _answer(request: Request, code: int, fault: Fault) -> Response:
    if request.url.path.startswith("/api/"):
        return JSONResponse(fault.model_dump(), code)
    if request.url.path.startswith("/static/"):  # anybody may ask for these: a page would tell of the project
        return PlainTextResponse(fault.message, code)
    return render(request, "error.html", fault=fault, status_code=code)
