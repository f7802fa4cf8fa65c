"""Give a transcript a corrected text: its turns are read again, its codings move with their words.

No coding goes silently: each is either moved, and listed for review when its words have changed, or listed as lost.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from icmo.errors import InvalidError
from icmo.formats import dialogue
from icmo.i18n import _
from icmo.models import Coding, Transcript, Turn
from icmo.text import pages
from icmo.text.anchors import cut, normalise, sha256, trim
from icmo.text.reanchor import Alignment, align
from icmo.text.same import Span

SURE = 3  # words, with those around them, by which a stretch that was moved is known again


@dataclass(frozen=True)
class Moved:
    """A coding as it was, and where its words stand in the corrected text.

    `changed` says that the words are others now, and not only their place or the white space between them.
    """

    coding: Coding
    start: int
    end: int
    quote: str
    changed: bool


@dataclass(frozen=True)
class Correction:
    """A transcript before and after its text was corrected, and what became of its codings.

    Attributes
    ----------
    before, after : the transcript with its old and its new text
    moved : every coding that is kept, also those that stand where they stood
    lost : the codings whose words are gone
    alignment : where the places of the old text lie in the new one
    """

    before: Transcript
    after: Transcript
    moved: tuple[Moved, ...]
    lost: tuple[Coding, ...]
    alignment: Alignment

    @property
    def review(self) -> tuple[Moved, ...]:
        """The kept codings whose words have changed, so that a coder has to look at them."""
        return tuple(one for one in self.moved if one.changed)

    @property
    def kept(self) -> tuple[Coding, ...]:
        """The kept codings as they stand in the new text."""
        return tuple(reanchored(one.coding, one.start, one.end, self.after.text) for one in self.moved)


def correct(transcript: Transcript, text: str, codings: Sequence[Coding]) -> Correction:
    """Give a transcript a corrected text and find the words of its codings there.

    Parameters
    ----------
    text : the whole corrected text, speakers' labels included
    codings : the codings of this transcript

    Raises
    ------
    InvalidError
        The text has no letters, or it is the same as before.

    Examples
    --------
    >>> from icmo.models import Transcript, Coding
    >>> interview = Transcript("t1", "interview", "Hun tog busen hjem.", "")
    >>> coding = Coding("c1", "t1", 8, 18, "transport", "AML", "", "busen hjem")
    >>> [one.quote for one in correct(interview, "Ja, hun tog bussen hjem.", [coding]).review]
    ['bussen hjem']
    """
    alignment = align(transcript.text, _checked(transcript, text))
    places = [(coding, reanchored_span(alignment, coding.start, coding.end)) for coding in codings]
    return Correction(
        before=transcript,
        after=replace(
            transcript,
            text=alignment.after,
            sha256=sha256(alignment.after),
            turns=tuple(_turns(transcript, alignment)),
            metadata=pages.moved(transcript.metadata, alignment.place),
        ),
        moved=tuple(_moved(coding, *place, alignment.after) for coding, place in places if place),
        lost=tuple(coding for coding, place in places if not place),
        alignment=alignment,
    )


def reanchored(coding: Coding, start: int, end: int, text: str) -> Coding:
    """The coding at another place of another text, with the words that stand there and around."""
    start, end = trim(text, start, end)
    prefix, quote, suffix = cut(text, start, end)
    return replace(coding, start=start, end=end, quote=quote, prefix=prefix, suffix=suffix)


def reanchored_span(alignment: Alignment, start: int, end: int) -> Span | None:
    """Where what stood at a span stands now: what is left of it there, else the same words moved elsewhere.

    Words count as moved when they stand once in what is new, and are three or more with those beside them on the
    line that came along.
    """
    start, end = trim(alignment.before, start, end)
    return alignment.span(start, end) or _elsewhere(alignment, start, end)


def _elsewhere(alignment: Alignment, start: int, end: int) -> Span | None:
    if start >= end:
        return None
    prefix, quote, suffix = cut(alignment.before, start, end)
    before, after = prefix.rpartition("\n")[2], suffix.partition("\n")[0]
    new = [place for place in _occurrences(alignment.after, quote) if alignment.is_new(place, place + len(quote))]
    for head, tail in ((before, after), (before, ""), ("", after), ("", "")):
        found = [
            place
            for place in new
            if alignment.after.startswith(quote + tail, place) and alignment.after.endswith(head, 0, place)
        ]
        if len(found) == 1 and len(f"{head}{quote}{tail}".split()) >= SURE:
            return found[0], found[0] + len(quote)
    return None


def _occurrences(text: str, quote: str) -> Iterator[int]:
    """Where a quote stands, not within longer words."""
    place = text.find(quote)
    while place >= 0:
        around = text[max(0, place - 1) : place] + text[place + len(quote) : place + len(quote) + 1]
        if not any(map(str.isalnum, around)):
            yield place
        place = text.find(quote, place + 1)


def _checked(transcript: Transcript, text: str) -> str:
    """The new text as icmo keeps it."""
    text = normalise(text).strip()
    if not any(map(str.isalnum, text)):
        raise InvalidError(
            _("{name} holds no text.").format(name=transcript.name),
            _("Give the whole text, with the corrections in it."),
        )
    if text == transcript.text.strip():
        raise InvalidError(
            _("The text of “{name}” is the same as before.").format(name=transcript.name),
            _("Correct something in it first."),
        )
    return f"{text}\n"


def _moved(coding: Coding, start: int, end: int, text: str) -> Moved:
    quote = text[start:end]
    return Moved(coding, start, end, quote, changed=quote.split() != coding.quote.split())


# --- Turns ----------------------------------------------------------------------------------------------


def _turns(before: Transcript, alignment: Alignment) -> Iterator[Turn]:
    """The turns of the new text: read from it if the old ones can be read from the old text, else moved."""
    if not before.turns or _said(before.turns) == _said(dialogue.turns(before.text)):
        return _reread(before.turns, alignment)
    return _carried(before.turns, alignment)


def _said(turns: Iterable[Turn]) -> list[tuple[int, int, str | None]]:
    """Who says what, without what may be known from elsewhere: times, and who asks."""
    return [(turn.start, turn.end, turn.speaker) for turn in turns]


def _reread(old: Sequence[Turn], alignment: Alignment) -> Iterator[Turn]:
    """The turns of the new text, with the times of the old ones; those who asked, under whatever label, still ask."""
    new = dialogue.turns(alignment.after)
    origins = _origins(old, new, alignment)
    asked = {turn.speaker: turn.interviewer for turn in old}
    gone = asked.keys() - {turn.speaker for turn in new} - {None}
    for turn in new:
        origin = origins.get(turn, turn)
        renamed = origin.interviewer if origin.speaker in gone else turn.interviewer
        seconds = origin.seconds if turn.seconds is None else turn.seconds
        yield replace(turn, seconds=seconds, interviewer=asked.get(turn.speaker, renamed))


def _origins(old: Iterable[Turn], new: Sequence[Turn], alignment: Alignment) -> dict[Turn, Turn]:
    """The new turns with the first of the old ones whose beginning they hold."""
    starts = [turn.start for turn in new]
    origins: dict[Turn, Turn] = {}
    for turn in old:
        place = alignment.span(turn.start, turn.end)
        number = bisect_right(starts, place[0]) if place else 0
        if number:
            origins.setdefault(new[number - 1], turn)
    return origins


def _carried(turns: Sequence[Turn], alignment: Alignment) -> Iterator[Turn]:
    """The old turns at their new places with what was added to them; where nothing is left, the turn is gone."""
    places = [alignment.around(turn.start, turn.end) for turn in turns]
    limits = [start for start, _end in places[1:]] + [len(alignment.after)]
    for turn, (start, end), limit in zip(turns, places, limits, strict=True):
        first, last = trim(alignment.after, start, min(end, limit))
        if first < last:
            yield replace(turn, start=first, end=last)
