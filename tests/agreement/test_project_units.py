"""What counts as a unit, who has read it, and what it bears."""

import time
from dataclasses import replace
from math import isnan

import pytest

from icmo import codebook
from icmo.agreement import alpha_u_2004, cohen_kappa, krippendorff_alpha, sections, units
from icmo.errors import InvalidError, NotFoundError
from icmo.models import CONSENSUS, Coding
from tests.agreement.rounds import a_round
from tests.factories import BOOK, a_code, a_codebook, a_coding, a_material, a_transcript

TEXT = """\
INTERVIEWER: Hvordan gik det?

ANNA: Vi øvede turen. Så turde hun selv.

BENT: Det tog tid.

ANNA: Hun fik ro."""


def marked(source, start, end, code, coder):
    return Coding(f"{coder}{start}{end}{code}", source.guid, start, end, code, coder, "", source.text[start:end])


def test_interviewers_turns_are_no_units():
    source = a_transcript(TEXT)
    found = units(a_material([source], [a_coding(source, "tro"), a_coding(source, "ro", coder="TBS")]))
    assert [source.text[a:b] for a, b in zip(found.start, found.end, strict=True)] == [
        "Vi øvede turen. Så turde hun selv.",
        "Det tog tid.",
        "Hun fik ro.",
    ]


def test_a_unit_bears_the_codes_whose_codings_overlap_it():
    source = a_transcript(TEXT)
    over_two = source.text[source.text.index("Så turde") : source.text.index(" tid.")]
    codings = [a_coding(source, "tro", over_two), a_coding(source, "ro", "fik ro", coder="TBS")]
    found = units(a_material([source], codings))
    assert found.coders == ("AML", "TBS")
    assert found.sets() == [[{"tro"}, {"tro"}, set()], [set(), set(), {"ro"}]]
    assert found.ratings("tro").tolist() == [[1, 1, 0], [0, 0, 0]]


def test_only_transcripts_that_two_have_coded_are_compared():
    both, alone, neither = a_transcript(TEXT), a_transcript(TEXT), a_transcript(TEXT)
    codings = [a_coding(both, "tro"), a_coding(both, "ro", coder="TBS"), a_coding(alone, "tro")]
    assert units(a_material([both, alone, neither], codings)).transcripts == (both.guid,)


def test_one_who_was_done_with_a_transcript_and_has_coded_nothing_has_read_it():
    source = a_transcript(TEXT)
    material = replace(
        a_material([source], [a_coding(source, "tro")]), rounds=(a_round(source, "AML", "TBS", done=["AML"]),)
    )
    assert units(material).transcripts == ()
    found = units(replace(material, rounds=(a_round(source, "AML", "TBS", done=["AML", "TBS"]),)))
    assert found.sets() == [[{"tro"}] * 3, [set()] * 3]


def test_a_transcript_of_an_open_round_is_left_out():
    source = a_transcript(TEXT)
    codings = [a_coding(source, "tro"), a_coding(source, "ro", coder="TBS")]
    both = ("AML", "TBS")
    material = replace(a_material([source], codings), rounds=(a_round(source, *both, done=both, closed=False),))
    assert units(material).transcripts == ()


def test_the_layer_of_consensus_reads_nothing_unless_it_is_asked_for_and_what_it_set_aside_is_read():
    source = a_transcript(TEXT)
    codings = [a_coding(source, "tro", coder=coder) for coder in ("AML", "TBS", CONSENSUS)]
    aside = replace(a_material([source], codings[1:]), overruled=(codings[0],))
    assert units(aside).coders == ("AML", "TBS")
    assert units(aside, coders=["AML", CONSENSUS]).coders == ("AML", CONSENSUS)


def test_a_third_coder_who_has_not_read_a_transcript_is_missing_there():
    one, other = a_transcript(TEXT), a_transcript("ANNA: Ja.")
    codings = [a_coding(source, "tro", coder=coder) for source in (one, other) for coder in ("AML", "TBS")]
    found = units(a_material([one, other], [*codings, a_coding(one, "ro", coder="XY")]))
    assert found.sets()[2] == [{"ro"}] * 3 + [None]
    assert isnan(found.ratings("ro")[2, 3])


def test_who_has_coded_anything_in_a_transcript_has_read_it_whatever_codes_are_asked_for():
    source = a_transcript("ANNA: Ja.")
    material = a_material([source], [a_coding(source, "tro"), a_coding(source, "ro", coder="TBS")])
    assert units(material, codes=["tro"]).sets() == [[{"tro"}], [set()]]


