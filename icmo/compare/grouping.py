"""What is compared: municipalities, transcripts, informant types, or the values of a case variable."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from icmo.compare.variables import groups, interviewed
from icmo.errors import InvalidError
from icmo.i18n import _
from icmo.models import InformantType, Material

MUNICIPALITY, TRANSCRIPT, INFORMANT_TYPE, VARIABLE = "municipality", "transcript", "informant_type", "variable:"
NOT_STATED = ""  # the group of what belongs nowhere, so that no evidence is lost


@dataclass(frozen=True)
class Grouping:
    """The groups in order with their labels, and the group of each transcript (by GUID)."""

    by: str
    labels: Mapping[str, str]
    of: Mapping[str, str]

    @property
    def groups(self) -> tuple[str, ...]:
        """The ids of the groups, in order; what belongs nowhere comes last."""
        return tuple(self.labels)


def grouping(material: Material, by: str = MUNICIPALITY) -> Grouping:
    """Which group each transcript belongs to.

    Parameters
    ----------
    by : "municipality", "transcript", "informant_type", or "variable:NAME"; a number with more than four values is
        cut at its median

    Raises
    ------
    InvalidError, NotFoundError
        Nothing can be compared by that, or no case has that variable.
    """
    if by == TRANSCRIPT:
        return Grouping(
            by, {t.guid: t.name for t in material.transcripts}, {t.guid: t.guid for t in material.transcripts}
        )
    if by == MUNICIPALITY:
        return _grouping(by, material.municipalities, {t.guid: t.municipality or "" for t in material.transcripts})
    if by == INFORMANT_TYPE:
        return _grouping(by, InformantType, {t.guid: t.informant_type or "" for t in material.transcripts})
    if by.startswith(VARIABLE):
        return _by_variable(material, by)
    raise InvalidError(
        _("Nothing can be compared by “{by}”.").format(by=by),
        _("Compare by {known}.").format(known=f"{MUNICIPALITY}, {TRANSCRIPT}, {INFORMANT_TYPE}, {VARIABLE}…"),
    )


def _by_variable(material: Material, by: str) -> Grouping:
    places_of = groups(interviewed(material, by.removeprefix(VARIABLE)))
    group_of = {place: group for group, places in places_of.items() for place in places}
    of = {t.guid: group_of.get(t.municipality or "", NOT_STATED) for t in material.transcripts}
    return _grouping(by, places_of, of)


def _grouping(by: str, groups: Iterable[str], of: Mapping[str, str]) -> Grouping:
    used = set(of.values())
    labels = {str(group): str(group) for group in groups if group in used}
    if NOT_STATED in used:
        labels[NOT_STATED] = _("not stated")
    return Grouping(by, labels, of)
