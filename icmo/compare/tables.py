"""Comparisons as plain tables, a row per number with the codings behind it: for files and for other programs."""

from __future__ import annotations

from typing import Any

from icmo.compare.asked import words
from icmo.compare.cooccurrence import CoOccurrence
from icmo.compare.findings import Comparison
from icmo.compare.joint import Joint
from icmo.compare.matrix import Matrix
from icmo.compare.outliers import Outlier
from icmo.i18n import _, current

MATRIX_COLUMNS = (
    *("row", "label", "role", "case", "municipalities", "sources", "citations", "share", "codings", "configurations"),
)
FINDING_COLUMNS = (
    *("row", "label", "role", "group", "group_municipalities", "municipalities", "sources", "citations", "median"),
    *("p_presence", "p_presence_corrected", "p_measure", "p_measure_corrected", "finding"),
)
OUTLIER_COLUMNS = ("row", "label", "municipality", "citations", "expected", "z")
PAIR_COLUMNS = (
    *("one", "one_label", "other", "other_label", "n1", "n2", "n12", "c", "overlap", "unbalanced"),
    *("sources", "municipalities", "codings"),
)


def matrix_rows(found: Matrix) -> list[dict[str, Any]]:
    """A row per row and case of a matrix (`MATRIX_COLUMNS`), those without evidence too."""
    return [
        {
            "row": row.id,
            "label": row.label.text(current()),
            "role": row.role,
            "case": column.label,
            "municipalities": len(cell.municipalities),
            "sources": len(cell.sources),
            "citations": cell.citations,
            "share": cell.citations / column.citations if column.citations else None,
            "codings": " ".join(cell.codings),
            "configurations": " ".join(cell.configurations),
        }
        for row in found.rows
        for column in found.columns
        for cell in [found.cell(row.id, column.id)]
    ]


def finding_rows(made: Comparison) -> list[dict[str, Any]]:
    """A row per row and group of a comparison (`FINDING_COLUMNS`)."""
    return [
        {
            "row": one.row.id,
            "label": one.row.label.text(current()),
            "role": one.row.role,
            "group": group.name,
            "group_municipalities": len(group.municipalities),
            "municipalities": told.municipalities,
            "sources": told.sources,
            "citations": told.citations,
            "median": _number(told.median),
            "p_presence": one.presence.p,
            "p_presence_corrected": one.presence.corrected,
            "p_measure": one.measure.p,
            "p_measure_corrected": one.measure.corrected,
            "finding": one.finding.value,
        }
        for one in made.rows
        for group, told in zip(made.groups, one.told, strict=True)
    ]


def outlier_rows(found: tuple[Outlier, ...]) -> list[dict[str, Any]]:
    """A row per municipality that stands out in something (`OUTLIER_COLUMNS`)."""
    return [
        {
            "row": one.row.id,
            "label": one.row.label.text(current()),
            "municipality": one.municipality,
            "citations": one.citations,
            "expected": one.expected,
            "z": one.z,
        }
        for one in found
    ]


def pair_rows(found: CoOccurrence) -> list[dict[str, Any]]:
    """A row per pair of codes that meet (`PAIR_COLUMNS`), the best told first."""
    return [
        {
            "one": pair.one,
            "one_label": found.labels[pair.one].text(current()),
            "other": pair.other,
            "other_label": found.labels[pair.other].text(current()),
            "n1": pair.n1,
            "n2": pair.n2,
            "n12": pair.n12,
            "c": pair.c,
            "overlap": pair.overlap,
            "unbalanced": pair.unbalanced,
            "sources": pair.sources,
            "municipalities": len(pair.municipalities),
            "codings": " ".join(pair.codings),
        }
        for pair in found.pairs
    ]


def joint_rows(made: Joint) -> tuple[list[str], list[dict[str, Any]]]:
    """A row per municipality: its figures, and for each code quotes and sources, or what the silence means; one quote.

    Returns
    -------
    The columns, and the rows.
    """
    columns = [_("Municipality"), *(one.name for one in made.variables)]
    rows: list[dict[str, Any]] = []
    for place in made.municipalities:
        row: dict[str, Any] = {columns[0]: place}
        row |= {one.name: one.values.get(place) for one in made.variables}
        for code in made.codes:
            found, label = made.findings[place, code.id], code.label.text(current())
            counts = found.evidence.counts
            row[label] = f"{counts.citations} ({counts.sources})" if found.evidence else words(found.answer)
            row[_("{code}: a quote").format(code=label)] = found.quote.text if found.quote else None
        rows.append(row)
    return list(rows[0]) if rows else columns, rows


def _number(value: float) -> float | None:
    """A number, or none where there is no such number (NaN)."""
    return None if value != value else float(value)
