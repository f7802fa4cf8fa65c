"""The tables and the figure of Bilag 4: degrees by group, each municipality's numbers, median shares."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from icmo.documents.model import NOTHING, Bars, Cell, Figure, Line, Series, Table, bold, cell, line, row
from icmo.documents.options import Options
from icmo.documents.pieces.cells import listing
from icmo.documents.pieces.counts import Backing, few_told, share_of
from icmo.documents.pieces.degrees import FEW, Degree, Degrees, Effort
from icmo.documents.pieces.quoting import Quoting
from icmo.evidence import Stretch
from icmo.i18n import _, count, integer, ngettext, percent
from icmo.models import Material

Groups = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Page:
    """What the parts of the report have in common."""

    material: Material
    options: Options
    quoting: Quoting
    degrees: Degrees
    by: str
    groups: Groups

    @property
    def telling(self) -> dict[str, list[str]]:
        """The municipalities of each group that tell of interventions."""
        return {group: [one for one in places if self.degrees.total(one)] for group, places in self.groups.items()}

    def passages(self, group: str, effort: Effort) -> list[Stretch]:
        """What a group tells of a row."""
        return [one for place in self.groups[group] for one in self.degrees.of_row(place, effort)]


def degree_table(page: Page) -> Table:
    """Types of interventions × groups: the level of each, what it rests on, and chosen quotes."""
    return Table(
        name=_("Degrees"),
        caption=_("Degree of each type of interventions by “{variable}”").format(variable=page.by),
        about=_("A row for each type of interventions and a column for each group of municipalities."),
        columns=(_("Interventions"), *page.groups),
        rows=tuple(
            row(effort.label, *(_degree_cell(page, group, effort) for group in page.groups))
            for effort in page.degrees.rows
        ),
        widths=(2, *(3 for _group in page.groups)),
    )


def _degree_cell(page: Page, group: str, effort: Effort) -> Cell:
    degree = page.degrees.degree(page.groups[group], effort)
    if degree is None:
        return cell(None, text=_("no evidence"))
    passages = page.passages(group, effort)
    backing = Backing.of(page.material, passages)
    words = [backing.quotes_in_words, *_flags(degree), *backing.flags(page.material, page.options)]
    return listing([_level_line(degree), *map(line, words), page.quoting.bracketed(passages)])


def _level_line(degree: Degree) -> Line:
    return line(bold(degree.level.words), f" ({_numbers(degree)})")


def _numbers(degree: Degree) -> str:
    n = count(len(degree.levels), "municipality", "municipalities")
    if len(degree.levels) == 1:
        return f"{percent(float(degree.share))}; {n}"
    lowest, highest = (f"{100 * float(share):.0f}" for share in (degree.lowest, degree.highest))
    return f"{percent(float(degree.share))}; {lowest}–{highest}; {n}"


def _flags(degree: Degree) -> Iterator[str]:
    if len(degree.levels) == 1:
        yield _("one municipality only")
    if degree.mixed:
        found = sorted(Counter(degree.levels).items())
        yield _("one by one: {levels}").format(
            levels=", ".join(f"{integer(n)} {level.words.lower()}" for level, n in found)
        )


def municipality_table(page: Page) -> Table:
    """Each municipality's quotes of each type as a part of all its intervention quotes."""
    group_of = {place: group for group, places in page.groups.items() for place in places}
    ordered = [*group_of, *(one for one in page.material.municipalities if one not in group_of)]
    told = [place for place in ordered if page.degrees.total(place)]
    return Table(
        name=_("Municipalities"),
        caption=_("What each municipality tells of each type of interventions"),
        about=_("A row for each municipality, with its quotes of each type as a part of all its intervention quotes."),
        columns=(
            _("Municipality"),
            *((page.by,) if page.groups else ()),
            _("Intervention quotes"),
            *(effort.label for effort in page.degrees.rows),
        ),
        rows=tuple(
            row(
                place,
                *((group_of.get(place, _("not stated")),) if page.groups else ()),
                _total(page, place),
                *(_share_cell(page, place, effort) for effort in page.degrees.rows),
            )
            for place in told
        ),
    )


def _total(page: Page, place: str) -> Cell:
    n = page.degrees.total(place)
    few = ngettext("few: fewer than {n} quote", "few: fewer than {n} quotes", FEW).format(n=integer(FEW))
    return listing([line(integer(n)), line(few)]) if n < FEW else cell(n)


def _share_cell(page: Page, place: str, effort: Effort) -> Cell:
    passages, total = page.degrees.of_row(place, effort), page.degrees.total(place)
    told = line(share_of(len(passages), total))
    few = few_told(page.material, page.options, passages)
    return listing([told, line(few) if few else (), page.quoting.bracketed(passages)])


def figure(page: Page) -> Figure:
    """Bars of the groups' median shares, with their table."""
    found = {
        group: [page.degrees.degree(page.groups[group], one) for one in page.degrees.rows] for group in page.groups
    }
    series = tuple(
        Series(group, tuple(float(one.share) if one else None for one in some)) for group, some in found.items()
    )
    names = tuple(effort.label for effort in page.degrees.rows)
    caption = _("Median share of the intervention quotes by “{variable}”").format(variable=page.by)
    table = Table(
        name=_("Median shares"),
        caption=_("Median shares in numbers"),
        about=_("A row for each type of interventions, with the median share of each group."),
        columns=(_("Interventions"), *page.groups),
        rows=tuple(
            row(name, *(_median_cell(some[number]) for some in found.values())) for number, name in enumerate(names)
        ),
        tracked=False,  # the same numbers stand in the table of degrees
    )
    return Figure(caption, _alt(page, found), Bars(names, series, _("Median share"), shares=True), table)


def _median_cell(degree: Degree | None) -> Cell:
    return cell(float(degree.share), text=percent(float(degree.share))) if degree else cell(NOTHING)


def _alt(page: Page, found: Mapping[str, Sequence[Degree | None]]) -> str:
    """The figure in words, each number of it."""
    said = (
        f"{group}: "
        + ", ".join(
            f"{effort.label} {percent(float(one.share)) if one else NOTHING}"
            for effort, one in zip(page.degrees.rows, some, strict=True)
        )
        for group, some in found.items()
    )
    return _("Bars of the median shares. {numbers}.").format(numbers="; ".join(said))
