"""Whatever a request looks like that the API's description allows, or just forbids: the server does not fail."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, settings

from icmo.stamps import version
from icmo.web import api
from tests.projects import RINGS, span
from tests.web.clients import ADDRESS, KEY, an_app
from tests.web.furnished import Furnished, furnished

HEADERS = {**KEY, "Icmo-Coder": "AML"}


def _described() -> schemathesis.BaseSchema:
    """The API's description, for which no project is needed."""
    app = FastAPI()
    app.include_router(api.router)
    return schemathesis.openapi.from_asgi("/openapi.json", app)


described = _described()


@dataclass(frozen=True)
class Served:
    """An application over a project, and what there is in it: by the fields of bodies, and by the paths of nouns."""

    app: FastAPI
    fields: Mapping[str, Any]
    nouns: Mapping[str, Any]

    def call(self, case: schemathesis.Case) -> None:
        """Send a request; the server must not fail."""
        answer = case.call(app=self.app, base_url=ADDRESS, headers=HEADERS)
        assert answer.status_code < 500, f"{case.operation.label}: {answer.text}"

    def aimed(self, case: schemathesis.Case) -> schemathesis.Case:
        """The same request about things that are there."""
        aimed = case.derive()
        noun = next((made for path, made in self.nouns.items() if case.path.startswith(f"/api/v1/{path}")), None)
        if "guid" in aimed.path_parameters and noun:
            aimed.path_parameters["guid"] = noun.guid
        if "code" in aimed.path_parameters:
            aimed.path_parameters["code"] = "tro"
        if isinstance(aimed.body, dict):
            there = {**self.fields, "version": version(noun) if noun else ""}
            if case.path.endswith("/split"):
                there["codes"] = [{"label_da": "Ny", "kind": "mechanism"}]
            if "/theories" in case.path:
                there["parts"] = [{"role": "M", "code": "tro"}]
            aimed.body = {name: there.get(name, value) for name, value in aimed.body.items()}
        return aimed


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with furnished(tmp_path) as room:
        yield Served(an_app(room.project), _fields(room), _nouns(room))


def _fields(room: Furnished) -> dict[str, Any]:
    return {
        "guid": room.other.guid,
        "transcript": "interview",
        "sha256": room.project.transcript("interview").sha256,
        "subject": room.coding.guid,
        "parts": [{"role": "O", "coding": room.outcome.guid}],
        "theory": room.theory.guid,
        "target_group": "lav",
        "code": "ro",
        "codes": ["tro"],
        "case": room.transcript,
        "informant_type": "kvinde",
        "steps": ["coder=AML", "zoom=0"],
        "file": b"kommune;deltagere\nEgeholm;46\n",
        "into": "hverdag",
        "codings": [room.coding.guid],
        "place": "theme:tro",
        "row": "M",
        "key": room.project.disagreements()[0].key,
        "choice": "1",
        **span(room.project, RINGS),
    }


def _nouns(room: Furnished) -> dict[str, Any]:
    project = room.project
    return {
        "transcripts": project.transcript("interview"),
        "codings": room.coding,
        "suggestions": room.suggestion,
        "configurations/links": project.link_configurations(room.one.guid, room.other.guid, coder="AML"),
        "configurations": room.one,
        "theories": room.theory,
        "memos": room.memo,
        "reports/overview/edits": project.edit_overview("rename", "M", "tro", text="Tillid", coder="AML"),
        "resolutions": project.resolve(project.disagreements()[1].key, "1", coder="AML"),
        "views": project.save_view("Bussen", {"text": "bussen"}, coder="AML"),
    }


@described.parametrize()
@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_no_request_makes_the_server_fail(case: schemathesis.Case, served: Served) -> None:
    served.call(case)
    if case.path_parameters or isinstance(case.body, dict):
        served.call(served.aimed(case))
