"""Whatever is not read of a file is told, or kept as a memo: no format drops anything in silence."""

from __future__ import annotations

import base64
import io
import zipfile

import docx
import openpyxl
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Cm
from openpyxl.comments import Comment

from icmo.formats.reading import Reading, read, read_all
from tests.formats.pdf_writer import content, pdf, stream, written
from tests.formats.test_odt import NAMES

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
W = nsdecls("w")


# --- Word -----------------------------------------------------------------------------------------------


def _docx(*paragraphs: str) -> Reading:
    """A document of paragraphs, each the inside of a ``w:p``."""
    document = docx.Document()
    for inside in paragraphs:
        document.element.body.insert(-1, parse_xml(f"<w:p {W}>{inside}</w:p>"))
    return _saved(document)


def _saved(document: docx.document.Document) -> Reading:
    file = io.BytesIO()
    document.save(file)
    return read(file.getvalue(), "a.docx")


def _run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def test_word_headers_and_footers_are_told_once_each() -> None:
    document = docx.Document()
    document.add_paragraph("Vi øvede.")
    document.sections[0].header.paragraphs[0].text = "Evaluering af KIB"
    document.sections[0].footer.paragraphs[0].text = "Fortroligt"
    document.add_section().header.is_linked_to_previous = False
    document.sections[1].header.paragraphs[0].text = "Evaluering af KIB"
    reading = _saved(document)
    assert reading.text == "Vi øvede.\n"
    assert reading.notes in (
        ("left out: headers and footers (2: “Evaluering af KIB” …)",),
        ("left out: headers and footers (2: “Fortroligt” …)",),
    )


def test_word_pictures_are_counted() -> None:
    document = docx.Document()
    document.add_paragraph("Vi øvede.")
    for _number in range(2):
        document.add_picture(io.BytesIO(PNG), width=Cm(1))
    assert _saved(document).notes == ("left out: pictures (2)",)


@pytest.mark.parametrize(
    ("inside", "note"),
    [
        pytest.param(
            "<w:del><w:r><w:delText>Vi sov længe</w:delText></w:r></w:del>",
            "left out: tracked deletions (1: “Vi sov længe”)",
            id="deletions",
        ),
        pytest.param(
            f"<w:ins>{_run('altid')}</w:ins>",
            "tracked insertions were read as if they were accepted: 1",
            id="insertions",
        ),
        pytest.param(_run("skjult", "<w:vanish/>"), "left out: hidden text (1: “skjult”)", id="hidden_text"),
        pytest.param(
            f"<m:oMath {nsdecls('m')}><m:r><m:t>a+b</m:t></m:r></m:oMath>",
            "left out: equations (1: “a+b”)",
            id="equations",
        ),
        pytest.param('<w:r><w:sym w:font="Wingdings" w:char="F04A"/></w:r>', "left out: symbols (1)", id="symbols"),
        pytest.param("<w:r><w:object/></w:r>", "left out: charts and other objects (1)", id="objects"),
        pytest.param(
            '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>',
            "left out: numbers and bullets of lists (1)",
            id="numbers_of_lists",
        ),
        pytest.param(
            '<w:pPr><w:pStyle w:val="ListNumber"/></w:pPr>',
            "left out: numbers and bullets of lists (1)",
            id="numbers_by_style",
        ),
    ],
)
def test_what_word_documents_hold_beside_the_text_is_told(inside: str, note: str) -> None:
    reading = _docx(inside, _run("Vi øvede."))
    assert reading.text.endswith("Vi øvede.\n")
    assert reading.notes == (note,)


def test_a_word_document_that_is_read_whole_has_no_remarks() -> None:
    assert _docx(_run("Vi øvede.")).notes == ()


def test_paragraphs_within_custom_xml_are_read() -> None:
    document = docx.Document()
    document.element.body.insert(0, parse_xml(f"<w:customXml {W}><w:p>{_run('Vi øvede.')}</w:p></w:customXml>"))
    assert _saved(document).text == "Vi øvede.\n"


