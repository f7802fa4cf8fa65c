"""``icmo suggest`` and ``icmo suggest-texts``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from icmo.cli.state import AsJson, Output, ProjectPath, print_json, say, track
from icmo.i18n import _, count


def suggest(
    project: ProjectPath,
    top: Annotated[int, typer.Option(min=1, help=_("At most so many codes of a sort per passage."))] = 3,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help=_("Also write them as .csv or .jsonl, to look through."))
    ] = None,
    as_json: AsJson = False,
) -> None:
    from icmo.project import Project

    with Project.open(project) as opened:
        made = opened.suggest(top=top, track=track(_("Suggesting")))
        if output:
            opened.export_suggestions(output)
        if as_json:
            print_json({"suggestions": made, "pipeline": opened.settings["pipeline"]})
        else:
            number = count(made, "suggestion", "suggestions")
            say(_("{number}. None counts until a coder accepts it.").format(number=number))


def suggest_texts(
    texts: Annotated[Path, typer.Argument(metavar="IN.jsonl", help=_("A JSON Lines file with “id” and “text”."))],
    output: Output,
    codebook: Annotated[str, typer.Option(help=_("A shipped code book or a YAML file."))] = "kib-icmo",
    train: Annotated[
        Path | None, typer.Option(help=_("Labelled texts to learn from: also with “codes”, a list."))
    ] = None,
    as_json: AsJson = False,
) -> None:
    from icmo.suggest.texts import suggest_file

    number = suggest_file(texts, output, codebook=codebook, train=train)
    if as_json:
        print_json({"texts": number, "file": str(output)})
        return
    say(_("{texts} → {output}").format(texts=count(number, "text", "texts"), output=output))
