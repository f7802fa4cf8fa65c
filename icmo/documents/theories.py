"""The programme theories: what supports, refutes and refines each, where it is silent, which links it can tell.

Earlier wordings stand in the project's log, which material does not hold: they are told when they are given.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from icmo.compare import asked
from icmo.compare.rewording import Fate
from icmo.compare.theories import Claim, Standing, TheoryEvidence, Version, evidence_for
from icmo.documents.model import (
    Block,
    Cell,
    Fact,
    Heading,
    Line,
    Quote,
    Report,
    Run,
    Table,
    bold,
    bullets,
    cell,
    line,
    list_cell,
    paragraph,
    row,
)
from icmo.documents.options import Options
from icmo.documents.pieces.claim_quotes import ClaimQuotes
from icmo.documents.pieces.claims import sentence
from icmo.documents.pieces.counts import Backing
from icmo.documents.pieces.ending import ending, written
from icmo.documents.pieces.theory_links import TheoryLinks, more, polarities
from icmo.i18n import _, count, current, day, integer, language
from icmo.models import About, Material, MemoKind, Role, Stance, Theory, TheoryPart, danish_order
from icmo.naming import label, role_name
from icmo.privacy.find import masked

MOST_LISTED = 10  # configurations that nobody has judged

History = Mapping[str, Sequence[Version]]  # by the theory's GUID, as `icmo.compare.theories.versions` gives them


def build(material: Material, options: Options, *, history: History | None = None) -> Report:
    """The theories of a project with their evidence.

    Parameters
    ----------
    history : the wordings that each theory has had; without it the report says where they are to be found
    """
    with language(options.lang or material.language):
        writer = _Writer(material, options, history or {})
        blocks = tuple(writer.blocks())
        return Report(
            kind="theories",
            title=_("Programme theories"),
            subtitle=material.name,
            language=current(),
            blocks=blocks,
            quotes=writer.quotes,
            facts=tuple(writer.facts()),
            draft=options.draft,
            landscape=True,
            contents=True,
        )


class _Writer:
    """Writes the theories of one project."""

    def __init__(self, material: Material, options: Options, history: History) -> None:
        self._quotes = ClaimQuotes(material, options)
        self._links = TheoryLinks(material, self._quotes)
        self._material = material
        self._options = options
        self._history = history
        self._evidence = {one.guid: evidence_for(material, one) for one in material.theories}

    def blocks(self) -> Iterator[Block]:
        """The whole document below its title."""
        yield from written(self._material, "theories")
        if not self._material.theories:
            yield paragraph(_("No programme theory has been written in the project yet."))
        else:
            yield paragraph(
                _(
                    "A configuration supports, refutes or refines a theory when an evaluator has judged it so. The "
                    "counts say how many tell of it; they do not decide. One configuration that refutes a theory is "
                    "to be read as closely as many that support it."
                )
            )
            yield Heading(2, _("All theories"), "all-theories")
            yield self._overview()
        for number, theory in enumerate(self._material.theories, 1):
            yield from self._theory(number, theory)
        yield from ending(self._material, self._options, self._quotes.quoting)

    @property
    def quotes(self) -> tuple[Quote, ...]:
        """The quotes that have been cited."""
        return self._quotes.quoting.quotes

    def facts(self) -> Iterator[Fact]:
        """How much was judged of each theory."""
        for theory in self._material.theories:
            found = self._evidence[theory.guid]
            yield Fact(
                f"theory:{theory.guid}:candidates",
                _("{theory}: configurations not yet judged").format(theory=theory.name),
                integer(len(found.candidates)),
            )

    # --- All theories ----------------------------------------------------------------------------------

    def _overview(self) -> Table:
        return Table(
            name=_("Theories"),
            caption=_("All theories and their evidence"),
            about=_(
                "A row for each theory: from how many municipalities and in how many quotes it is supported, refuted "
                "and refined, how many municipalities are silent, and how many configurations nobody has judged."
            ),
            columns=(
                *(_("Theory"), *_stances(), _("Silent municipalities")),
                _("Not yet judged"),
            ),
            rows=tuple(self._overview_row(number, one) for number, one in enumerate(self._material.theories, 1)),
            widths=(4, 4, 4, 4, 2, 2),
        )

    def _overview_row(self, number: int, theory: Theory) -> tuple[Cell, ...]:
        found = self._evidence[theory.guid]
        return row(
            Run(theory.name, anchor=_anchor(number)),
            *(self._standing(found.standings[stance]) for stance in Stance),
            len(found.silent),
            len(found.candidates),
        )

    def _standing(self, standing: Standing) -> Cell:
        """How many configurations, from how many municipalities, in how many quotes, with what to be aware of."""
        if not standing.claims:
            return list_cell([], otherwise=_("no evidence"))
        backing = Backing.of(self._material, self._quotes.of(one.configuration for one in standing.claims))
        told = [count(len(standing.claims), "configuration", "configurations"), backing.in_words(self._material)]
        return list_cell([*told, *backing.flags(self._material, self._options)])

    # --- One theory ------------------------------------------------------------------------------------

    def _theory(self, number: int, theory: Theory) -> Iterator[Block]:
        found = self._evidence[theory.guid]
        yield Heading(2, theory.name, _anchor(number))
        yield paragraph(theory.statement, style="lead")
        yield from self._parts(theory)
        yield from written(self._material, f"theory:{theory.guid}")
        yield Heading(3, _("Evidence by municipality"), f"{_anchor(number)}-evidence")
        yield from self._by_municipality(number, theory, found)
        yield from _silent(found)
        yield from self._candidates(found)
        yield Heading(3, _("Links that are told, and that are not"), f"{_anchor(number)}-links")
        yield from self._links.blocks(theory, _("{number} links").format(number=number))
        yield from self._way(number, theory)

    def _parts(self, theory: Theory) -> Iterator[Block]:
        by_role: dict[Role, list[str]] = defaultdict(list)
        for part in theory.parts:
            by_role[part.role].append(self._label(part.code))
        if by_role:
            yield bullets(
                line(bold(f"{role_name(role)}: "), ", ".join(by_role[role])) for role in Role if by_role[role]
            )
        else:
            yield paragraph(
                _("The theory names no codes yet, so that configurations and links cannot be held against it.")
            )

    def _by_municipality(self, number: int, theory: Theory, found: TheoryEvidence) -> Iterator[Block]:
        if not any(standing.claims for standing in found.standings.values()):
            yield paragraph(_("No configuration takes a stance on this theory yet."))
            return
        by_place = {stance: self._places_of(found.standings[stance]) for stance in Stance}
        names = {name for told in by_place.values() for name in told}
        yield Table(
            name=_("{number} evidence").format(number=number),
            caption=_("{theory}: evidence by municipality").format(theory=theory.name),
            about=_("A row for each municipality that tells of the theory, with its configurations and chosen quotes."),
            columns=(_("Municipality"), *_stances()),
            rows=tuple(
                row(name or _("without municipality"), *(self._claims(name, by_place[stance]) for stance in Stance))
                for name in sorted(names, key=lambda name: (not name, danish_order(name)))
            ),
            widths=(2, 3, 3, 3),
        )

    def _places_of(self, standing: Standing) -> dict[str, list[Claim]]:
        """The configurations of one stance by municipality; one of several stands in each."""
        found: dict[str, list[Claim]] = defaultdict(list)
        for claim in standing.claims:
            for name in claim.evidence.counts.municipalities or ("",):
                found[name].append(claim)
        return found

    def _claims(self, name: str, by_place: Mapping[str, Sequence[Claim]]) -> Cell:
        if name not in by_place:
            return cell(None)
        claims = [claim.configuration for claim in by_place[name]]
        stretches = [one for one in self._quotes.of(claims) if self._quotes.municipality(one) == name]
        told = [
            _("{configurations}, {quotes}").format(
                configurations=count(len(claims), "configuration", "configurations"),
                quotes=count(len(stretches), "quote", "quotes"),
            ),
            *polarities(claims),
        ]
        return list_cell([*told, *self._quotes.references(stretches)])

    def _candidates(self, found: TheoryEvidence) -> Iterator[Block]:
        claims = found.candidates
        if not claims:
            return
        yield paragraph(
            _("Not yet judged: {n} with all codes of the theory in their roles.").format(
                n=count(len(claims), "configuration", "configurations")
            )
        )
        yield bullets(
            line(
                sentence(self._material, one.configuration),
                *self._quotes.references(self._quotes.of([one.configuration]), before=" "),
            )
            for one in claims[:MOST_LISTED]
        )
        yield from more(len(claims), MOST_LISTED)

    # --- How it has changed ----------------------------------------------------------------------------

    def _way(self, number: int, theory: Theory) -> Iterator[Block]:
        """Earlier wordings where they are known, and the memos on the way."""
        yield Heading(3, _("How it has changed"), f"{_anchor(number)}-way")
        versions = self._history.get(theory.guid, ())
        if theory.guid not in self._history:
            yield paragraph(_("The earlier wordings stand in the project’s log and on the theory’s page in icmo."))
        elif len(versions) < 2:
            yield paragraph(_("The wording is the first one."))
        else:
            yield self._versions(number, theory, versions)
        if memos := self._memos(theory):
            yield paragraph(_("The evaluators’ memos on the way:"))
            yield bullets(memos)

    def _versions(self, number: int, theory: Theory, versions: Sequence[Version]) -> Table:
        return Table(
            name=_("{number} wordings").format(number=number),
            caption=_("{theory}: wordings").format(theory=theory.name),
            about=_("A row for each wording, the first one first: what it says, who gave it when, and what changed."),
            columns=(_("Version"), _("Date"), _("Coder’s initials"), _("Wording"), _("What changed")),
            rows=tuple(
                row(one.number, day(date.fromisoformat(one.at[:10])), one.coder, one.statement, self._changed(one))
                for one in versions
            ),
            widths=(1, 2, 1, 6, 4),
            tracked=False,
        )

    def _changed(self, version: Version) -> Cell:
        if version.number == 1:
            return cell(_("the first wording"))
        words = {Fate.ADDED: _("added: {words}"), Fate.REMOVED: _("removed: {words}")}
        told = [words[piece.fate].format(words=piece.text) for piece in version.words if piece.fate in words]
        told += [_("part added: {part}").format(part=self._part(part)) for part in version.added]
        told += [_("part removed: {part}").format(part=self._part(part)) for part in version.removed]
        told += [_("name before: {name}").format(name=version.former_name)] if version.former_name else []
        return list_cell(told)

    def _part(self, part: TheoryPart) -> str:
        return f"{role_name(part.role)}: {self._label(part.code)}"

    def _memos(self, theory: Theory) -> list[Line]:
        """The memos about the theory, oldest first, with personal data that icmo can find masked."""
        about = (one for one in self._material.memos if one.about is About.THEORY and one.subject == theory.guid)
        return [
            line(bold(f"{one.coder}: "), masked(" ".join(one.text.split()))[0])
            for one in sorted(about, key=lambda one: one.at)
            if one.kind in (MemoKind.THEORY, MemoKind.RETRODUCTION)
        ]

    def _label(self, code: str) -> str:
        book = self._material.codebook
        return label(book[code]) if code in book else code


def _stances() -> tuple[str, ...]:
    """What the columns of the stances are called."""
    return tuple({Stance.SUPPORTS: _("Supports"), Stance.REFUTES: _("Refutes"), Stance.REFINES: _("Refines")}.values())


def _anchor(number: int) -> str:
    return f"theory-{number}"


def _silent(found: TheoryEvidence) -> Iterator[Block]:
    """The municipalities from which nobody takes a stance, by what their silence is; a list for each."""
    by_answer: dict[asked.Answer, list[str]] = defaultdict(list)
    for one in found.silent:
        by_answer[one.answer].append(one.municipality)
    if by_answer:
        yield paragraph(
            _("No stance is taken from {municipalities}. What they say of the theory’s mechanism:").format(
                municipalities=count(len(found.silent), "municipality", "municipalities")
            )
        )
        yield bullets(
            line(bold(f"{_silence(answer)}: "), ", ".join(by_answer[answer]))
            for answer in asked.Answer
            if by_answer[answer]
        )


def _silence(answer: asked.Answer) -> str:
    return _("told of, but not held against the theory") if answer is asked.Answer.TOLD else asked.words(answer)
