"""Words divided at the end of a line, put together again as Danish writes them.

A hyphen at a line's end is taken away (``be-`` / ``skæftigelse``) unless Danish keeps it: before a conjunction
(``job-`` / ``og``), after a letter, a number or an abbreviation (``e-`` / ``boks``, ``KIB-`` / ``projektet``), after
words that are set off by one (``ikke-`` / ``vestlige``), after a name (``Idlib-`` / ``provinsen``), or where the same
text has the word with its hyphen within a line. Two words that are each in the dictionary are joined: Danish
compounds are written as one.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

SOFT_HYPHEN = "\u00ad"
_CONJUNCTIONS = frozenset({"og", "eller", "samt", "hhv", "til", "and", "or"})
_SET_OFF = frozenset({"ikke", "non", "ex", "eks", "pre", "post", "anti", "pseudo", "kvasi", "semi", "mini", "maxi"})
_LEFT = re.compile(r"(?<!\w)(\w+)[-\u2010]$")
_RIGHT = re.compile(r"\w+")
_ADDRESS = re.compile(r"://|www\.|/\S*/|\.(?:dk|com|org|net|eu|no|se)\b")
_HYPHENATED = re.compile(r"\w+(?:-\w+)+")


def hyphenated(text: str) -> frozenset[str]:
    """The words, in small letters, that stand with a hyphen within the lines of a text."""
    return frozenset(match[0].lower() for match in _HYPHENATED.finditer(text))


def ending(left: str, right: str, seen: Collection[str] = frozenset()) -> str:
    """A line as it stands before the next one: with a space, or without its hyphen.

    `seen` are words that the text has with a hyphen elsewhere.

    Examples
    --------
    >>> [ending("i be-", "skæftigelse"), ending("job-", "og uddannelse"), ending("KIB-", "projektet")]
    ['i be', 'job- ', 'KIB-']
    """
    left, right = left.rstrip(), right.lstrip()
    if left.endswith(SOFT_HYPHEN):
        return left[:-1]
    if left.endswith(".-") or (left.endswith("-") and _ADDRESS.search(left.rsplit(maxsplit=1)[-1])):
        return left
    first, last = _LEFT.search(left), _RIGHT.match(right)
    if not first or not last or last[0].lower() in _CONJUNCTIONS:
        return f"{left} "
    return left if _keeps(first[1], last[0], seen) else left[:-1]


def _keeps(left: str, right: str, seen: Collection[str]) -> bool:
    """Whether the hyphen between the parts is part of the word."""
    if len(left) == 1 or any(map(str.isdigit, left + right)) or left.lower() in _SET_OFF:
        return True
    if f"{left}-{right}".lower() in seen:
        return True
    if _known(left + right):
        return False
    return not right.islower() or not left[1:].islower() or (left[0].isupper() and _known(right))


@lru_cache(maxsize=50_000)
def _known(word: str) -> bool:
    from simplemma import is_known

    return bool(is_known(word.lower(), "da") or is_known(word.capitalize(), "da"))
