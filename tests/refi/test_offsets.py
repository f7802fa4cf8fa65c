from __future__ import annotations

import sys
import unicodedata
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icmo.refi.offsets import Convention, Layout, _joins
from icmo.text.anchors import normalise

CONVENTIONS = [Convention(*values) for values in product((False, True), (2, 1), (1, 2), (False, True))]
ODD = [
    "🙂",
    "👩🏽200d🦰",
    "e\u0301",
    "a\u0323\u0301",
    "A\u030a",
    "\u212b",
    "\u0958",
    "\u1112\u1161\u11ab",
    "\r\n",
    "\n",
    "\r",
]
ODD += [
    "\ufeff",
    "\u0301",
    "\u0323",
    "𝕏",
    "\u2028",
    "æ",
    "o",
    "r",
    " ",
    "\x00",
    "\U000110ba",
    "\U00011099",
    "i\ufeff\u0301",
]
raw_texts = st.lists(st.sampled_from(ODD) | st.text(max_size=3), max_size=25).map("".join)


def _counted(raw: str, convention: Convention, *, inline: bool) -> int:
    """How much a raw text counts, letter by letter: the small writer that places are made with."""
    total, before = 0, ""
    for number, letter in enumerate(raw):
        if letter == "\ufeff" and number == 0:
            total += convention.mark
        elif letter == "\n" and before == "\r":
            total += convention.crlf - 1
        elif letter == "\n" and inline:
            total += convention.inline
        else:
            total += 1 + (convention.utf16 and letter > "\uffff")
        before = letter
    return total


def _places(raw: str) -> list[int]:
    """Where a text can be cut without dividing what NFC or LF makes one."""
    whole = normalise(raw)
    return [n for n in range(len(raw) + 1) if normalise(raw[:n]) + normalise(raw[n:]) == whole]


@pytest.mark.parametrize("inline", [False, True], ids=["in_a_file", "in_the_xml"])
@pytest.mark.parametrize("convention", CONVENTIONS, ids=repr)
@given(raw=raw_texts, data=st.data())
def test_a_place_counted_by_any_convention_is_found_in_the_normalised_text(
    convention: Convention, inline: bool, raw: str, data: st.DataObject
) -> None:
    raw = raw.replace("\r\n", "\n") if inline else raw
    start, end = sorted(data.draw(st.tuples(*[st.sampled_from(_places(raw))] * 2)))
    layout = Layout(raw, inline=inline)
    places = layout.places(convention)
    counts = [_counted(raw[:place], convention, inline=inline) for place in (start, end)]
    first, last = places.span(*counts)
    expected = normalise(raw[:end])[len(normalise(raw[:start])) :]
    assert layout.text == normalise(raw)
    assert layout.text[first:last] == expected or counts[0] == counts[1]


@given(raw=raw_texts)
def test_the_end_of_the_raw_text_is_the_end_of_the_normalised_one(raw: str) -> None:
    layout = Layout(raw)
    for convention in CONVENTIONS:
        places = layout.places(convention)
        assert places.at(places.length) == len(layout.text) == places.at(10**12)
        assert places.length == _counted(raw, convention, inline=False)


@given(raw=raw_texts, numbers=st.lists(st.integers(-3, 90), min_size=2, max_size=2))
def test_any_numbers_give_a_span_within_the_text(raw: str, numbers: list[int]) -> None:
    for convention in CONVENTIONS:
        start, end = Layout(raw).places(convention).span(*sorted(numbers))
        assert 0 <= start <= end <= len(normalise(raw))


@pytest.mark.parametrize(
    ("raw", "convention", "span", "words"),
    [
        pytest.param("\ufeffHej\r\nverden", Convention(), (5, 11), "verden", id="crlf_counts_two_and_the_mark_nothing"),
        pytest.param("\ufeffHej\r\nverden", Convention(crlf=1), (4, 10), "verden", id="crlf_counts_one"),
        pytest.param("\ufeffHej\r\nverden", Convention(mark=True), (6, 12), "verden", id="the_mark_counts"),
        pytest.param("🙂 hej 🙂 du", Convention(utf16=True), (3, 6), "hej", id="an_emoji_counts_two_in_utf16"),
        pytest.param("🙂 hej 🙂 du", Convention(), (2, 5), "hej", id="an_emoji_counts_one_in_code_points"),
        pytest.param("A\u030aben dør", Convention(), (6, 9), "dør", id="an_accent_of_its_own_counts"),
        pytest.param("A\u030aben", Convention(), (1, 3), "Åb", id="half_a_letter_is_the_whole_letter"),
        pytest.param("A🙂B", Convention(utf16=True), (0, 2), "A🙂", id="half_an_emoji_is_the_whole_emoji"),
        pytest.param("et\r\nto", Convention(), (0, 3), "et", id="half_a_line_end_is_none"),
        pytest.param("\ufeff\ufeffHej", Convention(), (1, 4), "Hej", id="a_second_mark_counts"),
        pytest.param("x\u0302y", Convention(), (1, 3), "\u0302y", id="an_accent_that_stays_may_be_cut_off"),
    ],
)
def test_a_span_by_hand(raw: str, convention: Convention, span: tuple[int, int], words: str) -> None:
    layout = Layout(raw)
    assert layout.text[slice(*layout.places(convention).span(*span))] == words


def test_everything_that_nfc_joins_to_what_stands_before_is_known() -> None:
    for number in range(sys.maxunicode + 1):
        parts = unicodedata.decomposition(chr(number)).split()
        if len(parts) == 2 and not parts[0].startswith("<"):
            last = chr(int(parts[1], 16))
            if unicodedata.normalize("NFC", "".join(chr(int(one, 16)) for one in parts)) == chr(number):
                assert _joins(last), hex(number)


def test_a_text_of_marks_takes_no_longer_than_its_length(benchmark_seconds: float = 5) -> None:
    import time

    begun = time.perf_counter()
    Layout("x\u0301" + "x" + "\ufeff" * 300_000 + "\r" * 300_000)
    assert time.perf_counter() - begun < benchmark_seconds