def _with_notes(sort: str) -> bytes:
    """A document with a comment numbered 1 and a note of the same number."""
    document = docx.Document()
    document.add_paragraph("I: Hvad gjorde I?")
    paragraph = document.add_paragraph("LEDER: Vi ")
    document.add_comment(paragraph.add_run("sov"), text="nul", author="A")
    document.add_comment(paragraph.add_run("øvede"), text="et", author="A")
    paragraph._p.append(parse_xml(f'<w:r {W}><w:{sort}Reference w:id="1"/></w:r>'))
    file = io.BytesIO()
    document.save(file)
    line = f'<w:{sort} w:id="-1" w:type="separator"><w:p/></w:{sort}>'
    inside = f'{line}<w:{sort} w:id="1"><w:p>{_run("Hun griner.")}</w:p></w:{sort}>'
    return _with_part(file.getvalue(), f"{sort}s", f"<w:{sort}s {W}>{inside}</w:{sort}s>")


def _with_part(data: bytes, name: str, xml: str) -> bytes:
    kind = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{name}+xml"
    relation = f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{name}"
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w") as new:
        for one in old.namelist():
            text = old.read(one)
            if one == "[Content_Types].xml":
                part = f'<Override PartName="/word/{name}.xml" ContentType="{kind}"/></Types>'
                text = text.replace(b"</Types>", part.encode())
            if one == "word/_rels/document.xml.rels":
                link = f'<Relationship Id="rIdN" Type="{relation}" Target="{name}.xml"/></Relationships>'
                text = text.replace(b"</Relationships>", link.encode())
            new.writestr(one, text)
        new.writestr(f"word/{name}.xml", xml)
    return file.getvalue()


def _annotated(reading: Reading) -> list[tuple[str, str]]:
    return [(reading.text[one.start : one.end], one.text) for one in reading.annotations]


@pytest.mark.parametrize(("sort", "told"), [("footnote", "Footnote"), ("endnote", "Endnote")])
def test_notes_in_word_are_remarks_on_the_turn_that_they_stand_in(sort: str, told: str) -> None:
    reading = read(_with_notes(sort), "a.docx")
    assert reading.text == "I: Hvad gjorde I?\n\nLEDER: Vi sovøvede\n"
    assert sorted(_annotated(reading)) == [
        ("Vi sovøvede", f"{told}: Hun griner."),
        ("sov", "nul"),
        ("øvede", "et"),
    ]


# --- OpenDocument and RTF -------------------------------------------------------------------------------

STYLES = (
    "<office:document-styles {names}><office:master-styles><style:master-page>"
    "<style:header><text:p>Evaluering</text:p><text:p>af KIB</text:p></style:header>"
    "<style:footer-left><text:p>Fortroligt</text:p></style:footer-left>"
    "</style:master-page></office:master-styles></office:document-styles>"
)


def _odt(body: str, styles: str = "") -> Reading:
    names = NAMES.replace(":xmlns:draw:", ":xmlns:drawing:")
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        packed.writestr("META-INF/manifest.xml", "<manifest/>")
        text = f"<office:body><office:text>{body}</office:text></office:body>"
        hiding = (
            "<office:automatic-styles><style:style style:name='T1'><style:text-properties text:display='none'/>"
            "</style:style></office:automatic-styles>"
        )
        packed.writestr("content.xml", f"<office:document-content {names}>{hiding}{text}</office:document-content>")
        if styles:
            packed.writestr("styles.xml", styles.format(names=names))
    return read(file.getvalue(), "a.odt")


def test_opendocument_headers_and_footers_are_told() -> None:
    reading = _odt("<text:p>Vi øvede.</text:p>", STYLES)
    assert reading.text == "Vi øvede.\n"
    assert reading.notes == ("left out: headers and footers (2: “Evaluering af KIB” …)",)


