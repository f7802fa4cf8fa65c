"""Where codes meet, and how closely: the turns that their passages reach into, and what share of these is common."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from icmo.evidence import Stretch
from icmo.models import Material, Transcript

Turn = tuple[str, int]  # a transcript (GUID) and the number of a turn in it


def by_turn(material: Material, stretches: Iterable[Stretch]) -> dict[Turn, list[Stretch]]:
    """The united stretches of a code by all turns that they reach into, as a search in turns has it."""
    found: dict[Turn, list[Stretch]] = defaultdict(list)
    for one in stretches:
        for number in _turns(material.transcript_by_guid[one.transcript], one):
            found[one.transcript, number].append(one)
    return found


def coefficient(n1: int, n2: int, n12: int) -> float:
    """The c-coefficient n12 / (n1 + n2 − n12) of two codes with n1 and n2 units, n12 of them in common.

    Source: ATLAS.ti, code co-occurrence analysis; Jaccard (1912).

    Examples
    --------
    >>> round(coefficient(100, 10, 5), 4)
    0.0476
    """
    return n12 / (n1 + n2 - n12)


def _turns(source: Transcript, one: Stretch) -> range:
    """The numbers of the turns in which a stretch has a character, else that of the turn before it."""
    first, last = source.turn_number(one.start), source.turn_number(one.end - 1)
    begins_between = first < last and (not first or source.turns[first - 1].end <= one.start)
    return range(first + begins_between, last + 1)
