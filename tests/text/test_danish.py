from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc

from icmo.errors import NotFoundError
from icmo.text import danish


@pytest.mark.parametrize(
    ("word", "form"),
    [
        ("hverdagsmestringen", "hverdagsmestring"),
        ("arbejdsidentiteten", "arbejdsidentitet"),
        ("praktikpladsen", "praktikplads"),
        ("børnene", "barn"),
        ("ringede", "ringe"),
    ],
)
def test_lemmas_of_domain_words_are_dictionary_forms(word: str, form: str) -> None:
    assert danish.lemma(word) == form


def test_the_built_in_pipeline_has_sentences_and_lemmas_without_any_model() -> None:
    nlp = danish.pipeline()
    doc = nlp("Hun ringede. Børnene sov.")
    assert [sent.text for sent in doc.sents] == ["Hun ringede.", "Børnene sov."]
    assert doc[1].lemma_ == "ringe"
    assert danish.pipeline_name(nlp) == "blank"


def test_an_installed_pipeline_is_used_with_its_own_lemmas_and_named(tmp_path: Path) -> None:
    small = spacy.blank("da")
    small.meta["name"], small.meta["version"] = "lille", "0.1.0"
    small.add_pipe("sentencizer")
    ruler = small.add_pipe("attribute_ruler")
    ruler.add(patterns=[[{"LOWER": "jobcentret"}]], attrs={"LEMMA": "jobcenter"})  # type: ignore[attr-defined]
    lemmatizer = small.add_pipe("lemmatizer", config={"mode": "rule"})
    lemmatizer.initialize(  # type: ignore[attr-defined]
        lambda: [Doc(small.vocab)], lookups=_no_rules()
    )
    small.to_disk(tmp_path / "lille")

    nlp = danish.pipeline(str(tmp_path / "lille"))

    assert danish.pipeline_name(nlp) == "da_lille 0.1.0"
    assert danish.LEMMATIZER not in nlp.pipe_names
    assert nlp("Jobcentret")[0].lemma_ == "jobcenter"


def _no_rules() -> spacy.lookups.Lookups:
    lookups = spacy.lookups.Lookups()
    for table in ("lemma_rules", "lemma_exc", "lemma_index"):
        lookups.add_table(table, {})
    return lookups


def test_a_pipeline_that_is_not_there_is_said_to_be_missing() -> None:
    with pytest.raises(NotFoundError, match="da_findes_ikke"):
        danish.pipeline("da_findes_ikke")
