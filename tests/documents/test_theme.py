"""Theme chapters: who says what, for and against, every quote printed once."""

from dataclasses import replace

import pytest

from icmo.documents import theme
from icmo.documents.model import Box, Heading, plain
from icmo.documents.options import Options
from icmo.errors import NotFoundError
from icmo.models import Approval, Kind, Material, QuoteChoice, ReportText
from tests.documents.telling import (
    blocks_under,
    cells,
    faults,
    poor_materials,
    printed,
    sample_material,
    table,
    two_municipalities,
    words_of,
)
from tests.factories import a_codebook, a_coding, a_material, a_transcript

TRO = Options(codes=("tro",))


@pytest.mark.parametrize("material", poor_materials().values(), ids=poor_materials())
def test_poor_material_gives_a_sensible_report(material: Material) -> None:
    for options in (Options(), Options(draft=True), Options(codes=tuple(material.codebook.by_id))):
        assert faults(theme.build(material, options)) == []


def test_the_sample_gives_a_sound_report_in_both_languages() -> None:
    for lang in ("da", "en"):
        assert faults(theme.build(sample_material(), Options(lang=lang))) == []


def test_principles_are_written_of_unless_others_are_named() -> None:
    material = sample_material()
    chapters = [b.text for b in theme.build(material, Options(lang="da")).blocks if isinstance(b, Heading)]
    principles = [code.label.da for code in material.codebook.of_kind(Kind.PRINCIPLE)]
    assert [text for text in chapters if text in principles] == principles


@pytest.mark.parametrize(
    ("kinds", "chapter"),
    [({"a": "theme", "b": "mechanism"}, "A in English"), ({"b": "mechanism", "c": "outcome"}, "B in English")],
    ids=["themes_where_there_are_no_principles", "mechanisms_where_there_are_no_themes"],
)
def test_what_is_written_of_by_default(kinds: dict[str, str], chapter: str) -> None:
    report = theme.build(a_material([a_transcript()], book=a_codebook(**kinds)), Options(lang="en"))
    assert next(b.text for b in report.blocks if isinstance(b, Heading) and b.level == 2) == chapter


def test_an_unknown_code_is_refused() -> None:
    with pytest.raises(NotFoundError):
        theme.build(two_municipalities(), Options(codes=("ukendt",)))


def test_counts_are_told_in_all_and_by_kind_of_informant() -> None:
    said = list(words_of(blocks_under(theme.build(two_municipalities(), TRO), "Tro in English")))
    assert any(one.startswith("Who says so: 2 of 3 municipalities · 2 quotes") for one in said)
    staff = next(one for one in said if one.startswith("municipal staff: "))
    assert staff.startswith("municipal staff: 1 of 3 municipalities · 1 quote (thin evidence") and staff.endswith("[1]")
    assert next(one for one in said if one.startswith("women: ")).endswith("[2]")


def test_the_women_speak_in_a_box_of_their_own() -> None:
    report = theme.build(two_municipalities(), TRO)
    (box,) = (block for block in report.blocks if isinstance(block, Box))
    assert box.title == "The women’s perspective"
    assert [report.quote(number).text for number in printed(replace(report, blocks=(box,)))] == [
        "Jeg troede ikke på det."
    ]


def test_what_evaluators_summed_up_is_listed_by_municipality() -> None:
    said = words_of(blocks_under(theme.build(two_municipalities(), TRO), "What the municipalities say"))
    assert "Egeholm: Holdet tror på hende." in list(said)


def test_factors_that_hinder_stand_apart_from_those_that_further() -> None:
    report = theme.build(two_municipalities(), TRO)
    furthers, hinders = (table(report, f"Tro in English: {side}") for side in ("What furthers", "What hinders"))
    assert [plain(row[0].lines[0]) for row in furthers.rows] == ["Oeve in English (I)", "Ro in English (O)"]
    assert [plain(row[0].lines[0]) for row in hinders.rows] == [
        "Oeve in English (I)",
        "Tid in English (K)",
        "Ro in English (O)",
    ]
    assert cells(hinders, "Tid in English (K)")["Quotes"] == "1"


