"""The rules for Excel workbooks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from icmo.i18n import _, count
from icmo.reports.check.excel_file import Area, ExcelFile, Sheet, place
from icmo.reports.check.problems import Finding, Rule, listed
from icmo.reports.check.shared import (
    core_property,
    is_decorative,
    known_language,
    no_alternative,
    no_title,
    weak_alternative,
)

_UNNAMED = re.compile(r"(?:sheet|ark|table|tabelle|feuil|blad|hoja|chart|diagram)\s?\d*", re.I)


def title(file: ExcelFile) -> Iterator[Finding]:
    """The title stands in the workbook's properties."""
    yield from no_title(core_property(file.package, "title"))


def language(file: ExcelFile) -> Iterator[Finding]:
    """The language stands in the workbook's properties."""
    if not known_language(core_property(file.package, "language")):
        yield Finding(
            "",
            _("The workbook does not say which language it is in."),
            _("Write it in File > Info > Properties > Advanced Properties, as da-DK."),
        )


def sheet_name(file: ExcelFile) -> Iterator[Finding]:
    """Sheets are called by what is in them."""
    for sheet in file.sheets:
        if _UNNAMED.fullmatch(sheet.name.strip()) or not sheet.name.strip():
            yield Finding(sheet.where, _("The sheet has no name of its own."), _("Call it by what is in it."))


def hidden(file: ExcelFile) -> Iterator[Finding]:
    """No sheet is hidden in a workbook to be published."""
    for sheet in file.sheets:
        if sheet.hidden:
            yield Finding(
                sheet.where, _("The sheet is hidden."), _("Show or delete it; whoever has the file can read it.")
            )


def header(file: ExcelFile) -> Iterator[Finding]:
    """A table's first row names every column."""
    for sheet, table in _tables(file):
        empty = [at for column in _columns(table) if not _filled(sheet, at := (table.top, column))]
        if empty:
            yield Finding(
                sheet.where,
                _("Columns have no name in the header row: {places}.").format(
                    places=listed(place(*one) for one in empty)
                ),
                _("Name every column in the table’s first row."),
            )


def frozen(file: ExcelFile) -> Iterator[Finding]:
    """The header row stays when one scrolls."""
    for sheet, table in _tables(file):
        if table.bottom > table.top and not sheet.frozen:
            yield Finding(
                sheet.where, _("The header row is not frozen."), _("Choose View > Freeze Panes below the header row.")
            )


def merged(file: ExcelFile) -> Iterator[Finding]:
    """No cells are merged."""
    for sheet in file.sheets:
        if sheet.merged:
            yield Finding(
                sheet.where,
                _("Cells are merged: {places}.").format(places=listed(sheet.merged)),
                _("Repeat what holds for several cells in each of them, or make two tables."),
            )


def empty_cells(file: ExcelFile) -> Iterator[Finding]:
    """No cell of a table is empty."""
    for sheet, table in _tables(file):
        number = _size(table) - sum(1 for row, column in sheet.filled if _is_below_header(table, row, column))
        if number:
            yield Finding(
                sheet.where,
                _("{cells} in the table: {places}.").format(
                    cells=count(number, "cell is empty", "cells are empty"), places=_first_empty(sheet, table, number)
                ),
                _("Write “–” or “none”, so that nobody thinks that something is missing."),
            )


def _tables(file: ExcelFile) -> Iterator[tuple[Sheet, Area]]:
    return ((sheet, table) for sheet in file.sheets for table in sheet.tables)


def _columns(table: Area) -> range:
    return range(table.left, min(table.right, 16_384) + 1)


def _filled(sheet: Sheet, at: tuple[int, int]) -> bool:
    return at in sheet.filled


def _size(table: Area) -> int:
    """The number of cells below the header; a table may be declared larger than the paper can hold."""
    return (table.bottom - table.top) * (table.right - table.left + 1)


def _is_below_header(table: Area, row: int, column: int) -> bool:
    return table.top < row <= table.bottom and table.left <= column <= table.right


def _first_empty(sheet: Sheet, table: Area, number: int) -> str:
    """The first few empty cells."""
    cells = ((row, column) for row in range(table.top + 1, table.bottom + 1) for column in _columns(table))
    found: list[str] = []
    for at in cells:
        if at not in sheet.filled:
            found.append(place(*at))
        if len(found) == min(number, 5):
            break
    return ", ".join(found) + (" …" if number > len(found) else "")


def picture_alternative(file: ExcelFile) -> Iterator[Finding]:
    """Every picture and chart has an alternative text, unless it is decorative."""
    for sheet in file.sheets:
        for picture in sheet.pictures():
            if not is_decorative(picture):
                yield from no_alternative(picture.get("descr", ""), sheet.where)


def picture_weak(file: ExcelFile) -> Iterator[Finding]:
    """No alternative text is merely a file's name or what a program called the picture."""
    for sheet in file.sheets:
        for picture in sheet.pictures():
            yield from weak_alternative(picture.get("descr", ""), sheet.where)


RULES: tuple[Rule[ExcelFile], ...] = (
    Rule("title", "error", title),
    Rule("language", "error", language),
    Rule("sheet-name", "error", sheet_name),
    Rule("sheet-hidden", "error", hidden),
    Rule("table-header", "error", header),
    Rule("table-frozen", "error", frozen),
    Rule("table-merged", "error", merged),
    Rule("table-empty-cell", "error", empty_cells),
    Rule("picture-alt", "error", picture_alternative),
    Rule("picture-alt-weak", "warning", picture_weak),
)
