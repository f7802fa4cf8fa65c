"""Where coders read a passage differently. Offsets are counted in a text of letters, ten to a word."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from icmo.agreement.disagreements import Disagreement, agreed, disagreements
from icmo.agreement.groups import groups
from icmo.errors import NotFoundError
from icmo.models import CONSENSUS, About, Coding, Difference, Material, Memo, MemoKind
from tests.agreement.rounds import a_round
from tests.factories import a_coding, a_material, a_transcript

TEXT = "abcdefghi " * 20
READ = ("AML", "BKH")
SOURCE = a_transcript(TEXT)


def coded(coder: str, code: str, start: int, end: int, guid: str = "", **fields: object) -> Coding:
    made = replace(a_coding(SOURCE, code, coder=coder), start=start, end=end, quote=TEXT[start:end], **fields)  # type: ignore[arg-type]
    return replace(made, guid=guid or made.guid)


def read_by(*coders: str) -> list[Coding]:
    """That these coders have read the transcript: a stretch at its end that all agree on."""
    return [coded(name, "loen", 190, 199) for name in coders]


def material(*codings: Coding, coders: tuple[str, ...] = READ, **fields: object) -> Material:
    return replace(a_material([SOURCE], [*codings, *read_by(*coders)]), **fields)  # type: ignore[arg-type]


def told(*codings: Coding, coders: tuple[str, ...] = READ) -> list[tuple[str, int, int, tuple[str, ...]]]:
    found = disagreements(material(*codings, coders=coders))
    return [(one.difference.value, one.start, one.end, one.codes) for one in found]


def read(one: Disagreement) -> list[tuple[tuple[str, ...], str | None, int, int]]:
    return [(reading.coders, reading.code, reading.start, reading.end) for reading in one.readings]


# --- Each difference ------------------------------------------------------------------------------------


def test_coders_who_mark_the_same_agree() -> None:
    made = material(coded("AML", "tro", 0, 20), coded("BKH", "tro", 0, 20))
    assert disagreements(made) == ()
    assert [(one.code, one.start, one.end, one.coders) for one in agreed(made)] == [
        ("tro", 0, 20, READ),
        ("loen", 190, 199, READ),
    ]


@pytest.mark.parametrize(
    ("end", "differ"),
    [(40, False), (20, False), (19, True), (5, True)],
    ids=["the same", "half of what either marks", "less than half", "a small part"],
)
def test_half_of_what_either_marks_is_the_same_place(end: int, differ: bool) -> None:
    made = material(coded("AML", "tro", 0, 40), coded("BKH", "tro", 0, end))
    assert [one.difference for one in disagreements(made)] == ([Difference.SPAN] if differ else [])
    assert [(one.start, one.end) for one in agreed(made) if one.code == "tro"] == ([] if differ else [(0, 40)])


def test_what_two_readers_mark_apart_is_missing_twice() -> None:
    assert told(coded("AML", "tro", 0, 10), coded("BKH", "tro", 10, 20)) == [
        ("missing", 0, 10, ("tro",)),
        ("missing", 10, 20, ("tro",)),
    ]


def test_a_span_has_a_reading_for_each_place_and_no_other() -> None:
    (one,) = disagreements(
        material(coded("BKH", "tro", 0, 50), coded("AML", "tro", 40, 50), coded("CDE", "tro", 40, 50), coders=())
    )
    assert read(one) == [(("BKH",), "tro", 0, 50), (("AML", "CDE"), "tro", 40, 50)]
    assert (one.start, one.end, one.coders) == (0, 50, ("AML", "BKH", "CDE"))


def test_one_of_two_is_half() -> None:
    (one,) = disagreements(material(coded("BKH", "tro", 0, 20)))
    assert one.difference is Difference.MISSING
    assert read(one) == [(("BKH",), "tro", 0, 20), (("AML",), None, 0, 20)]
    assert one.reading_of("BKH").code == "tro"
    assert one.given == {"AML": (), "BKH": one.codings}


@pytest.mark.parametrize(
    ("holders", "difference"),
    [("AB", ["missing"]), ("A", ["extra"]), ("ABC", [])],
    ids=["two of three have it", "one of three has it", "all have it"],
)
def test_at_least_half_of_the_readers_make_it_missing_and_fewer_extra(holders: str, difference: list[str]) -> None:
    codings = [coded(name, "tro", 0, 20) for name in holders]
    assert [one[0] for one in told(*codings, coders=("A", "B", "C"))] == difference


def test_readings_of_three_coders_stand_apart_where_their_places_do() -> None:
    (one,) = disagreements(
        material(
            coded("A", "tro", 0, 20), coded("B", "tro", 5, 20), coded("D", "tro", 5, 20), coders=("A", "B", "C", "D")
        )
    )
    assert one.difference is Difference.MISSING
    assert read(one) == [(("A",), "tro", 0, 20), (("B", "D"), "tro", 5, 20), (("C",), None, 0, 20)]


def test_two_codes_of_a_kind_at_one_place_are_one_disagreement() -> None:
    (one,) = disagreements(material(coded("AML", "tro", 0, 30), coded("BKH", "hverdag", 10, 40)))
    assert (one.difference, one.codes, one.start, one.end) == (Difference.CODE, ("hverdag", "tro"), 0, 40)
    assert read(one) == [(("AML",), "tro", 0, 30), (("BKH",), "hverdag", 10, 40)]


@pytest.mark.parametrize(
    "other",
    [
        coded("BKH", "ro", 0, 30),
        coded("BKH", "hverdag", 20, 40),
        coded("BKH", "hverdag", 30, 40),
        coded("AML", "hverdag", 0, 30),
    ],
    ids=["of another kind", "sharing less than half of the shorter", "side by side", "by the same coder"],
)
def test_codes_that_are_not_given_in_each_others_place_are_two_disagreements(other: Coding) -> None:
    assert [one[0] for one in told(coded("AML", "tro", 0, 29), other)] == ["missing", "missing"]


def test_half_of_the_shorter_place_is_enough_for_another_code() -> None:
    assert [one[0] for one in told(coded("AML", "tro", 0, 100), coded("BKH", "hverdag", 90, 110))] == ["code"]


def test_the_codes_that_share_most_are_put_together() -> None:
    found = told(coded("AML", "tro", 0, 40), coded("BKH", "hverdag", 0, 20), coded("BKH", "hverdag", 22, 40))
    assert found == [("code", 0, 40, ("hverdag", "tro")), ("missing", 22, 40, ("hverdag",))]


def test_with_three_coders_who_has_neither_reads_nothing_there() -> None:
    (one,) = disagreements(material(coded("A", "tro", 0, 30), coded("B", "hverdag", 0, 30), coders=("A", "B", "C")))
    assert one.difference is Difference.CODE
    assert read(one) == [(("B",), "hverdag", 0, 30), (("A",), "tro", 0, 30), (("C",), None, 0, 30)]


# --- A coder's own codings ------------------------------------------------------------------------------


def test_a_coders_own_overlapping_codings_are_one_stretch() -> None:
    made = material(coded("AML", "tro", 0, 20), coded("AML", "tro", 10, 40), coded("BKH", "tro", 0, 40))
    assert disagreements(made) == ()


def test_two_stretches_of_one_coder_are_weighed_together_against_one_of_another() -> None:
    # 20 of 30 characters are the same, then 10 of 30
    assert told(coded("A", "tro", 0, 10), coded("A", "tro", 20, 30), coded("B", "tro", 0, 30), coders=("A", "B")) == []
    (one,) = disagreements(
        material(coded("A", "tro", 0, 5), coded("A", "tro", 25, 30), coded("B", "tro", 0, 30), coders=("A", "B"))
    )
    assert [reading.spans for reading in one.readings] == [((0, 5), (25, 30)), ((0, 30),)]
    assert len(one.reading_of("A").codings) == 2


# --- Who reads ------------------------------------------------------------------------------------------


def test_where_one_coder_alone_has_read_there_is_nothing_to_differ_on() -> None:
    assert disagreements(material(coded("AML", "tro", 0, 10), coders=("AML",))) == ()


def test_a_coder_who_was_done_and_coded_nothing_has_read() -> None:
    made = material(coded("AML", "tro", 0, 10), coders=())
    assert disagreements(replace(made, rounds=(a_round(SOURCE, *READ, done=["AML"]),))) == ()
    (one,) = disagreements(replace(made, rounds=(a_round(SOURCE, *READ, done=READ),)))
    assert read(one) == [(("AML",), "tro", 0, 10), (("BKH",), None, 0, 10)]


def test_a_coder_who_was_not_done_when_the_round_was_closed_has_not_read() -> None:
    """BKH had coded a little; that AML's code is missing there says nothing."""
    made = material(coded("AML", "tro", 0, 10), coded("BKH", "oeve", 20, 30), coders=())
    closed = replace(made, rounds=(a_round(SOURCE, *READ, done=["AML"]),))
    assert len(disagreements(made)) == 2 and disagreements(closed) == ()


