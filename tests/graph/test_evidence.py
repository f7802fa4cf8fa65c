from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icmo.evidence import Stretch, apart


@pytest.mark.parametrize(
    ("spans", "number"),
    [
        pytest.param([], 0, id="nothing"),
        pytest.param([(0, 10), (0, 10)], 1, id="the_same_passage_twice_is_one"),
        pytest.param([(0, 10), (10, 20)], 2, id="touching_ones_do_not_overlap"),
        pytest.param([(0, 10), (20, 30), (5, 25)], 2, id="a_bridge_between_two_swallows_none"),
        pytest.param([(0, 100), (10, 20), (30, 40), (50, 60)], 3, id="short_ones_within_a_long_one"),
    ],
)
def test_stretches_apart(spans: list[tuple[int, int]], number: int) -> None:
    assert apart([Stretch("t", *span) for span in spans]) == number


def test_the_same_place_in_two_transcripts_is_apart() -> None:
    assert apart([Stretch("a", 0, 10), Stretch("b", 0, 10)]) == 2


STRETCHES = st.lists(
    st.builds(
        lambda name, start, length: Stretch(name, start, start + length),
        st.sampled_from("ab"),
        st.integers(0, 30),
        st.integers(1, 12),
    ),
    max_size=7,
)


@given(STRETCHES)
def test_it_is_the_largest_set_that_trying_all_of_them_finds(stretches: list[Stretch]) -> None:
    def overlap(one: Stretch, other: Stretch) -> bool:
        return one.transcript == other.transcript and one.start < other.end and other.start < one.end

    best = max(
        size
        for size in range(len(stretches) + 1)
        for some in combinations(stretches, size)
        if not any(overlap(*pair) for pair in combinations(some, 2))
    )
    assert apart(stretches) == best
