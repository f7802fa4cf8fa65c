"""Rules of QCA that hold for any data, checked by hand and against brute force."""

from __future__ import annotations

import time
from itertools import combinations, product
from math import isnan

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from icmo.compare.qca import Solution, calibrate, counterfactuals, necessity, solve, sufficiency, truth_table
from icmo.errors import InvalidError

# --- An oracle: every implicant, every choice of them -------------------------------------------------------


def _rows(implicant: str) -> frozenset[str]:
    return frozenset(map("".join, product(*("01" if one == "-" else one for one in implicant))))


def _brute_force(positive: frozenset[str], allowed: frozenset[str], k: int) -> set[frozenset[str]]:
    """All covers of the positive rows by the fewest implicants, none of which could be wider."""
    fitting = {one: _rows(one) for one in map("".join, product("01-", repeat=k)) if _rows(one) <= allowed}
    widest = [one for one, rows in fitting.items() if not any(rows < other for other in fitting.values())]
    useful = [one for one in widest if fitting[one] & positive]
    for number in range(1, len(useful) + 1):
        covers = {
            frozenset(chosen)
            for chosen in combinations(useful, number)
            if positive <= frozenset().union(*(fitting[one] for one in chosen))
        }
        if covers:
            return covers
    return set()


def _implicant(expression: str, conditions: list[str]) -> str:
    literals = expression.split("*")
    return "".join("1" if one in literals else "0" if f"~{one}" in literals else "-" for one in conditions)


def _implicants(solution: Solution, conditions: list[str]) -> set[frozenset[str]]:
    """The models as sets of implicants; none stands twice."""
    models = [frozenset(_implicant(term.expression, conditions) for term in one.terms) for one in solution.models]
    assert len(models) == len(set(models))
    return set(models)


@st.composite
def crisp_tables(draw: st.DrawFn) -> dict[str, str]:
    """The OUT of every row of a truth table with two to four conditions; some positive, some negative."""
    k = draw(st.integers(2, 4))
    configs = ["".join(bits) for bits in product("01", repeat=k)]
    outs = draw(st.lists(st.sampled_from("01?"), min_size=2**k, max_size=2**k).filter(lambda o: "1" in o and "0" in o))
    return dict(zip(configs, outs, strict=True))


def _frame(table: dict[str, str]) -> tuple[pd.DataFrame, list[str]]:
    """A case for each row that is no remainder."""
    told = {config: out for config, out in table.items() if out != "?"}
    conditions = list("ABCD"[: len(next(iter(table)))])
    values = [[*map(int, config), int(out)] for config, out in told.items()]
    return pd.DataFrame(values, columns=[*conditions, "Y"], index=list(told)), conditions


def _having(table: dict[str, str], *outs: str) -> frozenset[str]:
    return frozenset(config for config, out in table.items() if out in outs)


@given(crisp_tables())
@settings(max_examples=60, deadline=None)
def test_models_are_those_that_brute_force_finds(table: dict[str, str]) -> None:
    frame, conditions = _frame(table)
    positive, k = _having(table, "1"), len(conditions)
    conservative = solve(frame, outcome="Y", conditions=conditions)
    parsimonious = solve(frame, outcome="Y", conditions=conditions, kind="parsimonious")
    assert _implicants(conservative, conditions) == _brute_force(positive, positive, k)
    assert _implicants(parsimonious, conditions) == _brute_force(positive, _having(table, "1", "?"), k)


@given(crisp_tables(), st.data())
@settings(max_examples=60, deadline=None)
def test_intermediate_models_lie_between_the_others(table: dict[str, str], data: st.DataObject) -> None:
    frame, conditions = _frame(table)
    directions = {name: data.draw(st.sampled_from([0, 1, "-"])) for name in conditions}
    found = solve(frame, outcome="Y", conditions=conditions, kind="intermediate", directions=directions)
    without = solve(frame, outcome="Y", conditions=conditions, kind="intermediate")
    assert _implicants(without, conditions) == _brute_force(_having(table, "1"), _having(table, "1"), len(conditions))
    assert found.models
    for model in found.models:
        covered = frozenset().union(*(_rows(_implicant(term.expression, conditions)) for term in model.terms))
        assert _having(table, "1") <= covered <= _having(table, "1", "?")


@given(crisp_tables())
@settings(max_examples=40, deadline=None)
def test_cases_of_a_conservative_model_are_those_of_the_positive_rows(table: dict[str, str]) -> None:
    frame, conditions = _frame(table)
    for model in solve(frame, outcome="Y", conditions=conditions).models:
        assert set(model.cases) == _having(table, "1")
        assert model.uncovered == ()


