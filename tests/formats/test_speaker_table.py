"""Tables of transcripts: which column speaks, and who is not to be taken for another."""

from __future__ import annotations

from icmo.formats import speaker_table
from icmo.formats.answers import read_answers
from icmo.formats.docx_comments import bare, marks


def lines(*rows: str) -> list[str]:
    """The lines of a table whose cells are parted by bars."""
    return list(speaker_table.lines([[cell.strip() for cell in row.split("|")] for row in rows]))


def test_nvivos_table_has_the_speaker_in_its_last_column() -> None:
    assert lines(
        "Timespan | Content | Speaker",
        "0:00,0 - 0:05,2 | Hvad så? | Interviewer",
        "0:05,2 - 0:15,0 | Jo. | Karen",
    ) == ["Interviewer [0:00,0]: Hvad så?", "Karen [0:05,2]: Jo."]


def test_running_numbers_are_not_said() -> None:
    assert lines(
        "# | Timespan | Content | Speaker", "1 | 0:00,0 - 0:05,2 | Hvad så? | I", "2 | 0:05,2 - 0:15,0 | Jo. | B"
    ) == ["I [0:00,0]: Hvad så?", "B [0:05,2]: Jo."]


def test_a_comment_on_a_running_number_stays_with_its_row() -> None:
    rows = [["Nr.", "Taler", "Tekst"], ["\x011\x0112\x021\x02", "I", "Hvad så?"]]
    assert list(speaker_table.lines(rows, bare=bare, marks=marks)) == ["I: \x011\x01\x021\x02Hvad så?"]


def test_numbers_that_are_not_headed_so_are_said() -> None:
    assert lines("Taler | Tekst | Uge", "I | Hvad så? | 12")[-1] == "I: Hvad så?\n12"


def test_words_below_somebody_who_is_not_known_are_not_the_interviewers() -> None:
    assert "Interviewer: Og mere." not in lines("Interviewer | Hvad så?", "Karen | Jo.", " | Og mere.")


def test_somebody_who_speaks_once_among_speakers_is_one_too() -> None:
    told = lines("I | Hvad så?", "Leder | Jo.", "I | Og nu?", "Leder | Praktik.", "Karen | Enig.")
    assert told[-1] == "Karen: Enig."


def test_an_answer_in_the_first_column_is_nobodys_name() -> None:
    told = lines("I | Hvad så?", "Leder | Jo.", "I | Og nu?", "Leder | Praktik.", "Ja, det er godt. | Ny side")
    assert told[-2:] == ["Ja, det er godt.", "Ny side"]


def test_times_from_and_to_are_read_in_a_csv_file() -> None:
    table = 'Timespan,Content,Speaker\n"0:00,0 - 0:05,2",Hvad så?,I\n"0:05,2 - 0:15,0",Jo.,Leder\n'
    (reading,) = read_answers(table.encode(), "nvivo.csv")
    assert [(turn.speaker, turn.seconds) for turn in reading.turns] == [("I", 0.0), ("Leder", 5.2)]
    assert not reading.notes
