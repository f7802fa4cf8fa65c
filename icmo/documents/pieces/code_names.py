"""What codes are called where a report names them, also in rules that name other codes by their ids."""

from __future__ import annotations

import re

from icmo.models import Codebook
from icmo.naming import label

REFERENCE = re.compile(r"`([^`\s]+)`")  # how rules name other codes


def code_name(book: Codebook, code: str) -> str:
    """A code's label; its id where the code book has it no more."""
    return label(book[code]) if code in book else code


def spoken(book: Codebook, rule: str) -> str:
    """A rule's words with the codes that it names by their ids called by their labels."""
    return REFERENCE.sub(lambda found: code_name(book, found[1]) if found[1] in book else found[0], rule)
