"""A table of municipalities for QCA, out of codings and of variables of cases."""

from __future__ import annotations

from dataclasses import replace

import pytest

from icmo import codebook
from icmo.compare.qca import solve
from icmo.compare.qca.cases import Condition, case_table
from icmo.errors import InvalidError
from icmo.models import Case, Material
from tests.factories import BOOK, a_code, a_coding, a_material, a_transcript

TALK = "Vi øver bussen. Vi øver bussen igen."


@pytest.fixture
def material() -> Material:
    """Egeholm: `oeve` twice in one of two transcripts; Fjordby: `bus`, below it; Granlund: neither."""
    book = codebook.loads(
        BOOK
        + a_code("oeve", "intervention")
        + a_code("bus", "intervention", parent="oeve")
        + a_code("tro", "mechanism")
    )
    one, two = a_transcript(TALK), a_transcript(TALK)
    three, four = a_transcript(TALK, municipality="Fjordby"), a_transcript(TALK, municipality="Granlund")
    codings = [
        a_coding(one, "oeve", "Vi øver bussen."),
        a_coding(one, "oeve", "øver bussen", coder="KIR"),
        a_coding(one, "oeve", "bussen igen"),
        a_coding(three, "bus", "bussen"),
        a_coding(four, "tro", "bussen"),
    ]
    cases = (
        Case("1", "Egeholm", {"team": "jobcenterteam", "ledighed": 8.0, "maal": 0.9}),
        Case("2", "Fjordby", {"team": "eksternt", "ledighed": 5.0, "maal": 0.7}),
        Case("3", "Granlund", {"team": "Jobcenterteam", "ledighed": 3.0, "maal": 0.1}),
    )
    return replace(a_material([one, two, three, four], codings, book=book), cases=cases)


@pytest.mark.parametrize(
    ("written", "values"),
    [
        pytest.param("code:oeve", [1, 1, 0], id="presence_includes_the_codes_below"),
        pytest.param("code:bus presence", [0, 1, 0], id="a_code_does_not_include_the_one_above"),
        pytest.param("code:oeve citations 2", [1, 0, 0], id="overlapping_codings_are_one_citation"),
        pytest.param("code:oeve citations 3", [0, 0, 0], id="so_three_codings_are_two_citations"),
        pytest.param("code:oeve sources 2", [0, 0, 0], id="two_citations_in_one_transcript_are_one_source"),
        pytest.param("code:oeve share", [0.5, 1, 0], id="a_share_of_transcripts_needs_no_thresholds"),
        pytest.param("code:oeve share 0,0 0,5 1,0", [0.5, 0.95, 0.05], id="a_share_is_calibrated"),
        pytest.param("case:team=jobcenterteam", [1, 0, 1], id="a_category_whatever_its_capitals"),
        pytest.param("case:ledighed 5", [1, 1, 0], id="a_number_from_its_threshold_on"),
        pytest.param("case:ledighed 8 5 3", [0.05, 0.5, 0.95], id="a_number_of_which_less_is_more"),
        pytest.param("case:maal", [0.9, 0.7, 0.1], id="a_membership_as_it_is"),
    ],
)
def test_a_condition_is_measured_in_each_municipality(written: str, values: list[float], material: Material) -> None:
    frame = case_table(material, [Condition.parse(f"X = {written}")])
    assert list(frame.index) == ["Egeholm", "Fjordby", "Granlund"]
    assert frame["X"].tolist() == pytest.approx(values)


def test_the_table_can_be_solved(material: Material) -> None:
    frame = case_table(material, [Condition.parse("code:oeve"), Condition.parse("case:maal")])
    (model,) = solve(frame, outcome="MAAL", conditions=["OEVE"]).models
    assert (model.expression, model.cases) == ("OEVE", ("Egeholm", "Fjordby"))


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("code:medkonstruktør", "MEDKONSTRUKTOER"),
        ("case:andel-i-mål 5", "ANDEL_I_MAAL"),
        ("HØJ = code:oeve", "HØJ"),
        ("case:team=ja", "TEAM"),
    ],
    ids=["made_of_the_code", "up_to_the_thresholds", "given", "made_of_the_variable"],
)
def test_a_condition_has_a_name(written: str, name: str) -> None:
    assert Condition.parse(written).name == name


@pytest.mark.parametrize(
    ("written", "message"),
    [
        pytest.param("oeve", "is no condition", id="neither_code_nor_case"),
        pytest.param("code:oeve often", "“often” is no measure", id="unknown_measure"),
        pytest.param("code:oeve sources", "a count needs them", id="a_count_without_a_threshold"),
        pytest.param("code:oeve presence 2", "presence takes no thresholds", id="presence_with_a_threshold"),
        pytest.param("code:oeve share 1 2", "neither one threshold nor three", id="two_thresholds"),
        pytest.param("case:ledighed 1 2", "neither one threshold nor three", id="two_thresholds"),
    ],
)
def test_what_is_no_condition_is_refused_with_an_example(written: str, message: str) -> None:
    with pytest.raises(InvalidError) as caught:
        Condition.parse(written)
    assert message in caught.value.message
    assert caught.value.hint


def test_the_name_of_a_variable_may_hold_blanks() -> None:
    one = Condition.parse("LEDIG = case:ledige i alt 8 5 3")
    assert (one.name, one.subject, one.calibration.thresholds) == ("LEDIG", "ledige i alt", (8, 5, 3))
    assert Condition.parse("case:ledige i alt").calibration.thresholds == ()


@pytest.mark.parametrize(
    ("conditions", "message"),
    [
        pytest.param(["code:nej", "case:nej"], "no code “nej”.\nNo municipality has a variable “nej”.", id="unknown"),
        pytest.param(["A = code:oeve", "A = code:tro"], "The condition A is given twice.", id="name_twice"),
        pytest.param(["case:team 1 2 3"], "TEAM: ", id="text_and_thresholds"),
        pytest.param(
            ["case:ledighed høj"], "No municipality has a variable “ledighed høj”.", id="a_word_is_of_the_name"
        ),
        pytest.param(["case:ny"], "Fjordby has no value in ny.\nGranlund has no value in ny.", id="missing_values"),
    ],
)
def test_a_table_that_cannot_be_made_says_why(conditions: list[str], message: str, material: Material) -> None:
    first, *others = material.cases
    material = replace(material, cases=(replace(first, variables={**first.variables, "ny": 1}), *others))
    with pytest.raises(InvalidError) as caught:
        case_table(material, [Condition.parse(one) for one in conditions])
    assert message in caught.value.message
