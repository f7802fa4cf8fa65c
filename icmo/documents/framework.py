"""The framework matrix as a document: for each code what each municipality says, in the evaluators' words.

Source of the form: Ritchie & Spencer (1994). What is told is counted in `icmo.compare.framework`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from icmo.compare.asked import Answer, words
from icmo.compare.codes import told
from icmo.compare.framework import Cell as Place
from icmo.compare.framework import Framework, framework
from icmo.documents.model import NOTHING, Block, Cell, Heading, Report, Table, cell, italic, line, paragraph, row
from icmo.documents.options import Options
from icmo.documents.pieces.cells import batches, listing, numbered, stretches_of, titled
from icmo.documents.pieces.counts import Backing, of_all
from icmo.documents.pieces.ending import ending, written
from icmo.documents.pieces.quoting import Quoting
from icmo.errors import NotFoundError
from icmo.evidence import Stretch
from icmo.i18n import _, integer, language
from icmo.models import Code, Kind, Material
from icmo.naming import label

WIDE, MOST = 8, 24  # municipalities that a table holds, and that the whole matrix is shown for


@dataclass(frozen=True)
class _Page:
    """What the parts of the report have in common."""

    material: Material
    options: Options
    quoting: Quoting
    made: Framework
    places: tuple[str, ...]  # the ids of the cases shown

    def passages(self, code: Code, places: Sequence[str]) -> list[Stretch]:
        """What some cases say of a code."""
        return [one for place in places for one in stretches_of(self.made.cell(code.id, place).evidence)]


def build(material: Material, options: Options) -> Report:
    """What each municipality (`options.municipalities`) says of each code (`options.codes`), in words and counts.

    Raises
    ------
    NotFoundError
        A code or municipality that is not there.
    """
    with language(options.lang or material.language):
        made = framework(material, codes=options.codes or _codes(material))
        page = _Page(material, options, Quoting(material, options), made, _places(made, options.municipalities))
        blocks = (*_opening(page), *_body(page), *ending(material, options, page.quoting))
        return Report(
            kind="framework",
            title=titled("framework", material),
            subtitle=_("What each municipality says of each code"),
            language=options.lang or material.language,
            blocks=blocks,
            quotes=page.quoting.quotes,
            draft=options.draft,
            landscape=True,
            contents=len(made.codes) > 1,
        )


def _codes(material: Material) -> tuple[str, ...]:
    """The mechanisms that are told of or written about, else all codes written about, else all told of."""
    book = material.codebook
    used = {*told(material, book.by_id), *(one.code for one in material.summaries)}
    written_about = {one.code for one in material.summaries}
    mechanisms = {code.id for code in book.of_kind(Kind.MECHANISM)} & used
    chosen = mechanisms or written_about or used
    return tuple(code.id for code in book.codes if code.id in chosen)


def _places(made: Framework, asked: Sequence[str]) -> tuple[str, ...]:
    if unknown := [name for name in asked if name not in made.cases]:
        raise NotFoundError(
            _("No such municipality: {names}.").format(names=", ".join(unknown)),
            _("The municipalities are: {names}.").format(names=", ".join(filter(None, made.cases))),
        )
    return tuple(case for case in made.cases if not asked or case in asked)


# --- The text --------------------------------------------------------------------------------------------


def _opening(page: _Page) -> Iterator[Block]:
    yield paragraph(
        _("A summary of what each municipality says of each code, with how much it rests on and where to read it."),
        style="lead",
    )
    yield from written(page.material, "framework")


def _body(page: _Page) -> Iterator[Block]:
    if not page.made.codes or not page.places:
        yield paragraph(_("Nothing is coded and nothing is written in the framework matrix yet."))
        return
    yield Heading(2, _("The whole matrix"), "matrix")
    yield from _matrix(page) if len(page.places) <= MOST else _totals(page)
    for number, code in enumerate(page.made.codes, start=1):
        yield Heading(2, label(code), f"code-{code.id}")
        yield paragraph(code.definition.text(page.options.lang or page.material.language))
        yield from written(page.material, f"framework:{code.id}")
        yield _of_code(page, number, code)


def _matrix(page: _Page) -> Iterator[Block]:
    """Code × municipality: the number of quotes, in tables of at most eight municipalities."""
    runs = batches(page.places, WIDE)
    for number, places in enumerate(runs, start=1):
        yield Table(
            name=numbered(_("Matrix"), number, len(runs)),
            caption=_("Quotes of each code by municipality"),
            about=_("A row for each code and a column for each municipality, with the number of quotes."),
            columns=(_("Code"), *(page.made.cases[place] for place in places)),
            rows=tuple(
                row(label(code), *(_number(page.made.cell(code.id, place)) for place in places))
                for code in page.made.codes
            ),
        )
    yield paragraph(
        _("A municipality without quotes: see below whether it was asked. A code stands for those below it."),
        style="small",
    )


def _number(place: Place) -> Cell:
    """The number of quotes; a dash where nobody asked, which is not nought."""
    if place.answer in (Answer.NOT_ASKED, Answer.NO_INTERVIEW):
        return cell(None, text=words(place.answer))
    return cell(place.evidence.counts.citations)


def _totals(page: _Page) -> Iterator[Block]:
    yield paragraph(
        _("With {n} municipalities the matrix does not fit a page: here are the totals, below each one’s part.").format(
            n=integer(len(page.places))
        )
    )
    yield Table(
        name=_("Matrix"),
        caption=_("Municipalities, transcripts and quotes of each code"),
        about=_("A row for each code, with how many municipalities tell of it, in how many transcripts and quotes."),
        columns=(_("Code"), _("Municipalities"), _("Transcripts"), _("Quotes")),
        rows=tuple(row(label(code), *_counts(page, code)) for code in page.made.codes),
    )


def _counts(page: _Page, code: Code) -> Iterator[Cell]:
    cells = [page.made.cell(code.id, place).evidence.counts for place in page.places]
    telling = sum(bool(one.municipalities) for one in cells)
    yield cell(telling, text=of_all(telling, len([one for one in page.places if one])))
    yield cell(sum(one.sources for one in cells))
    yield cell(sum(one.citations for one in cells))


def _of_code(page: _Page, number: int, code: Code) -> Table:
    return Table(
        name=_("Code {number}").format(number=number),
        caption=_("What each municipality says of “{code}”").format(code=label(code)),
        about=_("A row for each municipality: the evaluators’ summary, and the quotes that it rests on."),
        columns=(_("Municipality"), _("What it says"), _("Evidence")),
        rows=tuple(
            row(page.made.cases[place], _summary(page.made.cell(code.id, place)), _evidence(page, code, place))
            for place in page.places
        ),
        widths=(2, 6, 3),
    )


def _summary(place: Place) -> Cell:
    """What is written; where nothing is, whether it was asked."""
    if place.summary and place.summary.text.strip():
        return cell(" ".join(place.summary.text.split()))
    return cell(NOTHING if place.evidence else f"{NOTHING} ({words(place.answer)})")


def _evidence(page: _Page, code: Code, place: str) -> Cell:
    found = page.made.cell(code.id, place)
    if not found.evidence:
        return cell(words(found.answer))
    passages = page.passages(code, [place])
    newer = _("There are codings newer than the summary.") if found.stale else ""
    backing = Backing.of(page.material, passages)
    flags = filter(None, (backing.few(page.options), newer))
    said = [line(backing.quotes_in_words), *(line(italic(flag)) for flag in flags)]
    return listing([*said, page.quoting.bracketed(passages)])
