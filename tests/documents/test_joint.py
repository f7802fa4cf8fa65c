"""The joint display: figures of municipalities beside what is told there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from icmo import codebook
from icmo.documents.changes import facts
from icmo.documents.joint import build
from icmo.documents.options import Options
from icmo.errors import NotFoundError
from icmo.models import Case, InformantType, Material
from tests.documents.places import a_country, referred_to
from tests.documents.told import assert_well_made, headings, rows, said, table
from tests.factories import BOOK, a_code, a_material, a_transcript

ENGLISH = Options(lang="en")
TRO, HVERDAG = "Tro in English", "Hverdag in English"

# tro in three of four municipalities, hverdag in two; the goal 10, 20, 20, 40, in another order than the alphabet's
TOLD = {
    "Egeholm": {"tro": 2, "hverdag": 1},
    "Havn": {"tro": 1},
    "Nordvig": {"hverdag": 1, "tro": 1},
    "Åmose": {"ro": 1},
}
FIGURES = {
    "Egeholm": {"maal": 40, "team": "nej"},
    "Havn": {"maal": 20, "team": "ja"},
    "Nordvig": {"maal": 10, "team": "ja"},
    "Åmose": {"maal": 20, "team": "nej"},
}


def material(**fields: object) -> Material:
    return a_country(TOLD, FIGURES, **fields)  # type: ignore[arg-type]


def display(made: Material, options: Options = ENGLISH) -> dict[str, list[str]]:
    return {first: rest for first, *rest in rows(build(made, options), "Joint display")}


def test_municipalities_stand_in_the_order_of_the_first_number() -> None:
    report = build(material(), ENGLISH)
    assert report.subtitle == "Municipalities in the order of “maal”"
    assert list(display(material())) == ["Nordvig", "Havn", "Åmose", "Egeholm", "All"]


def test_another_variable_may_be_asked_for() -> None:
    assert list(display(material(), Options(lang="en", by="team"))) == ["Havn", "Nordvig", "Egeholm", "Åmose", "All"]


def test_a_municipality_without_the_figure_comes_last() -> None:
    made = a_country(TOLD, {place: some for place, some in FIGURES.items() if place != "Havn"})
    found = display(made)
    assert list(found)[-2:] == ["Havn", "All"]
    assert found["Havn"][0] == "not known"


def test_figures_stand_beside_the_codes_that_are_told_of_most_first() -> None:
    columns = table(build(material(), ENGLISH), "Joint display").columns
    assert columns == ("Municipality", "maal", "team", TRO, HVERDAG)


def test_cells_have_quotes_and_transcripts_and_lead_to_the_quotes() -> None:
    report = build(material(), ENGLISH)
    cell = table(report, "Joint display").rows[3][3]  # Egeholm, tro
    assert display(material())["Egeholm"][2].startswith("2 (1), few informants [")
    quotes = [report.quote(number) for number in referred_to(cell)]
    assert len(quotes) == 2
    assert all(quote.municipality == "Egeholm" and "tro" in quote.text for quote in quotes)


def test_the_last_row_sums_up() -> None:
    found = display(material())["All"]
    assert found[:2] == ["–", "–"]
    assert found[2].startswith("3 of 4 municipalities / 4 quotes in 3 transcripts")
    assert found[3].startswith("2 of 4 municipalities / 2 quotes in 2 transcripts")


def test_silences_are_told_apart() -> None:
    made = material(informant_type=InformantType.MUNICIPALITY)
    asked = replace(made, guide={"kommune": ("tro",)})
    assert display(made)["Åmose"][2:] == ["not mentioned", "not mentioned"]
    assert display(asked)["Åmose"][2:] == ["asked, not mentioned", "not asked"]
    assert "not known whether it was asked" in said(build(made, ENGLISH))


def test_more_than_eight_codes_go_on_in_further_tables() -> None:
    kinds = {f"m{n}": "mechanism" for n in range(11)}
    book = codebook.loads(BOOK + "".join(a_code(name, kind) for name, kind in kinds.items()))
    told = {"Egeholm": dict.fromkeys(kinds, 1), "Åmose": {"m7": 1}}
    made = a_country(told, {place: FIGURES[place] for place in told}, book=book)
    report = build(made, ENGLISH)
    tables = [one for one in report.tables if one.name.startswith("Joint display")]
    codes = [name for one in tables for name in one.columns if name.endswith("in English")]
    assert [len(one.columns) <= 10 for one in tables] == [True, True]
    assert len(codes) == len(set(codes)) == 11 and codes[0] == "M7 in English"
    assert_well_made(report)


def test_figures_that_do_not_fit_have_a_table_of_their_own() -> None:
    many = {place: {f"tal_{n}": n for n in range(9)} for place in TOLD}
    report = build(a_country(TOLD, many), ENGLISH)
    shown = [name for one in report.tables for name in one.columns if name.startswith("tal")]
    assert {f"tal {n}" for n in range(9)} <= set(shown)


def test_groups_by_words_have_their_counts() -> None:
    found = {first: rest for first, *rest in rows(build(material(), Options(lang="en", by="team")), "Groups")}
    assert found["ja"][:1] == ["2"] and found["nej"][:1] == ["2"]
    assert found["ja"][1].startswith("2 of 2 municipalities / 2 quotes in 2 transcripts")
    assert found["nej"][1].startswith("1 of 2 municipalities / 2 quotes in 1 transcript")
    assert found["nej"][2].startswith("1 of 2 municipalities / 1 quote in 1 transcript")


def test_the_groups_bars_are_shares_of_their_municipalities() -> None:
    report = build(material(), Options(lang="en", by="team"))
    (figure,) = [block for block in report.blocks if type(block).__name__ == "Figure"]
    assert {one.name: one.values for one in figure.picture.series} == {"ja": (1.0, 0.5), "nej": (0.5, 0.5)}
    assert "nej: Tro in English 1 of 2 municipalities" in figure.alt


def test_the_figure_stands_where_a_code_is_told_of_and_where_it_is_not() -> None:
    # tro: 40, 20, 10 against 20; hverdag: 40, 10 against 20, 20
    found = {first: rest for first, *rest in rows(build(material(), ENGLISH), "By presence")}
    assert found[TRO] == ["median 20 (10–40); 3 municipalities", "median 20 (20–20); 1 municipality"]
    assert found[HVERDAG] == ["median 25 (10–40); 2 municipalities", "median 20 (20–20); 2 municipalities"]


def test_who_was_not_asked_is_on_neither_side() -> None:
    made = replace(material(informant_type=InformantType.MUNICIPALITY), guide={"kommune": ("tro",)})
    assert [row[0] for row in rows(build(made, ENGLISH), "By presence")] == [TRO]


def test_bars_show_the_figure_and_the_table_the_codes() -> None:
    report = build(material(), ENGLISH)
    (figure,) = [block for block in report.blocks if type(block).__name__ == "Figure"]
    assert figure.picture.categories == ("Nordvig", "Havn", "Åmose", "Egeholm")
    assert figure.picture.series[0].values == (10, 20, 20, 40)
    assert rows(report, "Figure and codes") == [
        ["Nordvig", "10", "2 of 2 codes", "–", f"{TRO}, {HVERDAG}: 50% (1 of 2)"],
        ["Havn", "20", "1 of 2 codes", HVERDAG, f"{TRO}: 100% (1 of 1)"],
        ["Åmose", "20", "0 of 2 codes", f"{TRO}, {HVERDAG}", "–"],
        ["Egeholm", "40", "2 of 2 codes", "–", f"{TRO}: 67% (2 of 3)"],
    ]


def test_codes_told_of_everywhere_or_nowhere_are_named() -> None:
    made = a_country({"Egeholm": {"tro": 1}, "Åmose": {"tro": 1}}, FIGURES)
    text = said(build(made, ENGLISH))
    assert f"Told of in every municipality here: {TRO}." in text
    assert f"Told of in no municipality here: {HVERDAG}." in text


def test_with_many_municipalities_the_figure_is_by_group() -> None:
    places = {f"By {n:02}": {"tro": n % 2} for n in range(30)}
    made = a_country(places, {place: {"maal": n} for n, place in enumerate(places)})
    (figure,) = [block for block in build(made, ENGLISH).blocks if type(block).__name__ == "Figure"]
    assert [one.name for one in figure.picture.series] == ["at most 14.5", "above 14.5"]


def test_a_figure_keeps_its_decimals() -> None:
    made = a_country({"Egeholm": {"tro": 1}}, {"Egeholm": {"maal": 12.25}})
    assert display(made)["Egeholm"][0] == "12.25"
    assert display(made, Options())["Egeholm"][0] == "12,25"


def test_it_warns_of_reading_people_into_municipalities() -> None:
    text = said(build(material(), ENGLISH))
    assert "need not be true of the people in them" in text and "brings about" in text


def test_without_figures_the_municipalities_stand_by_name_and_it_says_what_to_do() -> None:
    report = build(a_country(TOLD), ENGLISH)
    assert "icmo cases" in said(report)
    assert [row[0] for row in rows(report, "Joint display")] == ["Egeholm", "Havn", "Nordvig", "Åmose", "All"]
    assert "By group" not in headings(report)


def test_facts_do_not_change_when_quotes_get_other_numbers() -> None:
    made = material()
    before = facts(build(made, ENGLISH))
    after = facts(build(replace(made, codings=made.codings[1:]), ENGLISH))
    changed = {key for key in before if after.get(key) != before[key]}
    assert before[f"Joint display|Egeholm|{TRO}"][1] == "2 (1), few informants"
    groups = f"Groups|40|{TRO}"  # Egeholm alone: four values or fewer are groups of their own
    assert changed == {f"Joint display|Egeholm|{TRO}", f"Joint display|All|{TRO}", groups}


@pytest.mark.parametrize("options", [Options(by="vejr"), Options(codes=("vejr",)), Options(municipalities=("Vejr",))])
def test_what_is_not_there_is_refused(options: Options) -> None:
    with pytest.raises(NotFoundError):
        build(material(), options)


@pytest.mark.parametrize(
    "made",
    [
        a_material([]),
        a_material([a_transcript()]),
        a_material([a_transcript(municipality=None)]),
        a_country({"Egeholm": {"ro": 1}}, book=codebook.loads(BOOK + a_code("ro", "outcome"))),
        replace(a_country(TOLD), cases=(Case("x", "Havneby", {"maal": 1}),)),
        a_country(TOLD, {"Egeholm": {"tom": None, "navn": ""}}),
        a_country(TOLD, {"Egeholm": {"stor": 1e300, "maal": float("inf")}}),
        material(),
    ],
    ids=[
        "empty",
        "nothing_coded",
        "no_municipality",
        "no_mechanisms",
        "case_not_interviewed",
        "no_values",
        "huge",
        "plain",
    ],
)
@pytest.mark.parametrize("options", [ENGLISH, Options(approved_only=True), Options(each=0)])
def test_odd_material_gives_a_well_made_report(made: Material, options: Options) -> None:
    assert_well_made(build(made, options))
