"""The overview as one HTML file that needs nothing from outside."""

from __future__ import annotations

from icmo import resources
from icmo.i18n import _
from icmo.overview import Overview


def render(overview: Overview) -> bytes:
    """The page, with every reference a link to its quote and every quote a way back."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(resources.package_file("reports/templates")),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    template = environment.get_template("overview.html")
    return template.render(overview=overview, _=_).encode("utf-8")
