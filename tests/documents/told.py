"""What a report says, for tests: its tables as rows of words, its paragraphs, and whether it is well made."""

from __future__ import annotations

from itertools import pairwise

from icmo.documents.model import (
    Block,
    Box,
    Bullets,
    Cell,
    Figure,
    Heading,
    Line,
    Paragraph,
    Quotes,
    Report,
    Table,
    plain,
)


def words(cell: Cell) -> str:
    return " / ".join(plain(line).replace("\u00a0", " ") for line in cell.lines)


def table(report: Report, name: str) -> Table:
    return next(one for one in report.tables if one.name == name)


def rows(report: Report, name: str) -> list[list[str]]:
    return [[words(cell) for cell in row] for row in table(report, name).rows]


def said(report: Report) -> str:
    """All paragraphs and lists, a line each."""
    return "\n".join(plain(line).replace("\u00a0", " ") for block in report.blocks for line in _lines(block))


def headings(report: Report) -> list[str]:
    return [block.text for block in report.blocks if isinstance(block, Heading)]


def assert_well_made(report: Report) -> None:
    """Headings in order, tables full and named apart, links that lead somewhere, quotes numbered from 1."""
    levels = [1, *(block.level for block in report.blocks if isinstance(block, Heading))]
    assert all(2 <= level <= before + 1 for before, level in pairwise(levels))
    names = [one.name for one in report.tables]
    assert len(names) == len(set(names))
    for one in report.tables:
        assert one.rows and one.about and one.caption
        assert all(len(row) == len(one.columns) for row in one.rows)
        assert all(words(cell).strip() for row in one.rows for cell in row)
        assert not one.widths or len(one.widths) == len(one.columns)
    _assert_links_lead_somewhere(report)


def _assert_links_lead_somewhere(report: Report) -> None:
    anchors = [block.anchor for block in report.blocks if isinstance(block, Heading) and block.anchor]
    assert len(anchors) == len(set(anchors))
    assert [quote.number for quote in report.quotes] == list(range(1, len(report.quotes) + 1))
    cells = (cell for one in report.tables for row in one.rows for cell in row)
    lines = [*(line for cell in cells for line in cell.lines), *(line for one in report.blocks for line in _lines(one))]
    for run in (run for line in lines for run in line):
        assert not run.anchor or run.anchor in anchors
        assert run.quote is None or report.quote(run.quote)
    printed = [number for one in report.blocks if isinstance(one, Quotes) for number in one.numbers]
    assert set(printed) <= {quote.number for quote in report.quotes}


def _lines(block: Block) -> list[Line]:
    match block:
        case Paragraph():
            return [block.words]
        case Bullets():
            return list(block.items)
        case Box():
            return [line for one in block.blocks for line in _lines(one)]
        case Figure():
            return []
        case _:
            return []
