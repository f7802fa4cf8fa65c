"""Disagreements that two meetings decided on, each in its own copy."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from icmo.agreement.disagreements import Disagreement
from icmo.consensus import resolved
from icmo.models import CONSENSUS, Coding
from icmo.project import Project
from tests.projects import BUS, WEEK, mark
from tests.union.copies import Pair, base, copied, same


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    """Copies of a project in which BKH read WEEK as another code than AML did, and BUS as the same."""
    path = base(tmp_path)
    with Project.open(path) as project:
        mark(project, WEEK, "hverdag", coder="BKH")
        mark(project, BUS, "oeve", coder="BKH")
    with copied(path, "a", "b") as (a, b):
        yield a, b


def _disputed(project: Project) -> Disagreement:
    return next(one for one in project.disagreements() if one.codes == ("ro",))


def _layer(project: Project) -> list[Coding]:
    return [one for one in project.material().layers if one.coder == CONSENSUS]


def test_of_two_decisions_on_one_disagreement_the_later_holds_and_the_earlier_is_told(pair: Pair) -> None:
    a, b = pair
    a.resolve(_disputed(a).key, "1", coder="AML", reason="Vi mener A")
    b.resolve(_disputed(b).key, "2", coder="BKH", reason="Vi mener B")
    later = b.material().resolutions[0]
    told = a.merge_copy(b, preview=True)
    merged = same(pair)
    assert [one.guid for one in merged.material().resolutions] == [later.guid]
    assert [one.guid for one in _layer(merged)] == list(later.codings)
    assert resolved(merged.material())[_disputed(merged).key].reason == "Vi mener B"
    assert [(x.noun, x.kept, x.kept_by, x.lost, x.lost_by) for x in told.conflicts] == [
        ("resolution", "2, Vi mener B", "BKH", "1, Vi mener A", "AML")
    ]


def test_the_same_decision_in_both_copies_is_one_and_no_conflict(pair: Pair) -> None:
    a, b = pair
    a.resolve(_disputed(a).key, "1", coder="AML")
    b.resolve(_disputed(b).key, "1", coder="BKH")
    told = a.merge_copy(b, preview=True)
    merged = same(pair)
    assert (len(merged.material().resolutions), len(_layer(merged)), told.conflicts) == (1, 1, ())


def test_a_coding_of_the_decision_that_gave_way_stays_in_a_configuration(pair: Pair) -> None:
    a, b = pair
    (used,) = a.resolve(_disputed(a).key, "1", coder="AML").codings
    a.configure([("M", used)], coder="AML")
    b.resolve(_disputed(b).key, "2", coder="BKH")
    assert used in {one.guid for one in _layer(same(pair))}


def test_the_later_decision_can_be_undone_which_opens_the_disagreement_again(pair: Pair) -> None:
    a, b = pair
    a.resolve(_disputed(a).key, "1", coder="AML")
    b.resolve(_disputed(b).key, "2", coder="BKH")
    merged = same(pair)
    merged.undo("BKH")
    assert (merged.material().resolutions, _layer(merged)) == ((), [])
    b.merge_copy(merged)
    assert (b.material().resolutions, _layer(b)) == ((), [])


def test_what_both_filled_the_layer_with_is_there_once(pair: Pair) -> None:
    a, b = pair
    assert [one.quote for one in a.fill_consensus(coder="AML")] == [BUS]
    b.fill_consensus(coder="BKH")
    assert [one.quote for one in _layer(same(pair))] == [BUS]
