"""Variables of cases: a CSV file with a row per municipality, its name in the column ``kommune``.

Numbers may be written as Danes do: ``12.500`` is twelve thousand five hundred, ``12,5`` twelve and a half. A value that
begins with a zero (``0851``) is a code and stays text.
"""

from __future__ import annotations

import re
from typing import Any

from icmo.formats.rows import read_keyed

_NAME_COLUMNS = ("kommune", "municipality", "case")
_WHOLE = re.compile(r"-?(?:0|[1-9]\d*|[1-9]\d{0,2}(?:\.\d{3})+)")
_DECIMAL = re.compile(r"-?(?:(?:0|[1-9]\d*|[1-9]\d{0,2}(?:\.\d{3})+),\d+|(?:0|[1-9]\d*)\.\d+)")


def read_cases(data: bytes, name: str) -> dict[str, dict[str, Any]]:
    """The variables by municipality, numbers as numbers.

    Raises
    ------
    ProblemsError
        No column with the names, a row without one, or a municipality that stands twice.
    """
    return read_keyed(data, name, _NAME_COLUMNS, convert=_number)


def _number(text: str) -> int | float | str:
    """A number where the text is one.

    Examples
    --------
    >>> [_number(text) for text in ("12.500", "12,5", "1.5", "0851", "ja")]
    [12500, 12.5, 1.5, '0851', 'ja']
    """
    if _WHOLE.fullmatch(text):
        return int(text.replace(".", ""))
    if _DECIMAL.fullmatch(text):
        return float(text.replace(".", "").replace(",", ".") if "," in text else text)
    return text
