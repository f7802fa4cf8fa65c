"""What labelled passages teach: one logistic regression per code over words, character n-grams and zero-shot scores.

With few labels a classifier alone is worse than cues, so `blend` trusts it by n / (n + 30): with no labels not at all,
with thirty half.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

HALF_TRUST = 30  # labelled passages at which the classifier weighs as much as the zero-shot score
MIN_POSITIVE = 2  # a code seen less often is left to the zero-shot score


class Learner:
    """Codes learned from labelled passages, ranked with the zero-shot scores as one of the features."""

    def __init__(self, classes: Sequence[str]) -> None:
        self.classes = tuple(classes)
        self._models: dict[int, Any] = {}
        self.n_labelled = 0

    def fit(self, passages: Sequence[str], zero_shot: NDArray[np.float64], labels: Sequence[set[str]]) -> Learner:
        """Learn from passages, their zero-shot scores (passages × codes) and their codes."""
        from sklearn.linear_model import LogisticRegression

        kept = [i for i, passage in enumerate(passages) if passage.strip()]
        passages, labels, zero_shot = [passages[i] for i in kept], [labels[i] for i in kept], zero_shot[kept]
        targets = {column: np.array([code in found for found in labels]) for column, code in enumerate(self.classes)}
        learnable = {column: t for column, t in targets.items() if MIN_POSITIVE <= t.sum() < len(t)}
        self.n_labelled = len(passages)
        if learnable:
            self._vectorizer = _features().fit(passages)
            words = self._vectorizer.transform(passages)
            for column, target in learnable.items():
                model = LogisticRegression(C=1.0, solver="liblinear")
                self._models[column] = model.fit(_stack(words, zero_shot[:, column]), target)
        return self

    def scores(self, passages: Sequence[str], zero_shot: NDArray[np.float64]) -> NDArray[np.float64]:
        """The log-odds of each code, passages × codes; NaN where a code was not learned."""
        result = np.full(zero_shot.shape, np.nan)
        if not self._models:
            return result
        words = self._vectorizer.transform(passages)
        for column, model in self._models.items():
            result[:, column] = model.decision_function(_stack(words, zero_shot[:, column]))
        return result


def blend(zero_shot: NDArray[np.float64], learned: NDArray[np.float64], n_labelled: int) -> NDArray[np.float64]:
    """(1 − v) · zero-shot + v · learned, v = n / (n + 30), both in log-odds; zero-shot where nothing was learned."""
    trust = n_labelled / (n_labelled + HALF_TRUST)
    return np.where(np.isnan(learned), zero_shot, (1 - trust) * zero_shot + trust * np.nan_to_num(learned))


def _features() -> Any:
    from sklearn.pipeline import make_union

    from icmo.suggest.similar import character_vectorizer, word_vectorizer

    return make_union(word_vectorizer(), character_vectorizer(5))


def _stack(words: Any, zero_shot: NDArray[np.float64]) -> Any:
    from scipy.sparse import csr_matrix, hstack

    return hstack([words, csr_matrix(zero_shot[:, None])]).tocsr()
