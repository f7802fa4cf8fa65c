"""Whole ways through configurations, from intervention by context and mechanism to outcome, and who tells them."""

from __future__ import annotations

from collections import defaultdict
from itertools import product

from icmo.graph.links import by_role
from icmo.i18n import current
from icmo.models import Coding, Material, Role

WholePath = tuple[str, str, str, str, int]  # the labels of I, C, M and O, empty where untold; transcripts
ROLES = (Role.I, Role.C, Role.M, Role.O)


def whole_paths(material: Material, *, most: int = 40) -> list[WholePath]:
    """The ways that most transcripts tell, the best told first; a way needs two of its four places.

    A transcript tells a way when one of its parts lies in it.
    """
    told: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for one in material.configurations:
        found = by_role(one, material)
        places: list[list[Coding | None]] = [[*found[role]] or [None] for role in ROLES]
        for way in product(*places):
            codings = [coding for coding in way if coding]
            if len(codings) > 1:
                codes = tuple(coding.code if coding else "" for coding in way)
                told[codes] |= {coding.transcript for coding in codings}
    ranked = sorted(told.items(), key=lambda item: (-len(item[1]), item[0]))[:most]
    return [(*_labels(material, way), len(sources)) for way, sources in ranked]


def _labels(material: Material, way: tuple[str, ...]) -> tuple[str, str, str, str]:
    i, c, m, o = (material.codebook[code].label.text(current()) if code else "" for code in way)
    return i, c, m, o
