"""Every test speaks English unless it says otherwise, and has a project to work in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from icmo import i18n
from icmo.project import Project

INTERVIEW = """\
INTERVIEWER: Hvordan begyndte I?

SAGSBEHANDLER: Altså, vi øvede bussen med hende hver tirsdag. Så begyndte hun selv at ringe til os.

LEDER: Ja, og hun fik overblik over ugen.
"""


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with i18n.language("en"):
        yield


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "test.icmo", codebook="kib-icmo", coder="AML") as made:
        yield made


@pytest.fixture
def interview(tmp_path: Path) -> Path:
    path = tmp_path / "interview.txt"
    path.write_text(INTERVIEW, encoding="utf-8")
    return path


@pytest.fixture
def shared() -> Path:
    """The material that is not part of the project; tests that need it pass without it by skipping."""
    folder = Path(__file__).parents[2] / "shared"
    if not folder.is_dir():
        pytest.skip("../shared is not here")
    return folder
