"""The sample project, read once for all tests that write reports of it."""

from __future__ import annotations

import pytest

from icmo import sample
from icmo.models import Material
from icmo.project import Project


@pytest.fixture(scope="session")
def sampled(tmp_path_factory: pytest.TempPathFactory) -> Material:
    """The material of the sample project."""
    with Project.create(tmp_path_factory.mktemp("sample") / "s.icmo", coder=sample.CODER) as project:
        sample.load_into(project)
        return project.material()
