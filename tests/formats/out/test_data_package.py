"""The must-rules of Data Package and Table Schema (version 1), checked by hand on what is written.

The frictionless library would do it, but brings some fifty packages with it.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from icmo.errors import PersonalDataError
from icmo.formats.out.data_package import DESCRIPTOR, export_data_package, package
from icmo.formats.out.package_tables import TABLES
from icmo.models import (
    ConfigurationLink,
    Decision,
    Material,
    Role,
    Summary,
    Theory,
    TheoryPart,
    Verdict,
)
from tests.factories import a_material, a_transcript
from tests.formats.out.coded import FIRST, coded_material

NAME = re.compile(r"[a-z0-9._-]+")
ROOT = Path(__file__).parents[3]
CASTS = {
    "string": str,
    "integer": int,
    "number": float,
    "boolean": {"true": True, "false": False}.__getitem__,
    "date": date.fromisoformat,
    "datetime": lambda text: datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ"),
    "object": lambda text: dict(json.loads(text)),
    "array": lambda text: list(json.loads(text)),
}


def full_material() -> Material:
    """Something of every noun."""
    made = coded_material()
    other = replace(made.configurations[0], guid="k-2", theory="th-1")
    return replace(
        made,
        configurations=(*made.configurations, other),
        links=(ConfigurationLink("l-1", "k-1", "k-2", "AML", ""),),
        theories=(
            Theory("th-1", "T1", "Hvis …, så …", "AML", "2026-03-12T08:00:00.123456Z", (TheoryPart(Role.M, "tro"),)),
        ),
        decisions=(Decision("d-1", "t-1", 0, 5, "tro", Verdict.ACCEPT, "AML", "", 0.8, "test", "c-1"),),
        summaries=(Summary("s-1", "tro", "Åmose", 'De øver; "meget"\nog ofte', "AML", ""),),
    )


def read(files: Mapping[str, bytes]) -> tuple[dict[str, Any], dict[str, list[dict[str, Any]]]]:
    """The descriptor, and every table's rows with their values as the schema says they are."""
    descriptor = json.loads(files[DESCRIPTOR])
    return descriptor, {one["name"]: _rows(one, files[one["path"]]) for one in descriptor["resources"]}


def _rows(resource: Mapping[str, Any], data: bytes) -> list[dict[str, Any]]:
    heading, *rows = csv.reader(io.StringIO(data.decode(resource["encoding"]), newline=""))
    fields = resource["schema"]["fields"]
    assert heading == [field["name"] for field in fields]
    return [
        {
            field["name"]: None if text in resource["schema"]["missingValues"] else CASTS[field["type"]](text)
            for field, text in zip(fields, row, strict=True)
        }
        for row in rows
    ]


@pytest.fixture(scope="module")
def files() -> Mapping[str, bytes]:
    return package(full_material(), texts=True).files


def test_the_descriptor_names_every_file_with_its_size_and_hash(files: Mapping[str, bytes]) -> None:
    descriptor, _tables = read(files)
    assert (descriptor["profile"], descriptor["title"]) == ("tabular-data-package", "Prøve")
    assert NAME.fullmatch(descriptor["name"])
    assert [one["name"] for one in descriptor["resources"]] == [table.name for table in TABLES]
    for one in descriptor["resources"]:
        data = files[one["path"]]
        assert NAME.fullmatch(one["name"]) and not one["path"].startswith(("/", "."))
        assert (one["bytes"], one["hash"]) == (len(data), f"sha256:{hashlib.sha256(data).hexdigest()}")
        assert not data.startswith(b"\xef\xbb\xbf")
    assert set(files) == {DESCRIPTOR, *(one["path"] for one in descriptor["resources"])}


def test_every_field_is_described_and_every_value_keeps_its_constraints(files: Mapping[str, bytes]) -> None:
    descriptor, tables = read(files)
    for one in descriptor["resources"]:
        assert tables[one["name"]], one["name"]
        for field in one["schema"]["fields"]:
            values = [row[field["name"]] for row in tables[one["name"]]]
            there = [value for value in values if value is not None]
            rules = field.get("constraints", {})
            assert field["description"] and field["type"] in CASTS
            assert set(rules) <= {"required", "unique", "enum", "minimum"}
            assert not rules.get("required") or len(there) == len(values)
            assert not rules.get("unique") or len(set(there)) == len(there)
            assert set(map(str, there)) <= set(rules["enum"]) if "enum" in rules else True
            assert all(value >= rules["minimum"] for value in there) if "minimum" in rules else True


