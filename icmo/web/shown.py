"""What the API shows of the project's things: plain dictionaries, with the version to send back with a change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from icmo.consensus import set_aside
from icmo.frames import in_words
from icmo.i18n import LANGUAGES, current, percent
from icmo.models import (
    Change,
    Code,
    Codebook,
    Coding,
    Configuration,
    ConfigurationLink,
    Marked,
    Memo,
    Resolution,
    SavedView,
    Suggestion,
    Summary,
    Theory,
    Transcript,
)
from icmo.progress import Progress, open_suggestions
from icmo.stamps import version

_CODING = ("guid", "transcript", "start", "end", "code", "coder", "at", "origin", "valence", "memo")
_SUGGESTION = ("guid", "transcript", "start", "end", "code", "score", "band", "role", "polarity")
_TRANSCRIPT = (
    *("guid", "name", "title", "municipality", "informant_type", "role", "date", "target_group", "source_name"),
    *("sha256", "words"),
)


def _fields(thing: object, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(thing, name) for name in names}


def coding(one: Coding) -> dict[str, Any]:
    """A coding; its words are those of the transcript at its span."""
    return _fields(one, _CODING) | {"version": version(one)}


def suggestion(one: Suggestion) -> dict[str, Any]:
    """A suggestion with its reasons in words and where they stand."""
    reasons = [{"text": in_words(reason), "start": reason.start, "end": reason.end} for reason in one.reasons]
    return _fields(one, _SUGGESTION) | {"reasons": reasons}


def configuration(one: Configuration, codings: Mapping[str, Coding]) -> dict[str, Any]:
    """A configuration, each part with its code, words and place."""
    parts = [
        vars(part) | _fields(codings[part.coding], ("code", "quote", "transcript", "start", "end"))
        for part in one.parts
        if part.coding in codings
    ]
    return vars(one) | {"parts": parts, "version": version(one)}


def plain(one: Memo | Theory | SavedView | ConfigurationLink | Summary) -> dict[str, Any]:
    """A memo, theory, saved view, link or summary."""
    return vars(one) | {"version": version(one)}


def theory(one: Theory) -> dict[str, Any]:
    """A theory with the codes that it speaks of."""
    return plain(one) | {"parts": [vars(part) for part in one.parts]}


def resolution(one: Resolution) -> dict[str, Any]:
    """What was decided on a disagreement, with the rule that came of it."""
    return vars(one) | {"rule": vars(one.rule) if one.rule else None}


def transcript(one: Transcript) -> dict[str, Any]:
    """What is known of a transcript, without its text."""
    return _fields(one, _TRANSCRIPT)


def whole_transcript(one: Transcript) -> dict[str, Any]:
    """A transcript with its text and turns."""
    return transcript(one) | {"text": one.text, "turns": [vars(turn) for turn in one.turns]}


def progress(one: Progress) -> dict[str, Any]:
    """How far a transcript is."""
    numbers = _fields(one, ("turns", "coded", "codings", "suggested", "undecided", "share"))
    return transcript(one.transcript) | numbers | {"percent": percent(one.share)}


def code(one: Code, book: Codebook) -> dict[str, Any]:
    """A code with its rules in the language of the request."""
    language = current()
    return {
        "id": one.id,
        "kind": one.kind,
        "letter": one.kind.role or "",
        "label": one.label.text(language),
        "path": book.path(one.id, language),
        "definition": one.definition.text(language),
        "include": one.include.text(language),
        "exclude": one.exclude.text(language),
        "examples": one.examples,
        "parent": one.parent,
        "book": one.codebook,
        "retired": one.retired,
    }


def both_languages(one: Code) -> dict[str, Any]:
    """What can be changed of a code, in both languages; lists as lines."""
    texts = {f"{name}_{lang}": getattr(one, name).text(lang) for name in ("label", "definition") for lang in LANGUAGES}
    rules = {
        f"{name}_{lang}": "\n".join(getattr(one, name).text(lang))
        for name in ("include", "exclude")
        for lang in LANGUAGES
    }
    return texts | rules | {"examples": "\n".join(one.examples), "parent": one.parent or "", "kind": one.kind}


def marked(found: Marked, coder: str) -> dict[str, Any]:
    """All that marks a transcript, as the page where it is coded keeps it; suggestions as this coder has them open."""
    codings = {one.guid: one for one in (*found.codings, *found.elsewhere)}
    there = {found.transcript.guid, *codings, *(one.guid for one in found.configurations)}
    still_open = open_suggestions(found.suggestions, found.decisions, found.codings, coder)
    aside = set_aside(found.resolutions, found.codings)
    return {
        "number": found.number,
        "renewed": found.renewed,
        "sha256": found.transcript.sha256,
        "codings": [coding(one) | _overruled(aside.get(one.guid)) for one in found.codings],
        "suggestions": [suggestion(one) for one in still_open],
        "configurations": [configuration(one, codings) for one in found.configurations],
        "memos": [plain(one) for one in found.memos if one.subject in there],
    }


def _overruled(made: Resolution | None) -> dict[str, Any]:
    """That a consensus has set a coding aside, why, and who decided that."""
    return {"overruled": None if made is None else {"reason": made.reason, "present": made.present or (made.coder,)}}


def change(one: Change) -> dict[str, Any]:
    """An entry of the log, without the rows."""
    return _fields(one, ("number", "step", "undoes", "at", "coder", "action", "noun", "guid"))
