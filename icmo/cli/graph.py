"""``icmo graph`` and ``icmo paths``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from icmo.cli.state import AsJson, Filters, Output, ProjectPath, print_json, reading, say, state, warn
from icmo.i18n import _, count, language

if TYPE_CHECKING:
    from icmo.graph.paths import Paths
    from icmo.graph.robustness import Robustness
    from icmo.models import Material


def graph(project: ProjectPath, output: Output, filters: Filters = None, as_json: AsJson = False) -> None:
    from icmo.drawing import basis_sentence
    from icmo.formats.graph import write_graph
    from icmo.graph import CONFIGURATIONS, build, pipeline

    with reading(project) as opened:
        material = opened.material()
        lang = state.report_language or opened.language
    with language(lang):
        made = build(material, pipeline(filters or ()))
    files = write_graph(made, output, lang=lang, material=material)
    if made.graph["basis"] != CONFIGURATIONS:
        warn(basis_sentence(made))
    if as_json:
        about = {"basis": made.graph["basis"], "nodes": len(made), "edges": made.number_of_edges()}
        print_json(about | {"filters": made.graph["filters"], "files": [str(file) for file in files]})
        return
    nodes, edges = count(len(made), "node", "nodes"), count(made.number_of_edges(), "link", "links")
    say(_("{nodes}, {edges} → {files}").format(nodes=nodes, edges=edges, files=", ".join(map(str, files))))


def paths(
    project: ProjectPath,
    origin: Annotated[str, typer.Argument(metavar="FROM", help=_("A code, or a code in a role: I:mentorstoette."))],
    target: Annotated[str, typer.Argument(metavar="TO", help=_("Where the paths end."))],
    max_steps: Annotated[int, typer.Option(min=1, max=8, help=_("The most links in a path."))] = 4,
    capacity: Annotated[
        str,
        typer.Option(metavar="citations|sources|municipalities", help=_("What makes a link strong.")),
    ] = "citations",
    ripples: Annotated[
        bool, typer.Option("--ripples", help=_("Follow an outcome into the configuration whose context it is."))
    ] = False,
    filters: Filters = None,
    as_json: AsJson = False,
) -> None:
    from icmo.graph import pipeline, select
    from icmo.graph.paths import paths as trace
    from icmo.graph.robustness import robustness

    with reading(project) as opened:
        selection = select(opened.material(), pipeline(filters or ()))
    told, book = selection.links, selection.material.codebook
    found = trace(told, origin, target, max_steps=max_steps, ripples=ripples, codebook=book)
    robust = robustness(told, origin, target, capacity=capacity, max_steps=max_steps, ripples=ripples, codebook=book)
    if as_json:
        print_json(_as_data(found, robust, selection.material))
        return
    say(found.sentence)
    for path in found.paths:
        words = {
            "path": " → ".join(path.nodes),
            "told": count(len(path.threads), "transcript", "transcripts"),
            "weakest": count(path.weakest.citations, "quote", "quotes"),
        }
        say(_("{path}: told as a whole in {told}; weakest link {weakest}").format(**words))
    say(_("Robustness ({polarity}): {value}.").format(polarity=robust.polarity, value=robust.value), robust.sentence)


def _as_data(found: Paths, robust: Robustness, material: Material) -> dict[str, Any]:
    names = {one.guid: one.name for one in material.transcripts}
    return {
        "complete": found.complete,
        "paths": [
            {
                "nodes": path.nodes,
                "citations": [bundle.citations for bundle in path.bundles],
                "threads": [names[thread.transcript] for thread in path.threads],
            }
            for path in found.paths
        ],
        "robustness": [
            {
                "polarity": one.polarity,
                "capacity": one.capacity,
                "value": one.value,
                "cut": [[bundle.source, bundle.target, bundle.citations] for bundle in one.cut],
                "threads": [names[guid] for guid in one.threads],
                "extended": one.extended,
            }
            for one in (robust, *robust.others)
        ],
    }
