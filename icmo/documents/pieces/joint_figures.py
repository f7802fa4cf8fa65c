"""The figure of the joint display beside what is told: bars by municipality or by group, and figures by presence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median

from icmo.compare.asked import Answer
from icmo.compare.variables import Variable, VariableKind
from icmo.documents.model import Bars, Block, Cell, Figure, Series, Table, cell, paragraph, row
from icmo.documents.pieces.counts import of_all, share_of
from icmo.documents.pieces.joint_tables import SILENT, Page, in_words, number_words, value_cell
from icmo.i18n import _, count, integer
from icmo.models import Code
from icmo.naming import label

BARS = 24  # municipalities that a figure holds


def everywhere(page: Page) -> Iterator[Block]:
    """The codes whose presence tells no municipalities apart."""
    for said, n in (
        (_("Told of in every municipality here: {codes}."), len(page.made.municipalities)),
        (_("Told of in no municipality here: {codes}."), 0),
    ):
        if found := [label(code) for code in page.codes if len(page.telling(code)) == n]:
            yield paragraph(said.format(codes=", ".join(found)))


def figures_beside(page: Page, by: Variable) -> Iterator[Block]:
    """The figure beside what is told: by municipality where a page holds them, else by group."""
    if by.kind is VariableKind.NUMERIC:
        yield from _by_presence(page, by)
        if len(page.made.municipalities) <= BARS and by.values:
            yield _bars(page, by)
            return
    if len(page.groups) > 1 and any(0 < len(page.telling(code)) < len(page.made.municipalities) for code in page.codes):
        yield _group_bars(page, by)


def _by_presence(page: Page, by: Variable) -> Iterator[Block]:
    """The figure where a code is told of, and where it is not, for the codes that tell municipalities apart."""
    rows = []
    for code in page.codes:
        sides = [_side(page, by, code, told) for told in (True, False)]
        if all(sides):
            rows.append(row(label(code), *(_middle(values) for values in sides)))
    if rows:
        yield Table(
            name=_("By presence"),
            caption=_("“{variable}” where a code is told of, and where it is not").format(variable=by.name),
            about=_("A row for each code that some municipalities tell of and others, not unasked, do not."),
            columns=(_("Code"), _("Told of"), _("Not mentioned")),
            rows=tuple(rows),
        )


def _side(page: Page, by: Variable, code: Code, told: bool) -> list[float]:
    wanted = {Answer.TOLD} if told else SILENT
    places = [place for place in page.made.municipalities if page.made.findings[place, code.id].answer in wanted]
    return [by.values[place] for place in places if place in by.values]


def _middle(values: Sequence[float]) -> Cell:
    """``Median 24 (12–51); 6 municipalities``."""
    said = _("median {median} ({lowest}–{highest}); {municipalities}").format(
        median=number_words(median(values)),
        lowest=number_words(min(values)),
        highest=number_words(max(values)),
        municipalities=count(len(values), "municipality", "municipalities"),
    )
    return cell(median(values), text=said)


def _bars(page: Page, by: Variable) -> Figure:
    places = [place for place in page.made.municipalities if place in by.values]
    told = {place: [code for code in page.codes if page.made.findings[place, code.id].evidence] for place in places}
    table = Table(
        name=_("Figure and codes"),
        caption=_("“{variable}” beside how many of the codes are told of").format(variable=by.name),
        about=_("A row for each municipality: its figure, how many codes it tells of, which it does not, which most."),
        columns=(_("Municipality"), in_words(by.name), _("Codes told of"), _("Not told of"), _("Told of most")),
        rows=tuple(
            row(
                place,
                value_cell(by.values[place]),
                cell(len(told[place]), text=_of(len(told[place]), len(page.codes))),
                ", ".join(label(code) for code in page.codes if code not in told[place]),
                _most_told(page, place),
            )
            for place in places
        ),
    )
    said = "; ".join(
        f"{place}: {number_words(by.values[place])}, {_of(len(told[place]), len(page.codes))}" for place in places
    )
    return Figure(
        _("“{variable}” by municipality").format(variable=by.name),
        _("Bars of the figure; after it, how many of the codes are told of. {numbers}.").format(numbers=said),
        Bars(tuple(places), (Series(by.name, tuple(float(by.values[place]) for place in places)),), by.name),
        table,
    )


def _most_told(page: Page, place: str) -> str:
    """``Work identity, 31% (10 of 32) of the quotes``: a quote of two codes counts in both."""
    found = {label(code): len(page.passages(code, [place])) for code in page.codes}
    most = max(found.values())
    names = ", ".join(name for name, n in found.items() if n == most)
    return _("{codes}: {share}").format(codes=names, share=share_of(most, sum(found.values()))) if most else ""


def _of(number: int, total: int) -> str:
    return _("{n} of {total} codes").format(n=integer(number), total=integer(total))


def _group_bars(page: Page, by: Variable) -> Figure:
    shares = {
        group: [len(set(page.telling(code)) & set(places)) / len(places) for code in page.codes]
        for group, places in page.groups.items()
    }
    table = Table(
        name=_("Groups and codes"),
        caption=_("Municipalities of each group that tell of each code"),
        about=_("A row for each code, and a column for each group of municipalities."),
        columns=(_("Code"), *page.groups),
        rows=tuple(
            row(
                label(code),
                *(
                    cell(share[number], text=of_all(round(share[number] * len(places)), len(places)))
                    for share, places in zip(shares.values(), page.groups.values(), strict=True)
                ),
            )
            for number, code in enumerate(page.codes)
        ),
        tracked=False,  # the same numbers stand in the table by group
    )
    said = "; ".join(
        f"{group}: "
        + ", ".join(
            f"{label(code)} {of_all(round(share * len(page.groups[group])), len(page.groups[group]))}"
            for code, share in zip(page.codes, some, strict=True)
        )
        for group, some in shares.items()
    )
    series = tuple(Series(group, tuple(some)) for group, some in shares.items())
    names = tuple(map(label, page.codes))
    return Figure(
        _("Share of the municipalities that tell of each code, by “{variable}”").format(variable=by.name),
        _("Bars of the shares. {numbers}.").format(numbers=said),
        Bars(names, series, _("Share of municipalities"), shares=True),
        table,
    )
