from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icmo import codebook
from icmo.errors import InvalidError, NotFoundError
from icmo.models import InformantType, Kind, Material
from icmo.search import Hit, Match, Query, Relation, from_dict, search, to_dict
from icmo.search_rows import HIT_COLUMNS, hit_rows, in_words
from tests.factories import BOOK, a_code, a_codebook, a_coding, a_material, a_transcript

TURN, TRANSCRIPT = Relation.TURN, Relation.TRANSCRIPT
TEXT = """\
INTERVIEWER: Hvad øvede I?

LEDER: Vi øvede bussen. Hun fik ro.

MENTOR: Hun fik løn.
"""
FIRST, SECOND, THIRD = "Hvad øvede I?", "Vi øvede bussen. Hun fik ro.", "Hun fik løn."


def _quotes(material: Material, query: Query) -> list[str]:
    return [material.transcript_by_guid[hit.transcript].text[hit.start : hit.end] for hit in search(material, query)]


def _codings(material: Material, query: Query) -> list[tuple[str, ...]]:
    return [hit.codings for hit in search(material, query)]


@pytest.fixture
def coded() -> Material:
    """øve and tid overlap on “bussen”; ro stands in their turn and løn in the next; job is in another transcript."""
    one = a_transcript(TEXT, target_group="lav")
    other = a_transcript(
        "Hun fik job og løn.", municipality="Birkerup", informant_type=InformantType.COMPANY, target_group="hoej"
    )
    codings = [
        a_coding(one, "oeve", "Vi øvede bussen"),
        a_coding(one, "tid", "bussen. Hun", coder="BEN"),
        a_coding(one, "ro", "fik ro"),
        a_coding(one, "loen", "fik løn"),
        a_coding(other, "job", "fik job"),
        a_coding(other, "loen", "job og løn", coder="BEN"),
    ]
    return a_material([one, other], codings)


# --- Words --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "query", "found"),
    [
        pytest.param("Bus, bus og BUSSEN", "bus", ["Bus", "bus", "BUS"], id="large_or_small_and_within_words"),
        pytest.param("Skolebus", "lebu", ["lebu"], id="the_middle_of_a_word"),
        pytest.param("hun fik\n  ro", " fik ro ", ["fik\n  ro"], id="a_blank_is_any_white_space"),
        pytest.param("hunfikro", "fik ro", [], id="a_blank_is_some_white_space"),
        pytest.param("a* ab a.", "a*", ["a*"], id="an_asterisk_is_an_asterisk"),
        pytest.param("a. ab", "a.", ["a."], id="a_full_stop_is_a_full_stop"),
        pytest.param("I Ålborg", "a\u030alborg", ["Ålborg"], id="a_letter_made_of_two_is_that_letter"),
        pytest.param("jajaja", "jaja", ["jaja"], id="places_do_not_overlap"),
        pytest.param("", "ja", [], id="nothing_in_an_empty_text"),
    ],
)
def test_letters_are_found_as_they_are_written(text: str, query: str, found: list[str]) -> None:
    assert _quotes(a_material([a_transcript(text)]), Query(text=query)) == found


@pytest.mark.parametrize(
    ("text", "query", "found"),
    [
        pytest.param("Vi øvede bussen.", "øve bus", ["øvede bussen"], id="any_inflection_in_the_text"),
        pytest.param("At øve bus", "øvede bussen", ["øve bus"], id="any_inflection_in_the_query"),
        pytest.param("ØVEDE Bussen", "Øve", ["ØVEDE"], id="large_or_small"),
        pytest.param("øvede ikke bussen", "øve bus", [], id="the_words_follow_one_another"),
        pytest.param("bussen øvede", "øve bus", [], id="the_order_of_the_words_counts"),
        pytest.param("øvede, bussen", "øve bus", ["øvede, bussen"], id="signs_between_words_do_not_count"),
        pytest.param("buskort", "bus", [], id="a_part_of_a_word_is_not_the_word"),
        pytest.param("ja ja ja", "ja ja", ["ja ja"], id="phrases_do_not_overlap"),
        pytest.param("Bussen. Vi øvede", "øve bus", [], id="no_phrase_beyond_the_end"),
        pytest.param("", "øve", [], id="nothing_in_an_empty_text"),
    ],
)
def test_words_are_found_in_all_inflections(text: str, query: str, found: list[str]) -> None:
    assert _quotes(a_material([a_transcript(text)]), Query(text=query, match=Match.LEMMA)) == found


