"""Who has read which transcript: coders who have coded anything there, and those who say that they are done with it.

A coder who was done with a transcript in a round and has coded nothing in it found nothing there. One who was not done
when the round was closed has not read it, whatever they had coded so far. What is being coded blind has been read by
nobody yet.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from icmo.models import CONSENSUS, Coding, Material

Readers = dict[str, frozenset[str]]


def readers(material: Material, coders: Collection[str] | None = None) -> Readers:
    """The coders who have read each transcript, by its GUID, also where it is only one.

    Parameters
    ----------
    coders : only these (all but the layer of consensus)
    """
    found: dict[str, set[str]] = defaultdict(set)
    for coding in layers(material, coders):
        found[coding.transcript].add(coding.coder)
    for transcript, names in done(material).items():
        found[transcript].update(name for name in names if is_asked_for(name, coders))
    blind = being_coded(material)
    return {transcript: frozenset(names) for transcript, names in found.items() if transcript not in blind}


def done(material: Material) -> Readers:
    """The coders who have said of a transcript in a round that they are done with it."""
    found: dict[str, set[str]] = defaultdict(set)
    for one in (one for made in material.rounds for one in made.assignments):
        if one.done:
            found[one.transcript].add(one.reader)
    return {transcript: frozenset(names) for transcript, names in found.items()}


def unfinished(material: Material) -> Readers:
    """The coders who were not done with a transcript when its round was closed, and have not been since."""
    finished = done(material)
    found: dict[str, set[str]] = defaultdict(set)
    for one in (one for made in material.rounds if made.closed for one in made.assignments):
        if one.reader not in finished.get(one.transcript, frozenset()):
            found[one.transcript].add(one.reader)
    return {transcript: frozenset(names) for transcript, names in found.items()}


def layers(material: Material, coders: Collection[str] | None = None) -> list[Coding]:
    """The codings of these coders (all but the layer of consensus) in what they have read to its end.

    Those that a consensus has set aside are among them.
    """
    begun = unfinished(material)
    return [
        one
        for one in material.layers
        if is_asked_for(one.coder, coders) and one.coder not in begun.get(one.transcript, frozenset())
    ]


def is_asked_for(coder: str, coders: Collection[str] | None) -> bool:
    """Whether a coder is one of these; where none are named, everybody is but the layer of consensus."""
    return coder != CONSENSUS if coders is None else coder in coders


def being_coded(material: Material) -> frozenset[str]:
    """The transcripts (GUIDs) of rounds that are still open."""
    return frozenset(guid for one in material.rounds if not one.closed for guid in one.transcripts)
