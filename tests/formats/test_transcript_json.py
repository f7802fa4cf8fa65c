from __future__ import annotations

import json
from typing import Any

import pytest

from icmo.errors import ReadError
from icmo.formats.reading import Reading, read


def _read(told: Any) -> Reading:
    return read(json.dumps(told).encode(), "a.json")


def _said(reading: Reading) -> list[tuple[str | None, str, float | None]]:
    return [(turn.speaker, reading.text[turn.start : turn.end], turn.seconds) for turn in reading.turns]


WHISPER = [
    {"id": 0, "start": 0.5, "end": 2.0, "text": " Det var", "tokens": [1], "no_speech_prob": 0.1},
    {"id": 1, "start": 2.2, "end": 3.0, "text": " svært på ærø 🙂."},
    {"id": 2, "start": 8.0, "end": 9.0, "text": " Men ja."},
]
ALONE = [(None, "Det var svært på ærø 🙂.", 0.5), (None, "Men ja.", 8.0)]
TWO = [("A", "Hvad så?", 1.0), ("B", "Jo, altså.", 3.5)]


@pytest.mark.parametrize(
    ("told", "said"),
    [
        pytest.param({"text": " Det var …", "segments": WHISPER, "language": "da"}, ALONE, id="whisper"),
        pytest.param(WHISPER, ALONE, id="whisper_segments_alone"),
        pytest.param(
            {"systeminfo": "x", "model": {"type": "base"}, "params": {"language": "da"}, "result": {"language": "da"}}
            | {
                "transcription": [
                    {
                        "timestamps": {"from": "00:00:01,000", "to": "00:00:02,000"},
                        "offsets": {"from": 1000, "to": 2000},
                        "text": " Hej",
                    },
                    {"offsets": {"from": 2000, "to": 2500}, "text": " [BLANK_AUDIO]"},
                    {"offsets": {"from": 2500, "to": 3000}, "text": " med dig."},
                ]
            },
            [(None, "Hej med dig.", 1.0)],
            id="whisper_cpp_in_milliseconds",
        ),
        pytest.param(
            [[1, 0, 1.0, 2.0, " Hej", [50364, 1], 0.0], [2, 0, 2.0, 3.0, " du.", [50364], 0.0]],
            [(None, "Hej du.", 1.0)],
            id="faster_whisper_tuples",
        ),
        pytest.param([[1.0, 2.0, "Hej"], [2.0, 3.0, "du."]], [(None, "Hej du.", 1.0)], id="times_and_words"),
        pytest.param(
            {"text": " Hej du.", "chunks": [{"timestamp": [0.0, 1.5], "text": " Hej"}]}
            | {"speakers": [{"speaker": "A", "text": "Hej", "timestamp": [0.0, 1.5]}]},
            [(None, "Hej", 0.0)],
            id="transformers",
        ),
        pytest.param(
            {
                "segments": [
                    {"start": 1.0, "end": 2.0, "text": " Hvad", "speaker": "A", "words": [{"word": "Hvad"}]},
                    {"start": 2.0, "end": 3.0, "text": " så?", "speaker": "A"},
                    {"start": 3.5, "end": 4.0, "text": " Jo, altså.", "speaker": "B"},
                ],
                "word_segments": [],
            },
            TWO,
            id="whisperx_with_speakers",
        ),
        pytest.param(
            {
                "segments": [
                    {
                        "start": 1.0,
                        "end": 5.0,
                        "text": " Hvad så? Jo, altså.",
                        "words": [
                            {"word": "Hvad", "start": 1.0, "end": 1.5, "speaker": "A"},
                            {"word": "så?", "speaker": "A"},
                            {"word": "Jo,", "start": 3.5, "end": 4.0, "speaker": "B"},
                            {"word": "altså."},
                        ],
                    }
                ]
            },
            TWO,
            id="speakers_of_words_only",
        ),
        pytest.param(
            {"$schema": "http://stream.office.com/schemas/transcript.json", "version": "1.0.0", "type": "Transcript"}
            | {
                "entries": [
                    {
                        "id": "g/1",
                        "text": "Hvad så?",
                        "speakerId": "x@y",
                        "speakerDisplayName": "A",
                        "startOffset": "00:00:01.0000000",
                        "endOffset": "00:00:02.5000000",
                        "hasBeenEdited": False,
                        "roomId": None,
                    },
                    {"text": "Jo,", "speakerDisplayName": "B", "startOffset": "00:00:03.5", "endOffset": "00:00:04"},
                    {"text": "altså.", "speakerDisplayName": "B", "startOffset": "00:00:09", "endOffset": "00:00:10"},
                ],
                "events": [{"eventType": "CallStarted", "startOffset": "00:00:00"}],
            },
            TWO,
            id="teams_and_stream",
        ),
        pytest.param(
            [
                {"startDateTime": "2026-03-12T08:22:30.2220001Z", "speakerName": "A", "spokenText": "Hvad så?"},
                {"startDateTime": "2026-03-12T08:22:32.722Z", "speakerName": "B", "spokenText": "Jo, altså."},
            ],
            [("A", "Hvad så?", 0.0), ("B", "Jo, altså.", 2.5)],
            id="graph_counted_from_the_first_word",
        ),
        pytest.param(
            {
                "recognizedPhrases": [
                    {
                        "speaker": 1,
                        "offsetInTicks": 10_000_000.0,
                        "durationInTicks": 5_000_000.0,
                        "nBest": [{"display": "Hvad så?"}],
                    },
                    {"recognitionStatus": "Failure", "offsetInTicks": 20_000_000},
                ]
            },
            [("1", "Hvad så?", 1.0)],
            id="azure_speech",
        ),
        pytest.param({"text": "Det hele.", "usage": {"seconds": 3}}, [(None, "Det hele.", None)], id="text_only"),
        pytest.param(
            {"segments": [{"start": 1, "end": 2, "text": "I: Hvad?"}, {"start": 2, "end": 3, "text": "LEDER: Jo."}]},
            [("I", "Hvad?", 1.0), ("LEDER", "Jo.", 2.0)],
            id="names_in_front_of_the_words",
        ),
    ],
)
def test_known_shapes_are_turns_with_times(told: Any, said: list[tuple[str | None, str, float | None]]) -> None:
    assert _said(_read(told)) == said


