"""Codings for other tools, in the format of the file's suffix.

======== ==============================================================================================
.csv     a row per coding, UTF-8 with the mark that Excel needs; can be read back
.xlsx    the same as a sheet with a frozen header and a filter
.jsonl   an object per line: codings, then configurations; can be read back
.jsonld  W3C Web Annotation (`icmo.formats.out.web_annotation`)
.spacy   spaCy's DocBin with span groups (`icmo.formats.out.docbin`)
.conll   tokens in IOB2, a column per kind (`icmo.formats.out.iob`)
======== ==============================================================================================

The first three hold every coder's layer, and say in the column ``overruled`` what a consensus has set aside. The others
have no place for that, and hold the codings that count.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from icmo.consensus import standing
from icmo.errors import InvalidError
from icmo.files import write_bytes
from icmo.i18n import _, count
from icmo.models import Material

SUFFIXES = (".csv", ".xlsx", ".jsonl", ".jsonld", ".spacy", ".conll")
_MODULES = {".jsonld": "web_annotation", ".spacy": "docbin", ".conll": "iob"}


@dataclass(frozen=True)
class Written:
    """What an export has written, and in words what the format had no room for."""

    codings: int
    left_out: tuple[str, ...] = ()


def export_codings(material: Material, path: str | Path) -> Written:
    """Write all codings of a project in the format of the file's suffix (`SUFFIXES`).

    Raises
    ------
    InvalidError
        Another suffix.
    NotFoundError
        The file cannot be written there.
    """
    suffix = Path(path).suffix
    data, left_out = codings_file(material, suffix)
    write_bytes(path, data)
    return Written(len(_held(material, suffix.lower()).codings), left_out)


def codings_file(material: Material, suffix: str) -> tuple[bytes, tuple[str, ...]]:
    """The codings as a file's content, and what it has no room for.

    Raises
    ------
    InvalidError
        A suffix that is none of `SUFFIXES`.
    """
    suffix = suffix.lower()
    if suffix not in SUFFIXES:
        raise InvalidError(
            _("Codings cannot be written as “{suffix}”.").format(suffix=suffix),
            _("Choose one of {known}.").format(known=", ".join(SUFFIXES)),
        )
    if suffix in _MODULES:
        held = _held(material, suffix)
        data, left_out = import_module(f"icmo.formats.out.{_MODULES[suffix]}").file(held)
        return data, (*_configurations(material), *overruled(held), *left_out)
    if suffix == ".jsonl":
        return _jsonl(material), ()
    return (_csv if suffix == ".csv" else _xlsx)(material), _configurations(material)


def _held(material: Material, suffix: str) -> Material:
    return standing(material) if suffix in _MODULES else material


def overruled(material: Material) -> tuple[str, ...]:
    """How many codings a format does not hold because a consensus has set them aside, in words."""
    number = len(material.overruled)
    return (count(number, "coding that a consensus set aside", "codings that a consensus set aside"),) if number else ()


def _configurations(material: Material) -> tuple[str, ...]:
    number = len(material.configurations)
    return (count(number, "configuration", "configurations"),) if number else ()


def _csv(material: Material) -> bytes:
    from icmo.formats.rows import csv_text
    from icmo.frames import CODING_COLUMNS, coding_rows

    rows = [[row[column] for column in CODING_COLUMNS] for row in coding_rows(material)]
    return csv_text(rows, CODING_COLUMNS).encode("utf-8-sig")


def _jsonl(material: Material) -> bytes:
    from icmo.frames import coding_rows, configuration_rows

    rows = (*coding_rows(material), *configuration_rows(material))
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode("utf-8")


def _xlsx(material: Material) -> bytes:
    """Rows as XML by `icmo.reports.sheets`: openpyxl takes some eight seconds for 20,000 codings."""
    from icmo.formats.out.packing import settled
    from icmo.frames import CODING_COLUMNS, coding_rows
    from icmo.reports.sheets import Sheet, Workbook

    wide = {"quote": 70, "prefix": 30, "suffix": 30, "code_path": 40, "memo": 40, "id": 38, "at": 28}
    rows = ([_cell(row[column]) for column in CODING_COLUMNS] for row in coding_rows(material))
    book = Workbook(title=material.name or "icmo", language=material.language)
    book.add(Sheet("codings", CODING_COLUMNS, rows, [wide.get(column, 16) for column in CODING_COLUMNS]))
    return settled(book.file())


def _cell(value: object) -> str | int:
    return value if isinstance(value, int) else "" if value is None else str(value)
