"""Every format in which a graph is written is read again, and tells the same."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from icmo import graph as graphs
from icmo.formats.graph import WRITERS, write_graph
from icmo.formats.graph_flat import joined, parted
from icmo.formats.graph_mermaid import escaped
from icmo.models import Material, Polarity
from tests.factories import a_coding, a_configuration, a_material, a_transcript
from tests.formats.graph_readers import READERS, shape

NASTY = 'a "b" \\ c\\" ; & <b> --> ] } | # `x` %% æøå 😀 &lt; end\nnew; \\'


@pytest.fixture
def material() -> Material:
    first = a_transcript("😀 Vi øvede & prøvede. Hun troede <på> det. Hun fik ro.", municipality="Øst; Vest")
    second = a_transcript("Vi øvede. Hun troede. Der var tid.", municipality='Å\\s "by"')
    i, k, m, o = (a_coding(first, code) for code in ("oeve", "tid", "tro", "ro"))
    more = [a_coding(second, code, quote) for code, quote in (("oeve", "øvede"), ("kontor", "tid"), ("tro", "troede"))]
    told = [
        a_configuration(("I", i), ("K", k), ("M", m), ("O", o), polarity=Polarity.DESPITE),
        a_configuration(("I", more[0]), ("C", more[1]), ("M", more[2]), polarity=Polarity.HINDERS),
    ]
    return a_material([first, second], [i, k, m, o, *more], told)


def _nasty(made: nx.Graph[str]) -> nx.Graph[str]:
    """The graph with labels full of signs that mean something to the formats, and a link from O back to C."""
    for _node, data in made.nodes(data=True):
        data["label"] = data["label_en"] = NASTY
    ripple = {"relation": graphs.RIPPLES, "citations": 1, "sources": 1, "municipalities": 1, "basis": "configurations"}
    made.add_edge("O:ro", "C:kontor", **ripple, municipality_names=["Nord"], codings=["c1"], configurations=["k1"])
    return made


@pytest.mark.parametrize("suffix", READERS)
def test_everything_that_counts_is_read_again_whatever_the_labels(
    suffix: str, material: Material, tmp_path: Path
) -> None:
    made = _nasty(graphs.build(material))
    assert READERS[suffix](write_graph(made, tmp_path / f"g{suffix}")) == shape(made)


def test_every_format_but_the_drawing_is_read_again() -> None:
    assert set(READERS) == {*WRITERS, ".csv"} - {".svg"}


_TEXTS = st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn", "Co")), min_size=1) | st.just(NASTY)
_NUMBERS = st.integers(1, 10_000)


@st.composite
def _graphs(draw: st.DrawFn) -> nx.Graph[str]:
    made: nx.DiGraph[str] = nx.DiGraph(
        name=draw(_TEXTS),
        basis="configurations",
        **dict.fromkeys(("configurations", "transcripts", "municipalities"), 1),
    )
    ids = draw(
        st.lists(
            st.tuples(st.sampled_from("ICKMO"), st.from_regex(r"[a-z-]{1,9}", fullmatch=True)),
            min_size=1,
            max_size=6,
            unique=True,
        )
    )
    for role, code in ids:
        label = draw(_TEXTS)
        made.add_node(f"{role}:{code}", role=role, kind=role * 2, label=label, label_en=label, **draw(_evidence()))
    pairs = st.tuples(st.sampled_from(list(made)), st.sampled_from(list(made)))
    for source, target in draw(st.lists(pairs.filter(lambda p: p[0] != p[1]) if len(made) > 1 else st.nothing())):
        relation = draw(st.sampled_from([graphs.LEADS_TO, graphs.MODERATES]))
        made.add_edge(source, target, relation=relation, acts_on=[], **draw(_evidence()))
    return made


def _evidence() -> st.SearchStrategy[dict[str, Any]]:
    lists = st.lists(_TEXTS, max_size=3)
    counts = dict.fromkeys(("citations", "sources", "municipalities"), _NUMBERS)
    return st.fixed_dictionaries({**counts, "municipality_names": lists, "codings": lists})


@pytest.mark.parametrize("suffix", READERS)
@settings(max_examples=25, deadline=None)
@given(made=_graphs())
def test_any_graph_is_read_again(suffix: str, made: nx.Graph[str]) -> None:
    with TemporaryDirectory() as folder:
        assert READERS[suffix](write_graph(made, Path(folder) / f"g{suffix}")) == shape(made)


@given(st.lists(_TEXTS))
def test_any_list_made_one_text_is_parted_into_the_same_members(members: list[str]) -> None:
    assert parted(joined(members)) == members


@pytest.mark.parametrize("suffix", [".graphml", ".gexf", ".svg"])
def test_signs_that_xml_cannot_hold_do_not_break_the_file(suffix: str, material: Material, tmp_path: Path) -> None:
    made = graphs.build(material)
    made.nodes["M:tro"]["label"] = made.nodes["M:tro"]["label_en"] = "tro\x00\x1b\ufffe"
    assert len(etree.parse(write_graph(made, tmp_path / f"g{suffix}")[0]).getroot())


def test_gexf_has_the_kinds_colour_and_a_size_by_municipalities(material: Material, tmp_path: Path) -> None:
    root = etree.parse(write_graph(graphs.build(material), tmp_path / "g.gexf")[0]).getroot()
    node = next(n for n in root.iter("{*}node") if n.get("id") == "I:oeve")
    colour, size = node.find("{*}color"), node.find("{*}size")
    assert {part: colour.get(part) for part in "rgb"} == {"r": "0", "g": "114", "b": "178"}  # #0072B2
    assert float(size.get("value")) == 10 + 2 * 2


def test_cytoscape_keeps_lists_and_calls_an_edge_what_moderators_call_it(material: Material, tmp_path: Path) -> None:
    made = json.loads(write_graph(graphs.build(material), tmp_path / "g.cyjs")[0].read_text(encoding="utf-8"))
    edges = {edge["data"]["id"]: edge["data"] for edge in made["elements"]["edges"]}
    assert edges["K:tid->M:tro"]["acts_on"] == ["I:oeve->M:tro"]
    assert edges["I:oeve->M:tro"]["municipality_names"] == ["Øst; Vest", 'Å\\s "by"']


@pytest.mark.skipif(shutil.which("dot") is None, reason="GraphViz is not installed")
def test_graphviz_reads_the_dot_file(material: Material, tmp_path: Path) -> None:
    made = _nasty(graphs.build(material))
    file = write_graph(made, tmp_path / "g.dot")[0]
    said = json.loads(subprocess.run(["dot", "-Tdot_json", file], capture_output=True, check=True).stdout)
    assert {one["name"] for one in said["objects"] if "kind" in one} == set(made)


def test_dot_dashes_what_hinders_and_rings_what_moderates(material: Material, tmp_path: Path) -> None:
    lines = write_graph(graphs.build(material), tmp_path / "g.gv")[0].read_text(encoding="utf-8").split("\n")
    by_edge = {line.split(" [")[0].strip(): line for line in lines if " -> " in line.split(" [")[0]}
    assert '"style"="dashed"' in by_edge['"C:kontor" -> "M:tro"']
    assert '"style"="solid"' in by_edge['"M:tro" -> "O:ro"']
    assert '"arrowhead"="odot"' in by_edge['"K:tid" -> "M:tro"']


@pytest.mark.parametrize("sign", [*'"[]{}<>|`\\#;&*_'])
def test_no_sign_of_mermaids_own_is_left_in_a_label(sign: str) -> None:
    assert escaped(sign) == f"#{ord(sign)};"


# --- JSON-LD --------------------------------------------------------------------------------------------


def _expanded(value: object, context: Mapping[str, Any]) -> Iterator[str]:
    """The IRIs of all keys, by the rules of JSON-LD 1.1 for the terms that are used here."""
    if isinstance(value, list):
        for one in value:
            yield from _expanded(one, context)
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            if not key.startswith("@"):
                yield _iri(key, context)
                term = context.get(key)
                languages = isinstance(term, Mapping) and term.get("@container") == "@language"
                yield from () if languages else _expanded(inner, context)


def _iri(key: str, context: Mapping[str, Any]) -> str:
    term = context.get(key, context["@vocab"] + key)
    name = term.get("@id", context["@vocab"] + key) if isinstance(term, Mapping) else term
    prefix, colon, rest = str(name).partition(":")
    return context[prefix] + rest if colon and isinstance(context.get(prefix), str) else str(name)


@pytest.fixture
def linked(material: Material, tmp_path: Path) -> dict[str, Any]:
    file = write_graph(graphs.build(material), tmp_path / "g.jsonld", material=material)[0]
    made: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return made


def test_json_ld_speaks_in_terms_of_others_where_there_are_some(linked: dict[str, Any]) -> None:
    body = {key: value for key, value in linked.items() if key != "@context"}
    iris = set(_expanded(body, linked["@context"]))
    oa = "http://www.w3.org/ns/oa#"
    assert {oa + name for name in ("exact", "prefix", "suffix", "start", "end", "hasSelector", "hasSource")} <= iris
    assert {"http://www.w3.org/ns/prov#wasDerivedFrom", "https://schema.org/creator"} <= iris
    assert {"urn:icmo:role", "urn:icmo:acts_on", "urn:icmo:hæmmer"} <= iris
    assert not [iri for iri in iris if not iri.startswith(("http://www.w3.org/", "https://schema.org/", "urn:icmo:"))]


def test_json_ld_leads_from_every_number_to_quotes_at_their_places(linked: dict[str, Any], material: Material) -> None:
    evidence = {one["@id"]: one for one in linked["evidence"]}
    assert {guid for one in (*linked["nodes"], *linked["links"]) for guid in one["codings"]} == set(evidence)
    for coding in material.codings:
        said = evidence[f"urn:icmo:coding:{coding.guid}"]
        quote, place = said["target"]["selector"]
        text = material.transcript_by_guid[coding.transcript].text
        assert text[place["start"] : place["end"]] == quote["exact"] == coding.quote
        assert (quote["prefix"], quote["suffix"]) == (coding.prefix, coding.suffix)
        assert said["creator"]["name"] == coding.coder


def test_json_ld_without_the_material_has_ids_and_no_quotes(material: Material, tmp_path: Path) -> None:
    text = write_graph(graphs.build(material), tmp_path / "g.jsonld")[0].read_text(encoding="utf-8")
    assert json.loads(text)["evidence"] == []
    assert "troede" not in text
    assert f"urn:icmo:coding:{material.codings[0].guid}" in text


def test_json_ld_quotes_suggestions_from_their_text(tmp_path: Path) -> None:
    from tests.factories import a_suggestion

    source = a_transcript("Vi øvede bussen.")
    suggested = a_material([source], suggestions=[a_suggestion(source, "oeve"), a_suggestion(source, "tro")])
    file = write_graph(graphs.build(suggested), tmp_path / "g.jsonld", material=suggested)[0]
    evidence = json.loads(file.read_text(encoding="utf-8"))["evidence"]
    assert [one["target"]["selector"][0]["exact"] for one in evidence] == ["Vi øvede bussen."] * 2
    assert {one["creator"]["@type"] for one in evidence} == {"schema:SoftwareApplication"}
