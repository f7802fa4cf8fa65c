"""What people ask of a project's agreement: between whom, with which distance, on where codes begin and end."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Literal

from icmo.agreement.project import Agreement, agreement_of, human_machine
from icmo.agreement.project_units import sections, units
from icmo.agreement.readers import being_coded, readers
from icmo.agreement.unitizing_2004 import alpha_u_2004
from icmo.agreement.unitizing_2016 import alpha_u_2016
from icmo.errors import InvalidError, NotFoundError
from icmo.i18n import _
from icmo.models import Material, Suggestion, Transcript

Version = Literal["2004", "2016"]


def between_coders(
    material: Material,
    *,
    unit: str = "turn",
    difference: str = "masi",
    codes: Collection[str] | None = None,
    coders: Collection[str] | None = None,
) -> Agreement | None:
    """Agreement between coders (these, or all), with a distance between sets of codes: "masi" or "jaccard".

    Raises
    ------
    InvalidError, NotFoundError
        A unit of another name; a code that is not in the code book; a coder who has coded nothing.
    """
    _check_coders(material, coders)
    return agreement_of(material, unit=unit, codes=codes, coders=coders, difference=difference)


def with_suggestions(
    material: Material,
    suggestions: Sequence[Suggestion],
    *,
    unit: str = "turn",
    difference: str = "masi",
    codes: Collection[str] | None = None,
    coders: Collection[str] | None = None,
) -> Agreement | None:
    """Agreement between one coder (or all as one) and the suggestion engine (`icmo.agreement.human_machine`).

    Raises
    ------
    InvalidError, NotFoundError
        As for `between_coders`; more than one coder.
    """
    _check_coders(material, coders)
    if coders and len(coders) > 1:
        raise InvalidError(
            _("Suggestions are compared with one coder, or with all as one."), _("Name one coder, or none.")
        )
    coder = next(iter(coders or ()), None)
    return human_machine(material, suggestions, coder=coder, unit=unit, codes=codes, difference=difference)


def unitized(
    material: Material,
    version: Version,
    *,
    codes: Collection[str] | None = None,
    coders: Collection[str] | None = None,
) -> dict[str, float]:
    """For each code the agreement on where it begins and ends: αU (2004) or uα (2016), characters as the continuum.

    Only transcripts that all coders have read are compared; NaN where there is none.
    """
    found = units(material, unit="character", codes=codes, coders=coders)
    if not found.read.all(axis=0).any():
        return dict.fromkeys(found.codes, float("nan"))
    return {code: _unitized(*sections(found, code), version) for code in found.codes}


def being_coded_blind(material: Material) -> tuple[Transcript, ...]:
    """The transcripts of open rounds, which no agreement tells of until the round is closed."""
    blind = being_coded(material)
    return tuple(one for one in material.transcripts if one.guid in blind)


def _unitized(observers: list[list[tuple[object, int, int]]], length: int, version: Version) -> float:
    return alpha_u_2004(observers, 0, length).alpha if version == "2004" else alpha_u_2016(observers, 0, length).u


def _check_coders(material: Material, coders: Collection[str] | None) -> None:
    known = sorted({one.coder for one in material.layers}.union(*readers(material).values()))
    if strange := sorted(set(coders or ()) - set(known)):
        raise NotFoundError(
            _("Nobody called “{name}” has coded anything that may be seen.").format(name=strange[0]),
            _("Choose among: {names}.").format(names=", ".join(known) or "–"),
        )
