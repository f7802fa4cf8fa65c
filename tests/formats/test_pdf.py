from __future__ import annotations

import time
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from icmo.errors import ReadError
from icmo.formats.reading import Reading, read
from tests.formats.pdf_writer import content, pdf, raw, stream, written

LEFT = "Kvinden fik en mentor, som gik med hende til bussen hver dag i tre uger, indtil hun selv kunne."
RIGHT = "Kommunen havde ikke haft tid til det før, men nu blev det en del af den måde, de arbejder på."


def _read(data: bytes) -> Reading:
    return read(data, "a.pdf")


def _said(reading: Reading) -> list[tuple[str | None, str, float | None]]:
    return [(turn.speaker, reading.text[turn.start : turn.end], turn.seconds) for turn in reading.turns]


# --- what is read ---------------------------------------------------------------------------------------


def test_paragraphs_are_put_together_from_lines() -> None:
    reading = _read(pdf(content(written(LEFT, RIGHT, width=40))))
    assert reading.text == f"{LEFT}\n\n{RIGHT}\n"
    assert reading.metadata == {"pages": 1}


def test_speakers_with_times_are_turns() -> None:
    asked = "Hvad gjorde I, da hun ikke kom, og hvem tog det første skridt?"
    lines = written(f"Interviewer [00:00:05]: {asked}", "Leder [0:12]: Jo.", width=40, gap=0)
    assert _said(_read(pdf(content(lines)))) == [("Interviewer", asked, 5.0), ("Leder", "Jo.", 12.0)]


def test_a_label_on_a_line_of_its_own_stays_there() -> None:
    lines = ["INTERVIEWER:", "Hvad så?", "SAGSBEHANDLER 1:", "Det gik."]
    reading = _read(pdf(content(written(*lines, gap=0))))
    assert reading.text == "INTERVIEWER:\nHvad så?\n\nSAGSBEHANDLER 1:\nDet gik.\n"


def test_labels_with_what_is_said_hanging_beside_them_are_turns() -> None:
    lines = [(70, 700, "I:"), (110, 700, "Hvad gjorde I så, da I"), (110, 687, "hørte det?")]
    lines += [(70, 674, "Leder:"), (110, 674, "Vi ringede til hende, og"), (110, 661, "så kom hun.")]
    said = ["I: Hvad gjorde I så, da I hørte det?", "Leder: Vi ringede til hende, og så kom hun."]
    assert _read(pdf(content(lines))).text == "\n\n".join(said) + "\n"


def test_columns_are_read_one_after_the_other_and_what_goes_across_first() -> None:
    heading = [(70.0, 800.0, "En overskrift, der går hen over begge spalter på hele siden og lidt til")]
    columns = written(LEFT, width=38) + written(RIGHT, x=320, width=38)
    by_line = sorted(heading + columns, key=lambda one: (-one[1], one[0]))
    assert _read(pdf(content(by_line))).text == f"{heading[0][2]}\n\n{LEFT}\n\n{RIGHT}\n"


def test_columns_with_lines_at_different_heights_are_read_one_after_the_other() -> None:
    columns = written(LEFT, width=38) + written(RIGHT, x=320, top=764, width=38)
    assert _read(pdf(content(sorted(columns, key=lambda one: -one[1])))).text == f"{LEFT}\n\n{RIGHT}\n"


def test_a_paragraph_goes_on_over_columns_and_pages() -> None:
    first, second = "Vi øvede bussen hver tirsdag hele foråret, og så ringede hun en dag til be-", "skæftigelsen selv."
    reading = _read(pdf(content([(70, 100, first)]), content([(70, 770, second)])))
    assert reading.text == f"{first[:-1]}{second}\n"


def test_running_headers_footers_and_page_numbers_are_left_out_and_told() -> None:
    pages = [
        content([(70, 810, "Evaluering af KIB"), *written(body), (280, 30, f"Side {n} af 3")])
        for n, body in enumerate(["Først øvede vi.", "Side om side gik de.", "Til sidst 3 gange."], 1)
    ]
    reading = _read(pdf(*pages))
    assert reading.text == "Først øvede vi.\n\nSide om side gik de.\n\nTil sidst 3 gange.\n"
    assert "Evaluering af KIB" in reading.notes[0]


