"""Transcripts as JSON from speech recognisers and meetings: who says what from when.

Known are Whisper (``segments``; with ``speaker`` and ``words`` as whisperX writes them; lists as faster-whisper gives
them; ``chunks`` of transformers), whisper.cpp (``transcription`` with ``offsets`` in milliseconds), Teams and Stream
(``entries`` with ``speakerDisplayName`` and ``startOffset``), Microsoft Graph (``speakerName``, ``spokenText``,
``startDateTime``; one object or one per line) and Azure Speech (``recognizedPhrases``). Stretches are joined to turns
as `icmo.formats.spoken` does it.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from icmo.errors import ReadError
from icmo.formats import dialogue
from icmo.formats.reading import Reading, decode
from icmo.formats.spoken import Spoken, compose, joined, with_prefixes
from icmo.i18n import _
from icmo.text.anchors import normalise

_LISTS = ("segments", "transcription", "entries", "recognizedPhrases", "chunks", "speakers", "transcript")
_SPEAKERS = ("speaker", "speakerDisplayName", "speakerName", "speaker_name", "speakerLabel", "speaker_label")
_TEXTS = ("text", "spokenText", "display", "transcript", "sentence")
_STARTS = ("start", "startOffset", "startTime", "start_time", "offset", "startDateTime")
_ENDS = ("end", "endOffset", "endTime", "end_time", "endDateTime")
_CLOCK = re.compile(r"(?:\d{1,3}:)?\d{1,2}:\d{1,2}(?:[.,]\d{1,9})?")
_DURATION = re.compile(r"PT(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:(\d{1,7}(?:\.\d{1,9})?)S)?")
_TICKS = 10_000_000  # in a second
_SILENCE = frozenset({"[BLANK_AUDIO]", "[SILENCE]"})
_BARE = frozenset({"text", "language", "duration", "task", "usage", "logprobs"})
_HALVES = re.compile("[\ud800-\udfff]")  # of characters, which JSON may hold and no text
_SHOWN = 12  # keys named in a message

Row = Mapping[str, Any]


def read_transcript_json(data: bytes, name: str) -> Reading:
    """Read a transcript in one of the known shapes, with the time at which each turn begins.

    Raises
    ------
    ReadError
        No JSON, or a shape that is not known; the message names the keys that were found.
    """
    decoded, notes = decode(data, name)
    told = _loaded(decoded.removeprefix("\ufeff"), name)
    rows = _rows(told)
    if rows is None:
        raise _unknown(told, name)
    spoken = [one for row in rows for one in _spoken(row)]
    if not spoken:
        raise ReadError(_("{name} holds no text.").format(name=name), _("Check that the file was saved."))
    text, turns = compose(joined(with_prefixes(_from_zero(spoken))))
    return Reading(text, turns, {}, notes)


def is_other_json(data: bytes, name: str) -> bool:
    """Whether a file is sound JSON of something else than a transcript."""
    try:
        return _rows(_loaded(decode(data, name)[0].removeprefix("\ufeff"), name)) is None
    except ReadError:
        return False


def _loaded(text: str, name: str) -> Any:
    try:
        return json.loads(text)
    except RecursionError:
        raise ReadError(_("{name} is nested too deep.").format(name=name), _not_json_hint()) from None
    except ValueError as error:
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) > 1 and all(line.lstrip().startswith("{") for line in lines):
            return [_loaded(line, name) for line in lines]
        place = f"{name}:{getattr(error, 'lineno', 1)}"
        raise ReadError(_("{place}: not valid JSON.").format(place=place), _not_json_hint()) from None


def _not_json_hint() -> str:
    return _("Export the transcript again, or save it as .vtt, .srt or .docx.")


# --- Shapes ---------------------------------------------------------------------------------------------


def _rows(told: Any) -> list[Row] | None:
    """The stretches in which something is said, or nothing where none are recognised."""
    if isinstance(told, Sequence) and not isinstance(told, str):
        rows = [row for one in told if (row := _row(one)) is not None]
        if rows and all(isinstance(one, Mapping) or _row(one) for one in told):
            return rows  # what holds no words, as a phrase that was not understood, is passed over
        nested = [inner for one in told if isinstance(one, Mapping) and (inner := _rows(one))]
        return [row for inner in nested for row in inner] if nested and len(nested) == len(told) else None
    return _rows_in(told) if isinstance(told, Mapping) else None


def _rows_in(told: Row) -> list[Row] | None:
    """The stretches in an object: in its list of them, else in its ``result``, else the object itself."""
    lists = [told[key] for key in _LISTS if isinstance(told.get(key), list)]
    if found := next((inner for one in lists if (inner := _rows(one))), None):
        return found
    if isinstance(told.get("result"), Mapping):
        return _rows(told["result"])
    return [told] if _row(told) and _stands_alone(told) else None


def _stands_alone(told: Row) -> bool:
    """Whether an object is all that was said: with a time, or the bare answer of OpenAI's transcription service."""
    return _first(told, _STARTS) is not None or set(told) <= _BARE


def _row(one: Any) -> Row | None:
    """A stretch as an object: it holds words, or is a list of two times and words as faster-whisper's tuples are."""
    if isinstance(one, Mapping):
        return one if isinstance(_words(one), str) else None
    if not isinstance(one, list):
        return None
    place = next((n for n, value in enumerate(one[:8]) if isinstance(value, str)), 0)
    times = one[max(0, place - 2) : place]
    if len(times) == 2 and all(_is_number(value) for value in times):
        return {"start": times[0], "end": times[1], "text": one[place]}
    return None


