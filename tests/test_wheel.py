"""The wheel, installed in a clean environment, runs the demo: nothing is missing from it."""

from __future__ import annotations

import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from icmo import codebook

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_code_books_sample_templates_migrations_and_texts(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {f"icmo/data/codebooks/{name}.yaml" for name in codebook.shipped()} <= names
    assert {"icmo/data/sample/codings.csv", "icmo/data/sample/manifest.csv", "icmo/py.typed"} <= names
    assert {"icmo/locale/da.po", "icmo/reports/templates/report.html"} <= names
    assert "icmo/store/migrations/versions/v0001_first.py" in names
    assert {"icmo/data/codebooks/lexicon/mening.yaml", "icmo/data/passages/passages.jsonl"} <= names
    assert not [name for name in names if name.startswith(("tests", "scripts"))]


def test_the_demo_runs_from_the_wheel_alone(wheel: Path, tmp_path: Path) -> None:
    """The environment sees this one's installed packages, but icmo itself only as the wheel."""
    home = tmp_path / "clean"
    venv.create(home, with_pip=False)
    python = home / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    site = next(home.glob("lib*/**/site-packages"))
    zipfile.ZipFile(wheel).extractall(site)
    packages = [path for path in sys.path if path.endswith("site-packages")]
    (site / "shared.pth").write_text("\n".join(packages) + "\n", encoding="utf-8")
    where = subprocess.run(
        [str(python), "-c", "import icmo; print(icmo.__file__)"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        text=True,
    )
    assert str(site) in where.stdout
    done = subprocess.run(
        [str(python), "-m", "icmo", "--lang", "da", "demo", "ud"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        text=True,
    )
    assert "overblik.docx" in done.stdout
    assert (tmp_path / "ud" / "overblik.docx").stat().st_size > 20_000
