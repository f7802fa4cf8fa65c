"""A browser to test with, and a server with a project for it to look at."""

from __future__ import annotations

import os
import shutil
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from threading import Thread

import pytest
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import BrowserContext, ViewportSize

from icmo.models import Coding, Transcript
from icmo.project import Project
from icmo.web.app import create_app
from icmo.web.serve import HOST
from tests.web.clients import Nudged

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
TOKEN = "a-token-for-tests"
CODER = "AML"
SCREEN: ViewportSize = {"width": 1366, "height": 768}
PATIENCE = 10_000  # milliseconds; a machine that does much else is slow


def browser_path() -> str:
    """Where the browser is. Without one the tests that need it are skipped, but in CI they fail."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        stop = pytest.fail if os.environ.get("CI") else pytest.skip
        stop("No Chromium is installed, so nothing was tried in a browser. Install one with: apt install chromium")
    return found


@dataclass(frozen=True)
class Site:
    """A project that a server has open. `before` are the codings that were there when it was opened."""

    app: FastAPI
    address: str
    project: Project
    learner: Nudged
    before: frozenset[str]

    def showing(self, project: Project) -> Site:
        """The same server with another project; to start a server takes longer than most tests take."""
        learner = Nudged()
        self.app.state.project, self.app.state.learner, self.app.state.coder = project, learner, CODER
        return replace(self, project=project, learner=learner, before=_guids(project))

    @property
    def key(self) -> str:
        """The address that a browser opens first."""
        return f"{self.address}/?token={TOKEN}"

    @property
    def transcript(self) -> Transcript:
        return self.project.transcript("egeholm")

    def span(self, quote: str) -> tuple[int, int]:
        """Where a quote stands in the transcript."""
        start = self.transcript.text.index(quote)
        return start, start + len(quote)

    def coding(self, guid: str) -> Coding | None:
        return self.project.coding(guid)

    def made(self) -> list[tuple[str, str]]:
        """Code and words of every coding made since the start, in the order of the text."""
        new = [one for one in self.project.material().codings if one.guid not in self.before]
        return [(one.code, self.transcript.text[one.start : one.end]) for one in sorted(new, key=lambda c: c.start)]


@contextmanager
def serving(project: Project) -> Iterator[Site]:
    """Serve a project on a free port while the block runs."""
    learner = Nudged()
    with socket.create_server((HOST, 0)) as listening:
        port = int(listening.getsockname()[1])
        app = create_app(project, token=TOKEN, port=port, learner=learner, coder=CODER)  # type: ignore[arg-type]
        config = uvicorn.Config(app, log_level="warning", access_log=False, ws="none", timeout_graceful_shutdown=1)
        with _running(uvicorn.Server(config), listening):
            yield Site(app, f"http://{HOST}:{port}", project, learner, _guids(project))


def _guids(project: Project) -> frozenset[str]:
    return frozenset(one.guid for one in project.material().codings)


@contextmanager
def _running(server: uvicorn.Server, listening: socket.socket) -> Iterator[None]:
    thread = Thread(target=server.run, kwargs={"sockets": [listening]}, name="icmo-tests")
    thread.start()
    try:
        while not server.started and thread.is_alive():
            time.sleep(0.01)
        yield
    finally:
        server.should_exit = True
        thread.join()


def log_in(context: BrowserContext, site: Site, *, language: str = "en", coder: str = "") -> None:
    """Forget every cookie and open the address with the key."""
    context.clear_cookies()
    for name, value in (("icmo-language", language), ("icmo-coder", coder)):
        if value:
            context.add_cookies([{"name": name, "value": value, "url": site.address}])
    context.request.get(site.key, max_redirects=0)
