from __future__ import annotations

import io
import time
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from icmo.errors import IcmoError, ReadError
from icmo.formats.reading import Reading, read, read_all
from icmo.formats.rows import csv_text

Table = list[list[object]]
Said = list[tuple[str | None, str]]


def _csv(table: Table) -> bytes:
    return csv_text(table[1:], [str(heading) for heading in table[0]]).encode()


def _xlsx(table: Table) -> bytes:
    book = openpyxl.Workbook()
    for row in table:
        book.worksheets[0].append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _said(reading: Reading) -> Said:
    return [(turn.speaker, reading.text[turn.start : turn.end]) for turn in reading.turns]


def _told(table: Table) -> list[tuple[Said, dict[str, str]]]:
    """What both kinds of file tell, which must be the same."""
    told = [[(_said(one), dict(one.metadata)) for one in read_all(data, name)] for data, name in _files(table)]
    assert told[0] == told[1]
    return told[0]


def _files(table: Table) -> list[tuple[bytes, str]]:
    return [(_csv(table), "svar.csv"), (_xlsx(table), "svar.xlsx")]


def test_a_row_with_an_answer_is_a_transcript_with_what_is_known_of_the_respondent() -> None:
    table: Table = [
        ["id", "Kommune", "Rolle", "Alder", "Svar"],
        ["R1", "Nordvig", "leder", 34, "Vi øvede 🙂."],
        ["R2", "Åmose", "", 41, "Det hjalp."],
        ["R3", "Åmose", "", 50, ""],
    ]
    assert _told(table) == [
        ([(None, "Vi øvede 🙂.")], {"Kommune": "Nordvig", "Rolle": "leder", "Alder": "34", "navn": "R1"}),
        ([(None, "Det hjalp.")], {"Kommune": "Åmose", "Alder": "41", "navn": "R2"}),
    ]


def test_headings_that_are_questions_become_turns_with_their_answers() -> None:
    table: Table = [
        ["Navn", "Køn", "Hvad gjorde I?", "Hvor tilfreds er du (1-5)?", "Hvad virkede?", "Kommentar"],
        ["Anna", "k", "Vi øvede.", 4, "At ringe.", "Tak for snakken."],
        ["Bo", "m", "", 5, "Intet.", ""],
    ]
    assert _told(table) == [
        (
            [
                ("Spørgsmål", "Hvad gjorde I?"),
                ("Svar", "Vi øvede."),
                ("Spørgsmål", "Hvad virkede?"),
                ("Svar", "At ringe."),
                ("Spørgsmål", "Kommentar"),
                ("Svar", "Tak for snakken."),
            ],
            {"Køn": "k", "Hvor tilfreds er du (1-5)?": "4", "navn": "Anna"},
        ),
        (
            [("Spørgsmål", "Hvad virkede?"), ("Svar", "Intet.")],
            {"Køn": "m", "Hvor tilfreds er du (1-5)?": "5", "navn": "Bo"},
        ),
    ]
    first, _second = read_all(_csv(table), "a.csv")
    assert [turn.interviewer for turn in first.turns[:2]] == [True, False]
    assert first.text.startswith("Spørgsmål: Hvad gjorde I?\n\nSvar: Vi øvede.\n\n")


def test_rows_of_the_same_respondent_belong_together() -> None:
    table: Table = [
        ["respondent", "kommune", "spørgsmål", "svar"],
        ["R1", "Nordvig", "Hvad gjorde I?", "Vi øvede."],
        ["R2", "Åmose", "Hvad gjorde I?", "Intet."],
        ["R1", "", "Og så?", "Ja."],
    ]
    assert _told(table) == [
        (
            [("Spørgsmål", "Hvad gjorde I?"), ("Svar", "Vi øvede."), ("Spørgsmål", "Og så?"), ("Svar", "Ja.")],
            {"kommune": "Nordvig", "navn": "R1"},
        ),
        ([("Spørgsmål", "Hvad gjorde I?"), ("Svar", "Intet.")], {"kommune": "Åmose", "navn": "R2"}),
    ]


@pytest.mark.parametrize(
    "table",
    [
        pytest.param([["Taler", "Tekst"], ["I", "Hvad så?"], ["Mette", "Jo."]], id="a_column_of_speakers"),
        pytest.param(
            [["Nr", "Navn", "Udsagn"], [1, "I", "Hvad"], [2, "", "så?"], [3, "Mette", "Jo."], [4, "I", ""]],
            id="a_cell_without_a_name_goes_on",
        ),
        pytest.param(
            [["deltager", "hvad de sagde"], ["I", "Hvad så?"], ["Mette", "Jo."], ["Mette", ""]],
            id="an_interviewer_among_the_names",
        ),
        pytest.param(
            [["Interview i Nordvig", ""], ["Taler", "Tekst"], ["I", "Hvad så?"], ["Mette", "Jo."]],
            id="a_title_above_the_headings",
        ),
    ],
)
def test_a_table_with_speakers_is_one_transcript(table: Table) -> None:
    ((said, metadata),) = _told(table)
    assert [(speaker, " ".join(words.split())) for speaker, words in said] == [("I", "Hvad så?"), ("Mette", "Jo.")]
    assert "navn" not in metadata


