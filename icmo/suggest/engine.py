"""The suggestion engine: cues, likeness and labels combined into ranked codes, each with its reasons.

`CodeSuggester` follows scikit-learn's conventions: parameters in the constructor, `fit(X, y)` with texts and
their codes (or none), `predict_proba(X)`, `classes_`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from sklearn.base import BaseEstimator
from sklearn.utils.validation import check_is_fitted

from icmo.errors import InvalidError
from icmo.i18n import _
from icmo.models import POSSIBLE, STRONG, WEAK, Codebook, Kind, Reason
from icmo.suggest.learned import Known, Learner, learn, teach, worse_than
from icmo.suggest.reasons import Evidence, Explainer
from icmo.suggest.zero_shot import MIN_CALIBRATION, Encoded, ZeroShot

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from icmo.suggest.views import View

ENGINE = "icmo-2"
BANDS = ((STRONG, 0.5), (POSSIBLE, 0.25))  # the lowest score of a band; below them all a code is weak
LABEL_WEIGHT = 3.0  # a coder's label against one of an invented passage
_KEPT = 4  # compiled code books


@dataclass(frozen=True)
class Ranked:
    """A code for a passage: its score in 0–1, band and reasons, and the part of the passage that carries it."""

    code: str
    score: float
    band: str
    reasons: tuple[Reason, ...]
    start: int = 0
    end: int = 0


Calibration = tuple["NDArray[np.float64]", "NDArray[np.float64]"]  # slope and intercept of each code


@dataclass(frozen=True)
class Foundation:
    """A code book compiled, and what the invented passages taught of it: all that comes before a coder's labels."""

    codebook: Codebook
    kinds: tuple[Kind, ...] | None
    zero_shot: ZeroShot
    read: Known
    before: Learner
    read_scores: NDArray[np.float64]  # of the invented passages, by learners that did not see them
    calibration: Calibration


_foundations: list[Foundation] = []  # the latest few, so that a code book is compiled once in a process


