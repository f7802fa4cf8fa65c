"""WebVTT subtitles from Teams (``<v Navn>``) or Whisper (with or without ``Navn:``), read with webvtt-py.

Cues are joined to turns as `icmo.formats.spoken` does it. A cue may also be a JSON object with ``speakerName`` and
``spokenText``, as Microsoft Graph writes the metadata of a Teams transcript.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Any

from icmo.errors import ReadError
from icmo.formats import dialogue
from icmo.formats.reading import Reading, decode
from icmo.formats.spoken import Spoken, compose, joined, with_prefixes
from icmo.i18n import _
from icmo.text.anchors import normalise

_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]*)>")
_TAGS = re.compile(r"</?(?:[bciuv]|lang|ruby|rt|font)(?:[.\s][^>]*)?>|<[\d:.]+>|\{\\[^}]*\}")
_COMMA_TIMES = re.compile(r"(?<=\d\d:\d\d),(?=\d{3}\b)")


def read_vtt(data: bytes, name: str) -> Reading:
    """Read a WebVTT transcript, with the time at which each turn begins."""
    decoded, notes = decode(data, name)
    cues = spoken_in(_COMMA_TIMES.sub(".", normalise(decoded)))
    if cues is None:
        raise ReadError(_("{name} is not a WebVTT file.").format(name=name), _("Its first line must be WEBVTT."))
    text, turns = compose(cues)
    return Reading(text, turns, {}, notes)


def spoken_in(text: str) -> Iterable[Spoken] | None:
    """What is said in WebVTT text, by speaker; nothing where it is no WebVTT."""
    import webvtt

    try:
        captions: Iterable[Any] = webvtt.from_string(text).captions
    except webvtt.errors.MalformedFileError:
        return None
    return joined(with_prefixes(one for caption in captions for one in _voices(caption)))


def _voices(caption: Any) -> Iterator[Spoken]:
    """The cue by its voice tags; text before the first has no speaker."""
    start, end = dialogue.seconds(caption.start), dialogue.seconds(caption.end)
    if told := _told(caption.raw_text):
        yield Spoken(told[0], told[1], start, end)
        return
    before, *tagged = _VOICE.split(caption.raw_text)
    for speaker, words in [(None, before), *zip(tagged[::2], tagged[1::2], strict=True)]:
        said = " ".join(unescape(_TAGS.sub("", words)).split())
        if said:
            yield Spoken(unescape(speaker).strip() if speaker else None, said, start, end)


def _told(raw: str) -> tuple[str | None, str] | None:
    """Speaker and words of a cue that is a JSON object of Microsoft Graph."""
    if not raw.lstrip().startswith("{"):
        return None
    try:
        values = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    said = " ".join(str(values.get("spokenText") or "").split())
    return (str(values.get("speakerName") or "").strip() or None, said) if said else None
