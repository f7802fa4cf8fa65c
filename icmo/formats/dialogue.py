"""Who speaks when: turns found in running text by the labels at the start of lines.

Known layouts: ``Navn: …``, ``I: …``, ``Interviewer [00:12]: …``, ``[00:12] Navn: …``, ``Navn: [00:12] …``,
``Navn [00:12] …``, ``I`` and a tab, and a line with the name and the time alone (``Navn   0:12``, as Teams writes, or
``(0:12) Navn``) above what is said. Times may be f4's (``#00:00:12-3#``), which also stand at the end of what they
time. A text in which no two speakers can be told apart has a turn per paragraph, or per line where lines begin with
times.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from icmo.models import Turn
from icmo.text.anchors import trim

CLOCK = r"\d{1,2}:\d{2}(?::\d{2})?(?:[.,-]\d{1,3})?"
SPAN = rf"(?:[ \t]*(?:-->|[-–])[ \t]*{CLOCK})?"  # up to when
_NAME = r"[^\W\d_][\w.,'’()/&+-]*(?: [\w.'’()/&+-]+){0,3}?(?: \([^()\n:]{1,30}\))?"


def _stamp(group: str) -> str:
    return rf"[\[(#]?(?P<{group}>{CLOCK}){SPAN}[\])#]?"


def _marked_stamp(group: str) -> str:
    """A time that cannot be one that somebody speaks of: in brackets, or between number signs."""
    return rf"[\[(#](?P<{group}>{CLOCK}){SPAN}[\])#]"


_LABEL = re.compile(
    rf"^[ \t]*(?:{_stamp('before')}[ \t]+)?[\[<]?(?P<name>{_NAME})[\]>]?"
    rf"(?:[ \t]*{_stamp('within')})?[ \t]*(?:(?<!\d):|:(?!\d\d))(?P<space>\s?)(?:[ \t]*{_marked_stamp('after')})?"
    rf"|^[ \t]*(?P<heading>{_NAME}),?[ \t]+(?!#){_stamp('beside')}[ \t]*$"
    rf"|^[ \t]*{_stamp('above')}[ \t]+(?P<lone>{_NAME})[ \t]*$"
    rf"|^[ \t]*(?P<leading>{_NAME})[ \t]+{_marked_stamp('behind')}(?=[ \t])"
    rf"|^(?P<tabbed>{_NAME})[ \t]*\t",
    re.MULTILINE,
)
_NAMES = ("name", "heading", "lone", "leading", "tabbed")
_TIMES = ("before", "within", "after", "beside", "above", "behind")
_STAMPED = re.compile(rf"^[ \t]*(?P<stamp>{_marked_stamp('time')})", re.MULTILINE)
_ENDING = re.compile(rf"{_marked_stamp('time')}\Z")
_SENTENCE_END = re.compile(r"\w\w\.$")  # not of a name such as Karen M.
_INITIALS = 3  # letters; longer words in capitals before a tab head rows of tables
_LONGEST_ENDING = 40  # characters of a time at the end of a turn
MAX_NAME = 40
_INTERVIEWERS = re.compile(
    r"(?:i|int|interviewere?|interviewer(?:en)?|spørger|spørgsmål|moderator|ordstyrer|facilitator|evaluator|q)\s?\d*",
    re.I,
)
_ROLES = re.compile(
    r"(?:ip|r|svar|informant|respondent|deltager|borger|kvinden?|leder|teamleder|jobcenterchef|sagsbehandler|mentor"
    r"|(?:virksomheds|job|beskæftigelses|sundheds|integrations)konsulent|rådgiver|arbejdsgiver|tolk)\s?\d?",
    re.I,
)
MAX_PREAMBLE = 0.5  # a dialogue begins in the first half of the text,
WORDS_PER_LABEL = 300  # its speakers change often,
RECURRING = 0.6  # and most labels come back,
SHORT = 6  # unless there are no more than these and they are surely people


def is_interviewer(speaker: str | None) -> bool:
    """Whether a speaker's label is an interviewer's: ``I``, ``Interviewer 2``, ``Ordstyrer``."""
    return bool(speaker and _INTERVIEWERS.fullmatch(speaker.strip(" .")))


def is_speaker(name: str) -> bool:
    """Whether a label standing alone is surely a speaker: an interviewer, a known role, or in capitals."""
    return is_interviewer(name) or bool(_ROLES.fullmatch(name)) or name.isupper()


def turns(text: str) -> tuple[Turn, ...]:
    """The turns of a normalised text, in order."""
    labels = [match for match in _LABEL.finditer(text) if len(_name(match)) <= MAX_NAME and _parted(match)]
    speakers = _speakers(text, labels)
    labels = [match for match in labels if _name(match) in speakers]
    if _is_dialogue(text, labels):
        return _timed_at_ends(text, list(_labelled(text, labels)))
    return _timed_at_ends(text, list(_unlabelled(text)))


def _parted(match: re.Match[str]) -> bool:
    """A space follows the colon, or the label is a role's: ``I:Hvad så?``; without a colon it is no end of a sentence,
    and before a tab a sure one."""
    if match["tabbed"]:
        return is_speaker(_name(match)) and (len(_name(match)) <= _INITIALS or not _name(match).isupper())
    if not match["name"] and _SENTENCE_END.search(_name(match)):
        return False
    spaced = not match["name"] or match["space"] or match.end() == len(match.string)
    return bool(spaced or is_interviewer(_name(match)) or _ROLES.fullmatch(_name(match)))


def _is_dialogue(text: str, labels: list[re.Match[str]]) -> bool:
    counts = Counter(_name(match) for match in labels)
    recurring = sum(count for count in counts.values() if count > 1)
    sure = any(map(is_interviewer, counts)) or all(_is_sure(match) for match in labels)
    return (
        len(counts) > 1
        and labels[0].start() <= MAX_PREAMBLE * len(text)
        and len(text.split()) <= WORDS_PER_LABEL * len(labels)
        and (recurring >= RECURRING * len(labels) or (sure and len(labels) <= SHORT))
    )


def _name(match: re.Match[str]) -> str:
    return next(match[group] for group in _NAMES if match[group]).strip(" ,")


def _is_sure(match: re.Match[str]) -> bool:
    """Whether a label is somebody's by itself; words beside a time and without a colon may be what is said."""
    return is_speaker(_name(match)) or bool(_time(match) and not (match["lone"] or match["leading"]))


