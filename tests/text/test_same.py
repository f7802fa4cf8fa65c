from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icmo.text.same import same_stretches

ODD = st.sampled_from(
    [
        "e\u0301 ",
        "q\u0303",
        "👩‍👩‍👧",
        "🙂",
        "\n",
        "\n\n",
        "LEDER: ",
        "ja",
        "ja ",
        "æøå ",
        " ",
        "ord ",
        "og det ",
        ".",
        "שלום",
    ]
)
TEXTS = st.lists(st.one_of(ODD, st.text("abc æ🙂\n.", max_size=4)), max_size=30).map("".join)


def _shared(before: str, after: str) -> list[str]:
    return [before[block.before : block.end] for block in same_stretches(before, after)]


@given(TEXTS, TEXTS)
def test_stretches_are_the_same_in_both_texts_and_rise_with_a_change_between_them(before: str, after: str) -> None:
    found = same_stretches(before, after)
    assert all(before[b.before : b.end] == after[b.after : b.new_end] != "" for b in found)
    assert all(a.end <= b.before and a.new_end <= b.after for a, b in pairwise(found))
    assert all((a.end, a.new_end) != (b.before, b.after) for a, b in pairwise(found))


@given(TEXTS)
def test_a_text_is_the_same_as_itself(text: str) -> None:
    assert _shared(text, text) == ([text] if text else [])


@pytest.mark.parametrize(
    ("before", "after", "shared"),
    [
        pytest.param("Vi kom.\nVi gik.", "Vi kom.\nVi gik.\nVi sov.", ["Vi kom.\nVi gik."], id="a_line_added"),
        pytest.param("Han kom hjem.", "Hun kom hjem.", [" kom hjem."], id="whole_words_only"),
        pytest.param(
            "Så kom hun. Nu.", "Så kom hun. Der. Nu.", ["Så kom hun. ", "Nu."], id="a_sentence_is_put_in_whole"
        ),
        pytest.param(
            "A. Vi kom. B.", "A. Vi gik. Vi kom. B.", ["A. ", "Vi kom. B."], id="also_when_it_begins_like_the_next"
        ),
        pytest.param(
            "A. Vi gik. Vi kom. B.", "A. Vi kom. B.", ["A. ", "Vi kom. B."], id="a_sentence_is_taken_out_whole"
        ),
        pytest.param("Vi\nkom  hjem.", "Vi kom  hjem.", ["Vi", "kom  hjem."], id="other_white_space_is_a_change"),
        pytest.param("🙂 kom 🙂.", "🙂🙂 kom 🙂!", ["🙂 kom 🙂"], id="emoji_count_as_one"),
    ],
)
def test_what_is_the_same(before: str, after: str, shared: list[str]) -> None:
    assert _shared(before, after) == shared


def test_small_words_that_unlike_lines_share_by_chance_are_not_the_same() -> None:
    before = "Først.\nHun skulle selv tage bussen, og det var svært for hende.\nSidst."
    after = "Først.\nVi har en mentor i firmaet, og han ringer, når det brænder på.\nSidst."
    assert _shared(before, after) == ["Først.\n", ".\nSidst."]


def test_eight_words_in_a_row_are_the_same_in_whatever_line() -> None:
    row = "en to tre fire fem seks syv otte"
    before = f"aa bb cc dd ee ff gg hh ii jj kk ll mm {row} nn oo pp"
    after = f"ab ac ad ae af ag ah ai aj ak al am an {row} ao ap aq"
    assert _shared(before, after) == [f" {row} "]
    assert _shared(before.replace("tre", ""), after.replace("tre", "")) == []
