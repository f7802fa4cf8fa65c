"""What nouns of the log and their values are called when a merge tells of them."""

from __future__ import annotations

from typing import Any

from icmo.i18n import _
from icmo.union.books import NOUNS

_MOST = 100


def noun_in_words(noun: str) -> str:
    """What a row of a table is called.

    Examples
    --------
    >>> noun_in_words("configuration_part")
    'part of a configuration'
    """
    return {
        "coder": _("coder"),
        "codebook": _("code book"),
        "lexicon": _("lexicon"),
        "code": _("code"),
        "cue": _("own cue"),
        "case": _("municipality"),
        "transcript": _("transcript"),
        "coding": _("coding"),
        "configuration": _("configuration"),
        "configuration_part": _("part of a configuration"),
        "configuration_link": _("link between configurations"),
        "theory": _("programme theory"),
        "memo": _("memo"),
        "saved_view": _("saved view"),
        "summary": _("summary"),
        "guide": _("interview guide"),
        "decision": _("decision on a suggestion"),
        "overview_edit": _("edit of the overview"),
        "quote_choice": _("choice of a quote"),
        "report_text": _("text for a report"),
        "round": _("round"),
        "assignment": _("assignment"),
        "resolution": _("resolution"),
        "setting": _("setting"),
    }.get(noun, noun)


def column_in_words(noun: str, column: str) -> str:
    """What a column, or a place in a code book, is called.

    Examples
    --------
    >>> column_in_words("coding", "memo"), column_in_words("codebook", "codes tro label da")
    ('memo', 'code tro: label da')
    """
    name, _space, rest = column.partition(" ")
    if noun in NOUNS and name in ("codes", "concepts"):
        of, _space, where = rest.partition(" ")
        called = noun_in_words("code") if name == "codes" else _("concept")
        return f"{called} {of}: {where}" if where else f"{called} {of}"
    if column == "decided":
        return ""
    return {
        "place": _("place"),
        "text": _("text"),
        "code": _("code"),
        "memo": _("memo"),
        "name": _("name"),
        "title": _("title"),
        "role": _("role"),
        "municipality": _("municipality"),
        "informant_type": _("informant type"),
        "target_group": _("target group"),
        "valence": _("valence"),
        "statement": _("statement"),
        "stance": _("stance"),
        "actor": _("actor"),
        "polarity": _("polarity"),
        "kind": _("kind"),
        "verdict": _("decision"),
        "note": _("note"),
    }.get(column, column)


def value_in_words(value: Any) -> str:
    """A value on one line, a long one shortened.

    Examples
    --------
    >>> value_in_words({"start": 0, "end": 4, "quote": "Altså"})
    'Altså'
    """
    if isinstance(value, dict) and "choice" in value:
        return value_in_words([value["choice"], *filter(None, [value["reason"]])])
    if isinstance(value, dict):
        words = value.get("quote") or value.get("text") or value.get("label") or list(value.values())
        return value_in_words(words)
    if isinstance(value, list):
        return _shortened(", ".join(map(value_in_words, value)))
    return _shortened("–" if value in (None, "") else " ".join(str(value).split()))


def _shortened(text: str) -> str:
    return text if len(text) <= _MOST else f"{text[:_MOST].rstrip()}…"
