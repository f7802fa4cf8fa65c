from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icmo.errors import ReadError
from icmo.formats.reading import read

NAMES = st.text(st.characters(whitelist_categories=("Lu", "Ll")), min_size=2, max_size=10).map(str.capitalize)


@pytest.mark.parametrize(
    ("data", "name", "message"),
    [
        pytest.param(b"", "a.txt", "a.txt is empty", id="an_empty_file"),
        pytest.param(b"  \n ", "a.txt", "a.txt is empty", id="only_white_space"),
        pytest.param(b"\x89PNG\x00\x01", "a.txt", "a.txt is not text", id="a_picture_called_txt"),
        pytest.param("I:\u200b".encode()[2:] * 3, "a.txt", "a.txt holds no text", id="only_invisible_characters"),
        pytest.param(b"%PDF-1.4 hej", "a.txt", "a.txt is damaged, or no PDF", id="a_broken_pdf_called_txt"),
        pytest.param(b"\xff\xfe\x00", "a.txt", "a.txt is not text", id="half_a_utf16_character"),
        pytest.param(b"\x81\x8d", "a.txt", "a.txt is not text", id="bytes_outside_both_encodings"),
        pytest.param(b"PK\x03\x04 nej", "a.docx", "a.docx is not a Word document", id="a_docx_that_is_none"),
        pytest.param(b"hej", "a.docx", "a.docx is not a Word document", id="text_called_docx"),
        pytest.param(b"\xd0\xcf\x11\xe0 ...", "a.doc", "an old Word file", id="an_old_word_file"),
        pytest.param(b"hej", "a.epub", "does not read .epub", id="a_format_that_is_not_read"),
        pytest.param(b"1\n00:01 --> 00:02\nHej", "a.vtt", "a.vtt is not a WebVTT file", id="a_vtt_without_its_mark"),
        pytest.param(b"---\nkommune: [\n---\nHej", "a.txt", "a.txt:3: the front matter", id="broken_front_matter"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_advice(data: bytes, name: str, message: str) -> None:
    with pytest.raises(ReadError, match=message) as caught:
        read(data, name)
    assert caught.value.hint


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_encodings_are_read_without_remark(encoding: str) -> None:
    reading = read("Vi øvede på ærøfærgen 🙂".encode(encoding), "a.txt")
    assert (reading.text, reading.notes) == ("Vi øvede på ærøfærgen 🙂", ())


def test_windows_1252_is_read_and_said() -> None:
    reading = read("Vi øvede – på færgen".encode("cp1252"), "a.txt")
    assert reading.text == "Vi øvede – på færgen"
    assert "Windows-1252" in reading.notes[0]


def test_text_is_kept_in_nfc_with_line_feeds() -> None:
    reading = read(unicodedata.normalize("NFD", "Ålborg\r\nå\r").encode(), "a.txt")
    assert reading.text == "Ålborg\nå\n"


@pytest.mark.parametrize(
    ("text", "turns"),
    [
        pytest.param(
            "I: Hvad så?\nMette: Jo.\nI: Nå.\nMette: Ja, altså.",
            [("I", "Hvad så?"), ("Mette", "Jo."), ("I", "Nå."), ("Mette", "Ja, altså.")],
            id="one_line_per_turn",
        ),
        pytest.param(
            "INTERVIEWER:\nHvad så?\n\nSAGSBEHANDLER 1:\nDet gik.\nGodt endda.\n",
            [("INTERVIEWER", "Hvad så?"), ("SAGSBEHANDLER 1", "Det gik.\nGodt endda.")],
            id="the_label_on_a_line_of_its_own",
        ),
        pytest.param(
            "Interviewer [00:00:05]: Hej.\n[0:12] Aïcha Müller-Ø: Hej selv.\nInterviewer: Nå.",
            [("Interviewer", "Hej."), ("Aïcha Müller-Ø", "Hej selv."), ("Interviewer", "Nå.")],
            id="times_beside_the_names",
        ),
        pytest.param(
            "Mette Hansen   0:03\nHej med dig.\nJens   0:07\nHej selv.",
            [("Mette Hansen", "Hej med dig."), ("Jens", "Hej selv.")],
            id="names_with_times_above_as_teams_writes",
        ),
        pytest.param(
            "Interviewer: Hvad så?\n\nKvinde: Jeg siger altid: det går.\nSå: ja.\n",
            [("Interviewer", "Hvad så?"), ("Kvinde", "Jeg siger altid: det går.\nSå: ja.")],
            id="a_colon_in_speech_is_no_speaker",
        ),
        pytest.param(
            "[Interviewer]: Hvad så?\n[Anna]: Jo.\n[Interviewer]: Nå.\n[Anna]: Ja.",
            [("Interviewer", "Hvad så?"), ("Anna", "Jo."), ("Interviewer", "Nå."), ("Anna", "Ja.")],
            id="names_in_brackets",
        ),
        pytest.param(
            "I:Hvad så?\n\nفاطمة: Jo.\n\nI:Og?\n\nفاطمة: Ja.",
            [("I", "Hvad så?"), ("فاطمة", "Jo."), ("I", "Og?"), ("فاطمة", "Ja.")],
            id="a_name_from_right_to_left_and_no_space",
        ),
        pytest.param(
            "Første afsnit her.\nSamme afsnit.\n\nResultater: gode.\n\nTredje.",
            [(None, "Første afsnit her.\nSamme afsnit."), (None, "Resultater: gode."), (None, "Tredje.")],
            id="a_text_without_speakers_has_a_turn_per_paragraph",
        ),
        pytest.param(
            "Optaget i marts.\n\nI: Hvad så?\n\nLeder: Jo.",
            [(None, "Optaget i marts."), ("I", "Hvad så?"), ("Leder", "Jo.")],
            id="words_before_the_first_speaker",
        ),
    ],
)
def test_speakers_and_turns(text: str, turns: list[tuple[str | None, str]]) -> None:
    reading = read(text.encode(), "a.txt")
    assert [(turn.speaker, reading.text[turn.start : turn.end]) for turn in reading.turns] == turns


def test_the_interviewers_turns_are_known() -> None:
    reading = read(b"I: Hvad?\nIP: Jo.\nInterviewer 2: Og?\nIP: Ja.", "a.txt")
    assert [turn.interviewer for turn in reading.turns] == [True, False, True, False]


def test_times_are_kept_in_seconds() -> None:
    reading = read(b"I [01:02:03]: Hvad?\nLeder [01:02:09,5]: Jo.", "a.txt")
    assert [turn.seconds for turn in reading.turns] == [3723, 3729.5]


@given(
    st.lists(
        st.tuples(st.sampled_from(["I", "LEDER", "KVINDE"]), st.sampled_from(["Ja 🙂.", "Nej, ågh.", "Tja: måske"])),
        min_size=2,
    )
)
def test_turns_never_overlap_and_never_hold_a_label(said: list[tuple[str, str]]) -> None:
    text = "\r\n\r\n".join(f"{speaker}: {words}" for speaker, words in said)
    reading = read(text.encode(), "a.txt")
    ends = [turn.end for turn in reading.turns]
    assert all(turn.start >= end for turn, end in zip(reading.turns[1:], ends, strict=False))
    if len({speaker for speaker, _words in said}) > 1:
        assert [(t.speaker, reading.text[t.start : t.end]) for t in reading.turns] == said


# --- Markdown and WebVTT --------------------------------------------------------------------------------


def test_markdown_gives_its_words_without_the_marks() -> None:
    reading = read("# Interview\n\n**I:** Hvad *så*?\n\n**Amina:** Jo\n\n- et\n- to\n".encode(), "a.md")
    assert reading.text == "Interview\n\nI: Hvad så?\n\nAmina: Jo\n\n- et\n\n- to\n"
    assert [turn.speaker for turn in reading.turns] == [None, "I", "Amina"]


VTT = """WEBVTT

1
00:00:01.000 --> 00:00:02.000
<v Mette Hansen>Hej med dig</v>

2
00:00:02.100 --> 00:00:04.000
<v Mette Hansen>og velkommen.</v>

3
00:00:05.000 --> 00:00:06.000
<v Jens>Tak, tak &amp; tak.</v>
"""


def test_teams_cues_of_one_speaker_in_a_row_are_one_turn() -> None:
    reading = read(VTT.encode(), "a.vtt")
    assert [(t.speaker, reading.text[t.start : t.end], t.seconds) for t in reading.turns] == [
        ("Mette Hansen", "Hej med dig og velkommen.", 1.0),
        ("Jens", "Tak, tak & tak.", 5.0),
    ]


def test_whisper_cues_without_names_are_joined_until_a_pause() -> None:
    cues = ["00:01.000 --> 00:02.000\nDet var", "00:02.000 --> 00:03.000\nsvært.", "00:08.000 --> 00:09.000\nMen ja."]
    reading = read(("WEBVTT\n\n" + "\n\n".join(cues)).encode(), "a.vtt")
    assert [reading.text[t.start : t.end] for t in reading.turns] == ["Det var svært.", "Men ja."]


def test_whisper_cues_with_names_in_front_have_speakers() -> None:
    cues = ["00:01.000 --> 00:02.000\nInterviewer: Hvad så?", "00:02.000 --> 00:03.000\n[SPEAKER_01]: Jo."]
    reading = read(("WEBVTT\n\n" + "\n\n".join(cues)).encode(), "a.vtt")
    assert [(t.speaker, t.interviewer) for t in reading.turns] == [("Interviewer", True), ("SPEAKER_01", False)]


def test_the_published_reports_are_no_dialogues(shared: object) -> None:
    from pathlib import Path

    assert isinstance(shared, Path)
    for path in sorted((shared / "seeds").glob("*.txt")):
        reading = read(path.read_bytes(), path.name)
        assert {turn.speaker for turn in reading.turns} == {None}, path.name


def test_markdown_loses_no_line_to_html() -> None:
    reading = read(b"I: Hvad?\n\n<griner>\nKVINDE: Jo, det gik.\n\n1. et\n2. to\n", "a.md")
    assert "KVINDE: Jo, det gik." in reading.text
    assert "1. et" in reading.text
    assert "2. to" in reading.text


def test_a_cue_that_names_nobody_goes_on_with_the_one_who_spoke() -> None:
    cues = ["00:01.000 --> 00:02.000\nI: Hvad", "00:02.000 --> 00:03.000\nså?", "00:09.000 --> 00:10.000\nLEDER: Jo."]
    reading = read(("WEBVTT\n\n" + "\n\n".join(cues)).encode(), "a.vtt")
    assert [(t.speaker, reading.text[t.start : t.end]) for t in reading.turns] == [("I", "Hvad så?"), ("LEDER", "Jo.")]


def test_where_nearly_all_cues_begin_with_names_one_who_speaks_once_is_named_too() -> None:
    said = ["Mette: Hej.", "Leder: Jo.", "Leder: Kl. 12: alle kom.", "Leder: Ja.", "Gæst (ekstern): Hej."]
    cues = [f"00:00:0{n}.000 --> 00:00:0{n}.900\n{one}" for n, one in enumerate(said)]
    reading = read("\n\n".join(["WEBVTT", *cues]).encode(), "zoom.vtt")
    assert [turn.speaker for turn in reading.turns] == ["Mette", "Leder", "Gæst (ekstern)"]


def test_a_colon_in_a_cue_is_no_speaker() -> None:
    cue = "00:01.000 --> 00:02.000\nHun sagde altid til mig: kom nu."
    reading = read(f"WEBVTT\n\n{cue}".encode(), "a.vtt")
    assert [(t.speaker, reading.text[t.start : t.end]) for t in reading.turns] == [
        (None, "Hun sagde altid til mig: kom nu.")
    ]


def test_two_voices_in_one_cue_are_two_turns() -> None:
    cue = "00:01.000 --> 00:02.000\n<v Mette>Hej.</v> <v Jens>Hej selv.</v>"
    reading = read(f"WEBVTT\n\n{cue}".encode(), "a.vtt")
    assert [(t.speaker, reading.text[t.start : t.end]) for t in reading.turns] == [
        ("Mette", "Hej."),
        ("Jens", "Hej selv."),
    ]


def test_vtt_keeps_words_that_look_like_marks_and_reads_times_with_commas() -> None:
    cues = [
        "00:01,000 --> 00:02,000\n<v Mette>Jeg vil 5 < 6 <i>gerne</i></v>",
        "00:03.000 --> 00:04.000\n<v Jens>Ja.</v>",
    ]
    reading = read(("WEBVTT\n\n" + "\n\n".join(cues)).encode(), "a.vtt")
    assert [reading.text[t.start : t.end] for t in reading.turns] == ["Jeg vil 5 < 6 gerne", "Ja."]
