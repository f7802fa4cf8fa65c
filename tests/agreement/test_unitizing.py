"""αU of 2004 and the uα family of 2016, on published and on hand-made continua."""

from math import isnan

import pytest

from icmo.agreement import alpha_u_2004, alpha_u_2016
from icmo.errors import InvalidError

# Krippendorff (2004), p. 254
FIRST = [("c", 225, 70), ("c", 370, 30), ("k", 180, 60), ("k", 300, 50)]
SECOND = [("c", 220, 80), ("c", 355, 20), ("c", 400, 20), ("k", 180, 60), ("k", 300, 50)]


def from_to(*units):
    return [(value, first - 1, last - first + 1) for first, last, value in units]


# Krippendorff (2019), figure 12.11, p. 340, as read off by the tests of the R package quallmer (first to last place)
ALEX = from_to((1, 7, "1"), (8, 13, "2"), (31, 32, "5"), (33, 37, "6"), (38, 44, "6"), (45, 60, "7"))
PAUL = from_to((1, 7, "1"), (8, 13, "3"), (14, 21, "5"), (33, 44, "6"))
SUZAN = from_to((1, 7, "1"), (8, 13, "4"), (14, 21, "5"), (33, 37, "6"), (38, 41, "6"), (42, 44, "6"))


def test_alpha_u_2004_of_krippendorffs_example():
    found = alpha_u_2004([FIRST, SECOND], 150, 300)
    c = found.categories["c"]
    assert (c.observed, c.expected) == (pytest.approx(0.01444, abs=5e-6), pytest.approx(0.05322, abs=5e-6))
    assert c.alpha == pytest.approx(0.7286, abs=5e-5)
    assert found.categories["k"].alpha == 1
    assert found.alpha == pytest.approx(0.8587, abs=5e-5)


def test_alpha_u_2004_by_hand():
    # a unit of 2 against nothing on a continuum of 4: 2² from both sides / (2 · 1 · 4²)
    # expected 2/4 · [one unit: 0 + 2² · ((4 − 2 + 1) + (2 − 2 + 1))] / (2·4·(2·4 − 1) − 2·1)
    found = alpha_u_2004([[("c", 0, 2)], []], 0, 4)
    assert found.categories["c"].observed == pytest.approx(8 / 32)
    assert found.categories["c"].expected == pytest.approx(8 / 54)
    assert found.alpha == pytest.approx(1 - (8 / 32) / (8 / 54))


def test_the_2016_family_of_krippendorffs_example():
    found = alpha_u_2016([ALEX, PAUL, SUZAN], 0, 60)
    assert found.u == pytest.approx(0.510, abs=5e-4)
    # printed .413 and .724; the finest cuts of the figure cannot be read off
    assert found.bar_u == pytest.approx(0.413, abs=1e-3)
    assert found.cu == pytest.approx(0.724, abs=2e-3)
    assert {name: found.k_u[name] for name in "123456"} == pytest.approx(
        {"1": 1, "2": 0, "3": 0, "4": 0, "5": 1, "6": 1}
    )
    assert isnan(found.k_u["7"])  # meets nothing but gaps
    assert found.k_coverage["5"] == pytest.approx(8 / 18)


def test_the_2016_family_by_hand():
    # six places; first: a a a b b -, second: a a - b a a
    #   l_aa = 2 · 2, l_bb = 2 · 1, l_ab = l_ba = 1, l_a∅ = l_∅a = 2, l_b∅ = 0, l_∅∅ = 0: l_a = 7, l_b = 3, l_∅ = 2
    #   units: a 3² + 2² + 2² = 17, b 2² + 1² = 5, gaps 1 + 1 = 2; all pairs 12² − 24 = 120
    found = alpha_u_2016([[("a", 0, 3), ("b", 3, 2)], [("a", 0, 2), ("b", 3, 1), ("a", 4, 2)]], 0, 6)
    expected = 12 / 120
    assert found.u == pytest.approx(1 - 6 / (12 - expected * (7 * 7 - 17 + 3 * 3 - 5 + 2 * 2 - 2)))
    assert found.bar_u == pytest.approx(1 - 2 / (expected * 2 * (7 + 3)))
    # among values: l_aa = 4, l_bb = 2, l_ab = l_ba = 1: 8 in all; units where they meet units: a 2, b 2; a 2, b 1, a 1
    squares_a, squares_b = 2**2 + 2**2 + 1**2, 2**2 + 1**2
    dealt = 8 / (8**2 - squares_a - squares_b)
    e_aa, e_bb, e_ab = dealt * (5 * 5 - squares_a), dealt * (3 * 3 - squares_b), dealt * 5 * 3
    assert found.cu == pytest.approx(1 - 2 / (2 * e_ab))
    assert found.k_u["a"] == pytest.approx(1 - (e_aa + e_ab) / 5 * 1 / e_ab)
    assert found.k_u["b"] == pytest.approx(1 - (e_bb + e_ab) / 3 * 1 / e_ab)
    assert found.coverage == pytest.approx(8 / 12)


@pytest.mark.parametrize("of", [lambda o: alpha_u_2004(o, 0, 60).alpha, lambda o: alpha_u_2016(o, 0, 60).u])
def test_unitizing_is_symmetric_in_coders_and_full_where_they_are_alike(of):
    assert of([ALEX, PAUL, SUZAN]) == pytest.approx(of([SUZAN, ALEX, PAUL]))
    assert of([PAUL, PAUL]) == 1


@pytest.mark.parametrize("of", [lambda o: alpha_u_2004(o, 0, 60).alpha, lambda o: alpha_u_2016(o, 0, 60).u])
def test_nobody_having_found_a_unit_has_no_meaning(of):
    assert isnan(of([[], []]))


@pytest.mark.parametrize(
    "observers",
    [[ALEX], [ALEX, [("1", 55, 6)]], [ALEX, [("1", 3, 0)]], [ALEX, [("1", 0, 5), ("1", 4, 5)]]],
    ids=["one coder", "outside", "without length", "overlapping"],
)
@pytest.mark.parametrize("of", [alpha_u_2004, alpha_u_2016])
def test_what_is_no_continuum_is_refused(of, observers):
    with pytest.raises(InvalidError):
        of(observers, 0, 60)


def test_units_of_different_values_may_overlap_in_2004_but_not_in_2016():
    observers = [[("c", 0, 10), ("k", 5, 10)]] * 2
    assert alpha_u_2004(observers, 0, 60).alpha == 1
    with pytest.raises(InvalidError, match="overlap"):
        alpha_u_2016(observers, 0, 60)
