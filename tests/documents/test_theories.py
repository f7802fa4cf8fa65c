from __future__ import annotations

from dataclasses import replace

import pytest

from icmo.compare.rewording import changed_words
from icmo.compare.theories import Version
from icmo.documents.options import Options
from icmo.documents.theories import build
from icmo.models import About, Approval, Material, Memo, MemoKind, QuoteChoice, Stance, Theory
from tests.documents.claims import BUS, THEORY, a_told_material
from tests.documents.told import assert_well_made, headings, rows, said
from tests.factories import a_coding, a_configuration, a_material, a_transcript

ENGLISH = Options(lang="en")


def test_all_theories_come_first_with_their_evidence() -> None:
    report = build(a_told_material(), ENGLISH)
    [row] = rows(report, "Theories")
    assert row == [
        "T1 Bussen",
        "1 configuration / 1 of 3 municipalities · 3 quotes / thin evidence / few informants",
        "1 configuration / 1 of 3 municipalities · 3 quotes / thin evidence / few informants",
        "no evidence",
        "1",
        "1",
    ]
    assert_well_made(report)


def test_evidence_stands_by_municipality_with_references_to_its_quotes() -> None:
    report = build(a_told_material(), ENGLISH)
    egeholm, nordvig = rows(report, "1 evidence")
    assert egeholm == ["Egeholm", "1 configuration, 3 quotes / furthers: 1 / [1, 2]", "–", "–"]
    assert nordvig == ["Nordvig", "–", "1 configuration, 3 quotes / hinders: 1 / [3, 4]", "–"]
    assert {report.quote(number).municipality for number in (1, 2)} == {"Egeholm"}


def test_a_configuration_of_two_municipalities_stands_in_each_with_its_own_quotes() -> None:
    one = a_transcript("A: her", name="en")
    other = a_transcript("A: der", name="to", municipality="Nordvig")
    codings = [a_coding(one, "oeve", "her"), a_coding(other, "tro", "der")]
    made = a_configuration(("I", codings[0]), ("M", codings[1]), theory="th1", stance=Stance.REFINES)
    report = build(replace(a_material([one, other], codings, [made]), theories=(THEORY,)), ENGLISH)
    assert [row[3] for row in rows(report, "1 evidence")] == [
        "1 configuration, 1 quote / furthers: 1 / [1]",
        "1 configuration, 1 quote / furthers: 1 / [2]",
    ]


def test_silent_municipalities_are_told_by_what_their_silence_is() -> None:
    text = said(build(a_told_material(), ENGLISH))
    assert "No stance is taken from 1 municipality." in text
    assert "not mentioned (not known whether it was asked): Åmose" in text


def test_configurations_that_nobody_has_judged_are_counted_and_listed() -> None:
    report = build(a_told_material(), ENGLISH)
    assert "Not yet judged: 1 configuration with all codes of the theory in their roles." in said(report)
    assert [fact.value for fact in report.facts] == ["1"]


def test_links_of_the_theory_say_whether_they_are_told() -> None:
    parts = (*THEORY.parts, replace(THEORY.parts[1], code="hverdag"))
    material = replace(a_told_material(), theories=(replace(THEORY, parts=parts),))
    told = {tuple(row[:2]): row[2:5] for row in rows(build(material, ENGLISH), "1 links")}
    intervention, outcome = "Intervention: Oeve in English", "Outcome: Ro in English"
    tro, hverdag = "Mechanism: Tro in English", "Mechanism: Hverdag in English"
    by_three = ["3 configurations", "2 of 3 municipalities", "furthers: 2 / hinders: 1"]
    assert told == {
        (intervention, tro): by_three,
        (tro, outcome): by_three,
        (intervention, hverdag): ["not told", "–", "–"],
        (hverdag, outcome): ["not told", "–", "–"],
    }


