"""QCA against published results: Rihoux & Ragin (2009) as R's QCA 3.25.1 computes them, Ragin (2008), textbooks."""

from __future__ import annotations

import pandas as pd
import pytest

from icmo.compare.qca import Solution, calibrate, necessity, solve, sufficiency, truth_table
from tests.compare import lipset

ALL_POSITIVE = dict.fromkeys(lipset.CONDITIONS, 1)


def _solve(frame: pd.DataFrame, kind: str, outcome: str = "SURV") -> Solution:
    return solve(frame, outcome=outcome, conditions=lipset.CONDITIONS, kind=kind, directions=ALL_POSITIVE)


def _terms(solution: Solution) -> set[frozenset[str]]:
    return {frozenset(term.expression for term in model) for model in solution}


@pytest.mark.parametrize(
    ("outcome", "kind", "expected"),
    [
        pytest.param("SURV", "conservative", {"DEV*~URB*LIT*STB", "DEV*LIT*IND*STB"}, id="survival_conservative"),
        pytest.param("SURV", "parsimonious", {"DEV*STB"}, id="survival_parsimonious"),
        pytest.param("SURV", "intermediate", {"DEV*LIT*STB"}, id="survival_intermediate"),
        pytest.param("~SURV", "conservative", {"~DEV*~URB*~IND", "DEV*LIT*IND*~STB"}, id="breakdown_conservative"),
        pytest.param("~SURV", "parsimonious", {"~DEV", "~STB"}, id="breakdown_parsimonious"),
    ],
)
def test_lipset_crisp(outcome: str, kind: str, expected: set[str]) -> None:
    assert _terms(_solve(lipset.crisp(), kind, outcome)) == {frozenset(expected)}


def test_coverage_of_the_crisp_terms() -> None:
    terms = {term.expression: term for term in _solve(lipset.crisp(), "conservative").models[0].terms}
    assert {name: (one.cov_s, one.cov_u) for name, one in terms.items()} == {
        "DEV*~URB*LIT*STB": (0.5, 0.25),
        "DEV*LIT*IND*STB": (0.75, 0.5),
    }
    assert terms["DEV*~URB*LIT*STB"].cases == ("FI", "FR", "IE", "SE")


@pytest.mark.parametrize(
    ("kind", "model", "terms"),
    [
        pytest.param(
            "conservative",
            (0.870, 0.843, 0.658),
            {"DEV*URB*LIT*IND*STB": (0.904, 0.886), "DEV*~URB*LIT*~IND*STB": (0.804, 0.719)},
            id="conservative",
        ),
        pytest.param(
            "parsimonious",
            (0.850, 0.819, 0.714),
            {"DEV*~IND": (0.815, 0.721, 0.284, 0.194), "URB*STB": (0.874, 0.845, 0.520, 0.430)},
            id="parsimonious",
        ),
        pytest.param(
            "intermediate",
            (0.866, 0.839, 0.660),
            {"DEV*URB*LIT*STB": (), "DEV*LIT*~IND*STB": ()},
            id="intermediate",
        ),
    ],
)
def test_lipset_fuzzy(kind: str, model: tuple[float, ...], terms: dict[str, tuple[float, ...]]) -> None:
    (found,) = _solve(lipset.fuzzy(), kind).models
    assert (found.incl_s, found.pri, found.cov_s) == pytest.approx(model, abs=0.0005)
    assert {term.expression for term in found.terms} == set(terms)
    for term in found.terms:
        figures = (term.incl_s, term.pri, term.cov_s, term.cov_u)
        expected = terms[term.expression]
        assert figures[: len(expected)] == pytest.approx(expected, abs=0.0005)


def test_rows_of_the_fuzzy_truth_table() -> None:
    rows = {row.config: row for row in truth_table(lipset.fuzzy(), outcome="SURV", conditions=lipset.CONDITIONS).rows}
    full, middle = rows["11111"], rows["10101"]
    assert (full.n, full.out, middle.n, middle.out) == (4, "1", 2, "1")
    assert (full.incl, full.pri) == pytest.approx((0.904, 0.886), abs=0.0005)
    assert (middle.incl, middle.pri) == pytest.approx((0.804, 0.719), abs=0.0005)
    assert full.cases == ("BE", "CZ", "NL", "UK")


