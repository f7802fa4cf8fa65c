"""The overview as an Excel workbook: the table, its evidence row by row, the quotes, and how it was made."""

from __future__ import annotations

import io
from collections.abc import Iterable
from itertools import zip_longest

from icmo.formats.xlsx import add_sheet
from icmo.i18n import _
from icmo.overview import Entry, Overview
from icmo.reports import table

NOTHING = "–"  # stands where a table has nothing to say, since no cell is empty


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
    add_sheet(
        book,
        _("Overview"),
        [_("Part"), *overview.groups],
        _table(overview),
        [22, *[48] * len(overview.groups)],
    )
    evidence = ([NOTHING if value == "" else value for value in row] for row in table.rows(overview))
    add_sheet(book, _("Evidence"), _evidence_heading(), evidence, [22, 26, 24, 34, 9, 9, 9, 9, 30, 8, 70, 26, 24])
    add_sheet(book, _("Quotes"), _quote_heading(), _quotes(overview), [8, 90, 32, 32, 8, 16])
    add_sheet(book, _("Method"), [_("How the overview was made")], ([line] for line in overview.method), [120])
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
