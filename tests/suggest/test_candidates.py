from __future__ import annotations

from dataclasses import replace

import pytest

from icmo.models import Material, Polarity, Role
from icmo.statements import draft_statement
from icmo.suggest.candidates import CandidatePart, candidates
from tests.factories import a_codebook, a_coding, a_suggestion, a_transcript

TEXT = "INTERVIEWER: Ja?\n\nKVINDE: Vi øvede bussen sammen, og jeg fik troen på det, så jeg fik ro i hovedet."
SOURCE = a_transcript(TEXT)
CODED = (a_coding(SOURCE, "oeve", "Vi øvede bussen sammen"), a_coding(SOURCE, "tro", "jeg fik troen på det"))


def _material(*codings: object, suggestions: tuple[object, ...] = ()) -> Material:
    return Material(a_codebook(), transcripts=(SOURCE,), codings=codings, suggestions=suggestions)  # type: ignore[arg-type]


def test_intervention_mechanism_and_outcome_in_one_passage_are_a_candidate() -> None:
    (found,) = candidates(_material(*CODED, a_coding(SOURCE, "ro", "jeg fik ro i hovedet")))
    assert [(part.role, part.code) for part in found.parts] == [("I", "oeve"), ("M", "tro"), ("O", "ro")]
    assert TEXT[found.start : found.end] == TEXT[TEXT.index("Vi øvede") :]
    assert (found.score, found.connectives) == (1.0, ("så",))


def test_without_an_outcome_there_is_none() -> None:
    assert candidates(_material(*CODED)) == []


def test_a_suggestion_fills_what_nobody_has_coded_and_is_worth_its_score() -> None:
    suggested = replace(a_suggestion(SOURCE, "ro"), start=TEXT.index("jeg fik ro"), end=len(TEXT), score=0.6)
    (found,) = candidates(_material(*CODED, suggestions=(suggested,)))
    assert [part.suggestion for part in found.parts] == [None, None, suggested.guid]
    assert found.score == 0.6


@pytest.mark.parametrize(
    ("polarity", "language", "then"),
    [
        ("fremmer", "da", "så følger ro, fordi tro kommer i spil."),
        ("hæmmer", "da", "så udebliver ro, fordi tro ikke kommer i spil."),
        ("trods", "da", "så følger ro på trods af det, der hæmmer, fordi tro kommer i spil."),
        ("fremmer", "en", "then ro in English follows, because tro in English is at work."),
    ],
)
def test_the_sentence_is_drafted_from_the_parts(polarity: str, language: str, then: str) -> None:
    codes = zip("ICMO", ["oeve", "kontor", "tro", "ro"], strict=True)
    parts = [CandidatePart(Role(letter), code, 0, 1) for letter, code in codes]
    found = draft_statement(a_codebook(), parts, Polarity(polarity), language)
    where = "Hvis der er oeve i en sammenhæng, hvor kontor spiller ind, "
    in_english = "If there is oeve in English where kontor in English matters, "
    assert found == (in_english if language == "en" else where) + then
