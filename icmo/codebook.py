"""Code books: load and write YAML, find every problem at once with its line.

The format is documented in ``codebooks/README.md``; `json_schema` gives it to editors.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from icmo import resources
from icmo.errors import NotFoundError, Problem, ProblemsError
from icmo.files import read_text
from icmo.i18n import _
from icmo.models import Code, Codebook, Cue, Kind, Label, Rules, SourceRef

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


# --- The shape of a file ------------------------------------------------------------------------------


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class _Label(_Shape):
    da: Text = Field(description="Danish")
    en: Text = Field(description="English")


class _Rules(_Shape):
    da: list[Text] = Field(default=[], description="Danish")
    en: list[Text] = Field(default=[], description="English, the same rules in the same order")


class _Cue(_Shape):
    cue: Text = Field(description="Words that speak for the code; * for compounds and gaps")
    weight: float = Field(default=1.0, gt=0, le=5, description="0.5 weak hint, 1 usual, 2 strong, 3 certain")


class _SourceRef(_Shape):
    ref: Id = Field(description="Id of one of the book's sources")
    at: str = Field(default="", description="Page or section")


class _Source(_Shape):
    id: Id
    citation: Text


class _Code(_Shape):
    id: Id = Field(description="Stable id in ASCII: arbejdsidentitet")
    kind: Kind = Field(strict=False, description="What the code stands for")
    parent: Id | None = Field(default=None, description="Id of the code above this one")
    label: _Label
    definition: _Label
    include: _Rules = Field(default_factory=_Rules, description="When to use the code")
    exclude: _Rules = Field(default_factory=_Rules, description="When to use another one")
    cues: list[Text | _Cue] = Field(default=[], description="Danish turns of phrase that speak for the code")
    examples: list[Text] = Field(default=[], description="Invented example sentences in Danish")
    sources: list[_SourceRef] = Field(default=[], description="Where the code comes from")


class _File(_Shape):
    id: Id
    version: Text
    label: _Label
    description: _Label
    extends: list[Id] = Field(default=[], description="Ids of code books whose codes are included")
    sources: list[_Source] = Field(default=[])
    codes: list[_Code]


def json_schema() -> dict[str, Any]:
    """The JSON Schema of a code book file, for editors."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **_File.model_json_schema()} | {
        "title": "icmo code book"
    }


# --- Loading ------------------------------------------------------------------------------------------


def shipped() -> tuple[str, ...]:
    """The ids of the code books that come with icmo."""
    return tuple(sorted(path.stem for path in resources.codebook_dir().glob("*.yaml")))


def load(name: str | Path) -> Codebook:
    """Load a code book by its shipped id or its file.

    Raises
    ------
    NotFoundError
        There is neither a shipped code book nor a file of that name.
    ProblemsError
        The file breaks rules; every problem is listed with its line.

    Examples
    --------
    >>> load("salado-rasmussen")["meningsfuldhed"].label.en
    'Meaningfulness'
    """
    path = _find(str(name))
    return _load_cached(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=32)
def _load_cached(path: Path, _modified: int) -> Codebook:
    return loads(read_text(path), source=path.name, find=lambda base: _beside(path, base))


def _beside(path: Path, base: str) -> str:
    sibling = path.with_name(f"{base}.yaml")
    return read_text(sibling if sibling.is_file() else _find(base))


def _find(name: str) -> Path:
    for path in (resources.codebook_dir() / f"{name}.yaml", Path(name)):
        if path.is_file():
            return path.resolve()
    raise NotFoundError(
        _("There is no code book “{name}”.").format(name=name),
        _("Shipped code books: {ids}. Or give the path of a YAML file.").format(ids=", ".join(shipped())),
    )


def loads(text: str, *, source: str = "codebook.yaml", find: Callable[[str], str] | None = None) -> Codebook:
    """Read a code book from YAML text; `find` gives the text of a base book by its id."""
    find = find or (lambda base: read_text(_find(base)))
    return _assemble(text, source, find, ())


