"""The framework matrix as a document."""

from __future__ import annotations

from dataclasses import replace

import pytest

from icmo.documents.changes import facts
from icmo.documents.framework import build
from icmo.documents.options import Options
from icmo.errors import NotFoundError
from icmo.models import InformantType, Material, ReportText, Summary
from tests.documents.places import a_country, referred_to
from tests.documents.told import assert_well_made, headings, rows, said, table
from tests.factories import a_material, a_transcript

ENGLISH = Options(lang="en")
TOLD = {"Egeholm": {"tro": 3, "oeve": 1}, "Nordvig": {"tro": 1, "hverdag": 2}, "Åmose": {"oeve": 1}}


def a_summary(code: str, case: str, text: str, at: str = "2026-03-01") -> Summary:
    return Summary(f"s-{code}-{case}", code, case, text, "AML", at)


def material(**fields: object) -> Material:
    summaries = (a_summary("tro", "Egeholm", "De tror på hende.\nHele vejen."), a_summary("tro", "Åmose", " "))
    return replace(a_country(TOLD, informant_type=InformantType.MUNICIPALITY), summaries=summaries, **fields)  # type: ignore[arg-type]


def of_code(made: Material, number: int, options: Options = ENGLISH) -> dict[str, list[str]]:
    return {first: rest for first, *rest in rows(build(made, options), f"Code {number}")}


def test_the_whole_matrix_has_the_number_of_quotes() -> None:
    assert rows(build(material(), ENGLISH), "Matrix") == [
        ["Tro in English", "3", "1", "0"],
        ["Hverdag in English", "0", "2", "0"],
    ]


def test_a_summary_stands_as_it_was_written_on_one_line() -> None:
    assert of_code(material(), 1)["Egeholm"][0] == "De tror på hende. Hele vejen."


def test_where_nothing_is_written_a_dash_stands_with_what_the_silence_means() -> None:
    asked = material(guide={"kommune": ("tro",)})
    assert of_code(asked, 1)["Nordvig"][0] == "–"
    assert of_code(asked, 1)["Åmose"] == ["– (asked, not mentioned)", "asked, not mentioned"]
    assert of_code(asked, 2)["Åmose"] == ["– (not asked)", "not asked"]
    assert of_code(material(), 2)["Åmose"][1] == "not mentioned (not known whether it was asked)"


def test_who_was_not_asked_has_no_nought_in_the_matrix() -> None:
    found = rows(build(material(guide={"kommune": ("tro",)}), ENGLISH), "Matrix")
    assert found[0][1:] == ["3", "1", "0"]
    assert found[1][1:] == ["not asked", "2", "not asked"]


def test_evidence_is_counted_and_leads_to_its_quotes() -> None:
    report = build(material(), ENGLISH)
    assert of_code(material(), 1)["Egeholm"][1].startswith("3 quotes in 1 transcript / few informants / [")
    quotes = [report.quote(number) for number in referred_to(table(report, "Code 1").rows[0][2])]
    assert len(quotes) == 2  # of each municipality at most two are printed
    assert all(quote.municipality == "Egeholm" and "tro" in quote.text for quote in quotes)


def test_codings_newer_than_the_summary_are_told() -> None:
    made = material()
    newer = replace(made, codings=tuple(replace(one, at="2026-04-01") for one in made.codings))
    assert "There are codings newer than the summary." in of_code(newer, 1)["Egeholm"][1]
    assert "newer" not in of_code(made, 1)["Egeholm"][1]


def test_mechanisms_that_nobody_tells_of_are_left_out_unless_asked_for() -> None:
    made = a_country({"Egeholm": {"tro": 1}})
    assert [row[0] for row in rows(build(made, ENGLISH), "Matrix")] == ["Tro in English"]
    asked = Options(lang="en", codes=("hverdag", "oeve"))
    assert [row[0] for row in rows(build(made, asked), "Matrix")] == ["Hverdag in English", "Oeve in English"]


