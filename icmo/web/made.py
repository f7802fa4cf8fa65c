"""Reports as pages need them: made once for a page, its preview, its quotes, its news and its file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar
from weakref import ref

from icmo import overview
from icmo.documents import overview as overview_report
from icmo.documents.changes import Difference, differences, facts
from icmo.documents.model import Report
from icmo.documents.neutral import neutralised
from icmo.documents.options import Options
from icmo.models import Export, Material
from icmo.overview import Overview
from icmo.project import Project

T = TypeVar("T")
_KEPT = 6
_made: list[tuple[ref[Material], tuple[Any, ...], Any]] = []  # the latest first


def report_of(project: Project, kind: str, options: Options, *, changes: bool = True) -> Report:
    """A report as `Project.report` makes it, or as it was made for another page of the same material."""
    material = project.material()
    options = _spoken(material, options)
    made = _once(material, ("report", kind, options), lambda: project.report(kind, options, changes=False))
    return project.with_news(made, mask=options.mask) if changes else made


def overview_of(material: Material, options: Options) -> Overview:
    """The overview as `icmo.overview.build` makes it, or as it was made before of the same material."""
    return _once(material, ("overview", options), lambda: overview.build(material, options))


def news_of(project: Project, options: Options) -> tuple[Export, list[Difference]] | None:
    """What has changed since the overview was exported last with these options, if it was."""
    if not any(one.kind == "overview" for one in project.exports()):
        return None
    material = project.material()
    options = _spoken(material, options)
    last = project.latest_facts("overview", project.kept_options(options))
    if last is None:
        return None
    if material.aliases:
        material = _once(material, ("neutral",), lambda: neutralised(project.material()))
    made = overview_report.report(material, overview_of(material, options))
    return last, differences(last.facts, facts(made))


def _spoken(material: Material, options: Options) -> Options:
    return replace(options, lang=options.lang or material.language)


def _once(material: Material, what: tuple[Any, ...], make: Callable[[], T]) -> T:
    """What is made of the material, unless that was done today: reports bear a date."""
    key = (*what, date.today())
    for source, known, made in list(_made):
        if source() is material and known == key:
            return made  # type: ignore[no-any-return]
    made = make()
    _made[:] = [(ref(material), key, made), *(one for one in _made if one[0]() is not None)][:_KEPT]
    return made
