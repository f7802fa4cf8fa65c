"""Which quotes are chosen, printed and approved, and what a report says of the others."""

from __future__ import annotations

from dataclasses import replace

import pytest

from icmo.documents.neutral import neutralised
from icmo.documents.options import Options
from icmo.documents.pieces.ending import method_lines
from icmo.documents.pieces.passages import passages
from icmo.documents.pieces.quoting import Quoting, signature
from icmo.i18n import language
from icmo.models import Approval, InformantType, Material, QuoteChoice
from tests.factories import a_coding, a_material, a_transcript


def told(*places: str, quotes: int = 4) -> Material:
    """So many quotes from an interview in each of these municipalities."""
    sources = [a_transcript("A: " + "\n\nA: ".join(f"ord {n}" for n in range(quotes)), municipality=p) for p in places]
    codings = [a_coding(source, "tro", f"ord {n}") for source in sources for n in range(quotes)]
    return a_material(sources, codings)


def choosing(material: Material, **asked: object) -> tuple[Quoting, list[str]]:
    """What chooses, and the municipalities of those that it chose."""
    quoting = Quoting(material, Options(**asked))  # type: ignore[arg-type]
    chosen = quoting.chosen(passages(material).of_code("tro"))
    return quoting, [material.transcript_by_guid[one.transcript].municipality or "" for one in chosen]


def test_the_first_of_every_municipality_comes_before_the_second_of_any() -> None:
    assert choosing(told("Vig", "Havn"), order="material")[1] == ["Vig", "Havn", "Vig", "Havn"]


def test_not_too_many_are_chosen_in_all() -> None:
    assert choosing(told(*map(str, range(40)), quotes=1), each=1)[1] == [str(n) for n in range(15)]


@pytest.mark.parametrize(("quotes", "said"), [(2, False), (3, True)], ids=["all_are_referred_to", "one_is_not"])
def test_a_report_says_when_references_lead_to_fewer_quotes_than_are_counted(quotes: int, said: bool) -> None:
    material = told("Vig", quotes=quotes)
    quoting, _chosen = choosing(material)
    lines = "\n".join(method_lines(material, Options(), quoting))
    assert ("at most 2 quotes of each municipality and 30 in all" in lines) is said


def test_a_withheld_quote_is_told_to_be_counted_though_it_was_never_chosen() -> None:
    material = told("Vig", quotes=2)
    choice = QuoteChoice("q", material.codings[0].guid, "AML", "", Approval.WITHHELD)
    material = replace(material, choices=(choice,))
    quoting, chosen = choosing(material)
    assert chosen == ["Vig"]
    assert "1 quote is counted but not printed." in list(method_lines(material, Options(), quoting))


def test_words_withheld_by_a_coding_that_a_consensus_set_aside_are_printed_nowhere() -> None:
    source = a_transcript("A: Vi øver.")
    mine, theirs = a_coding(source, "tro", "Vi øver."), a_coding(source, "ro", "Vi øver.", coder="BKH")
    choice = QuoteChoice("q", theirs.guid, "AML", "", Approval.WITHHELD)
    material = replace(a_material([source], [mine]), overruled=(theirs,), choices=(choice,))
    assert choosing(material)[1] == []


def test_an_approval_holds_when_a_label_takes_the_place_of_a_name_but_not_the_other_way() -> None:
    source = a_transcript("A: I Vig øver vi.", municipality="Vig")
    coding = a_coding(source, "tro", "I Vig øver vi.")
    aliases = {"Vig": "Kommune A"}

    def approved(words: str, **labels: object) -> bool:
        choice = QuoteChoice("q", coding.guid, "AML", "", Approval.APPROVED, text=words)
        material = neutralised(replace(a_material([source], [coding]), choices=(choice,), **labels))  # type: ignore[arg-type]
        quoting = Quoting(material, Options(approved_only=True))
        return quoting.may_print(passages(material).of_code("tro")[0])

    assert approved("I Vig øver vi.") and approved("I Vig øver vi.", aliases=aliases)
    assert approved("I Kommune A øver vi.", aliases=aliases) and not approved("I Kommune A øver vi.")


def test_who_has_no_role_signs_as_what_they_are_in_the_language_spoken() -> None:
    source = a_transcript(role=None, informant_type=InformantType.WOMAN, municipality="Vig")
    with language("en"):
        assert signature(source) == "woman, Vig"
