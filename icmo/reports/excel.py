"""The overview as an Excel workbook: the table, its evidence row by row, the quotes, and how it was made."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from itertools import zip_longest
from math import ceil
from typing import TYPE_CHECKING, Any

from icmo.i18n import _
from icmo.overview import Entry, Overview
from icmo.reports import table

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_FILL = "FFE8EEF4"
NOTHING = "–"  # stands where a table has nothing to say, since no cell is empty
_LINE, _MAX_HEIGHT = 15, 409  # points; Excel allows no higher row


def render(overview: Overview) -> bytes:
    """The workbook: named sheets with a header row, frozen panes, no merged and no empty cells in the table."""
    from openpyxl import Workbook

    book = Workbook()
    book.properties.title = overview.title
    book.properties.language = "da-DK" if overview.language == "da" else "en-GB"
    book.properties.creator = "icmo"
    first = book.active
    assert first is not None
    book.remove(first)
    _sheet(
        book,
        _("Overview"),
        [_("Part"), *overview.groups],
        _table(overview),
        [22, *[48] * len(overview.groups)],
    )
    evidence = ([NOTHING if value == "" else value for value in row] for row in table.rows(overview))
    _sheet(book, _("Evidence"), _evidence_heading(), evidence, [22, 26, 24, 34, 9, 9, 9, 9, 30, 8, 70, 26, 24])
    _sheet(book, _("Quotes"), _quote_heading(), _quotes(overview), [8, 90, 32, 32, 8, 16])
    _sheet(book, _("Method"), [_("How the overview was made")], ([line] for line in overview.method), [120])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _table(overview: Overview) -> Iterable[list[str]]:
    """An entry per cell, so that rows stay low enough for Excel to show them; the part is repeated on each row."""
    for r, row in enumerate(overview.rows):
        cells = [[*map(entry_line, overview.cell(r, g))] or [overview.no_evidence] for g in range(len(overview.groups))]
        for entries in zip_longest(*cells, fillvalue=NOTHING):
            yield [row, *entries]


def entry_line(entry: Entry) -> str:
    """An entry on one line: ``Jobcafé: 4 of 6 municipalities, 11 quotes (thin evidence) [1, 3–5]``."""
    thin = _(" (thin evidence)") if entry.thin else ""
    references = ", ".join(run for run, _quote in entry.references)
    return f"{entry.label}: {entry.counts}{thin} [{references}]"


def _evidence_heading() -> list[str]:
    """The columns of the evidence table, in the order of `table.COLUMNS`, as people call them."""
    counts = [_("Municipalities"), _("Quotes"), _("Hindering"), _("Thin evidence")]
    place = [_("Transcript"), _("Turn"), _("Start"), _("End"), _("Coders"), _("Codings")]
    about = [_("Part"), _("Target group"), _("Code"), _("Label"), *counts, _("Names of the municipalities")]
    return [*about, _("No."), _("Quote"), _("Said by"), *place]


def _quote_heading() -> list[str]:
    return [_("No."), _("Quote"), _("Said by"), _("Transcript"), _("Turn"), _("Coders")]


def _quotes(overview: Overview) -> Iterable[list[str | int]]:
    for quote in overview.quotes:
        yield [
            quote.number,
            f"”{quote.text}”",
            quote.signature,
            quote.transcript_name,
            quote.turn,
            ", ".join(quote.coders) or "–",
        ]


def _sheet(
    book: Any, title: str, heading: Sequence[str], rows: Iterable[Sequence[str | int]], widths: Sequence[int]
) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    sheet: Worksheet = book.create_sheet(title)
    wrapped, bold, fill = (
        Alignment(wrap_text=True, vertical="top"),
        Font(name="Calibri", bold=True),
        PatternFill("solid", fgColor=_FILL),
    )
    for number, values in enumerate([heading, *rows], start=1):
        for column, value in enumerate(values, start=1):
            cell: Any = sheet.cell(number, column, value)
            if isinstance(value, str):
                cell.data_type = "s"  # a quote that begins with "=" is no formula
            cell.alignment = wrapped
            if number == 1:
                cell.font, cell.fill = bold, fill
        lines = max(_lines(str(value), width) for value, width in zip_longest(values, widths, fillvalue=12))
        sheet.row_dimensions[number].height = min(_MAX_HEIGHT, _LINE * lines)
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "B2" if len(heading) > 1 else "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"


def _lines(text: str, width: object) -> int:
    """How many lines a text takes in a column of that width, in characters."""
    return sum(ceil((len(line) + 1) / max(1, int(0.85 * float(str(width))))) for line in text.split("\n"))
