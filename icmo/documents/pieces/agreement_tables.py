"""Agreement between coders as a section of the method appendix."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from icmo.agreement.project import RELY, TENTATIVE
from icmo.documents.model import Block, Cell, Heading, Table, cell, paragraph, row
from icmo.documents.pieces.agreement import agreement_line, coefficient
from icmo.documents.pieces.consensus import consensus_blocks
from icmo.i18n import _, count, decimal, integer, percent
from icmo.models import Material
from icmo.naming import label

if TYPE_CHECKING:
    from icmo.agreement.configurations import ConfigurationAgreement
    from icmo.agreement.project import Agreement, CodeAgreement


def agreement_blocks(material: Material, found: Agreement | None) -> Iterator[Block]:
    """What is known of agreement; that nothing is, where no transcript has been coded by two."""
    yield Heading(2, _("Agreement between coders"), "agreement")
    yield paragraph(agreement_line(material) or _("Nothing is coded yet."))
    if found is None:
        return
    yield paragraph(
        _(
            "The number is not the point: the passages are, on which the coders differ. They are read again together, "
            "and rules of the code book are made clearer. Rare codes easily get a low alpha and a high AC1; both are "
            "given. Intervals ({share}) come from drawing whole transcripts again."
        ).format(share=percent(0.95))
    )
    yield from code_blocks(material, found)
    if found.configurations is not None:
        yield paragraph(_of_configurations(found.configurations))
    yield from consensus_blocks(material)


def code_blocks(material: Material, found: Agreement, *, kappa: bool = False) -> Iterator[Block]:
    """The agreement on each code that anybody has used, and how many lie below the usual bounds."""
    if told := [one for one in found.codes if one.units]:
        yield _table(material, told, kappa and len(found.overall.coders) == 2)
        yield paragraph(_tally(told))


def _table(material: Material, told: list[CodeAgreement], kappa: bool) -> Table:
    of_two = (_("Cohen’s kappa"),) if kappa else ()
    return Table(
        name=_("Agreement"),
        caption=_("Agreement by code"),
        about=_("A row for each code: alpha and AC1 with intervals, how common it is, in how many turns, and a flag."),
        columns=(
            *(_("Code"), _("Alpha"), _("AC1"), *of_two),
            *(_("Prevalence"), _("Turns with the code"), _("Of these agreed"), _("To be aware of")),
        ),
        rows=tuple(_row(material, one, kappa) for one in told),
        widths=(7, 4, 4, *(2 for _kappa in of_two), 2, 2, 2, 5),
    )


def _row(material: Material, one: CodeAgreement, kappa: bool) -> tuple[Cell, ...]:
    return row(
        label(material.codebook[one.code]),
        coefficient(one.alpha, one.interval),
        coefficient(one.ac1, one.ac1_interval),
        *([coefficient(float("nan") if one.kappa is None else one.kappa)] if kappa else []),
        cell(one.prevalence, text=_share(one.prevalence)),
        one.units,
        one.agreed,
        flag(one.alpha),
    )


def _share(share: float) -> str:
    return percent(share) if share >= 0.01 else _("below {share}").format(share=percent(0.01))


def flag(alpha: float) -> str:
    """What an alpha below Krippendorff's (2004) bounds means; empty above them.

    Examples
    --------
    >>> flag(0.5), flag(0.7), flag(0.8)
    ('below 0.667: not to be relied on', 'below 0.8: tentative', '')
    """
    if alpha != alpha:
        return _("all coders gave it everywhere or nowhere")
    if alpha < TENTATIVE:
        return _("below {bound}: not to be relied on").format(bound=decimal(TENTATIVE, 3))
    return _("below {bound}: tentative").format(bound=decimal(RELY, 1)) if alpha < RELY else ""


def _tally(told: list[CodeAgreement]) -> str:
    low, middle = sum(one.alpha < TENTATIVE for one in told), sum(TENTATIVE <= one.alpha < RELY for one in told)
    return _("{low} of {codes} lie below {tentative}, {middle} between that and {rely} (Krippendorff 2004).").format(
        low=integer(low),
        codes=count(len(told), "code", "codes"),
        tentative=decimal(TENTATIVE, 3),
        middle=integer(middle),
        rely=decimal(RELY, 1),
    )


def _of_configurations(found: ConfigurationAgreement) -> str:
    return _(
        "{matched} of configurations match one of another coder’s; {polarity} of {pairs} have the same polarity."
    ).format(
        matched=percent(found.matched),
        polarity=integer(found.same_polarity),
        pairs=count(len(found.pairs), "pair", "pairs"),
    )
