from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icmo.errors import ReadError
from icmo.formats.reading import Reading, read


def _said(reading: Reading) -> list[tuple[str | None, str, float | None]]:
    return [(turn.speaker, reading.text[turn.start : turn.end], turn.seconds) for turn in reading.turns]


def _srt(*cues: str, ends: str = "\n", between: str = "\n\n") -> bytes:
    return between.join(cues).replace("\n", ends).encode()


HEJ = "1\n00:00:01,000 --> 00:00:02,500\nI: Hvad så?"
JO = "2\n00:00:03,000 --> 00:00:04,000\nLEDER: Jo, ærligt 🙂."
SAID = [("I", "Hvad så?", 1.0), ("LEDER", "Jo, ærligt 🙂.", 3.0)]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(_srt(HEJ, JO), id="as_whisper_writes_it"),
        pytest.param(_srt(HEJ, JO, ends="\r\n"), id="with_the_line_ends_of_windows"),
        pytest.param(b"\xef\xbb\xbf" + _srt(HEJ, JO), id="with_a_byte_order_mark"),
        pytest.param(_srt(HEJ, JO).decode().encode("utf-16"), id="in_utf16"),
        pytest.param(_srt(HEJ, JO, between="\n"), id="without_blank_lines"),
        pytest.param(_srt(HEJ[2:], JO[2:]), id="without_numbers"),
        pytest.param(_srt(HEJ.replace(",", ".", 2), JO.replace(",000", ".000", 2)), id="with_points_in_times"),
        pytest.param(_srt(HEJ.replace("Hvad så?", "Hvad\n\nså?"), JO), id="with_a_blank_line_in_a_cue"),
        pytest.param(_srt(HEJ.replace("I: Hvad", "<i>I: <font color='#fff'>Hvad</font></i>"), JO), id="with_tags"),
        pytest.param(_srt(HEJ.replace("I: Hvad", r"{\an8}I: Hvad"), JO), id="with_a_place_on_the_screen"),
    ],
)
def test_subtitles_are_turns_with_times(data: bytes) -> None:
    assert _said(read(data, "a.srt")) == SAID


def test_cues_without_names_are_joined_until_a_pause() -> None:
    cues = ["1\n00:00:01,000 --> 00:00:02,000\nDet var", "2\n00:00:02,100 --> 00:00:03,000\nsvært."]
    cues.append("3\n00:00:08,000 --> 00:00:09,000\nMen ja.")
    assert _said(read(_srt(*cues), "a.srt")) == [(None, "Det var svært.", 1.0), (None, "Men ja.", 8.0)]


def test_a_number_that_somebody_says_is_kept() -> None:
    cue = "7\n00:00:01,000 --> 00:00:02,000\nDet var i\n2024\n8\n00:00:02,100 --> 00:00:03,000\nikke før."
    assert _said(read(cue.encode(), "a.srt")) == [(None, "Det var i 2024 ikke før.", 1.0)]


def test_a_file_without_times_is_refused_with_advice() -> None:
    with pytest.raises(ReadError, match=r"a\.srt is not a SubRip file") as caught:
        read("Bare tekst, æøå.".encode(), "a.srt")
    assert "-->" in caught.value.hint


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=20), max_size=6))
def test_any_lines_are_read_or_refused(lines: list[str]) -> None:
    data = "\n".join(["1", "00:00:01,000 --> 00:00:02,000", *lines, "slut"]).encode()
    reading = read(data, "a.srt")
    assert all(reading.text[turn.start : turn.end].strip() for turn in reading.turns)


def test_a_day_of_subtitles_is_read_in_a_moment() -> None:
    cues = (f"{n}\n{n // 3600:02}:{n // 60 % 60:02}:{n % 60:02},000 --> 23:59:59,000\nI: Ord" for n in range(20_000))
    began = time.perf_counter()
    read(_srt(*cues), "a.srt")
    assert time.perf_counter() - began < 10
