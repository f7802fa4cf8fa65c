"""Tables in which one column names who speaks: each row becomes a line ``Speaker [time]: text``.

Word, OpenDocument, RTF and HTML transcripts share this.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from icmo.formats import dialogue

TIME = re.compile(rf"[\[(#]?({dialogue.CLOCK}){dialogue.SPAN}[\])#]?")
SPEAKER_COLUMNS = frozenset({"taler", "speaker", "hvem", "hvem taler", "talende", "stemme", "person"})
TIME_COLUMNS = frozenset(
    {"tid", "time", "tidspunkt", "tidskode", "start", "starttid", "timecode", "timestamp", "timespan"}
)
TEXT_COLUMNS = frozenset(
    {"tekst", "text", "udsagn", "ytring", "replik", "udskrift", "transskription", "transcript", "content", "indhold"}
)
_NUMBERS = frozenset({"nr", "nr.", "#"})
_HEADINGS = SPEAKER_COLUMNS | TIME_COLUMNS | TEXT_COLUMNS | _NUMBERS | {""}


def lines(
    rows: Sequence[Sequence[str]],
    *,
    bare: Callable[[str], str] = str,
    marks: Callable[[str], str] = lambda cell: "",
) -> Iterator[str]:
    """The rows as ``Speaker [time]: text`` where a column names speakers, else cell by cell.

    The column of speakers is the first that says something beside times, or the one that is headed so, as NVivo's
    ``Timespan | Content | Speaker``. Times beside words that nobody is named for stand in front of them. A row of
    headings such as ``Tid | Taler | Tekst`` above speakers says nothing, nor do running numbers headed ``#``. Where
    cells hold marks that are no text, `bare` gives the text of one and `marks` its marks; those of names and times
    move to what is said.

    Examples
    --------
    >>> list(lines([["0:01", "I:", "Hvad så?"], ["0:04", "Leder:", "Jo."]]))
    ['I [0:01]: Hvad så?', 'Leder [0:04]: Jo.']
    """
    headings = [bare(cell).strip(": ").lower() for cell in next(iter(rows), ())]
    sure = bool(SPEAKER_COLUMNS & set(headings))
    rows = [_speaker_first(row, headings, bare, marks) for row in rows] if sure else rows
    speakers = _speakers([[bare(cell) for cell in row] for row in rows[sure:]], headed=sure)
    last = ""
    for number, row in enumerate(rows):
        told = [(bare(cell), cell) for cell in row]
        times = [match for text, _cell in told if (match := TIME.fullmatch(text))]
        words = [(text, cell) for text, cell in told if text and not TIME.fullmatch(text)]
        if last and len(words) == 1 and any(not text for text, _cell in told):  # merged with the speaker's cell above
            words = [(last, ""), *words]
        if words[1:] and words[0][0] in speakers and (len(words) == 2 or sure or dialogue.is_speaker(words[0][0])):
            last = words[0][0]
            time = f" [{times[0][1]}]" if times else ""
            said = [cell for _text, cell in words[1:]]
            moved = "".join(marks(cell) for cell in row if cell not in said)
            yield f"{last.rstrip(': ')}{time}: {moved}" + "\n".join(said)
            continue
        last = ""  # what stands below a row of somebody else is not said by the speaker above it
        if times and words and not speakers:
            yield f"[{times[0][1]}] {words[0][1]}"
            yield from (cell for _text, cell in words[1:])
        elif number or not speakers or not _HEADINGS.issuperset(headings):
            yield from (cell for text, cell in told if text)


def _speaker_first(
    row: Sequence[str], headings: Sequence[str], bare: Callable[[str], str], marks: Callable[[str], str]
) -> list[str]:
    """The cells with the speaker's in front, and of a running number only its marks."""
    if len(row) != len(headings):
        return list(row)
    cells = [
        marks(cell) if head in _NUMBERS and bare(cell).isdecimal() else cell
        for cell, head in zip(row, headings, strict=True)
    ]
    speaker = cells.pop(next(place for place, head in enumerate(headings) if head in SPEAKER_COLUMNS))
    return [speaker, *cells]


def _speakers(rows: Sequence[Sequence[str]], *, headed: bool) -> set[str]:
    """Short first cells below a heading, that come back, or that name an interviewer; and names in their company."""
    firsts = Counter(next((c for c in row if c and not TIME.fullmatch(c)), "") for row in rows if len(row) > 1)
    short = {name for name in firsts if 0 < len(name) <= dialogue.MAX_NAME}
    found = {name for name in short if headed or firsts[name] > 1 or dialogue.is_speaker(name.rstrip(": "))}
    if sum(firsts[name] for name in found) < dialogue.RECURRING * firsts.total():
        return found
    return found | {name for name in short if name[0].isupper() and name[-1] not in ".?!"}
