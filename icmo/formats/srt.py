"""SubRip subtitles (.srt) as Whisper, Premiere and YouTube write them, read as the WebVTT that they nearly are.

Numbers, missing blank lines, blank lines within a cue, points or commas in times and tags are all taken as they come.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from icmo.errors import ReadError
from icmo.formats.left_out import Left, remarks
from icmo.formats.reading import Reading, decode
from icmo.formats.spoken import compose
from icmo.formats.vtt import spoken_in, times_of
from icmo.i18n import _
from icmo.text.anchors import normalise


def read_srt(data: bytes, name: str) -> Reading:
    """Read a SubRip transcript, with the time at which each turn begins.

    Raises
    ------
    ReadError
        No line in it has two times with an arrow between them.
    """
    decoded, notes = decode(data, name)
    lines = normalise(decoded).split("\n")
    cues = list(_cues(lines))
    if not cues:
        raise ReadError(
            _("{name} is not a SubRip file.").format(name=name),
            _("Above each subtitle stands a line such as 00:00:01,000 --> 00:00:04,000."),
        )
    text, turns = compose(spoken_in("\n\n".join(["WEBVTT", *cues])) or ())
    return Reading(text, turns, {}, (*notes, *remarks(_above(lines))))


def _above(lines: list[str]) -> Iterator[Left]:
    """What stands above the first cue."""
    first = next(place for place, line in enumerate(lines) if times_of(line))
    for place, line in enumerate(lines[:first]):
        if line.strip() and not _is_number(lines, place, after=0):
            yield Left(_("lines above the first subtitle"), line)


def _cues(lines: list[str]) -> Iterator[str]:
    """The cues as WebVTT writes them: a line of times, and below it the lines that say something."""
    cue: list[str] = []
    number = -1
    for place, line in enumerate(lines):
        if times := times_of(line):
            if cue:
                yield "\n".join(cue)
            cue = [times]
        elif _is_number(lines, place, after=number):
            number = int(line)
        elif cue and line.strip():
            cue.append(line.replace("-->", "→"))
    if cue:
        yield "\n".join(cue)


def _is_number(lines: list[str], place: int, *, after: int) -> bool:
    """Whether a line is a cue's number, not digits that somebody says."""
    line = lines[place].strip()
    if not re.fullmatch(r"[0-9]{1,9}", line) or not times_of("".join(lines[place + 1 : place + 2])):
        return False
    return place == 0 or not lines[place - 1].strip() or int(line) == after + 1
