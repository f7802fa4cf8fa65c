from __future__ import annotations

from itertools import pairwise

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from icmo.errors import NotFoundError
from icmo.graph import Claim, ripples
from icmo.graph.moderation import moderators_of
from icmo.graph.paths import paths, threads
from tests.graph.worlds import World

NAMES = "ABCDEF"
PAIRS = st.lists(
    st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES), st.integers(1, 5)).filter(lambda one: one[0] != one[1]),
    max_size=16,
    unique_by=lambda one: one[:2],
)


@given(PAIRS, st.integers(1, 5))
def test_they_are_those_that_networkx_finds_best_first(pairs: list[tuple[str, str, int]], max_steps: int) -> None:
    told = [Claim(source, target, "S1", n) for source, target, n in pairs]
    told += [Claim("A", "x", "S1"), Claim("y", "F", "S1")]  # so that both ends have a link
    network = nx.DiGraph((one.source, one.target, {"n": one.n}) for one in told)
    found = paths(told, "A", "F", max_steps=max_steps).paths
    expected = {tuple(nodes) for nodes in nx.all_simple_paths(network, "A", "F", cutoff=max_steps)}
    assert {path.nodes for path in found} == expected
    order = [(len(path.nodes), -min(network.edges[pair]["n"] for pair in pairwise(path.nodes))) for path in found]
    assert order == sorted(order)
    assert [-weakest for _length, weakest in order] == [path.weakest.citations for path in found]


def test_a_thread_tells_every_link_of_the_path_in_one_transcript() -> None:
    world = World()
    world.tells("et", "I.oeve M.tro")
    world.tells("to", "M.tro O.ro")
    first = world.tells("tre", "I.oeve M.tro")
    second = world.tells("tre", "M.tro O.ro")
    [path] = paths(world.links, "oeve", "O:ro").paths
    assert path.nodes == ("I:oeve", "M:tro", "O:ro")
    assert [bundle.citations for bundle in path.bundles] == [2, 2]
    [thread] = path.threads
    assert thread.transcript == world.transcript("tre").guid
    assert thread.configurations == tuple(sorted([first.guid, second.guid]))
    assert threads(world.links, "oeve", "ro") == (thread,)


def test_another_way_in_one_transcript_is_a_thread_of_no_listed_path_but_of_the_whole() -> None:
    """By hand: "et" tells I → M → O, "to" I → O straight: a thread each, and two for the whole question."""
    world = World()
    world.tells("et", "I.oeve M.tro O.ro")
    world.tells("to", "I.oeve O.ro")
    found = paths(world.links, "oeve", "ro").paths
    assert [(len(path.nodes) - 1, len(path.threads)) for path in found] == [(1, 1), (2, 1)]
    assert len(threads(world.links, "oeve", "ro")) == 2
    assert len(threads(world.links, "oeve", "ro", max_steps=1)) == 1


def test_a_moderator_is_never_a_step() -> None:
    """K conditions I → M: no path begins at it, and none gets longer by it."""
    world = World()
    world.tells("et", "I.oeve K.tid M.tro O.ro")
    assert paths(world.links, "tid", "ro").paths == ()
    [path] = paths(world.links, "oeve", "ro").paths
    assert path.nodes == ("I:oeve", "M:tro", "O:ro")


def test_the_moderators_of_a_path_are_those_that_act_on_its_links() -> None:
    """By hand: tid acts on oeve → tro, told twice in two transcripts; on job → tro it says nothing of this path."""
    world = World()
    world.tells("et", "I.oeve K.tid M.tro O.ro")
    world.tells("to", "I.oeve K.tid M.tro")
    world.tells("to", "I.job K.tid M.tro")
    [one] = moderators_of(world.links, ["I:oeve", "M:tro", "O:ro"])
    assert (one.moderator, one.acts_on) == ("K:tid", ("I:oeve->M:tro",))
    assert (one.evidence.citations, len(one.evidence.sources)) == (2, 2)


def test_a_ripple_is_followed_only_where_asked_for() -> None:
    world = World()
    world.joins(world.tells("et", "I.oeve M.tro O.ro"), world.tells("et", "C.kontor M.hverdag O.loen"))
    told = [*world.links, *ripples(world.material)]
    assert paths(told, "oeve", "loen", max_steps=5).paths == ()
    [path] = paths(told, "oeve", "loen", max_steps=5, ripples=True).paths
    assert path.nodes == ("I:oeve", "M:tro", "O:ro", "C:kontor", "M:hverdag", "O:loen")


def test_more_paths_than_are_listed_are_told_of() -> None:
    told = [Claim("A", middle, "S1") for middle in "BCD"] + [Claim(middle, "E", "S1") for middle in "BCD"]
    some, all_of_them = paths(told, "A", "E", limit=2), paths(told, "A", "E", limit=3)
    assert (len(some.paths), some.complete) == (2, False)
    assert (len(all_of_them.paths), all_of_them.complete) == (3, True)
    assert "there are more" in some.sentence


def test_a_code_means_its_nodes_in_every_role() -> None:
    world = World()
    world.tells("et", "I.oeve O.ro")
    world.tells("et", "M.oeve O.ro")
    assert {path.nodes for path in paths(world.links, "oeve", "ro").paths} == {("I:oeve", "O:ro"), ("M:oeve", "O:ro")}
    assert len(paths(world.links, "I:oeve", "ro").paths) == 1


def test_every_unknown_name_is_told_of() -> None:
    with pytest.raises(NotFoundError, match=r"(?s)X.*Y"):
        paths([Claim("A", "B", "S1")], ["X", "Y"], "B")
