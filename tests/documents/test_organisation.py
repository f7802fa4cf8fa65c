"""Bilag 4: the degree of each type of interventions by how municipalities are organised."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from icmo import codebook
from icmo.documents.options import Options
from icmo.documents.organisation import build, organising_variable
from icmo.documents.pieces.degrees import Degrees, Effort, Level
from icmo.errors import InvalidError, NotFoundError
from icmo.models import Case, Material, Valence
from tests.documents.places import a_country, referred_to
from tests.documents.told import assert_well_made, rows, said, table
from tests.factories import a_coding, a_configuration, a_material, a_transcript

ENGLISH = Options(lang="en")

# Two types, so that an even split is 1/2: high from 2/3, low below 1/3.
#   Egeholm 3 of 4 and 1 of 4: high, low.  Åmose 1 and 1 of 2: middle, middle.  Nordvig 2 and 1 of 3: on both borders.
TOLD = {"Egeholm": {"oeve": 3, "job": 1}, "Åmose": {"oeve": 1, "job": 1}, "Nordvig": {"oeve": 2, "job": 1}}
TEAMS = {"Egeholm": {"team": "eksternt"}, "Åmose": {"team": "eksternt"}, "Nordvig": {"team": "internt"}}


def degrees(material: Material, options: Options = ENGLISH) -> dict[str, list[str]]:
    return {first: rest for first, *rest in rows(build(material, options), "Degrees")}


def test_a_groups_share_is_the_median_of_its_municipalities_shares() -> None:
    # oeve: 3/4 and 1/2, median 62.5%; job: 1/4 and 1/2, median 37.5%
    found = degrees(a_country(TOLD, TEAMS))
    assert found["Oeve in English"][0].startswith("Middle (62%; 50–75; 2 municipalities)")
    assert found["Job in English"][0].startswith("Middle (38%; 25–50; 2 municipalities)")


def test_a_share_on_the_border_is_high_and_one_on_the_lower_border_is_middle() -> None:
    found = degrees(a_country(TOLD, TEAMS))
    assert found["Oeve in English"][1].startswith("High (67%; 1 municipality)")
    assert found["Job in English"][1].startswith("Middle (33%; 1 municipality)")


@pytest.mark.parametrize(
    ("n_types", "share", "level"),
    [
        (2, Fraction(2, 3), Level.HIGH),
        (2, Fraction(65, 100), Level.MIDDLE),
        (2, Fraction(1, 3), Level.MIDDLE),
        (2, Fraction(33, 100), Level.LOW),
        (3, Fraction(4, 9), Level.HIGH),
        (3, Fraction(44, 100), Level.MIDDLE),
        (3, Fraction(2, 9), Level.MIDDLE),
        (3, Fraction(22, 100), Level.LOW),
        (4, Fraction(1, 3), Level.HIGH),
        (4, Fraction(1, 6), Level.MIDDLE),
        (4, Fraction(0), Level.LOW),
    ],
)
def test_high_is_four_thirds_of_an_even_split_and_low_below_two_thirds(
    n_types: int, share: Fraction, level: Level
) -> None:
    efforts = tuple(Effort(str(n), str(n), (str(n),)) for n in range(n_types))
    assert Degrees(efforts, {}).level(share) is level


def test_the_rule_is_printed_with_its_borders() -> None:
    text = said(build(a_country(TOLD, TEAMS), ENGLISH))
    assert "(here 66.7%)" in text and "(here 33.3%)" in text
    assert "no measure of the efforts that were made" in text


def test_municipalities_of_a_group_that_differ_are_told_one_by_one() -> None:
    found = degrees(a_country(TOLD, TEAMS))
    assert "one by one: 1 middle, 1 high" in found["Oeve in English"][0]
    assert "one by one: 1 low, 1 middle" in found["Job in English"][0]


def test_a_group_of_one_municipality_is_flagged() -> None:
    assert "one municipality only" in degrees(a_country(TOLD, TEAMS))["Oeve in English"][1]
    assert "one municipality only" not in degrees(a_country(TOLD, TEAMS))["Oeve in English"][0]


def test_each_municipalitys_numbers_stand_in_a_table() -> None:
    found = {first: rest for first, *rest in rows(build(a_country(TOLD, TEAMS), ENGLISH), "Municipalities")}
    assert found["Egeholm"][0] == "eksternt"
    assert found["Egeholm"][1] == "4 / few: fewer than 10 quotes"
    assert found["Egeholm"][2].startswith("75% (3 of 4)") and found["Egeholm"][3].startswith("25% (1 of 4)")
    assert found["Nordvig"][2].startswith("67% (2 of 3)")


def test_two_coders_on_the_same_passage_are_one_quote() -> None:
    source = a_transcript("Vi øver bussen. Vi ringer til firmaer.", municipality="Egeholm")
    codings = [a_coding(source, "oeve", "Vi øver bussen.", coder=coder) for coder in ("A", "B")]
    codings.append(a_coding(source, "job", "Vi ringer til firmaer."))
    (found,) = rows(build(a_material([source], codings), ENGLISH), "Municipalities")
    assert found[1].startswith("2") and found[2].startswith("50% (1 of 2)")


def test_what_hinders_is_told_of_too() -> None:
    material = a_country({"Egeholm": {"oeve": 1, "job": 1}})
    negative = tuple(replace(one, valence=Valence.NEGATIVE) for one in material.codings)
    assert "50% (1 of 2)" in rows(build(replace(material, codings=negative), ENGLISH), "Municipalities")[0][2]


def test_an_intervention_counts_by_its_part_in_a_configuration() -> None:
    material = a_country({"Egeholm": {"oeve": 2, "job": 1, "tro": 1}})
    first, _second, _job, belief = material.codings
    as_outcome = a_configuration(("I", belief), ("O", first))
    (found,) = rows(build(replace(material, configurations=(as_outcome,)), ENGLISH), "Municipalities")
    assert found[1].startswith("2") and found[2].startswith("50% (1 of 2)")


@pytest.mark.parametrize(
    ("variables", "chosen"),
    [
        ({"by": "abc", "team": "xxy"}, "team"),
        ({"sted": "xxy", "ORGANISERING": "xxy"}, "ORGANISERING"),
        ({"unik_team": "xyz", "sted": "xxy"}, "sted"),
        ({"team": "xxx", "sted": "xxy"}, "sted"),
        ({"team": "xyz"}, ""),
        ({}, ""),
    ],
    ids=[
        "one_named_after_teams_comes_first",
        "one_named_after_organisation_comes_first",
        "a_value_for_each_municipality_makes_no_groups",
        "one_value_makes_no_groups",
        "none_fits",
        "there_are_none",
    ],
)
def test_the_variable_of_organisation(variables: dict[str, str], chosen: str) -> None:
    values = {place: {name: each[n] for name, each in variables.items()} for n, place in enumerate(TOLD)}
    assert organising_variable(a_country(TOLD, values)) == chosen


def test_numbers_make_no_groups_unless_asked_for() -> None:
    material = a_country(TOLD, {place: {"maal": n} for n, place in enumerate([*TOLD])})
    assert organising_variable(material) == ""
    assert degrees(material, Options(lang="en", by="maal"))["Oeve in English"][0].startswith("High (75%; 1")


def test_the_variable_is_named_in_the_subtitle() -> None:
    assert build(a_country(TOLD, TEAMS), ENGLISH).subtitle == "Groups of municipalities by “team”"


def test_without_a_variable_it_says_how_to_bring_one_in_and_shows_the_municipalities() -> None:
    report = build(a_country(TOLD), ENGLISH)
    assert "icmo cases" in said(report)
    assert [one.name for one in report.tables] == ["Municipalities"]
    assert [row[0] for row in rows(report, "Municipalities")] == ["Egeholm", "Nordvig", "Åmose"]


def test_municipalities_without_interventions_or_group_are_named() -> None:
    material = a_country({**TOLD, "Havn": {"tro": 1}, "Sand": {"oeve": 1}}, {**TEAMS, "Havn": {"team": "internt"}})
    text = said(build(material, ENGLISH))
    assert "Left out, since nothing there is coded as one of these interventions: Havn." in text
    assert "In no group, since “team” is not known: Sand." in text
    found = {first: rest for first, *rest in rows(build(material, ENGLISH), "Municipalities")}
    assert "Havn" not in found and found["Sand"][0] == "not stated"


def test_a_group_in_which_nobody_tells_of_interventions_has_no_degree() -> None:
    material = a_country({**TOLD, "Havn": {"tro": 1}}, {**TEAMS, "Havn": {"team": "andet"}})
    assert degrees(material)["Oeve in English"][0] == "no evidence"


def test_the_published_types_make_three_rows_and_u_r_two_of_them() -> None:
    told = {"virksomhedsrettede-indsatser": 1, "personlig-handlekraft": 1, "ressourcesamtaler": 1}
    material = a_country({"Egeholm": told}, book=codebook.load("kib-icmo"))
    report = build(material, ENGLISH)
    assert [one[-3:] for one in table(report, "Municipalities").columns[2:]] == ["(V)", "/R)", "(K)"]
    (found,) = rows(report, "Municipalities")
    assert [one.partition(" /")[0] for one in found[2:]] == ["33% (1 of 3)", "67% (2 of 3)", "0% (0 of 3)"]


def test_the_figure_has_the_tables_medians() -> None:
    report = build(a_country(TOLD, TEAMS), ENGLISH)
    (figure,) = [block for block in report.blocks if type(block).__name__ == "Figure"]
    assert [series.values for series in figure.picture.series] == [(0.625, 0.375), pytest.approx((2 / 3, 1 / 3))]
    assert rows(report, "Median shares") == [["Oeve in English", "62%", "67%"], ["Job in English", "38%", "33%"]]
    assert "62%" in figure.alt and "33%" in figure.alt


def test_references_lead_to_quotes_of_the_row_and_the_group() -> None:
    report = build(a_country(TOLD, TEAMS), ENGLISH)
    quotes = [report.quote(number) for number in referred_to(table(report, "Degrees").rows[1][1])]
    assert {quote.municipality for quote in quotes} == {"Egeholm", "Åmose"}
    assert all("job" in quote.text for quote in quotes)


def test_no_more_quotes_of_a_municipality_are_printed_than_asked_for() -> None:
    report = build(a_country({"Egeholm": {"oeve": 9, "job": 9}}), Options(lang="en", each=3))
    assert len(report.quotes) == 6


def test_a_variable_nobody_has_is_refused() -> None:
    with pytest.raises(NotFoundError):
        build(a_country(TOLD, TEAMS), Options(by="vejr"))


def test_more_groups_than_a_page_holds_are_refused() -> None:
    places = {f"By {n}": {"oeve": 1} for n in range(9)}
    with pytest.raises(InvalidError, match="9"):
        build(a_country(places, {place: {"navn": place} for place in places}), Options(by="navn"))


@pytest.mark.parametrize(
    "material",
    [
        a_material([]),
        a_material([a_transcript()]),
        a_country({"Egeholm": {"oeve": 2}}, {"Egeholm": {"team": "x"}}),
        a_country({"A": {"oeve": 1}, "B": {"oeve": 2}}, {"A": {"team": "x"}, "B": {"team": "y"}}),
        replace(a_country(TOLD, TEAMS), transcripts=a_country(TOLD).transcripts, codings=()),
        replace(a_country(TOLD), cases=(Case("x", "Havn", {"team": "x"}),)),
        a_country(TOLD, TEAMS),
    ],
    ids=["empty", "nothing_coded", "one_municipality", "one_type", "no_codings", "case_without_interview", "plain"],
)
@pytest.mark.parametrize("options", [ENGLISH, Options(approved_only=True), Options(each=0)])
def test_odd_material_gives_a_well_made_report(material: Material, options: Options) -> None:
    assert_well_made(build(material, options))
