from __future__ import annotations

from dataclasses import replace

import pytest

from icmo.documents import configurations
from icmo.documents.configurations import build
from icmo.documents.options import Options
from icmo.models import Approval, ConfigurationLink, Material, QuoteChoice
from tests.documents.claims import BUS, a_told_material
from tests.documents.told import assert_well_made, headings, rows, said, table
from tests.factories import a_coding, a_configuration, a_material, a_transcript

ENGLISH = Options(lang="en")
MECHANISM, NONE = "Tro in English", "Without a mechanism"


def two_mechanisms() -> Material:
    """Three configurations: of tro, of tro and hverdag, of hverdag, in this order in the text."""
    source = a_transcript("A: en to tre fire", name="en")
    tro, both, other, hverdag = (
        a_coding(source, code, word)
        for code, word in (("tro", "en"), ("tro", "to"), ("hverdag", "tre"), ("hverdag", "fire"))
    )
    made = [
        a_configuration(("M", hverdag), statement="tredje"),
        a_configuration(("M", other), ("M", both), statement="anden"),
        a_configuration(("M", tro), statement="første"),
    ]
    return a_material([source], [tro, both, other, hverdag], made)


def test_configurations_stand_under_their_mechanism_and_those_without_one_last() -> None:
    report = build(a_told_material(), ENGLISH)
    assert headings(report)[:3] == ["Mechanisms", MECHANISM, NONE]
    assert [row[0] for row in rows(report, f"{MECHANISM} 1")] == ["1", "2", "3"]
    assert [row[1] for row in rows(report, f"{NONE} 4")] == ["Kun en indsats."]
    assert_well_made(report)


def test_one_of_two_mechanisms_is_listed_once_and_counts_in_both() -> None:
    report = build(two_mechanisms(), ENGLISH)
    assert [row[1] for row in rows(report, "Tro in English 1")] == ["første", "anden"]
    assert [row[1] for row in rows(report, "Hverdag in English 3")] == ["tredje"]
    assert "Listed under another mechanism, and telling of this one too: no. 2." in said(report)
    assert [row[:2] for row in rows(report, "Mechanisms")] == [["Tro in English", "2"], ["Hverdag in English", "2"]]


def test_a_configuration_tells_its_parts_in_their_roles_each_with_its_quote() -> None:
    report = build(a_told_material(), ENGLISH)
    row = rows(report, f"{MECHANISM} 1")[0]
    assert row[2] == "Intervention: Oeve in English [1] / Mechanism: Tro in English [2] / Outcome: Ro in English [3]"
    assert [report.quote(number).text for number in (1, 2, 3)] == [BUS, "hun troede på det", "så fik hun ro"]


def test_a_sentence_that_nobody_wrote_is_made_of_the_parts_and_says_so() -> None:
    sentences = [row[1] for row in rows(build(a_told_material(), ENGLISH), f"{MECHANISM} 1")]
    assert "Hvis bus, så ro, fordi tro." in sentences
    made = [one for one in sentences if one.endswith("(made of the parts)")]
    assert len(made) == 2 and all(one.startswith("If there is oeve in English, then ro in English") for one in made)


def test_what_a_configuration_is_about_stands_in_its_row() -> None:
    told = {row[5]: row for row in rows(build(a_told_material(), ENGLISH), f"{MECHANISM} 1")}
    assert told["Nordvig"][3:] == ["hinders", "not stated", "Nordvig", "T1 Bussen: refutes", "coder: AML"]


def test_resource_and_reasoning_stand_with_the_mechanism() -> None:
    source = a_transcript("A: en", name="en")
    made = a_configuration(("M", tro := a_coding(source, "tro", "en")), actor="kvinde", target_group="lav")
    part = replace(made.parts[0], resource="en bus", reasoning="jeg kan selv")
    report = build(a_material([source], [tro], [replace(made, parts=(part,))]), ENGLISH)
    [row] = rows(report, "Tro in English 1")
    assert row[2] == "Mechanism: Tro in English (resource: en bus; reasoning: jeg kan selv) [1]"
    assert (row[4], row[7]) == ("Lav in English", "actor: kvinde; coder: AML")


def test_a_withheld_quote_is_not_printed() -> None:
    material = a_told_material()
    choice = QuoteChoice("q", material.codings[0].guid, "AML", "", Approval.WITHHELD)
    report = build(replace(material, choices=(choice,)), ENGLISH)
    assert rows(report, f"{MECHANISM} 1")[0][2].startswith("Intervention: Oeve in English [quote not printed]")
    assert BUS not in [quote.text for quote in report.quotes if quote.municipality == "Egeholm"]


@pytest.mark.parametrize(
    ("options", "number"),
    [
        (Options(lang="en", codes=("ro",)), 3),
        (Options(lang="en", municipalities=("Åmose",)), 1),
        (Options(lang="en", codes=("ro",), municipalities=("Nordvig",)), 1),
    ],
    ids=["those_with_the_code", "those_from_the_municipality", "those_with_both"],
)
def test_options_narrow_the_list(options: Options, number: int) -> None:
    report = build(a_told_material(), options)
    assert f"The list has {number} configuration" in said(report)
    assert sum(len(one.rows) for one in report.tables if one.name != "Mechanisms") == number


def test_a_code_stands_for_those_below_it() -> None:
    from icmo import codebook
    from tests.factories import BOOK, a_code

    book = codebook.loads(BOOK + a_code("tro", "mechanism") + a_code("haab", "mechanism", parent="tro"))
    source = a_transcript("A: en", name="en")
    haab = a_coding(source, "haab", "en")
    material = a_material([source], [haab], [a_configuration(("M", haab))], book=book)
    report = build(material, Options(lang="en", codes=("tro",)))
    assert rows(report, "Tro in English 1")[0][2] == "Mechanism: Haab in English [1]"


def test_long_groups_are_split(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(configurations, "MOST_ROWS", 2)
    report = build(a_told_material(), ENGLISH)
    assert len(table(report, f"{MECHANISM} 1").rows) == 2
    assert table(report, f"{MECHANISM} 3").caption == f"{MECHANISM}: configuration 3"


def test_ripples_are_told_with_both_numbers() -> None:
    material = a_told_material()
    earlier, later = material.configurations[0], material.configurations[3]
    link = ConfigurationLink("l", earlier.guid, later.guid, "TBS", "")
    report = build(replace(material, links=(link,)), ENGLISH)
    [row] = rows(report, "Ripples")
    assert row[1:] == ["No. 4: Kun en indsats.", "TBS"]


@pytest.mark.parametrize(
    ("material", "options", "words"),
    [
        (a_material([]), ENGLISH, "No configurations have been put together yet."),
        (a_told_material(), Options(lang="en", codes=("loen",)), "There are no configurations of what was asked for."),
    ],
    ids=["a_project_without_any", "none_of_what_was_asked_for"],
)
def test_nothing_to_list_is_said(material: Material, options: Options, words: str) -> None:
    report = build(material, options)
    assert words in said(report)
    assert_well_made(report)


def test_transcripts_without_a_municipality_and_empty_configurations_are_listed() -> None:
    source = a_transcript("A: en", name="en", municipality=None)
    tro = a_coding(source, "tro", "en")
    report = build(a_material([source], [tro], [a_configuration(("M", tro)), a_configuration()]), ENGLISH)
    assert rows(report, "Tro in English 1")[0][5] == "–"
    assert rows(report, "Without a mechanism 2")[0][1:3] == ["–", "no parts"]
    assert_well_made(report)
