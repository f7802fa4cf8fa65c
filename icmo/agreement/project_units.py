"""The units of a project that two coders or more have read, and what each of them has given each unit.

A coder who has any coding in a transcript, or was done with it in a round, has read all of it, so that what is not
coded there was not found there (`icmo.agreement.readers`). Interviewers' turns are left out. A unit bears a code when a
coding with it overlaps the unit; what a coder's own overlapping codings say twice counts once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from icmo.agreement.continuum import Section
from icmo.agreement.readers import layers, readers
from icmo.errors import InvalidError, NotFoundError
from icmo.i18n import _
from icmo.models import Codebook, Coding, Material, Suggestion, Transcript, Turn

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Booleans = NDArray[np.bool_]
Span = tuple[int, int]
Mark = Coding | Suggestion
Marks = Mapping[str, Sequence[Mark]]  # by coder

UNITS = ("turn", "sentence", "character")


@dataclass(frozen=True, eq=False)
class Units:
    """What is compared. With "character" a unit is a stretch in which nothing changes, as long as its repeats say.

    Attributes
    ----------
    transcripts : the GUIDs of those that two coders or more have read
    coders, codes : in alphabetical order, and in that of the code book
    source : units, the number of the transcript that each stands in
    start, end : units, offsets into its text
    repeats : units, how many units it stands for (characters; else 1)
    read : coders × transcripts
    given : coders × units × codes, the codes as they were given
    """

    unit: str
    transcripts: tuple[str, ...]
    coders: tuple[str, ...]
    codes: tuple[str, ...]
    source: Integers
    start: Integers
    end: Integers
    repeats: Floats
    read: Booleans
    given: Booleans
    below: Booleans  # codes × codes: whether the column's code is the row's or stands below it

    @property
    def number(self) -> int:
        """How many units there are."""
        return int(self.repeats.sum())

    @property
    def present(self) -> Booleans:
        """Coders × units: whether the coder has read the unit."""
        return self.read[:, self.source]

    @cached_property
    def borne(self) -> Booleans:
        """Coders × units × codes, where a code stands for those below it too."""
        found = self.given.copy()
        for code, row in enumerate(self.below):
            if row.sum() > 1:
                found[:, :, code] = self.given[:, :, row].any(axis=2)
        return found

    def ratings(self, code: str) -> Floats:
        """One code as a reading of each unit: 1 borne (or one below it is), 0 not, NaN not read; coders × units."""
        borne = self.borne[:, :, self._place(code)].astype(float)
        return np.where(self.present, borne, np.nan)

    def sets(self) -> list[list[frozenset[str] | None]]:
        """The codes that each coder gave each unit, None where it was not read: coders × units."""
        names = np.array(self.codes, dtype=object)
        return [
            [frozenset(names[unit]) if read else None for unit, read in zip(given, present, strict=True)]
            for given, present in zip(self.given, self.present, strict=True)
        ]

    def _place(self, code: str) -> int:
        if code not in self.codes:
            raise NotFoundError(
                _("Nobody has used the code “{code}” in transcripts that two coders have read.").format(code=code)
            )
        return self.codes.index(code)


def units(
    material: Material,
    *,
    unit: str = "turn",
    codes: Collection[str] | None = None,
    coders: Collection[str] | None = None,
) -> Units:
    """The units of all transcripts that at least two coders have read, with their readings, as they were coded.

    What a consensus has set aside is still what its coder has read. Transcripts of an open round are left out.

    Parameters
    ----------
    unit : "turn", "sentence" (as the Danish pipeline finds them) or "character"
    codes : only these and those below them (all that were used, and those above them)
    coders : only these (all who have coded, but the layer of consensus)

    Raises
    ------
    InvalidError, NotFoundError
        A unit of another name; a code that is not in the code book.
    """
    read: dict[str, set[str]] = defaultdict(set)
    for transcript, names in readers(material, coders).items():
        for name in names:
            read[name].add(transcript)
    marks: dict[str, list[Mark]] = {name: [] for name in read}
    for coding in layers(material, coders):
        if coding.transcript in read[coding.coder]:
            marks[coding.coder].append(coding)
    return units_of(material, marks, unit=unit, codes=codes, read=read)


def units_of(
    material: Material,
    marks: Marks,
    *,
    unit: str = "turn",
    codes: Collection[str] | None = None,
    read: Mapping[str, Collection[str]] | None = None,
) -> Units:
    """The units of these marks by coder; `read` gives the transcripts a coder has read where marks do not tell."""
    if unit not in UNITS:
        raise InvalidError(
            _("“{name}” is no unit to compare.").format(name=unit),
            _("Choose one of: {names}.").format(names=", ".join(UNITS)),
        )
    seen = {coder: {mark.transcript for mark in own} for coder, own in marks.items()}
    seen.update({coder: set(guids) for coder, guids in (read or {}).items()})
    double = [t for t in material.transcripts if sum(t.guid in guids for guids in seen.values()) > 1]
    kept = _kept(material.codebook, marks, codes)
    pieces = {t.guid: spans for t, spans in _pieces(unit, double, kept) if spans}
    names = sorted(coder for coder in marks if not seen[coder].isdisjoint(pieces))
    used = _codes(material.codebook, (mark.code for coder in names for mark in kept[coder]), codes)
    found = _empty(unit, pieces, names, used, _below(material.codebook, used))
    for row, coder in enumerate(names):
        found.read[row] = [guid in seen[coder] for guid in pieces]
        _give(found, row, kept[coder])
    return found


def sections(units: Units, code: str) -> tuple[list[list[Section]], int]:
    """One code as units on a continuum, for `alpha_u_2004` and `alpha_u_2016`, and the continuum's length.

    Parameters
    ----------
    units : characters, as `units` gives with ``unit="character"``

    Returns
    -------
    For each coder the stretches with the code, (code, begin, length); and the length. The continuum is what
    informants say in the transcripts that all coders have read, one after the other from 0.
    """
    if units.unit != "character":
        raise InvalidError(_("A continuum is made of characters."), _("Ask for units of characters."))
    everywhere: Booleans = np.asarray(units.read.all(axis=0), dtype=bool)[units.source]
    borne = units.borne[:, everywhere, units._place(code)]
    begin = np.concatenate([[0], np.cumsum(units.repeats[everywhere])]).astype(int)
    # a stretch goes on over an interviewer's turn, but not from one transcript into the next
    fresh = np.diff(units.source[everywhere], prepend=-1) > 0
    return [list(_runs(code, own, fresh, begin)) for own in borne], int(begin[-1])


def _runs(code: str, borne: Booleans, fresh: Booleans, begin: Integers) -> Iterator[Section]:
    before = np.concatenate([[False], borne[:-1]]) if len(borne) else borne
    firsts = np.flatnonzero(borne & (fresh | ~before))
    after = np.concatenate([borne[1:] & ~fresh[1:], [False]]) if len(borne) else borne
    lasts = np.flatnonzero(borne & ~after)
    for first, last in zip(firsts, lasts, strict=True):
        yield code, int(begin[first]), int(begin[last + 1] - begin[first])


def _kept(book: Codebook, marks: Marks, codes: Collection[str] | None) -> Marks:
    if codes is None:
        return marks
    if unknown := sorted(code for code in codes if code not in book):
        raise NotFoundError(_("There is no code “{code}” in the code book.").format(code=unknown[0]))
    wanted = book.below(*codes)
    return {coder: [mark for mark in own if mark.code in wanted] for coder, own in marks.items()}


def _codes(book: Codebook, used: Iterable[str], codes: Collection[str] | None) -> tuple[str, ...]:
    """The codes used and those above them, no higher than what was asked for, in the order of the book."""
    told = {above for code in set(used) for above in (book.lineage(code) if code in book else (code,))}
    if codes is not None:
        told &= book.below(*codes)
    place = {code.id: number for number, code in enumerate(book.codes)}
    return tuple(sorted(told, key=lambda code: (place.get(code, len(place)), code)))


def _below(book: Codebook, codes: Sequence[str]) -> Booleans:
    place = {code: number for number, code in enumerate(codes)}
    found = np.eye(len(codes), dtype=bool)
    for code in codes:
        for above in book.lineage(code) if code in book else ():
            if above in place:
                found[place[above], place[code]] = True
    return found


def _pieces(unit: str, transcripts: Sequence[Transcript], marks: Marks) -> Iterator[tuple[Transcript, list[Span]]]:
    cuts: dict[str, set[int]] = defaultdict(set)
    if unit == "character":
        for own in marks.values():
            for mark in own:
                cuts[mark.transcript].update((mark.start, mark.end))
    for transcript in transcripts:
        turns = [turn for turn in _turns(transcript) if not turn.interviewer and turn.end > turn.start]
        if unit == "turn":
            yield transcript, [(turn.start, turn.end) for turn in turns]
        elif unit == "sentence":
            yield transcript, [span for turn in turns for span in _sentences(transcript.text, turn)]
        else:
            yield transcript, list(_cut(turns, sorted(cuts[transcript.guid])))


def _turns(transcript: Transcript) -> Sequence[Turn]:
    return transcript.turns or (Turn(0, len(transcript.text)),)


def _sentences(text: str, turn: Turn) -> Iterator[Span]:
    from icmo.text.passages import sentences

    for start, end in sentences(text[turn.start : turn.end]):
        yield turn.start + start, turn.start + end


def _cut(turns: Sequence[Turn], cuts: Sequence[int]) -> Iterator[Span]:
    """The turns, cut wherever a coding begins or ends."""
    places = np.array(cuts, dtype=np.int64)
    for turn in turns:
        first, last = np.searchsorted(places, [turn.start, turn.end], side="right")
        inside = [turn.start, *(int(at) for at in places[first:last] if at < turn.end), turn.end]
        yield from pairwise(inside)


def _empty(
    unit: str, pieces: Mapping[str, Sequence[Span]], coders: Sequence[str], codes: Sequence[str], below: Booleans
) -> Units:
    spans = np.array([span for own in pieces.values() for span in own], dtype=np.int64).reshape(-1, 2)
    start, end = spans[:, 0], spans[:, 1]
    return Units(
        unit=unit,
        transcripts=tuple(pieces),
        coders=tuple(coders),
        codes=tuple(codes),
        source=np.repeat(np.arange(len(pieces)), [len(own) for own in pieces.values()]),
        start=start,
        end=end,
        repeats=(end - start).astype(float) if unit == "character" else np.ones(len(spans)),
        read=np.zeros((len(coders), len(pieces)), dtype=bool),
        given=np.zeros((len(coders), len(spans), len(codes)), dtype=bool),
        below=below,
    )


def _give(units: Units, coder: int, marks: Sequence[Mark]) -> None:
    """Set what one coder has given: for each mark the units from the first to the last that it overlaps."""
    number = {guid: n for n, guid in enumerate(units.transcripts)}
    place = {code: n for n, code in enumerate(units.codes)}
    rows = [(number[m.transcript], m.start, m.end, place[m.code]) for m in marks if m.transcript in number]
    if not rows:
        return
    source, start, end, code = np.array(rows, dtype=np.int64).T
    apart = max(int(units.end.max()), int(end.max())) + 1  # so that places of all texts stand on one line
    first = np.searchsorted(units.source * apart + units.end, source * apart + start, side="right")
    last = np.searchsorted(units.source * apart + units.start, source * apart + end, side="left")
    lengths = np.maximum(last - first, 0)
    offsets = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    units.given[coder, np.repeat(first, lengths) + offsets, np.repeat(code, lengths)] = True
