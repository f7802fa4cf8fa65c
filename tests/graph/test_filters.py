from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icmo import codebook, graph
from icmo.errors import InvalidError, NotFoundError
from icmo.graph import narrow, parse, pipeline, select
from icmo.graph.steps import KINDS, Step, from_dict, in_words, to_dict
from icmo.i18n import language
from icmo.models import Theory
from tests.factories import BOOK, a_code, a_coding, a_configuration, a_material, a_suggestion, a_transcript
from tests.graph.worlds import World

TREE = codebook.loads(
    BOOK
    + a_code("stoette", "intervention")
    + a_code("mentor", "intervention", parent="stoette")
    + a_code("ven", "intervention", parent="stoette")
    + a_code("ung-mentor", "intervention", parent="mentor")
    + a_code("tro", "mechanism")
    + a_code("tid", "moderator")
    + a_code("udkomme", "outcome")
    + a_code("ro", "outcome", parent="udkomme")
    + a_code("loen", "outcome", parent="udkomme")
)


def _edges(world: World, *texts: str) -> set[tuple[str, str]]:
    return set(graph.build(world.material, pipeline(texts)).edges)


def _three_municipalities() -> World:
    """oeve → tro in Egeholm (a woman) and Nordvig; job → tro twice in Nordvig (the municipality)."""
    world = World()
    world.transcript("et", "Egeholm", "kvinde")
    world.transcript("to", "Nordvig", "kommune")
    world.transcript("tre", "Nordvig", "kommune")
    world.tells("et", "I.oeve M.tro")
    world.tells("to", "I.oeve M.tro")
    world.tells("to", "I.job M.tro", polarity="hæmmer")
    world.tells("tre", "I.job M.tro")
    return world


OEVE, JOB = ("I:oeve", "M:tro"), ("I:job", "M:tro")


@pytest.mark.parametrize(
    ("texts", "edges"),
    [
        pytest.param([], {OEVE, JOB}, id="no_filter_leaves_all"),
        pytest.param(["municipality=Egeholm"], {OEVE}, id="a_municipality"),
        pytest.param(["municipality=Egeholm,Nordvig"], {OEVE, JOB}, id="either_of_two_municipalities"),
        pytest.param(["transcript=to,tre"], {OEVE, JOB}, id="two_transcripts_by_name"),
        pytest.param(["transcript=tre"], {JOB}, id="a_transcript"),
        pytest.param(["informant-type=kvinde"], {OEVE}, id="an_informant_type"),
        pytest.param(["polarity=hæmmer"], {JOB}, id="a_polarity"),
        pytest.param(["min-sources=2"], {OEVE, JOB}, id="two_transcripts"),
        pytest.param(["min-municipalities=2"], {OEVE}, id="two_municipalities"),
        pytest.param(["min-municipalities=2", "municipality=Nordvig"], {OEVE}, id="two_in_all_then_one_of_them"),
        pytest.param(
            ["municipality=Nordvig", "min-municipalities=2"], set(), id="one_of_them_then_two_in_what_is_left"
        ),
        pytest.param(["min-sources=2", "polarity=fremmer"], {OEVE, JOB}, id="two_sources_of_any_polarity"),
        pytest.param(["polarity=fremmer", "min-sources=2"], {OEVE}, id="two_sources_of_that_polarity"),
        pytest.param(["path=job,tro"], {JOB}, id="a_path"),
        pytest.param(["municipality=Egeholm", "path=job,tro"], set(), id="a_path_that_nobody_left_tells_of"),
    ],
)
def test_what_is_left(texts: list[str], edges: set[tuple[str, str]]) -> None:
    assert _edges(_three_municipalities(), *texts) == edges


def test_a_moderator_is_counted_by_what_it_says_of_the_links_that_are_left() -> None:
    world = World()
    for name, place, job in (("et", "Egeholm", "oeve"), ("to", "Nordvig", "oeve"), ("tre", "Nordvig", "job")):
        world.transcript(name, place, "kvinde")
        world.tells(name, f"I.{job} M.tro" + (" K.tid" if name != "to" else ""))
    # tid → tro is told in both municipalities, but in Nordvig of job → tro, which only Nordvig tells
    assert _edges(world, "min-municipalities=2") == {OEVE}
    assert ("K:tid", "M:tro") in _edges(world, "min-municipalities=1")


def test_nothing_left_is_still_a_graph_of_configurations_and_says_what_was_filtered() -> None:
    made = graph.build(_three_municipalities().material, pipeline(["municipality=Nordvig", "min-municipalities=2"]))
    assert (len(made), made.graph["basis"]) == (0, "configurations")
    assert made.graph["filters"] == "municipalities: Nordvig · informants: all · at least 2 municipalities"


