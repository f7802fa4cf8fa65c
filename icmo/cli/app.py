"""The `icmo` command with its subcommands, and what happens to errors."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from typing import Any

import typer

from icmo.cli import (
    agreement,
    check,
    code,
    codebook,
    compare,
    demo,
    exchange,
    graph,
    history,
    info,
    lexicon,
    material,
    merge,
    overview,
    qca,
    report,
    rounds,
    serve,
    suggest,
    theories,
)
from icmo.cli.state import complain, state
from icmo.errors import ConflictError, IcmoError
from icmo.i18n import _

EXIT_CODES: dict[type[IcmoError], int] = {ConflictError: 1, IcmoError: 2}

app = typer.Typer(
    name="icmo",
    help=_("Realist evaluation in Danish: interviews, ICMO configurations, overviews with their evidence."),
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


@app.callback()
def _everywhere(
    lang: str = typer.Option("", "--lang", metavar="da|en", help=_("Language of messages and reports.")),
) -> None:
    """The option is taken in `icmo.__main__`, before any text is chosen; it stands here for --help."""


app.command("init", help=_("Make a new project."))(material.init)
app.command("import", help=_("Import transcripts: files and folders."))(material.import_)
app.add_typer(codebook.app, name="codebook", help=_("List, show, check and compare code books."))
app.add_typer(suggest.app, name="suggest", help=_("Suggest codes for every passage of a project; measure them."))
app.command("suggest-texts", help=_("Suggest codes for texts in a JSON Lines file."))(suggest.suggest_texts)
app.add_typer(lexicon.app, name="lexicon", help=_("The project's own cues: propose, accept, reject, show."))
app.add_typer(code.app, name="code", help=_("Import and export codings."))
app.command("graph", help=_("Write the mechanism graph."))(graph.graph)
app.command("paths", help=_("How one thing leads to another, who tells all of it, and how robustly."))(graph.paths)
app.add_typer(compare.app, name="compare", help=_("Compare municipalities: groups, matrices, contrasts, saturation …"))
app.add_typer(rounds.app, name="round", help=_("Rounds of blind coding: who reads what, how far, closed."))
app.command("agreement", help=_("How far coders agree, code by code, and where they do not."))(agreement.agreement)
app.command("cases", help=_("Give municipalities variables from a CSV or Excel file."))(material.cases)
app.command("theories", help=_("What speaks for and against each programme theory."))(theories.theories)
app.command("overview", help=_("Write the Bilag 5 overview."))(overview.overview)
app.add_typer(report.app, name="report", help=_("Write reports in Word, Excel and HTML; check them."))
app.command("qca", help=_("Compare cases: which combinations of conditions go with an outcome (QCA)."))(qca.qca)
app.command("serve", help=_("Open a project in the browser: code, suggest, configure, search."))(serve.serve)
app.command("export", help=_("For other programs: .qdpx .qdc, codings, coded transcripts, data package."))(
    exchange.export
)
app.command("merge", help=_("Bring two copies of a project together that were worked on apart."))(merge.merge)
app.command("check", help=_("Check exchange files, and whether documents are accessible."))(check.check)
app.command("history", help=_("Show who changed what, and when."))(history.history)
app.command("undo", help=_("Take back a coder's latest step."))(history.undo)
app.command("redo", help=_("Take back a coder's latest undo."))(history.redo)
app.command("demo", help=_("Make a project of the invented sample, with its overview and graph."))(demo.demo)
app.command("info", help=_("Tell about icmo, or about a project."))(info.info)


def run(arguments: Sequence[str], *, report_language: str | None = None) -> int:
    """Run a command and give its exit code: 0, 1 for a conflict, 2 for a mistake that the user can mend."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    state.report_language = report_language
    try:
        result = app(args=list(arguments), prog_name="icmo", standalone_mode=False)
    except IcmoError as error:
        return _complain(error)
    except typer.Exit as error:
        return error.exit_code
    except typer.Abort:
        return 130
    except Exception as error:
        if not hasattr(error, "format_message"):
            raise
        return _complain_of_usage(error)
    return result if isinstance(result, int) else 0


def _complain(error: IcmoError) -> int:
    complain(error)
    return next(code for kind, code in EXIT_CODES.items() if isinstance(error, kind))


def _complain_of_usage(error: Exception) -> int:
    """A click usage error: unknown command, missing argument."""
    context = getattr(error, "ctx", None)
    complain(IcmoError(_usage(error), f"{context.command_path if context else 'icmo'} --help"))
    return 2


def _usage(error: Any) -> str:
    """What click found wrong, in the current language where it is one of the usual slips."""
    said = str(error.format_message())
    slips = {
        r"No such command '(.*?)'.*": _("There is no command {name}."),
        r"No such option:? '?([^' ]*)'?.*": _("There is no option {name}."),
        r"Missing (?:argument|option|parameter):? (.*?)\.?": _("{name} is missing."),
    }
    for pattern, text in slips.items():
        if slip := re.fullmatch(pattern, said, re.DOTALL):
            return text.format(name=slip[1].replace("'", ""))
    return said
