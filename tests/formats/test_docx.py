from __future__ import annotations

import base64
import io
import unicodedata
import zipfile
from collections.abc import Callable

import docx
import pytest
from docx.document import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from hypothesis import given, settings
from hypothesis import strategies as st

from icmo.errors import ReadError
from icmo.formats.reading import Reading, read


def _read(fill: Callable[[Document], None]) -> Reading:
    document = docx.Document()
    fill(document)
    file = io.BytesIO()
    document.save(file)
    return read(file.getvalue(), "a.docx")


def _said(reading: Reading) -> list[tuple[str | None, str, float | None]]:
    return [(turn.speaker, reading.text[turn.start : turn.end], turn.seconds) for turn in reading.turns]


def test_paragraphs_with_labels_are_turns() -> None:
    def fill(document: Document) -> None:
        document.add_paragraph("I: Hvad gjorde I?")
        paragraph = document.add_paragraph()
        paragraph.add_run("LEDER: ").bold = True
        paragraph.add_run("Vi øvede.")

    assert _said(_read(fill)) == [("I", "Hvad gjorde I?", None), ("LEDER", "Vi øvede.", None)]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        pytest.param(
            [("I", "Hvad så?"), ("Amina", "Jo."), ("Amina", "Tak.")],
            [("I", "Hvad så?", None), ("Amina", "Jo.", None), ("Amina", "Tak.", None)],
            id="speaker_and_text",
        ),
        pytest.param(
            [("00:01", "I:", "Hvad så?"), ("00:04", "Leder:", "Jo, altså.")],
            [("I", "Hvad så?", 1.0), ("Leder", "Jo, altså.", 4.0)],
            id="time_speaker_and_text",
        ),
    ],
)
def test_a_table_with_a_speaker_column_is_read_as_turns(
    rows: list[tuple[str, ...]], said: list[tuple[str, str, float | None]]
) -> None:
    def fill(document: Document) -> None:
        table = document.add_table(rows=0, cols=len(rows[0]))
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text

    assert _said(_read(fill)) == said


def test_a_table_without_speakers_is_read_cell_by_cell() -> None:
    def fill(document: Document) -> None:
        table = document.add_table(rows=1, cols=2)
        table.rows[0].cells[0].text = "En lang forklaring af, hvad der skete i kommunen det år"
        table.rows[0].cells[1].text = "En anden lang forklaring"

    assert [text for _speaker, text, _time in _said(_read(fill))] == [
        "En lang forklaring af, hvad der skete i kommunen det år",
        "En anden lang forklaring",
    ]


def test_inserted_text_is_read_and_deleted_text_is_not() -> None:
    def fill(document: Document) -> None:
        paragraph = document.add_paragraph("Vi ")
        inserted, deleted = OxmlElement("w:ins"), OxmlElement("w:del")
        inserted.append(parse_xml(f"<w:r {nsdecls('w')}><w:t>øvede</w:t></w:r>"))
        deleted.append(parse_xml(f"<w:r {nsdecls('w')}><w:delText>sov</w:delText></w:r>"))
        paragraph._p.append(inserted)
        paragraph._p.append(deleted)

    assert _read(fill).text == "Vi øvede\n"


def test_line_breaks_and_tabs_are_kept() -> None:
    def fill(document: Document) -> None:
        run = document.add_paragraph().add_run("et\tto")
        run.add_break()
        run.add_text("tre")
        assert run._r.find(qn("w:tab")) is not None

    assert _read(fill).text == "et\tto\ntre\n"


def test_content_controls_and_nested_tables_are_read() -> None:
    def fill(document: Document) -> None:
        control = parse_xml(
            f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p><w:r><w:t>I felt</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        )
        document.element.body.insert(0, control)
        cell = document.add_table(rows=1, cols=1).rows[0].cells[0]
        cell.text = "ude"
        cell.add_table(rows=1, cols=1).rows[0].cells[0].text = "inde"

    assert _read(fill).text == "I felt\n\nude\ninde\n"


def test_merged_cells_and_moved_text_are_read_once() -> None:
    def fill(document: Document) -> None:
        table = document.add_table(rows=1, cols=3)
        table.rows[0].cells[0].merge(table.rows[0].cells[2]).text = "samlet"
        paragraph = document.add_paragraph("her ")
        for tag in ("moveFrom", "moveTo"):
            paragraph._p.append(parse_xml(f"<w:{tag} {nsdecls('w')}><w:r><w:t>flyttet</w:t></w:r></w:{tag}>"))

    assert _read(fill).text == "samlet\n\nher flyttet\n"


def test_a_speaker_in_a_cell_merged_downwards_says_all_of_it() -> None:
    def fill(document: Document) -> None:
        table = document.add_table(rows=3, cols=2)
        for row, (name, said) in enumerate([("I", "Hvad?"), ("Anna", "Et."), ("", "To.")]):
            table.rows[row].cells[0].text, table.rows[row].cells[1].text = name, said
        table.rows[1].cells[0].merge(table.rows[2].cells[0])
        table.add_row().cells[0].text = "Anna"
        table.rows[3].cells[1].text = "Tre."

    assert [(speaker, said) for speaker, said, _time in _said(_read(fill))] == [
        ("I", "Hvad?"),
        ("Anna", "Et."),
        ("Anna", "To."),
        ("Anna", "Tre."),
    ]


