"""Values as other programs want them: names without strange letters, times in UTC."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import UTC, datetime

_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "Æ": "Ae", "Ø": "Oe", "Å": "Aa", "ß": "ss"})
_LONGEST = 80  # letters of a name


def ascii_word(name: str) -> str:
    """A name in letters A–Z, digits, ``-`` and ``_``; å becomes aa.

    Examples
    --------
    >>> ascii_word("Åmose, kvinde 2"), ascii_word("–")
    ('Aamose_kvinde_2', '_')
    """
    composed = unicodedata.normalize("NFC", name).translate(_LETTERS)
    plain = unicodedata.normalize("NFKD", composed).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9_-]+", "_", plain)[:_LONGEST] or "_"


def ascii_words(names: Iterable[str]) -> dict[str, str]:
    """Such words, no two alike on any file system, by the names that they stand for.

    Examples
    --------
    >>> ascii_words(["Åmose kvinde", "Aamose kvinde"])
    {'Åmose kvinde': 'Aamose_kvinde', 'Aamose kvinde': 'Aamose_kvinde_2'}
    """
    made: dict[str, str] = {}
    taken: set[str] = set()
    for name in dict.fromkeys(names):
        word = ascii_word(name)
        number, tried = 1, word
        while tried.casefold() in taken:
            number += 1
            tried = f"{word}_{number}"
        taken.add(tried.casefold())
        made[name] = tried
    return made


def utc(at: str) -> str:
    """A time in UTC, ending in Z; one that names no zone is taken to be UTC, as all of icmo's are.

    Examples
    --------
    >>> utc("2026-03-12T10:30:00+01:00"), utc("2026-03-12")
    ('2026-03-12T09:30:00Z', '2026-03-12T00:00:00Z')
    """
    time = datetime.fromisoformat(at)
    time = time.astimezone(UTC) if time.tzinfo else time
    return time.replace(tzinfo=None).isoformat() + "Z"
