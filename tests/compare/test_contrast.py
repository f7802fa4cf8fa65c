from __future__ import annotations

from dataclasses import replace

import pytest

from icmo import codebook
from icmo.compare.asked import Answer
from icmo.compare.contrast import contrast, contrasts
from icmo.errors import IcmoError, InvalidError, NotFoundError
from icmo.models import Case, Codebook, Coding, Configuration, InformantType, Material, Polarity, Role, Transcript
from tests.factories import BOOK, a_code, a_coding, a_configuration, a_material, a_transcript

FURTHERS, HINDERS, DESPITE = Polarity
KINDS = {"I": "intervention", "C": "context", "K": "moderator", "M": "mechanism", "O": "outcome"}


def _book() -> Codebook:
    """Two codes of each role (``c1``, ``c2`` …), ``o1a`` below ``o1`` and ``m1a`` below ``m1``."""
    flat = [a_code(f"{role.lower()}{n}", kind) for role, kind in KINDS.items() for n in (1, 2)]
    return codebook.loads(
        BOOK + "".join(flat) + a_code("o1a", "outcome", parent="o1") + a_code("m1a", "mechanism", parent="m1")
    )


def _material(**told: list[tuple[str, Polarity]]) -> Material:
    """A municipality with one transcript per name; each configuration as its codes (``c1 m1 o1``) and polarity."""
    sources: list[Transcript] = []
    codings: list[Coding] = []
    configurations: list[Configuration] = []
    for place, some in told.items():
        sources.append(a_transcript(f"Her i {place}.", municipality=place, informant_type=InformantType.MUNICIPALITY))
        for codes, polarity in some:
            parts = [(code[0].upper(), a_coding(sources[-1], code)) for code in codes.split()]
            codings += [coding for _role, coding in parts]
            configurations.append(a_configuration(*parts, polarity=polarity, actor=f"team {place}"))
    return a_material(sources, codings, configurations, book=_book())


def test_a_row_shows_what_stands_beside_the_mechanism() -> None:
    made = contrast(_material(Nordvig=[("i1 c1 m1 o1", FURTHERS), ("k2 m1 o2", HINDERS)]), "m1")
    (row,) = made.rows
    assert {role: row.codes[role] for role in Role} == {
        Role.I: ("i1",),
        Role.C: ("c1",),
        Role.K: ("k2",),
        Role.M: ("m1",),
        Role.O: ("o1", "o2"),
    }
    assert row.polarities == {FURTHERS: 1, HINDERS: 1}
    assert row.actors == ("team Nordvig",)
    assert [len(reading.configuration.parts) for reading in row.readings] == [4, 3]


def test_a_row_counts_distinct_passages() -> None:
    """By hand: all seven codings stand on the same words of one transcript, so they are one citation."""
    (row,) = contrast(_material(Nordvig=[("i1 c1 m1 o1", FURTHERS), ("k2 m1 o2", HINDERS)]), "m1").rows
    counts = row.evidence.counts
    assert (counts.citations, counts.sources, counts.municipalities) == (1, 1, ("Nordvig",))
    assert len(row.evidence.quotes[0].codings) == 7


def test_municipalities_without_the_mechanism_stand_in_the_table_with_what_their_silence_means() -> None:
    material = _material(Nordvig=[("m1 o1", FURTHERS)], Egeholm=[("m2 o1", FURTHERS)], Åmose=[("c1 m1a", FURTHERS)])
    rows = contrast(replace(material, guide={"kommune": ("m2",)}), "m1").rows
    assert [(row.group, row.answer, len(row.readings)) for row in rows] == [
        ("Egeholm", Answer.NOT_ASKED, 0),
        ("Nordvig", Answer.TOLD, 1),
        ("Åmose", Answer.TOLD, 1),
    ]


def test_a_code_that_is_a_mechanism_elsewhere_counts_only_in_that_role() -> None:
    source = a_transcript()
    coding, outcome = a_coding(source, "m1"), a_coding(source, "o1")
    material = a_material([source], [coding, outcome], [a_configuration(("I", coding), ("O", outcome))], book=_book())
    made = contrast(material, "m1")
    assert made.rows[0].readings == ()
    assert made.note == "No configuration has “M1 in English” as its mechanism."


