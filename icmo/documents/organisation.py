"""Bilag 4: how municipalities are organised × to what degree they tell of each type of interventions."""

from __future__ import annotations

from collections.abc import Iterator

from icmo.compare.variables import VariableKind, groups, interviewed, variable_kinds
from icmo.documents.model import Block, Heading, Report, bullets, paragraph
from icmo.documents.options import Options
from icmo.documents.pieces.cells import titled
from icmo.documents.pieces.degrees import Degrees
from icmo.documents.pieces.ending import ending, written
from icmo.documents.pieces.interventions import Interventions
from icmo.documents.pieces.organisation_tables import Groups, Page, degree_table, figure, municipality_table
from icmo.documents.pieces.quoting import Quoting
from icmo.errors import InvalidError
from icmo.i18n import _, count, integer, language
from icmo.models import Material

FEWEST_GROUPS, MOST_GROUPS, WIDEST = 2, 5, 8
NAMES = ("team", "organis")  # what the name of a variable of organisation has in it


def build(material: Material, options: Options) -> Report:
    """The degree of each type of interventions in groups of municipalities, by a variable (`options.by`).

    Raises
    ------
    NotFoundError, InvalidError
        No municipality has the variable that was asked for; it makes more groups than a page can hold.
    """
    with language(options.lang or material.language):
        by = options.by or organising_variable(material)
        quoting, found = Quoting(material, options), Interventions.of(material)
        page = Page(material, options, quoting, Degrees.of(material, found), by, _groups(material, by))
        blocks = (*_opening(page), *_body(page), *ending(material, options, quoting))
        return Report(
            kind="organisation",
            title=titled("organisation", material),
            subtitle=_("Groups of municipalities by “{variable}”").format(variable=by)
            if by
            else _("Without groups: no variable of the municipalities makes any"),
            language=options.lang or material.language,
            blocks=blocks,
            quotes=quoting.quotes,
            draft=options.draft,
            landscape=True,
            options={"by": by},
        )


def organising_variable(material: Material) -> str:
    """The variable that groups are made by unless one is asked for; empty where there is none.

    The first with words for values that makes two to five groups, one of them with more than one municipality; those
    whose name speaks of teams or organisation before others.
    """
    fitting = [name for name, one in variable_kinds(material).items() if one.kind is VariableKind.CATEGORICAL]
    fitting = [name for name in fitting if _fits(groups(interviewed(material, name)))]
    return next((one for one in fitting if any(part in one.casefold() for part in NAMES)), next(iter(fitting), ""))


def _fits(found: Groups) -> bool:
    return FEWEST_GROUPS <= len(found) <= MOST_GROUPS and max(map(len, found.values())) > 1


def _groups(material: Material, by: str) -> Groups:
    found = groups(interviewed(material, by)) if by else {}
    if len(found) > WIDEST:
        raise InvalidError(
            _("“{name}” makes {n} groups; a page holds {most}.").format(
                name=by, n=integer(len(found)), most=integer(WIDEST)
            ),
            _("Choose a variable with fewer values."),
        )
    return found


# --- The text --------------------------------------------------------------------------------------------


def _opening(page: Page) -> Iterator[Block]:
    yield paragraph(
        _(
            "How large a part of what municipalities tell of their interventions is of each type, in groups of "
            "municipalities that are organised alike."
        ),
        style="lead",
    )
    yield from written(page.material, "organisation")
    yield paragraph(
        _(
            "This is no measure of the efforts that were made, but of what was told of them in the interviews. What "
            "an interview asks about, and who was interviewed, moves it too."
        ),
        style="warning",
    )


def _body(page: Page) -> Iterator[Block]:
    if not page.degrees.quotes:
        yield paragraph(_("No municipality has a quote that is coded as an intervention yet."))
        return
    if not page.groups:
        yield from _without_groups(page)
    elif len(page.degrees.rows) < 2:
        yield paragraph(_("Only one type of interventions is told of; a degree needs two or more to be set apart by."))
    else:
        yield from _by_group(page)
    yield from _left_out(page)
    yield Heading(2, _("Each municipality’s numbers"), "municipalities")
    yield municipality_table(page)


def _without_groups(page: Page) -> Iterator[Block]:
    yield paragraph(
        _(
            "Groups need a variable of the municipalities that says how they are organised, with two to five values, "
            "of which at least one is shared by several municipalities: for instance a column with the kind of team."
        )
        if not page.by
        else _("“{name}” is not known for any municipality that was interviewed.").format(name=page.by)
    )
    yield paragraph(
        _("Bring it in from a table with a row per municipality: {command}.").format(
            command="icmo cases PROJECT FILE.csv"
        )
    )


def _by_group(page: Page) -> Iterator[Block]:
    yield Heading(2, _("Degree by group"), "degrees")
    yield bullets(filter(None, (_in_words(page, group) for group in page.groups)))
    yield degree_table(page)
    yield paragraph(page.degrees.rule(), style="small")
    yield paragraph(
        _(
            "“One by one” stands where the group’s municipalities, each by the same rule, do not all have the same "
            "degree: read their numbers before the group’s."
        ),
        style="small",
    )
    yield figure(page)


def _in_words(page: Page, group: str) -> str:
    """``eksternt team (2 municipalities): high: …; low: ….``."""
    found = {effort.label: page.degrees.degree(page.groups[group], effort) for effort in page.degrees.rows}
    levels = dict.fromkeys(sorted((one.level for one in found.values() if one), reverse=True))
    said = [
        f"{level.words.lower()}: {', '.join(name for name, one in found.items() if one and one.level is level)}"
        for level in levels
    ]
    n = count(len(page.telling[group]), "municipality", "municipalities")
    return f"{group} ({n}): {'; '.join(said)}." if said else ""


def _left_out(page: Page) -> Iterator[Block]:
    interviewed_places = page.material.municipalities
    grouped = {one for places in page.groups.values() for one in places}
    silent = [one for one in interviewed_places if not page.degrees.total(one)]
    unknown = [one for one in interviewed_places if page.groups and one not in grouped]
    if silent:
        yield paragraph(
            _("Left out, since nothing there is coded as one of these interventions: {names}.").format(
                names=", ".join(silent)
            )
        )
    if unknown:
        yield paragraph(
            _("In no group, since “{name}” is not known: {names}.").format(name=page.by, names=", ".join(unknown))
        )
