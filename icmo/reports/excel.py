"""A report as an Excel workbook: contents, the running text, a sheet for each table, the quotes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from icmo.documents.model import NOTHING, Figure, Quote, Report, Table
from icmo.i18n import _, count, language
from icmo.reports.cells import Value, names, value_of
from icmo.reports.sheets import Image, Sheet, Workbook
from icmo.reports.words import cell_text, clean, has_text, running

_NARROW, _WIDE = 9, 60  # characters
_LONGEST = 27  # letters; a longer word may be broken
_LOOKED_AT = 200  # rows that say how wide a column must be


def render(report: Report) -> bytes:
    """The workbook: named sheets with a header row, frozen panes and filters, no merged and no empty cells."""
    with language(report.language):
        book = Workbook(title=report.title, language=report.language)
        for sheet in _sheets(report):
            book.add(sheet)
        return book.file()


def _sheets(report: Report) -> Iterator[Sheet]:
    tables = [*report.tables, *report.sheets]
    around = [_("Contents"), _("Text"), _("Quotes")]
    contents, text, quotes, *named = names([*around, *(table.name for table in tables)])
    rows = [
        (contents, report.title, report.subtitle or NOTHING),
        *([(text, _("The report’s text in its order"), NOTHING)] if has_text(report) else []),
        *((name, table.caption, table.about) for name, table in zip(named, tables, strict=True)),
        *([(quotes, _("The quotes, and where they stand"), _size(report.quotes))] if report.quotes else []),
    ]
    links = {number: name for number, (name, *_rest) in enumerate(rows, start=2)}
    yield Sheet(contents, [_("Sheet"), _("What it shows"), _("More about it")], rows, [34, 60, 80], links=links)
    if has_text(report):
        yield Sheet(text, [_("Part"), _("Words")], running(report), [16, 110])
    pictured = _pictured(report)
    for name, table in zip(named, tables, strict=True):
        yield _table(name, table, pictured.get(id(table)))
    if report.quotes:
        yield _quotes(quotes, report.quotes)


def _size(quotes: Sequence[Quote]) -> str:
    return count(len(quotes), "quote", "quotes")


def _pictured(report: Report) -> dict[int, Image]:
    """The figures' pictures by the identity of their tables."""
    figures = [block for block in report.blocks if isinstance(block, Figure)]
    return {id(figure.table): _image(figure, report.language) for figure in figures}


def _image(figure: Figure, lang: str) -> Image:
    from icmo.reports import pictures

    drawn = pictures.drawn(figure.picture, title=clean(figure.caption), lang=lang)
    return Image(drawn.png(), drawn.within(pictures.LANDSCAPE), figure.alt)


def _table(name: str, table: Table, image: Image | None) -> Sheet:
    rows = [tuple(map(value_of, row)) for row in table.rows]
    return Sheet(name, table.columns, rows, _widths(table), image)


def _widths(table: Table) -> list[float]:
    """The columns' widths in characters: their parts of the whole where the table says so, else what they hold."""
    looked_at = list(islice(table.rows, _LOOKED_AT))
    texts = [[cell_text(row[place]) for row in looked_at] for place in range(len(table.columns))]
    if len(table.widths) == len(table.columns) and sum(table.widths) > 0:
        whole = 26 * len(table.columns) / sum(table.widths)
        least = [max(map(_longest_word, [name, *said])) for name, said in zip(table.columns, texts, strict=True)]
        return [max(_NARROW, min(80, max(whole * part, word))) for part, word in zip(table.widths, least, strict=True)]
    return [_width(name, said) for name, said in zip(table.columns, texts, strict=True)]


def _width(name: str, texts: Sequence[str]) -> float:
    longest = max((len(line) for text in texts for line in text.split("\n")), default=0)
    return max(_NARROW, min(_WIDE, max(longest + 2, _longest_word(name))))


def _longest_word(text: str) -> int:
    """The room that no word of the text is broken in; in a header it stands beside the filter's button."""
    return min(_LONGEST, max(map(len, text.split()), default=0)) + 3


def _quotes(name: str, quotes: Sequence[Quote]) -> Sheet:
    columns = [
        *(_("No."), _("Quote"), _("Said by"), _("Informants"), _("Transcript"), _("Turn")),
        *(_("Start"), _("End"), _("Coders"), _("Codings"), _("Approved")),
    ]
    yes, no = _("yes"), _("no")
    rows = (_quote(quote, yes if quote.approved else no) for quote in quotes)
    return Sheet(name, columns, rows, [8, 90, 32, 16, 32, 8, 10, 10, 16, 40, 12])


def _quote(quote: Quote, approved: str) -> tuple[Value, ...]:
    return (
        quote.number,
        f"”{quote.text}”",
        quote.signature,
        quote.informant_type,
        quote.transcript_name,
        quote.turn,
        quote.start,
        quote.end,
        ", ".join(quote.coders),
        "; ".join(quote.codings),
        approved,
    )
