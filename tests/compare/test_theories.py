from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icmo import codebook
from icmo.compare.asked import Answer
from icmo.compare.rewording import Fate, changed_words
from icmo.compare.theories import evidence_for, refinement, versions
from icmo.models import (
    About,
    Case,
    Change,
    InformantType,
    Material,
    Memo,
    MemoKind,
    Polarity,
    Role,
    Stance,
    Theory,
    TheoryPart,
)
from tests.factories import BOOK, a_code, a_coding, a_configuration, a_material, a_transcript

SUPPORTS, REFUTES, REFINES = Stance
PARTS = (TheoryPart(Role.M, "tro"), TheoryPart(Role.O, "ro"))
THEORY = Theory("th", "Tro", "Hvis vi øver, så får hun ro, fordi hun tror.", "AML", "2026-01-01", PARTS)
TEXT = "Vi øvede. Hun troede på det. Hun fik ro."


def _material() -> Material:
    """Five municipalities and a case without an interview; what each says stands in the tests."""
    book = codebook.loads(
        BOOK + a_code("tro", "mechanism") + a_code("mod", "mechanism", parent="tro") + a_code("ro", "outcome")
    )
    places = ("Nordvig", "Åmose", "Egeholm", "Havn", "Lund")
    types = (*("kommune",) * 3, "kvinde", "virksomhed")
    sources = [
        a_transcript(TEXT, municipality=place, informant_type=InformantType(of))
        for place, of in zip(places, types, strict=True)
    ]
    codings = [a_coding(one, "mod", "Hun troede på det") for one in sources[:2]]
    codings += [a_coding(one, "ro", "Hun fik ro") for one in sources[:2]]
    return replace(
        a_material(sources, codings, book=book),
        guide={"kommune": ("tro",), "kvinde": ("ro",)},
        cases=(Case("x", "Vejle"),),
        theories=(THEORY,),
    )


def _judged(material: Material, *told: tuple[int, Stance | None, str | None]) -> Material:
    """A configuration of the mechanism and the outcome of the first or second place, with its stance and theory."""
    made = [
        a_configuration(("M", material.codings[n]), ("O", material.codings[n + 2]), stance=stance, theory=theory)
        for n, stance, theory in told
    ]
    return replace(material, configurations=tuple(made))


def test_stances_are_counted_by_configurations_passages_sources_and_municipalities() -> None:
    """By hand: two configurations on the same two passages of Nordvig support, one in Åmose refutes."""
    material = _judged(_material(), (0, SUPPORTS, "th"), (0, SUPPORTS, "th"), (1, REFUTES, "th"))
    found = evidence_for(material, THEORY).standings
    assert found[SUPPORTS].in_words == "2 configurations, 2 quotes, 1 transcript, 1 municipality"
    assert found[REFUTES].in_words == "1 configuration, 2 quotes, 1 transcript, 1 municipality"
    assert found[REFINES].in_words == "0 configurations, 0 quotes, 0 transcripts, 0 municipalities"
    assert [one.text for one in found[REFUTES].evidence.quotes] == ["Hun troede på det", "Hun fik ro"]


def test_polarity_is_kept_apart_from_stance() -> None:
    material = _judged(_material(), (0, SUPPORTS, "th"), (0, SUPPORTS, "th"))
    hindering = replace(material.configurations[0], polarity=Polarity.HINDERS)
    standing = evidence_for(
        replace(material, configurations=(hindering, material.configurations[1])), THEORY
    ).standings[SUPPORTS]
    assert [len(standing.of_polarity(one)) for one in Polarity] == [1, 1, 0]


