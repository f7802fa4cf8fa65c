"""Who speaks when, in the layouts of text that programs for transcription write."""

from __future__ import annotations

import pytest

from icmo.formats import dialogue

SAID = [("Mette", 3.0, "Hvad så?"), ("Leder", 10.0, "Jo."), ("Mette", 31.0, "Og nu?"), ("Leder", 93.5, "Praktik.")]
TENTHS = [("I", 3.4, "Hvad så?"), ("B", 10.0, "Jo."), ("I", 31.8, "Og nu?"), ("B", 93.2, "Praktik.")]


def told(text: str) -> list[tuple[str | None, float | None, str]]:
    """Who says what from when, in a text."""
    return [(turn.speaker, turn.seconds, text[turn.start : turn.end]) for turn in dialogue.turns(text)]


@pytest.mark.parametrize(
    "layout",
    [
        pytest.param("{who}  {time}\n{said}\n\n", id="otter"),
        pytest.param("[{time}] {who}: {said}\n\n", id="descript"),
        pytest.param("{who} [{time}] {said}\n\n", id="happy_scribe_without_a_colon"),
        pytest.param("{who}: [{time}] {said}\n\n", id="sonix_has_the_time_behind_the_colon"),
        pytest.param("{who} ({time}):\n{said}\n\n", id="rev"),
        pytest.param("{who}, {time}\n{said}\n\n", id="a_comma_before_the_time"),
        pytest.param("({time}) {who}\n{said}\n", id="the_time_before_the_name_above_what_is_said"),
        pytest.param("{time} {who}\n{said}\n", id="as_word_transcribes"),
        pytest.param("#{time}# {who}: {said}\n", id="maxqda"),
        pytest.param("[{time} - 00:09:59] {who}: {said}\n", id="from_and_to"),
        pytest.param("[{time} --> 00:09:59] {who}: {said}\n", id="from_and_to_as_whisper_writes_it"),
    ],
)
def test_speakers_and_times_come_through(layout: str) -> None:
    times = ["00:00:03", "00:00:10", "00:00:31", "00:01:33.5"]
    turns = [(who, time, said) for (who, _at, said), time in zip(SAID, times, strict=True)]
    assert told("".join(layout.format(who=who, time=time, said=said) for who, time, said in turns)) == SAID


def test_tenths_behind_a_dash_are_read_as_f4_and_maxqda_write_them() -> None:
    times = ["#00:00:03-4#", "#00:00:10-0#", "#00:00:31-8#", "#00:01:33-2#"]
    turns = zip(times, TENTHS, strict=True)
    assert told("".join(f"{time} {who}: {said}\n" for time, (who, _at, said) in turns)) == TENTHS


def test_a_time_at_the_end_of_a_turn_is_when_the_next_begins() -> None:
    text = "I: Hvad så? #00:00:03-4#\n\nB: Jo. #00:00:10-0#\n\nI: Og nu?\n\nB: Praktik. #00:01:33-2#\n"
    assert [(who, time) for who, time, _said in told(text)] == [("I", None), ("B", 3.4), ("I", 10.0), ("B", None)]


def test_a_time_that_is_spoken_of_at_the_end_of_one_turn_tells_nothing() -> None:
    text = "I: Hvad så? (12:30)\n\nB: Jo.\n\nI: Og nu?\n\nB: Praktik.\n"
    assert [time for _who, time, _said in told(text)] == [None] * 4


def test_lines_with_times_and_no_names_are_turns_with_their_times() -> None:
    text = "[00:00.000 --> 00:03.000]  Hvad så?\n[00:03.000 --> 00:09.000]  Jo.\n"
    assert told(text) == [(None, 0.0, text[:35]), (None, 3.0, text[36:-1])]


def test_words_below_a_time_are_no_names() -> None:
    text = "0:01 Ja det gør vi\n0:03 Det er rigtigt\n0:05 Nej\n"
    assert told(text) == [(None, None, text[:-1])]


@pytest.mark.parametrize("time", ["#00:00:09-0#", "[00:00:09.0]"])
def test_a_paragraph_that_ends_with_a_time_is_no_name(time: str) -> None:
    text = f"I: Hvad så? #00:00:03-4#\nB: Jo.\n\nOg mere her. {time}\nI: Og nu? #00:00:12-0#\nB: Ja.\n"
    assert told(text)[1] == ("B", 3.4, f"Jo.\n\nOg mere her. {time}")


def test_words_before_a_time_within_a_turn_are_no_name() -> None:
    text = "I: Hvad så?\nB: Jo.\nJeg tror [00:10:00] at det gik.\nI: Og nu?\nB: Ja.\n"
    assert [who for who, _time, _said in told(text)] == ["I", "B", "I", "B"]


def test_a_description_in_brackets_belongs_to_the_label() -> None:
    turns = told("Borger (kvinde, 45 år): Jo.\nI: Og nu?\nBorger (kvinde, 45 år): Praktik.\nI: Ja.\n")
    assert [who for who, _time, _said in turns] == ["Borger (kvinde, 45 år)", "I"] * 2


def test_a_sure_label_before_a_tab_is_a_speaker() -> None:
    assert told("I\tHvad så?\nIP\tJo.\nI\tOg nu?\nIP\tPraktik.\n")[1] == ("IP", None, "Jo.")


def test_other_words_before_tabs_are_a_table() -> None:
    assert len(told("KRAV\tAntal\nBEHOV\t4\nKRAV\tAntal\nBEHOV\t5\n")) == 1
