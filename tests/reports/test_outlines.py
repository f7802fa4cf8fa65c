"""The outline of every report of the sample: headings, tables and figures as they stood when they were last looked at.

``ICMO_WRITE_OUTLINES=1 pytest tests/reports/test_outlines.py`` writes them anew; read what has changed before you keep
it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from icmo.documents.kinds import kinds
from icmo.documents.model import Box, Figure, Heading, Report, Table
from icmo.models import Material
from tests.reports.given import Given

OUTLINES = Path(__file__).parent / "outlines"
KINDS = [one.id for one in kinds()]


@pytest.mark.parametrize("kind", KINDS)
def test_a_report_has_the_outline_that_it_had(kind: str, sampled: Material) -> None:
    made = "\n".join(line for lang in ("en", "da") for line in _outline(Given(sampled).report(kind, lang=lang)))
    path = OUTLINES / f"{kind}.txt"
    if os.environ.get("ICMO_WRITE_OUTLINES"):
        path.write_text(f"{made}\n", encoding="utf-8")
    assert made.splitlines() == path.read_text(encoding="utf-8").splitlines()


def test_there_is_an_outline_of_every_kind_and_no_other() -> None:
    assert sorted(path.stem for path in OUTLINES.iterdir()) == sorted(KINDS)


def _outline(report: Report) -> Iterator[str]:
    """``## heading``, ``table 6 × 3: caption``, ``figure (Bars): caption``, ``box: title``."""
    yield f"# {report.title} [{report.language}]"
    for block in report.blocks:
        match block:
            case Heading():
                yield f"{'#' * block.level} {block.text}"
            case Table():
                yield _table(block)
            case Figure():
                yield f"figure ({type(block.picture).__name__}): {block.caption}"
                yield _table(block.table)
            case Box():
                yield f"box: {block.title}"
    yield from (f"sheet: {_table(one)}" for one in report.sheets)


def _table(table: Table) -> str:
    return f"table {len(table.rows)} × {len(table.columns)}: {table.caption}"
