"""The Bilag 5 overview as a report: the table by target group, the theoretical model, what was edited by hand."""

from __future__ import annotations

from collections.abc import Iterator

from icmo import overview
from icmo.documents.model import (
    Block,
    Cell,
    Fact,
    Figure,
    Heading,
    Line,
    Quotes,
    Report,
    Run,
    Scheme,
    Table,
    bold,
    bullets,
    cell,
    line,
    list_cell,
    paragraph,
    references,
    row,
)
from icmo.documents.options import Options
from icmo.documents.pieces.counts import Backing
from icmo.documents.pieces.ending import written
from icmo.i18n import _, count, language
from icmo.models import Material
from icmo.overview import Entry, Overview


def build(material: Material, options: Options) -> Report:
    """The overview with its notes, figure, method and quotes.

    Every entry has a footnote with the municipalities that tell of it and the numbers of their quotes.
    """
    return report(material, overview.build(material, options))


def report(material: Material, made: Overview) -> Report:
    """The same of an overview that is made already."""
    with language(made.language):
        return Report(
            kind="overview",
            title=made.title,
            subtitle=made.subtitle,
            language=made.language,
            blocks=tuple(_blocks(material, made)),
            quotes=made.quotes,
            facts=tuple(_facts(made)),
            sheets=(_evidence(made),),
            draft=made.draft,
            landscape=True,
        )


def _blocks(material: Material, made: Overview) -> Iterator[Block]:
    if made.draft:
        yield paragraph(made.subtitle, style="warning")
    yield from written(material, "overview")
    yield _table(made)
    if any(entry.flags for entries in made.cells.values() for entry in entries):
        yield paragraph(
            _("What stands in parentheses after a count is a warning: the entry rests on little or on few people."),
            style="small",
        )
    yield Heading(2, _("The theoretical model"), "model")
    yield _model(made)
    yield Heading(2, _("How it was made"), "method")
    yield bullets(made.method)
    yield Heading(2, _("Quotes"), "quotes")
    if made.quotes:
        yield Quotes(tuple(quote.number for quote in made.quotes), places=True)
    else:
        yield paragraph(_("No quotes: nothing is coded yet."))


# --- The table ------------------------------------------------------------------------------------------


def _table(made: Overview) -> Table:
    return Table(
        name=_("Overview"),
        caption=_("Overview by target group"),
        about=_(
            "Rows are the parts of configurations, columns the target groups. Each entry has its counts in a note."
        ),
        columns=(_("Part"), *made.groups),
        rows=tuple(
            row(title, *(_cell(made, made.cell(r, g)) for g in range(len(made.groups))))
            for r, title in enumerate(made.rows)
        ),
        widths=(1.0, *[2.4] * len(made.groups)),
        tracked=False,
    )


def _cell(made: Overview, entries: tuple[Entry, ...]) -> Cell:
    return list_cell((_entry(made, entry) for entry in entries), otherwise=made.no_evidence)


def _entry(made: Overview, entry: Entry) -> Line:
    """``Jobcafé: 4 of 6 municipalities · 11 quotes (thin evidence)¹``."""
    remarks = [*entry.flags, *([entry.by_hand] if entry.by_hand and entry.code else [])]
    said = entry.counts + (f" ({'; '.join(remarks)})" if remarks else "")
    note = tuple(_note(made, entry))
    return line(bold(entry.label), f": {said}", Run("", note=note) if note else "")


def _note(made: Overview, entry: Entry) -> Iterator[Run]:
    """Which municipalities say it, each with its quotes: ``Egeholm: quotes 3, 5; Nordvig: quote 8``."""
    by_place: dict[str, list[int]] = {}
    for number in entry.quotes:
        by_place.setdefault(made.quotes[number - 1].municipality, []).append(number)
    for position, (place, numbers) in enumerate(by_place.items()):
        word = _("quote") if len(numbers) == 1 else _("quotes")
        start = f"{place}: {word}" if place else word
        yield from line(f"{'; ' if position else ''}{start} ", references(numbers))
    if by_place:
        yield Run(".")


