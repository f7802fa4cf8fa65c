"""``icmo round``: rounds of blind coding opened, shown, closed; copies for those who read elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from icmo.cli.state import AsJson, Coder, ProjectPath, print_json, say
from icmo.i18n import _, count, integer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from icmo.models import Assignment, Round, Transcript
    from icmo.project import Project

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)

RoundName = Annotated[str, typer.Argument(metavar="NAME", help=_("The round's name."))]
Of = Annotated[str, typer.Argument(metavar="TRANSCRIPT", help=_("The transcript's name."))]
Who = Annotated[str, typer.Argument(metavar="CODER", help=_("Who is to read it."))]


@app.command("open", help=_("Let coders code transcripts apart: nobody sees what another codes until it is closed."))
def open_(
    project: ProjectPath,
    name: RoundName,
    coders: Annotated[str, typer.Option(metavar="A,B", help=_("Who takes part."))],
    transcript: Annotated[
        list[str] | None, typer.Option("--transcript", help=_("A transcript by its name; may be given again."))
    ] = None,
    share: Annotated[
        float | None,
        typer.Option(help=_("Or a random share of all, in each municipality and kind of informant: 0.2 is a fifth.")),
    ] = None,
    each: Annotated[int | None, typer.Option(help=_("How many coders read each transcript; by default all."))] = None,
    seed: Annotated[int, typer.Option(min=0, help=_("Of the draw: the same number draws the same."))] = 0,
    suggestions: Annotated[
        bool, typer.Option("--suggestions", help=_("Show suggestions in them, made without sight of their coding."))
    ] = False,
    note: Annotated[str, typer.Option(help=_("A note to the coders."))] = "",
    preview: Annotated[bool, typer.Option("--preview", help=_("Only show who would read what."))] = False,
    coder: Coder = "icmo",
    as_json: AsJson = False,
) -> None:
    from icmo.project import Project
    from icmo.rounds import Asked

    readers = tuple(one.strip() for one in coders.split(",") if one.strip())
    of = tuple(transcript) if transcript else None
    with Project.open(project) as opened:
        sources = {one.guid: one for one in opened.material().transcripts}
        if preview:
            made: Sequence[Assignment] = opened.plan_round(Asked(readers, of, share, each, seed))
        else:
            made = opened.open_round(
                name,
                readers,
                coder=coder,
                of=of,
                share=share,
                each=each,
                seed=seed,
                suggestions=suggestions,
                note=note,
            ).assignments
    if as_json:
        print_json({"name": name, "opened": not preview, **_planned(made, sources)})
        return
    _say_plan(made, sources)
    if preview:
        say(_("Only a preview: nothing is opened."))
    else:
        say(_("The round “{name}” is open.").format(name=name))


def _planned(made: Sequence[Assignment], sources: Mapping[str, Transcript]) -> dict[str, Any]:
    from icmo.rounds import strata

    drawn = strata(sources.values(), {one.transcript for one in made})
    reads = [{"transcript": sources[one.transcript].name, "reader": one.reader} for one in made]
    return {"strata": [vars(one) for one in drawn], "assignments": reads}


def _say_plan(made: Sequence[Assignment], sources: Mapping[str, Transcript]) -> None:
    """The draw by stratum, who reads what, and how much that is for each."""
    from icmo.rounds import strata

    for stratum in strata(sources.values(), {one.transcript for one in made}):
        where = " · ".join(filter(None, (stratum.municipality, stratum.informant_type))) or "–"
        say(_("{where}: {drawn} of {all}").format(where=where, drawn=stratum.drawn, all=stratum.transcripts))
    for reader in sorted({one.reader for one in made}):
        read = {one.transcript for one in made if one.reader == reader}
        mine = [one for guid, one in sources.items() if guid in read]
        words = count(sum(one.words for one in mine), "word", "words")
        say(f"{reader}: {', '.join(one.name for one in mine)} ({words})")


@app.command("show", help=_("Show the rounds: who reads what, and how far everybody is."))
def show(
    project: ProjectPath,
    name: Annotated[str, typer.Argument(metavar="[NAME]", help=_("One round; by default all."))] = "",
    as_json: AsJson = False,
) -> None:
    from icmo.project import Project

    with Project.open(project) as opened:
        chosen = (opened.round(name),) if name else opened.rounds()
        sources = {one.guid: one.name for one in opened.contents()}
        told = [_as_data(opened, one, sources) for one in chosen]
    if as_json:
        print_json(told)
        return
    for one in told:
        _say_round(one)
    if not told:
        say(_("There is no round yet. Open one with: icmo round open PROJECT NAME --coders A,B --share 0.2"))


def _as_data(project: Project, one: Round, sources: Mapping[str, str]) -> dict[str, Any]:
    plain = ("name", "coder", "at", "suggestions", "note", "closed", "closed_by")
    return {
        **{name: getattr(one, name) for name in plain},
        "progress": [vars(row) for row in project.round_progress(one.guid)],
        "assignments": [
            {"transcript": name, "reader": a.reader, "done": a.done}
            for guid, name in sources.items()
            for a in one.assignments
            if a.transcript == guid
        ],
    }


def _say_round(one: dict[str, Any]) -> None:
    when = _("closed {at} by {coder}").format(at=one["closed"][:16], coder=one["closed_by"])
    say(f"{one['name']}: {when if one['closed'] else _('open')}", *filter(None, [one["note"]]))
    for row in one["progress"]:
        say(
            _("  {coder}: {done} of {all} transcripts done ({begun} begun), {words_done} of {words} words").format(
                coder=row["reader"],
                done=row["done"],
                all=row["transcripts"],
                begun=row["begun"],
                words_done=integer(row["words_done"]),
                words=integer(row["words"]),
            )
        )
    for name in dict.fromkeys(a["transcript"] for a in one["assignments"]):
        here = [a for a in one["assignments"] if a["transcript"] == name]
        say(f"  {name}: {', '.join(a['reader'] + (' ✓' if a['done'] else '') for a in here)}")


@app.command("done", help=_("Say that a coder has read a transcript of a round to its end."))
def done(
    project: ProjectPath,
    transcript: Of,
    coder: Annotated[str, typer.Option(help=_("Who is done."))],
    not_yet: Annotated[bool, typer.Option("--not-yet", help=_("Take that back."))] = False,
) -> None:
    from icmo.project import Project

    with Project.open(project) as opened:
        opened.mark_done(transcript, coder=coder, done=not not_yet)
    words = _("{coder} is not done with “{name}”.") if not_yet else _("{coder} is done with “{name}”.")
    say(words.format(coder=coder, name=transcript))


@app.command("assign", help=_("Give a transcript of a round to one more coder."))
def assign(project: ProjectPath, name: RoundName, transcript: Of, reader: Who, coder: Coder = "icmo") -> None:
    from icmo.project import Project

    with Project.open(project) as opened:
        opened.assign(name, transcript, reader, coder=coder)
    say(_("{coder} reads “{name}” too.").format(coder=reader, name=transcript))


@app.command("release", help=_("Take a transcript of a round from a coder; two at least must be left."))
def release(project: ProjectPath, name: RoundName, transcript: Of, reader: Who, coder: Coder = "icmo") -> None:
    from icmo.project import Project

    with Project.open(project) as opened:
        opened.release(name, transcript, reader, coder=coder)
    say(_("{coder} does not read “{name}” any more.").format(coder=reader, name=transcript))


@app.command("close", help=_("Close a round: everybody sees what all have coded in it."))
def close(
    project: ProjectPath,
    name: RoundName,
    early: Annotated[bool, typer.Option("--early", help=_("Although not everybody is done."))] = False,
    coder: Coder = "icmo",
) -> None:
    from icmo.project import Project

    with Project.open(project) as opened:
        opened.close_round(name, coder=coder, early=early)
    say(_("The round “{name}” is closed.").format(name=name))


@app.command("hand-out", help=_("Write a copy for a coder that holds nothing of what others have coded in the round."))
def hand_out(
    project: ProjectPath,
    reader: Annotated[str, typer.Option(help=_("Whom it is for."))],
    output: Annotated[Path, typer.Option("-o", "--output", help=_("The copy: NAME.icmo."))],
) -> None:
    from icmo.project import Project

    with Project.open(project) as opened:
        written = opened.hand_out(output, reader=reader)
    say(_("Copy for {coder} → {file}").format(coder=reader, file=written))
