"""How far coders agree, and which codes need a better rule: the agenda of their next meeting, with the passages.

What a consensus has set aside is still what its coder has read, and is printed here and nowhere else.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from icmo.agreement.disagreements import Disagreement, Reading, disagreements
from icmo.agreement.project import TENTATIVE, Agreement
from icmo.agreement.weak import ENOUGH, MOST, OFTEN, WeakCode, weak_codes
from icmo.compare.codes import named
from icmo.consensus import progress, resolved, whole
from icmo.documents.model import (
    Block,
    Cell,
    Fact,
    Heading,
    Line,
    Report,
    Run,
    Table,
    bold,
    bullets,
    line,
    paragraph,
    row,
)
from icmo.documents.options import Options
from icmo.documents.pieces.agreement import agreement_line, coefficient
from icmo.documents.pieces.agreement_tables import code_blocks
from icmo.documents.pieces.code_names import code_name, spoken
from icmo.documents.pieces.consensus import consensus_blocks, decided, effect, effect_table, rules_blocks
from icmo.documents.pieces.ending import ending, written
from icmo.documents.pieces.telling import Telling
from icmo.evidence import Stretch
from icmo.i18n import _, count, current, decimal, integer, language
from icmo.models import Difference, Material, Resolution
from icmo.naming import difference_name, label


def build(material: Material, options: Options) -> Report:
    """Agreement on every code, or on `options.codes` and those below them, and the passages of those that need a rule.

    Raises
    ------
    NotFoundError
        The code book has no such code.
    """
    from icmo.agreement import agreement_of

    with language(options.lang or material.language):
        codes = [code.id for code in named(material.codebook, options.codes)] if options.codes else None
        found = agreement_of(material, codes=codes)
        writer = _Writer(material, options, found, codes)
        return Report(
            kind="agreement",
            title=_("Agreement between coders"),
            subtitle=material.name,
            language=current(),
            blocks=tuple(writer.blocks()),
            quotes=writer.telling.quoting.quotes,
            facts=tuple(_facts(material)),
            draft=options.draft,
            landscape=True,
            contents=True,
            options={"codes": options.codes} if options.codes else {},
        )


def _facts(material: Material) -> Iterator[Fact]:
    yield Fact("agreement", _("Agreement"), agreement_line(material))
    made = progress(material)
    yield Fact("disagreements", _("Disagreements"), integer(made.disagreements))
    yield Fact("resolved", _("Of these resolved together"), integer(made.resolved))


class _Writer:
    """Writes the blocks of one report."""

    def __init__(
        self, material: Material, options: Options, found: Agreement | None, codes: Sequence[str] | None
    ) -> None:
        self.telling = Telling(whole(material), options)
        self._material = material
        self._book = material.codebook
        self._options = options
        self._found = found
        self._answers = resolved(material)
        self._weak: tuple[WeakCode, ...] = ()
        if found is not None:
            self._weak = weak_codes(self._book, found, disagreements(material, codes=codes))

    def blocks(self) -> Iterator[Block]:
        """The whole report below its title."""
        yield from written(self._material, "agreement")
        yield paragraph(agreement_line(self._material) or _("Nothing is coded yet."))
        if self._found is not None:
            yield from consensus_blocks(self._material)
            yield Heading(2, _("Agreement by code"), "codes")
            yield from code_blocks(self._material, self._found, kappa=True)
            yield from self._needing_rules()
        yield from rules_blocks(self.telling)
        yield from self._effect()
        yield from ending(self._material, self._options, self.telling.quoting, quotes=self.telling.unprinted)

    def _effect(self) -> Iterator[Block]:
        if (changed := effect(self._material)) is not None:
            yield Heading(2, _("Before and after the consensus"), "effect")
            yield effect_table(self._material, changed)

    # --- Codes that need a better rule -----------------------------------------------------------------

    def _needing_rules(self) -> Iterator[Block]:
        yield Heading(2, _("Codes that need a better rule"), "rules-needed")
        if self._weak:
            yield self._table()
        else:
            yield paragraph(_("No code does."))
        yield paragraph(
            _(
                "A code needs a better rule when its alpha is below {tentative} and {units} or more bear it, or when "
                "it is one of the {most} codes with most disagreements, and has {often} or more."
            ).format(
                tentative=decimal(TENTATIVE, 3),
                units=count(ENOUGH, "turn", "turns"),
                most=integer(MOST),
                often=integer(OFTEN),
            ),
            style="small",
        )
        for one in self._weak:
            yield from self._section(one)

    def _table(self) -> Table:
        return Table(
            name=_("Better rules"),
            caption=_("Codes that need a better rule"),
            about=_("A row for each code: alpha, how often coders differ on it and in what way, and why it is named."),
            columns=(
                *(_("Code"), _("Alpha"), _("Disagreements")),
                *(difference_name(kind).capitalize() for kind in self._kinds),
                *(_("Resolved"), _("Why")),
            ),
            rows=tuple(map(self._row, self._weak)),
            widths=(5, 3, 2, *(2 for _kind in self._kinds), 2, 4),
        )

    @property
    def _kinds(self) -> list[Difference]:
        """The ways in which coders differ on these codes."""
        there = {found.difference for one in self._weak for found in one.disagreements}
        return [kind for kind in Difference if kind in there]

    def _row(self, one: WeakCode) -> tuple[Cell, ...]:
        kinds = Counter(found.difference for found in one.disagreements)
        return row(
            line(Run(code_name(self._book, one.code), anchor=_anchor(one.code))),
            coefficient(one.agreement.alpha, one.agreement.interval),
            len(one.disagreements),
            *(kinds[kind] for kind in self._kinds),
            sum(found.key in self._answers for found in one.disagreements),
            "; ".join(_why(one)),
        )

    # --- One code ---------------------------------------------------------------------------------------

    def _section(self, one: WeakCode) -> Iterator[Block]:
        code = self._book[one.code]
        yield Heading(3, label(code), _anchor(one.code))
        yield paragraph(code.definition.text(current()), style="lead")
        for title, rules in ((_("When to use it"), code.include), (_("When not to use it"), code.exclude)):
            if said := rules.text(current()):
                yield Heading(4, title)
                yield bullets(spoken(self._book, rule) for rule in said)
        yield Heading(4, _("The passages"))
        shown = self._shown(one.disagreements)
        if len(shown) < len(one.disagreements):
            yield paragraph(
                _("{n} of {all} are shown, those still open first, at most {each} of each municipality.").format(
                    n=integer(len(shown)),
                    all=count(len(one.disagreements), "disagreement", "disagreements"),
                    each=integer(self._options.each),
                ),
                style="small",
            )
        for found in shown:
            yield from self._passage(found)

    def _shown(self, some: Sequence[Disagreement]) -> list[Disagreement]:
        """Those to print, in the order of the texts: of each municipality the first ones, open ones before others."""
        by_place: dict[str, list[Disagreement]] = defaultdict(list)
        for one in sorted(some, key=lambda one: one.key in self._answers):
            where = self._material.transcript_by_guid[one.transcript].municipality or one.transcript
            by_place[where].append(one)
        chosen = {one.key for found in by_place.values() for one in found[: self._options.each]}
        return [one for one in some if one.key in chosen]

    def _passage(self, one: Disagreement) -> Iterator[Block]:
        source = self._material.transcript_by_guid[one.transcript]
        where = _("{transcript}, turn {turn}").format(
            transcript=source.name, turn=integer(source.turn_number(one.start))
        )
        stretch = Stretch(one.transcript, one.start, one.end, frozenset(one.codings))
        may_print = self.telling.cite(stretch) is not None
        yield paragraph(bold(difference_name(one.difference).capitalize()), f" ({where})")
        if may_print:
            yield from self.telling.printed([stretch])
        else:
            yield paragraph(_("The quote is not printed."), style="small")
        yield bullets(self._readings(one, may_print))

    def _readings(self, one: Disagreement, may_print: bool) -> Iterator[Line]:
        """How each reads it; what they noted may repeat the words, and is printed where these are."""
        for reading in one.readings:
            said = code_name(self._book, reading.code) if reading.code else _("nothing")
            words = self._words(one, reading) if may_print and one.difference is Difference.SPAN else ""
            yield line(bold(", ".join(reading.coders)), f": {said}{words}")
        if may_print:
            for coder, memo in one.memos(self._material):
                yield line(_("Memo by {coder}: {memo}").format(coder=coder, memo=self.telling.words(memo)))
        if answer := self._answers.get(one.key):
            yield line(self._answer(answer, may_print))

    def _words(self, one: Disagreement, reading: Reading) -> str:
        if reading.spans == ((one.start, one.end),):
            return " ({})".format(_("all of it"))
        parts = (self.telling.quoting.text(Stretch(one.transcript, *span)) for span in reading.spans)
        return f", ”{' … '.join(parts)}”"

    def _answer(self, answer: Resolution, may_print: bool) -> str:
        known = self._material.coding_by_guid
        codes = dict.fromkeys(code_name(self._book, known[guid].code) for guid in answer.codings)
        said = _("Decided: {codes} ({who}).").format(codes=", ".join(codes) or _("nothing"), who=decided(answer))
        return f"{said} {self.telling.words(answer.reason)}" if answer.reason and may_print else said


def _why(one: WeakCode) -> Iterator[str]:
    if one.low:
        yield _("alpha below {tentative}").format(tentative=decimal(TENTATIVE, 3))
    if one.often:
        yield _("most disagreements")


def _anchor(code: str) -> str:
    return f"code-{code}"
