"""Answers in a table (CSV or Excel): a survey, a grid of interviews, or a transcript with a row per turn.

The headings decide. A column with the speaker makes each row a turn. Else each respondent is a transcript: the column
``id`` or ``navn`` names it, rows of the same respondent belong together, and columns that `icmo.formats.front_matter`
knows (kommune, informanttype, rolle, dato, målgruppe) and others that hold no running text become metadata. Text is in
columns called ``svar``, ``tekst``, ``kommentar`` …, in those whose heading is a question, or in the longest. Where
there are questions, as headings or in a column ``spørgsmål``, a question is a turn and its answer the next.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import PurePath
from typing import Any

from icmo.errors import IcmoError, ReadError
from icmo.formats import dialogue
from icmo.formats.answer_columns import TEXTS, Columns, Row, columns_of, is_question, plainly
from icmo.formats.manifest import FILE_COLUMNS
from icmo.formats.reading import Reading
from icmo.formats.rows import read_cells
from icmo.formats.speaker_table import SPEAKER_COLUMNS
from icmo.formats.spoken import Spoken, compose
from icmo.formats.xlsx import read_xlsx
from icmo.formats.zips import check_zip
from icmo.i18n import _
from icmo.text.anchors import normalise

QUESTION, ANSWER = "Spørgsmål", "Svar"  # labels in the text, which `icmo.formats.dialogue` knows
_DATED = re.compile(r"(\d{4}-\d\d-\d\d|\d\d?[./-]\d\d?[./-]\d{4})[ T]\d\d?[:.]\d\d.*")
_SHOWN = 12  # headings named in a message
_TITLES = 10  # rows in which the headings are looked for
_ZIP = b"PK\x03\x04"


def read_answers(data: bytes, name: str) -> tuple[Reading, ...]:
    """The transcripts in a table, each with its name in the metadata (``navn``) where there are several.

    Raises
    ------
    ReadError
        No column with running text, or a table of another kind: a manifest, codings, figures of municipalities.
    """
    rows, headings = _table(data, name)
    _refuse_others(headings, name)
    columns = columns_of(headings, rows)
    if not columns.texts:
        raise _no_text(headings, name)
    filled = [row for row in rows if any(row[1][column] for column in columns.texts)]
    groups = _groups(filled, columns)
    readings = tuple(_named(_reading(group, columns), who, group, columns) for who, group in groups)
    if len(readings) == 1 and columns.who is None:
        readings = (replace(readings[0], metadata=_without_name(readings[0].metadata)),)
    return tuple(_told_apart(readings))


def is_other_table(data: bytes, name: str) -> bool:
    """Whether a table holds no answers but something else of ours, or nothing that is said."""
    try:
        rows, headings = _table(data, name)
        _refuse_others(headings, name)
        return not columns_of(headings, rows).texts
    except ReadError:
        return True


# --- The table ------------------------------------------------------------------------------------------


def _table(data: bytes, name: str) -> tuple[list[Row], list[str]]:
    """The rows by heading, and the headings as they are written; a heading that stands twice gets a number."""
    if data.startswith(_ZIP) or PurePath(name).suffix.lower() in (".xlsx", ".xlsm"):
        check_zip(data, name)
        cells = [(line, [_plain(cell) for cell in row]) for line, row in _sheet(data, name)]
    else:
        cells = [(line, [normalise(cell) for cell in row]) for line, row in read_cells(data, name)[0]]
    top = _top([row for _line, row in cells[:_TITLES]])
    headings = _headings(cells[top][1] if cells else [])
    rows = [
        (line, dict.fromkeys(headings, "") | dict(zip(headings, row, strict=False))) for line, row in cells[top + 1 :]
    ]
    return rows, [heading for heading in headings if heading]


def _top(rows: Sequence[Sequence[str]]) -> int:
    """Which row holds the headings: the first, unless that is a title and a later one has headings that are known."""
    if not rows or sum(map(bool, rows[0])) > 1:
        return 0
    known = (n for n, row in enumerate(rows) if any(plainly(cell) in TEXTS | SPEAKER_COLUMNS for cell in row))
    return next(known, 0)


def _sheet(data: bytes, name: str) -> list[tuple[int, list[Any]]]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl tells of drawings and checks that it leaves out
            return read_xlsx(data, name)
    except IcmoError:
        raise
    except Exception:  # openpyxl lets XML, type and value errors through; all mean the same here
        raise ReadError(
            _("{name} is no Excel workbook.").format(name=name), _("Save it as .xlsx or as CSV UTF-8 in Excel.")
        ) from None


def _headings(cells: Sequence[str]) -> list[str]:
    found: list[str] = []
    seen: dict[str, int] = {}
    for cell in cells:
        heading = " ".join(cell.split())
        seen[heading] = seen.get(heading, 0) + 1
        found.append(f"{heading} ({seen[heading]})" if heading and seen[heading] > 1 else heading)
    return found


def _plain(cell: Any) -> str:
    """What a cell of a workbook shows, as text."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "ja" if cell else "nej"
    if isinstance(cell, datetime):
        return cell.isoformat(" ").removesuffix(" 00:00:00")
    if isinstance(cell, float) and cell == int(cell):
        return str(int(cell))
    return cell.isoformat() if isinstance(cell, date) else normalise(str(cell)).strip()


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
        time = row[columns.time] if columns.time else ""
        said = row[columns.texts[0]].strip()
        if speaker is None and spoken:
            spoken[-1] = replace(spoken[-1], said=f"{spoken[-1].said}\n{said}")
        else:
            spoken.append(Spoken(speaker, said, dialogue.seconds(time) if time else None))
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