def test_a_configuration_is_never_cut() -> None:
    """Its M lies in another municipality: without it, I → O would be said by nobody."""
    one, two = a_transcript(municipality="Egeholm"), a_transcript("Ja.", municipality="Nordvig")
    i, m, o = a_coding(one, "oeve", "Hej"), a_coding(two, "tro"), a_coding(one, "ro", "jer")
    material = a_material([one, two], [i, m, o], [a_configuration(("I", i), ("M", m), ("O", o))])
    left = select(material, pipeline(["municipality=Egeholm"]))
    assert (left.links, left.material.configurations) == ((), ())
    assert left.material.codings == (i, o)


def test_a_coder_keeps_what_others_coded_and_he_put_together() -> None:
    source = a_transcript()
    i, m, other = (a_coding(source, code, coder="TBS") for code in ("oeve", "tro", "ro"))
    own = a_coding(source, "ro", coder="AML")
    left = narrow(a_material([source], [i, m, other, own], [a_configuration(("I", i), ("M", m))]), [parse("coder=AML")])
    assert left.codings == (i, m, own)
    assert len(left.configurations) == 1


TURNS = "I: Hvem?\n\nLEDER: De svage øvede.\n\nI: Og?\n\nLEDER: De stærke øvede."


@pytest.mark.parametrize(
    ("stated", "group", "left"),
    [
        pytest.param("hoej", "hoej", 1, id="the_configuration_s_own_group_comes_first"),
        pytest.param("hoej", "lav", 0, id="then_the_one_in_the_turn_has_no_say"),
        pytest.param(None, "lav", 1, id="else_the_one_coded_in_the_same_turn"),
        pytest.param(None, "hoej", 0, id="which_comes_before_the_transcript_s"),
    ],
)
def test_which_target_group_a_configuration_speaks_of(stated: str | None, group: str, left: int) -> None:
    source = a_transcript(TURNS, target_group="hoej")
    of_group, i, m = (a_coding(source, code, "De svage øvede") for code in ("lav", "oeve", "tro"))
    configuration = a_configuration(("I", i), ("M", m), target_group=stated)
    material = a_material([source], [of_group, i, m], [configuration])
    assert len(narrow(material, [parse(f"target-group={group}")]).configurations) == left


def test_a_coding_is_of_its_configuration_s_group_and_not_of_the_one_in_its_turn() -> None:
    source = a_transcript(TURNS)
    of_group, i, m = (a_coding(source, code, "De svage øvede") for code in ("lav", "oeve", "tro"))
    material = a_material([source], [of_group, i, m], [a_configuration(("I", i), ("M", m), target_group="hoej")])
    assert narrow(material, [parse("target-group=lav")]).codings == (of_group,)


def test_a_coding_alone_is_of_the_transcript_s_target_group() -> None:
    source = a_transcript(TURNS, target_group="hoej")
    alone = a_coding(source, "oeve", "De stærke øvede")
    assert narrow(a_material([source], [alone]), [parse("target-group=hoej")]).codings == (alone,)
    assert narrow(a_material([source], [alone]), [parse("target-group=lav")]).codings == ()


def test_a_theory_is_named_or_given_by_its_guid() -> None:
    world = _three_municipalities()
    world.tells("et", "I.oeve O.ro", theory="t-1")
    material = replace(world.material, theories=(Theory("t-1", "Hverdag, så job", "Hvis …", "AML", ""),))
    for text in ('theory="Hverdag, så job"', "theory=t-1"):
        assert set(graph.build(material, pipeline([text])).edges) == {("I:oeve", "O:ro")}


def test_a_ripple_stays_while_both_its_configurations_do() -> None:
    world = World()
    first, second = world.tells("et", "M.tro O.ro"), world.tells("to", "C.kontor M.hverdag", polarity="hæmmer")
    world.joins(first, second)
    assert ("O:ro", "C:kontor") in _edges(world)
    assert ("O:ro", "C:kontor") not in _edges(world, "polarity=fremmer")


# --- Paths and moderators ---------------------------------------------------------------------------------


def test_a_path_keeps_the_moderators_of_its_links_and_no_others() -> None:
    world = World()
    world.tells("et", "I.oeve K.tid M.tro O.ro")
    world.tells("et", "I.job K.tid M.tro O.loen")
    made = graph.build(world.material, pipeline(["path=oeve,ro"]))
    assert set(made.edges) == {("I:oeve", "M:tro"), ("M:tro", "O:ro"), ("K:tid", "M:tro")}
    assert made.edges["K:tid", "M:tro"]["acts_on"] == ["I:oeve->M:tro"]
    assert made.edges["K:tid", "M:tro"]["citations"] == 1
    assert set(made) == {"I:oeve", "K:tid", "M:tro", "O:ro"}


