"""The notes of an exchange file and what they hang on, in the habit that the target understands.

A memo is a `Note`. It hangs on its thing by a NoteRef; for ATLAS.ti, which loses it there, by a Link that leads from
the note to the thing; for QualCoder, which reads notes only as a journal, what is said of texts and places in them
stands in their Descriptions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from icmo.i18n import _
from icmo.models import About, Memo
from icmo.naming import memo_kind_name
from icmo.refi.draft import Draft
from icmo.refi.elements import Element, add, clean, distinct, encoded, moment, one_line
from icmo.refi.targets import Target

Thing = tuple[Literal["project", "source", "selection", "coding", "code", "configuration", "theory"], str]
IN_TEXTS = ("source", "selection", "coding")
NOTES = ("configuration", "theory")  # things that are notes themselves


@dataclass(frozen=True)
class Note:
    """A note; `about` is what it hangs on, by its sort and its id in the project."""

    guid: str
    name: str
    text: str
    coder: str
    at: str
    about: Thing | None = None


def memo_notes(draft: Draft) -> Iterator[Note]:
    """The project's memos, those of codings, and the summaries of the framework matrix."""
    material, guids = draft.material, draft.guids
    for memo in material.memos:
        yield Note(guids("memo", memo.guid), _name(memo), memo.text, memo.coder, memo.at, _thing(memo))
    for coding in material.codings:
        if coding.memo:
            name = _("On a coding") + f": {one_line(coding.memo, 60)}"
            guid = guids("memo of coding", coding.guid)
            yield Note(guid, name, coding.memo, coding.coder, coding.at, ("coding", coding.guid))
    for one in material.summaries:
        label = material.codebook[one.code].label.text(material.language) if one.code in material.codebook else one.code
        name = _("Summary") + f": {one.case} – {label}"
        yield Note(guids("summary", one.guid), name, one.text, one.coder, one.at, ("code", one.code))


def _name(memo: Memo) -> str:
    return f"{memo_kind_name(memo.kind)}: {one_line(memo.text, 60)}"


def _thing(memo: Memo) -> Thing:
    match memo.about:
        case About.PROJECT:
            return "project", ""
        case About.TRANSCRIPT:
            return "source", memo.subject
        case About.SEGMENT:
            return "selection", memo.guid  # it has a selection of its own
        case About.CODING:
            return "coding", memo.subject
        case About.CODE:
            return "code", memo.subject
        case About.CONFIGURATION:
            return "configuration", memo.subject
        case _:
            return "theory", memo.subject


def named_apart(notes: Iterable[Note]) -> list[Note]:
    """The notes with names of which no two are the same."""
    made = list(notes)
    return [replace(one, name=name) for one, name in zip(made, distinct(note.name for note in made), strict=True)]


@dataclass(frozen=True)
class Hung:
    """What hangs on which thing: notes to refer to by their GUIDs, texts for Descriptions, and notes with a Link."""

    references: Mapping[Thing, list[str]]
    descriptions: Mapping[Thing, list[str]]
    links: tuple[tuple[Note, Thing], ...]
    notes: tuple[Note, ...]  # all that are written as notes

    def description(self, *things: Thing, before: str = "") -> str:
        """All that is said of these things in their Description."""
        return "\n\n".join(
            filter(None, (before, *(text for thing in things for text in self.descriptions.get(thing, ()))))
        )

    def on(self, *things: Thing) -> list[str]:
        """The GUIDs of the notes that these things refer to."""
        return [guid for thing in things for guid in self.references.get(thing, ())]


def hang(notes: Iterable[Note], things: Container[Thing], target: Target) -> Hung:
    """Hang the notes on their things as the target has it; one about a thing that is not written hangs on nothing."""
    ways: dict[str, list[tuple[Note, Thing]]] = defaultdict(list)
    kept = []
    for note in notes:
        about = note.about if note.about in things else None
        way = _way(about, target)
        if about:
            ways[way].append((note, about))
        if way != "descriptions":
            kept.append(note)
    return Hung(
        references=_by_thing((thing, note.guid) for note, thing in ways["references"]),
        descriptions=_by_thing((thing, note.text) for note, thing in ways["descriptions"]),
        links=tuple(ways["links"]),
        notes=tuple(kept),
    )


def _way(about: Thing | None, target: Target) -> str:
    if about is None:
        return "nothing"
    if about[0] in NOTES:  # a note has no place for a reference that all programs would look at
        return "links" if target.joined_notes else "nothing"
    if about[0] == "project":
        return "nothing" if target.memos == "links" else "references"
    return target.memos if about[0] in IN_TEXTS or target.memos == "links" else "references"


def _by_thing(pairs: Iterable[tuple[Thing, str]]) -> Mapping[Thing, list[str]]:
    found: dict[Thing, list[str]] = defaultdict(list)
    for thing, said in pairs:
        found[thing].append(said)
    return dict(found)


def add_note(parent: Element, note: Note, files: dict[str, bytes], at: str, draft: Draft) -> None:
    """Add a note; where the target reads such notes from files, its text becomes one of `files`.

    Notes always have a time, by default `at`: QualCoder stops at one without.
    """
    in_file = draft.target.note_files and (note.about is None or note.about[0] not in IN_TEXTS)
    made = add(
        parent,
        "Note",
        guid=note.guid,
        name=clean(note.name),
        plainTextPath=f"internal://{note.guid}.txt" if in_file else "",
        creatingUser=draft.user(note.coder),
        creationDateTime=moment(note.at) or at,
    )
    if in_file:
        files[f"sources/{note.guid}.txt"] = encoded(_with_lf(note.text))
    else:
        add(made, "PlainTextContent", note.text)


def _with_lf(text: str) -> str:
    return text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
