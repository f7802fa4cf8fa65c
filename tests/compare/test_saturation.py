"""Saturation as Guest, Namey & Chen (2020) define it, over one order and over many."""

from __future__ import annotations

from itertools import permutations
from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from icmo import codebook
from icmo.compare.observed import observed
from icmo.compare.saturation import band, caution, curves, saturation
from icmo.errors import InvalidError, NotFoundError
from icmo.i18n import language
from icmo.models import Kind, Material
from tests.factories import BOOK, KINDS, a_code, a_coding, a_configuration, a_material, a_transcript

# Ten interviews, a letter per code. The first four hold a–h, ijk, lmn and opqrst: 20 codes.
TEN = ["abcdefgh", "abijk", "clmn", "aopqrst", "au", "bv", "w", "ab", "c", "x"]
FOUND = st.lists(st.sets(st.sampled_from("abcdefg"), max_size=4), min_size=4, max_size=7)


def test_runs_overlap_and_count_what_nobody_before_them_told() -> None:
    # runs: {u, v}, {v, w}, {w}, {}, {x} of 20
    result = saturation(TEN, base=4, run=2)
    assert result.base_items == 20
    assert [run.share for run in result.runs] == [0.10, 0.10, 0.05, 0, 0.05]
    assert [run.new for run in result.runs] == [("u", "v"), ("v", "w"), ("w",), (), ("x",)]
    assert [run.sources for run in result.runs][0::4] == [("5", "6"), ("9", "10")]
    assert result.cumulative == (8, 11, 14, 20, 21, 22, 23, 23, 23, 24)


@pytest.mark.parametrize(
    ("threshold", "reached", "holds"), [(0.10, 4, True), (0.05, 6, True), (0.04, 7, False), (0.0, 7, False)]
)
def test_the_threshold_is_reached_after_the_sources_before_the_first_run_that_meets_it(
    threshold: float, reached: int, holds: bool
) -> None:
    result = saturation(TEN, threshold=threshold)
    assert (result.reached(), result.holds()) == (reached, holds)
    assert (saturation(TEN).reached(threshold), saturation(TEN).holds(threshold)) == (reached, holds)


def test_a_threshold_that_no_run_meets_is_not_reached() -> None:
    result = saturation(["a", "b", "c", "d"], base=2, run=1)
    assert (result.reached(), result.holds()) == (None, False)
    assert "never" in result.in_words()[0]


def test_the_sentences_say_where_and_what_saturation_does_not_say() -> None:
    five, none, caveat = saturation(TEN).in_words()
    assert "5%" in five
    assert "6+2" in five
    assert "7+2" in none
    assert "again" in none
    assert caveat == caution()


@pytest.mark.parametrize(
    ("found", "options", "words"),
    [
        (TEN[:5], {}, "5 sources are too few"),
        (TEN, {"base": 0}, "at least 1"),
        (TEN, {"run": 0}, "at least 1"),
        (TEN, {"threshold": 5}, "from 0 to 1"),
        (["", "", "a", "b"], {"base": 2, "run": 1}, "holds nothing"),
    ],
    ids=["too-few-sources", "no-base", "no-run", "percent-for-share", "empty-base"],
)
def test_what_cannot_be_told_is_refused_with_advice(found: list[str], options: dict[str, int], words: str) -> None:
    with pytest.raises(InvalidError, match=words) as refusal:
        saturation(found, **options)  # type: ignore[arg-type]
    assert refusal.value.hint


@given(FOUND, st.integers(1, 2), st.integers(1, 2))
def test_runs_are_counted_as_a_person_would_with_sets(found: list[set[str]], base: int, run: int) -> None:
    first = set().union(*found[:base])
    if not first:
        return
    result = saturation(found, base=base, run=run)
    for made in result.runs:
        before, within = set().union(*found[: made.after]), set().union(*found[made.after : made.after + run])
        assert set(made.new) == within - before
        assert made.share == len(within - before) / len(first)
    assert len(result.runs) == len(found) - base - run + 1


# --- Over many orders -----------------------------------------------------------------------------------


