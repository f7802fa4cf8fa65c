from __future__ import annotations

import io
from collections.abc import Callable

import docx
import pytest
from docx.document import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

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