FUZZY = st.lists(st.tuples(*[st.integers(0, 100).map(lambda n: n / 100)] * 4), min_size=4, max_size=12)


@given(FUZZY)
@settings(max_examples=40, deadline=None)
def test_the_order_of_cases_and_of_conditions_does_not_matter(values: list[tuple[float, ...]]) -> None:
    frame = pd.DataFrame(values, columns=[*"ABCY"], index=[f"c{i}" for i in range(len(values))])
    frame.iloc[0, 3], frame.iloc[1, 3] = 0.0, 1.0  # the outcome varies
    shuffled = frame.sample(frac=1, random_state=1)
    straight, turned = (
        solve(one, outcome="Y", conditions=[*names], kind="parsimonious", incl_cut=0.7)
        for one, names in ((frame, "ABC"), (shuffled, "CAB"))
    )
    assert _by_literals(straight) == _by_literals(turned)
    cases = [{row.config: set(row.cases) for row in one.table.rows} for one in (straight, turned)]
    assert cases[0]["100"] == cases[1]["010"]


def _by_literals(solution: Solution) -> dict[frozenset[frozenset[str]], tuple[float, float, frozenset[str]]]:
    """The models without any order, with inclusion, coverage and cases."""
    return {
        frozenset(frozenset(term.expression.split("*")) for term in model.terms): (
            round(model.incl_s, 9),
            round(model.cov_s, 9),
            frozenset(model.cases),
        )
        for model in solution.models
    }


# --- By hand ----------------------------------------------------------------------------------------------

SMALL = pd.DataFrame(
    {"A": [1, 1, 1, 0, 0], "B": [1, 0, 0, 1, 0], "Y": [1, 1, 0, 0, 0]}, index=["ama", "bo", "cai", "dot", "eva"]
)


def _solve(frame: pd.DataFrame = SMALL, **options: object) -> Solution:
    return solve(frame, **{"outcome": "Y", "conditions": ["A", "B"], **options})  # type: ignore[arg-type]


def test_a_fit_that_is_computed_by_hand() -> None:
    """X .8 .4 .3, Y .6 .7 .1: minima .6 .4 .1 (1.1), X 1.5, Y 1.4; with 1−Y .4 .3 .9 in it too: .4 .3 .1 (.8)."""
    frame = pd.DataFrame({"X": [0.8, 0.4, 0.3], "Y": [0.6, 0.7, 0.1]}, index=["a", "b", "c"])
    (row,) = (one for one in truth_table(frame, outcome="Y", conditions=["X"]).rows if one.config == "1")
    assert (row.incl, row.pri) == pytest.approx((1.1 / 1.5, (1.1 - 0.8) / (1.5 - 0.8)))
    (needed, _absent) = necessity(frame, outcome="Y", conditions=["X"])
    # 1−X: .2 .6 .7 (1.5); 1−min: .4 .6 .9 (1.9)
    assert (needed.incl_n, needed.ron, needed.cov_n) == pytest.approx((1.1 / 1.4, 1.5 / 1.9, 1.1 / 1.5))


def test_a_contradictory_row_is_named_with_its_cases() -> None:
    warnings = _solve().warnings
    assert "Row 10 is contradictory: with the outcome bo; without it cai." in warnings


def test_cases_without_the_outcome_and_outcomes_without_a_term_are_named() -> None:
    (model,) = _solve(incl_cut=0.5).models
    assert (model.expression, model.terms[0].deviant, model.uncovered) == ("A", ("cai",), ())
    (model,) = _solve().models
    assert (model.expression, model.terms[0].deviant, model.uncovered) == ("A*B", (), ("bo",))


def test_low_consistency_is_told() -> None:
    assert "Low consistency: the inclusion of a model is 0.667, below 0.75." in _solve(incl_cut=0.5).warnings


def test_an_inclusion_that_equals_the_cut_reaches_it() -> None:
    """X = .6 .8 .6 and Y = .6 .9 .2: 1.6/2.0 = .8, which floating point computes as .7999999999999999."""
    frame = pd.DataFrame({"X": [0.6, 0.8, 0.6], "Y": [0.6, 0.9, 0.2]}, index=[*"abc"])
    row = truth_table(frame, outcome="Y", conditions=["X"], incl_cut=0.8).rows[1]
    assert (row.incl < 0.8, row.out) == (True, "1")


