"""What labelled passages teach: one logistic regression per code over concepts, words, letters and the zero-shot score.

A label is 1 (the code is there), 0 (it is not) or NaN (nobody knows); unknown cells teach nothing. The invented
passages make a first learner; a coder's labels make a second one, which is trusted by how many there are, and for no
code that it ranks worse than the first did.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from icmo.suggest import logistic

if TYPE_CHECKING:
    from numpy.typing import NDArray

HALF_TRUST = 10  # invented passages with the code at which the classifier weighs as much as the zero-shot score
HALF_TRUST_IN_CODERS = 3  # passages that coders gave the code at which they weigh as much as all that was known before
MIN_POSITIVE = 3  # a code seen less often teaches nothing
MIN_JUDGED = 10  # passages with the code before a learner is judged worse than another
REGULARISATION = 1.0  # as C of scikit-learn's LogisticRegression
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

    def __add__(self, other: Known) -> Known:
        from scipy.sparse import vstack

        arrays = ((self.zero_shot, other.zero_shot), (self.targets, other.targets), (self.weights, other.weights))
        return Known(vstack([self.features, other.features]).tocsr(), *(np.vstack(pair) for pair in arrays))


@dataclass(frozen=True)
class Learner:
    """One classifier per code, for the codes of which enough is known.

    `trust` is 0 for codes that nothing was learned of. `words` (features × codes), `slope` and `intercept` are what the
    classifiers make of the features, of the zero-shot score, and of nothing.
    """

    trust: NDArray[np.float64]
    words: NDArray[np.float64]
    slope: NDArray[np.float64]
    intercept: NDArray[np.float64]

    @property
    def codes(self) -> list[int]:
        """The codes that something was learned of."""
        return [int(code) for code in np.flatnonzero(self.trust)]

    def distrusting(self, codes: Sequence[int]) -> Learner:
        """One that leaves these codes to the zero-shot score."""
        return replace(self, trust=np.where(np.isin(np.arange(len(self.trust)), codes), 0.0, self.trust))

    def scores(self, features: Any, zero_shot: NDArray[np.float64]) -> NDArray[np.float64]:
        """Log-odds, passages × codes: (1 − v) · zero-shot + v · learned, v = n / (n + 10), n passages with the code."""
        learned = features @ self.words + self.slope * zero_shot + self.intercept
        return np.asarray(zero_shot + self.trust * (learned - zero_shot))

    def coefficients(self, features: slice) -> dict[int, NDArray[np.float64]]:
        """What the classifiers make of some of the features, by code."""
        return {code: self.trust[code] * self.words[features, code] for code in self.codes}


class Taught:
    """What was known before and what coders taught, the latter trusted by code: (1 − v) · before + v · after."""

    def __init__(self, before: Learner, after: Learner, trusted: NDArray[np.float64]) -> None:
        self._before, self._after, self._trusted = before, after, trusted

    @property
    def codes(self) -> list[int]:
        """The codes that something was learned of."""
        return sorted({*self._before.codes, *(code for code in self._after.codes if self._trusted[code])})

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
    scores = before.scores(labelled.features, labelled.zero_shot)
    if not len(labelled):
        return Taught(before, before, np.zeros(scores.shape[1])), scores
    judge = judge and len(labelled) >= FOLDS
    after, unseen = learn(read, labelled, judge=judge)
    positives = (labelled.targets == 1).sum(axis=0)
    trusted = np.where(after.trust > 0, trust(np.maximum(positives, 1), HALF_TRUST_IN_CODERS), 0.0)
    if judge:
        judged = [code for code in worse_than(scores, unseen, labelled.targets) if positives[code] >= MIN_JUDGED]
        trusted[judged] = 0.0
        scores = scores + trusted * (unseen - scores)
    return Taught(before, after, trusted), scores


def learn(read: Known | None, known: Known, *, judge: bool) -> tuple[Learner, NDArray[np.float64]]:
    """Learn the codes that the known passages speak of, from these and from those read before.

    Also gives the scores of each passage by a learner that did not see it, but all that was read before; without
    `judge`, the zero-shot scores. All these learners are fitted at once.
    """
    every = known if read is None else read + known
    first = len(every) - len(known)
    unknown = np.isnan(every.targets) | np.isnan(known.targets).all(axis=0)
    costs, targets = np.where(unknown, 0.0, REGULARISATION * every.weights), np.nan_to_num(every.targets)
    held_out = [np.arange(0), *((first + rows for rows in _folds(len(known))) if judge else ())]
    seen = [_without(costs, rows) for rows in held_out]
    trusted = [_trusted(targets, one) for one in seen]
    fitted = logistic.fit(
        logistic.products(every.features),
        np.hstack([every.zero_shot for _one in seen]),
        np.hstack([targets for _one in seen]),
        np.hstack([one * (v > 0) for one, v in zip(seen, trusted, strict=True)]),
    )
    scores = every.zero_shot.copy()
    for rows, v, found in zip(held_out, trusted, np.hsplit(fitted.scores, len(seen)), strict=True):
        scores[rows] += v * (found[rows] - scores[rows])
    return _learner(every, trusted[0], np.hsplit(fitted.shares, len(seen))[0]), scores[first:]


def _learner(known: Known, trusted: NDArray[np.float64], shares: NDArray[np.float64]) -> Learner:
    slope = (known.zero_shot * shares).sum(axis=0)
    return Learner(trusted, np.asarray(known.features.T @ shares), slope, shares.sum(axis=0))


def _folds(passages: int) -> Iterator[NDArray[np.intp]]:
    """The passages that are held out together."""
    from sklearn.model_selection import KFold

    return (test for _train, test in KFold(FOLDS, shuffle=True, random_state=0).split(np.arange(passages)))


def _without(costs: NDArray[np.float64], rows: NDArray[np.intp]) -> NDArray[np.float64]:
    left = costs.copy()
    left[rows] = 0.0
    return left


def _trusted(targets: NDArray[np.float64], costs: NDArray[np.float64]) -> NDArray[np.float64]:
    """How far each code's classifier is trusted; not at all where a code was seen too seldom, or never absent."""
    seen = costs > 0
    positives = (targets * seen).sum(axis=0)
    enough = (positives >= MIN_POSITIVE) & (positives < seen.sum(axis=0))
    return np.where(enough, trust(positives, HALF_TRUST), 0.0)


