"""The layouts in which Teams and Word's “Transcribe” write transcripts: a line that says who and when, then the words.

Teams writes ``Mette Hansen   0:03``, in earlier years ``0:0:3.71 --> 0:0:5.12`` with the name on the next line; Word
writes ``00:00:03 Taler 1``. Above the first stand the title and the date, between them who started the transcription.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from icmo.formats import dialogue
from icmo.formats.spoken import Spoken, joined

_TIME = r"\d{1,2}:\d{1,2}(?::\d{1,2})?(?:[.,]\d{1,7})?"
_NAME_FIRST = re.compile(rf"(?P<name>[^\W\d_].{{0,98}}?)(?P<gap>\s+)(?P<time>{_TIME})(?:\s*-->\s*{_TIME})?")
_TIME_FIRST = re.compile(rf"(?P<time>{_TIME})\s+(?P<name>[^\W\d_][^:]{{0,98}})")
_ARROW = re.compile(rf"(?P<time>{_TIME})\s*-->\s*(?P<end>{_TIME})")
_EVENT = re.compile(
    r"(?:.{1,99} )?(?:(?:startede|stoppede|started|stopped) (?:transs?k?ription|transcription|transskriber)\w*"
    r"|(?:transskription|transcription)\w* (?:er |was |has )?(?:startet|stoppet|afsluttet|started|stopped|ended))"
    r".{0,60}",
    re.I,
)
_CAPTION = re.compile(r"(?:audio file|lydfil|transcript|transskription|udskrift):?", re.I)
_NO_NAME = re.compile(r".*(?:\b(?:kl|klokken|til|fra|ved|og|at)\.?|[:;,?!])", re.I)
MAX_ABOVE = 8  # lines of title, date and length above the first speaker
MAX_WORDS = 400  # from one line that names somebody to the next
_WIDE = 2  # spaces between name and time that make even one such line sure


@dataclass(frozen=True)
class Meeting:
    """What stands above the first speaker, and what is said, with marks where the lines had them."""

    above: tuple[str, ...]
    spoken: tuple[Spoken, ...]


@dataclass
class _Head:
    """A line that names who speaks and when, and the blocks of lines below it."""

    name: str
    time: float
    wide: bool = False
    end: float | None = None
    below: str = ""
    gap: str = ""

    def add(self, line: str, plain: str) -> None:
        """Add a line to what stands below; blank lines only count between two others."""
        if plain:
            self.below += f"{self.gap}{line.strip()}"
            self.gap = "\n"
        else:
            self.below += line.strip()  # marks, if anything
            self.gap = "\n\n" if self.gap else ""


def meeting(
    blocks: Sequence[str], *, bare: Callable[[str], str] = str, marks: Callable[[str], str] = lambda line: ""
) -> Meeting | None:
    """A transcript in one of the layouts, or nothing where the blocks are in none.

    Where lines hold marks that are no text, `bare` gives a line without them, and `marks` them without the line.

    Examples
    --------
    >>> meeting(["Mette Hansen   0:03\\nHej.", "Jens   0:05\\nHej selv."]).spoken[1]
    Spoken(speaker='Jens', said='Hej selv.', start=5.0, end=None)
    """
    lines = [line for block in blocks for line in (*block.split("\n"), "")]
    above, heads = _parted(lines, bare, marks)
    words = sum(len(line.split()) for line in lines)
    if not heads or len(above) > MAX_ABOVE or not _plausible(heads, words, bare):
        return None
    spoken = [Spoken(one.name, one.below, one.time, one.end) for one in heads if bare(one.below).strip()]
    cues = any(one.end is not None for one in heads)
    return Meeting(tuple(above), tuple(joined(spoken) if cues else spoken))


def _parted(
    lines: Sequence[str], bare: Callable[[str], str], marks: Callable[[str], str]
) -> tuple[list[str], list[_Head]]:
    """The lines above the first that names somebody, and those that do with what stands below them."""
    above: list[str] = []
    heads: list[_Head] = []
    awaited = False  # the name stands on the line below the times
    for line in lines:
        plain = bare(line).strip()
        if head := _head(plain):
            heads.append(head)
            head.add(marks(line), "")
            awaited = not head.name
        elif awaited and plain:
            heads[-1].name, awaited = plain, False
            heads[-1].add(marks(line), "")
        elif heads:
            heads[-1].add(*((marks(line), "") if _EVENT.fullmatch(plain) else (line, plain)))
        elif plain and not _CAPTION.fullmatch(plain) and not _EVENT.fullmatch(plain):
            above.append(line)
    return above, heads


def _head(line: str) -> _Head | None:
    if match := _ARROW.fullmatch(line):
        return _Head("", dialogue.seconds(match["time"]), wide=True, end=dialogue.seconds(match["end"]))
    match = _NAME_FIRST.fullmatch(line) or _TIME_FIRST.fullmatch(line)
    if match is None or _NO_NAME.fullmatch(match["name"]):
        return None
    wide = len(match.groupdict().get("gap") or "") >= _WIDE
    return _Head(match["name"].strip(), dialogue.seconds(match["time"]), wide=wide)


def _plausible(heads: Sequence[_Head], words: int, bare: Callable[[str], str]) -> bool:
    """Whether the lines are surely a layout, and not times that somebody speaks of."""
    silent = sum(not bare(one.below).strip() for one in heads)
    times = [one.time for one in heads]
    return (
        times == sorted(times)
        and 2 * silent <= len(heads)
        and words <= MAX_WORDS * len(heads)
        and all(one.name for one in heads)
        and (len(heads) > 1 or heads[0].wide)
        and (len({one.name for one in heads}) < len(heads) or len(heads) <= dialogue.SHORT)
    )


def about(above: Sequence[str]) -> Iterator[tuple[str, str]]:
    """What the lines above the first speaker tell of the recording, as metadata."""
    told = " · ".join(" ".join(line.split()) for line in above)
    if told:
        yield "optagelse", told
