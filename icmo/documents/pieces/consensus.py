"""What coders differ on and what they have decided together, as reports say it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from icmo.agreement.disagreements import disagreements
from icmo.consensus import progress
from icmo.documents.model import Block, Cell, Heading, Table, cell, paragraph, row
from icmo.documents.pieces.agreement import coefficient, rounded
from icmo.documents.pieces.code_names import code_name
from icmo.documents.pieces.telling import Telling
from icmo.i18n import _, count, day, integer
from icmo.kept import kept
from icmo.models import Difference, Material, Resolution
from icmo.naming import difference_name, label

if TYPE_CHECKING:
    from icmo.agreement import CodeAgreement
    from icmo.consensus_effect import BeforeAfter


@kept
def effect(material: Material) -> BeforeAfter | None:
    """Agreement before and after what coders have decided together; None where nothing is decided."""
    from icmo.consensus_effect import before_after  # numpy is slow to load

    return before_after(material) if progress(material).resolved else None


def consensus_blocks(material: Material) -> Iterator[Block]:
    """How many passages coders differ on, in what way, and how many are resolved; nothing where there are none."""
    found = disagreements(material)
    if not found:
        return
    made = progress(material)
    yield paragraph(
        _(
            "The coders read {n} differently ({differences}). {resolved} of these are resolved together, {open} open."
        ).format(
            n=count(len(found), "passage", "passages"),
            differences="; ".join(
                f"{difference_name(kind)}: {integer(number)}"
                for kind in Difference
                if (number := sum(one.difference is kind for one in found))
            ),
            resolved=integer(made.resolved),
            open=integer(made.open),
        )
    )
    if (changed := effect(material)) is not None:
        yield paragraph(_alpha(changed))


def _alpha(changed: BeforeAfter) -> str:
    before, after = changed.before.overall.alpha, changed.after.overall.alpha
    return _(
        "Over all codes alpha was {before} as it was coded, and is {after} with the resolved passages read as was "
        "decided. Agreement is the first number: the second says what talking changed."
    ).format(before=_number(before), after=_number(after))


def effect_table(material: Material, changed: BeforeAfter) -> Table:
    """Alpha of each code before and after."""
    after = {one.code: one for one in changed.after.codes}
    return Table(
        name=_("Before and after"),
        caption=_("Agreement by code before and after the consensus"),
        about=_("A row for each code: alpha and agreed turns as it was coded, and as was decided."),
        columns=(
            *(_("Code"), _("Alpha before"), _("Alpha after")),
            *(_("Turns before"), _("Turns after"), _("Agreed before"), _("Agreed after")),
        ),
        rows=tuple(_effect_row(material, one, after.get(one.code)) for one in changed.before.codes if one.units),
        widths=(5, 3, 3, 1.6, 1.6, 1.6, 1.6),
    )


def _effect_row(material: Material, before: CodeAgreement, after: CodeAgreement | None) -> tuple[Cell, ...]:
    both = (before.units, after.units if after else 0, before.agreed, after.agreed if after else 0)
    alphas = (coefficient(one.alpha, one.interval) if one else cell(_("not defined")) for one in (before, after))
    return row(label(material.codebook[before.code]), *alphas, *both)


def _number(alpha: float) -> str:
    return rounded(alpha) if alpha == alpha else _("not defined")


def rules_blocks(telling: Telling) -> Iterator[Block]:
    """The rules that were added to the code book when coders had talked; nothing where there are none."""
    added = sorted((one for one in telling.material.resolutions if one.rule), key=lambda one: one.at)
    if not added:
        return
    yield Heading(2, _("Rules that were added"), "rules")
    yield Table(
        name=_("Rules"),
        caption=_("Rules that came of disagreements"),
        about=_(
            "A row for each rule: its code, whether it says when the code is used or when not, why, when, by whom."
        ),
        columns=(_("Code"), _("The code is"), _("Rule"), _("Reason"), _("Decided")),
        rows=tuple(_rule_row(telling, one) for one in added),
        widths=(3, 1.5, 5, 4, 2.5),
    )


def _rule_row(telling: Telling, one: Resolution) -> tuple[Cell, ...]:
    assert one.rule is not None
    return row(
        code_name(telling.material.codebook, one.rule.code),
        _("used") if one.rule.include else _("not used"),
        telling.words(one.rule.text),
        telling.words(one.reason),
        decided(one),
    )


def decided(one: Resolution) -> str:
    """Who decided, and when."""
    names = ", ".join(one.present or (one.coder,))
    return f"{names}, {day(datetime.fromisoformat(one.at).astimezone().date())}" if one.at else names
