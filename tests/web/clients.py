"""Clients of the web application as the tests of it need them; no browser and no server are started."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, field
from typing import Any

from icmo.project import Project
from icmo.web.app import create_app
from icmo.web.learning import Standing

with warnings.catch_warnings():
    warnings.filterwarnings("ignore", message="Using `httpx` with `starlette.testclient`")
    from starlette.testclient import TestClient

HOST, PORT, TOKEN = "127.0.0.1", 8420, "t"
ADDRESS = f"http://{HOST}:{PORT}"
KEY = {"Authorization": f"Bearer {TOKEN}"}


@dataclass
class Nudged:
    """Stands in for the learner: keeps what it was told."""

    told: list[tuple[str | None, str]] = field(default_factory=list)
    standing: Standing = field(default_factory=Standing)

    def nudge(self, transcript: str | None, coder: str) -> None:
        self.told.append((transcript, coder))

    def close(self) -> None:
        """There is nothing to stop."""


def an_app(project: Project, *, learner: Nudged | None = None, port: int = PORT) -> Any:
    return create_app(project, token=TOKEN, port=port, learner=learner or Nudged())  # type: ignore[arg-type]


def a_stranger(project: Project, *, port: int = PORT, **headers: str) -> TestClient:
    """A program that sends these headers and nothing else: no key."""
    app = an_app(project, port=port)
    return TestClient(app, base_url=f"http://{HOST}:{port}", headers=headers, follow_redirects=False)


def a_client(
    project: Project, *, coder: str = "AML", language: str = "en", learner: Nudged | None = None
) -> TestClient:
    """A program that has the key and a coder's name, and whose errors are the server's answers."""
    client = TestClient(
        an_app(project, learner=learner),
        base_url=ADDRESS,
        headers={**KEY, **({"Icmo-Coder": coder} if coder else {})},
        cookies={"icmo-language": language},
        raise_server_exceptions=False,
        follow_redirects=False,
    )
    client.base_url = client.base_url.join("/api/v1/")
    return client
