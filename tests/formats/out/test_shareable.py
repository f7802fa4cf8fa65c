"""What may be given away, and that every place moves along with the text."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icmo.errors import PersonalDataError
from icmo.formats.out.edited import Edit, Edited
from icmo.formats.out.shareable import shareable
from icmo.models import About as AboutNoun
from icmo.models import Approval, Case, Memo, MemoKind, QuoteChoice
from tests.factories import a_coding, a_material, a_transcript
from tests.formats.out.coded import FIRST, coded_material

PHONE = "INTERVIEWER: Ja?\n\nAnna: Ring til 20 12 34 56 i dag.\n\nBo: Det gjorde jeg."


def _edits(length: int) -> st.SearchStrategy[list[Edit]]:
    place = st.tuples(st.integers(0, length - 1), st.integers(1, 4), st.text("[]", max_size=6))
    return st.lists(place.map(lambda p: Edit(p[0], min(length, p[0] + p[1]), p[2])), max_size=5)


@given(st.text("abcd", min_size=1, max_size=20), st.data())
def test_a_place_that_no_edit_touches_holds_the_same_words(text: str, data: st.DataObject) -> None:
    edits = data.draw(_edits(len(text)))
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    edited = Edited(text, edits)
    first, last = edited.span(start, end)
    assert 0 <= first <= last <= len(edited.text)
    if all(one.end <= start or one.start >= end for one in edits):
        assert edited.text[first:last] == text[start:end]


@pytest.mark.parametrize(
    ("span", "words"),
    [
        ((2, 10), "til [x] i"),
        ((6, 10), "[x] i"),
        ((7, 10), "[x] i"),
        ((2, 7), "til [x]"),
        ((6, 8), "[x]"),
        ((0, 6), "a til "),
        ((8, 12), " i d"),
    ],
    ids=["around", "from its beginning", "from within", "up to within", "it alone", "before", "after"],
)
def test_what_is_replaced_is_taken_whole(span: tuple[int, int], words: str) -> None:
    edited = Edited("a til 12 i dag", [Edit(6, 8, "[x]")])
    start, end = edited.span(*span)
    assert edited.text[start:end] == words


def test_overlapping_edits_are_one_that_says_what_the_longest_says() -> None:
    assert Edited("0123456789", [Edit(4, 6, "B"), Edit(1, 5, "A"), Edit(8, 9, "C")]).text == "0A67C9"


def test_personal_data_stop_it_and_are_not_repeated() -> None:
    source = a_transcript(PHONE, name="Ane")
    with pytest.raises(PersonalDataError) as error:
        shareable(a_material([source]))
    assert "phone" in error.value.message or "telefon" in error.value.message
    assert "20 12" not in error.value.message and "--mask" in error.value.hint


@pytest.mark.parametrize("field", ["memo", "summary", "metadata", "case"])
def test_personal_data_in_what_people_wrote_stop_it_too(field: str) -> None:
    words = "Skriv til a@b.dk"
    source = a_transcript(metadata={"note": [words]} if field == "metadata" else {})
    made = a_material([source], [a_coding(source, "tro", memo=words if field == "memo" else "")])
    memo = Memo("m", MemoKind.PROCESS, words, AboutNoun.PROJECT, "", "AML", "")
    made = replace(made, memos=(memo,) if field == "summary" else ())
    made = replace(made, cases=(Case("g", "Egeholm", {"kontakt": words}),) if field == "case" else ())
    with pytest.raises(PersonalDataError):
        shareable(made)
    assert "a@b.dk" not in repr(shareable(made, mask=True))


def test_masked_data_move_codings_turns_and_memos_along() -> None:
    source = a_transcript(PHONE, guid="t")
    ring, did = a_coding(source, "tro", "12 34 56 i dag"), a_coding(source, "ro", "Det gjorde")
    at = PHONE.index("gjorde")
    memo = Memo("m", MemoKind.PROCESS, "?", AboutNoun.SEGMENT, "t", "AML", "", at, at + 6)
    made = shareable(replace(a_material([source], [ring, did]), memos=(memo,), language="en"), mask=True)
    [text] = [one.text for one in made.transcripts]
    assert text == "Interviewer: Ja?\n\nSpeaker 1: Ring til [phone number] i dag.\n\nSpeaker 2: Det gjorde jeg."
    assert [one.quote for one in made.codings] == ["[phone number] i dag", "Det gjorde"]
    assert all(text[one.start : one.end] == one.quote for one in made.codings)
    assert [text[turn.start : turn.end] for turn in made.transcripts[0].turns] == [
        "Ja?",
        "Ring til [phone number] i dag.",
        "Det gjorde jeg.",
    ]
    assert text[made.memos[0].start : made.memos[0].end] == "gjorde"


def test_speakers_are_numbered_unless_their_labels_are_asked_for() -> None:
    made = replace(coded_material(), language="en")
    numbered, named = shareable(made), shareable(made, speakers=True)
    assert [turn.speaker for turn in numbered.transcripts[0].turns] == ["Interviewer", "Speaker 1", "Speaker 2"]
    assert "Anna" not in numbered.transcripts[0].text and "Bo:" not in numbered.transcripts[0].text
    assert named.transcripts[0].text == FIRST


def test_a_withheld_passage_is_named_as_such_whatever_its_code() -> None:
    made = coded_material()
    choice = QuoteChoice("q", "c-1", "AML", "", Approval.WITHHELD)
    shared = shareable(replace(made, choices=(choice,), language="en"))
    assert "bussen" not in shared.transcripts[0].text
    assert {one.guid: one.quote for one in shared.codings} == {
        "c-1": "[withheld]",
        "c-2": "[withheld]",
        "c-3": "[withheld]\nSå fik hun ro",
        "c-4": "ro & mod",
        "c-5": "øvede",
    }


def test_municipalities_bear_their_labels_in_the_texts_too() -> None:
    source = a_transcript("Anna: I Åmose er Åmoses skole; Åmosevej er en vej.", municipality="Åmose")
    made = a_material([source], [a_coding(source, "tro", "Åmoses skole")])
    shared = shareable(replace(made, aliases={"Åmose": "Kommune A"}, language="da"))
    assert "I Kommune A er Kommune A’s skole; Åmosevej er en vej." in shared.transcripts[0].text
    assert (shared.transcripts[0].municipality, shared.codings[0].quote) == ("Kommune A", "Kommune A’s skole")


def test_only_one_transcript_is_asked_for_and_looked_at() -> None:
    clean, not_clean = a_transcript(guid="a"), a_transcript(PHONE, guid="b")
    made = a_material([clean, not_clean], [a_coding(clean, "tro"), a_coding(not_clean, "tro")])
    shared = shareable(made, only="a")
    assert [one.guid for one in shared.transcripts] == [one.transcript for one in shared.codings] == ["a"]
