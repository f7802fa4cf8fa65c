"""Tables as files: CSV with comma, semicolon or tab, and JSON Lines; every row with its line number."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from icmo.errors import InvalidError, Problem, ProblemsError
from icmo.files import write_text
from icmo.formats.reading import decode
from icmo.i18n import _

Numbered = list[tuple[int, dict[str, Any]]]
SUFFIXES = (".csv", ".jsonl")


def read_csv(data: bytes, name: str) -> Numbered:
    """The rows of a CSV file with the line that each ends on; every row has all columns, headings in small letters."""
    rows, _delimiter = read_cells(data, name)
    columns = [column.lower() for column in rows[0][1]] if rows else []
    return [(line, dict.fromkeys(columns, "") | dict(zip(columns, cells, strict=False))) for line, cells in rows[1:]]


def read_cells(data: bytes, name: str) -> tuple[list[tuple[int, list[str]]], str]:
    """The lines of a CSV file that say something, heading first, each with its number; and what parts the cells.

    Raises
    ------
    ProblemsError
        Quotation marks that do not match.
    """
    text, _notes = decode(data, name)
    text = text.removeprefix("\ufeff")
    heading = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(";,\t", key=heading.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        rows = [(reader.line_num, [cell.strip() for cell in cells]) for cells in reader]
    except csv.Error as error:
        problem = Problem(reader.line_num, _("not valid CSV: {what}").format(what=error))
        raise ProblemsError(name, [problem], _("Save the table as CSV UTF-8 in Excel.")) from None
    return [(line, cells) for line, cells in rows if any(cells)], delimiter


def read_jsonl(data: bytes, name: str) -> Numbered:
    """The objects of a JSON Lines file with their line numbers.

    Raises
    ------
    ProblemsError
        Lines that are no JSON objects.
    """
    text, _notes = decode(data, name)
    rows: Numbered = []
    problems = []
    for line, content in enumerate(text.removeprefix("\ufeff").split("\n"), start=1):
        if content.strip():
            try:
                row = json.loads(content)
                json.dumps(row, ensure_ascii=False, allow_nan=False).encode("utf-8")  # half a character cannot be kept
            except (ValueError, RecursionError) as error:
                what = getattr(error, "msg", str(error))
                problems.append(Problem(line, _("not valid JSON: {what}").format(what=what)))
            else:
                problems += [] if isinstance(row, dict) else [Problem(line, _("not a JSON object"))]
                rows.append((line, row))
    if problems:
        raise ProblemsError(name, problems, _("Write one JSON object per line."))
    return rows


def read_keyed(
    data: bytes,
    name: str,
    columns: Sequence[str],
    *,
    convert: Callable[[str], Any] = str,
    fold: Callable[[str], str] = str,
) -> dict[str, dict[str, Any]]:
    """The rows of a CSV file by the value of the first of `columns` that it has; empty cells are left out.

    `convert` makes a value of a cell's text, `fold` the key under which a row is found.

    Raises
    ------
    ProblemsError
        None of the columns, a row without that value, or a value that stands twice.
    """
    return keyed(read_csv(data, name), name, columns, convert=convert, fold=fold)


def keyed(
    rows: Numbered,
    name: str,
    columns: Sequence[str],
    *,
    convert: Callable[[Any], Any] = str,
    fold: Callable[[Any], str] = str,
    found_before: Iterable[Problem] = (),
) -> dict[str, dict[str, Any]]:
    """As `read_keyed`, for rows that have been read already; problems found before are told with the others."""
    key = next((column for column in columns if rows and column in rows[0][1]), None)
    if key is None:
        problem = Problem(1, _("no column “{column}”").format(column=columns[0]))
        raise ProblemsError(name, [problem], _("Head one column “{column}”.").format(column=columns[0]))
    found: dict[str, dict[str, Any]] = {}
    problems = list(found_before)
    for line, row in rows:
        value = fold(row.pop(key))
        if not value:
            problems.append(Problem(line, _("the column “{column}” is missing or empty").format(column=key)))
        elif value in found:
            problems.append(Problem(line, _("{name} stands twice").format(name=value)))
        found[value] = {column: convert(cell) for column, cell in row.items() if column and cell != ""}
    if problems:
        raise ProblemsError(name, sorted(problems, key=lambda one: one.line), _("Mend the lines and try again."))
    return found


def check_suffix(path: Path) -> None:
    """Complain about a file that is neither CSV nor JSON Lines by its name."""
    if path.suffix.lower() not in SUFFIXES:
        raise InvalidError(
            _("{path}: codings are read and written as {known}.").format(path=path, known=", ".join(SUFFIXES)),
            _("Give the file one of these suffixes."),
        )


def write_rows(
    rows: Sequence[Mapping[str, Any]], columns: Sequence[str], path: Path, *, then: Sequence[Mapping[str, Any]] = ()
) -> None:
    """Write rows as .csv (with the mark that Excel needs) or .jsonl.

    `then` are objects of another kind, for which a table has no room: they follow in JSON Lines only.
    """
    check_suffix(path)
    if path.suffix.lower() == ".jsonl":
        write_text(path, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in (*rows, *then)))
    else:
        write_text(path, csv_text([[row[column] for column in columns] for row in rows], columns), mark=True)


def csv_text(rows: Iterable[Sequence[Any]], columns: Sequence[str]) -> str:
    """A table as CSV text with its headings."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return file.getvalue()
