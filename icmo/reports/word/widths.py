"""The widths of a table's columns: what was asked for, no word broken, and the rows as low as that allows."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TypeAlias

from icmo.documents.model import Cell, Table, plain

_EM, _LETTER, _MARGINS = 190, 96, 230  # twips: a table’s text is 9.5 pt; a letter of it; the margins of a cell
_MOST = 14 * _EM  # a longer word may be broken
_BOLD = 1.07
# of an em, in Arial, which is wider than Calibri
_WIDTH = {**dict.fromkeys("ijl.,:;'|!", 0.28), **dict.fromkeys("ftr()[]- I", 0.34), **dict.fromkeys("mwMW%@", 0.87)}
_SMALL, _CAPITAL = 0.556, 0.7
_LOOKED_AT, _WEIGHED, _TOLD = 100, 20, 30  # rows: for their longest words, for their heights; lines of a cell
_STEP, _STEPS = 0.05, 9  # how much of the width moves at a time, and how often
_SHORT = 9  # lines; a row with a longer cell may go on on the next page

Lengths: TypeAlias = tuple[int, ...]  # the letters of each line of a cell


def widths_of(table: Table, rows: Sequence[Sequence[Cell]], width: int, *, broad: float = 1.0) -> tuple[int, ...]:
    """The columns' widths in twips.

    Parameters
    ----------
    rows : the table's, each as long as the header
    width : what the columns add up to
    broad : how broad the font is, beside Arial
    """
    must = least(table, broad=broad)
    weighed = rows[:: max(1, len(rows) // _WEIGHED)]
    lengths = [tuple(tuple(int(broad * length) for length in _lengths(cell)) for cell in row) for row in weighed]
    return balanced(fitted(width, table.widths, must), must, lengths)


def _lengths(cell: Cell) -> Lengths:
    return tuple(sum([len(run.text) for run in words]) for words in cell.lines[:_TOLD])


def is_short(row: Sequence[Cell], widths: Sequence[int]) -> bool:
    """Whether a row is only a few lines high, as far as one can tell."""
    return _height(tuple(map(_lengths, row)), widths) <= _SHORT


def _height(row: Sequence[Lengths], widths: Sequence[int]) -> int:
    return max(_lines(cell, width) for cell, width in zip(row, widths, strict=True))


def _lines(cell: Lengths, width: int) -> int:
    """How many lines a cell's words take in a column of that width."""
    fits = max(1, (width - _MARGINS) // _LETTER)
    return sum([1 + length // (fits + 1) for length in cell])


def least(table: Table, *, broad: float = 1.0) -> list[int]:
    """How wide each column must be to hold its words unbroken; a table's first rows tell."""
    found = [_widest(name) * _BOLD for name in table.columns]
    for row in table.rows[:_LOOKED_AT]:
        for place, cell in enumerate(row[: len(found)]):
            looks = 1 if place else _BOLD
            found[place] = max(found[place], *(_widest(plain(line)) * looks for line in cell.lines), 0)
    return [int(broad * width) + _MARGINS for width in found]


def _widest(text: str) -> float:
    """How wide the widest word is in twips; a row may end after a hyphen."""
    return min(max(map(_word, set(text.replace("-", "- ").split())), default=_EM), _MOST)


@lru_cache(10_000)
def _word(word: str) -> float:
    return _EM * sum(_WIDTH.get(letter, _CAPITAL if letter.isupper() else _SMALL) for letter in word)


def fitted(width: int, parts: Sequence[float], least: Sequence[int]) -> tuple[int, ...]:
    """The columns' widths: in the proportions asked for, as far as each is as wide as it must be.

    Parameters
    ----------
    width : what there is for all columns together
    parts : the columns' parts of it; equal ones unless there is one for each
    least : how wide each must be; where that is more than there is, the widest give way

    Returns
    -------
    Widths that add up to `width`.

    Examples
    --------
    >>> fitted(9000, (3, 1, 1, 4), (800, 800, 800, 800))
    (3000, 1000, 1000, 4000)
    >>> fitted(9000, (), (5000, 800, 800))
    (5000, 2000, 2000)
    >>> fitted(6000, (), (5000, 4000, 1000))
    (2500, 2500, 1000)
    """
    if sum(least) >= width:
        return _whole(width, _levelled(width, least))
    shares = list(parts) if len(parts) == len(least) and min(parts) > 0 else [1.0] * len(least)
    wished = [width * share / sum(shares) for share in shares]
    spare = [max(0.0, wish - must) for wish, must in zip(wished, least, strict=True)]
    left = (width - sum(least)) / sum(spare)
    return _whole(width, [must + more * left for must, more in zip(least, spare, strict=True)])


def _levelled(width: int, least: Sequence[int]) -> list[float]:
    """What each must have, the widest cut down to the level at which all have room."""
    room, level = float(width), 0.0
    for place, must in enumerate(sorted(least)):
        level = room / (len(least) - place)
        if must >= level:
            break
        room -= must
    return [min(must, level) for must in least]


def balanced(widths: Sequence[int], least: Sequence[int], rows: Sequence[Sequence[Lengths]]) -> tuple[int, ...]:
    """Widths with room moved to the columns that make rows high, from those that do not need it.

    Parameters
    ----------
    widths : those asked for
    least : how wide each column must stay
    rows : the lengths of the lines of their cells

    Examples
    --------
    >>> balanced((6000, 1000), (800, 800), [((10,), (40,)), ((12,), (30,))])
    (2850, 4150)
    """
    now, step = list(widths), int(sum(widths) * _STEP)
    best, lowest = now, _total(rows, now)
    for _time in range(_STEPS if lowest > len(rows) else 0):
        to = _neediest(rows, now)
        givers = [place for place, width in enumerate(now) if place != to and width - step >= least[place]]
        if not givers:
            break
        height, _spare, now = min(_tried(rows, now, giver, to, step, least) for giver in givers)
        if height < lowest:
            best, lowest = now, height
    return tuple(best)


def _tried(
    rows: Sequence[Sequence[Lengths]], now: Sequence[int], giver: int, to: int, step: int, least: Sequence[int]
) -> tuple[int, int, list[int]]:
    """How high all rows are when one column has given room to another; among equals, who has most to spare gives."""
    moved = list(now)
    moved[giver] -= step
    moved[to] += step
    return _total(rows, moved), least[giver] - now[giver], moved


def _total(rows: Sequence[Sequence[Lengths]], widths: Sequence[int]) -> int:
    return sum([_height(row, widths) for row in rows])


def _neediest(rows: Sequence[Sequence[Lengths]], widths: Sequence[int]) -> int:
    """The column that makes the rows highest: whose lines stand out most above those of the others."""
    extra = [0] * len(widths)
    for row in rows:
        lines = [_lines(cell, width) for cell, width in zip(row, widths, strict=True)]
        highest = max(lines)
        extra[lines.index(highest)] += highest - 1
    return extra.index(max(extra))


def _whole(width: int, sizes: Sequence[float]) -> tuple[int, ...]:
    """Sizes scaled to whole numbers that add up; rounding falls to the last."""
    rounded = [int(size * width / sum(sizes)) for size in sizes]
    return (*rounded[:-1], width - sum(rounded[:-1]))
