"""The figures of reports show the numbers that they are given, all of them, where everybody can read them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from itertools import combinations, pairwise

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from PIL import Image

from icmo import codebook
from icmo.colours import INK, PAPER, PAPER_DARK, TEXT, contrast
from icmo.documents.model import Bars, Curves, Grid, Layered, Picture, Scheme, Series
from icmo.drawing import layered
from icmo.graph import LEADS_TO
from icmo.reports import pictures
from icmo.reports.drawn import palette, words
from icmo.reports.drawn.raster import raster, text_width
from tests.reports.specimen import BARS, CURVES, GRID, SCHEME


def labels(*kinds: str) -> tuple[str, ...]:
    return tuple(code.label.text("da") for code in codebook.load("kib-icmo").codes if code.kind in kinds)


INTERVENTIONS, OUTCOMES, MECHANISMS = labels("intervention"), labels("outcome"), labels("mechanism")
GROUPS = labels("target_group")
TOWNS = ("Egeholm", "Ringkøbing-Skjern", "Åmose", "Lyngby-Taarbæk", "Tårnby-Dragør") * 3


def some(n: int, by: int) -> tuple[float | None, ...]:
    return tuple(None if i % 7 == 3 else (i * by) % 13 for i in range(n))


def a_graph(n: int, *, each: int = 1) -> nx.Graph[str]:
    """`n` interventions and as many mechanisms, each intervention leading to the `each` next mechanisms."""
    made: nx.DiGraph[str] = nx.DiGraph(name="Prøve", basis="configurations", configurations=n, transcripts=3)
    made.graph["municipalities"] = 2
    for i in range(n):
        for role in "IM":
            name = f"{role} {INTERVENTIONS[i % len(INTERVENTIONS)]} {i}"
            made.add_node(f"{role}:{i}", role=role, kind="", label=name, label_en=name, **counts(i + 1))
    for i in range(n):
        for j in range(each):
            made.add_edge(f"I:{i}", f"M:{(i + j) % n}", relation=LEADS_TO, acts_on=[], hæmmer=i % 2, **counts(i + 1))
    return made


def counts(n: int) -> dict[str, int]:
    return {"citations": n, "sources": n, "municipalities": n}


PICTURES: dict[str, Picture] = {
    "bars": Bars(INTERVENTIONS, (Series("Citater", some(len(INTERVENTIONS), 5), "I"),), "Citater"),
    "bars_of_groups": Bars(OUTCOMES, tuple(Series(g, some(10, 3 + i)) for i, g in enumerate(GROUPS)), "Citater"),
    "stacked": Bars(OUTCOMES, tuple(Series(m, some(10, 3 + i)) for i, m in enumerate(MECHANISMS)), "Citater", True),
    "stacked_shares": Bars(GROUPS, (Series("a", (0.5, 0.97, 1)), Series("b", (0.5, 0.03, 0))), "Andel", True, True),
    "changes": Bars(TOWNS[:5], (Series("Ændring", (11.5, -4.25, -20, 0, 31)),), "Procentpoint"),
    "curves": Curves(TOWNS, (Series("Koder", some(15, 2)), Series(INTERVENTIONS[5], some(15, 3))), "Nye i alt"),
    "close_curves": Curves(("1", "2"), tuple(Series(m, (1, 2)) for m in INTERVENTIONS[:12]), "Nye i alt"),
    "grid": Grid(INTERVENTIONS[:15], GROUPS, tuple(some(3, 5 + i) for i in range(15)), "Citater"),
    "grid_of_towns": Grid(MECHANISMS, TOWNS, tuple(some(15, 5 + i) for i in range(6)), "Citater"),
    "grid_of_shares": Grid(MECHANISMS, TOWNS, (tuple(i / 15 for i in range(15)),) * 6, "Andel", True),
    "scheme": Scheme(
        ("Indsatser", "Mekanismer", "Udkomme"),
        (
            tuple(("I", name, "4 af 6 kommuner · 11 citater") for name in INTERVENTIONS[:8]),
            tuple(("M", name, "") for name in MECHANISMS),
            tuple(("O", name, "") for name in OUTCOMES),
        ),
    ),
    "specimen_bars": BARS,
    "specimen_curves": CURVES,
    "specimen_grid": GRID,
    "specimen_scheme": SCHEME,
    "nothing": Bars((), (), ""),
    "no_cells": Grid((), (), (), ""),
    "no_steps": Curves((), (), ""),
    "no_columns": Scheme((), ()),
}
ALL = {**PICTURES, "layered": Layered(a_graph(3)), "large": Layered(a_graph(70))}
by_name = pytest.mark.parametrize("name", sorted(PICTURES))
all_by_name = pytest.mark.parametrize("name", sorted(ALL))


def root_of(picture: Picture, lang: str = "da") -> etree._Element:
    return etree.fromstring(pictures.svg(picture, title="Prøve", lang=lang).encode())


def texts(root: etree._Element) -> list[str]:
    return [(element.text or "").replace("\xa0", " ") for element in root.iter("{*}text")]


def bars(root: etree._Element, place: int) -> list[float]:
    return [float(one.get("width")) for one in root.iterfind(f".//{{*}}rect[@class='bar series-{place}']")]


def sounds(root: etree._Element) -> str:
    """All texts on end, without hyphens and spaces, so that words that are broken are found."""
    return "".join(texts(root)).replace("-", "").replace(" ", "")


def bare(text: str) -> str:
    return text.replace("-", "").replace(" ", "")


@dataclass(frozen=True)
class Area:
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Area) -> bool:
        beside = self.right <= other.left or other.right <= self.left
        return not (beside or self.bottom <= other.top or other.bottom <= self.top)


@lru_cache(5000)
def wide(text: str, size: float, bold: bool) -> float:
    return text_width(text, size=size, bold=bold)


def areas(root: etree._Element) -> Iterator[Area]:
    """Where the texts stand, as wide as they are in the PNG."""
    for one in root.iter("{*}text"):
        x, y, size = (float(one.get(key)) for key in ("x", "y", "font-size"))
        length = wide(one.text or "", size, one.get("font-weight") == "700")
        back = {"middle": length / 2, "end": length}.get(one.get("text-anchor", "start"), 0.0)
        if one.get("transform"):
            yield Area(x - size * 0.7, y - length + back, x, y + back)
        else:
            yield Area(x - back, y - size * 0.7, x - back + length, y)


# --- Everything is there and can be read ------------------------------------------------------------------


@by_name
def test_no_text_stands_outside_the_figure(name: str) -> None:
    root = root_of(PICTURES[name])
    width, height = float(root.get("width")), float(root.get("height"))
    found = list(areas(root))
    assert found
    assert all(area.left >= -0.5 and area.right <= width + 0.5 for area in found)
    assert all(area.top >= 0 and area.bottom <= height for area in found)


@by_name
def test_no_two_texts_overlap(name: str) -> None:
    assert not [pair for pair in combinations(areas(root_of(PICTURES[name])), 2) if pair[0].meets(pair[1])]


@by_name
def test_no_mark_stands_outside_the_figure(name: str) -> None:
    root = root_of(PICTURES[name])
    width, height = float(root.get("width")), float(root.get("height"))
    for one in root.iter("{*}rect"):
        x, y, w, h = (float(one.get(key)) for key in ("x", "y", "width", "height"))
        assert x >= 0 and y >= 0 and x + w <= width + 0.01 and y + h <= height + 0.01


@pytest.mark.parametrize("label", sorted({*INTERVENTIONS, *OUTCOMES, *MECHANISMS, *TOWNS, "1.234", "100\xa0pct.", "–"}))
def test_words_take_no_more_room_in_the_png_than_was_left_for_them(label: str) -> None:
    assert wide(label, 12.0, False) <= words.width(label, size=12) + 0.5
    assert wide(label, 12.0, True) <= words.width(label, size=12, bold=True) + 0.5


@pytest.mark.parametrize(
    ("word", "broken"),
    [
        ("Projektunderstøttelse", ("Projektunder-", "støttelse")),
        ("arbejdsmarkedsparathed", ("arbejds-", "markeds-", "parathed")),
        ("forestillingsevne", ("forestillings-", "evne")),
        ("Problemløsning", ("Problem-", "løsning")),
        ("Tårnby-Dragør", ("Tårnby-", "Dragør")),
        ("I 4\xa0af\xa06 af dem", ("I 4\xa0af\xa06 af", "dem")),
    ],
)
def test_compounds_are_broken_where_a_reader_would(word: str, broken: tuple[str, ...]) -> None:
    room = max(words.width(part, size=11) for part in broken) + 1
    assert words.lines(word, room, size=11) == broken


@given(text=st.text(st.characters(codec="utf-8"), max_size=80), room=st.floats(30, 200))
def test_broken_text_fits_its_room_and_loses_no_letter(text: str, room: float) -> None:
    found = words.lines(text, room, size=11, most=10_000)
    assert all(words.width(line, size=11) <= room for line in found)
    said = re.sub(r"[-\s\xa0]", "", "".join(found))
    assert said == re.sub(r"[-\s\xa0]", "", text)


@by_name
def test_a_figure_needs_no_styles_ids_or_scripts(name: str) -> None:
    root = root_of(PICTURES[name])
    assert not list(root.iter("{*}style", "{*}script", "{*}image", "{*}use"))
    assert not [one for one in root.iter() if {"style", "id", "href"} & set(one.keys())]


@all_by_name
def test_a_figure_is_an_image_with_a_title(name: str) -> None:
    root = root_of(ALL[name])
    assert root.get("role") == "img" and root.get("lang") == "da"
    assert root.findtext("{*}title")
    if name in PICTURES:
        assert root.get("aria-label") == root.findtext("{*}title") == "Prøve"


# --- Bars -------------------------------------------------------------------------------------------------


def test_bars_are_as_long_as_their_values() -> None:
    root = root_of(Bars(("a", "b", "c", "d"), (Series("s", (4, 1, 0, None)), Series("t", (2, None, 3, 8))), "Citater"))
    first, second = bars(root, 0), bars(root, 1)
    unit = first[1]  # 1
    assert first == pytest.approx([4 * unit, unit], rel=1e-3)
    assert second == pytest.approx([2 * unit, 3 * unit, 8 * unit], rel=1e-3)
    assert texts(root).count("–") == 2 and "0" in texts(root)


def test_parts_of_a_stacked_bar_follow_each_other() -> None:
    root = root_of(Bars(("a",), (Series("s", (4,)), Series("t", (None,)), Series("u", (12,))), "Citater", stacked=True))
    one, two = (root.find(f".//{{*}}rect[@class='bar series-{i}']") for i in (0, 2))
    assert float(two.get("width")) == pytest.approx(3 * float(one.get("width")), rel=1e-3)
    assert float(two.get("x")) == pytest.approx(float(one.get("x")) + float(one.get("width")), abs=0.02)
    assert {"4", "12", "–"} <= set(texts(root))


def test_what_shrinks_goes_to_the_left_of_what_grows() -> None:
    root = root_of(PICTURES["changes"])
    grows, falls, falls_more, grows_most = root.iterfind(".//{*}rect[@class='bar series-0']")
    zero = float(grows.get("x"))
    assert float(falls.get("x")) + float(falls.get("width")) == pytest.approx(zero, abs=0.02)
    assert float(falls_more.get("width")) / float(grows_most.get("width")) == pytest.approx(20 / 31, rel=1e-3)
    assert float(grows_most.get("x")) == zero


@pytest.mark.parametrize(
    ("values", "shares", "lang", "said"),
    [
        pytest.param((0.4, 0.125), True, "da", {"40 pct.", "12 pct."}, id="a_share_is_pct_in_danish"),
        pytest.param((0.4, 0.13), True, "en", {"40%", "13%"}, id="and_percent_in_english"),
        pytest.param((11.5, 3), False, "da", {"11,5", "3,0"}, id="a_comma_before_danish_decimals"),
        pytest.param((1234, 3), False, "da", {"1.234", "3"}, id="a_point_for_thousands"),
        pytest.param((float("nan"), 3), False, "da", {"–", "3"}, id="no_number_is_nothing"),
    ],
)
def test_numbers_are_written_at_the_bars(values: tuple[float, ...], shares: bool, lang: str, said: set[str]) -> None:
    root = root_of(Bars(("x", "y"), (Series("s", values),), "z", shares=shares), lang)
    assert said == set(texts(root)) - {"x", "y", "z"}


def test_a_legend_names_the_series_only_when_there_are_several() -> None:
    assert "Egeholm" in texts(root_of(BARS))
    alone = Bars(("Jobcafé",), (Series("Egeholm", (3,)),), "Citater")
    assert "Egeholm" not in texts(root_of(alone))


def test_kinds_have_their_own_colours() -> None:
    root = root_of(Bars(("a",), (Series("s", (4,), "M"), Series("t", (3,), "O"), Series("u", (2,))), "Citater"))
    fills = [root.find(f".//{{*}}rect[@class='bar series-{i}']").get("fill") for i in range(3)]
    assert fills == [INK["M"], INK["O"], palette.PALETTE[0]]


def test_hatches_and_markers_differ_where_colours_do() -> None:
    n = len(palette.HATCHES)
    root = root_of(Bars(("a",), tuple(Series(str(i), (9,)) for i in range(n)), "Citater"))
    kinds = {one.get("class") for one in root.iterfind(".//{*}path[@class]") if "hatch" in one.get("class")}
    assert len(kinds) == n - 1  # the first is plain
    lines = root_of(Curves(("1", "2"), tuple(Series(str(i), (i, 9)) for i in range(n)), "Nye"))
    marks = {one.get("class") for one in lines.iterfind(".//{*}path[@class]") if "marker" in one.get("class")}
    assert len(marks) == n


@pytest.mark.parametrize("colour", [*palette.PALETTE, *(ink for role, ink in INK.items() if role)])
def test_bars_stand_out_from_white_and_white_numbers_from_bars(colour: str) -> None:
    assert contrast(colour, PAPER) >= 4.5


@pytest.mark.parametrize("colour", palette.PALETTE_DARK)
def test_bars_stand_out_on_a_dark_screen_too(colour: str) -> None:
    assert contrast(colour, PAPER_DARK) >= 4.5


@pytest.mark.parametrize("kind", palette.HATCHES[1:])
def test_a_hatch_stays_within_its_bar(kind: str) -> None:
    d = etree.fromstring(palette.hatch(kind, 10.5, 20.25, 40, 15)).get("d")
    numbers = [float(one) for one in re.findall(r"-?[\d.]+", d)]
    assert all(10.49 <= x <= 50.51 for x in numbers[::2]) and all(20.24 <= y <= 35.26 for y in numbers[1::2])


# --- Curves, grids and schemes ----------------------------------------------------------------------------


def test_points_stand_as_high_as_their_values_and_lines_break_where_there_is_none() -> None:
    root = root_of(Curves(("1", "2", "3", "4", "5"), (Series("Koder", (2, 4, None, 6, 10)),), "Nye"))
    lines = [one.get("d") for one in root.iterfind(".//{*}path[@class='curve']")]
    points = [[tuple(map(float, p.split())) for p in re.findall(r"[\d.]+ [\d.]+", d)] for d in lines]
    assert [len(line) for line in points] == [2, 2]
    (two, four), (six, ten) = [[y for _x, y in line] for line in points]
    assert two - four == pytest.approx(four - six, abs=0.05) == pytest.approx((six - ten) / 2, abs=0.05)
    steps = [x for line in points for x, _y in line]
    assert steps[2] - steps[1] == pytest.approx(2 * (steps[1] - steps[0]), abs=0.05)


def test_a_line_is_named_at_its_end_with_its_last_number() -> None:
    assert {"Koder: 6", "Veje: 2"} <= set(texts(root_of(CURVES)))
    nothing = Curves(("1",), (Series("Koder", (None,)),), "Nye")
    assert "Koder: –" in texts(root_of(nothing))


def test_each_cell_has_its_number_in_it_darker_for_more() -> None:
    root = root_of(GRID)  # 3 0 / – 7
    cells = list(root.iterfind(".//{*}rect[@class='cell']"))
    said = [cell.getnext().text for cell in cells]
    assert said == ["3", "0", "–", "7"]
    for cell in cells:
        x, y, w, h = (float(cell.get(key)) for key in ("x", "y", "width", "height"))
        number = cell.getnext()
        assert float(number.get("x")) == pytest.approx(x + w / 2) and y < float(number.get("y")) < y + h
    grounds = [contrast(TEXT, cell.get("fill")) for cell in cells]
    assert grounds[1] == grounds[2] > grounds[0] > grounds[3]


@pytest.mark.parametrize("value", range(0, 101, 5))
def test_numbers_can_be_read_on_every_shade(value: int) -> None:
    root = root_of(Grid(("a",), ("x", "y"), ((value, 100),), "Citater"))
    cell = root.find(".//{*}rect[@class='cell']")
    assert contrast(cell.getnext().get("fill", TEXT), cell.get("fill")) >= 4.5


def test_narrow_cells_leave_pct_to_the_axis() -> None:
    found = texts(root_of(PICTURES["grid_of_shares"]))
    assert "Andel (pct.)" in found and "93" in found and not [one for one in found if one.endswith(" pct.")]


def test_a_scheme_has_every_box_and_an_arrow_from_each_column_to_the_next() -> None:
    root = root_of(PICTURES["scheme"])
    said = sounds(root)
    assert all(bare(name) in said for name in (*INTERVENTIONS[:8], *MECHANISMS, *OUTCOMES))
    assert len(root.findall(".//{*}path[@class='arrow']")) == 2
    assert [texts(root).count(letter) for letter in "IMO"] == [8, 6, 10]


# --- What does not fit on a page --------------------------------------------------------------------------


@all_by_name
def test_a_figure_fits_on_a_portrait_page(name: str) -> None:
    width, height = pictures.size(ALL[name])
    assert 0 < width <= 16.5 and 0 < height <= 22


def test_more_rows_make_a_higher_figure() -> None:
    heights = [pictures.size(Bars(TOWNS[:n], (Series("s", (1,) * n),), "x"))[1] for n in (2, 5, 9)]
    assert all(one < other for one, other in pairwise(heights))


def test_bars_that_do_not_fit_are_counted() -> None:
    names = tuple(f"Række {i}" for i in range(500))
    found = texts(root_of(Bars(names, (Series("s", tuple(range(500))),), "Citater"), "en"))
    drawn = sum(text.startswith("Række") for text in found)
    assert 20 < drawn < 60
    assert f"{500 - drawn} further rows in the table" in found


def test_cells_and_boxes_that_do_not_fit_are_counted() -> None:
    names = tuple(f"R{i}" for i in range(90))
    found = texts(root_of(Grid(names, names, ((1,) * 90,) * 90, "Citater"), "en"))
    drawn = {text for text in found if text.startswith("R")}
    said = next(text for text in found if "further" in text)
    rows, columns = (int(number) for number in re.findall(r"\d+", said))
    assert found.count("1") == (90 - rows) * (90 - columns)
    assert len(drawn) == 90 - min(rows, columns)
    boxes = texts(root_of(Scheme(("I",), (tuple(("I", name, "") for name in names),)), "en"))
    drawn_boxes = sum(text.startswith("R") for text in boxes)
    assert f"{90 - drawn_boxes} more in the table" in boxes


# --- Layered ----------------------------------------------------------------------------------------------


def test_the_layered_drawing_is_the_drawing_of_the_graph_itself() -> None:
    graph = a_graph(3)
    one, other = root_of(Layered(graph), "en"), etree.fromstring(layered(graph).encode())
    assert texts(one) == texts(other)
    assert [path.get("d") for path in one.iter("{*}path")] == [path.get("d") for path in other.iter("{*}path")]
    assert not one.findall("{*}style")


def test_drawings_on_one_page_have_ids_of_their_own() -> None:
    ids = [one.get("id") for n in (2, 3) for one in root_of(Layered(a_graph(n))).iter() if one.get("id")]
    assert len(ids) == len(set(ids)) == 4


def test_a_very_large_graph_says_what_is_left_out() -> None:
    root = root_of(ALL["large"], "en")  # 140 boxes, 70 links, each joining two of them
    boxes = len(root.findall(".//{*}g[@data-node]"))
    assert boxes == 40
    assert "Only the strongest links are drawn: 100 boxes are left out." in texts(root)
    assert "50 weaker links not drawn" in texts(root)
    drawn = {one.get("data-edge") for one in root.iterfind(".//{*}g[@data-edge]")}
    assert drawn == {f"I:{i}->M:{i}" for i in range(50, 70)}  # those told most often


def test_a_graph_of_very_many_links_is_thinned_too() -> None:
    root = root_of(Layered(a_graph(12, each=12)), "en")  # 144 links
    assert len(root.findall(".//{*}g[@data-edge]")) == 60 and "84 weaker links not drawn" in texts(root)


def test_a_large_graph_without_links_is_drawn() -> None:
    graph = a_graph(70)
    graph.remove_edges_from(list(graph.edges))
    assert len(root_of(Layered(graph)).findall(".//{*}g[@data-node]")) == 40


# --- PNG --------------------------------------------------------------------------------------------------


@all_by_name
def test_a_png_has_the_size_of_its_figure_and_is_not_blank(name: str) -> None:
    made = Image.open(BytesIO(pictures.png(ALL[name], title="Prøve", dpi=100)))
    width, height = (cm / 2.54 * 100 for cm in pictures.size(ALL[name], lang="da", room=pictures.LANDSCAPE))
    assert made.size == (pytest.approx(width, abs=1), pytest.approx(height, abs=1.5))
    assert made.mode == "RGB" and made.text["Title"] == "Prøve"  # type: ignore[attr-defined]
    darkest, lightest = made.convert("L").getextrema()
    assert darkest < 100 and lightest == 255


def test_bars_in_the_png_are_where_the_svg_has_them() -> None:
    picture = PICTURES["bars"]
    made, root = Image.open(BytesIO(pictures.png(picture, title=""))), root_of(picture)
    scale = made.width / float(root.get("width"))
    for one in root.iterfind(".//{*}rect[@class='bar series-0']"):
        x, y, w, h = (float(one.get(key)) * scale for key in ("x", "y", "width", "height"))
        middle = int(y + h / 2)
        inside, beyond = made.getpixel((int(x + w - 3), middle)), made.getpixel((int(x + w + 3), middle))
        assert "#{:02X}{:02X}{:02X}".format(*inside) == INK["I"]  # type: ignore[misc]
        assert beyond == (255, 255, 255)


def test_the_same_figure_is_drawn_once_and_another_anew() -> None:
    one, other = PICTURES["bars"], PICTURES["curves"]
    assert pictures.png(one, title="x") is pictures.png(one, title="x")
    assert len({pictures.png(picture, title=title) for picture in (one, other) for title in "xy"}) == 4


def test_a_wide_figure_has_more_room_on_a_page_that_lies() -> None:
    portrait, landscape = (pictures.size(ALL["layered"], room=room) for room in ((16.5, 22.0), (25.0, 16.0)))
    assert portrait[0] == pytest.approx(16.5) and 16.5 < landscape[0] <= 25 and landscape[1] <= 16
    assert portrait[1] / portrait[0] == pytest.approx(landscape[1] / landscape[0])


@pytest.mark.parametrize("name", ["bars_of_groups", "curves", "grid_of_towns", "scheme", "layered"])
def test_the_same_figure_gives_the_same_bytes_in_every_thread(name: str) -> None:
    first = pictures.svg(ALL[name], title="x"), pictures.png(ALL[name], title="x", dpi=80)
    pictures._png.cache_clear()  # drawn anew
    with ThreadPoolExecutor(4) as threads:
        svgs = list(threads.map(lambda _i: pictures.svg(ALL[name], title="x"), range(4)))
        pngs = list(threads.map(lambda _i: pictures.png(ALL[name], title="x", dpi=80), range(4)))
    assert {first[0]} == set(svgs) and {first[1]} == set(pngs)


SCRIPT = """
import sys, hashlib
from icmo.documents.model import Bars, Series
from icmo.reports import pictures
picture = Bars(("Jobcafé", "Motion"), (Series("Citater", (3, 1)),), "Citater")
pictures.svg(picture, title="x"), pictures.size(picture)
early = "matplotlib" in sys.modules
made = pictures.png(picture, title="x", dpi=50)
sys.stdout.write(f"{early} {hashlib.sha256(made).hexdigest()}")
"""


def test_it_works_quietly_where_no_home_can_be_written_to() -> None:
    home = "/dev/null/home"  # not even root can make a folder there
    away = {"MPLCONFIGDIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"}
    env = {key: value for key, value in os.environ.items() if key not in away} | {"HOME": home, "USERPROFILE": home}
    runs = [
        subprocess.run([sys.executable, "-W", "error", "-c", SCRIPT], env=one, capture_output=True, text=True)
        for one in (env, dict(os.environ))
    ]
    assert [run.stderr for run in runs] == ["", ""]
    assert runs[0].stdout == runs[1].stdout
    assert runs[0].stdout.startswith("False ")  # nothing but a PNG needs matplotlib


def test_signs_that_the_font_lacks_are_marked_and_not_warned_of() -> None:
    picture = Bars(("Ro 😀 漢 $x^2$ \x00 <b>&", "b"), (Series("s", (1, 2)),), "$")
    assert pictures.png(picture, title="<&>\x01", dpi=60)
    assert "Ro 😀 漢 $x^2$ \ufffd <b>&" in " ".join(texts(root_of(picture)))


def test_a_mark_that_the_png_could_not_show_is_refused() -> None:
    with pytest.raises(ValueError, match="ellipse"):
        raster('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><ellipse/></svg>', 9, dpi=72)


# --- Anything at all --------------------------------------------------------------------------------------

SOME_TEXT = st.text(max_size=60)
SOME_VALUES = st.lists(st.none() | st.floats(-1e9, 1e9) | st.integers(0, 9999), max_size=8).map(tuple)
SOME_SERIES = st.lists(st.builds(Series, SOME_TEXT, SOME_VALUES, st.sampled_from("ICKMO ")), max_size=9).map(tuple)
SOME_NAMES = st.lists(SOME_TEXT, max_size=8).map(tuple)
SOME_BOXES = st.lists(st.tuples(st.sampled_from(("I", "M", "", "?")), SOME_TEXT, SOME_TEXT), max_size=5).map(tuple)
SOME_PICTURE = st.one_of(
    st.builds(Bars, SOME_NAMES, SOME_SERIES, SOME_TEXT, st.booleans(), st.booleans()),
    st.builds(Curves, SOME_NAMES, SOME_SERIES, SOME_TEXT),
    st.builds(Grid, SOME_NAMES, SOME_NAMES, st.lists(SOME_VALUES, max_size=8).map(tuple), SOME_TEXT, st.booleans()),
    st.builds(Scheme, SOME_NAMES, st.lists(SOME_BOXES, max_size=6).map(tuple)),
)


@settings(max_examples=120, deadline=None)
@given(picture=SOME_PICTURE)
def test_any_figure_can_be_drawn(picture: Picture) -> None:
    assert root_of(picture).tag.endswith("svg")
    width, height = pictures.size(picture)
    assert width <= 16.5 and height <= 22
    assert pictures.png(picture, title="x", dpi=30).startswith(b"\x89PNG")
