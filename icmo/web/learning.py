"""Renew the suggestions while somebody codes: in a process of its own, so that no key press waits for it.

A decision or a coding nudges the learner. When it has been quiet for a moment, the transcript that was worked in gets
new suggestions; after a longer pause, all the others. What is learned lies in the project, not here: another server on
the same project sees the same.
"""

from __future__ import annotations

import multiprocessing
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass

QUIET, PAUSE = 1.0, 20.0  # seconds without work before one transcript, and before all of them, are done anew


@dataclass(frozen=True)
class Standing:
    """What the learner is doing: busy or not, and why the latest run failed, if it did."""

    busy: bool = False
    fault: str = ""


def renew(place: str, language: str, coder: str | None, transcripts: list[str] | None) -> int:
    """Make new suggestions for some transcripts (None: all). Runs in the learner's process."""
    from icmo import i18n
    from icmo.project import Project

    with i18n.language(language), Project.open(place) as project:
        return project.suggest(coder=coder, transcripts=transcripts)


class Learner:
    """Renews suggestions in the background for one project."""

    def __init__(self, place: str, *, language: str = "da", quiet: float = QUIET, pause: float = PAUSE) -> None:
        self._place, self._language = place, language
        self._quiet, self._pause = quiet, pause
        self._news = threading.Condition()
        self._nudged = 0.0
        self._waiting: list[str] = []
        self._all_are_old = False
        self._coder: str | None = None
        self._standing = Standing()
        self._closed = False
        self._thread: threading.Thread | None = None

    @property
    def standing(self) -> Standing:
        """What the learner is doing."""
        return self._standing

    def nudge(self, transcript: str | None, coder: str) -> None:
        """Something was decided or coded in a transcript; None asks for all of them at once."""
        with self._news:
            self._nudged = time.monotonic()
            self._coder = coder
            self._all_are_old = True
            if transcript is None:
                self._nudged -= self._pause
            elif transcript not in self._waiting:
                self._waiting.append(transcript)
            if self._thread is None and not self._closed:
                self._thread = threading.Thread(target=self._work, daemon=True, name="icmo-learner")
                self._thread.start()
            self._news.notify()

    def close(self) -> None:
        """Stop working; a run that is under way is let go."""
        with self._news:
            self._closed = True
            self._news.notify()
        if self._thread:
            self._thread.join(timeout=5)

    def _work(self) -> None:
        while not self._closed:
            self._work_in_a_process()

    def _work_in_a_process(self) -> None:
        """Renew what is asked for until there will be no more, or until the process has died: then it needs another."""
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(1, mp_context=context) as pool:
            while (job := self._next_job()) is not None:
                self._standing = Standing(busy=True)
                fault = self._fault_of(pool, job)
                self._standing = Standing(fault=str(fault) if fault else "")
                if isinstance(fault, BrokenProcessPool):
                    return

    def _fault_of(self, pool: ProcessPoolExecutor, job: list[str]) -> BaseException | None:
        """Renew some transcripts, and tell why that failed, if it did. A run is let go when the learner is closed."""
        try:
            future = pool.submit(renew, self._place, self._language, self._coder, job or None)
        except BrokenProcessPool as fault:  # the process died while it had nothing to do
            return fault
        while not future.done() and not self._closed:
            time.sleep(0.05)
        if self._closed:
            for process in multiprocessing.active_children():
                process.terminate()
            return None
        return future.exception()

    def _next_job(self) -> list[str] | None:
        """The transcripts to renew next (empty: all), when it is time; None when there will be no more."""
        with self._news:
            while not self._closed:
                idle = time.monotonic() - self._nudged
                if self._waiting and idle >= self._quiet:
                    job, self._waiting = self._waiting, []
                    return job
                if self._all_are_old and not self._waiting and idle >= self._pause:
                    self._all_are_old = False
                    return []
                due = self._quiet if self._waiting else self._pause
                self._news.wait(max(0.02, due - idle) if self._waiting or self._all_are_old else None)
        return None
