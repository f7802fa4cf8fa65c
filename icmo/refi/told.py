"""A configuration read back from the note that icmo writes on it into files for other programs.

Links and graphs are lost in most programs, notes in few. The note has the sentence, each part with its role, its code's
path and its words, and what else is said of the configuration, in Danish or English::

    Hvis … i …, så …, fordi …

    Indsats: Virksomhedsrettede indsatser > Mentorstøtte
    “hun øvede bussen” (interview 3)

    Retning: fremmer
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TypeVar

from icmo.i18n import LANGUAGES, _, language
from icmo.models import Polarity, Role
from icmo.naming import polarity_name, role_name

Word = TypeVar("Word", bound=StrEnum)


@dataclass(frozen=True)
class ToldPart:
    """A part as a note tells it: its role, its code's path, its words, and the text that they stand in."""

    role: Role
    path: str
    quote: str
    source: str
    resource: str = ""
    reasoning: str = ""


@dataclass(frozen=True)
class Told:
    """A configuration as a note tells it; `rest` is what has no field of its own here."""

    statement: str
    parts: tuple[ToldPart, ...]
    polarity: Polarity
    actor: str
    rest: str


def told_in(text: str) -> Told | None:
    """The configuration that a note tells; None if it is no such note.

    Examples
    --------
    >>> told_in("Hvis A, så B.\\n\\nUdkomme: Ro\\n“hun sov” (int1)\\n\\nRetning: hæmmer").parts[0].quote
    'hun sov'
    """
    paragraphs = text.strip().split("\n\n")
    parts = [_part(paragraph) for paragraph in paragraphs]
    numbers = [number for number, part in enumerate(parts) if part]
    if not numbers or numbers != list(range(numbers[0], numbers[-1] + 1)):
        return None
    facts, *after = paragraphs[numbers[-1] + 1 :] or [""]
    polarity, actor, others = _facts(facts.splitlines())
    if polarity is None:
        return None
    statement = "\n\n".join(paragraphs[: numbers[0]])
    rest = "\n\n".join(filter(None, ("\n".join(others), *after)))
    return Told(statement, tuple(part for part in parts if part), polarity, actor, rest)


def _part(paragraph: str) -> ToldPart | None:
    first, _newline, rest = paragraph.partition("\n")
    name, _colon, path = first.partition(": ")
    quoted, *more = rest.split("\n")
    role = _words(Role, role_name).get(name)
    quote, bracket, source = quoted.removeprefix("“").rpartition("” (")
    if role is None or not path or not bracket or not quoted.endswith(")"):
        return None
    return ToldPart(role, path, quote, source[:-1], _after(more, "Resource"), _after(more, "Reasoning"))


def _after(lines: Iterable[str], key: str) -> str:
    """What stands behind a key, in whichever language that is."""
    pairs = (line.partition(": ") for line in lines)
    return next((value for name, _colon, value in pairs if name in _in_both(key)), "")


def _facts(lines: list[str]) -> tuple[Polarity | None, str, list[str]]:
    """Polarity and actor, and the other lines."""
    polarity = _words(Polarity, polarity_name).get(_after(lines, "Polarity"))
    known = {*_in_both("Polarity"), *_in_both("Actor")}
    return polarity, _after(lines, "Actor"), [line for line in lines if line.partition(": ")[0] not in known]


@cache
def _in_both(key: str) -> frozenset[str]:
    """What a key is called in Danish and in English."""
    made = set()
    for code in LANGUAGES:
        with language(code):
            names = {
                "Polarity": _("Polarity"),
                "Actor": _("Actor"),
                "Resource": _("Resource"),
                "Reasoning": _("Reasoning"),
            }
            made.add(names[key])
    return frozenset(made)


def _words(kind: type[Word], name: Callable[[Word], str]) -> dict[str, Word]:
    """The members of an enumeration by what they are called in Danish and in English."""
    found: dict[str, Word] = {}
    for code in LANGUAGES:
        with language(code):
            found |= {name(one): one for one in kind}
    return found
