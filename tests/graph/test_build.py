from __future__ import annotations

from dataclasses import replace

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from icmo import graph
from icmo.evidence import Stretch, unite
from icmo.models import ConfigurationLink, Material, Polarity, Transcript
from tests.factories import a_coding, a_configuration, a_material, a_suggestion, a_transcript

TEXT = "Vi øvede bussen. Hun troede på det. Manden hjalp. Hun fik ro. Hun fik løn."


def _links(made: nx.Graph[str]) -> dict[tuple[str, str], int]:
    return {(source, target): data["citations"] for source, target, data in made.edges(data=True)}


@pytest.mark.parametrize(
    ("roles", "edges"),
    [
        pytest.param("IMO", {("I", "M"), ("M", "O")}, id="a_mechanism_stands_between"),
        pytest.param("ICMO", {("I", "M"), ("C", "M"), ("M", "O")}, id="a_context_leads_into_the_mechanism"),
        pytest.param("IO", {("I", "O")}, id="without_a_mechanism_straight_to_the_outcome"),
        pytest.param("CO", {("C", "O")}, id="a_context_and_an_outcome"),
        pytest.param("IC", {("I", "C")}, id="an_intervention_in_its_context"),
        pytest.param("IKM", {("I", "M"), ("K", "M")}, id="a_moderator_ends_where_its_link_ends"),
        pytest.param("KMO", {("K", "O"), ("M", "O")}, id="a_moderator_of_the_way_to_the_outcome"),
        pytest.param("KM", {("K", "M")}, id="a_moderator_and_a_mechanism_alone"),
        pytest.param("M", set(), id="a_single_part"),
    ],
)
def test_the_links_of_a_configuration(roles: str, edges: set[tuple[str, str]]) -> None:
    source = a_transcript(TEXT)
    codes = {"I": "oeve", "C": "kontor", "K": "tid", "M": "tro", "O": "ro"}
    codings = {role: a_coding(source, code) for role, code in codes.items()}
    configuration = a_configuration(*((role, codings[role]) for role in roles))
    made = graph.build(a_material([source], codings.values(), [configuration]))
    assert {(one[0], other[0]) for one, other in made.edges} == edges


def test_a_moderator_names_the_link_it_acts_on_and_leads_nowhere() -> None:
    source = a_transcript(TEXT)
    i, k, m, o = (a_coding(source, code) for code in ("oeve", "tid", "tro", "ro"))
    made = graph.build(a_material([source], [i, k, m, o], [a_configuration(("I", i), ("K", k), ("M", m), ("O", o))]))
    data = made.edges["K:tid", "M:tro"]
    assert (data["relation"], data["acts_on"]) == ("moderates", ["I:oeve->M:tro"])
    assert made.edges["I:oeve", "M:tro"]["relation"] == "leads_to"


def test_the_role_sits_on_the_part_so_a_code_can_be_two_nodes() -> None:
    source = a_transcript(TEXT)
    as_mechanism, as_intervention = a_coding(source, "tro", "Vi øvede"), a_coding(source, "tro", "Hun troede")
    made = graph.build(
        a_material(
            [source], [as_mechanism, as_intervention], [a_configuration(("I", as_intervention), ("M", as_mechanism))]
        )
    )
    assert set(made) == {"I:tro", "M:tro"}


def test_a_bundle_counts_passages_sources_and_municipalities_apart() -> None:
    """By hand: three transcripts in two municipalities; one passage, configured by two coders, is one citation."""
    one, two = a_transcript(TEXT, municipality="Nordvig"), a_transcript(TEXT + " Ja.", municipality="Nordvig")
    three = a_transcript(TEXT + " Nej.", municipality="Åmose")
    codings, configurations = [], []
    for source, coder in ((one, "AML"), (one, "TBS"), (two, "AML"), (three, "AML")):
        i, m = (
            a_coding(source, "oeve", "øvede bussen", coder=coder),
            a_coding(source, "tro", "troede på det", coder=coder),
        )
        codings += [i, m]
        configurations.append(a_configuration(("I", i), ("M", m)))
    data = graph.build(a_material([one, two, three], codings, configurations)).edges["I:oeve", "M:tro"]
    assert (data["citations"], data["sources"], data["municipalities"]) == (3, 3, 2)
    assert data["municipality_names"] == ["Nordvig", "Åmose"]
    assert len(data["configurations"]) == 4
    assert len(data["codings"]) == 8


def test_a_link_told_far_apart_is_one_more_citation_and_swallows_none() -> None:
    """By hand: five passages that say it closely, and one whose ends are far apart: six at each end."""
    source = a_transcript("Start her. " + "".join(f"Vi øvede {n}. Hun troede {n}. " for n in range(5)) + "Slut her.")
    near = [(a_coding(source, "oeve", f"Vi øvede {n}"), a_coding(source, "tro", f"Hun troede {n}")) for n in range(5)]
    pairs = [*near, (a_coding(source, "oeve", "Start her"), a_coding(source, "tro", "Slut her"))]
    codings = [coding for pair in pairs for coding in pair]
    configurations = [a_configuration(("I", i), ("M", m)) for i, m in pairs]
    data = graph.build(a_material([source], codings, configurations)).edges["I:oeve", "M:tro"]
    assert (data["citations"], data["sources"], data["fremmer"]) == (6, 1, 6)


