from __future__ import annotations

import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from icmo.errors import InvalidError
from icmo.text.anchors import cut, find, normalise, sha256, trim

ODD = st.sampled_from(
    ["e\u0301", "a\u030a", "👩‍👩‍👧", "🙂", "\r\n", "\r", "\n", "ﬁ", "שלום", "æøå", " ", "ord", "\ufeff", "\x0c"]
)
TEXTS = st.lists(st.one_of(ODD, st.text(max_size=4)), max_size=30).map("".join)


@given(TEXTS)
def test_normalised_text_is_nfc_with_line_feeds_and_stays_so(text: str) -> None:
    once = normalise(text)
    assert unicodedata.is_normalized("NFC", once)
    assert "\r" not in once
    assert normalise(once) == once


@given(TEXTS, st.data())
def test_a_span_gives_its_quote_with_at_most_32_characters_on_either_side(text: str, data: st.DataObject) -> None:
    text = normalise(text)
    assume(text)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    prefix, quote, suffix = cut(text, start, end)
    assert prefix + quote + suffix == text[max(0, start - 32) : end + 32]
    assert quote == text[start:end]


def test_places_of_a_quote_that_overlap_are_told_apart() -> None:
    assert find("æøåååå", "åå", prefix="æøå", suffix="å", near=3) == (3, 5)


@given(TEXTS, st.data())
def test_a_quote_is_found_again_by_its_surroundings(text: str, data: st.DataObject) -> None:
    text = normalise(text)
    assume(text.strip())
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    start, end = trim(text, start, end)
    assume(start < end)
    prefix, quote, suffix = cut(text, start, end)
    found = find(text, quote, prefix=prefix, suffix=suffix, near=start)
    assert found == (start, end) or text[slice(*found)].split() == quote.split()
    if text.count(quote) == 1 and len(quote.split()) == 1:
        assert found == (start, end)


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (2, 2), (3, 2), (0, 99)])
def test_a_span_outside_the_text_is_refused(start: int, end: int) -> None:
    with pytest.raises(InvalidError, match="no span"):
        cut("kort", start, end)


def test_offsets_count_code_points_not_bytes_or_utf16_units() -> None:
    text = normalise("🙂🙂 hun fik overblik")
    assert cut(text, 3, 6)[1] == "hun"


def test_a_quote_that_stands_twice_is_told_apart_by_what_is_before_it() -> None:
    text = "først ja, så. Siden ja, nej."
    assert find(text, "ja", prefix="Siden ") == (20, 22)


def test_a_quote_that_stands_twice_with_nothing_to_tell_is_refused() -> None:
    with pytest.raises(InvalidError, match="2 times"):
        find("ja og ja", "ja")


def test_a_quote_across_a_line_break_is_found() -> None:
    assert find("hun fik\noverblik", "fik overblik") == (4, 16)


def test_a_missing_quote_is_refused_with_its_beginning() -> None:
    with pytest.raises(InvalidError, match="“findes ikke” does not occur"):
        find("noget helt andet", "findes ikke")


def test_the_hash_is_that_of_the_utf8_bytes() -> None:
    # printf 'abc' | sha256sum (FIPS 180-2, appendix B.1)
    assert sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
