from __future__ import annotations

import pytest

from icmo.documents.changes import Difference, differences, facts, with_changes
from icmo.documents.model import (
    Bullets,
    Cell,
    Fact,
    Heading,
    Paragraph,
    Report,
    Table,
    cell,
    line,
    paragraph,
    plain,
    references,
    row,
)
from icmo.models import Export


def _report(*rows: tuple[object, ...], told: tuple[Fact, ...] = ()) -> Report:
    table = Table("T", "Efforts", "", ("Effort", "Quotes", "Said"), tuple(row(*one) for one in rows))  # type: ignore[arg-type]
    blocks = (paragraph("Before."), table, Heading(2, "How it was made", "method"), paragraph("After."))
    return Report("theme", "Title", "", "en", blocks, facts=told)


def _export(report: Report) -> Export:
    return Export("e1", "theme", {}, "theme.docx", 0, facts(report), "AML", "2026-11-14T09:00:00Z")


def test_numbers_in_tables_are_facts_and_words_are_not() -> None:
    assert facts(_report(("Jobcafé", 3, "much"))) == {"T|Jobcafé|Quotes": ("Efforts · Jobcafé · Quotes", "3")}


def test_rows_of_the_same_name_are_told_apart() -> None:
    found = facts(_report(("Jobcafé", 3, ""), ("Jobcafé", 4, "")))
    assert [value for _name, value in found.values()] == ["3", "4"]


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        pytest.param({}, {"a": ("A", "1")}, [Difference("A", "", "1")], id="what_came"),
        pytest.param({"a": ("A", "1")}, {"a": ("A", "2")}, [Difference("A", "1", "2")], id="what_changed"),
        pytest.param({"a": ("A", "1")}, {}, [Difference("A", "1", "")], id="what_went"),
        pytest.param({"a": ("A", "1")}, {"a": ("Aa", "1")}, [], id="another_name_is_no_change"),
    ],
)
def test_differences(
    before: dict[str, tuple[str, str]], now: dict[str, tuple[str, str]], expected: list[Difference]
) -> None:
    assert differences(before, now) == expected


def test_what_is_new_stands_before_how_it_was_made() -> None:
    last = _export(_report(("Jobcafé", 3, ""), ("Motion", 2, "")))
    made = with_changes(_report(("Jobcafé", 4, ""), ("Bus", 1, "")), last)
    headings = [block.text for block in made.blocks if isinstance(block, Heading)]
    assert headings == ["New since last time", "How it was made"]
    (new,) = [block for block in made.blocks if isinstance(block, Bullets)]
    assert [plain(item) for item in new.items] == [
        "Changed: Efforts · Jobcafé · Quotes: 3 → 4",
        "New: Efforts · Bus · Quotes: 1",
        "Gone: Efforts · Motion · Quotes (2)",
    ]


def test_a_report_without_news_says_so() -> None:
    made = with_changes(_report(("Jobcafé", 3, "")), _export(_report(("Jobcafé", 3, ""))))
    (words,) = [
        plain(block.words) for block in made.blocks if isinstance(block, Paragraph) and "14" in plain(block.words)
    ]
    assert words.startswith("Nothing has changed since the report was exported on")


def test_a_table_that_is_not_tracked_tells_no_facts() -> None:
    table = Table("T", "Efforts", "", ("Effort", "n"), (row("Jobcafé", cell(3)),), tracked=False)
    assert facts(Report("theme", "", "", "en", (table,))) == {}


@pytest.mark.parametrize("numbers", [[1, 3, 4, 5], [7], []], ids=["several", "another_number", "none_printed"])
def test_the_numbers_of_quotes_that_a_cell_refers_to_are_no_facts(numbers: list[int]) -> None:
    shown = line(" [", references(numbers), "]") if numbers else ()
    told = Cell((line("3 quotes"), line("few informants", shown)), listed=True, tracked=True)
    assert facts(_report(("Jobcafé", told, ""))) == {
        "T|Jobcafé|Quotes": ("Efforts · Jobcafé · Quotes", "3 quotes few informants")
    }
