"""Expressions of QCA: ``DEV*~URB*LIT + STB`` is (DEV and not URB and LIT) or STB."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from icmo.errors import InvalidError
from icmo.i18n import _

DASH = 2  # in an implicant: the condition does not matter
TAUTOLOGY = "1"
SIGNS = "~*+"


def read(text: str) -> list[list[tuple[str, bool]]]:
    """The terms of an expression, each a list of a name and whether it is present.

    Raises
    ------
    InvalidError
        A term or a name is missing, or there are brackets.

    Examples
    --------
    >>> read("DEV*~URB + STB")
    [[('DEV', True), ('URB', False)], [('STB', True)]]
    """
    terms = [[literal(one) for one in term.split("*")] for term in text.split("+")]
    if any(not name or any(sign in name for sign in "~()") for term in terms for name, _present in term):
        raise InvalidError(
            _("“{text}” is no expression.").format(text=text),
            _("Write terms such as DEV*~URB + STB: * for and, + for or, ~ for not, no brackets."),
        )
    return terms


def literal(text: str) -> tuple[str, bool]:
    """The name in a literal, and whether it is present.

    Examples
    --------
    >>> literal("~URB"), literal(" URB ")
    (('URB', False), ('URB', True))
    """
    text = text.strip()
    return (text[1:].strip(), False) if text.startswith("~") else (text, True)


def negated(text: str) -> str:
    """The opposite of a literal.

    Examples
    --------
    >>> negated("URB"), negated("~URB")
    ('~URB', 'URB')
    """
    name, present = literal(text)
    return f"~{name}" if present else name


def names_in(text: str) -> list[str]:
    """The names in an expression, in order."""
    return [name for term in read(text) for name, _present in term]


def membership(text: str, columns: Mapping[str, NDArray[np.float64]]) -> NDArray[np.float64]:
    """The cases' memberships in an expression: the minimum within a term, the maximum over terms."""
    terms = [
        np.min([columns[name] if present else 1 - columns[name] for name, present in term], axis=0)
        for term in read(text)
    ]
    return np.asarray(np.max(terms, axis=0))


def write(implicant: Sequence[int], conditions: Sequence[str]) -> str:
    """An implicant in words: 1 for present, 0 for absent, 2 where the condition does not matter.

    Examples
    --------
    >>> write([1, 0, 2], ["DEV", "URB", "LIT"])
    'DEV*~URB'
    """
    literals = [
        name if value else negated(name) for value, name in zip(implicant, conditions, strict=True) if value != DASH
    ]
    return "*".join(literals) or TAUTOLOGY