@pytest.mark.parametrize(
    ("body", "note"),
    [
        pytest.param(
            "<text:tracked-changes><text:changed-region><text:deletion><text:p>Vi sov</text:p></text:deletion>"
            "</text:changed-region></text:tracked-changes>",
            "left out: tracked deletions (1: “Vi sov”)",
            id="deletions",
        ),
        pytest.param(
            "<text:tracked-changes><text:changed-region><text:insertion/></text:changed-region></text:tracked-changes>",
            "tracked insertions were read as if they were accepted: 1",
            id="insertions",
        ),
        pytest.param(
            "<text:p text:style-name='T1'>skjult</text:p>", "left out: hidden text (1: “skjult”)", id="hidden_text"
        ),
        pytest.param(
            "<text:p><draw:frame><draw:image/></draw:frame></text:p>", "left out: pictures (1)", id="pictures"
        ),
        pytest.param(
            "<text:p><draw:frame><draw:object/><draw:image/></draw:frame></text:p>",
            "left out: charts and other objects (1)",
            id="a_chart_is_no_picture_too",
        ),
        pytest.param(
            "<text:list><text:list-item><text:p>Først.</text:p></text:list-item></text:list>",
            "left out: numbers and bullets of lists (1)",
            id="numbers_of_lists",
        ),
    ],
)
def test_what_opendocument_holds_beside_the_text_is_told(body: str, note: str) -> None:
    reading = _odt(f"{body}<text:p>Vi øvede.</text:p>")
    assert reading.text.endswith("Vi øvede.\n")
    assert reading.notes == (note,)


def test_the_bytes_of_a_picture_are_no_text() -> None:
    picture = "<draw:frame><draw:image><office:binary-data>iVBORw0KGgo=</office:binary-data></draw:image></draw:frame>"
    assert _odt(f"{picture}<text:p>Vi øvede.</text:p>").text == "Vi øvede.\n"


def test_notes_in_opendocument_are_remarks_on_their_turn() -> None:
    body = "<text:note-citation>1</text:note-citation><text:note-body><text:p>{}</text:p></text:note-body>"
    note = f"<text:note text:note-class='{{}}'>{body}</text:note>"
    foot, end = note.format("footnote", "Hun griner."), note.format("endnote", "Se bilag.")
    reading = _odt(f"<text:p>I: Hvad{foot} gjorde I?</text:p><text:p>LEDER: Vi øvede.{end}</text:p>")
    assert _annotated(reading) == [("Hvad gjorde I?", "Footnote: Hun griner."), ("Vi øvede.", "Endnote: Se bilag.")]
    assert reading.text == "I: Hvad gjorde I?\n\nLEDER: Vi øvede.\n"


def _rtf(body: str) -> Reading:
    return read((r"{\rtf1\ansi\ansicpg1252\deff0 " + body + "}").encode("ascii"), "a.rtf")


@pytest.mark.parametrize(
    ("body", "note"),
    [
        pytest.param(
            r"{\header K\'f8n}{\footerl Side 3}", "headers and footers (2: “Køn” …)", id="headers_and_footers"
        ),
        pytest.param(r"{\deleted Vi {\b sov}}", "tracked deletions (1: “Vi sov”)", id="deletions"),
        pytest.param(r"\v skjult \u230?\v0 ", "hidden text (1: “skjult æ”)", id="hidden_text"),
        pytest.param(
            r"{\*\shppict{\pict\pngblip 89504e47}}{\nonshppict{\pict\wmetafile8 0100}}", "pictures (1)", id="pictures"
        ),
        pytest.param(r"{\shp{\*\shpinst{\shptxt \pard Boks\par}}}", "text boxes (1: “Boks”)", id="text_boxes"),
        pytest.param(r"{\object{\*\objdata 0105}}", "charts and other objects (1)", id="objects"),
        pytest.param(r"{\listtext\pard 1.\tab}Et.\par ", "numbers and bullets of lists (1)", id="numbers_of_lists"),
    ],
)
def test_what_rtf_holds_beside_the_text_is_told(body: str, note: str) -> None:
    reading = _rtf(body + r"Vi \'f8vede.\par")
    assert reading.text.endswith("Vi øvede.\n")
    assert reading.notes == (f"left out: {note}",)


