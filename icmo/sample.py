"""The invented sample: six municipalities, twelve interviews, two coders. Nobody and nothing in it exists."""

from __future__ import annotations

from icmo import importing, resources
from icmo.project import Project

CODER = "AML"


def load_into(project: Project, *, track: importing.Track = lambda files: files) -> None:
    """Import the sample's interviews, municipal figures, codings and configurations into a new project."""
    folder = resources.sample_dir()
    project.import_files([folder], coder=CODER, track=track)
    project.import_cases(folder / "cases.csv", coder=CODER)
    project.import_codings(folder / "codings.csv", coder=CODER)
    project.import_codings(folder / "configurations.jsonl", coder=CODER)
