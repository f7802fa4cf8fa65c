from __future__ import annotations

from itertools import permutations as orders

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.stats import rankdata

from icmo.compare.labelings import labelings
from icmo.compare.permutation import anosim, bootstrap, difference, jaccard_distances, permanova
from icmo.errors import InvalidError

FOUR = [[0, 1, 1, 4], [1, 0, 3, 2], [1, 3, 0, 3], [4, 2, 3, 0]]

small_distances = st.lists(st.integers(1, 9), min_size=10, max_size=10)
numbers = st.lists(st.integers(0, 9), min_size=5, max_size=5)


def _square(upper: list[int]) -> NDArray[np.float64]:
    matrix = np.zeros((5, 5))
    matrix[np.triu_indices(5, 1)] = upper
    return matrix + matrix.T


def _f(distances: NDArray[np.float64], groups: tuple[str, ...]) -> float:
    """Anderson 2001, in the words of the paper: sums of squared distances, divided by the number of points."""
    pairs = [(i, j) for i in range(len(groups)) for j in range(i)]
    total = sum(distances[i, j] ** 2 for i, j in pairs) / len(groups)
    within = sum(distances[i, j] ** 2 / groups.count(groups[i]) for i, j in pairs if groups[i] == groups[j])
    return ((total - within) / (len(set(groups)) - 1)) / (within / (len(groups) - len(set(groups))))


def test_four_places_in_two_groups() -> None:
    """By hand: SS = (1+1+16+9+4+9)/4 = 10, within (1+9)/2 = 5, F = 5/(5/2); two of three divisions reach it."""
    found = permanova(FOUR, "1122")
    assert (found.f, found.r2, found.p) == (pytest.approx(2), pytest.approx(0.5), pytest.approx(2 / 3))
    assert (found.exact, found.labelings, found.smallest) == (True, 6, pytest.approx(1 / 3))


def test_ranks_of_four_places_in_two_groups() -> None:
    """By hand: ranks 1½, 1½, 6, 4½, 3, 4½; within (1½ + 4½)/2 = 3, between 15/4; R = ¾ / 3."""
    found = anosim(FOUR, "1122")
    assert (found.r, found.p) == (pytest.approx(0.25), pytest.approx(2 / 3))


@given(small_distances)
def test_permanova_agrees_with_every_order_gone_through(upper: list[int]) -> None:
    distances, groups = _square(upper), ("a", "a", "b", "b", "b")
    own = _f(distances, groups)
    every = [_f(distances, labels) for labels in orders(groups)]
    found = permanova(distances, groups)
    assert found.f == pytest.approx(own)
    assert found.p == pytest.approx(np.mean([f >= own - 1e-9 for f in every]))


@given(small_distances)
def test_ranks_agree_with_scipy(upper: list[int]) -> None:
    """Clarke 1993: R = (mean rank between − mean rank within) / (n (n − 1) / 4), with scipy's mean ranks."""
    ranks, same = rankdata(upper), np.array([True] + [False] * 6 + [True] * 3)  # a a b b b, row by row
    expected = (ranks[~same].mean() - ranks[same].mean()) / 5
    assert anosim(_square(upper), "aabbb").r == pytest.approx(expected)


@given(small_distances, st.permutations(range(5)))
def test_the_order_of_municipalities_changes_nothing(upper: list[int], order: list[int]) -> None:
    distances, groups = _square(upper), np.array(list("aabbb"))
    moved, labels = distances[np.ix_(order, order)], groups[order].tolist()
    for test in (permanova, anosim):
        one, other = test(distances, groups.tolist()), test(moved, labels)
        assert one.p == other.p
    assert permanova(moved, labels).f == pytest.approx(permanova(distances, groups.tolist()).f)


@given(numbers)
def test_a_difference_agrees_with_every_order_gone_through(values: list[int]) -> None:
    def apart(labels: tuple[str, ...]) -> float:
        return abs(sum(v for v, g in zip(values, labels, strict=True) if g == "a") / 2 - sum(values) / 5)

    groups = ("a", "a", "b", "b", "b")
    every = [apart(labels) >= apart(groups) - 1e-9 for labels in orders(groups)]
    found = difference(values, groups)
    assert found.p[0] == pytest.approx(np.mean(every))
    assert 0 < found.smallest[0] <= found.p[0] <= 1


