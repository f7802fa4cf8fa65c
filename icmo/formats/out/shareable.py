"""A material as it may be given away: what reports never print is replaced in it, and everything else keeps its place.

As in reports: municipalities bear their labels where the project has such (`Material.aliases`); a passage that was
withheld is named as such; speakers are called by number, since their labels may be names; CPR numbers, phone numbers
and e-mail addresses stop the export unless they are to be masked. All spans are moved along with the text: one that
begins or ends within something replaced holds the whole of what stands there now.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from icmo.documents.leaks import LISTED
from icmo.documents.neutral import Renaming, neutralised
from icmo.errors import PersonalDataError
from icmo.formats.out.edited import Edit, Edited
from icmo.i18n import _, language
from icmo.models import About, Approval, Coding, Material, Memo, Transcript, Turn
from icmo.privacy.find import masked, name_of, personal_data
from icmo.text import pages
from icmo.text.anchors import cut, sha256

Spanned = TypeVar("Spanned")
_WRITTEN = {  # what people have written apart from the texts
    "cases": ("name", "variables"),
    "transcripts": ("name", "title", "role", "source_name", "metadata"),
    "codings": ("memo",),
    "configurations": ("actor", "statement", "memo", "parts"),
    "theories": ("name", "statement"),
    "memos": ("text",),
    "summaries": ("text",),
}


def shareable(material: Material, *, mask: bool = False, speakers: bool = False, only: str | None = None) -> Material:
    """The material fit to be given away; suggestions are left out.

    Parameters
    ----------
    only : the GUID of a transcript; the material then holds this one, its codings, and the memos about it
    mask : personal data are replaced by what they are (``[phone number]``); otherwise any stops the export
    speakers : keep the speakers' labels as they are

    Raises
    ------
    PersonalDataError
        With the places, never with what stands there.
    """
    with language(material.language):
        known = neutralised(material)
        if only is not None:
            known = _narrowed(known, only)
        if not mask:
            _refuse(known)
        withheld = _withheld(known)
        edited = {
            one.guid: Edited(one.text, _edits(one, known, withheld.get(one.guid, []), speakers=speakers))
            for one in known.transcripts
        }
        return _masked(_moved(known, edited, speakers=speakers))


def _narrowed(material: Material, guid: str) -> Material:
    """One transcript with what marks it."""
    return replace(
        material,
        cases=(),
        transcripts=(material.transcript_by_guid[guid],),
        codings=tuple(one for one in material.codings if one.transcript == guid),
        configurations=(),
        decisions=(),
        memos=tuple(one for one in material.memos if one.subject == guid),
        theories=(),
        links=(),
        summaries=(),
    )


# --- Personal data --------------------------------------------------------------------------------------


def _refuse(material: Material) -> None:
    found = [*_in_texts(material), *_in_what_is_written(material)]
    if found:
        more = _(" … and {n} more").format(n=len(found) - LISTED) if len(found) > LISTED else ""
        raise PersonalDataError(
            _("The file is not written: it would print personal data. {places}{more}.").format(
                places="; ".join(found[:LISTED]), more=more
            ),
            _("Correct the transcript, or let icmo mask them (--mask)."),
        )


def _in_texts(material: Material) -> Iterator[str]:
    for one in material.transcripts:
        for found in personal_data(one.text):
            place = _("{name}, line {line}").format(name=masked(one.name)[0], line=found.line)
            yield f"{name_of(found.kind)} ({place})"


def _in_what_is_written(material: Material) -> Iterator[str]:
    for noun, fields in _WRITTEN.items():
        for one in getattr(material, noun):
            texts = (text for field in fields for text in _strings(getattr(one, field)))
            yield from (f"{name_of(found.kind)} ({noun})" for text in texts for found in personal_data(text))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for one in value.values() for text in _strings(one))
    elif isinstance(value, list | tuple):
        yield from (text for one in value for text in _strings(one))
    elif hasattr(value, "resource"):
        yield from (value.resource, value.reasoning)


def _masked(material: Material) -> Material:
    """The material with personal data masked in what people have written apart from the texts."""
    return replace(
        material,
        cases=_all_hidden(material, "cases"),
        transcripts=_all_hidden(material, "transcripts"),
        codings=_all_hidden(material, "codings"),
        configurations=_all_hidden(material, "configurations"),
        theories=_all_hidden(material, "theories"),
        memos=_all_hidden(material, "memos"),
        summaries=_all_hidden(material, "summaries"),
    )


def _all_hidden(material: Material, noun: str) -> tuple[Any, ...]:
    return tuple(_hidden(one, _WRITTEN[noun]) for one in getattr(material, noun))


def _hidden(one: Any, fields: Sequence[str]) -> Any:
    values = {field: getattr(one, field) for field in fields}
    if not any(personal_data(text) for value in values.values() for text in _strings(value)):
        return one
    return replace(one, **{field: _mask(value) for field, value in values.items()})


def _mask(value: Any) -> Any:
    if isinstance(value, str):
        return masked(value)[0]
    if isinstance(value, dict):
        return {key: _mask(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(_mask(one) for one in value)
    if hasattr(value, "resource"):
        return replace(value, resource=_mask(value.resource), reasoning=_mask(value.reasoning))
    return value


# --- Texts ----------------------------------------------------------------------------------------------


def _edits(one: Transcript, material: Material, withheld: Iterable[Coding], *, speakers: bool) -> Iterator[Edit]:
    yield from (Edit(coding.start, coding.end, _("[withheld]")) for coding in withheld)
    yield from (Edit(found.start, found.end, f"[{name_of(found.kind)}]") for found in personal_data(one.text))
    if material.aliases:
        rename = Renaming(material.aliases)
        for match in _names(material.aliases).finditer(one.text):
            yield Edit(*match.span(), rename(match[0]))
    if not speakers:
        yield from _label_edits(one)


def _names(aliases: Iterable[str]) -> re.Pattern[str]:
    """A municipality's name as a word, in the genitive too, as `Renaming` finds it."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(aliases, key=len, reverse=True)))})s?(?!\w)")