def test_a_moderator_goes_with_the_last_link_that_it_acts_on() -> None:
    """By hand: tid → tro is told in two transcripts, each of the links it acts on in one."""
    world = World()
    world.tells("et", "I.oeve K.tid M.tro")
    world.tells("to", "I.job K.tid M.tro")
    assert _edges(world, "min-sources=2") == set()


def test_every_number_of_a_filtered_graph_leads_to_quotes_that_are_left() -> None:
    selection = select(_three_municipalities().material, pipeline(["municipality=Nordvig", "path=job,tro"]))
    made = graph.build(_three_municipalities().material, pipeline(["municipality=Nordvig", "path=job,tro"]))
    assert made.nodes["M:tro"]["citations"] == 2  # of three in Nordvig, the two that job leads to
    assert {end.transcript for link in selection.links for end in link.ends} <= {
        one.guid for one in selection.material.transcripts
    }


def test_a_node_stands_only_on_links_that_are_left() -> None:
    """The I of the first is in a configuration of another coder too, but the link that was left is the first one's."""
    world = World()
    first = world.tells("et", "I.oeve M.tro", polarity="hæmmer")
    world.tells("to", "I.oeve M.tro", polarity="hæmmer")
    outcome = world.tells("et", "O.ro")
    world.configurations.append(replace(outcome, guid="other", parts=(first.parts[0], outcome.parts[0])))
    assert set(graph.build(world.material, pipeline(["min-sources=2"]))) == {"I:oeve", "M:tro"}
    assert set(graph.build(world.material, pipeline(["min-sources=2", "polarity=fremmer"]))) == set()


def test_a_path_that_begins_where_it_ends_is_refused() -> None:
    with pytest.raises(InvalidError, match="same node"):
        _edges(_three_municipalities(), "path=oeve,oeve")


# --- Zoom -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("level", "node"),
    [
        pytest.param(0, "I:stoette", id="the_root_of_the_tree"),
        pytest.param(1, "I:mentor", id="one_level_down"),
        pytest.param(2, "I:ung-mentor", id="the_code_itself"),
        pytest.param(7, "I:ung-mentor", id="no_deeper_than_there_are_codes"),
    ],
)
def test_a_code_stands_at_its_level(level: int, node: str) -> None:
    world = World(book=TREE)
    world.tells("et", "I.ung-mentor M.tro")
    assert _edges(world, f"zoom={level}") == {(node, "M:tro")}


def test_a_zoom_unites_bundles_and_what_moderators_act_on() -> None:
    """By hand: mentor → tro once and ven → tro once are stoette → tro twice, in two quotes that lie apart."""
    world = World(book=TREE)
    world.tells("et", "I.mentor K.tid M.tro")
    world.tells("et", "I.ven M.tro")
    made = graph.build(world.material, pipeline(["zoom=0"]))
    assert made.edges["I:stoette", "M:tro"]["citations"] == 2
    assert made.edges["K:tid", "M:tro"]["acts_on"] == ["I:stoette->M:tro"]
    assert made.nodes["I:stoette"]["citations"] == 2


def test_a_link_that_a_zoom_makes_a_loop_is_counted_and_not_drawn() -> None:
    world = World(book=TREE)
    world.joins(world.tells("et", "M.tro O.ro"), world.tells("et", "O.loen"))
    made = graph.build(world.material, pipeline(["zoom=0"]))
    assert (set(made.edges), made.graph["within"]) == ({("M:tro", "O:udkomme")}, 1)


def test_two_sources_before_a_zoom_are_of_one_code_and_after_it_of_any_below() -> None:
    world = World(book=TREE)
    world.tells("et", "I.mentor M.tro")
    world.tells("to", "I.ven M.tro")
    assert _edges(world, "min-sources=2", "zoom=0") == set()
    assert _edges(world, "zoom=0", "min-sources=2") == {("I:stoette", "M:tro")}


def test_a_path_after_a_zoom_is_refused() -> None:
    with pytest.raises(InvalidError, match="zoom") as told:
        pipeline(["zoom=0", "path=oeve,ro"])
    assert "before" in told.value.hint
    assert [step.kind for step in pipeline(["path=oeve,ro", "zoom=0"])] == ["path", "zoom"]


# --- Co-occurrence ----------------------------------------------------------------------------------------


def test_co_occurrence_is_filtered_and_zoomed_too() -> None:
    """By hand: mentor and ven meet in one turn, below stoette: within. Both meet tro there: one turn."""
    source = a_transcript("I: Nå?\n\nLEDER: Vi øvede.")
    codings = [a_coding(source, code, "Vi øvede") for code in ("mentor", "ven", "tro")]
    material = a_material([source], codings, book=TREE)
    made = graph.build(material, pipeline(["zoom=0"]))
    assert (set(made.edges), made.graph["within"]) == ({("stoette", "tro")}, 1)
    assert made.edges["stoette", "tro"]["citations"] == 1
    assert set(graph.build(material, pipeline(["min-sources=2"])).edges) == set()


