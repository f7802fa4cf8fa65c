"""Every test speaks English unless it says otherwise, and has a project to work in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from icmo import i18n, sample
from icmo.models import Material
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


@pytest.fixture(scope="session")
def sample_place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the invented sample lies as a project, made once; a test that opens it takes a copy."""
    place = tmp_path_factory.mktemp("sample") / "s.icmo"
    with Project.create(place, coder=sample.CODER) as made:
        sample.load_into(made)
    return place


@pytest.fixture(scope="session")
def sampled(sample_place: Path) -> Material:
    """The material of the invented sample, read once."""
    with Project.open(sample_place) as stored:
        return stored.material()


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
