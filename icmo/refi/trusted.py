"""A project from a file, checked as if a stranger had written it: what points outside of its texts is taken out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from icmo.formats import dialogue
from icmo.i18n import _
from icmo.models import About, Coding, Material, Memo, Transcript
from icmo.naming import noun_name
from icmo.refi.as_material import known_coder, stamp
from icmo.refi.codes_found import NAMES
from icmo.refi.parcel import Remark
from icmo.text.anchors import cut, normalise, sha256


def trusted(material: Material) -> tuple[Material, tuple[Remark, ...]]:
    """The material with what holds, and how much did not."""
    texts = [_mended(one) for one in material.transcripts if one.text.strip()]
    known = {one.guid: one for one in texts}
    codings = [_coding(one, known) for one in material.codings if _fits(one, one.transcript, known)]
    memos = [_memo(one, known) for one in material.memos]
    decisions = [one for one in material.decisions if _fits(one, one.transcript, known)]
    suggestions = [one for one in material.suggestions if _fits(one, one.transcript, known)]
    resolutions = [one for one in material.resolutions if _fits(one, one.transcript, known)]
    checked: dict[str, Any] = {
        "transcripts": texts,
        "codings": codings,
        "memos": memos,
        "decisions": decisions,
        "suggestions": suggestions,
        "resolutions": resolutions,
        **{noun: getattr(material, noun) for noun in _UNPLACED},
    }
    sound_rows: dict[str, Any] = {noun: tuple(map(_timed, rows)) for noun, rows in checked.items()}
    made = replace(material, **sound_rows)
    return made, tuple(_remark(noun, material, made) for noun in _CHECKED if _lost(noun, material, made))


_UNPLACED = ("configurations", "theories", "links", "cues", "summaries", "edits", "choices", "texts")
_CHECKED = ("transcripts", "codings", "decisions", "suggestions", "resolutions")


def sound(value: Any) -> Any:
    """What JSON held, without characters that no database keeps: NUL, and halves of surrogate pairs."""
    if isinstance(value, str):
        return value if value.isprintable() else value.encode("utf-8", "replace").decode().replace("\0", " ")
    if isinstance(value, list):
        return [sound(one) for one in value]
    return {sound(name): sound(one) for name, one in value.items()} if isinstance(value, dict) else value


def _timed(one: Any) -> Any:
    """The row with its coder as names are written; without a time that is none."""
    told = {"coder": known_coder(one.coder)} if hasattr(one, "coder") else {}  # nobody has made a suggestion
    told["at"] = one.at if stamp(one.at) else ""
    return one if all(getattr(one, name) == value for name, value in told.items()) else replace(one, **told)


def _lost(noun: str, before: Material, after: Material) -> int:
    return len(getattr(before, noun)) - len(getattr(after, noun))


def _remark(noun: str, before: Material, after: Material) -> Remark:
    kept = {one.guid for one in getattr(after, noun)}
    gone = [one.guid for one in getattr(before, noun) if one.guid not in kept]
    what = _("{noun} of the file stand outside of its texts and were left out").format(
        noun=noun_name(noun.removesuffix("s"))
    )
    return Remark("file", what, _lost(noun, before, after), tuple(gone[:NAMES]))


def _mended(one: Transcript) -> Transcript:
    """The text with its own fingerprint and with turns that lie in it."""
    turns = one.turns
    if any(not 0 <= turn.start <= turn.end <= len(one.text) for turn in turns):
        turns = dialogue.turns(one.text)
    name = " ".join(normalise(one.name).split()) or _("text without a name")
    return replace(one, name=name, sha256=sha256(one.text), turns=turns)


def _fits(one: Any, transcript: str, known: Mapping[str, Transcript]) -> bool:
    return transcript in known and 0 <= one.start < one.end <= len(known[transcript].text)


def _coding(one: Coding, known: Mapping[str, Transcript]) -> Coding:
    """The coding with the words that stand at its place."""
    text = known[one.transcript].text
    if text[one.start : one.end] == one.quote:
        return one
    prefix, quote, suffix = cut(text, one.start, one.end)
    return replace(one, prefix=prefix, quote=quote, suffix=suffix)


def _memo(one: Memo, known: Mapping[str, Transcript]) -> Memo:
    """The memo; one about a place that is not there is about the text, or the project."""
    if one.about is not About.SEGMENT:
        return replace(one, start=None, end=None) if one.start is not None or one.end is not None else one
    if one.start is not None and one.end is not None and _fits(one, one.subject, known):
        return one
    about = About.TRANSCRIPT if one.subject in known else About.PROJECT
    return replace(one, about=about, subject=one.subject if one.subject in known else "", start=None, end=None)
