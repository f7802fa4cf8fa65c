"""Codings as CSV or JSON Lines: one row per quote with its code path and where it comes from.

Read back by any of these columns: ``transcript`` (name or GUID), ``code``, ``coder``, and either ``start`` and
``end`` or a ``quote`` that stands once in the transcript (``prefix`` and ``suffix`` tell equal quotes apart).
``id``, ``at``, ``memo``, ``valence`` are taken over where they are. A row with ``suggestion`` (as suggestions are
exported) is an accepted suggestion. A JSON Lines row with ``parts`` is a configuration:
``{"parts": [{"role": "M", "coding": id, …}], "coder": …, "polarity": …}``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from icmo.coding import configuration_from, new_coding, new_decision
from icmo.errors import IcmoError, InvalidError, NotFoundError, Problem, ProblemsError
from icmo.files import read_bytes
from icmo.formats.rows import Numbered, check_suffix, read_csv, read_jsonl
from icmo.i18n import _
from icmo.models import Coding, Configuration, Decision, Material, Origin, Transcript, Verdict, index
from icmo.stamps import as_guid

_Mark = tuple[str, str, str, int, int]


@dataclass
class NewCodings:
    """What a file brings that the project does not have: codings, configurations, accepted suggestions."""

    codings: list[Coding] = field(default_factory=list)
    configurations: list[Configuration] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)


def read_codings(path: Path, material: Material, *, coder: str) -> NewCodings:
    """Read codings and configurations for a project; what is already in it is left out.

    Raises
    ------
    ProblemsError
        Every row that cannot be placed, with its line; nothing is to be imported then.
    """
    check_suffix(path)
    reader = _Reader(material, coder)
    problems: list[Problem] = []
    for line, row in _rows(path):
        try:
            reader.take(row)
        except IcmoError as error:
            problems.append(Problem(line, error.message))
    if problems:
        raise ProblemsError(str(path), problems, _("Nothing was imported. Mend the lines and try again."))
    return reader.new


def _rows(path: Path) -> Numbered:
    data = read_bytes(path)
    return read_csv(data, path.name) if path.suffix.lower() == ".csv" else read_jsonl(data, path.name)


class _Reader:
    """Places row after row, knowing what the project and the rows before hold."""

    def __init__(self, material: Material, coder: str) -> None:
        self.new = NewCodings()
        self._material = material
        self._coder = coder
        self._transcripts = {t.name: t for t in material.transcripts} | material.transcript_by_guid
        self._suggestions = index(material.suggestions)
        self._by_mark: dict[_Mark, str] = {_mark(one): one.guid for one in material.codings}
        self._guids = {guid: guid for guid in material.coding_by_guid}  # of a row's id → of the coding that it is
        self._configurations = {one.guid for one in material.configurations}
        self._theories = {name: one.guid for one in material.theories for name in (one.name, one.guid)}

    def take(self, row: Mapping[str, Any]) -> None:
        """Place one row: a coding, or a configuration where it has parts."""
        if "parts" in row:
            self._configuration(row)
        else:
            self._coding(row)

    def _coding(self, row: Mapping[str, Any]) -> None:
        made = _coding(row, self._transcript(row), self._material, self._coder)
        there = self._guids.get(made.guid) or self._by_mark.get(_mark(made))
        self._guids[made.guid] = there or made.guid
        if there is None:
            self._by_mark[_mark(made)] = made.guid
            self.new.codings.append(made)
            if suggestion := self._suggestions.get(str(row.get("suggestion"))):
                self.new.decisions.append(new_decision(suggestion, Verdict.ACCEPT, made.coder, coding=made.guid))

    def _transcript(self, row: Mapping[str, Any]) -> Transcript:
        for column in ("transcript", "code"):
            if not row.get(column):
                raise InvalidError(_("the column “{column}” is missing or empty").format(column=column))
        found = self._transcripts.get(str(row["transcript"]))
        if found is None:
            raise NotFoundError(_("there is no transcript “{name}”").format(name=row["transcript"]))
        return found

    def _configuration(self, row: Mapping[str, Any]) -> None:
        parts = row["parts"] if isinstance(row["parts"], list) else []
        named = {str(part.get("coding")) for part in parts if isinstance(part, Mapping)}
        guids = {name: self._guids[as_guid(name)] for name in named if as_guid(name) in self._guids}
        made = configuration_from(row, guids, self._material.codebook, self._coder, theories=self._theories)
        made = replace(made, guid=_guid(row, made.guid), at=_time(row))
        if made.guid not in self._configurations:
            self._configurations.add(made.guid)
            self.new.configurations.append(made)


def _mark(coding: Coding) -> _Mark:
    return coding.coder, coding.code, coding.transcript, coding.start, coding.end


def _coding(row: Mapping[str, Any], source: Transcript, material: Material, coder: str) -> Coding:
    start, end = _offset(row, "start"), _offset(row, "end")
    coding = new_coding(
        source,
        material.codebook,
        str(row["code"]),
        str(row.get("coder") or coder),
        start=start,
        end=end,
        quote=str(row["quote"]) if row.get("quote") else None,
        prefix=str(row.get("prefix") or ""),
        suffix=str(row.get("suffix") or ""),
        valence=str(row["valence"]) if row.get("valence") else None,
        memo=str(row.get("memo") or ""),
    )
    if row.get("quote") and " ".join(coding.quote.split()) != " ".join(str(row["quote"]).split()):
        raise InvalidError(
            _("start {start} and end {end} do not hold the quote “{quote}”").format(
                start=start, end=end, quote=str(row["quote"])[:40]
            )
        )
    return replace(coding, guid=_guid(row, coding.guid), at=_time(row), origin=_origin(row))


def _time(row: Mapping[str, Any]) -> str:
    """When the row was made: ISO 8601, or nothing."""
    value = str(row.get("at") or "")
    try:
        datetime.fromisoformat(value or "2026-01-01")
    except ValueError:
        raise InvalidError(_("“{value}” is not a time like 2026-03-12T09:30:00Z").format(value=value)) from None
    return value


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


def _guid(row: Mapping[str, Any], otherwise: str) -> str:
    return as_guid(str(row["id"])) if row.get("id") else otherwise
