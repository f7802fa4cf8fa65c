"""``icmo suggest PROJECT`` with its subcommands, and ``icmo suggest-texts``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from icmo.cli.state import AsJson, Coder, Output, ProjectPath, print_json, reading, say, track
from icmo.i18n import _, count, current

_RUN = "run"


class _RunUnlessNamed(TyperGroup):
    """``icmo suggest PROJECT`` means ``icmo suggest run PROJECT``: what is not a subcommand is the project."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if args and args[0] not in self.commands and args[0] not in ("--help", "-h"):
            args = [_RUN, *args]
        return super().parse_args(ctx, args)


app = typer.Typer(cls=_RunUnlessNamed, no_args_is_help=True, rich_markup_mode=None)

OneCoder = Annotated[str, typer.Option("--coder", help=_("Only this coder's work."))]


@app.command(_RUN, help=_("Suggest codes for every passage (what icmo suggest PROJECT does)."))
def run(
    project: ProjectPath,
    top: Annotated[int, typer.Option(min=1, help=_("At most so many codes of a sort per passage."))] = 3,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help=_("Also write them as .csv or .jsonl, to look through."))
    ] = None,
    coder: Annotated[
        str, typer.Option("--coder", help=_("Who they are for, where the settings say to learn from each coder apart."))
    ] = "",
    as_json: AsJson = False,
) -> None:

    with reading(project) as opened:
        made = opened.suggest(top=top, coder=coder or None, track=track(_("Suggesting")))
        if output:
            opened.export_suggestions(output)
        if as_json:
            print_json({"suggestions": made, "pipeline": opened.settings["pipeline"]})
            return
        number = count(made, "suggestion", "suggestions")
        if opened.suggestion_settings["blind"]:
            say(_("{number} scored. The round is blind: none is shown.").format(number=number))
        else:
            say(_("{number}. None counts until a coder accepts it.").format(number=number))


@app.command("replay", help=_("Replay finished coding: how good would the suggestions have been?"))
def replay(
    project: ProjectPath,
    coder: OneCoder = "",
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help=_("Write a page (.html), or tables (.csv, .json)."))
    ] = None,
    as_json: AsJson = False,
) -> None:
    from icmo.reports import replay as report

    with reading(project) as opened:
        found = opened.replay(coder=coder or None)
        labels = {code.id: code.label.text(current()) for code in opened.codebook.codes}
    if output:
        report.write_replay(found, labels, output)
    if as_json:
        print_json(report.data(found))
    else:
        say(*report.text(found, labels))


@app.command("candidates", help=_("List passages where an intervention, a mechanism and an outcome stand together."))
def candidates(
    project: ProjectPath,
    top: Annotated[int, typer.Option(min=1, help=_("At most so many."))] = 20,
    as_json: AsJson = False,
) -> None:
    from dataclasses import asdict

    from icmo.suggest.candidates import candidates as found_in

    with reading(project) as opened:
        material = opened.material()
    found, named = found_in(material), material.transcript_by_guid
    if as_json:
        print_json([{**asdict(one), "transcript": named[one.transcript].name} for one in found])
        return
    for one in found[:top]:
        say(f"{named[one.transcript].name} {one.start}–{one.end} ({one.polarity})", f"  {one.statement}")
        say(*(f"  {part.role} {part.code}{'' if part.coding else ' ?'}" for part in one.parts))
    say(count(len(found), "candidate", "candidates"))


@app.command("settings", help=_("Show or change how a project's suggestions are made."))
def settings(
    project: ProjectPath,
    blind: Annotated[
        bool | None, typer.Option("--blind/--no-blind", help=_("Score suggestions but show none."))
    ] = None,
    learn_from: Annotated[
        str, typer.Option(metavar="project|coder", help=_("Whose work the engine learns from."))
    ] = "",
    embeddings: Annotated[
        str, typer.Option(metavar="FOLDER|none", help=_("A sentence-transformer on this machine."))
    ] = "",
    llm: Annotated[str, typer.Option(metavar="URL|none", help=_("A language model's OpenAI-compatible address."))] = "",
    llm_model: Annotated[str, typer.Option(metavar="NAME", help=_("The model's name there."))] = "",
    allow_remote: Annotated[
        bool | None,
        typer.Option("--allow-remote/--no-allow-remote", help=_("Whether passages may leave this machine.")),
    ] = None,
    as_json: AsJson = False,
) -> None:
    from icmo.project import Project

    changes: dict[str, Any] = {"blind": blind, "learn_from": learn_from or None, "llm_remote": allow_remote}
    changes |= {"embeddings": embeddings or None, "llm_url": llm or None, "llm_model": llm_model or None}
    asked = {name: None if value == "none" else value for name, value in changes.items() if value is not None}
    if llm == "none":
        asked["llm_model"] = None
    with Project.open(project) as opened:
        chosen = opened.set_suggestions(**asked) if asked else opened.suggestion_settings
    if as_json:
        print_json(chosen)
    else:
        say(*(f"{name}: {'–' if value is None else value}" for name, value in chosen.items()))


@app.command(
    "forget", help=_("Delete decisions on suggestions, so that nothing is learned from them; undo brings back.")
)
def forget(
    project: ProjectPath,
    coder: Coder = "icmo",
    of: Annotated[str, typer.Option("--of", help=_("Only this coder's decisions."))] = "",
    as_json: AsJson = False,
) -> None:
    from icmo.project import Project

    with Project.open(project) as opened:
        number = opened.forget_decisions(coder=coder, of=of or None)
    if as_json:
        print_json({"forgotten": number})
    else:
        say(_("{decisions} forgotten.").format(decisions=count(number, "decision", "decisions")))


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
