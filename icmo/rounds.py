"""Rounds of blind coding: who is to read what, drawn at random or named, and how far everybody has come.

The draw is a stratified random sample: each kind of informant in each municipality has its share of the transcripts,
by largest remainders (Cochran 1977, ch. 5). Whom a transcript goes to is drawn so that all have about as many words.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

from icmo.errors import InvalidError
from icmo.i18n import _
from icmo.models import Assignment, Coding, Material, Round, Transcript
from icmo.stamps import new_guid

FEWEST = 2  # readers of each transcript: agreement needs two


@dataclass(frozen=True)
class Asked:
    """What a round is to be.

    Attributes
    ----------
    readers : who takes part, by name
    transcripts : their names or GUIDs; or None, and `share` of all is drawn
    each : how many readers each transcript gets (None: all)
    seed : the draw is the same for the same seed
    """

    readers: tuple[str, ...]
    transcripts: tuple[str, ...] | None = None
    share: float | None = None
    each: int | None = None
    seed: int = 0


@dataclass(frozen=True)
class ReaderProgress:
    """How far one reader is in a round, in transcripts and in words; what was found there is not told."""

    reader: str
    transcripts: int
    begun: int
    done: int
    words: int
    words_done: int


def drawn(transcripts: Sequence[Transcript], share: float, seed: int = 0) -> tuple[Transcript, ...]:
    """A random share of the transcripts, stratified by municipality and kind of informant; at least one.

    Raises
    ------
    InvalidError
        A share that is not above 0 and at most 1, or no transcripts.
    """
    if not 0 < share <= 1:
        raise InvalidError(
            _("{share} is no share of the transcripts.").format(share=share), _("Give a number such as 0.2.")
        )
    if not transcripts:
        raise InvalidError(_("There is no transcript to draw from."), _("Import some first."))
    chance = random.Random(seed)
    groups: dict[tuple[str, str], list[Transcript]] = defaultdict(list)
    for one in sorted(transcripts, key=lambda one: one.guid):
        groups[_stratum(one)].append(one)
    sizes = _shared_out(max(1, round(share * len(transcripts))), [len(some) for some in groups.values()], chance)
    chosen = {one.guid for some, n in zip(groups.values(), sizes, strict=True) for one in chance.sample(some, n)}
    return tuple(one for one in transcripts if one.guid in chosen)


@dataclass(frozen=True)
class Stratum:
    """The transcripts of one kind of informant in one municipality: how many there are, and how many are read."""

    municipality: str
    informant_type: str
    transcripts: int
    drawn: int


def strata(transcripts: Iterable[Transcript], read: Container[str]) -> tuple[Stratum, ...]:
    """How many transcripts (GUIDs in `read`) of each stratum a round is of, in the order of the transcripts."""
    found: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for one in transcripts:
        found[_stratum(one)].append(one.guid in read)
    return tuple(Stratum(*key, len(some), sum(some)) for key, some in found.items())


def _stratum(one: Transcript) -> tuple[str, str]:
    return one.municipality or "", str(one.informant_type or "")


def _shared_out(number: int, sizes: Sequence[int], chance: random.Random) -> list[int]:
    """So many shared out over strata by their sizes: whole quotas first, then the largest remainders, ties by lot."""
    total = sum(sizes)
    shares = [number * size // total for size in sizes]
    rest = sorted(range(len(sizes)), key=lambda k: (-(number * sizes[k] % total), chance.random()))
    for k in rest[: number - sum(shares)]:
        shares[k] += 1
    return shares


def shared_out(transcripts: Sequence[Transcript], asked: Asked) -> tuple[Assignment, ...]:
    """Who reads which transcript: all of them all, or so many each, with about as many words for everybody.

    Raises
    ------
    InvalidError
        Fewer than two readers, the same one twice, or more for each transcript than there are.
    """
    each = len(asked.readers) if asked.each is None else asked.each
    _check(asked, each)
    chance = random.Random(asked.seed)
    order = sorted(transcripts, key=lambda one: one.guid)
    chance.shuffle(order)
    words: Counter[str] = Counter()
    made: list[Assignment] = []
    for one in sorted(order, key=lambda one: -one.words):
        readers = sorted(asked.readers, key=lambda name: (words[name], chance.random()))[:each]
        words.update(dict.fromkeys(readers, one.words))
        made += (Assignment(new_guid(), one.guid, reader, "", "") for reader in sorted(readers))
    place = {one.guid: n for n, one in enumerate(transcripts)}
    return tuple(sorted(made, key=lambda one: (place[one.transcript], one.reader)))


def _check(asked: Asked, each: int) -> None:
    twice = [name for name, n in Counter(asked.readers).items() if n > 1]
    if len(asked.readers) < FEWEST or twice:
        raise InvalidError(
            _("A round needs two coders or more, each named once."), _("Name them with --coders AML,BKH.")
        )
    if not FEWEST <= each <= len(asked.readers):
        raise InvalidError(
            _("Each transcript can be read by {fewest} to {most} of these coders, not by {each}.").format(
                fewest=FEWEST, most=len(asked.readers), each=each
            )
        )


def chosen(transcripts: Sequence[Transcript], asked: Asked) -> tuple[Transcript, ...]:
    """The transcripts of a round: those named, or a share drawn at random.

    Raises
    ------
    InvalidError
        Neither transcripts nor a share, or both; a transcript that is not there.
    """
    if (asked.transcripts is None) == (asked.share is None):
        raise InvalidError(_("A round is of transcripts that are named, or of a share that is drawn."))
    if asked.share is not None:
        return drawn(transcripts, asked.share, asked.seed)
    wanted = set(asked.transcripts or ())
    found = tuple(one for one in transcripts if not wanted.isdisjoint((one.name, one.guid)))
    if unknown := sorted(wanted - {key for one in found for key in (one.name, one.guid)}):
        raise InvalidError(
            _("There is no transcript “{name}”.").format(name=unknown[0]), _("See their names with: icmo info PROJECT")
        )
    if not found:
        raise InvalidError(_("A round is of transcripts that are named, or of a share that is drawn."))
    return found


def progress(
    one: Round, transcripts: Mapping[str, Transcript], codings: Iterable[Coding] = ()
) -> tuple[ReaderProgress, ...]:
    """How far the readers of a round are, by name; begun is what they have coded in or are done with."""
    begun = {(coding.transcript, coding.coder) for coding in codings}
    found = []
    for reader in one.readers:
        own = [a for a in one.assignments if a.reader == reader]
        done = [a for a in own if a.done]
        found.append(
            ReaderProgress(
                reader=reader,
                transcripts=len(own),
                begun=sum(bool(a.done) or (a.transcript, reader) in begun for a in own),
                done=len(done),
                words=sum(transcripts[a.transcript].words for a in own),
                words_done=sum(transcripts[a.transcript].words for a in done),
            )
        )
    return tuple(found)


def reading(rounds: Iterable[Round], transcript: str, reader: str) -> tuple[Round | None, Assignment | None]:
    """The open round that a transcript is in, and the coder's assignment to it, where there are such."""
    one = next((one for one in rounds if not one.closed and transcript in one.transcripts), None)
    mine = (a for a in (one.assignments if one else ()) if (a.transcript, a.reader) == (transcript, reader))
    return one, next(mine, None)


def to_read(material: Material, reader: str) -> tuple[tuple[Round, Assignment], ...]:
    """What a coder has to read in open rounds, in the order of the transcripts, the done ones last."""
    place = {one.guid: n for n, one in enumerate(material.transcripts)}
    mine = [(one, a) for one in material.rounds if not one.closed for a in one.assignments if a.reader == reader]
    return tuple(sorted(mine, key=lambda pair: (bool(pair[1].done), place[pair[1].transcript])))
