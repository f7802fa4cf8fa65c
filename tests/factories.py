"""Small invented things for tests: code books, transcripts, codings, material."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count

from icmo import codebook
from icmo.formats import dialogue
from icmo.models import Codebook, Coding, Configuration, Material, Part, Polarity, Role, Suggestion, Transcript
from icmo.text.anchors import cut, normalise, sha256

_numbers = count(1)

BOOK = """\
id: small
version: "1"
label: {da: Lille bog, en: Small book}
description: {da: Til prøver., en: For tests.}
sources:
  - {id: made-up, citation: Opdigtet.}
codes:
"""

KINDS = {
    "oeve": "intervention",
    "job": "intervention",
    "kontor": "context",
    "tid": "moderator",
    "tro": "mechanism",
    "hverdag": "mechanism",
    "ro": "outcome",
    "loen": "outcome",
    "lav": "target_group",
    "hoej": "target_group",
    "metode": "method",
}


def a_code(code_id: str, kind: str, /, **fields: str) -> str:
    """A code as YAML lines; further fields are given as YAML."""
    lines = [
        f"  - id: {code_id}",
        f"    kind: {kind}",
        f"    label: {{da: {code_id.capitalize()}, en: {code_id.capitalize()} in English}}",
        f"    definition: {{da: Om {code_id}., en: About {code_id}.}}",
    ]
    return "\n".join([*lines, *(f"    {name}: {value}" for name, value in fields.items())]) + "\n"


def a_codebook(**kinds: str) -> Codebook:
    """A code book with codes of these kinds; by default one or two of each ICMO kind."""
    return codebook.loads(BOOK + "".join(a_code(name, kind) for name, kind in (kinds or KINDS).items()))


def a_transcript(text: str = "Hej med jer alle sammen.", **fields: object) -> Transcript:
    text = normalise(text)
    number = next(_numbers)
    values: dict[str, object] = {
        "guid": f"t{number:04}",
        "name": f"interview {number}",
        "text": text,
        "sha256": sha256(text),
        "turns": dialogue.turns(text),
        "municipality": "Egeholm",
        **fields,
    }
    return Transcript(**values)  # type: ignore[arg-type]


def a_coding(
    source: Transcript, code: str, quote: str | None = None, *, coder: str = "AML", **fields: object
) -> Coding:
    start = source.text.index(quote) if quote else 0
    end = start + len(quote) if quote else len(source.text)
    prefix, words, suffix = cut(source.text, start, end)
    guid = f"c{next(_numbers):04}"
    return Coding(guid, source.guid, start, end, code, coder, "", words, prefix, suffix, **fields)  # type: ignore[arg-type]


def a_configuration(*parts: tuple[str, Coding], **fields: object) -> Configuration:
    made = tuple(Part(Role(role), coding.guid) for role, coding in parts)
    values: dict[str, object] = {"polarity": Polarity.FURTHERS, **fields}
    return Configuration(f"k{next(_numbers):04}", made, "AML", "", **values)  # type: ignore[arg-type]


def a_suggestion(source: Transcript, code: str, *, band: str = "stærk") -> Suggestion:
    guid = f"s{next(_numbers):04}"
    return Suggestion(guid, source.guid, 0, len(source.text.rstrip()), code, 0.8, 1, band, (), "test", "")


def a_material(
    transcripts: Iterable[Transcript],
    codings: Iterable[Coding] = (),
    configurations: Iterable[Configuration] = (),
    suggestions: Iterable[Suggestion] = (),
    *,
    book: Codebook | None = None,
) -> Material:
    return Material(
        codebook=book or a_codebook(),
        transcripts=tuple(transcripts),
        codings=tuple(codings),
        configurations=tuple(configurations),
        suggestions=tuple(suggestions),
        name="Prøve",
    )
