"""Model 2: types of interventions by target group."""

from __future__ import annotations

from dataclasses import replace

import pytest

from icmo import codebook
from icmo.documents.changes import facts
from icmo.documents.options import Options
from icmo.documents.readiness import build
from icmo.models import Coding, Material, Transcript
from tests.documents.places import a_country, an_interview, referred_to
from tests.documents.told import assert_well_made, headings, rows, said, table
from tests.factories import BOOK, a_code, a_codebook, a_configuration, a_material, a_transcript

ENGLISH = Options(lang="en")
TREE = codebook.loads(
    BOOK
    + a_code("firma", "intervention")
    + a_code("besoeg", "intervention", parent="firma")
    + a_code("timer", "intervention", parent="firma")
    + a_code("snak", "intervention")
    + a_code("lav", "target_group")
    + a_code("hoej", "target_group")
)


def of(*interviews: tuple[Transcript, list[Coding]], **fields: object) -> Material:
    return a_material([one for one, _ in interviews], [one for _, some in interviews for one in some], **fields)  # type: ignore[arg-type]


def material() -> Material:
    """Of lav: 2 × oeve, 1 × job. Of hoej: 1 × oeve, 3 × job from two municipalities. Of nobody: 1 × job."""
    return of(
        an_interview("Egeholm", {"oeve": 2, "job": 1}, target_group="lav"),
        an_interview("Egeholm", {"oeve": 1, "job": 2}, target_group="hoej"),
        an_interview("Åmose", {"job": 1}, target_group="hoej"),
        an_interview("Åmose", {"job": 1}),
    )


def by_row(made: Material, name: str, options: Options = ENGLISH) -> dict[str, list[str]]:
    return {first: rest for first, *rest in rows(build(made, options), name)}


def test_columns_are_the_books_target_groups_and_then_what_states_none() -> None:
    columns = table(build(material(), ENGLISH), "Types").columns
    assert columns == ("Interventions", "Lav in English", "Hoej in English", "Target group not stated")


def test_each_cell_has_the_three_counts() -> None:
    found = by_row(material(), "Types")
    assert found["Oeve in English"][0].startswith("1 of 2 municipalities · 1 transcript · 2 quotes")
    assert found["Job in English"][1].startswith("2 of 2 municipalities · 2 transcripts · 3 quotes")
    assert found["Oeve in English"][2] == "no evidence"


def test_shares_are_of_the_groups_quotes_of_all_types() -> None:
    found = by_row(material(), "Shares")
    assert found["Oeve in English"] == ["67% (2 of 3)", "25% (1 of 4)", "0% (0 of 1)"]
    assert found["Job in English"] == ["33% (1 of 3)", "75% (3 of 4)", "100% (1 of 1)"]
    assert found["Quotes of all types"] == ["3", "4", "1"]


def test_the_figure_shows_the_tables_shares() -> None:
    (figure,) = [block for block in build(material(), ENGLISH).blocks if type(block).__name__ == "Figure"]
    assert figure.picture.values == ((pytest.approx(2 / 3), 0.25, 0), (pytest.approx(1 / 3), 0.75, 1))
    assert "Hoej in English: Oeve in English 25%, Job in English 75%" in figure.alt


def test_a_sentence_names_the_type_that_each_group_hears_most_of() -> None:
    text = said(build(material(), ENGLISH))
    assert "Lav in English: the largest share, 67% (2 of 3), is of: Oeve in English" in text
    assert "Hoej in English: the largest share, 75% (3 of 4), is of: Job in English – 2 of 2" in text


def test_types_told_of_as_often_are_both_named() -> None:
    made = of(an_interview("Egeholm", {"oeve": 1, "job": 1}, target_group="lav"))
    text = said(build(made, ENGLISH))
    assert "the largest share, 50% (1 of 2) each, is of: Oeve in English" in text and "; Job in English" in text


def test_a_configurations_target_group_comes_before_the_transcripts() -> None:
    made = of(an_interview("Egeholm", {"oeve": 1, "job": 1}, target_group="lav"))
    configuration = a_configuration(("I", made.codings[0]), target_group="hoej")
    found = by_row(replace(made, configurations=(configuration,)), "Shares")
    assert found["Oeve in English"] == ["0% (0 of 1)", "100% (1 of 1)"]


def test_thin_evidence_and_few_informants_are_flagged() -> None:
    cell = by_row(material(), "Types")["Job in English"][0]
    assert "thin evidence" in cell and "few informants" in cell


