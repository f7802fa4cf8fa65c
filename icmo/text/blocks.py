"""A transcript as it is shown: turns, and what stands between them, each with its place in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from icmo.models import Transcript, Turn
from icmo.text.anchors import trim

_LINE = re.compile(r"[^\n]+")


@dataclass(frozen=True)
class Block:
    """A turn with its speaker (`number` is the turn's), or a line between turns, such as a heading."""

    start: int
    end: int
    text: str
    number: int = 0
    speaker: str = ""
    clock: str = ""
    interviewer: bool = False


def blocks(transcript: Transcript) -> list[Block]:
    """The blocks of a transcript in order. Together they hold every word but the speakers' labels."""
    return list(_blocks(transcript))


def _blocks(transcript: Transcript) -> Iterator[Block]:
    place = 0
    for number, turn in enumerate(transcript.turns, start=1):
        yield from _between(transcript.text, place, turn.start, turn.speaker)
        yield _turn(transcript.text, turn, number)
        place = turn.end
    yield from _between(transcript.text, place, len(transcript.text), None)


def _turn(text: str, turn: Turn, number: int) -> Block:
    said = text[turn.start : turn.end]
    return Block(turn.start, turn.end, said, number, turn.speaker or "", _clock(turn.seconds), turn.interviewer)


def _between(text: str, start: int, end: int, speaker: str | None) -> Iterator[Block]:
    """The lines between two turns, without the label that begins the second."""
    lines = [trim(text, *match.span()) for match in _LINE.finditer(text, start, end) if match[0].strip()]
    if lines and speaker and speaker in text[slice(*lines[-1])]:
        lines.pop()
    yield from (Block(first, last, text[first:last]) for first, last in lines)


def _clock(seconds: float | None) -> str:
    """A time of the recording: ``00:14:32``."""
    if seconds is None:
        return ""
    minutes, second = divmod(int(seconds), 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour:02}:{minute:02}:{second:02}"
