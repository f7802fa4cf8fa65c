"""Rows that come from elsewhere and bring their own coder and time: what an exchange file adds to a project."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import astuple
from typing import Any

import sqlalchemy as sa

from icmo.models import Material, Theory, Transcript
from icmo.stamps import new_guid
from icmo.store import cases, codebooks, coders, codings, configurations, resolutions, suggestions, tables
from icmo.store.journal import Journal

Row = Mapping[str, Any]
_FLAT = {
    "decisions": tables.decision,
    "cues": tables.cue,
    "memos": tables.memo,
    "links": tables.configuration_link,
    "summaries": tables.summary,
    "edits": tables.overview_edit,
    "choices": tables.quote_choice,
    "texts": tables.report_text,
}


def keep(journal: Journal, new: Material) -> None:
    """Keep all rows of a material, each signed by its own coder and time where it names them; not its code book."""
    journal.insert(tables.case, [journal.signed(dict(vars(one))) for one in new.cases])
    _insert(journal, tables.transcript, new.transcripts, lambda one: _transcript(journal, one))
    codings.add(journal, new.codings)
    _insert(journal, tables.theory, new.theories, _theory)
    configurations.add(journal, new.configurations)
    _insert(journal, tables.resolution, new.resolutions, resolutions.as_row)
    for noun, table in _FLAT.items():
        _insert(journal, table, getattr(new, noun), _flat)
    if new.suggestions:
        texts = {one.transcript for one in new.suggestions}
        suggestions.replace(journal.connection, texts, new.suggestions)


def keep_books(journal: Journal, books: Mapping[str, str], lexicons: Mapping[str, str]) -> None:
    """Put changed code books and lexicons in place of the project's copies, and keep lexicons that are new."""
    there = set(journal.connection.execute(sa.select(tables.lexicon.c.id)).scalars())
    new = [one for one in lexicons if one not in there]
    rows = [{"guid": new_guid(), "id": one, "yaml": lexicons[one]} for one in new]
    journal.insert(tables.lexicon, [journal.signed(row) for row in rows])
    codebooks.change(journal, books, {one: text for one, text in lexicons.items() if one in there})


def _insert(journal: Journal, table: sa.Table, made: Sequence[Any], row: Callable[[Any], Row]) -> None:
    guids = {name: coders.ensure(journal.connection, name) for name in {one.coder for one in made if one.coder}}
    journal.insert(table, [journal.signed({**row(one), **coders.signature(one, guids)}) for one in made])


def _flat(one: Any) -> Row:
    return _without_signature(vars(one))


def _theory(one: Theory) -> Row:
    parts = [{"role": part.role.value, "code": part.code} for part in one.parts]
    return _without_signature(vars(one)) | {"parts": parts}


def _transcript(journal: Journal, one: Transcript) -> Row:
    names = ("guid", "name", "text", "sha256", "informant_type", "role", "date", "target_group", "title", "source_name")
    return {name: getattr(one, name) for name in names} | {
        "turns": [list(astuple(turn)) for turn in one.turns],
        "metadata": dict(one.metadata),
        "case": cases.ensure(journal, one.municipality) if one.municipality else None,
    }


def _without_signature(values: Iterable[tuple[str, Any]] | Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in dict(values).items() if name not in ("coder", "at")}
