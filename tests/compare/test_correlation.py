from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from icmo.compare.correlation import correlation
from icmo.errors import IcmoError, InvalidError, NotFoundError

PAIRS = st.lists(st.tuples(st.integers(0, 4), st.integers(-3, 3)), min_size=3, max_size=20)


def _frame(x: list[object], y: list[object]) -> pd.DataFrame:
    return pd.DataFrame({"x": x, "y": y}, index=[f"K{n}" for n in range(len(x))], dtype=object)


def test_the_printed_tables_for_five_cases() -> None:
    """Kendall 1970, appendix tables: n = 5, Σd² = 4 (rho .8) one-sided .067 = 8/120; S = 6 one-sided .117 = 14/120."""
    made = correlation(_frame([1, 2, 3, 4, 5], [2, 1, 4, 3, 5]), "x", "y")
    assert (made.rho, made.tau) == pytest.approx((0.8, 0.6))
    assert (made.p_rho, made.p_tau) == pytest.approx((2 * 8 / 120, 2 * 14 / 120))
    assert (made.exact, made.orders) == (True, 120)


@given(PAIRS)
def test_the_coefficients_are_those_of_scipy_with_ties_too(pairs: list[tuple[int, int]]) -> None:
    x, y = map(list, zip(*pairs, strict=True))
    assume(len(set(x)) > 1 and len(set(y)) > 1)
    made = correlation(_frame([*x], [*y]), "x", "y", permutations=10)
    assert made.rho == pytest.approx(stats.spearmanr(x, y).statistic, abs=1e-12)
    assert made.tau == pytest.approx(stats.kendalltau(x, y).statistic, abs=1e-12)


@pytest.mark.parametrize("n", [5, 6, 7, 8])
def test_exact_p_of_tau_is_that_of_scipy_without_ties(n: int) -> None:
    y = np.random.default_rng(n).permutation(n).tolist()
    expected = stats.kendalltau(range(n), y, method="exact").pvalue
    assert correlation(_frame([*range(n)], y), "x", "y").p_tau == pytest.approx(expected)


@pytest.mark.parametrize(
    ("x", "y"),
    [([1, 2, 3, 4, 5, 6], [2, 1, 4, 3, 6, 5]), ([1, 1, 2, 3, 3, 4], [2, 2, 1, 5, 1, 7])],
    ids=["without_ties", "with_ties"],
)
def test_exact_p_of_rho_is_that_of_scipys_permutation_test(x: list[object], y: list[object]) -> None:
    def rho(some: object) -> float:
        return float(stats.spearmanr(some, y).statistic)

    expected = stats.permutation_test((x,), rho, permutation_type="pairings", n_resamples=np.inf).pvalue
    assert correlation(_frame(x, y), "x", "y").p_rho == pytest.approx(expected)


def test_drawn_orders_come_near_the_exact_p_and_are_the_same_every_time() -> None:
    """With ten cases and no ties scipy's exact p of tau; the tolerance is four standard errors of 9,999 draws."""
    x, y = [*range(10)], [6, 0, 4, 2, 3, 7, 5, 9, 1, 8]
    expected = stats.kendalltau(x, y, method="exact").pvalue
    made = correlation(_frame([*x], [*y]), "x", "y")
    assert made.p_tau == pytest.approx(expected, abs=4 * (expected * (1 - expected) / 9_999) ** 0.5)
    assert (made.exact, made.orders) == (False, 10_000)
    assert made == correlation(_frame([*x], [*y]), "x", "y")


def test_a_drawn_p_is_never_zero() -> None:
    n = 20
    made = correlation(_frame([*range(n)], [*range(n)]), "x", "y", permutations=99)
    assert (made.p_rho, made.p_tau) == (1 / 100, 1 / 100)


@given(PAIRS)
def test_turning_a_figure_around_turns_the_sign_and_keeps_p(pairs: list[tuple[int, int]]) -> None:
    x, y = map(list, zip(*pairs[:7], strict=True))
    assume(len(set(x)) > 1 and len(set(y)) > 1)
    made = correlation(_frame([*x], [*y]), "x", "y")
    turned = correlation(_frame([*x], [-value for value in y]), "x", "y")
    assert (turned.rho, turned.tau) == pytest.approx((-made.rho, -made.tau))
    assert (turned.p_rho, turned.p_tau) == (made.p_rho, made.p_tau)


def test_below_five_there_is_no_p_and_the_warning_says_so() -> None:
    made = correlation(_frame([1, 2, 3, 4], [1, 2, 4, 3]), "x", "y")
    assert (made.p_rho, made.p_tau, made.orders) == (None, None, 0)
    assert made.warning.startswith("4 municipalities only: ")
    assert made.warning.endswith("Too few for a p value.")


def test_the_warning_is_always_there() -> None:
    made = correlation(_frame([*range(30)], [*range(30)]), "x", "y", permutations=9)
    assert "need not be true of the people" in made.warning


def test_municipalities_that_lack_a_figure_are_left_out_and_named() -> None:
    made = correlation(_frame([1, 2, None, 4, 5, 6], [2, 1, 9, 3, float("nan"), 4]), "x", "y")
    assert (made.n, made.excluded) == (4, ("K2", "K4"))


@pytest.mark.parametrize(
    ("x", "y", "error", "message"),
    [
        pytest.param([1, 2, 3], [5, 5, 5], InvalidError, "“y” is the same", id="a_figure_that_does_not_vary"),
        pytest.param([1, 2, 3], [5, 5, None], InvalidError, "2 municipalities only", id="too_few_with_both"),
        pytest.param([1, 2, 3], [1, "ca. 2", "ja"], InvalidError, "ca. 2, ja", id="what_is_no_number_is_named"),
        pytest.param([1, 2, 3], [True, False, True], InvalidError, "True, False", id="yes_and_no"),
        pytest.param([], [], InvalidError, "0 municipalities only", id="nothing_at_all"),
    ],
)
def test_what_cannot_be_correlated_is_said(
    x: list[object], y: list[object], error: type[IcmoError], message: str
) -> None:
    with pytest.raises(error, match=message):
        correlation(_frame(x, y), "x", "y")


def test_an_unknown_figure_is_refused_with_those_there_are() -> None:
    with pytest.raises(NotFoundError) as caught:
        correlation(_frame([1, 2, 3], [1, 2, 3]), "x", "z")
    assert "x, y" in caught.value.hint
