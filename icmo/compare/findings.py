"""What tells groups of municipalities apart, row by row, and what so few municipalities cannot decide.

The default measure is a row's share of all that a municipality says: interviews differ in length and coders in how
finely they mark, and a share takes both out. Its price is that shares sum to one, so that where one thing is told of
more, others are told of less; the citations stand beside it for that reason.

Each row is tested twice, on presence and on the measure, and all tests together are corrected as one family. A test
whose outcome no division of the municipalities could change is none and is not counted (Tarone 1990).

Where there are too few municipalities for any test to decide, a row may still be a *pattern*: every municipality of
one group above (or below) every other, whatever becomes of any one citation (`icmo.compare.patterns`). How many
patterns mere chance would give is counted over all divisions into groups of these sizes. A pattern is a reason to read,
not a result.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import compress
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from icmo.compare.exact import benjamini_hochberg, presence_test
from icmo.compare.grouping import MUNICIPALITY
from icmo.compare.labelings import labelings
from icmo.compare.matrix import Matrix, Measure, matrix
from icmo.compare.patterns import Pattern, by_chance, pattern
from icmo.compare.permutation import (
    Anosim,
    Permanova,
    anosim,
    difference,
    jaccard_distances,
    permanova,
)
from icmo.compare.tellings import Row
from icmo.errors import InvalidError
from icmo.i18n import _
from icmo.models import Material

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]


class Finding(StrEnum):
    """What can be said of a row: that groups differ, that they lie apart but are too few, or neither."""

    DIFFERENCE = "difference"
    PATTERN = "pattern"
    UNDECIDED = "undecided"


@dataclass(frozen=True)
class Group:
    """The municipalities of a group."""

    name: str
    municipalities: tuple[str, ...]


@dataclass(frozen=True)
class Told:
    """What a group tells of a row: in how many municipalities, sources and citations; the median of the measure."""

    municipalities: int
    sources: int
    citations: int
    median: float


@dataclass(frozen=True)
class PValue:
    """A p value by itself, corrected for all tests made, and the smallest that it could have been."""

    p: float
    corrected: float
    smallest: float
    exact: bool

    @property
    def possible(self) -> bool:
        """Whether any division of the municipalities could have given another p value."""
        return self.smallest < 1


@dataclass(frozen=True)
class Compared:
    """One row: what each group tells (in the order of the groups), both tests, and what can be said."""

    row: Row
    told: tuple[Told, ...]
    presence: PValue
    measure: PValue
    pattern: Pattern | None
    finding: Finding


@dataclass(frozen=True)
class Comparison:
    """Groups of municipalities compared on every row, and on their profiles as a whole.

    `smallest` is the least p value that the sizes of the groups allow. `expected_patterns` is how many patterns a
    division into groups of these sizes gives on average, and `p_patterns` how often it gives as many as here or more.
    `left_out` are municipalities with nothing of the sort that is compared.
    """

    groups: tuple[Group, ...]
    rows: tuple[Compared, ...]
    kind: Measure
    alpha: float
    tests: int
    smallest: float
    expected_patterns: float
    p_patterns: float
    permanova: Permanova | None
    anosim: Anosim | None
    left_out: tuple[str, ...]

    def of(self, finding: Finding) -> tuple[Compared, ...]:
        """The rows of which that can be said."""
        return tuple(row for row in self.rows if row.finding is finding)


def compare_groups(
    evidence: Material | Matrix,
    groups: Mapping[str, str],
    *,
    measure: Measure = "share",
    alpha: float = 0.05,
    permutations: int = 9_999,
    seed: int = 0,
) -> Comparison:
    """What tells groups of municipalities apart.

    Parameters
    ----------
    evidence : the material (its codes are compared), or a matrix by municipality
    groups : each municipality's group, as `icmo.compare.groups.groups` gives them; others are left out
    measure : what is compared besides presence: ``share``, ``citations`` or ``sources``
    alpha : the rate of false discoveries that is accepted
    permutations, seed : of the draws, where there are too many divisions to go through

    Raises
    ------
    InvalidError
        A matrix by anything but municipality, or fewer than two groups with evidence.
    """
    table = _table(evidence if isinstance(evidence, Matrix) else matrix(evidence), groups, measure)
    ways = labelings(table.labels, permutations=permutations, seed=seed)
    tests = _tests(table, permutations, seed)
    few = ways.smallest > alpha
    rows = tuple(_compared(table, number, tests, few, alpha) for number in range(len(table.rows)))
    patterns = sum(row.pattern is not None for row in rows)
    chance = by_chance(table.values, table.one, ways) if few else np.zeros(1)
    return Comparison(
        tuple(Group(name, tuple(compress(table.names, inside))) for name, inside in table.groups.items()),
        rows,
        measure,
        alpha,
        sum(test.possible for pair in tests for test in pair),
        ways.smallest,
        float(chance.mean()),
        float((chance >= patterns).mean()) if few else 1.0,
        *_profiles(table, permutations, seed),
        table.left_out,
    )


@dataclass(frozen=True)
class _Table:
    """The numbers to compare, rows × municipalities, with each municipality's group."""

    rows: tuple[Row, ...]
    names: tuple[str, ...]
    labels: tuple[str, ...]
    presence: pd.DataFrame
    sources: Floats
    citations: Floats
    values: Floats
    one: Floats
    left_out: tuple[str, ...]

    @cached_property
    def groups(self) -> dict[str, NDArray[np.bool_]]:
        """Which municipalities each group holds."""
        return {name: np.array([label == name for label in self.labels]) for name in dict.fromkeys(self.labels)}


