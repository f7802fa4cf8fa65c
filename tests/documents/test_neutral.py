from __future__ import annotations

from dataclasses import replace

import pytest

from icmo.documents.neutral import Renaming, labels, neutralised
from icmo.documents.options import Options
from icmo.documents.pieces.quoting import Quoting
from icmo.i18n import language
from icmo.models import Case, Label, QuoteChoice, ReportText, Summary, Theory
from tests.factories import a_codebook, a_coding, a_configuration, a_material, a_transcript

CASES = [Case("b", "Egeholm"), Case("a", "Nordvig"), Case("c", "Åmose")]


def test_labels_follow_the_random_ids_and_not_the_names() -> None:
    assert labels(CASES, lang="en") == {
        "Nordvig": "Municipality A",
        "Egeholm": "Municipality B",
        "Åmose": "Municipality C",
    }


def test_a_municipality_that_comes_later_gets_the_next_letter_and_the_others_keep_theirs() -> None:
    later = [Case("0", "Ringsø"), *CASES]
    made = labels(later, {"Nordvig": "A", "Egeholm": "B", "Åmose": "C"}, lang="en")
    assert made == {"Nordvig": "A", "Egeholm": "B", "Åmose": "C", "Ringsø": "Municipality D"}


def test_the_27th_label_is_a_number() -> None:
    many = [Case(f"{n:03}", f"K{n}") for n in range(30)]
    assert list(labels(many, lang="en").values())[25:28] == ["Municipality Z", "Municipality 27", "Municipality 28"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I Egeholm gør vi det", "I Kommune A gør vi det"),
        ("Egeholms jobcenter", "Kommune A’s jobcenter"),
        ("Egeholmsvej 4", "Egeholmsvej 4"),
        ("", ""),
    ],
)
def test_names_are_replaced_as_whole_words(text: str, expected: str) -> None:
    assert Renaming({"Egeholm": "Kommune A"})(text) == expected


def test_the_longest_name_wins() -> None:
    assert Renaming({"Vig": "A", "Vig Nord": "B"})("fra Vig Nord og Vig") == "fra B og A"


def test_no_name_is_left_in_neutral_material_and_its_quotes() -> None:
    source = a_transcript("LEDER: I Egeholm øver vi bussen.", name="egeholm-gruppe", title="Gruppe i Egeholm")
    coding = a_coding(source, "oeve", "I Egeholm øver vi bussen", memo="Egeholm igen")
    material = replace(
        a_material([source], [coding], [a_configuration(("I", coding), statement="Hvis Egeholm øver …")]),
        cases=(Case("a", "Egeholm"),),
        summaries=(Summary("s", "oeve", "Egeholm", "Egeholm øver bus.", "AML", ""),),
        texts=(ReportText("r", "overview", "Om Egeholm.", "AML", ""),),
        aliases={"Egeholm": "Kommune A"},
    )
    made = neutralised(material)
    quoting = Quoting(made, Options())
    (stretch,) = quoting.united(made.codings)
    number = quoting.cite(stretch)
    quote = quoting.quotes[(number or 0) - 1]
    assert (quote.text, quote.signature) == ("I Kommune A øver vi bussen", "Kommune A")
    assert quote.transcript_name == "Kommune A, interview 1"
    told = (made.cases, made.summaries, made.texts, made.configurations, made.municipalities, made.codings[0].memo)
    assert "Egeholm" not in repr(told) + quote.place + (made.transcripts[0].title or "")


def test_material_with_names_is_left_as_it_is() -> None:
    material = a_material([a_transcript()])
    assert neutralised(material) is material


def test_whatever_people_have_written_names_no_municipality_any_more() -> None:
    named = "Egeholm"
    source = a_transcript("LEDER: Vi øver bussen.", name="egeholm", role="leder, Egeholm")
    homeless = a_transcript("LEDER: Ja.", name="Egeholm igen", municipality=None)
    coding = a_coding(source, "tro", "Vi øver bussen", memo=named)
    claim = a_configuration(("M", coding), statement=named, actor=named, memo=named)
    claim = replace(claim, parts=(replace(claim.parts[0], resource=named, reasoning=f"hos {named}"),))
    book = a_codebook(tro="mechanism")
    own = replace(book.codes[0], label=Label(f"{named}-modellen", named), examples=(named,))
    material = replace(
        a_material([source, homeless], [coding], [claim], book=replace(book, codes=(own,))),
        name=f"Evaluering i {named}",
        cases=(Case("a", named, {"nabo": named}),),
        theories=(Theory("t", f"{named}s teori", named, "AML", ""),),
        choices=(QuoteChoice("q", coding.guid, "AML", "", note=f"spørg {named}"),),
        texts=(ReportText("r", f"municipality:{named}", named, "AML", ""),),
        aliases={named: "Kommune A"},
    )
    assert named not in repr(replace(neutralised(material), aliases={}))


def test_neutral_material_is_made_once_for_each_language() -> None:
    material = replace(a_material([a_transcript()]), aliases={"Egeholm": "Kommune A"})
    assert neutralised(material) is neutralised(material)
    with language("en"):
        english = neutralised(material)
    with language("da"):
        assert neutralised(material) is not english


def test_a_name_that_ends_in_a_bracket_is_replaced_too() -> None:
    assert Renaming({"Vig (Nord)": "A"})("i Vig (Nord), ja") == "i A, ja"


def test_what_was_exported_before_there_were_labels_is_told_with_them() -> None:
    told = {"municipality:Egeholm": ("Egeholm", "3 quotes in Egeholm")}
    assert Renaming({"Egeholm": "A"}).facts(told) == {"municipality:A": ("A", "3 quotes in A")}
