"""How far the coders of a project agree."""

from dataclasses import replace
from math import isnan
from random import Random

import numpy as np
import pytest

from icmo.agreement import agreement_of, cohen_kappa, gwet_ac1, human_machine, krippendorff_alpha, overall, units
from icmo.agreement.bootstrap import FEWEST, interval, set_alpha, weights
from icmo.models import Turn
from tests.factories import a_coding, a_configuration, a_material, a_suggestion, a_transcript

CODES = ("tro", "hverdag", "ro", "loen")


def a_world(transcripts=6, coders=("A", "B"), seed=1):
    """Interviews of eight turns, coded at random, now and then alike."""
    random, sources, codings = Random(seed), [], []
    for _ in range(transcripts):
        source = a_transcript("\n\n".join(f"ANNA: Svar nummer {n}." for n in range(1, 9)))
        sources.append(source)
        for turn in range(1, 9):
            for code in CODES:
                common = random.random() < 0.2
                for coder in coders:
                    if common or random.random() < 0.1:
                        codings.append(a_coding(source, code, f"Svar nummer {turn}.", coder=coder))
        codings += [a_coding(source, "tid", "Svar nummer 1.", coder=coder) for coder in coders]  # so all have read it
    return a_material(sources, codings)


@pytest.mark.parametrize("coders", [("A", "B"), ("A", "B", "C")], ids=["two coders", "three coders"])
@pytest.mark.parametrize("unit", ["turn", "character"])
def test_sums_over_transcripts_give_the_coefficients_of_all_units(coders, unit):
    material = a_world(coders=coders)
    found, read = agreement_of(material, unit=unit), units(material, unit=unit)
    assert found.overall.alpha == pytest.approx(krippendorff_alpha(read.sets(), "masi", repeats=read.repeats))
    for one in found.codes:
        ratings = read.ratings(one.code)
        assert one.alpha == pytest.approx(krippendorff_alpha(ratings, repeats=read.repeats))
        assert one.ac1 == pytest.approx(gwet_ac1(ratings, categories=2, repeats=read.repeats))
        if len(coders) == 2:
            assert one.kappa == pytest.approx(cohen_kappa(*ratings.tolist(), repeats=read.repeats.tolist()))
        else:
            assert one.kappa is None


def test_a_code_counted_by_hand():
    # turns: A gives tro to 1 and 2, B to 2 and 3, of four
    source = a_transcript("\n\n".join(f"ANNA: Svar {n}." for n in range(1, 5)))
    codings = [
        a_coding(source, "tro", f"Svar {n}.", coder=coder) for coder, n in [("A", 1), ("A", 2), ("B", 2), ("B", 3)]
    ]
    found = agreement_of(a_material([source], codings))
    (one,) = found.codes
    assert (one.units, one.agreed, one.prevalence, one.transcripts) == (3, 1, 0.5, (source.guid,))
    assert one.alpha == pytest.approx(1 - 7 * 4 / (2 * 4 * 4))  # 4 differing both ways, 4 of 8 readings bear it
    assert one.ac1 == pytest.approx((0.5 - 0.5) / 0.5)
    assert one.kappa == pytest.approx(0)
    assert one.interval is None
    assert (found.overall.units, found.overall.coders, found.overall.interval) == (4, ("A", "B"), None)


def test_overall_is_no_mean_over_the_codes():
    found = agreement_of(a_world())
    assert found.overall.alpha != pytest.approx(sum(one.alpha for one in found.codes) / len(found.codes))


def test_a_transcript_drawn_twice_counts_like_two_copies_of_it():
    material = a_world(transcripts=FEWEST)
    first = material.transcripts[0]
    copy = replace(first, guid="copy")
    doubled = replace(
        material,
        transcripts=(*material.transcripts, copy),
        codings=(
            *material.codings,
            *(
                replace(c, guid=f"{c.guid}copy", transcript="copy")
                for c in material.codings
                if c.transcript == first.guid
            ),
        ),
    )
    drawn = weights(FEWEST)[:1].copy()
    drawn[0, 0] = 2
    assert set_alpha(units(material), drawn)[0] == pytest.approx(overall(doubled).alpha)


