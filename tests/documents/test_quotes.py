from __future__ import annotations

from dataclasses import replace

import pytest

from icmo.documents.options import Options
from icmo.documents.pieces.passages import informants, passages
from icmo.documents.quotes import build
from icmo.errors import NotFoundError
from icmo.models import Approval, Material, QuoteChoice
from tests.documents.claims import BUS, TRUST, a_told_material
from tests.documents.told import assert_well_made, headings, rows, said
from tests.factories import a_coding, a_material, a_transcript

ENGLISH = Options(lang="en")


def a_choice(coding: str, verdict: Approval, text: str, **fields: str) -> QuoteChoice:
    return QuoteChoice(f"q-{coding}", coding, "AML", "", verdict, None, text, **fields)


def with_choice(material: Material, number: int, verdict: Approval, text: str, **fields: str) -> Material:
    return replace(material, choices=(a_choice(material.codings[number].guid, verdict, text, **fields),))


def decisions(material: Material) -> dict[str, str]:
    return {row[1]: row[5] for row in rows(build(material, ENGLISH), "1 egeholm")}


def test_overlapping_codings_with_one_code_are_one_place_and_other_codes_have_their_own() -> None:
    source = a_transcript("Anna: vi øvede bussen hver dag")
    mine, yours = a_coding(source, "oeve", "øvede bussen"), a_coding(source, "oeve", "bussen hver", coder="TBS")
    other = a_coding(source, "tro", "bussen hver dag")
    found = passages(a_material([source], [mine, yours, other])).places
    assert [source.text[one.start : one.end] for one in found] == ["øvede bussen hver", "bussen hver dag"]
    assert found[0].marks == {mine.guid, yours.guid}


def test_codes_at_the_same_place_are_one_quote_with_both_codes_and_coders() -> None:
    source = a_transcript("Anna: vi øvede bussen", name="en")
    material = a_material([source], [a_coding(source, "oeve", BUS), a_coding(source, "tro", BUS, coder="TBS")])
    [row] = rows(build(material, ENGLISH), "1 en")
    assert row[:5] == ["1", BUS, "1", "Oeve in English; Tro in English", "AML, TBS"]


def test_every_coding_stands_behind_exactly_one_listed_quote() -> None:
    material = a_told_material()
    behind = [guid for quote in build(material, ENGLISH).quotes for guid in quote.codings]
    assert sorted(behind) == sorted(coding.guid for coding in material.codings)


def test_a_table_and_a_heading_stand_for_each_transcript_in_their_order() -> None:
    report = build(a_told_material(), ENGLISH)
    assert headings(report)[:4] == ["Transcripts", "egeholm", "nordvig", "aamose"]
    assert [len(one.rows) for one in report.tables] == [3, 3, 3, 1]
    assert_well_made(report)


@pytest.mark.parametrize(
    ("verdict", "text", "said_of_it"),
    [
        (Approval.APPROVED, BUS, "approved"),
        (Approval.APPROVED, "vi øvede toget", "approved in other words: to be approved again"),
        (Approval.WITHHELD, BUS, "withheld"),
    ],
    ids=["approved_words_are_approved", "changed_words_are_to_be_approved_again", "withheld_quotes_are_listed"],
)
def test_what_was_decided_is_told(verdict: Approval, text: str, said_of_it: str) -> None:
    assert decisions(with_choice(a_told_material(), 0, verdict, text)) == {
        BUS: said_of_it,
        TRUST: "not decided",
        "så fik hun ro": "not decided",
    }


def test_decisions_are_counted_for_each_transcript_and_in_all() -> None:
    report = build(with_choice(a_told_material(), 0, Approval.WITHHELD, BUS), ENGLISH)
    assert rows(report, "Transcripts")[0][2:6] == ["3", "0", "1", "2"]
    assert "7 quotes: 0 approved, 1 withheld, 6 not decided." in said(report)
    assert {fact.key: fact.value for fact in report.facts} == {
        "quotes": "7",
        "quotes:approved": "0",
        "quotes:withheld": "1",
    }


def test_a_note_stands_beside_its_quote() -> None:
    report = build(with_choice(a_told_material(), 0, Approval.WITHHELD, BUS, note="spørg Anna"), ENGLISH)
    assert rows(report, "1 egeholm")[0][6] == "spørg Anna"


def test_personal_data_are_named_and_masked_in_table_and_quotes() -> None:
    source = a_transcript("Anna: ring 20 12 34 56 eller skriv til a@b.dk", name="en")
    report = build(a_material([source], [a_coding(source, "tro", "ring 20 12 34 56 eller skriv til a@b.dk")]), ENGLISH)
    [row] = rows(report, "1 en")
    assert row[1] == "ring [phone number] eller skriv til [e-mail address]" == report.quotes[0].text
    assert row[6] == "contains phone number (1); contains e-mail address (1)"
    assert "2 personal details found" in said(report)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Interviewer: Og?\n\nA: Ja.\n\nB: Nej.\n\nA: Jo.", 2),
        ("Bare en tekst uden navne på.", 1),
    ],
    ids=["interviewers_are_no_informants", "a_text_without_speakers_is_one_persons"],
)
def test_informants_are_counted_by_labels(text: str, number: int) -> None:
    assert informants(a_transcript(text)) == number


def test_signatures_and_municipalities_of_few_informants_are_flagged() -> None:
    many = a_transcript("A: Ja.\nB: Nej.\nC: Jo.", name="gruppe", role="gruppe")
    one = a_transcript("D: Måske.", name="kvinde", role="deltager")
    far = a_transcript("E: Måske.", name="fjern", municipality="Åmose")
    codings = [a_coding(many, "tro", "Nej"), a_coding(one, "tro", "Måske"), a_coding(far, "tro", "Måske")]
    report = build(a_material([many, one, far], codings), ENGLISH)
    assert [row[7] for row in rows(report, "Transcripts")] == [
        "–",
        "Fewer than 3 informants share this signature.",
        "Fewer than 3 informants share this signature. Fewer than 3 informants come from the municipality.",
    ]


def test_municipalities_and_codes_narrow_the_list() -> None:
    report = build(a_told_material(), Options(lang="en", municipalities=("Egeholm", "Åmose"), codes=("oeve",)))
    assert [(quote.text, quote.municipality) for quote in report.quotes] == [(BUS, "Egeholm"), (BUS, "Åmose")]


def test_a_withheld_place_is_withheld_when_another_of_its_codes_is_asked_for() -> None:
    source = a_transcript("Anna: vi øvede bussen", name="en")
    first, second = a_coding(source, "oeve", BUS), a_coding(source, "tro", BUS)
    material = replace(a_material([source], [first, second]), choices=(a_choice(first.guid, Approval.WITHHELD, BUS),))
    [row] = rows(build(material, Options(lang="en", codes=("tro",))), "1 en")
    assert row[5] == "withheld"


def test_an_unknown_code_is_refused() -> None:
    with pytest.raises(NotFoundError):
        build(a_told_material(), Options(codes=("findes-ikke",)))


@pytest.mark.parametrize("material", [a_material([]), a_material([a_transcript()])], ids=["empty", "nothing_coded"])
def test_a_project_without_quotes_says_so(material: Material) -> None:
    report = build(material, ENGLISH)
    assert "there are no quotes to approve" in said(report)
    assert_well_made(report)
