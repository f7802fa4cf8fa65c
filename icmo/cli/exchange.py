"""``icmo export`` and ``icmo check``, and REFI-QDA files that ``icmo import`` is given."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from icmo.cli.state import AsJson, ProjectPath, print_json, reading, say, state, warn
from icmo.i18n import _, integer, language
from icmo.naming import noun_name

if TYPE_CHECKING:
    from icmo.project import Project
    from icmo.refi.merging import Merge
    from icmo.refi.parcel import Remark

EXCHANGE = (".qdpx", ".qdc")
_PAGES = (".html", ".docx")
Target = Literal["standard", "nvivo", "atlasti", "maxqda", "qualcoder"]
Package = Literal["datapackage", "brat", "html", "docx"]


def export(
    project: ProjectPath,
    output: Annotated[Path, typer.Argument(metavar="FILE|FOLDER", help=_("Its suffix decides what is written."))],
    target: Annotated[Target, typer.Option(help=_("The program that a .qdpx or .qdc is for."))] = "standard",
    folder_of: Annotated[
        Package, typer.Option("--as", help=_("What a folder without a suffix holds."))
    ] = "datapackage",
    transcript: Annotated[str, typer.Option(help=_("The transcript that a .html or .docx shows with its codes."))] = "",
    texts: Annotated[bool, typer.Option("--texts", help=_("With the interviews’ texts (data package)."))] = False,
    speakers: Annotated[bool, typer.Option("--speakers", help=_("With the speakers’ own labels."))] = False,
    mask: Annotated[
        bool, typer.Option("--mask", help=_("Mask CPR numbers, phone numbers and e-mail addresses."))
    ] = False,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help=_("Into a folder that is not empty; other files stay."))
    ] = False,
    as_json: AsJson = False,
) -> None:

    shared: dict[str, bool] = {"mask": mask, "speakers": speakers}
    suffix = output.suffix.lower()
    held: list[str] = []
    with reading(project) as opened, language(state.report_language or opened.language):
        if suffix in EXCHANGE:
            sent = opened.export_exchange(output, target=target)
            told: dict[str, Any] = {"counts": dict(sent.counts), "remarks": [asdict(one) for one in sent.remarks]}
            _say_remarks(sent.remarks)
            held = [f"  {noun_name(noun)}: {integer(number)}" for noun, number in sent.counts.items() if number]
        elif suffix in _PAGES:
            told = {"codings": opened.export_transcript(transcript, output, **shared)}
        elif suffix == ".zip" or (not suffix and folder_of == "datapackage"):
            told = {"rows": opened.export_data_package(output, texts=texts, overwrite=overwrite, **shared)}
        elif not suffix:
            told = _folder(opened, output, folder_of, overwrite=overwrite, **shared)
        else:
            written = opened.export_codings(output)
            told = {"codings": written.codings, "left_out": list(written.left_out)}
            _warn_of(written.left_out)
    print_json({"file": str(output), **told}) if as_json else say(f"→ {output}", *held)


def _folder(opened: Project, output: Path, what: Package, *, overwrite: bool, **shared: bool) -> dict[str, Any]:
    if what == "brat":
        written = opened.export_brat(output, overwrite=overwrite)
        _warn_of(written.left_out)
        return {"codings": written.codings, "left_out": list(written.left_out)}
    files = opened.export_transcripts(output, suffix=f".{what}", overwrite=overwrite, **shared)
    return {"files": [str(file) for file in files]}


def _warn_of(left_out: Iterable[str]) -> None:
    warn(*("! " + _("left out: {what}").format(what=line) for line in left_out))


# --- What icmo import does with such files ----------------------------------------------------------------


def bring_in(opened: Project, files: Iterable[Path], *, coder: str, preview: bool, as_json: bool) -> None:
    """Merge REFI-QDA files into a project, or only tell what that would do."""
    merges = [(file, opened.import_exchange(file, coder=coder, preview=preview)) for file in files]
    if as_json:
        print_json([_as_data(file, merge) for file, merge in merges])
        return
    for file, merge in merges:
        _tell(file, merge, preview=preview)


def _as_data(file: Path, merge: Merge) -> dict[str, Any]:
    return {
        "file": str(file),
        "origin": merge.origin,
        "unit": merge.unit,
        "counts": [asdict(one) for one in merge.counts],
        "remarks": [asdict(one) for one in merge.remarks],
    }


def _tell(file: Path, merge: Merge, *, preview: bool) -> None:
    about = ", ".join(filter(None, (merge.origin, merge.unit)))
    say(f"{file}" + (f" ({about})" if about else "") + (_(" – only a preview") if preview else ""))
    for one in merge.counts:
        if one.new or one.there or one.left:
            numbers = _("{new} new, {there} there already, {left} left out").format(
                new=integer(one.new), there=integer(one.there), left=integer(one.left)
            )
            say(f"  {noun_name(one.noun)}: {numbers}")
    _say_remarks(merge.remarks)


def _say_remarks(remarks: Iterable[Remark]) -> None:
    for one in remarks:
        names = f" ({', '.join(one.names)})" if one.names else ""
        number = f" [×{integer(one.number)}]" if one.number > 1 else ""
        warn(f"! {noun_name(one.noun)}: {one.what}{names}{number}")