@pytest.mark.parametrize(
    ("text", "span"),
    [
        pytest.param("😀😀 øvede", (3, 8), id="emoji_are_one_character_each"),
        pytest.param("İİİ øvede", (4, 9), id="letters_that_grow_in_lower_case"),
        pytest.param("ßß\u200d øvede", (4, 9), id="letters_that_grow_in_upper_case"),
    ],
)
@pytest.mark.parametrize("match", list(Match))
def test_offsets_hold_after(text: str, span: tuple[int, int], match: Match) -> None:
    source = a_transcript(text)
    assert search(a_material([source]), Query(text="øvede", match=match)) == [Hit(source.guid, *span, words=(span,))]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        pytest.param(Query(text="leder"), ["LEDER"], id="labels_are_text_too"),
        pytest.param(Query(text="leder", speaker="led"), [], id="labels_are_not_what_a_speaker_says"),
        pytest.param(Query(text="hun fik", speaker="ment"), ["Hun fik"], id="part_of_the_label_in_any_case"),
        pytest.param(Query(text="øvede"), ["øvede", "øvede"], id="everybody"),
        pytest.param(Query(text="øvede", exclude_interviewer=True), ["øvede"], id="not_the_interviewer"),
        pytest.param(Query(text="øvede", speaker="interv", exclude_interviewer=True), [], id="both_must_hold"),
        pytest.param(Query(text="I?\n\nLEDER: Vi", speaker="e"), [], id="words_do_not_reach_into_the_next_turn"),
        pytest.param(Query(speaker="mentor"), ["fik løn"], id="codings_that_touch_the_speakers_turns"),
    ],
)
def test_only_what_a_speaker_says(coded: Material, query: Query, found: list[str]) -> None:
    assert _quotes(a_material(coded.transcripts[:1], coded.codings[:4]), query) == found


# --- Codes --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "found"),
    [
        pytest.param(Query(all=("oeve", "tid")), ["bussen"], id="and_is_what_the_codings_share"),
        pytest.param(Query(all=("oeve", "ro")), [], id="and_needs_a_common_character"),
        pytest.param(Query(all=("oeve",)), ["Vi øvede bussen"], id="one_code_is_its_codings"),
        pytest.param(Query(any=("oeve", "tid")), ["Vi øvede bussen. Hun"], id="or_unites_what_overlaps"),
        pytest.param(Query(any=("oeve", "ro")), ["Vi øvede bussen", "fik ro"], id="or_finds_either"),
        pytest.param(Query(all=("oeve",), any=("tid", "job")), ["Vi øvede bussen"], id="and_with_or_needs_one_of_them"),
        pytest.param(Query(all=("oeve",), any=("ro", "job")), [], id="and_with_or_needs_one_of_them_there"),
        pytest.param(Query(any=("oeve", "ro"), none=("tid",)), ["fik ro"], id="not_drops_what_it_touches"),
        pytest.param(Query(none=("tid",)), ["fik ro", "fik løn", "fik job og løn"], id="not_alone_keeps_the_rest"),
        pytest.param(Query(kinds=(Kind.MODERATOR,)), ["bussen. Hun"], id="a_kind_is_each_of_its_codes"),
        pytest.param(
            Query(any=("ro", "loen"), kinds=(Kind.INTERVENTION,)),
            ["job og løn"],
            id="a_kind_besides_codes_must_be_there",
        ),
        pytest.param(Query(all=("oeve", "ro"), relation=TURN), [SECOND], id="in_one_turn"),
        pytest.param(Query(all=("ro", "loen"), relation=TURN), [], id="not_across_turns"),
        pytest.param(
            Query(any=("ro", "loen"), none=("job",), relation=TURN), [SECOND, THIRD], id="or_and_not_in_turns"
        ),
        pytest.param(Query(none=("oeve", "job"), relation=TURN), [THIRD], id="not_alone_keeps_the_other_coded_turns"),
        pytest.param(
            Query(all=("ro", "loen"), relation=TRANSCRIPT), ["fik ro", "fik løn"], id="each_stretch_in_one_transcript"
        ),
        pytest.param(
            Query(any=("loen",), none=("ro",), relation=TRANSCRIPT), ["job og løn"], id="not_in_the_whole_transcript"
        ),
        pytest.param(Query(coder="BEN"), ["bussen. Hun", "job og løn"], id="a_coder_alone"),
        pytest.param(Query(all=("oeve", "tid"), coder="BEN"), [], id="codes_of_one_coder_only"),
        pytest.param(Query(municipalities=("Birkerup", "X")), ["fik job og løn"], id="a_municipality_alone"),
        pytest.param(Query(any=("loen",), municipalities=("Egeholm",)), ["fik løn"], id="codes_in_a_municipality"),
        pytest.param(Query(any=("loen",), informant_types=("virksomhed",)), ["job og løn"], id="codes_of_informants"),
        pytest.param(Query(any=("loen",), target_groups=("lav",)), ["fik løn"], id="codes_for_a_target_group"),
        pytest.param(Query(any=("loen",), transcripts=("no such",)), [], id="codes_in_given_transcripts"),
    ],
)
def test_codes_meet(coded: Material, query: Query, found: list[str]) -> None:
    assert _quotes(coded, query) == found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        pytest.param(Query(text="hun", all=("tid",)), ["Hun"], id="on_the_same_characters"),
        pytest.param(Query(text="hun fik", all=("tid",)), ["Hun fik"], id="one_character_is_enough"),
        pytest.param(Query(text="fik", all=("oeve",)), [], id="not_elsewhere_in_the_turn"),
        pytest.param(Query(text="fik", all=("oeve",), relation=TURN), ["fik"], id="anywhere_in_the_turn"),
        pytest.param(
            Query(text="fik", all=("ro",), relation=TRANSCRIPT), ["fik", "fik"], id="anywhere_in_the_transcript"
        ),
        pytest.param(Query(text="fik", none=("ro", "job")), ["fik"], id="words_without_a_code"),
        pytest.param(Query(text="øvede", none=("ro",), relation=TURN), ["øvede"], id="words_in_turns_without_a_code"),
        pytest.param(Query(text="løn", none=("ro",), relation=TRANSCRIPT), ["løn"], id="words_in_transcripts_without"),
        pytest.param(Query(text="øvede", coder="AML"), ["øvede"], id="words_that_a_coder_coded"),
        pytest.param(Query(text="løn", coder="AML", none=("loen",)), ["løn"], id="words_that_a_coder_did_not_code_so"),
        pytest.param(Query(text="ØVE BUS", match=Match.LEMMA, any=("tid",)), ["øvede bussen"], id="in_any_inflection"),
    ],
)
def test_words_and_codes_meet(coded: Material, query: Query, found: list[str]) -> None:
    assert _quotes(coded, query) == found


