"""A manifest: a CSV file with a row per transcript that says where it comes from.

Columns: ``fil`` (file), and any of kommune, informanttype, rolle, dato, målgruppe, titel, navn; further columns
are kept with the transcript. Comma, semicolon or tab; UTF-8 or Windows-1252, as Excel saves it.
"""

from __future__ import annotations

import csv
import io
from pathlib import PurePath
from typing import Any

from icmo.errors import Problem, ProblemsError
from icmo.formats.reading import decode
from icmo.i18n import _

NAME = "manifest.csv"
_FILE_COLUMNS = ("fil", "file", "filnavn", "filename")


def read_manifest(data: bytes, name: str) -> dict[str, dict[str, Any]]:
    """The rows by file name in small letters.

    Raises
    ------
    ProblemsError
        No file column, a row without a file, or a file that stands twice.
    """
    rows = read_rows(data, name)
    column = next((c for c in _FILE_COLUMNS if rows and c in rows[0]), None)
    if column is None:
        raise ProblemsError(
            name, [Problem(1, _("no column “fil”"))], _("Head one column “fil” and put the file names in it.")
        )
    found: dict[str, dict[str, Any]] = {}
    problems = []
    for line, row in enumerate(rows, start=2):
        key = PurePath((row.pop(column) or "").strip().replace("\\", "/")).name.lower()
        if not key:
            problems.append(Problem(line, _("no file name")))
        elif key in found:
            problems.append(Problem(line, _("the file {file} stands twice").format(file=key)))
        found[key] = {name: value.strip() for name, value in row.items() if name and value and value.strip()}
    if problems:
        raise ProblemsError(name, problems, _("Mend the lines and try again."))
    return found


def read_rows(data: bytes, name: str) -> list[dict[str, str]]:
    """The rows of a CSV file by column; the headings in small letters."""
    text, _notes = decode(data, name)
    lines = text.removeprefix("\ufeff").splitlines()
    heading = lines[0] if lines else ""
    delimiter = max(";,\t", key=heading.count)
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=delimiter)
    reader.fieldnames = [name.strip().lower() for name in reader.fieldnames or ()]
    return [dict(row) for row in reader if any(row.values())]
