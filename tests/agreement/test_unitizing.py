"""αU of 2004 and the uα family of 2016, on published and on hand-made continua."""

from itertools import pairwise, permutations
from math import isnan, nan

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

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


# Krippendorff (1995), Sociological Methodology 25, p. 57: a continuum of 24, four pairs of observers
BERTHA, BILL = [(2, 8), (14, 6)], [(4, 4), (15, 2)]
JOHN, JILL = [(0, 18)], [(0, 2), (2, 1), (3, 1), (4, 1), (5, 1), (6, 3), (9, 1)]
GERRET, GILL = [(2, 6), (10, 2), (14, 4), (20, 2)], [(0, 2), (4, 4), (10, 4), (16, 2), (20, 2)]
HEATHER, HILL = [(0, 2), (2, 8), (10, 4), (14, 6), (20, 4)], [(0, 4), (4, 4), (8, 7), (15, 2), (17, 7)]


def finer(units, times):
    """The same units on a continuum with so many times as many places."""
    return [("x", int(begin * times), int(length * times)) for begin, length in units]


@pytest.mark.parametrize(
    ("one", "other", "observed"),
    [(BERTHA, BILL, 0.03125), (JOHN, JILL, 2.26736), (GERRET, GILL, 0.02777), (HEATHER, HILL, 0.38715)],
)
def test_observed_disagreement_of_krippendorffs_pairs_is_the_same_on_any_scale(one, other, observed):
    for times in (1, 50):
        found = alpha_u_2004([finer(one, times), finer(other, times)], 0, 24 * times)
        assert found.categories["x"].observed == pytest.approx(observed, abs=1e-5)


def test_alpha_u_of_krippendorffs_pairs():
    # what expected disagreement comes to without end of places; that of Gerret and Gill on twelve places
    bertha = alpha_u_2004([finer(BERTHA, 50_000), finer(BILL, 50_000)], 0, 1_200_000).categories["x"]
    heather = alpha_u_2004([finer(HEATHER, 50_000), finer(HILL, 50_000)], 0, 1_200_000).categories["x"]
    gerret = alpha_u_2004([finer(GERRET, 0.5), finer(GILL, 0.5)], 0, 12).categories["x"]
    assert (bertha.expected, bertha.alpha) == (pytest.approx(0.06990, abs=5e-6), pytest.approx(0.553, abs=5e-4))
    assert (heather.expected, heather.alpha) == (pytest.approx(0.41445, abs=5e-6), pytest.approx(0.066, abs=5e-4))
    assert (gerret.expected, gerret.alpha) == (pytest.approx(0.05494, abs=5e-6), pytest.approx(0.494, abs=1e-3))


def test_alpha_u_2004_of_the_examples_that_dkpro_tests():
    # tests of DKPro Statistics, UnitizingAgreementTest: long against three short, and one unit of one observer of three
    found = alpha_u_2004([[("A", 1, 8)], [("A", 2, 1), ("A", 4, 1), ("A", 6, 1)]], 0, 10).categories["A"]
    assert (found.observed, found.expected) == (pytest.approx(0.91), pytest.approx(0.5351, abs=1e-4))
    assert found.alpha == pytest.approx(-0.7003, abs=1e-4)
    assert alpha_u_2004([[("X", 0, 1)], [], []], 0, 20).alpha == pytest.approx(0)


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


def place_by_place(observers, length):
    """uα from its definition: every place of one observer against the same of another, and against all by chance.

    Chance pairs no place with one of the same unit, nor a place in a gap with itself.
    """
    said = []
    for units in observers:
        row = [(None, ("gap", len(said), at)) for at in range(length)]
        for value, begin, size in units:
            row[begin : begin + size] = [(value, (len(said), begin))] * size
        said.append(row)
    pairs = [(a, b) for one, other in permutations(said, 2) for a, b in zip(one, other, strict=True)]
    observed = sum(a[0] != b[0] for a, b in pairs) / len(pairs)
    every = [place for row in said for place in row]
    chance = [(a, b) for a in every for b in every if a[1] != b[1]]
    expected = sum(a[0] != b[0] for a, b in chance) / len(chance) if chance else 0
    return 1 - observed / expected if expected else nan


