"""The tables of the data package: what each holds, its fields in the words of ``docs/data-dictionary.md``, its rows.

Descriptions are in English whatever the project's language: they are part of the format.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from icmo.consensus import set_aside
from icmo.formats.out.plain import utc
from icmo.frames import in_order
from icmo.models import (
    About,
    Code,
    InformantType,
    Kind,
    Material,
    MemoKind,
    Origin,
    Polarity,
    Role,
    Stance,
    Valence,
    Verdict,
)

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Field:
    """A column: its type as Table Schema names it, what it means, and what every value keeps to."""

    name: str
    type: str
    description: str
    constraints: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Table:
    """A table: its name, what a row is, its fields, the fields that name a row, and where other fields lead.

    `leads_to` has, by field, the table and the field in it (the table itself: ``""``).
    """

    name: str
    description: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    rows: Callable[[Material], Iterable[Row]]
    leads_to: Mapping[str, tuple[str, str]] = field(default_factory=dict)


_ALWAYS = {"required": True}
_ALONE = {"required": True, "unique": True}
_COUNTED = {"required": True, "minimum": 0}
_GUID = Field("guid", "string", "GUID in small letters", _ALONE)
_CODER = Field("coder", "string", "the name of the coder who made it")
_AT = Field("at", "datetime", "when, in UTC")
_START = Field("start", "integer", "where it begins, in Unicode code points of the transcript's text", _COUNTED)
_END = Field("end", "integer", "where it ends: the first code point that is not part of it", _COUNTED)
_TRANSCRIPT = Field("transcript", "string", "the GUID of the transcript", _ALWAYS)


def _one_of(values: Iterable[str], *, required: bool = False) -> dict[str, Any]:
    return {"enum": [str(value) for value in values]} | (_ALWAYS if required else {})


def _plain(one: Any, *names: str) -> dict[str, Any]:
    """The attributes of a noun as they stand in a table; times to the second, as Table Schema wants them."""
    row = {name: getattr(one, name) for name in names}
    return row | {"at": f"{utc(row['at'])[:19]}Z"} if row.get("at") else row


# --- Rows -----------------------------------------------------------------------------------------------


def _cases(material: Material) -> Iterable[Row]:
    known = {one.name: one for one in material.cases}
    for name in [*known, *(name for name in material.municipalities if name not in known)]:
        found = known.get(name)
        yield {"name": name, "guid": found and found.guid, "variables": dict(found.variables) if found else {}}


def _transcripts(material: Material) -> Iterable[Row]:
    names = ("guid", "name", "title", "source_name", "municipality", "informant_type", "role", "date")
    for one in material.transcripts:
        yield _plain(one, *names, "target_group", "words", "sha256", "text", "metadata", "coder", "at")


def _turns(material: Material) -> Iterable[Row]:
    for one in material.transcripts:
        for number, turn in enumerate(one.turns, start=1):
            place = {"transcript": one.guid, "number": number}
            yield place | _plain(turn, "start", "end", "speaker", "seconds", "interviewer")


def _codes(material: Material) -> Iterable[Row]:
    return (_code(one, material) for one in material.codebook.codes)


def _code(one: Code, material: Material) -> Row:
    texts = {
        f"{name}_{language}": getattr(one, name).text(language)
        for name in ("label", "definition", "include", "exclude")
        for language in ("da", "en")
    }
    path = material.codebook.path(one.id, material.language)
    return {**_plain(one, "id", "codebook", "kind", "parent", "retired"), "path": path, **texts}


def _codings(material: Material) -> Iterable[Row]:
    names = ("guid", "transcript", "start", "end", "code", "quote", "prefix", "suffix", "origin", "valence", "memo")
    aside = set_aside(material.resolutions, material.layers)
    return (_plain(one, *names, "coder", "at") | {"overruled": one.guid in aside} for one in in_order(material))


def _configurations(material: Material) -> Iterable[Row]:
    names = ("guid", "actor", "polarity", "stance", "target_group", "statement", "memo", "theory", "coder", "at")
    return (_plain(one, *names) for one in material.configurations)


def _parts(material: Material) -> Iterable[Row]:
    for one in material.configurations:
        for position, part in enumerate(one.parts, start=1):
            place = {"configuration": one.guid, "position": position}
            yield place | _plain(part, "role", "coding", "resource", "reasoning")


def _links(material: Material) -> Iterable[Row]:
    return (_plain(one, "guid", "earlier", "later", "coder", "at") for one in material.links)


def _theories(material: Material) -> Iterable[Row]:
    return (_plain(one, "guid", "name", "statement", "coder", "at") for one in material.theories)


def _theory_parts(material: Material) -> Iterable[Row]:
    for one in material.theories:
        for position, part in enumerate(one.parts, start=1):
            yield {"theory": one.guid, "position": position, "role": part.role, "code": part.code}


def _memos(material: Material) -> Iterable[Row]:
    names = ("guid", "kind", "text", "about", "subject", "start", "end", "coder", "at")
    return (_plain(one, *names) for one in material.memos)


def _decisions(material: Material) -> Iterable[Row]:
    names = ("guid", "transcript", "start", "end", "code", "verdict", "score", "engine", "coding", "coder", "at")
    return (_plain(one, *names) for one in material.decisions)


def _summaries(material: Material) -> Iterable[Row]:
    return (_plain(one, "guid", "code", "case", "text", "coder", "at") for one in material.summaries)


# --- Tables ---------------------------------------------------------------------------------------------

TABLES = (
    Table(
        "cases",
        "a municipality with its variables",
        (
            Field("name", "string", "the municipality", _ALONE),
            Field("guid", "string", "GUID in small letters"),
            Field("variables", "object", "its figures and other variables"),
        ),
        ("name",),
        _cases,
    ),
    Table(
        "transcripts",
        "an interview",
        (
            _GUID,
            Field("name", "string", "what it is called in the project", _ALWAYS),
            Field("title", "string", "its title"),
            Field("source_name", "string", "the file it came from"),
            Field("municipality", "string", "the municipality it comes from"),
            Field("informant_type", "string", "kommune, kvinde or virksomhed", _one_of(InformantType)),
            Field("role", "string", "the informant's role"),
            Field("date", "date", "when it was held"),
            Field("target_group", "string", "code id"),
            Field("words", "integer", "number of words, speakers' labels included", _COUNTED),
            Field("sha256", "string", "SHA-256 of the text's UTF-8 bytes", _ALWAYS),
            Field("text", "string", "the text (NFC, LF) that offsets point into"),
            Field("metadata", "object", "further columns of the manifest or front matter"),
            _CODER,
            _AT,
        ),
        ("guid",),
        _transcripts,
        {"municipality": ("cases", "name"), "target_group": ("codes", "id")},
    ),
    Table(
        "turns",
        "one speaker's stretch of a transcript: what is said, without the speaker's label",
        (
            _TRANSCRIPT,
            Field("number", "integer", "1 for the first turn", {"required": True, "minimum": 1}),
            _START,
            _END,
            Field("speaker", "string", "who speaks; numbered unless labels were asked for"),
            Field("seconds", "number", "when it begins in the recording", {"minimum": 0}),
            Field("interviewer", "boolean", "whether the interviewer speaks"),
        ),
        ("transcript", "number"),
        _turns,
        {"transcript": ("transcripts", "guid")},
    ),
    Table(
        "codes",
        "a code of the code book",
        (
            Field("id", "string", "the code's id", _ALONE),
            Field("codebook", "string", "the book that it stands in"),
            Field("kind", "string", "what the code stands for", _one_of(Kind, required=True)),
            Field("parent", "string", "the id of the code above it"),
            Field("retired", "boolean", "kept for the codings that bear it, but offered no more"),
            Field("path", "string", "its labels from the root down, in the project's language"),
            Field("label_da", "string", "its name in Danish"),
            Field("label_en", "string", "its name in English"),
            Field("definition_da", "string", "what it means, in Danish"),
            Field("definition_en", "string", "what it means, in English"),
            Field("include_da", "array", "when to use it, in Danish"),
            Field("include_en", "array", "when to use it, in English"),
            Field("exclude_da", "array", "when not to use it, in Danish"),
            Field("exclude_en", "array", "when not to use it, in English"),
        ),
        ("id",),
        _codes,
        {"parent": ("", "id")},
    ),
    Table(
        "codings",
        "one coder applied one code to one segment",
        (
            _GUID,
            _TRANSCRIPT,
            _START,
            _END,
            Field("code", "string", "the code's id", _ALWAYS),
            Field("quote", "string", "the words", _ALWAYS),
            Field("prefix", "string", "up to 32 characters before them"),
            Field("suffix", "string", "up to 32 characters after them"),
            Field("origin", "string", "manual, suggestion or import", _one_of(Origin)),
            Field("valence", "string", "positiv or negativ: whether the factor helps or hinders", _one_of(Valence)),
            Field("memo", "string", "the coder's note"),
            _CODER,
            _AT,
            Field("overruled", "boolean", "a consensus of the coders has set it aside, and it counts no more", _ALWAYS),
        ),
        ("guid",),
        _codings,
        {"transcript": ("transcripts", "guid"), "code": ("codes", "id")},
    ),
    Table(
        "configurations",
        "codings put together as intervention, context, moderator, mechanism and outcome",
        (
            _GUID,
            Field("actor", "string", "whose reasoning"),
            Field("polarity", "string", "fremmer, hæmmer or trods", _one_of(Polarity)),
            Field("stance", "string", "understøtter, afkræfter or nuancerer the theory", _one_of(Stance)),
            Field("target_group", "string", "code id"),
            Field("statement", "string", "the if–then–because sentence"),
            Field("memo", "string", "the coder's note"),
            Field("theory", "string", "the GUID of the theory that stance is about"),
            _CODER,
            _AT,
        ),
        ("guid",),
        _configurations,
        {"theory": ("theories", "guid"), "target_group": ("codes", "id")},
    ),
    Table(
        "configuration_parts",
        "a coding in its role in a configuration",
        (
            Field("configuration", "string", "the GUID of the configuration", _ALWAYS),
            Field("position", "integer", "1 for the first part", {"required": True, "minimum": 1}),
            Field("role", "string", "I, C, K, M or O", _one_of(Role, required=True)),
            Field("coding", "string", "the GUID of the coding", _ALWAYS),
            Field("resource", "string", "what the intervention offers (Dalkin et al. 2015)"),
            Field("reasoning", "string", "how people respond to it (Dalkin et al. 2015)"),
        ),
        ("configuration", "position"),
        _parts,
        {"configuration": ("configurations", "guid"), "coding": ("codings", "guid")},
    ),
    Table(
        "configuration_links",
        "the outcome of one configuration is the context of the next",
        (
            _GUID,
            Field("earlier", "string", "the GUID of the earlier configuration", _ALWAYS),
            Field("later", "string", "the GUID of the later configuration", _ALWAYS),
            _CODER,
            _AT,
        ),
        ("guid",),
        _links,
        {"earlier": ("configurations", "guid"), "later": ("configurations", "guid")},
    ),
    Table(
        "theories",
        "a programme theory in its latest wording",
        (
            _GUID,
            Field("name", "string", "what it is called", _ALWAYS),
            Field("statement", "string", "the if–then–because sentence"),
            _CODER,
            _AT,
        ),
        ("guid",),
        _theories,
    ),
    Table(
        "theory_parts",
        "a code in the role that it plays in a programme theory",
        (
            Field("theory", "string", "the GUID of the theory", _ALWAYS),
            Field("position", "integer", "1 for the first part", {"required": True, "minimum": 1}),
            Field("role", "string", "I, C, K, M or O", _one_of(Role, required=True)),
            Field("code", "string", "the code's id", _ALWAYS),
        ),
        ("theory", "position"),
        _theory_parts,
        {"theory": ("theories", "guid"), "code": ("codes", "id")},
    ),
    Table(
        "memos",
        "a note",
        (
            _GUID,
            Field("kind", "string", "definition, teori, proces, sprog or retroduktion", _one_of(MemoKind)),
            Field("text", "string", "the note"),
            Field("about", "string", "what it is about", _one_of(About, required=True)),
            Field("subject", "string", "its GUID (a code's id, nothing for the project)"),
            Field("start", "integer", "where a segment begins", {"minimum": 0}),
            Field("end", "integer", "where a segment ends", {"minimum": 0}),
            _CODER,
            _AT,
        ),
        ("guid",),
        _memos,
    ),
    Table(
        "decisions",
        "what a coder did with a suggestion",
        (
            _GUID,
            _TRANSCRIPT,
            _START,
            _END,
            Field("code", "string", "the code that was suggested", _ALWAYS),
            Field("verdict", "string", "accept, reject or skip", _one_of(Verdict, required=True)),
            Field("score", "number", "the suggestion's score, from 0 to 1"),
            Field("engine", "string", "what made the suggestion"),
            Field("coding", "string", "the GUID of the coding that it became"),
            _CODER,
            _AT,
        ),
        ("guid",),
        _decisions,
        {"transcript": ("transcripts", "guid"), "coding": ("codings", "guid")},
    ),
    Table(
        "summaries",
        "what an evaluator has written in a cell of the framework matrix",
        (
            _GUID,
            Field("code", "string", "code id", _ALWAYS),
            Field("case", "string", "a municipality, a transcript's GUID or an informant type", _ALWAYS),
            Field("text", "string", "the summary"),
            _CODER,
            _AT,
        ),
        ("guid",),
        _summaries,
    ),
)
