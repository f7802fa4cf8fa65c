"""The joint display: figures of municipalities beside what is told there, in tables that fit a page.

What is told is counted in `icmo.compare.joint`. With one of the figures the municipalities are put in order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from icmo.compare.joint import joint
from icmo.compare.variables import Variable, VariableKind, is_number, variable, variable_kinds
from icmo.documents.model import Block, Heading, Report, paragraph
from icmo.documents.options import Options
from icmo.documents.pieces.cells import titled
from icmo.documents.pieces.ending import ending, written
from icmo.documents.pieces.joint_figures import everywhere, figures_beside
from icmo.documents.pieces.joint_tables import Page, by_group, displays
from icmo.documents.pieces.quoting import Quoting
from icmo.i18n import _, count, language
from icmo.models import Material, danish_order


def build(material: Material, options: Options) -> Report:
    """Municipalities in the order of a variable (`options.by`), with what each tells of codes (`options.codes`).

    Raises
    ------
    NotFoundError
        A variable, code or municipality that is not there.
    """
    with language(options.lang or material.language):
        places = options.municipalities or material.municipalities
        by = _variable(material, options.by, places)
        made = joint(
            material,
            variables=variable_kinds(material),
            codes=options.codes or None,
            rows=_in_order(places, by),
        )
        page = Page(material, options, Quoting(material, options), made, by)
        blocks = (*_opening(page), *_body(page), *ending(material, options, page.quoting))
        return Report(
            kind="joint",
            title=titled("joint", material),
            subtitle=_("Municipalities in the order of “{variable}”").format(variable=by.name)
            if by
            else _("Without figures: the municipalities have no variables yet"),
            language=options.lang or material.language,
            blocks=blocks,
            quotes=page.quoting.quotes,
            draft=options.draft,
            landscape=True,
            options={"by": by.name if by else ""},
        )


def _variable(material: Material, asked: str, places: Sequence[str]) -> Variable | None:
    """The variable asked for, else the first with numbers, else the first; with its values in these municipalities."""
    known = variable_kinds(material)
    numeric = [name for name, one in known.items() if one.kind is VariableKind.NUMERIC and one.values]
    name = asked or next(iter(numeric), next(iter(known), ""))
    if not name:
        return None
    one = variable(material, name)
    return replace(one, values={place: one.values[place] for place in places if place in one.values})


def _in_order(places: Sequence[str], by: Variable | None) -> list[str]:
    """The municipalities by their value, those without one last."""
    values = by.values if by else {}
    return sorted(places, key=lambda place: (place not in values, *_rank(values.get(place)), danish_order(place)))


def _rank(value: Any) -> tuple[bool, float, str]:
    return (False, value, "") if is_number(value) else (True, 0.0, danish_order(str(value)))


# --- The text --------------------------------------------------------------------------------------------


def _opening(page: Page) -> Iterator[Block]:
    yield paragraph(_("Figures of the municipalities beside what is told there."), style="lead")
    yield from written(page.material, "joint")
    if page.made.municipalities:
        yield paragraph(
            _(
                "What is compared is {n}. What is true of municipalities need not be true of the people in them, and "
                "that two things go together does not say that one brings about the other."
            ).format(n=count(len(page.made.municipalities), "municipality", "municipalities")),
            style="warning",
        )


def _body(page: Page) -> Iterator[Block]:
    if not page.made.municipalities:
        yield paragraph(_("No transcript names a municipality, so that there is nothing to set side by side."))
        return
    if not page.by:
        yield paragraph(
            _("Bring figures in from a table with a row per municipality: {command}.").format(
                command="icmo cases PROJECT FILE.csv"
            )
        )
    if not page.codes:
        yield paragraph(_("The code book has no mechanisms; name codes to set beside the figures."))
    yield Heading(2, _("Municipalities"), "municipalities")
    yield from displays(page)
    if page.codes and page.by and len(page.groups) > 1:
        yield Heading(2, _("By group"), "groups")
        yield from by_group(page, page.by)
    if page.codes and page.by:
        yield Heading(2, _("The figure beside what is told"), "figure")
        yield from everywhere(page)
        yield from figures_beside(page, page.by)
