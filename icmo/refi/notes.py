"""Notes and what they are about, in all three habits of programs: descriptions, references to notes, links to notes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from icmo.i18n import _
from icmo.refi import xml
from icmo.refi.carriers import carried, formatted
from icmo.refi.package import MemberError, Package
from icmo.refi.parcel import Noun, ParcelMemo
from icmo.refi.tally import Tally
from icmo.refi.users import Users
from icmo.stamps import as_guid
from icmo.text.anchors import normalise


@dataclass(frozen=True, slots=True)
class Pin:
    """That a note is about a thing, or with a place, about a stretch of a source's text."""

    note: str
    about: Noun | None = None
    subject: str = ""
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """A note; `marks` are places in the text of the source that refers to it (annotations of QualCoder)."""

    guid: str
    name: str
    text: str
    coder: str
    at: str
    marks: tuple[tuple[int, int], ...] = ()


def read_notes(root: Any, package: Package | None, users: Users, tally: Tally) -> dict[str, Note]:
    """The notes of a project by their GUIDs."""
    notes: dict[str, Note] = {}
    for number, element in enumerate(xml.children(xml.child(root, "Notes"), "Note")):
        note = _note(element, xml.guid_of(element) or as_guid(f"note/{number}"), package, users, tally)
        if not note.text:
            tally.add("memo", _("were empty and were left out"), note.name)
        elif note.guid in notes:
            tally.add("memo", _("have the id of another one and were given a new one"), note.name)
            notes[as_guid(f"{note.guid}/{number}")] = note
        else:
            notes[note.guid] = note
    return notes


def _note(element: Any, guid: str, package: Package | None, users: Users, tally: Tally) -> Note:
    name = xml.named(element)
    marks = []
    for selection in xml.children(element, "PlainTextSelection"):
        if coded := len(list(xml.children(selection, "Coding"))):
            tally.add("coding", _("are made in memos, not in texts, and were left out"), name, coded)
            continue
        start, end = xml.whole(selection.get("startPosition")), xml.whole(selection.get("endPosition"))
        if start is not None and end is not None:
            marks.append((start, end))
    coder = users.name(element.get("creatingUser"), element.get("modifyingUser"))
    at = users.at("memo", element.get("creationDateTime"), element.get("modifiedDateTime"))
    return Note(guid, name, _text(element, name, package, tally), coder, at, tuple(marks))


def _text(element: Any, name: str, package: Package | None, tally: Tally) -> str:
    """What a note says, with its description below it."""
    content = ""
    plain = element.get("plainTextPath") or xml.child(element, "PlainTextContent") is not None
    try:
        if plain:
            content = normalise(carried(element, package).raw).strip()
        elif element.get("richTextPath"):
            content = formatted(element, package).strip()
    except MemberError as error:
        tally.add("memo", _("have no text of their own, for it {why}").format(why=error), name)
    parts = (content, xml.said(element))
    return "\n\n".join(part for part in parts if part)


def memos(notes: Mapping[str, Note], pins: Iterable[Pin], tally: Tally) -> Iterator[ParcelMemo]:
    """Every note as a memo about each thing that it is about, or about the project for want of any."""
    about: dict[str, list[Pin]] = {guid: [] for guid in notes}
    for pin in dict.fromkeys(pins):
        if pin.note in about:
            about[pin.note].append(pin)
        else:
            tally.add("memo", _("are referred to, but are not in the file"), pin.note[:8])
    for guid, note in notes.items():
        for number, pin in enumerate(_sharpest(about[guid]) or [Pin(guid)]):
            own = as_guid(f"{guid}/{number}") if number else guid
            yield ParcelMemo(own, note.text, note.name, pin.about, pin.subject, pin.start, pin.end, note.coder, note.at)


def _sharpest(pins: list[Pin]) -> list[Pin]:
    """The pins without those that only say that a note belongs to the project or to nothing that was read."""
    return [pin for pin in pins if pin.about is not None] or pins[:1]
