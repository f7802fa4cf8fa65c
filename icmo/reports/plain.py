"""A report as JSON: its text, tables, figures, quotes and facts as plain values, for other programs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from typing import Any

from icmo.documents.model import Cell, Figure, Layered, Picture, Quote, Report, Table
from icmo.i18n import language
from icmo.reports.words import cell_text, cited_in, running, spoken


def render(report: Report) -> bytes:
    """The report as a JSON file in UTF-8."""
    return (json.dumps(data(report), ensure_ascii=False, allow_nan=False) + "\n").encode("utf-8", "replace")


def data(report: Report) -> dict[str, Any]:
    """The report as values that JSON knows; every cell says its words, its number and the quotes it leads to."""
    with language(report.language):
        return {
            "kind": report.kind,
            "title": report.title,
            "subtitle": report.subtitle,
            "language": report.language,
            "draft": report.draft,
            "options": _plain(report.options),
            "text": [{"sort": sort, "text": text} for sort, text in running(report)],
            "tables": [_table(table) for table in report.tables],
            "sheets": [_table(table) for table in report.sheets],
            "figures": [_figure(block) for block in report.blocks if isinstance(block, Figure)],
            "quotes": [_quote(quote) for quote in report.quotes],
            "facts": [asdict(fact) for fact in report.facts],
        }


def _table(table: Table) -> dict[str, Any]:
    return {
        "name": table.name,
        "caption": table.caption,
        "about": table.about,
        "tracked": table.tracked,
        "columns": list(table.columns),
        "rows": [[_cell(cell) for cell in row] for row in table.rows],
    }


def _cell(cell: Cell) -> dict[str, Any]:
    made: dict[str, Any] = {"text": cell_text(cell), "number": _plain(cell.value)}
    if cell.listed:
        made["items"] = [spoken(words) for words in cell.lines]
    if quotes := cited_in(cell.lines):
        made["quotes"] = list(quotes)
    return made


def _figure(figure: Figure) -> dict[str, Any]:
    return {"caption": figure.caption, "alt": figure.alt, "table": figure.table.name, **_picture(figure.picture)}


def _picture(picture: Picture) -> dict[str, Any]:
    """What is drawn; a graph's numbers stand in the figure's table."""
    sort = {"sort": type(picture).__name__.lower()}
    return sort if isinstance(picture, Layered) else {**sort, "picture": _plain(asdict(picture))}


def _quote(quote: Quote) -> dict[str, Any]:
    return {**_plain({name: getattr(quote, name) for name in Quote.__slots__}), "place": quote.place}


def _plain(value: Any) -> Any:
    """Values as JSON knows them: sets in order, what is no number null, anything else as its words."""
    if isinstance(value, float) and not -float("inf") < value < float("inf"):
        return None
    if value is None or isinstance(value, str | int | float):
        return value
    if is_dataclass(value) and not isinstance(value, type):
        return _plain(asdict(value))
    if isinstance(value, Mapping):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return sorted(map(str, value)) if isinstance(value, set | frozenset) else str(value)