def test_a_hit_names_its_codings_and_its_words(coded: Material) -> None:
    one, (oeve, tid, ro, *_rest) = coded.transcripts[0], (coding.guid for coding in coded.codings)
    start = one.text.index("bussen")
    (words,) = search(coded, Query(text="bussen", any=("tid",)))
    assert words == Hit(one.guid, start, start + 6, (tid,), ((start, start + 6),))
    assert _codings(coded, Query(all=("oeve",), any=("tid", "ro"))) == [(oeve, tid)]
    assert _codings(coded, Query(all=("oeve", "ro"), relation=TURN)) == [(oeve, ro)]
    assert _codings(coded, Query(text="hun fik", any=("tid", "ro"))) == [(tid, ro)]


def test_the_codings_of_a_hit_stand_in_the_order_of_their_places() -> None:
    source = a_transcript(TEXT)
    later, earlier = a_coding(source, "ro", "fik ro"), a_coding(source, "oeve", "Vi øvede")
    material = a_material([source], [later, earlier])
    assert _codings(material, Query(all=("oeve", "ro"), relation=TURN)) == [(earlier.guid, later.guid)]


def test_a_coding_over_several_turns_is_in_each() -> None:
    source = a_transcript(TEXT)
    material = a_material([source], [a_coding(source, "oeve", "I?\n\nLEDER: Vi"), a_coding(source, "ro", FIRST)])
    assert _quotes(material, Query(all=("oeve",), relation=TURN)) == [FIRST, SECOND]
    assert _quotes(material, Query(all=("oeve", "ro"), relation=TURN)) == [FIRST]


def test_hits_stand_in_the_order_of_transcripts_and_places() -> None:
    late, early = a_transcript("b ro, ro"), a_transcript("a ro")
    codings = [a_coding(early, "ro", "ro"), a_coding(late, "ro", ", ro"), a_coding(late, "ro", "b")]
    assert _quotes(a_material([late, early], codings), Query(any=("ro",))) == ["b", ", ro", "ro"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        pytest.param(Query(any=("krop",)), ["hoved"], id="a_code_stands_for_those_below"),
        pytest.param(Query(any=("krop",), below=False), [], id="unless_it_stands_for_itself"),
        pytest.param(Query(all=("krop", "ro")), ["hoved"], id="in_and"),
        pytest.param(Query(any=("ro",), none=("krop",)), [], id="in_not"),
        pytest.param(Query(any=("pande",)), [], id="not_for_those_above"),
        pytest.param(Query(target_groups=("krop",)), ["i hoved"], id="in_the_transcripts_target_group"),
    ],
)
def test_codes_below(query: Query, found: list[str]) -> None:
    below = a_code("hoved", "theme", parent="krop") + a_code("pande", "theme", parent="hoved")
    book = codebook.loads(BOOK + a_code("ro", "outcome") + a_code("krop", "theme") + below)
    source = a_transcript("ondt i hovedet", target_group="pande")
    material = a_material([source], [a_coding(source, "hoved", "hoved"), a_coding(source, "ro", "i hoved")], book=book)
    assert _quotes(material, query) == found


