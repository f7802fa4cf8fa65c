from __future__ import annotations

import pytest

from icmo import codebook
from icmo.graph import ripples
from icmo.graph.central import central
from icmo.graph.coverage import coverage, coverage_of_configurations
from icmo.models import Role, Theory, TheoryPart
from tests.factories import BOOK, a_code, a_codebook
from tests.graph.worlds import World


def _theory(*parts: str) -> Theory:
    made = tuple(TheoryPart(Role(part[0]), part[2:]) for part in parts)
    return Theory("t-1", "T1", "Hvis …", "AML", "", made)


def test_the_share_of_links_that_a_theory_speaks_of() -> None:
    """By hand: I:oeve → M:tro (2 quotes) and M:tro → O:ro (1) are covered; I:job → M:tro (1) is not: 2/3 and 3/4."""
    world = World()
    world.tells("et", "I.oeve M.tro O.ro")
    world.tells("to", "I.oeve M.tro")
    world.tells("to", "I.job M.tro")
    found = coverage(world.links, _theory("I.oeve", "M.tro", "O.ro"), a_codebook())
    assert found.share_of_bundles == pytest.approx(2 / 3)
    assert found.share_of_citations == pytest.approx(3 / 4)
    assert [(one.source, one.target) for one in found.leftovers] == [("I:job", "M:tro")]
    assert found.sentence == "The theory speaks of 67% of 3 links and 75% of 4 citations."


def test_leftovers_told_in_most_municipalities_come_first() -> None:
    world = World()
    world.transcript("to", "Nordvig")
    world.tells("et", "I.job M.tro")
    world.tells("et", "I.oeve M.tro")
    world.tells("to", "I.oeve M.tro")
    found = coverage(world.links, _theory(), a_codebook())
    assert [one.source for one in found.leftovers] == ["I:oeve", "I:job"]


def test_a_code_of_the_theory_stands_for_those_below_it_in_its_role_only() -> None:
    book = codebook.loads(
        BOOK
        + a_code("stoette", "intervention")
        + a_code("mentor", "intervention", parent="stoette")
        + a_code("tro", "mechanism")
    )
    world = World(book=book)
    world.tells("et", "I.mentor M.tro")
    assert coverage(world.links, _theory("I.stoette", "M.tro"), book).share_of_bundles == 1
    assert coverage(world.links, _theory("C.stoette", "M.tro"), book).share_of_bundles == 0


def test_a_ripple_is_no_link_of_a_theory_and_no_links_have_no_share() -> None:
    world = World()
    world.joins(world.tells("et", "O.ro"), world.tells("et", "C.kontor"))
    found = coverage(ripples(world.material), _theory("O.ro"), a_codebook())
    assert (found.bundles, found.share_of_bundles, found.share_of_citations) == (0, None, None)
    assert found.sentence == "There are no links that a theory could speak of."


def test_a_configuration_is_covered_when_all_its_parts_are() -> None:
    world = World()
    whole = world.tells("et", "I.oeve M.tro")
    other = world.tells("et", "I.oeve K.tid M.tro")
    found = coverage_of_configurations(world.material, _theory("I.oeve", "M.tro"))
    assert (found.covered, found.leftovers, found.share) == ((whole.guid,), (other.guid,), 0.5)


def test_the_mechanism_stands_between_by_design() -> None:
    """By hand: of the 2 ordered pairs (n−1)(n−2) = 2 that could pass tro, one does: I → O; so 1/2 (Freeman 1977)."""
    world = World()
    world.tells("et", "I.oeve K.tid M.tro O.ro")
    found = central(world.links)
    assert [(one.node, one.betweenness, one.core) for one in found.places] == [
        ("M:tro", 0.5, 1),
        ("I:oeve", 0.0, 1),
        ("O:ro", 0.0, 1),
    ]
    assert found.exploratory
    assert "Exploratory" in found.note
