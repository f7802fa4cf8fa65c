"""What is new since a report was last exported: numbers that came, changed or went."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from icmo.documents.model import Block, Heading, Line, Report, Table, bold, bullets, line, paragraph, plain
from icmo.i18n import _, count, day, language
from icmo.models import Export

SHOWN = 100  # changes in print; the others are counted


@dataclass(frozen=True)
class Difference:
    """A number that has changed: what it is called, what was said before and what is said now (nothing: not there)."""

    name: str
    before: str
    now: str


def facts(report: Report) -> dict[str, tuple[str, str]]:
    """Every number that a report tells, by a key that stays: its name and what is said.

    They are the report's own facts, and each number in a tracked table by its table, row header and column. The numbers
    of quotes that a cell refers to are none of them: quotes are numbered anew whenever one comes in.
    """
    found = {fact.key: (fact.name, fact.value) for fact in report.facts}
    for table in report.tables:
        if table.tracked:
            found |= _in_table(table)
    return found


def _in_table(table: Table) -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    seen: dict[str, int] = {}
    for cells in table.rows:
        header = _words(cells[0].lines)
        seen[header] = seen.get(header, 0) + 1
        name = header if seen[header] == 1 else f"{header} ({seen[header]})"
        for column, cell in zip(table.columns[1:], cells[1:], strict=True):
            if cell.value is not None or cell.tracked:
                said = " ".join(filter(None, map(_unreferred, cell.lines)))
                found[f"{table.name}|{name}|{column}"] = (f"{table.caption} · {name} · {column}", said)
    return found


def _words(lines: tuple[Line, ...]) -> str:
    return " ".join(plain(one) for one in lines)


def _unreferred(words: Line) -> str:
    """A line as far as its references to quotes, which stand last and in brackets."""
    first = next((number for number, run in enumerate(words) if run.quote is not None), len(words) + 1)
    return plain(words[: first - 1]).strip()


def differences(before: Mapping[str, tuple[str, str]], now: Mapping[str, tuple[str, str]]) -> list[Difference]:
    """What came, changed and went, in the order of the report; what went comes last."""
    found = [
        Difference(name, before[key][1] if key in before else "", value)
        for key, (name, value) in now.items()
        if key not in before or before[key][1] != value
    ]
    return found + [Difference(name, value, "") for key, (name, value) in before.items() if key not in now]


def with_changes(report: Report, last: Export) -> Report:
    """The report with a list of what is new since it was exported last, before it says how it was made."""
    with language(report.language):
        new = tuple(_section(differences(last.facts, facts(report)), last))
    place = next(
        (n for n, block in enumerate(report.blocks) if isinstance(block, Heading) and block.anchor == "method"),
        len(report.blocks),
    )
    return replace(report, blocks=(*report.blocks[:place], *new, *report.blocks[place:]))


def _section(found: list[Difference], last: Export) -> Iterator[Block]:
    when = day(datetime.fromisoformat(last.at).astimezone().date())
    yield Heading(2, _("New since last time"), "changes")
    if not found:
        yield paragraph(_("Nothing has changed since the report was exported on {date}.").format(date=when))
        return
    yield paragraph(
        _("Since the report was exported on {date} by {coder}: {changes}.").format(
            date=when, coder=last.coder, changes=count(len(found), "change", "changes")
        )
    )
    yield bullets(_in_words(one) for one in found[:SHOWN])
    if len(found) > SHOWN:
        yield paragraph(_("{n} more.").format(n=count(len(found) - SHOWN, "change", "changes")))


def _in_words(one: Difference) -> Line:
    if not one.before:
        return line(bold(_("New: ")), f"{one.name}: {one.now}")
    if not one.now:
        return line(bold(_("Gone: ")), f"{one.name} ({one.before})")
    return line(bold(_("Changed: ")), f"{one.name}: {one.before} → {one.now}")