def test_numbers_at_a_pages_foot_are_left_out_and_a_number_that_is_said_is_not() -> None:
    pages = [content([*written(f"Afsnit {word}."), (300, 30, str(n))]) for n, word in enumerate(["et", "to", "tre"], 7)]
    assert _read(pdf(*pages)).text == "Afsnit et.\n\nAfsnit to.\n\nAfsnit tre.\n"
    assert _read(pdf(content([*written("Hvor mange kom?"), (70, 500, "42")]))).text == "Hvor mange kom?\n\n42\n"


def test_what_is_said_at_the_top_of_two_pages_is_no_header() -> None:
    pages = [content(written("I: Ja.", f"Leder: Vi kom {n} gange.")) for n in (2, 3)]
    said = [text for _speaker, text, _time in _said(_read(pdf(*pages)))]
    assert said == ["Ja.", "Vi kom 2 gange.", "Ja.", "Vi kom 3 gange."]


def test_each_page_begins_where_its_first_paragraph_does() -> None:
    reading = _read(pdf(*(content(written(f"Her begynder side {word}.")) for word in ("et", "to", "tre"))))
    assert [reading.text[at:].split("\n")[0] for at in reading.page_starts] == [
        "Her begynder side et.",
        "Her begynder side to.",
        "Her begynder side tre.",
    ]


def test_a_number_at_a_lines_beginning_is_a_list_only_after_a_sentence() -> None:
    going_on = [(70, 700, "De nåede for det meste det første (mål"), (70, 687, "1) og så også det andet.")]
    assert _read(pdf(content(going_on))).text == "De nåede for det meste det første (mål 1) og så også det andet.\n"
    listed = [
        (70, 700, "De nåede for det meste disse tre mål:"),
        (70, 687, "1) at øve bussen, og"),
        (70, 674, "• mere."),
    ]
    assert _read(pdf(content(listed))).text.count("\n\n") == 2


def test_footnotes_stand_where_their_page_ends() -> None:
    note = content([(70, 90, "1 En note med små bogstaver.")], size=8)
    reading = _read(pdf(content(written("Vi øvede bussen.")) + note, content(written("Så gik det."))))
    assert reading.text == "Vi øvede bussen.\n\n1 En note med små bogstaver.\n\nSå gik det.\n"


def test_spaces_that_are_only_gaps_are_read() -> None:
    array = b"BT /F1 11 Tf 70 700 Td [(Vi) -300 (\\370vede) -300 (bus) 20 (sen)] TJ ET"
    assert _read(pdf(array)).text == "Vi øvede bussen\n"


@pytest.mark.parametrize(
    ("operators", "text"),
    [
        pytest.param(b"14 TL 70 700 Td (et) Tj T* (to) Tj (tre) '", "et to tre", id="next_line"),
        pytest.param(b"70 700 Td 1 0 0 1 70 650 Tm (her \\(nej\\) \\\\ (ja)) Tj", "her (nej) \\ (ja)", id="escapes"),
        pytest.param(b"70 700 TD <48 656a> Tj", "Hej", id="hexadecimal"),
        pytest.param(b"70 700 Td /Artifact <</Type/Pagination>> BDC (nej) Tj EMC (Hej) Tj", "Hej", id="marked_header"),
        pytest.param(b"0 1 -1 0 30 400 Tm (margen) Tj 1 0 0 1 70 700 Tm (Hej) Tj", "Hej", id="sideways_in_the_margin"),
        pytest.param(b"70 700 Td (Hej) Tj 0.2 0 Td (Hej) Tj", "Hej", id="bold_by_printing_twice"),
        pytest.param(b"70 700 Td (Hej) Tj 5 Td /F9 x Tf ( du) Tj", "Hej du", id="operators_with_wrong_operands"),
    ],
)
def test_text_operators(operators: bytes, text: str) -> None:
    assert _read(pdf(b"BT /F1 11 Tf " + operators + b" ET")).text == f"{text}\n"


def test_a_form_is_drawn_where_it_is_called() -> None:
    form = stream(content([(70, 700, "Inde i en form")]), b"/Subtype/Form")
    assert _read(pdf(b"/X Do", resources=b"/XObject<</X 6 0 R>>", more=[form])).text == "Inde i en form\n"


def test_a_page_that_lies_on_its_side_is_read() -> None:
    lines = b"BT /F1 11 Tf 0 1 -1 0 100 70 Tm (En linje) Tj 0 1 -1 0 113 70 Tm (og en til) Tj ET"
    assert _read(pdf(lines, page=b"/Rotate 90")).text == "En linje og en til\n"


