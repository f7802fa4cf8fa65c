"""A code book's file: its shape, and YAML read with the line on which everything stands.

Editors get the shape as JSON Schema from `json_schema`; `icmo.codebook` makes a `Codebook` of the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from icmo.errors import Problem, ProblemsError
from icmo.i18n import _
from icmo.models import Kind

_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Base):  # type: ignore[misc]
    """YAML in which ``2026-01-02`` is text."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in _Base.yaml_implicit_resolvers.items()
}

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class LabelEntry(_Shape):
    """A text in both languages."""

    da: Text = Field(description="Danish")
    en: Text = Field(description="English")


class RulesEntry(_Shape):
    """Coding rules in both languages, as many in each."""

    da: list[Text] = Field(default=[], description="Danish")
    en: list[Text] = Field(default=[], description="English, the same rules in the same order")


class CueEntry(_Shape):
    """A cue with its weight."""

    cue: Text = Field(description="Words that speak for the code; * for compounds and gaps")
    weight: float = Field(default=1.0, gt=0, le=5, description="0.5 weak hint, 1 usual, 2 strong, 3 certain")


class SourceRefEntry(_Shape):
    """Where in a source a code comes from."""

    ref: Id = Field(description="Id of one of the book's sources")
    at: str = Field(default="", description="Page or section")


class SourceEntry(_Shape):
    """A source that codes refer to."""

    id: Id
    citation: Text


class CodeEntry(_Shape):
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


class CodebookFile(_Shape):
    """A code book."""

    id: Id
    version: Text
    label: LabelEntry
    description: LabelEntry
    extends: list[Id] = Field(default=[], description="Ids of code books whose codes are included")
    sources: list[SourceEntry] = Field(default=[])
    codes: list[CodeEntry]


def json_schema() -> dict[str, Any]:
    """The JSON Schema of a code book file, for editors."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **CodebookFile.model_json_schema()} | {
        "title": "icmo code book"
    }


# --- Reading ------------------------------------------------------------------------------------------


def parse(text: str, source: str) -> tuple[dict[str, Any], Lines]:
    """The file as plain data, and where everything in it stands."""
    try:
        aliases = (event for event in yaml.parse(text, Loader=_Loader) if isinstance(event, yaml.AliasEvent))
        if alias := next(aliases, None):
            line = alias.start_mark.line + 1 if alias.start_mark else 0
            problem = Problem(line, _("anchors and aliases (& and *) are not used here"))
            raise ProblemsError(source, [problem], _("Write out what is repeated."))
        root = yaml.compose(text, Loader=_Loader)
        data = yaml.load(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        problem = Problem(line, _("not valid YAML: {what}").format(what=error.problem or error.context))
        raise ProblemsError(source, [problem], _("Check indentation and quotes.")) from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        problem = Problem(0, _("not valid YAML: {what}").format(what=str(error).partition("\n")[0]))
        raise ProblemsError(source, [problem], _("Check indentation and quotes.")) from None
    if not isinstance(data, dict):
        raise ProblemsError(
            source, [Problem(1, _("not a code book"))], _("The format is told of in codebooks/README.md.")
        )
    return data, Lines(root)


def shape(data: dict[str, Any], lines: Lines) -> tuple[CodebookFile | None, list[Problem]]:
    """The file as its shape has it, and what in it has another shape."""
    repeated = list(_repeated_keys(lines.root))
    try:
        return CodebookFile.model_validate(data), repeated
    except ValidationError as error:
        return None, [*repeated, *(Problem(lines.at(e["loc"]), _explain(e)) for e in error.errors())]


def ids(data: Mapping[str, Any]) -> list[tuple[str | None, str | None]]:
    """Id and parent of every code as far as they can be read, so that they are checked in a broken file too."""
    codes = data.get("codes")
    return [
        (_text(code.get("id")), _text(code.get("parent"))) if isinstance(code, dict) else (None, None)
        for code in (codes if isinstance(codes, list) else [])
    ]


def texts(values: Any) -> list[str]:
    """Those of the values that are texts."""
    return [value for value in values if isinstance(value, str)] if isinstance(values, list) else []


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def _repeated_keys(node: yaml.Node | None) -> Iterator[Problem]:
    """YAML lets a key stand twice and keeps the last; we do not."""
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                yield Problem(key.start_mark.line + 1, _("“{key}” stands twice").format(key=key.value))
            seen.add(key.value)
            yield from _repeated_keys(value)
    elif isinstance(node, yaml.SequenceNode):
        for child in node.value:
            yield from _repeated_keys(child)


class Lines:
    """The line of every place in a YAML document, by the path of keys and indexes that leads there."""

    def __init__(self, root: yaml.Node | None) -> None:
        self.root = root

    def at(self, path: Sequence[str | int]) -> int:
        """The line (1-based) on which the place that the path leads to begins."""
        node, line = self.root, 1
        for step in path:
            node, line = _step(node, step, line)
        return line


def _step(node: yaml.Node | None, step: str | int, line: int) -> tuple[yaml.Node | None, int]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == step:
                return value, key.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        child = node.value[step]
        return child, child.start_mark.line + 1
    return node, line


def _explain(error: Any) -> str:
    where = ".".join(str(step) for step in error["loc"] if not str(step).startswith(("constrained", "_")))
    match error["type"]:
        case "missing":
            what = _("is missing")
        case "extra_forbidden":
            what = _("is not a known field")
        case "enum":
            what = _("unknown kind “{value}”; known: {kinds}").format(value=error["input"], kinds=", ".join(Kind))
        case "string_pattern_mismatch":
            what = _("“{value}” is not an id: small letters a–z, digits and hyphens").format(value=error["input"])
        case _:
            what = error["msg"]
    return f"{where}: {what}"
