"""Running headers, footers and page numbers of a PDF: lines that come back at the same place on many pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from icmo.formats.pdf_lines import rows_of, text_of
from icmo.formats.pdf_page import Stretch

ROWS = 3  # at the top and at the bottom of a page that may be a header or a footer
OFTEN = 0.4  # of the pages: left and right pages may have headers of their own
LABELLED = 0.75  # of the pages, where it reads like somebody's turn
_NUMBERED = re.compile(r"(?:side|page|s\.|p\.)\s*\d+(?:\s*(?:af|of|/|ud af)\s*\d+)?", re.I)
_NUMBER = re.compile(r"[-–—]?\s*(\d{1,4})(?:\s*(?:/|af|of)\s*\d{1,4})?\s*[-–—]?")
_LABEL = re.compile(r"[^:]{1,40}:(?:\s|$)")

Row = list[Stretch]


def without_margins(pages: Sequence[list[Stretch]]) -> tuple[list[list[Stretch]], list[str]]:
    """The pages without what runs along their edges, and what that was, each text once."""
    edges = [list(_edges(page)) for page in pages]
    counts = Counter(key for page in edges for key in {_key(*edge) for edge in page})
    shifts = Counter(shift for number, page in enumerate(edges) for shift in {_shift(row, number) for _, row in page})
    dropped: dict[str, str] = {}
    left: list[list[Stretch]] = []
    for number, (page, edge) in enumerate(zip(pages, edges, strict=True)):
        gone = [row for where, row in edge if _runs(where, row, number, counts, shifts, len(pages))]
        dropped |= {re.sub(r"\d+", "#", text_of(row)): text_of(row) for row in gone}
        ids = {id(one) for row in gone for one in row}
        left.append([one for one in page if id(one) not in ids])
    return left, list(dropped.values())


def _edges(page: Sequence[Stretch]) -> Iterator[tuple[str, Row]]:
    rows = rows_of(page)
    yield from (("top", row) for row in rows[:ROWS])
    yield from (("bottom", row) for row in rows[max(ROWS, len(rows) - ROWS) :])


def _key(where: str, row: Row) -> tuple[str, int, str]:
    return where, round(row[0].y / 4), re.sub(r"\d+", "#", text_of(row).lower())


def _shift(row: Row, page: int) -> int | None:
    """How far a line that is a number only is from the page's own number."""
    match = _NUMBER.fullmatch(text_of(row))
    return int(match[1]) - page if match else None


def _runs(
    where: str, row: Row, page: int, counts: Counter[tuple[str, int, str]], shifts: Counter[int | None], pages: int
) -> bool:
    text, shift = text_of(row), _shift(row, page)
    if shift is not None:
        return shifts[shift] > max(1, pages // 3) or (pages == 1 and shift == 1 and where == "bottom")
    if _NUMBERED.fullmatch(text):
        return True
    needed = max(3, LABELLED * pages) if _LABEL.match(text) else max(2, OFTEN * pages)
    return any(map(str.isalpha, text)) and counts[_key(where, row)] >= needed
