"""The log: whatever is done can be undone, redone, and read back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from icmo.errors import ConflictError
from icmo.store import coders, journal, tables
from icmo.store.database import Database
from icmo.store.journal import Journal
from tests.store.databases import fresh, places

CASES = [f"case-{i}" for i in range(4)]
Action = tuple[str, str, int]
ACTIONS = st.lists(
    st.tuples(st.sampled_from(["insert", "update", "delete", "undo", "redo"]), st.sampled_from(CASES), st.integers()),
    max_size=25,
)


@pytest.fixture(scope="module", params=places())
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    made = fresh(request.param, tmp_path_factory.mktemp("journal"))
    yield made
    made.close()


def _state(connection: sa.Connection) -> dict[str, Any]:
    return {row.guid: row.variables for row in connection.execute(sa.select(tables.case))}


def _act(connection: sa.Connection, coder: str, action: Action) -> bool:
    """Do one thing as one step; False when it does not apply, or changes nothing and so is no step."""
    name, guid, number = action
    present = _state(connection)
    step = Journal(connection, coder)
    if name == "insert" and guid not in present:
        step.insert(tables.case, [step.signed({"guid": guid, "name": guid, "variables": {"n": number}})])
    elif name == "update" and present.get(guid, {"n": number}) != {"n": number}:
        step.update(tables.case, guid, {"variables": {"n": number}})
    elif name == "delete" and guid in present:
        step.delete(tables.case, [guid])
    else:
        return False
    return True


@settings(max_examples=60, deadline=None)
@given(ACTIONS)
def test_undo_and_redo_walk_through_the_states_like_an_editor(database: Database, actions: list[Action]) -> None:
    with database.write() as connection:
        connection.execute(tables.case.delete())
        connection.execute(tables.change.delete())
        coder = coders.ensure(connection, "AML")
        done, undone = [_state(connection)], []
        for action in actions:
            if action[0] == "undo":
                assert bool(journal.undo(connection, coder)) == (len(done) > 1)
                if len(done) > 1:
                    undone.append(done.pop())
            elif action[0] == "redo":
                assert bool(journal.redo(connection, coder)) == bool(undone)
                if undone:
                    done.append(undone.pop())
            elif _act(connection, coder, action):
                done.append(_state(connection))
                undone.clear()
            assert _state(connection) == done[-1]


@settings(max_examples=40, deadline=None)
@given(ACTIONS)
def test_the_log_replayed_from_nothing_gives_the_state(database: Database, actions: list[Action]) -> None:
    with database.write() as connection:
        connection.execute(tables.case.delete())
        connection.execute(tables.change.delete())
        coder = coders.ensure(connection, "AML")
        for action in actions:
            if action[0] == "undo":
                journal.undo(connection, coder)
            elif action[0] == "redo":
                journal.redo(connection, coder)
            else:
                _act(connection, coder, action)
        replayed: dict[str, Any] = {}
        for entry in journal.entries(connection):
            if entry.noun == "case":
                replayed.pop(entry.guid, None)
                if entry.after is not None:
                    replayed[entry.guid] = entry.after["variables"]
        assert replayed == _state(connection)


def test_an_entry_says_who_when_what_before_and_after(database: Database) -> None:
    with database.write() as connection:
        connection.execute(tables.case.delete())
        coder = coders.ensure(connection, "AML")
        _act(connection, coder, ("insert", "case-0", 1))
        _act(connection, coder, ("update", "case-0", 2))
        entry = journal.entries(connection, guid="case-0")[-1]
    assert (entry.coder, entry.action, entry.noun) == (coder, "update", "case")
    assert entry.before is not None
    assert entry.after is not None
    assert (entry.before["variables"], entry.after["variables"]) == ({"n": 1}, {"n": 2})
    assert entry.at.endswith("Z")


def test_what_another_coder_changed_since_cannot_be_undone(database: Database) -> None:
    with database.write() as connection:
        connection.execute(tables.case.delete())
        connection.execute(tables.change.delete())
        one, other = coders.ensure(connection, "AML"), coders.ensure(connection, "TBS")
        _act(connection, one, ("insert", "case-0", 1))
        _act(connection, other, ("update", "case-0", 2))
        with pytest.raises(ConflictError, match="changed since"):
            journal.undo(connection, one)


def test_a_write_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    database = Database.create(tmp_path / "p.icmo")
    with pytest.raises(ConflictError), database.write() as connection:
        coder = coders.ensure(connection, "AML")
        _act(connection, coder, ("insert", "case-0", 1))
        step = Journal(connection, coder)
        row = step.signed({"guid": "case-9", "name": "case-0", "variables": {}})  # the name is taken
        step.insert(tables.case, [row])
    with database.read() as connection:
        assert _state(connection) == {}
        assert journal.entries(connection) == []
    database.close()
