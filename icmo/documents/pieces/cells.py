"""Cells that several reports share: counts with flags and references; tables split so that a page holds them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TypeVar

from icmo.compare.quotes import Evidence
from icmo.documents.kinds import kind
from icmo.documents.model import NOTHING, Cell, Line, line
from icmo.documents.options import Options
from icmo.documents.pieces.counts import Backing
from icmo.documents.pieces.quoting import Quoting
from icmo.evidence import Stretch
from icmo.i18n import _, integer
from icmo.models import Material

Item = TypeVar("Item")


def titled(report: str, material: Material) -> str:
    """The title of a kind of report, with the project's name where it has one."""
    title = kind(report).title
    return _("{title}: {name}").format(title=title, name=material.name) if material.name else title


def stretches_of(evidence: Evidence) -> list[Stretch]:
    """The united passages of what `icmo.compare` has counted."""
    return [Stretch(one.transcript, one.start, one.end, frozenset(one.codings)) for one in evidence.quotes]


def evidence_cell(material: Material, options: Options, quoting: Quoting, stretches: Sequence[Stretch]) -> Cell:
    """A cell with the three counts, their flags and references to chosen quotes."""
    if not stretches:
        return Cell((line(_("no evidence")),))
    backing = Backing.of(material, stretches)
    words = [backing.all_in_words(material), *backing.flags(material, options)]
    return listing([*map(line, words), quoting.bracketed(stretches)])


def compact_cell(material: Material, options: Options, quoting: Quoting, stretches: Sequence[Stretch]) -> Cell:
    """What one municipality tells, for narrow columns: ``3 (2), few informants [1]``; `compact_means` explains it."""
    backing = Backing.of(material, stretches)
    few = backing.few(options)
    said = f"{integer(backing.citations)} ({integer(backing.sources)})" + (f", {few}" if few else "")
    shown = quoting.bracketed(stretches)
    return Cell((line(said, " ", shown) if shown else line(said),), tracked=True)


def compact_means() -> str:
    """How to read a compact cell, to stand below a table."""
    return _("Each cell: quotes, in round brackets the transcripts that they stand in, then chosen quotes to read.")


def listing(lines: Iterable[Line]) -> Cell:
    """A cell that tells numbers in these lines, those with nothing in them left out: a list where there are several."""
    made = tuple(one for one in lines if one)
    return Cell(made or (line(NOTHING),), listed=len(made) > 1, tracked=bool(made))


def batches(items: Sequence[Item], most: int) -> list[Sequence[Item]]:
    """The items in as few runs as hold at most so many each, about equally long.

    Examples
    --------
    >>> batches("abcdefghi", 4)
    ['abc', 'def', 'ghi']
    """
    runs = -(-len(items) // most)
    borders = [len(items) * number // runs for number in range(runs + 1)] if runs else []
    return [items[first:last] for first, last in pairwise(borders)]


def numbered(name: str, number: int, runs: int) -> str:
    """The name of one of several tables that were one: ``Matrix 2``.

    Examples
    --------
    >>> numbered("Matrix", 1, 1), numbered("Matrix", 2, 3)
    ('Matrix', 'Matrix 2')
    """
    return name if runs == 1 else f"{name} {number}"