def test_what_is_told_beside_the_theory_is_listed() -> None:
    theory = replace(THEORY, parts=THEORY.parts[:2])
    text = said(build(replace(a_told_material(), theories=(theory,)), ENGLISH))
    assert "The theory speaks of 50% of 2 links" in text
    assert "Tro in English (Mechanism) → Ro in English (Outcome): 2 of 3 municipalities" in text


def test_a_withheld_quote_is_counted_and_not_printed() -> None:
    material = a_told_material()
    choices = tuple(
        QuoteChoice(f"q{one.guid}", one.guid, "AML", "", Approval.WITHHELD)
        for one in material.codings
        if one.code == "oeve"
    )
    report = build(replace(material, choices=choices), ENGLISH)
    assert rows(report, "1 evidence")[0][1].startswith("1 configuration, 3 quotes")
    assert BUS not in [quote.text for quote in report.quotes]


def a_version(number: int, statement: str, before: str) -> Version:
    words = changed_words(before, statement)
    return Version(number, f"2026-03-0{number}T10:00:00Z", "AML", "T1", statement, words=words)


def test_wordings_are_told_when_they_are_given() -> None:
    history = {
        "th1": [a_version(1, "Hvis bus, så ro", "Hvis bus, så ro"), a_version(2, "Hvis tog, så ro", "Hvis bus, så ro")]
    }
    report = build(a_told_material(), ENGLISH, history=history)
    assert [[row[0], row[3], row[4]] for row in rows(report, "1 wordings")] == [
        ["1", "Hvis bus, så ro", "the first wording"],
        ["2", "Hvis tog, så ro", "removed: bus, / added: tog,"],
    ]


def test_without_the_log_the_report_says_where_the_wordings_are() -> None:
    assert "The earlier wordings stand in the project’s log" in said(build(a_told_material(), ENGLISH))


def test_memos_about_the_theory_are_told_oldest_first_with_personal_data_masked() -> None:
    memos = tuple(
        Memo(f"m{at}", kind, text, About.THEORY, "th1", "TBS", at)
        for kind, text, at in (
            (MemoKind.RETRODUCTION, "Ring 20 12 34 56.", "2026-02"),
            (MemoKind.THEORY, "Først.", "2026-01"),
            (MemoKind.PROCESS, "Husk kaffe.", "2026-01"),
        )
    )
    text = said(build(a_told_material(memos=memos), ENGLISH))
    assert text.index("TBS: Først.") < text.index("TBS: Ring [phone number].")
    assert "Husk kaffe" not in text


def test_a_project_without_theories_says_so() -> None:
    report = build(a_material([]), ENGLISH)
    assert "No programme theory has been written in the project yet." in said(report)
    assert_well_made(report)


@pytest.mark.parametrize(
    "material",
    [
        replace(a_material([]), theories=(THEORY,)),
        replace(a_told_material(), theories=(replace(THEORY, parts=()),)),
        replace(a_told_material(), theories=(Theory("th1", "T", "", "AML", "", ()), replace(THEORY, guid="th2"))),
        replace(a_material([a_transcript(municipality=None)]), theories=(THEORY,)),
    ],
    ids=["nothing_coded", "a_theory_without_codes", "a_theory_without_words", "no_municipality"],
)
def test_thin_projects_give_a_sound_report(material: Material) -> None:
    report = build(material, ENGLISH)
    assert material.theories[0].name in headings(report)
    assert_well_made(report)


def test_evidence_without_a_municipality_has_a_row_of_its_own() -> None:
    source = a_transcript("A: her", name="en", municipality=None)
    oeve = a_coding(source, "oeve", "her")
    made = a_configuration(("I", oeve), theory="th1", stance=Stance.SUPPORTS)
    report = build(replace(a_material([source], [oeve], [made]), theories=(THEORY,)), ENGLISH)
    assert rows(report, "1 evidence") == [
        ["without municipality", "1 configuration, 1 quote / furthers: 1 / [1]", "–", "–"]
    ]