def test_silent_municipalities_are_told_apart() -> None:
    made = evidence_for(_judged(_material(), (0, SUPPORTS, "th")), THEORY)
    assert {one.municipality: one.answer for one in made.silent} == {
        "Egeholm": Answer.NOT_MENTIONED,
        "Havn": Answer.NOT_ASKED,
        "Lund": Answer.UNKNOWN,
        "Vejle": Answer.NO_INTERVIEW,
        "Åmose": Answer.TOLD,
    }
    (nordvig,) = (one for one in made.witnesses if not one.silent)
    assert [len(nordvig.claims[stance]) for stance in Stance] == [1, 0, 0]


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        pytest.param((TheoryPart(Role.O, "ro"),), Answer.TOLD, id="without_a_mechanism_all_its_parts_count"),
        pytest.param((), Answer.UNKNOWN, id="a_theory_without_parts_asks_nothing"),
        pytest.param((TheoryPart(Role.M, "gone"),), Answer.UNKNOWN, id="a_code_that_left_the_book"),
    ],
)
def test_what_silence_means_for_a_theory(parts: tuple[TheoryPart, ...], expected: Answer) -> None:
    made = evidence_for(_material(), replace(THEORY, parts=parts))
    assert {one.municipality: one.answer for one in made.witnesses}["Åmose"] is expected
    assert {one.municipality: one.answer for one in made.witnesses}["Vejle"] is Answer.NO_INTERVIEW


@pytest.mark.parametrize(
    ("stance", "theory", "is_candidate"),
    [
        pytest.param(None, None, True, id="nobody_has_judged_it"),
        pytest.param(None, "th", True, id="it_belongs_to_the_theory_but_takes_no_stance"),
        pytest.param(SUPPORTS, "th", False, id="it_has_been_judged"),
        pytest.param(None, "other", False, id="it_belongs_to_another_theory"),
    ],
)
def test_candidates(stance: Stance | None, theory: str | None, is_candidate: bool) -> None:
    made = evidence_for(_judged(_material(), (0, stance, theory)), THEORY)
    assert bool(made.candidates) is is_candidate


@pytest.mark.parametrize(
    "parts",
    [(*PARTS, TheoryPart(Role.C, "mod")), (TheoryPart(Role.O, "tro"),), ()],
    ids=["one_part_is_not_held", "the_role_is_another", "a_theory_without_parts_has_none"],
)
def test_what_holds_not_all_parts_is_no_candidate(parts: tuple[TheoryPart, ...]) -> None:
    made = evidence_for(_judged(_material(), (0, None, None)), replace(THEORY, parts=parts))
    assert made.candidates == ()


def test_evidence_from_two_municipalities_stands_in_both() -> None:
    material = _material()
    across = a_configuration(("M", material.codings[0]), ("O", material.codings[3]), stance=REFINES, theory="th")
    made = evidence_for(replace(material, configurations=(across,)), THEORY)
    assert [one.municipality for one in made.witnesses if one.claims[REFINES]] == ["Nordvig", "Åmose"]
    assert made.standings[REFINES].evidence.counts.municipalities == ("Nordvig", "Åmose")


# --- Versions -------------------------------------------------------------------------------------------


def _row(statement: str, name: str = "Tro", **parts: Any) -> dict[str, Any]:
    return {"guid": "th", "name": name, "statement": statement, **parts}


def _change(number: int, after: Mapping[str, Any] | None, *, noun: str = "theory", undoes: str | None = None) -> Change:
    return Change(
        number, f"s{number}", undoes, f"2026-01-0{number}T10:00:00Z", "AML", "update", noun, "th", None, after
    )


M, O = {"role": "M", "code": "tro"}, {"role": "O", "code": "ro"}  # noqa: E741 - the field's own letter


def test_versions_say_who_changed_what_and_when() -> None:
    found = versions(
        [
            _change(1, _row("Hvis vi øver bussen")),
            _change(3, _row("Hvis vi øver toget", parts=[M])),
            _change(4, _row("Hvis vi øver toget", name="Mod", parts=[M, O])),
        ]
    )
    assert [(one.number, one.at[:10], one.coder) for one in found] == [
        (1, "2026-01-01", "AML"),
        (2, "2026-01-03", "AML"),
        (3, "2026-01-04", "AML"),
    ]
    assert [(piece.fate.value, piece.text) for piece in found[1].words] == [
        ("kept", "Hvis vi øver"),
        ("removed", "bussen"),
        ("added", "toget"),
    ]
    assert (found[1].added, found[1].former_name) == ((TheoryPart(Role.M, "tro"),), "")
    assert (found[2].added, found[2].former_name) == ((TheoryPart(Role.O, "ro"),), "Tro")


