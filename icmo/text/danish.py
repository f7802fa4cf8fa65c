"""The Danish pipeline: spaCy's tokens and sentences with simplemma's lemmas; no download ever.

A trained Danish pipeline (``da_core_news_*``, DaCy) is used when one is installed or named in
``ICMO_SPACY``; otherwise spaCy's blank Danish with a rule-based sentence splitter.
"""

from __future__ import annotations

import os
from functools import lru_cache
from typing import TYPE_CHECKING

from icmo.errors import NotFoundError
from icmo.i18n import _

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

LEMMATIZER = "icmo_simplemma"
_MENDED = {  # common words that simplemma leaves as they are, or takes for rarer ones
    "tog": "tage",
    "talte": "tale",
    "læste": "læse",
    "lod": "lade",
    "løb": "løbe",
    "brød": "bryde",
    "fundet": "finde",
    "starter": "starte",
    "lærer": "lære",
    "spiser": "spise",
    "cykler": "cykle",
    "cyklen": "cykel",
    "kontakter": "kontakte",
    "kører": "køre",
    "vokser": "vokse",
    "leder": "leder",
    "kurser": "kursus",
    "døren": "dør",
    "dør": "dør",
    "svært": "svær",
    "lyste": "lyse",
    "bestemte": "bestemme",
    "ved": "vide",
}


@lru_cache(maxsize=2)
def pipeline(name: str | None = None) -> Language:
    """The pipeline by its name or folder; by default the installed trained one, else the blank one."""
    import spacy

    name = name or os.environ.get("ICMO_SPACY") or _installed()
    if name is None:
        return _with_lemmas(spacy.blank("da"))
    try:
        return _with_lemmas(spacy.load(name, exclude=["ner"]))
    except OSError:
        raise NotFoundError(
            _("There is no spaCy pipeline “{name}” on this machine.").format(name=name),
            _("Install it, or leave ICMO_SPACY empty to use the built-in one."),
        ) from None


def pipeline_name(nlp: Language) -> str:
    """What the project records: ``da_core_news_md 3.8.0``, or ``blank`` for the built-in one."""
    meta = nlp.meta
    return f"{meta['lang']}_{meta['name']} {meta['version']}" if nlp.meta["name"] != "pipeline" else "blank"


def _installed() -> str | None:
    from spacy.util import get_installed_models

    danish = sorted(name for name in get_installed_models() if name.startswith(("da_", "da-")))
    return danish[0] if danish else None


def _with_lemmas(nlp: Language) -> Language:
    from spacy.language import Language as SpacyLanguage

    if not SpacyLanguage.has_factory(LEMMATIZER):
        SpacyLanguage.component(LEMMATIZER, func=_set_lemmas)
    if not any(nlp.has_pipe(pipe) for pipe in ("sentencizer", "senter", "parser")):
        nlp.add_pipe("sentencizer", config={"punct_chars": [".", "!", "?"]})
    if not any(nlp.has_pipe(pipe) for pipe in ("lemmatizer", "trainable_lemmatizer")):
        nlp.add_pipe(LEMMATIZER)
    nlp.max_length = 10**9  # the limit is for parsers; ours reads any length
    return nlp


def _set_lemmas(doc: Doc) -> Doc:
    for token in doc:
        token.lemma_ = lemma(token.lower_)
    return doc


def is_stop_word(word: str) -> bool:
    """Whether a word in small letters is one that everybody says about everything (spaCy's Danish list)."""
    return word in pipeline().Defaults.stop_words


@lru_cache(maxsize=200_000)
def lemma(word: str) -> str:
    """The dictionary form of a word in small letters.

    Examples
    --------
    >>> lemma("arbejdsidentiteten")
    'arbejdsidentitet'
    """
    from simplemma import lemmatize

    word = word.lower()
    return _MENDED.get(word) or str(lemmatize(word, "da")).lower()
