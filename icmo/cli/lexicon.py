"""``icmo lexicon``: the project's own cues, proposed from what has been coded and decided on by a person."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from icmo.cli.state import AsJson, Coder, ProjectPath, print_json, reading, say
from icmo.i18n import _, count, decimal

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)

CodeId = Annotated[str, typer.Argument(metavar="CODE", help=_("A code's id."))]
CueText = Annotated[str, typer.Argument(metavar="CUE", help=_("Words, as in a code book."))]


@app.command("propose", help=_("Propose cues: words that a code's quotes have and others lack."))
def propose(
    project: ProjectPath,
    code: Annotated[list[str] | None, typer.Argument(help=_("Codes; by default all."))] = None,
    top: Annotated[int, typer.Option(min=1, help=_("At most so many for each code."))] = 5,
    as_json: AsJson = False,
) -> None:

    with reading(project) as opened:
        found = opened.propose_cues(code or None, top=top)
    if as_json:
        print_json([one.__dict__ for one in found])
        return
    for one in found:
        say(
            _("{code}: “{cue}” in {own} of its quotes and {others} others (z = {z})").format(
                code=one.code, cue=one.text, own=one.quotes, others=one.others, z=decimal(one.z, 1)
            )
        )
    say(count(len(found), "proposal", "proposals"))


@app.command("accept", help=_("Take a cue into the project's own lexicon."))
def accept(
    project: ProjectPath,
    code: CodeId,
    cue: CueText,
    weight: Annotated[float, typer.Option(help=_("0.5 a weak hint, 1 usual, 2 strong, 3 certain."))] = 1.0,
    coder: Coder = "icmo",
) -> None:
    from icmo.project import Project

    with Project.open(project) as opened:
        opened.decide_cue(code, cue, "accept", coder=coder, weight=weight)
    say(_("{code}: “{cue}” is one of the project's cues now.").format(code=code, cue=cue))


@app.command("reject", help=_("Have a cue proposed no more, or take one of the project's own away."))
def reject(project: ProjectPath, code: CodeId, cue: CueText, coder: Coder = "icmo") -> None:
    from icmo.project import Project

    with Project.open(project) as opened:
        opened.decide_cue(code, cue, "reject", coder=coder)
    say(_("{code}: “{cue}” is not proposed again.").format(code=code, cue=cue))


@app.command("show", help=_("Show the project's own lexicon as YAML, or write it to a file."))
def show(
    project: ProjectPath,
    output: Annotated[Path | None, typer.Option("-o", "--output", help=_("A .yaml file."))] = None,
) -> None:
    from icmo.files import write_text
    from icmo.lexicon import dumps

    with reading(project) as opened:
        text = dumps(opened.own_lexicon())
    if output:
        write_text(output, text)
    else:
        say(text.rstrip())