def test_a_code_stands_for_those_below_it_in_its_ratings_but_not_in_sets():
    book = codebook.loads(BOOK + a_code("over", "mechanism") + a_code("under", "mechanism", parent="over"))
    source = a_transcript("ANNA: Ja.")
    material = a_material([source], [a_coding(source, "under"), a_coding(source, "over", coder="TBS")], book=book)
    found = units(material)
    assert found.codes == ("over", "under")
    assert found.ratings("over").tolist() == [[1], [1]]
    assert found.ratings("under").tolist() == [[1], [0]]
    assert found.sets() == [[{"under"}], [{"over"}]]
    assert units(material, codes=["under"]).codes == ("under",)


def test_sentences_are_those_of_the_danish_pipeline():
    source = a_transcript(TEXT)
    codings = [a_coding(source, "tro", "Så turde hun"), a_coding(source, "tro", "Vi øvede", coder="TBS")]
    found = units(a_material([source], codings), unit="sentence")
    assert found.ratings("tro").tolist() == [[0, 1, 0, 0], [1, 0, 0, 0]]


def test_a_coders_own_overlapping_codings_are_counted_once():
    # QualCoder counts them twice: 5 characters agreed and kappa .168
    source = a_transcript("x" * 100)
    codings = [
        marked(source, 0, 10, "tro", "A"),
        marked(source, 5, 15, "tro", "A"),
        marked(source, 50, 60, "tro", "B"),
    ]
    found = units(a_material([source], codings), unit="character")
    assert found.number == 100
    assert found.repeats[found.ratings("tro").sum(axis=0) > 1].sum() == 0
    assert cohen_kappa(*found.ratings("tro").tolist(), repeats=found.repeats.tolist()) == pytest.approx(
        -0.136, abs=5e-4
    )


def test_stretches_of_characters_tell_what_every_single_character_would():
    source = a_transcript(TEXT)
    codings = [a_coding(source, "tro", "turen. Så"), a_coding(source, "tro", "Så turde", coder="TBS")]
    found = units(a_material([source], codings), unit="character")
    marks = [[c.start <= at < c.end for at in range(len(source.text))] for c in codings]
    spoken = [at for turn in source.turns if not turn.interviewer for at in range(turn.start, turn.end)]
    assert krippendorff_alpha(found.ratings("tro"), repeats=found.repeats) == pytest.approx(
        krippendorff_alpha([[own[at] for at in spoken] for own in marks])
    )


def test_sections_are_united_stretches_of_what_informants_say():
    source = a_transcript("ANNA: " + "x" * 20 + "\n\nINTERVIEWER: Ja?\n\nANNA: " + "y" * 10)
    text = source.text
    codings = [
        marked(source, text.index("x") + 2, text.index("x") + 8, "tro", "A"),
        marked(source, text.index("x") + 5, text.index("x") + 12, "tro", "A"),
        marked(source, text.index("y") - 30, text.index("y") + 3, "tro", "B"),
    ]
    found, length = sections(units(a_material([source], codings), unit="character"), "tro")
    assert length == 30
    assert found[0] == [("tro", 2, 10)]
    first = text.index("y") - 30 - text.index("x")
    assert found[1] == [("tro", first, 20 - first + 3)]
    assert alpha_u_2004(found, 0, length).alpha < 1


def test_sections_do_not_run_from_one_transcript_into_the_next():
    sources = [a_transcript("Ja."), a_transcript("Nej.")]
    codings = [a_coding(source, "tro", coder=coder) for source in sources for coder in "AB"]
    found, length = sections(units(a_material(sources, codings), unit="character"), "tro")
    assert (found, length) == ([[("tro", 0, 3), ("tro", 3, 4)]] * 2, 7)


def test_a_million_characters_are_fast():
    source = a_transcript("x" * 1_000_000)
    codings = [
        marked(source, at, at + 300, code, coder)
        for coder, shift in (("A", 0), ("B", 100))
        for code in ("tro", "ro")
        for at in range(shift, 990_000, 1_000)
    ]
    material = a_material([source], codings)
    began = time.perf_counter()
    found = units(material, unit="character")
    krippendorff_alpha(found.ratings("tro"), repeats=found.repeats)
    assert time.perf_counter() - began < 2
    assert found.number == 1_000_000


def test_nothing_coded_by_two_gives_no_units():
    source = a_transcript(TEXT)
    assert units(a_material([source])).number == 0
    assert units(a_material([source], [a_coding(source, "tro")]), unit="character").number == 0


def test_units_and_codes_that_do_not_exist_are_refused():
    material = a_material([a_transcript(TEXT)], book=a_codebook())
    with pytest.raises(InvalidError, match="unit"):
        units(material, unit="word")
    with pytest.raises(NotFoundError):
        units(material, codes=["ukendt"])
    with pytest.raises(NotFoundError):
        units(material).ratings("tro")
    with pytest.raises(InvalidError, match="characters"):
        sections(units(material), "tro")