@pytest.mark.parametrize(
    ("summaries", "codes"),
    [((a_summary("oeve", "Egeholm", "De øver."),), ["Oeve in English"]), ((), ["Oeve in English", "Ro in English"])],
    ids=["those_written_about", "else_those_told_of"],
)
def test_without_mechanisms_other_codes_are_shown(summaries: tuple[Summary, ...], codes: list[str]) -> None:
    made = replace(a_country({"Egeholm": {"oeve": 1, "ro": 1}}), summaries=summaries)
    assert [row[0] for row in rows(build(made, ENGLISH), "Matrix")] == codes


@pytest.mark.parametrize(
    ("n_places", "columns"), [(8, [8]), (9, [4, 5]), (17, [5, 6, 6]), (24, [8, 8, 8])], ids=lambda value: str(value)
)
def test_the_matrix_is_split_into_tables_of_at_most_eight_municipalities(n_places: int, columns: list[int]) -> None:
    report = build(a_country({f"By {n:02}": {"tro": 1} for n in range(n_places)}), ENGLISH)
    tables = [one for one in report.tables if one.name.startswith("Matrix")]
    assert [len(one.columns) - 1 for one in tables] == columns
    assert [name for one in tables for name in one.columns[1:]] == [f"By {n:02}" for n in range(n_places)]


def test_with_more_than_twenty_four_municipalities_only_totals_stand_and_it_says_so() -> None:
    report = build(a_country({f"By {n:02}": {"tro": 2 if n < 20 else 0, "hverdag": 1} for n in range(25)}), ENGLISH)
    assert rows(report, "Matrix") == [
        ["Tro in English", "20 of 25 municipalities", "20", "40"],
        ["Hverdag in English", "25 of 25 municipalities", "25", "25"],
    ]
    assert "With 25 municipalities the matrix does not fit a page" in said(report)
    assert len(table(report, "Code 1").rows) == 25


def test_municipalities_may_be_chosen() -> None:
    report = build(material(), Options(lang="en", municipalities=("Nordvig",)))
    assert [row[0] for row in rows(report, "Code 1")] == ["Nordvig"]
    assert {quote.municipality for quote in report.quotes} == {"Nordvig"}


@pytest.mark.parametrize("options", [Options(codes=("vejr",)), Options(municipalities=("Vejr",))])
def test_what_is_not_there_is_refused(options: Options) -> None:
    with pytest.raises(NotFoundError):
        build(material(), options)


def test_each_code_has_a_heading_and_the_evaluators_words() -> None:
    text = ReportText("r1", "framework:tro", "Troen bærer.", "AML", "")
    report = build(material(texts=(text,)), ENGLISH)
    assert headings(report)[:3] == ["The whole matrix", "Tro in English", "Hverdag in English"]
    assert "Troen bærer." in said(report)


def test_interviews_without_a_municipality_are_not_lost() -> None:
    made = a_country({"Egeholm": {"tro": 1}})
    lost = replace(made, transcripts=(replace(made.transcripts[0], municipality=None),))
    assert rows(build(lost, ENGLISH), "Matrix") == [["Tro in English", "1"]]
    assert list(of_code(lost, 1)) == ["not stated"]


def test_facts_do_not_change_when_quotes_get_other_numbers() -> None:
    made = material()
    before = facts(build(made, ENGLISH))
    after = facts(build(replace(made, codings=made.codings[1:]), ENGLISH))
    assert {key for key in before if after.get(key) != before[key]} == {
        "Code 1|Egeholm|Evidence",
        "Matrix|Tro in English|Egeholm",
    }


@pytest.mark.parametrize(
    "made",
    [
        a_material([]),
        a_material([a_transcript()]),
        a_country({"Egeholm": {"ro": 1}}),
        replace(a_country({"Egeholm": {}}), summaries=(a_summary("tro", "Egeholm", "Kun ord."),)),
        a_material([a_transcript(municipality=None)]),
        material(),
    ],
    ids=["empty", "nothing_coded", "no_mechanism", "only_a_summary", "no_municipality", "plain"],
)
@pytest.mark.parametrize("options", [ENGLISH, Options(approved_only=True), Options(each=0)])
def test_odd_material_gives_a_well_made_report(made: Material, options: Options) -> None:
    assert_well_made(build(made, options))
