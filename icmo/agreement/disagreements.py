"""Where coders read a passage differently: what to talk about, one place after the other.

In the transcripts that two coders or more have read, the stretches that they have given a code are grouped by overlap,
after each coder's own overlapping ones were united. Where all readers have the code, they agree when what any two of
them mark is half the same, and else differ on the *span*. Where some lack it, it is *missing* when at least half of the
readers have it, and *extra* when fewer. Two such places of different codes of one kind, given by different coders to
much the same words, are one disagreement on the *code*.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from itertools import combinations

from icmo.agreement.groups import Group, Spans, groups, likeness
from icmo.agreement.readers import Readers, layers, readers
from icmo.errors import NotFoundError
from icmo.i18n import _
from icmo.kept import kept
from icmo.models import About, Codebook, Coding, Difference, Material, Memo

SAME_PLACE = 0.5  # of what either of two coders marks, for them to have marked the same stretch
SAME_WORDS = 0.5  # of the shorter of two places, for two codes to be given in each other's place


@dataclass(frozen=True)
class Reading:
    """How one coder or several read a passage: with a code on these spans, or with none (`code` None, no spans).

    `start` and `end` are the ends of the spans, or of the whole passage where there are none; `codings` are the GUIDs
    of all codings that say so.
    """

    coders: tuple[str, ...]
    code: str | None
    start: int
    end: int
    codings: tuple[str, ...] = ()
    spans: Spans = ()


@dataclass(frozen=True)
class Disagreement:
    """A passage that the readers of a transcript read differently.

    Attributes
    ----------
    start, end : from the first to the last character that any of them marks
    codes : what is in dispute: one code, or two that were given in each other's place
    readings : the different ones, in the order of their places and codes, never of names; “nothing” stands last
    """

    transcript: str
    start: int
    end: int
    difference: Difference
    codes: tuple[str, ...]
    readings: tuple[Reading, ...]
    given: Mapping[str, tuple[str, ...]]  # by coder, the GUIDs of their codings here, sorted

    @cached_property
    def key(self) -> str:
        """What it is known by as long as nobody adds, takes away or recodes any of its codings."""
        said = (self.transcript, self.codes, sorted(own for own in self.given.values() if own))
        return blake2b(repr(said).encode(), digest_size=8).hexdigest()

    @property
    def coders(self) -> tuple[str, ...]:
        """Everybody who has read the passage, by name."""
        return tuple(sorted(self.given))

    @property
    def codings(self) -> tuple[str, ...]:
        """The GUIDs of all codings in dispute."""
        return tuple(guid for reading in self.readings for guid in reading.codings)

    def reading_of(self, coder: str) -> Reading:
        """How a coder who has read the passage reads it."""
        return next(one for one in self.readings if coder in one.coders)

    def memos(self, material: Material) -> tuple[tuple[str, str], ...]:
        """What coders have noted on their codings here: coder and text, in the order of the readings."""
        known, about = _by_guid(material), _memos(material)
        return tuple(
            said
            for guid in self.codings
            if guid in known
            for said in _noted(known[guid], about.get(guid, ()))
            if said[1]
        )


@dataclass(frozen=True)
class Agreed:
    """A passage that all readers of a transcript have given a code; the spans are all that any of them marks."""

    transcript: str
    code: str
    start: int
    end: int
    coders: tuple[str, ...]
    codings: tuple[str, ...]


def disagreements(
    material: Material,
    *,
    coders: Collection[str] | None = None,
    codes: Collection[str] | None = None,
    transcripts: Collection[str] | None = None,
) -> tuple[Disagreement, ...]:
    """All passages that coders read differently, in the order of the transcripts and their texts.

    What a consensus has set aside is still what its coder has read; the layer of consensus itself is no reader.

    Parameters
    ----------
    coders : between these only (all who have coded)
    codes : only those that concern one of these codes, or one below them
    transcripts : only in these, by their GUIDs

    Raises
    ------
    NotFoundError
        A code that is not in the code book.
    """
    found = _all(material) if coders is None else tuple(_found(material, frozenset(coders)))
    wanted = None if codes is None else _below(material.codebook, codes)
    return tuple(
        one
        for one in found
        if (wanted is None or not wanted.isdisjoint(one.codes))
        and (transcripts is None or one.transcript in transcripts)
    )


def agreed(
    material: Material, *, coders: Collection[str] | None = None, transcripts: Collection[str] | None = None
) -> tuple[Agreed, ...]:
    """All passages that every reader of a transcript has given the same code, where two or more have read it."""
    read = _double(readers(material, coders), transcripts)
    return tuple(
        Agreed(one.transcript, one.code, one.start, one.end, tuple(sorted(one.holders)), one.codings)
        for one in _in_order(material, groups(_codings_in(material, read, coders)))
        if one.holders == read[one.transcript] and _is_one_place(one)
    )


@kept
def _all(material: Material) -> tuple[Disagreement, ...]:
    return tuple(_found(material, None))


def _found(material: Material, coders: Collection[str] | None) -> Iterator[Disagreement]:
    read = _double(readers(material, coders))
    here: dict[str, list[Group]] = defaultdict(list)
    for group in groups(_codings_in(material, read, coders)):
        here[group.transcript].append(group)
    for transcript in material.transcripts:
        some = here.get(transcript.guid, [])
        made = _in_transcript(material.codebook, some, read.get(transcript.guid, frozenset()))
        yield from sorted(made, key=lambda one: (one.start, one.end, one.codes))


def _in_transcript(book: Codebook, some: Sequence[Group], read: frozenset[str]) -> Iterator[Disagreement]:
    lacking = [one for one in some if one.holders != read]
    paired = _paired(book, lacking)
    together = {id(one) for pair in paired for one in pair}
    for pair in paired:
        yield _disagreement(Difference.CODE, pair, read)
    for one in lacking:
        if id(one) not in together:
            many = 2 * len(one.holders) >= len(read)
            yield _disagreement(Difference.MISSING if many else Difference.EXTRA, [one], read)
    for one in some:
        if one.holders == read and not _is_one_place(one):
            yield _disagreement(Difference.SPAN, [one], read)


def _is_one_place(group: Group) -> bool:
    """Whether what any two coders mark is half the same."""
    return all(likeness(a.spans, b.spans) >= SAME_PLACE for a, b in combinations(group.held, 2))


def _paired(book: Codebook, lacking: Sequence[Group]) -> list[tuple[Group, Group]]:
    """The places at which different coders gave different codes, those first that share most, each in one pair only."""
    candidates = sorted(_candidates(book, lacking), key=lambda pair: (-_common(*pair), *map(_place, pair)))
    taken, found = set[int](), []
    for pair in candidates:
        if taken.isdisjoint(map(id, pair)):
            taken.update(map(id, pair))
            found.append(pair)
    return found


def _candidates(book: Codebook, lacking: Sequence[Group]) -> Iterator[tuple[Group, Group]]:
    in_order = sorted(lacking, key=_place)
    for number, one in enumerate(in_order):
        for other in in_order[number + 1 :]:
            if other.start >= one.end:
                break
            if _is_alternative(book, one, other):
                yield one, other


def _is_alternative(book: Codebook, one: Group, other: Group) -> bool:
    """Whether two places of different codes of one kind lie in much the same words, and no coder has both."""
    if one.code == other.code or not one.holders.isdisjoint(other.holders):
        return False
    if any(group.code not in book for group in (one, other)) or book[one.code].kind is not book[other.code].kind:
        return False
    return _common(one, other) >= SAME_WORDS * min(one.end - one.start, other.end - other.start)


def _common(one: Group, other: Group) -> int:
    return min(one.end, other.end) - max(one.start, other.start)


def _place(group: Group) -> tuple[int, int, str]:
    return group.start, group.end, group.code


# --- What is said of one --------------------------------------------------------------------------------


def _disagreement(difference: Difference, places: Sequence[Group], read: frozenset[str]) -> Disagreement:
    start, end = min(one.start for one in places), max(one.end for one in places)
    given = dict.fromkeys(sorted(read), ()) | {held.coder: held.codings for one in places for held in one.held}
    return Disagreement(
        transcript=places[0].transcript,
        start=start,
        end=end,
        difference=difference,
        codes=tuple(sorted(one.code for one in places)),
        readings=tuple(_readings(places, read, start, end)),
        given=given,
    )


def _readings(places: Sequence[Group], read: frozenset[str], start: int, end: int) -> Iterator[Reading]:
    alike: dict[tuple[Spans, str], list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
    for group in places:
        for held in group.held:
            alike[held.spans, group.code].append((held.coder, held.codings))
    for (spans, code), some in sorted(alike.items()):
        coders, codings = zip(*some, strict=True)
        guids = tuple(guid for own in codings for guid in own)
        yield Reading(coders, code, spans[0][0], spans[-1][1], guids, spans)
    if nothing := read.difference(*(group.holders for group in places)):
        yield Reading(tuple(sorted(nothing)), None, start, end)


def _noted(coding: Coding, memos: Iterable[Memo]) -> Iterator[tuple[str, str]]:
    yield coding.coder, coding.memo.strip()
    yield from ((memo.coder, memo.text.strip()) for memo in memos)


# --- Small helpers --------------------------------------------------------------------------------------


@kept
def _by_guid(material: Material) -> dict[str, Coding]:
    return {one.guid: one for one in material.layers}


@kept
def _memos(material: Material) -> dict[str, list[Memo]]:
    found: dict[str, list[Memo]] = defaultdict(list)
    for memo in sorted(material.memos, key=lambda memo: memo.at):
        if memo.about is About.CODING:
            found[memo.subject].append(memo)
    return dict(found)


def _double(read: Readers, transcripts: Collection[str] | None = None) -> Readers:
    """The transcripts (of these) that two coders or more have read."""
    return {
        guid: names for guid, names in read.items() if len(names) > 1 and (transcripts is None or guid in transcripts)
    }


def _codings_in(material: Material, read: Readers, coders: Collection[str] | None) -> list[Coding]:
    return [one for one in layers(material, coders) if one.transcript in read]


def _in_order(material: Material, some: Iterable[Group]) -> list[Group]:
    order = {one.guid: number for number, one in enumerate(material.transcripts)}
    return sorted(some, key=lambda one: order[one.transcript])


def _below(book: Codebook, codes: Collection[str]) -> frozenset[str]:
    if unknown := sorted(code for code in codes if code not in book):
        raise NotFoundError(_("There is no code “{code}” in the code book.").format(code=unknown[0]))
    return book.below(*codes)