def rarefaction(found: list[set[str]], k: int) -> float:
    """The mean number of distinct items in k of the sources, exactly (Ugland, Gray & Ellingsen 2003)."""
    n, items = len(found), set().union(*found)
    held = [sum(item in one for one in found) for item in items]
    return sum(1 - comb(n - h, k) / comb(n, k) for h in held)


@given(FOUND.filter(lambda found: len(found) < 6))
def test_the_exact_curve_in_this_test_is_the_mean_over_all_orders(found: list[set[str]]) -> None:
    orders = list(permutations(found))
    for k in range(1, len(found) + 1):
        mean = sum(len(set().union(*order[:k])) for order in orders) / len(orders)
        assert rarefaction(found, k) == pytest.approx(mean)


def test_the_mean_of_many_random_orders_tends_to_the_exact_curve() -> None:
    drawn = curves(TEN, orders=4000, seed=7)
    exact = [rarefaction([set(one) for one in TEN], k) for k in range(1, 11)]
    error = drawn.std(axis=0) / np.sqrt(len(drawn))
    assert (np.abs(drawn.mean(axis=0) - exact) <= 4 * error + 1e-9).all()
    assert error[0] > 0


def test_every_order_ends_with_all_items_and_never_falls() -> None:
    drawn = curves(TEN, orders=50)
    assert drawn.shape == (50, 10)
    assert set(drawn[:, -1]) == {24}
    assert (np.diff(drawn, axis=1) >= 0).all()


def test_the_band_lies_about_its_median() -> None:
    made = band(TEN)
    for spread, length in ((made.cumulative, 10), (made.share, 5)):
        assert len(spread.median) == len(spread.low) == len(spread.high) == length
        assert all(low <= mid <= high for low, mid, high in zip(spread.low, spread.median, spread.high, strict=True))
    assert made.cumulative.low[0] < made.cumulative.high[0]


def test_the_band_does_not_depend_on_the_order_in_which_the_sources_come() -> None:
    assert band(TEN, seed=3) == band(TEN[::-1], seed=3)
    assert band(TEN, seed=3) != band(TEN, seed=4)


def test_sources_that_all_say_the_same_are_saturated_after_the_base_in_every_order() -> None:
    made = band(["abc"] * 8, base=4, run=2, orders=20)
    assert made.reached == (4,) * 20
    assert made.needed(0.5) == made.needed(1) == 4
    assert set(made.share.high) == {0}


def test_sources_that_never_repeat_are_never_saturated() -> None:
    made = band(list("abcdefgh"), base=4, run=2, orders=20)
    assert made.needed(0.05) is None
    assert set(made.share.low) == {0.5}  # two new ones for the four of the base
    assert "Fewer than 95%" in made.in_words()[0]


def test_the_needed_number_is_that_of_the_slowest_order_within_the_portion() -> None:
    made = band(["a", "a", "a", "ac"], base=1, run=1, threshold=0, orders=400, seed=1)
    counted = {after: made.reached.count(after) / 400 for after in set(made.reached)}
    # the first run, the second source, brings something new only when c stands there: in one order of four
    assert set(counted) == {1, 2}
    assert counted[2] == pytest.approx(1 / 4, abs=0.09)  # four standard errors
    assert (made.needed(0.5), made.needed(1)) == (1, 2)


def test_a_band_is_refused_when_some_base_would_be_empty() -> None:
    with pytest.raises(InvalidError, match="without items"):
        band(["a", "", "", "b"], base=2, run=1)


# --- From a project's material --------------------------------------------------------------------------


@pytest.fixture
def material() -> Material:
    """Three coded interviews, the second the earliest, and one that nobody has coded."""
    text = "Anna: Vi øver bus. Hun tror på det. Hun får ro.\n"
    late = a_transcript(text, name="Sen", date="2024-03-01")
    early = a_transcript(text, name="Tidlig", date="2024-01-15", municipality="Nordvig")
    undated = a_transcript(text, name="Aldrig")
    idle = a_transcript(text, name="Ukodet", date="2023-01-01")
    i, m, o = (a_coding(late, *what) for what in (("oeve", "øver"), ("tro", "tror"), ("ro", "ro")))
    early_m, early_o = a_coding(early, "tro", "tror"), a_coding(early, "ro", "ro")
    lone = a_coding(undated, "tid", "bus")
    told = [a_configuration(("I", i), ("M", m), ("O", o)), a_configuration(("M", early_m), ("O", early_o))]
    across = a_configuration(("I", i), ("M", early_m))
    return a_material([late, early, undated, idle], [i, m, o, early_m, early_o, lone], [*told, across])


