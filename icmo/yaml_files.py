"""YAML files that people write: read with the line on which everything stands, and every problem at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from icmo.errors import Problem, ProblemsError
from icmo.i18n import _
from icmo.models import Kind, Label

_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_Dumper: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


class _Loader(_Base):  # type: ignore[misc]
    """YAML in which ``2026-01-02`` is text."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in _Base.yaml_implicit_resolvers.items()
}

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Shape(BaseModel):
    """Part of a file; a field that it does not know is a fault."""

    model_config = ConfigDict(extra="forbid", strict=True)


class LabelEntry(Shape):
    """A text in both languages."""

    da: Text = Field(description="Danish")
    en: Text = Field(description="English")


File = TypeVar("File", bound=Shape)


def json_schema(model: type[Shape], title: str) -> dict[str, Any]:
    """The JSON Schema of such a file, for editors."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **model.model_json_schema()}
    return schema | {"title": title}


# --- Reading ------------------------------------------------------------------------------------------


def parse(text: str, source: str) -> tuple[dict[str, Any], Lines]:
    """The file as plain data, and where everything in it stands."""
    try:
        aliases = (event for event in yaml.parse(text, Loader=_Loader) if isinstance(event, yaml.AliasEvent))
        if alias := next(aliases, None):
            line = alias.start_mark.line + 1 if alias.start_mark else 0
            problem = Problem(line, _("anchors and aliases (& and *) are not used here"))
            raise ProblemsError(source, [problem], _("Write out what is repeated."))
        loader = _Loader(text)
        root = loader.get_single_node()
        data = loader.construct_document(root) if root else None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        problem = Problem(line, _("not valid YAML: {what}").format(what=error.problem or error.context))
        raise ProblemsError(source, [problem], _("Check indentation and quotes.")) from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        problem = Problem(0, _("not valid YAML: {what}").format(what=str(error).partition("\n")[0]))
        raise ProblemsError(source, [problem], _("Check indentation and quotes.")) from None
    if not isinstance(data, dict):
        raise ProblemsError(
            source,
            [Problem(1, _("not a mapping of names to values"))],
            _("The format is told of in codebooks/README.md."),
        )
    return data, Lines(root)


def shape(data: dict[str, Any], lines: Lines, model: type[File]) -> tuple[File | None, list[Problem]]:
    """The file as its shape has it, and what in it has another shape."""
    repeated = list(_repeated_keys(lines.root))
    try:
        return model.model_validate(data), repeated
    except ValidationError as error:
        return None, [*repeated, *(Problem(lines.at(e["loc"]), _explain(e)) for e in error.errors())]


def texts(values: Any) -> list[str]:
    """Those of the values that are texts."""
    return [value for value in values if isinstance(value, str)] if isinstance(values, list) else []


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


# --- Writing ------------------------------------------------------------------------------------------


def dump(data: dict[str, Any]) -> str:
    """Plain data as YAML in the order given."""
    return str(yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110))


def both(label: Label) -> dict[str, str]:
    """A label as it stands in a file."""
    return {"da": label.da, "en": label.en}
