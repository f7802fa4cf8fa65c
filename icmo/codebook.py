"""Code books: load and write YAML, find every problem at once with its line.

The format is documented in ``codebooks/README.md``; `icmo.codebook_file` has its shape.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from icmo import lexicon, resources
from icmo.codebook_file import CodebookFile, CodeEntry, RulesEntry, ids
from icmo.errors import NotFoundError, Problem, ProblemsError
from icmo.files import read_text
from icmo.i18n import _
from icmo.models import Code, Codebook, Label, Lexicon, Rules, SourceRef
from icmo.yaml_files import Lines, both, dump, parse, shape, texts

LEXICON = "lexicon"  # the folder beside a code book that its lexicons lie in


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
    sibling = path.parent / f"{base}.yaml"
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
    """Read a code book from YAML text.

    `find` gives the text of a base book by its id, and of a lexicon by ``lexicon/`` and its id.
    """
    find = find or (lambda base: read_text(_find(base)))
    return _assemble(text, source, find, ())


def _assemble(text: str, source: str, find: Callable[[str], str], above: tuple[str, ...]) -> Codebook:
    data, lines = parse(text, source)
    file, problems = shape(data, lines, CodebookFile)
    bases, found = _bases(texts(data.get("extends")), str(data.get("id")), lines, find, above)
    lexicons, missing = _lexicons(texts(data.get("lexicons")), lines, find)
    inherited = {code.id: code for base in bases for code in base.codes}
    problems += [
        *found,
        *missing,
        *_clashes(bases, lines),
        *_broken_ids(ids(data), lines, inherited, bases_known=not found),
    ]
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
        lexicons=_each_once([*(one for base in bases for one in base.lexicons), *lexicons]),
    )


def _each_once(lexicons: Sequence[Lexicon]) -> tuple[Lexicon, ...]:
    return tuple({one.id: one for one in lexicons}.values())


def _sorted(problems: Sequence[Problem]) -> list[Problem]:
    return sorted(dict.fromkeys(problems), key=lambda problem: problem.line)


def _thin_translations(file: CodebookFile, lines: Lines) -> Iterator[Problem]:
    for number, code in enumerate(file.codes):
        for field in ("include", "exclude"):
            rules: RulesEntry = getattr(code, field)
            if len(rules.da) != len(rules.en):
                message = _("{code}: {field} has {da} rules in Danish and {en} in English").format(
                    code=code.id, field=field, da=len(rules.da), en=len(rules.en)
                )
                yield Problem(lines.at(("codes", number, field)), message)


def _dangling_sources(file: CodebookFile, lines: Lines) -> Iterator[Problem]:
    known = {entry.id for entry in file.sources}
    for number, code in enumerate(file.codes):
        for place, ref in enumerate(code.sources):
            if ref.ref not in known:
                message = _("{code}: there is no source “{ref}”").format(code=code.id, ref=ref.ref)
                yield Problem(lines.at(("codes", number, "sources", place)), message)


def _bases(
    extends: Sequence[str], own_id: str, lines: Lines, find: Callable[[str], str], above: tuple[str, ...]
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


def _lexicons(names: Sequence[str], lines: Lines, find: Callable[[str], str]) -> tuple[list[Lexicon], list[Problem]]:
    lexicons: list[Lexicon] = []
    problems: list[Problem] = []
    for number, name in enumerate(names):
        try:
            lexicons.append(lexicon.loads(find(f"{LEXICON}/{name}"), source=f"{name}.yaml"))
        except NotFoundError:
            message = _("there is no lexicon “{name}”").format(name=name)
            problems.append(Problem(lines.at(("lexicons", number)), message))
        except ProblemsError as error:
            line = lines.at(("lexicons", number))
            problems += [Problem(line, f"{LEXICON}/{name}.yaml:{problem}") for problem in error.problems]
    return lexicons, problems


def _clashes(bases: Sequence[Codebook], lines: Lines) -> Iterator[Problem]:
    """Ids that two bases use for different codes; one that both have from a third book is no clash."""
    first: dict[str, Code] = {}
    for number, base in enumerate(bases):
        for code in base.codes:
            if first.setdefault(code.id, code) != code:
                message = _("duplicate id “{id}”, already in {book}").format(id=code.id, book=first[code.id].codebook)
                yield Problem(lines.at(("extends", number)), f"{base.id}: {message}")


def _broken_ids(
    codes: Sequence[tuple[str | None, str | None]], lines: Lines, inherited: Mapping[str, Code], *, bases_known: bool
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


def _code(entry: CodeEntry, codebook_id: str) -> Code:
    return Code(
        id=entry.id,
        kind=entry.kind,
        label=Label(entry.label.da, entry.label.en),
        definition=Label(entry.definition.da, entry.definition.en),
        include=Rules(tuple(entry.include.da), tuple(entry.include.en)),
        exclude=Rules(tuple(entry.exclude.da), tuple(entry.exclude.en)),
        cues=lexicon.cues(entry.cues),
        examples=tuple(entry.examples),
        sources=tuple(SourceRef(s.ref, s.at) for s in entry.sources),
        parent=entry.parent,
        codebook=codebook_id,
        retired=entry.retired,
    )


# --- Writing ------------------------------------------------------------------------------------------


def dumps(book: Codebook) -> str:
    """The code book as YAML; its own codes only, those of its bases stay in the books that it extends."""
    own = [code for code in book.codes if code.codebook == book.id]
    used = {ref.ref for code in own for ref in code.sources}
    inherited = {source for base in book.bases for source in base.sources.items()}
    data = {
        "id": book.id,
        "version": book.version,
        "label": both(book.label),
        "description": both(book.description),
        "extends": list(book.extends),
        "lexicons": [one.id for one in own_lexicons(book)],
        "sources": [
            {"id": key, "citation": text}
            for key, text in book.sources.items()
            if key in used or (key, text) not in inherited
        ],
        "codes": [_entry(code) for code in own],
    }
    return dump(data)


def own_lexicons(book: Codebook) -> tuple[Lexicon, ...]:
    """The lexicons that the book names itself, without those that its bases name."""
    inherited = {one.id for base in book.bases for one in base.lexicons}
    return tuple(one for one in book.lexicons if one.id not in inherited)


def _entry(code: Code) -> dict[str, Any]:
    entry: dict[str, Any] = {"id": code.id, "kind": code.kind.value}
    if code.parent:
        entry["parent"] = code.parent
    entry |= {"label": both(code.label), "definition": both(code.definition)}
    for field in ("include", "exclude"):
        rules: Rules = getattr(code, field)
        if rules.da:
            entry[field] = {"da": list(rules.da), "en": list(rules.en)}
    if code.cues:
        entry["cues"] = [lexicon.entry(cue) for cue in code.cues]
    if code.examples:
        entry["examples"] = list(code.examples)
    if code.sources:
        entry["sources"] = [{"ref": s.ref, "at": s.at} if s.at else {"ref": s.ref} for s in code.sources]
    if code.retired:
        entry["retired"] = True
    return entry
