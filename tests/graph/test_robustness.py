from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icmo.errors import InvalidError, NotFoundError
from icmo.graph import Claim
from icmo.graph.paths import threads
from icmo.graph.robustness import CAPACITIES, Robustness, least_cut, robustness
from icmo.models import Polarity
from tests.factories import a_codebook
from tests.graph.worlds import World

# Four sources: S1 A → B; S2 B → C; S3 A → B, B → C, A → B; S4 A → D, D → C
WORKED = [
    Claim("A", "B", "S1"),
    Claim("B", "C", "S2"),
    Claim("A", "B", "S3"),
    Claim("B", "C", "S3"),
    Claim("A", "B", "S3"),
    Claim("A", "D", "S4"),
    Claim("D", "C", "S4"),
]


def test_the_worked_example() -> None:
    """By hand: A → B 3 and B → C 2 give 2, A → D → C 1; S3 loses one citation before it tells no path, S4 one."""
    found = robustness(WORKED, "A", "C")
    assert (found.value, found.threads, found.extended) == (3, ("S3", "S4"), 2)


def test_the_weakest_claims_are_the_links_of_the_cut() -> None:
    """By hand: B → C (2) is thinner than A → B (3); of A → D and D → C, 1 each, one is enough."""
    found = robustness(WORKED, "A", "C")
    ends = [(bundle.source, bundle.target) for bundle in found.cut]
    assert ("B", "C") in ends
    assert sum(bundle.citations for bundle in found.cut) == 3
    assert len(ends) == 2


@pytest.mark.parametrize(
    ("capacity", "value"),
    [
        pytest.param("citations", 4, id="how_often_it_is_said"),
        pytest.param("sources", 2, id="in_how_many_transcripts"),
        pytest.param("municipalities", 1, id="in_how_many_municipalities"),
    ],
)
def test_what_makes_a_link_strong(capacity: str, value: int) -> None:
    """By hand: S1 says A → B three times and S2 once, both in Egeholm."""
    told = [Claim("A", "B", "S1", 3, municipality="Egeholm"), Claim("A", "B", "S2", municipality="Egeholm")]
    assert robustness(told, "A", "B", capacity=capacity).value == value


def test_what_different_sources_say_is_no_thread() -> None:
    """The transitivity trap: A → B in one source, B → C in another, and nobody said A → C."""
    found = robustness([Claim("A", "B", "S1"), Claim("B", "C", "S2")], "A", "C")
    assert (found.value, found.threads, found.extended) == (1, (), 0)


def test_hindering_and_in_spite_of_are_counted_apart() -> None:
    told = [
        Claim("A", "B", "S1", 3),
        Claim("A", "B", "S1", 2, polarity=Polarity.HINDERS),
        Claim("A", "B", "S2", 1, polarity=Polarity.DESPITE),
    ]
    found = robustness(told, "A", "B")
    assert (found.polarity, found.value) == (Polarity.FURTHERS, 3)
    assert {one.polarity: one.value for one in found.others} == {Polarity.HINDERS: 2, Polarity.DESPITE: 1}


def test_links_on_longer_ways_are_left_out() -> None:
    """By hand: A → C straight 1; by B 2 more, but in two steps."""
    told = [Claim("A", "C", "S1"), Claim("A", "B", "S1", 2), Claim("B", "C", "S1", 2)]
    assert [robustness(told, "A", "C", max_steps=n).value for n in (1, 2)] == [1, 3]


def test_several_origins_and_targets_are_one_end() -> None:
    told = [Claim("A", "X", "S1"), Claim("B", "X", "S2"), Claim("X", "C", "S3", 4), Claim("X", "D", "S3", 4)]
    assert robustness(told, ["A", "B"], ["C", "D"]).value == 2


def test_the_sentence_warns_against_reading_an_effect_into_it() -> None:
    assert "Robust evidence is not a strong effect." in robustness(WORKED, "A", "C").sentence


def test_an_unknown_node_is_named_with_the_one_that_was_meant() -> None:
    world = World()
    world.tells("et", "I.oeve M.tro")
    with pytest.raises(NotFoundError, match="oefe") as told:
        robustness(world.links, "oefe", "tro")
    assert "oeve" in told.value.hint


def test_a_code_that_nobody_has_spoken_of_is_no_error_where_the_book_is_given() -> None:
    world = World()
    world.tells("et", "I.oeve M.tro")
    assert robustness(world.links, "oeve", "loen", codebook=a_codebook()).value == 0


