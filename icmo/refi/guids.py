"""The GUIDs of an exchange file: upper case, no braces, each given once, and the same whenever a project is written.

What has a GUID in the project keeps it. All else (codes, coders, stretches of text, links) gets one made of its name,
so that a colleague's program that keeps GUIDs knows the thing again in the next file.
"""

from __future__ import annotations

import re

from icmo.stamps import as_guid

_GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


class Guids:
    """Gives every thing its GUID, and never the same to two things.

    Examples
    --------
    >>> guids = Guids()
    >>> guids("case", "6f2b0c52-6f0e-4f0a-9c5e-1c6d0a1f6c11")
    '6F2B0C52-6F0E-4F0A-9C5E-1C6D0A1F6C11'
    >>> guids("source", "6f2b0c52-6f0e-4f0a-9c5e-1c6d0a1f6c11") == guids("case", "6f2b0c52-6f0e-4f0a-9c5e-1c6d0a1f6c11")
    False
    >>> guids("code", "mentorstoette") == Guids()("code", "mentorstoette")
    True
    """

    def __init__(self) -> None:
        self._given: dict[tuple[str, ...], str] = {}
        self._taken: set[str] = set()

    def __call__(self, noun: str, *names: str | int) -> str:
        """The GUID of a thing, by what it is and what it is called among its like."""
        key = (noun, *map(str, names))
        if key not in self._given:
            self._given[key] = self._free(key)
        return self._given[key]

    def _free(self, key: tuple[str, ...]) -> str:
        made = key[1] if len(key) == 2 and _GUID.fullmatch(key[1]) else as_guid("\x1f".join(key))
        while made.upper() in self._taken:
            made = as_guid(f"{key[0]}\x1f{made}")
        self._taken.add(made.upper())
        return made.upper()
