"""Undo and redo against a model of them: for every coder a stack of what is done and one of what is undone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from icmo.codebook_changes import CodeDraft
from icmo.errors import ConflictError
from icmo.models import Configuration
from icmo.project import Project
from icmo.store import coders, journal, tables
from icmo.store.database import Database
from icmo.store.journal import Journal
from tests.projects import BUS, a_project, mark
from tests.store.databases import fresh, place, places

CASES = ["case-0", "case-1", "case-2"]
CODERS = ["AML", "TBS", "BKH"]
Touch = tuple[str, str, int]
Entry = tuple[str, Any, Any]  # a row's GUID, what it said before, what after
TOUCHES = st.tuples(st.sampled_from(["insert", "update", "delete"]), st.sampled_from(CASES), st.integers(0, 2))
STEPS = st.lists(TOUCHES, min_size=1, max_size=4)
ACTS = st.lists(st.tuples(st.sampled_from(CODERS), STEPS | st.sampled_from(["undo", "redo"])), max_size=20)


@dataclass
class Model:
    """What undo and redo mean, without a database."""

    state: dict[str, Any] = field(default_factory=dict)
    done: defaultdict[str, list[list[Entry]]] = field(default_factory=lambda: defaultdict(list))
    undone: defaultdict[str, list[list[Entry]]] = field(default_factory=lambda: defaultdict(list))

    def act(self, coder: str, entries: list[Entry]) -> None:
        self.state = self._after(entries)
        self.done[coder].append(entries)
        self.undone[coder].clear()

    def back(self, coder: str, *, redo: bool = False) -> list[Entry]:
        """Take the coder's latest step, or undo, back; the entries of it (none: nothing to take back)."""
        source, target = (self.undone, self.done) if redo else (self.done, self.undone)
        if not source[coder]:
            return []
        entries = source[coder][-1]
        inverse = [(guid, after, before) for guid, before, after in reversed(entries)]
        self.state = self._after(entries if redo else inverse)
        target[coder].append(source[coder].pop())
        return entries

    def _after(self, entries: list[Entry]) -> dict[str, Any]:
        state = dict(self.state)
        for guid, before, after in entries:
            if state.get(guid) != before:
                raise ConflictError("changed since")
            state[guid] = after
        return {guid: row for guid, row in state.items() if row is not None}


@pytest.fixture(scope="module", params=places())
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    made = fresh(request.param, tmp_path_factory.mktemp("undo"))
    yield made
    made.close()


@pytest.fixture(params=places())
def project(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Project]:
    with a_project(tmp_path, place=place(request.param, tmp_path)) as made:
        yield made


def _emptied(connection: sa.Connection) -> None:
    connection.execute(tables.case.delete())
    connection.execute(tables.change.delete())


def _state(connection: sa.Connection) -> dict[str, Any]:
    return {row.guid: row.variables for row in connection.execute(sa.select(tables.case))}


def _step(connection: sa.Connection, coder: str, touches: list[Touch], numbers: Iterator[int]) -> list[Entry]:
    """Touch rows as one step; what cannot be done, or changes nothing, is left out. New rows get new numbers."""
    state, entries, step = _state(connection), [], Journal(connection, coder)
    for action, guid, value in touches:
        before = state.get(guid)
        if (before is None) != (action == "insert"):
            continue
        after = None if action == "delete" else {"value": value, "made": before["made"] if before else next(numbers)}
        if after == before:
            continue
        if action == "insert":
            step.insert(tables.case, [step.signed({"guid": guid, "name": guid, "variables": after})])
        elif action == "update":
            step.update(tables.case, guid, {"variables": after})
        else:
            step.delete(tables.case, [guid])
        state[guid] = after
        entries.append((guid, before, after))
    return entries


def _both(model: Model, connection: sa.Connection, coder: str, guid: str, *, redo: bool) -> None:
    """Undo or redo in the model and in the database; the two agree, also on what cannot be."""
    act = journal.redo if redo else journal.undo
    try:
        expected = model.back(coder, redo=redo)
    except ConflictError:
        with pytest.raises(ConflictError, match="changed since"), connection.begin_nested():
            act(connection, guid)
    else:
        assert {one.guid for one in act(connection, guid)} == {entry[0] for entry in expected}


@settings(max_examples=150, deadline=None)
@given(ACTS)
def test_several_coders_undo_and_redo_their_own_steps_among_one_another(
    database: Database, acts: list[tuple[str, list[Touch] | str]]
) -> None:
    model, numbers = Model(), count()
    with database.write() as connection:
        _emptied(connection)
        guids = {name: coders.ensure(connection, name) for name in CODERS}
        for coder, act in acts:
            if isinstance(act, str):
                _both(model, connection, coder, guids[coder], redo=act == "redo")
            elif entries := _step(connection, guids[coder], act, numbers):
                model.act(coder, entries)
            assert _state(connection) == model.state


def test_a_row_changed_twice_in_one_step_is_taken_back_to_what_it_was_before(database: Database) -> None:
    with database.write() as connection:
        _emptied(connection)
        coder = coders.ensure(connection, "AML")
        _step(connection, coder, [("insert", "case-0", 0)], count())
        _step(connection, coder, [("update", "case-0", 1), ("update", "case-0", 2)], count())
        assert len(journal.undo(connection, coder)) == 2
        assert _state(connection) == {"case-0": {"value": 0, "made": 0}}
        journal.redo(connection, coder)
        assert _state(connection) == {"case-0": {"value": 2, "made": 0}}