def test_what_is_coded_blind_is_no_disagreement_yet() -> None:
    made = material(coded("AML", "tro", 0, 10), rounds=(a_round(SOURCE, *READ, done=READ, closed=False),))
    assert disagreements(made) == agreed(made) == ()


def test_the_layer_of_consensus_is_no_reader_and_what_it_set_aside_is_still_read() -> None:
    made = material(coded("AML", "tro", 0, 10), coded(CONSENSUS, "tro", 0, 10))
    aside = replace(made, codings=made.codings[1:], overruled=made.codings[:1])
    assert [one.key for one in disagreements(made)] == [one.key for one in disagreements(aside)]
    assert read(disagreements(aside)[0]) == [(("AML",), "tro", 0, 10), (("BKH",), None, 0, 10)]


# --- Asked for ------------------------------------------------------------------------------------------


def test_only_those_of_some_coders_codes_or_transcripts() -> None:
    made = material(
        coded("A", "tro", 0, 10), coded("B", "hverdag", 0, 10), coded("C", "ro", 50, 60), coders=("A", "B", "C")
    )
    assert [one.codes for one in disagreements(made, codes=["tro"])] == [("hverdag", "tro")]
    assert [one.codes for one in disagreements(made, coders=["A", "C"])] == [("tro",), ("ro",)]
    assert disagreements(made, transcripts=[]) == agreed(made, transcripts=[]) == ()
    assert len(disagreements(made, transcripts=[SOURCE.guid])) == 2
    with pytest.raises(NotFoundError, match="no code “findes-ikke”"):
        disagreements(made, codes=["findes-ikke"])


