"""A manifest: a CSV file with a row per transcript that says where it comes from.

Columns: ``fil`` (file, with its folder where two have the same name), and any of kommune, informanttype, rolle, dato,
målgruppe, titel, navn; further columns are kept with the transcript. Comma, semicolon or tab; UTF-8 or
Windows-1252, as Excel saves it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from icmo.formats.rows import read_keyed
from icmo.text.anchors import normalise

NAME = "manifest.csv"
FILE_COLUMNS = ("fil", "file", "filnavn", "filename")


def read_manifest(data: bytes, name: str) -> dict[str, dict[str, Any]]:
    """The rows by file, in small letters with forward slashes.

    Raises
    ------
    ProblemsError
        No file column, a row without a file, or a file that stands twice.
    """
    return read_keyed(data, name, FILE_COLUMNS, fold=_key)


def _key(file: str) -> str:
    return str(PurePosixPath(normalise(file).replace("\\", "/").lower())) if file else ""


def row_of(path: Path, folder: Path, rows: Mapping[str, Mapping[str, Any]]) -> str | None:
    """The key of the row that tells of a file: by its path below the folder, else by its name alone."""
    return next((key for key in _keys(path, folder) if key in rows), None)


def _keys(path: Path, folder: Path) -> Iterator[str]:
    if path.is_relative_to(folder):
        yield _key(path.relative_to(folder).as_posix())
    yield _key(path.name)
