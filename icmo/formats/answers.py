"""Answers in a table (CSV or Excel): a survey, a grid of interviews, or a transcript with a row per turn.

The headings decide. A column with the speaker makes each row a turn. Else each respondent is a transcript: the column
``id`` or ``navn`` names it, rows of the same respondent belong together, and columns that `icmo.formats.front_matter`
knows (kommune, informanttype, rolle, dato, målgruppe) and others that hold no running text become metadata. Text is in
columns called ``svar``, ``tekst``, ``kommentar`` …, in those whose heading is a question, or in the longest. Where
there are questions, as headings or in a column ``spørgsmål``, a question is a turn and its answer the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from icmo.errors import ReadError
from icmo.formats import dialogue
from icmo.formats.answer_columns import Columns, Row, columns_of, is_question, plainly
from icmo.formats.answer_table import read_table
from icmo.formats.left_out import Left, remarks
from icmo.formats.manifest import FILE_COLUMNS
from icmo.formats.reading import Reading
from icmo.formats.speaker_table import TIME
from icmo.formats.spoken import Spoken, compose
from icmo.i18n import _

QUESTION, ANSWER = "Spørgsmål", "Svar"  # labels in the text, which `icmo.formats.dialogue` knows
_DATED = re.compile(r"(\d{4}-\d\d-\d\d|\d\d?[./-]\d\d?[./-]\d{4})[ T]\d\d?[:.]\d\d.*")
_SHOWN = 12  # headings named in a message


def read_answers(data: bytes, name: str) -> tuple[Reading, ...]:
    """The transcripts in a table, each with its name in the metadata (``navn``) where there are several.

    Raises
    ------
    ReadError
        No column with running text, or a table of another kind: a manifest, codings, figures of municipalities.
    """
    table = read_table(data, name)
    _refuse_others(table.headings, name)
    columns = columns_of(table.headings, table.rows)
    if not columns.texts:
        raise _no_text(table.headings, name)
    filled = [row for row in table.rows if any(row[1][column] for column in columns.texts)]
    groups = _groups(filled, columns)
    readings = tuple(_named(_reading(group, columns), who, group, columns) for who, group in groups)
    if len(readings) == 1 and columns.who is None:
        readings = (replace(readings[0], metadata=_without_name(readings[0].metadata)),)
    notes = (
        *table.notes,
        *remarks([*table.left, *_unanswered(table.rows, columns), *_contradictions(groups, columns)]),
    )
    return tuple(replace(one, notes=notes) for one in _told_apart(readings))


def is_other_table(data: bytes, name: str) -> bool:
    """Whether a table holds no answers but something else of ours, or nothing that is said."""
    try:
        table = read_table(data, name)
        _refuse_others(table.headings, name)
        return not columns_of(table.headings, table.rows).texts
    except ReadError:
        return True


def _refuse_others(headings: Sequence[str], name: str) -> None:
    """Complain about tables that icmo reads as something else."""
    columns = {heading.lower() for heading in headings}
    if columns & set(FILE_COLUMNS):
        raise ReadError(
            _("{name} is a manifest, not answers: it has a column of files.").format(name=name),
            _("Import the folder with the files, or give the manifest with --manifest."),
        )
    if "code" in columns and columns & {"transcript", "quote", "coder", "informant_type"}:
        raise ReadError(
            _("{name} is a table of codes or codings, not answers.").format(name=name),
            _("Codings are imported after their transcripts, with icmo code import."),
        )


def _no_text(headings: Sequence[str], name: str) -> ReadError:
    shown = ", ".join(f"“{heading[:40]}”" for heading in headings[:_SHOWN]) or _("none")
    return ReadError(
        _("{name} has no column of answers; its columns: {columns}.").format(name=name, columns=shown),
        _("Head the column with what was said “svar”; figures of municipalities are read by icmo cases."),
    )


# --- Transcripts ----------------------------------------------------------------------------------------


def _unanswered(rows: Sequence[Row], columns: Columns) -> Iterator[Left]:
    """The rows in which something stands, but no answer."""
    for _line, row in rows:
        if not any(row[column] for column in columns.texts):
            yield Left(_("rows without an answer"), " · ".join(filter(None, row.values())))


def _contradictions(groups: Sequence[tuple[str, list[Row]]], columns: Columns) -> Iterator[Left]:
    """What later rows tell of a respondent otherwise than the first that says so, which is kept."""
    for column in columns.about:
        for _who, rows in groups:
            first, *others = dict.fromkeys(row[column] for _line, row in rows if row[column]) or [""]
            yield from (Left(_("further values in “{column}”").format(column=column), one) for one in others if first)


def _groups(rows: Sequence[Row], columns: Columns) -> list[tuple[str, list[Row]]]:
    """The rows by respondent, in the order of the table; without a column that tells, each by its line."""
    groups: dict[str, list[Row]] = {}
    last = ""
    for line, row in rows:
        who = " ".join(row[columns.who].split()) if columns.who else ""
        if columns.speaker or columns.question:
            who = last = who or last  # a name that stands once, above the rows that belong to it
        groups.setdefault(who or ("" if columns.speaker or columns.question else str(line)), []).append((line, row))
    return list(groups.items())


def _reading(rows: Sequence[Row], columns: Columns) -> Reading:
    if columns.speaker:
        return _from_turns(rows, columns)
    if columns.question or len(columns.texts) > 1 or is_question(columns.texts[0]):
        text, turns = compose(one for _line, row in rows for one in _asked(row, columns))
        return Reading(text, turns)
    text = "\n\n".join(row[columns.texts[0]] for _line, row in rows) + "\n"
    return Reading(text, dialogue.turns(text))


def _from_turns(rows: Sequence[Row], columns: Columns) -> Reading:
    """Each row a turn; one without a speaker goes on with the one who spoke."""
    spoken: list[Spoken] = []
    for _line, row in rows:
        speaker = row[columns.speaker or ""].strip(": ") or None
        time = TIME.fullmatch(row[columns.time]) if columns.time else None
        said = row[columns.texts[0]].strip()
        if speaker is None and spoken:
            spoken[-1] = replace(spoken[-1], said=f"{spoken[-1].said}\n{said}")
        else:
            spoken.append(Spoken(speaker, said, dialogue.seconds(time[1]) if time else None))
    text, turns = compose(spoken)
    return Reading(text, turns)


def _asked(row: Mapping[str, str], columns: Columns) -> Iterator[Spoken]:
    """The questions of a row, each followed by its answer."""
    for column in columns.texts:
        answer = row[column].strip()
        if answer:
            question = row[columns.question].strip() if columns.question else column
            if question:
                yield Spoken(QUESTION, question)
            yield Spoken(ANSWER, answer)


def _named(reading: Reading, who: str, rows: Sequence[Row], columns: Columns) -> Reading:
    """The reading with what the first rows that say so tell of the respondent."""
    told = {column: next((row[column] for _line, row in rows if row[column]), "") for column in columns.about}
    metadata = {column: _without_time(column, value) for column, value in told.items() if value}
    name = next((row[columns.name] for _line, row in rows if columns.name and row[columns.name]), who)
    return replace(reading, metadata={**metadata, **({"navn": name} if name else {})})


def _told_apart(readings: Sequence[Reading]) -> Iterator[Reading]:
    """The readings, with the respondent's name above words that another has written too: no text is kept twice."""
    seen: set[str] = set()
    for reading in readings:
        if reading.text in seen:
            above = f"[{reading.metadata['navn']}]\n\n"
            turns = (replace(t, start=t.start + len(above), end=t.end + len(above)) for t in reading.turns)
            reading = replace(reading, text=above + reading.text, turns=tuple(turns))
        seen.add(reading.text)
        yield reading


def _without_time(column: str, value: str) -> str:
    match = _DATED.fullmatch(value) if plainly(column) in ("dato", "date") else None
    return match[1] if match else value


def _without_name(metadata: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in metadata.items() if key != "navn"}