def test_what_coders_noted_comes_with_it() -> None:
    noted = coded("AML", "tro", 0, 10, memo="Hun siger det selv.")
    memo = Memo("m1", MemoKind.DEFINITION, "Er det tro?", About.CODING, noted.guid, "BKH", "2026-01-01")
    (one,) = disagreements(made := material(noted, memos=(memo,)))
    assert one.memos(made) == (("AML", "Hun siger det selv."), ("BKH", "Er det tro?"))


# --- Keys -----------------------------------------------------------------------------------------------


def test_a_key_stays_until_a_coding_comes_goes_or_is_recoded() -> None:
    mine, theirs = coded("AML", "tro", 0, 20), coded("BKH", "tro", 18, 40)
    (one,) = disagreements(material(mine, theirs))
    others = [
        material(mine, theirs, coded("BKH", "tro", 30, 50)),
        material(mine),
        material(replace(mine, code="hverdag"), theirs),
    ]
    assert one.key in {again.key for again in disagreements(material(mine, theirs, coded("BKH", "ro", 0, 10)))}
    assert all(one.key not in {again.key for again in disagreements(made)} for made in others)


# --- Rules that always hold -----------------------------------------------------------------------------

CODINGS = st.lists(
    st.tuples(
        st.sampled_from("ABC"), st.sampled_from(["tro", "hverdag", "ro"]), st.integers(0, 60), st.integers(1, 30)
    ),
    max_size=12,
).map(lambda rows: [coded(who, code, start, start + length) for who, code, start, length in rows])


def place(one: Disagreement) -> tuple[object, ...]:
    return one.key, one.difference, one.start, one.end, one.codes, [(r.code, r.spans) for r in one.readings]


@given(CODINGS, st.permutations("ABC"), st.randoms())
@settings(max_examples=200, deadline=None)
def test_disagreements_are_blind_to_names_and_to_the_order_of_codings(
    codings: list[Coding], names: list[str], random: Random
) -> None:
    renamed = dict(zip("ABC", names, strict=True))
    turned = [replace(one, coder=renamed[one.coder]) for one in codings]
    random.shuffle(turned)
    before, after = (disagreements(a_material([SOURCE], some)) for some in (codings, turned))
    assert list(map(place, before)) == list(map(place, after))
    assert [[sorted(renamed[name] for name in r.coders) for r in one.readings] for one in before] == [
        [sorted(r.coders) for r in one.readings] for one in after
    ]


@given(CODINGS)
@settings(max_examples=200, deadline=None)
def test_every_coding_is_in_one_disagreement_or_agreed_on(codings: list[Coding]) -> None:
    made = a_material([SOURCE], codings)
    several = len({one.coder for one in codings}) > 1
    told_of = [guid for one in (*disagreements(made), *agreed(made)) for guid in one.codings]
    assert sorted(told_of) == (sorted(one.guid for one in codings) if several else [])


@given(CODINGS)
@settings(max_examples=200, deadline=None)
def test_every_reader_has_one_reading_and_no_two_readings_are_the_same(codings: list[Coding]) -> None:
    for one in disagreements(a_material([SOURCE], codings)):
        assert sorted(name for reading in one.readings for name in reading.coders) == sorted({c.coder for c in codings})
        assert len(one.readings) > 1 and len({(r.code, r.spans) for r in one.readings}) == len(one.readings)
        assert all(one.start <= r.start < r.end <= one.end for r in one.readings)


def test_groups_are_chains_of_overlaps() -> None:
    chain = [coded("A", "tro", 0, 10), coded("B", "tro", 9, 20), coded("A", "tro", 19, 30), coded("B", "tro", 30, 40)]
    assert [(one.start, one.end, sorted(one.holders)) for one in groups(chain)] == [
        (0, 30, ["A", "B"]),
        (30, 40, ["B"]),
    ]
