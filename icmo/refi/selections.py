"""Selections made codings: every place turned into one of the normalised text, with codes, coders, times and memos."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from icmo.i18n import _
from icmo.refi import xml
from icmo.refi.notes import Note, Pin
from icmo.refi.offsets import Convention, Layout, Places
from icmo.refi.parcel import ParcelCode, ParcelCoding, ParcelMemo
from icmo.refi.sources import Mark, Source, marks
from icmo.refi.tally import Tally
from icmo.refi.users import Users
from icmo.stamps import as_guid
from icmo.text.anchors import normalise

Place = tuple[str, int, int]


@dataclass
class Coded:
    """What the texts' selections hold; `texts` are the normalised ones by their sources' GUIDs."""

    texts: dict[str, str] = field(default_factory=dict)
    codings: dict[str, ParcelCoding] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    memos: list[ParcelMemo] = field(default_factory=list)
    pins: list[Pin] = field(default_factory=list)


@dataclass
class Selections:
    """Reads the selections of one text after the other."""

    convention: Convention
    codes: Mapping[str, ParcelCode]
    notes: Mapping[str, Note]
    users: Users
    tally: Tally
    coded: Coded = field(default_factory=Coded)
    _coders: dict[str, int] = field(default_factory=dict)  # of codings
    _markers: set[str] = field(default_factory=set)  # of selections

    def read(self, source: Source) -> None:
        """Read the codings and notes of a text."""
        found = list(marks(source, self.tally))
        notes = [note for teller in source.tellers for note in xml.targets(teller, "NoteRef")]
        if found or any(note in self.notes and self.notes[note].marks for note in notes):
            layout = Layout(source.text.raw, inline=not source.text.member)
            places = layout.places(self.convention)
            self.coded.texts[source.guid] = layout.text
            for mark in found:
                self._selection(source, mark, places)
            for note in notes:
                self._annotated(source, note, places)
        else:
            self.coded.texts[source.guid] = normalise(source.text.raw)
            self.coded.pins += [Pin(note, "source", source.guid) for note in notes]
        self._whole(source)

    def flag_coders(self) -> None:
        """Remark on a file that gives all codings to one person, though others marked the passages."""
        others = self._markers - set(self._coders)
        if len(self._coders) == 1 and others and sum(self._coders.values()) > 1:
            what = _(
                "are all by {coder}, though others marked the passages: NVivo for Windows gives codings to who "
                "converted the project; ask who coded before coders are compared"
            )
            coder = self.users.name(next(iter(self._coders)))
            told = ", ".join(sorted({self.users.name(guid) for guid in others}))
            self.tally.add("coding", what.format(coder=coder), told, sum(self._coders.values()))

    def _annotated(self, source: Source, note: str, places: Places) -> None:
        found = self.notes[note].marks if note in self.notes else ()
        for start, end in found:
            first, last = self._span(source, start, end, places)
            self.coded.pins.append(_pin(note, source.guid, first, last))
        if not found:
            self.coded.pins.append(Pin(note, "source", source.guid))

    def _span(self, source: Source, start: int, end: int, places: Places) -> tuple[int, int]:
        """A place in the normalised text; what is turned round or reaches too far is mended and remarked on."""
        if start > end:
            start, end = end, start
            self.tally.add("offset", _("ended before they began and were turned round"), source.name)
        if end > places.length or start < 0:
            start, end = max(start, 0), max(end, 0)
            self.tally.add("offset", _("reached beyond their text and were cut off at its end"), source.name)
        return places.span(start, end)

    def _selection(self, source: Source, mark: Mark, places: Places) -> None:
        start, end = self._span(source, mark.start, mark.end, places)
        guid = xml.guid_of(mark.element) or as_guid(f"{source.guid}/{mark.start}/{mark.end}")
        self.coded.places.setdefault(guid, (source.guid, start, end))
        if user := xml.guid(mark.element.get("creatingUser")):
            self._markers.add(user)
        made = []
        for element in xml.children(mark.element, "Coding"):
            made += self._coding(element, mark.element, (source.guid, start, end), guid, source.name)
        self._described(mark.element, guid, (source.guid, start, end), made)
        self.coded.pins += [_pin(note, source.guid, start, end) for note in xml.targets(mark.element, "NoteRef")]

    def _whole(self, source: Source) -> None:
        """Codings of a text as a whole."""
        text = self.coded.texts[source.guid]
        for teller in source.tellers:
            for element in xml.children(teller, "Coding"):
                self.tally.add("coding", _("are of whole texts, from their beginning to their end"), source.name)
                self._coding(element, teller, (source.guid, 0, len(text)), "", source.name)

    def _coding(self, element: Any, selection: Any, place: Place, guid: str, name: str) -> list[str]:
        """The GUIDs of the codings that an element makes: one, unless it names no code or several."""
        user = xml.guid(element.get("creatingUser"))
        if user:
            self._coders[user] = self._coders.get(user, 0) + 1
        coder = self.users.name(user, selection.get("creatingUser") if guid else None)
        times = (element.get("creationDateTime"), selection.get("creationDateTime") if guid else None)
        at = self.users.at("coding", *times)
        made: list[str] = []
        for code in xml.targets(element, "CodeRef"):
            own = xml.guid_of(element) or as_guid(f"{guid or place[0]}/{code}/{user}")
            if code not in self.codes:
                self.tally.add("coding", _("name a code that is not in the file and were left out"), code[:8])
            elif place[1] == place[2]:
                self.tally.add("coding", _("mark no words and were left out"), name)
            else:
                coding = ParcelCoding(own, place[0], place[1], place[2], code, coder, at, "", guid)
                made += self._put(coding)
        subject = ("coding", made[0]) if made else ("source", place[0])
        for note in xml.targets(element, "NoteRef"):
            pin = Pin(note, "coding", subject[1]) if made else _pin(note, *place)
            self.coded.pins.append(pin)
        return made

    def _put(self, coding: ParcelCoding) -> list[str]:
        """Keep a coding under a GUID of its own; one that stands twice is kept once."""
        there = self.coded.codings.get(coding.guid)
        if there is not None and replace(there, memo="", selection="", at="") == replace(coding, selection="", at=""):
            self.tally.add("coding", _("stood twice in the file and were brought in once"))
            return []
        guid = coding.guid
        if there is not None:
            guid = as_guid(f"{guid}/{coding.source}/{coding.start}/{coding.end}/{coding.code}/{coding.coder}")
            self.tally.add("coding", _("have the id of another one and were given a new one"))
        self.coded.codings[guid] = replace(coding, guid=guid)
        return [guid]

    def _described(self, element: Any, guid: str, place: Place, made: list[str]) -> None:
        """A selection's description is its coding's memo, or one about the passage if that has none or several."""
        text = xml.said(element)
        if not text:
            return
        if len(made) == 1:
            self.coded.codings[made[0]] = replace(self.coded.codings[made[0]], memo=text)
            return
        pin = _pin("", *place)
        coder, at = self.users.name(element.get("creatingUser")), self.users.at("memo", element.get("creationDateTime"))
        own = as_guid(f"{guid}/description")
        self.coded.memos.append(ParcelMemo(own, text, "", "source", place[0], pin.start, pin.end, coder, at))


def _pin(note: str, source: str, start: int, end: int) -> Pin:
    """A note about a stretch of a text, or about the text if the stretch holds nothing."""
    return Pin(note, "source", source, start, end) if start < end else Pin(note, "source", source)
