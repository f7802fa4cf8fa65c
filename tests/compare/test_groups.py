from __future__ import annotations

from dataclasses import replace

import pytest

from icmo.compare.grouping import grouping
from icmo.compare.groups import groups
from icmo.errors import IcmoError, InvalidError, NotFoundError
from icmo.models import Case, Material
from tests.factories import a_codebook, a_transcript


def a_country(name: str, *values: object, interviewed: str = "ABCDE") -> Material:
    cases = tuple(Case(place, place, {name: value}) for place, value in zip("ABCDE", values, strict=False))
    return Material(a_codebook(), cases, tuple(a_transcript(municipality=place) for place in interviewed))


@pytest.mark.parametrize(
    ("values", "at", "expected"),
    [
        pytest.param(("ja", "nej", "ja", "nej", "nej"), None, {"ja": "AC", "nej": "BDE"}, id="words_as_they_stand"),
        pytest.param((5, 1, 3, 2, 4), None, {"at most 3": "BCD", "above 3": "AE"}, id="numbers_at_their_median"),
        pytest.param((5, 1, 3, 2, 4), 4.5, {"at most 4.5": "BCDE", "above 4.5": "A"}, id="numbers_where_told"),
    ],
)
def test_groups_by_a_variable(values: tuple[object, ...], at: float | None, expected: dict[str, str]) -> None:
    wanted = {place: group for group, places in expected.items() for place in places}
    assert groups(a_country("x", *values), "x", at=at) == wanted


def test_a_municipality_without_interviews_is_in_no_group() -> None:
    assert set(groups(a_country("x", "ja", "nej", "ja", interviewed="AB"), "x")) == {"A", "B"}


def test_only_the_interviewed_move_the_median_and_a_matrix_has_the_same_groups() -> None:
    """By hand: A–E were interviewed, median 3; with the three large ones that were not it would be 4½."""
    wider = a_country("x", 1, 2, 3, 4, 5)
    others = tuple(Case(place, place, {"x": 100}) for place in "FGH")
    material = replace(wider, cases=(*wider.cases, *others))
    assert groups(material, "x") == {**dict.fromkeys("ABC", "at most 3"), **dict.fromkeys("DE", "above 3")}
    division = grouping(material, "variable:x")
    by_place = {one.municipality: division.of[one.guid] for one in material.transcripts}
    assert by_place == groups(material, "x")


@pytest.mark.parametrize("at", [float("inf"), float("nan")])
def test_a_cut_that_is_no_number_puts_all_in_one_group(at: float) -> None:
    with pytest.raises(InvalidError, match="one group"):
        groups(a_country("x", 1, 2, 3, 4, 5), "x", at=at)


def test_all_municipalities_that_lack_the_variable_are_named() -> None:
    with pytest.raises(InvalidError, match="D, E"):
        groups(a_country("x", "ja", "nej", "ja"), "x")


@pytest.mark.parametrize(
    ("name", "values", "at", "error"),
    [
        pytest.param("y", ("ja",) * 5, None, NotFoundError, id="an_unknown_variable"),
        pytest.param("x", ("ja",) * 5, None, InvalidError, id="one_group_only"),
        pytest.param("x", (1, 2, 3, 4, 5), 9, InvalidError, id="all_numbers_on_one_side"),
        pytest.param("x", ("ja", "nej", "ja", "nej", "nej"), 1, InvalidError, id="words_cut_at_a_number"),
        pytest.param(
            "informant_type", (1, 2, 3, 4, 5), None, InvalidError, id="informants_are_no_groups_of_municipalities"
        ),
    ],
)
def test_what_makes_no_groups_is_refused(
    name: str, values: tuple[object, ...], at: float | None, error: type[IcmoError]
) -> None:
    with pytest.raises(error):
        groups(a_country("x", *values), name, at=at)
