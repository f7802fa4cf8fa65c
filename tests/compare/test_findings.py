from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from icmo.compare.findings import Comparison, Finding, compare_groups
from icmo.compare.groups import groups
from icmo.compare.labelings import labelings
from icmo.compare.matrix import matrix
from icmo.compare.outliers import outliers
from icmo.compare.patterns import by_chance, pattern
from icmo.compare.wording import outlier_sentence, sentence, summary
from icmo.errors import InvalidError
from icmo.models import Kind, Material
from tests.factories import a_coding, a_material, a_transcript

NOT_PLANTED = {"relationsdannelse", "meningsfuldhed", "medkonstruktoer", "behov-og-livssituation"}
WORDS = " ".join(f"ord{number:02}." for number in range(40))


def a_country(**told: Mapping[str, int]) -> Material:
    """Municipalities, each with an interview in which codes stand so many times, in words of their own."""
    transcripts, codings = [], []
    for place, codes in told.items():
        source = a_transcript(WORDS, municipality=place)
        words = iter(WORDS.split())
        transcripts.append(source)
        codings += [a_coding(source, code, next(words)) for code, times in codes.items() for _time in range(times)]
    return a_material(transcripts, codings)


def two_groups(high: int, low: int, *, each: int) -> tuple[Material, dict[str, str]]:
    """A group that tells of ``tro`` and one that does less; all tell of ``ro`` five times."""
    labels = {f"{group}{number}": group for group in "ab" for number in range(each)}
    told = {place: {"tro": high if group == "a" else low, "ro": 5} for place, group in labels.items()}
    return a_country(**told), labels


def _finding(comparison: Comparison, row: str) -> Finding:
    return next(one.finding for one in comparison.rows if one.row.id == row)


@pytest.mark.parametrize(
    ("high", "low", "each", "finding"),
    [
        pytest.param(4, 0, 6, Finding.DIFFERENCE, id="many_municipalities_can_decide"),
        pytest.param(4, 0, 3, Finding.PATTERN, id="few_municipalities_wholly_apart_are_a_pattern"),
        pytest.param(1, 0, 3, Finding.UNDECIDED, id="a_single_citation_each_is_no_pattern"),
        pytest.param(4, 4, 6, Finding.UNDECIDED, id="alike_cannot_be_decided"),
    ],
)
@pytest.mark.parametrize("measure", ["share", "citations"])
def test_what_can_be_said_of_a_row(high: int, low: int, each: int, finding: Finding, measure: str) -> None:
    material, labels = two_groups(high, low, each=each)
    found = compare_groups(material, labels, measure=measure)  # type: ignore[arg-type]
    assert _finding(found, "tro") is finding


def test_both_tests_of_all_rows_are_corrected_together() -> None:
    """Presence 6/6 against 0/6: p = 2/924. ``ro`` is told of everywhere, so only its share is tested: 3 tests."""
    material, labels = two_groups(4, 0, each=6)
    found = compare_groups(material, labels)
    row = next(one for one in found.rows if one.row.id == "tro")
    assert found.tests == 3
    assert row.presence.p == row.measure.p == row.presence.corrected == pytest.approx(2 / 924)


def test_the_numbers_of_each_group_stand_beside_the_tests() -> None:
    material, labels = two_groups(4, 0, each=3)
    row = next(one for one in compare_groups(material, labels).rows if one.row.id == "tro")
    assert [(told.municipalities, told.sources, told.citations, told.median) for told in row.told] == [
        (3, 3, 12, pytest.approx(4 / 9)),
        (0, 0, 0, 0),
    ]


def test_patterns_by_chance_are_counted_over_all_divisions() -> None:
    """``tro`` is wholly apart in 2 of the 20 divisions (a over b, b over a), and so is the share of ``ro``: 4/20."""
    material, labels = two_groups(4, 0, each=3)
    found = compare_groups(material, labels)
    assert (found.smallest, found.expected_patterns, found.p_patterns) == (0.1, pytest.approx(0.2), pytest.approx(0.1))


@given(st.lists(st.lists(st.integers(0, 9), min_size=5, max_size=5), min_size=1, max_size=4))
@settings(max_examples=30)
def test_chance_is_what_each_division_would_have_shown(rows: list[list[int]]) -> None:
    values, ways = np.array(rows, dtype=float), labelings("aabbc")
    shown = [
        sum(pattern(row, np.ones(5), [str(g) for g in labels]) is not None for row in values) for labels in ways.labels
    ]
    assert by_chance(values, np.ones(5), ways).tolist() == shown


@given(st.lists(st.integers(0, 9), min_size=6, max_size=6), st.integers(0, 5), st.sampled_from([-1.0, 1.0]))
def test_lying_apart_outlives_any_one_citation(values: list[int], place: int, change: float) -> None:
    found = pattern(np.array(values, dtype=float), np.ones(6), "aaabbb")
    if found:
        changed = np.array(values) + np.where(np.arange(6) == place, change, 0)
        high, low = (changed[:3], changed[3:]) if found.above else (changed[3:], changed[:3])
        assert high.min() > low.max()


def test_one_group_of_three_may_lie_apart() -> None:
    found = pattern(np.array([1.0, 5, 2, 4, 9, 8]), np.ones(6), ["x", "x", "y", "y", "z", "z"])
    assert found
    assert (found.group, found.above, found.median, found.others) == ("z", True, 8.5, 3)


