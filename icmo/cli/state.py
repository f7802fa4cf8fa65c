"""What all commands share: the language asked for, options used by several, progress bars, JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from icmo.errors import IcmoError
from icmo.i18n import _, count

if TYPE_CHECKING:
    from icmo.project import Project

T = TypeVar("T")


@dataclass
class State:
    """The language asked for with ``--lang`` (None: the project's own language decides for reports)."""

    report_language: str | None = None


state = State()

ProjectPath = Annotated[str, typer.Argument(metavar="PROJECT", help=_("The project: NAME.icmo or a database URL."))]
Output = Annotated[Path, typer.Option("-o", "--output", help=_("The file to write; its suffix decides the format."))]
Coder = Annotated[str, typer.Option(help=_("Who does this; stands in the log."))]
Filters = Annotated[
    list[str] | None,
    typer.Option("--filter", metavar="KIND=VALUES", help=_("A filter, as municipality=Egeholm; in their order.")),
]
AsJson = Annotated[bool, typer.Option("--json", help=_("Print JSON for programs."))]


@contextmanager
def reading(place: str) -> Iterator[Project]:
    """A project opened to show something of it; tells on stderr how many transcripts are coded blind just now."""
    from icmo.project import Project

    with Project.open(place) as opened:
        if blind := opened.blind_transcripts():
            transcripts = count(len(blind), "transcript", "transcripts")
            warn(
                _("Left out: the coding of {transcripts}, coded blind until a round is closed.").format(
                    transcripts=transcripts
                )
            )
        yield opened


def track(words: str) -> Any:
    """A function that shows a progress bar on stderr while a list is worked through."""

    def tracked(things: Sequence[T]) -> Iterable[T]:
        from rich.console import Console
        from rich.progress import track as rich_track

        console = Console(stderr=True)
        return rich_track(things, description=words, console=console, transient=True, disable=not console.is_terminal)

    return tracked


def print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False))


def say(*lines: str) -> None:
    """Tell a person something, on stdout."""
    for line in lines:
        print(line)


def complain(error: IcmoError) -> None:
    """An error as people see it: one line and a hint."""
    warn(_("Error: {message}").format(message=error.message))
    if error.hint:
        warn(_("Hint: {hint}").format(hint=error.hint))


def warn(*lines: str) -> None:
    """Tell a person something that is not the result, on stderr."""
    for line in lines:
        print(line, file=sys.stderr)
