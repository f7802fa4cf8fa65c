from __future__ import annotations

from dataclasses import replace

import pytest

from icmo.compare.variables import Variable, VariableKind, groups, is_number, variable, variable_kinds
from icmo.errors import NotFoundError
from icmo.models import Case, Material
from tests.factories import a_material, a_transcript

# SIRI 2023, evaluation of “Kommunale indsatser for kvinder i beskæftigelse” (KIB): share of women who were
# aktivitetsparate, and share in lasting full-time work, where the report gives them.
KIB: dict[str, dict[str, object]] = {
    "Brøndby": {"aktivitetsparate": 66},
    "Esbjerg/Fanø": {"aktivitetsparate": 77},
    "Aalborg": {"aktivitetsparate": 85},
    "Hvidovre": {"aktivitetsparate": 91, "varigt_fuldtid": 11},
    "Aarhus": {"aktivitetsparate": 93, "varigt_fuldtid": 22},
}


def _material(cases: dict[str, dict[str, object]], *interviewed: str) -> Material:
    sources = [a_transcript(municipality=name) for name in interviewed]
    return replace(a_material(sources), cases=tuple(Case(name, name, values) for name, values in cases.items()))


def test_published_figures_are_numeric_and_missing_ones_are_named_in_danish_order() -> None:
    made = variable_kinds(_material(KIB, "Vejle"))
    assert {name: one.kind for name, one in made.items()} == {
        "aktivitetsparate": VariableKind.NUMERIC,
        "varigt_fuldtid": VariableKind.NUMERIC,
    }
    assert made["varigt_fuldtid"].missing == ("Brøndby", "Esbjerg/Fanø", "Vejle", "Aalborg")
    assert made["aktivitetsparate"].values["Aarhus"] == 93


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        pytest.param([1, 2.5], VariableKind.NUMERIC, id="numbers"),
        pytest.param([1, "ca. 2"], VariableKind.CATEGORICAL, id="one_text_makes_it_categorical"),
        pytest.param([True, False], VariableKind.CATEGORICAL, id="yes_and_no_are_no_numbers"),
        pytest.param(["0851", "0101"], VariableKind.CATEGORICAL, id="codes_with_a_leading_zero"),
        pytest.param([1, None, float("nan")], VariableKind.NUMERIC, id="what_is_missing_does_not_count"),
    ],
)
def test_the_kind_of_a_variable(values: list[object], kind: VariableKind) -> None:
    cases: dict[str, dict[str, object]] = {f"Kommune {n}": {"x": value} for n, value in enumerate(values)}
    assert variable(_material(cases), "x").kind is kind


def test_a_number_with_many_values_is_cut_at_its_median() -> None:
    """By hand: the median of 66, 77, 85, 91, 93 is 85, and it belongs to the lower half."""
    assert groups(variable(_material(KIB), "aktivitetsparate")) == {
        "at most 85": ("Brøndby", "Esbjerg/Fanø", "Aalborg"),
        "above 85": ("Hvidovre", "Aarhus"),
    }


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        pytest.param({"B": 10, "A": 2, "C": 10}, [("2", ("A",)), ("10", ("B", "C"))], id="few_numbers_in_their_order"),
        pytest.param({"A": "ål", "B": "zebra"}, [("zebra", ("B",)), ("ål", ("A",))], id="words_in_danish_order"),
        pytest.param(
            dict(zip("ABCDEFG", [1, 2, 3, 9, 9, 9, 4], strict=True)),
            [("at most 4", ("A", "B", "C", "G")), ("above 4", ("D", "E", "F"))],
            id="ties_stay_together",
        ),
        pytest.param(
            {"A": 0.12341, "B": 0.12344}, [("0.12341", ("A",)), ("0.12344", ("B",))], id="near_numbers_stay_two_groups"
        ),
        pytest.param({"A": "1", "B": 1, "C": "ja"}, [("1", ("A", "B")), ("ja", ("C",))], id="a_number_as_text_is_one"),
    ],
)
def test_groups_of_a_variable(values: dict[str, object], expected: list[tuple[str, tuple[str, ...]]]) -> None:
    kind = VariableKind.NUMERIC if all(map(is_number, values.values())) else VariableKind.CATEGORICAL
    assert list(groups(Variable("x", kind, values)).items()) == expected


@pytest.mark.parametrize(
    ("cases", "hint"), [(KIB, "aktivitetsparate, varigt_fuldtid"), ({}, "table")], ids=["others_are_named", "none_yet"]
)
def test_an_unknown_variable_is_refused(cases: dict[str, dict[str, object]], hint: str) -> None:
    with pytest.raises(NotFoundError) as caught:
        variable(_material(cases), "x")
    assert hint in caught.value.hint
