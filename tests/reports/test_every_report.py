"""Every kind of report of rich and poor projects says the same in Word, Excel and HTML, and is accessible in each."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

import pytest

from icmo.documents.kinds import kinds
from icmo.documents.model import Figure, Heading, Report
from icmo.models import Material
from icmo.reports.check import Problem, check
from icmo.reports.write import report_bytes
from tests.reports.given import PROJECTS, Given
from tests.reports.reading import Read, flat, from_excel, from_html, from_word, modelled, noted, without_notes

KINDS = [one.id for one in kinds()]
CASES = [*((name, "en") for name in PROJECTS), ("the_sample", "da")]


@pytest.fixture(scope="module")
def given(sampled: Material) -> dict[str, Material]:
    return {name: make(sampled) for name, make in PROJECTS.items()}


@pytest.fixture(params=CASES, ids=[f"{name}_{lang}" for name, lang in CASES])
def project(request: pytest.FixtureRequest, given: dict[str, Material]) -> tuple[Given, str]:
    name, lang = request.param
    return Given(given[name]), lang


@pytest.mark.parametrize("kind", KINDS)
def test_all_formats_say_what_the_report_says_and_are_accessible(
    project: tuple[Given, str], kind: str, tmp_path: Path
) -> None:
    report = project[0].report(kind, lang=project[1], mask=True)
    assert report.language == project[1]
    assert _levels_in_order(report)
    assert [one.caption for one in report.blocks if isinstance(one, Figure) and not one.alt.strip()] == []
    paths = {suffix: tmp_path / f"r{suffix}" for suffix in (".docx", ".xlsx", ".html")}
    for suffix, path in paths.items():
        path.write_bytes(report_bytes(report, suffix))
        assert _told(check(path)) == []
    _same_as_word(report, from_word(paths[".docx"]))
    _same_as_html(report, from_html(paths[".html"]))
    _same_as_excel(report, from_excel(paths[".xlsx"], report))


def _told(problems: Iterable[Problem]) -> list[str]:
    return [f"{one.severity}: {one.rule}: {one}" for one in problems]


def _levels_in_order(report: Report) -> bool:
    """Whether no heading is more than one level below the one before it; the title is the first level."""
    levels = [1, *(one.level for one in report.blocks if isinstance(one, Heading))]
    return all(2 <= after <= before + 1 for before, after in pairwise(levels))


def _same_as_word(report: Report, read: Read) -> None:
    model = modelled(report)
    assert read.tables == model.tables
    assert _missing(model.text, read.text) == []
    assert sorted(read.notes) == sorted(model.notes)
    assert _unquoted(model.quotes, read.quotes) == []
    assert all(all(cell for cell in row) for _caption, rows in read.tables for row in rows)


def _same_as_html(report: Report, read: Read) -> None:
    model = modelled(report)
    assert read.tables == model.tables
    assert _missing(model.text, read.text) == []
    assert sorted(read.notes) == sorted(model.notes)
    assert _unquoted(model.quotes, read.quotes) == []
    assert all(all(cell for cell in row) for _caption, rows in read.tables for row in rows)


def _same_as_excel(report: Report, read: Read) -> None:
    model = modelled(report, sheets=True)
    notes = [[noted(cell) for cell in row] for table in (*report.tables, *report.sheets) for row in table.rows]
    assert [caption for caption, _rows in read.tables] == [caption for caption, _rows in model.tables]
    bare = [
        [without_notes(text, found) for text, found in zip(row, notes.pop(0), strict=True)]
        for _caption, rows in read.tables
        for row in rows[1:]
    ]
    assert bare == [row for _caption, rows in model.tables for row in rows[1:]]
    assert [rows[0] for _caption, rows in read.tables] == [rows[0] for _caption, rows in model.tables]
    assert all(all(row) for row in bare)
    assert set(read.quotes) >= set(model.quotes)
    assert len(read.quotes) == len(report.quotes)
    assert _missing(model.text, (text.removeprefix("• ") for text in read.text)) == []


def _missing(wanted: Iterable[str], found: Iterable[str]) -> list[str]:
    """What is not found, in its order, among what was read."""
    rest = iter(found)
    return [one for one in map(flat, wanted) if not any(text == one for text in rest)]


def _unquoted(wanted: Iterable[str], found: Iterable[str]) -> list[str]:
    """The quotes that are not printed; where one is, its place may come after it."""
    printed = {one.partition(". ”")[0]: one for one in sorted(found, key=len)}
    return [one for one in wanted if not printed.get(one.partition(". ”")[0], "").startswith(one)]
