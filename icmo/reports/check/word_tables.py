"""Word: tables that can be read aloud cell by cell, each with its row's and its column's header."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from icmo.i18n import _
from icmo.reports.check.problems import Finding, listed
from icmo.reports.check.word_file import Table, WordFile, said, shows
from icmo.reports.check.word_styles import W, is_on

_MERGING = tuple(f"{W}{name}" for name in ("gridSpan", "vMerge", "hMerge"))


def _tables(file: WordFile) -> list[Table]:
    return [*file.main.tables, *file.notes.tables]


def header(file: WordFile) -> Iterator[Finding]:
    """The first row is marked as header row."""
    for table in _tables(file):
        first = next(table.element.iter(f"{W}tr"), None)
        if first is not None and not is_on(first.find(f"{W}trPr/{W}tblHeader")):
            yield Finding(
                table.where,
                _("The table’s first row is not marked as its header row."),
                _("Choose Table Layout > Repeat Header Rows; a screen reader then says the column with each cell."),
            )


def row_headers(file: WordFile) -> Iterator[Finding]:
    """The first column is marked as row headers."""
    for table in _tables(file):
        if max(map(len, table.rows), default=0) > 1 and "firstColumn" not in table.looks:
            yield Finding(
                table.where,
                _("The table’s first column is not marked as row headers."),
                _("Tick First Column under Table Design."),
            )


def merged(file: WordFile) -> Iterator[Finding]:
    """No cells are merged or split."""
    for table in _tables(file):
        suspect = next(table.element.iter(*_MERGING), None) is not None  # spares looking into every cell
        places = [
            table.cell(r, c)
            for r, row in enumerate(table.rows if suspect else ())
            for c, cell in enumerate(row)
            if _is_merged(cell)
        ]
        uneven = not places and len({len(row) for row in table.rows}) > 1
        if places or uneven:
            yield Finding(
                table.where,
                _("Cells are merged: {places}.").format(places=listed(places))
                if places
                else _("Cells are split: the rows do not have the same number of cells."),
                _("Repeat what holds for several cells in each of them, or make two tables."),
            )


def _is_merged(cell: Any) -> bool:
    properties = cell.find(f"{W}tcPr")
    if properties is None:
        return False
    span = said(properties.find(f"{W}gridSpan"))
    across = span.isdigit() and int(span) > 1
    return across or any(properties.find(f"{W}{name}") is not None for name in ("vMerge", "hMerge"))


def nested(file: WordFile) -> Iterator[Finding]:
    """No table stands in another one's cell."""
    for table in _tables(file):
        if table.nested:
            yield Finding(
                table.where,
                _("The table stands inside another table."),
                _("Put it after the other one, or make it a list."),
            )


def empty_cells(file: WordFile) -> Iterator[Finding]:
    """No cell is empty."""
    for table in _tables(file):
        places = [table.cell(r, c) for r, row in enumerate(table.rows) for c, one in enumerate(row) if _is_empty(one)]
        if places:
            yield Finding(
                table.where,
                _("Cells are empty: {places}.").format(places=listed(places)),
                _("Write “–” or “none”, so that nobody thinks that something is missing."),
            )


def _is_empty(cell: Any) -> bool:
    if any(one.text and not one.text.isspace() for one in cell.iter(f"{W}t")):
        return False
    return not shows(cell) and cell.find(f"{W}tcPr/{W}vMerge") is None


def alternative(file: WordFile) -> Iterator[Finding]:
    """Every table has an alternative text that says what is in it."""
    for table in _tables(file):
        texts = [said(table.element.find(f"{W}tblPr/{W}{tag}")) for tag in ("tblCaption", "tblDescription")]
        if not any(texts):
            yield Finding(
                table.where,
                _("The table has no alternative text."),
                _("Say in Table Properties > Alt Text what is in it."),
            )
