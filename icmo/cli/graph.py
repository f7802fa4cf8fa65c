"""``icmo graph``."""

from __future__ import annotations

from icmo.cli.state import AsJson, Output, ProjectPath, print_json, say, state, warn
from icmo.i18n import _, count


def graph(project: ProjectPath, output: Output, as_json: AsJson = False) -> None:
    from icmo.formats.graph import write_graph
    from icmo.graph import CONFIGURATIONS
    from icmo.project import Project
    from icmo.svg import basis_sentence

    with Project.open(project) as opened:
        made = opened.graph()
        files = write_graph(made, output, lang=state.report_language or opened.language)
    if made.graph["basis"] != CONFIGURATIONS:
        warn(basis_sentence(made))
    if as_json:
        about = {"basis": made.graph["basis"], "nodes": len(made), "edges": made.number_of_edges()}
        print_json(about | {"files": [str(file) for file in files]})
        return
    nodes, edges = count(len(made), "node", "nodes"), count(made.number_of_edges(), "link", "links")
    say(_("{nodes}, {edges} → {files}").format(nodes=nodes, edges=edges, files=", ".join(map(str, files))))
