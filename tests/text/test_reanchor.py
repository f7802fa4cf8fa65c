from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icmo.text.anchors import trim
from icmo.text.reanchor import align
from tests.text.test_same import TEXTS

SAYINGS = ["hun", "fik", "ro", "og", "det", "var", "godt", "🙂", "é", "q\u0303", "men", "ja"]
WORDS = st.lists(st.sampled_from(SAYINGS), min_size=1, max_size=12)
OTHER_WORDS = st.lists(st.sampled_from([f"x{word}" for word in SAYINGS]), min_size=1, max_size=12)


def _offset(data: st.DataObject, text: str) -> int:
    return data.draw(st.integers(0, len(text)))


def _quote(before: str, after: str, quote: str) -> str | None:
    """What becomes of a quote of the old text in the new one."""
    start = before.index(quote)
    span = align(before, after).span(start, start + len(quote))
    return after[slice(*span)] if span else None


# --- Spans ----------------------------------------------------------------------------------------------


@given(TEXTS, TEXTS)
def test_blocks_and_changes_tile_both_texts(before: str, after: str) -> None:
    found = align(before, after)
    old = sum(c.end - c.start for c in found.changes) + sum(b.size for b in found.blocks)
    new = sum(c.new_end - c.new_start for c in found.changes) + sum(b.size for b in found.blocks)
    assert (old, new) == (len(before), len(after))


@given(TEXTS, st.data())
def test_in_the_same_text_a_span_stays_where_it_is_but_for_white_space(text: str, data: st.DataObject) -> None:
    start, end = sorted((_offset(data, text), _offset(data, text)))
    assert align(text, text).span(start, end) == (trim(text, start, end) if text[start:end].strip() else None)


@given(WORDS, WORDS, WORDS, OTHER_WORDS, st.sampled_from([" ", "\n", "\n\n"]), st.booleans())
def test_inserting_words_outside_a_span_never_changes_its_quote(
    first: list[str], coded: list[str], last: list[str], inserted: list[str], between: str, in_front: bool
) -> None:
    before = between.join(map(" ".join, (first, coded, last)))
    parts = (first, inserted, coded, last) if in_front else (first, coded, inserted, last)
    after = between.join(map(" ".join, parts))
    start = len(" ".join(first)) + len(between)
    found = align(before, after).span(start, start + len(" ".join(coded)))
    assert found is not None
    assert after[slice(*found)].split() == coded


@given(st.lists(st.tuples(WORDS, st.sampled_from(["kept", "gone", "other", "doubled"])), max_size=12), st.data())
def test_a_span_within_an_unchanged_line_keeps_its_quote(
    lines: list[tuple[list[str], str]], data: st.DataObject
) -> None:
    old = [" ".join([str(number), *words]) for number, (words, _) in enumerate(lines)]
    fates = {"kept": "{}\n\n", "gone": "", "other": "x{}\n", "doubled": "{} ja {}\n"}
    before = "\n\n".join(old)
    after = "".join(fates[fate].replace("{}", line) for line, (_, fate) in zip(old, lines, strict=True))
    found = align(before, after)
    for line in (line for line, (_, fate) in zip(old, lines, strict=True) if fate == "kept"):
        place = re.search(rf"^{line}$", before, re.MULTILINE)
        assert place is not None
        start, end = trim(before, *sorted((place.start() + _offset(data, line), place.start() + _offset(data, line))))
        if start < end:
            span = found.span(start, end)
            assert span is not None
            assert after[slice(*span)] == before[start:end]


@given(TEXTS, TEXTS, st.data())
def test_a_span_is_gone_only_when_none_of_its_words_is_left(before: str, after: str, data: st.DataObject) -> None:
    found = align(before, after)
    start, end = sorted((_offset(data, before), _offset(data, before)))
    left = "".join(before[max(b.before, start) : max(start, min(b.end, end))] for b in found.blocks)
    span = found.span(start, end)
    if any(map(str.isalnum, left)):
        assert span is not None
    if span and any(map(str.isalnum, before[start:end])):
        assert any(map(str.isalnum, after[slice(*span)]))
        assert trim(after, *span) == span