def test_the_lines_of_graph_are_read_as_they_are_downloaded() -> None:
    lines = [
        {"startDateTime": "2026-03-12T08:22:30Z", "speakerName": "Mette Ø", "spokenText": "Hej."},
        {"startDateTime": "2026-03-12T08:22:33Z", "speakerName": "Jens", "spokenText": "Ja."},
    ]
    plain = "\n".join(json.dumps(one) for one in lines)
    assert _said(read(plain.encode(), "a.json")) == [("Mette Ø", "Hej.", 0.0), ("Jens", "Ja.", 3.0)]
    cues = "\n\n".join(f"00:00:0{n}.500 --> 00:00:0{n}.900\n{json.dumps(one)}" for n, one in enumerate(lines))
    vtt = read(f"WEBVTT\n\n{cues}".encode(), "a.vtt")
    assert _said(vtt) == [("Mette Ø", "Hej.", 0.5), ("Jens", "Ja.", 1.5)]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(b'{"nodes": [], "edges": []}', "its keys: “nodes”, “edges”", id="another_json"),
        pytest.param(b"[]", "its keys: none", id="an_empty_list"),
        pytest.param(b"[1, 2, 3]", "its keys: none", id="numbers"),
        pytest.param(b'{"segments": []}', "its keys: “segments”", id="nothing_said"),
        pytest.param(b'{"segments": [{"text": " "}]}', "holds no text", id="only_silence"),
        pytest.param(b'{"segments": [', r"a\.json:1: not valid JSON", id="broken_off"),
        pytest.param(b"[" * 200_000, "nested too deep", id="nested_two_hundred_thousand_times"),
        pytest.param(b"[" * 500 + b"]" * 500, "its keys: none", id="nested_five_hundred_times"),
    ],
)
def test_what_is_no_transcript_is_refused_with_what_was_found(data: bytes, message: str) -> None:
    with pytest.raises(ReadError, match=message) as caught:
        read(data, "a.json")
    assert caught.value.hint


@pytest.mark.parametrize("start", ["1e999", "NaN", "-3", '"nu"', "true", "null", '"99:99:99:99"', "[]"])
def test_times_that_are_none_are_left_out(start: str) -> None:
    assert _said(read(f'{{"segments": [{{"start": {start}, "text": "Hej"}}]}}'.encode(), "a.json")) == [
        (None, "Hej", None)
    ]


def test_halves_of_characters_are_replaced() -> None:
    reading = read(b'{"segments": [{"start": 1, "text": "H\\ud83dej"}]}', "a.json")
    assert reading.text.encode() == "H�ej\n\n".encode()