SPANS = st.lists(st.tuples(st.integers(0, 38), st.integers(1, 6)).map(lambda s: (s[0], min(40, sum(s)))), max_size=6)


@given(SPANS, SPANS, SPANS)
def test_the_hits_of_and_are_the_characters_that_all_codes_have(
    oeve: list[tuple[int, int]], tid: list[tuple[int, int]], ro: list[tuple[int, int]]
) -> None:
    text = "".join(chr(0x1F600 + i) for i in range(40))  # every character once, so that a quote is its place
    source = a_transcript(text)
    spans = {"oeve": oeve, "tid": tid, "ro": ro}
    codings = [a_coding(source, code, text[slice(*span)]) for code, some in spans.items() for span in some]
    covered = {code: {i for span in some for i in range(*span)} for code, some in spans.items()}
    material = a_material([source], codings)

    hits = search(material, Query(all=("oeve", "tid")))
    assert {i for hit in hits for i in range(hit.start, hit.end)} == covered["oeve"] & covered["tid"]
    without = search(material, Query(all=("oeve", "tid"), none=("ro",)))
    assert without == [hit for hit in hits if not covered["ro"] & set(range(hit.start, hit.end))]
    for hit in hits:
        over = {c.guid for c in codings if c.code != "ro" and c.start < hit.end and hit.start < c.end}
        assert set(hit.codings) == over


# --- Queries ------------------------------------------------------------------------------------------------

WORDS = st.text(max_size=5)
MANY = st.lists(WORDS, max_size=3).map(tuple)
QUERIES = st.builds(
    Query,
    text=WORDS,
    match=st.sampled_from(Match),
    all=MANY,
    any=MANY,
    none=MANY,
    relation=st.sampled_from(Relation),
    coder=WORDS,
    kinds=st.lists(st.sampled_from(Kind), max_size=3).map(tuple),
    municipalities=MANY,
    informant_types=st.lists(st.sampled_from([str(one) for one in InformantType]), max_size=2).map(tuple),
    transcripts=MANY,
    target_groups=MANY,
    speaker=WORDS,
    below=st.booleans(),
    exclude_interviewer=st.booleans(),
)


@given(QUERIES)
def test_a_query_survives_json(query: Query) -> None:
    assert from_dict(json.loads(json.dumps(to_dict(query)))) == query


def test_only_what_is_asked_for_is_kept() -> None:
    query = Query(text="bus", kinds=(Kind.METHOD,), below=False)
    assert to_dict(query) == {"text": "bus", "kinds": ["method"], "below": False}
    assert to_dict(Query()) == {}
    assert from_dict({"text": None}) == Query()


@pytest.mark.parametrize(
    ("values", "message"),
    [
        pytest.param({"match": "fuzzy"}, "“fuzzy” is not one of literal, lemma.", id="unknown_match"),
        pytest.param({"relation": "near"}, "“near” is not one of overlap, turn, transcript.", id="unknown_relation"),
        pytest.param({"kinds": ["method", "x"]}, "“x” is not one of intervention, context,", id="unknown_kind"),
        pytest.param({"informant_types": ["x"]}, "“x” is not one of kommune, kvinde, virks", id="unknown_informant"),
        pytest.param({"codes": ["tid"]}, "“codes” is not one of text, match, all, any, none,", id="unknown_name"),
        pytest.param({"all": "tid"}, "“tid” is no value of “all” in a search.", id="one_value_for_several"),
        pytest.param({"any": [1]}, "“[1]” is no value of “any” in a search.", id="numbers_for_codes"),
        pytest.param({"text": 7}, "“7” is no value of “text” in a search.", id="a_number_for_text"),
        pytest.param({"below": "no"}, "“no” is no value of “below” in a search.", id="words_for_yes_and_no"),
    ],
)
def test_a_value_that_cannot_be_meant_is_refused(values: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidError) as error:
        from_dict(values)
    assert error.value.message.startswith(message)


