"""Who speaks when: turns found in running text by the labels at the start of lines.

Known layouts: ``Navn: …``, ``I: …``, ``Interviewer [00:12]: …``, ``[00:12] Navn: …``, and a line with the name
and the time alone (``Navn   0:12``, as Teams writes) above what is said. A text in which no two speakers can be
told apart has a turn per paragraph.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from icmo.models import Turn
from icmo.text.anchors import trim

_TIME = r"\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?"
_NAME = r"[^\W\d_][\w.,'’()/&+-]*(?: [\w.'’()/&+-]+){0,3}"
_LABEL = re.compile(
    rf"^[ \t]*(?:[\[(]?(?P<before>{_TIME})[\])]?[ \t]+)?[\[<]?(?P<name>{_NAME}?)[\]>]?"
    rf"(?:[ \t]*[\[(]?(?P<within>{_TIME})[\])]?)?[ \t]*(?:(?<!\d):|:(?!\d\d))(?P<space>\s?)"
    rf"|^[ \t]*(?P<heading>{_NAME}?)[ \t]+[\[(]?(?P<beside>{_TIME})[\])]?[ \t]*$",
    re.MULTILINE,
)
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
    return tuple(_labelled(text, labels) if _is_dialogue(text, labels) else paragraphs(text))


def _parted(match: re.Match[str]) -> bool:
    """A space follows the colon, or the label is a role's: ``I:Hvad så?``."""
    spaced = match["heading"] or match["space"] or match.end() == len(match.string)
    return bool(spaced or is_interviewer(_name(match)) or _ROLES.fullmatch(_name(match)))


def _is_dialogue(text: str, labels: list[re.Match[str]]) -> bool:
    counts = Counter(_name(match) for match in labels)
    recurring = sum(count for count in counts.values() if count > 1)
    sure = any(map(is_interviewer, counts)) or all(is_speaker(_name(match)) or _time(match) for match in labels)
    return (
        len(counts) > 1
        and labels[0].start() <= MAX_PREAMBLE * len(text)
        and len(text.split()) <= WORDS_PER_LABEL * len(labels)
        and (recurring >= RECURRING * len(labels) or (sure and len(labels) <= SHORT))
    )


def _name(match: re.Match[str]) -> str:
    return (match["name"] or match["heading"] or "").strip()


def _speakers(text: str, labels: list[re.Match[str]]) -> set[str]:
    """The labels that are people: sure ones, those with a time, names that come back, and in the company
    of an interviewer any name that begins a paragraph."""
    counts = Counter(_name(match) for match in labels)
    interviewed = any(map(is_interviewer, counts))
    return {
        name
        for match in labels
        if is_speaker(name := _name(match))
        or _time(match)
        or (not name[0].islower() and (counts[name] > 1 or (interviewed and _begins_paragraph(text, match))))
    }


def _time(match: re.Match[str]) -> str | None:
    return match["before"] or match["within"] or match["beside"]


def _begins_paragraph(text: str, match: re.Match[str]) -> bool:
    return match.start() == 0 or text[: match.start()].endswith("\n\n")


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


def paragraphs(text: str, start: int = 0, end: int | None = None) -> Iterator[Turn]:
    """A turn without a speaker per paragraph: blocks between blank lines."""
    end = len(text) if end is None else end
    for match in re.compile(r"(?:[^\n]*\S[^\n]*(?:\n|$))+").finditer(text, start, end):
        yield Turn(*trim(text, match.start(), match.end()))


def seconds(time: str) -> float:
    """``"1:02:03.5"`` in seconds.

    Examples
    --------
    >>> seconds("1:02:03,5")
    3723.5
    """
    total = 0.0
    for part in time.replace(",", ".").split(":"):
        total = total * 60 + float(part)
    return total
