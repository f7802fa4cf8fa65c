"""``icmo merge``: two copies of a project that were worked on apart."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from icmo.cli.state import AsJson, print_json, say
from icmo.i18n import _


def merge(
    project: Annotated[str, typer.Argument(metavar="A", help=_("The copy that gets what the other has."))],
    other: Annotated[str, typer.Argument(metavar="B", help=_("The other copy; it is only read."))],
    preview: Annotated[bool, typer.Option("--preview", help=_("Only tell what would be done."))] = False,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help=_("Merge into a new file, and leave A as it is."))
    ] = None,
    as_json: AsJson = False,
) -> None:
    from icmo.project import Project
    from icmo.project_merging import merge_to

    if output and not preview:
        union = merge_to(output, project, other)
    else:
        with Project.open(project) as opened:
            union = opened.merge_copy(other, preview=preview)
    print_json({"file": str(output or project), **asdict(union)}) if as_json else say(*union.in_words())
