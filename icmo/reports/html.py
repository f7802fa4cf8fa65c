"""Pages as HTML files that need nothing from outside."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from typing import Any

from icmo import resources
from icmo.colours import FILL, FILL_DARK, INK, INK_DARK, MUTED, MUTED_DARK, PAPER, PAPER_DARK, TEXT, TEXT_DARK
from icmo.documents.model import Heading, Report
from icmo.i18n import _, language
from icmo.reports.html_blocks import Blocks, Entry
from icmo.reports.words import clean, deepest


def render(report: Report, *, static: bool = False, limit: int | None = None) -> bytes:
    """The report as one page in UTF-8, with every reference a link to its quote and every quote a way back.

    Parameters
    ----------
    static : figures as drawings; the page then has no script at all. Otherwise bars, curves and grids are drawn by
        plotly.js (5 MB), which stands in the page when it is needed
    limit : print at most so many quotes in each place, for a preview of a large project
    """
    with language(report.language):
        blocks = Blocks(report, static=static, limit=limit)
        body = blocks.body()
        scripts = list(_scripts()) if blocks.scripted else []
        return page(
            "report.html",
            lang=report.language,
            title=clean(report.title),
            subtitle=clean(report.subtitle),
            landscape=report.landscape,
            contents=_nested(blocks.contents, report) if report.contents else [],
            body=body,
            scripts=scripts,
            policy=_policy([script for _kind, script in scripts]),
            rules=resources.package_file("web/static/charts.css").read_text("utf-8") if scripts else "",
            light=_colours(PAPER, TEXT, MUTED, INK, FILL),
            dark=_colours(PAPER_DARK, TEXT_DARK, MUTED_DARK, INK_DARK, FILL_DARK),
        )


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


def _nested(entries: list[Entry], report: Report) -> list[tuple[Entry, list[Entry]]]:
    """Chapters, each with its sections where these are not too many."""
    most = deepest([block for block in report.blocks if isinstance(block, Heading)])
    nested: list[tuple[Entry, list[Entry]]] = []
    for entry in entries:
        if entry.level > most:
            continue
        if entry.level == 3 and nested:
            nested[-1][1].append(entry)
        else:
            nested.append((entry, []))
    return nested


def _scripts() -> Iterator[tuple[str, str]]:
    """The scripts that draw figures, with their types."""
    from plotly.offline import get_plotlyjs

    yield "text/javascript", get_plotlyjs()
    yield "module", resources.package_file("web/static/js/charts.js").read_text("utf-8")


def _policy(scripts: list[str]) -> str:
    """A Content-Security-Policy under which a page fetches nothing and runs no scripts but these."""
    rules = ["default-src 'none'", "style-src 'unsafe-inline'", "base-uri 'none'", "form-action 'none'"]
    if scripts:
        rules += [f"script-src {' '.join(map(_hash, scripts))}", "img-src data: blob:"]
    return "; ".join(rules)


def _hash(script: str) -> str:
    digest = hashlib.sha256(script.replace("\r\n", "\n").encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def _colours(paper: str, text: str, muted: str, ink: Any, fill: Any) -> dict[str, str]:
    return {
        "--paper": paper,
        "--text": text,
        "--muted": muted,
        "--link": ink["I"],
        "--alarm": ink["M"],
        "--shade": fill[""],
        "--marked": fill["K"],
        "--box": fill["I"],
    }