@given(TEXTS, TEXTS, st.data())
def test_a_span_within_another_stays_within_it(before: str, after: str, data: st.DataObject) -> None:
    found = align(before, after)
    a, b, c, d = sorted(_offset(data, before) for _ in range(4))
    inner, outer = found.span(b, c), found.span(a, d)
    if inner and any(map(str.isalnum, before[b:c])):
        assert outer is not None
        assert outer[0] <= inner[0] < inner[1] <= outer[1]


SAID = "I: Hvad så?\n\nLEDER: Vi øvede busen med hende. Så fik hun overblik.\n\nI: Og siden?"


@pytest.mark.parametrize(
    ("change", "quote", "expected"),
    [
        pytest.param(
            ("busen", "bussen"), "busen med hende", "bussen med hende", id="a_word_corrected_at_the_beginning"
        ),
        pytest.param(("overblik", "et overblik"), "fik hun overblik", "fik hun et overblik", id="a_word_put_inside"),
        pytest.param(
            ("hende", "Fatima"), "øvede busen med hende", "øvede busen med Fatima", id="the_last_word_replaced"
        ),
        pytest.param(("busen", "bussen"), "busen", "bussen", id="the_only_word_corrected"),
        pytest.param(("busen", "(bussen)"), "øvede busen", "øvede (bussen)", id="a_word_put_in_brackets"),
        pytest.param(("Vi øvede", "»Hun øver"), "Vi øvede", "»Hun øver", id="signs_that_came_with_the_new_words"),
        pytest.param(("øvede busen", "tog toget"), "busen med", "toget med", id="one_of_two_words_replaced_by_two"),
        pytest.param(
            ("busen", "[transport i byen]"), "Vi øvede busen", "Vi øvede [transport i byen]", id="a_pseudonym"
        ),
        pytest.param(("hende. Så", "hende, så"), "med hende", "med hende", id="a_full_stop_after_it_replaced"),
        pytest.param((" med hende", ""), "øvede busen med hende", "øvede busen", id="its_last_words_deleted"),
        pytest.param((" Så fik hun", ""), "fik hun overblik", "overblik", id="its_first_words_deleted"),
        pytest.param((" Så fik hun overblik.", ""), "fik hun", None, id="its_sentence_deleted"),
        pytest.param(("Vi øvede", "Altså, vi øvede"), "øvede busen", "øvede busen", id="the_word_before_it_replaced"),
        pytest.param(("hende. ", "hende.\n\nLEDER: "), "hende. Så fik", "hende.\n\nLEDER: Så fik", id="a_turn_parted"),
        pytest.param(("?\n\nLEDER: ", "? "), "Hvad så?\n\nLEDER: Vi øvede", "Hvad så? Vi øvede", id="two_turns_joined"),
        pytest.param(("I: Hvad", "🙂🙂 I: Hvad"), "overblik", "overblik", id="emoji_before_it"),
        pytest.param(
            ("øvede busen", "øve\u0301de  busen"), "øvede busen", "øve\u0301de  busen", id="combining_accents"
        ),
    ],
)
def test_a_coding_follows_its_words(change: tuple[str, str], quote: str, expected: str | None) -> None:
    assert _quote(SAID, SAID.replace(*change), quote) == expected


def test_a_turn_replaced_by_another_is_gone_although_they_share_small_words() -> None:
    before = "I: Hvad så?\n\nLEDER: Det var svært for hende at tage bussen, og hun blev hjemme.\n\nI: Og siden?"
    after = "I: Hvad så?\n\nLEDER: Nej, praktikken begyndte først i maj, og derfor ventede alle på det.\n\nI: Og siden?"
    assert _quote(before, after, "hende at tage bussen, og hun blev hjemme") is None


def test_lines_broken_elsewhere_keep_every_quote() -> None:
    before = "Vi øvede bussen med hende\nhver tirsdag, og så begyndte\nhun selv at ringe til os."
    after = "Vi øvede bussen\nmed hende hver tirsdag, og så\nbegyndte hun selv at\nringe til os."
    for quote in ("bussen med hende\nhver", "og så begyndte\nhun", "selv at ringe"):
        assert (_quote(before, after, quote) or "").split() == quote.split()


def test_half_of_what_was_replaced_takes_all_that_is_new() -> None:
    before, after = "hun aa bb cc dd gik hjem", "hun xx yy gik hjem"
    assert _quote(before, after, "cc dd gik") == "xx yy gik"
    assert _quote(before, after, "dd gik") == "gik"


