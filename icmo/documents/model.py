"""The report model: what a report says, as blocks, whichever file it becomes.

Builders make it of `icmo.models.Material`; the renderers in `icmo.reports` turn it into Word, Excel and HTML and count
nothing, so that no figure can differ between the three.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from icmo.i18n import _, decimal, integer

if TYPE_CHECKING:
    import networkx as nx

NOTHING = "–"  # stands where a table has nothing to say, since no cell is empty


# --- Words -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Run:
    """Some words on a line: plain or emphasised, a link to a quote or to a heading, with or without a footnote."""

    text: str
    bold: bool = False
    italic: bool = False
    quote: int | None = None  # the number of the quote that the words are a link to
    anchor: str = ""  # the anchor of the heading that the words are a link to
    note: tuple[Run, ...] = ()  # a footnote after the words


Line: TypeAlias = tuple[Run, ...]
Words: TypeAlias = str | Run | Line

_BINDING = re.compile(
    r"(?<=\d) (?=(?:pct\.|kr\.|mio\.|%|of |af ))|(?<=\bnr\.) (?=\d)|(?<=\bkl\.) (?=\d)|(?<=\bca\.) (?=\d)"
)


def typeset(text: str) -> str:
    """The text with spaces that must not break lines: ``33 pct.``, ``nr. 4``, ``3 af 6``.

    Examples
    --------
    >>> typeset("i 4 af 6 kommuner, 33 pct.")
    'i 4\\xa0af 6 kommuner, 33\\xa0pct.'
    """
    return _BINDING.sub("\u00a0", text)


def line(*words: Words) -> Line:
    """Words put together to a line; strings are typeset and plain.

    Examples
    --------
    >>> [run.text for run in line("Se ", bold("her"), ".")]
    ['Se ', 'her', '.']
    """
    runs: list[Run] = []
    for one in words:
        if isinstance(one, str):
            runs.append(Run(typeset(one)))
        elif isinstance(one, Run):
            runs.append(one)
        else:
            runs.extend(one)
    return tuple(runs)


def bold(text: str) -> Run:
    """Words in bold."""
    return Run(typeset(text), bold=True)


def italic(text: str) -> Run:
    """Words in italics."""
    return Run(typeset(text), italic=True)


def plain(words: Line) -> str:
    """A line's words without their looks and footnotes."""
    return "".join(run.text for run in words)


# --- Blocks ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is the report's title, which the renderers write, so that blocks begin at 2."""

    level: int
    text: str
    anchor: str = ""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph: ordinary, a lead under a heading, a warning that nobody may miss, or small print."""

    words: Line
    style: Literal["body", "lead", "warning", "small"] = "body"


@dataclass(frozen=True)
class Bullets:
    """A list."""

    items: tuple[Line, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: one line, or several as a list; `value` is the number that it stands for, where it is one.

    A `tracked` cell tells numbers among other words, which are compared with those of the last export.
    """

    lines: tuple[Line, ...]
    listed: bool = False
    value: int | float | None = None
    tracked: bool = False


@dataclass(frozen=True)
class Table:
    """A table with a header row and row headers (the first column), without merged and empty cells.

    `name` names its Excel sheet and is unique in a report; `widths` are the columns' parts of the width; `tracked`
    tables have their numbers compared with those of the last export.
    """

    name: str
    caption: str
    about: str  # what is in it, for who does not see it
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[float, ...] = ()
    tracked: bool = True


@dataclass(frozen=True)
class Series:
    """One run of values of a figure, with the letter of its kind (I, C, K, M, O) where it has a colour of its own."""

    name: str
    values: tuple[float | None, ...]
    letter: str = ""


@dataclass(frozen=True)
class Bars:
    """Horizontal bars: for each category one bar of each series, beside each other or stacked."""

    categories: tuple[str, ...]
    series: tuple[Series, ...]
    axis: str
    stacked: bool = False
    shares: bool = False  # values are parts of one, shown as percentages


@dataclass(frozen=True)
class Curves:
    """Lines over a sequence of steps."""

    steps: tuple[str, ...]
    series: tuple[Series, ...]
    axis: str


@dataclass(frozen=True)
class Grid:
    """Values in rows × columns, drawn darker the larger they are, each with its number written in it."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    values: tuple[tuple[float | None, ...], ...]
    axis: str
    shares: bool = False


@dataclass(frozen=True)
class Scheme:
    """Boxes in columns from left to right, each (letter, label, detail), with arrows between columns."""

    headings: tuple[str, ...]
    columns: tuple[tuple[tuple[str, str, str], ...], ...]


@dataclass(frozen=True)
class Layered:
    """The layered drawing of a mechanism graph (`icmo.graph.build`)."""

    graph: nx.Graph[str]


Picture: TypeAlias = Bars | Curves | Grid | Scheme | Layered


@dataclass(frozen=True)
class Figure:
    """A figure with what it shows in words, and its numbers as a table below it."""

    caption: str
    alt: str
    picture: Picture
    table: Table


@dataclass(frozen=True)
class Quotes:
    """Some of the report's quotes by their numbers, each with its signature; with `places` also where it stands."""

    numbers: tuple[int, ...]
    places: bool = False


