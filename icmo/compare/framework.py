"""The framework matrix (Ritchie & Spencer 1994): codes by cases, each cell a written summary with its quotes.

A code stands for those below it, so a quote can stand both in a code's row and in that of its parent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from icmo.compare.asked import Answer, answers, words
from icmo.compare.codes import named, told_by_group
from icmo.compare.grouping import MUNICIPALITY, Grouping, grouping
from icmo.compare.quotes import Evidence, evidence_of, in_words
from icmo.errors import InvalidError
from icmo.i18n import _, current
from icmo.models import Code, Coding, Kind, Material, Summary


@dataclass(frozen=True)
class Cell:
    """What one case says about one code: the summary, whether it is older than its evidence, and the evidence."""

    code: str
    case: str
    answer: Answer
    evidence: Evidence
    summary: Summary | None = None
    stale: bool = False

    @property
    def counts(self) -> str:
        """The evidence in numbers, or what the silence means."""
        if not self.evidence:
            return words(self.answer)
        return in_words(self.evidence.counts)

    @property
    def text(self) -> str:
        """The cell in words: summary, counts, and whether there is evidence that the summary has not seen."""
        changed = _("There are codings newer than the summary.") if self.stale else ""
        return "\n".join(part for part in (self.summary.text if self.summary else "", self.counts, changed) if part)


@dataclass(frozen=True)
class Framework:
    """A matrix of cells by code and case; `cases` are labels by id, in the order of the columns."""

    by: str
    codes: tuple[Code, ...]
    cases: Mapping[str, str]
    cells: Mapping[tuple[str, str], Cell]

    def cell(self, code: str, case: str) -> Cell:
        """The cell of a code and a case."""
        return self.cells[code, case]

    def rows(self) -> list[list[str]]:
        """The matrix as a plain table: a row of headings, then a row per code; no cell is empty."""
        heading = [_("Code"), *self.cases.values()]
        return [
            heading,
            *([_label(code), *(self.cell(code.id, case).text for case in self.cases)] for code in self.codes),
        ]


def framework(
    material: Material,
    *,
    codes: Iterable[str] | None = None,
    kinds: Iterable[Kind] = (),
    below: str | None = None,
    by: str = MUNICIPALITY,
) -> Framework:
    """The framework matrix of a project.

    Parameters
    ----------
    codes : the ids of the codes that make the rows, in this order
    kinds : else all codes of these kinds
    below : else the children of this code; with none of the three, every code that bears a coding or a summary
    by : what makes the columns: "municipality", "transcript", "informant_type" or "variable:NAME"

    Raises
    ------
    NotFoundError, InvalidError
        A code or variable that is not there; two ways of choosing the rows; nothing can be compared by that.
    """
    chosen = _chosen(material, codes, tuple(kinds), below)
    groups = grouping(material, by)
    ids = [code.id for code in chosen]
    codings, said = told_by_group(material, ids, groups.of), answers(material, ids, by=groups)
    written = _summaries(material, groups)
    cells = {
        place: _cell(material, place, said[place], codings.get(place, []), written.get(place))
        for place in ((code, case) for code in ids for case in groups.groups)
    }
    return Framework(by, chosen, groups.labels, cells)


def _cell(
    material: Material, place: tuple[str, str], answer: Answer, codings: list[Coding], summary: Summary | None
) -> Cell:
    stale = summary is not None and any(coding.at > summary.at for coding in codings)
    return Cell(*place, answer, evidence_of(material, codings), summary, stale)


def _summaries(material: Material, groups: Grouping) -> dict[tuple[str, str], Summary]:
    """The newest summary of each cell; its case is named by the id of the case or by its name."""
    ids = {label: case for case, label in groups.labels.items()} | {case: case for case in groups.groups}
    if groups.by == MUNICIPALITY:
        ids |= {case.guid: case.name for case in material.cases}
    in_time = sorted(material.summaries, key=lambda one: one.at)
    return {(one.code, ids[one.case]): one for one in in_time if one.case in ids}


def _chosen(
    material: Material, codes: Iterable[str] | None, kinds: tuple[Kind, ...], below: str | None
) -> tuple[Code, ...]:
    book = material.codebook
    if sum((codes is not None, bool(kinds), below is not None)) > 1:
        raise InvalidError(_("The rows are chosen in more than one way."), _("Name codes, kinds or one parent code."))
    if below is not None:
        (parent,) = named(book, [below])
        return tuple(code for code in book.codes if code.parent == parent.id)
    if codes is not None:
        return named(book, codes)
    used = {coding.code for coding in material.codings} | {summary.code for summary in material.summaries}
    return book.of_kind(*kinds) if kinds else tuple(code for code in book.codes if code.id in used)


def _label(code: Code) -> str:
    return code.label.text(current())
