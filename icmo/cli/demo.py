"""``icmo demo``: the whole way, once, on the invented sample."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from icmo.cli.state import say, state, track
from icmo.i18n import _, language

if TYPE_CHECKING:
    from icmo.project import Project

_GROUPS = ("virksomhedskonsulent_i_team", "teamforankring")
_GRAPHS = ("graf.svg", "graf.graphml", "graf.json")
_OVERVIEWS = ("overblik.docx", "overblik.xlsx", "overblik.html")


def demo(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help=_("The folder to make; it may exist."))],
    force: Annotated[bool, typer.Option("--force", help=_("Make the demo project anew if it is there."))] = False,
) -> None:
    from icmo import sample
    from icmo.files import make_folder, write_bytes
    from icmo.formats.graph import write_graph
    from icmo.project import Project
    from icmo.reports import table

    reports = folder / "rapporter"
    make_folder(folder)
    make_folder(reports)
    place = folder / "demo.icmo"
    for suffix in ("", "-wal", "-shm") if force else ():
        place.with_name(place.name + suffix).unlink(missing_ok=True)
    lang = state.report_language or "da"
    with language(lang):
        name = _("Invented sample: Flere kvinder på vej")
    with Project.create(place, name=name, language=lang, coder=sample.CODER) as project, language(lang):
        sample.load_into(project, track=track(_("Reading")))
        project.suggest(track=track(_("Suggesting")))
        project.export_reports(reports, coder=sample.CODER, track=track(_("Writing")))
        for target in _OVERVIEWS:
            project.export_report("overview", folder / target, coder=sample.CODER, changes=False)
        write_bytes(folder / "overblik.csv", table.render(project.overview()))
        write_bytes(folder / "sammenligning.html", _comparison(project, lang))
        graph = project.graph()
        for target in _GRAPHS:
            write_graph(graph, folder / target)
        project.export_codings(folder / "kodninger.csv")
        project.export_suggestions(folder / "forslag.csv")
    say(
        _(
            "Open {overview} and what is in {reports} (Word), {html}, {comparison} and {graph} (browser), {suggestions}"
            " (Excel); the project is {project}."
        ).format(
            overview=folder / "overblik.docx",
            reports=reports,
            html=folder / "overblik.html",
            comparison=folder / "sammenligning.html",
            graph=folder / "graf.svg",
            suggestions=folder / "forslag.csv",
            project=place,
        )
    )


def _comparison(project: Project, lang: str) -> bytes:
    """What tells the sample's municipalities apart, by two ways in which their efforts are organised."""
    from icmo.compare.findings import compare_groups
    from icmo.compare.groups import groups
    from icmo.compare.matrix import matrix
    from icmo.compare.outliers import outliers
    from icmo.reports import comparison

    material = project.material()
    found = matrix(material)
    made = {name: compare_groups(found, groups(material, name)) for name in _GROUPS}
    title = _("What tells groups of municipalities apart? {project}").format(project=project.name)
    return comparison.render(made, outliers(found), title=title, lang=lang)
