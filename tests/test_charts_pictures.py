"""The figures of reports on a screen carry the same numbers as on paper."""

from __future__ import annotations

import json
from typing import Any

import pytest

from icmo.charts import alt, plain
from icmo.charts.pictures import figure
from icmo.colours import INK, PAPER, PAPER_DARK, TEXT, TEXT_DARK, contrast
from icmo.documents.model import Bars, Curves, Grid, Series
from icmo.i18n import language
from icmo.reports.drawn.palette import HATCHES
from tests.reports.specimen import BARS, CURVES, GRID

STACKED = Bars(("a", "b"), (Series("s", (4, None), "M"), Series("t", (3, 5))), "Citater", stacked=True)
NOTHING: tuple[Bars | Curves | Grid, ...] = (Bars((), (), ""), Curves((), (), ""), Grid((), (), (), ""))
FIGURES = {"bars": BARS, "stacked": STACKED, "curves": CURVES, "grid": GRID}
by_name = pytest.mark.parametrize("name", sorted(FIGURES))


def drawn(picture: Bars | Curves | Grid, title: str = "Prøve") -> dict[str, Any]:
    with language("da"):
        return plain(figure(picture, title=title))


def test_bars_have_the_values_of_their_series_and_say_what_is_missing() -> None:
    first, second = drawn(BARS)["data"]
    assert first["x"] == [0.4, 0.1] and second["x"] == [0.25, 0]
    said = [text.replace("\xa0", " ") for text in (*first["text"], *second["text"])]
    assert said == ["40 pct.", "10 pct.", "25 pct.", "–"]
    assert [first["name"], second["name"]] == ["Egeholm", "Nordvig"]


def test_stacked_bars_are_stacked() -> None:
    assert drawn(STACKED)["layout"]["barmode"] == "relative" and drawn(BARS)["layout"]["barmode"] == "group"


def test_curves_have_the_values_of_their_series() -> None:
    made = drawn(CURVES)
    assert [trace["y"] for trace in made["data"]] == [[3, 5, 6], [1, 1, 2]]
    assert made["layout"]["xaxis"]["ticktext"] == ["1", "2", "3"]


def test_each_cell_has_its_number_and_a_missing_one_a_dash() -> None:
    made = drawn(GRID)
    (cells,) = made["data"]
    assert cells["z"] == [[3, 0], [None, 7]] and cells["text"] == [["3", "0"], ["–", "7"]]
    assert [(one["x"], one["y"], one["text"]) for one in made["layout"]["annotations"]] == [(0, 1, "–")]
    assert (cells["zmin"], cells["zmax"]) == (0, 7)


@by_name
def test_a_figure_says_in_a_sentence_what_it_shows(name: str) -> None:
    highest = {"bars": "40", "stacked": "5", "curves": "6", "grid": "7"}
    with language("da"):
        said = alt(figure(FIGURES[name], title="Prøve"))
    assert said.startswith("Prøve: ") and highest[name] in said


def test_series_differ_by_more_than_colour() -> None:
    n = len(HATCHES)
    series = tuple(Series(str(i), (i + 1, 2)) for i in range(n))
    bars = drawn(Bars(("a", "b"), series, "Citater"))["data"]
    lines = drawn(Curves(("a", "b"), series, "Nye"))["data"]
    assert len({trace["marker"]["pattern"]["shape"] for trace in bars}) == n
    assert len({trace["marker"]["symbol"] for trace in lines}) == n


def test_kinds_have_their_own_colours() -> None:
    assert drawn(STACKED)["data"][0]["marker"]["color"] == INK["M"]


@by_name
def test_every_colour_has_one_for_the_dark_screen_that_can_be_read_there(name: str) -> None:
    series = tuple(Series(str(i), (i + 1, 2)) for i in range(8))
    for picture in (FIGURES[name], Bars(("a", "b"), series, "Citater")):
        made = drawn(picture)
        dark = made["layout"]["meta"]["dark"]
        inks = [trace["marker"]["color"] for trace in made["data"] if "marker" in trace]
        assert all(contrast(dark[ink], PAPER_DARK) >= 4.5 for ink in inks)
        assert dark[PAPER] == PAPER_DARK and dark[TEXT] == TEXT_DARK


@by_name
def test_a_figure_is_plain_json(name: str) -> None:
    assert "bdata" not in json.dumps(drawn(FIGURES[name]), allow_nan=False)


@pytest.mark.parametrize("picture", NOTHING)
def test_nothing_to_show_gives_an_empty_figure(picture: Bars | Curves | Grid) -> None:
    assert drawn(picture)["layout"]["meta"]["alt"]


def test_names_are_not_taken_for_marks() -> None:
    made = drawn(Bars(("<b>a</b>",), (Series("x & <i>y", (1,)),), "<z>"), "<u>")
    assert made["layout"]["yaxis"]["ticktext"] == ["&lt;b&gt;a&lt;/b&gt;"]
    assert made["data"][0]["name"] == "x &amp; &lt;i&gt;y"
    assert made["layout"]["title"]["text"] == "&lt;u&gt;"