@dataclass(frozen=True)
class Box:
    """Blocks set apart from the text, as the women's perspective on a theme."""

    title: str
    blocks: tuple[Paragraph | Bullets | Quotes, ...]


Block: TypeAlias = Heading | Paragraph | Bullets | Table | Figure | Quotes | Box


# --- The report ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Quote:
    """A numbered quote: what was said as it is printed, signed by role and municipality, and where it stands."""

    number: int
    text: str
    signature: str
    transcript: str
    transcript_name: str
    turn: int
    start: int
    end: int
    municipality: str
    informant_type: str
    coders: tuple[str, ...]
    codings: tuple[str, ...]
    approved: bool = False

    @property
    def signed(self) -> str:
        """The quote in quotation marks with its signature."""
        return f"”{self.text}” ({self.signature})" if self.signature else f"”{self.text}”"

    @property
    def place(self) -> str:
        """Where the quote stands: the transcript and the turn in it."""
        return _("{transcript}, turn {turn}").format(transcript=self.transcript_name, turn=integer(self.turn))


@dataclass(frozen=True, slots=True)
class Fact:
    """A number that is compared with that of the last export: a key that stays, its name, and what is said of it."""

    key: str
    name: str
    value: str


@dataclass(frozen=True)
class Report:
    """A whole report.

    `facts` are the numbers told apart from those in its tracked tables; `sheets` are tables for who works on with them,
    in Excel and JSON only.
    """

    kind: str
    title: str
    subtitle: str
    language: str
    blocks: tuple[Block, ...]
    quotes: tuple[Quote, ...] = ()
    facts: tuple[Fact, ...] = ()
    sheets: tuple[Table, ...] = ()
    draft: bool = False
    landscape: bool = False
    contents: bool = False  # with a table of contents
    options: Mapping[str, Any] = field(default_factory=dict)

    def quote(self, number: int) -> Quote:
        """The quote of that number."""
        return self.quotes[number - 1]

    @property
    def tables(self) -> Iterator[Table]:
        """All its tables, those of figures too, in their order."""
        return (
            block.table if isinstance(block, Figure) else block
            for block in self.blocks
            if isinstance(block, Table | Figure)
        )


def cell(value: Words | int | float | None, *, text: str | None = None) -> Cell:
    """A cell of words, or of a number with the words for it.

    Examples
    --------
    >>> cell(1200).value, plain(cell(1200).lines[0]), plain(cell(None).lines[0]), plain(cell("").lines[0])
    (1200, '1,200', '–', '–')
    """
    if value is None or value == "" or value == ():
        return Cell((line(text or NOTHING),))
    if isinstance(value, int | float):
        said = text if text is not None else integer(value) if isinstance(value, int) else decimal(value, 2)
        return Cell((line(said),), value=value)
    return Cell((line(value),))


def list_cell(lines: Iterable[Words], *, otherwise: str = NOTHING) -> Cell:
    """A cell with a list, or with what stands there when there is nothing."""
    made = tuple(line(one) for one in lines)
    return Cell(made, listed=True) if made else Cell((line(italic(otherwise)),))


def row(*values: Words | int | float | Cell | None) -> tuple[Cell, ...]:
    """A row of cells."""
    return tuple(one if isinstance(one, Cell) else cell(one) for one in values)


def paragraph(*words: Words, style: Literal["body", "lead", "warning", "small"] = "body") -> Paragraph:
    """A paragraph of words."""
    return Paragraph(line(*words), style)


def bullets(items: Iterable[Words], *, numbered: bool = False) -> Bullets:
    """A list of lines."""
    return Bullets(tuple(line(one) for one in items), numbered)


def references(numbers: Sequence[int]) -> Line:
    """The numbers of quotes as links, runs of three and more shortened: ``1, 3–5``.

    Examples
    --------
    >>> plain(references([1, 3, 4, 5, 9]))
    '1, 3–5, 9'
    """
    found: list[Run] = []
    for first, last in _runs(numbers):
        found += [Run(", ")] if found else []
        found.append(Run(str(first) if first == last else f"{first}–{last}", quote=first))
    return tuple(found)


def _runs(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """First and last of each run of consecutive numbers; a run of two is two."""
    run: list[int] = []
    for number in [*numbers, None]:
        if run and number != run[-1] + 1:
            yield from [(run[0], run[-1])] if len(run) > 2 else [(one, one) for one in run]
            run = []
        if number is not None:
            run.append(number)
