from __future__ import annotations

from dataclasses import replace
from math import log, sqrt

import pytest

from icmo.models import Cue, CueDecision, Material, Verdict
from icmo.suggest.proposals import log_odds, proposals
from tests.factories import a_codebook, a_coding, a_transcript

QUOTES = {
    "hverdag": [
        "Hun tager selv cyklen til butikken nu.",
        "Cyklen står altid klar ved døren.",
        "Vi gav hende en brugt cykel i foråret.",
        "Hun pumper cyklen hver morgen.",
        "Først en cykel, så en hjelm.",
        "Cyklen blev lappet to gange.",
        "Jeg lærte hende at låse cyklen.",
        "Uden en cykel gik det for langsomt.",
    ],
    "tro": ["Jeg tror på hende.", "Hun bliver hørt af os.", "Vi griner meget sammen.", "Hun ved, vi er her."],
}


def _material(*, per_transcript: int = 2) -> Material:
    codings, sources = [], []
    for code, quotes in QUOTES.items():
        for first in range(0, len(quotes), per_transcript):
            some = quotes[first : first + per_transcript]
            source = a_transcript(" ".join(some))
            sources.append(source)
            codings += [a_coding(source, code, quote) for quote in some]
    return Material(a_codebook(), transcripts=tuple(sources), codings=tuple(codings))


def test_a_word_that_a_codes_quotes_have_and_others_lack_is_proposed() -> None:
    found = proposals(_material(), codes=["hverdag"])
    assert [(one.text, one.quotes, one.others) for one in found] == [("cykel", 8, 0)]
    assert set(found[0].examples) <= set(QUOTES["hverdag"])


def test_what_only_one_transcript_says_is_not_proposed() -> None:
    assert proposals(_material(per_transcript=8), codes=["hverdag"]) == []


def test_what_was_decided_on_or_is_known_is_not_proposed_again() -> None:
    material = _material()
    decided = CueDecision("1", "hverdag", "cykel", 1.0, Verdict.REJECT, "AML", "")
    assert proposals(replace(material, cues=(decided,)), codes=["hverdag"]) == []
    book = material.codebook
    codes = tuple(replace(code, cues=(Cue("cykel"),)) if code.id == "hverdag" else code for code in book.codes)
    assert proposals(replace(material, codebook=replace(book, codes=codes)), codes=["hverdag"]) == []


@pytest.mark.parametrize("code", ["tro", "ro"], ids=["nothing_in_common", "never_coded"])
def test_a_code_without_anything_of_its_own_gets_no_proposal(code: str) -> None:
    assert proposals(_material(), codes=[code]) == []


def test_the_log_odds_are_those_of_monroe_and_others() -> None:
    # by hand, eq. 16 and 19: a word in 8 of 20 texts here and 2 of 20 there, prior 0.5 of 10
    delta = log(8.5 / (20 + 10 - 8.5)) - log(2.5 / (20 + 10 - 2.5))
    assert log_odds(8, 20, 2, 20, prior=0.5, all_priors=10) == pytest.approx(delta / sqrt(1 / 8.5 + 1 / 2.5))
    assert log_odds(3, 9, 3, 9, prior=0.5, all_priors=10) == 0
