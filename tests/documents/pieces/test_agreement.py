"""The one line of a report on how far the coders agree."""

from dataclasses import replace

import pytest

from icmo import i18n
from icmo.agreement import Interval
from icmo.agreement.disagreements import disagreements
from icmo.consensus import resolve
from icmo.documents.pieces.agreement import agreement_line, coefficient, people
from icmo.models import CONSENSUS
from tests.agreement.rounds import a_round
from tests.factories import a_coding, a_material, a_transcript


def interviews(number, readings):
    """Interviews of two turns; `readings` gives coder and code of the first turn, the second bears nothing."""
    sources = [a_transcript("ANNA: Vi øvede.\n\nANNA: Hun fik ro.") for _ in range(number)]
    return sources, [a_coding(s, code, "Vi øvede.", coder=coder) for s in sources for coder, code in readings]


def test_nothing_is_said_of_a_project_in_which_nothing_is_coded():
    assert agreement_line(a_material([a_transcript()])) == ""


def test_one_coder_cannot_agree():
    assert agreement_line(a_material(*interviews(1, [("A", "tro")]))) == "One coder has coded; agreement is not known."


def test_two_coders_who_have_shared_no_transcript_cannot_agree():
    one, other = a_transcript(), a_transcript()
    material = a_material([one, other], [a_coding(one, "tro"), a_coding(other, "tro", coder="TBS")])
    assert agreement_line(material) == "No transcript was coded by more than one coder; agreement is not known."


def test_the_line_names_transcripts_coefficient_and_unit():
    sources, codings = interviews(1, [("A", "tro"), ("B", "tro")])
    assert agreement_line(a_material([*sources, a_transcript()], codings)) == (
        "Agreement: 1 of 2 transcripts were coded by two coders or more; Krippendorff’s alpha (MASI, turns) 1.00."
    )


def test_with_four_transcripts_there_is_an_interval():
    line = agreement_line(a_material(*interviews(4, [("A", "tro"), ("B", "tro")])))
    assert line.endswith("alpha (MASI, turns) 1.00 (95% interval 1.00 to 1.00).")


def test_the_danish_line_has_danish_decimals():
    material = a_material(*interviews(1, [("A", "tro"), ("B", "tro")]))
    with i18n.language("da"):
        assert "1,00" in agreement_line(material)


def test_coding_that_is_the_same_everywhere_is_said_to_be():
    source = a_transcript("ANNA: Ja.")
    line = agreement_line(a_material([source], [a_coding(source, "tro", coder=c) for c in "AB"]))
    assert "no coefficient can be calculated" in line


def test_every_material_gets_its_own_line():
    lines = [
        agreement_line(a_material(*interviews(1, readings)))
        for readings in ([("A", "tro"), ("B", "tro")], [("A", "tro"), ("B", "ro")])
    ]
    assert lines[0] != lines[1]


@pytest.mark.parametrize("times", [1, 2])
def test_the_line_is_the_same_when_asked_again(times):
    material = a_material(*interviews(2, [("A", "tro"), ("B", "ro")]))
    assert len({agreement_line(material) for _ in range(times + 1)}) == 1


def resolved(material):
    """The material with its first disagreement resolved by its first reading."""
    first = disagreements(material)[0]
    source = material.transcript_by_guid[first.transcript]
    answer, new = resolve(first, "1", source=source, book=material.codebook, coder="A")
    return replace(material, codings=(*material.codings, *new), resolutions=(answer,))


def test_the_line_says_how_many_disagreements_are_resolved_once_any_is():
    material = a_material(*interviews(2, [("A", "tro"), ("B", "ro")]))
    assert agreement_line(material).endswith("alpha (MASI, turns) 0.30.")
    assert agreement_line(resolved(material)).endswith(
        "alpha (MASI, turns) 0.30. 1 of 4 disagreements are resolved together."
    )


def test_the_layer_of_consensus_is_nobody_and_one_who_was_done_is_somebody():
    sources, codings = interviews(1, [("A", "tro"), (CONSENSUS, "tro")])
    material = a_material(sources, codings)
    assert people(material) == ["A"]
    assert people(replace(material, rounds=(a_round(sources[0], "A", "B", done=["A", "B"]),))) == ["A", "B"]


def test_a_coefficient_just_below_nothing_has_no_minus_anywhere():
    below = coefficient(-0.001)
    assert (str(below.value), below.lines[0][0].text) == ("0.0", "0.00")
    assert coefficient(-0.001, Interval(-0.5, 0.5)).value == -0.001
    assert coefficient(float("nan")).lines[0][0].text == "not defined"
