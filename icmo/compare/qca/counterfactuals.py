"""Which covers each kind of solution gives, by what it does with remainders: rows that no case tells of.

*Conservative* leaves them out, *parsimonious* uses every one that makes the solution shorter, *intermediate* only the
easy ones: those in which a condition is changed in the direction that is expected to further the outcome
(Ragin & Sonnett 2005; Ragin 2008, chapter 9).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from icmo.compare.qca.expressions import DASH, literal
from icmo.compare.qca.minimise import Bools, Cover, Implicant, minimal_covers, rows_of
from icmo.compare.qca.truth_table import POSITIVE, REMAINDER, TruthTable
from icmo.errors import InvalidError
from icmo.i18n import _

CONSERVATIVE, PARSIMONIOUS, INTERMEDIATE = KINDS = ("conservative", "parsimonious", "intermediate")
MOST_WAYS = 100  # in which easy counterfactuals are combined; a few milliseconds each
FURTHERS, HINDERS, NO_EXPECTATION = ("1", "1.0", "True"), ("0", "0.0", "False"), ("-", "", "None")


def covers(table: TruthTable, *, kind: str, expected: Sequence[int], at_most: int) -> tuple[list[Cover], bool]:
    """The minimal covers of one kind, and whether these are all that there are.

    Parameters
    ----------
    expected : 1, 0 or 2 (nothing) for each condition
    at_most : so many covers are made; of intermediate ones, also no more ways than `MOST_WAYS` are followed
    """
    positive, remainder = table.is_out(POSITIVE), table.is_out(REMAINDER)
    if not positive.any():
        return [], True
    if kind == CONSERVATIVE:
        found = minimal_covers(positive, positive, at_most=at_most)
        return found, len(found) < at_most
    parsimonious = minimal_covers(positive, positive | remainder, at_most=at_most)
    if kind == PARSIMONIOUS:
        return parsimonious, len(parsimonious) < at_most
    conservative = minimal_covers(positive, positive, at_most=at_most)
    made: dict[Cover, None] = {}
    for followed, easy in enumerate(_easy(conservative, parsimonious, expected)):
        if len(made) >= at_most or followed == MOST_WAYS:
            return list(made)[:at_most], False
        made |= dict.fromkeys(minimal_covers(positive, positive | (easy & remainder), at_most=at_most))
    complete = max(len(made), len(conservative), len(parsimonious)) < at_most
    return list(made)[:at_most], complete


def _easy(conservative: Sequence[Cover], parsimonious: Sequence[Cover], expected: Sequence[int]) -> Iterator[Bools]:
    """The rows that easy counterfactuals reach, shape (2**k,): once for all pairs of models that reach the same."""
    terms = list(dict.fromkeys(term for cover in conservative for term in cover))
    reached = np.array([_reached_from(term, parsimonious, expected) for term in terms])  # term × model × bytes of rows
    number = {term: i for i, term in enumerate(terms)}
    seen = set()
    for cover in conservative:
        for rows in np.bitwise_or.reduce(reached[[number[term] for term in cover]], axis=0):
            if (key := rows.tobytes()) not in seen:
                seen.add(key)
                yield np.unpackbits(rows, count=2 ** len(expected)).astype(bool)


def _reached_from(term: Implicant, parsimonious: Sequence[Cover], expected: Sequence[int]) -> NDArray[np.uint8]:
    """The rows that a conservative term reaches with each parsimonious model, as packed bits: shape (models, bytes)."""
    wider = {
        one: np.packbits(rows_of(_widened(term, one, expected)))
        for one in dict.fromkeys(chain.from_iterable(parsimonious))
        if _lies_within(term, one)
    }
    own = [np.packbits(rows_of(term))]
    return np.array([np.bitwise_or.reduce([wider[o] for o in cover if o in wider] or own) for cover in parsimonious])


def _lies_within(term: Implicant, wider: Implicant) -> bool:
    return all(w in (DASH, t) for t, w in zip(term, wider, strict=True))


def _widened(term: Implicant, wider: Implicant, expected: Sequence[int]) -> Implicant:
    """A conservative term without the literals that the parsimonious one lacks and that go against expectation."""
    literals = zip(term, wider, expected, strict=True)
    return tuple(DASH if w == DASH and e != DASH and t != e else t for t, w, e in literals)


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
