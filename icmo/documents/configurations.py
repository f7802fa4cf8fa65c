"""Every configuration with its sentence, its parts and their quotes, under the mechanism that it tells of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from functools import cached_property

from icmo.compare.codes import named
from icmo.documents.model import (
    NOTHING,
    Block,
    Cell,
    Heading,
    Line,
    Report,
    Run,
    Table,
    cell,
    list_cell,
    paragraph,
    row,
)
from icmo.documents.options import Options
from icmo.documents.pieces.claims import sentence
from icmo.documents.pieces.configuration_groups import Group, Told, groups
from icmo.documents.pieces.ending import ending, written
from icmo.documents.pieces.passages import passages
from icmo.documents.pieces.quoting import Quoting
from icmo.i18n import _, count, current, integer, language
from icmo.models import Configuration, Material, Part, Polarity, Role
from icmo.naming import label, polarity_name, role_name, stance_name

MOST_ROWS = 2_500  # a table of more is split


def build(material: Material, options: Options) -> Report:
    """The configurations of `options.municipalities` and with one of `options.codes` or below, all where none is asked.

    Raises
    ------
    NotFoundError
        The code book has no such code.
    """
    with language(options.lang or material.language):
        writer = _Writer(material, options, _chosen(material, options))
        blocks = tuple(writer.blocks())
        return Report(
            kind="configurations",
            title=_("Configurations"),
            subtitle=material.name,
            language=current(),
            blocks=blocks,
            quotes=writer.quoting.quotes,
            draft=options.draft,
            landscape=True,
            contents=True,
            options={"codes": options.codes, "municipalities": options.municipalities},
        )


def _chosen(material: Material, options: Options) -> list[Configuration]:
    codings, transcripts = material.coding_by_guid, material.transcript_by_guid
    below = material.codebook.below(*(code.id for code in named(material.codebook, options.codes)))

    def is_asked_for(one: Configuration) -> bool:
        """Whether one of its parts is of a code asked for, and one from a municipality asked for."""
        made = [codings[part.coding] for part in one.parts]
        there = (transcripts[coding.transcript].municipality for coding in made)
        return (not options.codes or any(coding.code in below for coding in made)) and (
            not options.municipalities or any(place in options.municipalities for place in there)
        )

    return [one for one in material.configurations if is_asked_for(one)]


class _Writer:
    """Writes the configurations of one project."""

    def __init__(self, material: Material, options: Options, configurations: Sequence[Configuration]) -> None:
        self.quoting = Quoting(material, options)
        self._material = material
        self._options = options
        self._groups = groups(material, configurations)
        self._told = {one.configuration.guid: one for group in self._groups for one in group.listed}
        self._place = passages(material).place_of
        self._theories = {theory.guid: theory.name for theory in material.theories}
        self._cells: dict[Hashable, Cell] = {}

    def blocks(self) -> Iterator[Block]:
        """The whole document below its title."""
        yield from written(self._material, "configurations")
        yield from self._introduction()
        for group in self._groups:
            yield from self._group(group)
        yield from self._ripples()
        yield from ending(self._material, self._options, self.quoting)

    def _introduction(self) -> Iterator[Block]:
        if not self._told:
            yield paragraph(
                _("There are no configurations of what was asked for.")
                if self._material.configurations
                else _("No configurations have been put together yet.")
            )
            return
        yield paragraph(
            _(
                "A configuration is one claim: what was done, where and for whom, what it set off, what came of it. "
                "The list has {n}. Each stands once, under the first mechanism that it tells of; the numbers of those "
                "that tell of another mechanism too are given there."
            ).format(n=count(len(self._told), "configuration", "configurations"))
        )
        yield Heading(2, _("Mechanisms"), "mechanisms")
        yield self._overview()

    def _overview(self) -> Table:
        return Table(
            name=_("Mechanisms"),
            caption=_("Configurations by mechanism"),
            about=_(
                "A row for each mechanism: how many configurations tell of it, for and against, and from how many "
                "municipalities. One with several mechanisms counts in each."
            ),
            columns=(
                *(_("Mechanism"), _("Configurations"), _("Furthers"), _("Hinders"), _("In spite of")),
                _("Municipalities"),
            ),
            rows=tuple(map(self._overview_row, self._groups)),
            widths=(4, 1, 1, 1, 1, 2),
        )

    def _overview_row(self, group: Group) -> tuple[Cell, ...]:
        polarities = Counter(one.configuration.polarity for one in group.all)
        there = {name for one in group.all for name in one.municipalities}
        total = integer(len(self._material.municipalities))
        return row(
            Run(group.title, anchor=group.anchor),
            len(group.all),
            *(polarities[polarity] for polarity in Polarity),
            cell(len(there), text=_("{n} of {total}").format(n=integer(len(there)), total=total)),
        )

    def _group(self, group: Group) -> Iterator[Block]:
        yield Heading(2, group.title, group.anchor)
        if group.elsewhere:
            numbers = sorted(one.number for one in group.elsewhere)
            yield paragraph(
                _("Listed under another mechanism, and telling of this one too: no. {numbers}.").format(
                    numbers=", ".join(map(str, numbers))
                )
            )
        for start in range(0, len(group.listed), MOST_ROWS):
            yield self._table(group, group.listed[start : start + MOST_ROWS])

    def _table(self, group: Group, listed: Sequence[Told]) -> Table:
        span = {"mechanism": group.title, "first": listed[0].number, "last": listed[-1].number}
        return Table(
            name=f"{group.title} {listed[0].number}",
            caption=_("{mechanism}: configurations {first} to {last}").format(**span)
            if len(listed) > 1
            else _("{mechanism}: configuration {first}").format(**span),
            about=_(
                "A row for each configuration with its sentence, its parts with their quotes, and what it is about."
            ),
            columns=(
                *(_("No."), _("If–then–because"), _("Parts and their quotes"), _("Polarity"), _("Target group")),
                *(_("Municipality"), _("Theory"), _("Actor and coder")),
            ),
            rows=tuple(map(self._row, listed)),
            widths=(1, 6, 7, 2, 3, 2, 3, 2),
            tracked=False,
        )

    def _row(self, told: Told) -> tuple[Cell, ...]:
        one = told.configuration
        return (
            Cell(((Run(str(told.number)),),), value=told.number),
            Cell((sentence(self._material, one),)),
            list_cell([self._part(part) for part in one.parts], otherwise=_("no parts")),
            self._shared(one.polarity, lambda: polarity_name(one.polarity)),
            self._shared(("group", one.target_group), lambda: self._target_group(one.target_group)),
            self._shared(told.municipalities, lambda: ", ".join(told.municipalities)),
            self._shared(("theory", one.theory, one.stance), lambda: self._theory(one)),
            self._shared(("actor", one.actor, one.coder), lambda: _actor_and_coder(one)),
        )

    def _shared(self, key: Hashable, words: Callable[[], str]) -> Cell:
        """A cell that many rows have alike."""
        if key not in self._cells:
            self._cells[key] = cell(words())
        return self._cells[key]

    def _part(self, part: Part) -> Line:
        number = self.quoting.cite(self._place[part.coding])
        quote = Run(str(number), quote=number) if number else Run(_("quote not printed"), italic=True)
        said = [_("{what}: {words}").format(what=_("resource"), words=part.resource)] if part.resource else []
        said += [_("{what}: {words}").format(what=_("reasoning"), words=part.reasoning)] if part.reasoning else []
        told = f" ({'; '.join(said)})" if said else ""
        name = self._names[part.role, self._material.coding_by_guid[part.coding].code]
        return (*name, Run(f"{told} ["), quote, Run("]"))

    @cached_property
    def _names(self) -> dict[tuple[Role, str], Line]:
        """How a part begins: its role in bold, and its code."""
        return {
            (role, code.id): (Run(f"{role_name(role)}: ", bold=True), Run(label(code)))
            for role in Role
            for code in self._material.codebook.by_id.values()
        }

    def _target_group(self, code: str | None) -> str:
        if not code:
            return _("not stated")
        return label(self._material.codebook[code]) if code in self._material.codebook else code

    def _theory(self, one: Configuration) -> str:
        name = self._theories.get(one.theory or "")
        if not name:
            return ""
        return f"{name}: {stance_name(one.stance)}" if one.stance else _("{theory}: no stance").format(theory=name)

    def _ripples(self) -> Iterator[Block]:
        """Which configurations lead on to others."""
        joined = [one for one in self._material.links if one.earlier in self._told and one.later in self._told]
        if not joined:
            return
        yield Heading(2, _("Configurations that lead on to others"), "ripples")
        yield paragraph(_("The outcome of the earlier is the context of the later (ripples: Jagosh et al. 2015)."))
        yield Table(
            name=_("Ripples"),
            caption=_("Configurations that lead on to others"),
            about=_(
                "A row for each pair: the numbers of the earlier and the later configuration, and who joined them."
            ),
            columns=(_("Earlier"), _("Later"), _("Coder’s initials")),
            rows=tuple(
                row(*(_numbered(self._told[guid]) for guid in (one.earlier, one.later)), one.coder) for one in joined
            ),
            tracked=False,
        )


def _numbered(told: Told) -> str:
    return _("No. {number}: {sentence}").format(number=told.number, sentence=told.configuration.statement or NOTHING)


def _actor_and_coder(one: Configuration) -> str:
    coder = _("coder: {name}").format(name=one.coder)
    return "; ".join([_("actor: {name}").format(name=one.actor), coder]) if one.actor else coder