def _evidence(made: Overview) -> Table:
    """Entry by entry, for who wants to sort and count."""
    columns = (
        *(_("No."), _("Part"), _("Target group"), _("Code"), _("Label")),
        *(_("Municipalities"), _("Transcripts"), _("Quotes"), _("Hindering"), _("Informants")),
        *(_("Remarks"), _("Names of the municipalities"), _("Numbers of the quotes")),
    )
    return Table(
        name=_("Evidence"),
        caption=_("The evidence entry by entry"),
        about=_("A row for each entry of the overview with its counts and its quotes."),
        columns=columns,
        rows=tuple(_evidence_rows(made)),
        widths=(1, 4, 4, 4, 6, 2, 2, 2, 2, 2, 5, 6, 6),
        tracked=False,
    )


def _evidence_rows(made: Overview) -> Iterator[tuple[Cell, ...]]:
    for number, (r, g, entry) in enumerate(entries(made), start=1):
        backing = entry.backing
        yield row(
            *(cell(number), made.rows[r], made.groups[g], entry.code, entry.label),
            *(len(backing.municipalities), backing.sources, backing.citations, entry.hindering, backing.informants),
            "; ".join(filter(None, (*entry.flags, entry.by_hand))),
            ", ".join(backing.municipalities),
            cell(references(entry.quotes)),
        )


def entries(made: Overview) -> Iterator[tuple[int, int, Entry]]:
    """Every entry with the numbers of its row and column, in the order of the table."""
    for r in range(len(made.rows)):
        for g in range(len(made.groups)):
            yield from ((r, g, entry) for entry in made.cell(r, g))


def _facts(made: Overview) -> Iterator[Fact]:
    for r, g, entry in entries(made):
        key = "|".join((made.keys[r], made.group_ids[g], entry.code or entry.label))
        yield Fact(key, f"{made.rows[r]} · {made.groups[g]} · {entry.label}", entry.counts)


# --- The theoretical model ------------------------------------------------------------------------------


def _model(made: Overview) -> Figure:
    """What the overview's parts have to do with each other, with how much of each the material tells."""
    told = {key: made.parts.get(key, (0, overview.NOTHING)) for key, _part, _meaning in _parts()}
    names = {key: part for key, part, _meaning in _parts()}
    return Figure(
        caption=_("The theoretical model: interventions set mechanisms off in a context, and mechanisms make outcomes"),
        alt=_(
            "Four columns from left to right: interventions; the context with its moderators; mechanisms; outcomes. "
            "Arrows lead from each column to the next. The moderators condition what the mechanisms do."
        ),
        picture=Scheme(
            headings=(
                _("What is done"),
                _("Where and under which conditions"),
                _("How it works"),
                _("What comes of it"),
            ),
            columns=tuple(
                tuple((key, names[key], _in_words(*told[key])) for key in column) for column in ("I", "CK", "M", "O")
            ),
        ),
        table=Table(
            name=_("Model"),
            caption=_("The parts of the model in the material"),
            about=_("A row for each part: what it is, how many codes are used, and how much evidence there is."),
            columns=(_("Part"), _("What it is"), _("Codes in use"), _("Municipalities"), _("Quotes")),
            rows=tuple(
                row(part, meaning, n, len(backing.municipalities), backing.citations)
                for (_key, part, meaning), (n, backing) in zip(_parts(), told.values(), strict=True)
            ),
            widths=(2, 5, 1.5, 1.5, 1.5),
        ),
    )


def _parts() -> tuple[tuple[str, str, str], ...]:
    return (
        ("I", _("Interventions"), _("What the municipality and its partners do")),
        ("C", _("Contexts"), _("Where and in which surroundings it is done")),
        (
            "K",
            _("Moderators"),
            _("Conditions that change nothing by themselves but decide whether a mechanism sets in"),
        ),
        ("M", _("Mechanisms"), _("What in people’s reasoning and resources brings the change about")),
        ("O", _("Outcomes"), _("What becomes different for the women")),
    )


def _in_words(codes: int, backing: Backing) -> str:
    """``4 codes · 3 municipalities``."""
    return _("{codes} · {municipalities}").format(
        codes=count(codes, "code", "codes"),
        municipalities=count(len(backing.municipalities), "municipality", "municipalities"),
    )
