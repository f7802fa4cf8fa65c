"""The commands of the README and of the user guide are run as they stand."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from icmo import i18n
from icmo.cli.app import run

ROOT = Path(__file__).parents[1]
CONSOLE = re.compile(r"```console\n(.*?)```", re.DOTALL)
INTERVIEW = """\
INTERVIEWER: Hvad gjorde I?

SAGSBEHANDLER: Altså, vi øvede bussen med hende. Så ringede hun selv.

INTERVIEWER: Og så?

SAGSBEHANDLER: Ja, så fik hun overblik over ugen.
"""


def _commands(doc: str) -> list[list[str]]:
    blocks = CONSOLE.findall((ROOT / doc).read_text(encoding="utf-8"))
    lines = [line[2:] for block in blocks for line in block.splitlines() if line.startswith("$ ")]
    return [shlex.split(line) for line in lines]


SHOWN_FILE = re.compile(r"^`([\w./-]+)`:\n\n```\w+\n(.*?)```", re.DOTALL | re.MULTILINE)


def test_the_first_two_commands_are_the_demo_and_the_tests() -> None:
    assert _commands("README.md")[:2] == [["scripts/demo"], ["scripts/test"]]
    assert all((ROOT / command[0]).stat().st_mode & 0o100 for command in _commands("README.md")[:2])


def test_the_readmes_commands_run_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "interviews").mkdir()
    (tmp_path / "interviews" / "nordvig-1.txt").write_text(INTERVIEW, encoding="utf-8")
    blocks = re.findall(r"```csv\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    (tmp_path / "interviews" / "manifest.csv").write_text(blocks[0], encoding="utf-8")
    (tmp_path / "codings.csv").write_text(blocks[1], encoding="utf-8")
    ran = [command for command in _commands("README.md") if command[0] == "icmo"]
    assert len(ran) == 12
    for command in ran:
        assert run(command[1:]) == 0, command
    for name in (
        "graf.svg",
        "graf.graphml",
        "overblik.docx",
        "overblik.xlsx",
        "metode.docx",
        "kodninger.csv",
        "my-demo/overblik.docx",
    ):
        assert (tmp_path / name).stat().st_size > 200
    python = re.search(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert python
    found: dict[str, object] = {}
    exec(python[1], found)
    assert len(found["codings"]) == 1  # type: ignore[arg-type]


def test_the_user_guides_commands_run_on_the_files_that_it_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shown = SHOWN_FILE.findall((ROOT / "docs" / "vejledning.md").read_text(encoding="utf-8"))
    for name, content in shown:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    ran = [command for command in _commands("docs/vejledning.md") if command[0] == "icmo"]
    assert len(shown) >= 6
    assert len(ran) >= 25
    for command in ran:
        asked, arguments = i18n.take_option(command[1:], "--lang")
        assert run(arguments, report_language=asked or None) == 0, command
