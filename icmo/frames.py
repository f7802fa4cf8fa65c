"""The project as pandas frames, one row per thing, with the columns that people sort and filter by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from icmo.i18n import _
from icmo.models import Change, Coding, Configuration, Material, Origin, Reason, Suggestion, Transcript

TRANSCRIPT_COLUMNS = (
    *("name", "title", "municipality", "informant_type", "role", "date", "target_group"),
    *("words", "turns", "codings", "source_name", "sha256", "guid"),
)
CODING_COLUMNS = (
    *("transcript", "municipality", "informant_type", "role", "date", "target_group"),
    *("code", "code_path", "kind", "coder", "quote", "prefix", "suffix", "start", "end", "turn", "speaker"),
    *("valence", "memo", "origin", "at", "id"),
)
CONFIGURATION_COLUMNS = (
    *(
        "configuration",
        "role",
        "code",
        "code_path",
        "quote",
        "resource",
        "reasoning",
        "actor",
        "polarity",
        "stance",
    ),
    *("target_group", "statement", "memo", "transcript", "municipality", "coder", "at", "coding"),
)
SUGGESTION_COLUMNS = (
    *("transcript", "municipality", "start", "end", "quote", "rank", "code", "code_path", "score", "band"),
    *("role", "polarity", "because", "engine", "origin", "suggestion"),
)
HISTORY_COLUMNS = ("number", "at", "coder", "action", "noun", "guid", "before", "after", "step", "undoes")


def transcripts(material: Material) -> pd.DataFrame:
    """A row per transcript (`TRANSCRIPT_COLUMNS`)."""
    counts = Counter(coding.transcript for coding in material.codings)
    rows = (
        {
            **{name: getattr(one, name) for name in TRANSCRIPT_COLUMNS if name not in ("turns", "codings")},
            "turns": len(one.turns),
            "codings": counts[one.guid],
        }
        for one in material.transcripts
    )
    return _frame(rows, TRANSCRIPT_COLUMNS)


def codings(material: Material) -> pd.DataFrame:
    """A row per coding (`CODING_COLUMNS`), in the order of the texts."""
    return _frame(coding_rows(material), CODING_COLUMNS)


def coding_rows(material: Material) -> list[dict[str, Any]]:
    """A row per coding, in the order of municipalities, transcripts and places."""
    order = {transcript.guid: i for i, transcript in enumerate(material.transcripts)}
    in_order = sorted(material.codings, key=lambda c: (order[c.transcript], c.start, c.end, c.code, c.coder))
    return [_coding_row(coding, material) for coding in in_order]


def _coding_row(coding: Coding, material: Material) -> dict[str, Any]:
    source: Transcript = material.transcript_by_guid[coding.transcript]
    turn = source.turn_number(coding.start)
    return {
        "transcript": source.name,
        "municipality": source.municipality,
        "informant_type": _text(source.informant_type),
        "role": source.role,
        "date": source.date,
        "target_group": source.target_group,
        "code": coding.code,
        "code_path": material.codebook.path(coding.code, material.language),
        "kind": material.codebook[coding.code].kind.value,
        "coder": coding.coder,
        "quote": coding.quote,
        "prefix": coding.prefix,
        "suffix": coding.suffix,
        "start": coding.start,
        "end": coding.end,
        "turn": turn,
        "speaker": source.turns[turn - 1].speaker if turn else None,
        "valence": _text(coding.valence),
        "memo": coding.memo,
        "origin": coding.origin.value,
        "at": coding.at,
        "id": coding.guid,
    }


def configurations(material: Material) -> pd.DataFrame:
    """A row per part of a configuration (`CONFIGURATION_COLUMNS`)."""
    return _frame(_part_rows(material), CONFIGURATION_COLUMNS)


def _part_rows(material: Material) -> Iterable[dict[str, Any]]:
    for one in material.configurations:
        for part in one.parts:
            coding = material.coding_by_guid[part.coding]
            source = material.transcript_by_guid[coding.transcript]
            yield {
                "configuration": one.guid,
                "role": part.role.value,
                "code": coding.code,
                "code_path": material.codebook.path(coding.code, material.language),
                "quote": coding.quote,
                "resource": part.resource,
                "reasoning": part.reasoning,
                "actor": one.actor,
                "polarity": one.polarity.value,
                "stance": _text(one.stance),
                "target_group": one.target_group,
                "statement": one.statement,
                "memo": one.memo,
                "transcript": source.name,
                "municipality": source.municipality,
                "coder": one.coder,
                "at": one.at,
                "coding": coding.guid,
            }


def configuration_rows(material: Material) -> list[dict[str, Any]]:
    """An object per configuration with its parts, as `icmo.formats.codings` reads them."""
    theories = {one.guid: one.name for one in material.theories}
    return [_configuration_row(configuration, theories) for configuration in material.configurations]


def _configuration_row(one: Configuration, theories: Mapping[str, str]) -> dict[str, Any]:
    parts = [{**part.__dict__, "role": part.role.value} for part in one.parts]
    values = {
        name: _text(getattr(one, name)) for name in ("actor", "polarity", "stance", "target_group", "statement", "memo")
    }
    values["theory"] = theories.get(one.theory or "")
    return {"id": one.guid, "coder": one.coder, "at": one.at, **values, "parts": parts}


def suggestions(material: Material) -> pd.DataFrame:
    """A row per suggestion (`SUGGESTION_COLUMNS`), best first within each passage."""
    return _frame(suggestion_rows(material), SUGGESTION_COLUMNS)


def suggestion_rows(material: Material) -> list[dict[str, Any]]:
    """A row per suggestion; a row that is kept and imported as a coding is one that was accepted."""
    return [_suggestion_row(suggestion, material) for suggestion in material.suggestions]


def _suggestion_row(one: Suggestion, material: Material) -> dict[str, Any]:
    source = material.transcript_by_guid[one.transcript]
    return {
        "transcript": source.name,
        "municipality": source.municipality,
        "start": one.start,
        "end": one.end,
        "quote": source.text[one.start : one.end],
        "rank": one.rank,
        "code": one.code,
        "code_path": material.codebook.path(one.code, material.language),
        "score": one.score,
        "band": one.band,
        "role": _text(one.role),
        "polarity": _text(one.polarity),
        "because": "; ".join(in_words(reason) for reason in one.reasons),
        "engine": one.engine,
        "origin": Origin.SUGGESTION.value,
        "suggestion": one.guid,
    }


def in_words(reason: Reason) -> str:
    """A reason as a person reads it."""
    match reason.kind:
        case "cue":
            return _("“{words}” ({concept})").format(words=reason.text, concept=reason.concept)
        case "learned":
            return _("learned word “{words}”").format(words=reason.text)
        case "coded":
            return _("resembles a passage that has the code: “{words}”").format(words=_short(reason.text))
        case _:
            return _("resembles an example in the code book: “{words}”").format(words=_short(reason.text))


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79].rstrip()}…"


def history(entries: Sequence[Change], coders: Mapping[str, str]) -> pd.DataFrame:
    """A row per change (`HISTORY_COLUMNS`), oldest first, coders by name."""
    rows = [{**entry.__dict__, "coder": coders.get(entry.coder, entry.coder)} for entry in entries]
    return _frame(rows, HISTORY_COLUMNS).astype(object).where(lambda frame: frame.notna(), None)


def _frame(rows: Iterable[dict[str, Any]], columns: Sequence[str]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=list(columns))


def _text(value: Any) -> str | None:
    return None if value is None else str(value)
