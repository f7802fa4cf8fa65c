"""A row as facets, the pieces that are changed one by one: columns, columns that go together, entries of a JSON object.

Two people who change different facets of a row both have their way; of a code book every code is a facet.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from icmo.store.tables import metadata
from icmo.text import pages
from icmo.union import books
from icmo.union.copies import Row

Facet = tuple[str, ...]
Facets = dict[Facet, Any]

PLACE: Facet = ("place",)
TEXT: Facet = ("text",)
DECIDED: Facet = ("decided",)
_TOGETHER: dict[str, dict[str, tuple[str, ...]]] = {
    "coding": {"place": ("start", "end", "quote", "prefix", "suffix")},
    "memo": {"place": ("about", "subject", "start", "end")},
    "decision": {"place": ("start", "end")},
    "resolution": {
        "place": ("start", "end"),
        "decided": ("choice", "codings", "overruled", "reason", "present", "rule"),
    },
    "transcript": {"text": ("text", "sha256", "turns")},
    "configuration": {"stance": ("theory", "stance")},
}
_OBJECTS = {"case": ("variables",), "transcript": ("metadata",)}
_QUIET = {"guid", "coder", "at", "version", "position", books.ORDER}  # they follow what is said, and say nothing
_VERSION: Facet = (books.YAML, "version")
_PAGES: Facet = ("metadata", pages.KEY)
_KNOWN_BY = {
    "codebook": ("id",),
    "lexicon": ("id",),
    "cue": ("code", "text", "coder"),
    "summary": ("code", "case"),
    "guide": ("informant_type", "code"),
    "quote_choice": ("coding",),
    "resolution": ("transcript", "readings"),
    "report_text": ("place",),
    "assignment": ("round", "transcript", "reader"),
    "configuration_link": ("earlier", "later"),
    "configuration_part": ("configuration", "role", "coding"),
}


def known_by(noun: str, row: Row) -> str:
    """What makes a row the same in both copies: what it is about where there can be but one, else its GUID."""
    columns = _KNOWN_BY.get(noun)
    return "|".join(_as_text(row[name]) for name in columns) if columns else str(row["guid"])


def _as_text(value: Any) -> str:
    return json.dumps(value, sort_keys=True) if isinstance(value, dict) else str(value)


def say_the_same(facet: Facet, value: Any, other: Any) -> bool:
    """Whether two values are the same to those who read them; who was there, and which codings were made, is not."""
    if facet == DECIDED and isinstance(value, dict) and isinstance(other, dict):
        return all(value[name] == other[name] for name in ("choice", "overruled", "reason", "rule"))
    return bool(value == other)


def is_quiet(facet: Facet) -> bool:
    """Whether a facet says nothing of its own: who signed, when, where in an order."""
    return facet[0] in _QUIET or facet in (_VERSION, _PAGES)


def facets(noun: str, row: Row | None) -> Facets:
    """The row in its facets."""
    if row is None:
        return {}
    if noun in books.NOUNS:
        return dict(_of_book(row))
    together = _TOGETHER.get(noun, {})
    grouped = {column for columns in together.values() for column in columns}
    objects = _OBJECTS.get(noun, ())
    found: Facets = {(name,): value for name, value in row.items() if name not in grouped and name not in objects}
    found |= {(name,): {one: row[one] for one in columns if one in row} for name, columns in together.items()}
    return found | {(name, key): value for name in objects for key, value in (row.get(name) or {}).items()}


def _of_book(row: Row) -> Iterator[tuple[Facet, Any]]:
    yield from (((name,), value) for name, value in row.items() if name != books.YAML)
    yield from books.facets(row[books.YAML]).items()


def as_row(noun: str, found: Mapping[Facet, Any]) -> dict[str, Any]:
    """The row of these facets, with every column of its table but the text of a book."""
    together, objects = _TOGETHER.get(noun, {}), _OBJECTS.get(noun, ())
    row: dict[str, Any] = {name: {} for name in objects}
    for facet, value in found.items():
        if facet[0] in together:
            row |= value
        elif facet[0] in objects:
            row[facet[0]][facet[1]] = value
        elif len(facet) == 1 and facet[0] != books.ORDER:
            row[facet[0]] = value
    return whole(noun, row)


def whole(noun: str, row: Row) -> dict[str, Any]:
    """The row with the columns that have come since its entry was written, as their migrations filled them."""
    return {
        column.name: row[column.name] if column.name in row else _filled(column)
        for column in metadata.tables[noun].columns
        if column.name in row or column.name != books.YAML
    }


def _filled(column: Any) -> Any:
    if column.server_default is None:
        return None
    text = str(column.server_default.arg)
    return json.loads(text) if type(column.type).__name__ == "JSON" else text
