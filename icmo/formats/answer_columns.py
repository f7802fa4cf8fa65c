"""What the columns of a table of answers are for: decided by their headings, and by what stands below them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from icmo.formats import dialogue
from icmo.formats.front_matter import is_known
from icmo.formats.speaker_table import SPEAKER_COLUMNS, TEXT_COLUMNS, TIME, TIME_COLUMNS

_IDS = re.compile(
    r"(?:id|nr|nummer|løbenr|løbenummer|navn|name|respondent|deltager|besvarelse|interview|interviewperson|ip"
    r"|participant|(?:respondent|deltager|informant|svar|interview|case|response|participant)[ _-]?(?:id|nr|nummer))\.?"
)
_NAMES = frozenset({"navn", "name"})
TEXTS = TEXT_COLUMNS | {"svar", "answer", "response", "svartekst", "fritekst", "citat", "quote", "uddybning"}
TEXTS |= {"kommentar", "kommentarer", "comment", "comments", "bemærkning", "bemærkninger", "besvarelser"}
_QUESTIONS = frozenset({"spørgsmål", "spoergsmaal", "question", "spørgsmålstekst", "spm", "spm."})
_ASKED = re.compile(r".*\?\s*|(?:spørgsmål|spm|question|q)\.?\s?\d+\b.*", re.I | re.DOTALL)
_LONG = 5  # words that the answers of a column have on average where it is one of running text
Row = tuple[int, dict[str, str]]


@dataclass(frozen=True)
class Columns:
    """What the columns of a table are for."""

    who: str | None
    name: str | None
    speaker: str | None
    time: str | None
    question: str | None
    texts: tuple[str, ...]
    about: tuple[str, ...]


def plainly(heading: str) -> str:
    """A heading as it is compared: in small letters, without a colon."""
    return heading.lower().strip(": ")


def columns_of(headings: Sequence[str], rows: Sequence[Row]) -> Columns:
    """What each column of a table is for; no texts where the table holds no answers."""
    by_name = {plainly(heading): heading for heading in reversed(headings)}
    question = _one(by_name, _QUESTIONS)
    speaker = _who_asks(headings, rows) or _one(by_name, SPEAKER_COLUMNS)
    who, name = _who(headings, rows, speaker)
    if question and speaker and not who:  # one who answers, not one who speaks in between
        who, name, speaker = speaker, speaker, None
    time = _one(by_name, TIME_COLUMNS) if speaker else None
    if time and not all(TIME.fullmatch(row[time]) or not row[time] for _line, row in rows):
        time = None  # when a form was sent in
    taken = {who, name, speaker, time, question}
    rest = [heading for heading in headings if heading not in taken and not is_known(heading)]
    if speaker:
        taken |= {heading for heading in headings if _IDS.fullmatch(plainly(heading))}  # running numbers
    texts = tuple(_texts(rest, rows, one=bool(speaker or question)))
    about = tuple(heading for heading in headings if heading not in {*texts, *taken} or heading == who != name)
    return Columns(who, name, speaker, time, question, texts, about)


def _who(headings: Sequence[str], rows: Sequence[Row], speaker: str | None) -> tuple[str | None, str | None]:
    """The column that tells respondents apart, and the one that names them; a running number of turns is neither."""
    ids = [heading for heading in headings if heading != speaker and _IDS.fullmatch(plainly(heading))]
    if speaker:
        ids = [one for one in ids if len({row[one] for _line, row in rows}) < len(rows)]
    name = next((heading for heading in ids if plainly(heading) in _NAMES), None)
    who = next((heading for heading in ids if heading != name), name)
    return who, name or who


def is_question(heading: str) -> bool:
    """Whether a heading asks: ``Hvad gjorde I?``, ``Spørgsmål 2``."""
    return bool(_ASKED.fullmatch(heading))


def _one(by_name: Mapping[str, str], names: frozenset[str]) -> str | None:
    return next((heading for name, heading in by_name.items() if name in names), None)


def _who_asks(headings: Sequence[str], rows: Sequence[Row]) -> str | None:
    """A column of names, however it is headed, in which an interviewer comes back beside others."""
    for heading in headings:
        names = [row[heading].strip(": ") for _line, row in rows if row[heading]]
        asks = sum(map(dialogue.is_interviewer, names))
        if asks > 0 and len(set(names)) < len(names) and max(map(len, names)) <= dialogue.MAX_NAME:
            return heading
    return None


def _texts(headings: Sequence[str], rows: Sequence[Row], *, one: bool) -> Iterator[str]:
    """The columns of running text among these: by their headings, else the longest; `one` where only one can be."""
    words = {heading: _mean_words(rows, heading) for heading in headings}
    called = [heading for heading in headings if plainly(heading) in TEXTS]
    if one:
        longest = max(words, key=lambda heading: words[heading], default=None)
        yield from called[:1] or ([longest] if longest and words[longest] > 0 else [])
        return
    found = [h for h in headings if words[h] > 0 and (h in called or is_question(h) or words[h] >= _LONG)]
    if found or not words:
        yield from found
        return
    longest = max(words, key=lambda heading: words[heading])
    if words[longest] >= 2:  # as a column of figures or of single words is none
        yield longest


def _mean_words(rows: Sequence[Row], heading: str) -> float:
    counts = [len(row[heading].split()) for _line, row in rows if any(c.isalpha() for c in row[heading])]
    return sum(counts) / len(counts) if counts else 0.0