def test_interviews_stand_by_date_the_undated_last_and_uncoded_ones_apart(material: Material) -> None:
    made = observed(material)
    assert {name: set(items) for name, items in made.found.items()} == {
        "Tidlig": {"tro", "ro"},
        "Sen": {"oeve", "tro", "ro"},
        "Aldrig": {"tid"},
    }
    assert list(made.found) == ["Tidlig", "Sen", "Aldrig"]
    assert any("closed code book" in note for note in made.notes)
    assert any("nobody has worked" in note and "1 interview" in note for note in made.notes)
    assert any("Without a date" in note for note in made.notes)


def test_the_given_order_is_that_of_the_material(material: Material) -> None:
    assert list(observed(material, order="given").found) == ["Sen", "Tidlig", "Aldrig"]


def test_links_belong_to_the_source_in_which_both_ends_are_told(material: Material) -> None:
    made = observed(material, what="links")
    assert {name: set(items) for name, items in made.found.items()} == {
        "Tidlig": {"M:tro->O:ro"},
        "Sen": {"I:oeve->M:tro", "M:tro->O:ro"},
    }
    assert any("several sources" in note for note in made.notes)
    assert not any("closed code book" in note for note in made.notes)


def test_paths_are_the_steps_that_one_configuration_joins(material: Material) -> None:
    made = observed(material, what="paths")
    assert {name: set(items) for name, items in made.found.items()} == {
        "Tidlig": {"M:tro->O:ro"},
        "Sen": {"I:oeve->M:tro->O:ro"},
    }


def test_municipalities_stand_by_their_first_interview(material: Material) -> None:
    made = observed(material, by="municipality")
    assert {name: set(items) for name, items in made.found.items()} == {
        "Nordvig": {"tro", "ro"},
        "Egeholm": {"oeve", "tro", "ro", "tid"},
    }
    assert list(made.found) == ["Nordvig", "Egeholm"]


def test_each_item_leads_to_its_codings(material: Material) -> None:
    i, m, *_rest = material.codings
    assert observed(material, what="links").found["Sen"]["I:oeve->M:tro"] == (i.guid, m.guid)


def test_only_codes_of_a_kind_or_below_a_code(material: Material) -> None:
    book = codebook.loads(
        BOOK + "".join(a_code(c, k, **({"parent": "oeve"} if c == "job" else {})) for c, k in KINDS.items())
    )
    source = a_transcript()
    codings = [a_coding(source, code) for code in ("oeve", "job", "tro")]
    made = a_material([source], codings, book=book)
    assert set(observed(made, below="oeve").found[source.name]) == {"job"}
    assert set(observed(made, kinds=[Kind.INTERVENTION]).found[source.name]) == {"oeve", "job"}
    assert set(observed(material, kinds=[Kind.METHOD]).found) == {"Tidlig", "Sen", "Aldrig"}


def test_interviews_of_no_municipality_are_left_out_when_municipalities_are_compared() -> None:
    sources = [a_transcript(municipality=None), a_transcript()]
    made = observed(a_material(sources, [a_coding(one, "tro") for one in sources]), by="municipality")
    assert list(made.found) == ["Egeholm"]
    assert any("no municipality" in note for note in made.notes)


@pytest.mark.parametrize(
    "options",
    [{"what": "words"}, {"by": "coder"}, {"order": "size"}, {"what": "links", "below": "tro"}],
    ids=["unknown-items", "unknown-sources", "unknown-order", "kinds-of-links"],
)
def test_choices_that_make_no_sense_are_refused(material: Material, options: dict[str, str]) -> None:
    with pytest.raises(InvalidError):
        observed(material, **options)  # type: ignore[arg-type]


def test_an_unknown_code_to_look_below_is_named(material: Material) -> None:
    with pytest.raises(NotFoundError, match="trro"):
        observed(material, below="trro")


def test_the_caution_is_spoken_in_the_readers_language() -> None:
    with language("en"):
        assert "nothing new to understand" in caution()
