from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icmo.text import matching
from icmo.text.matching import matches

FEW_WORDS = st.lists(st.sampled_from("abcdef"), max_size=40)
MANY_WORDS = st.lists(st.integers(0, 60).map(str), max_size=40)
SEQUENCES = st.one_of(FEW_WORDS, MANY_WORDS)
LENGTHS = pytest.mark.parametrize("short", [1, 10_000], ids=["by_landmarks", "by_longest_runs"])


@LENGTHS
@given(one=SEQUENCES, other=SEQUENCES)
def test_what_is_matched_is_equal_and_rises_on_both_sides(short: int, one: Sequence[str], other: Sequence[str]) -> None:
    with patch.object(matching, "SHORT", short):
        found = matches(one, other)
    assert all(one[i] == other[j] for i, j in found)
    assert all(a < c and b < d for (a, b), (c, d) in pairwise(found))


@LENGTHS
@given(before=SEQUENCES, inserted=SEQUENCES, after=SEQUENCES)
def test_all_that_was_there_is_matched_when_something_is_inserted(
    short: int, before: list[str], inserted: list[str], after: list[str]
) -> None:
    with patch.object(matching, "SHORT", short):
        found = matches(before + after, before + inserted + after)
    assert [i for i, _ in found] == list(range(len(before + after)))


@LENGTHS
@given(st.lists(st.integers(0, 200).map(str), unique=True, max_size=60), st.data())
def test_what_stands_once_and_in_the_same_order_is_matched(short: int, words: list[str], data: st.DataObject) -> None:
    replaced = data.draw(st.sets(st.sampled_from(words))) if words else set()
    with patch.object(matching, "SHORT", short):
        found = matches(words, [f"new {word}" if word in replaced else word for word in words])
    assert found == [(i, i) for i, word in enumerate(words) if word not in replaced]


@LENGTHS
def test_a_word_replaced_all_over_leaves_the_others_matched_even_if_none_stands_once(short: int) -> None:
    words = ["line", "kom", "og", "line", "gik", "og", "mor", "sov"] * 3
    with patch.object(matching, "SHORT", short):
        found = matches(words, [word.replace("line", "karin") for word in words])
    assert found == [(i, i) for i, word in enumerate(words) if word != "line"]


def test_words_that_stand_nowhere_once_are_known_by_four_in_a_row(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matching, "SHORT", 1)
    found = matches(list("xabcdyacbdz"), list("pacbdqabcdr"))
    assert found == [(6, 1), (7, 2), (8, 3), (9, 4)]  # "acbd"; "abcd" stands on the other side of it


def test_long_sequences_in_which_every_fifth_word_is_another_are_matched_by_the_rest() -> None:
    words = [str(n % 700) for n in range(20_000)]
    changed = [f"{word}x" if n % 5 == 0 else word for n, word in enumerate(words)]
    assert matches(words, changed) == [(n, n) for n in range(20_000) if n % 5]


def test_a_long_refrain_in_which_a_word_is_missing_now_and_then_is_matched_by_halves() -> None:
    refrain = ["og", "så", "gik", "vi"] * 1000
    sung = [word for n, word in enumerate(refrain) if n % 37 or n % 4 == 0] + ["og", "så", "gik"]
    found = matches(refrain, sung)
    assert len(found) > 0.95 * len(sung)
