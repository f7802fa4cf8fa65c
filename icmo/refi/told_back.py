"""The configurations that notes of icmo tell, put together again from the codings of the file.

A configuration comes back when the file has a coding for each of its parts: with the words, in the text and by the path
of the code that the note tells. Its note is then no memo any more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from icmo.i18n import LANGUAGES
from icmo.models import Coding, Configuration, ConfigurationLink, Material, Part
from icmo.refi.codes_found import folded
from icmo.refi.parcel import Parcel, ParcelLink, ParcelMemo
from icmo.refi.told import Told, ToldPart, told_in

FOLLOWS = "outcome becomes context"  # what a link between the notes of two configurations is called


@dataclass(frozen=True)
class ToldBack:
    """Configurations by the GUIDs of the notes that told them, and the texts of these notes."""

    configurations: Mapping[str, Configuration]
    texts: frozenset[str]

    def follows(self, link: ParcelLink) -> bool:
        """Whether a link says that the outcome of one of these is the context of another."""
        return link.name == FOLLOWS and {link.origin, link.target} <= self.configurations.keys()

    def link(self, one: ParcelLink) -> ConfigurationLink:
        """That link between configurations, made by who made the first of them."""
        first = self.configurations[one.origin]
        later = self.configurations[one.target]
        return ConfigurationLink(one.guid, first.guid, later.guid, first.coder, "")


def told_back(parcel: Parcel, material: Material) -> ToldBack:
    """The configurations told in the notes of a parcel whose codings are those of the material."""
    return _Notes(parcel, material).told_back()


@dataclass
class _Notes:
    parcel: Parcel
    material: Material

    def told_back(self) -> ToldBack:
        """Each text once, though it may be a memo about several things."""
        made: dict[str, Configuration] = {}
        first: dict[str, str] = {}  # the note that tells it first, for one text may be a memo about several things
        for memo in self.parcel.memos:
            told = told_in(memo.text) if memo.about in (None, "link") else None
            if told and memo.text not in first and (parts := tuple(self._parts(told, memo))):
                first[memo.text] = memo.guid
                made[memo.guid] = _configuration(memo, told, parts)
        return ToldBack(made, frozenset(first))

    def _parts(self, told: Told, memo: ParcelMemo) -> Iterator[Part]:
        """The parts, if there is a coding for each."""
        codings = [self._coding(part, memo) for part in told.parts]
        if None not in codings:
            for part, one in zip(told.parts, codings, strict=True):
                yield Part(part.role, one.guid if one else "", part.resource, part.reasoning)

    def _coding(self, part: ToldPart, memo: ParcelMemo) -> Coding | None:
        """The coding of a part: of several with the same words one that a link names, then one of the note's coder."""
        found = self._by_words.get((folded(part.source), folded(part.quote), folded(part.path)), [])
        return min(
            found,
            key=lambda one: (self._stretches[one.guid] not in self._linked, one.coder != memo.coder),
            default=None,
        )

    @cached_property
    def _by_words(self) -> dict[tuple[str, str, str], list[Coding]]:
        found: dict[tuple[str, str, str], list[Coding]] = {}
        book, texts = self.material.codebook, self.material.transcript_by_guid
        for one in self.material.codings:
            for path in {folded(book.path(one.code, language)) for language in LANGUAGES}:
                found.setdefault((folded(texts[one.transcript].name), folded(one.quote), path), []).append(one)
        return found

    @cached_property
    def _stretches(self) -> dict[str, str]:
        return {one.guid: one.selection for one in self.parcel.codings}

    @cached_property
    def _linked(self) -> set[str]:
        return {end for link in self.parcel.links for end in (link.origin, link.target)}


def _configuration(memo: ParcelMemo, told: Told, parts: tuple[Part, ...]) -> Configuration:
    return Configuration(
        guid=memo.guid,
        parts=parts,
        coder=memo.coder,
        at=memo.at,
        actor=told.actor,
        polarity=told.polarity,
        statement=told.statement,
        memo=told.rest,
    )
