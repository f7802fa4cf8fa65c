"""Whole files whose places are counted as programs do, read back to the words that were marked."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icmo.refi.parcel import Parcel
from icmo.refi.reading import read_qdpx
from icmo.refi.writing import qdpx
from icmo.text.anchors import normalise
from tests.factories import a_coding, a_material, a_transcript
from tests.refi.packages import codes, guid, project, selection, with_text

LINES = ["Interviewer: Hvordan går det? 🙂", "Borger: Jeg føler mig hjulpet 🚌 – men ikke hørt.", "", "Leder: Ja. 🚀🚀"]
PARTS = ["Hvordan går det?", "Jeg føler mig hjulpet", "men ikke hørt.", "Leder: Ja.", "ikke hørt", "Borger:"]


def _units(text: str, *, utf16: bool) -> int:
    return len(text.encode("utf-16-le")) // 2 if utf16 else len(text)


def _written(
    lines: list[str], parts: list[str], *, origin: str, utf16: bool, crlf: int, names: bool, bom: str
) -> bytes:
    """A package with CRLF in its text, whose selections count as told."""
    text = "\n".join(lines)
    marked = []
    for part in parts:
        start = text.index(part)
        places = (
            _units(text[:place], utf16=utf16) + (crlf - 1) * text[:place].count("\n")
            for place in (start, start + len(part))
        )
        marked.append(selection(*places, "a", name=part if names else ""))
    return with_text(bom.encode() + text.replace("\n", "\r\n").encode(), *marked, origin=origin)


def _words(parcel: Parcel) -> list[str]:
    texts = {source.guid: source.text for source in parcel.sources}
    return [texts[coding.source][coding.start : coding.end] for coding in parcel.codings]


def _told(parcel: Parcel) -> str:
    return next((remark.what for remark in parcel.remarks if remark.noun == "offset"), "")


@pytest.mark.parametrize("bom", ["", "\ufeff"], ids=["no_mark", "a_mark"])
@pytest.mark.parametrize(
    ("origin", "utf16", "crlf", "names", "reason"),
    [
        pytest.param("NVivo 12", True, 2, False, "So NVivo 12 counts.", id="nvivo_by_its_habit"),
        pytest.param("ATLAS.ti 23", False, 1, False, "So ATLAS.ti 23 counts.", id="atlas_by_its_habit"),
        pytest.param("QualCoder 4", False, 1, True, "names of selections hold the words", id="qualcoder_by_names"),
        pytest.param("ATLAS.ti 23", True, 1, True, "names of selections hold the words", id="atlas_utf16_by_names"),
        pytest.param("ATLAS.ti 23", False, 2, True, "names of selections hold the words", id="atlas_crlf_two_by_names"),
        pytest.param("MAXQDA 24", True, 2, False, "So most selections begin and end", id="unknown_by_boundaries"),
        pytest.param("", False, 2, False, "So the standard says", id="the_standard"),
        pytest.param(
            "NVivo 14", False, 2, True, "names of selections hold the words", id="nvivo_if_it_learns_to_count"
        ),
    ],
)
def test_the_marked_words_are_found(origin: str, utf16: bool, crlf: int, names: bool, reason: str, bom: str) -> None:
    data = _written(LINES, PARTS, origin=origin, utf16=utf16, crlf=crlf, names=names, bom=bom)
    parcel = read_qdpx(data, "a.qdpx")
    assert _words(parcel) == PARTS
    assert parcel.unit == ("UTF-16" if utf16 else "code points")
    assert reason in _told(parcel)


@pytest.mark.parametrize("utf16", [False, True], ids=["code_points", "utf16"])
@pytest.mark.parametrize("crlf", [1, 2], ids=["crlf_one", "crlf_two"])
@pytest.mark.parametrize("origin", ["NVivo 12", "ATLAS.ti 23", "MAXQDA 24"])
def test_boundaries_of_words_and_lines_tell_what_any_program_counts(origin: str, utf16: bool, crlf: int) -> None:
    lines = [f"Borger {n}: Det gik {'godt' * (n % 3)} 🙂 den {n}. gang, tror jeg." for n in range(100, 130)]
    parts = [f"den {n}. gang" for n in range(100, 130)]
    data = _written(lines, parts, origin=origin, utf16=utf16, crlf=crlf, names=False, bom="")
    assert _words(read_qdpx(data, "a.qdpx")) == parts


@pytest.mark.parametrize("origin", ["NVivo", "MAXQDA", "ATLAS.ti"])
def test_nothing_is_asked_where_nothing_counts_otherwise(origin: str) -> None:
    text = "Æblet på øen.\nDet var godt."
    parcel = read_qdpx(with_text(text, selection(0, 5, "a"), selection(14, 27, "b"), origin=origin), "a.qdpx")
    assert (_words(parcel), _told(parcel)) == (["Æblet", "Det var godt."], "")


def test_a_shift_by_a_byte_order_mark_is_seen_by_names() -> None:
    text = "\ufeffAnna kom. Bo gik."
    marked = [selection(1, 5, "a", name="Anna"), selection(11, 13, "a", name="Bo")]
    parcel = read_qdpx(with_text(text, *marked, origin="QualCoder 3.5"), "a.qdpx")
    assert _words(parcel) == ["Anna", "Bo"]
    assert "The byte-order mark counts." in _told(parcel)


def test_names_that_were_cut_off_tell_as_much() -> None:
    text = "🙂🙂🙂 " + "Det er en lang historie om bussen. " * 5
    parcel = read_qdpx(with_text(text, selection(7, 150, "a", name="Det er en lang historie om b…")), "a.qdpx")
    assert (parcel.unit, _words(parcel)[0][:12]) == ("UTF-16", "Det er en la")


def test_names_that_are_no_words_of_the_text_tell_nothing() -> None:
    marked = [selection(place, place + 3, "a", name=f"Quotation 1:{place}") for place in (2, 6, 10)]
    parcel = read_qdpx(with_text("🙂 hej med dig", *marked), "a.qdpx")
    assert (parcel.unit, _words(parcel)) == ("code points", ["hej", "med", "dig"])


@pytest.mark.parametrize(
    ("name", "line_end", "words"),
    [("", 1, ["To.", "Tre."]), ("To.", 2, ["To.", "Tre."])],
    ids=["as_the_parser_gives_it", "as_names_tell"],
)
def test_line_ends_in_the_xml_count_one_unless_names_tell_otherwise(name: str, line_end: int, words: list[str]) -> None:
    start = 3 + line_end
    inner = selection(start, start + 3, "a", name=name)
    inner += selection(start + 3 + line_end, start + 7 + line_end, "b", name=name and "Tre.")
    text = "<PlainTextContent>Et.\r\nTo.\r\nTre.</PlainTextContent>"
    xml = project(f'{codes("a", "b")}<Sources><TextSource guid="{guid("x")}">{text}{inner}</TextSource></Sources>')
    assert _words(read_qdpx(xml.encode(), "a.qde")) == words


letters = st.sampled_from(
    ["Så ", "ø", "🙂", "e\u0301", "A\u030a", "\u212b", "👍🏽", "x", " ", ".", "\r\n", "\n", "\r", "𝕏"]
)


@pytest.mark.parametrize(
    ("origin", "utf16", "crlf"),
    [("NVivo Mac", True, 2), ("ATLAS.ti", False, 1), ("Somebody", False, 2)],
    ids=["nvivo", "atlas", "the_standard"],
)
@given(
    parts=st.lists(letters, max_size=30),
    spans=st.lists(st.tuples(st.integers(0, 30), st.integers(1, 30))),
    bom=st.booleans(),
)
def test_words_with_names_are_read_back_exactly(
    origin: str, utf16: bool, crlf: int, parts: list[str], spans: list[tuple[int, int]], bom: bool
) -> None:
    pieces = "\x00".join(parts).replace("\r\x00\n", "\r\n").split("\x00")  # no place within a line end
    marked: dict[str, str] = {}
    for start, length in spans:
        before, words = "".join(pieces[:start]), "".join(pieces[start : start + length])
        places = [_units(said, utf16=utf16) - (2 - crlf) * said.count("\r\n") for said in (before, before + words)]
        if words.strip():
            name = words.replace("\r", " ").replace("\n", " ")
            marked[selection(*places, "a", name=name)] = normalise(words)
    raw = ("\ufeff" if bom else "") + "".join(pieces)
    parcel = read_qdpx(with_text((raw + "x").encode(), *marked, origin=origin), "a.qdpx")
    assert _words(parcel) == list(marked.values())


@pytest.mark.parametrize(
    ("start", "end", "words", "remark"),
    [
        pytest.param(4, 6, ["du"], "", id="half_open"),
        pytest.param(6, 4, ["du"], "ended before they began and were turned round", id="turned_round"),
        pytest.param(4, 99, ["du"], "reached beyond their text and were cut off at its end", id="beyond_the_end"),
        pytest.param(
            -3, 3, ["Hej"], "reached beyond their text and were cut off at its end", id="before_the_beginning"
        ),
        pytest.param(70, 99, [], "mark no words and were left out", id="wholly_beyond"),
        pytest.param(4, 4, [], "mark no words and were left out", id="empty"),
        pytest.param("4.0", "6.0", ["du"], "", id="with_a_point"),
        pytest.param("fire", 6, [], "have no place in their text and were left out", id="no_number"),
        pytest.param("9" * 5000, 6, [], "have no place in their text and were left out", id="too_large_a_number"),
    ],
)
def test_places_that_are_odd_are_mended_or_remarked_on(
    start: object, end: object, words: list[str], remark: str
) -> None:
    parcel = read_qdpx(with_text("Hej du", selection(start, end, "a")), "a.qdpx")
    assert _words(parcel) == words
    assert not remark or remark in [one.what for one in parcel.remarks]


def test_a_file_of_our_own_is_never_guessed_at() -> None:
    """By boundaries alone the one selection, a line end after an emoji, would look like the emoji in UTF-16."""
    source = a_transcript("🙂\n", turns=())
    codings = [replace(a_coding(source, "tro"), start=1, end=2, quote="\n")]
    (read,) = read_qdpx(qdpx(a_material([source], codings))[0], "own.qdpx").codings
    assert (read.start, read.end) == (1, 2)