def test_suggestions_are_filtered_by_their_transcripts() -> None:
    one, two = a_transcript(municipality="Egeholm"), a_transcript("Ja.", municipality="Nordvig")
    suggestions = [a_suggestion(one, "oeve"), a_suggestion(two, "tro")]
    assert set(graph.build(a_material([one, two], (), (), suggestions), [parse("municipality=Nordvig")])) == {"tro"}


@pytest.mark.parametrize("text", ["path=oeve,tro", "polarity=trods"])
def test_what_speaks_of_configurations_is_refused_without_any(text: str) -> None:
    source = a_transcript()
    with pytest.raises(InvalidError, match="needs configurations"):
        graph.build(a_material([source], [a_coding(source, "oeve")]), [parse(text)])


# --- Writing steps ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        pytest.param("kommune=Egeholm", "Known", id="an_unknown_kind"),
        pytest.param("municipalty=Egeholm", "municipality", id="a_slip_in_the_kind"),
        pytest.param("municipality=", "municipality=…", id="no_value"),
        pytest.param("polarity=hemmer", "hæmmer", id="a_slip_in_a_polarity"),
        pytest.param("min-sources=two", "min-sources=2", id="a_number_in_letters"),
        pytest.param("min-sources=0", "min-sources=2", id="at_least_none"),
        pytest.param("zoom=1,2", "zoom=1", id="two_levels"),
        pytest.param("path=I:oeve", "path=I:code,O:code,4", id="a_path_without_an_end"),
        pytest.param("path=oeve,ro,mange", "path=I:code,O:code,4", id="a_path_of_so_many_steps"),
    ],
)
def test_a_step_that_cannot_be_read(text: str, hint: str) -> None:
    with pytest.raises(InvalidError) as told:
        parse(text)
    assert hint in told.value.hint


def test_all_problems_are_told_at_once() -> None:
    with pytest.raises(InvalidError, match=r"(?s)farve.*zoom=x"):
        pipeline(["farve=blå", "zoom=x"])


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        pytest.param("municipality=Egeholn", "Egeholm", id="a_municipality"),
        pytest.param("coder=AMN", "AML", id="a_coder"),
        pytest.param("target-group=lva", "lav", id="a_target_group"),
        pytest.param("path=oefe,tro", "oeve", id="a_code_of_a_path"),
        pytest.param("theory=Ingen", "There are none", id="a_theory"),
    ],
)
def test_an_unknown_name_is_told_with_the_one_that_was_meant(text: str, meant: str) -> None:
    with pytest.raises(NotFoundError) as told:
        select(_three_municipalities().material, [parse(text)])
    assert meant in told.value.hint


VALUES = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=8)
STEPS = st.one_of(
    st.builds(
        lambda kind, values: Step(kind, tuple(values)),
        st.sampled_from(["municipality", "coder", "target-group", "theory"]),
        st.lists(VALUES, min_size=1, max_size=3),
    ),
    st.builds(lambda kind, n: Step(kind, (str(n),)), st.sampled_from(["min-sources", "zoom"]), st.integers(1, 99)),
)


@given(STEPS)
def test_a_step_reads_as_it_was_written(step: Step) -> None:
    assert parse(str(step)) == step


@given(st.lists(STEPS, max_size=4))
def test_a_saved_view_gives_the_same_steps(steps: list[Step]) -> None:
    assert from_dict(to_dict(steps)) == tuple(steps)


@pytest.mark.parametrize(
    "steps",
    [
        pytest.param("municipality=Egeholm", id="no_list"),
        pytest.param(["municipality=Egeholm"], id="a_step_that_is_a_text"),
        pytest.param([{"kind": "municipality"}], id="a_step_without_values"),
        pytest.param([{"kind": "zoom", "values": [1]}], id="a_value_that_is_no_text"),
    ],
)
def test_a_damaged_view_is_refused(steps: object) -> None:
    with pytest.raises(InvalidError, match="cannot be read"):
        from_dict({"steps": steps})


def test_the_filters_as_a_line_to_read() -> None:
    steps = pipeline(["informant-type=kvinde", "min-municipalities=2", "path=I:oeve,ro,3", "zoom=1"])
    with language("en"):
        line = in_words(steps, _three_municipalities().material.codebook)
    assert line == (
        "municipalities: all · informants: women · at least 2 municipalities · "
        "paths from I:Oeve in English to Ro in English in at most 3 steps · codes up to level 1"
    )


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_its_words(kind: str) -> None:
    examples = {"informant-type": "kvinde", "polarity": "trods", "path": "oeve,ro"}
    step = parse(f"{kind}={examples.get(kind, '2')}")
    assert in_words([step], TREE).count(" · ") in (1, 2)
