"""``icmo report``: a command for each kind of report, the whole set, the list of kinds, the accessibility check."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from icmo.cli.check import check
from icmo.cli.state import AsJson, Coder, Output, ProjectPath, print_json, reading, say, state, track
from icmo.documents.kinds import ReportKind, kinds
from icmo.documents.options import Options
from icmo.i18n import _, count

app = typer.Typer(no_args_is_help=True)

FORMATS = (".docx", ".xlsx", ".html", ".json")
_KINDS = kinds()

Codes = Annotated[list[str] | None, typer.Option("--code", help=_("Only this code and those below it (again: more)."))]
Municipalities = Annotated[
    list[str] | None, typer.Option("--municipality", help=_("Only this municipality (again: more)."))
]
By = Annotated[str, typer.Option(help=_("The variable of the municipalities that makes groups."))]
Each = Annotated[int, typer.Option(min=0, help=_("Quotes of each municipality in a section, at most."))]
OrderOf = Annotated[str, typer.Option(help=_("Which quotes come first: chosen, material, short or long."))]
Draft = Annotated[bool, typer.Option("--draft", help=_("Count strong suggestions instead of codings (overview)."))]
Hindering = Annotated[bool, typer.Option("--hindering", help=_("Hindering factors in a row of their own (overview)."))]
Ungrouped = Annotated[bool, typer.Option("--ungrouped", help=_("Interventions in one row, not by type (overview)."))]
AsCoded = Annotated[bool, typer.Option("--as-coded", help=_("Without what was edited by hand (overview)."))]
Approved = Annotated[bool, typer.Option("--approved-only", help=_("Print approved quotes only."))]
Mask = Annotated[bool, typer.Option("--mask", help=_("Mask CPR numbers, phone numbers and e-mail addresses."))]
Template = Annotated[Path | None, typer.Option(help=_("Your organisation’s Word file: its styles, header and footer."))]
LeastMunicipalities = Annotated[int, typer.Option(min=0, help=_("Flag evidence from fewer municipalities as thin."))]
LeastQuotes = Annotated[int, typer.Option(min=0, help=_("Flag evidence of fewer quotes as thin."))]
LeastInformants = Annotated[int, typer.Option(min=0, help=_("Flag evidence of fewer informants."))]
NoChanges = Annotated[bool, typer.Option("--no-changes", help=_("Without the list of what is new since last time."))]


def _command(kind: ReportKind) -> Callable[..., None]:
    def write(
        project: ProjectPath,
        output: Output,
        code: Codes = None,
        municipality: Municipalities = None,
        by: By = "",
        each: Each = 2,
        order: OrderOf = "chosen",
        draft: Draft = False,
        hindering: Hindering = False,
        ungrouped: Ungrouped = False,
        as_coded: AsCoded = False,
        approved_only: Approved = False,
        mask: Mask = False,
        template: Template = None,
        min_municipalities: LeastMunicipalities = 2,
        min_quotes: LeastQuotes = 2,
        min_informants: LeastInformants = 3,
        no_changes: NoChanges = False,
        coder: Coder = "icmo",
        as_json: AsJson = False,
    ) -> None:

        options = Options(
            lang=state.report_language,
            draft=draft,
            codes=tuple(code or ()),
            municipalities=tuple(municipality or ()),
            by=by,
            each=each,
            order=order,  # type: ignore[arg-type]
            approved_only=approved_only,
            hindering=hindering,
            grouped=not ungrouped,
            edited=not as_coded,
            min_municipalities=min_municipalities,
            min_quotes=min_quotes,
            min_informants=min_informants,
            mask=mask,
        )
        with reading(project) as opened:
            made = opened.export_report(
                kind.id, output, coder=coder, template=template, options=options, changes=not no_changes
            )
        if as_json:
            print_json({"file": str(output), "kind": kind.id, "title": made.title, "quotes": len(made.quotes)})
            return
        tables, quotes = len(list(made.tables)), len(made.quotes)
        words = count(tables, "table", "tables"), count(quotes, "quote", "quotes")
        say(
            _("{title}: {tables}, {quotes} → {output}").format(
                title=made.title, tables=words[0], quotes=words[1], output=output
            )
        )

    return write


def all_reports(
    project: ProjectPath,
    output: Annotated[Path, typer.Option("-o", "--output", help=_("The folder to write them in."))],
    formats: Annotated[str, typer.Option("--formats", help=_("Their suffixes, as docx,xlsx,html."))] = "docx",
    mask: Mask = False,
    approved_only: Approved = False,
    template: Template = None,
    coder: Coder = "icmo",
    as_json: AsJson = False,
) -> None:
    from icmo.files import make_folder

    make_folder(output)
    suffixes = [f".{one.strip().lstrip('.').lower()}" for one in formats.split(",") if one.strip()]
    options = Options(lang=state.report_language, mask=mask, approved_only=approved_only)
    with reading(project) as opened:
        written = opened.export_reports(
            output, suffixes, options=options, coder=coder, template=template, track=track(_("Writing"))
        )
    if as_json:
        print_json([str(path) for path in written])
        return
    say(_("{reports} → {folder}").format(reports=count(len(written), "report", "reports"), folder=output))


def list_(as_json: AsJson = False) -> None:
    if as_json:
        print_json(
            [
                {"kind": one.id, "title": one.title, "about": one.about, "formats": FORMATS, "options": one.options}
                for one in kinds()
            ]
        )
        return
    for one in kinds():
        say(f"{one.id:15} {one.title}: {one.about}.")


for _kind in _KINDS:
    app.command(_kind.id, help=f"{_kind.title}: {_kind.about}.")(_command(_kind))
app.command("all", help=_("The whole set of reports, in a folder."))(all_reports)
app.command("list", help=_("The kinds of reports."))(list_)
app.command("check", help=_("Check that a Word, Excel or HTML file is accessible."))(check)
