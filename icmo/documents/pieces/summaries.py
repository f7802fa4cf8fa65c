"""What evaluators have summed up in the framework matrix, as lines of a list."""

from __future__ import annotations

from collections.abc import Iterator

from icmo.documents.model import Line, bold, line
from icmo.documents.pieces.telling import Telling
from icmo.models import Summary, danish_order
from icmo.naming import label


def summary_lines(telling: Telling, code: str) -> list[Line]:
    """``Egeholm: …``: the newest summary of a code from each case, in Danish order."""
    newest = {case: one for (its, case), one in _newest(telling).items() if its == code}
    return [line(bold(f"{case}: "), newest[case].text) for case in sorted(newest, key=danish_order)]


def summaries_of(telling: Telling, case: str) -> Iterator[tuple[str, Summary]]:
    """The label of each code that is summed up for a case, with the newest summary, in the code book’s order."""
    newest = _newest(telling)
    for code in telling.material.codebook.codes:
        if (code.id, case) in newest:
            yield label(code), newest[code.id, case]


def _newest(telling: Telling) -> dict[tuple[str, str], Summary]:
    """By code and the case’s name; a summary names its case by its GUID or by its name."""
    names = {case.guid: case.name for case in telling.material.cases}
    in_time = sorted(telling.material.summaries, key=lambda one: one.at)
    return {(one.code, names.get(one.case, one.case)): one for one in in_time}
