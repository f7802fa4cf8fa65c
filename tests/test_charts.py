"""Figures carry the numbers they are given, in words and colours that everybody can read."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest
from lxml import html

from icmo import charts
from icmo.charts import layout
from icmo.colours import PAPER, PAPER_DARK, TEXT, TEXT_DARK, contrast
from icmo.compare.clusters import Merge, Tree
from icmo.compare.cooccurrence import cooccurrence
from icmo.compare.saturation import band, saturation
from icmo.i18n import language
from icmo.reports.charts import offline_html
from tests.factories import a_coding, a_material, a_transcript

FRAME = pd.DataFrame({"Egeholm": [3, 0], "Nordvig": [1, 8], "Åmose": [3, 1]}, index=["tro", "ro"])
SHARES = pd.DataFrame({"Egeholm": [0.5, np.nan]}, index=["tro", "ro"])
TEN = ["abcdefgh", "abijk", "clmn", "aopqrst", "au", "bv", "w", "ab", "c", "x"]
PATHS = [("Øve", "", "Tro", "Ro", 2), ("Øve", "Kontor", "Tro", "Ro", 5), ("", "", "Tro", "Løn", 1)]
# Hvidovre's and Aarhus' shares of activity-ready women and of lasting full-time work (KIB evaluation, SIRI 2023)
KIB = pd.DataFrame(
    {"aktivitetsparate": [91, 93, 66], "fuldtid": [11, 22, None]}, index=["Hvidovre", "Aarhus", "Brøndby"]
)


def meetings() -> Any:
    source = a_transcript("Anna: Vi øver, hun tror på det.\n\nBente: Hun får ro.\n")
    told = (("oeve", "øver"), ("tro", "tror"), ("ro", "får ro"))
    return cooccurrence(a_material([source], [a_coding(source, *what) for what in told]))


def every_figure() -> dict[str, go.Figure]:
    return {
        "heatmap": charts.heatmap(FRAME, title="Mekanismer", value="citater"),
        "shares": charts.heatmap(SHARES, title="Andele", value="andel", places=2),
        "cooccurrence": charts.cooccurrence_heatmap(meetings(), title="Koder, der mødes"),
        "paths": charts.paths_figure(PATHS, title="Veje"),
        "saturation": charts.saturation_curve(saturation(TEN), title="Mætning"),
        "band": charts.saturation_curve(band(TEN, orders=20), title="Mætning"),
        "scatter": charts.scatter(KIB, "aktivitetsparate", "fuldtid", title="To tal"),
        "bars": charts.bars_by_group(FRAME, title="Grupper", value="citater"),
    }


FIGURES = sorted(every_figure())


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_becomes_plain_json_without_packed_arrays(name: str) -> None:
    figure = every_figure()[name]
    text = json.dumps(charts.plain(figure), allow_nan=False)
    assert "bdata" not in text
    assert set(charts.plain(figure)) == {"data", "layout"}


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_says_in_a_sentence_what_it_shows(name: str) -> None:
    figure = every_figure()[name]
    assert charts.alt(figure).startswith(figure.layout.title.text)
    assert len(charts.alt(figure)) > len(figure.layout.title.text) + 10


@pytest.mark.parametrize("name", FIGURES)
def test_every_colour_of_a_figure_has_its_counterpart_in_the_dark(name: str) -> None:
    made = charts.plain(every_figure()[name])
    dark = made["layout"]["meta"].pop("dark")
    made["layout"].pop("template", None)
    used = {word for word in json.dumps(made).split('"') if word.startswith("#")}
    assert used
    assert used <= set(dark)


@pytest.mark.parametrize(("lang", "signs"), [("da", ",."), ("en", ".,")])
def test_numbers_have_the_decimal_sign_of_the_language(lang: str, signs: str) -> None:
    with language(lang):
        figure = charts.heatmap(SHARES, title="Andele", value="andel", places=2)
    assert figure.layout.separators == signs
    assert figure.data[0].text[0][0] == f"0{signs[0]}50"


@pytest.mark.parametrize(("heat", "text"), [(layout.HEAT, TEXT), (layout.HEAT_DARK, TEXT_DARK)])
def test_a_number_can_be_read_on_the_fullest_cell(heat: str, text: str) -> None:
    assert contrast(heat, text) >= 4.5  # WCAG 2.2, success criterion 1.4.3


# --- Each figure ----------------------------------------------------------------------------------------


def test_a_heat_map_prints_each_number_at_its_row_and_case() -> None:
    figure = charts.heatmap(FRAME, title="Mekanismer", value="citater", row_labels={"ro": "Ro i hverdagen"})
    (cells,) = figure.data
    assert [list(row) for row in cells.z] == [[3, 1, 3], [0, 8, 1]]
    assert [list(row) for row in cells.text] == [["3", "1", "3"], ["0", "8", "1"]]
    assert figure.layout.yaxis.ticktext == ("tro", "Ro i hverdagen")
    assert figure.layout.xaxis.ticktext == ("Egeholm", "Nordvig", "Åmose")
    assert cells.customdata[1][1] == "Ro i hverdagen<br>Nordvig<br>8 citater"
    assert "8, is that of Ro i hverdagen, Nordvig" in charts.alt(figure)


def test_a_number_that_is_not_known_is_an_empty_cell_and_no_zero() -> None:
    (cells,) = charts.heatmap(SHARES, title="Andele", value="andel", places=2).data
    assert (cells.z[1][0], cells.text[1][0]) == (None, "")


def test_two_rows_of_the_same_name_stay_two() -> None:
    for figure in (
        charts.heatmap(FRAME, title="", value="", row_labels={"tro": "Ro", "ro": "Ro"}),
        charts.bars_by_group(FRAME, title="", value="", row_labels={"tro": "Ro", "ro": "Ro"}),
    ):
        assert figure.layout.yaxis.ticktext == ("Ro", "Ro")
        assert figure.layout.yaxis.tickvals == (0, 1)


def test_a_dendrogram_puts_the_cases_in_the_order_of_its_leaves_with_its_lines_above_them() -> None:
    # Egeholm and Åmose join first, at 0.1; Nordvig joins them at 0.6, from the left
    order = ("Nordvig", "Egeholm", "Åmose")
    tree = Tree(("Egeholm", "Nordvig", "Åmose"), order, (Merge(0, 2, 0.1, 2), Merge(1, 3, 0.6, 3)))
    cells, first, last = charts.heatmap(FRAME, title="", value="", tree=tree).data
    assert [list(column) for column in zip(*cells.z, strict=True)] == [list(FRAME[case]) for case in order]
    assert (list(first.x), list(first.y)) == ([1, 1, 2, 2], [0, 0.1, 0.1, 0])
    assert (list(last.x), list(last.y)) == ([0, 0, 1.5, 1.5], [0, 0.6, 0.6, 0.1])


def test_codes_that_meet_are_drawn_with_their_counts_and_a_code_never_with_itself() -> None:
    figure = charts.cooccurrence_heatmap(meetings(), title="")
    (cells,) = figure.data
    assert figure.layout.yaxis.ticktext == ("Oeve in English", "Tro in English", "Ro in English")
    assert [list(row) for row in cells.z] == [[None, 1, 0], [1, None, 0], [0, 0, None]]
    assert "together 1" in cells.customdata[0][1]
    assert "1 municipality" in cells.customdata[0][1]
    assert "do not meet" in cells.customdata[0][2]


def test_paths_run_through_four_steps_the_widest_first_and_what_is_not_told_has_a_box() -> None:
    (ribbons,) = charts.paths_figure(PATHS, title="Veje").data
    assert ribbons.counts == (5, 2, 1)
    assert [list(step["values"]) for step in ribbons.dimensions] == [
        ["Øve", "Øve", "(not told)"],
        ["Kontor", "(not told)", "(not told)"],
        ["Tro", "Tro", "Tro"],
        ["Ro", "Ro", "Løn"],
    ]
    assert ribbons.line.color == (0, 0, 1)


def test_long_names_are_cut_for_the_eye_only() -> None:
    names = [f"Vejledning og opkvalificering i hverdagsmestring {i}" for i in (1, 2)]
    (ribbons,) = charts.paths_figure([(name, "C", "M", "O", 1) for name in names], title="").data
    assert list(ribbons.dimensions[0]["values"]) == names
    assert all(len(text) <= 34 for text in ribbons.dimensions[0].ticktext)


def test_no_paths_and_no_numbers_are_said_to_be_none() -> None:
    assert charts.alt(charts.paths_figure([], title="Veje")) == "Veje: no paths."
    assert charts.alt(charts.heatmap(pd.DataFrame(), title="Intet", value="")) == "Intet: no numbers."


def test_the_saturation_curve_shows_items_per_source_and_new_ones_per_run_beside_the_threshold() -> None:
    figure = charts.saturation_curve(saturation(TEN), title="")
    items, new = figure.data
    assert list(items.y) == [8, 11, 14, 20, 21, 22, 23, 23, 23, 24]
    assert dict(zip(new.x, new.y, strict=True)) == pytest.approx({6: 10, 7: 10, 8: 5, 9: 0, 10: 5})
    assert figure.layout.shapes[0].y0 == 5


def test_the_band_is_drawn_as_median_between_low_and_high() -> None:
    made = band(TEN, orders=20)
    low, high, middle = charts.saturation_curve(made, title="").data[:3]
    assert (low.y, high.y, middle.y) == (made.cumulative.low, made.cumulative.high, made.cumulative.median)
    assert high.fill == "tonexty"


def test_a_scatter_names_its_points_says_how_few_they_are_and_draws_no_line_through_them() -> None:
    figure = charts.scatter(KIB, "aktivitetsparate", "fuldtid", title="To tal")
    (points,) = figure.data  # Brøndby's second figure is not known
    assert (points.text, points.x, points.y) == (("Hvidovre", "Aarhus"), (91, 93), (11, 22))
    assert "lines" not in points.mode
    assert "n = 2" in figure.layout.title.subtitle.text
    assert "no cause" in figure.layout.title.subtitle.text


def test_bars_differ_by_pattern_as_well_as_by_colour() -> None:
    bars = charts.bars_by_group(FRAME, title="", value="citater").data
    assert [bar.name for bar in bars] == ["Egeholm", "Nordvig", "Åmose"]
    assert [list(bar.x) for bar in bars] == [[3, 0], [1, 8], [3, 1]]
    assert len({bar.marker.pattern.shape for bar in bars}) == len({bar.marker.color for bar in bars}) == 3


# --- The page -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def made() -> bytes:
    table = FRAME.rename_axis("kode")
    figure = charts.heatmap(FRAME, title="Tro & <ro>", value="citater")
    return offline_html([(figure, table), (charts.paths_figure(PATHS, title="Veje"), table)], title="Figurer")


def test_the_page_holds_plotly_once_and_asks_for_nothing_from_outside(made: bytes) -> None:
    page = html.document_fromstring(made)
    assert made.count(b"plotly.js v") == 1
    assert not page.xpath("//script[@src] | //link[@href] | //img | //iframe")


def test_every_figure_on_the_page_has_a_name_a_sentence_and_a_table_with_its_numbers(made: bytes) -> None:
    page = html.document_fromstring(made)
    assert page.get("lang") == "da"
    figures, tables = page.xpath("//figure[@data-chart]"), page.xpath("//table")
    assert len(figures) == len(tables) == 2
    assert [h.text for h in page.xpath("//h2")] == ["Tro & <ro>", "Veje"]
    for figure in figures:
        assert figure.xpath("./div/@aria-label") == [figure.findtext("figcaption")]
        assert json.loads(figure.findtext("script"))["data"]
    cells = [[cell.text for cell in row] for row in tables[0].xpath(".//tr")]
    assert cells == [["kode", "Egeholm", "Nordvig", "Åmose"], ["tro", "3", "1", "3"], ["ro", "0", "8", "1"]]
    assert {row[0].get("scope") for row in tables[0].xpath(".//tbody/tr")} == {"row"}


def test_no_cell_of_a_table_is_empty_and_numbers_are_written_as_danes_do() -> None:
    frame = pd.DataFrame({"navn": ["a", ""], "c": [0.5, None], "hvor": [("Egeholm", "Nordvig"), ()]})
    assert cells_of(frame) == [["navn", "c", "hvor"], ["a", "0,50", "Egeholm, Nordvig"], ["–", "–", "–"]]


def test_an_index_of_names_is_the_first_column_and_truth_is_a_word() -> None:
    frame = pd.DataFrame({"kun én": [True, False]}, index=["tro", "ro"])
    assert cells_of(frame, lang="en") == [["Name", "kun én"], ["tro", "yes"], ["ro", "no"]]


def cells_of(frame: pd.DataFrame, *, lang: str = "da") -> list[list[str]]:
    figure = charts.heatmap(SHARES, title="x", value="")
    page = html.document_fromstring(offline_html([(figure, frame)], title="t", lang=lang))
    return [[cell.text for cell in row] for row in page.xpath("//tr")]


def test_the_dark_page_swaps_paper_and_text() -> None:
    assert (layout.dark()[PAPER], layout.dark()[TEXT]) == (PAPER_DARK, TEXT_DARK)
