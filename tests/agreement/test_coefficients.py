"""Coefficients against published values, their definitions, and what they must not depend on."""

from itertools import permutations
from math import isnan, nan

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from icmo.agreement import cohen_kappa, fleiss_kappa, gwet_ac1, jaccard, krippendorff_alpha, masi, scott_pi
from icmo.errors import InvalidError

# Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, section E: four coders, twelve units
UNITS = ["11-1", "2232", "3333", "3333", "2222", "1234", "4444", "1121", "2222", "-555", "--11", "--3-"]
FOUR = [[None if unit[coder] == "-" else int(unit[coder]) for unit in UNITS] for coder in range(4)]

# nine pairs of sets of codes, one letter a code
PAIRS = [
    ("", ""),
    ("A", ""),
    ("A", "A"),
    ("A", "B"),
    ("AB", "A"),
    ("AB", "AC"),
    ("ABC", "ABC"),
    ("C", "AC"),
    ("C", "AC"),
]
SETS = [[set(pair[coder]) for pair in PAIRS] for coder in range(2)]


def of_table(table):
    """The readings of two coders whose pairs are counted in a table."""
    cells = [(a, b) for a, row in enumerate(table) for b, n in enumerate(row) for _ in range(n)]
    return [list(column) for column in zip(*cells, strict=True)]


# Krippendorff (1995), Sociological Methodology 25, p. 57: two coders' units, digitised
BERTHA, BILL = "001111111100001111110000", "000011110000000110000000"
GERRET, GILL = "001111110011001111001100", "110011110011110011001100"

# Fleiss (1971), Psychological Bulletin 76, p. 379: six psychiatrists, thirty patients, five diagnoses
PATIENTS = (
    "444444 222555 233335 555555 222444 113333 333355 113334 114444 555555 144444 124444 222333 144444 224445 "
    "333335 111455 111112 224444 133555 555555 244444 224555 114444 144445 222224 111155 224444 133333 555555"
)

# Hayes & Krippendorff (2007), Communication Methods and Measures 1, p. 84: five coders, forty units, ordinal
NEWS = (
    "112-2 1101- 2333- -00-0 000-0 000-0 102-1 1-20- 222-2 2111- -100- 0000- 1222- 33223 111-1 111-1 212-2 1233- "
    "1101- 000-0 0011- 00-00 2333- 0000- 12-22 0111- 00010 1212- 1122- 112-2 110-0 2121- 22-22 3222- 222-2 223-2 "
    "222-2 22-12 2222- 111-1"
)

THREE_BY_THREE = of_table([[13, 0, 0], [0, 20, 7], [0, 4, 56]])


@pytest.mark.parametrize(
    ("difference", "alpha"),
    [("nominal", 0.743421), ("ordinal", 0.815388), ("interval", 0.849107), ("ratio", 0.797403)],
)
def test_alpha_of_krippendorffs_four_coders(difference, alpha):
    assert krippendorff_alpha(FOUR, difference) == pytest.approx(alpha, abs=5e-7)


def test_alpha_of_hayes_and_krippendorffs_ordinal_example():
    coders = [[None if unit[coder] == "-" else int(unit[coder]) for unit in NEWS.split()] for coder in range(5)]
    assert krippendorff_alpha(coders, "ordinal") == pytest.approx(0.7598, abs=5e-5)


def test_fleiss_kappa_of_fleiss_example():
    counts = [[patient.count(diagnosis) for diagnosis in "12345"] for patient in PATIENTS.split()]
    assert fleiss_kappa(counts, counts=True) == pytest.approx(0.430, abs=5e-4)
    assert fleiss_kappa(list(zip(*PATIENTS.split(), strict=True))) == pytest.approx(0.430, abs=5e-4)


