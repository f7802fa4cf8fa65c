"""What is said from when to when, as subtitles and speech recognisers tell it, and how turns are made of that.

Stretches of one speaker in a row are one turn, and a stretch that names nobody goes on with the one who spoke; where
nobody is named at all, stretches are joined until there is a pause.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from icmo.formats import dialogue
from icmo.models import Turn

PAUSE = 1.5  # seconds of silence that begin a new paragraph where nobody is named
MOSTLY = 0.8  # of the stretches begin with a name where all such beginnings are names, as in Zoom's
_PREFIX = re.compile(r"^\[?([^\W\d_][\w .,'’()/&+-]{0,38}?)\]?:\s+")


@dataclass(frozen=True)
class Spoken:
    """What one speaker says in one stretch, or in several joined; times in seconds, None where they are not told."""

    speaker: str | None
    said: str
    start: float | None = None
    end: float | None = None


def with_prefixes(spoken: Iterable[Spoken]) -> list[Spoken]:
    """Speakers named as ``Navn:`` in front of what they say, where that surely is a name."""
    listed = list(spoken)
    names = Counter(match[1] for one in listed if not one.speaker and (match := _PREFIX.match(one.said)))
    mostly = names.total() >= MOSTLY * len(listed) and names.total() > 1
    speakers = {name for name, count in names.items() if count > 1 or dialogue.is_speaker(name) or mostly}
    return [_unprefixed(one, speakers) for one in listed]


def _unprefixed(one: Spoken, speakers: set[str]) -> Spoken:
    match = None if one.speaker else _PREFIX.match(one.said)
    if match is None or match[1] not in speakers:
        return one
    return replace(one, speaker=match[1], said=one.said[match.end() :])


def joined(spoken: Iterable[Spoken]) -> Iterator[Spoken]:
    """Stretches of one speaker in a row as one; without speakers until there is a pause."""
    run: list[Spoken] = []
    for one in spoken:
        speaker = one.speaker or (run[-1].speaker if run else None)
        one = replace(one, speaker=speaker)
        if run and not (speaker == run[-1].speaker and (speaker or _at_once(run[-1], one))):
            yield _as_one(run)
            run = []
        run.append(one)
    if run:
        yield _as_one(run)


def _at_once(last: Spoken, one: Spoken) -> bool:
    return last.end is not None and one.start is not None and one.start - last.end < PAUSE


def _as_one(run: list[Spoken]) -> Spoken:
    return replace(run[0], said=" ".join(one.said for one in run), end=run[-1].end)


def compose(spoken: Iterable[Spoken], *, times: bool = False) -> tuple[str, tuple[Turn, ...]]:
    """The text, a paragraph for each with the speaker's label in front, and its turns.

    With `times` the label says when, as the table of `icmo.formats.speaker_table` does: ``Mette [0:03]: Hej.``

    Examples
    --------
    >>> text, (turn,) = compose([Spoken("Mette", "Hej.", 3.0)])
    >>> text, text[turn.start : turn.end], turn.seconds
    ('Mette: Hej.\\n\\n', 'Hej.', 3.0)
    """
    parts: list[str] = []
    turns: list[Turn] = []
    length = 0
    for one in spoken:
        label = f"{one.speaker}{_time(one.start) if times else ''}: " if one.speaker else ""
        start = length + len(label)
        asks = dialogue.is_interviewer(one.speaker)
        turns.append(Turn(start, start + len(one.said), one.speaker, one.start, asks))
        parts.append(f"{label}{one.said}\n\n")
        length += len(parts[-1])
    return "".join(parts), tuple(turns)


def _time(seconds: float | None) -> str:
    """The time as a label bears it.

    Examples
    --------
    >>> _time(3.0), _time(3723.5)
    (' [0:03]', ' [1:02:03.5]')
    """
    if seconds is None:
        return ""
    minutes, rest = divmod(round(seconds, 3), 60)
    hours, minutes = divmod(int(minutes), 60)
    shown = f"{rest:06.3f}".rstrip("0").rstrip(".")
    return f" [{hours}:{minutes:02}:{shown}]" if hours else f" [{minutes}:{shown}]"
