"""Every quote that may be printed, transcript by transcript, so that it can be approved before it is.

Overlapping codings with the same code are one quote, and each place is listed once with all that marks it: so each
coding stands behind one quote here, and its words are those that other reports print. Withheld quotes are listed too,
and so are quotes with personal data, which are masked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property

from icmo.compare.codes import named
from icmo.documents.model import Block, Cell, Fact, Heading, Report, Run, Table, cell, paragraph, row
from icmo.documents.options import Options
from icmo.documents.pieces.ending import ending, written
from icmo.documents.pieces.passages import informants
from icmo.documents.pieces.quote_list import All, Listed, Section, sections
from icmo.documents.pieces.quoting import signature
from icmo.i18n import _, count, current, integer, language
from icmo.models import Material, Transcript
from icmo.naming import label
from icmo.privacy.find import name_of


def build(material: Material, options: Options) -> Report:
    """The list of all quotes; those of `options.municipalities` and with one of `options.codes` or below, where asked.

    Raises
    ------
    NotFoundError
        The code book has no such code.
    """
    with language(options.lang or material.language):
        writer = _Writer(material, options)
        return Report(
            kind="quotes",
            title=_("Quotes for approval"),
            subtitle=material.name,
            language=current(),
            blocks=tuple(writer.blocks()),
            quotes=tuple(one.quote for listed in writer.sections for one in listed.quotes),
            facts=tuple(_facts(writer.tally)),
            draft=options.draft,
            landscape=True,
            contents=True,
            options={"codes": options.codes, "municipalities": options.municipalities},
        )


def _chosen(material: Material, options: Options) -> frozenset[str] | None:
    """The codings whose quotes are listed; None for all."""
    if not options.codes and not options.municipalities:
        return None
    below = material.codebook.below(*(code.id for code in named(material.codebook, options.codes)))
    there = {one.guid for one in material.transcripts if one.municipality in options.municipalities}
    return frozenset(
        one.guid
        for one in material.codings
        if (not options.codes or one.code in below) and (not options.municipalities or one.transcript in there)
    )


# --- How it is shown ------------------------------------------------------------------------------------


class _Writer:
    """Writes the list of one project."""

    def __init__(self, material: Material, options: Options) -> None:
        self._material = material
        self._options = options
        self._quoting = All(material, replace(options, mask=False))
        self.sections = tuple(sections(material, self._quoting, _chosen(material, options)))
        self.tally = Counter(one.state for section in self.sections for one in section.quotes)
        self._quoting.n_masked = sum(len(one.personal) for section in self.sections for one in section.quotes)
        self._cells: dict[object, Cell] = {}

    def blocks(self) -> Iterator[Block]:
        """The whole document below its title."""
        yield from self._introduction()
        if self.sections:
            yield Heading(2, _("Transcripts"), "transcripts")
            yield self._overview()
        for section in self.sections:
            yield from self._section(section)
        yield from ending(self._material, self._options, self._quoting, quotes=())

    def _introduction(self) -> Iterator[Block]:
        yield from written(self._material, "quotes")
        if not self.sections:
            yield paragraph(_("Nothing is coded that was asked for, so there are no quotes to approve."))
            return
        yield paragraph(_in_words(self.tally), style="lead")
        yield paragraph(
            _(
                "Each quote stands as reports print it: speakers’ labels are left out, and it is signed with role and "
                "municipality. An approval holds for these words; when they change, they are to be approved again. "
                "Withheld quotes are counted in reports, but not printed. Quotes of different codes may overlap."
            )
        )
        if found := self._quoting.n_masked:
            words = _(
                "{n} found and replaced in this list. Other reports do not print such quotes unless they are masked."
            )
            yield paragraph(words.format(n=count(found, "personal detail", "personal details")), style="warning")

    def _overview(self) -> Table:
        return Table(
            name=_("Transcripts"),
            caption=_("Quotes by transcript"),
            about=_("A row for each transcript: how many quotes, what was decided on them, and who may be recognised."),
            columns=(
                *(_("Transcript"), _("Signature"), _("Quotes"), _("Approved"), _("Withheld"), _("Not decided")),
                *(_("With personal data"), _("To be aware of")),
            ),
            rows=tuple(map(self._overview_row, self.sections)),
            widths=(3, 3, 1, 1, 1, 1, 1, 4),
        )

    def _overview_row(self, section: Section) -> tuple[Cell, ...]:
        return row(
            Run(section.transcript.name, anchor=section.anchor),
            signature(section.transcript),
            len(section.quotes),
            section.n("approved"),
            section.n("withheld"),
            section.n("open") + section.n("changed"),
            section.n_personal,
            " ".join(self._warnings(section.transcript)),
        )

    def _section(self, section: Section) -> Iterator[Block]:
        tally = Counter(one.state for one in section.quotes)
        yield Heading(2, section.transcript.name, section.anchor)
        yield paragraph(_("Signed: {signature}.").format(signature=_signed(section.transcript)), " ", _in_words(tally))
        if warnings := self._warnings(section.transcript):
            yield paragraph(" ".join(warnings), style="warning")
        yield Table(
            name=f"{section.number} {section.transcript.name}",
            caption=_("Quotes from {transcript}").format(transcript=section.transcript.name),
            about=_("A row for each quote with its words, where it stands, its codes and coders and what was decided."),
            columns=(*(_("No."), _("Quote"), _("Turn"), _("Codes"), _("Coders"), _("Decision"), _("To be aware of")),),
            rows=tuple(map(self._row, section.quotes)),
            widths=(2, 22, 2, 9, 3, 5, 6),
            tracked=False,
        )

    def _row(self, one: Listed) -> tuple[Cell, ...]:
        quote = one.quote
        return (
            Cell(((Run(str(quote.number)),),), value=quote.number),
            cell(quote.text),
            self._number(quote.turn),
            self._shared("codes", one.codes, self._labels),
            self._shared("coders", quote.coders, ", ".join),
            self._shared("state", (one.state,), lambda state: _states()[state[0]]),
            self._shared("aware", (*one.personal, "", *one.notes), _aware),
        )

    def _number(self, number: int) -> Cell:
        if number not in self._cells:
            self._cells[number] = cell(number)
        return self._cells[number]

    def _shared(self, column: str, key: tuple[str, ...], words: Callable[[tuple[str, ...]], str]) -> Cell:
        """A cell that many rows have alike."""
        if (column, key) not in self._cells:
            self._cells[column, key] = cell(words(key))
        return self._cells[column, key]

    def _labels(self, codes: tuple[str, ...]) -> str:
        return "; ".join(label(self._material.codebook[code]) for code in codes)

    # --- Who may be recognised -------------------------------------------------------------------------

    def _warnings(self, transcript: Transcript) -> list[str]:
        least = self._options.min_informants
        found = []
        if self._behind_signature[signature(transcript)] < least:
            found.append(_("Fewer than {n} informants share this signature.").format(n=integer(least)))
        if transcript.municipality and self._from_municipality[transcript.municipality] < least:
            found.append(_("Fewer than {n} informants come from the municipality.").format(n=integer(least)))
        return found

    @cached_property
    def _informants(self) -> Mapping[str, int]:
        return {one.guid: informants(one) for one in self._material.transcripts}

    @cached_property
    def _behind_signature(self) -> Counter[str]:
        return self._totals((signature(one), one) for one in self._material.transcripts)

    @cached_property
    def _from_municipality(self) -> Counter[str]:
        return self._totals((one.municipality or "", one) for one in self._material.transcripts)

    def _totals(self, named: Iterable[tuple[str, Transcript]]) -> Counter[str]:
        totals: Counter[str] = Counter()
        for name, transcript in named:
            totals[name] += self._informants[transcript.guid]
        return totals


def _signed(transcript: Transcript) -> str:
    return signature(transcript) or _("without role and municipality")


def _states() -> dict[str, str]:
    """What was decided on a quote, in words."""
    return {
        "approved": _("approved"),
        "withheld": _("withheld"),
        "changed": _("approved in other words: to be approved again"),
        "open": _("not decided"),
    }


def _aware(found: tuple[str, ...]) -> str:
    """Personal data by kind, then the notes, which stand after the empty one."""
    apart = found.index("")
    kinds = Counter(name_of(kind) for kind in found[:apart])
    told = [_("contains {what} ({n})").format(what=kind, n=integer(n)) for kind, n in kinds.items()]
    return "; ".join([*told, *found[apart + 1 :]])


def _in_words(tally: Mapping[str, int]) -> str:
    """How many quotes there are and what was decided on them."""
    return _("{quotes}: {approved} approved, {withheld} withheld, {open} not decided.").format(
        quotes=count(sum(tally.values()), "quote", "quotes"),
        approved=integer(tally.get("approved", 0)),
        withheld=integer(tally.get("withheld", 0)),
        open=integer(tally.get("open", 0) + tally.get("changed", 0)),
    )


def _facts(tally: Mapping[str, int]) -> Iterator[Fact]:
    yield Fact("quotes", _("Quotes"), integer(sum(tally.values())))
    yield Fact("quotes:approved", _("Approved quotes"), integer(tally.get("approved", 0)))
    yield Fact("quotes:withheld", _("Withheld quotes"), integer(tally.get("withheld", 0)))