def test_coefficients_of_krippendorffs_digitised_units():
    assert cohen_kappa(BERTHA, BILL) == pytest.approx(0.385, abs=5e-4)
    assert scott_pi(BERTHA, BILL) == pytest.approx(0.314, abs=5e-4)
    assert krippendorff_alpha([BERTHA, BILL]) == pytest.approx(0.329, abs=5e-4)
    assert cohen_kappa(GERRET, GILL) == scott_pi(GERRET, GILL) == pytest.approx(0.314, abs=5e-4)


@pytest.mark.parametrize(("difference", "alpha"), [("jaccard", 0.31562), ("masi", 0.273081)])
def test_alpha_of_sets(difference, alpha):
    assert krippendorff_alpha(SETS, difference) == pytest.approx(alpha, abs=5e-7)


@pytest.mark.parametrize(
    ("coefficient", "value"),
    [(gwet_ac1, 0.77544), (fleiss_kappa, 0.76117)],
    ids=["ac1", "fleiss"],
)
def test_coefficients_with_missing_readings(coefficient, value):
    assert coefficient(FOUR) == pytest.approx(value, abs=5e-6)


def test_coefficients_of_a_table_of_three_values():
    a, b = THREE_BY_THREE
    assert cohen_kappa(a, b) == pytest.approx(0.796409, abs=5e-7)
    assert scott_pi(a, b) == pytest.approx(0.79624, abs=5e-6)
    assert gwet_ac1([a, b]) == pytest.approx(0.849331, abs=5e-7)
    assert krippendorff_alpha([a, b]) == pytest.approx(0.797258, abs=5e-7)


def test_ac1_stays_high_when_one_value_is_common_where_kappa_falls():
    a, b = of_table([[80, 7], [8, 5]])
    assert gwet_ac1([a, b]) == pytest.approx(0.808, abs=5e-4)
    assert cohen_kappa(a, b) == pytest.approx((0.85 - 0.7812) / (1 - 0.7812))  # p_e = .87 · .88 + .13 · .12


@pytest.mark.parametrize(
    ("weights", "kappa"),
    [
        # observed: 1 against 2 in one unit of four; by chance, from (2, 1, 1) and (1, 2, 1) of four:
        # 1 against 2 in (2 · 2 + 1 · 1) / 16, 1 against 3 in (2 · 1 + 1 · 1) / 16, 2 against 3 in (1 · 1 + 1 · 2) / 16
        ("linear", 1 - (1 / 4) / ((5 * 1 + 3 * 2 + 3 * 1) / 16)),
        ("quadratic", 1 - (1 / 4) / ((5 * 1 + 3 * 4 + 3 * 1) / 16)),
    ],
)
def test_weighted_kappa_counts_near_misses_less(weights, kappa):
    assert cohen_kappa([1, 1, 2, 3], [1, 2, 2, 3], weights) == pytest.approx(kappa)


def test_fleiss_kappa_of_counts_is_that_of_the_ratings():
    assert fleiss_kappa([[2, 1], [0, 3], [3, 0]], counts=True) == pytest.approx(
        fleiss_kappa([["a", "b", "a"], ["a", "b", "a"], ["b", "b", "a"]])
    )


@pytest.mark.parametrize(
    ("a", "b", "distance"),
    [({1, 2}, {1, 2, 3, 4}, 0.6667), ({"A", "B"}, {"B", "C"}, 0.8889), ((), "A", 1), ((), (), 0)],
)
def test_masi(a, b, distance):
    assert masi(a, b) == pytest.approx(distance, abs=5e-5)


def test_jaccard_of_two_empty_sets_is_no_difference():
    assert jaccard((), ()) == 0


DIFFERENCES = {
    "nominal": lambda a, b: float(a != b),
    "interval": lambda a, b: (a - b) ** 2,
    "ratio": lambda a, b: ((a - b) / (a + b)) ** 2 if a + b else 0.0,
}


