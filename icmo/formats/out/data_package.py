"""The whole project as a Frictionless data package: ``datapackage.json`` beside a CSV file per table.

The descriptor (Data Package and Table Schema, version 1) says of every table what a row is, of every field its type,
meaning and constraints, which fields name a row and where others lead; foreign keys stand there when every row keeps
them. `icmo.formats.out.package_tables` has the tables. CSV is UTF-8 without a byte-order mark; lists and dictionaries
are JSON in their cell. Texts, and what surrounds quotes, are left out unless they are asked for; offsets point into
them all the same.

What is given away is as in reports (`icmo.formats.out.shareable`); suggestions nobody has decided on stay at home.

Source: https://specs.frictionlessdata.io/ (Walsh, Pollock & Keegan 2017).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from icmo.files import write_bytes
from icmo.formats.out.folder import fill
from icmo.formats.out.package_tables import TABLES, Field, Row, Table
from icmo.formats.out.packing import packed
from icmo.formats.out.plain import ascii_word
from icmo.formats.out.shareable import shareable
from icmo.formats.rows import csv_text
from icmo.models import Material

DESCRIPTOR = "datapackage.json"
_TEXTS = {"transcripts": ("text",), "codings": ("prefix", "suffix")}


def export_data_package(
    material: Material,
    path: str | Path,
    *,
    texts: bool = False,
    mask: bool = False,
    speakers: bool = False,
    overwrite: bool = False,
) -> dict[str, int]:
    """Write the package into a folder, or as one file when the name ends in ``.zip``.

    Parameters
    ----------
    texts : with the transcripts' texts, and what stands before and after quotes
    mask : replace personal data by what they are instead of stopping at them
    speakers : keep the speakers' labels, which may be names
    overwrite : also into a folder that is not empty (`icmo.formats.out.folder.fill`); a ``.zip`` is always replaced

    Returns
    -------
    The number of rows of each table.

    Raises
    ------
    PersonalDataError
        With the places, never with what stands there; nothing is written.
    InvalidError
        The folder is not empty.
    NotFoundError
        The folder or a file cannot be written.
    """
    made = package(shareable(material, mask=mask, speakers=speakers), texts=texts)
    if Path(path).suffix.lower() == ".zip":
        write_bytes(path, packed(made.files))
    else:
        fill(path, made.files.items(), overwrite=overwrite)
    return dict(made.rows)


@dataclass(frozen=True)
class Package:
    """The files of a data package by their names, and the number of rows of each table."""

    files: Mapping[str, bytes]
    rows: Mapping[str, int]


def package(material: Material, *, texts: bool = False) -> Package:
    """The package's files, made of the material as it is."""
    tables = TABLES if texts else tuple(map(_without_texts, TABLES))
    rows = {table.name: list(table.rows(material)) for table in tables}
    data = {table.name: _csv(table, rows[table.name]) for table in tables}
    about = {
        "profile": "tabular-data-package",
        "name": ascii_word(material.name or "icmo").lower(),
        "title": material.name or "icmo",
        "description": "Coded interviews and what was made of them: a realist evaluation made with icmo.",
        "resources": [_resource(table, rows, data[table.name]) for table in tables],
    }
    descriptor = (json.dumps(about, ensure_ascii=False, indent=2) + "\n").encode("utf-8")
    files = {DESCRIPTOR: descriptor} | {f"data/{name}.csv": content for name, content in data.items()}
    return Package(files, {name: len(found) for name, found in rows.items()})


def _without_texts(table: Table) -> Table:
    """The table without the columns that hold words nobody has coded."""
    fields = tuple(one for one in table.fields if one.name not in _TEXTS.get(table.name, ()))
    return replace(table, fields=fields)


def _csv(table: Table, rows: Sequence[Row]) -> bytes:
    names = [one.name for one in table.fields]
    return csv_text([[_cell(row[name]) for name in names] for row in rows], names).encode("utf-8")


def _cell(value: Any) -> Any:
    """A value as it stands in a cell: JSON where it is more than one."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping | tuple | list):
        return json.dumps(value, ensure_ascii=False) if value else ""
    return value


def _resource(table: Table, rows: Mapping[str, Sequence[Row]], data: bytes) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": f"data/{table.name}.csv",
        "description": f"One row: {table.description}.",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        "schema": _schema(table, rows),
    }


def _schema(table: Table, rows: Mapping[str, Sequence[Row]]) -> dict[str, Any]:
    made: dict[str, Any] = {
        "fields": [_field(one) for one in table.fields],
        "missingValues": [""],
        "primaryKey": list(table.key),
    }
    keys = [_foreign_key(name, *to) for name, to in table.leads_to.items() if _holds(table, name, *to, rows=rows)]
    return made | ({"foreignKeys": keys} if keys else {})


def _field(one: Field) -> dict[str, Any]:
    made = {"name": one.name, "type": one.type, "description": one.description}
    return made | ({"constraints": dict(one.constraints)} if one.constraints else {})


def _foreign_key(name: str, resource: str, field: str) -> dict[str, Any]:
    return {"fields": [name], "reference": {"resource": resource, "fields": [field]}}


def _holds(table: Table, name: str, resource: str, field: str, *, rows: Mapping[str, Sequence[Row]]) -> bool:
    """Whether every value leads somewhere: a code that was merged since may not."""
    there = {row[field] for row in rows[resource or table.name]}
    return all(row[name] in there for row in rows[table.name] if row[name])
