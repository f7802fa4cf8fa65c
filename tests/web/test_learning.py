"""The learner renews suggestions in a process of its own, tells when that fails, and leaves nothing behind."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from icmo.web import learning
from icmo.web.learning import Learner, Standing
from tests.projects import a_project
from tests.web import renewing
from tests.web.renewing import FAULT, jobs

PATIENCE = 60.0  # seconds, on a machine that does much else
NEVER = 10_000.0


@pytest.fixture
def notes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of jobs; no suggestions are made."""
    monkeypatch.setattr(learning, "renew", renewing.renew)
    return tmp_path / "jobs"


@contextmanager
def _learning(place: Path, *, quiet: float = 0.05, pause: float = NEVER) -> Iterator[Learner]:
    learner = Learner(str(place), language="en", quiet=quiet, pause=pause)
    try:
        yield learner
    finally:
        learner.close()
    assert multiprocessing.active_children() == []


def _wait(until: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not until():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.01)


def test_a_transcript_that_was_worked_in_gets_suggestions(tmp_path: Path) -> None:
    cues = "[{cue: bussen, weight: 5}, {cue: hver tirsdag, weight: 5}]"
    with a_project(tmp_path, oeve=cues) as project, _learning(tmp_path / "small.icmo") as learner:
        guid = project.transcript("interview").guid
        learner.nudge(guid, "AML")
        _wait(lambda: project.state(guid)[1] or learner.standing.fault)
        _wait(lambda: not learner.standing.busy)
        assert learner.standing.fault == ""
        assert [one.code for one in project.marked(guid).suggestions] == ["oeve"]


def test_what_is_worked_in_together_is_renewed_together_and_all_the_others_after_a_pause(notes: Path) -> None:
    with _learning(notes, quiet=0.3, pause=0.6) as learner:
        for transcript in ("one", "two", "one"):
            learner.nudge(transcript, "AML")
        learner.nudge("two", "TBS")
        _wait(lambda: len(jobs(notes)) == 2)
    assert jobs(notes) == [["en", "TBS", ["one", "two"]], ["en", "TBS", None]]


def test_all_are_renewed_at_once_when_that_is_asked_for(notes: Path) -> None:
    with _learning(notes, quiet=NEVER) as learner:
        learner.nudge(None, "AML")
        _wait(lambda: jobs(notes))
    assert jobs(notes) == [["en", "AML", None]]


def test_a_run_that_fails_is_told_until_one_succeeds(notes: Path) -> None:
    with _learning(notes) as learner:
        learner.nudge("fails", "AML")
        _wait(lambda: learner.standing.fault)
        assert learner.standing == Standing(busy=False, fault=FAULT)
        learner.nudge("one", "AML")
        _wait(lambda: learner.standing == Standing())
    assert [transcripts for _language, _coder, transcripts in jobs(notes)] == [["fails"], ["one"]]


def test_after_its_process_has_died_the_learner_starts_another(notes: Path) -> None:
    with _learning(notes) as learner:
        learner.nudge("dies", "AML")
        _wait(lambda: learner.standing.fault)
        learner.nudge("one", "AML")
        _wait(lambda: len(jobs(notes)) == 2)
        _wait(lambda: learner.standing == Standing())


def test_a_process_that_dies_while_it_has_nothing_to_do_is_replaced(notes: Path) -> None:
    with _learning(notes) as learner:
        learner.nudge("one", "AML")
        _wait(lambda: jobs(notes) and learner.standing == Standing())
        (idle,) = multiprocessing.active_children()
        idle.kill()
        idle.join()
        learner.nudge("two", "AML")
        _wait(lambda: learner.standing.fault or len(jobs(notes)) == 2)
        learner.nudge("three", "AML")
        _wait(lambda: ["en", "AML", ["three"]] in jobs(notes))


def test_closing_lets_a_run_go_that_is_under_way(notes: Path) -> None:
    with _learning(notes) as learner:
        learner.nudge("lasts", "AML")
        _wait(lambda: jobs(notes))
        assert learner.standing == Standing(busy=True)
        start = time.monotonic()
        learner.close()
        assert time.monotonic() - start < 6
        assert multiprocessing.active_children() == []
        learner.nudge("one", "AML")
    assert len(jobs(notes)) == 1


def test_a_learner_that_was_never_nudged_closes_at_once(notes: Path) -> None:
    with _learning(notes) as learner:
        assert learner.standing == Standing()
    learner.nudge("one", "AML")
    assert learner._thread is None