def test_times_of_turns_are_kept_and_several_interviews_are_told_apart() -> None:
    table: Table = [
        ["interview", "tid", "taler", "tekst"],
        ["A", "0:01", "I", "Hvad så?"],
        ["A", "0:04,5", "Leder", "Jo."],
        ["B", "00:00:02", "I", "Nå?"],
        ["B", "", "Kvinde", "Ja."],
    ]
    readings = read_all(_csv(table), "a.csv")
    assert [(one.metadata["navn"], [turn.seconds for turn in one.turns]) for one in readings] == [
        ("A", [1.0, 4.5]),
        ("B", [2.0, None]),
    ]


def test_without_a_column_that_names_them_respondents_are_named_by_their_line() -> None:
    table: Table = [["Feedback", "By"], ["Det var rigtig godt at være med", "Ry"], ["Jeg fik meget ud af det", "Ry"]]
    assert [(said[0][1], metadata) for said, metadata in _told(table)] == [
        ("Det var rigtig godt at være med", {"By": "Ry", "navn": "2"}),
        ("Jeg fik meget ud af det", {"By": "Ry", "navn": "3"}),
    ]


def test_a_name_beside_an_id_names_the_transcript_and_the_id_is_kept() -> None:
    table: Table = [["id", "navn", "svar"], [1, "Anna", "Ja."], [2, "Anna", "Nej."]]
    assert [metadata for _said, metadata in _told(table)] == [{"id": "1", "navn": "Anna"}, {"id": "2", "navn": "Anna"}]


def test_a_cell_with_an_interview_is_read_as_one() -> None:
    ((said, _metadata),) = _told([["id", "transskription"], ["A", "I: Hvad så?\n\nLEDER: Jo."]])
    assert said == [("I", "Hvad så?"), ("LEDER", "Jo.")]


@pytest.mark.parametrize("moment", [date(2026, 3, 12), datetime(2026, 3, 12, 9, 30), "2026-03-12 09:30:00"])
def test_a_date_is_the_day_alone(moment: object) -> None:
    (reading,) = read_all(_xlsx([["dato", "svar"], [moment, "Vi øvede."]]), "a.xlsx")
    assert reading.metadata["dato"] == "2026-03-12"


def test_the_same_answer_of_two_respondents_is_two_texts() -> None:
    readings = read_all(_csv([["id", "svar"], ["R1", "Ja."], ["R2", "Ja."]]), "a.csv")
    assert [one.text for one in readings] == ["Ja.\n", "[R2]\n\nJa.\n"]
    assert [_said(one) for one in readings] == [[(None, "Ja.")], [(None, "Ja.")]]


@pytest.mark.parametrize(
    ("table", "message"),
    [
        pytest.param([["fil", "kommune"], ["a.txt", "Nordvig"]], "is a manifest", id="a_manifest"),
        pytest.param(
            [["id", "transcript", "code", "coder", "quote"], ["1", "a", "tillid", "AML", "Vi øvede hver eneste dag."]],
            "is a table of codes or codings",
            id="codings",
        ),
        pytest.param(
            [["kommune", "indbyggere", "andel"], ["Nordvig", 12500, "12,5"]],
            "no column of answers; its columns: “kommune”, “indbyggere”, “andel”",
            id="figures_of_municipalities",
        ),
        pytest.param([["a", "b"]], "no column of answers", id="headings_alone"),
        pytest.param([["id", "svar"], ["R1", ""]], "no column of answers", id="no_answer_in_any_row"),
    ],
)
def test_a_table_of_another_kind_is_refused_with_advice(table: Table, message: str) -> None:
    for data, name in _files(table):
        with pytest.raises(ReadError, match=message) as caught:
            read_all(data, name)
        assert caught.value.hint


@pytest.mark.parametrize("data", [b"PK\x03\x04 nej", b"hej", b"\xd0\xcf\x11\xe0"])
def test_a_workbook_that_is_none_is_refused(data: bytes) -> None:
    with pytest.raises(IcmoError, match=r"a\.xlsx is no Excel workbook"):
        read_all(data, "a.xlsx")


def test_a_workbook_that_would_fill_the_memory_is_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"<a>" + b" " * 70_000_000 + b"</a>")
    with pytest.raises(ReadError, match="would unpack to far more"):
        read_all(file.getvalue(), "a.xlsx")


def test_a_file_with_several_transcripts_is_not_read_as_one() -> None:
    with pytest.raises(ReadError, match="holds 2 transcripts"):
        read(_csv([["id", "svar"], ["A", "Ja."], ["B", "Nej."]]), "a.csv")


WORDS = st.text(st.sampled_from("abæøå ,;\"'\n🙂=?"), max_size=12).map(lambda text: f"a{text}")


@given(st.lists(WORDS, min_size=1, max_size=5, unique_by=str.strip))
def test_every_answer_is_kept_as_it_was_written(answers: list[str]) -> None:
    readings = read_all(_csv([["id", "svar"], *([f"R{n}", one] for n, one in enumerate(answers))]), "a.csv")
    assert [one.text.strip() for one in readings] == [one.strip() for one in answers]


def test_ten_thousand_answers_are_read_in_a_moment() -> None:
    table: Table = [["id", "Hvad gjorde I?", "Hvad virkede?"]]
    table += [[f"R{n}", f"Vi øvede bussen {n} gange.", "At ringe hver dag."] for n in range(10_000)]
    data = _csv(table)
    began = time.perf_counter()
    assert len(read_all(data, "a.csv")) == 10_000
    assert time.perf_counter() - began < 10
