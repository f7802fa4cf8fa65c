"""``icmo merge`` on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from icmo.cli.app import run
from icmo.project import Project
from tests.projects import WEEK, mark
from tests.union.copies import base, copied


@pytest.fixture
def pair(tmp_path: Path) -> tuple[str, str]:
    with copied(base(tmp_path), "a", "b") as (_a, b):
        mark(b, WEEK, "hverdag", coder="BKH")
    return str(tmp_path / "a.icmo"), str(tmp_path / "b.icmo")


def _codings(path: str | Path) -> int:
    with Project.open(path) as project:
        return len(project.material().codings)


def test_the_second_copy_is_merged_into_the_first(pair: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["merge", *pair]) == 0
    assert "+ BKH: coding 1" in capsys.readouterr().out.splitlines()
    assert (_codings(pair[0]), _codings(pair[1])) == (4, 4)
    assert run(["merge", *pair]) == 0
    assert capsys.readouterr().out == "Nothing new.\n"


def test_a_preview_changes_nothing(pair: tuple[str, str], tmp_path: Path) -> None:
    assert run(["merge", *pair, "--preview", "-o", str(tmp_path / "new.icmo")]) == 0
    assert _codings(pair[0]) == 3
    assert not (tmp_path / "new.icmo").exists()


def test_with_an_output_both_copies_stay_as_they_are(
    pair: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["merge", *pair, "-o", str(tmp_path / "new.icmo"), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["entries"][-1] == {"noun": "coding", "coder": "BKH", "number": 1}
    assert (_codings(pair[0]), _codings(tmp_path / "new.icmo")) == (3, 4)
    assert run(["merge", *pair, "-o", str(tmp_path / "new.icmo")]) == 2
    assert "already exists" in capsys.readouterr().err


def test_what_cannot_be_merged_leaves_no_new_file(pair: tuple[str, str], tmp_path: Path) -> None:
    with Project.create(tmp_path / "other.icmo"):
        pass
    assert run(["merge", pair[0], str(tmp_path / "other.icmo"), "-o", str(tmp_path / "new.icmo")]) == 2
    assert not (tmp_path / "new.icmo").exists()
    assert run(["merge", "postgresql://x@y/z", pair[1], "-o", str(tmp_path / "new.icmo")]) == 2