@given(st.lists(st.sampled_from("abc"), min_size=4, max_size=7).filter(lambda groups: len(set(groups)) > 1))
def test_no_division_is_gone_through_twice_or_left_out(groups: list[str]) -> None:
    found = labelings(groups)
    names = sorted(set(groups))
    assert {tuple(row) for row in found.labels.tolist()} == set(orders(names.index(name) for name in groups))
    assert len({tuple(row) for row in found.labels.tolist()}) == len(found.labels)


def test_many_divisions_are_drawn_with_a_seed_and_said_to_be() -> None:
    groups = ["a"] * 12 + ["b"] * 12
    values = np.random.default_rng(1).random(24)
    one, again, other = (difference(values, groups, permutations=499, seed=seed) for seed in (1, 1, 2))
    assert not one.exact
    assert one.p.tolist() == again.p.tolist() != other.p.tolist()
    assert one.labelings == 500  # 499 and the observed one


def test_p_of_drawn_divisions_counts_the_observed_one() -> None:
    """No drawn division of 12 + 12 sets 12 high numbers so wholly apart: b = 0 and p = 1 / (499 + 1)."""
    values = [100 + i for i in range(12)] + list(range(12))
    found = difference(values, ["a"] * 12 + ["b"] * 12, permutations=499)
    assert found.p[0] == pytest.approx(1 / 500)


def test_without_a_true_difference_one_in_twenty_is_called_one() -> None:
    """Permuting whole municipalities keeps its level although quotes of one municipality go together."""
    rng = np.random.default_rng(7)
    groups = ["a"] * 4 + ["b"] * 5 + ["c"] * 6
    leanings = rng.beta(2, 6, size=(600, 15))
    shares = rng.binomial(20, leanings) / 20
    p = difference(shares, groups, permutations=999, seed=3).p
    assert (p <= 0.05).mean() == pytest.approx(0.05, abs=0.025)


def test_profiles_that_are_all_alike_are_no_difference() -> None:
    found = permanova(np.zeros((4, 4)), "aabb")
    assert (found.f, found.r2, found.p) == (0, 0, 1)


def test_groups_alike_within_and_unlike_between_are_as_far_apart_as_can_be() -> None:
    distances = 1 - np.kron(np.eye(2), np.ones((3, 3)))
    found = permanova(distances, "aaabbb")
    assert (found.f, found.r2, found.p, found.smallest) == (np.inf, 1, 0.1, 0.1)
    assert anosim(distances, "aaabbb").r == pytest.approx(1)


def test_distances_between_what_is_told() -> None:
    told = pd.DataFrame({"A": [1, 1, 0], "B": [3, 0, 2], "C": [0, 0, 0], "D": [0, 0, 0]})
    found = jaccard_distances(told)
    assert found.loc["A", "B"] == pytest.approx(2 / 3)
    assert found.loc["A", "C"] == 1
    assert found.loc["C", "D"] == 0
    assert np.diag(found).tolist() == [0] * 4


def test_an_interval_resamples_whole_municipalities() -> None:
    """Two municipalities, 0 of 10 and 10 of 10: a resample gives 0, ½ or 1 with chances ¼, ½, ¼."""
    found = bootstrap([0, 10], [10, 10])
    assert (found.estimate, found.low, found.high) == (0.5, 0, 1)
    assert bootstrap([0, 10], [10, 10], level=0.4).low == 0.5


def test_an_interval_is_the_same_every_time() -> None:
    assert bootstrap([1, 2, 5], [9, 8, 7]) == bootstrap([1, 2, 5], [9, 8, 7])


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param(lambda: labelings(["a", "a"]), id="one_group"),
        pytest.param(lambda: permanova(FOUR, "1234"), id="no_group_of_two"),
        pytest.param(lambda: permanova([[0, 1], [2, 0]], "11"), id="distances_that_differ_by_direction"),
        pytest.param(lambda: anosim([[1, 1], [1, 0]], "11"), id="a_distance_to_itself"),
        pytest.param(lambda: difference([1, 2, float("nan")], "aab"), id="no_number"),
        pytest.param(lambda: difference([1, 2], "aab"), id="a_municipality_without_a_number"),
        pytest.param(lambda: bootstrap([1], [2]), id="an_interval_from_one_municipality"),
        pytest.param(lambda: bootstrap([1, 0], [2, 0]), id="a_municipality_without_evidence"),
    ],
)
def test_what_cannot_be_compared_is_refused(wrong: object) -> None:
    with pytest.raises(InvalidError):
        wrong()  # type: ignore[operator]
