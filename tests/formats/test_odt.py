from __future__ import annotations

import io
import zipfile

import pytest

from icmo.errors import ReadError
from icmo.formats.reading import Reading, read

NAMES = (
    " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "text", "table", "style", "draw")
    )
    + ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
)
HIDDEN = '<style:style style:name="T1"><style:text-properties text:display="none"/></style:style>'


def _xml(body: str, root: str = "document-content") -> str:
    styles = f"<office:automatic-styles>{HIDDEN}</office:automatic-styles>"
    return (
        f"<office:{root} {NAMES}>{styles}<office:body><office:text>{body}</office:text></office:body></office:{root}>"
    )


def _odt(content: str | bytes, manifest: str = "<manifest/>") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.text", zipfile.ZIP_STORED)
        packed.writestr("META-INF/manifest.xml", manifest)
        packed.writestr("content.xml", content)
    return file.getvalue()


def _read(body: str) -> Reading:
    return read(_odt(_xml(body)), "a.odt")


def _said(reading: Reading) -> list[tuple[str | None, str, float | None]]:
    return [(turn.speaker, reading.text[turn.start : turn.end], turn.seconds) for turn in reading.turns]


DIALOGUE = "<text:p>I [00:12]: Hvad gjorde I?</text:p><text:p><text:span>LEDER:</text:span> Vi øvede 🙂.</text:p>"


def test_paragraphs_with_labels_are_turns() -> None:
    assert _said(_read(DIALOGUE)) == [("I", "Hvad gjorde I?", 12.0), ("LEDER", "Vi øvede 🙂.", None)]


def test_a_flat_file_reads_as_a_packed_one() -> None:
    flat = _xml(DIALOGUE, "document").encode()
    assert read(flat, "a.fodt") == _read(DIALOGUE)


def test_odt_is_known_by_its_content() -> None:
    assert read(_odt(_xml(DIALOGUE)), "a.bin") == _read(DIALOGUE)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        pytest.param("<text:p>et<text:tab/>to<text:line-break/>tre</text:p>", "et\tto\ntre", id="tabs_and_line_breaks"),
        pytest.param("<text:p>et<text:s text:c='3'/>to</text:p>", "et   to", id="spaces_that_are_counted"),
        pytest.param("<text:p>\n  et\n  to </text:p>", "et to", id="white_space_counts_as_one"),
        pytest.param("<text:h>Titel</text:h><text:p/><text:p>Tekst</text:p>", "Titel\n\nTekst", id="headings"),
        pytest.param(
            "<text:list><text:list-item><text:p>et</text:p></text:list-item>"
            "<text:list-item><text:p>to</text:p></text:list-item></text:list>",
            "et\n\nto",
            id="lists",
        ),
        pytest.param("<text:section><text:p>i en sektion</text:p></text:section>", "i en sektion", id="sections"),
        pytest.param(
            "<text:p>før<draw:frame><draw:text-box><text:p>i boks</text:p></draw:text-box></draw:frame></text:p>",
            "før\ni boks",
            id="text_boxes",
        ),
        pytest.param("<text:p>be\u00adskæftigelse e\u2011boks</text:p>", "beskæftigelse e-boks", id="hyphens"),
    ],
)
def test_what_is_seen_is_read(body: str, text: str) -> None:
    assert _read(body).text == f"{text}\n"


DELETED = "<text:tracked-changes><text:changed-region><text:deletion><text:p>slettet</text:p></text:deletion>"


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(f"{DELETED}</text:changed-region></text:tracked-changes><text:p>synlig</text:p>", id="deleted"),
        pytest.param("<text:p><text:change-start/>synlig<text:change-end/></text:p>", id="inserted_is_read"),
        pytest.param("<text:p>synlig<text:span text:style-name='T1'> skjult</text:span></text:p>", id="hidden_words"),
        pytest.param("<text:p>synlig</text:p><text:p text:style-name='T1'>skjult</text:p>", id="hidden_paragraphs"),
        pytest.param(
            "<text:p>synlig<text:note><text:note-body><text:p>note</text:p></text:note-body></text:note></text:p>",
            id="footnotes",
        ),
        pytest.param("<text:p>synlig<!-- bemærk --><?php x ?></text:p>", id="comments_in_the_xml"),
    ],
)
def test_what_is_not_seen_is_not_read(body: str) -> None:
    assert _read(body).text == "synlig\n"