@pytest.mark.parametrize(
    ("changes", "statements"),
    [
        pytest.param([_change(2, _row("b")), _change(1, _row("a"))], ["a", "b"], id="in_the_order_of_the_log"),
        pytest.param([_change(1, _row("a")), _change(2, _row("a"))], ["a"], id="the_same_words_make_no_version"),
        pytest.param([_change(1, _row("a")), _change(2, None)], ["a"], id="a_removal_makes_no_version"),
        pytest.param([_change(1, _row("a")), _change(2, _row("b"), noun="memo")], ["a"], id="other_nouns_are_passed"),
        pytest.param([], [], id="an_empty_log"),
        pytest.param(
            [_change(1, _row("a")), _change(2, _row("a", parts=[])), _change(3, _row("a", parts=[O, M]))],
            ["a", "a"],
            id="parts_that_old_entries_lack_are_none",
        ),
    ],
)
def test_what_makes_a_version(changes: list[Change], statements: list[str]) -> None:
    assert [one.statement for one in versions(changes)] == statements


def test_an_undo_is_a_version_that_says_so() -> None:
    found = versions([_change(1, _row("a")), _change(2, _row("b")), _change(3, _row("a"), undoes="s2")])
    assert [(one.statement, one.undone) for one in found] == [("a", False), ("b", False), ("a", True)]


def test_the_table_from_the_initial_to_the_refined_theory() -> None:
    material = _judged(_material(), (0, SUPPORTS, "th"), (1, REFINES, "th"))
    memos = tuple(
        Memo(f"m{n}", kind, text, About.THEORY, subject, "AML", at)
        for n, (kind, text, subject, at) in enumerate(
            [
                (MemoKind.RETRODUCTION, "Så måske mod?", "th", "2026-02"),
                (MemoKind.RETRODUCTION, "Hvad må være sandt?", "th", "2026-01"),
                (MemoKind.THEORY, "Et andet slags notat.", "th", "2026-01"),
                (MemoKind.RETRODUCTION, "Om en anden.", "other", "2026-01"),
            ]
        )
    )
    log = [_change(1, _row("Hvis vi øver", parts=[O])), _change(2, _row("Hvis vi øver ofte", parts=[M]))]
    made = refinement(replace(material, memos=memos), THEORY, versions(log))
    assert dict(made.rows()) == {
        "Initial theory": "Hvis vi øver",
        "Evidence for": "1 configuration, 2 quotes, 1 transcript, 1 municipality",
        "Evidence against": "0 configurations, 0 quotes, 0 transcripts, 0 municipalities",
        "Evidence that refines": "1 configuration, 2 quotes, 1 transcript, 1 municipality",
        "What changed": "Version 2 (2026-01-02): added: ofte; part added: M tro; part removed: O ro",
        "Why (memos of retroduction)": "Hvad må være sandt?\nSå måske mod?",
        "Refined theory": "Hvis vi øver ofte",
    }


def test_a_theory_that_the_log_does_not_know_stands_as_it_is() -> None:
    made = refinement(_material(), THEORY, [])
    assert made.initial == made.present
    assert dict(made.rows())["What changed"] == "nothing"
    assert dict(made.rows())["Refined theory"] == THEORY.statement


WORDS = st.lists(st.sampled_from(["hvis", "så", "fordi", "hun", "ro"]), max_size=12).map(" ".join)


@given(WORDS, WORDS)
def test_both_wordings_can_be_read_off_their_difference(before: str, after: str) -> None:
    pieces = changed_words(before, after)
    assert " ".join(one.text for one in pieces if one.fate is not Fate.ADDED) == before
    assert " ".join(one.text for one in pieces if one.fate is not Fate.REMOVED) == after