def _assemble(text: str, source: str, find: Callable[[str], str], above: tuple[str, ...]) -> Codebook:
    data, lines = _parse(text, source)
    file, problems = _shape(data, lines)
    bases, found = _bases(_texts(data.get("extends")), str(data.get("id")), lines, find, above)
    inherited = {code.id: code for base in bases for code in base.codes}
    problems += [*found, *_clashes(bases, lines), *_broken_ids(_ids(data), lines, inherited, bases_known=not found)]
    if file:
        problems += [*_thin_translations(file, lines), *_dangling_sources(file, lines)]
    if problems or file is None:
        raise ProblemsError(source, _sorted(problems), _("Mend the lines and try again."))
    citations = {key: value for base in bases for key, value in base.sources.items()}
    return Codebook(
        id=file.id,
        version=file.version,
        label=Label(file.label.da, file.label.en),
        description=Label(file.description.da, file.description.en),
        codes=(*inherited.values(), *(_code(entry, file.id) for entry in file.codes)),
        extends=tuple(file.extends),
        sources=citations | {entry.id: entry.citation for entry in file.sources},
        bases=tuple(bases),
    )


def _parse(text: str, source: str) -> tuple[dict[str, Any], _Lines]:
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
    return data, _Lines(root)


def _shape(data: dict[str, Any], lines: _Lines) -> tuple[_File | None, list[Problem]]:
    """The file as its shape has it, and what in it has another shape."""
    repeated = list(_repeated_keys(lines.root))
    try:
        return _File.model_validate(data), repeated
    except ValidationError as error:
        return None, [*repeated, *(Problem(lines.at(e["loc"]), _explain(e)) for e in error.errors())]


def _ids(data: Mapping[str, Any]) -> list[tuple[str | None, str | None]]:
    """Id and parent of every code as far as they can be read, so that they are checked in a broken file too."""
    codes = data.get("codes")
    return [
        (_text(code.get("id")), _text(code.get("parent"))) if isinstance(code, dict) else (None, None)
        for code in (codes if isinstance(codes, list) else [])
    ]


def _texts(values: Any) -> list[str]:
    return [value for value in values if isinstance(value, str)] if isinstance(values, list) else []


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def _sorted(problems: Sequence[Problem]) -> list[Problem]:
    return sorted(dict.fromkeys(problems), key=lambda problem: problem.line)


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


class _Lines:
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


def _thin_translations(file: _File, lines: _Lines) -> Iterator[Problem]:
    for number, code in enumerate(file.codes):
        for field in ("include", "exclude"):
            rules: _Rules = getattr(code, field)
            if len(rules.da) != len(rules.en):
                message = _("{code}: {field} has {da} rules in Danish and {en} in English").format(
                    code=code.id, field=field, da=len(rules.da), en=len(rules.en)
                )
                yield Problem(lines.at(("codes", number, field)), message)


def _dangling_sources(file: _File, lines: _Lines) -> Iterator[Problem]:
    known = {entry.id for entry in file.sources}
    for number, code in enumerate(file.codes):
        for place, ref in enumerate(code.sources):
            if ref.ref not in known:
                message = _("{code}: there is no source “{ref}”").format(code=code.id, ref=ref.ref)
                yield Problem(lines.at(("codes", number, "sources", place)), message)


def _bases(
    extends: Sequence[str], own_id: str, lines: _Lines, find: Callable[[str], str], above: tuple[str, ...]
) -> tuple[list[Codebook], list[Problem]]:
    bases: list[Codebook] = []
    problems: list[Problem] = []
    chain = above if above[-1:] == (own_id,) else (*above, own_id)
    for number, base in enumerate(extends):
        line = lines.at(("extends", number))
        if base in chain:
            circle = " → ".join((*chain[chain.index(base) :], base))
            problems.append(Problem(line, _("the code books extend each other in a circle: {c}").format(c=circle)))
            continue
        try:
            bases.append(_assemble(find(base), f"{base}.yaml", find, (*chain, base)))
        except NotFoundError as error:
            problems.append(Problem(line, error.message))
        except ProblemsError as error:
            problems += [Problem(line, f"{base}.yaml:{problem}") for problem in error.problems]
    return bases, problems