def test_comments_and_notes_in_rtf_are_remarks() -> None:
    comment = r"{\*\atnid AE}{\*\atnauthor Anne \'c6}\chatn{\*\annotation{\*\atndate 1}{\*\atnref 7}Mekanisme?}"
    body = r"I: Hvad{\footnote\chftn Hun griner.} gjorde I?\par LEDER: {\*\atrfstart 7}Vi \'f8vede{\*\atrfend 7}"
    reading = _rtf(body + comment + r" altid.{\footnote\ftnalt Se bilag.}\par")
    assert reading.text == "I: Hvad gjorde I?\n\nLEDER: Vi øvede altid.\n"
    assert [(reading.text[one.start : one.end], one.author, one.text) for one in reading.annotations] == [
        ("Hvad gjorde I?", "", "Footnote: Hun griner."),
        ("Vi øvede", "Anne Æ", "Mekanisme?"),
        ("Vi øvede altid.", "", "Endnote: Se bilag."),
    ]


def test_a_comment_within_a_footnote_in_rtf_is_kept() -> None:
    comment = r"{{\*\atnauthor A}\chatn{\*\annotation{\*\atnref 1}{\*\atndate -9}Sikker?}}"
    reading = _rtf(rf"LEDER: Vi \'f8vede{{\super\chftn{{\*\footnote \chftn{{{comment}}}Hun griner.}}}}.\par")
    assert [(one.author, one.text) for one in reading.annotations] == [("A", "Sikker?"), ("", "Footnote: Hun griner.")]


# --- PDF ------------------------------------------------------------------------------------------------


def test_comments_and_filled_fields_on_a_pdf_page_are_told_and_links_are_not() -> None:
    notes = [
        b"<</Subtype/Highlight/Contents(Mekanisme?)>>",
        b"<</Subtype/Link/Contents(http)>>",
        b"<</Subtype/Widget/V(42)>>",
    ]
    page = b"/Annots[%b]" % b"".join(notes)
    reading = read(pdf(content(written("Vi øvede.")), page=page), "a.pdf")
    assert reading.notes == ("left out: comments (1: “Mekanisme?”), form fields (1: “42”)",)


def test_a_logo_on_every_page_of_a_pdf_is_one_picture() -> None:
    image = stream(b"\x00", b"/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray")
    pages = [content(written("Vi øvede bussen.")), content(written("Så gik det."))]
    reading = read(pdf(*pages, resources=b"/XObject<</Im1 8 0 R>>", more=[image]), "a.pdf")
    assert reading.notes == ("left out: pictures (1)",)


def test_sideways_text_and_marked_headers_of_a_pdf_are_told() -> None:
    operators = (
        b"/Artifact <</Type/Pagination>> BDC BT /F1 9 Tf 70 800 Td (Fortroligt) Tj ET EMC "
        b"BT /F1 9 Tf 0 1 -1 0 30 400 Tm (Kladde) Tj ET "
    )
    reading = read(pdf(operators + content(written("Vi øvede."))), "a.pdf")
    assert reading.text == "Vi øvede.\n"
    assert reading.notes == (
        "running headers, footers and page numbers were left out: Fortroligt",
        "left out: text that stands sideways (1: “Kladde”)",
    )


# --- Tables ---------------------------------------------------------------------------------------------


def _book() -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.worksheets[0].title = "Svar"
    for row in (["id", "svar"], ["R1", "Vi øvede bussen."]):
        book.worksheets[0].append(row)
    return book


def _xlsx(book: openpyxl.Workbook) -> Reading:
    file = io.BytesIO()
    book.save(file)
    return read(file.getvalue(), "svar.xlsx")