def _speakers(text: str, labels: list[re.Match[str]]) -> set[str]:
    """The labels that are people: sure ones, those with a time, names that come back, and in the company
    of an interviewer any name that begins a paragraph."""
    counts = Counter(_name(match) for match in labels)
    interviewed = any(map(is_interviewer, counts))
    return {
        name
        for match in labels
        if (name := _name(match))
        and (
            _is_sure(match)
            or (not name[0].islower() and (counts[name] > 1 or (interviewed and _begins_paragraph(text, match))))
        )
    }


def _time(match: re.Match[str]) -> str | None:
    return next((match[group] for group in _TIMES if match[group]), None)


def _begins_paragraph(text: str, match: re.Match[str]) -> bool:
    return match.start() == 0 or text.endswith("\n\n", 0, match.start())


def _labelled(text: str, labels: list[re.Match[str]]) -> Iterator[Turn]:
    first = labels[0].start() if labels else 0
    yield from paragraphs(text, 0, first)
    ends = [match.start() for match in labels[1:]] + [len(text)]
    for match, end in zip(labels, ends, strict=True):
        start, stop = trim(text, match.end(), end)
        if start < stop:
            time = _time(match)
            name = _name(match)
            yield Turn(start, stop, name, seconds(time) if time else None, is_interviewer(name))


def _unlabelled(text: str) -> Iterator[Turn]:
    """A turn without a speaker per paragraph, and per line that begins with a time."""
    times = {match.start("stamp"): seconds(match["time"]) for match in _STAMPED.finditer(text)}
    starts = sorted({turn.start for turn in paragraphs(text)} | set(times))
    for start, end in pairwise([*starts, len(text)]):
        yield Turn(*trim(text, start, end), seconds=times.get(start))


def _timed_at_ends(text: str, found: list[Turn]) -> tuple[Turn, ...]:
    """The turns; where times stand only at their ends, each begins when the one before it ended."""
    ends = [_ENDING.search(text, max(turn.start, turn.end - _LONGEST_ENDING), turn.end) for turn in found]
    if any(turn.seconds is not None for turn in found) or 2 * sum(map(bool, ends)) < len(found):
        return tuple(found)
    before = [None, *(seconds(match["time"]) if match else None for match in ends)]
    return tuple(replace(turn, seconds=time) for turn, time in zip(found, before, strict=False))


def paragraphs(text: str, start: int = 0, end: int | None = None) -> Iterator[Turn]:
    """A turn without a speaker per paragraph: blocks between blank lines."""
    end = len(text) if end is None else end
    for match in re.compile(r"(?:[^\n]*\S[^\n]*(?:\n|$))+").finditer(text, start, end):
        yield Turn(*trim(text, match.start(), match.end()))


def seconds(time: str) -> float:
    """``"1:02:03.5"`` in seconds; f4 parts tenths with a dash.

    Examples
    --------
    >>> seconds("1:02:03,5"), seconds("00:00:12-3")
    (3723.5, 12.3)
    """
    total = 0.0
    for part in time.replace(",", ".").replace("-", ".").split(":"):
        total = total * 60 + float(part)
    return total
