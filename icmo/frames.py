"""The project as pandas frames, one row per thing, with the columns that people sort and filter by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from icmo.consensus import set_aside
from icmo.errors import InvalidError
from icmo.i18n import _
from icmo.models import (
    About,
    Change,
    Coding,
    Configuration,
    Decision,
    Material,
    Memo,
    Origin,
    Reason,
    Role,
    Stance,
    Suggestion,
    Theory,
    Transcript,
    index,
)

if TYPE_CHECKING:
    import pandas as pd

    from icmo.agreement import Agreement, Interval

TRANSCRIPT_COLUMNS = (
    *("name", "title", "municipality", "informant_type", "role", "date", "target_group"),
    *("words", "turns", "codings", "source_name", "sha256", "guid"),
)
CODING_COLUMNS = (
    *("transcript", "municipality", "informant_type", "role", "date", "target_group"),
    *("code", "code_path", "kind", "coder", "quote", "prefix", "suffix", "start", "end", "turn", "speaker"),
    *("valence", "memo", "origin", "overruled", "at", "id"),
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
DECISION_COLUMNS = (
    *("transcript", "municipality", "start", "end", "quote", "code", "code_path", "verdict"),
    *("coder", "at", "score", "engine", "coding", "decision"),
)
MEMO_COLUMNS = ("kind", "about", "name", "text", "start", "end", "quote", "coder", "at", "subject", "memo")
THEORY_COLUMNS = (
    *("name", "statement", "I", "C", "K", "M", "O", "configurations", "supports", "refutes", "refines"),
    *("coder", "at", "theory"),
)
AGREEMENT_COLUMNS = (
    *("code", "code_path", "alpha", "low", "high", "ac1", "ac1_low", "ac1_high", "kappa"),
    *("prevalence", "units", "agreed", "transcripts"),
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
    """A row per coding (`CODING_COLUMNS`) in the order of texts; `overruled` is 1 where a consensus set it aside."""
    return _frame(coding_rows(material), CODING_COLUMNS)


def coding_rows(material: Material) -> list[dict[str, Any]]:
    """A row per coding, in the order of municipalities, transcripts and places."""
    aside = set_aside(material.resolutions, material.layers)
    return [_coding_row(coding, material) | {"overruled": int(coding.guid in aside)} for coding in in_order(material)]


def in_order(material: Material) -> list[Coding]:
    """The codings in the order of municipalities, transcripts and places, which is the same every time."""
    order = {transcript.guid: i for i, transcript in enumerate(material.transcripts)}
    return sorted(material.codings, key=lambda c: (order[c.transcript], c.start, c.end, c.code, c.coder, c.guid))


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


def decisions(material: Material) -> pd.DataFrame:
    """A row per decision on a suggestion (`DECISION_COLUMNS`), oldest first."""
    return _frame((_decision_row(one, material) for one in material.decisions), DECISION_COLUMNS)


def _decision_row(one: Decision, material: Material) -> dict[str, Any]:
    source = material.transcript_by_guid[one.transcript]
    known = one.code in material.codebook  # it may have been merged with another since
    return {
        "transcript": source.name,
        "municipality": source.municipality,
        "start": one.start,
        "end": one.end,
        "quote": source.text[one.start : one.end],
        "code": one.code,
        "code_path": material.codebook.path(one.code, material.language) if known else None,
        "verdict": one.verdict.value,
        "coder": one.coder,
        "at": one.at,
        "score": one.score,
        "engine": one.engine,
        "coding": one.coding,
        "decision": one.guid,
    }


def memos(material: Material) -> pd.DataFrame:
    """A row per memo (`MEMO_COLUMNS`); `name` and `quote` say what it is about."""
    theories_by_guid = index(material.theories)
    made = _frame((_memo_row(one, material, theories_by_guid) for one in material.memos), MEMO_COLUMNS)
    return made.astype({"start": "Int64", "end": "Int64"})  # whole numbers where many have none


def _memo_row(one: Memo, material: Material, theories_by_guid: Mapping[str, Theory]) -> dict[str, Any]:
    name, quote = _subject(one, material, theories_by_guid)
    return {
        "kind": one.kind.value,
        "about": one.about.value,
        "name": name,
        "text": one.text,
        "start": one.start,
        "end": one.end,
        "quote": quote,
        "coder": one.coder,
        "at": one.at,
        "subject": one.subject,
        "memo": one.guid,
    }


def _subject(one: Memo, material: Material, theories_by_guid: Mapping[str, Theory]) -> tuple[str | None, str | None]:
    """What the thing that a memo is about is called, and the words that it is about."""
    match one.about:
        case About.PROJECT:
            return material.name, None
        case About.CODE if one.subject in material.codebook:
            return material.codebook.path(one.subject, material.language), None
        case About.THEORY if one.subject in theories_by_guid:
            return theories_by_guid[one.subject].name, None
        case About.TRANSCRIPT | About.SEGMENT if one.subject in material.transcript_by_guid:
            source = material.transcript_by_guid[one.subject]
            return source.name, None if one.start is None else source.text[one.start : one.end]
        case About.CODING if one.subject in material.coding_by_guid:
            coding = material.coding_by_guid[one.subject]
            return material.codebook.path(coding.code, material.language), coding.quote
    return None, None


def theories(material: Material) -> pd.DataFrame:
    """A row per programme theory (`THEORY_COLUMNS`): its codes by role, and what configurations say of it."""
    told: dict[str, Counter[Stance | None]] = {one.guid: Counter() for one in material.theories}
    for configuration in material.configurations:
        if configuration.theory in told:
            told[configuration.theory][configuration.stance] += 1
    return _frame((_theory_row(one, told[one.guid]) for one in material.theories), THEORY_COLUMNS)


def _theory_row(one: Theory, told: Counter[Stance | None]) -> dict[str, Any]:
    codes = {role.value: " ".join(part.code for part in one.parts if part.role is role) for role in Role}
    counts = {"supports": told[Stance.SUPPORTS], "refutes": told[Stance.REFUTES], "refines": told[Stance.REFINES]}
    about = {"name": one.name, "statement": one.statement, "coder": one.coder, "at": one.at, "theory": one.guid}
    return about | codes | counts | {"configurations": told.total()}


def agreement(
    material: Material,
    *,
    unit: str = "turn",
    codes: Collection[str] | None = None,
    coders: Collection[str] | None = None,
) -> pd.DataFrame:
    """A row per code (`AGREEMENT_COLUMNS`), the first for all codes taken together, whose alpha is that of sets (MASI).

    What cannot be told is NaN: an interval with fewer than four transcripts, kappa unless there are two coders. Without
    any transcript that two coders have read there are no rows. The parameters are those of
    `icmo.agreement.agreement_of`.
    """
    from icmo.agreement import agreement_of

    found = agreement_of(material, unit=unit, codes=codes, coders=coders)
    return _frame(_agreement_rows(material, found) if found else (), AGREEMENT_COLUMNS)


def _agreement_rows(material: Material, found: Agreement) -> Iterable[dict[str, Any]]:
    whole, nothing = found.overall, dict.fromkeys(AGREEMENT_COLUMNS, float("nan"))
    yield {
        **nothing,
        "code": "",
        "code_path": _("all codes"),
        "alpha": whole.alpha,
        **_bounds("", whole.interval),
        "units": whole.units,
        "transcripts": len(whole.transcripts),
    }
    for one in found.codes:
        yield {
            "code": one.code,
            "code_path": material.codebook.path(one.code, material.language),
            "alpha": one.alpha,
            **_bounds("", one.interval),
            "ac1": one.ac1,
            **_bounds("ac1_", one.ac1_interval),
            "kappa": float("nan") if one.kappa is None else one.kappa,
            "prevalence": one.prevalence,
            "units": one.units,
            "agreed": one.agreed,
            "transcripts": len(one.transcripts),
        }


def _bounds(prefix: str, interval: Interval | None) -> dict[str, float]:
    low, high = (interval.low, interval.high) if interval else (float("nan"), float("nan"))
    return {f"{prefix}low": low, f"{prefix}high": high}


FRAMES: Mapping[str, Callable[[Material], pd.DataFrame]] = {
    "transcripts": transcripts,
    "codings": codings,
    "configurations": configurations,
    "suggestions": suggestions,
    "decisions": decisions,
    "memos": memos,
    "theories": theories,
    "agreement": agreement,
}


def frame(material: Material, noun: str) -> pd.DataFrame:
    """The frame of that noun (`FRAMES`).

    Raises
    ------
    InvalidError
        There is no such frame.
    """
    if noun not in FRAMES:
        raise InvalidError(
            _("There is no frame “{name}”.").format(name=noun),
            _("Choose one of {known}.").format(known=", ".join(FRAMES)),
        )
    return FRAMES[noun](material)


def history(entries: Sequence[Change], coders: Mapping[str, str]) -> pd.DataFrame:
    """A row per change (`HISTORY_COLUMNS`), oldest first, coders by name."""
    rows = [{**entry.__dict__, "coder": coders.get(entry.coder, entry.coder)} for entry in entries]
    return _frame(rows, HISTORY_COLUMNS).astype(object).where(lambda frame: frame.notna(), None)


def _frame(rows: Iterable[dict[str, Any]], columns: Sequence[str]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(list(rows), columns=list(columns))


def _text(value: Any) -> str | None:
    return None if value is None else str(value)
