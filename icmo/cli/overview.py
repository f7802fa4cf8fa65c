"""``icmo overview``: the Bilag 5 overview, also as one long table in CSV."""

from __future__ import annotations

from icmo.cli.report import (
    AsCoded,
    Draft,
    Hindering,
    LeastInformants,
    LeastMunicipalities,
    LeastQuotes,
    Mask,
    NoChanges,
    Template,
    Ungrouped,
)
from icmo.cli.state import AsJson, Coder, Output, ProjectPath, print_json, reading, say, state, warn
from icmo.i18n import _, count


def overview(
    project: ProjectPath,
    output: Output,
    draft: Draft = False,
    hindering: Hindering = False,
    ungrouped: Ungrouped = False,
    as_coded: AsCoded = False,
    mask: Mask = False,
    template: Template = None,
    min_municipalities: LeastMunicipalities = 2,
    min_quotes: LeastQuotes = 2,
    min_informants: LeastInformants = 3,
    no_changes: NoChanges = False,
    coder: Coder = "icmo",
    as_json: AsJson = False,
) -> None:
    from icmo.documents.options import Options

    options = Options(
        lang=state.report_language,
        draft=draft,
        hindering=hindering,
        grouped=not ungrouped,
        edited=not as_coded,
        min_municipalities=min_municipalities,
        min_quotes=min_quotes,
        min_informants=min_informants,
        mask=mask,
    )
    with reading(project) as opened:
        if output.suffix.lower() == ".csv":
            made = opened.export_overview_table(output, options)
        else:
            made = opened.overview(options)
            opened.export_report(
                "overview", output, coder=coder, template=template, options=options, changes=not no_changes
            )
    if not made.quotes and not draft:
        warn(_("Nothing is coded yet, so the overview is empty. See what suggestions would give with --draft."))
    if as_json:
        print_json({"file": str(output), "entries": made.n_entries, "quotes": len(made.quotes), "draft": draft})
        return
    words = count(made.n_entries, "entry", "entries"), count(len(made.quotes), "quote", "quotes")
    say(_("{entries}, {quotes} → {output}").format(entries=words[0], quotes=words[1], output=output))
