"""What labelled passages teach, and what is known of a passage without having seen it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score
from sklearn.model_selection import KFold

from icmo.suggest.learned import FOLDS, HALF_TRUST, MIN_POSITIVE, Known, average_precision, learn, teach, worse_than

PASSAGES, CODES = 40, 3


def _known(seed: int = 0) -> Known:
    """Passages whose codes are told by their features, more or less; of every fourth the last code is unknown."""
    random = np.random.default_rng(seed)
    features = sparse.csr_matrix(random.normal(size=(PASSAGES, 12)))
    targets = (features.toarray()[:, :CODES] + random.normal(size=(PASSAGES, CODES)) > 0).astype(float)
    targets[::4, -1] = np.nan
    return Known(features, random.normal(size=targets.shape), targets, random.uniform(1, 3, targets.shape))


def _by_scikit_learn(seen: Known, asked: Known, code: int) -> np.ndarray:
    """The log-odds by liblinear, trusted by the number of passages with the code."""
    rows = np.flatnonzero(~np.isnan(seen.targets[:, code]))
    target = seen.targets[rows, code]
    own, others = np.column_stack([seen.features.toarray(), seen.zero_shot[:, code]])[rows], asked.features.toarray()
    model = LogisticRegression(solver="liblinear", tol=1e-9, max_iter=10_000, random_state=0)
    model.fit(own, target, seen.weights[rows, code])
    learned = model.decision_function(np.column_stack([others, asked.zero_shot[:, code]]))
    v = target.sum() / (target.sum() + HALF_TRUST)
    found: np.ndarray = (1 - v) * asked.zero_shot[:, code] + v * learned
    return found


def _some(known: Known, rows: np.ndarray) -> Known:
    return Known(known.features[rows], known.zero_shot[rows], known.targets[rows], known.weights[rows])


@pytest.mark.parametrize("code", range(CODES))
def test_a_learner_scores_as_liblinear_does(code: int) -> None:
    known, asked = _known(), _known(1)
    learner, _unseen = learn(None, known, judge=False)
    expected = _by_scikit_learn(known, asked, code)
    assert learner.scores(asked.features, asked.zero_shot)[:, code] == pytest.approx(expected, abs=1e-3)


@pytest.mark.parametrize("code", range(CODES))
def test_each_fold_is_scored_by_what_the_others_and_all_that_was_read_before_teach(code: int) -> None:
    read, known = _known(1), _known()
    _learner, unseen = learn(read, known, judge=True)
    for train, test in KFold(FOLDS, shuffle=True, random_state=0).split(np.arange(PASSAGES)):
        expected = _by_scikit_learn(read + _some(known, train), _some(known, test), code)
        assert unseen[test, code] == pytest.approx(expected, abs=1e-3)


def test_the_label_of_a_passage_does_not_touch_its_own_unseen_score() -> None:
    known = _known()
    turned = known.targets.copy()
    turned[5] = 1 - turned[5]
    (_one, before), (_other, after) = (
        learn(None, some, judge=True) for some in (known, replace(known, targets=turned))
    )
    assert before[5] == pytest.approx(after[5], abs=1e-3)
    assert np.abs(before - after).max() > 0.1


@pytest.mark.parametrize(("positives", "learns"), [(MIN_POSITIVE - 1, False), (MIN_POSITIVE, True), (PASSAGES, False)])
def test_a_code_seen_too_seldom_or_never_absent_is_left_to_the_score_without_labels(
    positives: int, learns: bool
) -> None:
    known = _known()
    known.targets[:, 0] = np.arange(PASSAGES) < positives
    learner, _unseen = learn(None, known, judge=False)
    assert (0 in learner.codes) is learns
    same = np.array_equal(learner.scores(known.features, known.zero_shot)[:, 0], known.zero_shot[:, 0])
    assert same is not learns


def test_of_a_code_that_coders_did_not_speak_of_nothing_new_is_learned() -> None:
    read, known = _known(1), _known()
    known.targets[:, 1] = np.nan
    before, _unseen = learn(None, read, judge=False)
    taught, _scores = teach(before, read, known, judge=True)
    scores = taught.scores(known.features, known.zero_shot)
    assert np.array_equal(scores[:, 1], before.scores(known.features, known.zero_shot)[:, 1])
    assert not np.array_equal(scores[:, 0], before.scores(known.features, known.zero_shot)[:, 0])


def test_a_code_that_is_distrusted_is_left_to_the_score_without_labels() -> None:
    known = _known()
    learner = learn(None, known, judge=False)[0].distrusting([1])
    assert learner.codes == [0, 2]
    assert np.array_equal(learner.scores(known.features, known.zero_shot)[:, 1], known.zero_shot[:, 1])
    assert set(learner.coefficients(slice(0, 4))) == {0, 2}


def test_a_ranking_is_worse_when_a_wrong_passage_stands_before_a_right_one() -> None:
    targets = np.array([[1.0, 1.0], [0.0, 0.0], [np.nan, 0.0]])
    good, bad = np.array([[2.0, 2.0], [1.0, 1.0], [9.0, 0.0]]), np.array([[1.0, 2.0], [2.0, 1.0], [0.0, 0.0]])
    assert worse_than(good, bad, targets) == [0]
    assert worse_than(bad, good, targets) == []


@pytest.mark.parametrize("places", [1000, 5, 1], ids=["hardly_any_ties", "many_ties", "all_alike"])
def test_average_precision_is_that_of_scikit_learn_also_where_scores_are_alike(places: int) -> None:
    random = np.random.default_rng(places)
    for _draw in range(20):
        truth, scores = random.random(30) < 0.3, random.integers(places, size=30) / 7
        truth[0] = True
        assert average_precision(truth, scores) == pytest.approx(average_precision_score(truth, scores))
