from __future__ import annotations

import csv
import json
from math import nan
from pathlib import Path

import pytest

from icmo.errors import InvalidError
from icmo.i18n import language
from icmo.reports.replay import text, write_replay
from icmo.suggest.replay import CodeMeasured, Interval, Measured, Replay, Stage

ONE = Interval(0.5, 0.25, 0.75)
REPLAY = Replay(
    passages=12,
    transcripts=2,
    coverage=0.5,
    engines=(Measured("icmo", ONE, ONE, Interval(0.5, nan, nan)),),
    codes=(CodeMeasured("tro", 11, 4, 0.75, 3 / 11, 0.6), CodeMeasured("ro", 3, 1, nan, nan, nan)),
    stages=(Stage(0, 12, 0.75, 0.5, nan),),
)
LABELS = {"tro": "Tro", "ro": "Ro"}


def test_figures_have_intervals_and_too_few_is_said_in_danish() -> None:
    with language("da"):
        lines = text(REPLAY, LABELS)
    assert lines[0].startswith("12 passager i 2 transskriptioner")
    assert "icmo, der lærer undervejs  0,50 (0,25–0,75)  0,50 (0,25–0,75)  0,50" in lines
    assert "Tro   11        4          0,75       0,27        0,60" in lines
    assert "Ro    3         1          for få     for få      for få" in lines


def test_json_has_null_and_csv_an_empty_cell_where_there_is_too_little(tmp_path: Path) -> None:
    write_replay(REPLAY, LABELS, tmp_path / "r.json")
    assert json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))["codes"][1]["precision"] is None
    write_replay(REPLAY, LABELS, tmp_path / "r.csv")
    rows = list(csv.DictReader((tmp_path / "r.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert [(row["code"], row["precision"]) for row in rows] == [("tro", "0.75"), ("ro", "")]


def test_the_page_stands_alone_with_a_heading_cell_for_every_column(tmp_path: Path) -> None:
    write_replay(REPLAY, LABELS, tmp_path / "r.html")
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert page.count('<th scope="col">') == 4 + 6 + 5
    assert "http" not in page


def test_another_suffix_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidError, match=r"cannot be written as “\.pdf”"):
        write_replay(REPLAY, LABELS, tmp_path / "r.pdf")
