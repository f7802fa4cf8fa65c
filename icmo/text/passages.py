"""Passages: the units that get suggestions. A turn, or a window of sentences of a long turn."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from icmo.models import Transcript
from icmo.text.anchors import trim
from icmo.text.danish import pipeline

if TYPE_CHECKING:
    from spacy.tokens import Doc

MIN_WORDS = 4  # "Ja, præcis." carries no code
LONG_TURN = 110  # words; a longer turn is read in windows
WINDOW = 70


@dataclass(frozen=True)
class Passage:
    """A span of a transcript that is read as one."""

    transcript: str
    start: int
    end: int
    text: str


def passages(transcript: Transcript) -> list[Passage]:
    """The passages of a transcript in order, without the interviewer's turns and the shortest answers."""
    spans = (
        span
        for turn in transcript.turns
        if not turn.interviewer
        for span in _windows(transcript.text, turn.start, turn.end)
    )
    return [Passage(transcript.guid, start, end, transcript.text[start:end]) for start, end in spans]


def _windows(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    words = len(text[start:end].split())
    if words < MIN_WORDS:
        return
    if words <= LONG_TURN:
        yield start, end
        return
    pieces = [piece for sentence in sentences(text[start:end]) for piece in _cut(text[start:end], *sentence)]
    for group in _balanced(pieces, words):
        yield start + group[0][0], start + group[-1][1]


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """The spans of the sentences of a text."""
    return sentences_of(pipeline()(text))


def sentences_of(doc: Doc) -> Iterator[tuple[int, int]]:
    """The spans of the sentences of a text that the pipeline has read."""
    text, start = doc.text, 0
    for sentence in doc.sents:
        # spaCy leaves the bracket of "[laughs]" with the sentence before it
        end = sentence.start_char + len(sentence.text.rstrip(" \n[("))
        if text[start:end].strip():
            yield trim(text, start, end)
            start = end
    if text[start:].strip():
        yield trim(text, start, len(text))


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence that is longer than a turn should be (speech recognised without full stops) in pieces of words."""
    words = [match.span() for match in re.finditer(r"\S+", text[start:end])]
    if len(words) <= LONG_TURN:
        yield start, end
        return
    for first in range(0, len(words), WINDOW):
        last = min(first + WINDOW, len(words)) - 1
        yield start + words[first][0], start + words[last][1]


def _balanced(spans: Iterable[tuple[int, int]], words: int) -> Iterator[list[tuple[int, int]]]:
    """Sentences in groups of about equal length, none much longer than a window."""
    spans = list(spans)
    aim = words / max(1, round(words / WINDOW))
    total_chars = spans[-1][1] - spans[0][0]
    chars_aim = aim / words * total_chars
    group: list[tuple[int, int]] = []
    cut_at = spans[0][0] + chars_aim
    for span in spans:
        if group and (span[0] + span[1]) / 2 > cut_at:
            yield group
            group = []
            cut_at += chars_aim
        group.append(span)
    yield group
