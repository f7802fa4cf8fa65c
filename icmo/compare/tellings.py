"""What is told: each code, each link and each path of a configuration, one by one, before anything is counted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Literal

from icmo.graph import links, node_id
from icmo.graph.links import by_role
from icmo.models import Coding, Kind, Label, Material, Role

Sort = Literal["codes", "links", "paths"]
ARROW = "→"


@dataclass(frozen=True)
class Row:
    """A code, link or path: its labels, the letters of its roles (``M``, ``I→M→O``), its codes and their kinds."""

    id: str
    label: Label
    role: str
    kinds: tuple[Kind, ...]
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Telling:
    """One thing said: a coding, or the codings that one configuration puts in line."""

    row: Row
    codings: tuple[Coding, ...]
    configuration: str = ""


class Book:
    """The code book as rows of a matrix, with codes rolled up to the one above them at a depth (0: the root)."""

    def __init__(self, material: Material, level: int | None = None) -> None:
        self.codes = material.codebook
        self._order = {code: number for number, code in enumerate(self.codes.by_id)}
        self._chains = {code: self.codes.lineage(code) for code in self._order}
        self._rolled = {
            code: chain[-1 - level] if level is not None and level < len(chain) else code
            for code, chain in self._chains.items()
        }
        self._rows: dict[tuple[tuple[str, str], ...], Row] = {}
        self._alone: dict[str, Row] = {}

    def code(self, code_id: str) -> Row:
        """The row of a code by itself, whatever part it plays."""
        if code_id not in self._alone:
            self._alone[code_id] = self._row(((self.codes[code_id].kind.role or "", code_id),), code_id)
        return self._alone[code_id]

    def rolled(self, code_id: str) -> Row:
        """The row that a code counts in."""
        return self.code(self._rolled[code_id])

    def line(self, roles: Sequence[Role], codes: Sequence[str]) -> Row:
        """The row of codes in their roles, each leading to the next."""
        parts = tuple((role.value, self._rolled[code]) for role, code in zip(roles, codes, strict=True))
        return self._row(parts, "->".join(node_id(role, code) for role, code in parts))

    def with_those_above(self, told: Telling) -> Iterator[Telling]:
        """A code's telling as its own and as that of every code above it."""
        return (Telling(self.code(code), told.codings) for code in self._chains[told.row.id])

    def place(self, row: Row) -> tuple[tuple[int, ...], str]:
        """Where a row stands: in the order of the code book."""
        return tuple(self._order[code] for code in row.codes), row.role

    def _row(self, parts: tuple[tuple[str, str], ...], row_id: str) -> Row:
        if parts not in self._rows:
            codes = [self.codes[code] for _role, code in parts]
            label = Label(
                *(f" {ARROW} ".join(code.label.text(language) for code in codes) for language in ("da", "en"))
            )
            kinds, ids = tuple(code.kind for code in codes), tuple(code.id for code in codes)
            self._rows[parts] = Row(row_id, label, ARROW.join(role for role, _code in parts), kinds, ids)
        return self._rows[parts]


def tellings(material: Material, sort: Sort, *, level: int | None = None) -> Iterable[Telling]:
    """Everything told of one sort, with codes rolled up to a level."""
    return _TELLINGS[sort](material, Book(material, level))


def _codes(material: Material, book: Book) -> Iterator[Telling]:
    return (Telling(book.rolled(coding.code), (coding,)) for coding in material.codings)


def _links(material: Material, book: Book) -> Iterator[Telling]:
    for link in links(material):
        roles = [Role(end.partition(":")[0]) for end in (link.source, link.target)]
        yield Telling(book.line(roles, [end.code for end in link.ends]), link.ends, link.configuration.guid)


def _paths(material: Material, book: Book) -> Iterator[Telling]:
    for configuration in material.configurations:
        parts = by_role(configuration, material)
        for roles in _lines(parts):
            for codings in product(*(parts[role] for role in roles)):
                yield Telling(book.line(roles, [one.code for one in codings]), codings, configuration.guid)


def _lines(there: Iterable[Role]) -> list[tuple[Role, ...]]:
    """The ways through a configuration, as the graph draws them: from I, and from C, by way of M to O.

    Examples
    --------
    >>> ["".join(line) for line in _lines([Role.O, Role.C, Role.M, Role.I])]
    ['IMO', 'CMO']
    >>> [["".join(line) for line in _lines(map(Role, there))] for there in ("MO", "IC", "IK", "M")]
    [['MO'], ['IC'], [], []]
    """
    present = set(there)
    heads = [role for role in (Role.I, Role.C) if role in present]
    tail = tuple(role for role in (Role.M, Role.O) if role in present)
    if not tail:
        return [tuple(heads)] if len(heads) == 2 else []
    if not heads:
        return [tail] if len(tail) == 2 else []
    return [(head, *tail) for head in heads]


_TELLINGS = {"codes": _codes, "links": _links, "paths": _paths}
