"""Replay finished coding in document order: what would the engine have suggested before each passage was coded?

Every passage is scored by an engine that has seen only the passages before it. What it would have shown and the
coder has coded counts as accepted, what it would have shown and the coder has not coded as rejected; of all else the
engine learns nothing. Intervals come from drawing transcripts anew with replacement (bootstrap, 95 %).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from icmo.errors import InvalidError
from icmo.i18n import _
from icmo.models import Codebook, Kind, Material
from icmo.suggest.engine import BANDS, CodeSuggester
from icmo.suggest.labels import coded, read_passages
from icmo.suggest.learned import average_precision
from icmo.suggest.similar import code_texts
from icmo.suggest.zero_shot import RANKED, Encoded

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Scores = NDArray[np.float64]
    Truth = NDArray[np.bool_]

SHOWN = 3  # suggestions per passage
MIN_POSITIVE = 10  # passages with a code; with fewer its figures are chance
CHECKPOINTS = (0, 10, 20, 40, 80, 160, 320, 640, 1280, 2560, 5120)  # passages after which the engine learns anew
DRAWS = 200


@dataclass(frozen=True)
class Interval:
    """A figure with its 95 % interval; all NaN where there is nothing to measure."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Measured:
    """One engine over all codes: mean average precision, mean reciprocal rank, share of right codes among three."""

    engine: str
    mean_average_precision: Interval
    mean_reciprocal_rank: Interval
    recall_at_3: Interval


@dataclass(frozen=True)
class CodeMeasured:
    """One code in the learning engine: in how many passages it was, and how well it was suggested.

    `precision`, `recall` and `average_precision` are NaN with fewer than ten passages.
    """

    code: str
    positives: int
    shown: int
    precision: float
    recall: float
    average_precision: float


@dataclass(frozen=True)
class Stage:
    """The passages between two numbers of coded passages, scored with what was learned by then."""

    learned_from: int
    passages: int
    precision: float
    recall: float
    mean_reciprocal_rank: float


@dataclass(frozen=True)
class Replay:
    """A finished coding replayed."""

    passages: int
    transcripts: int
    coverage: float  # the share of passages with a suggestion
    engines: tuple[Measured, ...]
    codes: tuple[CodeMeasured, ...]
    stages: tuple[Stage, ...]


def replay(material: Material, *, coder: str | None = None, kinds: Sequence[Kind] = RANKED) -> Replay:
    """Replay the coding of the project, everybody's or one coder's.

    Raises
    ------
    InvalidError
        Nothing has been coded with codes of these kinds.
    """
    read = read_passages(material)
    found = coded(material, read, coder=coder)
    kinds = kinds if material.codebook.of_kind(*kinds) else tuple(Kind)
    suggester = CodeSuggester(material.codebook, kinds=tuple(kinds)).compile()
    codes = [str(code) for code in suggester.classes_]
    worked_in = {passage.transcript for passage in found}
    order = [passage for one in material.transcripts if one.guid in worked_in for passage in read[one.guid]]
    truth = np.array([[code in found.get(passage, ()) for code in codes] for passage in order])
    if not truth.any():
        raise InvalidError(
            _("There is no finished coding to replay."), _("Code some transcripts with these codes first.")
        )
    texts = [passage.text for passage in order]
    encoded = suggester.encode(texts)
    scores, stages = _prequential(suggester, encoded, truth)
    engines = {
        "icmo": scores,
        "icmo-unlabelled": suggester.learn(encoded[np.arange(0)], np.zeros((0, len(codes)))).decision_function(encoded),
        "cues": suggester.cue_scores(encoded),
        "tfidf": plain_tfidf(material.codebook, codes, texts),
        "random": np.random.default_rng(0).random(truth.shape),
    }
    groups = np.array([passage.transcript for passage in order])
    shown = suggested(scores)
    return Replay(
        passages=len(order),
        transcripts=len(worked_in),
        coverage=float(shown.any(axis=1).mean()),
        engines=tuple(_measured(name, values, truth, groups) for name, values in engines.items()),
        codes=tuple(_code(code, scores[:, i], shown[:, i], truth[:, i]) for i, code in enumerate(codes)),
        stages=tuple(stages),
    )


