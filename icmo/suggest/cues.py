"""Cues: turns of phrase that speak for a code, found by surface form, dictionary form and compound part.

A cue is one or more words. A word matches a token's surface or dictionary form; ``*identitet``,
``hverdags*`` and ``*modtag*`` match the end, the beginning and any part of a word, ``*`` alone stands for up to three
words. A cue
of one plain word of five letters or more also matches, more weakly, as part of a compound:
``praktik`` in ``praktikpladsen``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import log2
from typing import TYPE_CHECKING

import numpy as np

from icmo.models import Code, Cue

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from spacy.tokens import Doc, Token

MAX_GAP = 3
COMPOUND_WEIGHT = 0.6
MIN_COMPOUND = 5  # letters of a cue that may match as part of a compound
MIN_REST = 3  # letters that the compound has besides
_GAP = "*"


@dataclass(frozen=True)
class Hit:
    """A cue found in a passage, at ``text[start:end]``, speaking for a code with a weight."""

    code: str
    cue: str
    start: int
    end: int
    weight: float


@dataclass(frozen=True)
class _Pattern:
    code: str
    cue: Cue
    words: tuple[str, ...]  # without gaps
    gaps: tuple[bool, ...]  # whether a gap may stand before the word


class CueMatcher:
    """All cues of some codes, compiled once; the cost of matching hardly grows with their number."""

    def __init__(self, codes: Iterable[Code]) -> None:
        patterns = [_pattern(code.id, cue) for code in codes for cue in code.cues]
        self._by_first: dict[str, list[_Pattern]] = defaultdict(list)
        for pattern in patterns:
            self._by_first[pattern.words[0]].append(pattern)
        self._vocabulary = _Vocabulary({word for pattern in patterns for word in pattern.words})
        self._compounds = _Vocabulary(
            {
                affix
                for pattern in patterns
                if len(pattern.words) == 1 and len(word := pattern.words[0]) >= MIN_COMPOUND and _GAP not in word
                for affix in (f"{word}*", f"*{word}")
            }
        )

    def hits(self, doc: Doc) -> list[Hit]:
        """Every cue in the passage; of one code at one place, whole words and phrases before compound parts."""
        forms = [(token.lower_, token.lemma_.lower()) for token in doc]
        words = [self._vocabulary.matches(*form) for form in forms]
        found = [
            Hit(pattern.code, pattern.cue.text, doc[i].idx, doc[last].idx + len(doc[last]), pattern.cue.weight)
            for i, here in enumerate(words)
            for word in here
            for pattern in self._by_first.get(word, ())
            if (last := _last(pattern, i, words)) is not None
        ]
        plain = {(hit.code, hit.start) for hit in found}
        for i, (surface, lemma) in enumerate(forms):
            for affix in self._compounds.matches(surface, lemma):
                found += [hit for hit in self._in_compound(affix, doc[i], lemma) if (hit.code, hit.start) not in plain]
        return sorted(found, key=lambda hit: (hit.start, hit.end, hit.code, hit.cue))

    def _in_compound(self, affix: str, token: Token, lemma: str) -> Iterator[Hit]:
        word = affix.strip(_GAP)
        if len(lemma) >= len(word) + MIN_REST:
            for pattern in self._by_first[word]:
                if len(pattern.words) == 1:
                    weight = COMPOUND_WEIGHT * pattern.cue.weight
                    yield Hit(pattern.code, pattern.cue.text, token.idx, token.idx + len(token), weight)


def _pattern(code: str, cue: Cue) -> _Pattern:
    words: list[str] = []
    gaps: list[bool] = []
    gap = False
    for word in cue.text.lower().split():
        if word == _GAP:
            gap = True
        else:
            words.append(word)
            gaps.append(gap)
            gap = False
    return _Pattern(code, cue, tuple(words) or ("",), tuple(gaps) or (False,))


def _last(pattern: _Pattern, first: int, words: Sequence[frozenset[str]]) -> int | None:
    """The token with which the pattern ends when it begins at `first`, or None when it does not match."""
    at = first
    for word, gap in zip(pattern.words[1:], pattern.gaps[1:], strict=True):
        reach = range(at + 1, min(at + 2 + (MAX_GAP if gap else 0), len(words)))
        found = next((i for i in reach if word in words[i]), None)
        if found is None:
            return None
        at = found
    return at


class _Vocabulary:
    """The words of all cues; which of them a token matches is looked up once per word form."""

    def __init__(self, words: set[str]) -> None:
        self._plain = {word for word in words if _GAP not in word}
        starred = words - self._plain
        self._beginnings = {word.rstrip(_GAP) for word in starred if not word.startswith(_GAP)}
        self._endings = {word.lstrip(_GAP) for word in starred if not word.endswith(_GAP)}
        self._middles = {word.strip(_GAP) for word in words if word.startswith(_GAP) and word.endswith(_GAP)}
        self._known: dict[tuple[str, str], frozenset[str]] = {}

    def matches(self, surface: str, lemma: str) -> frozenset[str]:
        """The words of the vocabulary that a token with this surface and dictionary form matches."""
        key = (surface, lemma)
        if key not in self._known:
            self._known[key] = frozenset(self._look_up(surface) | self._look_up(lemma))
        return self._known[key]

    def _look_up(self, form: str) -> set[str]:
        found = {form} & self._plain
        for i in range(1, len(form) + 1):
            if form[:i] in self._beginnings:
                found.add(f"{form[:i]}{_GAP}")
            if form[-i:] in self._endings:
                found.add(f"{_GAP}{form[-i:]}")
        found.update(f"{_GAP}{part}{_GAP}" for part in self._middles if part in form)
        return found


def scores(hits: Sequence[Sequence[Hit]], codes: Sequence[str]) -> NDArray[np.float64]:
    """How strongly the cues speak: an array passages × codes; a cue that comes back counts by the log of its hits."""
    column = {code: i for i, code in enumerate(codes)}
    result = np.zeros((len(hits), len(codes)))
    for row, found in enumerate(hits):
        counts: dict[tuple[str, str], list[float]] = defaultdict(list)
        for hit in found:
            if hit.code in column:
                counts[hit.code, hit.cue].append(hit.weight)
        for (code, _cue), weights in counts.items():
            result[row, column[code]] += max(weights) * log2(1 + len(weights))
    return result