def from_its_definition(data, delta):
    """Alpha by going through all pairs: of readings of one unit, and of all readings of units that two have read."""
    read = [[v for v in unit if v is not None] for unit in zip(*data, strict=True)]
    read = [unit for unit in read if len(unit) > 1]
    every = [value for unit in read for value in unit]
    if not every:
        return nan
    observed = sum(delta(a, b) / (len(unit) - 1) for unit in read for a, b in permutations(unit, 2)) / len(every)
    expected = sum(delta(a, b) for a, b in permutations(every, 2)) / (len(every) * (len(every) - 1))
    return 1 - observed / expected if expected else nan


tables = st.integers(2, 4).flatmap(
    lambda coders: st.integers(1, 8).flatmap(
        lambda units: st.lists(
            st.lists(st.none() | st.integers(0, 3), min_size=units, max_size=units), min_size=coders, max_size=coders
        )
    )
)


@pytest.mark.parametrize("difference", DIFFERENCES)
@given(data=tables)
def test_alpha_is_what_its_definition_says(difference, data):
    assert krippendorff_alpha(data, difference) == pytest.approx(
        from_its_definition(data, DIFFERENCES[difference]), nan_ok=True
    )


@pytest.mark.parametrize(("name", "distance"), [("jaccard", jaccard), ("masi", masi)])
@given(data=tables)
def test_alpha_of_sets_is_what_its_definition_says(name, distance, data):
    sets = [[None if v is None else frozenset("ab"[: v % 3] + "c" * (v == 3)) for v in row] for row in data]
    assert krippendorff_alpha(sets, name) == pytest.approx(from_its_definition(sets, distance), nan_ok=True)


@given(tables, st.randoms())
def test_alpha_is_symmetric_in_coders_and_blind_to_the_order_of_units(data, random):
    units = list(zip(*data, strict=True))
    random.shuffle(units)
    coders = [list(row) for row in zip(*units, strict=True)]
    random.shuffle(coders)
    assert krippendorff_alpha(coders, "ordinal") == pytest.approx(krippendorff_alpha(data, "ordinal"), nan_ok=True)


@given(tables)
def test_renaming_values_changes_no_coefficient(data):
    renamed = [[None if v is None else f"code {3 - v}" for v in row] for row in data]
    for coefficient in (krippendorff_alpha, fleiss_kappa, gwet_ac1):
        assert coefficient(renamed) == pytest.approx(coefficient(data), nan_ok=True)


@given(st.lists(st.integers(0, 3), min_size=2, max_size=9).filter(lambda row: len(set(row)) > 1))
def test_equal_readings_agree_wholly(row):
    for difference in ("nominal", "ordinal", "interval", "ratio"):
        assert krippendorff_alpha([row, row, row], difference) == 1
    assert cohen_kappa(row, row) == scott_pi(row, row) == gwet_ac1([row, row]) == fleiss_kappa([row, row]) == 1


@given(tables, st.data())
def test_a_unit_that_stands_for_three_counts_as_three(data, draw):
    repeats = draw.draw(st.lists(st.integers(1, 3), min_size=len(data[0]), max_size=len(data[0])))
    each = [[value for value, times in zip(row, repeats, strict=True) for _ in range(times)] for row in data]
    for coefficient in (krippendorff_alpha, gwet_ac1, fleiss_kappa):
        assert coefficient(data, repeats=repeats) == pytest.approx(coefficient(each), nan_ok=True)
    assert cohen_kappa(*data[:2], repeats=repeats) == pytest.approx(cohen_kappa(*each[:2]), nan_ok=True)


def test_arrays_with_nan_are_read_like_lists_with_none():
    array = np.array([[nan if value is None else value for value in row] for row in FOUR])
    assert krippendorff_alpha(array) == krippendorff_alpha(FOUR)


