"""How far the coders agree, as the one line that every report says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from icmo.agreement.readers import layers
from icmo.consensus import progress
from icmo.documents.model import Cell, cell
from icmo.i18n import _, count, decimal, integer, ngettext, percent
from icmo.kept import kept
from icmo.models import Material

if TYPE_CHECKING:
    from icmo.agreement import Overall
    from icmo.agreement.bootstrap import Interval


@kept
def overall(material: Material) -> Overall | None:
    """The agreement over all codes; None when no transcript was coded by two."""
    from icmo import agreement

    return agreement.overall(material)


def agreement_line(material: Material) -> str:
    """Whether transcripts were coded by several, alpha with its interval, and how many disagreements are resolved.

    Empty when nothing is coded.
    """
    coders = people(material)
    if not coders:
        return ""
    if len(coders) == 1:
        return _("One coder has coded; agreement is not known.")
    found = overall(material)
    if found is None:
        return _("No transcript was coded by more than one coder; agreement is not known.")
    said = _("Agreement: {n} of {total} {transcripts} coded by two coders or more; {alpha}.").format(
        n=integer(len(found.transcripts)),
        total=integer(len(material.transcripts)),
        transcripts=ngettext("transcript was", "transcripts were", len(material.transcripts)),
        alpha=_alpha(found),
    )
    return f"{said} {_resolved(material)}" if material.resolutions else said


def people(material: Material) -> list[str]:
    """Those who have coded or read, by name: everybody but the layer of consensus."""
    done = {one.reader for made in material.rounds for one in made.assignments if one.done}
    return sorted({coding.coder for coding in layers(material)} | done)


def _resolved(material: Material) -> str:
    made = progress(material)
    return _("{resolved} of {n} are resolved together.").format(
        resolved=integer(made.resolved), n=count(made.disagreements, "disagreement", "disagreements")
    )


def _alpha(found: Overall) -> str:
    if found.alpha != found.alpha:
        return _("all turns bear the same codes, so that no coefficient can be calculated")
    said = _("Krippendorff’s alpha (MASI, turns) {alpha}").format(alpha=rounded(found.alpha))
    if found.interval is None:
        return said
    return _("{alpha} ({level} interval {low} to {high})").format(
        alpha=said,
        level=percent(0.95),
        low=rounded(found.interval.low),
        high=rounded(found.interval.high),
    )


def with_interval(value: float, interval: Interval | None) -> str:
    """``0.61 (0.58 to 0.63)``; empty where the value is not defined.

    Examples
    --------
    >>> with_interval(-0.001, None), with_interval(float("nan"), None)
    ('0.00', '')
    """
    if value != value:
        return ""
    if interval is None:
        return rounded(value)
    return _("{value} ({low} to {high})").format(
        value=rounded(value), low=rounded(interval.low), high=rounded(interval.high)
    )


def coefficient(value: float, interval: Interval | None = None) -> Cell:
    """A coefficient with its interval as a cell; one that is not defined says so."""
    text = with_interval(value, interval)
    if not text:
        return cell(_("not defined"))
    return cell(value if interval else round(value, 2) + 0.0, text=text)  # a spreadsheet writes −0.001 with its minus


def rounded(value: float) -> str:
    """Two decimals, and no minus before a zero."""
    return decimal(round(value, 2) + 0.0, 2)
