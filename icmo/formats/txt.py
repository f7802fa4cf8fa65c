"""Plain text: UTF-8, UTF-16 with a mark, or Windows-1252; front matter; speakers by their labels."""

from __future__ import annotations

from icmo.formats import dialogue
from icmo.formats.front_matter import split_front_matter
from icmo.formats.reading import Reading, decode
from icmo.text.anchors import normalise


def read_txt(data: bytes, name: str) -> Reading:
    """Read a plain-text transcript."""
    decoded, notes = decode(data, name)
    metadata, text = split_front_matter(normalise(decoded), name)
    return Reading(text, dialogue.turns(text), metadata, notes)
