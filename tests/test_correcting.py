from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icmo.correcting import Correction, correct, reanchored, reanchored_span
from icmo.errors import InvalidError
from icmo.models import Coding, Transcript, Turn
from icmo.text.anchors import cut, normalise, sha256
from tests.factories import a_coding, a_transcript

SAID = """\
INTERVIEWER: Hvordan begyndte I?

LEDER: Altså, vi øvede busen med hende hver tirsdag. Så begyndte hun selv at ringe til os.

INTERVIEWER: Og siden?

LEDER: Ja, og hun fik overblik over ugen.
"""
PHRASES = st.sampled_from(
    ["I: ", "LEDER: ", "vi øvede ", "bussen ", "og så ", "ja. ", "\n", "\n\n", "🙂", "q\u0303 ", "ro"]
)
TEXTS = st.lists(PHRASES, min_size=1, max_size=25).map("".join).filter(lambda text: any(map(str.isalnum, text)))


def _corrected(quote: str, *changes: tuple[str, str], said: str = SAID) -> Correction:
    """A correction of a transcript with a coding of that quote."""
    source, text = a_transcript(said), said
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    return correct(source, text, [a_coding(source, "oeve", quote)])


def _turns(made: Correction) -> list[tuple[str | None, str]]:
    return [(turn.speaker, made.after.text[turn.start : turn.end]) for turn in made.after.turns]


# --- Codings --------------------------------------------------------------------------------------------


@given(TEXTS, TEXTS, st.data())
def test_every_coding_is_either_kept_with_its_quote_or_listed_as_lost(
    before: str, after: str, data: st.DataObject
) -> None:
    source = a_transcript(before)
    spans = data.draw(st.lists(st.tuples(*[st.integers(0, len(source.text))] * 2).map(sorted), max_size=8))
    codings = [_coding(source, start, end) for start, end in spans if start < end]
    if normalise(after).strip() == source.text.strip():
        return
    made = correct(source, after, codings)
    assert sorted([one.coding.guid for one in made.moved] + [one.guid for one in made.lost]) == sorted(
        coding.guid for coding in codings
    )
    for moved, kept in zip(made.moved, made.kept, strict=True):
        assert (kept.prefix, kept.quote, kept.suffix) == cut(made.after.text, kept.start, kept.end)
        assert (moved.start, moved.end, moved.quote) == (kept.start, kept.end, kept.quote)
        assert moved.changed == (kept.quote.split() != moved.coding.quote.split())


def _coding(source: Transcript, start: int, end: int) -> Coding:
    made = a_coding(source, "oeve")
    prefix, quote, suffix = cut(source.text, start, end)
    return replace(made, start=start, end=end, prefix=prefix, quote=quote, suffix=suffix)


def test_a_coding_before_the_correction_stays_and_needs_no_review() -> None:
    made = _corrected("Hvordan begyndte", ("busen", "bussen"))
    (moved,) = made.moved
    assert (moved.start, moved.quote, moved.changed) == (moved.coding.start, "Hvordan begyndte", False)
    assert made.review == made.lost == ()


def test_a_coding_after_the_correction_moves_and_needs_no_review() -> None:
    made = _corrected("fik overblik", ("busen", "bussen"))
    (moved,) = made.moved
    assert (moved.start, moved.quote) == (moved.coding.start + 1, "fik overblik")
    assert made.review == ()


def test_a_coding_whose_words_were_corrected_is_for_review() -> None:
    (moved,) = _corrected("busen med hende", ("busen", "bussen")).review
    assert (moved.coding.quote, moved.quote) == ("busen med hende", "bussen med hende")


def test_other_white_space_is_no_other_word() -> None:
    made = _corrected("hver tirsdag. Så begyndte", ("tirsdag. Så", "tirsdag.\n\nSå"))
    assert made.moved[0].quote == "hver tirsdag.\n\nSå begyndte"
    assert made.review == ()


def test_a_coding_whose_words_were_deleted_is_lost() -> None:
    made = _corrected("Så begyndte hun", (" Så begyndte hun selv at ringe til os.", ""))
    assert [one.quote for one in made.lost] == ["Så begyndte hun"]
    assert made.moved == ()


def test_a_coding_in_a_paragraph_that_was_moved_is_found_again_and_needs_no_review() -> None:
    paragraph = "LEDER: Ja, og hun fik overblik over ugen.\n"
    made = _corrected(
        "fik overblik", (f"\n{paragraph}", ""), ("INTERVIEWER: Hvordan", f"{paragraph}\nINTERVIEWER: Hvordan")
    )
    assert [(one.quote, one.start, one.changed) for one in made.moved] == [("fik overblik", 18, False)]


