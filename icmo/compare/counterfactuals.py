"""Which covers each kind of solution gives, by what it does with remainders: rows that no case tells of.

*Conservative* leaves them out, *parsimonious* uses every one that makes the solution shorter, *intermediate* only the
easy ones: those in which a condition is changed in the direction that is expected to further the outcome
(Ragin & Sonnett 2005; Ragin 2008, chapter 9).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from icmo.compare.expressions import DASH, literal
from icmo.compare.minimise import Cover, Implicant, minimal_covers, rows_of
from icmo.compare.truth_table import POSITIVE, REMAINDER, TruthTable
from icmo.errors import InvalidError
from icmo.i18n import _

CONSERVATIVE, PARSIMONIOUS, INTERMEDIATE = KINDS = ("conservative", "parsimonious", "intermediate")
FURTHERS, HINDERS, NO_EXPECTATION = ("1", "1.0", "True"), ("0", "0.0", "False"), ("-", "", "None")


def covers(table: TruthTable, *, kind: str, expected: Sequence[int], at_most: int) -> list[Cover]:
    """The minimal covers of one kind; `expected` holds 1, 0 or 2 (nothing) for each condition."""
    positive, remainder = table.is_out(POSITIVE), table.is_out(REMAINDER)
    if not positive.any():
        return []
    if kind == CONSERVATIVE:
        return minimal_covers(positive, positive, at_most=at_most)
    parsimonious = minimal_covers(positive, positive | remainder, at_most=at_most)
    if kind == PARSIMONIOUS:
        return parsimonious
    conservative = minimal_covers(positive, positive, at_most=at_most)
    found: dict[Cover, None] = {}
    for allowed in _easy(conservative, parsimonious, expected):
        found |= dict.fromkeys(minimal_covers(positive, positive | (allowed & remainder), at_most=at_most))
        if len(found) >= at_most:
            break
    return list(found)[:at_most]


def _easy(
    conservative: Sequence[Cover], parsimonious: Sequence[Cover], expected: Sequence[int]
) -> Iterator[NDArray[np.bool_]]:
    """The rows that easy counterfactuals reach, for each pair of models that reaches other ones."""
    # Many parsimonious models widen the terms in the same way: each way is followed once.
    terms = sorted({term for cover in conservative for term in cover})
    reached = {tuple(_reached(term, cover, expected) for term in terms) for cover in parsimonious}
    distinct = {
        frozenset(wider for term, wider in zip(terms, row, strict=True) if term in cover)
        for cover in conservative
        for row in reached
    }
    rows = {implicant: rows_of(implicant) for one in distinct for wider in one for implicant in wider}
    seen = set()
    for one in sorted(distinct, key=lambda chosen: sorted(map(sorted, chosen))):
        allowed = np.any([rows[implicant] for wider in one for implicant in wider], axis=0)
        if allowed.tobytes() not in seen:
            seen.add(allowed.tobytes())
            yield allowed


def _reached(term: Implicant, parsimonious: Cover, expected: Sequence[int]) -> frozenset[Implicant]:
    """A conservative term without the literals that the parsimonious terms above it lack and that are not expected."""
    wider = [one for one in parsimonious if all(p in (DASH, c) for c, p in zip(term, one, strict=True))]
    return frozenset(
        tuple(DASH if p == DASH and e != DASH and c != e else c for c, p, e in zip(term, one, expected, strict=True))
        for one in wider
    ) or frozenset({term})


def read_directions(directions: Mapping[str, int | str | None], conditions: Sequence[str]) -> tuple[int, ...]:
    """The expectations in the order of the conditions: 1, 0, or 2 for none.

    Raises
    ------
    InvalidError
        Directions for conditions that are not there, or other values than 1, 0 and ``-``.
    """
    named = dict(map(literal, conditions))
    expected: dict[str, int] = {}
    problems = []
    for key, value in directions.items():
        name, present = literal(key)
        said = str(value).strip()
        if name not in named:
            problems.append(_("There is a direction for {name}, which is no condition.").format(name=name))
        elif said in (*FURTHERS, *HINDERS):
            expected[name] = int((said in FURTHERS) == (present == named[name]))
        elif said not in NO_EXPECTATION:
            problems.append(_("The direction of {name} is “{value}”.").format(name=name, value=value))
    if problems:
        raise InvalidError(
            "\n".join(problems),
            _("Write 1 where the condition furthers the outcome, 0 where its absence does, - for neither."),
        )
    return tuple(expected.get(name, DASH) for name in named)
