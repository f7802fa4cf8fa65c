from __future__ import annotations

from icmo.text.passages import LONG_TURN, passages, sentences
from tests.factories import a_transcript


def test_a_turn_is_one_passage_without_the_speakers_label() -> None:
    source = a_transcript(
        "I: Hvad gjorde I så?\n\nLEDER: Vi øvede bussen med hende.\n\nI: Og?\n\nLEDER: Ja, hun kom af sted."
    )
    assert [p.text for p in passages(source)] == ["Vi øvede bussen med hende.", "Ja, hun kom af sted."]


def test_a_long_turn_is_read_in_windows_of_whole_sentences_that_cover_it() -> None:
    sentence = "Så tog hun bussen ned til sprogcenteret, og der sad hun og ventede på de andre. "
    source = a_transcript(f"I: Hvad så?\n\nLEDER: {sentence * 14}\n\nI: Nå.")
    found = passages(source)
    assert len(source.text.split()) > LONG_TURN
    assert len(found) > 1
    assert all(p.text.endswith(".") and len(p.text.split()) <= LONG_TURN for p in found)
    assert " ".join(p.text for p in found) == (sentence * 14).strip()


def test_passages_are_spans_of_the_transcript() -> None:
    source = a_transcript(
        "I: 🙂 Hvad gjorde I?\n\nLEDER: Ét og to og tre, altså ægte å.\n\nI: Nå?\n\nLEDER: Ja, vi gjorde det."
    )
    assert all(source.text[p.start : p.end] == p.text for p in passages(source))


def test_abbreviations_do_not_end_a_sentence_and_brackets_stay_with_their_words() -> None:
    text = "Hun kom bl.a. kl. 8 hver dag. Det er fx dr. Jensen! [griner] Nå."
    assert [text[a:b] for a, b in sentences(text)] == [
        "Hun kom bl.a. kl. 8 hver dag.",
        "Det er fx dr. Jensen!",
        "[griner] Nå.",
    ]


def test_speech_without_full_stops_is_cut_into_windows_too() -> None:
    source = a_transcript("og så gik vi hjem " * 400)
    found = passages(source)
    assert all(len(p.text.split()) <= LONG_TURN for p in found)
    assert " ".join(p.text for p in found).split() == ("og så gik vi hjem " * 400).split()