@pytest.mark.parametrize(
    ("said", "corrected"),
    [
        pytest.param("Nå. Ja, det hjalp os.\nTja. Ja, det hjalp os.\n", "Nå.\nTja. Ja, det hjalp os.\n", id="before"),
        pytest.param("Ja, det hjalp os.\nSå gik de.\n", "Så gik de.\nJa, det hjalp oste.\n", id="in_other_words"),
        pytest.param("Ja, det hjalp os.\nA.\n", "A.\nB Ja, det hjalp os.\nC Ja, det hjalp os.\n", id="twice"),
    ],
)
def test_words_gone_are_not_found_again_where_they_stood(said: str, corrected: str) -> None:
    source = a_transcript(said)
    made = correct(source, corrected, [a_coding(source, "oeve", "Ja, det hjalp os")])
    assert [one.quote for one in made.lost] == ["Ja, det hjalp os"]


def test_three_words_are_found_again_without_what_stood_beside_them() -> None:
    source = a_transcript("Jo, det hjalp os.\nDe gik så hjem.\n")
    made = correct(source, "De gik så hjem.\nTja: det hjalp os!\n", [a_coding(source, "oeve", "det hjalp os")])
    assert [one.quote for one in made.moved] == ["det hjalp os"]


def test_a_word_or_two_are_not_found_again_by_themselves() -> None:
    source = a_transcript("Ja da.\nDet gik godt med bussen.\n")
    made = correct(source, "Det gik godt med bussen.\nKom hun? Ja da.\n", [a_coding(source, "oeve", "Ja da")])
    assert len(made.lost) == 1


def test_decisions_and_memos_can_be_moved_by_the_same_rule() -> None:
    made = _corrected("overblik", ("busen", "bussen"))
    start = SAID.index("hver tirsdag")
    assert reanchored_span(made.alignment, start, start + 12) == (start + 1, start + 13)


def test_a_reanchored_coding_is_otherwise_what_it_was() -> None:
    source = a_transcript(SAID)
    coding = a_coding(source, "oeve", "overblik", memo="vigtigt")
    text = "Hun fik  ro  nu.\n"
    assert reanchored(coding, 7, 13, text) == replace(
        coding, start=9, end=11, quote="ro", prefix="Hun fik  ", suffix="  nu.\n"
    )


# --- The text -------------------------------------------------------------------------------------------


def test_only_text_fingerprint_and_turns_of_the_transcript_change() -> None:
    source = a_transcript(SAID, title="Leder", metadata={"optager": 2})
    after = correct(source, SAID.replace("busen", "bussen"), []).after
    assert replace(after, text=source.text, sha256=source.sha256, turns=source.turns) == source
    assert after.sha256 == sha256(after.text)


def test_the_text_is_kept_as_imports_keep_it() -> None:
    made = correct(a_transcript("Hun kom."), "\ufeff  Hun  gik.\r\nA\u030a!\r\n\r\n", [])
    assert made.after.text == "Hun  gik.\nÅ!\n"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param("", "holds no text", id="no_text"),
        pytest.param("… ?\n", "holds no text", id="no_letters"),
        pytest.param("Hun kom.\n", "is the same as before", id="the_same_text"),
        pytest.param("\r\nHun kom.\r\n\r\n", "is the same as before", id="the_same_text_with_other_line_ends"),
    ],
)
def test_a_text_that_corrects_nothing_is_refused_with_advice(text: str, problem: str) -> None:
    with pytest.raises(InvalidError, match=problem) as refused:
        correct(a_transcript("Hun kom.\n"), text, [])
    assert refused.value.hint


# --- Turns ----------------------------------------------------------------------------------------------


def test_turns_are_read_again_from_labels() -> None:
    made = _corrected("overblik", ("tirsdag. Så", "tirsdag.\n\nINTERVIEWER: Nå?\n\nLEDER: Så"))
    assert [speaker for speaker, _ in _turns(made)] == [
        "INTERVIEWER",
        "LEDER",
        "INTERVIEWER",
        "LEDER",
        "INTERVIEWER",
        "LEDER",
    ]
    assert [turn.interviewer for turn in made.after.turns] == [True, False] * 3