@pytest.mark.parametrize(
    ("one", "other", "differs"),
    [
        pytest.param([("m1 o1", FURTHERS)], [("m1 o2", FURTHERS)], True, id="another_outcome"),
        pytest.param([("m1 o1", FURTHERS)], [("m1 o1", FURTHERS)], False, id="the_same_outcome"),
        pytest.param([("m1 o1", FURTHERS)], [("m1 o1a", FURTHERS)], False, id="a_narrower_outcome_is_no_other"),
        pytest.param([("m1 o1", FURTHERS)], [("m1 o1 o2", FURTHERS)], True, id="one_outcome_more"),
        pytest.param([("m1 o1", FURTHERS)], [("c1 m1", FURTHERS)], False, id="no_outcome_is_no_other_outcome"),
        pytest.param([("m1 o1", FURTHERS)], [("m1 o1", HINDERS)], True, id="the_opposite_polarity"),
        pytest.param([("c1 m1", FURTHERS)], [("c2 m1", HINDERS)], True, id="the_opposite_polarity_without_outcomes"),
        pytest.param([("m1 o1", FURTHERS)], [("m1 o1", DESPITE)], False, id="in_spite_takes_no_side"),
        pytest.param(
            [("m1 o1", FURTHERS)],
            [("m1 o1", FURTHERS), ("m1 o1", HINDERS)],
            False,
            id="one_that_tells_of_both_is_not_opposed",
        ),
        pytest.param(
            [("m1 o1", FURTHERS), ("m1 o2", HINDERS)],
            [("m1 o1", HINDERS), ("m1 o2", HINDERS)],
            True,
            id="opposed_on_one_of_two_outcomes",
        ),
        pytest.param([("m1 o1", FURTHERS)], [("m2 o2", HINDERS)], False, id="another_mechanism_is_no_contrast"),
    ],
)
def test_when_two_municipalities_differ(
    one: list[tuple[str, Polarity]], other: list[tuple[str, Polarity]], differs: bool
) -> None:
    for first, second in ((one, other), (other, one)):
        assert bool(contrast(_material(Egeholm=first, Nordvig=second), "m1").differences) is differs


def test_a_difference_names_what_only_one_side_has() -> None:
    material = _material(Egeholm=[("i1 c1 m1 o1", FURTHERS)], Nordvig=[("i1 c2 k1 m1 o1 o2", HINDERS)])
    made = contrast(material, "m1")
    (found,) = made.differences
    assert {str(role): (sides.one, sides.other) for role, sides in found.beside.items()} == {
        "I": ((), ()),
        "C": (("c1",), ("c2",)),
        "K": ((), ("k1",)),
        "O": ((), ("o2",)),
    }
    assert (found.opposed, found.opposed_on, found.explained) == (True, ("o1",), True)
    assert made.in_words(found) == (
        "Egeholm and Nordvig both tell of M1 in English.",
        "Egeholm tells of it as furthering, Nordvig as hindering.",
        "Context in Egeholm only: C1 in English.",
        "Context in Nordvig only: C2 in English.",
        "Moderator in Nordvig only: K1 in English.",
        "Outcome in Nordvig only: O2 in English.",
    )


def test_who_hinders_is_named_whichever_side_it_is() -> None:
    made = contrast(_material(Egeholm=[("m1 o1", HINDERS)], Nordvig=[("m1 o1", FURTHERS)]), "m1")
    told = made.in_words(made.differences[0])
    assert told[1] == "Nordvig tells of it as furthering, Egeholm as hindering."
    assert told[-1] == "No context or moderator in the configurations stands on one side only."


def test_pairs_opposed_on_the_same_outcome_come_first_then_other_opposed_ones() -> None:
    """“Aa” is Å, the last letter."""
    made = contrast(_material(Aa=[("m1 o1", FURTHERS)], Bb=[("m1 o2", FURTHERS)], Cc=[("m1 o1", HINDERS)]), "m1")
    assert [(one.one.group, one.other.group, one.opposed) for one in made.differences] == [
        ("Cc", "Aa", True),
        ("Bb", "Cc", True),
        ("Bb", "Aa", False),
    ]


def test_groups_of_a_case_variable_are_contrasted_and_what_has_no_value_is_no_group() -> None:
    material = _material(Egeholm=[("m1 o1", FURTHERS)], Nordvig=[("m1 o2", FURTHERS)], Åmose=[("m1 o2", HINDERS)])
    cases = (Case("1", "Egeholm", {"team": "eksternt"}), Case("2", "Nordvig", {"team": "internt"}))
    made = contrast(replace(material, cases=cases), "m1", by="variable:team")
    assert [row.label for row in made.rows] == ["eksternt", "internt", "not stated"]
    assert [(one.one.group, one.other.group) for one in made.differences] == [("eksternt", "internt")]


def test_a_configuration_stands_where_its_mechanism_is_told() -> None:
    here, there = a_transcript("Her.", municipality="Nordvig"), a_transcript("Der.", municipality="Åmose")
    m, o = a_coding(here, "m1"), a_coding(there, "o1")
    material = a_material([here, there], [m, o], [a_configuration(("M", m), ("O", o))], book=_book())
    assert [len(row.readings) for row in contrast(material, "m1").rows] == [1, 0]


def test_every_mechanism_of_a_configuration_has_its_contrast() -> None:
    material = _material(Nordvig=[("m2 o1", FURTHERS), ("m1a o1", FURTHERS), ("c1 o1", FURTHERS)])
    assert [one.mechanism.id for one in contrasts(material)] == ["m2", "m1a"]


@pytest.mark.parametrize(
    ("code", "by", "error"),
    [("x", "municipality", NotFoundError), ("m1", "weather", InvalidError), ("m1", "variable:x", NotFoundError)],
    ids=["an_unknown_code", "an_unknown_grouping", "an_unknown_variable"],
)
def test_what_cannot_be_contrasted_is_said(code: str, by: str, error: type[IcmoError]) -> None:
    with pytest.raises(error):
        contrast(_material(Nordvig=[("m1 o1", FURTHERS)]), code, by=by)