def test_hidden_text_is_not_read() -> None:
    def fill(document: Document) -> None:
        paragraph = document.add_paragraph("synlig")
        paragraph.add_run(" skjult").font.hidden = True

    assert _read(fill).text == "synlig\n"


# --- Teams and Transcribe -------------------------------------------------------------------------------

TEAMS = [("Mette Kirstine Nørgaard Hansen (Gæst)", "0:03", "Hvad så?"), ("Jens Ø", "0:07", "Jo, ærligt 🙂.")]
SAID = [(name, words, float(time[2:])) for name, time, words in TEAMS]


def _title(document: Document) -> None:
    for line in ("Interview-20260312_100000-Mødeoptagelse", "12. marts 2026, 10:00AM", "45m 30s"):
        document.add_paragraph(line)
    document.add_paragraph("Mette Hansen startede transskription")


def _in_one_paragraph(document: Document) -> None:
    _title(document)
    for name, time, words in TEAMS:
        paragraph = document.add_paragraph()
        paragraph.add_run(name).bold = True
        paragraph.add_run(f"   {time}")
        paragraph.add_run().add_break()
        paragraph.add_run(words)
    document.add_paragraph("Mette Hansen stoppede transskription")


def _in_two_paragraphs(document: Document) -> None:
    _title(document)
    for name, time, words in TEAMS:
        document.add_paragraph(f"{name}   {time}")
        document.add_paragraph(words)


def _in_earlier_years(document: Document) -> None:
    for name, time, words in TEAMS:
        first, *rest = words.split(" ")
        document.add_paragraph(f"0:{time}.0 --> 0:{time}.9\n{name}\n{first}")
        document.add_paragraph(f"0:{time}.9 --> 0:{time}.95\n{name}\n{' '.join(rest)}")


def _transcribed(document: Document) -> None:
    document.add_paragraph("Lydfil")
    document.add_paragraph("Interview 3.wav")
    document.add_paragraph("Transskription")
    for name, time, words in TEAMS:
        document.add_paragraph(f"00:0{time} {name}")
        document.add_paragraph(words)


@pytest.mark.parametrize("fill", [_in_one_paragraph, _in_two_paragraphs, _in_earlier_years, _transcribed])
def test_meetings_are_turns_with_times(fill: Callable[[Document], None]) -> None:
    reading = _read(fill)
    assert _said(reading) == SAID
    assert reading.text.count("Hvad så?") == 1
    assert "Transskription" not in reading.text


def test_what_stands_above_a_meeting_is_kept_with_it() -> None:
    reading = _read(_in_one_paragraph)
    assert reading.metadata == {
        "optagelse": "Interview-20260312_100000-Mødeoptagelse · 12. marts 2026, 10:00AM · 45m 30s"
    }
    assert reading.text.startswith("Mette Kirstine Nørgaard Hansen (Gæst) [0:03]: Hvad så?\n\n")


def test_one_speaker_alone_is_a_meeting_too() -> None:
    assert _said(_read(lambda document: document.add_paragraph("Mette Hansen   1:02:03\nHej.") and None)) == [
        ("Mette Hansen", "Hej.", 3723.0)
    ]


def test_pictures_of_people_say_nothing() -> None:
    def fill(document: Document) -> None:
        for name, time, words in TEAMS:
            paragraph = document.add_paragraph()
            paragraph.add_run().add_picture(io.BytesIO(PICTURE))
            paragraph.add_run(f"{name}   {time}\n{words}")

    assert _said(_read(fill)) == SAID


def test_times_that_somebody_speaks_of_name_nobody() -> None:
    def fill(document: Document) -> None:
        for line in ("I: Hvornår mødtes I?", "Vi begyndte kl. 9:30", "LEDER: Klokken 9:30", "Og igen 10:15"):
            document.add_paragraph(line)

    assert [speaker for speaker, _words, _time in _said(_read(fill))] == ["I", "LEDER"]


def test_paragraphs_of_one_turn_stay_apart() -> None:
    def fill(document: Document) -> None:
        for line in ("Mette   0:03", "Et.", "", "To.", "Jens   0:09", "Tre."):
            document.add_paragraph(line)

    assert _said(_read(fill)) == [("Mette", "Et.\n\nTo.", 3.0), ("Jens", "Tre.", 9.0)]


# --- Comments -------------------------------------------------------------------------------------------

PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def _remarks(reading: Reading) -> list[tuple[str, str, str]]:
    return [(reading.text[one.start : one.end], one.text, one.author) for one in reading.annotations]


