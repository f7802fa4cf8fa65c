"""What labelled passages teach: one logistic regression per code over concepts, words, letters and the zero-shot score.

A label is 1 (the code is there), 0 (it is not) or NaN (nobody knows); unknown cells teach nothing. The invented
passages make a first learner; a coder's labels make a second one, which is trusted by how many there are, and for no
code that it ranks worse than the first did.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

HALF_TRUST = 10  # invented passages with the code at which the classifier weighs as much as the zero-shot score
HALF_TRUST_IN_CODERS = 3  # passages that coders gave the code at which they weigh as much as all that was known before
MIN_POSITIVE = 3  # a code seen less often teaches nothing
MIN_JUDGED = 10  # passages with the code before a learner is judged worse than another
REGULARISATION = 1.0  # C of scikit-learn's LogisticRegression
FOLDS = 5


@dataclass(frozen=True)
class Known:
    """Passages and what is known of them.

    `features` is a sparse matrix passages × features; the others are arrays passages × codes: log-odds without labels;
    1, 0 or NaN; how much the cell counts.
    """

    features: Any
    zero_shot: NDArray[np.float64]
    targets: NDArray[np.float64]
    weights: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.targets)

    def __getitem__(self, rows: NDArray[np.intp]) -> Known:
        return Known(self.features[rows], self.zero_shot[rows], self.targets[rows], self.weights[rows])

    def __add__(self, other: Known) -> Known:
        from scipy.sparse import vstack

        arrays = ((self.zero_shot, other.zero_shot), (self.targets, other.targets), (self.weights, other.weights))
        return Known(vstack([self.features, other.features]).tocsr(), *(np.vstack(pair) for pair in arrays))


class Learner:
    """One classifier per code, for the codes of which enough is known."""

    def __init__(self) -> None:
        self.models: dict[int, Any] = {}
        self._trust: dict[int, float] = {}

    def fit(self, known: Known, codes: Iterable[int] | None = None) -> Learner:
        """Learn from passages, by default all codes."""
        for code in range(known.targets.shape[1]) if codes is None else codes:
            rows = np.flatnonzero(~np.isnan(known.targets[:, code]) & (known.weights[:, code] > 0))
            target = known.targets[rows, code]
            if MIN_POSITIVE <= target.sum() < len(target):
                features = _stack(known.features[rows], known.zero_shot[rows, code])
                self.models[code] = _fitted(features, target, known.weights[rows, code])
                self._trust[code] = trust(target.sum(), HALF_TRUST)
        return self

    def distrust(self, codes: Sequence[int]) -> Learner:
        """Leave these codes to the zero-shot score."""
        for code in codes:
            self.models.pop(code, None)
        return self

    def scores(self, features: Any, zero_shot: NDArray[np.float64]) -> NDArray[np.float64]:
        """Log-odds, passages × codes: (1 − v) · zero-shot + v · learned, v = n / (n + 10), n passages with the code."""
        result = zero_shot.copy()
        for code, model in self.models.items() if len(zero_shot) else ():
            learned = model.decision_function(_stack(features, zero_shot[:, code]))
            result[:, code] += self._trust[code] * (learned - zero_shot[:, code])
        return result

    def coefficients(self, features: slice) -> dict[int, NDArray[np.float64]]:
        """What the classifiers make of some of the features, by code."""
        return {code: self._trust[code] * model.coef_[0, features] for code, model in self.models.items()}


class Taught:
    """What was known before and what coders taught, the latter trusted by code: (1 − v) · before + v · after."""

    def __init__(self, before: Learner, after: Learner, trusted: NDArray[np.float64]) -> None:
        self._before, self._after, self._trusted = before, after, trusted

    @property
    def codes(self) -> list[int]:
        """The codes that something was learned of."""
        return sorted(self._before.models.keys() | {code for code in self._after.models if self._trusted[code]})

    def scores(self, features: Any, zero_shot: NDArray[np.float64]) -> NDArray[np.float64]:
        """Log-odds, passages × codes."""
        before = self._before.scores(features, zero_shot)
        if not self._trusted.any():
            return before
        return before + self._trusted * (self._after.scores(features, zero_shot) - before)

    def coefficients(self, features: slice) -> dict[int, NDArray[np.float64]]:
        """What was learned of some of the features, by code."""
        before, after = self._before.coefficients(features), self._after.coefficients(features)
        return {
            code: (1 - self._trusted[code]) * before.get(code, 0.0) + self._trusted[code] * after.get(code, 0.0)
            for code in self.codes
        }


def teach(before: Learner, read: Known, labelled: Known, *, judge: bool) -> tuple[Taught, NDArray[np.float64]]:
    """Learn from labelled passages besides those read before; also their scores out of fold, passages × codes.

    Without `judge` every code is trusted by its number alone, and the scores are those of the learner before.
    """
    n_codes = labelled.targets.shape[1]
    scores = before.scores(labelled.features, labelled.zero_shot)
    if not len(labelled):
        return Taught(before, before, np.zeros(n_codes)), scores
    positives = (labelled.targets == 1).sum(axis=0)
    spoken_of = ~np.isnan(labelled.targets).all(axis=0)
    trusted = np.where(spoken_of, [trust(max(n, 1), HALF_TRUST_IN_CODERS) for n in positives], 0.0)
    codes = np.flatnonzero(spoken_of)
    after = Learner().fit(read + labelled, codes)
    trusted[~np.isin(np.arange(n_codes), list(after.models))] = 0.0
    if judge and len(labelled) >= FOLDS:
        unseen = out_of_fold(read, labelled, codes)
        judged = [code for code in worse_than(scores, unseen, labelled.targets) if positives[code] >= MIN_JUDGED]
        trusted[judged] = 0.0
        scores = scores + trusted * (unseen - scores)
    return Taught(before, after, trusted), scores


def out_of_fold(
    read: Known | None, known: Known, codes: Sequence[int] | NDArray[np.intp] | None = None
) -> NDArray[np.float64]:
    """The scores of each passage by a learner that did not see it, but all that was `read` before."""
    from sklearn.model_selection import KFold

    result = known.zero_shot.copy()
    for train, test in KFold(FOLDS, shuffle=True, random_state=0).split(known.zero_shot):
        seen = known[train] if read is None else read + known[train]
        result[test] = Learner().fit(seen, codes).scores(known.features[test], known.zero_shot[test])
    return result


def worse_than(before: NDArray[np.float64], after: NDArray[np.float64], targets: NDArray[np.float64]) -> list[int]:
    """The codes that the scores `after` rank worse than those `before` do, by average precision."""
    from sklearn.metrics import average_precision_score

    worse = []
    for code in range(targets.shape[1]):
        known = ~np.isnan(targets[:, code])
        target = targets[known, code]
        if 0 < target.sum() < len(target):
            was, became = (average_precision_score(target, scores[known, code]) for scores in (before, after))
            if became < was:
                worse.append(code)
    return worse


def trust(passages: float, half: float) -> float:
    """How far what was learned from so many passages with the code is trusted, when `half` make it one half."""
    return float(passages / (passages + half))


def _fitted(features: Any, target: Any, weights: Any) -> Any:
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=REGULARISATION, solver="liblinear").fit(features, target, sample_weight=weights)


def _stack(features: Any, zero_shot: NDArray[np.float64]) -> Any:
    from scipy.sparse import csr_matrix, hstack

    return hstack([features, csr_matrix(zero_shot[:, None])]).tocsr()
