"""The documents are in step with the code: every command, option and column is told of, every link leads somewhere."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
import typer.main

from icmo.cli.app import app
from icmo.store.tables import metadata

ROOT = Path(__file__).parents[1]
DOCS = sorted(
    [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("codebooks/*.md"), *ROOT.glob("transcripts/**/*.md")]
)
LINK = re.compile(r"\]\((?!http)([^)#]+)")


def _commands() -> list[str]:
    root = typer.main.get_command(app)
    found = []
    for name, command in root.commands.items():  # type: ignore[attr-defined]
        below = getattr(command, "commands", None)
        found += [f"{name} {sub}" for sub in below] if below else [name]
    return found


@pytest.mark.parametrize("command", _commands())
def test_every_command_stands_in_the_user_guide(command: str) -> None:
    assert f"icmo {command}" in (ROOT / "docs" / "vejledning.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("table", sorted(metadata.tables))
def test_every_column_stands_in_the_data_dictionary(table: str) -> None:
    lines = (ROOT / "docs" / "data-dictionary.md").read_text(encoding="utf-8").splitlines()
    told = " ".join(line for line in lines if line.startswith(f"| `{table}` |"))
    assert all(f"`{column.name}`" in told for column in metadata.tables[table].columns)


@pytest.mark.parametrize("doc", DOCS, ids=lambda path: path.name)
def test_every_link_leads_to_a_file(doc: Path) -> None:
    for target in LINK.findall(doc.read_text(encoding="utf-8")):
        assert (doc.parent / target).exists(), target


def test_every_module_stands_in_the_architecture() -> None:
    told = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    for path in (ROOT / "icmo").iterdir():
        if path.suffix == ".py" and not path.name.startswith("__"):
            assert f"`{path.name}`" in told, path.name
        elif path.is_dir() and (path / "__init__.py").exists():
            assert f"`{path.name}/`" in told, path.name


def test_every_code_book_stands_in_its_readme() -> None:
    told = (ROOT / "codebooks" / "README.md").read_text(encoding="utf-8")
    assert all(f"`{path.stem}`" in told for path in (ROOT / "codebooks").glob("*.yaml"))


def _public(path: Path) -> list[ast.AST]:
    return [
        node
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
    ]


@pytest.mark.parametrize("path", sorted((ROOT / "icmo").rglob("*.py")), ids=lambda path: path.stem)
def test_everything_public_says_what_it_is(path: Path) -> None:
    if not {"cli", "versions"} & set(path.parts):
        assert [node.name for node in _public(path) if not ast.get_docstring(node)] == []  # type: ignore[attr-defined,arg-type]
