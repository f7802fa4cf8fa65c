"""A report's words without looks: lines, cells and the running text, for files that show neither bold nor links."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from icmo.documents.model import Block, Box, Bullets, Cell, Figure, Heading, Line, Paragraph, Quotes, Report, Run, Table
from icmo.i18n import _

# What neither XML nor HTML may hold: most control characters, halves of pairs, and two that are no characters.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_PAGE = 40  # lines
_RUN = re.compile(r"(\d+)–(\d+)")


def clean(text: str) -> str:
    """The text without the characters that files of markup cannot hold.

    Examples
    --------
    >>> clean("ro\\x00lig\\x1b 😀")
    'rolig 😀'
    """
    return _FORBIDDEN.sub("", text)


def spoken(words: Line) -> str:
    """A line's words, footnotes in brackets after the words that they belong to.

    Examples
    --------
    >>> spoken((Run("1 of 6"), Run("", note=(Run("Egeholm"),))))
    '1 of 6 (note: Egeholm)'
    """
    return "".join(run.text + (_note(run.note) if run.note else "") for run in words)


def _note(words: Line) -> str:
    return " " + _("(note: {text})").format(text=spoken(words))


def cell_text(cell: Cell) -> str:
    """What stands in a cell, each of its lines on a line."""
    return "\n".join(map(spoken, cell.lines))


def deepest(headings: Sequence[Heading]) -> int:
    """The last level of headings that a table of contents has.

    It has the chapters only where it would fill more than a page, or where the same sections come back in each of them.
    """
    sections = [one.text for one in headings if one.level == 3]
    repeated = len(sections) > 2 * len(set(sections))
    return 2 if repeated or sum(one.level in (2, 3) for one in headings) > _PAGE else 3


def is_number(cell: Cell) -> bool:
    """Whether a cell stands to the right, under the other numbers; a list does not, whatever number it stands for."""
    return cell.value is not None and not cell.listed


def cited(run: Run) -> Sequence[int]:
    """The numbers of the quotes that a link stands for; ``3–5`` stands for three.

    Examples
    --------
    >>> list(cited(Run("3–5", quote=3))), list(cited(Run("here", quote=7))), list(cited(Run("2021–2022")))
    ([3, 4, 5], [7], [])
    """
    if run.quote is None:
        return ()
    found = _RUN.fullmatch(run.text)
    if found and int(found[1]) == run.quote:
        return range(run.quote, int(found[2]) + 1)
    return (run.quote,)


def cited_in(lines: Sequence[Line]) -> tuple[int, ...]:
    """The numbers of all quotes that lines and their footnotes are links to, each once, in order."""
    return tuple(dict.fromkeys(number for words in lines for run in words for number in _cited(run)))


def _cited(run: Run) -> Iterator[int]:
    yield from cited(run)
    yield from cited_in((run.note,)) if run.note else ()


def running(report: Report) -> Iterator[tuple[str, str]]:
    """What a report says in its order: the sort of each part and its words; tables and figures by their captions."""
    for block in report.blocks:
        yield from _running(report, block)


def _running(report: Report, block: Block) -> Iterator[tuple[str, str]]:
    match block:
        case Heading():
            yield _("Heading {level}").format(level=block.level), block.text
        case Paragraph():
            yield _style(block.style), spoken(block.words)
        case Bullets():
            for number, item in enumerate(block.items, start=1):
                yield _("List"), (f"{number}. " if block.numbered else "• ") + spoken(item)
        case Table():
            yield _("Table"), block.caption
        case Figure():
            yield _("Figure"), block.caption
        case Quotes():
            yield from _quoted(report, block)
        case Box():
            yield _("Box"), block.title
            for inner in block.blocks:
                yield from _running(report, inner)


def _quoted(report: Report, block: Quotes) -> Iterator[tuple[str, str]]:
    """Quotes in the text as they stand there; the list at the end is a table of its own."""
    if block.places:
        yield _("Quotes"), _("The list of quotes: {n} in all").format(n=len(block.numbers))
        return
    for number in block.numbers:
        yield _("Quote"), f"{number}. {report.quote(number).signed}"


def _style(style: str) -> str:
    return {"lead": _("Lead"), "warning": _("Warning"), "small": _("Small print")}.get(style, _("Paragraph"))


def has_text(report: Report) -> bool:
    """Whether a report says anything beside its tables and figures."""
    return any(not isinstance(block, Table | Figure) for block in report.blocks)