def _words(row: Row) -> Any:
    if isinstance(best := row.get("nBest"), list) and best and isinstance(best[0], Mapping):
        return best[0].get("display")
    return _first(row, _TEXTS)


def _first(row: Row, keys: Iterable[str]) -> Any:
    return next((row[key] for key in keys if row.get(key) is not None), None)


def _unknown(told: Any, name: str) -> ReadError:
    inner = told[0] if isinstance(told, list) and told else told
    keys = [str(key)[:40] for key in inner][:_SHOWN] if isinstance(inner, Mapping) else []
    found = ", ".join(f"“{key}”" for key in keys) or _("none")
    return ReadError(
        _("{name} is no transcript that icmo knows; its keys: {keys}.").format(name=name, keys=found),
        _("icmo reads JSON of Whisper (“segments”, “transcription”) and of Teams (“entries”); others as .vtt or .srt."),
    )


# --- Who and when ---------------------------------------------------------------------------------------


def _spoken(row: Row) -> Iterator[Spoken]:
    """What is said in a stretch: by its speaker, or by those of its words where only they are known."""
    said = _line(str(_words(row)))
    if not said or said in _SILENCE:
        return
    start, end = _span(row)
    speaker = _speaker(row)
    words = row.get("words")
    if speaker is None and isinstance(words, list) and any(isinstance(w, Mapping) and _speaker(w) for w in words):
        yield from _by_word([word for word in words if isinstance(word, Mapping)], start, end)
    else:
        yield Spoken(speaker, said, start, end)


def _by_word(words: Sequence[Row], start: float | None, end: float | None) -> Iterator[Spoken]:
    """Words of one speaker in a row together; a word that names nobody goes with those before it."""
    named: list[tuple[str | None, Row]] = []
    for word in words:
        named.append((_speaker(word) or (named[-1][0] if named else None), word))
    for speaker, group in groupby(named, key=lambda one: one[0]):
        run = [word for _speaker, word in group]
        said = _line("".join(_spaced(run)))
        times = [time for word in run for time in _span(word) if time is not None]
        if said:
            yield Spoken(speaker, said, min(times, default=start), max(times, default=end))


def _line(text: str) -> str:
    return " ".join(normalise(_HALVES.sub("\ufffd", text)).split())


def _spaced(words: Iterable[Row]) -> Iterator[str]:
    """The words, parted; Whisper's own begin with a space, whisperX's do not."""
    for word in words:
        yield f" {str(_first(word, ('word', 'text')) or '').strip()}"


def _speaker(row: Row) -> str | None:
    told = _first(row, _SPEAKERS)
    if isinstance(told, Mapping):
        told = _first(told, ("name", "displayName", "id"))
    return (_line(str(told)) or None) if told is not None else None


def _span(row: Row) -> tuple[float | None, float | None]:
    """When a stretch begins and ends, in seconds."""
    if isinstance(offsets := row.get("offsets"), Mapping):
        return _scaled(offsets.get("from"), 0.001), _scaled(offsets.get("to"), 0.001)
    if isinstance(stamp := row.get("timestamp"), list) and len(stamp) == 2:
        return _seconds(stamp[0]), _seconds(stamp[1])
    if _is_number(row.get("offsetInTicks")):
        start, lasts = row["offsetInTicks"] / _TICKS, _scaled(row.get("durationInTicks"), 1 / _TICKS)
        return start, None if lasts is None else start + lasts
    return _seconds(_first(row, _STARTS)), _seconds(_first(row, _ENDS))


def _scaled(value: Any, factor: float) -> float | None:
    return round(value * factor, 6) if _is_number(value) else None


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1e12


def _seconds(value: Any) -> float | None:
    """A time in seconds, however it is written; nothing for what is none.

    Examples
    --------
    >>> [_seconds(one) for one in (3, 3.5, "00:00:03.1234567", "PT1M2.5S", "3.5", None, "nu")]
    [3.0, 3.5, 3.123457, 62.5, 3.5, None, None]
    """
    if _is_number(value):
        return float(value)
    if not isinstance(value, str):
        return None
    text = value.strip().removesuffix("s")
    if _CLOCK.fullmatch(text):
        return round(dialogue.seconds(text), 6)
    if (match := _DURATION.fullmatch(value.strip())) and any(match.groups()):
        hours, minutes, seconds = (float(part or 0) for part in match.groups())
        return hours * 3600 + minutes * 60 + seconds
    if re.fullmatch(r"\d{1,7}(?:\.\d{1,9})?", text):
        return float(text)
    return _moment(value)


def _moment(value: str) -> float | None:
    """A date with a time as seconds since 1970; `_from_zero` makes it one since the beginning."""
    try:
        told = datetime.fromisoformat(re.sub(r"(\.\d{6})\d+", r"\1", value.strip()))
        return told.timestamp()
    except (ValueError, OverflowError, OSError):
        return None


def _from_zero(spoken: Sequence[Spoken]) -> list[Spoken]:
    """Times of day, which lie years after zero, as seconds since the first."""
    first = min((one.start for one in spoken if one.start is not None), default=0.0)
    if first < 1e8 or math.isinf(first):
        return list(spoken)
    return [Spoken(one.speaker, one.said, _since(one.start, first), _since(one.end, first)) for one in spoken]


def _since(time: float | None, first: float) -> float | None:
    return None if time is None else round(time - first, 6)
