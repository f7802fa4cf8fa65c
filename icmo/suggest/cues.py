"""Cues: turns of phrase that speak for a code, found by surface form, dictionary form and compound part.

A cue is one or more words. A word matches a token's surface or dictionary form; ``*identitet``, ``hverdags*`` and
``*modtag*`` match the end, the beginning and any part of a word, ``*`` alone stands for up to three words of the same
sentence. Commas and other signs are passed over. A cue of one plain word of five letters or more also matches, more
weakly, as part of a compound: ``praktik`` in ``praktikpladsen``. A cue may have guards: it does not count when one of
`unless` stands in the same sentence, and only when one of `needs` does.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log2
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from spacy.attrs import IS_PUNCT, IS_SPACE, LEMMA, LOWER, SENT_START

from icmo.models import Concept, Cue

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from spacy.strings import StringStore
    from spacy.tokens import Doc, Token

MAX_GAP = 3
COMPOUND_WEIGHT = 0.6
MIN_COMPOUND = 5  # letters of a cue that may match as part of a compound
MIN_REST = 3  # letters that the compound has besides
_GAP = "*"


@dataclass(frozen=True)
class Hit:
    """A cue found in a passage, at ``text[start:end]``, speaking for a concept (by its place) with a weight."""

    concept: int
    cue: str
    start: int
    end: int
    weight: float


class _Form(NamedTuple):
    """A token's surface and dictionary form, as spaCy's numbers for them."""

    lower: int
    lemma: int


@dataclass(frozen=True)
class _Owner:
    """A concept that a pattern is a cue of, with the cue's guards as patterns."""

    concept: int
    cue: Cue
    unless: frozenset[_Pattern]
    needs: frozenset[_Pattern]

    def admits(self, said: set[_Pattern]) -> bool:
        """Whether the cue counts in a sentence in which these patterns stand."""
        return not self.unless & said and (not self.needs or bool(self.needs & said))


@dataclass(frozen=True, eq=False)
class _Pattern:
    words: tuple[str, ...]  # without gaps
    gaps: tuple[bool, ...]  # whether a gap may stand before the word
    owners: list[_Owner]  # none for a mere guard

    @cached_property
    def distinct(self) -> frozenset[str]:
        """The words, each once."""
        return frozenset(self.words)


@dataclass(frozen=True)
class _Found:
    pattern: _Pattern
    first: int  # words
    last: int
    compound: bool = False


class CueMatcher:
    """All cues of some concepts, compiled once; the cost of matching hardly grows with their number."""

    def __init__(self, concepts: Iterable[Concept]) -> None:
        patterns: dict[str, _Pattern] = {}
        for number, concept in enumerate(concepts):
            for cue in concept.cues:
                unless, needs = (
                    frozenset(_pattern(patterns, guard) for guard in guards) for guards in (cue.unless, cue.needs)
                )
                _pattern(patterns, cue.text).owners.append(_Owner(number, cue, unless, needs))
        self._by_rarest = _by_rarest_word(patterns.values())
        self._vocabulary = _Vocabulary({word for pattern in patterns.values() for word in pattern.words})
        self._alone = {
            pattern.words[0]: pattern
            for pattern in patterns.values()
            if len(pattern.words) == 1 and len(pattern.words[0]) >= MIN_COMPOUND and _GAP not in pattern.words[0]
        }
        self._compounds = _Vocabulary({affix for word in self._alone for affix in (f"{word}*", f"*{word}")})

    def hits(self, doc: Doc) -> list[Hit]:
        """Every cue in the passage; of one concept at one place, whole words and phrases before compound parts."""
        table = doc.to_array([IS_PUNCT, IS_SPACE, SENT_START, LOWER, LEMMA])
        sentences = (table[:, 2] == 1).cumsum()
        words = ((table[:, 0] == 0) & (table[:, 1] == 0)).nonzero()[0].tolist()
        sentence = sentences[words].tolist()
        forms = [_Form(lower, lemma) for lower, lemma in table[words, 3:].tolist()]
        strings = doc.vocab.strings
        here = [self._vocabulary.matches(form, strings) for form in forms]
        parts = [self._compounds.matches(form, strings) for form in forms]
        found = [*self._phrases(here, sentence), *self._compound_parts(forms, parts, strings)]
        said: dict[int, set[_Pattern]] = defaultdict(set)
        for one in found:
            said[sentence[one.first]].add(one.pattern)
        taken = {(owner.concept, one.first) for one in found if not one.compound for owner in one.pattern.owners}
        hits = [
            _hit(doc[words[one.first]], doc[words[one.last]], one, owner)
            for one in found
            for owner in one.pattern.owners
            if owner.admits(said[sentence[one.first]]) and not (one.compound and (owner.concept, one.first) in taken)
        ]
        return sorted(hits, key=lambda hit: (hit.start, hit.end, hit.concept, hit.cue))

    def _phrases(self, here: Sequence[frozenset[str]], sentence: Sequence[int]) -> Iterator[_Found]:
        places: dict[str, list[int]] = defaultdict(list)
        for i, matched in enumerate(here):
            for word in matched:
                places[word].append(i)
        for word in places:
            for pattern in self._by_rarest.get(word, ()):
                if len(pattern.words) == 1:
                    yield from (_Found(pattern, i, i) for i in places[word])
                elif places.keys() >= pattern.distinct:
                    for first in places[pattern.words[0]]:
                        last = _last(pattern, first, here, sentence)
                        if last is not None:
                            yield _Found(pattern, first, last)

    def _compound_parts(
        self, forms: Sequence[_Form], parts: Sequence[frozenset[str]], strings: StringStore
    ) -> Iterator[_Found]:
        for i, affixes in enumerate(parts):
            for affix in affixes:
                word = affix.strip(_GAP)
                if len(strings[forms[i].lemma]) >= len(word) + MIN_REST:
                    yield _Found(self._alone[word], i, i, compound=True)


