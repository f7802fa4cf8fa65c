"""Codings as CSV or JSON Lines: one row per quote with its code path and where it comes from.

Read back by any of these columns: ``transcript`` (name or GUID), ``code``, ``coder``, and either ``start`` and
``end`` or a ``quote`` that stands once in the transcript (``prefix`` and ``suffix`` tell equal quotes apart).
``id``, ``at``, ``memo``, ``valence`` are taken over where they are. A JSON Lines row with ``parts`` is a
configuration: ``{"parts": [{"role": "M", "coding": id, …}], "coder": …, "polarity": …}``.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from icmo.coding import configuration_from, new_coding
from icmo.errors import IcmoError, InvalidError, NotFoundError, Problem, ProblemsError
from icmo.formats.manifest import read_rows
from icmo.formats.reading import decode
from icmo.i18n import _
from icmo.models import Coding, Configuration, Material, Origin
from icmo.stamps import as_guid

SUFFIXES = (".csv", ".jsonl")


def write_rows(
    rows: Sequence[Mapping[str, Any]], columns: Sequence[str], path: Path, *, then: Sequence[Mapping[str, Any]] = ()
) -> None:
    """Write codings or suggestions, as `frames` gives them row by row, as .csv or .jsonl.

    `then` are objects of another kind, for which a table has no room: they follow in JSON Lines only.
    """
    _check_suffix(path)
    if path.suffix.lower() == ".jsonl":
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in (*rows, *then))
        path.write_text(text, encoding="utf-8", newline="\n")
        return
    file = io.StringIO()
    writer = csv.DictWriter(file, columns, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(file.getvalue(), encoding="utf-8-sig", newline="")


def read_codings(path: Path, material: Material, *, coder: str) -> tuple[list[Coding], list[Configuration]]:
    """Read codings and configurations for a project; those already in it are left out.

    Raises
    ------
    ProblemsError
        Every row that cannot be placed, with its line; nothing is to be imported then.
    """
    _check_suffix(path)
    rows = _rows(path)
    problems: list[Problem] = []
    known = set(material.coding_by_guid)
    codings: list[Coding] = []
    configurations: list[Configuration] = []
    for line, row in rows:
        try:
            if "parts" in row:
                configurations.append(_configuration(row, known, material, coder))
            else:
                coding = _coding(row, material, coder)
                codings.append(coding)
                known.add(coding.guid)
        except IcmoError as error:
            problems.append(Problem(line, error.message))
    if problems:
        raise ProblemsError(str(path), problems, _("Nothing was imported. Mend the lines and try again."))
    return _new(codings, material), [one for one in configurations if one.guid not in _guids(material.configurations)]


def _new(codings: Sequence[Coding], material: Material) -> list[Coding]:
    """The codings that are neither in the project by their id nor by coder, code and span."""
    there = _guids(material.codings)
    made = {_mark(coding) for coding in material.codings}
    return [one for one in codings if one.guid not in there and _mark(one) not in made]


def _mark(coding: Coding) -> tuple[str, str, str, int, int]:
    return coding.coder, coding.code, coding.transcript, coding.start, coding.end


def _guids(rows: Iterable[Coding | Configuration]) -> set[str]:
    return {row.guid for row in rows}


def _check_suffix(path: Path) -> None:
    if path.suffix.lower() not in SUFFIXES:
        raise InvalidError(
            _("{path}: codings are read and written as {known}.").format(path=path, known=", ".join(SUFFIXES)),
            _("Give the file one of these suffixes."),
        )


def _rows(path: Path) -> list[tuple[int, dict[str, Any]]]:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise NotFoundError(f"{path}: {error.strerror}", _("Check the name and the folder.")) from None
    if path.suffix.lower() == ".csv":
        return list(enumerate(read_rows(data, path.name), start=2))
    return read_jsonl(data, path.name)


def read_jsonl(data: bytes, name: str) -> list[tuple[int, dict[str, Any]]]:
    """The objects of a JSON Lines file with their line numbers."""
    text, _notes = decode(data, name)
    rows, problems = [], []
    for line, content in enumerate(text.split("\n"), start=1):
        if not content.strip():
            continue
        try:
            row = json.loads(content)
        except json.JSONDecodeError as error:
            problems.append(Problem(line, _("not valid JSON: {what}").format(what=error.msg)))
            continue
        if isinstance(row, dict):
            rows.append((line, row))
        else:
            problems.append(Problem(line, _("not a JSON object")))
    if problems:
        raise ProblemsError(name, problems, _("Write one JSON object per line."))
    return rows


def _coding(row: Mapping[str, Any], material: Material, coder: str) -> Coding:
    for column in ("transcript", "code"):
        if not row.get(column):
            raise InvalidError(_("the column “{column}” is missing or empty").format(column=column))
    name = str(row["transcript"])
    source = next((t for t in material.transcripts if name in (t.name, t.guid)), None)
    if source is None:
        raise NotFoundError(_("there is no transcript “{name}”").format(name=name))
    start, end = _offset(row, "start"), _offset(row, "end")
    coding = new_coding(
        source,
        material.codebook,
        str(row["code"]),
        str(row.get("coder") or coder),
        start=start,
        end=end,
        quote=row.get("quote") or None,
        prefix=str(row.get("prefix") or ""),
        suffix=str(row.get("suffix") or ""),
        valence=row.get("valence") or None,
        memo=str(row.get("memo") or ""),
    )
    if row.get("quote") and " ".join(coding.quote.split()) != " ".join(str(row["quote"]).split()):
        raise InvalidError(
            _("start {start} and end {end} do not hold the quote “{quote}”").format(
                start=start, end=end, quote=str(row["quote"])[:40]
            )
        )
    return replace(coding, guid=_guid(row, coding.guid), at=str(row.get("at") or ""), origin=_origin(row))


def _origin(row: Mapping[str, Any]) -> Origin:
    value = str(row.get("origin") or Origin.IMPORT)
    return Origin(value) if value in list(Origin) else Origin.IMPORT


def _offset(row: Mapping[str, Any], column: str) -> int | None:
    value = row.get(column)
    if value in (None, ""):
        return None
    try:
        return int(str(value))
    except ValueError:
        raise InvalidError(_("{column} “{value}” is not a whole number").format(column=column, value=value)) from None


def _configuration(row: Mapping[str, Any], known: set[str], material: Material, coder: str) -> Configuration:
    named = {str(part.get("coding")) for part in row["parts"]}
    guids = {name: as_guid(name) for name in named if as_guid(name) in known}
    made = configuration_from(row, guids, material.codebook, coder)
    return replace(made, guid=_guid(row, made.guid), at=str(row.get("at") or ""))


def _guid(row: Mapping[str, Any], otherwise: str) -> str:
    return as_guid(str(row["id"])) if row.get("id") else otherwise