def test_keys_name_one_row_and_lead_to_one(files: Mapping[str, bytes]) -> None:
    descriptor, tables = read(files)
    for one in descriptor["resources"]:
        schema, rows = one["schema"], tables[one["name"]]
        keys = [tuple(row[name] for name in schema["primaryKey"]) for row in rows]
        assert len(set(keys)) == len(keys)
        for key in schema.get("foreignKeys", []):
            [here], [there] = key["fields"], key["reference"]["fields"]
            known = {row[there] for row in tables[key["reference"]["resource"] or one["name"]]}
            assert {row[here] for row in rows} - {None} <= known


def test_every_table_that_can_lead_somewhere_does(files: Mapping[str, bytes]) -> None:
    descriptor, _tables = read(files)
    leading = {one["name"]: len(one["schema"].get("foreignKeys", [])) for one in descriptor["resources"]}
    assert leading == {table.name: len(table.leads_to) for table in TABLES}


def test_a_foreign_key_that_does_not_hold_is_not_stated() -> None:
    made = full_material()
    lost = replace(made, decisions=(replace(made.decisions[0], coding="gone"),))
    descriptor, _tables = read(package(lost).files)
    [decisions] = [one for one in descriptor["resources"] if one["name"] == "decisions"]
    assert [key["fields"] for key in decisions["schema"]["foreignKeys"]] == [["transcript"]]


def test_values_come_back_as_they_were(files: Mapping[str, bytes]) -> None:
    _descriptor, tables = read(files)
    assert tables["transcripts"][0]["text"] == FIRST
    assert [FIRST[row["start"] : row["end"]] for row in tables["codings"][:4]] == [
        row["quote"] for row in tables["codings"][:4]
    ]
    assert tables["cases"] == [{"name": "Åmose", "guid": "g-1", "variables": {"deltagere": 46}}]
    assert tables["summaries"][0]["text"] == 'De øver; "meget"\nog ofte'
    assert tables["codings"][0]["at"] == datetime(2026, 3, 12, 9, 30)
    assert tables["theories"][0]["at"] == datetime(2026, 3, 12, 8)
    assert tables["memos"][0]["about"] == "segment" and tables["turns"][0]["interviewer"] is True


def test_texts_stay_at_home_unless_they_are_asked_for() -> None:
    _descriptor, tables = read(package(full_material()).files)
    assert "text" not in tables["transcripts"][0]
    assert b"sikkert" not in b"".join(package(full_material()).files.values())
    assert "speaker" in tables["turns"][0]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_columns_bear_the_names_of_the_data_dictionary(table: Any) -> None:
    told = (ROOT / "docs" / "data-dictionary.md").read_text("utf-8")
    ours = {
        "path",
        "parent",
        "retired",
        "kind",
        "number",
        "speaker",
        "seconds",
        "interviewer",
        "words",
    }  # of lists, YAML
    names = {one.name for one in table.fields} - ours
    in_books = {f"{name}_{lang}" for name in ("label", "definition", "include", "exclude") for lang in ("da", "en")}
    other = {"municipality", "configuration", "id", "codebook", "theory", "transcript", "coding"}
    assert [name for name in names - in_books - other if f"`{name}`" not in told] == []


def test_a_folder_and_a_zip_hold_the_same(tmp_path: Path) -> None:
    rows = export_data_package(full_material(), tmp_path / "p")
    assert export_data_package(full_material(), tmp_path / "p.zip") == rows
    assert (rows["codings"], rows["turns"], rows["configuration_parts"]) == (5, 4, 4)
    with zipfile.ZipFile(tmp_path / "p.zip") as archive:
        for name in archive.namelist():
            assert archive.read(name) == (tmp_path / "p" / name).read_bytes()
    once = (tmp_path / "p.zip").read_bytes()
    export_data_package(full_material(), tmp_path / "p.zip")
    assert (tmp_path / "p.zip").read_bytes() == once


def test_personal_data_stop_it_with_nothing_written(tmp_path: Path) -> None:
    made = a_material([a_transcript("Anna: Ring 20 12 34 56.")])
    with pytest.raises(PersonalDataError):
        export_data_package(made, tmp_path / "p")
    assert list(tmp_path.iterdir()) == []
    export_data_package(made, tmp_path / "p", texts=True, mask=True)
    assert "20 12" not in (tmp_path / "p" / "data" / "transcripts.csv").read_text("utf-8")


def test_an_empty_project_is_a_package_too() -> None:
    descriptor, tables = read(package(a_material([])).files)
    assert len(descriptor["resources"]) == len(TABLES) and tables["codings"] == []
