"""Codes that meet: counts by hand, the published coefficient, and evidence behind every pair."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icmo.compare.cooccurrence import CoOccurrence, Pair, cooccurrence
from icmo.errors import InvalidError
from icmo.graph import build
from icmo.graph.meetings import coefficient
from icmo.models import Coding, Kind, Material
from tests.factories import a_coding, a_material, a_transcript

TALK = """\
Interviewer: Hvad gør I?

Anna: Vi øver hverdagen med hende, og så tror hun på det.

Bente: Så får hun ro, og vi øver igen.

Clara: Tid er det, der mangler.
"""


@pytest.fixture
def material() -> Material:
    """Two interviews in two municipalities. In the first: øver (twice), tror in one turn; øver, ro in the next."""
    one, two = a_transcript(TALK), a_transcript(TALK.replace("Clara", "Doris"), municipality="Nordvig")
    return a_material(
        [one, two],
        [
            a_coding(one, "oeve", "øver hverdagen"),
            a_coding(one, "oeve", "hverdagen med hende", coder="BK"),  # overlaps: the same passage
            a_coding(one, "tro", "tror hun på det"),
            a_coding(one, "oeve", "vi øver igen"),
            a_coding(one, "ro", "får hun ro"),
            a_coding(one, "tid", "Tid er det"),
            a_coding(two, "oeve", "Vi øver hverdagen med hende, og så tror hun på det"),
            a_coding(two, "tro", "tror hun på det"),
            a_coding(two, "ro", "får hun ro"),
        ],
    )


def the_pair(found: CoOccurrence, one: str, other: str) -> Pair:
    return found.by_codes[frozenset((one, other))]


@pytest.mark.parametrize(
    ("within", "one", "other", "counts"),
    [
        # øver stands in two turns of the first interview and one of the second; tror in one of each
        ("turn", "oeve", "tro", (3, 2, 2)),
        ("turn", "oeve", "ro", (3, 2, 1)),
        # three passages of øver (two coders' overlapping ones are one), of which one overlaps tror
        ("overlap", "oeve", "tro", (3, 2, 1)),
        ("transcript", "oeve", "tro", (2, 2, 2)),
        ("transcript", "ro", "tid", (2, 1, 1)),
    ],
)
def test_counts_are_turns_passages_or_transcripts(
    material: Material, within: str, one: str, other: str, counts: tuple[int, int, int]
) -> None:
    pair = the_pair(cooccurrence(material, within=within), one, other)
    n = {pair.one: pair.n1, pair.other: pair.n2}
    assert (n[one], n[other], pair.n12) == counts


def test_codes_that_never_meet_make_no_pair(material: Material) -> None:
    found = cooccurrence(material)
    assert frozenset(("tid", "ro")) not in found.by_codes
    assert found.frame("n12").loc["tid", "ro"] == 0


def test_each_pair_names_its_sources_municipalities_and_the_codings_in_the_shared_units(material: Material) -> None:
    pair = the_pair(cooccurrence(material), "oeve", "tro")
    first, second, third, *_rest, sixth, seventh, _ro = material.codings
    assert (pair.sources, pair.municipalities) == (2, ("Egeholm", "Nordvig"))
    assert set(pair.codings) == {one.guid for one in (first, second, third, sixth, seventh)}


def test_a_passage_over_two_turns_meets_what_stands_in_either() -> None:
    source = a_transcript(TALK)
    start, end = source.text.index("tror hun"), source.text.index(", og vi øver igen")
    found = a_material(
        [source],
        [
            a_coding(source, "tro", source.text[start:end]),
            a_coding(source, "oeve", "øver hverdagen"),
            a_coding(source, "ro", "vi øver igen"),
        ],
    )
    assert cooccurrence(found).n == {"oeve": 1, "tro": 2, "ro": 1}
    assert {frozenset((pair.one, pair.other)) for pair in cooccurrence(found).pairs} == {
        frozenset(("oeve", "tro")),
        frozenset(("ro", "tro")),
    }


def test_one_long_passage_over_three_short_ones_is_one_meeting_so_that_c_stays_within_one() -> None:
    source = a_transcript("Anna: Bus, kort og plan.\n")
    codings = [a_coding(source, "tro", "Bus, kort og plan"), *(a_coding(source, "ro", w) for w in ("Bus", "kort"))]
    (pair,) = cooccurrence(a_material([source], codings), within="overlap").pairs
    assert ((pair.n1, pair.n2), pair.n12, pair.c) == ((2, 1), 1, 0.5)


def test_touching_passages_do_not_overlap() -> None:
    source = a_transcript("Anna: Bus, kort og plan.\n")
    codings = [a_coding(source, "tro", "Bus, "), a_coding(source, "ro", "kort")]
    assert cooccurrence(a_material([source], codings), within="overlap").pairs == ()


def test_the_coefficient_is_that_of_atlas_ti() -> None:
    assert round(coefficient(100, 10, 5), 4) == 0.0476  # 5 / (100 + 10 − 5)


@pytest.mark.parametrize(("n1", "n2", "warned"), [(100, 10, True), (50, 10, False), (51, 10, True), (1, 6, True)])
def test_a_pair_is_flagged_when_one_code_is_over_five_times_as_frequent(n1: int, n2: int, warned: bool) -> None:
    pair = Pair("a", "b", n1, n2, 1, 1, (), ())
    assert pair.unbalanced is warned
    assert pair.overlap == 1 / min(n1, n2)


def test_the_frame_is_symmetric_with_a_codes_own_units_on_the_diagonal(material: Material) -> None:
    frame = cooccurrence(material).frame("n12")
    assert list(frame.index) == list(frame.columns) == ["oeve", "tid", "tro", "ro"]  # the order of the code book
    assert frame.to_numpy().tolist() == [[3, 0, 2, 1], [0, 1, 0, 0], [2, 0, 2, 0], [1, 0, 0, 2]]
    assert cooccurrence(material).frame("c").loc["tro", "oeve"] == pytest.approx(2 / 3)


def test_pairs_come_with_the_most_widely_told_first(material: Material) -> None:
    pairs = cooccurrence(material).pairs
    assert [(pair.one, pair.other, pair.sources) for pair in pairs] == [("oeve", "tro", 2), ("oeve", "ro", 1)]


def test_only_the_chosen_kinds_meet(material: Material) -> None:
    found = cooccurrence(material, kinds=(Kind.MECHANISM, Kind.INTERVENTION))
    assert set(found.n) == {"oeve", "tro"}


def test_nothing_coded_gives_nothing() -> None:
    found = cooccurrence(a_material([a_transcript()]))
    assert (found.pairs, found.frame().shape) == ((), (0, 0))


def test_unknown_units_and_measures_are_refused_with_the_known_ones(material: Material) -> None:
    with pytest.raises(InvalidError, match="turn, overlap, transcript"):
        cooccurrence(material, within="sentence")
    with pytest.raises(InvalidError, match="n12, c, overlap"):
        cooccurrence(material).frame("kappa")


# --- Against counting pair by pair ----------------------------------------------------------------------

SOURCE = a_transcript("Anna: aaaaaaaaa\n\nBente: bbbbbbbbb\n\nClara: ccccccccc\n")
TURNS = [(turn.start, turn.end) for turn in SOURCE.turns]
spans = st.tuples(st.integers(0, 46), st.integers(1, 12)).map(lambda s: (s[0], min(s[0] + s[1], len(SOURCE.text))))
marks = st.lists(st.tuples(st.sampled_from(["tro", "ro", "oeve"]), spans), max_size=12)


def coded(marked: Sequence[tuple[str, tuple[int, int]]]) -> list[Coding]:
    text = SOURCE.text
    return [Coding(f"g{i}", SOURCE.guid, a, b, code, "X", "", text[a:b]) for i, (code, (a, b)) in enumerate(marked)]


@given(marks)
def test_codes_overlap_exactly_when_some_character_bears_both(marked: list[tuple[str, tuple[int, int]]]) -> None:
    characters = {code: {i for c, (a, b) in marked if c == code for i in range(a, b)} for code, _span in marked}
    found = cooccurrence(a_material([SOURCE], coded(marked)), within="overlap")
    for one in characters:
        for other in characters:
            if one < other:
                assert (frozenset((one, other)) in found.by_codes) == bool(characters[one] & characters[other])


@given(marks, st.sampled_from(["turn", "overlap", "transcript"]))
def test_coefficients_lie_within_zero_and_one_and_order_changes_nothing(
    marked: list[tuple[str, tuple[int, int]]], within: str
) -> None:
    codings = coded(marked)
    found = cooccurrence(a_material([SOURCE], codings), within=within)
    assert cooccurrence(a_material([SOURCE], codings[::-1]), within=within) == found
    for pair in found.pairs:
        assert 0 < pair.c <= pair.overlap <= 1
        assert {c.code for c in codings if c.guid in pair.codings} == {pair.one, pair.other}


@given(marks)
def test_codes_share_a_turn_exactly_when_each_has_a_character_in_it(marked: list[tuple[str, tuple[int, int]]]) -> None:
    """What touches no turn, as a speaker's name or a blank line, is left out here."""
    said = [(code, (a, b)) for code, (a, b) in marked if any(a < end and start < b for start, end in TURNS)]
    touched = {
        code: {n for c, (a, b) in said if c == code for n, (start, end) in enumerate(TURNS) if a < end and start < b}
        for code, _span in said
    }
    found = cooccurrence(a_material([SOURCE], coded(said)))
    assert found.n == {code: len(turns) for code, turns in touched.items()}
    assert {codes: pair.n12 for codes, pair in found.by_codes.items()} == {
        frozenset((one, other)): len(touched[one] & touched[other])
        for one, other in combinations(touched, 2)
        if touched[one] & touched[other]
    }