def test_a_passage_that_bridges_two_quotes_does_not_lower_their_number() -> None:
    """By hand: quotes of I at 0–2 and 4–16 lie apart, so two; a third over both of them overlaps each: still two."""
    source = a_transcript(TEXT)
    quotes = [("Vi", "Manden"), ("øvede bussen", "hjalp"), ("Vi øvede bussen", "Manden hjalp")]
    pairs = [(a_coding(source, "oeve", i), a_coding(source, "tro", m)) for i, m in quotes]
    configurations = [a_configuration(("I", i), ("M", m)) for i, m in pairs]
    codings = [coding for pair in pairs for coding in pair]
    counted = [
        graph.build(a_material([source], codings, configurations[:n])).edges["I:oeve", "M:tro"]["citations"]
        for n in (1, 2, 3)
    ]
    assert counted == [1, 2, 2]


def test_two_interventions_and_two_mechanisms_are_two_citations_and_not_four() -> None:
    """By hand: one configuration, two quotes of I and two of M that lie apart: max(2, 2) = 2, though 4 pairs."""
    source = a_transcript(TEXT)
    parts = [("I", a_coding(source, "oeve", q)) for q in ("Vi", "bussen")]
    parts += [("M", a_coding(source, "tro", q)) for q in ("Hun troede", "Manden")]
    data = graph.build(a_material([source], [c for _, c in parts], [a_configuration(*parts)])).edges["I:oeve", "M:tro"]
    assert (data["citations"], data["fremmer"]) == (2, 2)


@pytest.mark.parametrize("roles", [pytest.param("IIM", id="at_its_source"), pytest.param("IMM", id="at_its_target")])
def test_the_end_with_more_quotes_counts(roles: str) -> None:
    """By hand: two quotes that lie apart at one end and one at the other: max(2, 1) = 2."""
    source = a_transcript(TEXT)
    codes = {"I": "oeve", "M": "tro"}
    parts = [(r, a_coding(source, codes[r], q)) for r, q in zip(roles, ("Vi", "Hun", "Manden"), strict=True)]
    data = graph.build(a_material([source], [c for _, c in parts], [a_configuration(*parts)])).edges["I:oeve", "M:tro"]
    assert data["citations"] == 2


def test_the_outcome_of_one_configuration_ripples_into_the_context_of_the_next() -> None:
    source = a_transcript(TEXT)
    made = graph.build(_rippling(source, "CM"))
    data = made.edges["O:ro", "C:kontor"]
    assert (data["relation"], data["citations"], data["sources"], data["municipalities"]) == ("ripples", 1, 1, 1)
    assert (len(data["configurations"]), data["fremmer"], data["hæmmer"], data["trods"]) == (2, 0, 0, 0)


@pytest.mark.parametrize(
    ("later", "node"),
    [
        pytest.param("ICMO", "C:kontor", id="into_its_context"),
        pytest.param("IMO", "I:job", id="without_a_context_where_it_begins"),
        pytest.param("MO", "M:hverdag", id="without_an_intervention_into_its_mechanism"),
        pytest.param("O", "O:loen", id="with_nothing_else_into_its_outcome"),
    ],
)
def test_where_a_ripple_goes(later: str, node: str) -> None:
    made = graph.build(_rippling(a_transcript(TEXT), later))
    drawn = [(one, other) for one, other, data in made.edges(data=True) if data["relation"] == "ripples"]
    assert drawn == [("O:ro", node)]


def test_citations_of_a_ripple_are_pairs_of_configurations() -> None:
    """By hand: two earlier ones with the same quotes lead into one later one with two contexts: two pairs."""
    source = a_transcript(TEXT)
    o, m = a_coding(source, "ro", "ro"), a_coding(source, "tro", "troede")
    contexts = [a_coding(source, "kontor", quote) for quote in ("Manden", "løn")]
    earlier = [a_configuration(("M", m), ("O", o)) for _ in range(2)]
    later = a_configuration(*(("C", one) for one in contexts), ("M", m))
    joined = tuple(ConfigurationLink(f"l{n}", one.guid, later.guid, "AML", "") for n, one in enumerate(earlier))
    material = a_material([source], [o, m, *contexts], [*earlier, later])
    assert graph.build(replace(material, links=joined)).edges["O:ro", "C:kontor"]["citations"] == 2


