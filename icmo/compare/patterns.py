"""Patterns: groups that lie wholly apart, every municipality of one above or below all the others, and sturdily so.

Sturdy means that no single coding decision undoes it: the group still lies apart when any one municipality is given
one citation less or one more. One municipality's one citation against none elsewhere is therefore not apart. (The
fragility index of Walsh et al. 2014 asks the same of trials: how many events would have to turn out otherwise?)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from icmo.compare.labelings import Labelings

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

_SAME = 1e-12  # shares that differ by less are the same share


@dataclass(frozen=True)
class Pattern:
    """One group that lies wholly above or below all other municipalities, with the medians on either side."""

    group: str
    above: bool
    median: float
    others: float


def pattern(values: Floats, one: Floats, groups: Sequence[str]) -> Pattern | None:
    """The first group that lies wholly and sturdily apart on a measure.

    Parameters
    ----------
    values : one per municipality
    one : what one citation is worth on this measure, per municipality (of a share: 1 / all its citations)
    groups : each municipality's group

    Examples
    --------
    >>> pattern(np.array([5.0, 6, 1, 3]), np.ones(4), ["a", "a", "b", "b"])
    Pattern(group='a', above=True, median=5.5, others=2.0)
    >>> pattern(np.array([1.0, 1, 0, 0]), np.ones(4), ["a", "a", "b", "b"])
    """
    for name in dict.fromkeys(groups):
        inside = np.array([group == name for group in groups])
        if _lies_apart(values[None, :], one, inside)[0]:
            median, others = float(np.median(values[inside])), float(np.median(values[~inside]))
            return Pattern(name, median > others, median, others)
    return None


def by_chance(values: Floats, one: Floats, ways: Labelings) -> NDArray[np.int64]:
    """In how many rows some group lies apart, for each way to deal the municipalities out.

    Parameters
    ----------
    values : rows × municipalities
    one : per municipality
    """
    known: dict[bytes, Flags] = {}  # the same group comes up in many divisions
    found = np.zeros((len(ways.labels), len(values)), dtype=np.int64)
    for number, labels in enumerate(ways.labels):
        for group in range(len(ways.sizes)):
            inside = labels == group
            key = inside.tobytes()
            if key not in known:
                known[key] = _lies_apart(values, one, inside)
            found[number] |= known[key]
    total: NDArray[np.int64] = found.sum(axis=1)
    return total


def _lies_apart(values: Floats, one: Floats, inside: Flags) -> Flags:
    """For each row whether the municipalities inside lie apart from those outside."""
    less, more = values - one, values + one
    above = _over(less, values, inside) & _over(values, more, inside)
    below = _over(less, values, ~inside) & _over(values, more, ~inside)
    either: Flags = above | below
    return either


def _over(values: Floats, others: Floats, inside: Flags) -> Flags:
    over: Flags = values[:, inside].min(axis=1) > others[:, ~inside].max(axis=1) + _SAME
    return over
