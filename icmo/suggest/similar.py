"""Words and letters of texts as numbers, and the likeness between a passage and what the code book says of a code.

Two tf–idf spaces: dictionary forms of words, and character n-grams, which find ``arbejdsidentiteten`` in
``identitet`` where words do not. The same numbers serve the likeness here and the classifier in `icmo.suggest.learned`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from icmo.models import Code
from icmo.text.danish import lemma

if TYPE_CHECKING:
    from numpy.typing import NDArray

_WORD = re.compile(r"[^\W\d_]{2,}")
LONGEST_NGRAM = 5


class TextSpace:
    """tf–idf over words and over character n-grams, fitted once on some texts."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.words = word_vectorizer().fit(texts)
        self.letters = character_vectorizer(LONGEST_NGRAM).fit(texts)

    def transform(self, texts: Sequence[str]) -> list[Any]:
        """Two sparse matrices texts × features: words, letters."""
        return [self.words.transform(texts), self.letters.transform(texts)]


class Centroids:
    """The middle of each code's texts in each space, and the likeness of passages to it."""

    def __init__(self, spaces: Sequence[Any], owner: NDArray[np.intp], n_codes: int) -> None:
        self._spaces, self._owner = spaces, owner
        self._sums = [_sums(space, owner, n_codes) for space in spaces]
        self._centroids = [_normal(sums) for sums in self._sums]

    def likeness(self, spaces: Sequence[Any]) -> list[NDArray[np.float64]]:
        """One array passages × codes for each space: the cosine to the middle of the code's texts."""
        return [np.asarray(space @ centroid.T) for space, centroid in zip(spaces, self._centroids, strict=True)]

    def likeness_without_itself(self, rows: NDArray[np.intp]) -> list[NDArray[np.float64]]:
        """The likeness of some of the codes' own texts, each compared with its own code's other texts only."""
        found = self.likeness([space[rows] for space in self._spaces])
        for space, sums, values in zip(self._spaces, self._sums, found, strict=True):
            for place, row in enumerate(rows):
                own = self._owner[row]
                rest = _normal(sums[[own]] - space[[row]].toarray())
                values[place, own] = (space[[row]] @ rest.T)[0, 0]
        return found


def code_texts(code: Code) -> list[str]:
    """What the code book says of a code: label, definition and include rules in one, then each example."""
    return [" ".join([code.label.da, code.definition.da, *code.include.da]), *code.examples]


def lemmas(text: str) -> list[str]:
    """The words of a text in dictionary form; a dash where there is none, so that no vocabulary is empty."""
    return [lemma(word) for word in _WORD.findall(text.lower())] or ["–"]


def words_with_places(text: str) -> Iterator[tuple[str, int, int]]:
    """The words of a text in dictionary form, each with the span of what stands there."""
    for match in _WORD.finditer(text.lower()):
        yield lemma(match[0]), *match.span()


def word_vectorizer() -> Any:
    """tf–idf over dictionary forms."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    return TfidfVectorizer(analyzer=lemmas, sublinear_tf=True)


def character_vectorizer(longest: int) -> Any:
    """tf–idf over character n-grams of three to `longest` letters within words."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    return TfidfVectorizer(analyzer="char_wb", ngram_range=(3, longest), sublinear_tf=True)


def _sums(space: Any, owner: NDArray[np.intp], n_codes: int) -> NDArray[np.float64]:
    return np.vstack([np.asarray(space[owner == code].sum(axis=0)) for code in range(n_codes)])


def _normal(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    from sklearn.preprocessing import normalize

    return np.asarray(normalize(rows))
