"""Silence told apart: not asked, asked and not mentioned, not mentioned with no knowing whether it was asked.

The project's guide says which codes each kind of informant is asked about. A code stands for those below it; who is
asked about a code below is asked about part of this one, so that "not asked" is said only where nobody asked at all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from enum import StrEnum

from icmo.compare.codes import told_by_group
from icmo.compare.grouping import MUNICIPALITY, Grouping, grouping
from icmo.i18n import _
from icmo.models import Codebook, InformantType, Material, danish_order


class Answer(StrEnum):
    """What a municipality, or another group of interviews, has to say of a code."""

    TOLD = "told"
    NOT_MENTIONED = "not_mentioned"
    UNKNOWN = "unknown"
    NOT_ASKED = "not_asked"
    NO_INTERVIEW = "no_interview"


def words(answer: Answer) -> str:
    """An answer as a reader of a table reads it.

    Examples
    --------
    >>> words(Answer.NOT_MENTIONED), words(Answer.UNKNOWN)
    ('asked, not mentioned', 'not mentioned (not known whether it was asked)')
    """
    return {
        Answer.TOLD: _("told of"),
        Answer.NOT_MENTIONED: _("asked, not mentioned"),
        Answer.UNKNOWN: _("not mentioned (not known whether it was asked)"),
        Answer.NOT_ASKED: _("not asked"),
        Answer.NO_INTERVIEW: _("no interview"),
    }[answer]


def answer(material: Material, code: str, municipality: str) -> Answer:
    """What a municipality says of a code; see `answers`."""
    return answers(material, [code]).get((code, municipality), Answer.NO_INTERVIEW)


def answers(
    material: Material, codes: Iterable[str], *, by: str | Grouping = MUNICIPALITY
) -> dict[tuple[str, str], Answer]:
    """What every group says of each code.

    Parameters
    ----------
    codes : code ids of the project's code book
    by : how interviews are grouped (see `icmo.compare.grouping`); with "municipality", cases without an interview
        have an answer too

    Returns
    -------
    dict
        By code and group: TOLD where there is evidence, asked for or not; NOT_MENTIONED where at least one interview
        asks about it; NOT_ASKED where the guide of every interview is known and none asks; else UNKNOWN.
    """
    chosen = list(dict.fromkeys(codes))
    groups = by if isinstance(by, Grouping) else grouping(material, by)
    heard = told_by_group(material, chosen, groups.of)
    asking, types = _asking(material.codebook, material.guide), _types(material, groups)
    made = {
        (code, group): Answer.TOLD if (code, group) in heard else _silence(types[group], asking, code)
        for code in chosen
        for group in groups.groups
    }
    silent = sorted({case.name for case in material.cases} - set(groups.groups), key=danish_order)
    if groups.by == MUNICIPALITY:
        made |= {(code, name): Answer.NO_INTERVIEW for code in chosen for name in silent}
    return made


def together(found: Iterable[Answer]) -> Answer:
    """What is said of any of several codes: one that is told of is enough, "not asked" must hold for all.

    Examples
    --------
    >>> together([Answer.NOT_ASKED, Answer.NOT_MENTIONED])
    <Answer.NOT_MENTIONED: 'not_mentioned'>
    """
    order = list(Answer)
    return min(found, key=order.index, default=Answer.UNKNOWN)


def _silence(types: set[InformantType | None], asking: Mapping[str, set[str]], code: str) -> Answer:
    if any(code in asking.get(one or "", ()) for one in types):
        return Answer.NOT_MENTIONED
    return Answer.NOT_ASKED if all(one in asking for one in types) else Answer.UNKNOWN


def _asking(book: Codebook, guide: Mapping[str, Iterable[str]]) -> dict[str, set[str]]:
    """The codes that each kind of informant is asked about, wholly or in part; an empty guide says nothing."""
    asked = {name: {code for code in codes if code in book} for name, codes in guide.items()}
    above = {name: {one for code in codes for one in book.lineage(code)} for name, codes in asked.items()}
    return {
        name: above[name] | {one.id for one in book.codes if codes.intersection(book.lineage(one.id))}
        for name, codes in asked.items()
        if codes
    }


def _types(material: Material, groups: Grouping) -> dict[str, set[InformantType | None]]:
    found: dict[str, set[InformantType | None]] = defaultdict(set)
    for one in material.transcripts:
        found[groups.of[one.guid]].add(one.informant_type)
    return found