def test_a_step_of_many_rows_is_one_step_and_does_not_hide_those_before_it(database: Database) -> None:
    many = journal._PAGE + 200
    with database.write() as connection:
        _emptied(connection)
        coder = coders.ensure(connection, "AML")
        _step(connection, coder, [("insert", "case-0", 0)], count())
        step = Journal(connection, coder)
        names = [f"many-{number}" for number in range(many)]
        step.insert(tables.case, [step.signed({"guid": name, "name": name, "variables": {}}) for name in names])
        assert len(journal.undo(connection, coder)) == many
        assert _state(connection).keys() == {"case-0"}
        assert len(journal.redo(connection, coder)) == many
        assert len(_state(connection)) == many + 1
        assert len(journal.undo(connection, coder)) == many
        assert len(journal.undo(connection, coder)) == 1
        assert _state(connection) == {}
        assert journal.undo(connection, coder) == []


# --- Whole projects -------------------------------------------------------------------------------------


def _configuration(project: Project, **values: str) -> Configuration:
    return project.configure([("I", mark(project, BUS, "oeve")[0].guid)], coder="AML", **values)


def _forget_theory(project: Project) -> None:
    """Make the log what it was before configurations could name a theory."""
    with project._database.write() as connection:
        for one in journal.entries(connection, noun="configuration"):
            rows = {name: _older(getattr(one, name)) for name in ("before", "after") if getattr(one, name)}
            connection.execute(tables.change.update().where(tables.change.c.number == one.number).values(rows))


def _older(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "theory"}


def test_what_was_made_before_a_column_existed_can_be_undone(project: Project) -> None:
    _configuration(project)
    _forget_theory(project)
    project.undo("AML")
    assert project.material().configurations == ()


def test_what_was_changed_before_a_column_existed_can_be_undone_and_the_column_stays(project: Project) -> None:
    theory = project.add_theory("T1", "Hvis …", coder="AML")
    made = _configuration(project, theory=theory.guid)
    project.reconfigure(made.guid, coder="AML", actor="borgeren")
    _forget_theory(project)
    project.undo("AML")
    after = project.material().configurations[0]
    assert (after.actor, after.theory) == ("", theory.guid)


def test_what_was_taken_away_before_a_column_existed_comes_back_without_it(project: Project) -> None:
    made = _configuration(project, actor="borgeren")
    project.unconfigure(made.guid, coder="AML")
    _forget_theory(project)
    project.undo("AML")
    after = project.material().configurations[0]
    assert (after.actor, after.theory, after.parts) == ("borgeren", None, made.parts)


def test_what_differs_in_a_column_that_existed_then_is_not_undone(project: Project) -> None:
    made = _configuration(project)
    _forget_theory(project)
    project.reconfigure(made.guid, coder="TBS", actor="borgeren")
    with pytest.raises(ConflictError, match="has changed since"):
        project.undo("AML")


def test_a_change_of_the_code_book_is_undone_and_done_again(project: Project) -> None:
    made = project.add_code(CodeDraft("Tillid", "mechanism"), coder="AML")
    assert [one.noun for one in project.undo("AML")] == ["codebook"]
    assert made.id not in project.material().codebook
    project.redo("AML")
    assert project.material().codebook[made.id] == made


def test_a_merge_of_codes_is_undone_with_all_that_it_moved(project: Project) -> None:
    mark(project, BUS, "tro", "hverdag")
    project.add_memo("definition", "Hm.", about="code", subject="tro", coder="TBS")
    before = project.material()
    project.merge_codes("tro", "hverdag", coder="AML")
    assert {one.code for one in project.material().codings} == {"hverdag"}
    project.undo("AML")
    after = project.material()
    assert (after.codebook, set(after.codings), after.memos) == (before.codebook, set(before.codings), before.memos)


def test_the_making_of_a_project_is_no_step_that_could_be_undone(project: Project) -> None:
    assert [one.noun for one in project.undo("AML")] == ["transcript"]
    assert project.undo("AML") == []
    assert "oeve" in project.material().codebook


def test_a_code_that_others_have_used_cannot_be_taken_back(project: Project) -> None:
    made = project.add_code(CodeDraft("Tillid", "mechanism"), coder="AML")
    mark(project, BUS, made.id, coder="TBS")
    with pytest.raises(ConflictError, match="Others have changed the project since"):
        project.undo("AML")
    assert made.id in project.material().codebook


def test_a_theory_that_others_speak_of_cannot_be_taken_back(project: Project) -> None:
    theory = project.add_theory("T1", "Hvis …", coder="AML")
    project.configure([("I", mark(project, BUS, "oeve", coder="TBS")[0].guid)], coder="TBS", theory=theory.guid)
    with pytest.raises(ConflictError, match="Others have changed the project since"):
        project.undo("AML")
    assert project.theories() == (theory,)


def test_an_undone_change_of_the_code_book_is_read_at_once(project: Project) -> None:
    made = project.add_code(CodeDraft("Tillid", "mechanism"), coder="AML")
    project.undo("AML")
    assert made.id not in project.codebook