def _table(found: Matrix, groups: Mapping[str, str], measure: Measure) -> _Table:
    if found.by != MUNICIPALITY:
        raise InvalidError(
            _("Groups are compared municipality by municipality, not by “{by}”.").format(by=found.by),
            _("Interviews from one municipality are not independent of each other."),
        )
    there = [name for name in groups if name in found.column_by_id and found.column_by_id[name].citations]
    presence = found.values("presence")[there]
    kept = presence.index[presence.any(axis=1)]
    sources, citations, values = (
        found.values(kind).loc[kept, there].to_numpy(dtype=float) for kind in _of("sources", "citations", measure)
    )
    return _Table(
        tuple(row for row in found.rows if row.id in kept),
        tuple(there),
        tuple(groups[name] for name in there),
        presence.loc[kept],
        sources,
        citations,
        values,
        np.array([1 / found.column_by_id[name].citations if measure == "share" else 1.0 for name in there]),
        tuple(name for name in groups if name not in there),
    )


def _of(*measures: Measure) -> tuple[Measure, ...]:
    return measures


def _tests(table: _Table, permutations: int, seed: int) -> list[tuple[PValue, PValue]]:
    """The tests of every row on presence and on the measure, all corrected together."""
    if not table.rows:
        return []
    amount = difference(table.values, table.labels, permutations=permutations, seed=seed)
    present = table.presence.to_numpy() @ np.array(list(table.groups.values())).T
    sizes = [int(inside.sum()) for inside in table.groups.values()]
    exact = [presence_test(row, sizes, permutations=permutations, seed=seed) for row in present.tolist()]
    p = np.array([*(one.p for one in exact), *amount.p])
    smallest = np.array([*(one.smallest for one in exact), *amount.smallest])
    sure = [*(one.exact for one in exact), *[amount.exact] * len(amount.p)]
    corrected = np.ones_like(p)
    corrected[smallest < 1] = benjamini_hochberg(p[smallest < 1])
    made = list(map(PValue, p.tolist(), corrected.tolist(), smallest.tolist(), sure))
    return list(zip(made[: len(exact)], made[len(exact) :], strict=True))


def _compared(table: _Table, number: int, tests: Sequence[tuple[PValue, PValue]], few: bool, alpha: float) -> Compared:
    told = tuple(_told(table, number, inside) for inside in table.groups.values())
    lies = pattern(table.values[number], table.one, table.labels)
    finding = Finding.PATTERN if few and lies else Finding.UNDECIDED
    if any(test.possible and test.corrected <= alpha for test in tests[number]):
        finding = Finding.DIFFERENCE
    return Compared(table.rows[number], told, *tests[number], lies, finding)


def _told(table: _Table, number: int, inside: NDArray[np.bool_]) -> Told:
    citations = table.citations[number, inside]
    return Told(
        int((citations > 0).sum()),
        int(table.sources[number, inside].sum()),
        int(citations.sum()),
        float(np.median(table.values[number, inside])),
    )


def _profiles(table: _Table, permutations: int, seed: int) -> tuple[Permanova | None, Anosim | None]:
    """The tests on profiles as a whole; none where no group has two municipalities."""
    if len(table.groups) == len(table.names):
        return None, None
    distances = jaccard_distances(table.presence).to_numpy()
    whole = permanova(distances, table.labels, permutations=permutations, seed=seed)
    return whole, anosim(distances, table.labels, permutations=permutations, seed=seed)