@given(marks)
def test_whatever_meets_in_a_turn_or_overlaps_meets_in_its_transcript(
    marked: list[tuple[str, tuple[int, int]]],
) -> None:
    material = a_material([SOURCE], coded(marked))
    overlap, turn, transcript = (
        set(cooccurrence(material, within=within).by_codes) for within in ("overlap", "turn", "transcript")
    )
    assert overlap | turn <= transcript


@given(marks)
def test_the_graph_of_codes_that_meet_in_a_turn_has_the_same_numbers(marked: list[tuple[str, tuple[int, int]]]) -> None:
    material = a_material([SOURCE], coded(marked))
    drawn = {frozenset(pair): (data["citations"], data["c"]) for *pair, data in build(material).edges(data=True)}
    assert drawn == {codes: (pair.n12, round(pair.c, 6)) for codes, pair in cooccurrence(material).by_codes.items()}


def test_a_passage_that_begins_at_the_speakers_name_stands_in_that_turn_only() -> None:
    """As a search for codes in the same turn finds it: the name belongs to no turn, what is said after it does."""
    source = a_transcript(TALK)
    codings = [a_coding(source, "tro", "Bente: Så får hun ro"), a_coding(source, "oeve", "øver hverdagen")]
    found = cooccurrence(a_material([source], codings))
    assert (found.n, found.pairs) == ({"oeve": 1, "tro": 1}, ())