def test_references_lead_to_the_cells_own_quotes() -> None:
    report = build(material(), ENGLISH)
    cell = table(report, "Types").rows[1][2]  # job, hoej
    quotes = [report.quote(number) for number in referred_to(cell)]
    assert {quote.municipality for quote in quotes} == {"Egeholm", "Åmose"}
    assert all("job" in quote.text for quote in quotes)


def test_a_type_stands_for_the_codes_below_it_and_has_a_table_of_them() -> None:
    made = of(an_interview("Egeholm", {"firma": 1, "besoeg": 2, "snak": 1}, target_group="lav"), book=TREE)
    report = build(made, ENGLISH)
    assert by_row(made, "Types")["Firma in English"][0].startswith("1 of 1 municipality · 1 transcript · 3 quotes")
    below = {first: rest[0] for first, *rest in rows(report, "Type 1")}
    assert "2 quotes" in below["Besoeg in English"] and below["Timer in English"] == "no evidence"
    assert "1 quote" in below["The type itself, no closer"]
    assert "Firma in English" in headings(report) and "Snak in English" not in headings(report)


def test_the_parts_below_are_the_books_even_when_nobody_names_the_type_itself() -> None:
    made = of(an_interview("Egeholm", {"besoeg": 1}, target_group="lav"), book=TREE)
    assert list(by_row(made, "Type 1")) == ["Besoeg in English", "Timer in English"]


def test_without_target_groups_all_the_material_stands_together() -> None:
    made = a_country({"Egeholm": {"oeve": 1, "job": 1}})
    report = build(made, ENGLISH)
    assert table(report, "Types").columns == ("Interventions", "All the material")
    assert "No target group is named" in said(report)


def test_a_mechanism_that_plays_an_intervention_belongs_to_no_type() -> None:
    made = of(an_interview("Egeholm", {"oeve": 1, "tro": 1}, target_group="lav"))
    configuration = a_configuration(("I", made.codings[1]))
    report = build(replace(made, configurations=(configuration,)), ENGLISH)
    assert "1 quote in which a code of another kind" in said(report)
    assert rows(report, "Shares")[-1][1] == "1"


def test_it_says_what_a_share_is_not() -> None:
    assert "nor what works for it" in said(build(material(), ENGLISH))


def test_new_quotes_change_only_the_numbers_that_they_belong_to() -> None:
    more = of(
        an_interview("Aarup", {"oeve": 1}, target_group="hoej"),
        an_interview("Egeholm", {"job": 1}, target_group="lav"),
    )
    before = facts(build(more, ENGLISH))
    gone = replace(more, codings=more.codings[1:])  # what stands first is no more, and all quotes get other numbers
    after = facts(build(gone, ENGLISH))
    of_group = "{}|{} in English|Hoej in English"  # its only quote is gone, so that nothing is left to share
    gone_now = {of_group.format(*one) for one in (("Types", "Oeve"), ("Shares", "Oeve"), ("Shares", "Job"))}
    assert set(before) - set(after) == gone_now
    assert {key for key in after if after[key] != before[key]} == {"Shares|Quotes of all types|Hoej in English"}


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (a_material([]), "Nothing is coded as an intervention yet."),
        (a_material([a_transcript()]), "Nothing is coded as an intervention yet."),
        (a_material([a_transcript()], book=a_codebook(ro="outcome")), "The code book has no interventions."),
    ],
    ids=["empty", "nothing_coded", "no_interventions_in_the_book"],
)
def test_nothing_to_show_is_said(made: Material, words: str) -> None:
    report = build(made, ENGLISH)
    assert words in said(report)
    assert_well_made(report)


@pytest.mark.parametrize(
    "made",
    [
        material(),
        of(an_interview(None, {"oeve": 1}, target_group="lav")),
        of(an_interview("Egeholm", {"besoeg": 1, "snak": 1}, target_group="lav"), book=TREE),
        of(
            an_interview("Egeholm", {"oeve": 1}, target_group="lav"),
            book=a_codebook(oeve="intervention", lav="target_group"),
        ),
    ],
    ids=["plain", "no_municipality", "types_with_codes_below", "one_type"],
)
@pytest.mark.parametrize("options", [ENGLISH, Options(approved_only=True), Options(each=0)])
def test_reports_are_well_made(made: Material, options: Options) -> None:
    assert_well_made(build(made, options))