def test_no_row_includes_a_case_at_the_crossover() -> None:
    frame = pd.DataFrame({"A": [0.5, 0.9, 0.1], "Y": [0.7, 0.9, 0.1]}, index=["half", "high", "low"])
    found = solve(frame, outcome="Y", conditions=["A"])
    assert [row.cases for row in found.table.rows] == [("low",), ("high",)]
    assert found.table.at_half == ("half",)
    assert any(warning.endswith("exactly 0.5: half.") for warning in found.warnings)


def test_rows_with_fewer_cases_than_the_cut_are_remainders() -> None:
    assert {row.config: row.out for row in _solve(n_cut=2).table.rows} == {"00": "?", "01": "?", "10": "0", "11": "?"}


def test_pri_below_its_cut_makes_a_row_negative() -> None:
    """X = .9 .9 with Y = .6 .4: inclusion 1.0/1.8 = .556; PRI (1.0 − .8)/(1.8 − .8) = .2."""
    frame = pd.DataFrame({"X": [0.9, 0.9, 0.1], "Y": [0.6, 0.4, 0.0]}, index=[*"abc"])
    cut = {"outcome": "Y", "conditions": ["X"], "incl_cut": 0.5}
    assert truth_table(frame, **cut).rows[1].out == "1"
    assert truth_table(frame, pri_cut=0.3, **cut).rows[1].out == "0"


def test_without_a_positive_row_there_is_no_model_and_a_sentence_says_why() -> None:
    frame = SMALL.assign(Y=[0, 1, 0, 0, 0])
    found = _solve(frame)
    assert found.models == ()
    assert "There is no model: no row with enough cases reaches the cuts." in found.warnings


@pytest.mark.parametrize("kind", ["conservative", "parsimonious", "intermediate"])
def test_where_every_row_is_positive_no_condition_is_left(kind: str) -> None:
    frame = pd.DataFrame({"A": [1, 1, 0, 0], "B": [1, 0, 1, 0], "Y": [1, 0.9, 0.9, 1]}, index=[*"wxyz"])
    found = _solve(frame, kind=kind)
    assert [model.expression for model in found.models] == ["1"]
    assert found.models[0].terms[0].cases == ("w", "x", "y", "z")
    assert any(warning.startswith("No condition is left") for warning in found.warnings)


def test_a_negated_condition_is_a_condition_of_its_own() -> None:
    (plain,) = _solve(conditions=["A", "B"]).models
    (turned,) = _solve(conditions=["~A", "B"]).models
    assert (plain.expression, turned.expression, plain.terms[0].cases) == ("A*B", "A*B", turned.terms[0].cases)


@pytest.mark.parametrize(
    ("directions", "expected"),
    [
        pytest.param({"A": 1, "B": 1}, "B", id="a_helping_condition_may_be_added_to_a_case_without_it"),
        pytest.param({"A": "0", "B": "1"}, "~A*B", id="absence_that_helps_stays"),
        pytest.param({"A": "-", "B": 1}, "~A*B", id="nothing_expected_keeps_the_literal"),
        pytest.param({"~A": 0, "B": 1}, "B", id="a_direction_may_be_given_for_the_absence"),
    ],
)
def test_directions_decide_which_remainders_are_easy(directions: dict[str, object], expected: str) -> None:
    """Only ~A*B and ~A*~B are observed: whether A*B would have the outcome too is for the directions to say."""
    frame = pd.DataFrame({"A": [0, 0], "B": [1, 0], "Y": [1, 0]}, index=["a", "b"])
    (model,) = _solve(frame, kind="intermediate", directions=directions).models
    assert model.expression == expected


def test_five_conditions_for_fifteen_cases_are_too_many() -> None:
    numbers = np.arange(15)
    frame = pd.DataFrame({f"C{i}": numbers >> i & 1 for i in range(4)} | {"C4": numbers % 2, "Y": numbers % 2})
    warned = [
        any("even random data" in one for one in solve(frame, outcome="Y", conditions=names).warnings)
        for names in (["C0", "C1", "C2", "C3"], ["C0", "C1", "C2", "C3", "C4"])
    ]
    assert warned == [False, True]


def test_a_solution_says_what_qca_does_not_show() -> None:
    assert "not the generative process" in _solve().note


def test_a_ratio_without_a_denominator_is_not_a_number() -> None:
    frame = pd.DataFrame({"A": [1, 1], "B": [1, 0], "Y": [1, 0]}, index=["a", "b"])
    assert isnan(truth_table(frame, outcome="Y", conditions=["A", "B"]).rows[0].incl)


