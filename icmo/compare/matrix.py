"""What each municipality tells of each code, link or path, with the codings behind every number.

Three counts are kept apart in every cell: citations (distinct passages), sources (transcripts) and municipalities.
A link or a path is told, in each transcript, as often as the passages of its busiest part do not overlap, so that many
parts put together do not multiply. One that a configuration draws across cases counts in each of them, with what was
said there, as in the graph. Columns are cases with at least one transcript: a case in which nobody was interviewed
says nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from icmo.compare.grouping import Grouping, grouping
from icmo.compare.tellings import Book, Row, Sort, Telling, tellings
from icmo.evidence import apart, stretch_of, unite
from icmo.graph.bundles import in_danish_order
from icmo.models import Coding, Kind, Material

if TYPE_CHECKING:
    import pandas as pd

Measure = Literal["presence", "sources", "citations", "share"]


@dataclass(frozen=True)
class Column:
    """A case with its transcripts (GUIDs) and its municipalities.

    `citations` are all that it has of the matrix's sort (codes, links or paths), each code by itself and whatever rows
    were asked for: the denominator of a share, so that a filter or a zoom never changes one.
    """

    id: str
    label: str
    sources: tuple[str, ...]
    municipalities: tuple[str, ...]
    citations: int


@dataclass(frozen=True)
class Cell:
    """The evidence for one row in one case: the three counts, and the GUIDs that lead back to the quotes."""

    citations: int = 0
    sources: tuple[str, ...] = ()
    municipalities: tuple[str, ...] = ()
    codings: tuple[str, ...] = ()
    configurations: tuple[str, ...] = ()


@dataclass(frozen=True)
class Matrix:
    """Rows × cases. `cells` holds only cells with evidence, `totals` each row over all cases together."""

    rows: tuple[Row, ...]
    columns: tuple[Column, ...]
    cells: Mapping[tuple[str, str], Cell] = field(repr=False)
    totals: Mapping[str, Cell] = field(repr=False)
    sort: Sort
    by: str

    def cell(self, row: str, column: str) -> Cell:
        """The evidence for a row in a case, empty where there is none."""
        return self.cells.get((row, column), _NOTHING)

    @cached_property
    def column_by_id(self) -> dict[str, Column]:
        """The columns by their ids."""
        return {column.id: column for column in self.columns}

    def values(self, measure: Measure = "citations") -> pd.DataFrame:
        """One number per row and case.

        Parameters
        ----------
        measure : ``presence`` (0 or 1), ``sources``, ``citations``, or ``share``: the cell's citations as a part of
            all citations of that case, of codes, links or paths as the matrix shows (a column share)

        Returns
        -------
        pandas.DataFrame
            Rows × cases, by their ids. A case without any citations has no share: not a number.
        """
        import pandas as pd

        number = _MEASURES[measure]
        table = [[number(self.cell(row.id, column.id), column) for column in self.columns] for row in self.rows]
        ids = [column.id for column in self.columns]
        return pd.DataFrame(table, index=[row.id for row in self.rows], columns=ids)


@dataclass
class _Heap:
    """The evidence for one cell as it is gathered: by where it lies the codings at each place of the line."""

    places: dict[tuple[str, ...], list[dict[str, Coding]]] = field(default_factory=dict)
    configurations: set[str] = field(default_factory=set)

    def put(self, codings: Sequence[Coding | None], configuration: str) -> None:
        """Add what one telling says here; a place whose coding lies elsewhere is None."""
        where = tuple(coding.transcript if coding else "" for coding in codings)
        places = self.places.setdefault(where, [{} for _coding in codings])
        for place, coding in zip(places, codings, strict=True):
            if coding:
                place[coding.guid] = coding
        self.configurations.add(configuration)

    @property
    def codings(self) -> dict[str, Coding]:
        """All its codings by their GUIDs."""
        return {guid: coding for places in self.places.values() for place in places for guid, coding in place.items()}

    @property
    def citations(self) -> int:
        """How many distinct passages tell it."""
        return sum(_passages(places) for places in self.places.values())


_NOTHING = Cell()
_Gathered = dict[tuple[str, str], _Heap]
_MEASURES: dict[str, Callable[[Cell, Column], float]] = {
    "presence": lambda cell, column: int(cell.citations > 0),
    "sources": lambda cell, column: len(cell.sources),
    "citations": lambda cell, column: cell.citations,
    "share": lambda cell, column: cell.citations / column.citations if column.citations else float("nan"),
}


def matrix(
    material: Material,
    *,
    rows: Sort = "codes",
    by: str = "municipality",
    kinds: Collection[Kind] = (),
    level: int | None = None,
    below: bool = True,
    empty: bool = False,
) -> Matrix:
    """What each case tells of each code, link or path.

    Parameters
    ----------
    rows : ``codes`` (all codings), ``links`` or ``paths`` (what configurations put together: I→M→O, or as much of it
        as a configuration has)
    by : ``municipality``, ``informant_type``, ``transcript`` or ``variable:NAME`` (see `icmo.compare.grouping`)
    kinds : only codes of these kinds; a link or path needs all its codes among them
    level : codes rolled up to the one above them at this depth, 0 being the root
    below : codes count for all codes above them too (not with `level`, nor in links and paths)
    empty : codes without any evidence too

    Raises
    ------
    InvalidError, NotFoundError
        No such division into cases.
    """
    division, book = grouping(material, by), Book(material)
    plain = list(tellings(material, rows))
    told: Iterable[Telling] = plain if level is None else tellings(material, rows, level=level)
    if rows == "codes" and below and level is None:
        told = (above for one in plain for above in book.with_those_above(one))
    told = [one for one in told if not kinds or set(one.row.kinds) <= set(kinds)]
    found = {one.row.id: one.row for one in told}
    if empty and rows == "codes":
        found |= {row.id: row for row in map(book.code, book.codes.by_id) if not kinds or row.kinds[0] in kinds}
    cells = {key: _cell(material, heap) for key, heap in _gather(told, division.of).items()}
    if rows == "codes":  # a coding lies in one transcript, and a transcript in one case
        totals = {row: _sum(some) for row, some in _by_row(cells).items()}
    else:
        everywhere = _gather(told, dict.fromkeys(division.of, ""))
        totals = {row: _cell(material, heap) for (row, _everywhere), heap in everywhere.items()}
    columns = _columns(material, division, plain)
    return Matrix(tuple(sorted(found.values(), key=book.place)), columns, cells, totals, rows, by)


def _by_row(cells: Mapping[tuple[str, str], Cell]) -> dict[str, list[Cell]]:
    found: dict[str, list[Cell]] = defaultdict(list)
    for (row, _group), cell in cells.items():
        found[row].append(cell)
    return found


def _sum(cells: Sequence[Cell]) -> Cell:
    """One cell of several that lie in different transcripts."""
    return Cell(
        sum(cell.citations for cell in cells),
        tuple(sorted({guid for cell in cells for guid in cell.sources})),
        in_danish_order(name for cell in cells for name in cell.municipalities),
        tuple(sorted({guid for cell in cells for guid in cell.codings})),
    )


def _columns(material: Material, division: Grouping, plain: Iterable[Telling]) -> tuple[Column, ...]:
    sources: dict[str, list[str]] = defaultdict(list)
    for transcript, group in division.of.items():
        sources[group].append(transcript)
    citations: dict[str, int] = defaultdict(int)
    for (_row, group), heap in _gather(plain, division.of).items():
        citations[group] += heap.citations
    return tuple(
        Column(group, label, tuple(sources[group]), _places(material, sources[group]), citations[group])
        for group, label in division.labels.items()
    )


def _gather(told: Iterable[Telling], group_of: Mapping[str, str]) -> _Gathered:
    """The codings of each row and group, at the places that they have in the row."""
    found: _Gathered = defaultdict(_Heap)
    for one in told:
        groups = [group_of[coding.transcript] for coding in one.codings]
        for group in dict.fromkeys(groups):
            here = [c if its == group else None for c, its in zip(one.codings, groups, strict=True)]
            found[one.row.id, group].put(here, one.configuration)
    return found


def _cell(material: Material, heap: _Heap) -> Cell:
    codings = heap.codings
    sources = sorted({coding.transcript for coding in codings.values()})
    configurations = sorted(heap.configurations - {""})
    return Cell(
        heap.citations,
        tuple(sources),
        _places(material, sources),
        tuple(sorted(codings)),
        tuple(configurations),
    )


def _passages(places: Sequence[Mapping[str, Coding]]) -> int:
    if len(places) == 1:
        return len(unite(map(stretch_of, places[0].values())))
    return max(apart(place.values()) for place in places)


def _places(material: Material, sources: Iterable[str]) -> tuple[str, ...]:
    return in_danish_order(material.transcript_by_guid[guid].municipality or "" for guid in sources)
