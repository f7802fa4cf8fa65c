from __future__ import annotations

import time

import pytest

from icmo.errors import ReadError
from icmo.formats.reading import Reading, read


def _read(body: str, head: str = r"\ansi\ansicpg1252\deff0{\fonttbl{\f0 Arial;}}") -> Reading:
    return read(f"{{\\rtf1{head}{body}}}".encode("latin-1"), "a.rtf")


def _said(reading: Reading) -> list[tuple[str | None, str, float | None]]:
    return [(turn.speaker, reading.text[turn.start : turn.end], turn.seconds) for turn in reading.turns]


def test_paragraphs_with_labels_are_turns() -> None:
    reading = _read(r"\pard I [00:12]: Hvad gjorde I?\par \par {\b LEDER:} Vi \'f8vede.\line Igen.\par")
    assert reading.text == "I [00:12]: Hvad gjorde I?\n\nLEDER: Vi øvede.\nIgen.\n"
    assert _said(reading) == [("I", "Hvad gjorde I?", 12.0), ("LEDER", "Vi øvede.\nIgen.", None)]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        pytest.param(r"\'e6\'f8\'e5 \'c5", "æøå Å", id="windows_code_page"),
        pytest.param("\u00e6\u00f8\u00e5", "æøå", id="letters_as_single_bytes"),
        pytest.param(r"\u230?\u248\'f8\uc0\u229", "æøå", id="unicode_escapes_with_and_without_a_substitute"),
        pytest.param(r"Jo \u55357?\u56898?", "Jo 🙂", id="an_emoji_in_two_halves"),
        pytest.param(r"\ldblquote jo\rdblquote  \endash  nej\emdash ", "“jo” – nej—", id="quotes_and_dashes"),
        pytest.param(r"be\-sk\'e6ftigelse e\_boks a\~b", "beskæftigelse e-boks a\u00a0b", id="hyphens_and_spaces"),
        pytest.param(r"et\tab to \\cell \{tre\}", "et\tto \\cell {tre}", id="tabs_and_escaped_signs"),
    ],
)
def test_letters(body: str, text: str) -> None:
    assert _read(body).text == f"{text}\n"


def test_mac_letters_are_read_by_their_font() -> None:
    assert _read(r"\f0 \'be\'bf\'8c", r"\ansi{\fonttbl{\f0\fcharset77 Geneva;}}").text == "æøå\n"


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(r"synlig{\v  skjult}\par", id="hidden"),
        pytest.param(r"synlig\v  skjult \'e6 \u230?\v0\par", id="hidden_and_shown_again"),
        pytest.param(r"synlig{\deleted  slettet}\par", id="deleted"),
        pytest.param(r"{\header top}synlig{\footer Side 3}\par", id="headers_and_footers"),
        pytest.param(r"synlig{\footnote en note}{\*\annotation en kommentar}", id="notes_and_comments"),
        pytest.param(r"synlig{\pict\pngblip 89504e47}{\*\ukendt noget}", id="pictures_and_unknown_groups"),
        pytest.param(r"{\pict\bin5 }}}}}}synlig", id="pictures_in_bytes"),
        pytest.param(r'{\field{\*\fldinst{HYPERLINK "http://a.dk"}}{\fldrslt synlig}}', id="targets_of_links"),
    ],
)
def test_what_is_not_seen_is_not_read(body: str) -> None:
    assert _read(body).text == "synlig\n"


def _row(*cells: str) -> str:
    return r"\trowd\cellx900\cellx9000\pard\intbl " + r"\cell ".join(cells) + r"\cell\row "


def test_a_table_with_a_speaker_column_is_read_as_turns() -> None:
    rows = [("00:01", "I", r"Hvad s\'e5?"), ("00:04", "Amina", r"Jo.\par To ting."), ("00:09", "Amina", "Tak.")]
    table = "".join(_row(*row) for row in rows)
    reading = _read(rf"\pard F\'f8r.\par {table}\pard Efter | det.\par")
    assert _said(reading) == [
        (None, "Før.", None),
        ("I", "Hvad så?", 1.0),
        ("Amina", "Jo.\nTo ting.", 4.0),
        ("Amina", "Tak.\n\nEfter | det.", 9.0),
    ]


def test_a_table_without_speakers_is_read_cell_by_cell() -> None:
    assert _read(_row("En forklaring", "En anden")).text == "En forklaring\n\nEn anden\n"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        pytest.param(b"hej", "a.rtf", id="text_called_rtf"),
        pytest.param(b"{\\rtf1 \\u99999999999 ?}", "a.rtf", id="a_character_that_there_is_not"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_advice(data: bytes, name: str) -> None:
    with pytest.raises(ReadError, match=r"a\.rtf") as caught:
        read(data, name)
    assert caught.value.hint


def test_rtf_is_known_by_its_content() -> None:
    assert read(b"{\\rtf1 Hej}", "a.doc").text == "Hej\n"


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("{" * 300_000, id="groups_in_groups"),
        pytest.param("}" * 300_000, id="groups_that_never_began"),
        pytest.param("{\\fonttbl" * 50_000, id="font_tables_in_font_tables"),
        pytest.param(r"{\field{\*\fldinst{HYPERLINK " * 20_000, id="links_in_links"),
        pytest.param("\\bin999999999 ", id="bytes_past_the_end"),
        pytest.param("\\'e6" * 300_000, id="letters_by_number"),
    ],
)
def test_hostile_files_take_little_time(body: str) -> None:
    begun = time.process_time()
    assert _read(f"Hej {body}").text.startswith("Hej")
    assert time.process_time() - begun < 10