def _table(*rows: tuple[str, ...]) -> str:
    cells = ("".join(f"<table:table-cell>{_paragraph(cell)}</table:table-cell>" for cell in row) for row in rows)
    return "<table:table>" + "".join(f"<table:table-row>{row}</table:table-row>" for row in cells) + "</table:table>"


def _paragraph(cell: str) -> str:
    return f"<text:p>{cell}</text:p>" if cell else "<text:p/>"


def test_a_table_with_a_speaker_column_is_read_as_turns() -> None:
    reading = _read(_table(("00:01", "I:", "Hvad så?"), ("00:04", "Leder:", "Jo, altså."), ("00:05", "", "Og ja.")))
    assert _said(reading)[:2] == [("I", "Hvad så?", 1.0), ("Leder", "Jo, altså.", 4.0)]
    assert reading.text.endswith("Leder [00:05]: Og ja.\n")


def test_nested_tables_are_read_once() -> None:
    inner = f"<text:p>ude</text:p>{_table(('inde',))}"
    row = f"<table:table-row><table:table-cell>{inner}</table:table-cell></table:table-row>"
    head = f"<table:table-header-rows>{row}</table:table-header-rows>"
    assert _read(f"<table:table>{head}</table:table>").text == "ude\ninde\n"


NOTE = "<dc:creator>Anne Lind</dc:creator><text:p>Vigtigt</text:p><text:p>Se igen</text:p>"


def test_a_comment_is_an_annotation_of_its_words() -> None:
    reading = _read(
        f"<text:p>I: Vi <office:annotation office:name='a'>{NOTE}</office:annotation>øvede bussen"
        "<office:annotation-end office:name='a'/> hver dag</text:p>"
    )
    (note,) = reading.annotations
    assert reading.text == "I: Vi øvede bussen hver dag\n"
    assert (reading.text[note.start : note.end], note.text, note.author) == (
        "øvede bussen",
        "Vigtigt\nSe igen",
        "Anne Lind",
    )


def test_a_comment_without_words_is_about_its_turn() -> None:
    reading = _read(f"<text:p>Først</text:p><text:p>Så<office:annotation>{NOTE}</office:annotation> gik det</text:p>")
    (note,) = reading.annotations
    assert reading.text[note.start : note.end] == "Så gik det"


DEEP = _odt(_xml("<text:span>" * 9_000 + "</text:span>" * 9_000))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(b"hej", "is not an OpenDocument", id="text_called_odt"),
        pytest.param(_odt(_xml(DIALOGUE))[:300], "is not an OpenDocument", id="a_file_cut_off"),
        pytest.param(_odt("<a/>"), "is not an OpenDocument", id="other_xml"),
        pytest.param(_odt("<a>"), "is not an OpenDocument", id="malformed_xml"),
        pytest.param(_odt("x", "<manifest:encryption-data/>"), "is locked with a password", id="a_locked_file"),
        pytest.param(DEEP, "is not an OpenDocument", id="deep_nesting"),
        pytest.param(_odt(b" " * 100_000_000), "unpack to far more", id="a_zip_bomb"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_advice(data: bytes, message: str) -> None:
    with pytest.raises(ReadError, match=message) as caught:
        read(data, "a.odt")
    assert caught.value.hint


def test_nesting_as_deep_as_xml_allows_is_read() -> None:
    assert _read("<text:section>" * 200 + "<text:p>dybt</text:p>" + "</text:section>" * 200).text == "dybt\n"


def test_entities_are_never_expanded() -> None:
    for entity in ("SYSTEM 'file:///etc/hostname'", "'lol'"):
        xml = f"<!DOCTYPE a [<!ENTITY e {entity}>]>" + _xml("<text:p>Hej &e; du</text:p>")
        assert read(_odt(xml), "a.odt").text.split() == ["Hej", "du"]


def test_repeated_spaces_are_bounded() -> None:
    assert len(_read("<text:p>a<text:s text:c='999999999'/>b</text:p>").text) < 2_000
