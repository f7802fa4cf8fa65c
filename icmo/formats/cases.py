"""Variables of cases: a CSV file with a row per municipality, its name in the column ``kommune``."""

from __future__ import annotations

from typing import Any

from icmo.errors import Problem, ProblemsError
from icmo.formats.manifest import read_rows
from icmo.i18n import _

_NAME_COLUMNS = ("kommune", "municipality", "case")


def read_cases(data: bytes, name: str) -> dict[str, dict[str, Any]]:
    """The variables by municipality; whole and decimal numbers (comma or point) become numbers.

    Raises
    ------
    ProblemsError
        No column with the names, a row without one, or a municipality that stands twice.
    """
    rows = read_rows(data, name)
    column = next((c for c in _NAME_COLUMNS if rows and c in rows[0]), None)
    if column is None:
        raise ProblemsError(
            name, [Problem(1, _("no column “kommune”"))], _("Head one column “kommune” with the municipalities.")
        )
    found: dict[str, dict[str, Any]] = {}
    problems = []
    for line, row in enumerate(rows, start=2):
        case = (row.pop(column) or "").strip()
        if not case:
            problems.append(Problem(line, _("no municipality")))
        elif case in found:
            problems.append(Problem(line, _("{name} stands twice").format(name=case)))
        found[case] = {key: _number(value.strip()) for key, value in row.items() if key and value and value.strip()}
    if problems:
        raise ProblemsError(name, problems, _("Mend the lines and try again."))
    return found


def _number(text: str) -> int | float | str:
    for convert in (int, float):
        try:
            return convert(text.replace(",", "."))
        except ValueError:
            continue
    return text