@pytest.mark.parametrize(
    ("ends", "more"),
    [
        pytest.param(("A", "A"), {}, id="the_same_node_at_both_ends"),
        pytest.param(("A", "C"), {"capacity": "quotes"}, id="another_capacity"),
    ],
)
def test_what_cannot_be_answered(ends: tuple[str, str], more: dict[str, Any]) -> None:
    with pytest.raises(InvalidError):
        robustness(WORKED, *ends, **more)


def test_a_link_across_transcripts_counts_in_the_bundle_and_in_no_thread() -> None:
    world = World()
    there = world.tells("et", "I.oeve")
    elsewhere = world.tells("to", "M.tro")
    across = replace(there, guid="across", parts=there.parts + elsewhere.parts)
    world.configurations.append(across)
    found = robustness(world.links, "oeve", "tro")
    assert (found.value, found.threads, found.extended) == (1, (), 0)


# --- Properties -----------------------------------------------------------------------------------------

ROLES = {"I": ("oeve", "job"), "C": ("kontor",), "M": ("tro", "hverdag"), "O": ("ro", "loen")}
PARTS = st.lists(
    st.one_of(*(st.tuples(st.just(role), st.sampled_from(codes)) for role, codes in ROLES.items())),
    min_size=1,
    max_size=5,
).map(lambda parts: " ".join(f"{role}.{code}" for role, code in parts))
TELLING = st.tuples(st.sampled_from(["et", "to", "tre"]), PARTS, st.sampled_from(list(Polarity)))
TELLINGS = st.lists(TELLING, max_size=6)


def _found(tellings: list[tuple[str, str, Polarity]], capacity: str, rng: random.Random | None = None) -> Robustness:
    world = World()
    for name, municipality in (("et", "Egeholm"), ("to", "Nordvig"), ("tre", "Nordvig")):
        world.transcript(name, municipality)
    for name, parts, polarity in tellings:
        world.tells(name, parts, polarity.value)
    told = world.links
    if rng:
        rng.shuffle(told)
    return robustness(told, ["I:oeve", "I:job"], ["O:ro", "O:loen"], capacity=capacity, codebook=a_codebook())


@given(TELLINGS, TELLING, st.sampled_from(list(CAPACITIES)))
def test_one_more_configuration_never_lowers_any_of_it(
    tellings: list[tuple[str, str, Polarity]], more: tuple[str, str, Polarity], capacity: str
) -> None:
    before, after = _found(tellings, capacity), _found([*tellings, more], capacity)
    for one, other in zip((before, *before.others), (after, *after.others), strict=True):
        assert one.value <= other.value
        assert len(one.threads) <= len(other.threads)
        assert one.extended <= other.extended


@given(TELLINGS, st.sampled_from(list(CAPACITIES)), st.randoms(use_true_random=False))
def test_the_order_of_what_is_told_changes_nothing(
    tellings: list[tuple[str, str, Polarity]], capacity: str, rng: random.Random
) -> None:
    def numbers(found: Robustness) -> list[tuple[object, ...]]:
        return [
            (one.value, len(one.threads), one.extended, [(b.source, b.target, b.weight) for b in one.cut])
            for one in (found, *found.others)
        ]

    assert numbers(_found(tellings, capacity)) == numbers(_found(tellings, capacity, rng))


NAMES = "ABCDEF"
CAPACITY = st.dictionaries(
    st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)).filter(lambda pair: pair[0] != pair[1]),
    st.integers(1, 9),
    max_size=14,
)


@given(CAPACITY)
def test_the_cut_adds_up_to_the_flow_and_leaves_no_way(capacities: dict[tuple[str, str], int]) -> None:
    value, cut = least_cut(capacities, ["A"], ["F"])
    assert value == sum(capacities[pair] for pair in cut)
    told = [Claim(*pair, "S1", n) for pair, n in capacities.items() if pair not in cut]
    known = [Claim("A", "from A", "S1"), Claim("to F", "F", "S1")]  # so that both ends have a link
    assert threads([*told, *known], "A", "F") == ()


@given(CAPACITY, st.permutations(NAMES))
def test_other_names_change_nothing(capacities: dict[tuple[str, str], int], names: list[str]) -> None:
    new = dict(zip(NAMES, names, strict=True))
    renamed = {(new[one], new[other]): n for (one, other), n in capacities.items()}
    assert least_cut(renamed, [new["A"]], [new["F"]])[0] == least_cut(capacities, ["A"], ["F"])[0]
