"""What can be said of a passage before anybody has coded: cues and likeness, and further views, as one score per code.

The views are brought to one scale, weighted, added, and turned into log-odds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from icmo.models import Code, Codebook, Kind
from icmo.suggest import cues, invented
from icmo.suggest.similar import Centroids, TextSpace, code_texts
from icmo.text.danish import pipeline
from icmo.text.passages import sentences_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from icmo.suggest.views import View

VIEW_WEIGHTS = (2.0, 1.0, 1.0)  # cues, words, letters; further views count as one of the latter
SHORT = 10.0  # words; longer passages have cues by chance, so their cues count for less
CONCEPT_SCALE = 0.5  # of the concept features of the classifiers, which regularisation makes matter
MIN_CALIBRATION = 10  # known passages or examples; with fewer, scores keep a fixed scale
RANKED = (Kind.MECHANISM, Kind.MODERATOR)  # what is ranked for texts outside projects, and measured
COMPETING = (  # kinds whose codes compete for a place among a passage's suggestions, and share a scale
    RANKED,
    (Kind.INTERVENTION, Kind.METHOD, Kind.PRINCIPLE),
    (Kind.CONTEXT, Kind.TARGET_GROUP, Kind.THEME),
    (Kind.OUTCOME,),
)


@dataclass(frozen=True)
class Seen:
    """Texts with what stands in them, not yet scored."""

    texts: tuple[str, ...]
    hits: tuple[tuple[cues.Hit, ...], ...]
    sentences: tuple[tuple[tuple[int, int], ...], ...]  # the spans of each text's sentences
    concepts: NDArray[np.float64]  # how strongly the cues of each concept speak, texts × concepts
    spaces: tuple[Any, ...]  # sparse, texts × features: words, letters


@dataclass(frozen=True)
class Encoded(Seen):
    """Texts as the engine sees them; made once, scored as often as labels come."""

    features: Any  # sparse: concepts, words, letters
    zero_shot: NDArray[np.float64]  # log-odds without labels, texts × codes

    def __getitem__(self, rows: NDArray[np.intp]) -> Encoded:
        return Encoded(
            texts=tuple(self.texts[i] for i in rows),
            hits=tuple(self.hits[i] for i in rows),
            sentences=tuple(self.sentences[i] for i in rows),
            concepts=self.concepts[rows],
            spaces=tuple(space[rows] for space in self.spaces),
            features=self.features[rows],
            zero_shot=self.zero_shot[rows],
        )


class ZeroShot:
    """A code book compiled: reads texts and scores codes without any labels of coders.

    Scales come from the invented passages for the codes that these are labelled with; for other books from their own
    examples.
    """

    def __init__(self, codebook: Codebook, codes: Sequence[Code], views: Sequence[View] = ()) -> None:
        self.codes, self.views = tuple(codes), tuple(views)
        known = {code.id for code in codes}
        self.concepts = [one for one in codebook.concepts if known.intersection(one.codes)]
        factors = np.array([[one.codes.get(code.id, 0.0) for code in codes] for one in self.concepts])
        self.factors = factors.reshape(-1, len(codes))
        self._matcher = cues.CueMatcher(self.concepts)
        targets = invented.targets(codes)
        self.taught = not np.isnan(targets).all()
        read = [passage.text for passage in invented.passages()] if self.taught else []
        self.targets_read = targets[: len(read)]
        self.said = [(i, text) for i, code in enumerate(codes) for text in code_texts(code)]
        said = [text for _i, text in self.said]
        self.space = TextSpace([*said, *read])
        self.said_spaces = self.space.transform(said)
        self._centroids = Centroids(self.said_spaces, np.array([i for i, _text in self.said]), len(codes))
        for view in views:
            view.prepare(codes)
        seen = self._see(read)
        if self.taught:
            self._scale(self._views(seen), self.targets_read)
        else:
            self._scale_on_examples()
        self.read = self._encoded(seen)

    def encode(self, texts: Sequence[str]) -> Encoded:
        """Texts as the engine sees them, to be scored now and again."""
        return self._encoded(self._see(texts))

    def cue_scores(self, seen: Seen) -> NDArray[np.float64]:
        """What the cues say, texts × codes, over the square root of the length: long passages have more by chance."""
        lengths = np.array([len(text.split()) for text in seen.texts])
        return np.asarray(seen.concepts @ self.factors / np.sqrt(1 + lengths / SHORT)[:, None])

    def _see(self, texts: Sequence[str]) -> Seen:
        docs = list(pipeline().pipe(texts))
        hits = tuple(tuple(self._matcher.hits(doc)) for doc in docs)
        return Seen(
            texts=tuple(texts),
            hits=hits,
            sentences=tuple(tuple(sentences_of(doc)) for doc in docs),
            concepts=cues.scores(hits, len(self.concepts)),
            spaces=tuple(self.space.transform(texts) if len(texts) else [space[:0] for space in self.said_spaces]),
        )

    def _encoded(self, seen: Seen) -> Encoded:
        concepts = sparse.csr_matrix(CONCEPT_SCALE * np.log1p(seen.concepts))
        features = sparse.hstack([concepts, *seen.spaces]).tocsr()
        zero_shot = np.asarray(self._slope * self._sum(self._views(seen)) + self._intercept)
        return Encoded(**seen.__dict__, features=features, zero_shot=zero_shot)

    def _views(self, seen: Seen) -> list[NDArray[np.float64]]:
        """Every view of the texts: arrays texts × codes."""
        return [
            self.cue_scores(seen),
            *self._centroids.likeness(seen.spaces),
            *(view.score(seen.texts) for view in self.views),
        ]

    def _sum(self, views: Sequence[NDArray[np.float64]]) -> NDArray[np.float64]:
        return np.asarray(sum(view / scale for view, scale in zip(views, self._scales, strict=True)))

    # --- Scales -----------------------------------------------------------------------------------------

    def _scale(self, views: list[NDArray[np.float64]], targets: NDArray[np.float64]) -> None:
        """Let the views spread alike, and turn their sum into log-odds (Platt 1999), on texts of known codes."""
        weights = [*VIEW_WEIGHTS, *(1.0 for _view in self.views)]
        known = ~np.isnan(targets)
        self._scales = [1.0] * len(views)
        self._slope, self._intercept = np.ones(targets.shape[1]), np.full(targets.shape[1], -3.0)
        if known.any(axis=1).sum() >= MIN_CALIBRATION and 0 < targets[known].sum() < known.sum():
            self._scales = [
                float(view[known].std()) / weight or 1.0 for view, weight in zip(views, weights, strict=True)
            ]
            self._slope, self._intercept = self.platt(self._sum(views), targets, np.ones(targets.shape))

    def _scale_on_examples(self) -> None:
        """Scale a book that the invented passages know nothing of on its own examples.

        Likeness is measured with each example left out of the texts that it is compared with. Cues are not: whoever
        wrote the examples wrote the cues too, so scores are higher here than on interviews.
        """
        examples = [i for i, (owner, text) in enumerate(self.said) if text in self.codes[owner].examples]
        rows = np.array(examples, dtype=np.intp)
        texts = [self.said[i][1] for i in rows]
        targets = np.array([[float(code == self.said[i][0]) for code in range(len(self.codes))] for i in rows])
        views = [
            self.cue_scores(self._see(texts)),
            *self._centroids.likeness_without_itself(rows),
            *(view.score(texts) for view in self.views),
        ]
        self._scale(views, targets.reshape(len(rows), len(self.codes)))

    def platt(
        self, scores: NDArray[np.float64], targets: NDArray[np.float64], weights: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Slope and intercept for each code that turn scores into log-odds (Platt 1999).

        Codes that compete for a place share theirs: rare codes have too few passages for their own, and a common scale
        keeps them from floating up. A group of which nothing is known takes that of all together.
        """
        columns = range(targets.shape[1])
        everywhere = _platt(scores, targets, weights, list(columns)) or (1.0, 0.0)
        kinds = [code.kind for code in self.codes]
        groups = [[i for i in columns if kinds[i] in group] for group in COMPETING]
        shared = [_platt(scores, targets, weights, group) or everywhere for group in groups]
        fitted = {i: found for group, found in zip(groups, shared, strict=True) for i in group}
        return np.array([fitted[i][0] for i in columns]), np.array([fitted[i][1] for i in columns])


def _platt(scores: Any, targets: Any, weights: Any, columns: Sequence[int]) -> tuple[float, float] | None:
    known = ~np.isnan(targets[:, columns])
    target = targets[:, columns][known]
    if not 0 < target.sum() < len(target):
        return None
    model = LogisticRegression().fit(
        scores[:, columns][known][:, None], target, sample_weight=weights[:, columns][known]
    )
    return float(model.coef_[0, 0]), float(model.intercept_[0])