def test_times_known_from_elsewhere_stay_with_their_turns() -> None:
    source = a_transcript(SAID)
    source = replace(source, turns=tuple(replace(turn, seconds=10.0 * n) for n, turn in enumerate(source.turns)))
    made = correct(source, SAID.replace("tirsdag. Så", "tirsdag.\n\nINTERVIEWER: Nå?\n\nLEDER: Så"), [])
    assert [turn.seconds for turn in made.after.turns] == [0.0, 10.0, None, None, 20.0, 30.0]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param(("busen", "bussen"), [False, True, False, True], id="words_were_corrected"),
        pytest.param(("ANNA", "[Navn 1]"), [False, True, False, True], id="their_label_became_a_pseudonym"),
        pytest.param(("\n\nANNA: Ja", "\n\nBO: Ja"), [False, True, False, False], id="unless_a_turn_was_anothers"),
        pytest.param(("\n\nANNA: Ja", "\n\nTOLK: Ja"), [False, True, False, False], id="unless_it_was_a_newcomers"),
    ],
)
def test_who_asks_stays_who_asks_when(change: tuple[str, str], expected: list[bool]) -> None:
    said = "BO: Hej, busen kom.\n\nANNA: Hvad så?\n\nBO: Hun sov.\n\nANNA: Ja, hvad ellers?\n"
    source = a_transcript(said)
    asked = tuple(replace(turn, interviewer=turn.speaker == "ANNA") for turn in source.turns)
    made = correct(replace(source, turns=asked), said.replace(*change), [])
    assert [turn.interviewer for turn in made.after.turns] == expected


def test_paragraphs_that_get_labels_are_asked_by_interviewers() -> None:
    made = correct(a_transcript("Hvad så?\n\nHun kom.\n"), "INTERVIEWER: Hvad så?\n\nLEDER: Hun kom.\n", [])
    assert [(turn.speaker, turn.interviewer) for turn in made.after.turns] == [("INTERVIEWER", True), ("LEDER", False)]


def test_turns_joined_keep_the_time_of_the_first() -> None:
    source = a_transcript(SAID)
    source = replace(source, turns=tuple(replace(turn, seconds=10.0 * n) for n, turn in enumerate(source.turns)))
    made = correct(source, SAID.replace("\n\nINTERVIEWER: Og siden?", " Og siden?"), [])
    assert [turn.seconds for turn in made.after.turns] == [0.0, 10.0, 30.0]


def test_a_time_that_stands_in_the_new_text_is_the_turns() -> None:
    source = a_transcript(SAID)
    source = replace(source, turns=tuple(replace(turn, seconds=10.0) for turn in source.turns))
    made = correct(source, SAID.replace("LEDER: Ja", "LEDER [00:40]: Ja"), [])
    assert [turn.seconds for turn in made.after.turns] == [10.0, 10.0, 10.0, 40.0]


def test_a_transcript_without_turns_gets_them() -> None:
    made = correct(a_transcript(SAID, turns=()), SAID.replace("busen", "bussen"), [])
    assert len(made.after.turns) == 4


def _subtitled() -> Transcript:
    """A transcript whose turns are known from its file, not from its text."""
    text = "Hej med jer. Ja, vi øvede busen.\nOg siden da. Hun sov.\n"
    spans = [("A", 0, 12), ("B", 13, 32), ("A", 33, 45), ("B", 46, 54)]
    turns = tuple(Turn(start, end, name, 5.0 * n, name == "A") for n, (name, start, end) in enumerate(spans))
    return a_transcript(text, turns=turns)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param(
            ("busen", "bussen"), ["Hej med jer.", "Ja, vi øvede bussen.", "Og siden da.", "Hun sov."], id="corrected"
        ),
        pytest.param((" Ja, vi øvede busen.", ""), ["Hej med jer.", "Og siden da.", "Hun sov."], id="gone"),
        pytest.param(
            ("sov.", "sov. Altid."),
            ["Hej med jer.", "Ja, vi øvede busen.", "Og siden da.", "Hun sov. Altid."],
            id="with_more_after",
        ),
        pytest.param(
            ("Hej", "Nå, hej"),
            ["Nå, hej med jer.", "Ja, vi øvede busen.", "Og siden da.", "Hun sov."],
            id="with_more_before",
        ),
    ],
)
def test_turns_known_from_the_file_go_with_their_words(change: tuple[str, str], expected: list[str]) -> None:
    source = _subtitled()
    made = correct(source, source.text.replace(*change), [])
    assert [words for _, words in _turns(made)] == expected
    known = {(turn.speaker, turn.seconds, turn.interviewer) for turn in source.turns}
    assert all((turn.speaker, turn.seconds, turn.interviewer) in known for turn in made.after.turns)


@given(TEXTS, st.booleans())
def test_turns_lie_in_the_text_in_order_and_are_not_empty(text: str, subtitled: bool) -> None:
    made = correct(_subtitled() if subtitled else a_transcript(SAID), text, [])
    edges = [edge for turn in made.after.turns for edge in (turn.start, turn.end)]
    assert edges == sorted(edges)
    assert all(words.strip() == words != "" for _, words in _turns(made))
