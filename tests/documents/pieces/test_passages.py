"""Passages gathered once: they are those that evidence is counted by."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from icmo.documents.pieces.passages import informants, n_informants, passages
from icmo.evidence import stretch_of, unite
from tests.factories import a_coding, a_material, a_transcript

TEXTS = [a_transcript("A: " + "ord " * 12, name=f"t{n}") for n in range(3)]
SPANS = st.tuples(st.integers(0, 2), st.integers(3, 40), st.integers(1, 12), st.sampled_from(["tro", "ro", "oeve"]))


@given(st.lists(SPANS, max_size=12))
def test_codings_are_united_as_evidence_is_and_stand_in_the_order_of_the_material(spans):
    some = a_coding(TEXTS[0], "tro", "ord")
    codings = [
        replace(some, guid=f"c{n}", transcript=TEXTS[t].guid, start=start, end=start + length, code=code)
        for n, (t, start, length, code) in enumerate(spans)
    ]
    found = passages(a_material(TEXTS, codings)).unite(codings)
    order = {text.guid: n for n, text in enumerate(TEXTS)}
    assert found == sorted(unite(map(stretch_of, codings)), key=lambda one: (order[one.transcript], one.start))


def test_a_place_bears_all_its_codes_and_codes_that_overlap_it_stand_apart():
    [text, *_others] = TEXTS
    some = a_coding(text, "tro", "ord")
    wide, narrow = replace(some, guid="a", start=3, end=10), replace(some, guid="b", code="ro", start=5, end=7)
    same = replace(some, guid="c", code="ro", start=3, end=10)
    found = passages(a_material([text], [wide, narrow, same])).places  # b and c are of one code, and overlap
    assert [(one.start, one.end, sorted(one.marks)) for one in found] == [(3, 10, ["a", "b", "c"])]


def test_a_code_stands_for_those_below_it():
    parent, child = a_coding(TEXTS[0], "oeve", "ord"), replace(a_coding(TEXTS[1], "oeve", "ord"), guid="x")
    assert len(passages(a_material(TEXTS, [parent, child])).of_code("oeve")) == 2


def test_they_are_gathered_once_for_a_material_and_anew_for_a_changed_one():
    material = a_material(TEXTS, [a_coding(TEXTS[0], "tro", "ord")])
    assert passages(material) is passages(material)
    assert passages(replace(material, codings=())).places == []


def test_people_are_counted_once_in_each_transcript_and_interviewers_never():
    text = a_transcript("Interviewer: Hvad?\n\nA: Ja.\n\nB: Nej.\n\nA: Jo.")
    codings = [a_coding(text, "tro", words) for words in ("Ja", "Nej", "Jo")]
    material = a_material([text], codings)
    assert n_informants(material, passages(material).unite(codings)) == informants(text) == 2
