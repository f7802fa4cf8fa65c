"""The sources of an exchange file with their selections: which stretch of which text bears which codes.

Codings of the same stretch by the same coder share a selection, for programs take the coder from there; NVivo and
QualCoder get one for each coding. A selection's name is how its words begin, so that a reader can tell how it counts.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from icmo.models import Coding, Memo, Transcript
from icmo.refi.draft import Draft, fitting_memos
from icmo.refi.elements import Element, add, moment, one_line, refer
from icmo.refi.memos import Hung, Thing
from icmo.text import pages


@dataclass(frozen=True)
class Selection:
    """A stretch of a text with what is coded there, or with a memo."""

    guid: str
    start: int
    end: int
    coder: str
    at: str
    codings: tuple[Coding, ...] = ()
    memos: tuple[str, ...] = ()  # the GUIDs of the memos that it is there for

    @property
    def things(self) -> tuple[Thing, ...]:
        """What memos may be about that have their place here."""
        return (
            *(("selection", memo) for memo in self.memos),
            *(("coding", one.guid) for one in self.codings),
        )


def selections(draft: Draft) -> dict[str, list[Selection]]:
    """The selections in each transcript, by its GUID, in the order of the text."""
    found: dict[str, list[Selection]] = defaultdict(list)
    for (transcript, start, end, coder, _each), some in _together(draft).items():
        guid, at = draft.selection(some[0]), min(filter(None, (moment(one.at) for one in some)), default="")
        found[transcript].append(Selection(guid, start, end, coder, at, tuple(some)))
    for guid, memos in _memos_together(draft).items():
        first = memos[0]
        assert first.start is not None and first.end is not None
        names = tuple(one.guid for one in memos)
        found[first.subject].append(Selection(guid, first.start, first.end, first.coder, first.at, memos=names))
    return {name: sorted(some, key=lambda one: (one.start, one.end, one.guid)) for name, some in found.items()}


def _together(draft: Draft) -> dict[tuple[str, int, int, str, str], list[Coding]]:
    found: dict[tuple[str, int, int, str, str], list[Coding]] = defaultdict(list)
    for one in draft.material.codings:
        found[draft.place(one)].append(one)
    return found


def _memos_together(draft: Draft) -> dict[str, list[Memo]]:
    found: dict[str, list[Memo]] = defaultdict(list)
    for memo in fitting_memos(draft.material):
        found[draft.selection_of_memo(memo.guid)].append(memo)
    return found


def add_source(
    parent: Element, source: Transcript, name: str, marked: Iterable[Selection], hung: Hung, draft: Draft
) -> Element:
    """Add a text with its selections; its variables are still to come."""
    about: Thing = ("source", source.guid)
    guid = draft.guids("source", source.guid)
    made = add(
        parent,
        "TextSource",
        guid=guid,
        name=name,
        plainTextPath=f"internal://{guid}.txt",
        creatingUser=draft.user(source.coder),
        creationDateTime=moment(source.at),
    )
    if told := hung.description(about, before=_told(source)):
        add(made, "Description", told)
    counted = utf16_positions(source.text) if draft.target.utf16 else int
    for one in marked:
        _add_selection(made, one, source.text, hung, counted, draft)
    refer(made, "NoteRef", hung.on(about))
    return made


def _told(source: Transcript) -> str:
    """What a transcript says of itself beyond its variables; where its pages begin is of use to icmo alone."""
    told = ((key, value) for key, value in source.metadata.items() if key != pages.KEY)
    lines = [source.title or "", *(f"{key}: {value}" for key, value in told)]
    return "\n".join(filter(None, lines))


def _add_selection(
    parent: Element, one: Selection, text: str, hung: Hung, counted: Callable[[int], int], draft: Draft
) -> None:
    made = add(
        parent,
        "PlainTextSelection",
        guid=one.guid,
        name=one_line(text[one.start : one.end]),
        startPosition=str(counted(one.start)),
        endPosition=str(counted(one.end)),
        creatingUser=draft.user(one.coder),
        creationDateTime=moment(one.at),
    )
    if said := hung.description(*one.things):
        add(made, "Description", said)
    for coding in one.codings:
        _add_coding(made, coding, hung, draft)
    refer(made, "NoteRef", hung.on(*(("selection", memo) for memo in one.memos)))


def _add_coding(parent: Element, coding: Coding, hung: Hung, draft: Draft) -> None:
    made = add(
        parent,
        "Coding",
        guid=draft.guids("coding", coding.guid),
        creatingUser=draft.user(coding.coder),
        creationDateTime=moment(coding.at),
    )
    add(made, "CodeRef", targetGUID=draft.guids("code", coding.code))
    refer(made, "NoteRef", hung.on(("coding", coding.guid)))


def utf16_positions(text: str) -> Callable[[int], int]:
    """How a place in code points is counted in UTF-16 units.

    Examples
    --------
    >>> place = utf16_positions("a🙂b")
    >>> place(1), place(2), place(3)
    (1, 3, 4)
    """
    doubled = [at for at, letter in enumerate(text) if letter > "\uffff"]
    return lambda at: at + bisect_left(doubled, at)


def astral(transcripts: Iterable[Transcript]) -> int:
    """How many of the texts have characters that UTF-16 has two units for, such as emoji."""
    return sum(any(letter > "\uffff" for letter in one.text) for one in transcripts)
