"""Pages from their templates, in the language of the request."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

from fastapi import Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from icmo import i18n, resources
from icmo.i18n import _, count, current, decimal, integer, percent
from icmo.naming import kinds_name, noun_name
from icmo.web.context import coder_of, is_anothers
from icmo.web.texts import texts


@lru_cache
def environment() -> Environment:
    """The templates, made ready once."""
    made = Environment(
        loader=FileSystemLoader(resources.package_file("web/templates")),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    made.globals.update(_=_, count=count, integer=integer, decimal=decimal, percent=percent, language=current)
    made.globals.update(texts=texts, kind_name=kinds_name, noun_name=noun_name, moment=i18n.moment, day=_day)
    return made


def _day(iso: str | None) -> str:
    return i18n.day(date.fromisoformat(iso)) if iso else ""


def render(request: Request, template: str, *, status_code: int = 200, **values: Any) -> HTMLResponse:
    """A page. Every template knows the project, who is coding, whose the server is instead, and its own path."""
    state, coder = request.app.state, coder_of(request)
    known = {
        "project": state.project,
        "coder": coder,
        "taken": state.reader if is_anothers(request, coder) else "",
        "path": request.url.path,
    }
    return HTMLResponse(environment().get_template(template).render({**known, **values}), status_code)
