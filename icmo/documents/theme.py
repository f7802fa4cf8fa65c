"""Theme chapters: what municipalities, women and companies say of each principle or code, for and against.

What furthers and what hinders is told by the valence of a coding and by the polarity of the configurations that it is
a part of; a quote can stand on both sides, and then does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from icmo.compare.asked import Answer, answers, words
from icmo.compare.codes import named
from icmo.documents.model import Block, Fact, Heading, Paragraph, Report, Table, bullets, line, paragraph
from icmo.documents.options import Options
from icmo.documents.pieces.contradiction import contradiction
from icmo.documents.pieces.ending import ending, written
from icmo.documents.pieces.factor_tables import factor_table, factors
from icmo.documents.pieces.perspectives import perspective, perspective_title
from icmo.documents.pieces.summaries import summary_lines
from icmo.documents.pieces.telling import (
    Telling,
    chosen_codes,
    entry_columns,
    widely_told,
)
from icmo.evidence import Stretch
from icmo.i18n import _, count, current, language
from icmo.models import Code, Coding, InformantType, Kind, Material, Polarity, Valence
from icmo.naming import informants_name, label

NEAR = 10  # codes told in the same turns
_SILENT = (Answer.NOT_MENTIONED, Answer.UNKNOWN, Answer.NOT_ASKED, Answer.NO_INTERVIEW)
Answers = Mapping[tuple[str, str], Answer]


def build(material: Material, options: Options) -> Report:
    """The chapters on `options.codes`, by default on the principles, else the themes, else the mechanisms.

    Raises
    ------
    NotFoundError
        A code that the code book does not have.
    """
    with language(options.lang or material.language):
        telling = Telling(material, options)
        codes = _codes(telling)
        heard = answers(material, [code.id for code in codes])
        chapters = [block for code in codes for block in _chapter(telling, code, heard)]
        opening: list[Block] = [telling.reading()] if codes else [paragraph(_nothing_to_write_of())]
        return Report(
            kind="theme",
            title=_("Theme chapters: {name}").format(name=material.name),
            subtitle=_("What municipalities and women say, for and against"),
            language=current(),
            blocks=(*opening, *chapters, *ending(material, options, telling.quoting, quotes=telling.unprinted)),
            quotes=telling.quoting.quotes,
            facts=tuple(
                Fact(f"theme:{code.id}", label(code), telling.counts(telling.united(code.id))) for code in codes
            ),
            draft=options.draft,
            contents=True,
        )


def _codes(telling: Telling) -> tuple[Code, ...]:
    book = telling.material.codebook
    if telling.options.codes:
        return named(book, telling.options.codes)
    kinds = (Kind.PRINCIPLE, Kind.THEME, Kind.MECHANISM)
    return next((codes for kind in kinds if (codes := chosen_codes(book.of_kind(kind), telling))), ())


def _nothing_to_write_of() -> str:
    return _("The code book has no principles, themes or mechanisms. Name the codes that the chapters are to be about.")


def _chapter(telling: Telling, code: Code, heard: Answers) -> Iterator[Block]:
    yield Heading(2, label(code), f"theme-{code.id}")
    yield paragraph(code.definition.text(current()), style="lead")
    yield from _own_text(telling, code)
    said = list(_perspectives(telling, code))  # before the counts, so that quotes are numbered as they are read
    yield from _who(telling, code)
    yield from said
    sides = _sides(telling, code)
    for polarity in Polarity:
        yield from _side(telling, code, polarity, sides[polarity])
    yield from contradiction(telling, sides)
    yield from _silence(code, heard)
    yield from _occurrence(telling, code)


def _own_text(telling: Telling, code: Code) -> Iterator[Paragraph]:
    own = list(written(telling.material, f"theme:{code.id}"))
    if not own and telling.options.draft:
        own = [paragraph(_("No text has been written for this chapter yet."), style="small")]
    yield from own


def _who(telling: Telling, code: Code) -> Iterator[Block]:
    """How many say it, in all and of each kind of informant."""
    found = telling.united(code.id)
    if not found:
        yield paragraph(_("Nothing is coded with this code."))
        return
    yield paragraph(_("Who says so: {counts}.").format(counts=telling.counts(found)))
    by_informant = {one: [s for s in found if telling.informant(s) == one] for one in telling.informants}
    yield bullets(
        line(f"{_called(one)}: {telling.counts(some) if some else _('no quotes')}", telling.bracketed(some))
        for one, some in by_informant.items()
    )


def _called(one: InformantType | None) -> str:
    return informants_name(one) if one else _("informants of an unstated kind")


# --- Perspectives ---------------------------------------------------------------------------------------


def _perspectives(telling: Telling, code: Code) -> Iterator[Block]:
    """What municipal staff say, after what the evaluators have summed up; then what women and companies say."""
    staff, *others = InformantType
    found, summaries = telling.united(code.id), summary_lines(telling, code.id)
    said = list(perspective(telling, found, staff))
    if said or summaries:
        yield Heading(3, perspective_title(staff))
    if summaries:
        yield paragraph(_("What the evaluators have summed up, municipality by municipality:"))
        yield bullets(summaries)
    yield from said[1:]
    for one in (*others, None):
        yield from perspective(telling, found, one)


# --- For and against ------------------------------------------------------------------------------------


def _sides(telling: Telling, code: Code) -> dict[Polarity, list[Stretch]]:
    """The quotes on each side: by valence, and by the polarity of the configurations that they are a part of."""
    codings = telling.codings.get(code.id, [])
    of_valence = {Valence.POSITIVE: Polarity.FURTHERS, Valence.NEGATIVE: Polarity.HINDERS}
    sides: dict[Polarity, dict[str, Coding]] = {polarity: {} for polarity in Polarity}
    for coding in codings:
        if coding.valence:
            sides[of_valence[coding.valence]][coding.guid] = coding
    for one in telling.configurations_of(code.id):
        for _letter, coding in telling.parts[one.guid]:
            if telling.is_below(coding.code, code.id):
                sides[one.polarity][coding.guid] = coding
    return {polarity: telling.unite(some.values()) for polarity, some in sides.items()}


def _side(telling: Telling, code: Code, polarity: Polarity, found: Sequence[Stretch]) -> Iterator[Block]:
    """What stands on one side: how many tell of it, and which factors stand with it in configurations."""
    if not found:
        return
    title = _side_title(polarity)
    together = [one for one in telling.configurations_of(code.id) if one.polarity is polarity]
    yield Heading(3, title)
    yield paragraph(
        _side_words(polarity).format(
            counts=telling.counts(found), configurations=count(len(together), "configuration", "configurations")
        ),
        telling.bracketed(found),
    )
    name = f"{label(code)}: {title}"
    caption = _side_caption(polarity).format(code=label(code))
    others = factors(telling, together, besides=code.id)
    yield from factor_table(telling, name, caption, _("Factor"), others, numbered=False, said=False)


def _side_title(polarity: Polarity) -> str:
    return {
        Polarity.FURTHERS: _("What furthers"),
        Polarity.HINDERS: _("What hinders"),
        Polarity.DESPITE: _("In spite of what hinders"),
    }[polarity]


def _side_words(polarity: Polarity) -> str:
    return {
        Polarity.FURTHERS: _("Told as furthering: {counts}; {configurations}."),
        Polarity.HINDERS: _("Told as hindering, or as what is missing: {counts}; {configurations}."),
        Polarity.DESPITE: _("Told as succeeding in spite of something: {counts}; {configurations}."),
    }[polarity]


def _side_caption(polarity: Polarity) -> str:
    return {
        Polarity.FURTHERS: _("What stands with {code} in configurations that further their outcome"),
        Polarity.HINDERS: _("What stands with {code} in configurations that hinder their outcome"),
        Polarity.DESPITE: _("What stands with {code} in configurations that succeed in spite of something"),
    }[polarity]


# --- Silence, and what it goes with ---------------------------------------------------------------------


def _silence(code: Code, heard: Answers) -> Iterator[Block]:
    """Which municipalities do not speak of it, and what their silence means."""
    silent = {one: [place for (its, place), said in heard.items() if its == code.id and said is one] for one in _SILENT}
    named_places = {one: [place or _("municipality not stated") for place in places] for one, places in silent.items()}
    if any(named_places.values()):
        yield Heading(3, _("Who is silent"))
        yield bullets(f"{words(one)}: {', '.join(places)}" for one, places in named_places.items() if places)


def _occurrence(telling: Telling, code: Code) -> Iterator[Block]:
    """The mechanisms and outcomes that configurations link it with, and those that are told in the same breath."""
    linked = factors(telling, telling.configurations_of(code.id), "MO", besides=code.id)
    near = _in_the_same_turns(telling, code)
    if not linked and not near:
        return
    yield Heading(3, _("What it occurs with"))
    yield from factor_table(
        telling,
        _("{code}: occurs with").format(code=label(code)),
        _("Mechanisms and outcomes that configurations link with {code}").format(code=label(code)),
        _("Mechanism or outcome"),
        linked,
        numbered=False,
    )
    if near:
        yield _near_table(telling, code, near)


def _in_the_same_turns(telling: Telling, code: Code) -> list[tuple[Code, list[Stretch]]]:
    """Mechanisms and outcomes with their quotes in turns in which the code is told of, the best told first."""
    here = telling.in_turns(code.id).keys()
    found: list[tuple[Code, list[Stretch]]] = []
    for other in telling.material.codebook.of_kind(Kind.MECHANISM, Kind.OUTCOME):
        if telling.is_below(other.id, code.id) or telling.is_below(code.id, other.id):
            continue
        turns = telling.in_turns(other.id)
        near = {one for turn in turns.keys() & here for one in turns[turn]}
        if near:
            found.append((other, telling.in_order(near)))
    return sorted(found, key=lambda pair: widely_told(pair[1], telling.place))


def _near_table(telling: Telling, code: Code, near: Sequence[tuple[Code, list[Stretch]]]) -> Table:
    return Table(
        name=_("{code}: same turns").format(code=label(code)),
        caption=_("Mechanisms and outcomes told in the same turns as {code}; nobody need have linked them").format(
            code=label(code)
        ),
        about=_("A row for each, with its counts and its quotes in turns in which the code is told of too."),
        columns=entry_columns(_("Mechanism or outcome")),
        rows=tuple(telling.entry(f"{label(one)} ({one.kind.role})", some) for one, some in near[:NEAR]),
        widths=(4, 1.2, 1.0, 1.0, 1.7, 2.6),
    )