def _rippling(source: Transcript, later: str) -> Material:
    m, o = a_coding(source, "tro", "troede"), a_coding(source, "ro", "ro")
    codes = {"I": "job", "C": "kontor", "M": "hverdag", "O": "loen"}
    parts = [(role, a_coding(source, codes[role], "løn")) for role in later]
    first, second = a_configuration(("M", m), ("O", o)), a_configuration(*parts)
    material = a_material([source], [m, o, *(coding for _, coding in parts)], [first, second])
    return replace(material, links=(ConfigurationLink("l1", first.guid, second.guid, "AML", ""),))


def test_a_configuration_across_two_transcripts_is_one_citation() -> None:
    one, two = a_transcript(TEXT), a_transcript(TEXT + " Ja.")
    i, m = a_coding(one, "oeve", "øvede"), a_coding(two, "tro", "troede")
    data = graph.build(a_material([one, two], [i, m], [a_configuration(("I", i), ("M", m))])).edges["I:oeve", "M:tro"]
    assert (data["citations"], data["sources"]) == (1, 2)


def test_polarities_are_counted_apart() -> None:
    source = a_transcript(TEXT)
    i, m, far = a_coding(source, "oeve", "Vi"), a_coding(source, "tro", "øvede"), a_coding(source, "tro", "løn")
    j = a_coding(source, "oeve", "fik løn")
    configurations = [
        a_configuration(("I", i), ("M", m), polarity=Polarity.HINDERS),
        a_configuration(("I", j), ("M", far), polarity=Polarity.DESPITE),
    ]
    data = graph.build(a_material([source], [i, m, far, j], configurations)).edges["I:oeve", "M:tro"]
    assert {name: data[name] for name in ("fremmer", "hæmmer", "trods")} == {"fremmer": 0, "hæmmer": 1, "trods": 1}


def test_every_number_leads_back_to_its_quotes() -> None:
    source = a_transcript(TEXT)
    i, m = a_coding(source, "oeve", "øvede bussen"), a_coding(source, "tro", "troede på det")
    material = a_material([source], [i, m], [a_configuration(("I", i), ("M", m))])
    made = graph.build(material)
    for _one, _other, data in made.edges(data=True):
        assert [material.coding_by_guid[guid].quote for guid in sorted(data["codings"])] == [
            "øvede bussen",
            "troede på det",
        ]


def test_without_configurations_the_graph_is_of_co_occurrence_and_says_so() -> None:
    """By hand, as in ATLAS.ti: c = n12 / (n1 + n2 − n12) = 1 / (2 + 2 − 1) over turns."""
    source = a_transcript(
        "I: Hvad?\n\nLEDER: Vi øvede bussen.\n\nI: Og?\n\nLEDER: Hun troede på det.\n\nI: Nå?\n\nLEDER: Ja."
    )
    codings = [
        a_coding(source, "oeve", "Vi øvede"),
        a_coding(source, "tro", "bussen"),
        a_coding(source, "tro", "Hun troede"),
        a_coding(source, "oeve", "Ja"),
    ]
    made = graph.build(a_material([source], codings))
    assert made.graph["basis"] == "co-occurrence"
    assert not made.is_directed()
    assert made.edges["oeve", "tro"]["citations"] == 1
    assert made.edges["oeve", "tro"]["c"] == pytest.approx(1 / 3, abs=1e-6)
    assert all(data["basis"] == "co-occurrence" for _node, data in made.nodes(data=True))


def test_without_codings_it_is_of_strong_suggestions_and_says_so() -> None:
    source = a_transcript(TEXT)
    suggestions = [a_suggestion(source, "oeve"), a_suggestion(source, "tro"), a_suggestion(source, "ro", band="mulig")]
    made = graph.build(a_material([source], suggestions=suggestions))
    assert made.graph["basis"] == "co-occurrence of suggestions"
    assert set(made) == {"oeve", "tro"}


def test_a_project_with_nothing_gives_an_empty_graph() -> None:
    assert len(graph.build(a_material([a_transcript()]))) == 0


@given(st.randoms(use_true_random=False))
def test_the_order_of_configurations_changes_nothing(random: object) -> None:
    material = _two_configurations()
    shuffled = list(material.configurations)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    other = a_material(material.transcripts, material.codings, shuffled, book=material.codebook)
    assert nx.utils.graphs_equal(graph.build(material), graph.build(other))


def _two_configurations() -> Material:
    source = a_transcript(TEXT)
    i, m, o = (a_coding(source, code) for code in ("oeve", "tro", "ro"))
    return a_material([source], [i, m, o], [a_configuration(("I", i), ("M", m)), a_configuration(("M", m), ("O", o))])


SPANS = st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 50), st.integers(1, 10)), max_size=12)


@given(SPANS)
def test_united_stretches_cover_the_same_characters_and_never_overlap(spans: list[tuple[str, int, int]]) -> None:
    stretches = [Stretch(name, start, start + length) for name, start, length in spans]
    united = unite(stretches)

    def covered(some: list[Stretch]) -> set[tuple[str, int]]:
        return {(one.transcript, place) for one in some for place in range(one.start, one.end)}

    assert covered(united) == covered(stretches)
    assert sum(one.end - one.start for one in united) == len(covered(united))
