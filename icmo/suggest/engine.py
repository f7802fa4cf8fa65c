"""The suggestion engine: cues, likeness and labels combined into ranked codes, each with its reasons.

`CodeSuggester` follows scikit-learn's conventions: parameters in the constructor, `fit(X, y)` with texts and
their codes (or none), `predict_proba(X)`, `classes_`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.base import BaseEstimator
from sklearn.linear_model import LogisticRegression
from sklearn.utils.validation import check_is_fitted

from icmo.errors import InvalidError
from icmo.i18n import _
from icmo.models import POSSIBLE, STRONG, WEAK, Code, Codebook, Kind, Reason
from icmo.suggest import cues
from icmo.suggest.learned import Learner, blend
from icmo.suggest.similar import Similarity
from icmo.text.danish import pipeline

if TYPE_CHECKING:
    from numpy.typing import NDArray

ENGINE = "icmo-1"
BANDS = ((STRONG, 0.5), (POSSIBLE, 0.25))  # the lowest score of a band; below them all a code is weak
MAX_REASONS = 4
# Cues spread less, and likeness more, over interview passages than over the short examples of a code book; with these
# weights each view has about the same spread over the passages of the invented sample (no labels are looked at).
VIEW_WEIGHTS = (3.0, 1.0, 1.0)
CALIBRATION_FOLDS, MIN_CALIBRATION = 5, 10  # examples; with fewer, scores keep a fixed scale


@dataclass(frozen=True)
class Ranked:
    """A code for a passage: its score in 0–1, band and reasons."""

    code: str
    score: float
    band: str
    reasons: tuple[Reason, ...]


class CodeSuggester(BaseEstimator):  # type: ignore[misc]
    """Rank the codes of a code book for Danish passages.

    Parameters
    ----------
    codebook : Codebook
    kinds : the kinds of codes to suggest; by default all

    Attributes
    ----------
    classes_ : the ids of the codes, in the order of the columns of `predict_proba`

    Examples
    --------
    >>> from icmo import codebook
    >>> suggester = CodeSuggester(codebook.load("salado-rasmussen")).fit()
    >>> suggester.suggest(["Hun fik en fast kontaktperson, som hun stoler på."])[0][0].code
    'relationsdannelse'
    """

    def __init__(self, codebook: Codebook, *, kinds: tuple[Kind, ...] | None = None) -> None:
        self.codebook = codebook
        self.kinds = kinds

    # --- Learning ---------------------------------------------------------------------------------------

    def fit(self, X: Sequence[str] | None = None, y: Sequence[set[str]] | None = None) -> CodeSuggester:  # noqa: N803
        """Compile the code book, and learn from labelled passages where there are any.

        Parameters
        ----------
        X : texts, or None for the code book alone
        y : the set of codes of each text
        """
        codes = self._codes()
        if not codes:
            raise InvalidError(
                _("The code book has no codes to suggest."), _("Add codes, or choose another code book.")
            )
        self.classes_ = np.array([code.id for code in codes])
        self._matcher = cues.CueMatcher(codes)
        self._similarity = Similarity(codes)
        self._calibrate(codes)
        self._learner = Learner(list(self.classes_))
        if X is not None and y is not None and len(X):
            self._learner.fit(X, self._zero_shot(X, self._hits(X)), y)
        return self

    def _codes(self) -> tuple[Code, ...]:
        return self.codebook.of_kind(*self.kinds) if self.kinds else self.codebook.codes

    def _calibrate(self, codes: Sequence[Code]) -> None:
        """Scale the views, and turn their sum into log-odds, on the code book's own examples (Platt 1999).

        Likeness is measured with each example left out of the texts that it is compared with. Cues are not: whoever
        wrote the examples wrote the cues too, so scores are higher here than on interviews.
        """
        self._scales, self._slope, self._intercept = [1.0, 1.0, 1.0], 1.0, -3.0
        examples = [(code.id, text) for code in codes for text in code.examples]
        if len(examples) < MIN_CALIBRATION or len(codes) < 2:
            return
        texts = [text for _code, text in examples]
        views = [self._cue_scores(self._hits(texts)), *_left_out(codes, examples)]
        self._scales = [float(view.std()) / weight or 1.0 for view, weight in zip(views, VIEW_WEIGHTS, strict=True)]
        total = sum(view / scale for view, scale in zip(views, self._scales, strict=True))
        target = np.array([[code == owner for code in self.classes_] for owner, _text in examples])
        model = LogisticRegression().fit(np.ravel(total)[:, None], target.ravel())
        self._slope, self._intercept = float(model.coef_[0, 0]), float(model.intercept_[0])

    # --- Scoring ----------------------------------------------------------------------------------------

    def decision_function(self, X: Sequence[str]) -> NDArray[np.float64]:  # noqa: N803
        """The log-odds of each code: an array texts × codes."""
        check_is_fitted(self)
        return self._scores(X, self._hits(X))

    def predict_proba(self, X: Sequence[str]) -> NDArray[np.float64]:  # noqa: N803
        """The score of each code, each on its own: an array texts × codes with values in 0–1.

        They are calibrated on examples, not on interviews: good for ranking, too high as frequencies.
        """
        return _sigmoid(self.decision_function(X))

    def suggest(
        self,
        X: Sequence[str],  # noqa: N803
        *,
        top: int | None = None,
        together: Sequence[Sequence[Kind]] | None = None,
    ) -> list[list[Ranked]]:
        """The codes of each text with their reasons, best first.

        Parameters
        ----------
        X : texts
        top : only the first so many codes; by default all
        together : kinds that compete with each other; `top` is taken, and the order kept, within each group
        """
        check_is_fitted(self)
        if not len(X):
            return []
        hits = self._hits(X)
        probabilities = _sigmoid(self._scores(X, hits))
        examples = self._similarity.nearest(X)
        columns = self._columns(together)
        return [
            [
                Ranked(str(self.classes_[i]), float(row[i]), band(row[i]), self._reasons(text, i, found, near(i)))
                for group in columns
                for i in group[np.argsort(-row[group], kind="stable")[:top]]
            ]
            for text, row, found, near in zip(X, probabilities, hits, examples, strict=True)
        ]

    def _columns(self, together: Sequence[Sequence[Kind]] | None) -> list[NDArray[np.intp]]:
        if together is None:
            return [np.arange(len(self.classes_))]
        kinds = [code.kind for code in self._codes()]
        return [np.array([i for i, kind in enumerate(kinds) if kind in group], dtype=np.intp) for group in together]

    def _hits(self, texts: Sequence[str]) -> list[list[cues.Hit]]:
        return [self._matcher.hits(doc) for doc in pipeline().pipe(texts)]

    def _scores(self, texts: Sequence[str], hits: Sequence[Sequence[cues.Hit]]) -> NDArray[np.float64]:
        zero_shot = self._zero_shot(texts, hits)
        return blend(zero_shot, self._learner.scores(texts, zero_shot), self._learner.n_labelled)

    def _zero_shot(self, texts: Sequence[str], hits: Sequence[Sequence[cues.Hit]]) -> NDArray[np.float64]:
        views = [self._cue_scores(hits), *self._similarity.views(texts)]
        total = sum(view / scale for view, scale in zip(views, self._scales, strict=True))
        return np.asarray(self._slope * total + self._intercept)

    def _cue_scores(self, hits: Sequence[Sequence[cues.Hit]]) -> NDArray[np.float64]:
        return np.log1p(cues.scores(hits, list(self.classes_)))

    # --- Reasons ----------------------------------------------------------------------------------------

    def _reasons(self, text: str, i: int, hits: Sequence[cues.Hit], example: str | None) -> tuple[Reason, ...]:
        """The code's strongest cues as they stand in the text, each once, then the example that it resembles."""
        own = sorted((hit for hit in hits if hit.code == self.classes_[i]), key=lambda hit: (-hit.weight, hit.start))
        strongest: dict[str, cues.Hit] = {}
        for hit in own:
            strongest.setdefault(hit.cue, hit)
        shown = list(strongest.values())[:MAX_REASONS]
        reasons = [Reason("cue", text[hit.start : hit.end], hit.start, hit.end) for hit in shown]
        return (*reasons, Reason("example", example)) if example else tuple(reasons)


def band(score: float) -> str:
    """``"stærk"``, ``"mulig"`` or ``"svag"``."""
    return next((name for name, least in BANDS if score >= least), WEAK)


def _sigmoid(x: NDArray[np.float64]) -> NDArray[np.float64]:
    return 1.0 / (1.0 + np.exp(-np.clip(x, -500, 500)))


def _left_out(codes: Sequence[Code], examples: Sequence[tuple[str, str]]) -> list[NDArray[np.float64]]:
    """The likeness of each example to every code, from code books that lack a fifth of the examples."""
    rows: dict[int, list[NDArray[np.float64]]] = {}
    for fold in range(CALIBRATION_FOLDS):
        left_out = {i for i in range(len(examples)) if i % CALIBRATION_FOLDS == fold}
        texts = {examples[i][1] for i in left_out}
        reduced = [replace(code, examples=tuple(t for t in code.examples if t not in texts)) for code in codes]
        views: list[Any] = Similarity(reduced).views([examples[i][1] for i in sorted(left_out)])
        for place, i in enumerate(sorted(left_out)):
            rows[i] = [view[place] for view in views]
    return [np.array([rows[i][view] for i in range(len(examples))]) for view in range(2)]
