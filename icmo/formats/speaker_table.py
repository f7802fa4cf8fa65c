"""Tables in which one column names who speaks: each row becomes a line ``Speaker [time]: text``.

Word, OpenDocument, RTF and HTML transcripts share this.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from icmo.formats import dialogue

_TIME = re.compile(r"[\[(]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d+)?[\])]?")
SPEAKER_COLUMNS = frozenset({"taler", "speaker", "hvem", "hvem taler", "talende", "stemme", "person"})
TIME_COLUMNS = frozenset({"tid", "time", "tidspunkt", "tidskode", "start", "starttid", "timecode", "timestamp"})
TEXT_COLUMNS = frozenset({"tekst", "text", "udsagn", "ytring", "replik", "udskrift", "transskription", "transcript"})
_HEADINGS = SPEAKER_COLUMNS | TIME_COLUMNS | TEXT_COLUMNS | {"nr", "nr.", "#", ""}


def lines(
    rows: Sequence[Sequence[str]],
    *,
    bare: Callable[[str], str] = str,
    marks: Callable[[str], str] = lambda cell: "",
) -> Iterator[str]:
    """The rows as ``Speaker [time]: text`` where a column names speakers, else cell by cell.

    A row of headings such as ``Tid | Taler | Tekst`` above speakers says nothing. Where cells hold marks that are no
    text, `bare` gives the text of one and `marks` its marks; those of names and times move to what is said.

    Examples
    --------
    >>> list(lines([["0:01", "I:", "Hvad så?"], ["0:04", "Leder:", "Jo."]]))
    ['I [0:01]: Hvad så?', 'Leder [0:04]: Jo.']
    """
    speakers = _speakers([[bare(cell) for cell in row] for row in rows])
    last = ""
    for number, row in enumerate(rows):
        told = [(bare(cell), cell) for cell in row]
        times = [text for text, _cell in told if _TIME.fullmatch(text)]
        words = [(text, cell) for text, cell in told if text and text not in times]
        if last and len(words) == 1 and any(not text for text, _cell in told):  # merged with the speaker's cell above
            words = [(last, ""), *words]
        if len(words) == 2 and words[0][0] in speakers:
            last = words[0][0]
            time = f" [{times[0].strip('[]()')}]" if times else ""
            moved = "".join(marks(cell) for cell in row if cell is not words[1][1])
            yield f"{last.rstrip(': ')}{time}: {moved}{words[1][1]}"
        elif number or not speakers or not _is_heading(row, bare):
            yield from (cell for _text, cell in words)


def _is_heading(row: Sequence[str], bare: Callable[[str], str]) -> bool:
    return all(bare(cell).strip(": ").lower() in _HEADINGS for cell in row)


def _speakers(rows: Sequence[Sequence[str]]) -> set[str]:
    """Short first cells that come back, or that name an interviewer."""
    firsts = Counter(next((c for c in row if c and not _TIME.fullmatch(c)), "") for row in rows if len(row) > 1)
    return {
        name
        for name, count in firsts.items()
        if name and len(name) <= dialogue.MAX_NAME and (count > 1 or dialogue.is_speaker(name.rstrip(": ")))
    }