@pytest.mark.parametrize(
    ("expression", "figures"),
    [
        ("DEV", (0.831, 0.811, 0.775)),
        ("URB", (0.539, 0.899, 0.771)),
        ("LIT", (0.991, 0.509, 0.643)),
        ("IND", (0.669, 0.786, 0.684)),
        ("STB", (0.920, 0.680, 0.707)),
        ("LIT*STB", (0.915, 0.800, 0.793)),
    ],
)
def test_necessity_in_the_fuzzy_data(expression: str, figures: tuple[float, ...]) -> None:
    (one,) = necessity(lipset.fuzzy(), outcome="SURV", expressions=[expression])
    assert (one.incl_n, one.ron, one.cov_n) == pytest.approx(figures, abs=0.0005)


def test_sufficiency_of_an_expression_is_that_of_the_model() -> None:
    (one,) = sufficiency(lipset.fuzzy(), outcome="SURV", expressions=["DEV*~IND + URB*STB"])
    assert (one.incl_s, one.pri, one.cov_s) == pytest.approx((0.850, 0.819, 0.714), abs=0.0005)


def test_two_minimal_models_of_a_textbook_function_are_both_given() -> None:
    """f(A,B,C,D) = Σm(4,8,10,11,12,15) + d(9,14), the usual example of Quine–McCluskey (so in Wikipedia)."""
    cases = [(f"{m:04b}", m in (4, 8, 10, 11, 12, 15)) for m in range(16) if m not in (9, 14)]
    frame = pd.DataFrame(
        [[*map(int, bits), int(positive)] for bits, positive in cases],
        columns=[*"ABCDY"],
        index=[bits for bits, _positive in cases],
    )
    found = solve(frame, outcome="Y", conditions=[*"ABCD"], kind="parsimonious")
    assert _terms(found) == {frozenset({"B*~C*~D", "A*~B", "A*C"}), frozenset({"B*~C*~D", "A*~D", "A*C"})}
    assert any("2 models" in warning for warning in found.warnings)


def test_ragins_strikes() -> None:
    """Ragin 1987, chapter 6: of booming market (A), threat of sympathy strikes (B) and a large fund (C), successful
    strikes have AbC, aBc, ABc or ABC; the primes AC, AB and Bc, of which AC + Bc are enough.
    """
    successful = ("101", "010", "110", "111")
    rows = [f"{row:03b}" for row in range(8)]
    frame = pd.DataFrame([[*map(int, row), int(row in successful)] for row in rows], columns=[*"ABCY"], index=rows)
    assert _terms(solve(frame, outcome="Y", conditions=[*"ABC"])) == {frozenset({"A*C", "B*~C"})}


# --- Calibration ------------------------------------------------------------------------------------------

THREE_LOG_ODDS = 0.9525741268  # Ragin rounds ln 19 = 2.944 up to 3


def test_gross_national_product_is_calibrated_as_published() -> None:
    memberships = calibrate(list(lipset.GNP.values()), thresholds=(400, 550, 900), idm=THREE_LOG_ODDS)
    assert memberships == pytest.approx(lipset.fuzzy()["DEV"].to_numpy(), abs=0.006)


def test_developed_countries_are_calibrated_as_in_ragin_2008_table_5_2() -> None:
    published = {25200: 0.98, 17090: 0.92, 15320: 0.89, 13680: 0.85, 11720: 0.79, 9800: 0.72, 7470: 0.62}
    published |= {4670: 0.40, 4100: 0.25, 3740: 0.18, 3590: 0.16, 2980: 0.08, 1000: 0.01}
    memberships = calibrate(list(published), thresholds=(2500, 5000, 20000), idm=THREE_LOG_ODDS)
    assert memberships == pytest.approx(list(published.values()), abs=0.0051)