NA = pd.NA
AS_PEOPLE_GIVE_THEM = {
    "tuples": lambda rows: tuple(map(tuple, rows)),
    "rows one after the other": lambda rows: (iter(row) for row in rows),
    "a data frame": pd.DataFrame,
    "whole numbers that may be missing": lambda rows: pd.DataFrame(rows).astype("Int64"),
    "series": lambda rows: [pd.Series(row, dtype=object) for row in rows],
    "by the coder's name": lambda rows: {f"coder {number}": row for number, row in enumerate(rows)},
    "by the unit's name": lambda rows: [{n: v for n, v in enumerate(row) if v is not None} for row in rows],
    "an array of objects": lambda rows: np.array(rows, dtype=object),
    "an array with a mask": lambda rows: np.ma.masked_invalid(np.array(rows, dtype=float)),
    "words in an array": lambda rows: np.array([[nan if v is None else f"v{v}" for v in row] for row in rows]),
    "words in a frame": lambda rows: pd.DataFrame(
        [[NA if v is None else f"v{v}" for v in row] for row in rows], dtype="string"
    ),
}


@pytest.mark.parametrize("form", AS_PEOPLE_GIVE_THEM.values(), ids=AS_PEOPLE_GIVE_THEM)
def test_readings_are_understood_in_the_forms_that_people_have_them_in(form):
    assert krippendorff_alpha(form(FOUR)) == pytest.approx(0.743421, abs=5e-7)
    assert gwet_ac1(form(FOUR)) == pytest.approx(0.77544, abs=5e-6)
    assert fleiss_kappa(form(FOUR)) == pytest.approx(0.76117, abs=5e-6)


@pytest.mark.parametrize("form", [set, frozenset, sorted, tuple, lambda codes: np.array(sorted(codes), dtype=object)])
def test_sets_of_codes_are_any_collection_of_them(form):
    assert krippendorff_alpha([[form(cell) for cell in row] for row in SETS], "masi") == pytest.approx(
        0.273081, abs=5e-7
    )


def test_sets_are_the_same_or_not_where_no_distance_between_them_is_asked_for():
    # two of three units agree; six readings, {a} three times, {b} once, none twice: 30 − (6 + 0 + 2) ways to differ
    data = [[{"a"}, {"b"}, set()], [{"a"}, {"a"}, set()]]
    assert krippendorff_alpha(data) == pytest.approx(1 - 5 * 2 / 22)
    assert krippendorff_alpha(data, masi) == pytest.approx(krippendorff_alpha(data, "masi"))


def test_two_coders_may_be_one_table():
    for coefficient in (cohen_kappa, scott_pi):
        assert coefficient(THREE_BY_THREE) == coefficient(*THREE_BY_THREE)
        with pytest.raises(InvalidError, match="two coders"):
            coefficient(FOUR)


def test_words_are_ordinal_once_their_order_is_told():
    words = [[None if v is None else "abcde"[v - 1] for v in row] for row in FOUR]
    assert krippendorff_alpha(words, "ordinal", categories="abcde") == pytest.approx(0.815388, abs=5e-7)
    assert krippendorff_alpha(words, "ordinal", categories="edcba") == pytest.approx(0.815388, abs=5e-7)
    assert krippendorff_alpha(words, "ordinal", categories="badce") < 0.81
    low = dict(zip((1, 2, 3), ("lav", "middel", "høj"), strict=True))
    a, b = [1, 1, 2, 3], [1, 2, 2, 3]
    told = [low[v] for v in a], [low[v] for v in b]
    assert cohen_kappa(*told, "linear", categories=low.values()) == cohen_kappa(a, b, "linear")


def test_categories_that_nobody_used_are_there_to_choose_from():
    assert gwet_ac1([[0, 0], [0, 0]], categories=["ja", "nej", 0]) == 1
    assert gwet_ac1([[1, 1, 2], [1, 2, 2]], categories=[1, 2, 3]) == gwet_ac1([[1, 1, 2], [1, 2, 2]], categories=3)
    # steps 1, 2, 3 of a scale on which nobody gave 2: numbers and steps are as far apart
    assert cohen_kappa([1, 3, 3], [1, 3, 1], "linear", categories=[1, 2, 3]) == cohen_kappa([1, 3, 3], [1, 3, 1])