def test_other_sheets_that_say_something_are_named() -> None:
    book = _book()
    book.create_sheet("Tom")
    book.create_sheet("Uge 2").append(["Mere"])
    assert _xlsx(book).notes == ("only the sheet “Svar” was read; not “Uge 2”",)


def test_an_empty_first_sheet_is_passed_over() -> None:
    book = _book()
    book.create_sheet("Forside", 0)
    assert (_xlsx(book).text, _xlsx(book).notes) == ("Vi øvede bussen.\n", ())


def test_what_is_hidden_in_a_sheet_is_read_and_told() -> None:
    book = _book()
    sheet = book.worksheets[0]
    sheet.append(["R1", "Og igen."])
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["A"].hidden = True
    reading = _xlsx(book)
    assert reading.notes == ("hidden columns and rows were read too: A, 3",)
    assert "Og igen." in reading.text


def test_a_hidden_sheet_that_is_read_is_told() -> None:
    book = _book()
    book.create_sheet("Synligt ark")
    book.worksheets[0].sheet_state = "hidden"
    book.active = 1
    assert _xlsx(book).notes == ("the sheet “Svar” is hidden, and was read",)


def test_comments_on_cells_and_formulas_without_a_value_are_told() -> None:
    book = _book()
    book.worksheets[0]["B2"].comment = Comment("Mekanisme?", "Anne")
    book.worksheets[0]["A3"], book.worksheets[0]["B3"] = "R1", "=A1"
    assert _xlsx(book).notes == (
        "formulas without a value were read as empty: 1; save the file in Excel",
        "left out: comments on cells (1: “Mekanisme?”), rows without an answer (1: “R1”)",
    )


@pytest.mark.parametrize(
    ("table", "note"),
    [
        pytest.param("id;svar\n1;Vi øvede.;og mere\n", "cells without a heading (1: “og mere”)", id="ragged_rows"),
        pytest.param("id;svar;\n1;Vi øvede.;og mere\n", "cells without a heading (1: “og mere”)", id="empty_headings"),
        pytest.param("Skema 3\nid;svar\n1;Vi øvede.\n", "lines above the headings (1: “Skema 3”)", id="titles"),
        pytest.param("id;svar\n1;Vi øvede.\n2;\n", "rows without an answer (1: “2”)", id="no_answer"),
        pytest.param(
            "taler;humør;tekst\nI;glad;Hvad så?\nLeder;sur;Jo.\n",
            "further values in “humør” (1: “sur”)",
            id="values_that_differ",
        ),
    ],
)
def test_what_has_no_place_in_a_table_of_answers_is_told(table: str, note: str) -> None:
    assert read_all(table.encode(), "a.csv")[0].notes == (f"left out: {note}",)


def test_a_table_that_is_not_in_utf8_says_so() -> None:
    assert "Windows-1252" in read("id;svar\n1;Vi øvede.\n".encode("cp1252"), "a.csv").notes[0]


# --- Web pages, Markdown, subtitles, tables with times ---------------------------------------------------


@pytest.mark.parametrize(
    ("html", "note"),
    [
        pytest.param("<nav>Forside</nav>", "menus (1: “Forside”)", id="menus"),
        pytest.param("<textarea>skrevet</textarea>", "form fields (1: “skrevet”)", id="areas"),
        pytest.param("<input value=42>", "form fields (1: “42”)", id="fields"),
        pytest.param("<div hidden><p>skjult</p></div>", "hidden text (1: “skjult”)", id="hidden"),
        pytest.param("<table><tr hidden><td>skjult</table>", "hidden text (1: “skjult”)", id="hidden_rows"),
        pytest.param("<img src=a alt='En bus'>", "pictures (1: “En bus”)", id="pictures"),
        pytest.param("<video></video>", "pictures, sound and other embedded things (1)", id="embedded"),
    ],
)
def test_what_a_web_page_holds_beside_the_text_is_told(html: str, note: str) -> None:
    reading = read(f"<html><body>{html}<p>Vi øvede.</p></body></html>".encode(), "a.html")
    assert (reading.text, reading.notes) == ("Vi øvede.\n", (f"left out: {note}",))


