"""The ways to deal municipalities out to groups: all of them when they are few, else many drawn with a seed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from math import factorial, prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from icmo.errors import InvalidError
from icmo.i18n import _

ENUMERATE = 20_000  # at most so many labelings are all gone through


@dataclass(frozen=True)
class Labelings:
    """The ways to deal municipalities out to groups of fixed sizes: one row each, the observed one first when drawn.

    `smallest` is the least p value that they allow: groups of the same size may swap names and be the same division.
    """

    labels: NDArray[np.int64]
    sizes: tuple[int, ...]
    exact: bool
    smallest: float

    def p(self, reached: NDArray[np.int64]) -> Any:
        """The p value when so many labelings reach what was observed, itself among them: b/m, or (b+1)/(m+1)."""
        return reached / len(self.labels)


def labelings(groups: Sequence[str], *, permutations: int = 9_999, seed: int = 0) -> Labelings:
    """Every way to deal the municipalities out to groups of these sizes, or many of them drawn with a seed.

    Raises
    ------
    InvalidError
        Fewer than two groups.
    """
    names = sorted(set(groups))
    if len(names) < 2:
        raise InvalidError(_("A comparison needs two groups or more, each with a municipality that has evidence."))
    observed = np.array([names.index(name) for name in groups])
    sizes = tuple(np.bincount(observed).tolist())
    number = factorial(len(groups)) // prod(map(factorial, sizes))
    if number <= ENUMERATE:
        return Labelings(_every_labeling(sizes), sizes, True, _swaps(sizes) / number)
    drawn = np.random.default_rng(seed).permuted(np.tile(observed, (permutations, 1)), axis=1)
    return Labelings(np.vstack([observed, drawn]), sizes, False, max(1 / (permutations + 1), _swaps(sizes) / number))


def _swaps(sizes: tuple[int, ...]) -> int:
    return prod(map(factorial, Counter(sizes).values()))


@lru_cache(maxsize=16)
def _every_labeling(sizes: tuple[int, ...]) -> NDArray[np.int64]:
    return np.array(list(_deal(sizes, 0, frozenset(range(sum(sizes))), (0,) * sum(sizes))))


def _deal(
    sizes: tuple[int, ...], group: int, left: frozenset[int], dealt: tuple[int, ...]
) -> Iterator[tuple[int, ...]]:
    if group == len(sizes):
        yield dealt
        return
    for chosen in map(frozenset, combinations(sorted(left), sizes[group])):
        further = tuple(group if place in chosen else label for place, label in enumerate(dealt))
        yield from _deal(sizes, group + 1, left - chosen, further)
