"""Why a code is suggested, in words, and which sentences of the passage carry it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from icmo.models import Reason
from icmo.suggest.cues import Hit
from icmo.suggest.learned import Taught
from icmo.suggest.similar import words_with_places
from icmo.text.danish import is_stop_word

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from icmo.suggest.zero_shot import Encoded, ZeroShot

MAX_CUES, MAX_WORDS = 4, 3
MIN_LIKENESS = 0.12  # below this an example explains nothing
MIN_TEACHING = 0.05  # what a word must add to the log-odds to be named
MIN_CARRIED = 30  # words; coders seldom mark less
MAX_STRIDE = 2  # sentences without evidence between two that have some
LEARNED_WEIGHT = 0.5  # of a learned word against a usual cue, when sentences are chosen


class Explainer:
    """What the engine knows that can be told as a reason: concepts, examples, coded passages, learned words."""

    def __init__(self, zero_shot: ZeroShot, learner: Taught, labelled: Encoded, targets: NDArray[np.float64]) -> None:
        codes, said = zero_shot.codes, zero_shot.said
        self.concepts, self.factors = zero_shot.concepts, zero_shot.factors
        self.vocabulary = zero_shot.space.words.vocabulary_
        first = len(self.concepts)
        self.coefficients = learner.coefficients(slice(first, first + len(self.vocabulary)))
        examples = [i for i, (owner, text) in enumerate(said) if text in codes[owner].examples]
        owners = [said[i][0] for i in examples]
        words = zero_shot.said_spaces[0][examples]
        self.examples = Texts([said[i][1] for i in examples], words, owners, range(len(examples)), len(codes))
        rows, owned_by = np.nonzero(targets == 1)
        self.coded = Texts(labelled.texts, labelled.spaces[0], owned_by, rows, len(codes))

    def evidence(self, read: Encoded) -> Iterator[Evidence]:
        """What there is to say of each text."""
        words = read.spaces[0]
        near_examples, near_coded = self.examples.likeness(words), self.coded.likeness(words)
        for row, text in enumerate(read.texts):
            present = words[[row]]
            yield Evidence(
                self,
                text,
                read.hits[row],
                read.sentences[row],
                (present.indices, present.data),
                near_examples[row],
                near_coded[row],
            )


@dataclass(frozen=True)
class Evidence:
    """What speaks for codes in one text."""

    known: Explainer
    text: str
    hits: Sequence[Hit]
    sentences: Sequence[tuple[int, int]]
    words: tuple[NDArray[np.intp], NDArray[np.float64]]
    near_examples: NDArray[np.float64]
    near_coded: NDArray[np.float64]

    @cached_property
    def _places(self) -> dict[int, Reason]:
        """Where each word that the engine knows stands first, but for those that all say anywhere."""
        first: dict[int, Reason] = {}
        for word, start, end in words_with_places(self.text):
            number = self.known.vocabulary.get(word)
            if number is not None and number not in first and not is_stop_word(word):
                first[number] = Reason("learned", self.text[start:end], start, end)
        return first

    def reasons(self, code: int) -> tuple[Reason, ...]:
        """The code's strongest cues, the passage or example that this one resembles, and learned words."""
        found = self._cues(code)
        if coded := self.known.coded.best(self.near_coded, code, besides=self.text):
            found.append(Reason("coded", coded))
        if example := self.known.examples.best(self.near_examples, code):
            found.append(Reason("example", example))
        taken = {i for one in found if one.start is not None for i in range(one.start, one.end or 0)}
        return (*found, *(one for one in self._learned(code) if one.start not in taken))

    def carrying(self, code: int) -> tuple[int, int]:
        """The span of the sentences that carry the code: where its evidence stands, and enough around it to be read.

        Starts at the sentence with the most evidence, takes in sentences with evidence that stand near, and goes on
        until there are 30 words.
        """
        factors = self.known.factors
        evidence = [(hit.start, hit.end, hit.weight * factors[hit.concept, code]) for hit in self.hits]
        evidence += [(one.start or 0, one.end or 0, LEARNED_WEIGHT) for one in self._learned(code)]
        spans = self.sentences
        strength = [sum(w for start, end, w in evidence if start < last and end > first) for first, last in spans]
        if len(spans) < 2 or not any(strength):
            return 0, len(self.text)
        first, last = _stretch([len(self.text[a:b].split()) for a, b in spans], strength)
        return spans[first][0], spans[last][1]

    def _cues(self, code: int) -> list[Reason]:
        """The strongest cues as they stand in the text, each stretch of it once."""
        factors = self.known.factors
        own = [(hit.weight * factors[hit.concept, code], hit) for hit in self.hits if factors[hit.concept, code]]
        shown: list[Hit] = []
        for _weight, hit in sorted(own, key=lambda one: (-one[0], one[1].start, -one[1].end)):
            if not any(self._same(hit, other) for other in shown):
                shown.append(hit)
        return [
            Reason("cue", self.text[hit.start : hit.end], hit.start, hit.end, self.known.concepts[hit.concept].label.da)
            for hit in shown[:MAX_CUES]
        ]

    def _same(self, one: Hit, other: Hit) -> bool:
        """Whether two cues stand at one place, or are the same words."""
        overlap = one.start < other.end and other.start < one.end
        return overlap or self.text[one.start : one.end].lower() == self.text[other.start : other.end].lower()

    def _learned(self, code: int) -> list[Reason]:
        """The words that speak most for the code by what was learned; not those that all say anywhere."""
        coefficients = self.known.coefficients.get(code)
        if coefficients is None:
            return []
        present, values = self.words
        adds = values * coefficients[present]
        telling = {int(present[i]) for i in np.argsort(-adds)[:MAX_WORDS] if adds[i] >= MIN_TEACHING}
        return [place for number, place in self._places.items() if number in telling]