def _clashes(bases: Sequence[Codebook], lines: _Lines) -> Iterator[Problem]:
    """Ids that two bases use for different codes; one that both have from a third book is no clash."""
    first: dict[str, Code] = {}
    for number, base in enumerate(bases):
        for code in base.codes:
            if first.setdefault(code.id, code) != code:
                message = _("duplicate id “{id}”, already in {book}").format(id=code.id, book=first[code.id].codebook)
                yield Problem(lines.at(("extends", number)), f"{base.id}: {message}")


def _broken_ids(
    codes: Sequence[tuple[str | None, str | None]], lines: _Lines, inherited: Mapping[str, Code], *, bases_known: bool
) -> Iterator[Problem]:
    """Ids that stand twice, parents that do not exist, codes above themselves."""
    parents = {code_id: parent for code_id, parent in codes if code_id}
    first_line: dict[str, int] = {}
    for number, (code_id, parent) in enumerate(codes):
        if code_id is None:
            continue
        line, at_parent = lines.at(("codes", number, "id")), lines.at(("codes", number, "parent"))
        if code_id in first_line:
            message = _("duplicate id “{id}”, first on line {line}").format(id=code_id, line=first_line[code_id])
            yield Problem(line, message)
        elif code_id in inherited:
            book = inherited[code_id].codebook
            yield Problem(line, _("duplicate id “{id}”, already in {book}").format(id=code_id, book=book))
        first_line.setdefault(code_id, line)
        if parent and parent not in parents and parent not in inherited and bases_known:
            message = _("{code}: the parent “{parent}” does not exist").format(code=code_id, parent=parent)
            yield Problem(at_parent, message)
        if circle := _circle(code_id, parents):
            yield Problem(at_parent, _("cycle: {circle}").format(circle=" → ".join(circle)))


def _circle(code_id: str, parents: Mapping[str, str | None]) -> list[str]:
    chain = [code_id]
    while parent := parents.get(chain[-1]):
        if parent == code_id:
            return [*chain, code_id]
        if parent in chain:
            return []
        chain.append(parent)
    return []


def _code(entry: _Code, codebook_id: str) -> Code:
    return Code(
        id=entry.id,
        kind=entry.kind,
        label=Label(entry.label.da, entry.label.en),
        definition=Label(entry.definition.da, entry.definition.en),
        include=Rules(tuple(entry.include.da), tuple(entry.include.en)),
        exclude=Rules(tuple(entry.exclude.da), tuple(entry.exclude.en)),
        cues=tuple(Cue(c.cue, c.weight) if isinstance(c, _Cue) else Cue(c) for c in entry.cues),
        examples=tuple(entry.examples),
        sources=tuple(SourceRef(s.ref, s.at) for s in entry.sources),
        parent=entry.parent,
        codebook=codebook_id,
    )


# --- Writing ------------------------------------------------------------------------------------------


def dumps(book: Codebook) -> str:
    """The code book as YAML; its own codes only, those of its bases stay in the books that it extends."""
    own = [code for code in book.codes if code.codebook == book.id]
    borrowed = {ref.ref for code in book.codes if code not in own for ref in code.sources}
    borrowed -= {ref.ref for code in own for ref in code.sources}
    data = {
        "id": book.id,
        "version": book.version,
        "label": _both(book.label),
        "description": _both(book.description),
        "extends": list(book.extends),
        "sources": [{"id": key, "citation": text} for key, text in book.sources.items() if key not in borrowed],
        "codes": [_entry(code) for code in own],
    }
    return str(yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110))


def _entry(code: Code) -> dict[str, Any]:
    entry: dict[str, Any] = {"id": code.id, "kind": code.kind.value}
    if code.parent:
        entry["parent"] = code.parent
    entry |= {"label": _both(code.label), "definition": _both(code.definition)}
    for field in ("include", "exclude"):
        rules: Rules = getattr(code, field)
        if rules.da:
            entry[field] = {"da": list(rules.da), "en": list(rules.en)}
    if code.cues:
        entry["cues"] = [c.text if c.weight == 1 else {"cue": c.text, "weight": c.weight} for c in code.cues]
    if code.examples:
        entry["examples"] = list(code.examples)
    if code.sources:
        entry["sources"] = [{"ref": s.ref, "at": s.at} if s.at else {"ref": s.ref} for s in code.sources]
    return entry


def _both(label: Label) -> dict[str, str]:
    return {"da": label.da, "en": label.en}
