"""Likeness between a passage and what the code book says of a code: its definition, rules and examples.

Two views, each tf–idf with cosine similarity: dictionary forms of words, and character n-grams, which find
``arbejdsidentiteten`` in ``identitet`` where words do not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from icmo.models import Code
from icmo.text.danish import lemma

if TYPE_CHECKING:
    from numpy.typing import NDArray

_WORD = re.compile(r"[^\W\d_]{2,}")
MIN_LIKENESS = 0.12  # below this an example explains nothing


class Similarity:
    """Cosine similarity between passages and codes, in two views."""

    def __init__(self, codes: Sequence[Code]) -> None:
        owned = [(i, text, text in code.examples) for i, code in enumerate(codes) for text in code_texts(code)]
        texts = self._texts = [text for _owner, text, _example in owned]
        self._owner = np.array([owner for owner, _text, _example in owned])
        is_example = np.array([example for _owner, _text, example in owned])
        self._examples_of = [np.flatnonzero((self._owner == i) & is_example) for i in range(len(codes))]
        self._vectorizers = [word_vectorizer(), character_vectorizer(6)]
        self._matrices = [vectorizer.fit_transform(texts) for vectorizer in self._vectorizers]
        self._n_codes = len(codes)

    def views(self, passages: Sequence[str]) -> list[NDArray[np.float64]]:
        """One array passages × codes for each view: the likeness to the mean of the code's texts."""
        return [
            _to_centroids(vectorizer.transform(passages), matrix, self._owner, self._n_codes)
            for vectorizer, matrix in zip(self._vectorizers, self._matrices, strict=True)
        ]

    def nearest(self, passages: Sequence[str]) -> list[Callable[[int], str | None]]:
        """For each passage a function from a code's column to the example that explains the likeness, if any does."""
        likeness = (self._vectorizers[0].transform(passages) @ self._matrices[0].T).tocsr()
        return [partial(self._best_example, likeness[row]) for row in range(likeness.shape[0])]

    def _best_example(self, likeness: Any, code: int) -> str | None:
        own = self._examples_of[code]
        if not len(own):
            return None
        values = likeness[:, own].toarray()[0]
        best = int(values.argmax())
        return self._texts[own[best]] if values[best] >= MIN_LIKENESS else None


def code_texts(code: Code) -> list[str]:
    """What the code book says of a code: label, definition and include rules in one, then each example."""
    return [" ".join([code.label.da, code.definition.da, *code.include.da]), *code.examples]


def lemmas(text: str) -> list[str]:
    """The words of a text in dictionary form; a dash where there is none, so that no vocabulary is empty."""
    return [lemma(word) for word in _WORD.findall(text.lower())] or ["–"]


def word_vectorizer() -> Any:
    """tf–idf over dictionary forms."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    return TfidfVectorizer(analyzer=lemmas, sublinear_tf=True)


def character_vectorizer(longest: int) -> Any:
    """tf–idf over character n-grams of three to `longest` letters within words."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    return TfidfVectorizer(analyzer="char_wb", ngram_range=(3, longest), sublinear_tf=True)


def _to_centroids(passages: Any, texts: Any, owner: NDArray[Any], n_codes: int) -> NDArray[np.float64]:
    from sklearn.preprocessing import normalize

    centroids = np.vstack([np.asarray(texts[owner == code].mean(axis=0)) for code in range(n_codes)])
    return np.asarray(passages @ normalize(centroids).T)
