"""What may stand in an Excel cell, and names that Excel allows for sheets."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import isclose, isfinite
from typing import TypeAlias

from icmo.documents.model import Cell, plain
from icmo.i18n import _, integer
from icmo.reports.words import cell_text, clean

MOST = 32_767  # characters in a cell, as Excel counts them: an emoji is two
LONGEST_NAME = 31
_EXACT = 10**15  # Excel keeps 15 digits of a number
_CODED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # Excel would read "_x0041_" as "A"
_MARKUP = re.compile("[&<>_\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_FORBIDDEN_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_WHOLE = re.compile(r"\d*|\d{1,3}(?:[.,\s]\d{3})+")
_WRITTEN = re.compile(r"([-−+]?)([\d.,\s]*\d)\s*(%|pct\.)?")


@dataclass(frozen=True, slots=True)
class Number:
    """A number and how Excel shows it: ``#,##0``, ``0%``; Excel takes the separators of its user's language."""

    value: int | float
    format: str = "#,##0"


Value: TypeAlias = str | int | Number


def value_of(cell: Cell) -> Value:
    """A cell as Excel has it: a number where its words are just that number, else its words.

    Examples
    --------
    >>> from icmo.documents.model import cell
    >>> value_of(cell(1200)), value_of(cell(0.333, text="33%"))
    (Number(value=1200, format='#,##0'), Number(value=0.333, format='0%'))
    >>> value_of(cell(1, text="1 (thin evidence)"))
    '1 (thin evidence)'
    """
    words = cell_text(cell)
    if cell.value is None or plain(cell.lines[0]) != words:
        return words
    shown = number_format(cell.value, words)
    return words if shown is None else Number(cell.value, shown)


@lru_cache(10_000)
def number_format(value: int | float, words: str) -> str | None:
    """The format in which a number looks as its words do; None where the words say something else.

    Examples
    --------
    >>> number_format(0.5, "0,50"), number_format(2018, "2018"), number_format(54, "54 pct."), number_format(3, "4")
    ('0.00', '0', '0" pct."', None)
    >>> number_format(0.0, "0.0%")
    '0.0%'
    """
    found = _WRITTEN.fullmatch(words)
    if found is None or not isfinite(value) or abs(value) >= _EXACT:
        return None
    sign, digits, unit = found.groups()
    return _shape(value, sign, digits, unit, ",") or _shape(value, sign, digits, unit, ".")


def _shape(value: int | float, sign: str, digits: str, unit: str | None, point: str) -> str | None:
    """The format, if the digits say the value when read with that decimal sign."""
    whole, _sign, decimals = digits.partition(point)
    if not _WHOLE.fullmatch(whole) or (not decimals.isdecimal() and decimals):
        return None
    plain_whole, plain_decimals = re.sub(r"\D", "", whole), decimals
    said = float(f"{'-' if sign else ''}{plain_whole or 0}.{plain_decimals or 0}")
    nearly = 0.5000001 * 10 ** -len(plain_decimals)
    shape = "#,##0" if whole != plain_whole else "0"
    shape += "." + "0" * len(plain_decimals) if plain_decimals else ""
    if unit and isclose(said, 100 * value, rel_tol=0, abs_tol=nearly):
        return f"{shape}%"
    if not isclose(said, value, rel_tol=0, abs_tol=nearly):
        return None
    return f'{shape}" {unit}"' if unit else shape


def text(value: str) -> str:
    """The text as a cell can hold it: not too long, nothing that XML forbids, line breaks as Excel has them."""
    value = clean(value).replace("\r\n", "\n").replace("\r", "\n")
    if len(value) <= MOST // 2 or _units(value) <= MOST:
        return value
    note = _(" … (cut: {n} characters in all)").format(n=integer(len(value)))
    return _begun(value, MOST - len(note)) + note


def _units(value: str) -> int:
    return len(value.encode("utf-16-le")) // 2


def _begun(value: str, room: int) -> str:
    """As much of the beginning as there is room for."""
    return value.encode("utf-16-le")[: 2 * room].decode("utf-16-le", "ignore")


def xml(value: str) -> str:
    """Text as it stands inside an XML element."""
    if _MARKUP.search(value) is None and len(value) <= MOST // 2:
        return value
    marked = text(value).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _CODED.sub("_x005F_", marked)


def names(wanted: Iterable[str]) -> list[str]:
    """Names for sheets as Excel allows them: short, without ``[ ] : * ? / \\``, each one once.

    Examples
    --------
    >>> names(["Hvem/hvad?", "hvem hvad", ""])
    ['Hvem hvad', 'hvem hvad (2)', 'Sheet']
    """
    taken: set[str] = {"history"}  # Excel keeps this one for itself
    found = []
    for name in wanted:
        base = " ".join(_FORBIDDEN_NAME.sub(" ", clean(name)).split()).strip("' ") or _("Sheet")
        tries = (_short(base, f" ({n})" if n > 1 else "") for n in range(1, len(taken) + 3))
        found.append(next(one for one in tries if one.casefold() not in taken))
        taken.add(found[-1].casefold())
    return found


def _short(name: str, ending: str) -> str:
    room = LONGEST_NAME - len(ending)
    return (name if _units(name) <= room else _begun(name, room)).rstrip("' ") + ending
