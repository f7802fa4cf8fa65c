"""Code books and lexicons, which are kept as YAML, taken apart code by code and concept by concept and put together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from icmo import codebook
from icmo.codebook_changes import next_version
from icmo.errors import NotFoundError, ProblemsError
from icmo.union.copies import Row
from icmo.yaml_files import dump, parse

NOUNS = ("codebook", "lexicon")
YAML, ORDER = "yaml", "order"
_LISTS = ("sources", "codes", "concepts")
Facets = dict[tuple[str, ...], Any]
Lost = tuple[tuple[str, ...], Any, Any]  # where in a code, what holds, what does not


@lru_cache(maxsize=256)
def parsed(text: str) -> dict[str, Any]:
    """The YAML text of a book as plain data."""
    return parse(text, "")[0]


def facets(text: str) -> Facets:
    """The text's values, one facet each: every code, source and concept, and what stands beside them."""
    data = parsed(text)
    found: Facets = {(YAML, name): value for name, value in data.items() if name not in _LISTS}
    found[(ORDER, "")] = list(data)
    for name in (one for one in _LISTS if one in data):
        found[(ORDER, name)] = [one["id"] for one in data[name]]
        found |= {(YAML, name, one["id"]): one for one in data[name]}
    return found


def text_of(found: Mapping[tuple[str, ...], Any], orders: Mapping[str, Sequence[Sequence[str]]]) -> str:
    """The facets as YAML; `orders` are, for each list, those that people gave it, the one that holds last."""
    names = _united(orders[""], {facet[1] for facet in found if facet[0] == YAML} | {*orders} - {""})
    return dump({name: _value(name, found, orders) for name in names})


def _value(name: str, found: Mapping[tuple[str, ...], Any], orders: Mapping[str, Sequence[Sequence[str]]]) -> Any:
    if name not in _LISTS:
        return found[(YAML, name)]
    there = {facet[2] for facet in found if facet[:2] == (YAML, name)}
    return _parents_first([found[(YAML, name, one)] for one in _united(orders[name], there)])


def _united(orders: Sequence[Sequence[str]], there: set[str]) -> list[str]:
    """The last order, with what only the others have put behind what it stands behind there."""
    *others, last = orders
    made = list(last)
    for other in others:
        for number, name in enumerate(other):
            if name not in made:
                before = next((one for one in reversed(other[:number]) if one in made), None)
                made.insert(made.index(before) + 1 if before else 0, name)
    return [name for name in made if name in there] + sorted(there - set(made))


def _parents_first(entries: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The codes in their order, each after its parent; those whose parents are in a circle stay as they are."""
    waiting = {one["id"]: one for one in entries}
    placed = []
    while waiting:
        ready = next((one for one in waiting.values() if one.get("parent") not in waiting), None)
        placed.append(waiting.pop((ready or next(iter(waiting.values())))["id"]))
    return placed


# --- One code, changed by two ----------------------------------------------------------------------------

_GONE = object()


def can_weave(now: Any, before: Any, after: Any) -> bool:
    """Whether a change was made of a code that stands there in other words by now."""
    return now != before and all(isinstance(one, dict) for one in (now, before, after))


def woven(now: Mapping[str, Any], before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Any, list[Lost]]:
    """What stands there with a change of what somebody else saw, and what gives way: where, to what, and what it was.

    Examples
    --------
    >>> woven({"label": "Tro", "cues": ["a", "b"]}, {"label": "tro", "cues": ["a"]}, {"label": "tro", "cues": ["c"]})
    ({'label': 'Tro', 'cues': ['b', 'c']}, [])
    >>> woven({"label": "Tro"}, {"label": "tro"}, {"label": "Tillid"})
    ({'label': 'Tillid'}, [(('label',), 'Tillid', 'Tro')])
    """
    lost: list[Lost] = []
    return _woven(now, before, after, path=(), lost=lost), lost


def _woven(now: Any, before: Any, after: Any, *, path: tuple[str, ...], lost: list[Lost]) -> Any:
    if before == after or now == after:
        return now
    if now == before:
        return after
    if before is _GONE and type(now) is type(after) and isinstance(now, dict | list):
        before = type(now)()
    if isinstance(now, dict) and isinstance(before, dict) and isinstance(after, dict):
        return _by_name(now, before, after, path, lost)
    if isinstance(now, list) and isinstance(before, list) and isinstance(after, list):
        stays = [one for one in now if one in after or one not in before]
        return stays + [one for one in after if one not in before and one not in stays]
    lost.append((path, None if after is _GONE else after, None if now is _GONE else now))
    return after


def _by_name(
    now: dict[str, Any], before: dict[str, Any], after: dict[str, Any], path: tuple[str, ...], lost: list[Lost]
) -> dict[str, Any]:
    made = {}
    for name in {**now, **after}:
        values = (one.get(name, _GONE) for one in (now, before, after))
        made[name] = _woven(*values, path=(*path, name), lost=lost)
    return {name: value for name, value in made.items() if value is not _GONE}


def says_the_same(text: str, other: str) -> bool:
    """Whether two texts are the same book but for the layout and the number of the version."""
    return {**parsed(text), "version": ""} == {**parsed(other), "version": ""}


def renumbered(text: str) -> str:
    """The book with the version after its own: it is neither of those that it was made of."""
    data = parsed(text)
    return dump({**data, "version": next_version(str(data["version"]))}) if "version" in data else text


def codes(text: str) -> dict[str, dict[str, Any]]:
    """The codes of a book, by id."""
    return {one["id"]: one for one in parsed(text).get("codes", ())}


def with_retired(text: str, revived: Sequence[Mapping[str, Any]], known: Iterable[str]) -> str:
    """The book with codes that it had once, as retired ones; parents and sources that are no more are left out."""
    data = parsed(text)
    ids = {*known, *(one["id"] for one in revived)}
    sources = {one["id"] for one in data.get("sources", ())}
    again = [_retired(one, ids, sources) for one in revived]
    return dump({**data, "codes": _parents_first([*data["codes"], *again])})


def _retired(code: Mapping[str, Any], ids: set[str], sources: set[str]) -> dict[str, Any]:
    left = {name: value for name, value in code.items() if name != "parent" or value in ids}
    refs = [one for one in code.get("sources", ()) if one["ref"] in sources]
    return left | ({"sources": refs} if refs else {}) | {"retired": True}


def is_sound(main: str, rows: Mapping[str, Iterable[Row]]) -> bool:
    """Whether the project's code book can be read from these rows."""
    texts = {row["id"]: row[YAML] for row in rows["codebook"]}
    texts |= {f"{codebook.LEXICON}/{row['id']}": row[YAML] for row in rows["lexicon"]}

    def find(name: str) -> str:
        """The text of a book or lexicon."""
        if name not in texts:
            raise NotFoundError(name)
        return str(texts[name])

    try:
        codebook.loads(find(main), source=f"{main}.yaml", find=find)
    except (ProblemsError, NotFoundError):
        return False
    return True
