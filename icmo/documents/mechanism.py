"""Mechanism profiles: what sets each mechanism off, what conditions and hinders it, what comes of it, and where.

A mechanism is followed through the configurations in which it plays the part M; what is told of it elsewhere counts
among its quotes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from icmo.compare.asked import answers
from icmo.compare.codes import named
from icmo.documents.model import Block, Fact, Heading, Report, Table, paragraph, row
from icmo.documents.options import Options
from icmo.documents.pieces.ending import ending, written
from icmo.documents.pieces.factor_tables import ROWS, Factor, factor_table, factors, quotes_of, said_by
from icmo.documents.pieces.mechanism_graph import graph_figure
from icmo.documents.pieces.mechanism_places import Answers, where_told
from icmo.documents.pieces.perspectives import perspective
from icmo.documents.pieces.place_counts import PlaceCounts
from icmo.documents.pieces.telling import Telling, chosen_codes, entry_columns, widely_told
from icmo.evidence import Stretch
from icmo.i18n import _, count, current, language
from icmo.models import Code, Coding, Configuration, Kind, Material, Polarity, Role, Stance
from icmo.naming import label, stance_name
from icmo.overview_rows import groups_of

_M = (Role.M.value,)


def build(material: Material, options: Options) -> Report:
    """The profiles of `options.codes`, by default of all mechanisms with evidence and all codes that play one.

    Raises
    ------
    NotFoundError
        A code that the code book does not have.
    """
    with language(options.lang or material.language):
        telling = Telling(material, options)
        counts, codes = PlaceCounts(telling), _codes(telling)
        heard = answers(material, [code.id for code in codes])
        profiles = [block for code in codes for block in _profile(telling, counts, code, heard)]
        nothing = _("No mechanism is coded yet, and no configuration has one.")
        opening: list[Block] = [telling.reading()] if codes else [paragraph(nothing)]
        return Report(
            kind="mechanism",
            title=_("Mechanism profiles: {name}").format(name=material.name),
            subtitle=_("What sets each mechanism off, what conditions and hinders it, and what comes of it"),
            language=current(),
            blocks=(*opening, *profiles, *ending(material, options, telling.quoting, quotes=telling.unprinted)),
            quotes=telling.quoting.quotes,
            facts=tuple(_fact(telling, code) for code in codes),
            draft=options.draft,
            landscape=True,
            contents=True,
        )


def _fact(telling: Telling, code: Code) -> Fact:
    return Fact(f"mechanism:{code.id}", label(code), telling.counts(telling.united(code.id)))


def _codes(telling: Telling) -> tuple[Code, ...]:
    book = telling.material.codebook
    if telling.options.codes:
        return named(book, telling.options.codes)
    playing = {coding.code for parts in telling.parts.values() for letter, coding in parts if letter in _M}
    return tuple(
        code
        for code in chosen_codes(book.codes, telling)
        if code.id in playing or (code.kind is Kind.MECHANISM and code.id in telling.codings)
    )


def _profile(telling: Telling, counts: PlaceCounts, code: Code, heard: Answers) -> Iterator[Block]:
    together = telling.configurations_of(code.id, _M)
    yield Heading(2, label(code), f"mechanism-{code.id}")
    yield paragraph(code.definition.text(current()), style="lead")
    yield from written(telling.material, f"mechanism:{code.id}")
    found = telling.united(code.id)
    said = [block for one in telling.informants for block in perspective(telling, found, one)]  # numbered first
    yield from _in_numbers(telling, code, together)
    yield from said
    yield from _resource_and_reasoning(telling, code, together)
    yield from _around(telling, code, together)
    yield from _for_whom(telling, code, together)
    yield from _against(telling, code, together)
    yield from _theories(telling, code, together)
    yield from graph_figure(telling, code, together)
    yield from where_told(telling, counts, code, heard)


def _in_numbers(telling: Telling, code: Code, together: Sequence[Configuration]) -> Iterator[Block]:
    found = telling.united(code.id)
    said = _("Told of in {counts}").format(counts=telling.counts(found)) if found else _("Nothing is coded with it")
    made = _("No configuration has it as its mechanism.")
    if together:
        number = count(len(together), "configuration", "configurations")
        made = _("It is the mechanism of {configurations}: {said}.").format(
            configurations=number, said=said_by(together)
        )
    yield paragraph(said, telling.bracketed(found), ". ", made)


# --- In configurations ----------------------------------------------------------------------------------


def _mechanisms(telling: Telling, code: Code, some: Iterable[Configuration]) -> list[Stretch]:
    """The quotes of the mechanism itself in configurations."""
    codings = {
        coding.guid: coding
        for one in some
        for letter, coding in telling.parts[one.guid]
        if letter in _M and telling.is_below(coding.code, code.id)
    }
    return telling.unite(codings.values())


def _resource_and_reasoning(telling: Telling, code: Code, together: Iterable[Configuration]) -> Iterator[Block]:
    """What is offered and how people reason about it, as coders have put it; the same words are one entry."""
    resources, reasonings = _put_in_words(telling, code, together)
    if not resources and not reasonings:
        return
    yield Heading(3, _("Resource and reasoning"))
    for name, heading, caption, said in (
        (_("{code}: resource"), _("Resource"), _("What is offered (resource)"), resources),
        (_("{code}: reasoning"), _("Reasoning"), _("How those who are offered it reason"), reasonings),
    ):
        if said:
            yield from _worded(telling, name.format(code=label(code)), caption, heading, said)


def _put_in_words(
    telling: Telling, code: Code, together: Iterable[Configuration]
) -> tuple[dict[str, list[Coding]], dict[str, list[Coding]]]:
    """The codings of each resource and of each reasoning, by its words as they are compared."""
    found: tuple[dict[str, list[Coding]], ...] = (defaultdict(list), defaultdict(list))
    known = telling.material.coding_by_guid
    for one in together:
        for part in one.parts:
            coding = known[part.coding]
            if part.role is Role.M and telling.is_below(coding.code, code.id):
                for said, text in zip(found, (part.resource, part.reasoning), strict=True):
                    if text.strip():
                        said[" ".join(text.split())].append(coding)
    return _folded(found[0]), _folded(found[1])


def _folded(said: Mapping[str, list[Coding]]) -> dict[str, list[Coding]]:
    """Entries whose words differ in capitals and the last full stop only, made one."""
    first: dict[str, str] = {}
    found: dict[str, list[Coding]] = defaultdict(list)
    for text, codings in said.items():
        found[first.setdefault(text.casefold().rstrip("."), text)] += codings
    return dict(found)


def _worded(
    telling: Telling, name: str, caption: str, heading: str, said: Mapping[str, list[Coding]]
) -> Iterator[Block]:
    united = [(text, telling.unite(codings)) for text, codings in said.items()]
    united.sort(key=lambda pair: (*widely_told(pair[1], telling.place), pair[0]))
    yield Table(
        name=name,
        caption=caption,
        about=_("A row for each wording, with counts and quotes."),
        columns=entry_columns(heading),
        rows=tuple(telling.entry(telling.words(text), some) for text, some in united[:ROWS]),
        widths=(4.5, 1.2, 1.0, 1.0, 1.5, 2.6),
    )
    if len(united) > ROWS:
        more = count(len(united) - ROWS, "wording is", "wordings are")
        yield paragraph(_("{more} not shown.").format(more=more), style="small")


def _around(telling: Telling, code: Code, together: Sequence[Configuration]) -> Iterator[Block]:
    """What leads to the mechanism, what conditions it, and what it leads to."""
    for title, heading, letters, name in (
        (_("What sets it off"), _("Intervention or context"), "IC", _("{code}: sets it off")),
        (_("What conditions it"), _("Moderator"), "K", _("{code}: conditions it")),
        (_("What comes of it"), _("Outcome"), "O", _("{code}: comes of it")),
    ):
        found = factors(telling, together, letters)
        if found:
            yield Heading(3, title)
            yield from _table(telling, code, name, title, heading, found)


def _table(
    telling: Telling, code: Code, name: str, title: str, heading: str, found: Sequence[Factor], *, said: bool = True
) -> Iterator[Block]:
    caption = f"{label(code)}: {title[:1].lower()}{title[1:]}"
    yield from factor_table(telling, name.format(code=label(code)), caption, heading, found, said=said)


def _for_whom(telling: Telling, code: Code, together: Sequence[Configuration]) -> Iterator[Block]:
    """The target groups and actors that its configurations name."""
    if not together:
        return
    book, groups, actors = telling.material.codebook, defaultdict(list), defaultdict(list)
    for one in together:
        for group in _groups_of(telling, code, one):
            groups[label(book[group]) if group in book else group or _("not stated")].append(one)
        actors[one.actor.strip() or _("not stated")].append(one)
    yield Heading(3, _("For whom, and by whom"))
    yield _grouped(telling, code, _("{code}: target groups"), _("Target group"), groups)
    yield _grouped(telling, code, _("{code}: actors"), _("Actor"), actors)


def _groups_of(telling: Telling, code: Code, one: Configuration) -> Iterable[str]:
    """The target group that a configuration names, else those that the mechanism’s codings are of (as in Bilag 5)."""
    if one.target_group:
        return [one.target_group]
    groups = groups_of(telling.material)
    told = (coding for letter, coding in telling.parts[one.guid] if letter in _M)
    found = (group for coding in told if telling.is_below(coding.code, code.id) for group in groups(coding))
    return dict.fromkeys(found)


def _grouped(
    telling: Telling, code: Code, name: str, heading: str, groups: Mapping[str, Sequence[Configuration]]
) -> Table:
    in_order = sorted(groups.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    name = name.format(code=label(code))
    return Table(
        name=name,
        caption=name,
        about=_("A row for each, with the configurations that name it and the mechanism’s quotes in them."),
        columns=entry_columns(heading, _("Configurations"), _("What they say")),
        rows=tuple(
            telling.entry(name, _mechanisms(telling, code, some), len(some), said_by(some)) for name, some in in_order
        ),
        widths=(3.2, 1.2, 1.7, 1.2, 1.0, 1.0, 1.5, 2.6),
    )


def _against(telling: Telling, code: Code, together: Sequence[Configuration]) -> Iterator[Block]:
    """Where the mechanism is hindered, and where it works in spite of something."""
    for polarity, title, name in (
        (Polarity.HINDERS, _("Where it is hindered"), _("{code}: hindered")),
        (Polarity.DESPITE, _("Where it works in spite of something"), _("{code}: in spite of")),
    ):
        some = [one for one in together if one.polarity is polarity]
        if not some:
            continue
        told = _mechanisms(telling, code, some)
        yield Heading(3, title)
        counts = f"{count(len(some), 'configuration', 'configurations')}; {telling.counts(told)}."
        yield paragraph(counts, telling.bracketed(told))
        found = factors(telling, some, "ICK")
        yield from _table(telling, code, name, title, _("Factor"), found, said=False)


def _theories(telling: Telling, code: Code, together: Sequence[Configuration]) -> Iterator[Block]:
    """The programme theories that name the mechanism, and what its configurations say of them."""
    naming = [
        theory
        for theory in telling.material.theories
        if any(telling.is_below(code.id, part.code) or telling.is_below(part.code, code.id) for part in theory.parts)
    ]
    if not naming:
        return
    judging = {theory.guid: [one for one in together if one.theory == theory.guid] for theory in naming}
    yield Heading(3, _("Programme theories that name it"))
    yield Table(
        name=_("{code}: programme theories").format(code=label(code)),
        caption=_("Programme theories that name {code}").format(code=label(code)),
        about=_("A row for each theory, with how many of the mechanism’s configurations support, refute or refine it."),
        columns=(_("Theory"), _("What it says"), *(stance_name(one).capitalize() for one in Stance), _("References")),
        rows=tuple(
            row(
                theory.name,
                telling.words(theory.statement),
                *(sum(one.stance is stance for one in judging[theory.guid]) for stance in Stance),
                telling.references(quotes_of(telling, (one for one in judging[theory.guid] if one.stance))),
            )
            for theory in naming
        ),
        widths=(2, 5, 1, 1, 1, 2),
    )
