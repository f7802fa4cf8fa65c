"""The invented sample: six municipalities, twelve interviews, two coders. Nobody and nothing in it exists."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

from icmo import importing, resources
from icmo.files import read_bytes
from icmo.formats.rows import read_csv
from icmo.project import Project
from icmo.stamps import as_guid

CODER = "AML"


def load_into(project: Project, *, track: importing.Track = lambda files: files) -> None:
    """Import the sample's interviews, municipal figures, codings, theories and configurations into a new project."""
    folder = resources.sample_dir()
    project.import_files([folder], coder=CODER, track=track)
    project.import_cases(folder / "cases.csv", coder=CODER)
    project.import_codings(folder / "codings.csv", coder=CODER)
    for theory in _objects(folder / "theories.jsonl"):
        _write(project, theory)
    project.import_codings(folder / "configurations.jsonl", coder=CODER)
    for link in _objects(folder / "links.jsonl"):
        project.link_configurations(as_guid(link["earlier"]), as_guid(link["later"]), coder=link["coder"])
    for cell in _rows(folder / "summaries.csv"):
        project.write_summary(cell["code"], cell["case"], cell["text"], coder=cell["coder"])
    guide = defaultdict(list)
    for row in _rows(folder / "guide.csv"):
        guide[row["informant_type"]].append(row["code"])
    for informant_type, codes in guide.items():
        project.set_guide(informant_type, codes, coder=CODER)


def _write(project: Project, theory: dict[str, Any]) -> None:
    """A theory in its first wording, then refined version by version."""
    first, *later = theory["versions"]
    made = project.add_theory(theory["name"], first["statement"], parts=_parts(first), coder=first["coder"])
    for one in later:
        project.change_theory(
            made.guid, statement=one["statement"], parts=_parts(one), because=one["because"], coder=one["coder"]
        )


def _parts(version: dict[str, Any]) -> list[tuple[str, str]]:
    return [(part["role"], part["code"]) for part in version["parts"]]


def _objects(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in read_bytes(path).decode("utf-8").splitlines()]


def _rows(path: Path) -> list[dict[str, str]]:
    return [row for _line, row in read_csv(read_bytes(path), path.name)]
