"""WebVTT subtitles from Teams (``<v Navn>``) or Whisper (with or without ``Navn:``), read with webvtt-py.

Cues of one speaker in a row are one turn; cues without speakers are joined until somebody pauses.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

from icmo.errors import ReadError
from icmo.formats import dialogue
from icmo.formats.reading import Reading, decode
from icmo.i18n import _
from icmo.models import Turn
from icmo.text.anchors import normalise

PAUSE = 1.5  # seconds of silence that begin a new paragraph where nobody is named
_PREFIX = re.compile(r"^\[?([^\W\d_][\w .'’-]{0,38}?)\]?:\s+")
_TAGS = re.compile(r"</?[^>]*>")


@dataclass
class _Block:
    speaker: str | None
    start: float
    end: float
    texts: list[str]


def read_vtt(data: bytes, name: str) -> Reading:
    """Read a WebVTT transcript, with the time at which each turn begins."""
    import webvtt

    decoded, notes = decode(data, name)
    try:
        captions: Iterable[Any] = webvtt.from_string(normalise(decoded)).captions
    except webvtt.errors.MalformedFileError:
        raise ReadError(
            _("{name} is not a WebVTT file.").format(name=name), _("Its first line must be WEBVTT.")
        ) from None
    text, turns = _compose(_joined(captions))
    return Reading(text, turns, {}, notes)


def _joined(captions: Iterable[Any]) -> Iterator[_Block]:
    block: _Block | None = None
    for caption in captions:
        speaker, said = _speaker(caption)
        start, end = dialogue.seconds(caption.start), dialogue.seconds(caption.end)
        if not said:
            continue
        if block and block.speaker == speaker and (speaker or start - block.end < PAUSE):
            block.texts.append(said)
            block.end = end
        else:
            if block:
                yield block
            block = _Block(speaker, start, end, [said])
    if block:
        yield block


def _speaker(caption: Any) -> tuple[str | None, str]:
    said = " ".join(unescape(_TAGS.sub("", caption.raw_text)).split())
    if caption.voice:
        return caption.voice.strip(), said
    prefix = _PREFIX.match(said)
    return (prefix[1], said[prefix.end() :]) if prefix else (None, said)


def _compose(blocks: Iterable[_Block]) -> tuple[str, tuple[Turn, ...]]:
    text, turns = "", []
    for block in blocks:
        said = " ".join(block.texts)
        text += f"{block.speaker}: " if block.speaker else ""
        interviewer = dialogue.is_interviewer(block.speaker)
        turns.append(Turn(len(text), len(text) + len(said), block.speaker, block.start, interviewer))
        text += f"{said}\n\n"
    return text, tuple(turns)
