"""Which codes need a better rule: those on which coders agree too little, or differ most often."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from icmo.agreement.disagreements import Disagreement
from icmo.agreement.project import TENTATIVE, Agreement, CodeAgreement
from icmo.models import Codebook

ENOUGH = 10  # units with the code, for its alpha to be worth reading
OFTEN, MOST = 5, 3  # disagreements at least, and how many codes are named for having most of them


@dataclass(frozen=True)
class WeakCode:
    """A code that needs a better rule: its alpha is `low`, or coders differ on it `often`.

    Its disagreements are those on the code itself, in the order of the material.
    """

    code: str
    agreement: CodeAgreement
    low: bool
    often: bool
    disagreements: tuple[Disagreement, ...]


def weak_codes(book: Codebook, found: Agreement, differing: Sequence[Disagreement]) -> tuple[WeakCode, ...]:
    """The codes that need a better rule, those with most disagreements first, then in the order of the book.

    A code is one when its alpha is below `TENTATIVE` with at least `ENOUGH` units, or when it is among the `MOST` codes
    with most disagreements, and has `OFTEN` at least. One of which coders differ on nothing but the codes below it is
    none.
    """
    about: dict[str, list[Disagreement]] = defaultdict(list)
    for one in differing:
        for code in one.codes:
            about[code].append(one)
    place = {code.id: number for number, code in enumerate(book.codes)}
    in_order = sorted(about, key=lambda code: (-len(about[code]), place.get(code, len(place)), code))
    often = {code for code in in_order[:MOST] if len(about[code]) >= OFTEN}
    known = {one.code: one for one in found.codes}
    judged = (
        WeakCode(code, known[code], _is_low(known[code]), code in often, tuple(about[code]))
        for code in in_order
        if code in known
    )
    return tuple(one for one in judged if one.low or one.often)


def _is_low(one: CodeAgreement) -> bool:
    return one.alpha < TENTATIVE and one.units >= ENOUGH