def test_a_span_of_signs_alone_stays_while_one_of_them_is_left() -> None:
    assert _quote("Ja. 🙂 Nej.", "Ja da. 🙂 Nej.", "🙂") == "🙂"
    assert _quote("Ja. 🙂 Nej.", "Ja. Nej.", "🙂") is None


def test_a_name_replaced_in_every_line_of_a_long_interview_leaves_all_else_in_place() -> None:
    # no line is as it was; were all words compared with all, this would take minutes
    before = "\n\n".join(f"LEDER: Line kom dag {n}, og {n % 7} gange ringede Line til mor." for n in range(2000))
    found = align(before, before.replace("Line", "[Navn 1]"))
    for n in (0, 999, 1999):
        start = before.index(f"kom dag {n}, og")
        span = found.span(start, before.index(" til mor", start))
        assert span is not None
        assert found.after[slice(*span)] == f"kom dag {n}, og {n % 7} gange ringede [Navn 1]"


# --- Places ---------------------------------------------------------------------------------------------


@given(TEXTS, TEXTS)
def test_places_rise_with_their_offsets_and_lie_in_the_text(before: str, after: str) -> None:
    found = align(before, after)
    places = [found.place(offset) for offset in range(len(before) + 1)]
    assert places == sorted(places)
    assert all(0 <= place <= len(after) for place in places)


@given(TEXTS, TEXTS)
def test_the_place_of_what_is_kept_holds_the_same_character(before: str, after: str) -> None:
    found = align(before, after)
    kept = [offset for block in found.blocks for offset in range(block.before, block.end)]
    assert all(after[found.place(offset)] == before[offset] for offset in kept)


def test_a_place_in_a_deleted_stretch_is_where_that_was() -> None:
    found = align("hun tog bussen hjem", "hun hjem")
    assert [found.place(offset) for offset in (4, 6, 14, 15)] == [4, 4, 4, 4]


@given(TEXTS, TEXTS, st.data())
def test_the_stretch_around_a_span_holds_what_is_left_of_it(before: str, after: str, data: st.DataObject) -> None:
    found = align(before, after)
    start, end = sorted((_offset(data, before), _offset(data, before)))
    first, last = found.around(start, end)
    assert 0 <= first <= last <= len(after)
    kept = [found.place(o) for b in found.blocks for o in range(max(b.before, start), min(b.end, end))]
    assert all(first <= place < last for place in kept)


def test_what_was_added_at_the_ends_lies_around_a_span_but_not_in_it() -> None:
    found = align("I: Hvad? L: Vi kom. I: Ja.", "I: Hvad? L: Jo. Vi kom. Altid. I: Ja.")
    start, end = 12, 19
    assert [found.before[start:end], found.after[slice(*(found.span(start, end) or (0, 0)))]] == ["Vi kom."] * 2
    assert found.after[slice(*found.around(start, end))] == "Jo. Vi kom. Altid."


@pytest.mark.parametrize(
    "after",
    [
        pytest.param("I: Nå? L: Jo. Vi kom. Vi sov. I: Ja.", id="which_begins_like_the_coding"),
        pytest.param("I: Nå? L: Vi sov. Vi kom. I: Ja.", id="before_it_beginning_like_it"),
        pytest.param("I: Nej? L: Nej. Vi kom. Altid. I: Ja.", id="which_ends_like_the_coding"),
    ],
)
def test_a_sentence_put_beside_a_coding_stays_outside(after: str) -> None:
    assert _quote("I: Nå? L: Vi kom. I: Ja.", after, "Vi kom.") == "Vi kom."
    assert _quote(after, "I: Nå? L: Vi kom. I: Ja.", "Vi kom.") == "Vi kom."


@given(TEXTS, TEXTS, st.data())
def test_a_stretch_is_new_when_no_letter_in_it_was_kept(before: str, after: str, data: st.DataObject) -> None:
    found = align(before, after)
    start, end = sorted((_offset(data, after), _offset(data, after)))
    kept = "".join(after[max(b.after, start) : max(start, min(b.new_end, end))] for b in found.blocks)
    assert found.is_new(start, end) == (not any(map(str.isalnum, kept)))