def _pattern(patterns: dict[str, _Pattern], text: str) -> _Pattern:
    """The pattern of a cue's text; cues with the same text share one."""
    words: list[str] = []
    gaps: list[bool] = []
    gap = False
    for word in text.lower().split():
        if word == _GAP:
            gap = True
        else:
            words.append(word)
            gaps.append(gap)
            gap = False
    made = _Pattern(tuple(words) or ("",), tuple(gaps) or (False,), [])
    return patterns.setdefault(
        " ".join(f"* {word}" if gap else word for word, gap in zip(words, gaps, strict=True)), made
    )


def _by_rarest_word(patterns: Iterable[_Pattern]) -> dict[str, list[_Pattern]]:
    """The patterns by that of their words which the fewest patterns have, so that few are tried in vain."""
    patterns = list(patterns)
    frequency = Counter(word for pattern in patterns for word in set(pattern.words))
    found: dict[str, list[_Pattern]] = defaultdict(list)
    for pattern in patterns:
        found[min(pattern.words, key=lambda word: (frequency[word], -len(word), word))].append(pattern)
    return dict(found)


def _last(pattern: _Pattern, first: int, here: Sequence[frozenset[str]], sentence: Sequence[int]) -> int | None:
    """The word with which the pattern ends when it begins at `first`, or None when it does not match."""
    at = first
    for word, gap in zip(pattern.words[1:], pattern.gaps[1:], strict=True):
        for i in range(at + 1, min(at + 2 + (MAX_GAP if gap else 0), len(here))):
            if word in here[i] and sentence[i] == sentence[first]:
                at = i
                break
        else:
            return None
    return at


def _hit(first: Token, last: Token, found: _Found, owner: _Owner) -> Hit:
    weight = COMPOUND_WEIGHT * owner.cue.weight if found.compound else owner.cue.weight
    return Hit(owner.concept, owner.cue.text, first.idx, last.idx + len(last), weight)


class _Vocabulary:
    """The words of all cues; which of them a token matches is looked up once per word form."""

    def __init__(self, words: set[str]) -> None:
        self._plain = {word for word in words if _GAP not in word}
        starred = words - self._plain
        self._beginnings = {word.rstrip(_GAP) for word in starred if not word.startswith(_GAP)}
        self._endings = {word.lstrip(_GAP) for word in starred if not word.endswith(_GAP)}
        self._middles = {word.strip(_GAP) for word in words if word.startswith(_GAP) and word.endswith(_GAP)}
        self._known: dict[_Form, frozenset[str]] = {}

    def matches(self, form: _Form, strings: StringStore) -> frozenset[str]:
        """The words of the vocabulary that a token with this surface and dictionary form matches."""
        known = self._known.get(form)
        if known is None:
            lower, lemma = strings[form.lower], strings[form.lemma].lower()
            known = self._known[form] = frozenset(self._look_up(lower) | self._look_up(lemma))
        return known

    def _look_up(self, form: str) -> set[str]:
        found = {form} & self._plain
        for i in range(1, len(form) + 1):
            if form[:i] in self._beginnings:
                found.add(f"{form[:i]}{_GAP}")
            if form[-i:] in self._endings:
                found.add(f"{_GAP}{form[-i:]}")
        found.update(f"{_GAP}{part}{_GAP}" for part in self._middles if part in form)
        return found


def scores(hits: Sequence[Sequence[Hit]], n_concepts: int) -> NDArray[np.float64]:
    """How strongly cues speak: an array passages × concepts; one that comes back counts by the log of its hits."""
    result = np.zeros((len(hits), n_concepts))
    for row, found in enumerate(hits):
        counts: dict[tuple[int, str], list[float]] = defaultdict(list)
        for hit in found:
            counts[hit.concept, hit.cue].append(hit.weight)
        for (concept, _cue), weights in counts.items():
            result[row, concept] += max(weights) * log2(1 + len(weights))
    return result
