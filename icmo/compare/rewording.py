"""What was changed in a sentence, word by word."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum


class Fate(StrEnum):
    """What became of words from one wording to the next."""

    KEPT = "kept"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Piece:
    """Words in a row that were kept, added or removed."""

    fate: Fate
    text: str


def changed_words(before: str, after: str) -> tuple[Piece, ...]:
    """The words of both wordings in order, each kept, added or removed; what goes stands before what comes.

    Examples
    --------
    >>> [(str(one.fate), one.text) for one in changed_words("Hvis vi øver bussen", "Hvis vi øver toget ofte")]
    [('kept', 'Hvis vi øver'), ('removed', 'bussen'), ('added', 'toget ofte')]
    """
    old, new = before.split(), after.split()
    pieces = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone = Piece(Fate.KEPT if kind == "equal" else Fate.REMOVED, " ".join(old[a:b]))
        come = Piece(Fate.ADDED, "" if kind == "equal" else " ".join(new[c:d]))
        pieces += [piece for piece in (gone, come) if piece.text]
    return tuple(pieces)
