"""``icmo agreement``: how far coders agree, code by code, and the passages that they read differently."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from icmo.cli.state import AsJson, ProjectPath, print_json, say, state, track
from icmo.errors import InvalidError
from icmo.i18n import _, count, language

if TYPE_CHECKING:
    from icmo.agreement import Agreement
    from icmo.models import Material

Codes = Annotated[list[str] | None, typer.Option("--code", help=_("Only this code and those below it; repeatable."))]
Coders = Annotated[list[str] | None, typer.Option("--coder", help=_("Only this coder; may be given again."))]
File = Annotated[
    Path | None,
    typer.Option("-o", "--output", help=_("A file to write: .csv, .xlsx or .json. With --disagreements these.")),
]


def agreement(
    project: ProjectPath,
    unit: Annotated[
        Literal["turn", "sentence", "character"], typer.Option(help=_("What is compared, piece by piece."))
    ] = "turn",
    code: Codes = None,
    coder: Coders = None,
    against: Annotated[
        Literal["suggestions"] | None,
        typer.Option(help=_("Compare coders with the suggestion engine, as if nothing were coded.")),
    ] = None,
    difference: Annotated[
        Literal["masi", "jaccard"], typer.Option(help=_("The distance between two sets of codes."))
    ] = "masi",
    unitizing: Annotated[
        Literal["2004", "2016"] | None,
        typer.Option(help=_("Also αU per code: do coders begin and end at the same places? Of 2004 or 2016.")),
    ] = None,
    configurations: Annotated[
        bool, typer.Option("--configurations", help=_("Also agreement on configurations."))
    ] = False,
    disagreements: Annotated[
        bool, typer.Option("--disagreements", help=_("List the passages that coders read differently."))
    ] = False,
    output: File = None,
    as_json: AsJson = False,
) -> None:
    from icmo.agreement import asking
    from icmo.agreement.disagreements import disagreements as differing
    from icmo.project import Project
    from icmo.reports import agreement as report

    if against and (unitizing or disagreements or configurations):
        raise InvalidError(
            _("Suggestions are compared unit by unit."),
            _("Leave out --unitizing, --configurations and --disagreements."),
        )
    with Project.open(project) as opened:
        material = opened.material()
    asked: dict[str, Any] = {"codes": code, "coders": coder}
    measured = {"unit": unit, "difference": difference}
    with language(state.report_language or material.language):
        if against:
            found = asking.with_suggestions(material, _suggested(material), **measured, **asked)
        else:
            found = asking.between_coders(material, **measured, **asked)
        unitized = asking.unitized(material, unitizing, **asked) if unitizing else None
        apart = differing(material, **asked) if disagreements else ()
        blind = [one.name for one in asking.being_coded_blind(material)]
        if as_json:
            told = report.data(material, found, difference=difference, unitized=unitized)
            print_json(told | {"left_out": blind, "disagreements": report.disagreement_rows(material, apart)})
        else:
            _tell(material, found, blind, against)
            if found:
                say(*report.text(material, found, difference=difference, unitized=unitized))
            if found and found.configurations and configurations:
                say("", *report.configurations(found.configurations))
            if disagreements:
                say("", *report.disagreement_lines(material, apart))
        if output and disagreements:
            _write(output, report.disagreement_rows(material, apart), report.DISAGREEMENT_COLUMNS, quiet=as_json)
        elif output:
            _write(output, report.rows(material.codebook, found, unitized), report.COLUMNS, quiet=as_json)


def _suggested(material: Material) -> Sequence[Any]:
    from dataclasses import replace

    from icmo.suggesting import suggest

    return suggest(replace(material, codings=(), decisions=()), track=track(_("Suggesting")))


def _tell(material: Material, found: Agreement | None, blind: Sequence[str], against: str | None) -> None:
    from icmo.documents.pieces.agreement import agreement_line

    if blind:
        transcripts = count(len(blind), "transcript", "transcripts")
        say(_("Left out while a round is open: {transcripts}.").format(transcripts=transcripts))
    if found is None and against:
        say(_("No transcript has both been coded and got suggestions."))
    elif found is None:
        say(agreement_line(material) or _("Nothing is coded yet."))


def _write(output: Path, rows: Sequence[dict[str, Any]], columns: Sequence[str], *, quiet: bool) -> None:
    from icmo.formats.tables import write_table

    write_table(output, rows, columns, title=_("Agreement"))
    if not quiet:
        say(_("{rows} → {file}").format(rows=count(len(rows), "row", "rows"), file=output))
