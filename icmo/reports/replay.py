"""A replay as text, page and tables: how good the suggestions would have been."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from math import isnan
from pathlib import Path
from typing import Any

from icmo.errors import InvalidError
from icmo.files import write_bytes
from icmo.formats.rows import write_rows
from icmo.i18n import _, current, decimal, percent
from icmo.reports.html import page
from icmo.suggest.replay import Interval, Replay

Table = tuple[list[str], list[list[str]]]


def write_replay(replay: Replay, labels: Mapping[str, str], path: Path) -> None:
    """Write a page (.html), the figures (.json) or the table of codes (.csv).

    Raises
    ------
    InvalidError
        Another suffix.
    """
    match path.suffix.lower():
        case ".html":
            write_bytes(
                path, page("replay.html", summary=summary(replay), tables=tables(replay, labels), language=current())
            )
        case ".json":
            write_bytes(path, (json.dumps(data(replay), ensure_ascii=False, indent=1) + "\n").encode())
        case ".csv":
            rows = data(replay)["codes"]
            write_rows(rows, list(rows[0]), path)
        case suffix:
            raise InvalidError(
                _("{path}: a replay cannot be written as “{suffix}”.").format(path=path, suffix=suffix),
                _("Choose one of {known}.").format(known=".html, .json, .csv"),
            )


def data(replay: Replay) -> dict[str, Any]:
    """The replay as plain data; null where there is too little to measure."""
    cleaned: dict[str, Any] = _without_nan(asdict(replay))
    return cleaned


def text(replay: Replay, labels: Mapping[str, str]) -> list[str]:
    """The replay as lines for a terminal."""
    lines = [summary(replay), ""]
    for title, (heading, rows) in tables(replay, labels):
        lines.append(title)
        widths = [max(len(row[i]) for row in [heading, *rows]) for i in range(len(heading))]
        padded = ([cell.ljust(width) for cell, width in zip(row, widths, strict=True)] for row in [heading, *rows])
        lines += [*("  ".join(row).rstrip() for row in padded), ""]
    return lines


def summary(replay: Replay) -> str:
    """What was replayed, in a sentence."""
    return _(
        "{passages} passages of {transcripts} transcripts, each scored before its own codes were known; "
        "{coverage} of them would have had a suggestion."
    ).format(passages=replay.passages, transcripts=replay.transcripts, coverage=percent(replay.coverage))


def tables(replay: Replay, labels: Mapping[str, str]) -> list[tuple[str, Table]]:
    """The three tables, each with its title: engines, codes, and how it went as the coding went on."""
    return [
        (_("Against simpler engines"), _engines(replay)),
        (_("Code by code"), _codes(replay, labels)),
        (_("As the coding went on"), _stages(replay)),
    ]


def _engines(replay: Replay) -> Table:
    names = {
        "icmo": _("icmo, learning as the coding goes"),
        "icmo-unlabelled": _("icmo, without what was coded"),
        "cues": _("cues alone"),
        "tfidf": _("plain tf–idf"),
        "random": _("chance"),
    }
    rows = [
        [names[one.engine], *map(_interval, (one.mean_average_precision, one.mean_reciprocal_rank, one.recall_at_3))]
        for one in replay.engines
    ]
    return [_("Engine"), "mAP", "MRR", "R@3"], rows


def _codes(replay: Replay, labels: Mapping[str, str]) -> Table:
    rows = []
    for one in replay.codes:
        figures = [_figure(value) for value in (one.precision, one.recall, one.average_precision)]
        figures = [_("too few")] * 3 if isnan(one.average_precision) else figures
        rows.append([labels[one.code], str(one.positives), str(one.shown), *figures])
    return [_("Code"), _("Passages"), _("Suggested"), _("Precision"), _("Recall"), "AP"], rows


def _stages(replay: Replay) -> Table:
    rows = [
        [str(one.learned_from), str(one.passages), *map(_figure, (one.precision, one.recall, one.mean_reciprocal_rank))]
        for one in replay.stages
    ]
    return [_("Learned from"), _("Passages"), _("Precision"), _("Recall"), "MRR"], rows


def _interval(value: Interval) -> str:
    if isnan(value.low):
        return _figure(value.value)
    return f"{_figure(value.value)} ({_figure(value.low)}–{_figure(value.high)})"


def _figure(value: float) -> str:
    return "–" if isnan(value) else decimal(value, 2)


def _without_nan(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_nan(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_without_nan(one) for one in value]
    return None if isinstance(value, float) and isnan(value) else value