WORDS = st.sampled_from(["Vi", "øvede", "bussen", "hver", "tirsdag", "og", "så", "gik", "det", "bedre", "for", "hende"])
PARAGRAPHS = st.lists(st.lists(WORDS, min_size=1, max_size=60), min_size=1, max_size=5)


@settings(deadline=None, max_examples=40)
@given(PARAGRAPHS, st.integers(25, 80))
def test_no_word_is_lost_or_moved(paragraphs: list[list[str]], width: int) -> None:
    texts = [" ".join(words) + "." for words in paragraphs]
    assert _read(pdf(content(written(*texts, width=width)))).text.split() == " ".join(texts).split()


# --- what is refused ------------------------------------------------------------------------------------

GOOD = pdf(content(written(LEFT)))
CIRCLE = raw([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R]/Count 1>>"])
PICTURE = [stream(b"x", b"/Subtype/Image")]
SCANNED = pdf(b"/I Do", b"/I Do", content(written(LEFT)), resources=b"/XObject<</I 10 0 R>>", more=PICTURE)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(b"%PDF-1.7", "is damaged", id="only_the_first_line"),
        pytest.param(GOOD[: len(GOOD) // 3], "is damaged", id="a_file_cut_off"),
        pytest.param(b"hej", "is damaged", id="text_called_pdf"),
        pytest.param(pdf(b""), "holds no text", id="an_empty_page"),
        pytest.param(CIRCLE, "is damaged", id="pages_in_a_circle"),
        pytest.param(SCANNED, "a.pdf is scanned: 2 of 3 pages", id="scanned_pages"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_advice(data: bytes, message: str) -> None:
    with pytest.raises(ReadError, match=message) as caught:
        _read(data)
    assert caught.value.hint


def _encrypted(password: str, algorithm: str) -> bytes:
    import io

    from pypdf import PdfWriter

    writer = PdfWriter(clone_from=io.BytesIO(GOOD))
    writer.encrypt(password, owner_password="ejer", algorithm=algorithm)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-128", "AES-256", "AES-256-R5"])
def test_a_file_with_a_password_is_refused_and_one_that_only_forbids_changes_is_read(algorithm: str) -> None:
    with pytest.raises(ReadError, match="locked with a password"):
        _read(_encrypted("hemmelig", algorithm))
    assert _read(_encrypted("", algorithm)).text == f"{LEFT}\n"


# --- hostile and huge files -----------------------------------------------------------------------------

HEJ = content([(70, 700, "Hej")])
ITSELF = [stream(b"/X Do /X Do " + HEJ, b"/Subtype/Form/Resources<</XObject<</X 6 0 R>>>>")]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(pdf(b"/X Do", resources=b"/XObject<</X 6 0 R>>", more=ITSELF), id="a_form_that_draws_itself"),
        pytest.param(pdf(HEJ + b"[" * 200_000), id="arrays_in_arrays"),
        pytest.param(pdf(HEJ + b"(" * 1_000_000), id="strings_without_an_end"),
        pytest.param(pdf(HEJ + b"0 " * 1_000_000, packed=True), id="a_million_operands"),
        pytest.param(pdf(HEJ + b"q " * 300_000, packed=True), id="states_saved_for_ever"),
        pytest.param(pdf(b"BT /F1 9 Tf 9 9 Td " + b"(a)Tj " * 200_000, packed=True), id="letters_in_one_endless_line"),
        pytest.param(pdf(b" " * 80_000_000, packed=True), id="a_decompression_bomb"),
        pytest.param(pdf(*[b" " * 20_000_000] * 4, packed=True), id="many_smaller_bombs"),
    ],
)
def test_hostile_files_take_little_time_and_memory(data: bytes) -> None:
    tracemalloc.start()
    begun = time.process_time()
    try:
        _read(data)
    except ReadError as error:
        assert error.hint
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert time.process_time() - begun < 30
    assert peak < 400_000_000


def test_five_hundred_pages_take_seconds_and_ten_thousand_are_refused() -> None:
    page = content([line for at in (770, 600, 430, 260) for line in written(LEFT, RIGHT, top=at)])
    begun = time.process_time()
    assert _read(pdf(*[page] * 500)).metadata == {"pages": 500}
    assert time.process_time() - begun < 15
    with pytest.raises(ReadError, match="has 10000 pages"):
        _read(pdf(*[b""] * 10_000))