def test_comments_are_remarks_on_their_words() -> None:
    def fill(document: Document) -> None:
        document.add_paragraph("I: Hvad gjorde I?")
        paragraph = document.add_paragraph("LEDER: Vi ")
        øvede = paragraph.add_run("øvede 🙂")
        rest = paragraph.add_run(" hver dag.")
        document.add_comment(øvede, text="Mekanisme?\nSe også Åmose.", author="Anne Ærlig")
        document.add_comment([øvede, rest], text="Ja", author="")

    assert _remarks(_read(fill)) == [
        ("øvede 🙂", "Mekanisme?\nSe også Åmose.", "Anne Ærlig"),
        ("øvede 🙂 hver dag.", "Ja", ""),
    ]


def test_a_comment_reaches_over_paragraphs() -> None:
    def fill(document: Document) -> None:
        first = document.add_paragraph("I: Hvad?").runs[0]
        last = document.add_paragraph("LEDER: Jo.").runs[0]
        document.add_comment([first, last], text="Hele vejen", author="A")

    assert _remarks(_read(fill)) == [("I: Hvad?\n\nLEDER: Jo.", "Hele vejen", "A")]


def test_a_comment_keeps_its_place_where_letters_are_composed() -> None:
    def fill(document: Document) -> None:
        paragraph = document.add_paragraph(unicodedata.normalize("NFD", "Åh å é "))
        document.add_comment(paragraph.add_run("her"), text="x", author="A")
        paragraph.add_run(" og der")

    assert _remarks(_read(fill)) == [("her", "x", "A")]


def test_a_comment_in_a_table_is_a_remark_on_what_is_said() -> None:
    def fill(document: Document) -> None:
        table = document.add_table(rows=2, cols=2)
        for row, (name, said) in enumerate([("I", "Hvad så?"), ("Leder", "Jo.")]):
            table.rows[row].cells[0].text, table.rows[row].cells[1].text = name, said
        document.add_comment(table.rows[1].cells[1].paragraphs[0].runs[0], text="om ordet", author="A")
        document.add_comment(table.rows[0].cells[0].paragraphs[0].runs[0], text="om den, der taler", author="B")

    assert _remarks(_read(fill)) == [("Hvad så?", "om den, der taler", "B"), ("Jo.", "om ordet", "A")]


def test_a_comment_in_a_meeting_is_a_remark_on_its_words() -> None:
    def fill(document: Document) -> None:
        _title(document)
        for name, time, words in TEAMS:
            paragraph = document.add_paragraph()
            head = paragraph.add_run(f"{name}   {time}")
            paragraph.add_run().add_break()
            said = paragraph.add_run(words)
            document.add_comment(head, text=f"hvem {time}", author="A")
            document.add_comment(said, text=f"hvad {time}", author="A")

    assert sorted(_remarks(_read(fill)), key=lambda one: one[1]) == [
        ("Hvad så?", "hvad 0:03", "A"),
        ("Jo, ærligt 🙂.", "hvad 0:07", "A"),
        ("Hvad så?", "hvem 0:03", "A"),
        ("Jo, ærligt 🙂.", "hvem 0:07", "A"),
    ]


def test_a_comment_on_a_point_is_about_its_turn_and_one_outside_the_text_about_the_whole() -> None:
    def fill(document: Document) -> None:
        document.add_paragraph("I: Hvad?")
        paragraph = document.add_paragraph("LEDER: Jo, altså.")
        document.add_comment(paragraph.runs[0], text="punkt", author="A")
        document.add_comment(document.sections[0].header.paragraphs[0].add_run("hoved"), text="hoved", author="B")
        for tag in ("commentRangeStart", "commentRangeEnd"):
            mark = next(paragraph._p.iterchildren(qn(f"w:{tag}")))
            paragraph._p.remove(mark)

    reading = _read(fill)
    assert _remarks(reading) == [("", "hoved", "B"), ("Jo, altså.", "punkt", "A")]
    assert (reading.annotations[0].start, reading.annotations[0].end) == (0, 0)


@settings(deadline=None)
@given(
    st.lists(st.text(st.sampled_from("ab øå\u0301\u030a🙂\t:"), min_size=1, max_size=6), min_size=1, max_size=5),
    st.data(),
)
def test_the_words_of_a_comment_are_those_that_it_stood_on(runs: list[str], data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(runs) - 1))
    last = data.draw(st.integers(first, len(runs) - 1))

    def fill(document: Document) -> None:
        paragraph = document.add_paragraph("Begyndelse ")
        made = [paragraph.add_run(f"x{run}") for run in runs]
        paragraph.add_run("z slut")
        document.add_comment(made[first : last + 1], text="t", author="A")

    marked = unicodedata.normalize("NFC", "".join(f"x{run}" for run in runs[first : last + 1])).strip()
    assert [words for words, _text, _author in _remarks(_read(fill))] == [marked]


def test_a_document_that_would_fill_the_memory_is_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", b"<a>" + b" " * 70_000_000 + b"</a>")
    with pytest.raises(ReadError, match="would unpack to far more"):
        read(file.getvalue(), "a.docx")
