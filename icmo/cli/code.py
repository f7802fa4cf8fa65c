"""``icmo code import`` and ``icmo code export``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from icmo.cli.state import AsJson, Coder, Output, ProjectPath, print_json, reading, say, warn
from icmo.i18n import _, count

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


@app.command("import", help=_("Import codings and configurations from CSV or JSON Lines."))
def import_(
    project: ProjectPath,
    file: Annotated[Path, typer.Argument(help=_("A .csv or .jsonl file."))],
    coder: Coder = "icmo",
    as_json: AsJson = False,
) -> None:
    from icmo.project import Project

    with Project.open(project) as opened:
        codings, configurations = opened.import_codings(file, coder=coder)
    if as_json:
        print_json({"codings": codings, "configurations": configurations})
        return
    say(
        _("{codings} and {configurations} imported.").format(
            codings=count(codings, "coding", "codings"),
            configurations=count(configurations, "configuration", "configurations"),
        )
    )


@app.command("export", help=_("Export codings: .csv .xlsx .jsonl .jsonld .spacy .conll."))
def export(project: ProjectPath, output: Output, as_json: AsJson = False) -> None:

    with reading(project) as opened:
        written = opened.export_codings(output)
    if as_json:
        print_json({"codings": written.codings, "left_out": list(written.left_out), "file": str(output)})
        return
    warn(*(f"! {line}" for line in written.left_out))
    say(_("{codings} → {output}").format(codings=count(written.codings, "coding", "codings"), output=output))