def _label_edits(one: Transcript) -> Iterator[Edit]:
    called, place = numbered(one.turns), 0
    for turn in one.turns:
        if turn.speaker and (at := one.text.rfind(turn.speaker, place, turn.start)) >= 0:
            yield Edit(at, at + len(turn.speaker), called[turn.speaker])
        place = turn.end


def numbered(turns: Iterable[Turn]) -> dict[str, str]:
    """What each speaker is called in place of a label, which may be a name, in the order of their first turns.

    Examples
    --------
    >>> numbered([Turn(0, 1, "INT", interviewer=True), Turn(2, 3, "Anna"), Turn(4, 5, "Bo"), Turn(6, 7, "Anna")])
    {'INT': 'Interviewer', 'Anna': 'Speaker 1', 'Bo': 'Speaker 2'}
    """
    called: dict[str, str] = {}
    people = 0
    for turn in turns:
        if turn.speaker and turn.speaker not in called:
            people += not turn.interviewer
            called[turn.speaker] = _("Interviewer") if turn.interviewer else _("Speaker {n}").format(n=people)
    return called


def _withheld(material: Material) -> dict[str, list[Coding]]:
    """The codings whose quotes are printed nowhere, by transcript."""
    found: dict[str, list[Coding]] = {}
    for choice in material.choices:
        coding = material.coding_by_guid.get(choice.coding)
        if coding and choice.verdict is Approval.WITHHELD:
            found.setdefault(coding.transcript, []).append(coding)
    return found


# --- All that points into the texts ---------------------------------------------------------------------


def _moved(material: Material, edited: dict[str, Edited], *, speakers: bool) -> Material:
    return replace(
        material,
        transcripts=tuple(_transcript(one, edited[one.guid], speakers=speakers) for one in material.transcripts),
        codings=tuple(_coding(one, edited[one.transcript]) for one in material.codings),
        memos=tuple(_memo(one, edited) for one in material.memos),
        decisions=tuple(_spanned(one, edited[one.transcript]) for one in material.decisions),
        suggestions=(),
    )


def _transcript(one: Transcript, edited: Edited, *, speakers: bool) -> Transcript:
    if not edited:
        return one
    called = {} if speakers else numbered(one.turns)
    turns = tuple(
        replace(_spanned(turn, edited), speaker=called.get(turn.speaker or "", turn.speaker)) for turn in one.turns
    )
    begun = pages.moved(one.metadata, lambda offset: edited.span(offset, offset)[0])
    return replace(one, text=edited.text, sha256=sha256(edited.text), turns=turns, metadata=begun)


def _coding(one: Coding, edited: Edited) -> Coding:
    if not edited:
        return one
    start, end = edited.span(one.start, one.end)
    prefix, quote, suffix = cut(edited.text, start, end)
    return replace(one, start=start, end=end, quote=quote, prefix=prefix, suffix=suffix)


def _memo(one: Memo, edited: dict[str, Edited]) -> Memo:
    if one.about is About.SEGMENT and one.start is not None and one.subject in edited:
        return _spanned(one, edited[one.subject])
    return one


def _spanned(one: Spanned, edited: Edited) -> Spanned:
    start, end = edited.span(one.start, one.end)  # type: ignore[attr-defined]
    return replace(one, start=start, end=end)  # type: ignore[type-var]