def test_true_and_false_are_memberships() -> None:
    assert _solve(SMALL.astype(bool)).models == _solve().models


def _by_chance(cases: int, seed: int) -> pd.DataFrame:
    values = np.random.default_rng(seed).integers(0, 2, (cases, 9))
    return pd.DataFrame(values, columns=[*"ABCDEFGHY"])


@pytest.mark.parametrize("kind", ["conservative", "parsimonious", "intermediate"])
@pytest.mark.parametrize(
    ("cases", "seed"),
    [
        pytest.param(15, 3, id="fifteen_cases"),
        pytest.param(98, 0, id="all_municipalities_and_thousands_of_models"),
        pytest.param(98, 3, id="many_parsimonious_models_that_are_widened_differently"),
    ],
)
def test_eight_conditions_take_less_than_two_seconds(kind: str, cases: int, seed: int) -> None:
    """Allowed is several times what it takes here (0.7 s at most), so that only a wrong order of growth fails."""
    started = time.process_time()
    directions = dict.fromkeys("ABCDEFGH", 1)
    found = solve(
        _by_chance(cases, seed), outcome="Y", conditions=[*"ABCDEFGH"], kind=kind, directions=directions, incl_cut=0.6
    )
    assert found.models
    assert time.process_time() - started < 2


def test_where_too_many_ways_lead_to_intermediate_models_it_is_said_that_there_may_be_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With one way followed, only the models of that are there; with all of them none is missing."""
    options = {"outcome": "Y", "conditions": [*"ABCDEFGH"], "directions": dict.fromkeys("ABCDEFGH", 1)}
    whole = solve(_by_chance(15, 3), kind="intermediate", **options)  # type: ignore[arg-type]
    monkeypatch.setattr(counterfactuals, "MOST_WAYS", 1)
    part = solve(_by_chance(15, 3), kind="intermediate", **options)  # type: ignore[arg-type]
    assert {one.expression for one in part.models} < {one.expression for one in whole.models}
    assert any(warning.startswith(f"Only the first {len(part.models)} models") for warning in part.warnings)
    assert not any(warning.startswith("Only the first") for warning in whole.warnings)


@given(FUZZY)
@settings(max_examples=40, deadline=None)
def test_unique_coverage_is_what_the_model_loses_without_the_term(values: list[tuple[float, ...]]) -> None:
    """By its definition, with the fit of expressions: covS of all terms less covS of all others."""
    frame = pd.DataFrame(values, columns=[*"ABCY"], index=[f"c{i}" for i in range(len(values))])
    frame.iloc[0, 3], frame.iloc[1, 3] = 0.0, 1.0  # the outcome varies
    for model in solve(frame, outcome="Y", conditions=[*"ABC"], incl_cut=0.5, kind="parsimonious").models:
        names = [term.expression for term in model.terms]
        if len(names) < 2:
            continue
        for term in model.terms:
            others = " + ".join(name for name in names if name != term.expression)
            whole, rest = sufficiency(frame, outcome="Y", expressions=[" + ".join(names), others])
            assert term.cov_u == pytest.approx(whole.cov_s - rest.cov_s)


def test_no_more_models_are_made_than_asked_for_and_that_is_said() -> None:
    found = solve(_by_chance(15, 3), outcome="Y", conditions=[*"ABCDEFGH"], kind="parsimonious", max_models=2)
    assert len(found.models) == 2
    assert any(warning.startswith("Only the first 2 models") for warning in found.warnings)


# --- Mistakes ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "message"),
    [
        pytest.param({"frame": SMALL.assign(A=[1, None, 1, 0, 0])}, "bo has no value in A.", id="missing_value"),
        pytest.param({"frame": SMALL.assign(B=[1, 2.5, 0, 0, 0])}, "bo has 2.5 in B, outside 0–1.", id="raw_value"),
        pytest.param({"frame": SMALL.assign(B=[*"ja"] + ["nej"] * 3)}, "ama has “j” in B, which is text.", id="text"),
        pytest.param({"frame": SMALL.assign(Y=1)}, "The outcome Y is the same in all cases.", id="constant_outcome"),
        pytest.param({"frame": SMALL.rename(index={"bo": "ama"})}, "Two cases are called ama.", id="case_twice"),
        pytest.param({"frame": SMALL[:0]}, "The table has no cases.", id="no_cases"),
        pytest.param({"outcome": "Z"}, "There is no column “Z”.", id="unknown_outcome"),
        pytest.param({"conditions": ["A", "C"]}, "There is no column “C”.", id="unknown_condition"),
        pytest.param({"conditions": []}, "No conditions are given.", id="no_conditions"),
        pytest.param({"conditions": ["A", "~A"]}, "The condition A is given twice.", id="condition_twice"),
        pytest.param({"conditions": ["A", "~Y"]}, "The outcome Y is among the conditions.", id="outcome_as_condition"),
        pytest.param({"n_cut": 0}, "n_cut is 0, below 1.", id="n_cut"),
        pytest.param({"incl_cut": 1.2, "pri_cut": -1}, "incl_cut is 1.2, outside 0–1.\npri_cut is -1", id="both_cuts"),
        pytest.param({"kind": "complex"}, "“complex” is no kind of solution.", id="kind"),
        pytest.param({"directions": {"C": 1}}, "There is a direction for C, which is no condition.", id="direction_of"),
        pytest.param({"directions": {"A": 2}}, "The direction of A is “2”.", id="direction_to"),
    ],
)
def test_a_mistake_is_told_with_its_place(options: dict[str, object], message: str) -> None:
    with pytest.raises(InvalidError) as caught:
        _solve(**options)  # type: ignore[arg-type]
    assert message in caught.value.message
    assert caught.value.hint


def test_thirteen_conditions_are_too_many() -> None:
    frame = pd.DataFrame(np.eye(14), columns=[f"C{i}" for i in range(14)])
    with pytest.raises(InvalidError, match="13 conditions are more than 12"):
        solve(frame, outcome="C13", conditions=[f"C{i}" for i in range(13)])


def test_all_faults_in_the_values_are_told_at_once() -> None:
    frame = SMALL.astype(float).assign(A=[None, 2, 1, 0, 0], Y=[1, 1, -1, 0, 0])
    with pytest.raises(InvalidError) as caught:
        _solve(frame)
    assert len(caught.value.message.splitlines()) == 3


@pytest.mark.parametrize("expression", ["A+", "A*(B+A)", "~~A", ""])
def test_what_is_no_expression_is_refused(expression: str) -> None:
    with pytest.raises(InvalidError, match="is no expression"):
        necessity(SMALL, outcome="Y", expressions=[expression])


# --- Calibration ------------------------------------------------------------------------------------------


@given(
    st.lists(st.floats(-1e6, 1e6), min_size=2), st.tuples(st.integers(-50, 50), st.integers(1, 9), st.integers(1, 9))
)
def test_memberships_rise_with_values_and_fall_with_turned_thresholds(
    values: list[float], steps: tuple[int, int, int]
) -> None:
    first, up, further = steps
    thresholds = (first, first + up, first + up + further)
    rising = calibrate(sorted(values), thresholds=thresholds)
    assert np.all(np.diff(rising) >= 0)
    assert np.all((rising >= 0) & (rising <= 1))
    assert calibrate(sorted(values), thresholds=thresholds[::-1]) == pytest.approx(1 - rising)


def test_the_thresholds_get_the_memberships_that_they_stand_for() -> None:
    assert calibrate([10, 20, 50], thresholds=(10, 20, 50)) == pytest.approx([0.05, 0.5, 0.95])
    assert calibrate([10, 20, 50], thresholds=(50, 20, 10), idm=0.9) == pytest.approx([0.9, 0.5, 0.1])


def test_a_missing_value_stays_missing() -> None:
    assert np.isnan(calibrate([1, None, 3], thresholds=(1, 2, 3))).tolist() == [False, True, False]


@pytest.mark.parametrize(
    "options",
    [
        pytest.param({"thresholds": (1, 3, 2)}, id="neither_rising_nor_falling"),
        pytest.param({"thresholds": (1, 2)}, id="two_thresholds"),
        pytest.param({"thresholds": (1, 2, 3), "idm": 0.5}, id="idm_of_a_half"),
        pytest.param({"kind": "crisp"}, id="crisp_without_a_threshold"),
        pytest.param({"kind": "indirect", "thresholds": (1, 2, 3)}, id="unknown_kind"),
        pytest.param({"values": ["ja", "nej"], "thresholds": (1, 2, 3)}, id="text"),
    ],
)
def test_a_calibration_that_means_nothing_is_refused(options: dict[str, object]) -> None:
    with pytest.raises(InvalidError):
        calibrate(**{"values": [1.0, 2.0], **options})  # type: ignore[arg-type]
