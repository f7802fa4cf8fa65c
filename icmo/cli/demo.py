"""``icmo demo``: the whole way, once, on the invented sample."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from icmo.cli.state import say, state, track
from icmo.i18n import _, language

_GRAPHS = ("graf.svg", "graf.graphml", "graf.json")
_OVERVIEWS = ("overblik.docx", "overblik.xlsx", "overblik.html", "overblik.csv")


def demo(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help=_("The folder to make; it may exist."))],
    force: Annotated[bool, typer.Option("--force", help=_("Make the demo project anew if it is there."))] = False,
) -> None:
    from icmo import sample
    from icmo.files import make_folder
    from icmo.formats.graph import write_graph
    from icmo.project import Project
    from icmo.reports.write import write_overview

    make_folder(folder)
    place = folder / "demo.icmo"
    for suffix in ("", "-wal", "-shm") if force else ():
        place.with_name(place.name + suffix).unlink(missing_ok=True)
    lang = state.report_language or "da"
    with language(lang):
        name = _("Invented sample: Flere kvinder på vej")
    with Project.create(place, name=name, language=lang, coder=sample.CODER) as project, language(lang):
        sample.load_into(project, track=track(_("Reading")))
        project.suggest(track=track(_("Suggesting")))
        overview = project.overview()
        for target in _OVERVIEWS:
            write_overview(overview, folder / target)
        graph = project.graph()
        for target in _GRAPHS:
            write_graph(graph, folder / target)
        project.export_codings(folder / "kodninger.csv")
        project.export_suggestions(folder / "forslag.csv")
    say(
        _(
            "Open {overview} (Word), {html} and {graph} (browser), {suggestions} (Excel); the project is {project}."
        ).format(
            overview=folder / "overblik.docx",
            html=folder / "overblik.html",
            graph=folder / "graf.svg",
            suggestions=folder / "forslag.csv",
            project=place,
        )
    )