def worse_than(before: NDArray[np.float64], after: NDArray[np.float64], targets: NDArray[np.float64]) -> list[int]:
    """The codes that the scores `after` rank worse than those `before` do, by average precision."""
    worse = []
    for code in range(targets.shape[1]):
        known = ~np.isnan(targets[:, code])
        target = targets[known, code]
        if 0 < target.sum() < len(target):
            was, became = (average_precision(target, scores[known, code]) for scores in (before, after))
            if became < was:
                worse.append(code)
    return worse


def average_precision(truth: NDArray[Any], scores: NDArray[np.float64]) -> float:
    """The precision at each right passage, meant over these; passages with one score stand at one place.

    As scikit-learn's ``average_precision_score``, whose checks take ten times as long as the sum.

    Examples
    --------
    >>> average_precision(np.array([1, 0, 1]), np.array([3.0, 2.0, 1.0]))  # (1/1 + 2/3) / 2
    0.8333333333333333
    """
    order = np.argsort(-scores, kind="stable")
    last = np.append(np.flatnonzero(np.diff(scores[order])), len(scores) - 1)
    right = np.cumsum(truth[order])[last]
    return float((np.diff(right, prepend=0) * right / (last + 1)).sum() / right[-1])


def trust(passages: NDArray[Any], half: float) -> NDArray[np.float64]:
    """How far what was learned from so many passages with the code is trusted, when `half` make it one half."""
    return np.asarray(passages / (passages + half))
