"""Pages as HTML files that need nothing from outside."""

from __future__ import annotations

from typing import Any

from icmo import resources
from icmo.i18n import _
from icmo.overview import Overview


def render(overview: Overview) -> bytes:
    """The overview, with every reference a link to its quote and every quote a way back."""
    return page("overview.html", overview=overview)


def page(template: str, **values: Any) -> bytes:
    """A page from its template."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(resources.package_file("reports/templates")),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    return environment.get_template(template).render(**values, _=_).encode("utf-8")
