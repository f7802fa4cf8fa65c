"""Logistic regressions fitted many at a time, against scikit-learn's fitted one by one."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from icmo.suggest import logistic

PASSAGES, FEATURES, COLUMNS = 60, 200, 4
LEFT_OUT = np.arange(0, PASSAGES, 4)  # passages that the last two columns do not see


def _given() -> tuple[sparse.csr_matrix, np.ndarray, np.ndarray, np.ndarray]:
    """Features, one more for each column, targets and costs, of which some are 0."""
    random = np.random.default_rng(7)
    features = sparse.random(PASSAGES, FEATURES, density=0.1, format="csr", random_state=7)
    own = random.normal(size=(PASSAGES, COLUMNS))
    targets = (own + random.normal(size=own.shape) > 0.5).astype(float)
    costs = random.uniform(0.5, 3.0, size=own.shape)
    costs[LEFT_OUT, 2:] = 0.0
    return features, own, targets, costs


def _by_scikit_learn(features: sparse.csr_matrix, own: np.ndarray, target: np.ndarray, cost: np.ndarray) -> np.ndarray:
    """The log-odds of all passages by a regression whose intercept is a weight like the others."""
    columns = sparse.hstack([features, own[:, None], np.ones((len(own), 1))]).toarray()
    seen = cost > 0
    model = LogisticRegression(solver="newton-cholesky", fit_intercept=False, tol=1e-9, max_iter=1000)
    found: np.ndarray = model.fit(columns[seen], target[seen], cost[seen]).decision_function(columns)
    return found


@pytest.mark.parametrize("column", range(COLUMNS), ids=["first", "second", "left_out", "left_out_too"])
def test_every_column_has_the_log_odds_that_scikit_learn_finds(column: int) -> None:
    features, own, targets, costs = _given()
    found = logistic.fit(logistic.products(features), own, targets, costs)
    expected = _by_scikit_learn(features, own[:, column], targets[:, column], costs[:, column])
    assert found.scores[:, column] == pytest.approx(expected, abs=1e-3)


def test_the_scores_are_the_shares_of_the_passages_summed() -> None:
    features, own, targets, costs = _given()
    found = logistic.fit(logistic.products(features), own, targets, costs)
    for column in range(COLUMNS):
        whole = np.hstack([features.toarray(), own[:, [column]], np.ones((PASSAGES, 1))])
        assert whole @ (whole.T @ found.shares[:, column]) == pytest.approx(found.scores[:, column], abs=1e-9)


def test_what_a_passage_that_costs_nothing_is_does_not_matter() -> None:
    features, own, targets, costs = _given()
    gram = logistic.products(features)
    other = targets.copy()
    other[LEFT_OUT, 2:] = 1 - other[LEFT_OUT, 2:]
    found, again = (logistic.fit(gram, own, some, costs) for some in (targets, other))
    assert np.array_equal(found.scores, again.scores)
    assert not found.shares[LEFT_OUT, 2:].any()


def test_a_column_that_costs_nothing_stays_at_even_odds() -> None:
    features, own, targets, costs = _given()
    costs[:, 1] = 0.0
    found = logistic.fit(logistic.products(features), own, targets, costs)
    assert not found.scores[:, 1].any()
    assert found.scores[:, 0].any()


@pytest.mark.parametrize("cost", [1e-3, 1e3, 1e5])
def test_the_best_weights_are_found_however_much_passages_count(cost: float) -> None:
    features, own, targets, _costs = _given()
    costs = np.full(targets.shape, cost)
    found = logistic.fit(logistic.products(features), 5 * own, targets, costs)
    expected = _by_scikit_learn(features, 5 * own[:, 0], targets[:, 0], costs[:, 0])
    assert found.scores[:, 0] == pytest.approx(expected, abs=2e-3)


def test_a_step_that_leads_uphill_is_shortened() -> None:
    """Of these features, some of them huge, Newton's whole steps lead ever further away."""
    random = np.random.default_rng(38)
    features = sparse.csr_matrix(10 * random.standard_cauchy((20, 3)))
    targets = (random.random((20, 1)) < 0.2).astype(float)
    own, costs = np.zeros((20, 1)), np.full((20, 1), 100.0)
    found = logistic.fit(logistic.products(features), own, targets, costs)
    expected = _by_scikit_learn(features, own[:, 0], targets[:, 0], costs[:, 0])
    assert found.scores[:, 0] == pytest.approx(expected, abs=1e-3)


def test_products_made_in_blocks_are_those_made_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    features = _given()[0]
    monkeypatch.setattr(logistic, "BLOCK", 7)
    assert logistic.products(features) == pytest.approx((features @ features.T).toarray())


def test_no_passages_and_no_columns_are_no_trouble() -> None:
    for shape in ((0, 3), (0, 0), (5, 0)):
        nothing = np.zeros(shape)
        found = logistic.fit(np.eye(shape[0]), nothing, nothing, nothing)
        assert found.scores.shape == found.shares.shape == shape