class Texts:
    """Texts that codes own, to find the one most like a passage by the cosine over words."""

    def __init__(
        self, texts: Sequence[str], words: Any, owners: Iterable[int], rows: Iterable[int], n_codes: int
    ) -> None:
        self._texts, self._words = texts, words
        self._of = _columns(n_codes, list(zip(owners, rows, strict=True)))

    def likeness(self, words: Any) -> NDArray[np.float64]:
        """The cosine of passages to the texts: an array passages × texts."""
        return np.asarray((words @ self._words.T).toarray())

    def best(self, likeness: NDArray[np.float64], code: int, *, besides: str = "") -> str | None:
        """The code's text most like a passage, if it is like enough to explain anything."""
        own = self._of[code]
        if not len(own):
            return None
        best = own[np.argsort(-likeness[own], kind="stable")]
        alike = (self._texts[i] for i in best[:2] if likeness[i] >= MIN_LIKENESS)
        return next((text for text in alike if text != besides), None)


def _columns(n: int, pairs: Sequence[tuple[int, int]]) -> list[NDArray[np.intp]]:
    """For each of n codes the numbers that are paired with it."""
    found: list[list[int]] = [[] for _code in range(n)]
    for code, number in pairs:
        found[code].append(int(number))
    return [np.array(numbers, dtype=np.intp) for numbers in found]


def _stretch(lengths: Sequence[int], strength: Sequence[float]) -> tuple[int, int]:
    """The first and last sentence of the stretch around the strongest one."""
    best = max(range(len(strength)), key=lambda i: strength[i])
    first = last = best
    with_evidence = [i for i, value in enumerate(strength) if value]
    for i in reversed(with_evidence):
        if i < first and first - i <= MAX_STRIDE + 1:
            first = i
    for i in with_evidence:
        if i > last and i - last <= MAX_STRIDE + 1:
            last = i
    while sum(lengths[first : last + 1]) < MIN_CARRIED and (first > 0 or last < len(lengths) - 1):
        if last < len(lengths) - 1 and (first == 0 or last - best <= best - first):
            last += 1
        else:
            first -= 1
    return first, last
