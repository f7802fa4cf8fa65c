from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial.distance import braycurtis

from icmo.compare.clusters import bray_curtis_distances, cluster, cluster_values

TOLD = pd.DataFrame({"A": [1, 1, 0, 0], "B": [0, 0, 2, 1], "C": [3, 1, 0, 0], "D": [0, 0, 1, 0]}, index=list("wxyz"))


def _named(distances: list[list[float]], names: str) -> pd.DataFrame:
    return pd.DataFrame(distances, index=list(names), columns=list(names))


def test_like_joins_like_and_heights_are_mean_distances() -> None:
    """By hand: A and C tell of the same (0); B and D share one of two (½); between the pairs nothing is shared (1)."""
    tree = cluster_values(TOLD)
    assert [(merge.left, merge.right, merge.height, merge.size) for merge in tree.merges] == [
        (0, 2, 0, 2),
        (1, 3, 0.5, 2),
        (4, 5, 1, 4),
    ]
    assert (tree.leaves, tree.order) == (("A", "B", "C", "D"), ("A", "C", "B", "D"))


def test_rows_can_be_clustered_too() -> None:
    assert set(cluster_values(TOLD, of="rows").order[:2]) in ({"w", "x"}, {"y", "z"})


@given(st.permutations("ABCD"))
def test_the_order_of_cases_changes_nothing(order: list[str]) -> None:
    assert cluster_values(TOLD[order]) == cluster_values(TOLD)


@pytest.mark.parametrize(
    ("names", "merges"),
    [pytest.param("", 0, id="no_case"), pytest.param("A", 0, id="one_case"), pytest.param("AB", 1, id="two_cases")],
)
def test_few_cases(names: str, merges: int) -> None:
    distances = 1 - np.eye(len(names))
    tree = cluster(_named(distances.tolist(), names))
    assert (tree.order, len(tree.merges)) == (tuple(names), merges)


@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=6).filter(lambda n: any(map(sum, n)))
)
def test_bray_curtis_agrees_with_scipy(counts: list[tuple[int, int]]) -> None:
    found = bray_curtis_distances(pd.DataFrame(counts, columns=["A", "B"]))
    assert found.loc["A", "B"] == pytest.approx(braycurtis(*np.array(counts).T))


def test_cases_that_tell_nothing_are_alike() -> None:
    assert bray_curtis_distances(pd.DataFrame({"A": [0, 0], "B": [0, 0]})).loc["A", "B"] == 0
