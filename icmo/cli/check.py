"""``icmo check`` and ``icmo report check``: faults of exchange files, and of documents that must be accessible."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from icmo.cli.exchange import EXCHANGE
from icmo.cli.state import AsJson, print_json, say, warn
from icmo.i18n import _


def check(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help=_(".qdpx, .qdc, .docx, .xlsx or .html files."))],
    as_json: AsJson = False,
) -> None:
    found = {path: _problems(path) for path in files}
    if as_json:
        print_json([{"file": str(path), "problems": [asdict(one) for one in some]} for path, some in found.items()])
    for path, some in found.items() if not as_json else ():
        warn(*(f"{path}: {_in_words(one)}" for one in some))
        if not some:
            say(_("{path}: no problems found.").format(path=path))
    if any(getattr(one, "severity", "error") == "error" for some in found.values() for one in some):
        raise typer.Exit(1)


def _problems(path: Path) -> tuple[Any, ...]:
    if path.suffix.lower() in EXCHANGE:
        from icmo.files import read_bytes
        from icmo.refi.integrity import problems

        return problems(read_bytes(path), path.name)
    from icmo.reports.check import check as accessibility

    return accessibility(path)


def _in_words(one: Any) -> str:
    """A fault of an exchange file has a line, one of a document a place and a severity."""
    if not hasattr(one, "severity"):
        return str(one)
    severity = {"error": _("error"), "warning": _("warning")}[one.severity]
    return ": ".join(filter(None, (severity, one.where, one.message)))
