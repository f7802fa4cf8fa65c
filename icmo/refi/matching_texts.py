"""Texts and cases of two materials: which are the same, and where the places of the one lie in the other.

Texts are the same by their words (SHA-256 without white space at the ends). Between projects of icmo one with the same
GUID and other words has been corrected in one of them: places move with their words.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator
from dataclasses import replace
from itertools import chain, count
from typing import Any

from icmo.correcting import reanchored_span
from icmo.i18n import _
from icmo.models import Case, Transcript, index
from icmo.refi.codes_found import NAMES
from icmo.refi.matching import Count, Matching
from icmo.refi.parcel import Remark
from icmo.refi.variables import FIELDS
from icmo.stamps import as_guid, new_guid
from icmo.text.anchors import sha256
from icmo.text.reanchor import align

Place = Callable[[int, int], tuple[int, int] | None]


class Texts(Matching):
    """Cases and transcripts matched, as a base for all that stands in them."""

    # --- Cases and transcripts ------------------------------------------------------------------------

    def _cases(self) -> tuple[Case, ...]:
        named = ((one.municipality or "").strip() for one in self.theirs.transcripts)
        known = {one.name for one in self.theirs.cases}
        without = (Case(as_guid(f"case {name}"), name) for name in dict.fromkeys(named) if name and name not in known)
        return self._new("case", (*self.theirs.cases, *without), self.ours.cases, lambda one: (one.name,), once=True)

    def _variables(self) -> dict[str, dict[str, Any]]:
        """What cases that are there get to know: gaps are filled, and nothing is changed."""
        mine = {one.name: dict(one.variables) for one in self.ours.cases}
        found: dict[str, dict[str, Any]] = {}
        for case in self.theirs.cases:
            there = mine.setdefault(case.name, dict(case.variables))
            if gaps := {name: value for name, value in case.variables.items() if name not in there}:
                found.setdefault(case.name, {}).update(gaps)
                there.update(gaps)
            if other := [name for name in case.variables.keys() & there.keys() if case.variables[name] != there[name]]:
                what = _("variables of cases have other values in the file; the project's are kept")
                self.remarks.append(Remark("variable", what, len(other), tuple(sorted(other))[:NAMES]))
        return found

    def _transcripts(self) -> tuple[Transcript, ...]:
        mine = index(self.ours.transcripts)
        words = {_words(one): one.guid for one in reversed(self.ours.transcripts)}
        guids = self.guids.setdefault("source", {})
        self._places: dict[str, Place] = {}
        self._new_texts: dict[str, Transcript] = {}
        new = self._new_texts
        names, alike = {one.name for one in self.ours.transcripts}, []
        for one in self.theirs.transcripts:
            there = words.get(_words(one)) or (one.guid if self.own and one.guid in mine else "")
            if there in new:
                alike.append(one.name)
                new[there] = self._filled(new[there], one)
            if there:
                self._places[one.guid] = _place_in(one, mine.get(there) or new[there])
            else:
                there = one.guid if one.guid and one.guid not in mine and one.guid not in new else new_guid()
                words[_words(one)] = there
                new[there] = self._new_transcript(one, there, names)
            guids[one.guid] = there
        if alike:
            what = _("hold the same words as another text of the file, and are one text with it in the project")
            self.remarks.append(Remark("source", what, len(alike), tuple(alike)[:NAMES]))
        self.counts.append(Count("source", len(new), len(self.theirs.transcripts) - len(new)))
        return tuple(new.values())

    def _new_transcript(self, one: Transcript, guid: str, names: set[str]) -> Transcript:
        name = free_name(one.name, names)
        names.add(name)
        return replace(one, guid=guid, name=name, target_group=self._code(one.target_group))

    def _described(self) -> Iterator[Transcript]:
        """Known transcripts with the gaps in what is known of them filled."""
        mine = index(self.ours.transcripts)
        seen: dict[str, Transcript] = {}
        for one in self.theirs.transcripts:
            there = seen.get(self.guids["source"][one.guid]) or mine.get(self.guids["source"][one.guid])
            if there is None:
                continue
            if (filled := self._filled(there, one)) != there:
                seen[there.guid] = filled
        yield from seen.values()

    def _filled(self, there: Transcript, one: Transcript) -> Transcript:
        """A transcript with what the file tells of the same words; where both tell, the file's is only remarked on."""
        told = {name: getattr(one, name) for name in FIELDS} | {"target_group": self._code(one.target_group)}
        if other := [name for name, value in told.items() if value and (getattr(there, name) or value) != value]:
            what = _("“{name}” is described otherwise in the file; the project's description is kept")
            self.remarks.append(Remark("source", what.format(name=there.name), len(other), tuple(other)))
        return replace(there, **{name: value for name, value in told.items() if value and not getattr(there, name)})

    def _place(self, transcript: str, start: int, end: int) -> tuple[str, int, int] | None:
        """Where a place of their text lies after the merge; None where its words are gone."""
        if transcript not in self.guids["source"]:
            return None
        span = self._places[transcript](start, end) if transcript in self._places else (start, end)
        return (self.guids["source"][transcript], *span) if span else None

    def _text(self, transcript: str) -> str:
        """The text of a transcript after the merge, by its GUID there."""
        known = self._new_texts.get(transcript) or self.ours.transcript_by_guid[transcript]
        return known.text


def _words(one: Transcript) -> str:
    return sha256(one.text.strip())


def free_name(name: str, taken: Container[str]) -> str:
    """The name, with a number behind it where it is taken."""
    numbered = (f"{name} ({number})" for number in count(2))
    return next(one for one in chain([name], numbered) if one not in taken)


def _place_in(theirs: Transcript, ours: Transcript) -> Place:
    """Where places of their text lie in ours, which is the same but for white space at the ends, or was corrected."""
    if theirs.text.strip() == ours.text.strip():
        shift = _lead(ours.text) - _lead(theirs.text)
        return lambda start, end: (start + shift, end + shift)
    alignment = align(theirs.text, ours.text)
    return lambda start, end: reanchored_span(alignment, start, end)


def _lead(text: str) -> int:
    return len(text) - len(text.lstrip())