class CodeSuggester(BaseEstimator):  # type: ignore[misc]
    """Rank the codes of a code book for Danish passages.

    Parameters
    ----------
    codebook : Codebook
    kinds : the kinds of codes to suggest; by default all
    views : further evidence, such as word or sentence vectors (see `icmo.suggest.views`)
    model : a language model that is asked about every text (see `icmo.suggest.llm`); counts as much as all the rest

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

    def __init__(
        self,
        codebook: Codebook,
        *,
        kinds: tuple[Kind, ...] | None = None,
        views: tuple[View, ...] = (),
        model: View | None = None,
    ) -> None:
        self.codebook = codebook
        self.kinds = kinds
        self.views = views
        self.model = model

    # --- Learning ---------------------------------------------------------------------------------------

    def fit(
        self,
        X: Sequence[str] | None = None,  # noqa: N803
        y: Sequence[set[str]] | NDArray[np.float64] | None = None,
        sample_weight: NDArray[np.float64] | None = None,
    ) -> CodeSuggester:
        """Compile the code book, and learn from labelled passages where there are any.

        Parameters
        ----------
        X : texts, or None for the code book alone
        y : the set of all codes of each text; or an array texts × `classes_` with 1, 0 and NaN for unknown
        sample_weight : how much each text, or each cell of texts × `classes_`, counts; by default 1
        """
        self.compile()
        if X is None or y is None:
            return self.learn(self.encode([]), np.zeros((0, len(self.classes_))))
        return self.learn(self.encode(X), self._targets(y), sample_weight)

    def compile(self) -> CodeSuggester:
        """Make ready all that comes before labels; a code book is compiled once in a process."""
        codes = self.codebook.of_kind(*self.kinds) if self.kinds else self.codebook.codes
        if not codes:
            raise InvalidError(
                _("The code book has no codes to suggest."), _("Add codes, or choose another code book.")
            )
        self.classes_ = np.array([code.id for code in codes])
        found = self._kept() or self._found(ZeroShot(self.codebook, codes, self.views))
        self._foundation, self._zero_shot, self._calibration = found, found.zero_shot, found.calibration
        if self.model:
            self.model.prepare(codes)
        return self

    def _kept(self) -> Foundation | None:
        same = (one for one in _foundations if one.kinds == self.kinds and one.codebook == self.codebook)
        return None if self.views else next(same, None)

    def _found(self, zero_shot: ZeroShot) -> Foundation:
        """What the invented passages teach, but of the codes for which that does not help."""
        targets = zero_shot.targets_read
        read = Known(zero_shot.read.features, zero_shot.read.zero_shot, targets, np.ones(targets.shape))
        before, unseen = learn(None, read, judge=len(read) > 0)
        before = before.distrusting(worse_than(read.zero_shot, unseen, targets))
        scores = np.where(before.trust > 0, unseen, read.zero_shot)
        calibration = _calibrated(zero_shot, before.codes, scores, read)
        found = Foundation(self.codebook, self.kinds, zero_shot, read, before, scores, calibration)
        if not self.views:
            _foundations[:] = [*_foundations[-_KEPT + 1 :], found]
        return found

    def learn(
        self,
        encoded: Encoded,
        targets: NDArray[np.float64],
        sample_weight: NDArray[np.float64] | None = None,
        *,
        calibrate: bool = True,
    ) -> CodeSuggester:
        """Learn from encoded texts and what is known of them (texts × `classes_`: 1, 0, NaN).

        Scores are calibrated on passages that the classifiers did not see (Platt 1999, out of fold), and a code whose
        classifier ranks those worse than the cues and likeness do is left to these; unless `calibrate` is false, which
        keeps both from the last time.
        """
        weights = np.ones(targets.shape) if sample_weight is None else np.asarray(sample_weight, dtype=float)
        weights = weights[:, None] * np.ones(targets.shape) if weights.ndim == 1 else weights
        labelled = Known(encoded.features, encoded.zero_shot, targets, LABEL_WEIGHT * weights)
        found = self._foundation
        self._learner, scores = teach(found.before, found.read, labelled, judge=calibrate)
        self._explainer = Explainer(self._zero_shot, self._learner, encoded, targets)
        if calibrate:
            scores = np.vstack([found.read_scores, scores])
            known = found.read + labelled
            self._calibration = _calibrated(self._zero_shot, self._learner.codes, scores, known)
        return self

    def _targets(self, y: Sequence[set[str]] | NDArray[np.float64]) -> NDArray[np.float64]:
        if isinstance(y, np.ndarray):
            return np.asarray(y, dtype=float)
        return np.array([[float(code in found) for code in self.classes_] for found in y]).reshape(len(y), -1)

    # --- Scoring ----------------------------------------------------------------------------------------

    def encode(self, X: Sequence[str]) -> Encoded:  # noqa: N803
        """Texts as the engine sees them, to be scored now and again."""
        return self._zero_shot.encode(X)

    def decision_function(self, X: Sequence[str] | Encoded) -> NDArray[np.float64]:  # noqa: N803
        """The log-odds of each code: an array texts × codes."""
        check_is_fitted(self)
        read = X if isinstance(X, Encoded) else self.encode(X)
        scores = self._learner.scores(read.features, read.zero_shot)
        learned = self._learner.codes
        slope, intercept = self._calibration
        scores[:, learned] = slope[learned] * scores[:, learned] + intercept[learned]
        if self.model:
            said = self.model.score(read.texts)
            scores = np.where(np.isnan(said), scores, (scores + said) / 2)
        return scores

    def predict_proba(self, X: Sequence[str] | Encoded) -> NDArray[np.float64]:  # noqa: N803
        """The score of each code, each on its own: an array texts × codes with values in 0–1."""
        return _sigmoid(self.decision_function(X))

    def cue_scores(self, read: Encoded) -> NDArray[np.float64]:
        """What the cues alone say: an array texts × codes."""
        return self._zero_shot.cue_scores(read)

    def suggest(
        self,
        X: Sequence[str],  # noqa: N803
        *,
        top: int | None = None,
        together: Sequence[Sequence[Kind]] | None = None,
        weak: bool = True,
    ) -> list[list[Ranked]]:
        """The codes of each text with their reasons and the sentences that carry them, best first.

        Parameters
        ----------
        X : texts
        top : only the first so many codes; by default all
        together : kinds that compete with each other; `top` is taken, and the order kept, within each group
        weak : whether codes in the lowest band are given too
        """
        check_is_fitted(self)
        if not len(X):
            return []
        read = self.encode(X)
        probabilities = self.predict_proba(read)
        columns = self._columns(together)
        return [
            [
                self._ranked(evidence, i, float(scores[i]))
                for group in columns
                for i in group[np.argsort(-scores[group], kind="stable")[:top]]
                if weak or scores[i] >= BANDS[-1][1]
            ]
            for evidence, scores in zip(self._explainer.evidence(read), probabilities, strict=True)
        ]

    def _ranked(self, evidence: Evidence, code: int, score: float) -> Ranked:
        start, end = evidence.carrying(code)
        return Ranked(str(self.classes_[code]), score, band(score), evidence.reasons(code), start, end)

    def _columns(self, together: Sequence[Sequence[Kind]] | None) -> list[NDArray[np.intp]]:
        if together is None:
            return [np.arange(len(self.classes_))]
        kinds = [code.kind for code in self._zero_shot.codes]
        return [np.array([i for i, kind in enumerate(kinds) if kind in group], dtype=np.intp) for group in together]


def band(score: float) -> str:
    """``"stærk"``, ``"mulig"`` or ``"svag"``."""
    return next((name for name, least in BANDS if score >= least), WEAK)


def _calibrated(
    zero_shot: ZeroShot, learned: Collection[int], scores: NDArray[np.float64], known: Known
) -> Calibration:
    """What the scores of the learned codes are worth, from passages that their classifiers did not see (Platt 1999)."""
    n_codes = known.targets.shape[1]
    targets = np.where(np.isin(np.arange(n_codes), list(learned)), known.targets, np.nan)
    if (~np.isnan(targets)).any(axis=1).sum() < MIN_CALIBRATION:
        return np.ones(n_codes), np.zeros(n_codes)
    return zero_shot.platt(scores, targets, known.weights)


def _sigmoid(x: NDArray[np.float64]) -> NDArray[np.float64]:
    return 1.0 / (1.0 + np.exp(-np.clip(x, -500, 500)))
