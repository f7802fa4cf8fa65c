"""``icmo init``, ``icmo import`` and ``icmo cases``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from icmo.cli.exchange import EXCHANGE, bring_in
from icmo.cli.state import AsJson, Coder, ProjectPath, complain, print_json, say, track, warn
from icmo.errors import InvalidError
from icmo.formats.reading import SUFFIXES
from icmo.i18n import _, count

if TYPE_CHECKING:
    from icmo.importing import ImportReport


def init(
    project: ProjectPath,
    name: Annotated[str, typer.Option(help=_("The project's name in reports."))] = "",
    codebook: Annotated[str, typer.Option(help=_("A shipped code book or a YAML file."))] = "kib-icmo",
    language: Annotated[str, typer.Option(metavar="da|en", help=_("The language of the project's reports."))] = "da",
    coder: Coder = "icmo",
    as_json: AsJson = False,
) -> None:
    from icmo.project import Project

    with Project.create(project, name=name, codebook=codebook, coder=coder, language=language) as made:
        if as_json:
            print_json(made.about())
            return
        codes = count(len(made.codebook.codes), "code", "codes")
        say(
            _("Made {name} with the code book {book} ({codes}).").format(
                name=project, book=made.codebook.id, codes=codes
            )
        )


def import_(
    project: ProjectPath,
    paths: Annotated[
        list[Path],
        typer.Argument(help=_("Transcripts ({suffixes}) and folders of them.").format(suffixes=" ".join(SUFFIXES))),
    ],
    manifest: Annotated[Path | None, typer.Option(help=_("A CSV file that says where each file comes from."))] = None,
    split: Annotated[
        str | None,
        typer.Option(metavar="REGEX", help=_("Split files where this matches; the group “case” is the municipality.")),
    ] = None,
    preview: Annotated[bool, typer.Option("--preview", help=_("Only tell what a .qdpx or .qdc would bring."))] = False,
    coder: Coder = "icmo",
    as_json: AsJson = False,
) -> int:
    from icmo.project import Project

    exchanged = [path for path in paths if path.suffix.lower() in EXCHANGE]
    if exchanged:
        _only(exchanged, paths)
        with Project.open(project) as opened:
            bring_in(opened, exchanged, coder=coder, preview=preview, as_json=as_json)
        return 0
    with Project.open(project) as opened:
        report = opened.import_files(paths, manifest=manifest, split=split, coder=coder, track=track(_("Reading")))
    print_json(_as_data(report)) if as_json else _tell(report)
    return 2 if report.failed else 0


def _only(exchanged: list[Path], paths: list[Path]) -> None:
    """Complain about exchange files among others: they are whole projects, and answered otherwise."""
    if len(exchanged) < len(paths):
        raise InvalidError(
            _("{file} is a whole project or code book.").format(file=exchanged[0]),
            _("Import it by itself, and the transcripts with another command."),
        )


def cases(
    project: ProjectPath,
    table: Annotated[
        Path, typer.Argument(help=_("CSV or Excel: a row per municipality, named in the column kommune."))
    ],
    coder: Coder = "icmo",
) -> None:
    from icmo.project import Project

    with Project.open(project) as opened:
        number = opened.import_cases(table, coder=coder)
        material = opened.material()
    say(_("{cases} have variables now.").format(cases=count(number, "municipality", "municipalities")))
    strangers = [one.name for one in material.cases if one.name not in material.municipalities]
    if strangers and material.municipalities:
        warn(_("Without any interview: {names}. Is a name misspelt?").format(names=", ".join(strangers)))


def _tell(report: ImportReport) -> None:
    from icmo.privacy.find import name_of

    for one in report.added:
        where = one.municipality or _("no municipality")
        words, turns = count(one.words, "word", "words"), count(len(one.turns), "turn", "turns")
        say(f"+ {one.name} ({where}): {words}, {turns}")
    for name, reason in report.skipped:
        say(f"= {name}: {reason}")
    for name, note in report.notes:
        warn(f"! {name}: {note}")
    for name, found in report.personal:
        place = _("{kind} on line {line}, characters {start}–{end}").format(
            kind=name_of(found.kind), line=found.line, start=found.start, end=found.end
        )
        warn(f"! {name}: {place}")
    for _name, error in report.failed:
        complain(error)
    say(
        _("{added} imported, {skipped} passed over, {failed} failed.").format(
            added=count(len(report.added), "transcript", "transcripts"),
            skipped=count(len(report.skipped), "file", "files"),
            failed=len(report.failed),
        )
    )


def _as_data(report: ImportReport) -> dict[str, Any]:
    return {
        "added": [
            {"name": t.name, "municipality": t.municipality, "words": t.words, "turns": len(t.turns), "guid": t.guid}
            for t in report.added
        ],
        "skipped": [{"file": name, "reason": reason} for name, reason in report.skipped],
        "failed": [{"file": name, "error": e.message, "hint": e.hint} for name, e in report.failed],
        "notes": [{"file": name, "note": note} for name, note in report.notes],
        "personal": [{"transcript": name, **found.__dict__} for name, found in report.personal],
    }