def test_intervals_are_the_same_every_time_and_hold_most_draws():
    one, other = (agreement_of(a_world(transcripts=12)) for _ in range(2))
    assert one.overall.interval == other.overall.interval
    assert one.overall.interval.low < one.overall.alpha < one.overall.interval.high
    assert all(code.interval is None or code.interval.low <= code.interval.high for code in one.codes)


def test_fewer_than_four_transcripts_give_no_interval():
    assert overall(a_world(transcripts=FEWEST - 1)).interval is None
    assert overall(a_world(transcripts=FEWEST)).interval is not None


def test_draws_that_measured_nothing_give_no_interval():
    assert interval(np.array([np.nan, np.nan, 0.5])) is None


def test_the_order_of_codings_and_transcripts_and_the_names_of_coders_do_not_matter():
    material = a_world()
    turned = replace(
        material,
        transcripts=material.transcripts[::-1],
        codings=tuple(replace(c, coder={"A": "Z", "B": "Y"}[c.coder]) for c in reversed(material.codings)),
    )
    assert overall(turned).alpha == pytest.approx(overall(material).alpha)


def test_coders_can_be_chosen():
    material = a_world(coders=("A", "B", "C"))
    assert overall(material, coders=["A", "C"]).coders == ("A", "C")


def test_coding_that_is_the_same_everywhere_has_no_alpha():
    sources = [a_transcript("ANNA: Ja.") for _ in range(5)]
    found = agreement_of(a_material(sources, [a_coding(s, "tro", coder=c) for s in sources for c in "AB"]))
    assert isnan(found.overall.alpha)
    assert found.overall.interval is None
    assert isnan(found.codes[0].alpha) and found.codes[0].ac1 == 1


@pytest.mark.parametrize("coders", [(), ("A",)], ids=["nobody", "one coder"])
def test_without_two_coders_there_is_nothing_to_tell(coders):
    assert agreement_of(a_world(coders=coders)) is None
    assert overall(a_world(coders=coders)) is None


def test_two_coders_in_nothing_but_an_interviewers_turn_have_no_units():
    source = a_transcript("Hvordan gik det?", turns=(Turn(0, 16, interviewer=True),))
    assert agreement_of(a_material([source], [a_coding(source, "tro", coder=c) for c in "AB"])) is None


def test_strong_suggestions_are_one_more_coder():
    sources = [a_transcript("ANNA: Vi øvede.") for _ in range(4)]
    codings = [a_coding(source, "tro") for source in sources[:2]] + [a_coding(source, "ro") for source in sources[2:]]
    suggestions = [
        a_suggestion(sources[0], "tro"),
        a_suggestion(sources[1], "tro", band="mulig"),  # read, but not strongly suggested
        a_suggestion(sources[2], "ro"),
    ]
    found = human_machine(a_material(sources, codings), suggestions)
    assert len(found.overall.transcripts) == 3  # the fourth holds no suggestion at all
    tro = next(one for one in found.codes if one.code == "tro")
    assert (tro.units, tro.agreed) == (2, 1)
    assert human_machine(a_material(sources, codings), suggestions, coder="TBS") is None
    assert human_machine(a_material(sources, codings), []) is None


def test_agreement_holds_that_on_configurations():
    source = a_transcript("ANNA: Vi øvede.")
    codings = [a_coding(source, "tro", coder=c) for c in "AB"]
    made = [replace(a_configuration(("M", one)), coder=one.coder) for one in codings]
    assert len(agreement_of(a_material([source], codings, made)).configurations.pairs) == 1
    assert agreement_of(a_material([source], codings)).configurations is None
    three = [replace(a_configuration(("M", one)), coder=one.coder) for one in (*codings, codings[0])]
    three[2] = replace(three[2], coder="C")
    everybody = agreement_of(a_material([source], codings, three)).configurations
    chosen = agreement_of(a_material([source], codings, three), coders=["A", "B"]).configurations
    assert (everybody.configurations, chosen.configurations) == (6, 2)  # three pairs of coders, and one