def test_opposite_things_said_by_different_people_stand_against_each_other() -> None:
    found = blocks_under(theme.build(two_municipalities(), TRO), "Agreement and contradiction")
    said = list(words_of(found))
    assert said[:3] == [
        "Told only as furthering: 1 municipality (Egeholm)",
        "Told only as hindering: 1 municipality (Nordvig)",
        "Told as both: 0 municipalities",
    ]
    assert said[3:] == [
        "Told as furthering",
        "Quote 1, printed above (team, Egeholm)",
        "Told as hindering",
        "Quote 2, printed above (deltager, Nordvig)",
    ]


def test_the_same_people_saying_both_is_no_contradiction_between_people() -> None:
    material = two_municipalities()
    everywhere = tuple(
        replace(one, municipality="Egeholm", informant_type=material.transcripts[0].informant_type)
        for one in material.transcripts
    )
    found = blocks_under(theme.build(replace(material, transcripts=everywhere), TRO), "Agreement and contradiction")
    said = list(words_of(found))
    assert "Both are told by the same kind of informants in the same municipality." in said
    assert "Told as furthering" not in said


def test_silence_says_that_nobody_knows_whether_they_were_asked() -> None:
    said = list(words_of(blocks_under(theme.build(two_municipalities(), TRO), "Who is silent")))
    assert said == ["not mentioned (not known whether it was asked): Åmose"]


def test_silence_after_a_question_says_so() -> None:
    material = replace(two_municipalities(), guide={"kommune": ("tro",)})
    said = list(words_of(blocks_under(theme.build(material, TRO), "Who is silent")))
    assert said == ["asked, not mentioned: Åmose"]


def test_outcomes_that_configurations_link_it_with_are_counted() -> None:
    found = cells(table(theme.build(two_municipalities(), TRO), "Tro in English: occurs with"), "Ro in English (O)")
    assert (found["Municipalities"], found["Sources"], found["Quotes"]) == ("2", "2", "2")
    assert found["What they say"] == "furthers 1, hinders 1"


def test_at_most_so_many_quotes_of_a_municipality_are_printed_in_a_section() -> None:
    source = a_transcript("Hun troede på det. " * 9)
    many = [replace(a_coding(source, "tro"), start=19 * n, end=19 * n + 18) for n in range(9)]
    report = theme.build(a_material([source], many), Options(lang="en", codes=("tro",), each=3))
    assert len(report.quotes) == 3
    assert any("1 of 1 municipality · 9 quotes" in one for one in words_of(report.blocks))


def test_a_quote_that_is_withheld_is_counted_but_nowhere_printed() -> None:
    material = two_municipalities()
    withheld = next(one for one in material.codings if one.quote == "Jeg troede ikke på det.")
    choice = QuoteChoice("v1", withheld.guid, "AML", "", Approval.WITHHELD)
    report = theme.build(replace(material, choices=(choice,)), TRO)
    assert "Jeg troede ikke på det." not in [quote.text for quote in report.quotes]
    assert any("2 of 3 municipalities · 2 quotes" in one for one in words_of(report.blocks))


def test_evaluators_own_text_stands_in_its_chapter() -> None:
    material = two_municipalities()
    own = ReportText("r1", "theme:tro", "Holdene tror på kvinderne.", "AML", "")
    said = list(words_of(theme.build(replace(material, texts=(own,)), TRO).blocks))
    assert "Holdene tror på kvinderne." in said


@pytest.mark.parametrize("draft", [True, False], ids=["said_in_a_draft", "no_gap_in_print"])
def test_a_chapter_without_own_text(draft: bool) -> None:
    said = list(words_of(theme.build(two_municipalities(), replace(TRO, draft=draft)).blocks))
    assert ("No text has been written for this chapter yet." in said) is draft


def test_nothing_says_that_there_is_no_difference() -> None:
    said = " ".join(words_of(theme.build(sample_material(), Options(lang="en")).blocks))
    assert "no difference" not in said.casefold()
