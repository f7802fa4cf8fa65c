"""Likeness between a passage and what the code book says of a code: its definition, rules and examples.

Two views, each tf–idf with cosine similarity: dictionary forms of words, and character n-grams, which find
``arbejdsidentiteten`` in ``identitet`` where words do not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from icmo.models import Code
from icmo.text.danish import lemma

if TYPE_CHECKING:
    from numpy.typing import NDArray

_WORD = re.compile(r"[^\W\d_]{2,}")
MIN_LIKENESS = 0.12  # below this an example explains nothing


@dataclass(frozen=True)
class Nearest:
    """The example of a code that a passage resembles most, with the cosine similarity."""

    example: str
    likeness: float


class Similarity:
    """Cosine similarity between passages and codes, in two views."""

    def __init__(self, codes: Sequence[Code]) -> None:
        texts = [text for code in codes for text in code_texts(code)]
        self._owner = np.array([i for i, code in enumerate(codes) for _ in code_texts(code)])
        self._texts = texts
        self._examples = [set(code.examples) for code in codes]
        self._vectorizers = [_words(), _characters()]
        self._matrices = [vectorizer.fit_transform(texts) for vectorizer in self._vectorizers]
        self._n_codes = len(codes)

    def views(self, passages: Sequence[str]) -> list[NDArray[np.float64]]:
        """One array passages × codes for each view: the likeness to the mean of the code's texts."""
        return [
            _to_centroids(vectorizer.transform(passages), matrix, self._owner, self._n_codes)
            for vectorizer, matrix in zip(self._vectorizers, self._matrices, strict=True)
        ]

    def nearest(self, passages: Sequence[str]) -> list[list[Nearest | None]]:
        """For each passage and code the example that explains the likeness, where there is one."""
        likeness = (self._vectorizers[0].transform(passages) @ self._matrices[0].T).toarray()
        return [[self._best(row, code) for code in range(self._n_codes)] for row in likeness]

    def _best(self, row: NDArray[np.float64], code: int) -> Nearest | None:
        own = [i for i in np.flatnonzero(self._owner == code) if self._texts[i] in self._examples[code]]
        if not own:
            return None
        best = max(own, key=lambda i: row[i])
        return Nearest(self._texts[best], float(row[best])) if row[best] >= MIN_LIKENESS else None


def code_texts(code: Code) -> list[str]:
    """What the code book says of a code: label, definition and include rules in one, then each example."""
    return [" ".join([code.label.da, code.definition.da, *code.include.da]), *code.examples]


def lemmas(text: str) -> list[str]:
    """The words of a text in dictionary form; a dash where there is none, so that no vocabulary is empty."""
    return [lemma(word) for word in _WORD.findall(text.lower())] or ["–"]


def _words() -> Any:
    from sklearn.feature_extraction.text import TfidfVectorizer

    return TfidfVectorizer(analyzer=lemmas, sublinear_tf=True)


def _characters() -> Any:
    from sklearn.feature_extraction.text import TfidfVectorizer

    return TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 6), sublinear_tf=True)


def _to_centroids(passages: Any, texts: Any, owner: NDArray[Any], n_codes: int) -> NDArray[np.float64]:
    from sklearn.preprocessing import normalize

    centroids = np.vstack([np.asarray(texts[owner == code].mean(axis=0)) for code in range(n_codes)])
    return np.asarray(passages @ normalize(centroids).T)
