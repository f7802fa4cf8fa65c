"""``icmo overview``."""

from __future__ import annotations

from typing import Annotated

import typer

from icmo.cli.state import AsJson, Output, ProjectPath, print_json, say, state, warn
from icmo.i18n import _, count


def overview(
    project: ProjectPath,
    output: Output,
    draft: Annotated[bool, typer.Option("--draft", help=_("Count strong suggestions instead of codings."))] = False,
    min_municipalities: Annotated[
        int, typer.Option(min=0, help=_("Flag evidence from fewer municipalities as thin."))
    ] = 2,
    min_quotes: Annotated[int, typer.Option(min=0, help=_("Flag evidence of fewer quotes as thin."))] = 2,
    as_json: AsJson = False,
) -> None:
    from icmo.project import Project
    from icmo.reports.write import write_overview

    with Project.open(project) as opened:
        made = opened.overview(
            draft=draft,
            min_municipalities=min_municipalities,
            min_quotes=min_quotes,
            lang=state.report_language,
        )
    write_overview(made, output)
    if not made.quotes and not draft:
        warn(_("Nothing is coded yet, so the overview is empty. See what suggestions would give with --draft."))
    if as_json:
        print_json({"file": str(output), "entries": made.n_entries, "quotes": len(made.quotes), "draft": draft})
        return
    words = count(made.n_entries, "entry", "entries"), count(len(made.quotes), "quote", "quotes")
    say(_("{entries}, {quotes} → {output}").format(entries=words[0], quotes=words[1], output=output))
