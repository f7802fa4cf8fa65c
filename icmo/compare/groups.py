"""Groups of municipalities for a test. The municipality is the unit: its interviews stay together."""

from __future__ import annotations

from icmo.compare.variables import groups as by_value
from icmo.compare.variables import interviewed
from icmo.errors import InvalidError
from icmo.i18n import _
from icmo.models import Material

_OF_INTERVIEWS = ("informant_type", "transcript", "role", "target_group")


def groups(material: Material, name: str, *, at: float | None = None) -> dict[str, str]:
    """Which group each municipality belongs to, by a case variable.

    Parameters
    ----------
    material : only municipalities with transcripts are grouped
    name : the variable's name; a number with more than four values is cut at its median
    at : where to cut a number instead, which it had better be decided before looking

    Returns
    -------
    {municipality: group}, group by group in their order

    Raises
    ------
    NotFoundError
        No case has that variable.
    InvalidError
        It belongs to interviews rather than municipalities, municipalities lack it (all are named), it gives only one
        group, or words are to be cut at a number.
    """
    if name in _OF_INTERVIEWS and not any(name in case.variables for case in material.cases):
        raise InvalidError(
            _("“{name}” divides interviews, not municipalities: such groups are not independent.").format(name=name),
            _("Test by a variable of municipalities; in a matrix the interviews may stand side by side."),
        )
    known = interviewed(material, name)
    if known.missing:
        raise InvalidError(
            _("“{name}” is not known for {municipalities}.").format(name=name, municipalities=", ".join(known.missing)),
            _("Bring it in from a table with a row per municipality."),
        )
    divided = by_value(known, at=at)
    if len(divided) < 2:
        raise InvalidError(
            _("“{name}” puts all municipalities in one group.").format(name=name),
            _("A comparison needs two groups or more. A number can be cut elsewhere than at its median."),
        )
    return {place: group for group, places in divided.items() for place in places}
