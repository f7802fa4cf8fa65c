"""The blocks of a report as HTML, one after the other: headings, text, tables, figures, quotes."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from icmo.documents.model import (
    Bars,
    Block,
    Box,
    Bullets,
    Cell,
    Curves,
    Figure,
    Grid,
    Heading,
    Layered,
    Paragraph,
    Quote,
    Quotes,
    Report,
    Scheme,
    Table,
    plain,
)
from icmo.i18n import _, current, integer
from icmo.reports.html_words import Weaver, safe, slug
from icmo.reports.svg_inline import embedded
from icmo.reports.words import clean, is_number

_NEW_SECTION = 2  # the level of the headings that begin a section


@dataclass(frozen=True)
class Entry:
    """A heading in the table of contents."""

    level: int
    text: str
    id: str


class Blocks:
    """Makes HTML of a report's blocks.

    Parameters
    ----------
    static : figures as drawings that need no script
    limit : the most quotes that are printed in one place
    """

    def __init__(self, report: Report, *, static: bool, limit: int | None) -> None:
        self._report = report
        self._static = static
        self._limit = limit
        self._home = _homes(report.blocks, limit)
        anchors = {block.anchor for block in report.blocks if isinstance(block, Heading) and block.anchor}
        self._weaver = Weaver(self._home, anchors)
        self._ids: set[str] = set()
        self._tables = self._figures = self._drawings = self._boxes = 0
        self._open = False  # whether a section is
        self.contents: list[Entry] = []
        self.scripted = False  # whether a figure needs plotly.js

    def body(self) -> str:
        """All blocks, then the footnotes."""
        parts = [self._block(block) for block in self._report.blocks]
        parts += ["</section>"] if self._open else []
        return self._weaver.finished("\n".join([*parts, self._notes()]))

    def _notes(self) -> str:
        if not self._weaver.notes:
            return ""
        heading = f'<h2 id="notes">{safe(_("Notes"))}</h2>'
        notes = "\n".join(self._weaver.notes)
        return f'<section role="doc-endnotes" aria-labelledby="notes">{heading}\n<ol>\n{notes}\n</ol></section>'

    def _block(self, block: Block) -> str:
        made: dict[type, Callable[..., str]] = {
            Heading: self._heading,
            Paragraph: self._paragraph,
            Bullets: self._bullets,
            Table: self._table,
            Figure: self._figure,
            Quotes: self._quotes,
            Box: self._box,
        }
        return made[type(block)](block)

    # --- Text --------------------------------------------------------------------------------------------

    def _heading(self, block: Heading) -> str:
        level = min(6, max(2, block.level))
        id_ = self._heading_id(block)
        self.contents.append(Entry(level, clean(block.text), id_))
        self._weaver.place = block.text
        heading = f'<h{level} id="{id_}">{safe(block.text)}</h{level}>'
        return self._section() + heading if level == _NEW_SECTION else heading

    def _heading_id(self, block: Heading) -> str:
        wanted = slug(block.anchor) if block.anchor else f"heading-{len(self.contents) + 1}"
        id_ = f"{wanted}-again-{len(self.contents) + 1}" if wanted in self._ids else wanted
        self._ids.add(id_)
        return id_

    def _section(self) -> str:
        before, self._open = "</section>\n" if self._open else "", True
        return before + "<section>\n"

    def _paragraph(self, block: Paragraph) -> str:
        words = self._weaver.line(block.words)
        looks = "" if block.style == "body" else f' class="{block.style}"'
        return f"<p{looks}>{words}</p>"

    def _bullets(self, block: Bullets) -> str:
        kind = "ol" if block.numbered else "ul"
        items = "".join(f"<li>{self._weaver.line(item)}</li>\n" for item in block.items)
        return f"<{kind}>\n{items}</{kind}>" if items else ""

    def _box(self, block: Box) -> str:
        self._boxes += 1
        id_ = f"box-{self._boxes}"
        before, self._weaver.place = self._weaver.place, block.title
        inner = "\n".join(map(self._block, block.blocks))
        self._weaver.place = before
        title = f'<p class="title" id="{id_}">{safe(block.title)}</p>'
        return f'<aside class="box" role="note" aria-labelledby="{id_}">\n{title}\n{inner}\n</aside>'

    # --- Tables ------------------------------------------------------------------------------------------

    def _table(self, table: Table) -> str:
        self._tables += 1
        id_ = f"table-{self._tables}"
        before = self._weaver.place
        caption = _numbered(_("Table"), self._tables, table.caption)
        columns = "".join(_column(name, [row[place] for row in table.rows]) for place, name in enumerate(table.columns))
        rows = "\n".join(map(self._row, table.rows))
        self._weaver.place = before
        return (
            f'<div class="scroll" role="region" aria-labelledby="{id_}" tabindex="0">\n'
            f'<table aria-describedby="{id_}-about">\n<caption><span id="{id_}">{safe(caption)}</span>'
            f'<span class="about" id="{id_}-about">{safe(table.about)}</span></caption>\n'
            f"<thead><tr>{columns}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>\n</div>"
        )

    def _row(self, cells: Sequence[Cell]) -> str:
        self._weaver.place = " ".join(map(plain, cells[0].lines))
        first, *rest = cells
        words = "".join([f"<td{_number(one)}>{self._cell(one)}</td>" for one in rest])
        return f'<tr><th scope="row">{self._cell(first)}</th>{words}</tr>'

    def _cell(self, cell: Cell) -> str:
        if cell.listed:
            return f"<ul>{''.join([f'<li>{self._weaver.line(words)}</li>' for words in cell.lines])}</ul>"
        return "<br>".join(map(self._weaver.line, cell.lines))

    # --- Figures -----------------------------------------------------------------------------------------

    def _figure(self, block: Figure) -> str:
        self._figures += 1
        caption = _numbered(_("Figure"), self._figures, block.caption)
        id_ = f"figure-{self._figures}"
        if self._static or isinstance(block.picture, Scheme | Layered):
            made = self._drawn(block, caption, id_)
        else:
            made = self._plotted(block, block.picture, caption, id_)
        return f"{made}\n{self._table(block.table)}"

    def _drawn(self, block: Figure, caption: str, id_: str) -> str:
        from icmo.reports import pictures

        svg = embedded(
            pictures.svg(block.picture, title=block.caption, lang=current()), alt=block.alt, prefix=f"{id_}-"
        )
        return (
            f'<figure>\n<div class="scroll drawn" role="region" aria-labelledby="{id_}" tabindex="0">{svg}</div>\n'
            f'<figcaption id="{id_}">{safe(caption)}</figcaption>\n</figure>'
        )

    def _plotted(self, block: Figure, picture: Bars | Curves | Grid, caption: str, id_: str) -> str:
        self.scripted = True
        return (
            f'<figure data-chart>\n<div class="scroll" role="region" aria-labelledby="{id_}" tabindex="0">'
            f'<div class="drawing" role="img" aria-label="{safe(block.alt)}"></div></div>\n'
            f'<script type="application/json">{_plotly(picture, block.caption)}</script>\n'
            f'<figcaption id="{id_}">{safe(caption)}</figcaption>\n</figure>'
        )

    # --- Quotes ------------------------------------------------------------------------------------------

    def _quotes(self, block: Quotes) -> str:
        shown = block.numbers[: self._limit]
        make = self._listed if block.places else self._said
        quotes = "\n".join([make(self._report.quote(number), block) for number in shown])
        if block.places and quotes:
            quotes = f'<ol class="quotes">\n{quotes}\n</ol>'
        left = len(block.numbers) - len(shown)
        return quotes + (f'\n<p class="small">{safe(_more(left))}</p>' if left else "")

    def _said(self, quote: Quote, block: Quotes) -> str:
        """A quote in the text, its number a link to where it is printed with its place."""
        number, home = str(quote.number), self._home.get(quote.number) == id(block)
        if not home and quote.number in self._home:
            number = f'<a href="#citat-{number}" id="{self._weaver.refer(quote.number)}">{number}</a>'
        own = self._taken(quote.number) if home else ""
        back = self._weaver.way_back(quote.number) if own else ""
        return f"<blockquote{own}><p>{number}. {safe(quote.signed)}{back}</p></blockquote>"

    def _listed(self, quote: Quote, block: Quotes) -> str:
        """A quote in a list: what, who, where, and who cites it."""
        coders = _(" · coded by {coders}").format(coders=", ".join(quote.coders)) if quote.coders else ""
        own = self._taken(quote.number) if self._home.get(quote.number) == id(block) else ""
        back = self._weaver.way_back(quote.number) if own else ""
        return (
            f'<li value="{quote.number}"{own}>{safe(quote.signed)} '
            f'<span class="source">{safe(quote.place + coders)}{back}</span></li>'
        )

    def _taken(self, number: int) -> str:
        """The id of a quote, the first time that it is printed in its place."""
        id_ = f"citat-{number}"
        if id_ in self._ids:
            return ""
        self._ids.add(id_)
        return f' id="{id_}"'


def _numbered(noun: str, number: int, caption: str) -> str:
    """``Table 2. Caption``, as in Word."""
    return f"{noun} {number}. {caption}"


def _more(left: int) -> str:
    return _("… and {n} more").format(n=integer(left))


def _column(name: str, cells: Sequence[Cell]) -> str:
    """A column's header, above its numbers where it has some."""
    looks = ' class="number"' if any(map(is_number, cells)) else ""
    return f'<th scope="col"{looks}>{safe(name)}</th>'


def _number(cell: Cell) -> str:
    return ' class="number"' if is_number(cell) else ""


def _homes(blocks: Iterable[Block | Paragraph], limit: int | None) -> dict[int, int]:
    """Where links to each quote lead: the first block that prints it with its place, else the first that prints it."""
    every = [inner for block in blocks for inner in (block.blocks if isinstance(block, Box) else (block,))]
    quotes = sorted((block for block in every if isinstance(block, Quotes)), key=lambda block: not block.places)
    found: dict[int, int] = {}
    for block in quotes:
        for number in block.numbers[:limit]:
            found.setdefault(number, id(block))
    return found


def _plotly(picture: Bars | Curves | Grid, title: str) -> str:
    """A figure for plotly.js, as JSON that cannot end the element in which it stands."""
    from icmo.charts import plain as plain_figure
    from icmo.charts.pictures import figure

    said = json.dumps(plain_figure(figure(picture, title=title)), separators=(",", ":"))
    return re.sub("[<>&]", lambda found: f"\\u{ord(found[0]):04x}", said)
