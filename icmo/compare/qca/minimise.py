"""Boolean minimisation: the prime implicants of Quine and McCluskey, and every smallest set of them that covers.

An implicant is a row of 0 (absent), 1 (present) and 2 (does not matter), a column per condition.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice, product

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

from icmo.compare.qca.expressions import DASH

Bools = NDArray[np.bool_]
Implicant = tuple[int, ...]
Cover = tuple[Implicant, ...]


def minimal_covers(positive: Bools, allowed: Bools, *, at_most: int) -> list[Cover]:
    """Every cover of the positive rows by the smallest number of prime implicants, at most so many.

    Parameters
    ----------
    positive, allowed : arrays, shape (2**k,)
        The rows that must be covered, and those that may be (the positive ones among them). The first condition is
        the highest bit of a row's number.

    Notes
    -----
    A cover is minimal when no other has fewer implicants, whatever the number of their literals. Implicants that
    another dominates in the chart are kept. Both are the defaults of R's QCA (``all.sol = FALSE``,
    ``row.dom = FALSE``).

    Examples
    --------
    >>> xor = np.array([False, True, True, False])
    >>> minimal_covers(xor, xor, at_most=10)
    [((1, 0), (0, 1))]
    """
    implicants = prime_implicants(allowed)
    rows = configurations(implicants.shape[1])[positive]
    alike: dict[int, list[Implicant]] = defaultdict(list)
    for implicant, covered in zip(implicants, _covers(implicants, rows), strict=True):
        if covered.any():
            alike[_bits(covered)].append(tuple(map(int, implicant)))
    sets = sorted(alike, key=lambda one: (-one.bit_count(), one))  # large ones first: covers are found sooner
    chosen = islice(smallest_covers(sets, len(rows)), at_most)
    expanded = (choice for cover in chosen for choice in product(*(alike[sets[i]] for i in cover)))
    return sorted((tuple(sorted(one, key=reading_order)) for one in islice(expanded, at_most)), key=_model_order)


def prime_implicants(allowed: Bools) -> NDArray[np.int64]:
    """All implicants within the allowed rows that cannot lose a literal, shape (p, k).

    Every one of the 3**k combinations is looked at, a condition at a time: without its literal, an implicant holds
    where it holds both with 0 and with 1.
    """
    k = allowed.size.bit_length() - 1
    holds = allowed.reshape((2,) * k)
    for axis in range(k):
        holds = np.concatenate([holds, holds.all(axis=axis, keepdims=True)], axis=axis)
    prime = holds.copy()
    for axis in range(k):
        np.moveaxis(prime, axis, 0)[:DASH] &= ~np.moveaxis(holds, axis, 0)[DASH]
    return np.argwhere(prime)


def configurations(k: int) -> NDArray[np.int64]:
    """All rows of a truth table with k conditions, shape (2**k, k), in the order of binary numbers."""
    return (np.arange(2**k)[:, None] >> np.arange(k)[::-1]) & 1


def rows_of(implicant: Sequence[int]) -> Bools:
    """The rows that an implicant covers, shape (2**k,)."""
    covered: Bools = _covers(np.asarray([implicant]), configurations(len(implicant)))[0]
    return covered


@cache
def reading_order(implicant: Sequence[int]) -> tuple[int, ...]:
    """A key that puts present before absent before “does not matter”, a condition at a time."""
    return tuple((1, 0, 2)[value] for value in implicant)


def _model_order(cover: Cover) -> tuple[int, tuple[tuple[int, ...], ...]]:
    return sum(value != DASH for one in cover for value in one), tuple(map(reading_order, cover))


def _covers(implicants: NDArray[np.int64], rows: NDArray[np.int64]) -> Bools:
    """Which implicant covers which row, shape (p, r)."""
    matches: Bools = np.ones((len(implicants), len(rows)), dtype=bool)
    for values, wanted in zip(implicants.T, rows.T, strict=True):
        matches &= (values[:, None] == DASH) | (values[:, None] == wanted)
    return matches


def _bits(chosen: Bools) -> int:
    return sum(1 << int(i) for i in np.flatnonzero(chosen))


def smallest_covers(sets: Sequence[int], size: int) -> Iterator[tuple[int, ...]]:
    """Every choice of the fewest sets that together hold all elements 0 … size−1; sets are bit masks.

    Examples
    --------
    >>> list(smallest_covers([0b011, 0b110, 0b101], 3))
    [(0, 1), (0, 2), (1, 2)]
    """
    holders = [sum(1 << i for i, one in enumerate(sets) if one >> element & 1) for element in range(size)]
    holders = _hardest(holders)
    return (tuple(sorted(cover)) for cover in _search(holders, (1 << len(sets)) - 1, _fewest(holders, len(sets))))


def _fewest(holders: Sequence[int], number: int) -> int:
    """How many of so many sets a smallest cover has: an integer programme, faster than trying."""
    held = np.array([[one >> i & 1 for i in range(number)] for one in holders])
    solved = milp(
        np.ones(number), constraints=LinearConstraint(held, lb=1), integrality=np.ones(number), bounds=Bounds(0, 1)
    )
    return round(float(solved.fun))


def _hardest(holders: Sequence[int]) -> list[int]:
    """The elements (as masks of the sets that hold them) without those that are held whenever another one is."""
    kept: list[int] = []
    for one in sorted(set(holders), key=int.bit_count):
        if not any(other & one == other for other in kept):
            kept.append(one)
    return kept


def _at_least(holders: Sequence[int]) -> int:
    """A number of sets that no cover can do without: elements of which no set holds two."""
    taken = number = 0
    for one in sorted(holders, key=int.bit_count):
        if not one & taken:
            taken |= one
            number += 1
    return number


def _search(holders: list[int], free: int, budget: int) -> Iterator[tuple[int, ...]]:
    """The covers of at most `budget` of the free sets, each once; `holders` are the elements still to cover."""
    if not holders:
        yield ()
        return
    holders = [one & free for one in holders]
    hardest = min(holders, key=int.bit_count)
    if not hardest or _at_least(holders) > budget:
        return
    while hardest:
        chosen = hardest & -hardest
        hardest ^= chosen
        free ^= chosen  # a cover that holds an earlier one of these was found with that
        left = [one for one in holders if not one & chosen]
        for rest in _search(left, free, budget - 1):
            yield (chosen.bit_length() - 1, *rest)