def _prequential(suggester: CodeSuggester, encoded: Encoded, truth: Truth) -> tuple[Scores, list[Stage]]:
    """Log-odds of every passage from what was known before it."""
    scores = np.zeros(truth.shape)
    known = np.full(truth.shape, np.nan)
    stages = []
    ends = [*(point for point in CHECKPOINTS if point < len(truth)), len(truth)]
    for start, end in pairwise(ends):
        before, now = np.arange(start), np.arange(start, end)
        suggester.learn(encoded[before], known[before])
        scores[now] = suggester.decision_function(encoded[now])
        shown = suggested(scores[now])
        known[now] = np.where(truth[now], 1.0, np.where(shown, 0.0, np.nan))
        stages.append(_stage(start, scores[now], shown, truth[now]))
    return scores, stages


def suggested(scores: Scores) -> Truth:
    """Which codes would be shown: the best three of a passage, without the weak ones. `scores` are log-odds."""
    least = BANDS[-1][1]
    rank = np.argsort(np.argsort(-scores, axis=1, kind="stable"), axis=1, kind="stable")
    return np.asarray((rank < SHOWN) & (scores >= np.log(least / (1 - least))))


def plain_tfidf(book: Codebook, codes: Sequence[str], texts: Sequence[str]) -> Scores:
    """What one would write first: the cosine to all that the code book says of a code."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer()
    said = vectorizer.fit_transform([" ".join(code_texts(book[code])) for code in codes])
    return np.asarray((vectorizer.transform(texts) @ said.T).toarray())


# --- Measures -----------------------------------------------------------------------------------------


def mean_average_precision(scores: Scores, truth: Truth) -> float:
    """Average precision of each code that occurs, meant over codes."""
    present = np.flatnonzero(truth.any(axis=0))
    return _mean([average_precision(truth[:, i], scores[:, i]) for i in present])


def mean_reciprocal_rank(scores: Scores, truth: Truth) -> float:
    """One over the rank of the first right code, meant over passages that have one."""
    ranked = _by_rank(scores, truth)
    return _mean(1 / (1 + ranked.argmax(axis=1)))


def recall_at_3(scores: Scores, truth: Truth) -> float:
    """The share of right codes that stand among the first three of their passage."""
    return float(_by_rank(scores, truth)[:, :3].sum() / truth.sum()) if truth.any() else np.nan


def _by_rank(scores: Scores, truth: Truth) -> Truth:
    order = np.argsort(-scores, axis=1, kind="stable")
    return np.take_along_axis(truth, order, axis=1)[truth.any(axis=1)]


def _measured(engine: str, scores: Scores, truth: Truth, groups: NDArray[np.str_]) -> Measured:
    measures = (mean_average_precision, mean_reciprocal_rank, recall_at_3)
    return Measured(engine, *(_interval(measure, scores, truth, groups) for measure in measures))


def _interval(
    measure: Callable[[Scores, Truth], float], scores: Scores, truth: Truth, groups: NDArray[np.str_]
) -> Interval:
    rows = [np.flatnonzero(groups == group) for group in dict.fromkeys(groups)]
    random = np.random.default_rng(0)
    draws = []
    for _draw in range(DRAWS if len(rows) > 1 else 0):
        drawn = np.concatenate([rows[i] for i in random.integers(len(rows), size=len(rows))])
        draws.append(measure(scores[drawn], truth[drawn]))
    low, high = np.nanquantile(draws, [0.025, 0.975]) if draws else (np.nan, np.nan)
    return Interval(measure(scores, truth), float(low), float(high))


def _code(code: str, scores: Scores, shown: Truth, truth: Truth) -> CodeMeasured:
    positives = int(truth.sum())
    if positives < MIN_POSITIVE:
        return CodeMeasured(code, positives, int(shown.sum()), np.nan, np.nan, np.nan)
    right = int((shown & truth).sum())
    precision = right / int(shown.sum()) if shown.any() else np.nan
    return CodeMeasured(
        code, positives, int(shown.sum()), precision, right / positives, average_precision(truth, scores)
    )


def _stage(learned_from: int, scores: Scores, shown: Truth, truth: Truth) -> Stage:
    right = int((shown & truth).sum())
    return Stage(
        learned_from,
        len(truth),
        right / int(shown.sum()) if shown.any() else np.nan,
        right / int(truth.sum()) if truth.any() else np.nan,
        mean_reciprocal_rank(scores, truth),
    )


def _mean(values: Sequence[float] | NDArray[np.float64]) -> float:
    return float(np.mean(values)) if len(values) else np.nan
