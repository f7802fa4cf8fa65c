"""Model 2: types of interventions against the women's labour-market readiness, as a figure with its tables.

It shows how what is told of interventions is divided among their types, target group by target group. It says nothing
of what works for whom: that is a matter of configurations.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from icmo.documents.model import (
    Block,
    Cell,
    Figure,
    Grid,
    Heading,
    Line,
    Report,
    Table,
    bold,
    bullets,
    cell,
    line,
    paragraph,
    row,
)
from icmo.documents.options import Options
from icmo.documents.pieces.cells import evidence_cell, titled
from icmo.documents.pieces.counts import counted, share_of
from icmo.documents.pieces.ending import ending, written
from icmo.documents.pieces.interventions import Interventions
from icmo.documents.pieces.quoting import Quoting
from icmo.evidence import Stretch
from icmo.i18n import _, count, language, percent
from icmo.models import Code, Kind, Material
from icmo.naming import label
from icmo.overview_rows import NOT_STATED


@dataclass(frozen=True)
class _Group:
    """A column: a target group with those below it, or what states none."""

    label: str
    codes: frozenset[str]


@dataclass(frozen=True)
class _Page:
    """What the parts of the report have in common."""

    material: Material
    options: Options
    quoting: Quoting
    found: Interventions
    groups: tuple[_Group, ...]

    @cached_property
    def quotes(self) -> dict[tuple[str, str], list[Stretch]]:
        """The quotes of each type in each group, by id of the type and label of the group."""
        return {(one.id, group.label): self.of_code(one, group) for one in self.found.types for group in self.groups}

    def of_code(self, code: Code, group: _Group) -> list[Stretch]:
        """The quotes of a code, with those below it, told of a group."""
        return self.found.quotes(self.material.codebook.below(code.id), group.codes)

    def total(self, group: _Group) -> int:
        """A group's quotes of all types; a quote of two types counts in both, so that shares sum to one."""
        return sum(len(self.quotes[one.id, group.label]) for one in self.found.types)

    def cell(self, stretches: list[Stretch]) -> Cell:
        """The cell for some quotes."""
        return evidence_cell(self.material, self.options, self.quoting, stretches)


def build(material: Material, options: Options) -> Report:
    """How what is told of interventions is divided among their types, for each target group."""
    with language(options.lang or material.language):
        found, quoting = Interventions.of(material), Quoting(material, options)
        page = _Page(material, options, quoting, found, _groups(material, found))
        blocks = (*_opening(page), *_body(page), *ending(material, options, quoting))
        return Report(
            kind="readiness",
            title=titled("readiness", material),
            subtitle=_("What is told of each type of interventions, by target group"),
            language=options.lang or material.language,
            blocks=blocks,
            quotes=quoting.quotes,
            draft=options.draft,
            landscape=True,
        )


def _groups(material: Material, found: Interventions) -> tuple[_Group, ...]:
    """The book's target groups, and what names none; all in one where none is named anywhere."""
    book = material.codebook
    if not found.groups - {NOT_STATED}:
        return (_Group(_("All the material"), found.groups or frozenset({NOT_STATED})),)
    codes = [one for one in book.of_kind(Kind.TARGET_GROUP) if not one.retired or found.groups & book.below(one.id)]
    columns = [_Group(label(one), book.below(one.id)) for one in codes]
    if NOT_STATED in found.groups:
        columns.append(_Group(_("Target group not stated"), frozenset({NOT_STATED})))
    return tuple(columns)


# --- The text --------------------------------------------------------------------------------------------


def _opening(page: _Page) -> Iterator[Block]:
    yield paragraph(
        _("How what is told of interventions is divided among their types, for women of each readiness."),
        style="lead",
    )
    yield from written(page.material, "readiness")
    yield paragraph(
        _(
            "A share says how much of what is told of a group concerns a type of interventions. It does not say how "
            "much of it the group was given, nor what works for it."
        ),
        style="warning",
    )


def _body(page: _Page) -> Iterator[Block]:
    if not page.found.types:
        yield paragraph(_("The code book has no interventions."))
        return
    if not page.found.marks:
        yield paragraph(_("Nothing is coded as an intervention yet."))
        return
    yield Heading(2, _("Types of interventions by target group"), "types")
    yield bullets(filter(None, (_most_told(page, group) for group in page.groups)))
    yield from _notes(page)
    yield _figure(page)
    rows = tuple(row(label(one), *_counts(page, one)) for one in page.found.types)
    yield _table(page, _("Types"), _("Types of interventions by target group"), rows)
    for number, one in enumerate(page.found.told, start=1):
        yield from _below(page, number, one)


