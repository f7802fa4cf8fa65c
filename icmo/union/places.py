"""What was placed in an earlier text, put where its words stand now; what has lost its words becomes a memo."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from icmo.correcting import reanchored_span
from icmo.i18n import _
from icmo.models import About, Change, MemoKind
from icmo.text.anchors import cut, trim
from icmo.text.reanchor import align
from icmo.union.copies import Row, made_of
from icmo.union.ledger import Key
from icmo.union.state import State

_aligned = cache(align)


@dataclass
class Placing:
    """What was done: rows whose place was found again, and those whose words are gone, each with the words."""

    moved: list[tuple[Key, str]] = field(default_factory=list)
    lost: list[tuple[Key, str]] = field(default_factory=list)


@dataclass(frozen=True)
class _Source:
    """A transcript with the texts that it has had, oldest first, each with the entry that gave it."""

    guid: str
    text: str
    versions: Sequence[tuple[str, Change]]

    @property
    def corrected(self) -> Change:
        """The entry that gave it its newest text."""
        return self.versions[-1][1]


def replace_all(state: State) -> Placing:
    """Let everything that stands in a transcript of several texts stand where its words are."""
    made = Placing()
    sources = {row["guid"]: source for row in state.of("transcript") if (source := _source(state, row))}
    for noun, place in (("coding", _of_words), ("memo", _of_text), ("decision", _of_text), ("resolution", _of_text)):
        for key, row in state.keyed(noun) if sources else ():
            source = sources.get(_transcript(noun, row))
            if source and (key in state.touched or ("transcript", source.guid) in state.touched):
                _place(state, key, source, place(state, key, row, source), made)
    return made


def _source(state: State, row: Row) -> _Source | None:
    entries = state.ledger.entries(("transcript", row["guid"]))
    versions = [(one.after["text"], one) for one in entries if one.after and _text(one.before) != one.after["text"]]
    texts = {text for text, _by in versions}
    return _Source(row["guid"], row["text"], versions) if texts - {row["text"]} else None


def _text(row: Row | None) -> str | None:
    return row["text"] if row else None


def _transcript(noun: str, row: Row) -> str:
    if noun == "memo":
        return str(row["subject"]) if row["about"] == About.SEGMENT else ""
    return str(row["transcript"])


def _of_words(_state: State, _key: Key, row: Row, source: _Source) -> tuple[str, int, int]:
    """The text that a coding was placed in, known by its words and those around them."""
    for around in (True, False):
        for text in (source.text, *(one for one, _by in reversed(source.versions))):
            if _stands(row, text, around=around):
                return text, row["start"], row["end"]
    return source.text, 0, 0


def _stands(row: Row, text: str, *, around: bool) -> bool:
    start, end = row["start"], row["end"]
    if text[start:end] != row["quote"]:
        return False
    return not around or cut(text, start, end) == (row["prefix"], row["quote"], row["suffix"])


def _of_text(state: State, key: Key, row: Row, source: _Source) -> tuple[str, int, int]:
    """The text that something without words was placed in: the newest that whoever placed it knew."""
    folded = state.ledger.folded(key)
    if folded is None:
        return source.text, row["start"], row["end"]
    by = folded.placed_by()
    known = [text for text, change in source.versions if _had(state, by, change)]
    return (known or [source.versions[0][0]])[-1], row["start"], row["end"]


def _had(state: State, by: Change, change: Change) -> bool:
    """Whether who wrote one entry had the text of another before them."""
    return change.step == by.step or (change.at < by.at and state.ledger.knew(by, change))


def _place(state: State, key: Key, source: _Source, was: tuple[str, int, int], made: Placing) -> None:
    text, start, end = was
    row = state.row(key)
    assert row is not None
    if text == source.text and start < end:
        return
    span = reanchored_span(_aligned(text, source.text), start, end) if start < end else None
    words = str(row.get("quote") or text[start:end])
    if span is None:
        made.lost.append((key, words))
        _lose(state, key, source, words)
    elif trim(source.text, *span) != (row["start"], row["end"]) or "quote" in row:
        state.change(key, **_stand(row, source.text, *trim(source.text, *span)))
        if state.row(key) != row:
            made.moved.append((key, words))


def _stand(row: Row, text: str, start: int, end: int) -> dict[str, Any]:
    place: dict[str, Any] = {"start": start, "end": end}
    if "quote" in row:
        place["prefix"], place["quote"], place["suffix"] = cut(text, start, end)
    return place


# --- Words that are gone ------------------------------------------------------------------------------


def _lose(state: State, key: Key, source: _Source, words: str) -> None:
    noun, row = key[0], state.row(key)
    assert row is not None
    if noun == "memo":
        state.change(key, about=About.TRANSCRIPT.value, start=None, end=None)
        return
    said = _said(state, noun, row, words)
    state.mend(key, None)
    if noun != "decision":
        _note(state, key, source, row, said)
    if noun == "coding":
        _without(state, key[1], source)


def _said(state: State, noun: str, row: Row, words: str) -> str:
    who = next((one["name"] for one in state.of("coder") if one["guid"] == row["coder"]), row["coder"])
    if noun == "resolution":
        what = _("What {coder} settled on “{quote}” ({codes}) lost its place when the text was corrected: {reason}")
        return what.format(coder=who, quote=words, codes=", ".join(row["codes"]), reason=row["reason"]).strip(" :")
    what = _("The coding “{code}” of “{quote}” by {coder} lost its words when the text was corrected.")
    return f"{what.format(code=row['code'], quote=words, coder=who)} {row['memo']}".strip()


def _note(state: State, key: Key, source: _Source, row: Row, text: str) -> None:
    """A memo about the transcript, unless somebody has taken it away again."""
    guid = made_of("lost", key[1])
    if state.ledger.folded(("memo", guid)) is None:
        about = {"kind": MemoKind.PROCESS.value, "about": About.TRANSCRIPT.value, "subject": source.guid}
        signed = {"coder": row["coder"], "at": source.corrected.at}
        state.mend(("memo", guid), {"guid": guid, **about, "text": text, "start": None, "end": None, **signed})


def _without(state: State, coding: str, source: _Source) -> None:
    """Take away what a coding was part of, and keep what was said there."""
    parts = [(key, row) for key, row in state.keyed("configuration_part") if row["coding"] == coding]
    for key, _row in parts:
        state.mend(key, None)
    left = {row["configuration"] for row in state.of("configuration_part")}
    for owner in sorted({row["configuration"] for _key, row in parts} - left):
        _without_parts(state, ("configuration", owner), source)
    _about_the_text(state, About.CODING, coding, source)


def _without_parts(state: State, key: Key, source: _Source) -> None:
    row = state.row(key)
    assert row is not None
    what = _("A configuration lost its last coding when the text was corrected.")
    _note(state, key, source, row, " ".join(filter(None, (what, row["statement"], row["memo"]))))
    for link, ends in state.keyed("configuration_link"):
        if key[1] in (ends["earlier"], ends["later"]):
            state.mend(link, None)
    _about_the_text(state, About.CONFIGURATION, key[1], source)
    state.mend(key, None)


def _about_the_text(state: State, about: About, subject: str, source: _Source) -> None:
    for key in _memos_about(state, about, subject):
        state.change(key, about=About.TRANSCRIPT.value, subject=source.guid)


def _memos_about(state: State, about: About, subject: str) -> Iterator[Key]:
    return (key for key, row in state.keyed("memo") if row["about"] == about and row["subject"] == subject)
