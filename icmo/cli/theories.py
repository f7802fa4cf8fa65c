"""``icmo theories``: what speaks for and against each programme theory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from icmo.cli.state import AsJson, ProjectPath, print_json, reading, say, state
from icmo.errors import NotFoundError
from icmo.i18n import _, language

if TYPE_CHECKING:
    from icmo.compare.theories import Refinement
    from icmo.models import Theory
    from icmo.project import Project


def theories(
    project: ProjectPath,
    name: Annotated[str, typer.Argument(help=_("The name of a theory; all of them by default."))] = "",
    as_json: AsJson = False,
) -> None:

    with reading(project) as opened, language(state.report_language or opened.language):
        made = [_refined(opened, one) for one in _chosen(opened, name)]
        if as_json:
            print_json([_as_data(one) for one in made])
            return
        for one in made:
            say(one.present.name, *(f"  {heading}: {text}" for heading, text in one.rows()), "")


def _chosen(project: Project, name: str) -> list[Theory]:
    known = project.theories()
    chosen = [one for one in known if name in ("", one.name, one.guid)]
    if name and not chosen:
        names = ", ".join(one.name for one in known) or "–"
        raise NotFoundError(_("There is no theory {guid}.").format(guid=name), _("Known: {names}").format(names=names))
    return chosen


def _refined(project: Project, theory: Theory) -> Refinement:
    from icmo.compare.theories import refinement, versions

    return refinement(project.material(), theory, versions(project.log(guid=theory.guid)))


def _as_data(one: Refinement) -> dict[str, Any]:
    evidence = one.evidence
    return {
        "name": one.present.name,
        "initial": one.initial.statement,
        "present": one.present.statement,
        "versions": len(one.versions),
        "configurations": {stance: len(standing.claims) for stance, standing in evidence.standings.items()},
        "quotes": {stance: standing.evidence.counts.citations for stance, standing in evidence.standings.items()},
        "municipalities": {
            stance: list(standing.evidence.counts.municipalities) for stance, standing in evidence.standings.items()
        },
        "silent": {witness.municipality: witness.answer for witness in evidence.silent},
        "candidates": [claim.configuration.guid for claim in evidence.candidates],
    }