def test_scripts_and_empty_fields_of_a_web_page_are_nothing_to_tell() -> None:
    page = "<head><title>T</title><style>p{}</style></head><script>x()</script><input><button></button><p>Vi øvede.</p>"
    assert read(page.encode(), "a.html").notes == ()


def test_the_caption_of_a_table_is_read() -> None:
    page = "<table><caption>Hvem sagde hvad</caption><tr><td>En<td>To</table>"
    assert read(page.encode(), "a.html").text == "Hvem sagde hvad\n\nEn\n\nTo\n"


def test_a_label_in_brackets_is_no_definition_of_a_link() -> None:
    reading = read(b"[Leder]: Jo.\n\n[I]: Hvad?\n\n![En bus](bus.png)\n", "a.md")
    assert reading.text == "[Leder]: Jo.\n\n[I]: Hvad?\n\nEn bus\n"
    assert reading.notes == ("left out: pictures (1: “En bus”)",)


CUE = "00:00:01.000 --> 00:00:02.000\n"


@pytest.mark.parametrize(
    ("blocks", "text", "notes"),
    [
        pytest.param([f"{CUE}Hej", "og mere", f"1\n{CUE}Tak"], "Hej og mere Tak", [], id="blank_lines_in_a_cue"),
        pytest.param([f"{CUE}Hej", "NOTE hun griner"], "Hej", ["comments (1: “hun griner”)"], id="comments"),
        pytest.param(["STYLE\n::cue{}", f"{CUE}Hej"], "Hej", [], id="styles_are_no_text"),
        pytest.param(["Forord", f"{CUE}Hej"], "Hej", ["lines above the first subtitle (1: “Forord”)"], id="above"),
        pytest.param(
            [f"{CUE}Hej", "17", f"{CUE}Tak"], "Hej Tak", ["numbers between subtitles (1: “17”)"], id="numbers"
        ),
        pytest.param(["1:01 --> 1:02\nHej"], "Hej", [], id="times_without_thousandths"),
    ],
)
def test_nothing_in_subtitles_is_lost_in_silence(blocks: list[str], text: str, notes: list[str]) -> None:
    reading = read("\n\n".join(["WEBVTT", *blocks]).encode(), "a.vtt")
    assert " ".join(reading.text.split()) == text
    assert list(reading.notes) == [f"left out: {note}" for note in notes]


def test_lines_above_the_first_srt_subtitle_are_told() -> None:
    reading = read(b"Forord\n\n1\n00:00:01,000 --> 00:00:02,000\nHej\n", "a.srt")
    assert (reading.text, reading.notes) == ("Hej\n\n", ("left out: lines above the first subtitle (1: “Forord”)",))


def _html(*rows: list[str]) -> Reading:
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    return read(f"<table>{cells}</table>".encode(), "a.html")


def test_times_in_a_table_without_speakers_are_kept() -> None:
    reading = _html(["0:01", "I: Hvad så?"], ["0:03", "Leder: Jo."])
    assert reading.text == "[0:01] I: Hvad så?\n\n[0:03] Leder: Jo.\n"
    assert [turn.seconds for turn in reading.turns] == [1.0, 3.0]


def test_a_further_column_beside_what_a_speaker_says_belongs_to_the_turn() -> None:
    reading = _html(
        ["Taler", "Tekst", "Note"],
        ["Bo", "Hvad?", ""],
        ["Amina", "Jo.", "griner"],
        ["Bo", "Så.", ""],
        ["Amina", "Ja.", ""],
    )
    said = [(turn.speaker, reading.text[turn.start : turn.end]) for turn in reading.turns]
    assert ("Amina", "Jo.\ngriner") in said
