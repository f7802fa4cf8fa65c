from __future__ import annotations

import csv
import json
from pathlib import Path

import networkx as nx
import pytest
from lxml import etree

from icmo import graph, i18n
from icmo.errors import InvalidError
from icmo.formats.graph import SEPARATOR, write_graph
from icmo.models import Polarity
from tests.factories import a_coding, a_configuration, a_material, a_transcript

KEPT = ("citations", "sources", "municipalities", "relation", "basis")


@pytest.fixture
def made() -> nx.Graph[str]:
    source = a_transcript("Vi øvede & prøvede. Hun troede <på> det. Hun fik ro.", municipality="Nordvig")
    i, k, m, o = (a_coding(source, code) for code in ("oeve", "tid", "tro", "ro"))
    configuration = a_configuration(("I", i), ("K", k), ("M", m), ("O", o), polarity=Polarity.DESPITE)
    return graph.build(a_material([source], [i, k, m, o], [configuration]))


def _same_edges(read: nx.Graph[str], made: nx.Graph[str]) -> None:
    assert set(read.nodes) == set(made.nodes)
    assert set(read.edges) == set(made.edges)
    for one, other, data in made.edges(data=True):
        assert {name: read.edges[one, other][name] for name in KEPT} == {name: data[name] for name in KEPT}
        assert read.edges[one, other]["codings"].split(SEPARATOR) == data["codings"]
    for node, data in made.nodes(data=True):
        assert (read.nodes[node]["kind"], read.nodes[node]["role"]) == (data["kind"], data["role"])


def test_graphml_is_read_again_with_typed_numbers_and_its_evidence(made: nx.Graph[str], tmp_path: Path) -> None:
    write_graph(made, tmp_path / "g.graphml")
    read = nx.read_graphml(tmp_path / "g.graphml")
    assert read.is_directed()
    assert read.graph["basis"] == "configurations"
    _same_edges(read, made)
    keys = etree.parse(tmp_path / "g.graphml").getroot().findall("{*}key")
    types = {key.get("attr.name"): key.get("attr.type") for key in keys}
    assert (types["citations"], types["label"], types["weight"]) == ("long", "string", "double")


def test_gexf_is_read_again(made: nx.Graph[str], tmp_path: Path) -> None:
    write_graph(made, tmp_path / "g.gexf")
    _same_edges(nx.read_gexf(tmp_path / "g.gexf"), made)


def test_json_is_read_again_with_lists(made: nx.Graph[str], tmp_path: Path) -> None:
    write_graph(made, tmp_path / "g.json")
    read = nx.node_link_graph(json.loads((tmp_path / "g.json").read_text(encoding="utf-8")), edges="edges")
    assert nx.utils.graphs_equal(read, made)


def test_csv_gives_edges_and_nodes_with_gephis_columns(made: nx.Graph[str], tmp_path: Path) -> None:
    files = write_graph(made, tmp_path / "g.csv")
    assert [file.name for file in files] == ["g.csv", "g-nodes.csv"]
    edges, nodes = (list(csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines())) for file in files)
    assert {(row["Source"], row["Target"]) for row in edges} == set(made.edges)
    assert {row["Type"] for row in edges} == {"Directed"}
    assert {row["Id"] for row in nodes} == set(made)
    assert {row["basis"] for row in edges + nodes} == {"configurations"}


def test_svg_draws_every_node_and_link_in_the_language_asked_for(made: nx.Graph[str], tmp_path: Path) -> None:
    with i18n.language("da"):
        write_graph(made, tmp_path / "g.svg")
    root = etree.parse(tmp_path / "g.svg").getroot()
    titles = [element.text for element in root.iter("{*}title")]
    assert len(titles) == 1 + len(made) + made.number_of_edges()
    assert any("Tro → Ro" in (title or "") and "trods: 1" in (title or "") for title in titles)
    assert root.get("role") == "img"
    assert "1 konfiguration" in (root.findtext("{*}desc") or "")


def test_the_moderators_line_ends_on_the_link_and_not_at_the_box(made: nx.Graph[str], tmp_path: Path) -> None:
    write_graph(made, tmp_path / "g.svg")
    root = etree.parse(tmp_path / "g.svg").getroot()
    ends = {}
    for group in root.iter("{*}g"):
        path = group.find("{*}path")
        title = group.findtext("{*}title") or ""
        if path is not None and "→" in title:
            ends[title.split(":")[0]] = path.get("d", "").split()[-2:]
    assert ends["Tid in English → Tro in English"] != ends["Oeve in English → Tro in English"]


@pytest.mark.parametrize("suffix", [".graphml", ".gexf", ".json", ".svg", ".csv"])
def test_an_empty_graph_is_written_too(suffix: str, tmp_path: Path) -> None:
    empty = graph.build(a_material([a_transcript()]))
    assert all(file.stat().st_size for file in write_graph(empty, tmp_path / f"g{suffix}"))


@pytest.mark.parametrize("suffix", [".graphml", ".gexf", ".json", ".svg", ".csv"])
def test_a_co_occurrence_graph_is_marked_in_every_format(suffix: str, tmp_path: Path) -> None:
    source = a_transcript("Vi øvede. Hun troede.")
    co = graph.build(a_material([source], [a_coding(source, "oeve"), a_coding(source, "tro")]))
    file = write_graph(co, tmp_path / f"g{suffix}")[0]
    text = file.read_text(encoding="utf-8")
    assert ("co-occurrence" in text) or ("They are not causal claims" in text)


def test_an_unknown_suffix_is_refused_with_the_known_ones(made: nx.Graph[str], tmp_path: Path) -> None:
    with pytest.raises(InvalidError) as caught:
        write_graph(made, tmp_path / "g.pptx")
    assert ".graphml" in caught.value.hint