@st.composite
def continua(draw):
    """Two or three observers' units, apart from each other, on twelve places."""
    found = []
    for _ in range(draw(st.integers(2, 3))):
        cuts = draw(st.lists(st.integers(0, 12), min_size=2, max_size=6, unique=True).map(sorted))
        spans = list(pairwise(cuts))
        values = draw(st.lists(st.sampled_from(["", "a", "b"]), min_size=len(spans), max_size=len(spans)))
        found.append([(v, one, other - one) for v, (one, other) in zip(values, spans, strict=True) if v])
    return found


@given(continua())
def test_u_alpha_is_what_its_definition_says_place_by_place(observers):
    assert alpha_u_2016(observers, 0, 12).u == pytest.approx(place_by_place(observers, 12), nan_ok=True)


@given(continua(), st.randoms())
def test_unitizing_depends_on_no_order_and_no_name(observers, random):
    names = {"a": "ro", "b": "tro"}
    turned = [[(names[v], b, size) for v, b, size in random.sample(units, len(units))] for units in observers]
    random.shuffle(turned)
    assert alpha_u_2016(turned, 0, 12).u == pytest.approx(alpha_u_2016(observers, 0, 12).u, nan_ok=True)
    assert alpha_u_2004(turned, 0, 12).alpha == pytest.approx(alpha_u_2004(observers, 0, 12).alpha, nan_ok=True)


@pytest.mark.parametrize(
    "form",
    [
        tuple,
        iter,
        lambda observers: {f"observer {number}": units for number, units in enumerate(observers)},
        lambda observers: [pd.DataFrame(units, columns=["value", "begin", "length"]) for units in observers],
        lambda observers: [np.array(units, dtype=object) for units in observers],
    ],
    ids=["tuple", "one after the other", "by name", "data frames", "arrays"],
)
def test_observers_are_understood_in_the_forms_that_people_have_them_in(form):
    assert alpha_u_2004(form([FIRST, SECOND]), 150, 300).alpha == pytest.approx(0.8587, abs=5e-5)
    assert alpha_u_2016(form([ALEX, PAUL, SUZAN]), 0, 60).u == pytest.approx(0.510, abs=5e-4)


@pytest.mark.parametrize("of", [lambda o: alpha_u_2004(o, 0, 60).alpha, lambda o: alpha_u_2016(o, 0, 60).u])
def test_unitizing_is_symmetric_in_coders_and_full_where_they_are_alike(of):
    assert of([ALEX, PAUL, SUZAN]) == pytest.approx(of([SUZAN, ALEX, PAUL]))
    assert of([PAUL, PAUL]) == 1


@pytest.mark.parametrize("of", [lambda o: alpha_u_2004(o, 0, 60).alpha, lambda o: alpha_u_2016(o, 0, 60).u])
def test_nobody_having_found_a_unit_has_no_meaning(of):
    assert isnan(of([[], []]))


@pytest.mark.parametrize(
    "observers",
    [
        [ALEX],
        [ALEX, [("1", 55, 6)]],
        [ALEX, [("1", 3, 0)]],
        [ALEX, [("1", 0, 5), ("1", 4, 5)]],
        [ALEX, [("1", 0)]],
        [ALEX, [("1", "0", 5)]],
        [ALEX, [(["1"], 0, 5)]],
    ],
    ids=["one coder", "outside", "without length", "overlapping", "no length", "a place in words", "a list as value"],
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


@pytest.mark.parametrize("of", [alpha_u_2004, alpha_u_2016])
@pytest.mark.parametrize("length", [0, -1, nan])
def test_a_continuum_needs_a_length(of, length):
    with pytest.raises(InvalidError, match="length"):
        of([[], []], 0, length)
