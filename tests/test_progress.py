"""How far the coding is: counted by hand in an interview of six turns."""

from __future__ import annotations

from dataclasses import replace

import pytest

from icmo.models import Coding, Decision, Suggestion, Verdict
from icmo.progress import most_uncertain, open_suggestions, progress
from tests.factories import a_coding, a_material, a_suggestion, a_transcript

BUS, WEEK, CALM = "Vi øvede bussen sammen.", "Hun fik overblik over ugen.", "Så blev der ro derhjemme."
INTERVIEW = f"""\
INTERVIEWER: Hvordan begyndte I egentlig?

LEDER: {BUS}

INTERVIEWER: Og hvad så bagefter?

LEDER: Ja, præcis det.

LEDER: {WEEK}

BORGER: {CALM}
"""  # three turns of informants with four words or more
SOURCE = a_transcript(INTERVIEW)


def _coded(*codings: Coding) -> tuple[int, int, float]:
    found = progress(a_material([SOURCE], codings), "AML")[0]
    return found.turns, found.coded, found.share


def _suggested(code: str = "ro", quote: str = WEEK, **fields: object) -> Suggestion:
    start = INTERVIEW.index(quote)
    return replace(a_suggestion(SOURCE, code), start=start, end=start + len(quote), **fields)  # type: ignore[arg-type]


def _decided(made: Suggestion, verdict: Verdict = Verdict.REJECT, coder: str = "AML") -> Decision:
    place = (made.transcript, made.start, made.end, made.code)
    return Decision(f"d-{made.guid}", *place, verdict, coder, "", made.score, made.engine)


# --- Turns ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("codings", "coded"),
    [
        pytest.param([], 0, id="nothing_coded"),
        pytest.param([a_coding(SOURCE, "oeve", BUS)], 1, id="one_turn"),
        pytest.param([a_coding(SOURCE, "oeve", BUS), a_coding(SOURCE, "tro", "øvede bussen")], 1, id="one_turn_twice"),
        pytest.param([a_coding(SOURCE, "oeve", BUS), a_coding(SOURCE, "ro", CALM, coder="TBS")], 2, id="by_anybody"),
        pytest.param([a_coding(SOURCE, "ro", "begyndte I egentlig")], 0, id="in_a_question"),
        pytest.param([a_coding(SOURCE, "ro", "Ja, præcis det.")], 0, id="in_a_short_answer"),
        pytest.param([a_coding(SOURCE, "ro", f"LEDER: {WEEK}\n\nBORGER: ")], 1, id="up_to_where_the_next_turn_begins"),
        pytest.param([a_coding(SOURCE, "ro", f"\n\nBORGER: {CALM}")], 1, id="from_where_the_turn_before_ends"),
        pytest.param([a_coding(SOURCE, "ro", f"{WEEK}\n\nBORGER: S")], 2, id="into_the_next_turn"),
        pytest.param([a_coding(SOURCE, "ro")], 3, id="the_whole_interview"),
    ],
)
def test_a_turn_of_an_informant_is_coded_when_a_coding_touches_it(codings: list[Coding], coded: int) -> None:
    assert _coded(*codings) == (3, coded, coded / 3)


def test_a_transcript_in_which_only_questions_are_asked_has_no_share_to_code() -> None:
    questions = a_transcript("INTERVIEWER: Hvordan begyndte I egentlig?\n\nLEDER: Tja.\n")
    found = progress(a_material([questions]), "AML")[0]
    assert (found.turns, found.share) == (0, 0.0)


def test_every_transcript_is_told_of_with_what_is_its_own() -> None:
    other = a_transcript(f"BORGER: {CALM}\n")
    material = a_material([SOURCE, other], [a_coding(SOURCE, "oeve", BUS)], suggestions=[a_suggestion(other, "ro")])
    told = [(one.transcript, one.codings, one.suggested, one.undecided) for one in progress(material, "AML")]
    assert told == [(SOURCE, 1, 0, 0), (other, 0, 1, 1)]


# --- Suggestions ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("decisions", "codings", "is_open"),
    [
        pytest.param([], [], True, id="undecided"),
        pytest.param([_decided(_suggested())], [], False, id="rejected"),
        pytest.param([_decided(_suggested(), Verdict.ACCEPT)], [], False, id="accepted"),
        pytest.param([_decided(_suggested(), Verdict.SKIP)], [], True, id="skipped"),
        pytest.param([_decided(_suggested(), coder="TBS")], [], True, id="rejected_by_another_coder"),
        pytest.param([_decided(_suggested("loen"))], [], True, id="another_code_rejected"),
        pytest.param([_decided(_suggested(quote=CALM))], [], True, id="rejected_elsewhere"),
        pytest.param([], [a_coding(SOURCE, "ro", "overblik")], False, id="coded_within"),
        pytest.param([], [a_coding(SOURCE, "ro")], False, id="coded_around"),
        pytest.param([], [a_coding(SOURCE, "ro", "overblik", coder="TBS")], True, id="coded_by_another_coder"),
        pytest.param([], [a_coding(SOURCE, "loen", "overblik")], True, id="another_code_there"),
        pytest.param([], [a_coding(SOURCE, "ro", "det.\n\nLEDER: ")], True, id="coded_up_to_where_it_begins"),
        pytest.param([], [a_coding(SOURCE, "ro", CALM)], True, id="coded_elsewhere"),
    ],
)
def test_a_suggestion_is_open_until_the_coder_has_decided_on_it_or_coded_it(
    decisions: list[Decision], codings: list[Coding], is_open: bool
) -> None:
    made = _suggested()
    assert open_suggestions([made], decisions, codings, "AML") == [made] * is_open


def test_progress_counts_what_the_coder_has_not_decided_on() -> None:
    made = [_suggested(), _suggested("loen"), _suggested(quote=CALM)]
    material = replace(a_material([SOURCE], suggestions=made), decisions=(_decided(made[0]), _decided(made[1])))
    assert [(one.suggested, one.undecided) for one in progress(material, "AML")] == [(3, 1)]
    assert [(one.suggested, one.undecided) for one in progress(material, "TBS")] == [(3, 3)]


def test_the_most_uncertain_suggestion_comes_first_and_equals_in_the_order_of_the_text() -> None:
    scored = [_suggested(score=score) for score in (0.9, 0.45, 0.2, 0.5)]
    assert [one.score for one in most_uncertain(scored)] == [0.5, 0.45, 0.2, 0.9]
    later, second, first = _suggested(quote=CALM), _suggested(rank=2), _suggested(rank=1)
    assert most_uncertain([later, second, first]) == [first, second, later]