@pytest.mark.parametrize(
    "query",
    [
        pytest.param(Query(), id="nothing"),
        pytest.param(Query(text=" \n"), id="blanks"),
        pytest.param(Query(relation=TURN, below=False, match=Match.LEMMA), id="only_how_to_search"),
        pytest.param(Query(exclude_interviewer=True), id="only_who_is_left_out"),
        pytest.param(Query(text="?!", match=Match.LEMMA), id="inflections_of_no_word"),
    ],
)
def test_a_search_for_nothing_is_refused(query: Query) -> None:
    with pytest.raises(InvalidError) as error:
        search(a_material([a_transcript()]), query)
    assert error.value.hint


@pytest.mark.parametrize("part", ["all", "any", "none", "target_groups"])
def test_an_unknown_code_is_refused(part: str) -> None:
    with pytest.raises(NotFoundError, match="There is no code “nix”"):
        search(a_material([a_transcript()]), from_dict({part: ["tid", "nix"]}))


# --- In words and as rows -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "words"),
    [
        pytest.param(Query(text="øve  bus", match=Match.LEMMA), "text “øve bus” (all inflections)", id="inflections"),
        pytest.param(
            Query(text="bus", all=("oeve", "tid"), none=("ro",), municipalities=("Egeholm",)),
            "text “bus” · codes: Oeve in English AND Tid in English, NOT Ro in English · municipality: Egeholm",
            id="words_codes_and_a_municipality",
        ),
        pytest.param(
            Query(all=("tid",), any=("ro", "gone"), relation=TURN, below=False),
            "codes: Tid in English AND (Ro in English OR gone) · in the same turn · without the codes below",
            id="or_within_and",
        ),
        pytest.param(
            Query(any=("ro", "tid"), relation=TRANSCRIPT),
            "codes: Ro in English OR Tid in English · in the same transcript",
            id="or_alone",
        ),
        pytest.param(
            Query(all=("tid",), any=("ro",)), "codes: Tid in English AND Ro in English", id="or_of_one_within_and"
        ),
        pytest.param(Query(none=("ro", "tid")), "codes: NOT Ro in English, NOT Tid in English", id="not_alone"),
        pytest.param(
            Query(kinds=(Kind.METHOD, Kind.TARGET_GROUP), coder="AML", speaker="leder", exclude_interviewer=True),
            "kind of code: method OR target group · coded by AML · speaker: leder · without the interviewer",
            id="kinds_and_people",
        ),
        pytest.param(
            Query(informant_types=("kvinde",), target_groups=("lav",), transcripts=("a", "b")),
            "informant: kvinde · target group: Lav in English · in 2 transcripts",
            id="transcripts",
        ),
    ],
)
def test_a_query_in_words(query: Query, words: str) -> None:
    assert in_words(query, a_codebook(), "en") == words


def test_codes_are_named_in_the_language_of_the_reader() -> None:
    assert in_words(Query(all=("tid",)), a_codebook(), "da").endswith(": Tid")


def test_a_row_tells_where_a_hit_stands_and_all_that_is_coded_there(coded: Material) -> None:
    one = coded.transcripts[0]
    (row,) = hit_rows(coded, search(coded, Query(text="bussen")))
    start = one.text.index("bussen")
    assert tuple(row) == HIT_COLUMNS
    assert row == {
        "transcript": one.name, "municipality": "Egeholm", "informant_type": None, "role": None, "date": None,
        "turn": 2, "speaker": "LEDER", "start": start, "end": start + 6, "quote": "bussen",
        "codes": "Oeve; Tid", "coders": "AML; BEN",
    }  # fmt: skip


def test_rows_of_overlapping_hits_keep_their_own_codings_and_their_order(coded: Material) -> None:
    guid, start = coded.transcripts[0].guid, coded.transcripts[0].text.index("Vi øvede")
    spans = [(9, 20), (0, 5), (0, 10), (15, 20)]  # “Vi øvede bussen” is 0–15, “bussen. Hun” 9–20
    hits = [Hit(guid, start + first, start + last) for first, last in spans]
    assert [row["codes"] for row in hit_rows(coded, hits)] == ["Oeve; Tid", "Oeve", "Oeve; Tid", "Tid"]


def test_a_hit_before_the_first_turn_has_no_speaker() -> None:
    material = a_material([a_transcript("Titel\n\nRo.", turns=())])
    (row,) = hit_rows(material, search(material, Query(text="titel")))
    assert (row["turn"], row["speaker"], row["codes"]) == (0, None, "")
