"""Whether two coders made the same claims of the same passages."""

from dataclasses import replace
from math import isnan

from icmo.agreement import configuration_agreement
from icmo.models import CONSENSUS, Polarity
from tests.agreement.rounds import a_round
from tests.factories import a_coding, a_configuration, a_material, a_transcript

TEXT = "ANNA: Vi øvede turen. Så turde hun selv. Hun fik ro. Det tog lang tid."


def claims(source, coder, *described, **fields):
    """A configuration of a coder: (role, code, quote) for each part."""
    codings = [a_coding(source, code, quote, coder=coder) for _role, code, quote in described]
    parts = [(part[0], coding) for part, coding in zip(described, codings, strict=True)]
    return codings, replace(a_configuration(*parts, **fields), coder=coder)


def compared(source, *made):
    return configuration_agreement(
        a_material([source], [c for codings, _ in made for c in codings], [k for _, k in made])
    )


def test_configurations_of_the_same_passages_are_matched_and_compared():
    source = a_transcript(TEXT)
    found = compared(
        source,
        claims(source, "A", ("I", "oeve", "øvede turen"), ("M", "tro", "turde hun selv"), ("O", "ro", "fik ro")),
        claims(source, "B", ("I", "oeve", "Vi øvede"), ("M", "tro", "turde"), ("M", "ro", "Hun fik ro")),
    )
    assert (found.configurations, len(found.pairs), found.matched) == (2, 1, 1)
    assert (found.same_parts, found.parts, found.content) == (2, 4, 0.5)  # I oeve, M tro; besides O ro, M ro
    assert (found.same_role, found.same_code, found.roles) == (2, 3, 2 / 3)
    assert found.polarity == 1


def test_configurations_that_share_no_passage_are_not_matched():
    source = a_transcript(TEXT)
    found = compared(
        source, claims(source, "A", ("I", "oeve", "øvede turen")), claims(source, "B", ("I", "oeve", "lang tid"))
    )
    assert (found.configurations, found.pairs, found.matched) == (2, (), 0)
    assert isnan(found.content) and isnan(found.roles) and isnan(found.polarity)


def test_each_is_matched_once_with_the_one_that_shares_most():
    source = a_transcript(TEXT)
    long = claims(source, "A", ("I", "oeve", "Vi øvede turen. Så turde hun selv."))
    short = claims(source, "B", ("I", "oeve", "Vi øvede"))
    longer = claims(source, "B", ("I", "job", "turen. Så turde hun selv."), polarity=Polarity.HINDERS)
    found = compared(source, short, long, longer)
    assert found.pairs == ((long[1].guid, longer[1].guid),)
    assert found.matched == 2 / 3
    assert (found.content, found.polarity) == (0, 0)


def test_configurations_of_one_coder_are_nothing_to_compare():
    source = a_transcript(TEXT)
    found = compared(source, claims(source, "A", ("I", "oeve", "øvede")), claims(source, "A", ("I", "oeve", "turen")))
    assert found is None
    assert configuration_agreement(a_material([source])) is None


def in_round(source, *made, **said):
    material = a_material([source], [c for codings, _ in made for c in codings], [k for _, k in made])
    return configuration_agreement(replace(material, rounds=(a_round(source, "A", "B", **said),)))


def test_one_who_was_done_without_any_has_found_none():
    source = a_transcript(TEXT)
    one = claims(source, "A", ("I", "oeve", "øvede turen"))
    assert in_round(source, one, done=["A"]) is None
    found = in_round(source, one, done=["A", "B"])
    assert (found.configurations, found.pairs) == (1, ())


def test_configurations_of_an_open_round_and_of_the_consensus_are_left_out():
    source = a_transcript(TEXT)
    one, other, both = (claims(source, coder, ("I", "oeve", "øvede turen")) for coder in ("A", "B", CONSENSUS))
    assert in_round(source, one, other, closed=False) is None
    assert in_round(source, one, both, done=["A"]) is None
    assert in_round(source, one, other, done=["A"]) is None
    assert in_round(source, one, other, both, done=["A", "B"]).configurations == 2


def test_a_part_that_a_consensus_set_aside_is_still_compared():
    source = a_transcript(TEXT)
    made = [claims(source, coder, ("I", "oeve", "øvede turen")) for coder in "AB"]
    (aside,), (stays,) = (codings for codings, _configuration in made)
    material = replace(a_material([source], [stays], [one for _codings, one in made]), overruled=(aside,))
    assert len(configuration_agreement(material).pairs) == 1
