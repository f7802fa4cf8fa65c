"""A project with something of everything, and a client that works in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from icmo.models import Coding, Configuration, Memo, Suggestion, Theory
from icmo.project import Project
from icmo.store import suggestions
from tests.factories import a_suggestion
from tests.projects import BUS, WEEK, a_project, mark
from tests.web.clients import Nudged, TestClient, a_client

SENTENCE = "Hvis vi øver, så ringer hun, fordi hun tror på det."


@dataclass(frozen=True)
class Furnished:
    """The project, a client that works in it as AML, the learner that hears of it, and one of each noun."""

    project: Project
    client: TestClient
    learner: Nudged
    coding: Coding
    outcome: Coding
    one: Configuration
    other: Configuration
    theory: Theory
    memo: Memo
    suggestion: Suggestion

    @property
    def transcript(self) -> str:
        return self.project.transcript("interview").guid

    def path(self, path: str) -> str:
        """A path in which nouns stand for their GUIDs."""
        nouns = ("coding", "outcome", "one", "other", "theory", "memo", "suggestion")
        return path.format(transcript=self.transcript, **{noun: getattr(self, noun).guid for noun in nouns})

    def send(self, method: str, path: str, json: Any = None, *, status: int = 200) -> Any:
        """What the server answers to a request; it must do so with that status."""
        answer = self.client.request(method, self.path(path), json=json)
        assert answer.status_code == status, answer.text
        return answer.json() if answer.content else None


@contextmanager
def furnished(folder: Path) -> Iterator[Furnished]:
    """AML has coded the bus, TBS the week; AML has put that together, and a suggestion waits."""
    with a_project(folder) as project:
        coding, outcome = mark(project, BUS, "oeve")[0], mark(project, WEEK, "ro", coder="TBS")[0]
        made = a_suggestion(project.transcript("interview"), "tro")
        with project._database.write() as connection:
            suggestions.replace(connection, [made.transcript], [made])
        yield Furnished(
            project=project,
            client=a_client(project, learner=(learner := Nudged())),
            learner=learner,
            coding=coding,
            outcome=outcome,
            one=project.configure([("I", coding.guid), ("O", outcome.guid)], coder="AML"),
            other=project.configure([("C", outcome.guid)], coder="AML"),
            theory=project.add_theory("T1", SENTENCE, coder="AML"),
            memo=project.add_memo("proces", "Ring.", about="coding", subject=coding.guid, coder="AML"),
            suggestion=made,
        )
