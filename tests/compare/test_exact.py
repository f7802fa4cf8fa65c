from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from icmo.compare.exact import (
    adjusted_residuals,
    benjamini_hochberg,
    chi_square,
    fisher,
    freeman_halton,
    presence_test,
)
from icmo.errors import InvalidError

PARTY_BY_GENDER = [[762, 327, 468], [484, 239, 477]]  # Agresti 2007, table 2.5
JOB_SATISFACTION = [
    [1, 2, 1, 0],
    [3, 3, 6, 1],
    [10, 10, 14, 9],
    [6, 7, 12, 11],
]  # Agresti 2002, p. 57; help of R's fisher.test

two_by_two = st.lists(st.integers(0, 12), min_size=4, max_size=4).map(lambda n: [n[:2], n[2:]])


@pytest.mark.parametrize(
    ("present", "p"),
    [
        pytest.param((4, 3, 0), 0.003885, id="none_in_the_largest_group"),
        pytest.param((3, 3, 1), 0.184149, id="few_in_the_largest_group"),
        pytest.param((4, 4, 1), 0.029970, id="most_in_two_groups"),
    ],
)
def test_presence_in_groups_of_four_five_and_six(present: tuple[int, ...], p: float) -> None:
    """Values of R's fisher.test (methods of the evaluation)."""
    assert presence_test(present, (4, 5, 6)).p == pytest.approx(p, abs=5e-7)


def test_a_table_enumerated_by_hand() -> None:
    """Two of (2, 1, 1): six ways to pick. (2,0,0) 1, (1,1,0) 2, (1,0,1) 2, (0,1,1) 1; the first and last are rarest."""
    found = presence_test((2, 0, 0), (2, 1, 1))
    assert (found.p, found.smallest, found.tables, found.exact) == (pytest.approx(2 / 6), pytest.approx(2 / 6), 4, True)


def test_fishers_tea() -> None:
    """Fisher 1935: 17/70 and 34/70."""
    assert fisher([[3, 1], [1, 3]], side="greater") == pytest.approx(17 / 70)
    assert fisher([[3, 1], [1, 3]], side="less") == pytest.approx(69 / 70)
    assert fisher([[3, 1], [1, 3]]) == pytest.approx(34 / 70)


def test_a_table_too_large_to_enumerate_is_near_the_published_value() -> None:
    """Agresti 2002: p = .7827, as R's fisher.test prints it; 9,999 draws have a standard error of .004."""
    found = freeman_halton(JOB_SATISFACTION)
    assert not found.exact
    assert found.p == pytest.approx(0.7827, abs=0.015)


@given(two_by_two, st.sampled_from(["two-sided", "greater", "less"]))
def test_two_by_two_agrees_with_scipy(table: list[list[int]], side: str) -> None:
    assert fisher(table, side=side) == pytest.approx(stats.fisher_exact(table, side).pvalue)  # type: ignore[arg-type]


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=2, max_size=4))
def test_p_lies_between_the_smallest_and_one(columns: list[tuple[int, int]]) -> None:
    found = presence_test([a for a, _b in columns], [a + b for a, b in columns])
    assert 0 < found.smallest <= found.p <= 1 + 1e-12


@given(st.permutations([0, 1, 2]))
def test_the_order_of_groups_changes_nothing(order: list[int]) -> None:
    present, of = (4, 3, 0), (4, 5, 6)
    shuffled = presence_test([present[i] for i in order], [of[i] for i in order])
    assert shuffled == presence_test(present, of)


def test_too_many_tables_are_drawn_with_a_seed_and_said_to_be() -> None:
    table = [[4, 3, 0], [0, 2, 6]]
    drawn = freeman_halton(table, bound=3)
    assert not drawn.exact
    assert drawn.tables == 9_999
    assert drawn == freeman_halton(table, bound=3)
    assert drawn.p == pytest.approx(freeman_halton(table).p, abs=0.003)


def test_residuals_and_chi_square_of_party_by_gender() -> None:
    """Agresti 2007, pp. 37–39: 30.07 with 2 degrees of freedom; 4.50, .70, −5.32."""
    assert chi_square(PARTY_BY_GENDER).statistic == pytest.approx(30.0701, abs=5e-5)
    assert chi_square(PARTY_BY_GENDER).df == 2
    assert adjusted_residuals(PARTY_BY_GENDER).round(2).tolist() == [[4.5, 0.7, -5.32], [-4.5, -0.7, 5.32]]


@given(st.lists(st.lists(st.integers(1, 30), min_size=3, max_size=3), min_size=2, max_size=4))
def test_chi_square_agrees_with_scipy(table: list[list[int]]) -> None:
    oracle = stats.chi2_contingency(table, correction=False)
    assert (chi_square(table).statistic, chi_square(table).df) == (pytest.approx(oracle.statistic), oracle.dof)


def test_the_fifteen_p_values_of_benjamini_and_hochberg() -> None:
    """Benjamini & Hochberg 1995, p. 295: at .05 the four smallest are rejected."""
    p = [
        0.0001,
        0.0004,
        0.0019,
        0.0095,
        0.0201,
        0.0278,
        0.0298,
        0.0344,
        0.0459,
        0.3240,
        0.4262,
        0.5719,
        0.6528,
        0.7590,
        1,
    ]
    assert (benjamini_hochberg(p) <= 0.05).tolist() == [True] * 4 + [False] * 11


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_correction_agrees_with_scipy(p: list[float]) -> None:
    assert benjamini_hochberg(p) == pytest.approx(stats.false_discovery_control(p))


def test_correcting_nothing_gives_nothing() -> None:
    assert benjamini_hochberg([]).tolist() == []


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param(lambda: presence_test((5, 0), (4, 5)), id="more_than_the_group_holds"),
        pytest.param(lambda: presence_test((1,), (4, 5)), id="a_group_without_a_number"),
        pytest.param(lambda: freeman_halton([[1, -1], [2, 3]]), id="less_than_none"),
        pytest.param(lambda: freeman_halton([[1.5, 1], [2, 3]]), id="half_a_municipality"),  # type: ignore[list-item]
        pytest.param(lambda: fisher([[1, 2, 3], [4, 5, 6]]), id="three_columns_for_fisher"),
        pytest.param(lambda: chi_square(np.array([[1, 0], [2, 0]])), id="an_empty_column"),
    ],
)
def test_what_is_no_table_is_refused(wrong: object) -> None:
    with pytest.raises(InvalidError):
        wrong()  # type: ignore[operator]
