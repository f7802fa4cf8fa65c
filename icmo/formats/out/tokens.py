"""Transcripts as spaCy's tokens: blank Danish, which every machine has, so that the same text gives the same tokens."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language


@lru_cache(maxsize=1)
def blank() -> Language:
    """``spacy.blank("da")`` with a sentence splitter, for texts of any length."""
    import spacy

    nlp = spacy.blank("da")
    nlp.add_pipe("sentencizer", config={"punct_chars": [".", "!", "?"]})
    nlp.max_length = 10**9  # the limit is for parsers
    return nlp
