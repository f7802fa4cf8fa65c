"""``icmo check`` and ``icmo report check``: faults of exchange files, and of documents that must be accessible.

Faults are told first, then hints (warnings); only faults make the exit code 1.
"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from icmo.cli.exchange import EXCHANGE
from icmo.cli.state import AsJson, print_json, say, warn
from icmo.i18n import _, count

if TYPE_CHECKING:
    from icmo.refi.integrity_file import Finding
    from icmo.reports.check import Problem

    Found = tuple[Finding, ...] | tuple[Problem, ...]


def check(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help=_(".qdpx, .qdc, .docx, .xlsx or .html files."))],
    as_json: AsJson = False,
) -> None:
    found = {path: _problems(path) for path in files}
    if as_json:
        print_json([{"file": str(path), "problems": [asdict(one) for one in some]} for path, some in found.items()])
    for path, some in found.items() if not as_json else ():
        _tell(path, some)
    if any(map(_errors, found.values())):
        raise typer.Exit(1)


def _problems(path: Path) -> Found:
    if path.suffix.lower() in EXCHANGE:
        from icmo.files import read_bytes
        from icmo.refi.integrity import problems

        return problems(read_bytes(path), path.name)
    from icmo.reports.check import check as accessibility

    return accessibility(path)


def _tell(path: Path, found: Found) -> None:
    if not found:
        say(_("{path}: no problems found.").format(path=path))
        return
    warn(*(f"{path}: {_in_words(one)}" for one in sorted(found, key=_rank)))
    errors = _errors(found)
    told = count(errors, "error", "errors"), count(len(found) - errors, "warning", "warnings")
    say(f"{path}: {told[0]}, {told[1]}.")


def _in_words(one: Finding | Problem) -> str:
    severity = {"error": _("error"), "warning": _("warning")}[one.severity]
    return ": ".join(filter(None, (severity, one.where, one.message)))


def _rank(one: Finding | Problem) -> bool:
    return one.severity != "error"


def _errors(found: Found) -> int:
    return sum(one.severity == "error" for one in found)
