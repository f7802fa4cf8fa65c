"""WebVTT subtitles from Teams (``<v Navn>``) or Whisper (with or without ``Navn:``), read with webvtt-py.

Cues are joined to turns as `icmo.formats.spoken` does it. Lines below a blank line within a cue belong to it, for they
would be lost else; comments (``NOTE``) are left out and told. A cue may also be a JSON object with ``speakerName`` and
``spokenText``, as Microsoft Graph writes the metadata of a Teams transcript.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from html import unescape
from typing import Any

from icmo.errors import ReadError
from icmo.formats import dialogue
from icmo.formats.left_out import Left, remarks
from icmo.formats.reading import Reading, decode
from icmo.formats.spoken import Spoken, compose, joined, with_prefixes
from icmo.i18n import _
from icmo.text.anchors import normalise

_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]*)>")
_TAGS = re.compile(r"</?(?:[bciuv]|lang|ruby|rt|font)(?:[.\s][^>]*)?>|<[\d:.]+>|\{\\[^}]*\}")
_TIME = r"(?:(\d{1,3}):)?(\d\d?):(\d\d?)(?:[.,](\d{1,9}))?"
_TIMES = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}(?:\s.*)?")
_COMMENT = re.compile(r"NOTE(?:\s|$)")
_SETTINGS = re.compile(r"(?:STYLE|REGION)(?:\s|$)")


def read_vtt(data: bytes, name: str) -> Reading:
    """Read a WebVTT transcript, with the time at which each turn begins.

    Raises
    ------
    ReadError
        Its first line is not WEBVTT.
    """
    decoded, notes = decode(data, name)
    left: list[Left] = []
    cues = spoken_in("\n\n".join(_blocks(normalise(decoded), left)))
    if cues is None:
        raise ReadError(_("{name} is not a WebVTT file.").format(name=name), _("Its first line must be WEBVTT."))
    text, turns = compose(cues)
    return Reading(text, turns, {}, (*notes, *remarks(left)))


def _blocks(text: str, left: list[Left]) -> Iterator[str]:
    """The blocks of a file as webvtt-py reads them all, comments apart."""
    head, *others = re.split(r"\n(?:[ \t]*\n)+", text)
    block, in_cue = [head], False
    for following in others:
        lines = following.strip("\n").split("\n")
        if _COMMENT.match(following):
            left.append(Left(_("comments"), following.strip()[len("NOTE") :]))
        elif _is_cue(lines) or _SETTINGS.match(following):
            yield "\n".join(block)
            block, in_cue = [times_of(line) or line for line in lines], _is_cue(lines)
        elif not in_cue:
            left += [Left(_("lines above the first subtitle"), following)] if following.strip() else []
        elif following.strip().isdecimal():
            left.append(Left(_("numbers between subtitles"), following))
        else:
            block.append(following)
    yield "\n".join(block)


def _is_cue(lines: Sequence[str]) -> bool:
    return any(times_of(line) for line in lines[:2])


def times_of(line: str) -> str | None:
    """A line of two times as WebVTT writes it, without what else stands there; nothing for any other line.

    Examples
    --------
    >>> times_of("0:01,5 --> 1:00:02.25 align:start")
    '00:00:01.500 --> 01:00:02.250'
    """
    match = _TIMES.fullmatch(line)
    return f"{_time(*match.groups()[:4])} --> {_time(*match.groups()[4:])}" if match else None


def _time(hours: str | None, minutes: str, seconds: str, fraction: str | None) -> str:
    return f"{int(hours or 0):02}:{int(minutes):02}:{int(seconds):02}.{(fraction or '0')[:3]:0<3}"


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
