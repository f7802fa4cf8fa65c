from __future__ import annotations

import numpy as np

from icmo.models import Decision, Material, Verdict
from icmo.suggest.labels import labels, read_passages, settled
from tests.factories import a_codebook, a_coding, a_transcript

TEXT = "INTERVIEWER: Hvad så?\n\nSAGSBEHANDLER: Vi øver bussen sammen.\n\nLEDER: Der er ikke tid nok til det her."
SOURCE = a_transcript(TEXT)
BUS, TIME = "Vi øver bussen", "ikke tid nok"


def _decision(quote: str, code: str, verdict: Verdict, coder: str = "AML") -> Decision:
    start = TEXT.index(quote)
    return Decision("d", SOURCE.guid, start, start + len(quote), code, verdict, coder, "2026-01-01", 0.5, "icmo")


def _known(
    *decisions: Decision, coder: str | None = None, coded: tuple[str, str] | None = None
) -> dict[str, list[float]]:
    codings = (a_coding(SOURCE, coded[0], coded[1], coder="AML"),) if coded else ()
    material = Material(a_codebook(), transcripts=(SOURCE,), codings=codings, decisions=decisions)
    found = labels(material, read_passages(material), ["oeve", "tid", "tro"], coder=coder)
    return {text[:14]: list(row) for text, row in zip(found.texts, found.targets, strict=True)}


def _same(found: list[float], expected: list[float]) -> bool:
    return np.array_equal(found, expected, equal_nan=True)


def test_a_coding_says_that_its_code_is_there_and_nothing_of_others() -> None:
    known = _known(coded=("oeve", BUS))
    assert list(known) == [BUS]
    assert _same(known[BUS], [1, np.nan, np.nan])


def test_a_rejection_says_no_for_that_code_in_that_passage_alone() -> None:
    known = _known(_decision(TIME, "tid", Verdict.REJECT))
    assert list(known) == ["Der er ikke ti"]
    assert _same(known["Der er ikke ti"], [np.nan, 0, np.nan])


def test_a_skip_says_nothing() -> None:
    assert _known(_decision(TIME, "tid", Verdict.SKIP)) == {}


def test_a_code_that_was_rejected_and_then_coded_is_there() -> None:
    known = _known(_decision(BUS, "oeve", Verdict.REJECT), coded=("oeve", BUS))
    assert _same(known[BUS], [1, np.nan, np.nan])


def test_what_one_coder_did_can_be_read_alone() -> None:
    decisions = [_decision(TIME, "tid", Verdict.REJECT, "TBS"), _decision(BUS, "tid", Verdict.REJECT, "AML")]
    assert list(_known(*decisions, coder="TBS")) == ["Der er ikke ti"]


def test_what_is_coded_or_decided_is_settled() -> None:
    decisions = (_decision(TIME, "tid", Verdict.REJECT), _decision(TIME, "tro", Verdict.SKIP))
    codings = (a_coding(SOURCE, "oeve", BUS),)
    material = Material(a_codebook(), transcripts=(SOURCE,), codings=codings, decisions=decisions)
    found = settled(material, read_passages(material))
    assert {passage.text[:6]: codes for passage, codes in found.items()} == {"Vi øve": {"oeve"}, "Der er": {"tid"}}
