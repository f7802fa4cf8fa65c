"""What people have remarked in the margins and notes of files that are brought in, as memos about the same words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from icmo.coding import new_memo
from icmo.formats.reading import Annotation, Reading
from icmo.models import About, Memo, MemoKind, Transcript
from icmo.text.anchors import trim


def within(reading: Reading, start: int, end: int) -> Iterator[Annotation]:
    """The remarks on a stretch of the text, with offsets from its beginning; those on the whole go to the first.

    Examples
    --------
    >>> reading = Reading("Et. To.", (), annotations=(Annotation(4, 6, "hvad?", "A"),))
    >>> list(within(reading, 3, 7))
    [Annotation(start=0, end=2, text='hvad?', author='A')]
    """
    first, last = trim(reading.text, start, end)
    for one in reading.annotations:
        begin, stop = max(one.start, first), min(one.end, last)
        if begin < stop:
            yield replace(one, start=begin - first, end=stop - first)
        elif one.start >= one.end and start == 0:
            yield replace(one, start=0, end=0)


def memos(transcripts: Iterable[Transcript], remarks: Mapping[str, Sequence[Annotation]], coder: str) -> Iterator[Memo]:
    """The remarks on transcripts, by their GUIDs, as memos about the work itself.

    The name of who made a remark stands in the text, for the memo's coder is the one who imports.
    """
    for made in transcripts:
        for one in remarks.get(made.guid, ()):
            text = f"{one.author}: {one.text}" if one.author else one.text
            yield _memo(text, made, one, coder)


def _memo(text: str, made: Transcript, remark: Annotation, coder: str) -> Memo:
    if remark.start < remark.end:
        place = {"start": remark.start, "end": remark.end}
        return new_memo(MemoKind.PROCESS, text, about=About.SEGMENT, subject=made.guid, coder=coder, **place)
    return new_memo(MemoKind.PROCESS, text, about=About.TRANSCRIPT, subject=made.guid, coder=coder)
