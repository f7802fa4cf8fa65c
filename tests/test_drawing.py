"""The drawing: nothing overlaps, every line ends where it says, and everything has a name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from time import perf_counter

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from icmo import graph as graphs
from icmo import i18n
from icmo.drawing import layered, side_by_side
from icmo.drawing.boxes import BOX_WIDTH, Box, settled
from icmo.drawing.draw import Look
from icmo.drawing.graphs import strongest, united
from icmo.drawing.plan import Plan, place
from icmo.drawing.rows import headings, rows
from icmo.drawing.text import width, wrapped
from icmo.errors import InvalidError
from icmo.graph import LEADS_TO, MODERATES, RIPPLES, link_id
from icmo.models import ConfigurationLink, Material, Polarity
from tests.factories import a_coding, a_configuration, a_material, a_transcript


@pytest.fixture
def material() -> Material:
    """An I → M → O with a moderator in two municipalities, hindered in one; its O is the C of another."""
    sources = [a_transcript("Vi øvede. Hun troede. Hun fik ro.", municipality=name) for name in ("Nordvig", "Ærby")]
    codings, told = [], []
    for source, polarity in zip(sources, (Polarity.DESPITE, Polarity.HINDERS), strict=True):
        i, k, m, o = (a_coding(source, code) for code in ("oeve", "tid", "tro", "ro"))
        codings += [i, k, m, o]
        told.append(a_configuration(("I", i), ("K", k), ("M", m), ("O", o), polarity=polarity))
    c, o = a_coding(sources[0], "kontor"), a_coding(sources[0], "loen")
    later = a_configuration(("C", c), ("O", o))
    made = a_material(sources, [*codings, c, o], [*told, later])
    return replace(made, links=(ConfigurationLink("l1", told[0].guid, later.guid, "AML", ""),))


@pytest.fixture
def made(material: Material) -> nx.Graph[str]:
    return graphs.build(material)


def _node(role: str, label: str, n: int) -> dict[str, object]:
    names = [f"kommune {i}" for i in range(n)]
    counts = {"citations": n * 3, "sources": n * 2, "municipalities": n, "municipality_names": names, "codings": []}
    return {"role": role, "kind": role, "label": label, "label_en": label, **counts}


@st.composite
def _graphs(draw: st.DrawFn) -> nx.Graph[str]:
    """Any graph of up to 14 nodes, with links as configurations give them."""
    made: nx.DiGraph[str] = nx.DiGraph(name="x", basis="configurations", configurations=1, transcripts=1)
    made.graph["municipalities"] = 1
    for i, role in enumerate(draw(st.lists(st.sampled_from("ICKMO"), max_size=14))):
        made.add_node(f"{role}:{i}", **_node(role, draw(st.text(max_size=90)), draw(st.integers(1, 98))))
    for source, target in ((a, b) for a in made for b in made if a != b):
        relation = RELATIONS.get(source[0] + target[0])
        if relation and draw(st.booleans()):
            polarity = {"fremmer": 1, "hæmmer": draw(st.integers(0, 3)), "trods": draw(st.integers(0, 1))}
            made.add_edge(source, target, relation=relation, acts_on=[], **polarity, **_node("", "", 2))
    for _source, target, data in made.edges(data=True):
        if data["relation"] == MODERATES:
            into = [s for s, _t, d in made.in_edges(target, data=True) if d["relation"] == LEADS_TO]
            data["acts_on"] = [link_id(one, target) for one in into]
    return made


RELATIONS = dict.fromkeys(("IM", "CM", "MO", "IO", "CO", "IC"), LEADS_TO)
RELATIONS |= dict.fromkeys(("KM", "KO", "KI", "KC"), MODERATES) | dict.fromkeys(("OC", "OI", "OM", "OO"), RIPPLES)


def _apart(one: Box, other: Box) -> bool:
    beside = one.x + BOX_WIDTH <= other.x or other.x + BOX_WIDTH <= one.x
    return beside or one.bottom <= other.y + 1e-6 or other.bottom <= one.y + 1e-6


def _on_its_side(box: Box, x: float, y: float) -> bool:
    return any(x == pytest.approx(side) for side in (box.x, box.right)) and box.y <= y <= box.bottom


# --- Where things stand ---------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(made=_graphs())
def test_no_two_boxes_overlap(made: nx.Graph[str]) -> None:
    assert all(_apart(one, other) for one, other in combinations(place(made).boxes.values(), 2))


@settings(max_examples=60, deadline=None)
@given(made=_graphs())
def test_every_line_starts_and_ends_on_its_boxes_or_on_the_link_it_conditions(made: nx.Graph[str]) -> None:
    plan = place(made)
    for source, target, data in made.edges(data=True):
        curve = plan.curves[link_id(source, target)]
        assert _on_its_side(plan.boxes[source], *curve.start)
        if data["acts_on"]:
            assert min(_distance(plan, name, curve.end) for name in data["acts_on"]) < 1
        else:
            assert _on_its_side(plan.boxes[target], *curve.end)


def _distance(plan: Plan, link: str, point: tuple[float, float]) -> float:
    on = (piece.at(i / 2000) for piece in plan.curves[link].pieces for i in range(2001))
    return min(((x - point[0]) ** 2 + (y - point[1]) ** 2) ** 0.5 for x, y in on)


@settings(max_examples=60, deadline=None)
@given(made=_graphs())
def test_no_line_runs_through_a_box(made: nx.Graph[str]) -> None:
    plan = place(made)
    for curve in plan.curves.values():
        points = [piece.at(i / 50) for piece in curve.pieces for i in range(51)]
        assert not [box for box in plan.boxes.values() if any(_within(box, *point) for point in points)]


def _within(box: Box, x: float, y: float) -> bool:
    return box.x + 1 < x < box.right - 1 and box.y < y < box.bottom


@settings(max_examples=60, deadline=None)
@given(made=_graphs())
def test_nothing_stands_outside_the_drawing(made: nx.Graph[str]) -> None:
    plan = place(made)
    _left, _top, wide, high = map(float, etree.fromstring(layered(made).encode()).get("viewBox").split())
    points = [point for curve in plan.curves.values() for piece in curve.pieces for point in (piece.start, piece.end)]
    points += [(box.right, box.bottom) for box in plan.boxes.values()]
    assert all(0 <= x <= wide and 0 <= y <= high for x, y in points)


def test_columns_are_in_the_order_of_the_mechanism(made: nx.Graph[str]) -> None:
    boxes = place(made).boxes
    assert boxes["I:oeve"].x < boxes["K:tid"].x == boxes["C:kontor"].x < boxes["M:tro"].x < boxes["O:ro"].x
    assert boxes["C:kontor"].y < boxes["K:tid"].y


def test_a_ripple_goes_round_below_all_boxes_and_comes_in_from_the_left(made: nx.Graph[str]) -> None:
    plan = place(made)
    curve = plan.curves["O:ro->C:kontor"]
    assert max(y for _x, y in curve.points()) > max(box.bottom for box in plan.boxes.values())
    assert curve.end[0] == plan.boxes["C:kontor"].x
    assert curve.start[0] == plan.boxes["O:ro"].right


def test_a_moderator_ends_on_the_thickest_of_its_links() -> None:
    made: nx.DiGraph[str] = nx.DiGraph(name="x", basis="none")
    for node in ("I:few", "I:many", "K:k", "M:m"):
        made.add_node(node, **_node(node[0], node, 3))
    made.add_edge("I:few", "M:m", relation=LEADS_TO, **_node("", "", 1))
    made.add_edge("I:many", "M:m", relation=LEADS_TO, **_node("", "", 5))
    made.add_edge("K:k", "M:m", relation=MODERATES, acts_on=["I:few->M:m", "I:many->M:m"], **_node("", "", 2))
    plan = place(made)
    end = plan.curves["K:k->M:m"].end
    assert _distance(plan, "I:many->M:m", end) < 1 < _distance(plan, "I:few->M:m", end)


@pytest.mark.parametrize(
    ("wanted", "sizes", "found"),
    [
        pytest.param([0, 50], [10, 10], [0, 50], id="what_fits_stays"),
        pytest.param([0, 0], [10, 20], [-7.5, 7.5], id="two_share_the_way"),  # 15 apart, around the same mean
        pytest.param([30, 0, 0], [10, 10, 10], [0, 10, 20], id="the_order_stands"),  # less 5, 15, 25: 25, -15, -25 → -5
        pytest.param([], [], [], id="nothing"),
    ],
)
def test_things_are_moved_apart_no_farther_than_they_must(
    wanted: list[float], sizes: list[float], found: list[float]
) -> None:
    assert settled(wanted, sizes) == pytest.approx(found)


@given(st.text(max_size=200))
def test_wrapped_text_fits_and_loses_nothing_but_spaces(text: str) -> None:
    lines = wrapped(text, 200, size=13)
    assert all(width(line, size=13) <= 200 for line in lines)
    assert "".join(lines).replace("-", "").replace(" ", "") == "".join(text.split()).replace("-", "")


# --- What it says ---------------------------------------------------------------------------------------


def _root(drawing: str) -> etree._Element:
    return etree.fromstring(drawing.encode())


def _named(root: etree._Element, kind: str) -> Iterator[tuple[str, str, etree._Element]]:
    """The ids, the names and the elements of the nodes or edges."""
    for element in root.iter("{*}g", "{*}a"):
        if id_ := element.get(f"data-{kind}"):
            yield id_, element.findtext("{*}title") or "", element


def test_every_node_and_link_has_its_id_and_its_counts_in_words(made: nx.Graph[str]) -> None:
    root = _root(layered(made))
    nodes, edges = ({id_: words for id_, words, _element in _named(root, kind)} for kind in ("node", "edge"))
    assert set(nodes) == set(made)
    assert set(edges) == {link_id(*edge) for edge in made.edges}
    assert nodes["M:tro"] == "Tro in English: 2 municipalities · 2 sources · 2 quotes"
    assert edges["I:oeve->M:tro"] == (
        "Oeve in English → Tro in English: 2 municipalities · 2 sources · 2 quotes (hindering: 1, in spite of: 1)"
    )
    assert "Oeve in English → Tro in English" in edges["K:tid->M:tro"].split(" – ")[1]


@pytest.mark.parametrize(
    ("language", "label", "heading"), [("da", "Tro", "Indsatser"), ("en", "Tro in English", "Interventions")]
)
def test_it_speaks_the_language(language: str, label: str, heading: str, made: nx.Graph[str]) -> None:
    with i18n.language(language):
        root = _root(layered(made))
    texts = {element.text for element in root.iter("{*}text")}
    assert {label, heading} <= texts
    assert root.get("lang") == language


def test_with_addresses_everything_is_a_link_with_an_accessible_name(made: nx.Graph[str]) -> None:
    root = _root(layered(made, address=lambda id_: f"/graph?at={id_}&b=1"))
    assert root.get("role") == "group"  # what is in an image cannot be reached
    links = [*_named(root, "node"), *_named(root, "edge")]
    assert len(links) == len(made) + made.number_of_edges()
    for id_, words, element in links:
        assert etree.QName(element).localname == "a"
        assert element.get("href") == f"/graph?at={id_}&b=1"
        assert element.get("aria-label") == words


def test_what_has_no_address_is_no_link(made: nx.Graph[str]) -> None:
    root = _root(layered(made, address=lambda id_: "/m" if id_ == "M:tro" else None))
    assert [element.get("data-node") for element in root.iter("{*}a")] == ["M:tro"]


@pytest.mark.parametrize("embedded", [True, False])
def test_it_needs_no_script_and_no_style_attribute(embedded: bool, made: nx.Graph[str]) -> None:
    root = _root(layered(made, embedded=embedded, address=str))
    for element in root.iter():
        assert not [name for name in element.attrib if name == "style" or name.startswith("on")]
    assert not list(root.iter("{*}script", "{*}foreignObject"))
    assert len(list(root.iter("{*}style"))) == (0 if embedded else 1)


def test_every_line_can_be_hit_within_twelve_pixels(made: nx.Graph[str]) -> None:
    for _id, _words, element in _named(_root(layered(made)), "edge"):
        areas = [path for path in element.iter("{*}path") if path.get("pointer-events") == "stroke"]
        assert [float(path.get("stroke-width", "0")) >= 12 for path in areas] == [True]


def test_labels_are_escaped_everywhere(made: nx.Graph[str]) -> None:
    nasty = '<script>alert("x")</script> & \' ]]> --> \x00'
    for _node_id, data in made.nodes(data=True):
        data["label_en"] = nasty
    made.graph["name"] = nasty
    root = _root(layered(made, prefix='"><b', address=lambda _id: '"><script>'))
    assert not list(root.iter("{*}script", "{*}b"))
    assert any(words.startswith('<script>alert("x")</script> & \' ]]> -->') for _i, words, _e in _named(root, "node"))


def test_two_drawings_on_one_page_share_no_id(made: nx.Graph[str]) -> None:
    ids = [e.get("id") for prefix in ("a", "b") for e in _root(layered(made, prefix=prefix)).iter() if e.get("id")]
    assert len(ids) == len(set(ids)) == 4
    root = _root(layered(made, prefix="a"))
    assert set(root.get("aria-labelledby").split()) <= set(ids)


@pytest.mark.parametrize(
    ("link", "dash"),
    [
        pytest.param("M:tro->O:ro", None, id="half_hindering_is_whole"),
        pytest.param("K:tid->M:tro", "4 3", id="moderators_have_short_dashes"),
        pytest.param("O:ro->C:kontor", "1.5 5", id="ripples_are_dotted"),
        pytest.param("C:kontor->O:loen", None, id="furthering_is_whole"),
    ],
)
def test_lines_differ_by_more_than_colour(link: str, dash: str | None, made: nx.Graph[str]) -> None:
    line = {id_: e.find("{*}path") for id_, _words, e in _named(_root(layered(made)), "edge")}[link]
    assert line is not None
    assert line.get("stroke-dasharray") == dash


def test_what_mostly_hinders_is_dashed_and_what_is_told_in_spite_is_crossed(made: nx.Graph[str]) -> None:
    made.edges["M:tro", "O:ro"].update({"hæmmer": 2, "citations": 3, "trods": 0})
    edges = {id_: e for id_, _words, e in _named(_root(layered(made)), "edge")}
    assert edges["M:tro->O:ro"].find("{*}path").get("stroke-dasharray") == "9 5"
    crossed = {id_ for id_, e in edges.items() if any("m0 -10" in (p.get("d") or "") for p in e.iter("{*}path"))}
    assert crossed == {"I:oeve->M:tro"}


def test_the_legend_tells_only_of_what_is_drawn(made: nx.Graph[str]) -> None:
    texts = " ".join(e.text or "" for e in _root(layered(made)).iter("{*}text"))
    assert "moderator: conditions" in texts
    assert "outcome that becomes the next context" in texts
    assert "mostly hindering" not in texts
    assert "not drawn" not in texts


# --- What is left out -----------------------------------------------------------------------------------


def test_of_many_links_the_strongest_are_drawn_and_the_others_counted(made: nx.Graph[str]) -> None:
    root = _root(layered(made, most=3))
    drawn = {id_ for id_, _words, _element in _named(root, "edge")}
    assert drawn == {"I:oeve->M:tro", "M:tro->O:ro", "K:tid->M:tro"}  # two municipalities each; the others have one
    assert {id_ for id_, _words, _element in _named(root, "node")} == set(made)
    assert "2 weaker links not drawn" in {e.text for e in root.iter("{*}text")}


def test_only_the_links_asked_for_are_drawn(made: nx.Graph[str]) -> None:
    kept = strongest(made, links=["M:tro->O:ro", "no->such"])
    assert list(kept.edges) == [("M:tro", "O:ro")]
    assert len(kept) == len(made)


def test_emphasis_makes_everything_else_pale(made: nx.Graph[str]) -> None:
    root = _root(layered(made, emphasis=["M:tro", "M:tro->O:ro"]))
    strong = {id_ for kind in ("node", "edge") for id_, _w, e in _named(root, kind) if e.get("opacity") is None}
    assert strong == {"M:tro", "M:tro->O:ro"}


def test_lines_stay_within_nine_pixels_whatever_the_municipalities() -> None:
    data = {"municipalities": 98, "relation": LEADS_TO}
    assert Look(largest=98).thickness(data) == 9
    assert Look(largest=6).thickness(data | {"municipalities": 6}) == 7  # few: a pixel each
    assert Look(largest=98).thickness(data | {"municipalities": 49}) == 5


# --- Two drawings ---------------------------------------------------------------------------------------


@pytest.fixture
def pair(material: Material) -> tuple[nx.Graph[str], nx.Graph[str]]:
    """The first municipality with a context of its own, and the second."""
    first, second, later = material.configurations
    return (
        graphs.build(replace(material, configurations=(first, later))),
        graphs.build(replace(material, configurations=(second,))),
    )


def test_two_drawings_have_everything_in_the_same_place(pair: tuple[nx.Graph[str], nx.Graph[str]]) -> None:
    one, other = ({i: e for i, _w, e in _named(_root(drawing), "node")} for drawing in side_by_side(*pair))
    assert set(one) > set(other)
    for id_, element in other.items():
        boxes = [e.find("{*}rect") for e in (element, one[id_])]
        assert len({tuple(box.get(name) for name in ("x", "y", "width", "height")) for box in boxes}) == 1


def test_what_only_one_has_is_marked_in_words_and_with_a_dot(pair: tuple[nx.Graph[str], nx.Graph[str]]) -> None:
    one, _other = map(_root, side_by_side(*pair))
    words = {i: w for kind in ("node", "edge") for i, w, _e in _named(one, kind)}
    dots = {i for i, _w, e in _named(one, "node") if e.find("{*}circle") is not None}
    assert (
        dots == {"C:kontor", "O:loen"} == {i for i, w in words.items() if w.endswith("(only here)") and "->" not in i}
    )
    assert words["I:oeve->M:tro"].endswith("(in both)")
    assert words["C:kontor->O:loen"].endswith("(only here)")


def test_what_both_have_is_thinner(pair: tuple[nx.Graph[str], nx.Graph[str]]) -> None:
    edges = {i: e for i, _w, e in _named(_root(side_by_side(*pair)[0]), "edge")}
    thickness = {i: float(e.find("{*}path").get("stroke-width")) for i, e in edges.items()}
    assert thickness["I:oeve->M:tro"] == thickness["C:kontor->O:loen"] / 2  # one municipality behind each


def test_a_moderator_ends_on_a_link_that_its_own_drawing_has() -> None:
    own: nx.DiGraph[str] = nx.DiGraph(name="x", basis="none")
    for node in ("I:a", "I:b", "K:k", "M:m"):
        own.add_node(node, **_node(node[0], node, 3))
    other = own.copy()
    for graph, start, n in ((own, "I:a", 1), (other, "I:b", 9)):
        graph.add_edge(start, "M:m", relation=LEADS_TO, **_node("", "", n))
        graph.add_edge("K:k", "M:m", relation=MODERATES, acts_on=[f"{start}->M:m"], **_node("", "", 1))
    together = united(own, other)
    for graph, start in ((own, "I:a"), (other, "I:b")):
        plan = place(together, drawn=graph)
        assert _distance(plan, f"{start}->M:m", plan.curves["K:k->M:m"].end) < 1


def test_links_without_direction_are_the_same_whichever_end_is_named_first() -> None:
    one: nx.Graph[str] = nx.Graph(name="x", basis=graphs.CO_OCCURRENCE)
    other = one.copy()
    for graph, order in ((one, "ab"), (other, "ba")):
        for node in order:
            graph.add_node(node, **_node("M", node, 1))
        graph.add_edge(*order, relation=graphs.CO_OCCURS, **_node("", "", 1))
    for drawing in map(_root, side_by_side(one, other)):
        assert [words.endswith("(in both)") for _id, words, _element in _named(drawing, "edge")] == [True]


def test_graphs_on_different_grounds_are_not_compared(made: nx.Graph[str], material: Material) -> None:
    with pytest.raises(InvalidError):
        side_by_side(made, graphs.build(replace(material, configurations=(), links=())))


# --- The same as a table --------------------------------------------------------------------------------


def test_the_table_has_a_row_per_link_the_strongest_first(made: nx.Graph[str]) -> None:
    table = {row.link: row for row in rows(made)}
    assert set(table) == {link_id(*edge) for edge in made.edges}
    assert [row.municipalities for row in rows(made)] == [2, 2, 2, 1, 1]
    row = table["I:oeve->M:tro"]
    assert (row.source, row.relation, row.target) == ("I Oeve in English", "leads to", "M Tro in English")
    assert (row.municipalities, row.sources, row.citations) == (2, 2, 2)
    assert (row.polarity, row.moderators) == ("hinders 1, in spite of 1", ("Tid in English",))
    assert table["K:tid->M:tro"].acts_on == ("Oeve in English → Tro in English",)


def test_the_table_has_no_empty_cells(made: nx.Graph[str]) -> None:
    for row in rows(made):
        assert len(row.cells) == len(headings())
        assert all(re.search(r"\S", cell) for cell in row.cells)


def test_seventy_codes_and_six_hundred_links_are_drawn_within_two_seconds() -> None:
    made: nx.DiGraph[str] = nx.DiGraph(name="98", basis="configurations", configurations=1, transcripts=1)
    made.graph["municipalities"] = 98
    for i in range(72):
        made.add_node(f"{'IICKMO'[i % 6]}:{i}", **_node("IICKMO"[i % 6], f"Kode nummer {i}", 98))
    ends = [(a, b) for a in made for b in made if RELATIONS.get(a[0] + b[0]) == LEADS_TO][:600]
    for i, (a, b) in enumerate(ends):
        made.add_edge(a, b, relation=LEADS_TO, acts_on=[], **_node("", "", 1 + i % 98))
    began = perf_counter()
    drawing = layered(made)
    assert perf_counter() - began < 2
    assert len(list(_named(_root(drawing), "edge"))) == 600