@given(tables)
def test_coefficients_lie_between_minus_one_and_one(data):
    for coefficient in (krippendorff_alpha, fleiss_kappa, gwet_ac1):
        value = coefficient(data)
        assert isnan(value) or value <= 1
    for coefficient in (cohen_kappa, scott_pi, gwet_ac1):
        value = coefficient(data[:2])
        assert isnan(value) or -1 - 1e-9 <= value <= 1


def test_a_difference_may_be_a_function():
    assert krippendorff_alpha(FOUR, lambda a, b: (a - b) ** 2) == pytest.approx(krippendorff_alpha(FOUR, "interval"))


@pytest.mark.parametrize(
    "data",
    [[[1, 1], [1, 1]], [[1, None], [None, 2]], [[None, None], [None, None]]],
    ids=["one value only", "no unit read by two", "nothing read"],
)
def test_without_variation_or_pairs_no_coefficient_has_a_meaning(data):
    found = [krippendorff_alpha(data), cohen_kappa(*data), scott_pi(*data), fleiss_kappa(data), gwet_ac1(data)]
    assert all(isnan(value) for value in found)


def test_ac1_of_one_value_used_out_of_two_is_full_agreement():
    assert gwet_ac1([[0, 0], [0, 0]], categories=2) == 1


@pytest.mark.parametrize(
    "data",
    [[], [[1, 2]], [[], []], [[1, 2], [1]], None, "aab", [1, 2, 3], [[{"a": 1}], [{"a": 1}]]],
    ids=["nothing", "one coder", "no unit", "ragged", "None", "a word", "one row", "dictionaries"],
)
def test_what_is_no_table_of_readings_is_refused(data):
    with pytest.raises(InvalidError):
        krippendorff_alpha(data)


@pytest.mark.parametrize(
    ("data", "difference"),
    [
        ([[1], [2]], "euclid"),
        ([["a"], ["b"]], "interval"),
        ([["a"], ["b"]], "ordinal"),
        ([["a"], ["b"]], "masi"),
        ([[{"a": 1}], [[["a"]]]], "masi"),
        ([[1, -1], [1, 1]], "ratio"),
        ([[1, float("inf")], [1, 1]], "interval"),
    ],
    ids=[
        "unknown",
        "words as numbers",
        "words in no order",
        "words as sets",
        "lists in sets",
        "below nought",
        "endless",
    ],
)
def test_a_difference_that_does_not_fit_is_refused(data, difference):
    with pytest.raises(InvalidError):
        krippendorff_alpha(data, difference)


def test_weights_repeats_and_categories_that_do_not_fit_are_refused():
    with pytest.raises(InvalidError, match="weigh"):
        cohen_kappa([1, 2], [1, 2], "cubic")
    with pytest.raises(InvalidError, match="Repeats"):
        krippendorff_alpha([[1, 2], [1, 2]], repeats=[1])
    with pytest.raises(InvalidError, match="categories"):
        gwet_ac1([[1, 2, 3], [1, 2, 3]], categories=2)
    with pytest.raises(InvalidError, match="Repeats"):
        krippendorff_alpha([[1, 2], [1, 2]], repeats=["a", "b"])
    with pytest.raises(InvalidError, match="no categories: 3"):
        gwet_ac1([[1, 2, 3], [1, 2, 3]], categories=[1, 2])
    for counts in ([], [[1, 2], [1]], [["a", "b"]], [[1.5, 0]], [[-1, 3]], [[nan, 3]]):
        with pytest.raises(InvalidError, match="Counts"):
            fleiss_kappa(counts, counts=True)
    with pytest.raises(InvalidError, match="Repeats"):
        fleiss_kappa([[3, 0], [1, 2]], counts=True, repeats=[1])
