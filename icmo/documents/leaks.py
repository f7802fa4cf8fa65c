"""Personal data in a report: found before anything is written, so that they stop the export or are masked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from icmo.documents.model import Box, Bullets, Figure, Heading, Line, Paragraph, Report, Run, Table
from icmo.errors import PersonalDataError
from icmo.i18n import _
from icmo.privacy.find import masked, name_of, personal_data

LISTED = 20  # places in an error's message


@dataclass(frozen=True)
class Leak:
    """Something personal that would be printed: what it is, where, and the quote in which it stands (or 0)."""

    kind: str
    where: str
    quote: int = 0
    transcript: str = ""


def leaks(report: Report) -> list[Leak]:
    """Every CPR number, phone number and e-mail address in the quotes and in all that is written."""
    kinds = _Kinds()
    found = [
        Leak(
            kind,
            masked(_("quote {number}: {place}").format(number=quote.number, place=quote.place))[0],
            quote.number,
            quote.transcript,
        )
        for quote in report.quotes
        for kind in kinds[quote.text]
    ]
    return found + [Leak(kind, masked(where)[0]) for where, text in _written(report) for kind in kinds[text]]


class _Kinds(dict[str, tuple[str, ...]]):
    """What is personal in each text, found once: the same words stand in many cells."""

    def __missing__(self, text: str) -> tuple[str, ...]:
        self[text] = tuple(one.kind for one in personal_data(text))
        return self[text]


def refuse_leaks(report: Report) -> None:
    """Stop when anything personal would be printed.

    Raises
    ------
    PersonalDataError
        With the places, never with what stands there.
    """
    found = leaks(report)
    if found:
        places = "; ".join(f"{name_of(one.kind)} ({one.where})" for one in found[:LISTED])
        more = _(" … and {n} more").format(n=len(found) - LISTED) if len(found) > LISTED else ""
        raise PersonalDataError(
            _("The report is not written: it would print personal data. {places}{more}.").format(
                places=places, more=more
            ),
            _("Correct the transcript, withhold the quote, or let icmo mask them (--mask)."),
        )


def without_leaks(report: Report) -> Report:
    """The report with all that is personal replaced by what it is."""
    if not leaks(report):
        return report
    hidden: Callable[[str], str] = lambda text: masked(text)[0]  # noqa: E731
    return replace(
        report,
        title=hidden(report.title),
        subtitle=hidden(report.subtitle),
        quotes=tuple(
            replace(
                one,
                text=hidden(one.text),
                signature=hidden(one.signature),
                transcript_name=hidden(one.transcript_name),
            )
            for one in report.quotes
        ),
        blocks=_mapped(report.blocks, hidden),
        sheets=_mapped(report.sheets, hidden),
        facts=_mapped(report.facts, hidden),
    )


def _written(report: Report) -> Iterator[tuple[str, str]]:
    """Every piece of text apart from what quotes say, with the heading that it stands under."""
    yield from ((report.title, text) for text in (report.title, report.subtitle))
    signed = dict.fromkeys(text for quote in report.quotes for text in (quote.signature, quote.transcript_name))
    yield from ((_("Quotes"), text) for text in signed)
    under = report.title
    for block in (*report.blocks, *report.sheets):
        if isinstance(block, Heading):
            under = block.text
        yield from ((under, text) for text in _texts(block))


def _texts(block: Any) -> Iterator[str]:
    match block:
        case Heading():
            yield block.text
        case Paragraph():
            yield from _words(block.words)
        case Bullets():
            yield from (text for item in block.items for text in _words(item))
        case Table():
            yield from (block.caption, *block.columns)
            for cells in block.rows:
                for cell in cells:
                    for words in cell.lines:
                        yield from _words(words)
        case Figure():
            yield block.caption
            yield from _texts(block.table)
        case Box():
            yield block.title
            yield from (text for inner in block.blocks for text in _texts(inner))


def _words(words: Line) -> Iterator[str]:
    """A line without the numbers of quotes, which may look like a phone's."""
    if len(words) == 1 and not words[0].note:
        if words[0].quote is None:
            yield words[0].text
        return
    yield "".join(run.text for run in words if run.quote is None)
    yield from (text for run in words if run.note for text in _words(run.note))


def _mapped(value: Any, change: Callable[[str], str]) -> Any:
    """The value with every string in it changed, through dataclasses and tuples."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, tuple):
        return tuple(_mapped(one, change) for one in value)
    if isinstance(value, Run) and value.quote is not None:
        return value
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: _mapped(getattr(value, f.name), change) for f in fields(value)})
    return value