def _most_told(page: _Page, group: _Group) -> Line:
    """The type that the largest part of a group's quotes is of; all of them where several are told of as often."""
    total = page.total(group)
    if not total:
        return line(bold(f"{group.label}: "), _("no evidence."))
    most = max(len(page.quotes[one.id, group.label]) for one in page.found.types)
    first = [one for one in page.found.types if len(page.quotes[one.id, group.label]) == most]
    names = "; ".join(
        f"{label(one)} – {counted(page.material, page.options, page.quotes[one.id, group.label])}" for one in first
    )
    said = _("the largest share, {share}, is of: {names}.")
    if len(first) > 1:
        said = _("the largest share, {share} each, is of: {names}.")
    return line(bold(f"{group.label}: "), said.format(names=names, share=share_of(most, total)))


def _notes(page: _Page) -> Iterator[Block]:
    yield paragraph(
        _("The quotes of a group are those of all types together; one that tells of two types counts in both."),
        style="small",
    )
    if len(page.groups) == 1:
        yield paragraph(
            _("No target group is named where interventions are told of, so that all the material stands together."),
            style="small",
        )
    if page.found.others:
        yield paragraph(
            _(
                "{quotes} in which a code of another kind plays the part of an intervention in a configuration belong "
                "to no type and are not counted."
            ).format(quotes=count(page.found.others, "quote", "quotes")),
            style="small",
        )


def _below(page: _Page, number: int, one: Code) -> Iterator[Block]:
    """A type's own codes, where it has any, and what is told of the type without going closer."""
    children = [code for code in page.material.codebook.codes if code.parent == one.id]
    if not children:
        return
    itself = {group.label: page.found.quotes({one.id}, group.codes) for group in page.groups}
    closer = _("The type itself, no closer")
    yield Heading(3, label(one), f"type-{one.id}")
    yield _table(
        page,
        _("Type {number}").format(number=number),
        _("Interventions of the type “{type}”").format(type=label(one)),
        (
            *(row(label(code), *_counts(page, code)) for code in children),
            *([row(closer, *map(page.cell, itself.values()))] if any(itself.values()) else []),
        ),
    )


# --- Figure and tables -----------------------------------------------------------------------------------


def _table(page: _Page, name: str, caption: str, rows: tuple[tuple[Cell, ...], ...]) -> Table:
    return Table(
        name=name,
        caption=caption,
        about=_("A row for each intervention and a column for each target group, with counts and quotes."),
        columns=(_("Interventions"), *(group.label for group in page.groups)),
        rows=rows,
    )


def _counts(page: _Page, code: Code) -> Iterator[Cell]:
    return (page.cell(page.of_code(code, group)) for group in page.groups)


def _figure(page: _Page) -> Figure:
    types, groups = page.found.types, page.groups
    totals = [page.total(group) for group in groups]
    parts = [[len(page.quotes[one.id, group.label]) for group in groups] for one in types]
    shares = tuple(
        tuple(part / total if total else None for part, total in zip(some, totals, strict=True)) for some in parts
    )
    names, columns = tuple(map(label, types)), tuple(group.label for group in groups)
    caption = _("How what is told of each target group is divided among the types of interventions")
    table = Table(
        name=_("Shares"),
        caption=_("Shares in numbers"),
        about=_("A row for each type of interventions, with its part of the quotes of each target group."),
        columns=(_("Interventions"), *columns),
        rows=(
            *(
                row(
                    name,
                    *(
                        cell(part / total if total else None, text=share_of(part, total))
                        for part, total in zip(some, totals, strict=True)
                    ),
                )
                for name, some in zip(names, parts, strict=True)
            ),
            row(_("Quotes of all types"), *totals),
        ),
    )
    return Figure(caption, _alt(names, columns, shares), Grid(names, columns, shares, _("Share"), shares=True), table)


def _alt(names: tuple[str, ...], columns: tuple[str, ...], shares: tuple[tuple[float | None, ...], ...]) -> str:
    """The figure in words, each number of it."""
    said = (
        f"{column}: "
        + ", ".join(
            f"{name} {percent(share)}"
            for name, some in zip(names, shares, strict=True)
            if (share := some[number]) is not None
        )
        for number, column in enumerate(columns)
        if any(some[number] is not None for some in shares)
    )
    return _("Fields that are darker the larger the share. {numbers}.").format(numbers="; ".join(said))
