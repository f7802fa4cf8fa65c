"""Codes with those below them: a code stands for them wherever it is told of, counted and asked about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from icmo.errors import NotFoundError
from icmo.i18n import _
from icmo.models import Code, Codebook, Coding, Material


def named(book: Codebook, ids: Iterable[str]) -> tuple[Code, ...]:
    """The codes of these ids, each once.

    Raises
    ------
    NotFoundError
        Some are not in the code book: all of them named.
    """
    wanted = list(dict.fromkeys(ids))
    if unknown := [code for code in wanted if code not in book]:
        raise NotFoundError(
            _("Not in the code book: {codes}.").format(codes=", ".join(unknown)),
            _("`icmo codebook show` lists the codes."),
        )
    return tuple(book[code] for code in wanted)


def told(material: Material, codes: Iterable[str]) -> dict[str, list[Coding]]:
    """The codings that tell of each code: those with it and those with a code below it."""
    wanted = set(codes)
    tells_of = {code.id: wanted.intersection(material.codebook.lineage(code.id)) for code in material.codebook.codes}
    found: dict[str, list[Coding]] = defaultdict(list)
    for coding in material.codings:
        for code in tells_of[coding.code]:
            found[code].append(coding)
    return found


def told_by_group(
    material: Material, codes: Iterable[str], group_of: Mapping[str, str]
) -> dict[tuple[str, str], list[Coding]]:
    """The codings that tell of each code, by code and group; `group_of` has the group of each transcript (GUID)."""
    found: dict[tuple[str, str], list[Coding]] = defaultdict(list)
    for code, codings in told(material, codes).items():
        for coding in codings:
            found[code, group_of[coding.transcript]].append(coding)
    return found