def test_the_names_of_municipalities_change_nothing() -> None:
    material, labels = two_groups(4, 1, each=4)
    backwards = dict(reversed(labels.items()))
    one, other = compare_groups(material, labels), compare_groups(material, backwards)
    assert [(row.presence, row.measure, row.finding) for row in one.rows] == [
        (row.presence, row.measure, row.finding) for row in other.rows
    ]


def test_a_municipality_with_nothing_coded_is_left_out_and_named() -> None:
    material, labels = two_groups(4, 0, each=3)
    empty = a_transcript(WORDS, municipality="b9")
    wider = a_material([*material.transcripts, empty], material.codings)
    found = compare_groups(wider, labels | {"b9": "b"})
    assert found.left_out == ("b9",)
    assert any("b9" in text for text in summary(found))


def test_interviews_are_not_tested_as_if_they_were_municipalities() -> None:
    material, labels = two_groups(4, 0, each=3)
    with pytest.raises(InvalidError, match="informant_type"):
        compare_groups(matrix(material, by="informant_type"), labels)


def test_a_single_group_is_refused() -> None:
    material, labels = two_groups(4, 0, each=3)
    with pytest.raises(InvalidError):
        compare_groups(material, dict.fromkeys(labels, "all"))


def test_no_rows_are_no_findings() -> None:
    material, labels = two_groups(4, 0, each=3)
    found = compare_groups(matrix(material, kinds=[Kind.CONTEXT]), labels)
    assert (found.rows, found.tests, found.expected_patterns) == ((), 0, 0)
    assert outliers(matrix(material, kinds=[Kind.CONTEXT])) == ()


def test_groups_of_one_have_no_profiles_to_compare() -> None:
    found = compare_groups(a_country(A={"tro": 3}, B={"ro": 3}), {"A": "a", "B": "b"})
    assert (found.permanova, found.anosim) == (None, None)
    assert not any("PERMANOVA" in text for text in summary(found))


@pytest.mark.parametrize(
    ("each", "words"),
    [
        pytest.param(6, "exact p = 0.002, corrected 0.002: the groups differ.", id="a_difference"),
        pytest.param(3, "no p value can be smaller than 0.100. Read the quotes.", id="a_pattern"),
        pytest.param(2, "no p value can be smaller than 0.333. Read the quotes.", id="a_pattern_of_fewer"),
    ],
)
def test_what_is_found_is_said_with_its_numbers(each: int, words: str) -> None:
    material, labels = two_groups(4, 0, each=each)
    found = compare_groups(material, labels)
    said = sentence(next(one for one in found.rows if one.row.id == "tro"), found)
    assert f"{each} of {each} municipalities in the group “a”" in said
    assert said.endswith(words)


def test_no_difference_is_never_claimed() -> None:
    material, labels = two_groups(4, 4, each=4)
    found = compare_groups(material, labels)
    assert all(sentence(row, found).endswith("cannot be decided.") for row in found.rows)


@pytest.mark.parametrize(
    ("told", "standing"),
    [
        pytest.param((4, 4, 4, 4, 14), True, id="far_beyond_all_others"),
        pytest.param((4, 4, 4, 4, 7), False, id="no_further_than_counts_scatter"),
        pytest.param((4, 4, 4, 14, 14), False, id="two_alike_at_the_top"),
        pytest.param((0, 0, 0, 0, 3), False, id="a_few_citations_where_none_are_usual"),
    ],
)
def test_who_stands_out(told: tuple[int, ...], standing: bool) -> None:
    places = {place: {"tro": times, "ro": 20 - times} for place, times in zip("ABCDE", told, strict=True)}
    found = [one for one in outliers(a_country(**places)) if one.row.id == "tro"]
    assert [one.municipality for one in found] == (["E"] if standing else [])


def test_the_margin_of_one_who_stands_out() -> None:
    """Median share .2 of 20: 4 expected; scatter 0, so that of Poisson, √4 = 2; z = (14 − 4) / 2."""
    places = {place: {"tro": times, "ro": 20 - times} for place, times in zip("ABCDE", (4, 4, 4, 4, 14), strict=True)}
    one = next(one for one in outliers(a_country(**places)) if one.row.id == "tro")
    assert (one.citations, one.expected, one.z) == (14, pytest.approx(4), pytest.approx(5))
    assert (
        outlier_sentence(one) == "E stands out in Tro in English: 14 quotes, where 4.0 were to be expected (z = 5.0)."
    )


@pytest.fixture(scope="module")
def invented(sampled: Material) -> Material:
    return sampled


@pytest.mark.parametrize(
    ("variable", "planted"),
    [
        pytest.param(
            "virksomhedskonsulent_i_team",
            {"arbejdsidentitet", "eftervaern", "loennede-timer", "fysiske-rammer"},
            id="a_company_consultant_in_the_team",
        ),
        pytest.param("teamforankring", {"problemloesning"}, id="cross_disciplinary_teams"),
    ],
)
def test_the_planted_differences_are_found_and_no_other_mechanism(
    invented: Material, variable: str, planted: set[str]
) -> None:
    found = compare_groups(invented, groups(invented, variable))
    shown = {one.row.id for finding in (Finding.DIFFERENCE, Finding.PATTERN) for one in found.of(finding)}
    assert planted <= shown
    assert not NOT_PLANTED & shown


def test_the_municipality_with_the_planted_trouble_stands_out_alone(invented: Material) -> None:
    assert [(one.row.id, one.municipality) for one in outliers(invented)] == [("organisering", "Åmose")]
