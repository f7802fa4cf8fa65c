"""The shape of a code book's file. Editors get it as JSON Schema; `icmo.codebook` makes a `Codebook` of the file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from icmo.lexicon import CueEntry
from icmo.models import Kind
from icmo.yaml_files import Id, LabelEntry, Shape, Text


class RulesEntry(Shape):
    """Coding rules in both languages, as many in each."""

    da: list[Text] = Field(default=[], description="Danish")
    en: list[Text] = Field(default=[], description="English, the same rules in the same order")


class SourceRefEntry(Shape):
    """Where in a source a code comes from."""

    ref: Id = Field(description="Id of one of the book's sources")
    at: str = Field(default="", description="Page or section")


class SourceEntry(Shape):
    """A source that codes refer to."""

    id: Id
    citation: Text


class CodeEntry(Shape):
    """One code."""

    id: Id = Field(description="Stable id in ASCII: arbejdsidentitet")
    kind: Kind = Field(strict=False, description="What the code stands for")
    parent: Id | None = Field(default=None, description="Id of the code above this one")
    label: LabelEntry
    definition: LabelEntry
    include: RulesEntry = Field(default_factory=RulesEntry, description="When to use the code")
    exclude: RulesEntry = Field(default_factory=RulesEntry, description="When to use another one")
    cues: list[Text | CueEntry] = Field(default=[], description="Danish turns of phrase that speak for the code")
    examples: list[Text] = Field(default=[], description="Invented example sentences in Danish")
    sources: list[SourceRefEntry] = Field(default=[], description="Where the code comes from")
    retired: bool = Field(default=False, description="Kept for old codings, but offered no more")


class CodebookFile(Shape):
    """A code book."""

    id: Id
    version: Text
    label: LabelEntry
    description: LabelEntry
    extends: list[Id] = Field(default=[], description="Ids of code books whose codes are included")
    lexicons: list[Id] = Field(default=[], description="Lexicons that speak for the codes: files in lexicon/")
    sources: list[SourceEntry] = Field(default=[])
    codes: list[CodeEntry]


def ids(data: Mapping[str, Any]) -> list[tuple[str | None, str | None]]:
    """Id and parent of every code as far as they can be read, so that they are checked in a broken file too."""
    codes = data.get("codes")
    return [
        (_text(code.get("id")), _text(code.get("parent"))) if isinstance(code, dict) else (None, None)
        for code in (codes if isinstance(codes, list) else [])
    ]


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None
