"""Whether a passage tells of help, of hindrance, or of success in spite of something.

``trods`` by turns of phrase alone (the lexicon `forbindelser`); ``hæmmer`` by a logistic regression over turns of
phrase, words and letters, learned from the invented passages; ``fremmer`` otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from icmo import lexicon, resources
from icmo.files import read_text
from icmo.models import Polarity
from icmo.suggest import cues, invented
from icmo.suggest.similar import TextSpace
from icmo.text.danish import pipeline

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEXICON = "forbindelser"
DESPITE = 0.8  # log(1 + weight) of turns of phrase: one strong one, or two
HINDERING = 0.4  # probability; hindrance is told in plainer words than it is noticed
REGULARISATION = 10.0


@lru_cache(maxsize=1)
def polarity_suggester() -> PolaritySuggester:
    """The suggester, fitted once."""
    return PolaritySuggester().fit()


class PolaritySuggester:
    """Suggests fremmer, hæmmer or trods for texts."""

    def fit(self) -> PolaritySuggester:
        """Learn from the invented passages."""
        from sklearn.linear_model import LogisticRegression

        book = lexicon.loads(read_text(resources.codebook_dir() / "lexicon" / f"{LEXICON}.yaml"))
        self._concepts = [concept.id for concept in book.concepts]
        self._matcher = cues.CueMatcher(book.concepts)
        told = [passage for passage in invented.passages() if passage.polarity]
        self._space = TextSpace([passage.text for passage in told])
        hinders = [passage.polarity == Polarity.HINDERS for passage in told]
        features, _turns = self._features([passage.text for passage in told])
        self._model = LogisticRegression(C=REGULARISATION, max_iter=1000).fit(features, hinders)
        return self

    def predict(self, texts: Sequence[str]) -> list[Polarity]:
        """The polarity of each text."""
        if not len(texts):
            return []
        features, turns = self._features(texts)
        hinders = self._model.predict_proba(features)[:, 1] >= HINDERING
        despite = turns[:, self._concepts.index("trods")] >= DESPITE
        return [
            Polarity.DESPITE if in_spite else Polarity.HINDERS if hindered else Polarity.FURTHERS
            for in_spite, hindered in zip(despite, hinders, strict=True)
        ]

    def _features(self, texts: Sequence[str]) -> tuple[Any, NDArray[np.float64]]:
        hits = [self._matcher.hits(doc) for doc in pipeline().pipe(texts)]
        turns = np.log1p(cues.scores(hits, len(self._concepts)))
        return sparse.hstack([sparse.csr_matrix(turns), *self._space.transform(texts)]).tocsr(), turns
