"""``icmo qca``: qualitative comparative analysis of a table of cases."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from icmo.cli.state import AsJson, print_json, say
from icmo.errors import InvalidError
from icmo.i18n import _

if TYPE_CHECKING:
    import pandas as pd

    from icmo.reports.qca import Table

_ALL = "all"


def qca(
    table: Annotated[Path, typer.Argument(metavar="TABLE", help=_("CSV or Excel: a row per case, its name first."))],
    outcome: Annotated[str, typer.Option(help=_("The column with the outcome; ~ in front for its absence."))],
    conditions: Annotated[str, typer.Option(metavar="A,B,C", help=_("The columns with the conditions."))],
    incl_cut: Annotated[float, typer.Option(help=_("Inclusion that makes a row positive."))] = 0.8,
    n_cut: Annotated[int, typer.Option(help=_("Rows with fewer cases are remainders."))] = 1,
    pri_cut: Annotated[float, typer.Option(help=_("PRI that a positive row must reach too."))] = 0,
    kind: Annotated[
        str, typer.Option(metavar="conservative|parsimonious|intermediate|all", help=_("Which solutions to show."))
    ] = _ALL,
    directions: Annotated[
        str, typer.Option(metavar="A=1,B=0", help=_("Whether presence (1) or absence (0) should further the outcome."))
    ] = "",
    calibrate: Annotated[
        list[str] | None,
        typer.Option(
            metavar="A=1,2,3",
            help=_("Calibrate a column first: exclusion, crossover, inclusion; one threshold; or the value that is 1."),
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    from icmo.compare.qca import analyse
    from icmo.compare.qca.counterfactuals import KINDS
    from icmo.files import read_bytes
    from icmo.formats.set_table import read_set_table
    from icmo.reports import qca as report

    frame = read_set_table(read_bytes(table), table.name)
    found = analyse(
        _calibrated(frame, calibrate or []),
        outcome=outcome,
        conditions=[one.strip() for one in conditions.split(",") if one.strip()],
        incl_cut=incl_cut,
        n_cut=n_cut,
        pri_cut=pri_cut,
        kinds=KINDS if kind == _ALL else (kind,),
        directions=dict(_pair(one) for one in directions.split(",") if one.strip()),
    )
    if as_json:
        print_json(report.data(found))
        return
    for title, content in report.tables(found):
        _print_table(title, content)
    say(*report.remarks(found))


def _calibrated(frame: pd.DataFrame, asked: list[str]) -> pd.DataFrame:
    from icmo.compare.qca.calibration import calibrate_columns

    return calibrate_columns(frame, dict(map(_pair, asked)))


def _pair(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not (name.strip() and sign and value.strip()):
        raise InvalidError(_("“{text}” is not NAME=VALUE.").format(text=text), _("Write for example A=1."))
    return name.strip(), value.strip()


def _print_table(title: str, content: Table) -> None:
    """A table as wide as it needs to be where the output is a file, as wide as the window where it is one."""
    from rich import box
    from rich.console import Console
    from rich.table import Table as RichTable
    from rich.text import Text

    heading, rows = content
    table = RichTable(box=box.SIMPLE_HEAD, pad_edge=False)
    for i, name in enumerate(heading):
        table.add_column(Text(name), overflow="fold", no_wrap=0 < i < len(heading) - 1)
    for row in rows:
        table.add_row(*map(Text, row))
    console = Console(highlight=False)
    say(title)
    if not console.is_terminal:
        console.width = max(80, console.measure(table).maximum)
    console.print(table)
