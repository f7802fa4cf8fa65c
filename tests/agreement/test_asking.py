"""What people ask of a project's agreement."""

from dataclasses import replace
from math import isnan

import pytest

from icmo.agreement import alpha_u_2004, alpha_u_2016, krippendorff_alpha, units
from icmo.agreement.asking import being_coded_blind, between_coders, unitized, with_suggestions
from icmo.errors import InvalidError, NotFoundError
from tests.agreement.rounds import a_round
from tests.factories import a_coding, a_material, a_suggestion, a_transcript

TEXT = "ANNA: Vi øvede turen. Så turde hun selv.\n\nBENT: Det tog tid."


def two_readings(interviews=1, coders=("A", "B")):
    """Interviews in which the first coder gives the first turn two codes, the others one of them, later in the turn."""
    sources = [a_transcript(TEXT) for _ in range(interviews)]
    codings = [
        a_coding(source, code, "Vi øvede turen.", coder=coders[0]) for source in sources for code in ("tro", "ro")
    ]
    codings += [a_coding(source, "tro", "turen. Så turde", coder=name) for source in sources for name in coders[1:]]
    return a_material(sources, codings)


@pytest.mark.parametrize("difference", ["masi", "jaccard"])
def test_the_distance_between_sets_can_be_chosen(difference):
    material = two_readings()
    found = between_coders(material, difference=difference).overall
    assert found.alpha == pytest.approx(krippendorff_alpha(units(material).sets(), difference))
    assert found.interval is None


def test_another_distance_has_an_interval_too_when_there_are_four_transcripts():
    found = between_coders(two_readings(4), difference="jaccard").overall
    assert found.interval.low <= found.alpha <= found.interval.high


def test_where_a_code_begins_and_ends_is_told_by_the_version_asked_for():
    material = two_readings()
    # 33 characters of Anna, 13 of Bent: A marks the first 15, B 15 from the ninth on
    spoken = len("Vi øvede turen. Så turde hun selv.") + len("Det tog tid.")
    observers = [[("tro", 0, 15)], [("tro", 9, 15)]]
    assert unitized(material, "2004")["tro"] == pytest.approx(alpha_u_2004(observers, 0, spoken).alpha)
    assert unitized(material, "2016")["tro"] == pytest.approx(alpha_u_2016(observers, 0, spoken).u)
    assert list(unitized(material, "2016", codes=["ro"])) == ["ro"]


def test_where_no_transcript_was_read_by_all_nothing_is_said_of_beginnings_and_ends():
    pairs = [two_readings(coders=names) for names in (("A", "B"), ("B", "C"))]
    material = a_material([one.transcripts[0] for one in pairs], [coding for one in pairs for coding in one.codings])
    assert all(isnan(value) for value in unitized(material, "2004").values())
    assert unitized(a_material([a_transcript(TEXT)]), "2004") == {}


def test_suggestions_are_compared_with_one_coder_or_all_as_one():
    material = two_readings()
    suggestions = [a_suggestion(material.transcripts[0], "tro")]
    assert with_suggestions(material, suggestions, coders=["A"]).overall.coders[0] == "A"
    assert len(with_suggestions(material, suggestions).overall.coders) == 2
    with pytest.raises(InvalidError, match="one coder"):
        with_suggestions(material, suggestions, coders=["A", "B"])


def test_a_coder_whom_nobody_knows_is_refused():
    with pytest.raises(NotFoundError, match="XY") as refused:
        between_coders(two_readings(), coders=["A", "XY"])
    assert refused.value.hint.endswith("A, B.")


def test_transcripts_of_an_open_round_are_named():
    material = two_readings(2)
    first = material.transcripts[0]
    for closed, named in ((False, (first,)), (True, ())):
        made = replace(material, rounds=(a_round(first, "A", "B", closed=closed),))
        assert being_coded_blind(made) == named
