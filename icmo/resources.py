"""Files that travel with icmo: code books, the sample, templates.

In a checkout the code books and the sample lie beside the package; in a wheel they lie inside it.
"""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).parent


def package_file(name: str) -> Path:
    """A file inside the package, by its path there."""
    return PACKAGE / name


def codebook_dir() -> Path:
    """The folder with the shipped code books."""
    return _data("codebooks", PACKAGE.parent / "codebooks")


def sample_dir() -> Path:
    """The folder with the invented sample interviews and their codings."""
    return _data("sample", PACKAGE.parent / "transcripts" / "sample")


def passages_dir() -> Path:
    """The folder with the invented labelled passages."""
    return _data("passages", PACKAGE.parent / "transcripts" / "passages")


def _data(name: str, in_checkout: Path) -> Path:
    in_wheel = PACKAGE / "data" / name
    return in_wheel if in_wheel.is_dir() else in_checkout
