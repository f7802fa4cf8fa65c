"""WebVTT subtitles from Teams (``<v Navn>``) or Whisper (with or without ``Navn:``), read with webvtt-py.

Cues of one speaker in a row are one turn, and a cue that names nobody goes on with the one who spoke; where nobody is
named at all, cues are joined until there is a pause.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
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
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]*)>")
_TAGS = re.compile(r"</?(?:[bciuv]|lang|ruby|rt)(?:[.\s][^>]*)?>|<[\d:.]+>")
_COMMA_TIMES = re.compile(r"(?<=\d\d:\d\d),(?=\d{3}\b)")


@dataclass(frozen=True)
class _Cue:
    """What one speaker says within one cue, or within several joined."""

    speaker: str | None
    said: str
    start: float
    end: float


def read_vtt(data: bytes, name: str) -> Reading:
    """Read a WebVTT transcript, with the time at which each turn begins."""
    import webvtt

    decoded, notes = decode(data, name)
    try:
        captions: Iterable[Any] = webvtt.from_string(_COMMA_TIMES.sub(".", normalise(decoded))).captions
    except webvtt.errors.MalformedFileError:
        raise ReadError(
            _("{name} is not a WebVTT file.").format(name=name), _("Its first line must be WEBVTT.")
        ) from None
    cues = _with_prefixes([cue for caption in captions for cue in _voices(caption)])
    text, turns = _compose(_joined(cues))
    return Reading(text, turns, {}, notes)


def _voices(caption: Any) -> Iterator[_Cue]:
    """The cue by its voice tags; text before the first has no speaker."""
    start, end = dialogue.seconds(caption.start), dialogue.seconds(caption.end)
    before, *tagged = _VOICE.split(caption.raw_text)
    for speaker, words in [(None, before), *zip(tagged[::2], tagged[1::2], strict=True)]:
        said = " ".join(unescape(_TAGS.sub("", words)).split())
        if said:
            yield _Cue(unescape(speaker).strip() if speaker else None, said, start, end)


def _with_prefixes(cues: list[_Cue]) -> list[_Cue]:
    """Speakers named as ``Navn:`` in front of what they say, where the name is surely one or comes back."""
    names = Counter(match[1] for cue in cues if not cue.speaker and (match := _PREFIX.match(cue.said)))
    speakers = {name for name, count in names.items() if count > 1 or dialogue.is_speaker(name)}
    return [_unprefixed(cue, speakers) for cue in cues]


def _unprefixed(cue: _Cue, speakers: set[str]) -> _Cue:
    match = None if cue.speaker else _PREFIX.match(cue.said)
    if match is None or match[1] not in speakers:
        return cue
    return replace(cue, speaker=match[1], said=cue.said[match.end() :])


def _joined(cues: Iterable[_Cue]) -> Iterator[_Cue]:
    last: _Cue | None = None
    for cue in cues:
        speaker = cue.speaker or (last.speaker if last else None)
        goes_on = last is not None and speaker == last.speaker and (speaker or cue.start - last.end < PAUSE)
        if last is not None and goes_on:
            last = replace(last, said=f"{last.said} {cue.said}", end=cue.end)
        else:
            if last is not None:
                yield last
            last = replace(cue, speaker=speaker)
    if last is not None:
        yield last


def _compose(cues: Iterable[_Cue]) -> tuple[str, tuple[Turn, ...]]:
    parts: list[str] = []
    turns: list[Turn] = []
    length = 0
    for cue in cues:
        label = f"{cue.speaker}: " if cue.speaker else ""
        start = length + len(label)
        turns.append(Turn(start, start + len(cue.said), cue.speaker, cue.start, dialogue.is_interviewer(cue.speaker)))
        parts.append(f"{label}{cue.said}\n\n")
        length += len(parts[-1])
    return "".join(parts), tuple(turns)
